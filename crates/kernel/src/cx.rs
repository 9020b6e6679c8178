//! The only door of a model to time, chance and the future.

use crate::agenda::{Agenda, Booked};
use crate::delay::{Delay, Wait};
use crate::model::{Budget, Class, Model};
use crate::oracle::Oracle;
use crate::recipe::Nature;
use crate::rng::{self, Draw, Draws};
use crate::time::Time;

/// What a world has beside its state.
#[derive(Clone, Debug)]
pub(crate) struct Core<E> {
    pub(crate) agenda: Agenda<E>,
    pub(crate) now: Time,
    pub(crate) draws: Draws,
    pub(crate) nature: Nature,
    /// What nature lost, while a chart is drawn: the agenda never had it.
    pub(crate) lost: Option<Vec<Booked<E>>>,
}

/// Streams of chance that are the kernel's own, apart from every model's.
const LOSS: u64 = 1 << 32;
const COPY: u64 = LOSS + 1;
const COPY_DELAY: u64 = LOSS + 2;

/// The only door to time, chance and the future.
pub struct Cx<'a, M: Model> {
    pub(crate) model: &'a M,
    pub(crate) core: &'a mut Core<M::Event>,
    pub(crate) facts: &'a mut Vec<M::Fact>,
    pub(crate) oracle: Oracle<'a>,
}

impl<M: Model> Cx<'_, M> {
    /// The instant of this step. A model that asks in an untimed search is not checkable there.
    #[inline]
    pub fn now(&mut self) -> Time {
        if let Oracle::Asked(asker) = &mut self.oracle {
            asker.clock_read |= !asker.is_timed();
        }
        self.core.now
    }

    /// Books an event.
    #[inline]
    pub fn after(&mut self, wait: impl Into<Wait>, event: M::Event) {
        let wait = wait.into();
        let lane = self.model.lane(&event);
        debug_assert!(
            M::MESSAGES || lane.is_some() || self.model.class(&event) != Class::Message,
            "a model without messages sends {event:?}"
        );
        match &mut self.oracle {
            Oracle::Asked(asker) => {
                let now = self.core.now;
                let due = if asker.is_timed() { now + wait.span } else { now };
                let number = self.core.agenda.book(now, due, lane, event);
                if let Some(booked) = &mut asker.booked {
                    booked.push((number, wait.low, wait.high));
                }
            }
            _ => {
                let due = self.core.now + wait.span;
                let nature = self.core.nature;
                if (nature.loss_ppm | nature.copy_ppm) != 0
                    && lane.is_none()
                    && self.model.class(&event) == Class::Message
                    && !matches!(&self.oracle, Oracle::Scripted(script) if script.is_spared)
                {
                    self.book_in_the_wild(due, event);
                } else {
                    self.core.agenda.book(self.core.now, due, lane, event);
                }
            }
        }
    }

    /// Books a message that nature may lose or double.
    fn book_in_the_wild(&mut self, due: Time, event: M::Event) {
        let Core { agenda, now, draws, nature, lost } = &mut *self.core;
        let number = agenda.skip_number();
        let happens = |stream, ppm| {
            rng::below(rng::keyed(draws.seed(), stream, 0, number), 1_000_000) < u64::from(ppm)
        };
        let copied = happens(COPY, nature.copy_ppm);
        if copied {
            // The double takes up to as long again.
            let bits = rng::keyed(draws.seed(), COPY_DELAY, 0, number);
            let later = rng::below(bits, due.since(*now).as_micros().saturating_add(1));
            agenda.book(*now, due + crate::time::Span::micros(later), None, event.clone());
        }
        if !happens(LOSS, nature.loss_ppm) {
            agenda.book(*now, due, None, event);
        } else if let Some(lost) = lost {
            lost.push(Booked { born: *now, due, event, number, lane: None });
        }
    }

    /// Books an event unless an equal one is booked; says whether it did. For retries.
    pub fn after_once(&mut self, wait: impl Into<Wait>, event: M::Event) -> bool {
        let free = !self.core.agenda.contains(&event);
        if free {
            self.after(wait, event);
        }
        free
    }

    /// Removes the earliest booking of an equal event; says whether there was one.
    pub fn cancel(&mut self, event: &M::Event) -> bool {
        self.core.agenda.cancel(event)
    }

    /// Removes every booking that `which` picks (a crashed node's timers); says how many.
    pub fn cancel_where(&mut self, which: impl Fn(&M::Event) -> bool) -> usize {
        self.core.agenda.cancel_where(which)
    }

    /// A number below `bound`: a run draws it, a search tries every answer.
    ///
    /// # Panics
    /// When `bound` is zero.
    #[inline]
    pub fn choose(&mut self, draw: Draw, bound: u32) -> u32 {
        self.oracle.choose(&mut self.core.draws, draw, bound)
    }

    /// Yes with probability `num / den`: a search tries both where both can be.
    ///
    /// # Panics
    /// Unless `num <= den` and `den > 0`.
    #[inline]
    pub fn chance(&mut self, draw: Draw, num: u32, den: u32) -> bool {
        self.oracle.chance(&mut self.core.draws, draw, num, den)
    }

    /// A length of time: to be booked and added to, never read.
    #[inline]
    pub fn delay(&mut self, draw: Draw, law: Delay) -> Wait {
        self.oracle.delay(&mut self.core.draws, draw, law)
    }

    /// A fault with probability `num / den`: a search tries it while its budget lasts.
    ///
    /// # Panics
    /// Unless `num <= den` and `den > 0`.
    #[inline]
    pub fn fault(&mut self, budget: Budget, draw: Draw, num: u32, den: u32) -> bool {
        self.oracle.fault(&mut self.core.draws, draw, budget, (num, den))
    }

    /// Writes the instant of this step into what is kept beside the state (see [`crate::Aside`]) or
    /// told as a fact's length. A search has no use for either, and does not call `write`.
    #[inline]
    pub fn record(&mut self, write: impl FnOnce(Time)) {
        if !matches!(self.oracle, Oracle::Asked(_)) {
            write(self.core.now);
        }
    }

    /// Tells what happened.
    #[inline]
    pub fn tell(&mut self, fact: M::Fact) {
        self.facts.push(fact);
    }
}

impl<E> Core<E> {
    pub(crate) fn new(seed: u64, nature: Nature) -> Core<E> {
        let (agenda, draws) = (Agenda::default(), Draws::new(seed));
        Core { agenda, now: Time::ZERO, draws, nature, lost: None }
    }
}
