//! How many ids are smaller than one that was made earlier, where clocks differ and do not drift.
//!
//! An id of one worker is overtaken where another made a greater one before it: in a later tick of
//! its own clock, or in the same tick with a greater number. For each other worker that is a window
//! of true time that ends with the id and has a length that depends on where in its tick the id is
//! made. Requests are a Poisson process, so nobody was there with e to the minus of the windows'
//! lengths times the rate; the mean of that over the tick is a sum of a few integrals.

/// e^−x of a number that is not negative.
fn decay(x: f64) -> f64 {
    let (mut part, mut squarings) = (x, 0);
    while part > 1.0 / 64.0 {
        (part, squarings) = (part / 2.0, squarings + 1);
    }
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..8 {
        term *= -part / f64::from(n);
        sum += term;
    }
    (0..squarings).fold(sum, |power, _| power * power)
}

/// The mean of e^−x over what x does between two values evenly.
fn mean_decay(from: f64, to: f64) -> f64 {
    let difference = to - from;
    // Of a small difference the quotient would have no digits left.
    if difference.abs() < 1e-6 {
        return decay((from + to) / 2.0);
    }
    (decay(from) - decay(to)) / difference
}

/// The share of ids that are overtaken. Worker `i` has number `i` and a clock that is ahead by
/// `errors[i]`; it has `arrivals` requests in a tick on average, and enough ids for them. Errors are
/// in ticks.
pub fn overtaken(arrivals: f64, errors: &[f64]) -> f64 {
    let first: f64 = (0..errors.len()).map(|worker| undisturbed(arrivals, errors, worker)).sum();
    1.0 - first / errors.len() as f64
}

/// The probability that an id of this worker is not overtaken.
fn undisturbed(arrivals: f64, errors: &[f64], worker: usize) -> f64 {
    // The window of another worker grows with the place in the tick, from here on.
    let begins = |other: usize| {
        let ahead = errors[other] - errors[worker];
        if other > worker { -ahead } else { 1.0 - ahead }
    };
    let others = || (0..errors.len()).filter(|other| *other != worker).map(begins);
    let expected =
        |place: f64| -> f64 { others().map(|begins| (place - begins).max(0.0) * arrivals).sum() };
    let (mut from, mut mean) = (0.0, 0.0);
    while from < 1.0 {
        let later = others().filter(|begins| *begins > from);
        let to = later.fold(1.0_f64, f64::min);
        mean += (to - from) * mean_decay(expected(from), expected(to));
        from = to;
    }
    mean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn decay_is_the_exponential() {
        for x in [0.0, 1e-9, 0.01, 0.5, 1.0, 7.25, 60.0] {
            assert!(is_near(decay(x), (-x).exp()), "{x}");
        }
        assert_eq!(decay(1e6), 0.0);
        assert!(is_near(mean_decay(1.0, 3.0), ((-1.0_f64).exp() - (-3.0_f64).exp()) / 2.0));
        assert!(is_near(mean_decay(2.0, 2.0), (-2.0_f64).exp()));
    }

    /// One worker overtakes nobody; of two with right clocks only the lower number is overtaken.
    #[test]
    fn right_clocks_overtake_within_a_tick_alone() {
        assert!(is_near(overtaken(3.0, &[0.0]), 0.0));
        let lower = 1.0 - (1.0 - (-3.0_f64).exp()) / 3.0;
        assert!(is_near(overtaken(3.0, &[0.0, 0.0]), lower / 2.0));
    }

    /// A clock that is far ahead overtakes every id of the other, and is never overtaken.
    #[test]
    fn a_clock_that_is_far_ahead_overtakes_every_id() {
        assert!(is_near(overtaken(5.0, &[0.0, 40.0]), 0.5));
        assert!(is_near(overtaken(5.0, &[40.0, 0.0]), 0.5));
    }

    /// A tick ahead with the lower number: the window is as long as the place in the tick.
    #[test]
    fn a_tick_ahead_is_as_good_as_a_greater_number() {
        assert!(is_near(overtaken(2.0, &[1.0, 0.0]), overtaken(2.0, &[0.0, 0.0])));
    }
}
