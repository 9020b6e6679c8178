//! A breach, step by step, and what the declared delays say of its instants.

use super::instants::Constraint;
use crate::agenda::Lane;
use crate::recipe::Pick;
use crate::time::{Span, Time};
use std::collections::BTreeMap;

/// One step of a breach.
#[derive(Clone, Debug)]
pub struct Move {
    pub(crate) deed: Moved,
    pub(crate) picks: Vec<Pick>,
    /// The instant, in a timed search.
    pub(crate) at: Time,
    /// What the step booked: number, and the bounds of its wait.
    pub(crate) booked: Vec<Booking>,
    /// The numbers of what is booked after the step.
    pub(crate) pending: Vec<u64>,
}

/// A booking of a breach, with the bounds of its wait.
#[derive(Clone, Copy, Debug)]
pub struct Booking {
    pub(crate) number: u64,
    pub(crate) low: Span,
    /// None for an internal step, whose length is free.
    pub(crate) high: Option<Span>,
    pub(crate) lane: Option<Lane>,
}

/// What a step of a breach does; bookings by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    Fire(u64),
    Drop(u64),
    Copy(u64),
    Act(u32),
}

/// What the declared delays say of the instants of a breach's steps. Index 0 is the start.
pub(super) fn constraints(before: &[Booking], moves: &[Move]) -> Vec<Constraint> {
    let mut open: BTreeMap<u64, (usize, Booking)> = BTreeMap::new();
    for booking in before {
        open.insert(booking.number, (0, behind(&open, *booking)));
    }
    let mut constraints = Vec::new();
    for (index, step) in moves.iter().enumerate() {
        let to = index + 1;
        let fired = match step.deed {
            Moved::Fire(number) => Some(number),
            _ => None,
        };
        let gone = |number: &u64| !step.pending.contains(number);
        open.retain(|number, (from, booking)| {
            let is_gone = gone(number);
            if is_gone {
                // What was dropped or cancelled had not come yet: only the most binds.
                let least = if fired == Some(*number) { booking.low } else { Span::ZERO };
                constraints.push(Constraint { from: *from, to, least, most: booking.high });
            }
            !is_gone
        });
        for booking in &step.booked {
            open.insert(booking.number, (to, behind(&open, *booking)));
        }
        if let Moved::Copy(original) = step.deed
            && let Some((from, booking)) = open.get(&original).copied()
            && let Some(number) = step.pending.iter().find(|number| !open.contains_key(number))
        {
            // A double is as old as its original.
            open.insert(*number, (from, Booking { number: *number, ..booking }));
        }
    }
    // What is still booked at the end had not come yet either.
    for (from, booking) in open.into_values() {
        let to = moves.len();
        constraints.push(Constraint { from, to, least: Span::ZERO, most: booking.high });
    }
    constraints
}

/// A booking as it is when it joins its lane: it may wait as long as those ahead of it may. They
/// were booked earlier, so the longest of their waits, counted from now, is enough.
fn behind(open: &BTreeMap<u64, (usize, Booking)>, booking: Booking) -> Booking {
    let is_ahead = |ahead: &&Booking| booking.lane.is_some() && ahead.lane == booking.lane;
    let ahead = open.values().map(|(_, ahead)| ahead).filter(is_ahead);
    let high = ahead
        .map(|ahead| ahead.high)
        .fold(booking.high, |high, ahead| high.zip(ahead).map(|(high, ahead)| high.max(ahead)));
    Booking { high, ..booking }
}
