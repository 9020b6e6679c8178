//! What threads do under the lock, line by line.

use kernel::{Cx, Span};

use super::model::{Loss, What};
use super::parameters::{BlockingQueue, Grain, Thread, WhenFull};
use super::state::{Doing, State, Task};

impl BlockingQueue {
    /// A thread takes its next step.
    pub(super) fn step(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        match state.thread(thread).doing {
            Doing::Enter => self.enter(state, thread, cx),
            Doing::Test | Doing::Wait | Doing::Move | Doing::Notify | Doing::Unlock => {
                self.go_on(state, thread, cx);
            }
            Doing::Away | Doing::Queue | Doing::Sleep | Doing::Gone | Doing::Killed => {
                unreachable!("a thread that rests has no step booked")
            }
        }
    }

    /// A thread that has the lock goes on: by a line, or until it has given the lock up.
    fn go_on(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        loop {
            match state.thread(thread).doing {
                Doing::Test => self.test(state, thread, cx),
                Doing::Wait => return self.sleep(state, thread, cx),
                Doing::Move => self.move_item(state, thread, cx),
                Doing::Notify => {
                    self.notify(state, thread, cx);
                    state.thread_mut(thread).doing = Doing::Unlock;
                }
                _ => return self.unlock(state, thread, cx),
            }
            if state.is_dead {
                return;
            }
            if self.grain == Grain::Lines {
                return self.book_step(thread, cx);
            }
        }
    }

    /// Is there room, or an item?
    pub(super) fn test(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let next = match state.thread(thread).task {
            Task::Put => self.test_put(state, thread, cx),
            Task::Pill => {
                let buffer = state.buffer_of(thread);
                if buffer.ring.count < i32::from(self.capacity) { Doing::Move } else { Doing::Wait }
            }
            Task::Get => self.test_get(state, thread, cx),
            Task::Close => Doing::Move,
        };
        state.thread_mut(thread).doing = next;
        match next {
            Doing::Move => self.tell(state, What::Cleared(thread), cx),
            Doing::Wait => self.tell(state, What::Blocked(thread), cx),
            _ => {}
        }
    }

    fn test_put(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) -> Doing {
        let gave_up = state.thread(thread).gave_up;
        let buffer = state.buffer_of(thread);
        if buffer.is_closed {
            state.thread_mut(thread).is_leaving = true;
            return self.lose(state, thread, Loss::Closed, cx);
        }
        if self.has_room(buffer.ring.count) {
            return Doing::Move;
        }
        match self.when_full {
            WhenFull::Reject => self.lose(state, thread, Loss::Rejected, cx),
            WhenFull::DropNewest => self.lose(state, thread, Loss::Newest, cx),
            WhenFull::DropOldest if !buffer.ring.is_pill_next() => Doing::Move,
            _ if gave_up => self.lose(state, thread, Loss::GaveUp, cx),
            _ => Doing::Wait,
        }
    }

    /// A put ends without having put.
    fn lose(&self, state: &mut State, thread: Thread, loss: Loss, cx: &mut Cx<'_, Self>) -> Doing {
        if let Some(item) = state.thread_mut(thread).hands.0.take() {
            self.tell(state, What::Lost(thread, item, loss), cx);
        }
        Doing::Unlock
    }

    fn test_get(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) -> Doing {
        let gave_up = state.thread(thread).gave_up;
        let buffer = state.buffer_of(thread);
        if buffer.ring.is_pill_next() {
            state.thread_mut(thread).is_leaving = true;
            self.tell(state, What::MetPill(thread), cx);
            Doing::Notify
        } else if !buffer.ring.is_empty() {
            Doing::Move
        } else if buffer.is_closed {
            state.thread_mut(thread).is_leaving = true;
            Doing::Unlock
        } else if gave_up {
            self.tell(state, What::GotNothing(thread), cx);
            Doing::Unlock
        } else {
            Doing::Wait
        }
    }

    fn move_item(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread_mut(thread);
        worker.doing = Doing::Notify;
        let at = worker.at;
        match worker.task {
            Task::Put => self.put(state, thread, cx),
            Task::Get => {
                let (item, taken) = state.buffer_of_mut(thread).ring.take();
                state.thread_mut(thread).hands.0 = item;
                self.tell(state, What::Took(thread, item, taken, Span::ZERO), cx);
            }
            Task::Pill => {
                state.buffer_of_mut(thread).ring.put_pill();
                self.tell(state, What::Poisoned(thread, at), cx);
            }
            Task::Close => {
                state.buffer_of_mut(thread).is_closed = true;
                self.tell(state, What::Closed(thread, at), cx);
            }
        }
    }

    fn put(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let at = state.thread(thread).at;
        let Some(mut item) = state.thread_mut(thread).hands.0.take() else { return };
        cx.record(|now| {
            item.put = now;
            if at == 0 {
                item.entered = now;
            }
        });
        let ring = &mut state.buffer_of_mut(thread).ring;
        match self.when_full {
            WhenFull::Unbounded => ring.grow(),
            WhenFull::DropOldest if ring.count >= i32::from(self.capacity) => {
                if let Some(oldest) = ring.drop_oldest() {
                    self.tell(state, What::Lost(thread, oldest, Loss::Oldest), cx);
                }
            }
            _ => {}
        }
        state.buffer_of_mut(thread).ring.put(item);
        self.tell(state, What::Put(thread, at, item), cx);
        let held: i32 = state.buffers.iter().map(|buffer| buffer.ring.count).sum();
        if self.when_full == WhenFull::Unbounded && held >= i32::from(self.memory) {
            state.is_dead = true;
            cx.cancel_where(|_| true);
            self.tell(state, What::Died, cx);
        }
    }

    /// The last line: the thread goes its way, and the lock is free for others.
    fn unlock(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let at = state.thread(thread).at;
        self.tell(state, What::Unlocked(thread), cx);
        self.go_its_way(state, thread, cx);
        self.release(state, at, cx);
    }
}
