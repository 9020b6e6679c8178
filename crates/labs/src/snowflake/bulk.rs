//! A worker as a queue that is served in bulk: at the beginning of each tick as many ids as its
//! sequence has are there at once, and go to whoever waits or comes.
//!
//! Requests come at random, as a Poisson process. How many wait when a tick begins is a Markov chain;
//! everything else follows from where it settles.
//!
//! Source: N. T. J. Bailey, “On queueing processes with bulk service”, Journal of the Royal
//! Statistical Society B 16(1), 1954. There nobody is served between two services; here whoever comes
//! while ids are left has one at once.

/// How many steps of the chain are taken at most until it settles.
const STEPS: usize = 20_000;
/// How little a step changes once it has settled.
const SETTLED: f64 = 1e-13;

/// Means of a worker that has settled, by tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ticks {
    /// Ids made.
    pub made: f64,
    /// Requests that find no room.
    pub lost: f64,
    /// The share of ticks in which a stall begins.
    pub stalls: f64,
    /// The share of time in which no id is left in the tick and somebody has asked for one.
    pub stalled: f64,
    /// The share of ticks in which any id is made.
    pub used: f64,
}

/// The probability of each number of arrivals from nought up, if `mean` are expected, and of more
/// than `most` as the last entry.
fn poisson(mean: f64, most: usize) -> Vec<f64> {
    // From the likeliest number outward, so that nothing underflows; the sum is then brought to one.
    let mode = mean as usize;
    let mut weights = vec![0.0; mode + 1];
    weights[mode] = 1.0_f64;
    for n in (0..mode).rev() {
        weights[n] = weights[n + 1] * (n + 1) as f64 / mean;
    }
    while weights.len() <= most || weights.last().is_some_and(|last| *last > 1e-18) {
        let n = weights.len();
        weights.push(weights[n - 1] * mean / n as f64);
    }
    let total: f64 = weights.iter().sum();
    let more: f64 = weights[most + 1..].iter().sum();
    weights.truncate(most + 1);
    weights.push(more);
    weights.iter().map(|weight| weight / total).collect()
}

/// A worker with `per_tick` ids a tick and `room` for those that wait, of whom `arrivals` ask in a
/// tick on average.
pub fn settle(arrivals: f64, per_tick: usize, room: usize) -> Ticks {
    // More ids than ever asked for in a tick are as good as so many.
    let likely = (arrivals * 2.0) as usize + 64 + room;
    let per_tick = per_tick.min(likely);
    let come = poisson(arrivals, per_tick + room);
    // The probability that at least so many come.
    let mut tail = vec![0.0; come.len() + 1];
    for number in (0..come.len()).rev() {
        tail[number] = tail[number + 1] + come[number];
    }
    let mut waiting = vec![0.0; room + 1];
    waiting[0] = 1.0;
    for _ in 0..STEPS {
        let next = step(&waiting, &come, &tail, per_tick);
        let changed: f64 = next.iter().zip(&waiting).map(|(new, old)| (new - old).abs()).sum();
        waiting = next;
        if changed < SETTLED {
            break;
        }
    }
    means(&waiting, &tail, (arrivals, per_tick))
}

/// How many wait at the beginning of the next tick: those for whom this one has no id, and of those
/// that come to it whoever finds none left, as far as there is room.
fn step(waiting: &[f64], come: &[f64], tail: &[f64], per_tick: usize) -> Vec<f64> {
    let room = waiting.len() - 1;
    let mut next = vec![0.0; room + 1];
    for (before, share) in waiting.iter().enumerate() {
        let (left, still) = (per_tick.saturating_sub(before), before.saturating_sub(per_tick));
        for (more, next) in next[still..].iter_mut().enumerate() {
            let probability = match more {
                _ if still + more == room => tail[if more == 0 { 0 } else { left + more }],
                0 => tail[0] - tail[left + 1],
                _ => come[left + more],
            };
            *next += share * probability;
        }
    }
    next
}

fn means(waiting: &[f64], tail: &[f64], (arrivals, per_tick): (f64, usize)) -> Ticks {
    let mut all = Ticks { made: 0.0, lost: 0.0, stalls: 0.0, stalled: 0.0, used: 0.0 };
    for (before, share) in waiting.iter().enumerate() {
        let left = per_tick.saturating_sub(before);
        // Of those that come, the n-th has an id where at least n come; the area under the number of
        // those that came early enough gives the time until the sequence is exhausted.
        let at_once: f64 = tail[1..=left].iter().sum();
        let idle: f64 = tail[1..=left + 1].iter().sum();
        let is_stalled = before > per_tick;
        all.made += share * (before.min(per_tick) as f64 + at_once);
        all.stalls += if is_stalled { 0.0 } else { share * tail[left + 1] };
        all.stalled += share * if is_stalled { 1.0 } else { 1.0 - idle / arrivals };
        all.used += share * if before > 0 { 1.0 } else { tail[1] };
    }
    all.lost = arrivals - all.made;
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9 * one.abs().max(1.0)
    }

    #[test]
    fn the_probabilities_are_poissons() {
        let few = poisson(2.0, 3);
        let p0 = (-2.0_f64).exp();
        for (found, wanted) in few.iter().zip([p0, 2.0 * p0, 2.0 * p0, 4.0 / 3.0 * p0]) {
            assert!(is_near(*found, wanted), "{few:?}");
        }
        for (mean, most) in [(0.001, 0), (7.5, 4), (4_000.0, 4_096)] {
            let all = poisson(mean, most);
            assert!(is_near(all.iter().sum(), 1.0) && all.len() == most + 2);
        }
    }

    /// With no room the ticks know nothing of each other.
    #[test]
    fn without_room_it_is_a_poisson_number_cut_at_the_sequence() {
        let (ticks, come) = (settle(3.0, 4, 0), poisson(3.0, 4));
        let made: f64 = (0..=5).map(|n| come[n] * n.min(4) as f64).sum();
        assert!(is_near(ticks.made, made) && is_near(ticks.lost, 3.0 - made));
        assert!(is_near(ticks.stalls, come[5]) && is_near(ticks.used, 1.0 - come[0]));
    }

    #[test]
    fn the_extremes_are_plain() {
        let idle = settle(0.01, 4_096, 8);
        assert!(is_near(idle.made, 0.01) && idle.stalled < 1e-12 && idle.lost.abs() < 1e-12);
        let full = settle(1_000.0, 4, 8);
        assert!(is_near(full.made, 4.0) && is_near(full.stalls, 0.0) && full.stalled > 0.99);
        // With room for more than a tick's, it is never out of a stall.
        assert!(is_near(full.stalled, 1.0) && is_near(full.used, 1.0));
    }

    /// A tick of one id that nobody may wait for: stalled from the first arrival to the tick's end.
    #[test]
    fn a_stall_lasts_from_the_request_that_finds_nothing_to_the_end_of_the_tick() {
        let ticks = settle(1.0, 1, 0);
        // The second of a Poisson process of rate 1 comes by u with 1 − (1 + u)·e^−u.
        let p0 = (-1.0_f64).exp();
        assert!(is_near(ticks.stalled, 1.0 - (2.0 - 3.0 * p0)), "{ticks:?}");
    }
}
