//! The queues of the textbooks as the page lays them beside what many runs measure.

use std::borrow::Cow;

use super::formulas::{Steady, blocking, mm1, mm1k, mmc, mmck};
use super::parameters::{BlockingQueue, Pace, WhenFull};
use crate::formula::Formula;
use crate::lab::{Lab, Source};

const GROSS: Source = Source {
    title: "D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris, “Fundamentals of Queueing \
            Theory”, 4th edition, Wiley 2008",
    url: "https://doi.org/10.1002/9781118625651",
};

const ASSUMPTIONS: &[&str] = &[
    "Items come at random, a Poisson process, and services take an exponential time.",
    "A line of code takes no time.",
    "It has settled: what comes before is warm-up.",
];

/// As [`Formula::value`].
type Value = fn(&[i64]) -> Result<f64, Cow<'static, str>>;

/// Who finds it full is turned away: K is the capacity and one place a consumer.
const LOSING: &str = "M/M/1/K and M/M/c/K";
/// Nobody finds it full.
const OPEN: &str = "M/M/1 and M/M/c";
/// Who finds it full waits, and makes nothing meanwhile.
const WAITING: &str = "M/M/c/K with sources that wait";

pub(super) const FORMULAS: &[Formula] = &[
    form("loss", LOSING, "the share of items that find no room", |k| losing(k, |s| s.loss)),
    form("throughput", LOSING, "items finished", |k| losing(k, |s| s.throughput)),
    form("throughput", WAITING, "items finished", |k| waiting(k, |s| s.throughput)),
    form("depth", LOSING, "the mean number in the buffer", |k| losing(k, |s| s.queued)),
    form("depth", OPEN, "the mean number in the buffer", |k| open(k, |s| s.queued)),
    form("depth", WAITING, "the mean number in the buffer", |k| waiting(k, |s| s.queued)),
    form("present", LOSING, "the mean number in the system", |k| losing(k, |s| s.present)),
    form("present", OPEN, "the mean number in the system", |k| open(k, |s| s.present)),
    form("present", WAITING, "the mean number in the system", |k| waiting(k, |s| s.present)),
    form("waiting", LOSING, "the mean time in the buffer", |k| losing(k, |s| s.wait)),
    form("waiting", OPEN, "the mean time in the buffer", |k| open(k, |s| s.wait)),
    form("waiting", WAITING, "the mean time in the buffer", |k| waiting(k, |s| s.wait)),
    form("sojourn", LOSING, "the mean time in the system", |k| losing(k, |s| s.stay)),
    form("sojourn", OPEN, "the mean time in the system", |k| open(k, |s| s.stay)),
    form("sojourn", WAITING, "the mean time in the system", |k| waiting(k, |s| s.stay)),
    form("busy", LOSING, "consumers at work", |k| losing(k, |s| s.busy)),
    form("busy", OPEN, "consumers at work", |k| open(k, |s| s.busy)),
    form("busy", WAITING, "consumers at work", |k| waiting(k, |s| s.busy)),
    form("blocked", WAITING, "producers that wait", |k| waiting(k, |s| s.blocked)),
];

const fn form(
    metric: &'static str,
    name: &'static str,
    gives: &'static str,
    value: Value,
) -> Formula {
    Formula { metric, name, gives, assumptions: ASSUMPTIONS, source: GROSS, value }
}

/// What a queue of the textbooks needs.
struct Textbook {
    /// λ, in 1/s.
    arrivals: f64,
    /// μ of one consumer, in 1/s.
    services: f64,
    servers: u32,
    /// K: places in all, those of the consumers among them.
    places: u32,
    model: BlockingQueue,
}

impl Textbook {
    fn of(knobs: &[i64]) -> Result<Textbook, Cow<'static, str>> {
        let model = BlockingQueue::build(knobs, None)?;
        let (Pace::Exponential(arrival), Pace::Exponential(service)) =
            (model.arrivals, model.service)
        else {
            return Err("It needs exponential arrivals and services.".into());
        };
        if model.step.as_micros() > 0 {
            return Err("Its lock takes no time: set a line of code to 0 ms.".into());
        }
        if model.stages > 1 || model.slowness > 1 {
            return Err("It is of a single stage, whose consumers are all alike.".into());
        }
        if model.items > 0 {
            return Err("Its items never end: set the items a producer to 0.".into());
        }
        if model.put_patience.as_micros() + model.get_patience.as_micros() > 0 {
            return Err("Nobody in it gives up: set both patiences to 0.".into());
        }
        Ok(Textbook {
            arrivals: 1e6 / arrival.as_micros() as f64,
            services: 1e6 / service.as_micros() as f64,
            servers: u32::from(model.consumers),
            places: u32::from(model.capacity) + u32::from(model.consumers),
            model,
        })
    }
}

fn losing(knobs: &[i64], of: fn(&Steady) -> f64) -> Result<f64, Cow<'static, str>> {
    let Textbook { arrivals, services, servers, places, model } = Textbook::of(knobs)?;
    match model.when_full {
        WhenFull::Reject | WhenFull::DropNewest if servers == 1 => {
            Ok(of(&mm1k(arrivals, services, places)))
        }
        WhenFull::Reject | WhenFull::DropNewest => {
            Ok(of(&mmck(arrivals, services, servers, places)))
        }
        _ => {
            Err("In it, who finds the queue full is turned away: reject, or drop the newest."
                .into())
        }
    }
}

fn waiting(knobs: &[i64], of: fn(&Steady) -> f64) -> Result<f64, Cow<'static, str>> {
    let Textbook { arrivals, services, servers, places, model } = Textbook::of(knobs)?;
    if model.when_full != WhenFull::Block {
        return Err("In it, who finds the queue full waits: block.".into());
    }
    Ok(of(&blocking(arrivals, services, servers, places, u32::from(model.producers))))
}

fn open(knobs: &[i64], of: fn(&Steady) -> f64) -> Result<f64, Cow<'static, str>> {
    let Textbook { arrivals, services, servers, model, .. } = Textbook::of(knobs)?;
    if model.when_full != WhenFull::Unbounded {
        return Err("In it, nobody ever finds the queue full: take the bound away.".into());
    }
    let load = arrivals / services / f64::from(servers);
    let steady =
        if servers == 1 { mm1(arrivals, services) } else { mmc(arrivals, services, servers) };
    let Some(steady) = steady else {
        return Err("It never settles: items come at least as fast as consumers work.".into());
    };
    // Beyond the memory the number in the system would go on falling by the load at each place.
    if load.powi(i32::from(model.memory)) > 1e-6 {
        return Err("Its room has no end, and here the memory would be felt: give it more.".into());
    }
    Ok(of(&steady))
}
