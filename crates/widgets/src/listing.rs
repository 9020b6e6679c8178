//! A few lines of pseudo-code, with the program counters of the threads that run them.

use crate::circle::Place;
use crate::node::moved;
use crate::tag;
use crate::tag::Tag;
use crate::token::text_width;
use yew::AttrValue;

/// The height of a line, in pixels.
pub const LINE: f64 = 15.0;

/// How far the text stands from the left edge: there is the sign of a program counter.
const INDENT: f64 = 13.0;

/// Where one thread is.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    /// The line that it takes next, counted from 0.
    pub line: usize,
    /// Its name, written at the end of the line; empty where the listing is one thread's own.
    pub name: AttrValue,
    /// What its line is drawn as, beside `counter`: `runs`, `waits`, `holds` or a lab's own class.
    pub class: &'static str,
}

/// Lines of pseudo-code and where threads are in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Where its upper left corner is.
    pub at: Place,
    /// Its width in pixels.
    pub width: f64,
    /// The lines, with their indents as spaces.
    pub lines: Vec<AttrValue>,
    /// The program counters; one that stands on no line is not drawn.
    pub counters: Vec<Counter>,
}

impl Listing {
    /// How high it is, in pixels.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE
    }

    /// Draws it.
    pub fn draw(self) -> Tag {
        let bands = self.lines.iter().enumerate().map(|(line, _)| self.band(line));
        let bands: Vec<Tag> = bands.collect();
        let text = |(line, words): (usize, AttrValue)| {
            tag!(text, x: INDENT, y: base(line)).key(line as u64).text(words)
        };
        tag!(g, class: "listing", transform: moved(self.at, 0.0, 0.0))
            .child(tag!(g).children(bands))
            .child(tag!(g).children(self.lines.into_iter().enumerate().map(text)))
    }

    /// What is drawn behind a line: nothing, or a band, an arrow and who is there.
    fn band(&self, line: usize) -> Tag {
        let here: Vec<&Counter> = self.counters.iter().filter(|c| c.line == line).collect();
        let Some(first) = here.first() else { return tag!(g).key(line as u64) };
        let named = here.iter().filter(|counter| !counter.name.is_empty());
        let names: Vec<&str> = named.map(|counter| counter.name.as_str()).collect();
        // Where there is no room for the names, their number stands.
        let room = self.width - INDENT - text_width(&self.lines[line]) - 12.0;
        let joined = names.join(" ");
        let names = if text_width(&joined) > room { format!("×{}", names.len()) } else { joined };
        let class = format!("counter {}", first.class);
        let top = line as f64 * LINE;
        tag!(g, class: class)
            .key(line as u64)
            .child(tag!(rect, y: top, width: self.width, height: LINE, rx: "3"))
            .child(tag!(text, x: "3", y: base(line)).text("▸"))
            .child(tag!(text, class: "end", x: self.width - 4.0, y: base(line)).text(names))
    }
}

/// Where the letters of a line stand.
fn base(line: usize) -> f64 {
    line as f64 * LINE + 11.0
}
