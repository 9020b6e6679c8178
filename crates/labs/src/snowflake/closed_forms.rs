//! What is known in closed form, as the page lays it beside what many runs measure.

use super::bulk::{Ticks, settle};
use super::knobs::build;
use super::layout::Role;
use super::overtaking::overtaken;
use super::parameters::Snowflake;
use crate::formula::Formula;
use crate::lab::Source;
use std::borrow::Cow;

const BAILEY: Source = Source {
    title: "N. T. J. Bailey, “On queueing processes with bulk service”, Journal of the Royal \
            Statistical Society B 16(1), 1954",
    url: "https://doi.org/10.1111/j.2517-6161.1954.tb00149.x",
};

const KINGMAN: Source = Source {
    title: "J. F. C. Kingman, “Poisson Processes”, Oxford University Press 1993: where the arrivals of \
            an interval lie, given how many there are",
    url: "https://global.oup.com/academic/product/poisson-processes-9780198536932",
};

const BULK: &str = "M/D/1 with bulk service and finite room";

const SERVED: &[&str] = &[
    "Requests come at random, a Poisson process, and each goes to a worker at random.",
    "No two requests are further apart than eight times the mean: one gap in 2,981 would be.",
    "Clocks run as true time does; how far they are off does not matter.",
    "It has settled.",
];

const ORDERED: &[&str] = &[
    "Requests come at random, a Poisson process, and each goes to a worker at random.",
    "Clocks may differ, and run as true time does; no sequence is exhausted.",
    "In the id the worker’s number stands behind the time and before the sequence.",
];

/// As [`Formula::value`].
type Value = fn(&[i64]) -> Result<f64, Cow<'static, str>>;

pub(super) const FORMULAS: &[Formula] = &[
    bulk("ids", "ids made", |k| served(k, |model, ticks| ticks.made * per_second(model))),
    bulk("turned_away", "requests that find no room", |k| {
        served(k, |model, ticks| ticks.lost * per_second(model))
    }),
    bulk("exhausted", "stalls that begin", |k| {
        served(k, |model, ticks| ticks.stalls * per_second(model))
    }),
    bulk("stalled_workers", "the mean number of workers that stall", |k| {
        served(k, |model, ticks| ticks.stalled * f64::from(model.workers))
    }),
    bulk("fill", "the mean number of ids in a tick that has any", |k| {
        served(k, |_, ticks| ticks.made / ticks.used)
    }),
    Formula {
        metric: "out_of_order",
        name: "Poisson arrivals within a window",
        gives: "the share of ids before which a greater one was made",
        assumptions: ORDERED,
        source: KINGMAN,
        value: out_of_order,
    },
];

const fn bulk(metric: &'static str, gives: &'static str, value: Value) -> Formula {
    Formula { metric, name: BULK, gives, assumptions: SERVED, source: BAILEY, value }
}

/// The model of these knobs, or the sentence that refuses them.
fn model(knobs: &[i64]) -> Result<Snowflake, String> {
    build(knobs).map_err(|why| format!("There are no such workers: {why}."))
}

/// Ticks of all workers in a second.
fn per_second(model: &Snowflake) -> f64 {
    f64::from(model.workers) * 1_000.0 / model.layout.tick_ms as f64
}

/// How many requests a worker has in a tick, on average.
fn arrivals(model: &Snowflake) -> f64 {
    let gap_us = (1_000_000 / model.load.max(1)).max(1);
    let tick_us = model.tick().as_micros() as f64;
    tick_us / f64::from(gap_us) / f64::from(model.workers)
}

fn served(knobs: &[i64], of: fn(&Snowflake, Ticks) -> f64) -> Result<f64, Cow<'static, str>> {
    let model = model(knobs)?;
    if model.drift_permille != 0 && model.workers > 1 {
        return Err("A clock that drifts has more ticks or fewer: let none drift.".into());
    }
    if model.is_spent_soon() {
        return Err("The timestamp runs out: take more bits of time.".into());
    }
    let (per_tick, room) = (model.layout.per_tick() as usize, usize::from(model.room));
    Ok(of(&model, settle(arrivals(&model), per_tick, room)))
}

fn out_of_order(knobs: &[i64]) -> Result<f64, Cow<'static, str>> {
    let model = model(knobs)?;
    if model.drift_permille != 0 && model.workers > 1 {
        return Err("It is of clocks that go alike: let none drift.".into());
    }
    if model.is_alike {
        return Err("It is of workers with numbers of their own.".into());
    }
    let roles: Vec<_> = model.layout.fields().map(|(field, _)| field.role).collect();
    if roles.last() != Some(&Role::Sequence) {
        return Err("In this layout the sequence stands before the worker’s number.".into());
    }
    let arrivals = arrivals(&model);
    let per_tick = model.layout.per_tick() as usize;
    if settle(arrivals, per_tick, usize::from(model.room)).stalls > 1e-3 {
        return Err("Sequences are exhausted too often: ask for less, or give the sequence more \
                    bits."
            .into());
    }
    let in_ticks = |error_us: i64| error_us as f64 / model.tick().as_micros() as f64;
    let errors: Vec<_> = (0..model.workers).map(|at| in_ticks(model.first_error_us(at))).collect();
    Ok(100.0 * overtaken(arrivals, &errors))
}
