//! Which policy and which memory keep ids unique, cell by cell.

use super::laws::UNIQUE;
use super::model::{CRASHES, MOVES};
use super::presets::FIELD;
use crate::grid::{Axis, Claim, Grid};
use crate::lab::Source;
use kernel::{Budget, Purse};

const TWITTER: Source = Source {
    title: "twitter-archive/snowflake, README (“System Clock Dependency”) and IdWorkerSpec.scala, 2010",
    url: "https://github.com/twitter-archive/snowflake/tree/snowflake-2010",
};

const GENERATOR_STATES: Source = Source {
    title: "RFC 9562, section 6.3: what a generator of time-ordered ids keeps in stable storage, 2024",
    url: "https://www.rfc-editor.org/rfc/rfc9562#section-6.3",
};

/// So many movements of clocks and so many crashes.
const fn limits(moves: u8, crashes: u8) -> Purse {
    let mut purse = [0; Budget::KINDS];
    purse[MOVES.0 as usize] = moves;
    purse[CRASHES.0 as usize] = crashes;
    purse
}

/// The position of a knob in the lab's list.
const fn knob(list: &[kernel::Knob], key: &str) -> usize {
    let mut index = 0;
    while index < list.len() {
        if is(list[index].key.as_bytes(), key.as_bytes()) {
            return index;
        }
        index += 1;
    }
    panic!("a grid names knobs of its lab")
}

const fn is(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index] == right[index] {
        index += 1;
    }
    index == left.len() && index == right.len()
}

const POLICY: usize = knob(super::knobs::KNOBS, "policy");
const NUMBERS: usize = knob(super::knobs::KNOBS, "numbers");
const RESTART: usize = knob(super::knobs::KNOBS, "restart");

/// The historical mistake, among the policies.
const RESET: i64 = 3;
/// A worker that has its last id on disk, among what it does after a crash.
const REMEMBERS: i64 = 2;

pub(super) const GRIDS: &[Grid] = &[
    Grid {
        key: "policies",
        title: "Policies and numbers, with a movement of a clock",
        law: UNIQUE,
        base: &FIELD,
        limits: limits(1, 0),
        panels: None,
        rows: Axis { knob: "policy", values: &[0, 1, 2, RESET] },
        columns: Axis { knob: "numbers", values: &[0, 1] },
        claim: Claim {
            text: "no id is made twice exactly when workers have numbers of their own and keep their \
                   sequence while the clock is behind",
            source: TWITTER,
            holds: |knobs| knobs[NUMBERS] == 0 && knobs[POLICY] != RESET,
            differs: None,
        },
    },
    Grid {
        key: "restarts",
        title: "What a worker remembers, with a crash and a movement of a clock",
        law: UNIQUE,
        base: &FIELD,
        limits: limits(1, 1),
        panels: None,
        rows: Axis { knob: "policy", values: &[0, 1, 2, RESET] },
        columns: Axis { knob: "restart", values: &[0, 1, REMEMBERS] },
        claim: Claim {
            text: "no id is made twice exactly when the last id outlives the crash, and the sequence \
                   is kept while the clock is behind",
            source: GENERATOR_STATES,
            holds: |knobs| knobs[RESTART] == REMEMBERS && knobs[POLICY] != RESET,
            differs: None,
        },
    },
];
