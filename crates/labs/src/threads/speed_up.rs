//! How much sooner the work is done, measured: the model itself, run with one to eight workers.

use kernel::sweep::Gauge;
use kernel::{Machine, Nature, Time, World};

use super::formulas;
use super::metrics::MAKESPAN;
use super::model::Threads;
use super::program::Division;
use super::setup::Setup;

/// The most workers that are measured, each with a core of its own.
pub const WORKERS_MAX: u8 = 8;

/// One run of one round, and what was expected of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// How many workers there were.
    pub workers: u8,
    /// Useful work over the time that it took: how many lone cores it came to.
    pub measured: f64,
    /// What the law says.
    pub law: f64,
}

/// A family of runs: the setup with one worker, two, and so on, each with a core of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The same work for all: Amdahl's question.
    pub fixed: Vec<Point>,
    /// Work that grows with the workers: Gustafson's question.
    pub scaled: Vec<Point>,
    /// The setup as it is, with its own cores and threads.
    pub here: f64,
    /// The serial part of the work, with one worker.
    pub serial_share: f64,
}

impl Threads {
    /// The points of this setup. They are measured once, by short runs of their own, and kept.
    #[must_use]
    pub fn measured(&self) -> &Measured {
        self.measured.get_or_init(|| measure(&self.setup))
    }
}

fn measure(setup: &Setup) -> Measured {
    let alone = Setup { threads: 1, is_scaled: false, ..setup.clone() };
    let serial = Division::of(&alone).serial_share();
    let points = |is_scaled: bool, law: fn(f64, f64) -> f64| {
        let point = |workers: u8| {
            let with = Setup { threads: workers, cores: workers, is_scaled, ..setup.clone() };
            Point { workers, measured: speed_up(with), law: law(serial, workers.into()) }
        };
        (1..=WORKERS_MAX).map(point).collect()
    };
    Measured {
        fixed: points(false, formulas::amdahl),
        scaled: points(true, formulas::gustafson),
        here: speed_up(setup.clone()),
        serial_share: serial,
    }
}

/// A round has at most so many steps: 240 tasks of three steps and a call for each of nine threads,
/// with a switch between any two.
const STEPS_MAX: u64 = 50_000;
/// So many steps are taken before it is asked whether a round is over.
const BITE: u64 = 64;

/// What one round of a setup comes to: useful work over time.
fn speed_up(setup: Setup) -> f64 {
    let work = setup.task() * Division::of(&setup).tasks().into();
    let mut world = World::new(Threads::new(setup), 1, Nature::default());
    let machine: &mut dyn Machine = &mut world;
    let index = machine.metrics().iter().position(|metric| metric.key == MAKESPAN);
    let index = index.expect("the lab measures how long a round takes");
    let mut gauge = Gauge::new(machine, false);
    for _ in 0..STEPS_MAX / BITE {
        machine.measure(Time::END, BITE, &mut gauge);
        if let Some(seconds) = machine.readings(&gauge, machine.now())[index] {
            return work.as_micros() as f64 / 1e6 / seconds;
        }
    }
    0.0
}
