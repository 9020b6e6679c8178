//! What was measured of one job, as a table and as JSON.

use std::fmt::Write;

use labs::threads::formulas::{amdahl, amdahl_limit};
use labs::threads::job::{Job, Kind};
use labs::threads::timing::{self, Point};
use serde_json::{Value, json};

/// What was measured of one job.
#[derive(Debug)]
pub struct Measured {
    /// The job.
    pub job: Job,
    /// How many threads the machine runs at once.
    pub cores: u32,
    /// What all came to.
    pub result: u32,
    /// The time of one thread alone, in milliseconds.
    pub alone_ms: f64,
    /// Every way and count.
    pub rows: Vec<Row>,
}

/// One way of sharing out, with so many threads or processes.
#[derive(Debug)]
pub struct Row {
    /// `threads` or `processes`.
    pub way: &'static str,
    /// How many of them.
    pub threads: u32,
    /// The time of the job, in milliseconds.
    pub run_ms: f64,
    /// The time until all of them had started, in milliseconds.
    pub start_ms: f64,
    /// The speed-up over one thread alone; `None` where a time was too short to be measured.
    pub point: Option<Point>,
}

const WAYS: [&str; 2] = ["threads", "processes"];

impl Measured {
    /// For people: a headline, a table, and what it says of each way.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.headline());
        text += &format!(
            "  {:<10}{:>5}{:>12}{:>11}{:>12}{:>12}{:>11}\n",
            "way", "n", "wall ms", "speed-up", "efficiency", "Karp–Flatt", "start ms"
        );
        text += &format!("  {:<10}{:>5}{:>12.1}\n", "alone", 1, self.alone_ms);
        for Row { way, threads, run_ms, start_ms, point } in &self.rows {
            let speedup = point.map_or("–".to_owned(), |point| format!("{:.2}", point.speedup));
            let efficiency = point
                .map_or("–".to_owned(), |point| format!("{:.0} %", 100.0 * point.efficiency()));
            let metric = point.and_then(Point::karp_flatt);
            let metric = metric.map_or("–".to_owned(), |metric| format!("{metric:.3}"));
            text += &format!(
                "  {way:<10}{threads:>5}{run_ms:>12.1}{speedup:>11}{efficiency:>12}{metric:>12}\
                 {start_ms:>11.1}\n"
            );
        }
        for way in WAYS {
            if let Some(serial) = self.serial_part(way) {
                // A string takes whatever is written to it.
                let _ = writeln!(text, "  {}", self.prediction(way, serial));
            }
        }
        text + "\n"
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let row = |row: &Row| {
            json!({
                "way": row.way,
                "count": row.threads,
                "wall_ms": row.run_ms,
                "start_ms": row.start_ms,
                "speed_up": row.point.map(|point| point.speedup),
                "efficiency": row.point.map(Point::efficiency),
                "karp_flatt": row.point.and_then(Point::karp_flatt),
            })
        };
        let part = |way: &&'static str| Some(((*way).to_owned(), self.serial_part(way)?.into()));
        json!({
            "job": self.job.kind.name(),
            "size": self.job.size.name(),
            "parts": self.job.parts(),
            "cores": self.cores,
            "result": self.result,
            "alone_ms": self.alone_ms,
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "serial_part": Value::Object(WAYS.iter().filter_map(part).collect()),
        })
    }

    fn headline(&self) -> String {
        let Measured { job, cores, result, .. } = self;
        let parts = job.parts();
        let done = match job.kind {
            Kind::Picture => {
                let (width, height) = job.pixels();
                format!("{width} × {height} pixels in {parts} parts, checksum {result:08x}")
            }
            Kind::Primes => format!("{result} below {}, in {parts} parts", job.numbers()),
            Kind::Waits => {
                format!("{parts} of {} ms each", job.wait_ms().unwrap_or_default())
            }
        };
        let cores = if *cores == 1 { "1 core".to_owned() } else { format!("{cores} cores") };
        format!("{}, {}: {done}; {cores}", job.kind.name(), job.size.name())
    }

    /// The serial part by which the law of Amdahl comes nearest to a way's points. What computes
    /// needs a core for each thread, so points with more threads than cores say nothing of it.
    fn serial_part(&self, way: &str) -> Option<f64> {
        let is_within = |row: &&Row| {
            row.way == way && (self.job.kind == Kind::Waits || row.threads <= self.cores)
        };
        let points: Vec<_> =
            self.rows.iter().filter(is_within).filter_map(|row| row.point).collect();
        timing::serial_part(&points)
    }

    fn prediction(&self, way: &str, serial: f64) -> String {
        let most = self.rows.iter().filter(|row| row.way == way).map(|row| row.threads).max();
        let most = most.unwrap_or(1);
        let limit = if serial > 0.0 {
            format!("{:.1}", amdahl_limit(serial))
        } else {
            "no limit".to_owned()
        };
        format!(
            "{way}: serial part {:.1} % by least squares; by the law of Amdahl {:.2} on {most}, \
             and at most {limit} on any number",
            100.0 * serial,
            amdahl(serial, f64::from(most)),
        )
    }
}
