//! What the page and the command line offer of the lab: its card, its knobs.

use kernel::sweep::Length;
use kernel::{Knob, Range};

use super::model::{State, Steps, TextbookTwoPhaseCommit, is_undecided};
use super::spec::{Action, Layout, RmState, Spec, TmState};
use super::{counts, lesson, presets, telling};
use crate::lab::{Card, Data, Lab, Lesson, Preset};
use crate::tally::Tally;

const KNOBS: &[Knob] = &[
    Knob {
        key: "managers",
        label: "Resource managers",
        unit: "",
        help: "How many have to agree; each makes about six times as many states.",
        range: Range::Linear(1, 7),
        default: 3,
        major: true,
    },
    Knob {
        key: "steps",
        label: "Steps are taken by",
        unit: "",
        help: "Your hand, or the seed, which draws one of the enabled steps after the other.",
        range: Range::Choice(&["hand", "seed"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "guard",
        label: "Commit waits for all",
        unit: "",
        help: "The transaction manager commits once it has heard from all; off, it may at any time.",
        range: Range::Switch,
        default: 1,
        major: true,
    },
];

impl Lab for TextbookTwoPhaseCommit {
    const CARD: Card = Card {
        slug: "textbook-two-phase-commit",
        title: "Textbook two-phase commit",
        question: "What does it take to prove that all commit or all abort?",
        chapter: "Agreement",
        sabotage: "Lets the transaction manager abort, which it may at any time before it decides",
        check: Some(
            "Whoever takes the next step, and however often a message is received: can one \
             resource manager commit while another has aborted?",
        ),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const LESSON: Lesson = lesson::LESSON;
    const TALLIES: &'static [Tally] = counts::TALLIES;
    // By then all has been decided, under nearly every seed.
    const MEASURE: Length = Length::steps(200);

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<Self, String> {
        let [managers, steps, guard] = knobs else {
            return Err(format!("{} knobs were given, this lab has three", knobs.len()));
        };
        let managers = u8::try_from(*managers).ok().filter(|managers| (1..=7).contains(managers));
        let managers = managers.ok_or("there are one to seven resource managers")?;
        let steps = if *steps == 0 { Steps::Hand } else { Steps::Seed };
        let spec = Spec { is_guarded: *guard == 1, ..Spec::new(managers) };
        Ok(TextbookTwoPhaseCommit { spec, steps })
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        is_undecided(state).then_some(Action::TmAbort)
    }

    fn summary(&self, state: &State) -> String {
        let count = |is| self.spec.everybody().filter(|rm| state.rm(*rm) == is).count();
        let states = [RmState::Working, RmState::Prepared, RmState::Committed, RmState::Aborted];
        let counts = states.into_iter().filter(|is| count(*is) > 0);
        let counts = counts.map(|is| format!("{} {}", count(is), telling::of_rm(is)));
        let heard = self.spec.everybody().filter(|rm| state.tm_prepared(*rm)).count();
        let tm = match state.tm() {
            TmState::Init => format!(
                "is undecided and has heard from {heard} of {} that they are prepared",
                self.spec.managers
            ),
            decided => format!("has {}", telling::of_tm(decided)),
        };
        let counts = counts.collect::<Vec<_>>().join(", ");
        format!("The transaction manager {tm}. Resource managers: {counts}.")
    }
}
