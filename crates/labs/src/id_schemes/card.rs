//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use super::model::{Action, IdSchemes, Node, Trouble};
use super::state::State;
use super::{formulas, knobs, lesson, metrics, presets, telling};
use crate::formula::Formula;
use crate::lab::{Card, Data, Lab, Lesson, Preset, Way};
use kernel::sweep::Length;
use kernel::{Knob, Span, Stop, Time};

impl Lab for IdSchemes {
    const CARD: Card = Card {
        slug: "id-schemes",
        title: "Id schemes",
        question: "What do a counter, ranges, strides, UUIDs and Snowflake ids each pay for the \
                   same requests?",
        chapter: "Ids",
        sabotage: "Crashes the central server, then a shard",
        check: Some(
            "Whatever crashes, is cut off or set back within the budgets: can any scheme give one \
             id twice?",
        ),
    };
    const KNOBS: &'static [Knob] = knobs::KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const WAYS: &'static [Way] = presets::WAYS;
    const LESSON: Lesson = lesson::LESSON;
    const FAMILIES: &'static [&'static [&'static str]] = metrics::FAMILIES;
    const FORMULAS: &'static [Formula] = formulas::FORMULAS;
    const MEASURE: Length = Length {
        warm_up: Span::secs(5),
        stop: Stop { at: Time::from_micros(125_000_000), steps: 20_000 },
    };

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<IdSchemes, String> {
        IdSchemes::of(knobs)
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        let shards = (0..).zip(&state.shards).filter(|(_, shard)| shard.is_up);
        let shard = shards.map(|(shard, _)| Node::Shard(shard));
        let centre = state.is_centre_up.then_some(Node::Centre);
        let node = centre.into_iter().chain(shard).next()?;
        Some(Action::Break(Trouble::Down(node)))
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(state)
    }
}
