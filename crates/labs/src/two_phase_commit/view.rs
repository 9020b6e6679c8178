//! The face of the lab: the topology stage that all clusters share.

use super::TwoPhaseCommit;
use crate::face::{Face, Scene};
use kernel::Frame;
use widgets::tag;
use yew::Html;

impl Face for TwoPhaseCommit {
    fn stage(_: &Frame<'_, TwoPhaseCommit>, _: &Scene) -> Html {
        tag!(div).into()
    }
}
