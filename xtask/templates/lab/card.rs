//! What the page and the command line offer of the lab: its card, its knobs, presets and lesson.

use kernel::{Knob, Range, Span};

use super::model::{Action, {{Name}}, State};
use crate::lab::{Card, Data, Lab, Lesson, Preset, Source};

const KNOBS: &[Knob] = &[Knob {
    key: "period",
    label: "period",
    unit: "ms",
    help: "The time from one beat to the next.",
    range: Range::Log(100, 10_000),
    default: 500,
    major: true,
}];

const PRESETS: &[Preset] = &[Preset {
    key: "steady",
    label: "a steady beat",
    note: "Watch the beats on the timeline, then crash the node between two of them.",
    knobs: &[],
    seed: 1,
    cues: &[],
}];

const LESSON: Lesson = Lesson {
    what: "What the system is, in a sentence or two.",
    why: "Why one wants it, in a sentence or two.",
    when: &["When it is the right choice."],
    when_not: &["When something else is."],
    wrong: &["What can go wrong with it."],
    trade_offs: &["What is paid for what."],
    try_this: &["What to try on this page."],
    modelled: &["What the model has."],
    not_modelled: &["What the model leaves out, and why that is fair."],
    sources: &[Source { title: "Authors, title, place and year", url: "https://example.org/" }],
};

impl Lab for {{Name}} {
    const CARD: Card = Card {
        slug: "{{slug}}",
        title: "{{title}}",
        question: "Which question does this page answer?",
        chapter: "{{title}}",
        sabotage: "Crashes the node",
        check: Some("Can a node that is down beat?"),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = PRESETS;
    const LESSON: Lesson = LESSON;

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<Self, String> {
        let [period] = knobs else {
            return Err(format!("{} knobs were given, this lab has one", knobs.len()));
        };
        let period = u64::try_from(*period).map_err(|_| "the period cannot be negative")?;
        Ok({{Name}} { period: Span::millis(period) })
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        state.is_up.then_some(Action::Crash)
    }

    fn summary(&self, state: &State) -> String {
        let node = if state.is_up { "is up" } else { "is down" };
        format!("The node {node}; it beat {} times in this round.", state.beats)
    }
}
