//! A lock, drawn on the thing that it locks.

use crate::circle::Place;
use crate::node::moved;
use crate::tag;
use crate::tag::Tag;

/// How wide a lock is, in pixels.
pub const WIDTH: f64 = 16.0;

/// How high a lock is, in pixels.
pub const HEIGHT: f64 = 20.0;

/// A lock: closed and full while somebody holds it, open and hollow while it is free.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lock {
    /// Where its middle is.
    pub at: Place,
    /// Whether somebody holds it.
    pub is_held: bool,
}

impl Lock {
    /// Draws it. It says nothing by itself: who draws it writes who holds it.
    pub fn draw(self) -> Tag {
        let (class, shackle) = match self.is_held {
            true => ("lock held", "M3.5 9V6a4.5 4.5 0 0 1 9 0V9"),
            false => ("lock free", "M3.5 9V4.5a4.5 4.5 0 0 1 8.7-1.6"),
        };
        tag!(g, class: class, transform: moved(self.at, WIDTH / 2.0, HEIGHT / 2.0))
            .child(tag!(path, class: "shackle", d: shackle))
            .child(tag!(rect, class: "body", x: "1", y: "9", width: "14", height: "10", rx: "2"))
            .child(tag!(path, class: "keyhole", d: "M8 12.5V15.5"))
    }
}
