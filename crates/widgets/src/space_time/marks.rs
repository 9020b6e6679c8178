//! What happened at nodes, each kind with a shape of its own.

use super::Sheet;
use crate::node::moved;
use crate::tag;
use crate::tag::Tag;
use kernel::Tone;
use kernel::chart::{Mark, MarkKind};

/// The marks that share a place: the one of the weightiest kind is drawn, and all are told.
pub(super) struct Shown<'a> {
    pub mark: &'a Mark,
    /// What all of them say.
    pub told: String,
}

/// The shape of a kind, around the origin.
fn shape(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Step => "M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0Z",
        MarkKind::Timer => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0ZM0-3V0H2.5",
        MarkKind::Note => "M-3.5-3.5H3.5V3.5H-3.5Z",
        MarkKind::Decision => "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
        MarkKind::Paused => "M-2.5-5V5M2.5-5V5",
        MarkKind::Resumed | MarkKind::Restarted => "M-3.5-5L5 0L-3.5 5Z",
        MarkKind::Crashed => "M-5-5L5 5M-5 5L5-5",
    }
}

fn class(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Step => "mark step",
        MarkKind::Timer => "mark timer",
        MarkKind::Note => "mark note",
        MarkKind::Decision => "mark decision",
        MarkKind::Paused => "mark paused",
        MarkKind::Resumed | MarkKind::Restarted => "mark restarted",
        MarkKind::Crashed => "mark crashed",
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Ok => " of-ok",
        Tone::Wait => " of-wait",
        Tone::Lock => " of-lock",
        Tone::Lost => " of-lost",
    }
}

impl Sheet<'_> {
    /// One mark for each node and step.
    pub(super) fn shown(&self) -> Vec<Shown<'_>> {
        let mut shown: Vec<Shown<'_>> = Vec::new();
        for mark in &self.chart.marks {
            if !self.holds(self.layout.along(mark.at)) {
                continue;
            }
            // What happened in one step stands together in the list.
            let same = |other: &&mut Shown<'_>| other.mark.node == mark.node;
            let step = shown.iter_mut().rev().take_while(|other| other.mark.at == mark.at);
            match step.into_iter().find(same) {
                Some(other) => {
                    other.told = [&other.told, "; ", &mark.text].concat();
                    if mark.kind > other.mark.kind {
                        other.mark = mark;
                    }
                }
                None => shown.push(Shown { mark, told: mark.text.clone() }),
            }
        }
        shown
    }

    pub(super) fn marks(&self) -> Vec<Tag> {
        let draw = |Shown { mark, told }: Shown<'_>| {
            let place =
                self.layout.place(self.layout.along(mark.at), self.layout.across(mark.node));
            let class = [class(mark.kind), tone(mark.tone)].concat();
            let key = mark.at.step * 256 + u64::from(mark.node);
            tag!(g, class: class, transform: moved(place, 0.0, 0.0))
                .key(key)
                .child(tag!(title).text(told))
                .child(tag!(path, d: shape(mark.kind)))
        };
        self.shown().into_iter().map(draw).collect()
    }
}

/// What the shapes and lines mean.
pub fn legend() -> Tag {
    let marks = [
        (MarkKind::Decision, "decision"),
        (MarkKind::Note, "note"),
        (MarkKind::Timer, "timer rang"),
        (MarkKind::Crashed, "crash"),
        (MarkKind::Restarted, "restart"),
    ];
    let lines = [
        ("message lost", "M1 6H14M14 2.5L21 9.5M14 9.5L21 2.5", "lost"),
        ("message double", "M1 6H21", "double"),
        ("message under-way", "M1 6H21", "on its way"),
    ];
    let entry = |sample: Tag, words: &'static str| {
        let picture = tag!(svg, class: "picture space-time", width: "22", height: "12",
            "aria-hidden": "true");
        tag!(li).key(words).child(picture.child(sample)).text(words)
    };
    let mark = |(kind, words): (MarkKind, &'static str)| {
        let sample = tag!(g, class: class(kind), transform: "translate(11 6) scale(.85)");
        entry(sample.child(tag!(path, d: shape(kind))), words)
    };
    let line = |(class, d, words): (&'static str, &'static str, &'static str)| {
        entry(tag!(g, class: class).child(tag!(path, class: "line", d: d)), words)
    };
    tag!(ul, class: "legend", "aria-label": "Signs")
        .children(marks.map(mark))
        .children(lines.map(line))
}
