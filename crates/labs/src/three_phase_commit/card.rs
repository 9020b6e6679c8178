//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use super::rules::{KNOBS, ThreePhase};
use super::{ThreePhaseCommit, lesson, presets, telling};
use crate::cluster::{Action, State};
use crate::lab::{Card, Data, Lab, Lesson, Preset, Way};
use crate::shop::COORDINATOR;
use kernel::sweep::Length;
use kernel::{Knob, Model, Span, Stop, Time};

impl Lab for ThreePhaseCommit {
    const CARD: Card = Card {
        slug: "three-phase-commit",
        title: "Three-phase commit",
        question: "Can a shop go on when its coordinator is down, and still never do half an order?",
        chapter: "Agreement",
        sabotage: "Crashes the coordinator, or whoever is next",
        check: Some(
            "Whoever crashes and comes back, and whatever is lost or cut off within the budgets: do \
             all agree, and does anybody who stays up have to wait for somebody who is down?",
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

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<ThreePhaseCommit, String> {
        Ok(ThreePhase::of(knobs))
    }

    fn sabotage(&self, state: &State<ThreePhase>) -> Option<Action<ThreePhase>> {
        let crash = |node| Action::Crash(node);
        let mut servers = COORDINATOR..=self.protocol.shop.services;
        servers.find(|node| self.accepts(state, &crash(*node))).map(crash)
    }

    fn summary(&self, state: &State<ThreePhase>) -> String {
        telling::summary(self, state)
    }
}
