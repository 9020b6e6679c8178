//! The space-time diagram: a line a node, messages as arrows between the lines, time to the right or
//! downward.
//!
//! It is drawn in a sheet's own coordinates, from the place where its chart begins, so that a picture
//! that follows a run moves the sheet and draws nothing anew. What became of a message is told by
//! shape: a lost one ends in a cross, a double is dashed, one on its way is dotted; colour comes
//! second.

mod arrows;
mod captions;
mod layout;
mod marks;
mod rule;
mod words;

use crate::path::path;
use crate::tag;
use crate::tag::Tag;
use kernel::Chart;
use kernel::chart::{End, Past};

pub use layout::{Axis, Layout};
pub use marks::legend;
pub use words::{described, summary};

/// The style sheet of the diagram, for a page to adopt with the first lab that has one.
pub const STYLE: &str = include_str!("style.css");

/// More messages than this are drawn without words and are not reached one by one.
pub const WORDED: usize = 400;

/// A diagram to be drawn.
pub struct Sheet<'a> {
    /// What happened.
    pub chart: &'a Chart,
    /// Where it stands.
    pub layout: Layout,
    /// From where to where along the axis it is drawn, in pixels.
    pub extent: (f64, f64),
    /// A message whose causes are lit, by its place among the arrows, and its past.
    pub lit: Option<(usize, &'a Past)>,
    /// The message that the keyboard reaches.
    pub reached: Option<usize>,
}

impl Sheet<'_> {
    /// Draws it. A message is a button with its place among the arrows as `data-message`.
    pub fn draw(&self) -> Tag {
        let class = if self.lit.is_some() { "sheet has-lit" } else { "sheet" };
        tag!(g, class: class)
            .child(self.rule())
            .child(self.lit_lines())
            .child(self.lines())
            .child(tag!(g).children(self.arrows()))
            .child(tag!(g).children(self.marks()))
            .child(tag!(g, class: "captions", "aria-hidden": "true").children(self.captions()))
    }

    /// Whether a place along the axis is drawn.
    fn holds(&self, along: f64) -> bool {
        self.extent.0 <= along && along <= self.extent.1
    }

    /// Up to where each node's past is lit.
    fn lit_lines(&self) -> Tag {
        let until = self.lit.map_or(&[][..], |(_, past)| &past.until);
        let mut d = String::new();
        let start = self.layout.along(self.chart.from).max(self.extent.0);
        for (node, until) in until.iter().enumerate() {
            let Some(until) = until else { continue };
            let end = self.layout.along(*until);
            if end > start {
                let across = self.layout.across(node as u8);
                d += &self.segment(start, end, across);
            }
        }
        tag!(path, class: "past", d: d)
    }

    /// A stretch of a node's line.
    fn segment(&self, from: f64, to: f64, across: f64) -> String {
        let (a, b) = (self.layout.place(from, across), self.layout.place(to, across));
        path(&[('M', &[a.x, a.y]), ('L', &[b.x, b.y])])
    }

    /// How a message is drawn beside `message`.
    fn class(&self, at: usize) -> String {
        let arrow = &self.chart.arrows[at];
        let mut class = String::from("message");
        class += match arrow.end {
            End::Arrived(_) => "",
            End::Unheard(_) | End::Lost(_) => " lost",
            End::OnItsWay => " under-way",
        };
        if arrow.is_double {
            class += " double";
        }
        if let Some((lit, past)) = self.lit {
            class += if at == lit {
                " lit"
            } else if past.chain.contains(&at) {
                " lit chain"
            } else if past.arrows.contains(&at) {
                " lit cause"
            } else {
                " dim"
            };
        }
        class
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::chart::{Arrow, Mark, MarkKind};
    use kernel::{Playhead, Standing, Time, Tone};
    use yew::Html;

    fn at(step: u64, ms: u64) -> Playhead {
        Playhead { step, at: Time::from_micros(ms * 1_000) }
    }

    /// Two nodes toss a message to and fro, which takes 10 ms; of the last four one is lost on half its
    /// way, one reaches nobody, one is on its way, and one is lost as it is sent.
    pub(super) fn chart(messages: u64) -> Chart {
        let arrow = |nth: u64, end: End| Arrow {
            number: Some(nth),
            from: (nth % 2) as u8,
            to: ((nth + 1) % 2) as u8,
            caption: "prepare ".to_owned() + &nth.to_string(),
            sent: at(nth, nth * 10),
            // What is lost as it is sent is due at once.
            due: at(0, nth * 10 + if nth + 1 == messages { 0 } else { 10 }).at,
            end,
            is_double: nth == 1,
        };
        let end = |nth: u64| match messages - nth {
            4 => End::Lost(at(nth + 1, nth * 10 + 5)),
            3 => End::Unheard(at(nth + 1, nth * 10 + 10)),
            2 => End::OnItsWay,
            1 => End::Lost(at(nth, nth * 10)),
            _ => End::Arrived(at(nth + 1, nth * 10 + 10)),
        };
        let mark = |node, at, kind, text: &str| Mark {
            node,
            at,
            kind,
            text: text.to_owned(),
            tone: Tone::Plain,
        };
        Chart {
            nodes: vec!["Coordinator".to_owned(), "Delivery".to_owned()],
            from: at(0, 0),
            until: at(messages, messages * 10),
            is_cut: false,
            arrows: (0..messages).map(|nth| arrow(nth, end(nth))).collect(),
            marks: vec![
                mark(0, at(2, 20), MarkKind::Step, "forced"),
                mark(0, at(2, 20), MarkKind::Decision, "decided to commit"),
                mark(1, at(4, 40), MarkKind::Crashed, "crashed"),
            ],
            standing: vec![Standing::Up; 2],
        }
    }

    pub(super) fn layout(scale: f64) -> Layout {
        let (axis, origin, pitch, margin) = (Axis::Time, 0.0, 64.0, 30.0);
        Layout { axis, scale, origin, is_upright: false, pitch, margin }
    }

    pub(super) fn sheet(chart: &Chart, layout: Layout) -> Sheet<'_> {
        Sheet { chart, layout, extent: (0.0, 2_000.0), lit: None, reached: Some(0) }
    }

    /// Every element below one, with the values of an attribute.
    fn values(html: &Html, name: &str, found: &mut Vec<String>) {
        match html {
            Html::VTag(tag) => {
                let values = tag.attributes.iter().filter(|(key, _)| *key == name);
                found.extend(values.map(|(_, value)| value.to_owned()));
                if let Some(children) = tag.children() {
                    values_of_children(children, name, found);
                }
            }
            other => values_of_children(other, name, found),
        }
    }

    fn values_of_children(html: &Html, name: &str, found: &mut Vec<String>) {
        match html {
            Html::VList(list) => list.iter().for_each(|child| values(child, name, found)),
            Html::VTag(_) => values(html, name, found),
            _ => {}
        }
    }

    fn all(sheet: &Sheet<'_>, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        values(&sheet.draw().into(), name, &mut found);
        found
    }

    #[test]
    fn every_message_says_what_became_of_it() {
        let chart = chart(6);
        let classes = all(&sheet(&chart, layout(0.01)), "class");
        let count = |wanted: &str| classes.iter().filter(|class| *class == wanted).count();
        // On the arrow and on its words.
        assert_eq!(count("message"), 2, "one that arrived, and its words");
        assert_eq!(count("message double"), 2);
        assert_eq!(count("message lost"), 6);
        assert_eq!(count("message under-way"), 2);
        assert_eq!((count("cross"), count("head"), count("line gone")), (3, 3, 1));
        assert_eq!(
            all(&sheet(&chart, layout(0.01)), "aria-label"),
            [
                "prepare 0 from Coordinator to Delivery, sent 0.000 s, arrived 0.010 s",
                "prepare 1 (a double) from Delivery to Coordinator, sent 0.010 s, arrived 0.020 s",
                "prepare 2 from Coordinator to Delivery, sent 0.020 s, lost 0.025 s",
                "prepare 3 from Delivery to Coordinator, sent 0.030 s, reached nobody 0.040 s",
                "prepare 4 from Coordinator to Delivery, sent 0.040 s, on its way, due 0.050 s",
                "prepare 5 from Delivery to Coordinator, sent 0.050 s, lost 0.050 s",
            ]
        );
    }

    #[test]
    fn one_message_is_in_the_tab_order() {
        let chart = chart(8);
        let indices = all(&sheet(&chart, layout(0.01)), "tabindex");
        assert_eq!((indices.len(), indices.iter().filter(|index| *index == "0").count()), (8, 1));
    }

    #[test]
    fn a_lost_message_ends_on_its_way_and_never_before_it_began() {
        let chart = chart(6);
        for is_upright in [false, true] {
            let layout = Layout { is_upright, ..layout(0.01) };
            let ends = |at: usize| layout.ends(&chart, &chart.arrows[at]);
            let part = |at: usize| {
                let ends = ends(at);
                let (from, to) = match is_upright {
                    false => (ends.from.y, ends.to.y),
                    true => (ends.from.x, ends.to.x),
                };
                (to - from).abs() / layout.pitch
            };
            assert_eq!((part(0), part(2), part(3), part(5)), (1.0, 0.5, 1.0, 0.5));
            assert!(ends(5).along.1 > ends(5).along.0, "as it was sent, and yet to be seen");
        }
    }

    #[test]
    fn a_crash_breaks_the_line_where_it_happened() {
        let chart = chart(6);
        let drawn = all(&sheet(&chart, layout(0.01)), "d");
        // The second line: up for 40 ms at a hundredth of a pixel for each µs, then down.
        assert!(drawn.contains(&"M0 30L600 30M0 94L400 94".to_owned()), "{drawn:?}");
        assert!(drawn.contains(&"M400 94L600 94".to_owned()));
    }

    #[test]
    fn what_happened_in_one_step_has_one_mark_that_tells_all() {
        let chart = chart(6);
        let sheet = sheet(&chart, layout(0.01));
        let shown = sheet.shown();
        let told: Vec<&str> = shown.iter().map(|shown| shown.told.as_str()).collect();
        assert_eq!(told, ["forced; decided to commit", "crashed"]);
        assert_eq!(shown[0].mark.kind, MarkKind::Decision);
    }

    #[test]
    fn a_crowd_is_drawn_without_words() {
        let chart = chart(WORDED as u64 + 1);
        let dense = Sheet { extent: (0.0, 1e6), ..sheet(&chart, layout(0.001)) };
        assert!(all(&dense, "tabindex").is_empty());
        assert_eq!(
            all(&dense, "class").iter().filter(|class| *class == "head").count(),
            WORDED - 2
        );
    }

    #[test]
    fn the_whole_is_said_in_a_sentence() {
        assert_eq!(
            summary(&chart(6)),
            "Space-time diagram of Coordinator, Delivery: 6 messages from 0.000 s to 0.060 s, 3 lost"
        );
    }
}
