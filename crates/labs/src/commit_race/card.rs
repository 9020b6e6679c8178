//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use super::model::{CommitRace, State};
use super::score::Score;
use super::{knobs, lesson, metrics, presets};
use crate::cluster::{Action, Power};
use crate::lab::{Card, Data, Lab, Lesson, Preset};
use crate::shop::COORDINATOR;
use crate::two_phase_commit::rules::TwoPhase;
use kernel::sweep::Length;
use kernel::{Knob, Span, Stop, Time};

impl Lab for CommitRace {
    const CARD: Card = Card {
        slug: "commit-race",
        title: "The commit race",
        question: "What do two-phase commit, three-phase commit and a saga each pay for the same \
                   orders under the same faults?",
        chapter: "Agreement",
        sabotage: "Crashes the coordinator of all three",
        check: None,
    };
    const KNOBS: &'static [Knob] = knobs::KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const LESSON: Lesson = lesson::LESSON;
    const FAMILIES: &'static [&'static [&'static str]] = metrics::FAMILIES;
    const MEASURE: Length = Length {
        warm_up: Span::ZERO,
        stop: Stop { at: Time::from_micros(30_000_000), steps: 30_000 },
    };

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<CommitRace, String> {
        Ok(CommitRace::of(knobs))
    }

    fn sabotage(&self, state: &State) -> Option<Action<TwoPhase>> {
        let is_up = |node: &u8| state.two.state.server(*node).power != Power::Down;
        let mut nodes = std::iter::once(COORDINATOR).chain(self.two.protocol.shop.services());
        nodes.find(is_up).map(Action::Crash)
    }

    fn summary(&self, state: &State) -> String {
        let line = |name: &str, score: &Score| {
            format!("{name}: {} orders committed, {} aborted.", score.committed, score.aborted)
        };
        [
            line("Two-phase commit", &state.two.score.0),
            line("three-phase commit", &state.three.score.0),
            line("saga", &state.saga.score.0),
        ]
        .join(" ")
    }
}
