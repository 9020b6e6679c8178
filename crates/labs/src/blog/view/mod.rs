//! The face of the blog: the reader's page, merged from the shards' answers; the ring that says who
//! is where; the shards with their posts; and what is on the wires between them.
//!
//! [`read`] and [`lines`] turn a run into plain data ([`shown`]); everything else is drawn from that.

mod below;
mod circle;
mod ground;
mod layout;
mod lines;
mod menu;
mod page;
mod people;
mod read;
mod shards;
mod shown;
mod stage;
#[cfg(test)]
mod tests;
mod thumb;
mod wires;

use super::Blog;
use crate::face::{Face, Scene};
use kernel::Frame;
use yew::Html;

impl Face for Blog {
    const STYLE: &'static str =
        concat!(include_str!("../style.css"), include_str!("../../pick/style.css"));

    fn stage(frame: &Frame<'_, Blog>, scene: &Scene) -> Html {
        stage::draw(read::shown(frame), scene)
    }

    fn below(frame: &Frame<'_, Blog>, scene: &Scene) -> Option<Html> {
        Some(below::draw(frame, scene))
    }
}
