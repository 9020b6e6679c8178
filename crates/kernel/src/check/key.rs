//! What a search knows a state by.

use crate::agenda::Agenda;
use crate::fingerprint::{Fingerprint, Instants};
use crate::law::Bag;
use crate::model::{Model, Search, Until};
use crate::oracle::Purse;
use crate::time::Time;
use std::hash::{Hash, Hasher};

/// All that tells a state of a search from others.
pub(super) struct Keyed<'a, M: Model> {
    pub(super) model: &'a M,
    pub(super) search: Search,
    pub(super) state: &'a M::State,
    pub(super) agenda: &'a Agenda<M::Event>,
    pub(super) now: Time,
    pub(super) spent: Purse,
}

impl<'a, M: Model> Keyed<'a, M> {
    /// How instants are read.
    #[inline(always)]
    pub(super) fn instants(&self) -> Instants {
        match self.search {
            Search::Timed { until: Until::Ages(cap), .. } => Instants::Ages { now: self.now, cap },
            _ => Instants::Dates,
        }
    }

    /// What is booked, as a law may see it.
    pub(super) fn bag(&self) -> Bag<'a, M::Event> {
        Bag(self.agenda)
    }

    /// The fingerprint. Inlined, so that whoever calls it takes the whole derived `Hash` of a state
    /// in and keeps the hasher in registers.
    #[inline(always)]
    pub(super) fn print(&self) -> u64 {
        let instants = self.instants();
        let mut hasher = Fingerprint::new(instants);
        self.state.hash(&mut hasher);
        u64::from_le_bytes(self.spent).hash(&mut hasher);
        match self.search {
            Search::Untimed => {}
            Search::Timed { until: Until::Horizon(_), .. } => self.now.hash(&mut hasher),
            // Where now stands between two multiples of the grain decides when an action may come.
            Search::Timed { grain, until: Until::Ages(_) } => {
                hasher.write_u64(self.now.as_micros() % grain.as_micros().max(1));
            }
        }
        // The bookings are a bag: their order in the heap is no part of the state, their order
        // in a lane is.
        if !self.agenda.is_empty() {
            let is_timed = self.search != Search::Untimed;
            let mut bag = 0u64;
            for booked in self.agenda.iter() {
                let mut hasher = Fingerprint::new(instants);
                booked.event.hash(&mut hasher);
                if is_timed {
                    booked.due.max(self.now).hash(&mut hasher);
                }
                if booked.lane.is_some() {
                    self.agenda.ahead_in_lane(booked).hash(&mut hasher);
                }
                bag = bag.wrapping_add(hasher.finish());
            }
            hasher.write_u64(bag);
        }
        hasher.finish()
    }
}
