//! How facts become numbers.

mod common;

use common::mm1::{Fact, Mm1};
use kernel::metric::Meter;
use kernel::{Edge, Fold, Span, Time};

/// From an arrival to the next departure.
const LASTED: Fold<Mm1> = Fold::Lasted(|fact| match fact {
    Fact::Arrived { .. } => Some(Edge::Begins),
    Fact::Departed { .. } => Some(Edge::Ends),
});

/// What those who left had stayed.
const OCCUPIED: Fold<Mm1> = Fold::Occupied(|fact| match fact {
    Fact::Arrived { .. } => Span::ZERO,
    Fact::Departed { stay, .. } => *stay,
});

const ARRIVED: Fact = Fact::Arrived { present: 1 };
const DEPARTED: Fact = Fact::Departed { present: 0, stay: Span::secs(3) };

/// What a fold makes of facts at whole seconds, in a run of ten seconds.
fn value(fold: &Fold<Mm1>, facts: &[(u64, Fact)]) -> Option<f64> {
    let mut meter = Meter::default();
    for (second, fact) in facts {
        meter.fold(fold, Time::ZERO + Span::secs(*second), fact);
    }
    meter.value(fold, Time::ZERO, Time::ZERO + Span::secs(10))
}

#[test]
fn what_lasts_is_measured_from_edge_to_edge() {
    let facts = [(1, ARRIVED), (2, DEPARTED), (5, ARRIVED), (8, DEPARTED), (9, ARRIVED)];
    assert_eq!(value(&LASTED, &facts), Some(2.0));
}

#[test]
fn what_begins_again_begins_anew_and_an_end_without_a_beginning_counts_nothing() {
    let facts = [(1, DEPARTED), (2, ARRIVED), (5, ARRIVED), (6, DEPARTED), (7, DEPARTED)];
    assert_eq!(value(&LASTED, &facts), Some(1.0));
    assert_eq!(value(&LASTED, &[(1, ARRIVED)]), None);
}

#[test]
fn what_is_occupied_is_a_part_of_the_run() {
    assert_eq!(value(&OCCUPIED, &[(4, ARRIVED), (7, DEPARTED)]), Some(0.3));
    let four = [(3, DEPARTED), (3, DEPARTED), (9, DEPARTED), (9, DEPARTED)];
    assert_eq!(value(&OCCUPIED, &four), Some(1.2));
}

/// Lengths that facts carry are pooled, and told in seconds.
#[test]
fn spans_have_their_mean_in_seconds() {
    const STAYS: Fold<Mm1> = Fold::Spans(|fact| match fact {
        Fact::Arrived { .. } => None,
        Fact::Departed { stay, .. } => Some(*stay),
    });
    let left = |ms| Fact::Departed { present: 0, stay: Span::millis(ms) };
    let mut meter = Meter::default();
    assert_eq!(meter.value(&STAYS, Time::ZERO, Time::from_micros(1)), None);
    for fact in [left(500), ARRIVED, left(1_000)] {
        meter.fold(&STAYS, Time::ZERO, &fact);
    }
    assert_eq!(meter.value(&STAYS, Time::ZERO, Time::from_micros(1)), Some(0.75));
}

/// After a warm-up of five seconds sums begin anew; a level that stands goes on, and what had begun
/// is measured in full.
#[test]
fn a_warm_up_is_forgotten_but_for_what_goes_on() {
    const PRESENT: Fold<Mm1> = Fold::Level(|fact| match fact {
        Fact::Arrived { present } | Fact::Departed { present, .. } => Some(i64::from(*present)),
    });
    const LONGEST: Fold<Mm1> = Fold::Greatest(|fact| match fact {
        Fact::Arrived { .. } => None,
        Fact::Departed { stay, .. } => Some(stay.as_micros() as i64),
    });
    const DEPARTURES: Fold<Mm1> =
        Fold::Rate(|fact| u64::from(matches!(fact, Fact::Departed { .. })));
    let at = |second| Time::ZERO + Span::secs(second);
    let after_five = |fold: &Fold<Mm1>| {
        let mut meter = Meter::default();
        meter.fold(fold, at(1), &Fact::Departed { present: 0, stay: Span::secs(99) });
        meter.fold(fold, at(2), &ARRIVED);
        meter.begin(at(5));
        meter.fold(fold, at(9), &DEPARTED);
        meter.value(fold, at(5), at(13))
    };
    assert_eq!(after_five(&PRESENT), Some(0.5));
    assert_eq!(after_five(&DEPARTURES), Some(0.125));
    assert_eq!(after_five(&LONGEST), Some(3e6));
    assert_eq!(after_five(&LASTED), Some(7.0));
}
