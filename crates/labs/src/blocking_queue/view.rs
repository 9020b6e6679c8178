//! The lab's picture.

use kernel::Frame;
use widgets::tag;
use yew::Html;

use super::BlockingQueue;
use super::real::REAL;
use crate::face::{Face, Scene};
use crate::lab::Lab;
use crate::real::Real;

impl Face for BlockingQueue {
    const STYLE: &'static str = concat!(include_str!("style.css"), include_str!("real/style.css"));
    const REAL: Option<Real> = Some(REAL);

    fn stage(frame: &Frame<'_, Self>, scene: &Scene) -> Html {
        tag!(svg, class: "picture blocking-queue", role: "img", width: scene.width, height: 200_u32)
            .child(tag!(text, x: "20", y: "40").text(frame.model.summary(frame.state)))
            .into()
    }
}
