//! Queues in closed form: arrivals without memory (a Poisson process), services without memory,
//! `c` servers, first come, first served.
//!
//! Source: D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, “Fundamentals of Queueing
//! Theory”, 4th edition, Wiley 2008, chapter 2; L. Kleinrock, “Queueing Systems”, volume 1, 1975,
//! chapter 3.

/// Means of a queue that has settled. Times are in seconds, rates in 1/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// The share of arrivals that find no place and are lost.
    pub loss: f64,
    /// Arrivals that come in.
    pub throughput: f64,
    /// L, the number in the system.
    pub present: f64,
    /// Lq, the number that wait for a server.
    pub queued: f64,
    /// W, the time in the system, of those that came in.
    pub stay: f64,
    /// Wq, the time until a server is free, of those that came in.
    pub wait: f64,
    /// Servers at work.
    pub busy: f64,
    /// Sources that are kept from sending.
    pub blocked: f64,
}

/// M/M/1: one server and room for all.
///
/// `arrivals` (λ) and `services` (μ) are rates. `None` unless λ < μ: else it never settles.
#[must_use]
pub fn mm1(arrivals: f64, services: f64) -> Option<Steady> {
    let load = arrivals / services;
    (load < 1.0).then(|| {
        let stay = 1.0 / (services - arrivals);
        Steady {
            loss: 0.0,
            throughput: arrivals,
            present: load / (1.0 - load),
            queued: load * load / (1.0 - load),
            stay,
            wait: stay - 1.0 / services,
            busy: load,
            blocked: 0.0,
        }
    })
}

/// M/M/c: `servers` servers and room for all, by Erlang's C formula.
///
/// `None` unless λ < cμ: else it never settles.
#[must_use]
pub fn mmc(arrivals: f64, services: f64, servers: u32) -> Option<Steady> {
    let (offered, c) = (arrivals / services, f64::from(servers));
    (offered < c).then(|| {
        // Erlang's B formula by its recurrence, which stays within 0 and 1; C follows from B.
        let b = (1..=servers).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b));
        let waits = b / (1.0 - offered / c * (1.0 - b));
        let queued = waits * offered / (c - offered);
        Steady {
            loss: 0.0,
            throughput: arrivals,
            present: queued + offered,
            queued,
            stay: queued / arrivals + 1.0 / services,
            wait: queued / arrivals,
            busy: offered,
            blocked: 0.0,
        }
    })
}

/// M/M/1/K: one server and `places` in all; who finds none is lost.
#[must_use]
pub fn mm1k(arrivals: f64, services: f64, places: u32) -> Steady {
    let load = arrivals / services;
    let k = f64::from(places);
    // At λ = μ the fractions are 0/0, and every number of customers is as likely.
    let (idle, loss, present) = if (load - 1.0).abs() < 1e-9 {
        (1.0 / (k + 1.0), 1.0 / (k + 1.0), k / 2.0)
    } else {
        let full = load.powi(places as i32);
        let idle = (1.0 - load) / (1.0 - full * load);
        let tail = (k + 1.0) * full * load / (1.0 - full * load);
        (idle, idle * full, load / (1.0 - load) - tail)
    };
    let throughput = arrivals * (1.0 - loss);
    let busy = 1.0 - idle;
    Steady {
        loss,
        throughput,
        present,
        queued: present - busy,
        stay: present / throughput,
        wait: present / throughput - 1.0 / services,
        busy,
        blocked: 0.0,
    }
}

/// M/M/c/K: `servers` servers and `places` in all, servers among them; who finds none is lost.
#[must_use]
pub fn mmck(arrivals: f64, services: f64, servers: u32, places: u32) -> Steady {
    blocking(arrivals, services, servers, places, 0)
}

/// M/M/c/K with `sources` sources that share the arrivals: one that finds no place waits for it
/// and sends nothing meanwhile. With no sources named, arrivals never pause, and who finds no
/// place is lost.
///
/// The number in the system, with those that wait outside, goes up by one and down by one: its
/// distribution is a product of rates.
#[must_use]
pub fn blocking(arrivals: f64, services: f64, servers: u32, places: u32, sources: u32) -> Steady {
    let share = |blocked: u32| match sources {
        0 => 1.0,
        _ => f64::from(sources - blocked) / f64::from(sources),
    };
    let (mut weight, mut total) = (1.0, 0.0);
    let [mut present, mut busy, mut blocked, mut last] = [0.0; 4];
    for n in 0..=places + sources {
        if n > 0 {
            let outside_before = (n - 1).saturating_sub(places);
            weight *= arrivals * share(outside_before) / (f64::from(n.min(servers)) * services);
        }
        total += weight;
        present += weight * f64::from(n.min(places));
        busy += weight * f64::from(n.min(servers));
        blocked += weight * f64::from(n.saturating_sub(places));
        last = weight;
    }
    let [present, busy, blocked] = [present, busy, blocked].map(|sum| sum / total);
    let throughput = busy * services;
    Steady {
        loss: if sources == 0 { last / total } else { 0.0 },
        throughput,
        present,
        queued: present - busy,
        stay: present / throughput,
        wait: (present - busy) / throughput,
        busy,
        blocked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9 * (1.0 + b.abs())
    }

    fn are_near(a: Steady, b: Steady) -> bool {
        let all = |s: Steady| {
            [s.loss, s.throughput, s.present, s.queued, s.stay, s.wait, s.busy, s.blocked]
        };
        all(a).into_iter().zip(all(b)).all(|(a, b)| is_near(a, b))
    }

    #[test]
    fn one_server_at_four_fifths_has_four_customers() {
        let steady = mm1(0.8, 1.0).unwrap();
        assert!(is_near(steady.present, 4.0) && is_near(steady.queued, 3.2));
        assert!(is_near(steady.stay, 5.0) && is_near(steady.wait, 4.0));
        assert_eq!(mm1(1.0, 1.0), None);
    }

    /// The eye clinic of Gross et al., chapter 2: three doctors, 6 patients and 3 services an hour;
    /// 8/9 of a patient wait on average, for 4/27 of an hour.
    #[test]
    fn three_servers_are_as_published() {
        let steady = mmc(6.0, 3.0, 3).unwrap();
        assert!(is_near(steady.queued, 8.0 / 9.0) && is_near(steady.wait, 4.0 / 27.0));
        assert!(is_near(steady.present, 26.0 / 9.0) && is_near(steady.busy, 2.0));
        assert_eq!(mmc(9.0, 3.0, 3), None);
        assert!(are_near(mmc(0.8, 1.0, 1).unwrap(), mm1(0.8, 1.0).unwrap()));
    }

    /// The inspection station of Gross et al., chapter 2: three stands, seven places, a car a minute,
    /// six minutes a service: empty in one case of 1,141, full in 576 of them.
    #[test]
    fn three_servers_and_seven_places_are_as_published() {
        let steady = mmck(1.0, 1.0 / 6.0, 3, 7);
        assert!(is_near(steady.loss, 576.0 / 1_141.0));
        let (one, two) = (6.0 / 1_141.0, 18.0 / 1_141.0);
        assert!(is_near(steady.busy, one + 2.0 * two + 3.0 * (1.0 - 1.0 / 1_141.0 - one - two)));
        assert!(is_near(steady.throughput, 1.0 - steady.loss));
    }

    #[test]
    fn one_server_and_a_few_places_agree_with_the_sum() {
        for (arrivals, places) in [(0.5, 1), (0.9, 4), (1.0, 3), (1.7, 10), (3.0, 64)] {
            let (closed, sum) = (mm1k(arrivals, 1.0, places), mmck(arrivals, 1.0, 1, places));
            assert!(are_near(closed, sum), "{arrivals} {places}: {closed:?} {sum:?}");
        }
        // Source: every number of customers is as likely at λ = μ.
        let even = mm1k(2.0, 2.0, 3);
        assert!(is_near(even.loss, 0.25) && is_near(even.present, 1.5));
    }

    #[test]
    fn with_room_enough_a_bound_makes_no_difference() {
        let (bounded, unbounded) = (mmck(1.5, 1.0, 2, 400), mmc(1.5, 1.0, 2).unwrap());
        assert!(are_near(bounded, unbounded), "{bounded:?} {unbounded:?}");
    }

    /// A single source that waits is one more place, whose holder is not in the system.
    #[test]
    fn a_source_that_waits_is_a_place_outside() {
        let (waiting, losing) = (blocking(0.9, 1.0, 1, 4, 1), mm1k(0.9, 1.0, 5));
        assert!(is_near(waiting.blocked, losing.loss));
        assert!(is_near(waiting.throughput, losing.throughput) && is_near(waiting.loss, 0.0));
        assert!(is_near(waiting.present, losing.present - losing.loss));
    }

    #[test]
    fn littles_law_holds_of_every_formula() {
        let all = [
            mm1(0.7, 1.0).unwrap(),
            mmc(2.5, 1.0, 4).unwrap(),
            mm1k(1.3, 1.0, 6),
            mmck(3.0, 1.0, 2, 5),
            blocking(3.0, 1.0, 2, 5, 3),
        ];
        for steady in all {
            assert!(is_near(steady.present, steady.throughput * steady.stay), "{steady:?}");
            assert!(is_near(steady.queued, steady.throughput * steady.wait), "{steady:?}");
            assert!(is_near(steady.present - steady.queued, steady.busy), "{steady:?}");
        }
    }
}
