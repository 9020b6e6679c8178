//! The face of a cluster, whatever its protocol: servers with memory and log, what they have and who
//! has it locked, links, and messages on their way.
//!
//! [`Source`] reads a cluster into plain data ([`shown`]); everything else is drawn from that, once
//! for all protocols. A lab's face is `cluster::view::stage(frame, scene)` with
//! [`STYLE`] as its style sheet; what its servers have to show, its [`super::Protocol`] says.

mod backdrop;
mod card;
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
use widgets::tag;
use widgets::tag::Tag;
use yew::Html;

/// The style sheet of these pictures.
pub const STYLE: &str = concat!(include_str!("style.css"), include_str!("../../pick/style.css"));

/// A small picture without words or hands, as wide as it says, with its summary as its name.
pub fn small(shown: &Shown, width: u32) -> Tag {
    let (wide, summary) = (f64::from(width), shown.summary.clone());
    tag!(svg, class: "picture", role: "img", "aria-label": summary, width: wide,
        height: wide * thumb::SHAPE)
    .child(thumb::thumb(shown, width))
}

/// Small pictures beside each other, together as wide as it says.
pub fn small_row(shown: &[&Shown], width: u32) -> Tag {
    let each = width / shown.len().max(1) as u32;
    let picture = |(nth, shown): (u32, &&Shown)| {
        tag!(g, transform: format!("translate({} 0)", nth * each))
            .child(thumb::thumb(shown, each.saturating_sub(GAP)))
    };
    let height = f64::from(each) * thumb::SHAPE;
    tag!(svg, class: "picture", width: f64::from(width), height: height)
        .child(tag!(g).children((0..).zip(shown).map(picture)))
}

/// Between two small pictures, in pixels.
const GAP: u32 = 6;

/// The stage of a lab that is a cluster.
pub fn stage<P: Protocol>(frame: &Frame<'_, Cluster<P>>, scene: &Scene) -> Html
where
    Cluster<P>: Lab,
{
    let summary = frame.model.summary(frame.state);
    draw(Source::alone(frame, summary).shown(), scene)
}
