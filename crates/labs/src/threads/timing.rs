//! What measured times say of sharing a job out: speed-up, efficiency, and the part of the work
//! that was done by one thread alone, as the law of Amdahl (AFIPS 1967) has it.
//!
//! The serial part is no property of a program that one could look up: it is worked out backwards
//! from the times. So it also holds what is not in the law: handing out, copying, waiting for the
//! slowest part, and other programs on the machine (Karp and Flatt, CACM 33:5, 1990).

/// How much faster so many threads were than one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// How many threads shared the job; at least one.
    pub threads: u32,
    /// The time of one thread over theirs.
    pub speedup: f64,
}

impl Point {
    /// The point that two times make; `None` where nothing was measured.
    pub fn of(threads: u32, alone_ms: f64, shared_ms: f64) -> Option<Point> {
        let is_measured = threads > 0 && alone_ms > 0.0 && shared_ms > 0.0;
        is_measured.then(|| Point { threads, speedup: alone_ms / shared_ms })
    }

    /// The speed-up of each thread: one where no thread's time is lost.
    pub fn efficiency(self) -> f64 {
        self.speedup / f64::from(self.threads)
    }

    /// The experimentally determined serial fraction of Karp and Flatt: what the law of Amdahl
    /// would take the serial part to be, had it made this point. Below zero where the threads were
    /// faster than the law allows, and `None` for one thread, of which the law says nothing.
    pub fn karp_flatt(self) -> Option<f64> {
        let alone = 1.0 / f64::from(self.threads);
        (self.threads > 1).then(|| (1.0 / self.speedup - alone) / (1.0 - alone))
    }
}

/// The serial part, 0 to 1, whose curve lies nearest to all points: by least squares over the
/// times, in which the law is a straight line. `None` where no point has more than one thread.
pub fn serial_part(points: &[Point]) -> Option<f64> {
    let (mut above, mut below) = (0.0, 0.0);
    for point in points.iter().filter(|point| point.threads > 1) {
        let alone = 1.0 / f64::from(point.threads);
        above += (1.0 / point.speedup - alone) * (1.0 - alone);
        below += (1.0 - alone) * (1.0 - alone);
    }
    (below > 0.0).then(|| (above / below).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times that the law gives.
    fn by_the_law(serial: f64, threads: u32) -> Point {
        let shared = serial + (1.0 - serial) / f64::from(threads);
        Point::of(threads, 1_000.0, 1_000.0 * shared).unwrap()
    }

    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn half_the_time_on_two_threads_loses_nothing() {
        let point = Point::of(2, 900.0, 450.0).unwrap();
        assert_eq!((point.speedup, point.efficiency(), point.karp_flatt()), (2.0, 1.0, Some(0.0)));
    }

    #[test]
    fn the_metric_gives_back_the_serial_part_of_the_law() {
        for serial in [0.0, 0.05, 0.3, 1.0] {
            for threads in [2, 3, 8, 64] {
                let metric = by_the_law(serial, threads).karp_flatt().unwrap();
                assert!(is_near(metric, serial), "{serial} {threads} {metric}");
            }
        }
    }

    /// The two examples of Quinn, Parallel Programming in C with MPI and OpenMP (2003), section
    /// 7.5: one with a constant serial part, one whose overhead grows with the threads.
    #[test]
    fn the_metric_is_that_of_the_textbook() {
        let measured = [
            (2, 1.82, 0.1),
            (4, 3.08, 0.1),
            (8, 4.71, 0.1),
            (2, 1.87, 0.07),
            (5, 3.73, 0.085),
            (8, 4.71, 0.1),
        ];
        for (threads, speedup, expected) in measured {
            let metric = Point { threads, speedup }.karp_flatt().unwrap();
            assert!((metric - expected).abs() < 0.002, "{threads} {speedup}: {metric}");
        }
        assert!(Point { threads: 2, speedup: 2.2 }.karp_flatt().unwrap() < 0.0);
    }

    #[test]
    fn least_squares_find_the_serial_part_of_all_points() {
        let points = [1, 2, 3, 4, 8].map(|threads| by_the_law(0.12, threads));
        assert!(is_near(serial_part(&points).unwrap(), 0.12));
        let around = [by_the_law(0.1, 4), by_the_law(0.2, 4)];
        assert!(is_near(serial_part(&around).unwrap(), 0.15));
    }

    #[test]
    fn one_thread_says_nothing_and_too_fast_is_no_serial_part() {
        assert_eq!(Point { threads: 1, speedup: 1.0 }.karp_flatt(), None);
        assert_eq!(serial_part(&[by_the_law(0.5, 1)]), None);
        assert_eq!(serial_part(&[Point { threads: 2, speedup: 2.5 }]), Some(0.0));
        assert_eq!(Point::of(0, 1.0, 1.0), None);
        assert_eq!(Point::of(2, 1.0, 0.0), None);
    }
}
