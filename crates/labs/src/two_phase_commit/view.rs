//! The face of the lab: the topology stage that all clusters share.

use super::TwoPhaseCommit;
use crate::cluster::view;
use crate::face::{Face, Scene};
use kernel::Frame;
use yew::Html;

impl Face for TwoPhaseCommit {
    const STYLE: &'static str = view::STYLE;

    fn stage(frame: &Frame<'_, TwoPhaseCommit>, scene: &Scene) -> Html {
        view::stage(frame, scene)
    }
}
