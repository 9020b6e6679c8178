//! What threads do outside the queue: make items, work on them, and go home.

use kernel::{Cx, Span};

use super::model::{ARRIVAL, BURST_OVER, Event, SERVICE, What, draw_of};
use super::parameters::{BURST, BlockingQueue, Ending, Pace, Role, Thread};
use super::ring::Item;
use super::state::{Doing, State, Task};

impl BlockingQueue {
    /// A thread has come out of the queue.
    pub(super) fn go_its_way(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread_mut(thread);
        worker.has_slept = false;
        worker.gave_up = false;
        match (self.role(thread), worker.task) {
            (Role::Hand, _) => {
                worker.doing = Doing::Gone;
                worker.is_leaving = false;
                worker.hands.0 = None;
            }
            _ if worker.is_leaving => self.leave(state, thread, cx),
            (_, Task::Close | Task::Pill) => self.go_home(state, thread, cx),
            (Role::Producer, _) => self.make(state, thread, cx),
            (Role::Consumer(_), Task::Get) if worker.hands.0.is_some() => {
                self.work(state, thread, cx);
            }
            (Role::Consumer(stage), _) => {
                worker.task = Task::Get;
                worker.at = stage;
                self.want_lock(state, thread, cx);
            }
        }
    }

    /// A producer makes its next item, if it has one to make.
    fn make(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread(thread);
        if self.items > 0 && worker.left == 0 {
            return self.leave(state, thread, cx);
        }
        let number = worker.made.0;
        let in_burst = matches!(self.arrivals, Pace::Bursts(_))
            && !cx.chance(draw_of(BURST_OVER, thread, 0, number), 1, BURST);
        match self.arrivals.delay(u64::from(self.producers)) {
            Some(law) if !in_burst => {
                state.thread_mut(thread).doing = Doing::Away;
                let wait = cx.delay(draw_of(ARRIVAL, thread, 0, number), law);
                cx.after(wait, Event::Ready(thread));
            }
            _ => self.offer(state, thread, cx),
        }
    }

    /// A consumer works on the item that it took.
    fn work(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread_mut(thread);
        let (stage, item) = (worker.at, worker.hands.0);
        let share = if stage == self.last_stage() { u64::from(self.slowness) } else { 1 };
        match (self.service.delay(share), item) {
            (Some(law), Some(item)) => {
                worker.doing = Doing::Away;
                let draw = draw_of(SERVICE, item.maker, stage, item.number);
                let wait = cx.delay(draw, law);
                cx.after(wait, Event::Ready(thread));
                self.tell(state, What::Begun(thread, item), cx);
            }
            _ => self.finish(state, thread, cx),
        }
    }

    /// A producer has made an item, or a consumer has worked its own off.
    pub(super) fn ready(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        match self.role(thread) {
            Role::Producer => self.offer(state, thread, cx),
            Role::Consumer(_) => self.finish(state, thread, cx),
            Role::Hand => unreachable!("the hand makes nothing and works on nothing"),
        }
    }

    /// A thread comes to the queue with an item of its own making.
    pub(super) fn offer(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread_mut(thread);
        worker.made.0 += 1;
        worker.left = worker.left.saturating_sub(1);
        let item = Item::new(thread, worker.made.0);
        worker.hands.0 = Some(item);
        self.tell(state, What::Offered(thread, item), cx);
        self.want_lock(state, thread, cx);
    }

    /// A consumer is done with an item: it goes on to the next stage, or is finished.
    fn finish(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread_mut(thread);
        if worker.at < self.last_stage() {
            worker.task = Task::Put;
            worker.at += 1;
        } else if let Some(item) = worker.hands.0.take() {
            worker.doing = Doing::Enter;
            self.tell(state, What::Finished(thread, item, Span::ZERO), cx);
        }
        self.want_lock(state, thread, cx);
    }

    /// A thread has nothing more to do. The last of its kind tells those behind it, in the way in
    /// which it was told itself.
    fn leave(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        let worker = state.thread(thread);
        let by_pill = state.buffer_of(thread).ring.pill.is_some();
        let (behind, task) = match self.role(thread) {
            Role::Producer if worker.is_leaving => (None, Task::Close),
            Role::Producer => match self.ending {
                Ending::None => (None, Task::Close),
                Ending::Close => (Some(0), Task::Close),
                Ending::Pill => (Some(0), Task::Pill),
            },
            Role::Consumer(stage) if stage < self.last_stage() => {
                (Some(stage + 1), if by_pill { Task::Pill } else { Task::Close })
            }
            Role::Consumer(_) | Role::Hand => (None, Task::Close),
        };
        let is_last = !(0..self.hand()).any(|other| {
            let is_there = !matches!(state.thread(other).doing, Doing::Gone | Doing::Killed);
            other != thread && self.role(other) == self.role(thread) && is_there
        });
        let worker = state.thread_mut(thread);
        worker.is_leaving = false;
        match behind.filter(|_| is_last) {
            Some(at) => {
                worker.task = task;
                worker.at = at;
                self.want_lock(state, thread, cx);
            }
            None => self.go_home(state, thread, cx),
        }
    }

    fn go_home(&self, state: &mut State, thread: Thread, cx: &mut Cx<'_, Self>) {
        state.thread_mut(thread).doing = Doing::Gone;
        self.tell(state, What::Left(thread), cx);
    }
}
