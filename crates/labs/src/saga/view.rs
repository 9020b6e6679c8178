//! The face of the lab: the topology stage that all clusters share.

use super::Saga;
use crate::cluster::view;
use crate::face::{Face, Scene};
use kernel::Frame;
use yew::Html;

impl Face for Saga {
    const STYLE: &'static str = view::STYLE;

    fn stage(frame: &Frame<'_, Saga>, scene: &Scene) -> Html {
        view::stage(frame, scene)
    }
}
