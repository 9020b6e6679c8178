//! The face of a cluster, whatever its protocol: servers with memory and log, what they have and who
//! has it locked, links, and messages on their way.
//!
//! [`Source`] reads a cluster into plain data ([`shown`]); everything else is drawn from that, once
//! for all protocols. A lab's face is `cluster::view::stage(frame, scene)` with
//! [`STYLE`] as its style sheet; what its servers have to show, its [`super::Protocol`] says.

mod backdrop;
mod card;
mod hand;
mod layout;
mod moving;
mod pick;
mod read;
pub mod shown;
mod stage;
mod strip;
#[cfg(test)]
mod tests;
mod thumb;
mod way;
mod wires;
mod words;

pub use read::{Booking, Source};
pub use shown::Shown;
pub use stage::draw;
pub use words::since;

use super::Cluster;
use super::protocol::Protocol;
use crate::face::Scene;
use crate::lab::Lab;
use kernel::Frame;
use widgets::tag::Tag;
use yew::Html;

/// The style sheet of these pictures.
pub const STYLE: &str = include_str!("style.css");

/// A small picture without words or hands, as wide as it says.
pub fn small(shown: &Shown, width: u32) -> Tag {
    thumb::thumb(shown, width)
}

/// The stage of a lab that is a cluster.
pub fn stage<P: Protocol>(frame: &Frame<'_, Cluster<P>>, scene: &Scene) -> Html
where
    Cluster<P>: Lab,
{
    let summary = frame.model.summary(frame.state);
    draw(Source::alone(frame, summary).shown(), scene)
}
