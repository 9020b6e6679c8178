//! The scheduler: who gets a core, for how long, and who waits for one.

use kernel::{Cx, Delay, Draw, Span, Wait};

use super::model::{Event, Threads, What};
use super::program::Id;
use super::setup::{PROCESS_SWITCH, Policy, RunAs};
use super::state::State;

/// How long something takes.
const LENGTH: u8 = 0;

/// The step of a thread that has no core is due at the end of days: it never comes by itself, since
/// whoever has a core gives it up long before.
const NEVER: Span = Span::micros(u64::MAX);

impl Threads {
    /// A length of time about as long as this one.
    pub(super) fn uneven(&self, mean: Span, cx: &mut Cx<'_, Threads>) -> Wait {
        let part = mean.as_micros() * u64::from(self.setup.uneven_percent) / 100;
        let part = Span::micros(part);
        cx.delay(Draw::next(LENGTH), Delay::Between(mean - part, mean + part))
    }

    /// A thread whose step happens is on a core. Where it was not, a hand or a search has made it
    /// so, and somebody else loses theirs.
    pub(super) fn seize(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        if let Some(core) = state.room.core_of(id) {
            state.room.tick(core);
            return;
        }
        let core = self.core_for(state, id);
        if let Some(displaced) = state.room.cores[core].running {
            self.displace(state, displaced, cx);
        }
        self.put(state, id, core, cx);
        state.room.tick(core);
    }

    /// The core that a thread would get by force: the one of who has the interpreter's lock, an
    /// idle one, or the one that was longest with somebody.
    fn core_for(&self, state: &State, id: Id) -> usize {
        let cores = &state.room.cores;
        let in_the_way = cores
            .iter()
            .position(|core| core.running.is_some_and(|other| self.is_excluded_by(id, other)));
        let idle = || cores.iter().position(|core| core.running.is_none());
        let longest = || {
            let longest = (0..cores.len()).rev().max_by_key(|core| cores[*core].slice);
            longest.expect("there is a core")
        };
        in_the_way.or_else(idle).unwrap_or_else(longest)
    }

    /// Whether a thread cannot run while another does: they share an interpreter's lock.
    fn is_excluded_by(&self, id: Id, other: Id) -> bool {
        self.setup.run_as == RunAs::InterpreterLock && id != other
    }

    /// Whether a thread that could go on may run beside those who run.
    #[must_use]
    pub fn may_run(&self, state: &State, id: Id) -> bool {
        !state.room.running().any(|other| self.is_excluded_by(id, other))
    }

    /// Takes the core from a thread that could go on.
    fn displace(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        cx.cancel(&Event::Step(id));
        state.room.remove(id);
        self.enqueue(state, id, cx);
        self.tell(state, What::Yielded(id), cx);
    }

    fn enqueue(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        state.room.queue.push(id);
        cx.after(NEVER, Event::Step(id));
    }

    /// Puts a thread on a core; the answer is what the switch to it takes.
    fn put(&self, state: &mut State, id: Id, core: usize, cx: &mut Cx<'_, Threads>) -> Span {
        let has_switched = state.room.put(id, core);
        self.tell(state, What::Ran(id, core as u8, has_switched), cx);
        match has_switched {
            true if self.is_same_process(0, 1) => self.setup.switch,
            true => self.setup.switch * PROCESS_SWITCH,
            false => Span::ZERO,
        }
    }

    /// Sees to it that whoever can go on is on a core or in the queue with a step booked, that
    /// nobody else is, and that no core is idle for whom there is somebody.
    pub(super) fn schedule(&self, state: &mut State, cx: &mut Cx<'_, Threads>) {
        for id in 0..state.threads.len() as Id {
            match (self.can_go_on(state, id), state.room.core_of(id)) {
                (false, _) if state.room.has(id) => {
                    cx.cancel(&Event::Step(id));
                    state.room.remove(id);
                    if let Some(reason) = self.waits_for(state, id)
                        && state.thread(id).is_going()
                    {
                        self.tell(state, What::Stopped(id, reason), cx);
                    }
                }
                (true, None) if !state.room.queue.contains(&id) => {
                    self.enqueue(state, id, cx);
                    self.tell(state, What::Woken(id), cx);
                }
                _ => {}
            }
        }
        self.go_on(state, cx);
        self.fill(state, cx);
    }

    /// Who is on a core and has no step booked takes another, or yields when the quantum is over.
    fn go_on(&self, state: &mut State, cx: &mut Cx<'_, Threads>) {
        for core in 0..state.room.cores.len() {
            let Some(id) = state.room.cores[core].running else { continue };
            if state.room.cores[core].is_booked {
                continue;
            }
            let slice = state.room.cores[core].slice;
            if slice >= self.setup.quantum && self.successor(state, id).is_some() {
                state.room.remove(id);
                self.enqueue(state, id, cx);
                self.tell(state, What::Yielded(id), cx);
            } else {
                let length = self.length(state, id, cx);
                cx.after(length, Event::Step(id));
                state.room.cores[core].is_booked = true;
            }
        }
    }

    /// Who would get the core of a thread whose quantum is over.
    fn successor(&self, state: &State, id: Id) -> Option<Id> {
        let is_before = |other: &Id| self.setup.policy == Policy::RoundRobin || *other < id;
        let may_run = |other: &Id| {
            let mut others = state.room.running().filter(|running| *running != id);
            !others.any(|running| self.is_excluded_by(*other, running))
        };
        state.room.queue.iter().copied().find(|other| is_before(other) && may_run(other))
    }

    /// Gives every idle core to the next in the queue.
    fn fill(&self, state: &mut State, cx: &mut Cx<'_, Threads>) {
        for core in 0..state.room.cores.len() {
            if state.room.cores[core].running.is_some() {
                continue;
            }
            let may_run = state.room.queue.iter().copied().filter(|id| self.may_run(state, *id));
            let next = match self.setup.policy {
                Policy::RoundRobin => may_run.take(1).next(),
                Policy::Priority => may_run.min(),
            };
            let Some(id) = next else { break };
            cx.cancel(&Event::Step(id));
            let switch = self.put(state, id, core, cx);
            let length = self.length(state, id, cx);
            cx.after(length + switch, Event::Step(id));
            state.room.cores[core].is_booked = true;
        }
    }
}
