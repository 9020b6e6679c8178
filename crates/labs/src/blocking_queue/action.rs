//! What a person may do, and the compact text form of it that links carry.

use std::fmt;

use kernel::{Budget, Cx};

use super::model::{CLOSINGS, Event, HANDS, KILLS, PILLS, SPURIOUS, Waking, What};
use super::parameters::{BlockingQueue, Thread};
use super::state::{Doing, State, Task};
use super::telling::thread_name;

/// What a person may do. The text forms are `close`, `pill`, `put`, `get`, `kill-holder`,
/// `wake:3`, `interrupt:3` and `kill:3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Closes the first queue.
    Close,
    /// Puts a poison pill into the first queue.
    Pill,
    /// Puts an item.
    Put,
    /// Gets an item from the last queue.
    Get,
    /// Kills who has a lock, or else who takes one next.
    KillHolder,
    /// Wakes a thread for no reason.
    Wake(Thread),
    /// Wakes a thread, which then does not wait again.
    Interrupt(Thread),
    /// Kills a thread.
    Kill(Thread),
}

impl Action {
    pub(super) fn price(self) -> Budget {
        match self {
            Action::Close => CLOSINGS,
            Action::Pill => PILLS,
            Action::Put | Action::Get | Action::Interrupt(_) => HANDS,
            Action::Wake(_) => SPURIOUS,
            Action::KillHolder | Action::Kill(_) => KILLS,
        }
    }
}

/// The compact text form.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Close => f.write_str("close"),
            Action::Pill => f.write_str("pill"),
            Action::Put => f.write_str("put"),
            Action::Get => f.write_str("get"),
            Action::KillHolder => f.write_str("kill-holder"),
            Action::Wake(thread) => write!(f, "wake:{thread}"),
            Action::Interrupt(thread) => write!(f, "interrupt:{thread}"),
            Action::Kill(thread) => write!(f, "kill:{thread}"),
        }
    }
}

/// What the button says.
pub(super) fn name(model: &BlockingQueue, action: Action) -> String {
    match action {
        Action::Close => "close the queue".into(),
        Action::Pill => "put a poison pill".into(),
        Action::Put => "put an item by hand".into(),
        Action::Get => "get an item by hand".into(),
        Action::KillHolder => "kill whoever has the lock".into(),
        Action::Wake(thread) => format!("wake {} for no reason", thread_name(model, thread)),
        Action::Interrupt(thread) => format!("interrupt {}", thread_name(model, thread)),
        Action::Kill(thread) => format!("kill {}", thread_name(model, thread)),
    }
}

impl BlockingQueue {
    pub(super) fn menu(&self, state: &State, out: &mut Vec<Action>) {
        if state.is_dead {
            return;
        }
        let first = &state.buffers[0];
        if state.thread(self.hand()).doing == Doing::Gone {
            let is_ended = first.is_closed || first.ring.pill.is_some();
            out.extend((!is_ended).then_some(Action::Close));
            out.extend((!is_ended).then_some(Action::Pill));
            out.extend([Action::Put, Action::Get]);
        }
        let is_alive =
            |thread: &Thread| !matches!(state.thread(*thread).doing, Doing::Gone | Doing::Killed);
        if !state.is_doomed && (0..self.threads()).any(|thread| is_alive(&thread)) {
            out.push(Action::KillHolder);
        }
        for thread in state.all(Doing::Sleep) {
            out.extend([Action::Wake(thread), Action::Interrupt(thread)]);
        }
        out.extend((0..self.hand()).filter(is_alive).map(Action::Kill));
    }

    pub(super) fn act(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Self>) {
        match action {
            Action::Close => self.lend_a_hand(state, Task::Close, 0, cx),
            Action::Pill => self.lend_a_hand(state, Task::Pill, 0, cx),
            Action::Put => self.lend_a_hand(state, Task::Put, 0, cx),
            Action::Get => self.lend_a_hand(state, Task::Get, self.last_stage(), cx),
            Action::KillHolder => {
                let holders = state.buffers.iter().filter_map(|buffer| buffer.holder);
                let living = |thread: &Thread| state.thread(*thread).doing != Doing::Killed;
                match holders.clone().find(living) {
                    Some(holder) => self.kill(state, holder, cx),
                    None => state.is_doomed = true,
                }
            }
            Action::Wake(thread) => self.wake(state, thread, Waking::Spurious, cx),
            Action::Interrupt(thread) => self.wake(state, thread, Waking::Interrupted, cx),
            Action::Kill(thread) => self.kill(state, thread, cx),
        }
    }

    /// The hand comes to the queue as a thread like others.
    fn lend_a_hand(&self, state: &mut State, task: Task, at: u8, cx: &mut Cx<'_, Self>) {
        let hand = self.hand();
        let worker = state.thread_mut(hand);
        worker.task = task;
        worker.at = at;
        if task == Task::Put {
            self.offer(state, hand, cx);
        } else {
            self.want_lock(state, hand, cx);
        }
    }

    /// A thread is gone at once, wherever it is. A lock that it has, nobody gives back.
    fn kill(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        cx.cancel_where(|event| match event {
            Event::Step(of) | Event::Ready(of) | Event::TimeOut(of) => *of == thread,
        });
        let holds = state.holds(thread);
        let worker = state.thread_mut(thread);
        worker.doing = Doing::Killed;
        worker.hands.0 = None;
        let buffer = state.buffer_of_mut(thread);
        for queue in [&mut buffer.entry, &mut buffer.not_full, &mut buffer.not_empty] {
            queue.retain(|other| *other != thread);
        }
        self.tell(state, What::Killed(thread, holds), cx);
    }
}
