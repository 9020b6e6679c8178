//! The rules: what happens by itself, what a person may do, what there is to tell.

use kernel::{Allowance, Budget, Class, Cx, Draw, Figure, Law, Metric, Model, Said, Search, Span};

use super::action::{self, Action};
use super::parameters::{BlockingQueue, Thread};
use super::record::Levels;
use super::ring::{Item, Taken};
use super::state::{Doing, State};
use super::{laws, metrics, telling};

/// Threads that a search may wake without a reason.
pub const SPURIOUS: Budget = Budget(Budget::FIRST);
/// Closings by hand that a search may try.
pub const CLOSINGS: Budget = Budget(Budget::FIRST + 1);
/// Puts, gets and interrupts by hand that a search may try.
pub const HANDS: Budget = Budget(Budget::FIRST + 2);
/// Threads that a search may kill.
pub const KILLS: Budget = Budget(Budget::FIRST + 3);
/// Poison pills that a search may put.
pub const PILLS: Budget = Budget(Budget::FIRST + 4);

/// How long a line of code takes.
pub(super) const STEP: u8 = 0;
/// Who is next in a queue of threads.
pub(super) const WHO: u8 = 1;
/// When a producer's next item comes: by producer and item, so that queues of other sizes see the
/// same workload.
pub(super) const ARRIVAL: u8 = 2;
/// Whether a burst is over.
pub(super) const BURST_OVER: u8 = 3;
/// How long a consumer works: by item and stage, for the same reason.
pub(super) const SERVICE: u8 = 4;

/// What happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A thread takes its next step.
    Step(Thread),
    /// A producer has made an item, or a consumer has worked its own off.
    Ready(Thread),
    /// A thread has waited as long as it would.
    TimeOut(Thread),
}

/// What there is to tell about a step, and how many of what there are after it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub what: What,
    /// The levels after it.
    pub levels: Levels,
}

/// What there is to tell about a step.
#[derive(Clone, Debug)]
pub enum What {
    /// A producer has an item and comes to the queue.
    Offered(Thread, Item),
    /// A thread has the lock.
    Locked(Thread),
    /// A thread joined the queue of the lock.
    Queued(Thread),
    /// A thread looked, and found room or an item.
    Cleared(Thread),
    /// A thread looked, and found none.
    Blocked(Thread),
    /// A thread went to sleep, and gave the lock up.
    Slept(Thread),
    /// A thread woke.
    Woke(Thread, Waking),
    /// There was nobody to notify.
    Unheard(Thread),
    /// An item went into the buffer of this stage.
    Put(Thread, u8, Item),
    /// An item was taken after so long in the buffer.
    Took(Thread, Option<Item>, Taken, Span),
    /// An item was thrown away.
    Lost(Thread, Item, Loss),
    /// A get gave up and returned without an item.
    GotNothing(Thread),
    /// A consumer begins to work on an item.
    Begun(Thread, Item),
    /// A consumer of the last stage is done with an item, so long after it was accepted.
    Finished(Thread, Item, Span),
    /// A thread gave the lock back.
    Unlocked(Thread),
    /// The queue of this stage is closed.
    Closed(Thread, u8),
    /// A poison pill was put.
    Poisoned(Thread, u8),
    /// A consumer met the pill and leaves it for the next.
    MetPill(Thread),
    /// A thread returned.
    Left(Thread),
    /// A thread was killed; whether it had the lock.
    Killed(Thread, bool),
    /// The memory is used up.
    Died,
}

/// Why a thread woke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waking {
    /// Somebody notified it.
    Notified,
    /// Its patience was over.
    TimedOut,
    /// A person interrupted it.
    Interrupted,
    /// For no reason at all.
    Spurious,
}

/// Why an item was not put, or not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The queue was full, and the put failed.
    Rejected,
    /// The queue was full, and the item was thrown away.
    Newest,
    /// It was the oldest, and made room.
    Oldest,
    /// Its producer waited too long.
    GaveUp,
    /// The queue was closed.
    Closed,
}

impl BlockingQueue {
    /// Tells what happened, and enters it in the record.
    pub(super) fn tell(&self, state: &mut State, mut what: What, cx: &mut Cx<'_, Self>) {
        let levels = self.levels(state);
        let record = &mut state.record.0;
        cx.record(|at| {
            let record = std::rc::Rc::make_mut(record);
            match &mut what {
                What::Offered(..) => record.offered += 1,
                What::Put(_, 0, _) => record.accepted += 1,
                What::Lost(..) => record.lost += 1,
                What::Took(_, Some(item), _, wait) => {
                    *wait = at.since(item.put);
                    record.taken += 1;
                    record.waits = record.waits + *wait;
                }
                What::Finished(_, item, stay) => {
                    *stay = at.since(item.entered);
                    record.finished += 1;
                    record.stays = record.stays + *stay;
                }
                _ => {}
            }
            record.note(at, levels);
        });
        cx.tell(Fact { what, levels });
    }

    /// How many of what there are.
    #[must_use]
    pub fn levels(&self, state: &State) -> Levels {
        let mut levels = Levels::default();
        for buffer in &state.buffers {
            let pill = i32::from(buffer.ring.pill.is_some());
            levels.depth += (buffer.ring.count - pill).max(0) as u32;
        }
        levels.present = levels.depth;
        for (thread, worker) in (0..).zip(&state.threads) {
            let consumes = (self.producers..self.hand()).contains(&thread);
            levels.present += u32::from(consumes && worker.hands.0.is_some());
            match worker.doing {
                Doing::Sleep if worker.task.puts() => levels.blocked += 1,
                Doing::Sleep => levels.starved += 1,
                Doing::Away if consumes => levels.busy += 1,
                _ => {}
            }
        }
        levels
    }
}

impl Model for BlockingQueue {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<Self>] = laws::LAWS;
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: SPURIOUS, label: "spurious wake-ups", limit: 0 },
        Allowance { budget: CLOSINGS, label: "closings by hand", limit: 0 },
        Allowance { budget: PILLS, label: "poison pills by hand", limit: 0 },
        Allowance { budget: HANDS, label: "puts, gets and interrupts by hand", limit: 0 },
        Allowance { budget: KILLS, label: "threads killed", limit: 0 },
    ];
    const MESSAGES: bool = false;
    const METRICS: &'static [Metric<Self>] = metrics::METRICS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    /// Producers that take time to make their items begin one after the other.
    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let state = State::new(self);
        let first = |(thread, doing): (Thread, Doing)| match doing {
            Doing::Away => {
                Some((self.arrivals.mean() * (u64::from(thread) + 1), Event::Ready(thread)))
            }
            Doing::Enter => Some((self.step * (u64::from(thread) + 1), Event::Step(thread))),
            _ => None,
        };
        let threads = (0..).zip(state.threads.iter().map(|worker| worker.doing));
        let booked = threads.filter_map(first).collect();
        (state, booked)
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Self>) {
        match event {
            Event::Step(thread) => self.step(state, thread, cx),
            Event::Ready(thread) => self.ready(state, thread, cx),
            Event::TimeOut(thread) => self.wake(state, thread, Waking::TimedOut, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Self>) {
        self.act(state, action, cx);
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        self.menu(state, out);
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        Some(action.price())
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Step(_) => Class::Internal,
            Event::Ready(_) | Event::TimeOut(_) => Class::Timer,
        }
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(self, &fact.what)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::name_event(self, *event)
    }

    fn name_action(&self, action: &Action) -> String {
        action::name(self, *action)
    }

    fn write_action(&self, action: &Action) -> String {
        action.to_string()
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        metrics::figures(state)
    }
}

/// The draw of an item's arrival or service: the same for the same item, whatever the queue.
pub(super) fn draw_of(stream: u8, maker: Thread, stage: u8, number: u32) -> Draw {
    Draw::nth(stream, u64::from(maker) << 8 | u64::from(stage), u64::from(number))
}
