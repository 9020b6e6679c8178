//! What is run: settings of the panel, and the parameters that they come to.

use crate::two_phase_commit::rules::KNOBS;
use kernel::Range;

/// What is set. The first half holds for a run, the second may be turned while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Services that take part.
    pub services: u32,
    /// What is presumed of an order that nobody remembers, as the knob has it.
    pub presume: u32,
    /// What is done wrong, as the knob has it.
    pub mistake: u32,
    /// How long a message takes, in milliseconds.
    pub wire_ms: u32,
    /// Time between two orders, in milliseconds; zero where a hand places them.
    pub order_ms: u32,
    /// Messages lost, per thousand.
    pub loss: u32,
    /// Time between two crashes, in milliseconds; zero where a hand crashes.
    pub storm_ms: u32,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            services: 2,
            presume: 1,
            mistake: 0,
            wire_ms: 100,
            order_ms: 1_000,
            loss: 0,
            storm_ms: 0,
        }
    }
}

impl Plan {
    /// Whether the same servers can go on under it.
    pub fn suits(&self, other: &Plan) -> bool {
        let fixed = |plan: &Plan| (plan.services, plan.presume, plan.mistake, plan.wire_ms);
        fixed(self) == fixed(other)
    }

    /// The lab's knobs. Time-outs grow with the way that messages have.
    pub fn knobs(&self) -> Vec<i64> {
        let wire = i64::from(self.wire_ms);
        let set = [
            ("services", i64::from(self.services)),
            ("presume", i64::from(self.presume)),
            ("mistake", i64::from(self.mistake)),
            ("time-out", (400 + 6 * wire).min(5_000)),
            ("ask-every", (300 + 3 * wire).min(5_000)),
            ("patience", (1_500 + 10 * wire).min(10_000)),
            ("stock", 100),
            ("at-once", 4),
            // The panel places the orders.
            ("order-every", 0),
        ];
        let value = |key| set.iter().find(|(other, _)| *other == key).map(|(_, value)| *value);
        KNOBS.iter().map(|knob| value(knob.key).unwrap_or(knob.default)).collect()
    }

    /// How long a record lies in memory before it is forced to the file, in milliseconds: so that a
    /// crash may come between, as it may with slower disks.
    pub fn disk_ms(&self) -> u32 {
        self.wire_ms / 5
    }
}

/// An answer of a knob that has a few to choose from; nothing of any other knob.
pub fn choice(key: &str, at: u32) -> &'static str {
    let knob = KNOBS.iter().find(|knob| knob.key == key);
    match knob.map(|knob| knob.range) {
        Some(Range::Choice(words)) => words.get(at as usize).copied().unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two_phase_commit::rules::TwoPhase;

    #[test]
    fn every_plan_is_within_the_knobs() {
        for wire_ms in super::super::controls::WIRES_MS {
            let plan = Plan { wire_ms, services: 5, ..Plan::default() };
            for (knob, value) in KNOBS.iter().zip(plan.knobs()) {
                let (low, high) = knob.range.bounds();
                assert!((low..=high).contains(&value), "{}: {value}", knob.key);
            }
            assert_eq!(TwoPhase::of(&plan.knobs()).protocol.shop.pace_ms, 0);
        }
    }
}
