//! What others published, what theory expects, and what this run found, side by side: data that
//! the page and the command line both show.

use kernel::order;

use super::members::Cannot;
use super::model::{HashRing, State};
use super::movement::{Cause, Movement};
use super::spread::ratios;
use super::words;

/// One change of members: which share of the keys moved.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedRow {
    /// The change: "50 of 1,000 shards left".
    pub what: String,
    /// What the original prototypes' report measured under these settings, in per cent.
    pub published: Option<f64>,
    /// The expectation, in per cent: k/N for k of N shards that leave, k/(N + k) for k that join N.
    pub expected: f64,
    /// What moved here, in per cent.
    pub ours: f64,
    /// What modulo hashing would have moved, in per cent.
    pub modulo: f64,
}

/// The original prototypes' report: 1,000 shards, 10,000 keys, 50 shards removed, 50 added.
const REPORT_SHARDS: u32 = 1_000;
const REPORT_KEYS: u32 = 10_000;
const REPORT_CHANGE: u32 = 50;
const REPORT_REMOVED_PERCENT: f64 = 4.95;
const REPORT_ADDED_PERCENT: f64 = 4.55;

/// One row for each change that the state remembers, the oldest first.
#[must_use]
pub fn moved(state: &State) -> Vec<MovedRow> {
    state.movements.iter().map(|movement| moved_row(movement)).collect()
}

fn moved_row(movement: &Movement) -> MovedRow {
    let (before, shards) = (movement.before.members().count(), movement.shards());
    let what = match movement.cause() {
        Cause::Left => {
            format!("{} of {} left", words::count(shards), words::things(before, "shard", "shards"))
        }
        Cause::Joined => {
            format!("{} joined {}", words::things(shards, "shard", "shards"), words::count(before))
        }
        Cause::Reweighted => format!(
            "{} of {} got another weight",
            words::count(shards),
            words::things(before, "shard", "shards")
        ),
    };
    MovedRow {
        what,
        published: published(movement),
        expected: movement.expected_share() * 100.0,
        ours: words::share(movement.moved, movement.keys) * 100.0,
        modulo: words::share(movement.modulo_moved, movement.keys) * 100.0,
    }
}

/// The report's number where the change is the report's. It does not say whether its 50 shards
/// were added to the 950 left or to 1,000, so it stands beside both.
fn published(movement: &Movement) -> Option<f64> {
    let before = movement.before.members().count();
    if movement.keys != REPORT_KEYS || movement.shards() != REPORT_CHANGE {
        return None;
    }
    match movement.cause() {
        Cause::Left if before == REPORT_SHARDS => Some(REPORT_REMOVED_PERCENT),
        Cause::Joined if before == REPORT_SHARDS || before == REPORT_SHARDS - REPORT_CHANGE => {
            Some(REPORT_ADDED_PERCENT)
        }
        _ => None,
    }
}

/// One number of virtual nodes: how evenly the same keys are spread over the same shards.
#[derive(Clone, Debug, PartialEq)]
pub struct SpreadRow {
    /// Points a shard on the ring.
    pub virtual_nodes: u32,
    /// The published figures for this number of points.
    pub published: Option<Spreading>,
    /// The standard deviation that theory expects of the load, as a share of the mean: 1/√v.
    pub expected_deviation: f64,
    /// What the ring of this run's shards and keys shows.
    pub ours: Spreading,
}

/// How evenly keys are spread, as ratios to the mean load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spreading {
    /// The standard deviation.
    pub deviation: f64,
    /// 99 % of the shards lie between this and [`Spreading::high`].
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The numbers of virtual nodes that are compared.
const COMPARED: [u32; 4] = [1, 10, 100, 1_000];

/// The spread under 1, 10, 100 and 1,000 virtual nodes, for the shards and keys with which the run
/// starts. Computed once and kept.
///
/// # Errors
/// Where a ring with so many points would be too large.
pub fn virtual_nodes(model: &HashRing) -> Result<&[SpreadRow], Cannot> {
    let row = |virtual_nodes| spread_row(model, virtual_nodes);
    let rows = model.spreads.get_or_init(|| COMPARED.into_iter().map(row).collect());
    rows.as_deref().map_err(Clone::clone)
}

fn spread_row(model: &HashRing, virtual_nodes: u32) -> Result<SpreadRow, Cannot> {
    let members = model.first.members();
    let load = model.places.ring_of(members, virtual_nodes)?;
    // No ratio is negative, so their bits have their order.
    let ratios = order::sorted(ratios(&load.counts, members), |ratio| (ratio.to_bits(), 0));
    // Half a per cent of the shards on either side.
    let outside = ratios.len() / 200;
    let ours = Spreading {
        deviation: load.spread.relative_deviation,
        low: ratios[outside],
        high: ratios[ratios.len() - 1 - outside],
    };
    let expected_deviation = 1.0 / f64::from(virtual_nodes).sqrt();
    Ok(SpreadRow {
        virtual_nodes,
        published: published_spread(virtual_nodes),
        expected_deviation,
        ours,
    })
}

/// D. Gryski, "Consistent Hashing: Algorithmic Tradeoffs", 2018.
fn published_spread(virtual_nodes: u32) -> Option<Spreading> {
    match virtual_nodes {
        100 => Some(Spreading { deviation: 0.10, low: 0.76, high: 1.28 }),
        1_000 => Some(Spreading { deviation: 0.032, low: 0.92, high: 1.09 }),
        _ => None,
    }
}
