//! What is known in closed form, to be laid beside what many runs measure.

use std::borrow::Cow;

use super::model::IdSchemes;
use crate::formula::Formula;
use crate::lab::{Lab, Source};
use kernel::Span;

const GROSS: Source = Source {
    title: "D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, “Fundamentals of Queueing \
            Theory”, 4th edition, Wiley 2008, chapter 5: the Pollaczek–Khinchine formula",
    url: "https://doi.org/10.1002/9781118625651",
};

const SETTLED: &str = "It has settled: what comes before is warm-up.";
const PATIENT: &str = "Nobody waits as long as the time-out.";

/// As [`Formula::value`].
type Value = fn(&[i64]) -> Result<f64, Cow<'static, str>>;

const fn form(
    metric: &'static str,
    name: &'static str,
    gives: &'static str,
    assumptions: &'static [&'static str],
    value: Value,
) -> Formula {
    Formula { metric, name, gives, assumptions, source: GROSS, value }
}

pub(super) const FORMULAS: &[Formula] = &[
    form(
        "counter_wait",
        "M/D/1 and a round trip",
        "the mean wait for an id",
        &["Requests come at random, a Poisson process.", SETTLED, PATIENT],
        |knobs| queue(knobs, |_| 1.0),
    ),
    form(
        "stride_wait",
        "M/D/1 at each shard, and a round trip",
        "the mean wait for an id",
        &[
            "Requests come at random, a Poisson process, and fall on each shard alike.",
            SETTLED,
            PATIENT,
        ],
        |knobs| queue(knobs, |model| f64::from(model.shards)),
    ),
    form(
        "leases_wait",
        "A round trip for each range",
        "the mean wait for an id",
        &[
            "One writer, which asks when its range is used up.",
            "Fewer requests come within a round trip than a range has numbers.",
            SETTLED,
            PATIENT,
        ],
        leases,
    ),
    form(
        "counter_rate",
        "What comes is served",
        "ids a second",
        &["The server is not overloaded.", SETTLED, PATIENT],
        |knobs| {
            let model = load(knobs)?;
            utilisation(&model, 1.0).map(|_| rate(&model))
        },
    ),
    form(
        "v4_smaller",
        "One half",
        "how many ids are smaller than the one given before",
        &["Two random ids are equally likely in either order.", SETTLED],
        |knobs| load(knobs).map(|_| 50.0),
    ),
];

fn seconds(span: Span) -> f64 {
    span.as_micros() as f64 / 1e6
}

/// The model, where requests come by themselves and nobody forgets what randomness is.
fn load(knobs: &[i64]) -> Result<IdSchemes, Cow<'static, str>> {
    let model = IdSchemes::build(knobs, None)?;
    if model.request_every == Span::ZERO {
        return Err("No requests come by themselves: set “a request every” above 0.".into());
    }
    if model.random_bits.is_some() {
        return Err("UUIDs have too few random bits: set them as they should be.".into());
    }
    Ok(model)
}

/// λ of all writers together, in 1/s.
fn rate(model: &IdSchemes) -> f64 {
    f64::from(model.writers) / seconds(model.request_every)
}

/// ρ of each of so many servers that share the requests.
fn utilisation(model: &IdSchemes, servers: f64) -> Result<f64, Cow<'static, str>> {
    let load = rate(model) * seconds(model.service) / servers;
    if load < 1.0 {
        Ok(load)
    } else {
        Err("More requests come than the server can serve, so it never settles.".into())
    }
}

/// 2·network + D + ρD / 2(1 − ρ).
fn queue(knobs: &[i64], servers: fn(&IdSchemes) -> f64) -> Result<f64, Cow<'static, str>> {
    let model = load(knobs)?;
    let load = utilisation(&model, servers(&model))?;
    let (trip, service) = (2.0 * seconds(model.network), seconds(model.service));
    Ok(trip + service + load * service / (2.0 * (1.0 - load)))
}

/// Of the N requests that use a range one finds the last range empty and waits for the whole round
/// trip T; of those that come meanwhile, λT on average, each waits for the rest of it, T/2 on
/// average: (T + λT²/2) / N.
fn leases(knobs: &[i64]) -> Result<f64, Cow<'static, str>> {
    let model = load(knobs)?;
    if model.writers > 1 || model.prefetches {
        return Err("It is of one writer that does not fetch ahead.".into());
    }
    let trip = 2.0 * seconds(model.network) + seconds(model.service);
    let meanwhile = rate(&model) * trip;
    // More than six standard deviations above the mean of a Poisson variable hardly ever come.
    if meanwhile + 6.0 * meanwhile.sqrt() > f64::from(model.range) - 1.0 {
        return Err("A range is used up before the next has come: make ranges larger.".into());
    }
    Ok((trip + meanwhile * trip / 2.0) / f64::from(model.range))
}
