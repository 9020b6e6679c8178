//! What was measured, row by row.

use crate::threads::job::Kind;
use crate::threads::timing::{self, Point};

/// Who does a job, and how it is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The page's own thread.
    Page,
    /// Workers that share memory with the page.
    Shared,
    /// Workers that get and return copies.
    Copies,
}

/// One measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Who did the job.
    pub way: Way,
    /// How many threads, or how many waits at once on the page's own.
    pub count: u32,
    /// How long it took, in milliseconds.
    pub wall_ms: f64,
    /// The longest time for which the page showed no frame, in milliseconds.
    pub freeze_ms: f64,
    /// The frames that were missed.
    pub missed: u32,
    /// When the page stood still, and for how long, in milliseconds since the beginning.
    pub freezes: Vec<(f64, f64)>,
    /// What came of the job.
    pub result: u32,
    /// How many parts each worker did; empty where nobody counted.
    pub shares: Vec<u32>,
}

/// What is to be measured next: the way, and how many do it.
pub type Step = (Way, u32);

/// Of how many workers the panel tells.
pub const COUNTS: [u32; 6] = [1, 2, 3, 4, 6, 8];

impl Way {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Way::Page => "page",
            Way::Shared => "memory",
            Way::Copies => "copies",
        }
    }

    /// In words.
    pub fn name(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Way::Page, Kind::Waits) => "the page’s own thread",
            (Way::Page, _) => "the page’s own thread, frozen",
            (Way::Shared, _) => "workers that share memory",
            (Way::Copies, Kind::Waits) => "workers that block",
            (Way::Copies, _) => "workers that return copies",
        }
    }
}

/// All that is to be measured, the page's own thread first: the others are compared with it. A wait
/// needs no memory, and the page's thread can wait for several things at once.
pub fn plan(kind: Kind, most: u32, is_isolated: bool) -> Vec<Step> {
    let counts = || COUNTS.into_iter().filter(move |count| *count <= most);
    let of = |way: Way| counts().map(move |count| (way, count));
    match kind {
        Kind::Waits => of(Way::Page).chain(of(Way::Copies)).collect(),
        Kind::Picture | Kind::Primes => {
            let shared = of(Way::Shared).filter(|_| is_isolated);
            [(Way::Page, 1)].into_iter().chain(shared).chain(of(Way::Copies)).collect()
        }
    }
}

/// The speed-up of a row over one thread, the page's own, with one thing at a time.
pub fn point(rows: &[Row], row: &Row) -> Option<Point> {
    let alone = rows.iter().find(|row| row.way == Way::Page && row.count == 1)?;
    Point::of(row.count, alone.wall_ms, row.wall_ms)
}

/// The serial part of a way, by the points that the law speaks of: what computes needs a core for
/// each thread.
pub fn serial_part(rows: &[Row], way: Way, kind: Kind, cores: u32) -> Option<f64> {
    let is_within = |row: &&Row| row.way == way && (kind == Kind::Waits || row.count <= cores);
    let points: Vec<_> = rows.iter().filter(is_within).filter_map(|row| point(rows, row)).collect();
    timing::serial_part(&points)
}

/// Whether all ways came to the same.
pub fn agree(rows: &[Row]) -> bool {
    rows.windows(2).all(|pair| pair[0].result == pair[1].result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(way: Way, count: u32, wall_ms: f64) -> Row {
        Row {
            way,
            count,
            wall_ms,
            freeze_ms: 0.0,
            missed: 0,
            freezes: Vec::new(),
            result: 7,
            shares: Vec::new(),
        }
    }

    #[test]
    fn without_shared_memory_its_way_is_left_out_and_nothing_else() {
        let with = plan(Kind::Picture, 2, true);
        let steps = [(Way::Page, 1), (Way::Shared, 1), (Way::Shared, 2), (Way::Copies, 1)];
        assert_eq!(with[..4], steps);
        let without = plan(Kind::Picture, 2, false);
        assert_eq!(without, [(Way::Page, 1), (Way::Copies, 1), (Way::Copies, 2)]);
        assert_eq!(plan(Kind::Waits, 2, true), plan(Kind::Waits, 2, false));
    }

    #[test]
    fn points_are_over_the_page_alone_and_beyond_the_cores_none_counts() {
        let rows =
            [row(Way::Page, 1, 1_000.0), row(Way::Copies, 2, 600.0), row(Way::Copies, 8, 600.0)];
        assert_eq!(point(&rows, &rows[1]).map(|point| point.efficiency()), Some(1.0 / 1.2));
        let serial = serial_part(&rows, Way::Copies, Kind::Primes, 2).unwrap();
        assert!((serial - 0.2).abs() < 1e-9, "{serial}");
        assert_eq!(serial_part(&rows, Way::Shared, Kind::Primes, 2), None);
        assert!(agree(&rows));
        let other = Row { result: 8, ..rows[1].clone() };
        assert!(!agree(&[rows[0].clone(), other]));
    }
}
