//! How a table went so far, in points that become fewer as the run becomes longer.

/// So many points at most; then every second one goes.
const POINTS: usize = 128;

/// Sums at some number of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// How many rows there were.
    pub rows: u32,
    /// How full the leaves were, in parts of a million.
    pub fill_ppm: u32,
    /// How many pages had been read by then.
    pub read: u64,
}

/// A bounded history.
#[derive(Clone, Debug)]
pub struct History {
    points: Vec<Point>,
    /// Rows from a point to the next.
    spacing: u32,
}

impl Default for History {
    fn default() -> History {
        History { points: Vec::new(), spacing: 1 }
    }
}

impl History {
    /// The points by rising number of rows.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Notes how it stands, unless the last note is too near.
    pub fn note(&mut self, point: Point) {
        let due = self.points.last().map_or(0, |last| last.rows.saturating_add(self.spacing));
        if point.rows < due {
            return;
        }
        if self.points.len() == POINTS {
            let mut nth = 0;
            self.points.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
        self.points.push(point);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_history_has_few_points_and_reaches_from_end_to_end() {
        let mut history = History::default();
        for rows in 0..100_000 {
            history.note(Point { rows, ..Point::default() });
        }
        let points = history.points();
        assert!((POINTS / 2..=POINTS).contains(&points.len()));
        assert_eq!(points[0].rows, 0);
        assert!(points[points.len() - 1].rows > 98_000);
        let gaps: Vec<u32> = points.windows(2).map(|pair| pair[1].rows - pair[0].rows).collect();
        assert!(gaps.iter().max() <= gaps.iter().min().map(|least| least * 2).as_ref());
    }
}
