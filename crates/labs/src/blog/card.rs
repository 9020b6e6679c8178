//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use kernel::Knob;
use kernel::sweep::Length;

use super::action::Action;
use super::knobs::KNOBS;
use super::model::Blog;
use super::state::{Power, ShardNo, State};
use super::{data, formulas, grids, lesson, presets, telling};
use crate::formula::Formula;
use crate::grid::Grid;
use crate::lab::{Card, Data, Lab, Lesson, Preset, ReadData, Way};

impl Lab for Blog {
    const CARD: Card = Card {
        slug: "blog",
        title: "A sharded blog",
        question: "How does a blog on many machines keep every timeline in order, when nobody \
                   numbers all posts?",
        chapter: "Spreading data",
        sabotage: "Crashes the fullest shard: what is on it is missing from every timeline",
        check: Some(
            "Whatever order messages come in, and whoever joins, leaves or crashes within the \
             budgets: can two posts share an id, or a timeline lack a post and not say so?",
        ),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const WAYS: &'static [Way] = presets::WAYS;
    const LESSON: Lesson = lesson::LESSON;
    const READ_DATA: Option<ReadData> = Some(data::read);
    const MEASURE: Length = Length::steps(2_000);
    const FAMILIES: &'static [&'static [&'static str]] =
        &[&["repeated", "skipped"], &["partial", "lacking"]];
    const GRIDS: &'static [Grid] = grids::GRIDS;
    const FORMULAS: &'static [Formula] = formulas::FORMULAS;

    fn build(knobs: &[i64], data: Option<&Data>) -> Result<Blog, String> {
        Blog::of(knobs, data.map(data::loaded).transpose()?)
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        let is_up = |number: &ShardNo| state.shard(*number).power == Power::Up;
        let posts = |number: ShardNo| state.shard(number).posts().count();
        let up = state.shard_numbers().filter(is_up);
        let fullest = up.max_by_key(|number| (posts(*number), std::cmp::Reverse(*number)));
        fullest.map(Action::Crash)
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(self, state)
    }
}
