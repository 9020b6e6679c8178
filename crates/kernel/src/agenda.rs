//! What is booked to happen: a heap by (due, booking number).
//!
//! A booked event carries the instant it was born and the instant it is due, so where a message
//! is on the wire is computed from now.

use crate::order;
use crate::time::Time;

/// A queue whose order is kept, as on one TCP connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(pub u32);

/// One booked event.
#[derive(Clone, Debug)]
pub struct Booked<E> {
    /// When it was booked.
    pub born: Time,
    /// When it happens if nobody interferes.
    pub due: Time,
    /// What happens.
    pub event: E,
    pub(crate) number: u64,
    pub(crate) lane: Option<Lane>,
}

impl<E> Booked<E> {
    /// A number that no other booking of the run has: a stable key for pictures.
    pub fn number(&self) -> u64 {
        self.number
    }

    #[inline]
    fn key(&self) -> (Time, u64) {
        (self.due, self.number)
    }
}

/// All that is booked.
#[derive(Debug)]
pub struct Agenda<E> {
    heap: Vec<Booked<E>>,
    next: u64,
}

impl<E: Clone> Clone for Agenda<E> {
    fn clone(&self) -> Agenda<E> {
        Agenda { heap: self.heap.clone(), next: self.next }
    }

    /// Keeps the allocation: a search does this for every successor.
    #[inline]
    fn clone_from(&mut self, source: &Agenda<E>) {
        if !(self.heap.is_empty() && source.heap.is_empty()) {
            self.heap.clone_from(&source.heap);
        }
        self.next = source.next;
    }
}

impl<E> Default for Agenda<E> {
    fn default() -> Agenda<E> {
        Agenda { heap: Vec::new(), next: 0 }
    }
}

impl<E> Agenda<E> {
    /// How many events are booked.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is booked.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// The bookings, in no order that means anything.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Booked<E>> {
        self.heap.iter()
    }

    /// The bookings in the order in which they happen: by (due, number).
    pub fn in_order(&self) -> impl Iterator<Item = &Booked<E>> {
        let place =
            |(at, booked): (usize, &Booked<E>)| (booked.due.as_micros(), booked.number, at as u32);
        let mut places: Vec<order::Place> = self.heap.iter().enumerate().map(place).collect();
        order::places(&mut places);
        places.into_iter().map(|(_, _, at)| &self.heap[at as usize])
    }

    /// The bookings that are on offer: in order, and of each lane only the head.
    pub fn offers(&self) -> Vec<&Booked<E>> {
        let mut lanes = Vec::new();
        let is_offered = |booked: &&Booked<E>| match booked.lane {
            Some(lane) if lanes.contains(&lane) => false,
            Some(lane) => {
                lanes.push(lane);
                true
            }
            None => true,
        };
        self.in_order().filter(is_offered).collect()
    }

    /// Places in the heap of what is on offer to a search: in heap order, of each lane the head.
    pub(crate) fn heads(&self) -> impl Iterator<Item = usize> {
        let is_head = |at: &usize| {
            let booked = &self.heap[*at];
            booked.lane.is_none() || self.ahead_in_lane(booked) == 0
        };
        (0..self.heap.len()).filter(is_head)
    }

    /// How many bookings come before this one in its lane.
    pub(crate) fn ahead_in_lane(&self, booked: &Booked<E>) -> u64 {
        let is_ahead = |other: &&Booked<E>| other.lane == booked.lane && other.key() < booked.key();
        self.heap.iter().filter(is_ahead).count() as u64
    }

    /// The booking at a place in the heap.
    pub(crate) fn at(&self, at: usize) -> &Booked<E> {
        &self.heap[at]
    }

    /// The place in the heap of the booking with this number.
    pub(crate) fn place_of(&self, number: u64) -> Option<usize> {
        self.heap.iter().position(|booked| booked.number == number)
    }

    /// The booking that comes next.
    pub(crate) fn first(&self) -> Option<&Booked<E>> {
        self.heap.first()
    }

    /// The instant of the next event.
    #[inline]
    pub fn next_due(&self) -> Option<Time> {
        self.heap.first().map(|booked| booked.due)
    }

    /// Books an event; in a lane it is due no earlier than the lane's tail. Gives its number.
    #[inline]
    pub fn book(&mut self, born: Time, mut due: Time, lane: Option<Lane>, event: E) -> u64 {
        if lane.is_some() {
            let tail = self.heap.iter().filter(|b| b.lane == lane).map(|b| b.due).max();
            due = due.max(tail.unwrap_or(due));
        }
        let number = self.next;
        self.next += 1;
        self.heap.push(Booked { born, due, event, number, lane });
        self.sift_up(self.heap.len() - 1);
        number
    }

    /// Uses up a booking number without a booking: a key for what nature does to a message.
    pub(crate) fn skip_number(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// Takes the next event.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Booked<E>> {
        if self.heap.is_empty() { None } else { Some(self.take_at(0)) }
    }

    /// Takes the booking with this number.
    pub(crate) fn take(&mut self, number: u64) -> Option<Booked<E>> {
        let at = self.place_of(number)?;
        Some(self.take_at(at))
    }

    /// Makes a booking due later. Those behind it in its lane are never due before it.
    pub(crate) fn delay(&mut self, number: u64, due: Time) {
        let Some(mut booked) = self.take(number) else { return };
        booked.due = booked.due.max(due);
        let (lane, floor) = (booked.lane, booked.due);
        self.put_back(booked);
        if lane.is_some() {
            let behind: Vec<u64> = (self.heap.iter())
                .filter(|b| b.lane == lane && b.number > number && b.due < floor)
                .map(|b| b.number)
                .collect();
            for number in behind {
                let mut booked = self.take(number).expect("it was just listed");
                booked.due = floor;
                self.put_back(booked);
            }
        }
    }

    /// Removes every booking that `which` picks; says how many.
    pub fn cancel_where(&mut self, mut which: impl FnMut(&E) -> bool) -> usize {
        let before = self.heap.len();
        self.heap.retain(|booked| !which(&booked.event));
        let gone = before - self.heap.len();
        if gone > 0 {
            for at in (0..self.heap.len() / 2).rev() {
                self.sift_down(at);
            }
        }
        gone
    }

    /// Puts another event, with its lane, in the place of each that is booked; instants and numbers
    /// stay.
    pub(crate) fn rename(&mut self, mut rename: impl FnMut(&mut E) -> Option<Lane>) {
        for booked in &mut self.heap {
            booked.lane = rename(&mut booked.event);
        }
    }

    fn put_back(&mut self, booked: Booked<E>) {
        self.heap.push(booked);
        self.sift_up(self.heap.len() - 1);
    }

    #[inline]
    pub(crate) fn take_at(&mut self, at: usize) -> Booked<E> {
        let taken = self.heap.swap_remove(at);
        if at < self.heap.len() {
            let at = self.sift_up(at);
            self.sift_down(at);
        }
        taken
    }

    #[inline]
    fn sift_up(&mut self, mut at: usize) -> usize {
        while at > 0 {
            let parent = (at - 1) / 2;
            if self.heap[parent].key() <= self.heap[at].key() {
                break;
            }
            self.heap.swap(parent, at);
            at = parent;
        }
        at
    }

    #[inline]
    fn sift_down(&mut self, mut at: usize) {
        loop {
            let left = 2 * at + 1;
            if left >= self.heap.len() {
                return;
            }
            let right = left + 1;
            let child = if right < self.heap.len() && self.heap[right].key() < self.heap[left].key()
            {
                right
            } else {
                left
            };
            if self.heap[at].key() <= self.heap[child].key() {
                return;
            }
            self.heap.swap(at, child);
            at = child;
        }
    }
}

impl<E: PartialEq> Agenda<E> {
    /// Whether an equal event is booked.
    pub fn contains(&self, event: &E) -> bool {
        self.heap.iter().any(|booked| booked.event == *event)
    }

    /// Removes the earliest booking of an equal event; says whether there was one.
    pub fn cancel(&mut self, event: &E) -> bool {
        let equal = self.heap.iter().enumerate().filter(|(_, b)| b.event == *event);
        let Some((at, _)) = equal.min_by_key(|(_, b)| b.key()) else { return false };
        self.take_at(at);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(us: u64) -> Time {
        Time::from_micros(us)
    }

    fn drain(mut agenda: Agenda<u32>) -> Vec<(u64, u32)> {
        std::iter::from_fn(|| agenda.pop()).map(|b| (b.due.as_micros(), b.event)).collect()
    }

    #[test]
    fn events_leave_by_due_then_by_booking() {
        let mut agenda = Agenda::default();
        for (due, event) in [(5, 0), (3, 1), (5, 2), (1, 3), (3, 4), (2, 5)] {
            agenda.book(at(0), at(due), None, event);
        }
        assert_eq!(drain(agenda), [(1, 3), (2, 5), (3, 1), (3, 4), (5, 0), (5, 2)]);
    }

    #[test]
    fn a_lane_keeps_its_order_through_booking_and_delay() {
        let mut agenda = Agenda::default();
        let lane = Some(Lane(1));
        let head = agenda.book(at(0), at(9), lane, 1);
        agenda.book(at(0), at(2), lane, 2);
        agenda.book(at(0), at(4), None, 3);
        assert_eq!(agenda.offers().iter().map(|b| b.event).collect::<Vec<_>>(), [3, 1]);
        agenda.delay(head, at(20));
        assert_eq!(drain(agenda), [(4, 3), (20, 1), (20, 2)]);
    }

    #[test]
    fn cancelling_takes_the_earliest_equal_event() {
        let mut agenda = Agenda::default();
        agenda.book(at(0), at(7), None, 1);
        agenda.book(at(0), at(3), None, 1);
        agenda.book(at(0), at(5), None, 2);
        assert!(agenda.cancel(&1));
        assert!(!agenda.cancel(&9));
        assert_eq!(agenda.cancel_where(|e| *e == 2), 1);
        assert_eq!(drain(agenda), [(7, 1)]);
    }
}
