//! What hands do to workers, clocks and load.

use super::action::Action;
use super::clock::{DRIFT_PERMILLE_MAX, Pace};
use super::fact::{Fact, Touch};
use super::model::{CRASHES, Event, LOAD_MAX, MOVES, Snowflake, State};
use super::parameters::Restart;
use super::worker::Worker;
use kernel::{Budget, Cx, Time};

/// What a search tries: every clock jumps by a tick or is set right, stops or runs on; every worker
/// crashes or comes back. A clock that drifts or is slewed meets no tick that one that jumps does not.
pub(super) fn menu(state: &State, out: &mut Vec<Action>) {
    for (at, worker) in (0..).zip(&state.workers) {
        out.extend([Action::Jump(at, -1), Action::Jump(at, 1)]);
        if !worker.clock.is_right() {
            out.push(Action::Sync(at));
        }
        out.push(if is_frozen(worker) { Action::Thaw(at) } else { Action::Freeze(at) });
        out.push(if worker.is_up { Action::Crash(at) } else { Action::Restart(at) });
    }
}

/// Whether this can be done now.
pub(super) fn accepts(model: &Snowflake, state: &State, action: &Action) -> bool {
    let worker = |at: &u8| state.workers.get(usize::from(*at));
    match action {
        Action::Load(per_second) => *per_second <= LOAD_MAX,
        Action::Freeze(at) => worker(at).is_some_and(|worker| !is_frozen(worker)),
        Action::Thaw(at) => worker(at).is_some_and(is_frozen),
        Action::Crash(at) => worker(at).is_some_and(|worker| worker.is_up),
        Action::Restart(at) => worker(at).is_some_and(|worker| !worker.is_up),
        Action::Drift(at, permille) => {
            let most = DRIFT_PERMILLE_MAX.unsigned_abs();
            worker(at).is_some() && permille.unsigned_abs() <= most
        }
        Action::Number(at, number) => worker(at).is_some() && *number < model.workers,
        Action::Jump(at, _)
        | Action::Set(at, _)
        | Action::Sync(at)
        | Action::Slew(at)
        | Action::Ask(at) => worker(at).is_some(),
    }
}

/// What a search pays.
pub(super) fn price(model: &Snowflake, action: &Action) -> Option<Budget> {
    match action {
        Action::Jump(..)
        | Action::Set(..)
        | Action::Drift(..)
        | Action::Freeze(_)
        | Action::Sync(_)
        | Action::Slew(_) => (!model.moves_freely).then_some(MOVES),
        Action::Crash(_) => Some(CRASHES),
        Action::Thaw(_)
        | Action::Restart(_)
        | Action::Number(..)
        | Action::Ask(_)
        | Action::Load(_) => None,
    }
}

fn is_frozen(worker: &Worker) -> bool {
    matches!(worker.clock.pace(), Pace::Frozen { .. })
}

impl Snowflake {
    /// Does what a hand does.
    pub(super) fn act(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Self>) {
        let now = cx.now();
        match action {
            Action::Jump(at, ticks) => {
                let by_us = i64::from(ticks) * self.tick().as_micros() as i64;
                self.touch(state, at, Touch::Jumped(by_us), now, cx);
            }
            Action::Set(at, ms) => {
                let by_us = i64::from(ms) * 1_000 - self.error_us(state, at, now);
                self.touch(state, at, Touch::Jumped(by_us), now, cx);
            }
            Action::Sync(at) => {
                let by_us = -self.error_us(state, at, now);
                self.touch(state, at, Touch::Stepped(by_us), now, cx);
            }
            Action::Drift(at, permille) => {
                self.touch(state, at, Touch::Drifts(permille), now, cx);
            }
            Action::Freeze(at) => self.touch(state, at, Touch::Froze, now, cx),
            Action::Thaw(at) => self.touch(state, at, Touch::Thawed, now, cx),
            Action::Slew(at) => self.touch(state, at, Touch::Slews, now, cx),
            Action::Crash(at) => self.crash(state, at, cx),
            Action::Restart(at) => self.restart(state, at, now, cx),
            Action::Number(at, number) => {
                state.workers[usize::from(at)].number = number;
                let mut others = (0..).zip(&state.workers);
                let other = others.find(|(place, worker)| *place != at && worker.number == number);
                let other = other.map(|(place, _)| place);
                cx.tell(Fact::Numbered { worker: at, number, other });
            }
            Action::Ask(at) => self.ask(state, at, cx),
            Action::Load(per_second) => {
                state.load = per_second;
                cx.cancel(&Event::Ask);
                self.expect(per_second, cx);
                cx.tell(Fact::Loaded(per_second));
            }
        }
    }

    /// By how many microseconds a worker's clock is ahead of true time.
    fn error_us(&self, state: &State, at: u8, now: Time) -> i64 {
        state.workers[usize::from(at)].clock.error_us(now, self.bound)
    }

    /// Touches a clock. Whoever waits for it may have to wait for another time.
    fn touch(&self, state: &mut State, at: u8, touch: Touch, now: Time, cx: &mut Cx<'_, Self>) {
        let before = self.error_us(state, at, now);
        let worker = &mut state.workers[usize::from(at)];
        let clock = &mut worker.clock;
        let since = now;
        match touch {
            Touch::Jumped(by_us) => clock.shift(by_us, now, self.bound),
            Touch::Stepped(by_us) => {
                // NTP disciplines the rate as well; a clock that has stopped it cannot set going.
                clock.shift(by_us, now, self.bound);
                if !matches!(clock.pace(), Pace::Frozen { .. }) {
                    clock.run(Pace::Steady, now, self.bound);
                }
            }
            Touch::Drifts(permille) => {
                clock.run(Pace::Drifting { since, permille }, now, self.bound);
            }
            Touch::Froze => clock.run(Pace::Frozen { since }, now, self.bound),
            Touch::Thawed => clock.run(Pace::Steady, now, self.bound),
            Touch::Slews => clock.run(Pace::Slewed { since }, now, self.bound),
        }
        let is_stalled = worker.stall.is_some();
        // A clock that would be off by more than the bound is held there.
        let error_us = self.error_us(state, at, now);
        let touch = match touch {
            Touch::Jumped(_) => Touch::Jumped(error_us - before),
            Touch::Stepped(_) => Touch::Stepped(error_us - before),
            touch => touch,
        };
        cx.tell(Fact::Touched { worker: at, touch, error_us });
        if is_stalled {
            self.serve(state, at, cx);
        }
    }

    fn crash(&self, state: &mut State, at: u8, cx: &mut Cx<'_, Self>) {
        let worker = &mut state.workers[usize::from(at)];
        let lost = std::mem::take(&mut worker.waiting);
        worker.past.0.since.clear();
        (worker.is_up, worker.stall, worker.not_before) = (false, None, None);
        if self.restart != Restart::Remembers {
            worker.last = None;
            worker.past.0.memory = None;
        }
        cx.cancel(&Event::Wake(at));
        state.past.0.lost += u64::from(lost);
        cx.tell(Fact::Crashed { worker: at, lost });
    }

    fn restart(&self, state: &mut State, at: u8, now: Time, cx: &mut Cx<'_, Self>) {
        let worker = &mut state.workers[usize::from(at)];
        worker.is_up = true;
        // It counts the tick by a timer, which goes on whatever its clock does.
        let waits = self.restart == Restart::WaitsATick;
        worker.not_before = waits.then(|| now + self.tick());
        cx.tell(Fact::Restarted { worker: at });
    }
}
