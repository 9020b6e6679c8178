//! The face of the lab: the topology stage that all clusters share.

use super::ThreePhaseCommit;
use crate::cluster::view;
use crate::face::{Face, Scene};
use crate::space_time::{SPACE_TIME, SpaceTime};
use kernel::Frame;
use yew::Html;

impl Face for ThreePhaseCommit {
    const STYLE: &'static str = view::STYLE;
    const SPACE_TIME: Option<SpaceTime> = Some(SPACE_TIME);

    fn stage(frame: &Frame<'_, ThreePhaseCommit>, scene: &Scene) -> Html {
        view::stage(frame, scene)
    }
}
