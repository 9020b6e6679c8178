//! Requests come to a worker, wait there, and get their ids or none.

use super::clock::Reading;
use super::fact::{Fact, Lateness, Made};
use super::layout::Parts;
use super::model::{Event, Front, Snowflake, State};
use super::rule::{self, Answer, Last};
use super::worker::{Stall, Stamp};
use kernel::{Aside, Cx, Span, Time};

impl Snowflake {
    /// Somebody asks a worker for an id.
    pub(super) fn ask(&self, state: &mut State, at: u8, cx: &mut Cx<'_, Self>) {
        let worker = &mut state.workers[usize::from(at)];
        if !worker.is_up {
            state.past.0.lost += 1;
            cx.tell(Fact::Unserved { worker: at });
            return;
        }
        if worker.stall.is_some() && worker.waiting >= self.room {
            state.past.0.lost += 1;
            cx.tell(Fact::TurnedAway { worker: at });
            return;
        }
        worker.waiting += 1;
        cx.record(|now| worker.past.0.since.push_back(now));
        if worker.stall.is_none() {
            self.serve(state, at, cx);
        }
        let worker = &mut state.workers[usize::from(at)];
        if worker.stall.is_none() {
            return;
        }
        if worker.waiting <= self.room {
            let waiting = waiting(state);
            cx.tell(Fact::Queued { worker: at, waiting });
        } else {
            // Nobody may wait here; the stall lasts all the same.
            worker.waiting -= 1;
            worker.past.0.since.pop_back();
            state.past.0.lost += 1;
            cx.tell(Fact::TurnedAway { worker: at });
        }
    }

    /// A worker answers whoever waits, as far as it can.
    pub(super) fn serve(&self, state: &mut State, at: u8, cx: &mut Cx<'_, Self>) {
        let now = cx.now();
        let mut stall = None;
        while stall.is_none() && state.workers[usize::from(at)].waiting > 0 {
            stall = self.answer(state, at, now, cx);
        }
        let worker = &mut state.workers[usize::from(at)];
        let before = worker.stall;
        worker.stall = stall.map(|(why, _)| why);
        match (before, stall) {
            (None, Some((why, _))) => {
                cx.record(|now| worker.past.0.stalled = now);
                cx.tell(Fact::Stalled { worker: at, why });
            }
            (Some(before), Some((why, _))) if before != why => {
                cx.tell(Fact::Stalled { worker: at, why });
            }
            (Some(_), None) => {
                let mut lasted = Span::ZERO;
                cx.record(|now| lasted = now.since(worker.past.0.stalled));
                cx.tell(Fact::Resumed { worker: at, lasted });
            }
            _ => {}
        }
        if let Some((_, wait)) = stall {
            cx.cancel(&Event::Wake(at));
            cx.after(wait, Event::Wake(at));
        }
    }

    /// Answers the first that waits; where it has to go on waiting, says why and for how long.
    fn answer(
        &self,
        state: &mut State,
        at: u8,
        now: Time,
        cx: &mut Cx<'_, Self>,
    ) -> Option<(Stall, Span)> {
        let worker = &mut state.workers[usize::from(at)];
        if let Some(instant) = worker.not_before.filter(|instant| *instant > now) {
            return Some((Stall::Recovering, instant.since(now)));
        }
        let reading = worker.clock.reading(now, self.bound);
        let last = worker.last.map(|id| self.last(id));
        let (last, answer) = rule::next(last, self.ticks(reading), self.policy, self.bounds());
        worker.last = last.map(|id| self.stamp(id));
        let until = |ticks| worker.clock.until(self.beginning(ticks), now, self.bound);
        match answer {
            Answer::Exhausted { until: ticks } => return Some((Stall::Exhausted, until(ticks))),
            Answer::Behind { until: ticks } => return Some((Stall::Behind, until(ticks))),
            Answer::Made(id) => {
                let stamp = self.stamp(id);
                self.make(state, at, stamp, now, cx);
            }
            Answer::Refused { behind } => {
                state.past.0.refused += 1;
                self.dismiss(state, at);
                cx.tell(Fact::Refused { worker: at, behind });
            }
            Answer::Spent => {
                state.past.0.lost += 1;
                self.dismiss(state, at);
                cx.tell(Fact::Spent { worker: at });
            }
        }
        None
    }

    fn stamp(&self, id: Last) -> Stamp {
        // A sequence has at most sixteen bits: the knobs see to it.
        Stamp { at: self.beginning(id.ticks), sequence: id.sequence as u16 }
    }

    /// The first that waits has its answer; says when it came.
    fn dismiss(&self, state: &mut State, at: u8) -> Option<Time> {
        let worker = &mut state.workers[usize::from(at)];
        worker.waiting -= 1;
        worker.past.0.since.pop_front()
    }

    /// A worker makes an id.
    fn make(&self, state: &mut State, at: u8, stamp: Stamp, now: Time, cx: &mut Cx<'_, Self>) {
        let came = self.dismiss(state, at);
        let worker = &mut state.workers[usize::from(at)];
        let parts = Parts { worker: u64::from(worker.number), ..self.parts(stamp) };
        let id = self.layout.pack(parts).expect("the rule and the knobs keep within the fields");
        let error_us = worker.clock.error_us(now, self.bound);
        let before = worker.top;
        worker.top = worker.top.max(Some(stamp));
        let last = worker.past.0.memory.replace(stamp);
        worker.past.0.id = Some(id);
        worker.past.0.made += 1;
        let number = usize::from(worker.number);
        let twin = state.ledgers[number].note(stamp.at, stamp.sequence, at);
        let late = state.front.and_then(|front| self.late(front, stamp.at, error_us));
        if late.is_none() {
            state.front = Some(Front { at: stamp.at, error_us, by: Aside(at) });
        }
        let mut made = Made {
            worker: at,
            id,
            parts,
            before,
            stamp,
            twin,
            ahead_us: self.ahead_us(stamp.at, now),
            error_us,
            late,
            larger: 0,
            distance: 0,
            waited: Span::ZERO,
            filled: None,
            waiting: waiting(state),
            spread_us: self.spread_us(state, now),
        };
        cx.record(|now| {
            let late = state.past.0.disorder.note(id);
            (made.larger, made.distance) = (late.larger, late.distance);
            made.waited = came.map_or(Span::ZERO, |came| now.since(came));
            let last = last.filter(|last| last.at < stamp.at);
            made.filled = last.map(|last| u32::from(last.sequence) + 1);
        });
        state.past.0.count(&made);
        cx.tell(Fact::Made(made));
    }

    fn parts(&self, stamp: Stamp) -> Parts {
        let Last { ticks, sequence } = self.last(stamp);
        Parts { ticks, worker: 0, sequence }
    }

    /// By how much an instant is before the latest one, and by how much it may be: two ids that are
    /// made one after the other differ by what their clocks do, by what is lent, and by less than a
    /// tick, because instants are rounded down.
    fn late(&self, front: Front, at: Reading, error_us: i64) -> Option<Lateness> {
        let late_us = front.at.0.since(at.0).as_micros();
        let rest = (self.lent() + self.tick()).as_micros() as i64;
        let allowed_us = front.error_us - error_us + rest;
        (late_us > 0).then_some(Lateness { behind: front.by.0, late_us, allowed_us })
    }

    /// By how many microseconds the clocks of the workers differ at most.
    pub fn spread_us(&self, state: &State, now: Time) -> u64 {
        let errors = || state.workers.iter().map(|worker| worker.clock.error_us(now, self.bound));
        let (least, most) = (errors().min().unwrap_or(0), errors().max().unwrap_or(0));
        most.abs_diff(least)
    }
}

/// How many requests wait, at all workers.
pub fn waiting(state: &State) -> u32 {
    state.workers.iter().map(|worker| u32::from(worker.waiting)).sum()
}
