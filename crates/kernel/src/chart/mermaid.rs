//! A chart as Mermaid sequence text.

use super::{Arrow, Chart, End, MarkKind};
use crate::recipe::Playhead;
use std::fmt::Write;

impl Chart {
    /// The chart as a Mermaid `sequenceDiagram` (mermaid.js.org/syntax/sequenceDiagram.html). A line
    /// there is level, so a message stands where it ended; `-x` are lost ones, `--` doubles, and `-)`
    /// those that are still on their way.
    pub fn mermaid(&self) -> String {
        let mut text = String::from("sequenceDiagram\n");
        for (node, name) in self.nodes.iter().enumerate() {
            writeln!(text, "    participant n{node} as {}", escaped(name)).expect(TAKES_ALL);
        }
        for (_, line) in self.lines() {
            writeln!(text, "    {line}").expect(TAKES_ALL);
        }
        text
    }

    /// What is told, in the order of the steps.
    fn lines(&self) -> Vec<(Playhead, String)> {
        let told = |kind| !matches!(kind, MarkKind::Step | MarkKind::Timer);
        let marks = self.marks.iter().filter(|mark| told(mark.kind));
        let marks = marks
            .map(|mark| (mark.at, format!("Note over n{}: {}", mark.node, escaped(&mark.text))));
        let arrows = self.arrows.iter().map(|arrow| self.line(arrow));
        // What a step received comes before what it decided.
        let lines: Vec<(Playhead, String)> = arrows.chain(marks).collect();
        crate::order::sorted(lines, |(at, _)| (at.at.as_micros(), at.step))
    }

    fn line(&self, arrow: &Arrow) -> (Playhead, String) {
        let (head, at, end) = match arrow.end {
            End::Arrived(at) => (">>", at, ""),
            End::Unheard(at) => ("x", at, " (nobody heard it)"),
            End::Lost(at) => ("x", at, " (lost)"),
            End::OnItsWay => (")", self.until, " (on its way)"),
        };
        let dash = if arrow.is_double { "--" } else { "-" };
        let Arrow { from, to, caption, .. } = arrow;
        (at, format!("n{from}{dash}{head}n{to}: {}{end}", escaped(caption)))
    }
}

const TAKES_ALL: &str = "a String takes all that is written";

/// A text that Mermaid takes as it is: what ends a line or begins a code there is written as a code.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '#' | ';' | '<' | '>' | '&' | '"' | '%' | '{' | '}' | ':' => {
                write!(safe, "#{};", u32::from(character)).expect(TAKES_ALL);
            }
            '\n' | '\r' => safe.push(' '),
            other => safe.push(other),
        }
    }
    // A bare `end` closes a block in Mermaid, wherever it stands.
    if safe.trim().eq_ignore_ascii_case("end") { format!("“{}”", safe.trim()) } else { safe }
}
