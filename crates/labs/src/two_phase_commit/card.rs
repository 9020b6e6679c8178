//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use super::laws::{counter, desk};
use super::rules::{KNOBS, TwoPhase};
use super::{TwoPhaseCommit, lesson, presets, telling};
use crate::cluster::{Action, Power, State};
use crate::lab::{Card, Data, Lab, Lesson, Preset, Way};
use crate::shop::COORDINATOR;
use kernel::sweep::Length;
use kernel::{Knob, Span, Stop, Time};

impl Lab for TwoPhaseCommit {
    const CARD: Card = Card {
        slug: "two-phase-commit",
        title: "Two-phase commit",
        question: "How do several servers all do something, or none of them, when any may crash?",
        chapter: "Agreement",
        sabotage: "Crashes the coordinator, while somebody is in doubt if it can",
        check: Some(
            "Whatever order messages come in, whoever crashes and whatever is lost within the \
             budgets: can one service commit and another abort, and does everybody come to know?",
        ),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const WAYS: &'static [Way] = presets::WAYS;
    const LESSON: Lesson = lesson::LESSON;
    const MEASURE: Length = Length {
        warm_up: Span::ZERO,
        stop: Stop { at: Time::from_micros(60_000_000), steps: 20_000 },
    };

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<TwoPhaseCommit, String> {
        Ok(TwoPhase::of(knobs))
    }

    fn sabotage(&self, state: &State<TwoPhase>) -> Option<Action<TwoPhase>> {
        let is_up = |node| state.server(node).power != Power::Down;
        let is_open = desk(state).is_some_and(|desk| !desk.deals.is_empty());
        let doubts = |node: &u8| {
            counter(state, *node)
                .is_some_and(|counter| counter.jobs.iter().any(|job| job.is_in_doubt()))
        };
        let mut services = self.protocol.shop.services();
        if is_up(COORDINATOR) && (is_open || services.clone().any(|node| doubts(&node))) {
            return Some(Action::Crash(COORDINATOR));
        }
        let node = std::iter::once(COORDINATOR).chain(&mut services).find(|node| is_up(*node))?;
        Some(Action::Crash(node))
    }

    fn summary(&self, state: &State<TwoPhase>) -> String {
        telling::summary(self, state)
    }
}
