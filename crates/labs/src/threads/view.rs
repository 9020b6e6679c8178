//! The lab's picture.

use kernel::Frame;
use widgets::tag;
use yew::Html;

use super::Threads;
use crate::face::{Face, Scene};
use crate::lab::Lab;

impl Face for Threads {
    const STYLE: &'static str = include_str!("style.css");

    fn stage(frame: &Frame<'_, Self>, _: &Scene) -> Html {
        tag!(p, class: "threads").text(frame.model.summary(frame.state)).into()
    }
}
