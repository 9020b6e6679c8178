//! One number as a bar, with a mark where it was expected.

use crate::path::path;
use crate::tag;
use crate::tag::Tag;
use yew::AttrValue;

/// A label, a bar and a number on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Meter {
    /// What is measured.
    pub label: AttrValue,
    /// The number in words, with its unit.
    pub value: AttrValue,
    /// How much of the bar is full: 0 to 1.
    pub part: f64,
    /// Where the mark of the expectation stands: 0 to 1.
    pub expected: Option<f64>,
    /// Drawn as what one would rather not see: another colour, and hatched.
    pub is_bad: bool,
    /// The width in pixels of the whole picture.
    pub width: u32,
}

impl Meter {
    /// Draws it.
    pub fn draw(self) -> Tag {
        let width = f64::from(self.width);
        let (start, end) = (84.0_f64.min(width / 4.0), (width - 60.0).max(width / 2.0));
        let length = |part: f64| (end - start) * part.clamp(0.0, 1.0);
        let mark = |part| path(&[('M', &[start + length(part), 2.0]), ('V', &[18.0])]);
        let mark = self.expected.map(mark).unwrap_or_default();
        let class = if self.is_bad { "full bad" } else { "full" };
        let bar = |class: &'static str, part: f64| tag!(rect, class: class, x: start, y: "5", width: length(part), height: "10", rx: "2");
        let label = format!("{}: {}", self.label, self.value);
        tag!(svg, class: "picture meter", role: "img", "aria-label": label,
            width: self.width, height: "20")
        .child(tag!(text, x: "0", y: "14").text(self.label))
        .child(bar("well", 1.0))
        .child(bar(class, self.part))
        .child(tag!(path, class: "expected", d: mark))
        .child(tag!(text, class: "value", x: width, y: "14").text(self.value))
    }
}
