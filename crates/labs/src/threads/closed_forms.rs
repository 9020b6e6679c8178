//! The laws of speed-up as the page lays them beside what many runs measure.

use std::borrow::Cow;

use super::formulas::{amdahl, gustafson};
use super::program::Division;
use super::setup::{Program, RunAs, Setup};
use crate::formula::Formula;
use crate::lab::Source;

const AMDAHL: Source = Source {
    title: "G. M. Amdahl, “Validity of the single processor approach to achieving large scale \
            computing capabilities”, AFIPS 1967",
    url: "https://doi.org/10.1145/1465482.1465560",
};

const GUSTAFSON: Source = Source {
    title: "J. L. Gustafson, “Reevaluating Amdahl's law”, CACM 31(5), 1988",
    url: "https://doi.org/10.1145/42411.42415",
};

const ASSUMPTIONS: &[&str] = &[
    "The parallel part of the work divides evenly among the cores.",
    "Starting, switching, joining and copying cost nothing: where they do, what is measured lies \
     below.",
    "Steps are of one length: where they are uneven, everybody waits for the slowest.",
];

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        metric: "speed_up",
        name: "Amdahl's law",
        gives: "how many times as fast the same work is done as by one core",
        assumptions: ASSUMPTIONS,
        source: AMDAHL,
        value: |knobs| fixed(knobs).map(|(serial, cores, _)| amdahl(serial, cores)),
    },
    Formula {
        metric: "makespan",
        name: "Amdahl's law",
        gives: "how long the work takes",
        assumptions: ASSUMPTIONS,
        source: AMDAHL,
        value: |knobs| fixed(knobs).map(|(serial, cores, alone)| alone / amdahl(serial, cores)),
    },
    Formula {
        metric: "speed_up",
        name: "Gustafson's law",
        gives: "how many times as much work is done in the same time as by one core",
        assumptions: ASSUMPTIONS,
        source: GUSTAFSON,
        value: |knobs| {
            let setup = computing(knobs)?;
            if !setup.is_scaled {
                return Err(
                    "Its work grows with the threads: turn that on, or read Amdahl's.".into()
                );
            }
            if setup.threads > setup.cores {
                return Err(
                    "Each thread brings its work and needs a core of its own: take as many \
                            cores as threads."
                        .into(),
                );
            }
            let alone = Setup { threads: 1, is_scaled: false, ..setup.clone() };
            Ok(gustafson(Division::of(&alone).serial_share(), setup.threads.into()))
        },
    },
];

/// The serial share, the cores that can be in use, and the seconds that one core would need; or why
/// Amdahl's law says nothing here.
fn fixed(knobs: &[i64]) -> Result<(f64, f64, f64), Cow<'static, str>> {
    let setup = computing(knobs)?;
    if setup.is_scaled {
        return Err("Its work is the same however many do it: here it grows with the threads, \
                    which is Gustafson's question."
            .into());
    }
    let (threads, cores) = (setup.threads, setup.cores);
    if threads > cores && threads % cores != 0 {
        return Err(format!(
            "{threads} threads do not divide evenly among {cores} cores: take as many, or a \
             multiple"
        )
        .into());
    }
    let division = Division::of(&setup);
    let alone = setup.task() * division.tasks().into();
    let seconds = alone.as_micros() as f64 / 1e6;
    Ok((division.serial_share(), threads.min(cores).into(), seconds))
}

/// The setup, where its work computes in parallel at all.
fn computing(knobs: &[i64]) -> Result<Setup, Cow<'static, str>> {
    let setup = Setup::of(knobs).map_err(|_| "These knobs make no program that could run.")?;
    match (setup.program, setup.run_as) {
        (Program::Compute, RunAs::InterpreterLock) => Err("Under an interpreter lock one thread \
             computes at a time, however many cores there are."
            .into()),
        (Program::Compute, _) => Ok(setup),
        (Program::Wait | Program::Mixed, _) => Err("It counts cores, and who waits for an answer \
             needs none: take the program compute."
            .into()),
        _ => Err("It is about work that is divided: take the program compute.".into()),
    }
}
