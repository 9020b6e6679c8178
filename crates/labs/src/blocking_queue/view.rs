//! The lab's picture.

use kernel::Frame;
use widgets::tag;
use yew::Html;

use super::BlockingQueue;
use crate::face::{Face, Scene};
use crate::lab::Lab;

impl Face for BlockingQueue {
    const STYLE: &'static str = include_str!("style.css");

    fn stage(frame: &Frame<'_, Self>, scene: &Scene) -> Html {
        tag!(svg, class: "picture blocking-queue", role: "img", width: scene.width, height: 200_u32)
            .child(tag!(text, x: "20", y: "40").text(frame.model.summary(frame.state)))
            .into()
    }
}
