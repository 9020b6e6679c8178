//! The face of the lab: the topology stage that all clusters share.

use super::ThreePhaseCommit;
use crate::cluster::view;
use crate::face::{Face, Scene};
use kernel::Frame;
use yew::Html;

impl Face for ThreePhaseCommit {
    const STYLE: &'static str = view::STYLE;

    fn stage(frame: &Frame<'_, ThreePhaseCommit>, scene: &Scene) -> Html {
        view::stage(frame, scene)
    }
}
