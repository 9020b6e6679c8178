//! What the page and the command line offer of the lab.

use super::action::Action;
use super::model::{Snowflake, State};
use super::{closed_forms, grids, knobs, lesson, metrics, presets, telling};
use crate::formula::Formula;
use crate::grid::Grid;
use crate::lab::{Card, Data, Lab, Lesson, Preset, Way};
use kernel::sweep::Length;
use kernel::{Knob, Span, Stop, Time};

impl Lab for Snowflake {
    const CARD: Card = Card {
        slug: "snowflake",
        title: "Snowflake ids",
        question: "Can many machines make unique ids in the order of time without asking each other?",
        chapter: "Ids",
        sabotage: "Gives worker 2 the number of worker 1",
        check: Some(
            "Whatever the clocks do within the budgets: can an id be made twice, go down, or be out of \
             order by more than the clocks differ?",
        ),
    };
    const KNOBS: &'static [Knob] = knobs::KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const WAYS: &'static [Way] = presets::WAYS;
    const LESSON: Lesson = lesson::LESSON;
    const GRIDS: &'static [Grid] = grids::GRIDS;
    const FAMILIES: &'static [&'static [&'static str]] = metrics::FAMILIES;
    const FORMULAS: &'static [Formula] = closed_forms::FORMULAS;
    /// A minute at human speed, or the first steps of a busy one.
    const MEASURE: Length = Length {
        warm_up: Span::ZERO,
        stop: Stop { at: Time::from_micros(60_000_000), steps: 30_000 },
    };

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<Snowflake, String> {
        knobs::build(knobs)
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        let numbers = state.workers.iter().map(|worker| worker.number);
        let mut others = (0..).zip(numbers).skip(1);
        let first = state.workers.first()?.number;
        others.find(|(_, number)| *number != first).map(|(at, _)| Action::Number(at, first))
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(self, state)
    }
}
