//! `faultline threads`.

mod processes;
mod sharing;
mod table;

use std::num::NonZero;
use std::process::ExitCode;
use std::thread;

use anyhow::ensure;
use clap::Args;
use labs::threads::job::{Job, Kind, Size};
use labs::threads::timing::Point;
use serde_json::Value;

use super::output::{print, print_json};
use sharing::Run;
use table::Measured;

/// More threads or processes than this are refused.
const WORKERS_MAX: u32 = 64;
/// A job is repeated so often at most.
const REPEATS_MAX: u32 = 99;

/// Share jobs out among threads and processes, and say how much faster it got.
///
/// The jobs are those of the page's tab “For real”, part for part: a picture, primes that are
/// counted, and waits. One thread does each alone; then threads that share memory take its parts
/// one by one, and with --processes also processes that get and return copies over pipes. All must
/// come to the same result. The serial part is worked out from the measured times (Karp and Flatt,
/// 1990).
#[derive(Debug, Args)]
pub struct Threads {
    /// How many threads: a number, or a range such as 1..4; as many as there are cores unless given.
    #[arg(long, value_name = "N|A..B", value_parser = counts)]
    threads: Option<Counts>,

    /// Share the jobs out among processes as well.
    #[arg(long)]
    processes: bool,

    /// Only this job: picture, primes or waits. May be given several times.
    #[arg(long = "job", value_name = "JOB", value_parser = kind)]
    jobs: Vec<Kind>,

    /// How much there is to do: small, medium or large.
    #[arg(long, default_value = "medium", value_parser = size)]
    size: Size,

    /// Do everything so often; the times are the medians.
    #[arg(
        long,
        value_name = "TIMES",
        default_value = "3",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(REPEATS_MAX))
    )]
    repeat: u32,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    /// Do parts that standard input asks for, as one of the processes.
    #[arg(long, hide = true, exclusive = true)]
    worker: bool,
}

/// A range of counts, both ends within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    first: u32,
    last: u32,
}

impl Threads {
    /// Measures every job in every way, one after the other, and prints the tables.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.worker {
            processes::serve()?;
            return Ok(ExitCode::SUCCESS);
        }
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let cores = u32::try_from(cores).unwrap_or(WORKERS_MAX);
        let counts =
            self.threads.unwrap_or(Counts { first: 1, last: cores.min(WORKERS_MAX) }).list();
        let kinds = if self.jobs.is_empty() { Kind::ALL.to_vec() } else { self.jobs.clone() };
        let mut tables = Vec::new();
        for kind in kinds {
            let table = self.measure(Job { kind, size: self.size }, cores, &counts)?;
            if self.json {
                tables.push(table.json());
            } else {
                print(&table.text())?;
            }
        }
        if self.json {
            print_json(&Value::Array(tables))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn measure(&self, job: Job, cores: u32, counts: &[u32]) -> anyhow::Result<Measured> {
        let alone = self.median(|| Ok(sharing::alone(job)))?;
        let result = job.total(&alone.results);
        let mut measured =
            Measured { job, cores, result, alone_ms: alone.wall_ms, rows: Vec::new() };
        let mut add = |way: &'static str, threads: u32, run: &Run| {
            let found = job.total(&run.results);
            ensure!(
                found == result,
                "{threads} {way} came to {found}, and one thread alone to {result}: they did not \
                 do the same job"
            );
            let point = Point::of(threads, alone.wall_ms, run.wall_ms);
            measured.rows.push(table::Row {
                way,
                threads,
                run_ms: run.wall_ms,
                start_ms: run.start_ms,
                point,
            });
            Ok(())
        };
        for &count in counts {
            add("threads", count, &self.median(|| sharing::threads(job, count))?)?;
        }
        for &count in counts.iter().filter(|_| self.processes) {
            add("processes", count, &self.median(|| processes::processes(job, count))?)?;
        }
        Ok(measured)
    }

    /// The run of median time.
    fn median(&self, run: impl Fn() -> anyhow::Result<Run>) -> anyhow::Result<Run> {
        let mut runs = (0..self.repeat).map(|_| run()).collect::<anyhow::Result<Vec<_>>>()?;
        runs.sort_by(|a, b| a.wall_ms.total_cmp(&b.wall_ms));
        Ok(runs.swap_remove(runs.len() / 2))
    }
}

impl Counts {
    /// Every count of a short range; of a long one the doubles, and both ends.
    fn list(self) -> Vec<u32> {
        const EVERY_MAX: u32 = 8;
        let is_shown = |count: &u32| {
            *count <= EVERY_MAX
                || count.is_power_of_two()
                || *count == self.last
                || *count == self.first
        };
        (self.first..=self.last).filter(is_shown).collect()
    }
}

fn counts(text: &str) -> Result<Counts, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let bad = || format!("write a number or a range, such as 4 or 1..4, within 1..{WORKERS_MAX}");
    let first: u32 = first.parse().map_err(|_| bad())?;
    let last: u32 = last.parse().map_err(|_| bad())?;
    let is_within = 1 <= first && first <= last && last <= WORKERS_MAX;
    if is_within { Ok(Counts { first, last }) } else { Err(bad()) }
}

fn kind(text: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == text);
    found.ok_or_else(|| "name one of picture, primes, waits".to_owned())
}

fn size(text: &str) -> Result<Size, String> {
    let found = Size::ALL.into_iter().find(|size| size.name() == text);
    found.ok_or_else(|| "name one of small, medium, large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_a_number_or_a_range() {
        assert_eq!(counts("4"), Ok(Counts { first: 4, last: 4 }));
        assert_eq!(counts("1..4").map(Counts::list), Ok(vec![1, 2, 3, 4]));
        assert_eq!(counts("7..20").map(Counts::list), Ok(vec![7, 8, 16, 20]));
        for bad in ["0", "0..2", "4..1", "65", "1..65", "", "..", "1..", "many", "1...4", "-1"] {
            assert!(counts(bad).is_err_and(|why| why.contains("1..4")), "{bad}");
        }
    }
}
