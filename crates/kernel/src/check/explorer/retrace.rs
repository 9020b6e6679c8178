//! From a state back to how it came about: ordinals are tried again, with recording on.

use super::{Explorer, Node, Seen, Try};
use crate::agenda::Booked;
use crate::check::breach::{Booking, Move, Moved};
use crate::check::ledger::Ledger;
use crate::model::{Class, Model};
use crate::time::Span;

impl<M: Model> Explorer<M> {
    /// The moves that successors with these ordinals stand for, from the initial state.
    pub(super) fn retrace(&mut self, path: &[u16]) -> Vec<Move> {
        let mut ledger = Ledger::new(std::iter::empty());
        let mut node = self.root();
        self.asker.booked = Some(Vec::new());
        let mut moves = Vec::with_capacity(path.len());
        for wanted in path {
            self.each_successor(&mut ledger, &node, |this, _, what, ordinal| {
                if ordinal != u32::from(*wanted) {
                    return Seen::More;
                }
                moves.push(this.describe(&node, what));
                Seen::Enough
            });
            node = self.set_down();
        }
        self.asker.booked = None;
        moves
    }

    /// What was booked before the search began, each due at an instant that is known.
    pub(super) fn booked_at_root(&self) -> Vec<Booking> {
        let wait = |booked: &Booked<M::Event>| booked.due.since(self.start.now);
        let booked = self.start.agenda.in_order();
        booked.map(|booked| self.bounds(booked, wait(booked), wait(booked))).collect()
    }

    /// The bounds of a booking as a constraint sees them.
    fn bounds(&self, booked: &Booked<M::Event>, low: Span, high: Span) -> Booking {
        let is_free = self.model.class(&booked.event) == Class::Internal;
        let low = if is_free { Span::ZERO } else { low };
        let high = (!is_free).then_some(high);
        Booking { number: booked.number, low, high, lane: booked.lane }
    }

    /// The step that has just been attempted, as a move.
    fn describe(&self, node: &Node<M>, what: Try) -> Move {
        let number = |place: usize| node.agenda.at(place).number;
        let deed = match what {
            Try::Fire(place) => Moved::Fire(number(place)),
            Try::Drop(place) => Moved::Drop(number(place)),
            Try::Copy(place) => Moved::Copy(number(place)),
            Try::Act(index) => Moved::Act(index as u32),
        };
        let laws = self.asker.booked.iter().flatten();
        let booked = laws.filter_map(|(number, low, high)| {
            let at = self.core.agenda.place_of(*number)?;
            Some(self.bounds(self.core.agenda.at(at), *low, *high))
        });
        Move {
            deed,
            picks: self.asker.picks(),
            at: self.core.now,
            booked: booked.collect(),
            pending: self.core.agenda.iter().map(|booked| booked.number).collect(),
        }
    }
}
