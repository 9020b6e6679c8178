//! The lab's picture.

use kernel::Frame;
use widgets::tag;
use yew::Html;

use super::Threads;
use super::real::REAL;
use crate::face::{Face, Scene};
use crate::lab::Lab;
use crate::real::Real;

impl Face for Threads {
    const STYLE: &'static str = concat!(include_str!("style.css"), include_str!("real/style.css"));
    const REAL: Option<Real> = Some(REAL);

    fn stage(frame: &Frame<'_, Self>, _: &Scene) -> Html {
        tag!(p, class: "threads").text(frame.model.summary(frame.state)).into()
    }
}
