//! Every scalar parameter, once, and the model that they make.

use super::clock::DRIFT_PERMILLE_MAX;
use super::layout::{LAYOUTS, Layout};
use super::model::LOAD_MAX;
use super::parameters::{BEGINNING_MS, Restart, Snowflake};
use super::rule::Policy;
use kernel::{Knob, Range, Span};

const fn knob(
    (key, label, unit): (&'static str, &'static str, &'static str),
    help: &'static str,
    range: Range,
    default: i64,
) -> Knob {
    Knob { key, label, unit, help, range, default, major: false }
}

const fn major(knob: Knob) -> Knob {
    Knob { major: true, ..knob }
}

/// A year, in milliseconds.
const YEAR_MS: u64 = 31_556_952_000;

pub(super) const KNOBS: &[Knob] = &[
    major(knob(
        ("layout", "layout", ""),
        "How the 64 bits of an id are divided; one’s own is set under More.",
        Range::Choice(&["own", "prototype", "twitter", "discord", "instagram", "sonyflake"]),
        0,
    )),
    major(knob(("workers", "workers", ""), "How many workers make ids.", Range::Linear(1, 4), 3)),
    major(knob(
        ("policy", "clock goes back", ""),
        "What a worker does whose clock stands behind its last id. Reset is the historical mistake.",
        Range::Choice(&["refuse", "wait", "borrow", "reset"]),
        0,
    )),
    major(knob(
        ("load", "load", "ids a second"),
        "How many ids are asked for, at all workers together, on average.",
        Range::Log(1, LOAD_MAX as i64),
        9,
    )),
    major(knob(
        ("skew", "clocks differ", "ms"),
        "How far the clock of each worker is ahead of that of the one before, at the start.",
        Range::Linear(-1_000, 1_000),
        0,
    )),
    knob(
        ("numbers", "worker numbers", ""),
        "Whether each worker has its own number, or the first two have one by mistake.",
        Range::Choice(&["own", "alike"]),
        0,
    ),
    knob(
        ("drift", "drift of clock 2", "‰"),
        "What the clock of worker 2 gains from the start, in thousandths of true time. Real ones gain \
         or lose some hundredths of that.",
        Range::Linear(-(DRIFT_PERMILLE_MAX as i64), DRIFT_PERMILLE_MAX as i64),
        0,
    ),
    knob(
        ("lent", "lent ticks", "ticks"),
        "How many ticks ahead of its clock a worker may go when it borrows.",
        Range::Linear(1, 100),
        4,
    ),
    knob(
        ("room", "room to wait", "requests"),
        "How many requests may wait at a worker; one more is turned away.",
        Range::Linear(0, 64),
        8,
    ),
    knob(
        ("restart", "after a crash", ""),
        "What a worker does when it comes back: it has forgotten its last id, has forgotten it and \
         waits a tick, or has it on disk.",
        Range::Choice(&["forgets", "waits-a-tick", "remembers"]),
        0,
    ),
    knob(
        ("time-bits", "time", "bits"),
        "How many bits of one’s own layout are time.",
        Range::Linear(4, 48),
        41,
    ),
    knob(
        ("worker-bits", "worker", "bits"),
        "How many bits of one’s own layout are the worker’s number.",
        Range::Linear(0, 16),
        2,
    ),
    knob(
        ("sequence-bits", "sequence", "bits"),
        "How many bits of one’s own layout are the sequence.",
        Range::Linear(0, 16),
        2,
    ),
    knob(
        ("tick", "tick", "ms"),
        "How long a tick of one’s own layout lasts.",
        Range::Log(1, 1_000),
        250,
    ),
    knob(
        ("epoch", "epoch", "years back"),
        "How long before the run the epoch of one’s own layout lies; at nought, just before it.",
        Range::Linear(0, 50),
        0,
    ),
    knob(
        ("moves", "clocks are moved", ""),
        "Whether a search pays for movements of clocks out of its budget, or tries any number of them.",
        Range::Choice(&["counted", "freely"]),
        0,
    ),
    knob(
        ("clock-bound", "clocks are off at most", "ms"),
        "No clock is ever further from true time than this, rounded up to whole ticks.",
        Range::Log(1, 2_000),
        1_000,
    ),
];

/// The model that these values make.
///
/// # Errors
/// When they do not go together; the sentence says which, and what would.
pub(super) fn build(knobs: &[i64]) -> Result<Snowflake, String> {
    let knob = |key: &str| {
        let index = KNOBS.iter().position(|knob| knob.key == key);
        let value = index.and_then(|index| knobs.get(index).copied());
        value.ok_or_else(|| format!("{key} has no value: {} knobs are wanted", KNOBS.len()))
    };
    let whole = |key: &str| {
        let value = knob(key)?;
        u32::try_from(value).map_err(|_| format!("{key} cannot be {value}: it is nought or more"))
    };
    let bound_ms = u64::from(whole("clock-bound")?).max(1);
    let layout = match LAYOUTS.get((whole("layout")? as usize).wrapping_sub(1)) {
        Some(layout) => *layout,
        None => {
            let bits = (whole("time-bits")?, whole("worker-bits")?, whole("sequence-bits")?);
            let tick_ms = u64::from(whole("tick")?);
            own(bits, tick_ms, (u64::from(whole("epoch")?), bound_ms))?
        }
    };
    let workers = whole("workers")?.clamp(1, 4) as u8;
    if layout.workers() < u64::from(workers) {
        let most = layout.workers();
        return Err(format!(
            "{workers} workers want {workers} numbers, and this layout has {most}: take fewer workers \
             or more bits of worker"
        ));
    }
    let ahead = u64::from(whole("lent")?);
    let policies = [Policy::Refuse, Policy::Wait, Policy::Borrow { ahead }, Policy::Reset];
    Ok(Snowflake {
        layout,
        workers,
        policy: policies[(whole("policy")? as usize).min(3)],
        load: whole("load")?.clamp(1, LOAD_MAX),
        room: whole("room")?.min(64) as u16,
        skew_ms: knob("skew")?.clamp(-1_000, 1_000) as i32,
        drift_permille: knob("drift")?.clamp(-500, 500) as i16,
        is_alike: whole("numbers")? > 0,
        moves_freely: whole("moves")? > 0,
        restart: Restart::ALL[(whole("restart")? as usize).min(2)],
        bound: Span::millis(bound_ms.div_ceil(layout.tick_ms) * layout.tick_ms),
    })
}

/// One's own layout, whose ticks begin with the run's.
fn own(
    (time, worker, sequence): (u32, u32, u32),
    tick_ms: u64,
    (years, bound_ms): (u64, u64),
) -> Result<Layout, String> {
    let back_ms = years * YEAR_MS + bound_ms;
    let epoch_ms = BEGINNING_MS.saturating_sub(back_ms.div_ceil(tick_ms.max(1)) * tick_ms);
    // A knob of bits goes to 48.
    let bits = (time as u8, worker as u8, sequence as u8);
    let layout = Layout::own(bits, epoch_ms, tick_ms).map_err(|why| why.to_string())?;
    let left_ms = layout.spent_ms().saturating_sub(u128::from(BEGINNING_MS));
    if left_ms == 0 {
        return Err(format!(
            "{time} bits of time have run out before the run begins: take more, or a longer tick, or a \
             later epoch"
        ));
    }
    Ok(layout)
}
