//! A node of a system: a rounded sheet with a name and a line about how it is.

use crate::circle::Place;
use crate::path::length;
use crate::tag;
use crate::tag::Tag;
use yew::AttrValue;

/// A node: a rounded sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where its middle is.
    pub at: Place,
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels: 34 at least where it has a note.
    pub height: f64,
    /// Its name.
    pub name: AttrValue,
    /// How it is, in a word or two; it may be empty.
    pub note: AttrValue,
    /// It crashed: a broken outline, a cross, and another colour.
    pub is_down: bool,
    /// Somebody picked it.
    pub is_picked: bool,
}

impl Node {
    /// Draws it. What is added to it, a gauge for instance, has its upper left corner as the
    /// origin.
    pub fn draw(self) -> Tag {
        let class = match (self.is_down, self.is_picked) {
            (false, false) => "node",
            (false, true) => "node picked",
            (true, false) => "node down",
            (true, true) => "node down picked",
        };
        let name = if self.is_down { format!("✕ {}", self.name) } else { self.name.to_string() };
        tag!(g, class: class, transform: moved(self.at, self.width / 2.0, self.height / 2.0))
            .child(tag!(rect, class: "sheet", width: self.width, height: self.height, rx: "6"))
            .child(tag!(text, class: "name", x: "8", y: "15").text(name))
            .child(tag!(text, class: "note", x: "8", y: "28").text(self.note))
    }
}

/// Moves the origin to so far left of and above a place.
pub(crate) fn moved(place: Place, left: f64, above: f64) -> String {
    format!("translate({} {})", length(place.x - left), length(place.y - above))
}
