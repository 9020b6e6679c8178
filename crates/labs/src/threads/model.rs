//! The model: threads that take steps, a room of cores, and hands that crash, cancel and take locks
//! away.

use std::cell::OnceCell;
use std::rc::Rc;

use kernel::{Allowance, Budget, Class, Cx, Figure, Law, Metric, Model, Said, Search, Span};

use super::laws;
use super::metrics;
use super::program::{self, Id, Lock, Op, Script};
use super::room::Room;
use super::setup::{PAUSE, Program, RunAs, Setup};
use super::speed_up::Measured;
use super::state::{Cancel, Life, State, Thread};
use super::telling;

/// Threads or processes that a search may crash.
pub const CRASHES: Budget = Budget(Budget::FIRST);
/// Threads that a search may ask to stop.
pub const CANCELS: Budget = Budget(Budget::FIRST + 1);

/// The parameters, and the scripts that follow from them.
#[derive(Clone, Debug)]
pub struct Threads {
    /// What the knobs say.
    pub setup: Setup,
    /// What each thread does, by number.
    pub scripts: Rc<[Script]>,
    pub(super) measured: Rc<OnceCell<Measured>>,
}

/// What happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A thread takes its next step. It is booked for every thread that could go on; for one that
    /// has no core it is due at the end of days, until it gets one.
    Step(Id),
    /// The answer that a thread waits for is there.
    Answer(Id),
    /// A message arrives in the inbox.
    Arrive,
    /// The next round begins.
    Again,
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A thread does what no process survives.
    Crash(Id),
    /// Asks a thread to stop.
    Cancel(Id),
    /// Takes all locks away.
    RemoveLocks,
    /// Begins a new round after a crash.
    Restart,
}

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A lock that another holds.
    Lock(Lock),
    /// A place at the waiter's table.
    Place,
    /// The end of a thread.
    End(Id),
    /// A message.
    Message,
    /// An answer from outside.
    Answer,
}

/// How many threads there are of each kind: after a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Load {
    /// On a core.
    pub running: u8,
    /// Could go on, and wait for a core.
    pub ready: u8,
    /// Wait for an answer.
    pub waiting: u8,
    /// Wait for each other.
    pub blocked: u8,
}

/// What there is to tell about a step, with the load after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What happened.
    pub what: What,
    /// How many threads run and wait now.
    pub load: Load,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A round began.
    Began,
    /// The last thread came to its end.
    Finished,
    /// A thread got a core, which had to switch to it or not.
    Ran(Id, u8, bool),
    /// A thread lost its core and waits for another.
    Yielded(Id),
    /// A thread that could not go on now could, and waits for a core.
    Woken(Id),
    /// A thread cannot go on.
    Stopped(Id, Reason),
    /// A thread did a part of its work that a lone core would have needed so long for.
    Worked(Id, Span),
    /// A thread read the counter.
    Loaded(Id, u8),
    /// A thread wrote the counter, and overwrote so many additions.
    Stored(Id, u8, u8),
    /// A thread found the counter changed, and begins again.
    Retried(Id),
    /// A thread took a lock.
    Locked(Id, Lock),
    /// A thread found a lock held, and gives back what it has.
    GaveUp(Id, Lock),
    /// A thread gave a lock back.
    Unlocked(Id, Lock),
    /// A thread got a place from the waiter.
    Entered(Id),
    /// A thread gave its place back.
    Left(Id),
    /// A thread started another.
    Spawned(Id, Id),
    /// A thread went on behind the join of another.
    Joined(Id, Id),
    /// A thread let another go its own way.
    Detached(Id, Id),
    /// A thread sent a message.
    Sent(Id),
    /// A message arrived.
    Arrived,
    /// A thread took a message.
    Received(Id),
    /// Somebody asked a thread to stop.
    Asked(Id),
    /// A thread said that it stops.
    Acknowledged(Id),
    /// A thread came to its end.
    Ended(Id),
    /// A thread did what its process did not survive.
    Crashed(Id),
    /// A thread died with its process: it crashed, or its main thread ended.
    Died(Id, Id),
    /// All locks were taken away.
    LocksRemoved,
}

impl Threads {
    /// The model of these parameters.
    #[must_use]
    pub fn new(setup: Setup) -> Threads {
        let scripts = program::scripts(&setup).into();
        Threads { setup, scripts, measured: Rc::new(OnceCell::new()) }
    }

    /// The script of a thread.
    #[must_use]
    pub fn script(&self, thread: Id) -> &Script {
        &self.scripts[usize::from(thread)]
    }

    /// The operation that is next in a thread.
    #[must_use]
    pub fn next(&self, state: &State, thread: Id) -> Option<Op> {
        self.script(thread).ops.get(usize::from(state.thread(thread).at)).copied()
    }

    /// Whether two threads are of one process: what one of them does to it, it does to the other.
    #[must_use]
    pub fn is_same_process(&self, one: Id, other: Id) -> bool {
        self.setup.run_as != RunAs::Processes || one == other
    }

    /// How many places the waiter gives away: one fewer than could lock each other out.
    #[must_use]
    pub fn places(&self) -> usize {
        match self.setup.program {
            Program::Philosophers => self.scripts.len() - 1,
            _ => 1,
        }
    }

    /// Whether it has locks that somebody could take away.
    #[must_use]
    pub fn has_locks(&self) -> bool {
        let locks = |op: &Op| matches!(op, Op::Lock(_) | Op::TryLock { .. });
        self.scripts.iter().any(|script| script.ops.iter().any(locks))
    }

    /// What a thread waits for; `None` when it could go on, or has come to its end.
    #[must_use]
    pub fn waits_for(&self, state: &State, thread: Id) -> Option<Reason> {
        if state.thread(thread).life == Life::Waiting {
            return Some(Reason::Answer);
        }
        match self.next(state, thread)? {
            Op::Lock(lock) => {
                let is_held = !state.are_locks_off && state.holders(lock).next().is_some();
                is_held.then_some(Reason::Lock(lock))
            }
            Op::Enter => {
                let inside = state.threads.iter().filter(|thread| thread.is_inside).count();
                (inside >= self.places()).then_some(Reason::Place)
            }
            Op::Join { thread: other, is_patient: true } => {
                let is_going = state.thread(other).is_going();
                is_going.then_some(Reason::End(other))
            }
            Op::Receive => (state.inbox == 0).then_some(Reason::Message),
            _ => None,
        }
    }

    /// Whether a thread could go on, if it had a core.
    #[must_use]
    pub fn can_go_on(&self, state: &State, thread: Id) -> bool {
        state.thread(thread).life == Life::Alive && self.waits_for(state, thread).is_none()
    }

    /// How many threads run and wait.
    #[must_use]
    pub fn load(&self, state: &State) -> Load {
        let running = state.room.running().count() as u8;
        let ready = state.room.queue.len() as u8;
        let count = |which: fn(&Thread) -> bool| {
            state.threads.iter().filter(|thread| which(thread)).count() as u8
        };
        let waiting = count(|thread| thread.life == Life::Waiting);
        let alive = count(|thread| thread.life == Life::Alive);
        Load { running, ready, waiting, blocked: alive.saturating_sub(running + ready) }
    }

    pub(super) fn tell(&self, state: &State, what: What, cx: &mut Cx<'_, Threads>) {
        cx.tell(Fact { what, load: self.load(state) });
    }

    /// The state before anybody has a core.
    fn first(&self) -> State {
        let life = |script: &Script| if script.is_first { Life::Alive } else { Life::Unborn };
        let mut state = State {
            threads: self.scripts.iter().map(|script| Thread::new(life(script))).collect(),
            counter: 0,
            added: 0,
            inbox: 0,
            are_locks_off: false,
            room: Room::new(self.setup.cores),
        };
        for id in 0..self.scripts.len() as Id {
            if state.thread(id).life == Life::Alive {
                self.arrive(&mut state, id);
            }
        }
        state
    }

    /// Begins a round. The tally goes on, and locks that were taken away stay away.
    fn begin(&self, state: &mut State, cx: &mut Cx<'_, Threads>) {
        cx.cancel_where(|_| true);
        let fresh = self.first();
        let room = Room { tally: state.room.tally, ..fresh.room };
        *state = State { are_locks_off: state.are_locks_off, room, ..fresh };
        self.tell(state, What::Began, cx);
    }

    fn crash(&self, state: &mut State, by: Id, cx: &mut Cx<'_, Threads>) {
        self.tell(state, What::Crashed(by), cx);
        self.die(state, by, Life::Crashed, cx);
        self.end(state, by, Life::Crashed, cx);
    }

    /// Books the next round once nobody goes on.
    fn book_again(&self, state: &mut State, cx: &mut Cx<'_, Threads>) {
        // An endless program is over only after a crash.
        if !state.is_over() {
            return;
        }
        let pause = if self.setup.program.is_measured() { Span::ZERO } else { PAUSE };
        if cx.after_once(pause, Event::Again) {
            state.room.tally.rounds = state.room.tally.rounds.saturating_add(1);
            self.tell(state, What::Finished, cx);
        }
    }
}

impl Model for Threads {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<Threads>] = laws::LAWS;
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: CRASHES, label: "crashes", limit: 1 },
        Allowance { budget: CANCELS, label: "cancels", limit: 1 },
    ];
    const MESSAGES: bool = false;
    const METRICS: &'static [Metric<Threads>] = metrics::METRICS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    /// At the start nobody has a core: the first event begins the first round.
    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let mut state = self.first();
        state.threads.iter_mut().for_each(|thread| thread.life = Life::Unborn);
        (state, vec![(Span::ZERO, Event::Again)])
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Threads>) {
        match event {
            Event::Step(thread) => {
                self.seize(state, thread, cx);
                self.step(state, thread, cx);
            }
            Event::Answer(thread) => self.answer(state, thread, cx),
            Event::Arrive => {
                state.inbox += 1;
                self.tell(state, What::Arrived, cx);
            }
            Event::Again => self.begin(state, cx),
        }
        self.schedule(state, cx);
        self.book_again(state, cx);
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Threads>) {
        match action {
            Action::Crash(thread) => self.crash(state, thread, cx),
            Action::Cancel(thread) => {
                state.thread_mut(thread).cancel = Cancel::Asked;
                self.tell(state, What::Asked(thread), cx);
            }
            Action::RemoveLocks => {
                state.are_locks_off = true;
                self.tell(state, What::LocksRemoved, cx);
            }
            Action::Restart => self.begin(state, cx),
        }
        self.schedule(state, cx);
        self.book_again(state, cx);
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        let going = || state.numbered().filter(|(_, thread)| thread.is_going());
        let can_stop = |thread: &Thread, id: Id| {
            thread.cancel == Cancel::No && self.script(id).can_be_cancelled()
        };
        out.extend(going().map(|(id, _)| Action::Crash(id)));
        out.extend(going().filter(|(id, t)| can_stop(t, *id)).map(|(id, _)| Action::Cancel(id)));
        if state.has_crashed() {
            out.push(Action::Restart);
        }
    }

    /// Locks are taken away by hand alone: no search does it, for it would prove nothing.
    fn accepts(&self, state: &State, action: &Action) -> bool {
        if *action == Action::RemoveLocks {
            return self.has_locks() && !state.are_locks_off;
        }
        let mut menu = Vec::new();
        self.actions(state, &mut menu);
        menu.contains(action)
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        match action {
            Action::Crash(_) => Some(CRASHES),
            Action::Cancel(_) => Some(CANCELS),
            Action::RemoveLocks | Action::Restart => None,
        }
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Step(_) | Event::Arrive => Class::Internal,
            Event::Answer(_) | Event::Again => Class::Timer,
        }
    }

    fn calm(&self, state: &State) -> bool {
        !state.has_crashed()
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(self, fact)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::name_event(self, event)
    }

    fn name_action(&self, action: &Action) -> String {
        telling::name_action(self, action)
    }

    fn write_action(&self, action: &Action) -> String {
        telling::write_action(*action)
    }

    fn read_action(&self, _: &State, text: &str) -> Option<Action> {
        telling::read_action(text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        telling::figures(self, state)
    }
}
