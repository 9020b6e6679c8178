//! The schemes that ask nobody: UUIDs and Snowflake ids, made by the writer.

use super::id::{LAYOUT, START_MS};
use super::model::{Event, Fact, IdSchemes};
use super::scheme::Scheme;
use super::state::State;
use crate::snowflake::layout::{Parts, Role};
use crate::snowflake::rule::{self, Answer, Bounds, Last, Policy};
use crate::snowflake::uuid;
use kernel::rng;
use kernel::{Cx, Draw, Span};

/// The stream of random bits.
const RANDOM: u8 = 6;

/// A writer whose clock is behind its last id waits, as one does that asks again until it is not.
const POLICY: Policy = Policy::Wait;

/// What the layout's fields hold.
fn bounds() -> Bounds {
    Bounds { ticks: LAYOUT.most(Role::Time), sequence: LAYOUT.most(Role::Sequence) }
}

impl IdSchemes {
    /// What a writer's clock says, in milliseconds since 1970.
    fn clock_ms(&self, state: &State, writer: u8, cx: &mut Cx<'_, IdSchemes>) -> u64 {
        let behind_ms = state.writers[usize::from(writer)].behind_ms;
        START_MS + cx.now().as_micros() / 1_000 - u64::from(behind_ms)
    }

    /// The random bits of a request's UUID. Where they are few, a search tries them all. Where they
    /// are as many as they should be it takes two of them for different, which is what the odds say;
    /// what a run shows is drawn by the instant of the request, which the seed draws.
    fn random(&self, request: u32, scheme: Scheme, cx: &mut Cx<'_, IdSchemes>) -> u128 {
        let key = u64::from(request);
        if let Some(bits) = self.random_bits {
            let draw = Draw::nth(RANDOM, key, scheme.place() as u64);
            return cx.choose(draw, 1 << bits).into();
        }
        let mut random = 0;
        cx.record(|now| {
            let half = |nth| {
                let count = 2 * scheme.place() as u64 + nth;
                u128::from(rng::keyed(now.as_micros(), RANDOM.into(), key, count))
            };
            random = half(0) << 64 | half(1);
        });
        random
    }

    /// Gives a UUID of version 4.
    pub(super) fn give_random(&self, state: &mut State, request: u32, cx: &mut Cx<'_, IdSchemes>) {
        let random = self.random(request, Scheme::Random, cx);
        let (id, is_again) = match self.random_bits {
            None => (uuid::v4(random), false),
            Some(bits) => {
                let (word, bit) = (random as usize / 64, 1 << (random % 64));
                let is_again = state.random[word] & bit != 0;
                state.random[word] |= bit;
                (uuid::v4(random << (128 - bits)), is_again)
            }
        };
        let Some(open) = state.lacking(request, Scheme::Random) else { return };
        self.give(state, open, (Scheme::Random, id, is_again), cx);
    }

    /// Gives a UUID of version 7.
    pub(super) fn give_dated(
        &self,
        state: &mut State,
        writer: u8,
        request: u32,
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        let clock_ms = self.clock_ms(state, writer, cx);
        let random = self.random(request, Scheme::Dated, cx);
        let (id, is_again) = match self.random_bits {
            None => (uuid::v7(clock_ms, random), false),
            // The few bits stand at the top of the twelve that follow the version.
            Some(bits) => {
                let is_again = state.dated.add(clock_ms << 8 | random as u64);
                (uuid::v7(clock_ms, random << (76 - bits)), is_again)
            }
        };
        let Some(open) = state.lacking(request, Scheme::Dated) else { return };
        self.give(state, open, (Scheme::Dated, id, is_again), cx);
    }

    /// A Snowflake worker that starts knows nothing of the ids that it may have made in this very
    /// tick, so it takes the tick for used up.
    pub(super) fn begin_worker(&self, state: &mut State, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        let clock_ms = self.clock_ms(state, writer, cx);
        let ticks = LAYOUT.tick_at(clock_ms);
        let used_up = |ticks| Last { ticks, sequence: bounds().sequence };
        state.writers[usize::from(writer)].last = ticks.map(used_up);
    }

    /// Gives Snowflake ids to whoever waits for one at a writer, as far as its clock allows.
    pub(super) fn give_snowflakes(
        &self,
        state: &mut State,
        writer: u8,
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        let clock_ms = self.clock_ms(state, writer, cx);
        let Some(now) = LAYOUT.tick_at(clock_ms) else { return };
        let next = |state: &State| {
            state.lackers(Scheme::Snowflake).find(|open| open.writer == writer).copied()
        };
        while let Some(open) = next(state) {
            let of = &mut state.writers[usize::from(writer)];
            let (last, answer) = rule::next(of.last, now, POLICY, bounds());
            of.last = last;
            let until = match answer {
                Answer::Made(made) => {
                    let worker = u64::from(writer);
                    let parts = Parts { ticks: made.ticks, worker, sequence: made.sequence };
                    // There are fewer writers than workers, and the rule keeps the other bounds.
                    let Ok(id) = LAYOUT.pack(parts) else { return };
                    let is_again = state.snowflakes.add(id);
                    self.give(state, open, (Scheme::Snowflake, id.into(), is_again), cx);
                    continue;
                }
                Answer::Exhausted { until } | Answer::Behind { until } => until,
                // Nobody is refused under this policy, and time runs out in 2080.
                Answer::Refused { .. } | Answer::Spent => return,
            };
            let behind = until.saturating_sub(now);
            if cx.after_once(Span::millis(behind), Event::CatchUp(writer)) {
                self.tell(state, Fact::Behind(open.request, writer, behind), cx);
            }
            return;
        }
    }
}
