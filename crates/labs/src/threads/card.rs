//! What the page and the command line offer of the lab: its card, and how knobs make a model.

use kernel::Knob;

use crate::formula::Formula;
use crate::grid::Grid;
use crate::lab::{Card, Data, Lab, Lesson, Preset};

use super::closed_forms;
use super::grids;
use super::knobs;
use super::lesson;
use super::model::{Action, Threads};
use super::presets;
use super::setup::Setup;
use super::state::State;
use super::telling;

impl Lab for Threads {
    const CARD: Card = Card {
        slug: "threads",
        title: "Threads",
        question: "Do more threads make it faster, and what can they do to each other?",
        chapter: "Concurrency",
        sabotage: "Takes the locks away, or crashes a thread where there are none",
        check: Some(
            "Whatever thread the scheduler lets go on between any two accesses, and whoever \
             crashes or is cancelled within the budgets: can an update be lost, or everybody wait \
             for each other?",
        ),
    };
    const KNOBS: &'static [Knob] = knobs::KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const LESSON: Lesson = lesson::LESSON;
    const GRIDS: &'static [Grid] = grids::GRIDS;
    const FORMULAS: &'static [Formula] = closed_forms::FORMULAS;

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<Threads, String> {
        Setup::of(knobs).map(Threads::new)
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        if self.has_locks() && !state.are_locks_off {
            return Some(Action::RemoveLocks);
        }
        let going = state.numbered().filter(|(_, thread)| thread.is_going());
        going.last().map(|(id, _)| Action::Crash(id))
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(self, state)
    }
}
