//! A message: a labelled pill on its way.

use crate::circle::Place;
use crate::node::moved;
use crate::tag;
use crate::tag::Tag;

/// A message: a pill, or a dot in a crowd.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where its middle is.
    pub at: Place,
    /// What it says; without words it is a dot, for a crowd.
    pub text: String,
    /// It will not reach whom it was sent to: another colour, and a cross before the words.
    pub is_lost: bool,
}

impl Token {
    /// Draws it.
    pub fn draw(self) -> Tag {
        let class = if self.is_lost { "token lost" } else { "token" };
        let token = tag!(g, class: class, transform: moved(self.at, 0.0, 0.0));
        if self.text.is_empty() {
            return token.child(if self.is_lost {
                tag!(path, d: "M-4-4L4 4M4-4L-4 4")
            } else {
                tag!(circle, r: "4.5")
            });
        }
        let text = if self.is_lost { format!("✕ {}", self.text) } else { self.text };
        let width = text_width(&text) + 16.0;
        token
            .child(tag!(rect, x: -width / 2.0, y: "-10", width: width, height: "20", rx: "10"))
            .child(tag!(text, y: "4").text(text))
    }
}

/// About how wide a text of the smallest size is, in pixels: a picture cannot measure its letters.
#[must_use]
pub fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * 6.3
}

/// As much of a text of the smallest size as there is room for, in pixels.
#[must_use]
pub fn fitted(text: &str, width: f64) -> String {
    let room = (width / text_width("m")) as usize;
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_there_is_no_room() {
        let room = |letters: f64| text_width("m") * letters + 0.1;
        assert_eq!(fitted("prepared", room(8.0)), "prepared");
        assert_eq!(fitted("prepared", room(7.0)), "prepar…");
        assert_eq!(fitted("prepared", 0.0), "…");
    }
}
