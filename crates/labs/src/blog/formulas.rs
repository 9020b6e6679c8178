//! Closed forms of what many runs measure.

use std::borrow::Cow;

use super::knobs::knob;
use crate::formula::Formula;
use crate::lab::Source;

const KARGER: Source = Source {
    title: "D. Karger, E. Lehman, T. Leighton, M. Levine, D. Lewin, R. Panigrahy, “Consistent \
            Hashing and Random Trees”, STOC 1997",
    url: "https://doi.org/10.1145/258533.258660",
};

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        metric: "shards_asked",
        name: "balls in bins, N(1 − (1 − 1/N)^f)",
        gives: "the mean number of shards on which f authors live",
        assumptions: &[
            "Every author is as likely to live on one of the N shards as on another, whoever lives \
             where besides; a ring with few users is less even.",
            "A reader’s timeline has f authors: those whom they follow, and themselves.",
        ],
        source: Source {
            title: "P. Flajolet, R. Sedgewick, “Analytic Combinatorics”, Cambridge 2009, chapter III",
            url: "https://doi.org/10.1017/CBO9780511801655",
        },
        value: shards_asked,
    },
    Formula {
        metric: "movers",
        name: "k/(N + k), for k = 1",
        gives: "the share of users who live on the shard that joins, of N before it",
        assumptions: &[
            "Every shard has an equal share of the ring, which more virtual nodes come \
                        nearer to.",
        ],
        source: KARGER,
        value: movers,
    },
    Formula {
        metric: "latency",
        name: "a round trip, 2d + j",
        gives: "the mean time to a page of one shard",
        assumptions: &["A message takes d, and up to j more, each length as likely as another."],
        source: Source {
            title: "W. Feller, “An Introduction to Probability Theory and Its Applications”, volume \
                    2, 2nd edition, Wiley 1971, chapter I",
            url: "https://openlibrary.org/isbn/0471257095",
        },
        value: round_trip,
    },
];

fn shards_asked(knobs: &[i64]) -> Result<f64, Cow<'static, str>> {
    if knob(knobs, "joins-after") > 0 {
        return Err("A shard joins while it is measured, so N changes: let none join.".into());
    }
    let shards = knob(knobs, "shards") as f64;
    let authors = 1 + knob(knobs, "follows").min(knob(knobs, "users") - 1);
    // A product of a few factors, so that it is the same natively and in a browser.
    let none_on_it = (0..authors).fold(1.0, |none, _| none * (1.0 - 1.0 / shards));
    Ok(shards * (1.0 - none_on_it))
}

fn movers(knobs: &[i64]) -> Result<f64, Cow<'static, str>> {
    if knob(knobs, "joins-after") == 0 {
        return Err("No shard joins by itself: say after how many seconds one does.".into());
    }
    Ok(100.0 / (knob(knobs, "shards") + 1) as f64)
}

fn round_trip(knobs: &[i64]) -> Result<f64, Cow<'static, str>> {
    if knob(knobs, "shards") > 1 || knob(knobs, "joins-after") > 0 {
        return Err("A page of several shards waits for the slowest: set one shard.".into());
    }
    let (delay, jitter) = (knob(knobs, "delay"), knob(knobs, "jitter"));
    let patience = knob(knobs, "patience");
    if patience > 0 && patience < 2 * (delay + jitter) {
        return Err(
            "The application gives up before a slow answer comes: give it more patience.".into()
        );
    }
    Ok((2 * delay + jitter) as f64 / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blog::few::Few;
    use crate::blog::placing::Placing;
    use std::collections::BTreeSet;

    fn knobs(turned: &[(&str, i64)]) -> Vec<i64> {
        let value = |key: &str| turned.iter().find(|(other, _)| *other == key);
        let all = crate::blog::knobs::KNOBS.iter();
        all.map(|knob| value(knob.key).map_or(knob.default, |(_, value)| *value)).collect()
    }

    fn placing(salt: u32, users: u32) -> Placing {
        let names = (0..users).map(|user| format!("user {salt}-{user}").into());
        Placing::new(names.collect(), 1_000).expect("a ring")
    }

    /// Over many names the ring asks as many shards as balls fall into bins.
    #[test]
    fn the_ring_spreads_authors_as_balls_fall_into_bins() {
        for (shards, follows) in [(2, 1_u8), (3, 4), (4, 7), (6, 3)] {
            let members: Few = (1..=shards).collect();
            let authors = usize::from(follows) + 1;
            let (mut asked, mut groups) = (0, 0);
            for salt in 0..8 {
                let homes = placing(salt, 250).homes(members);
                for homes in homes.chunks_exact(authors) {
                    asked += homes.iter().collect::<BTreeSet<_>>().len();
                    groups += 1;
                }
            }
            let mean = asked as f64 / f64::from(groups);
            let turned = [("shards", shards.into()), ("follows", follows.into()), ("users", 12)];
            let formula = shards_asked(&knobs(&turned)).expect("it holds");
            assert!((mean / formula - 1.0).abs() < 0.03, "{shards} {follows}: {mean} {formula}");
        }
    }

    #[test]
    fn a_shard_that_joins_gets_its_share() {
        for shards in 1..=6 {
            let (before, after): (Few, Few) = ((1..=shards).collect(), (1..=shards + 1).collect());
            let placing = placing(1, 250);
            let (before, after) = (placing.homes(before), placing.homes(after));
            let moved = before.iter().zip(&*after).filter(|(before, after)| before != after);
            let share = moved.count() as f64 * 100.0 / 250.0;
            let turned = [("shards", shards.into()), ("joins-after", 5)];
            let formula = movers(&knobs(&turned)).expect("it holds");
            assert!((share - formula).abs() < 7.0, "{shards}: {share} {formula}");
        }
    }
}
