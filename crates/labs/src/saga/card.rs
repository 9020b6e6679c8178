//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use super::laws::{is_half_done, numbers};
use super::rules::{KNOBS, Sagas};
use super::{Saga, lesson, presets, telling};
use crate::cluster::{Action, Power, State};
use crate::lab::{Card, Data, Lab, Lesson, Preset, Way};
use crate::shop::COORDINATOR;
use kernel::sweep::Length;
use kernel::{Knob, Span, Stop, Time};

impl Lab for Saga {
    const CARD: Card = Card {
        slug: "saga",
        title: "Saga",
        question: "How do several servers all do something, or undo it, without ever waiting with \
                   a lock held?",
        chapter: "Agreement",
        sabotage: "Crashes a service that an order still needs, or the coordinator",
        check: Some(
            "Whatever order messages come in, whoever crashes and whatever is lost within the \
             budgets: does every order come to be all done or all undone, and nothing twice?",
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

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<Saga, String> {
        Ok(Sagas::of(knobs))
    }

    fn sabotage(&self, state: &State<Sagas>) -> Option<Action<Sagas>> {
        let shop = &self.protocol.shop;
        let is_up = |node: &u8| state.server(*node).power != Power::Down;
        let half = numbers(self, state).into_iter().any(|number| is_half_done(self, state, number));
        // The last service is the one that whatever is half done still needs.
        let first = if half { shop.services } else { 1 };
        let nodes = [first, shop.services, COORDINATOR].into_iter().chain(shop.services());
        nodes.into_iter().find(is_up).map(Action::Crash)
    }

    fn summary(&self, state: &State<Sagas>) -> String {
        telling::summary(self, state)
    }
}
