//! What a step does: one operation of one thread.

use kernel::{Cx, Wait};

use super::model::{Event, Threads, What};
use super::program::{Id, Op};
use super::setup::{CALL, PROCESS_START, STEP};
use super::state::{Cancel, Life, State, Thread};

impl Threads {
    /// A thread takes its next step.
    pub(super) fn step(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        let op = self.next(state, id).expect("a thread that has come to its end takes no step");
        match op {
            Op::Compute(steps) => {
                state.thread_mut(id).done += 1;
                self.tell(state, What::Worked(id, STEP), cx);
                if state.thread(id).done < steps {
                    return;
                }
            }
            Op::Wait => {
                state.thread_mut(id).life = Life::Waiting;
                let answer = self.uneven(self.setup.io, cx);
                cx.after(answer, Event::Answer(id));
                self.tell(state, What::Worked(id, CALL), cx);
                return;
            }
            Op::Load => {
                state.thread_mut(id).register = state.counter;
                self.tell(state, What::Loaded(id, state.counter), cx);
            }
            Op::Add => state.thread_mut(id).register += 1,
            Op::Store => self.store(state, id, cx),
            Op::Swap { retry } => {
                if state.counter != state.thread(id).register {
                    state.room.tally.retries = state.room.tally.retries.saturating_add(1);
                    state.thread_mut(id).register = 0;
                    self.tell(state, What::Retried(id), cx);
                    self.go_to(state, id, retry, cx);
                    return;
                }
                state.thread_mut(id).register += 1;
                self.store(state, id, cx);
            }
            Op::Lock(lock) => {
                state.thread_mut(id).held |= 1 << lock;
                self.tell(state, What::Locked(id, lock), cx);
            }
            Op::TryLock { lock, otherwise } => {
                if !state.are_locks_off && state.holders(lock).next().is_some() {
                    self.tell(state, What::GaveUp(id, lock), cx);
                    self.go_to(state, id, otherwise, cx);
                    return;
                }
                state.thread_mut(id).held |= 1 << lock;
                self.tell(state, What::Locked(id, lock), cx);
            }
            Op::Unlock(lock) => {
                state.thread_mut(id).held &= !(1 << lock);
                self.tell(state, What::Unlocked(id, lock), cx);
            }
            Op::Enter => {
                state.thread_mut(id).is_inside = true;
                self.tell(state, What::Entered(id), cx);
            }
            Op::Leave => {
                state.thread_mut(id).is_inside = false;
                self.tell(state, What::Left(id), cx);
            }
            Op::Send => {
                cx.after(self.setup.copy, Event::Arrive);
                self.tell(state, What::Sent(id), cx);
            }
            Op::Receive => {
                state.inbox -= 1;
                self.tell(state, What::Received(id), cx);
            }
            Op::Checkpoint { is_heeded } => {
                if state.thread(id).cancel == Cancel::Asked {
                    state.thread_mut(id).cancel = Cancel::Acknowledged;
                    self.tell(state, What::Acknowledged(id), cx);
                    if is_heeded {
                        self.end(state, id, Life::Ended, cx);
                        return;
                    }
                }
            }
            Op::Spawn(_) | Op::Join { .. } | Op::Detach(_) => self.treat(state, id, op, cx),
            Op::Repeat { .. } => unreachable!("going back takes no step"),
        }
        self.advance(state, id, cx);
    }

    /// Writes the register into the counter. What it overwrites that it had not read is lost.
    fn store(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        let value = state.thread(id).register;
        state.added = state.added.saturating_add(1);
        let lost = (state.counter + 1).saturating_sub(value);
        state.counter = value;
        state.room.tally.lost = state.room.tally.lost.saturating_add(lost.into());
        self.tell(state, What::Stored(id, value, lost), cx);
    }

    /// Starts, joins or detaches another thread.
    fn treat(&self, state: &mut State, id: Id, op: Op, cx: &mut Cx<'_, Threads>) {
        match op {
            Op::Spawn(other) => {
                *state.thread_mut(other) = Thread::new(Life::Alive);
                self.tell(state, What::Spawned(id, other), cx);
                self.settle(state, other, cx);
            }
            Op::Join { thread: other, .. } => self.tell(state, What::Joined(id, other), cx),
            Op::Detach(other) => {
                state.thread_mut(other).is_detached = true;
                self.tell(state, What::Detached(id, other), cx);
            }
            _ => {}
        }
    }

    /// The answer that a thread waited for is there.
    pub(super) fn answer(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        state.thread_mut(id).life = Life::Alive;
        self.tell(state, What::Worked(id, self.setup.io), cx);
        self.advance(state, id, cx);
    }

    /// Goes on to the operation behind the one that is done.
    fn advance(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        let next = state.thread(id).at + 1;
        self.go_to(state, id, next, cx);
    }

    fn go_to(&self, state: &mut State, id: Id, at: u8, cx: &mut Cx<'_, Threads>) {
        let thread = state.thread_mut(id);
        (thread.at, thread.done) = (at, 0);
        self.settle(state, id, cx);
    }

    /// Goes back where the script says so, and ends behind its last operation.
    fn settle(&self, state: &mut State, id: Id, cx: &mut Cx<'_, Threads>) {
        if self.arrive(state, id) {
            return;
        }
        self.end(state, id, Life::Ended, cx);
        let is_main = id == 0 && self.setup.program.has_main();
        if is_main {
            self.die(state, id, Life::Abandoned, cx);
        }
    }

    /// Follows the places that go back; says whether there is an operation to do. What a register
    /// held is of no use after that, and is forgotten, so that states that mean the same are one.
    pub(super) fn arrive(&self, state: &mut State, id: Id) -> bool {
        let thread = &mut state.threads[usize::from(id)];
        loop {
            match self.script(id).ops.get(usize::from(thread.at)) {
                Some(Op::Repeat { from, times }) => {
                    thread.register = 0;
                    if *times == 0 {
                        thread.at = *from;
                    } else if thread.turn + 1 < *times {
                        thread.turn += 1;
                        thread.at = *from;
                    } else {
                        thread.turn = 0;
                        thread.at += 1;
                    }
                }
                Some(_) => return true,
                None => return false,
            }
        }
    }

    /// A thread goes no further. What it held is free again, as the locks of a process are when
    /// the operating system clears up behind it.
    pub(super) fn end(&self, state: &mut State, id: Id, life: Life, cx: &mut Cx<'_, Threads>) {
        let thread = state.thread_mut(id);
        let (at, cancel, is_detached) = (thread.at, thread.cancel, thread.is_detached);
        *thread = Thread { at, cancel, is_detached, ..Thread::new(life) };
        state.room.remove(id);
        cx.cancel(&Event::Step(id));
        cx.cancel(&Event::Answer(id));
        if life == Life::Ended {
            self.tell(state, What::Ended(id), cx);
        }
    }

    /// Whoever shares a process with a thread dies with it.
    pub(super) fn die(&self, state: &mut State, with: Id, life: Life, cx: &mut Cx<'_, Threads>) {
        for id in 0..state.threads.len() as Id {
            if id != with && self.is_same_process(id, with) && state.thread(id).is_going() {
                self.end(state, id, life, cx);
                self.tell(state, What::Died(id, with), cx);
            }
        }
    }

    /// How long the next step of a thread takes.
    pub(super) fn length(&self, state: &State, id: Id, cx: &mut Cx<'_, Threads>) -> Wait {
        let is_measured = self.setup.program.is_measured();
        let is_process = !self.is_same_process(0, 1);
        let call = if is_measured { CALL } else { STEP };
        let span = match self.next(state, id) {
            Some(Op::Wait) => return Wait::from(CALL),
            Some(Op::Spawn(_)) => {
                call + self.setup.start * if is_process { PROCESS_START } else { 1 }
            }
            Some(Op::Join { .. }) if is_process => call + self.setup.copy,
            Some(Op::Join { .. }) => call,
            Some(Op::Send) => call + self.setup.copy,
            _ => STEP,
        };
        self.uneven(span, cx)
    }
}
