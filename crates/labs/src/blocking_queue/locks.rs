//! The lock of a buffer and those who wait for it: how it is taken, passed on and given up.

use kernel::{Cx, Delay, Draw, Span};

use super::model::{Event, STEP, WHO, Waking, What};
use super::parameters::{BlockingQueue, Conditions, Grain, Guard, Lock, Notify, Order, Thread};
use super::state::{Buffer, Doing, State, Task};

impl BlockingQueue {
    /// A thread's next step comes after about the length of a line: threads that race for a lock do
    /// not keep step.
    pub(super) fn book_step(&self, thread: Thread, cx: &mut Cx<'_, Self>) {
        let half = Span::micros(self.step.as_micros() / 2);
        let law = Delay::Between(half, self.step + half);
        let wait = cx.delay(Draw::next(STEP), law);
        cx.after(wait, Event::Step(thread));
    }

    /// A thread comes to the lock of the buffer that it uses.
    pub(super) fn want_lock(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        state.thread_mut(thread).doing = Doing::Enter;
        // Before a lock that is held and lets others barge in, there is nothing to do.
        if self.lock == Lock::HandOver || state.buffer_of(thread).holder.is_none() {
            self.book_step(thread, cx);
        }
    }

    /// A thread takes the lock, or queues for it.
    pub(super) fn enter(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        if state.buffer_of(thread).holder.is_none() {
            self.acquire(state, thread, cx);
        } else {
            self.queue_up(state, thread, cx);
        }
    }

    fn queue_up(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        state.thread_mut(thread).doing = Doing::Queue;
        self.join(&mut state.buffer_of_mut(thread).entry, thread);
        self.tell(state, What::Queued(thread), cx);
    }

    fn acquire(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let at = state.thread(thread).at;
        state.buffer_of_mut(thread).holder = Some(thread);
        if self.lock == Lock::Barging {
            let waiting: Vec<Thread> = self.contenders(state, at).collect();
            cx.cancel_where(|event| matches!(event, Event::Step(t) if waiting.contains(t)));
        }
        if std::mem::take(&mut state.is_doomed) {
            state.thread_mut(thread).doing = Doing::Killed;
            return self.tell(state, What::Killed(thread, true), cx);
        }
        let looks_again = self.guard == Guard::While;
        let worker = state.thread_mut(thread);
        worker.doing = match worker.task {
            Task::Close => Doing::Move,
            _ if worker.has_slept && !worker.gave_up && !looks_again => Doing::Move,
            _ => Doing::Test,
        };
        self.tell(state, What::Locked(thread), cx);
        if self.grain == Grain::Sections && state.thread(thread).doing == Doing::Test {
            self.test(state, thread, cx);
        }
        self.book_step(thread, cx);
    }

    /// Gives the lock of a buffer back.
    pub(super) fn release(&self, state: &mut State, at: u8, cx: &mut Cx<'_, Self>) {
        let buffer = &mut state.buffers[usize::from(at)];
        buffer.holder = None;
        match self.lock {
            Lock::Barging => {
                let waiting: Vec<Thread> = self.contenders(state, at).collect();
                waiting.into_iter().for_each(|thread| self.book_step(thread, cx));
            }
            Lock::HandOver => {
                if let Some(next) = self.pick(&mut buffer.entry, cx) {
                    self.acquire(state, next, cx);
                }
            }
        }
    }

    /// The threads before the lock of a buffer.
    fn contenders<'a>(&self, state: &'a State, at: u8) -> impl Iterator<Item = Thread> + 'a {
        state.all(Doing::Enter).filter(move |thread| state.thread(*thread).at == at)
    }

    /// A thread that has the lock waits: it gives the lock up and sleeps.
    pub(super) fn sleep(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread_mut(thread);
        worker.doing = Doing::Sleep;
        let (at, puts) = (worker.at, worker.task.puts());
        let patience = if puts { self.put_patience } else { self.get_patience };
        if patience.as_micros() > 0 {
            cx.after(patience, Event::TimeOut(thread));
        }
        let set = self.wait_set(state.buffer_of_mut(thread), puts);
        self.join(set, thread);
        self.tell(state, What::Slept(thread), cx);
        self.release(state, at, cx);
    }

    /// A thread notifies whom its deed concerns.
    pub(super) fn notify(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread(thread);
        let (task, is_leaving) = (worker.task, worker.is_leaving);
        let buffer = state.buffer_of_mut(thread);
        let woken: Vec<Thread> = if task == Task::Close {
            buffer.not_full.drain(..).chain(buffer.not_empty.drain(..)).collect()
        } else {
            // Who has put an item notifies whoever waits for one; who met the pill passes it on.
            let set = self.wait_set(buffer, !task.puts() && !is_leaving);
            match self.notify {
                Notify::All => std::mem::take(set),
                Notify::One => self.pick(set, cx).into_iter().collect(),
            }
        };
        if woken.is_empty() {
            self.tell(state, What::Unheard(thread), cx);
        }
        for thread in woken {
            self.rouse(state, thread, Waking::Notified, cx);
        }
    }

    /// A thread that sleeps wakes by itself, or by a hand.
    pub(super) fn wake(
        &self,
        state: &mut State,
        thread: Thread,
        why: Waking,
        cx: &mut Cx<'_, Self>,
    ) {
        let puts = state.thread(thread).task.puts();
        self.wait_set(state.buffer_of_mut(thread), puts).retain(|other| *other != thread);
        self.rouse(state, thread, why, cx);
    }

    /// A thread that has left its wait set wants the lock back.
    fn rouse(&self, state: &mut State, thread: Thread, why: Waking, cx: &mut Cx<'_, Self>) {
        cx.cancel(&Event::TimeOut(thread));
        let worker = state.thread_mut(thread);
        // Who looks again whatever happened is in no other state for having slept.
        worker.has_slept = self.guard == Guard::If;
        worker.gave_up = matches!(why, Waking::TimedOut | Waking::Interrupted);
        worker.doing = Doing::Enter;
        self.tell(state, What::Woke(thread, why), cx);
        if self.lock == Lock::HandOver && state.buffer_of(thread).holder.is_some() {
            state.thread_mut(thread).doing = Doing::Queue;
            self.join(&mut state.buffer_of_mut(thread).entry, thread);
        } else {
            self.want_lock(state, thread, cx);
        }
    }

    /// Where those wait who want room, or those who want an item.
    fn wait_set<'a>(&self, buffer: &'a mut Buffer, for_room: bool) -> &'a mut Vec<Thread> {
        if for_room || self.conditions == Conditions::One {
            &mut buffer.not_full
        } else {
            &mut buffer.not_empty
        }
    }

    /// Adds a thread to a queue of threads. Where anyone may be next, the order means nothing and
    /// must not tell states apart.
    fn join(&self, queue: &mut Vec<Thread>, thread: Thread) {
        let place = match self.order {
            Order::First => queue.len(),
            Order::Any => queue.partition_point(|other| *other < thread),
        };
        queue.insert(place, thread);
    }

    /// Takes the next out of a queue of threads.
    fn pick(&self, queue: &mut Vec<Thread>, cx: &mut Cx<'_, Self>) -> Option<Thread> {
        let at = match (queue.is_empty(), self.order) {
            (true, _) => return None,
            (false, Order::First) => 0,
            (false, Order::Any) => cx.choose(Draw::next(WHO), queue.len() as u32),
        };
        Some(queue.remove(at as usize))
    }
}
