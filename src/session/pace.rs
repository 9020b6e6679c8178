//! How fast virtual time goes against a person's time.

use kernel::{Machine, Time, order};

/// The speeds on offer: seconds of virtual time in a second of a person's time.
pub const SPEEDS: [f64; 19] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
    200.0, 500.0, 1000.0,
];

/// A run that nothing is known of plays in real time.
const REAL_TIME: usize = 9;
/// How many steps are looked at to find how fast a run is.
const STEPS: u64 = 64;
/// How long the usual pause between two steps should take, in seconds of a person's time.
const PAUSE_S: f64 = 0.1;

/// What a speed is called.
pub fn speed_label(index: usize) -> String {
    format!("{}×", SPEEDS[index])
}

/// The speed at which the first steps of a run can be followed by eye: milliseconds of a network
/// want slow motion, hours of a cache want the opposite.
pub(super) fn suited(machine: &dyn Machine) -> usize {
    let mut scout = machine.fork();
    let mut pauses = Vec::new();
    while scout.step() < STEPS && scout.next_due().is_some() {
        let before = scout.now();
        scout.advance(Time::END, 1, None);
        let pause = scout.now().since(before).as_micros();
        if pause > 0 {
            pauses.push(pause);
        }
    }
    order::numbers(&mut pauses);
    let Some(usual) = pauses.get(pauses.len() / 2) else { return REAL_TIME };
    let wanted = *usual as f64 / 1e6 / PAUSE_S;
    SPEEDS.iter().rposition(|speed| *speed <= wanted * 1.01).unwrap_or(0)
}
