//! What the page and the command line offer of the lab.

use super::action::Action;
use super::formulas::FORMULAS;
use super::lesson::LESSON;
use super::metrics::FAMILIES;
use super::model::{IndexPages, State};
use super::presets::PRESETS;
use super::setup::{KNOBS, Setup};
use super::telling;
use crate::formula::Formula;
use crate::lab::{Card, Data, Lab, Lesson, Preset};
use kernel::sweep::Length;
use kernel::{Knob, Span, Stop, Time};

/// The pool that *Break it* leaves: hardly more than the way down to a row.
const BROKEN_POOL: u32 = 6;

impl Lab for IndexPages {
    const CARD: Card = Card {
        slug: "index-pages",
        title: "Index pages",
        question: "Why does a random key make an index slow, and when does it not?",
        chapter: "Ids",
        sabotage: "Leaves each pool six pages: keys that go anywhere wait for the disk at every row",
        check: Some(
            "Whatever the order in which a few rows arrive: is the tree in order after each, and is \
             each found?",
        ),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = PRESETS;
    const LESSON: Lesson = LESSON;
    const FAMILIES: &'static [&'static [&'static str]] = FAMILIES;
    const FORMULAS: &'static [Formula] = FORMULAS;
    /// All rows, and what is written at the end.
    const MEASURE: Length =
        Length { warm_up: Span::ZERO, stop: Stop { at: Time::END, steps: 100_000 } };

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<IndexPages, String> {
        Ok(IndexPages { setup: Setup::of(knobs)? })
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        let is_broken = state.tables[0].pool.room() == BROKEN_POOL;
        (!is_broken).then_some(Action::Pool(BROKEN_POOL))
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(state)
    }
}
