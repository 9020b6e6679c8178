//! What the page and the command line offer of the lab: its card, its knobs, and how knobs make a
//! model.

use kernel::sweep::Length;
use kernel::{Knob, Range, Span};

use super::action::Action;
use super::parameters::{
    BlockingQueue, Conditions, Ending, Grain, Guard, Lock, Notify, Order, Pace, WhenFull,
};
use super::state::State;
use super::{closed_forms, grids, lesson, presets, telling};
use crate::formula::Formula;
use crate::grid::Grid;
use crate::lab::{Card, Data, Lab, Lesson, Preset};

const PACES: &[&str] = &["at-once", "constant", "exponential", "bursts"];

const fn whole(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    range: Range,
    default: i64,
    major: bool,
) -> Knob {
    Knob { key, label, unit: "", help, range, default, major }
}

const fn choice(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    names: &'static [&'static str],
    default: i64,
    major: bool,
) -> Knob {
    Knob { key, label, unit: "", help, range: Range::Choice(names), default, major }
}

const fn millis(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    range: Range,
    default: i64,
) -> Knob {
    Knob { key, label, unit: "ms", help, range, default, major: false }
}

const KNOBS: &[Knob] = &[
    whole("capacity", "capacity", "How many items fit into a buffer.", Range::Log(1, 64), 3, true),
    whole("producers", "producers", "Threads that put items.", Range::Linear(1, 8), 2, true),
    whole(
        "consumers",
        "consumers",
        "Threads that get items, of each stage.",
        Range::Linear(1, 8),
        2,
        true,
    ),
    choice(
        "conditions",
        "conditions",
        "What waiters wait on: one condition for both sides, or “not full” and “not empty”.",
        &["one", "two"],
        1,
        true,
    ),
    choice(
        "notify",
        "notify",
        "Whom a notice wakes: one of the waiters, or all of them.",
        &["one", "all"],
        0,
        true,
    ),
    choice(
        "guard",
        "before a wait",
        "What stands before a wait: with “while” a thread that wakes looks again, with “if” it \
         goes on unseeing.",
        &["while", "if"],
        0,
        false,
    ),
    choice(
        "lock",
        "lock",
        "What happens to a released lock: whoever comes first barges in, or it is handed over to \
         one of those who queue for it.",
        &["barging", "hand-over"],
        0,
        false,
    ),
    choice(
        "order",
        "who is next",
        "Who of several waiters is woken: anyone, or the one that has waited longest.",
        &["anyone", "longest"],
        0,
        false,
    ),
    choice(
        "when-full",
        "when it is full",
        "What a put does that finds no room; without a bound there always is room, until memory \
         is used up.",
        &["block", "reject", "drop-newest", "drop-oldest", "unbounded"],
        0,
        false,
    ),
    millis(
        "put-patience",
        "a put waits at most",
        "How long a put waits for room before it gives up; 0 for ever.",
        Range::Linear(0, 5_000),
        0,
    ),
    millis(
        "get-patience",
        "a get waits at most",
        "How long a get waits for an item before it gives up; 0 for ever.",
        Range::Linear(0, 5_000),
        0,
    ),
    whole(
        "stages",
        "stages",
        "Buffers one behind the other, each with consumers of its own that put into the next.",
        Range::Linear(1, 4),
        1,
        false,
    ),
    choice(
        "arrivals",
        "arrivals",
        "When items come: as fast as producers can, evenly, at random (a Poisson process), or \
         eight at a time on average.",
        PACES,
        2,
        false,
    ),
    millis(
        "arrival",
        "between arrivals",
        "The mean time from one item to the next, of all producers together.",
        Range::Log(1, 10_000),
        700,
    ),
    choice(
        "services",
        "services",
        "How long a consumer works on an item: no time at all, always as long, or at random.",
        &["at-once", "constant", "exponential"],
        2,
        false,
    ),
    millis(
        "service",
        "a service",
        "The mean time that a consumer works on an item.",
        Range::Log(1, 10_000),
        1_000,
    ),
    whole(
        "slowness",
        "slowness of the last stage",
        "How many times as long consumers of the last stage work.",
        Range::Linear(1, 8),
        1,
        false,
    ),
    millis(
        "step",
        "a line of code",
        "How long a line of code takes; 0 where only arrivals and services count.",
        Range::Linear(0, 500),
        100,
    ),
    choice(
        "grain",
        "a step is",
        "Each line of code, or a whole section under the lock: the verdicts are the same, and the \
         ways to them shorter.",
        &["lines", "sections"],
        0,
        false,
    ),
    whole(
        "items",
        "items a producer",
        "How many items each producer puts; 0 for endlessly many.",
        Range::Linear(0, 200),
        0,
        false,
    ),
    choice(
        "ending",
        "the last producer",
        "What the last producer does when all items are put.",
        &["leaves", "closes", "poisons"],
        1,
        false,
    ),
    whole(
        "memory",
        "memory",
        "Without a bound: the number of items with which the process dies.",
        Range::Log(10, 10_000),
        60,
        false,
    ),
];

impl Lab for BlockingQueue {
    const CARD: Card = Card {
        slug: "blocking-queue",
        title: "Bounded blocking queue",
        question: "Why does a full queue make the fast side wait, and when does it wait for ever?",
        chapter: "Concurrency",
        sabotage: "Kills the thread that has the lock: everybody else waits for it, for ever",
        check: Some(
            "In whatever order threads run and waiters are woken: can all of them sleep, or an \
             item be lost, doubled or overtaken?",
        ),
    };
    const KNOBS: &'static [Knob] = KNOBS;
    const PRESETS: &'static [Preset] = presets::PRESETS;
    const LESSON: Lesson = lesson::LESSON;
    const GRIDS: &'static [Grid] = grids::GRIDS;
    const MEASURE: Length = Length::after(Span::secs(2), Span::secs(20), 20_000);
    const FORMULAS: &'static [Formula] = closed_forms::FORMULAS;

    fn build(knobs: &[i64], _: Option<&Data>) -> Result<Self, String> {
        let mut values = knobs.iter().copied();
        let mut next = || values.next().and_then(|value| u16::try_from(value).ok());
        let mut knob = || next().ok_or("a knob is missing, or is no number that can be counted");
        let model = BlockingQueue {
            capacity: knob()?,
            producers: knob()? as u8,
            consumers: knob()? as u8,
            conditions: [Conditions::One, Conditions::Two][usize::from(knob()?)],
            notify: [Notify::One, Notify::All][usize::from(knob()?)],
            guard: [Guard::While, Guard::If][usize::from(knob()?)],
            lock: [Lock::Barging, Lock::HandOver][usize::from(knob()?)],
            order: [Order::Any, Order::First][usize::from(knob()?)],
            when_full: WHEN_FULL[usize::from(knob()?)],
            put_patience: span(knob()?),
            get_patience: span(knob()?),
            stages: knob()? as u8,
            arrivals: pace(knob()?, knob()?),
            service: pace(knob()?, knob()?),
            slowness: knob()? as u8,
            step: span(knob()?),
            grain: [Grain::Lines, Grain::Sections][usize::from(knob()?)],
            items: knob()?,
            ending: [Ending::None, Ending::Close, Ending::Pill][usize::from(knob()?)],
            memory: knob()?,
        };
        model.checked()
    }

    fn sabotage(&self, state: &State) -> Option<Action> {
        let mut menu = Vec::new();
        self.menu(state, &mut menu);
        let is_whole = state.all(super::state::Doing::Killed).next().is_none();
        menu.contains(&Action::KillHolder).then_some(Action::KillHolder).filter(|_| is_whole)
    }

    fn summary(&self, state: &State) -> String {
        telling::summary(self, state)
    }
}

const WHEN_FULL: [WhenFull; 5] = [
    WhenFull::Block,
    WhenFull::Reject,
    WhenFull::DropNewest,
    WhenFull::DropOldest,
    WhenFull::Unbounded,
];

fn span(ms: u16) -> Span {
    Span::millis(u64::from(ms))
}

fn pace(kind: u16, mean_ms: u16) -> Pace {
    let mean = span(mean_ms);
    match kind {
        0 => Pace::AtOnce,
        1 => Pace::Constant(mean),
        2 => Pace::Exponential(mean),
        _ => Pace::Bursts(mean),
    }
}

impl BlockingQueue {
    /// Refuses what would stand still in time and never end: threads that need no time for
    /// anything.
    fn checked(self) -> Result<BlockingQueue, String> {
        let takes_time = self.step.as_micros() > 0
            || (self.arrivals != Pace::AtOnce && self.service != Pace::AtOnce);
        if takes_time {
            return Ok(self);
        }
        Err("a line of code takes no time, and producers or consumers take none either: time \
             would stand still; give one of them a length, or slow down both sides"
            .to_owned())
    }
}
