//! Many runs as the worker measures them: piece by piece of a plan.

use super::protocol::{Measured, Piece, Row};
use crate::many::experiment::Experiment;
use kernel::sweep::{Broken, Chunk, Ended, Plan, Sample, Work};
use kernel::{Machine, Time};
use labs::Entry;

/// What the pieces of one plan have in common.
pub struct Bench {
    slug: String,
    link: String,
    experiment: String,
    entry: &'static Entry,
    plan: Plan,
    /// The machine of the point that was measured last: what it has worked out is used again.
    machine: Option<(u32, Box<dyn Machine>)>,
}

impl Bench {
    /// The bench of a piece: the one that is there, where it is of the same plan.
    ///
    /// # Errors
    /// When the piece names no lab or no run, or its plan cannot be carried out.
    pub fn set_up<'a>(
        bench: &'a mut Option<Bench>,
        piece: &Piece,
    ) -> Result<&'a mut Bench, String> {
        let is_same = |bench: &Bench| {
            bench.slug == piece.slug
                && bench.link == piece.link
                && bench.experiment == piece.experiment
        };
        match bench.take().filter(is_same) {
            Some(same) => Ok(bench.insert(same)),
            None => Ok(bench.insert(Bench::new(piece)?)),
        }
    }

    fn new(piece: &Piece) -> Result<Bench, String> {
        let Piece { slug, link, experiment, .. } = piece.clone();
        let entry = labs::find(&slug).ok_or_else(|| format!("there is no lab “{slug}”"))?;
        let plan = Experiment::read(entry, &experiment)?.plan(entry, &link)?;
        Ok(Bench { slug, link, experiment, entry, plan, machine: None })
    }

    /// Measures a piece.
    pub fn measure(&mut self, piece: &Piece) -> Measured {
        let &Piece { side, point, first, runs, .. } = piece;
        let rows = self.rows(Chunk { point, first, runs });
        Measured { side, point, first, runs, rows, elapsed_us: 0 }
    }

    fn rows(&mut self, chunk: Chunk) -> Result<Vec<Row>, String> {
        let (point, machine) = match self.machine.take().filter(|(point, _)| *point == chunk.point)
        {
            Some(same) => same,
            None => {
                let recipe = self.plan.recipe(chunk.point, chunk.first);
                let machine = self.entry.machine(&recipe, None).map_err(|why| why.to_string())?;
                (chunk.point, machine)
            }
        };
        let mut work = Work::new(&self.plan, chunk, &*machine);
        self.machine = Some((point, machine));
        while !work.advance(u64::MAX) {}
        Ok(work.finish().into_iter().map(Row::from).collect())
    }
}

impl From<Sample> for Row {
    fn from(sample: Sample) -> Row {
        let Sample { seed, values, steps, end, ended, broken, dropped } = sample;
        let ended = match ended {
            Ended::Time => 0,
            Ended::Steps => 1,
            Ended::Rest => 2,
        };
        let broken = broken.iter().map(|broken| (broken.law, broken.step)).collect();
        Row { seed, values, steps, end_us: end.as_micros(), ended, broken, dropped }
    }
}

impl From<Row> for Sample {
    fn from(row: Row) -> Sample {
        let Row { seed, values, steps, end_us, ended, broken, dropped } = row;
        let ended = match ended {
            0 => Ended::Time,
            1 => Ended::Steps,
            _ => Ended::Rest,
        };
        let broken = broken.iter().map(|(law, step)| Broken { law: *law, step: *step }).collect();
        Sample { seed, values, steps, end: Time::from_micros(end_us), ended, broken, dropped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::sweep::Table;

    fn piece(experiment: &str, point: u32, first: u32, runs: u32) -> Piece {
        Piece {
            slug: labs::LABS[0].card.slug.to_owned(),
            link: "seed=7&shards=3&keys=100".to_owned(),
            experiment: experiment.to_owned(),
            side: 0,
            point,
            first,
            runs,
        }
    }

    fn rows(bench: &mut Option<Bench>, piece: &Piece) -> Vec<Row> {
        let bench = Bench::set_up(bench, piece).expect("the plan is sound");
        bench.measure(piece).rows.expect("the point makes a machine")
    }

    #[test]
    fn a_kept_bench_measures_what_a_new_one_does() {
        let (small, large) = ("runs:6,length:0:-:200", "runs:6,turn:shards:1:4:4,length:0:-:200");
        let mut kept = None;
        // Another point, another plan, and back: what was kept must not leak into what is measured.
        for piece in [
            piece(large, 3, 0, 2),
            piece(large, 0, 2, 3),
            piece(small, 0, 0, 6),
            piece(large, 3, 0, 2),
        ] {
            assert_eq!(rows(&mut kept, &piece), rows(&mut None, &piece));
        }
    }

    #[test]
    fn pieces_in_any_order_fill_the_table_of_the_plan() {
        let experiment = "runs:5,turn:shards:2:4:3,length:0:-:200";
        let entry = labs::entries().next().expect("there is a lab");
        let link = piece(experiment, 0, 0, 1).link;
        let read = Experiment::read(entry, experiment).expect("it can be read");
        let plan = read.plan(entry, &link).expect("it is sound");
        let metrics = entry.machine(&plan.recipe(0, 0), None).expect("it builds").metrics().len();
        let (mut whole, mut pieced) = (Table::new(&plan, metrics), Table::new(&plan, metrics));
        let fill = |table: &mut Table, runs: u32, order: &dyn Fn(u32) -> u32| {
            let chunks: Vec<Chunk> = plan.chunks(runs).collect();
            for nth in 0..chunks.len() as u32 {
                let chunk = chunks[order(nth) as usize % chunks.len()];
                let piece = piece(experiment, chunk.point, chunk.first, chunk.runs);
                let rows = rows(&mut None, &piece).into_iter().map(Sample::from);
                table.put(chunk, &rows.collect::<Vec<_>>());
            }
        };
        fill(&mut whole, 5, &|nth| nth);
        let count = plan.chunks(2).count() as u32;
        fill(&mut pieced, 2, &|nth| count - 1 - nth);
        for point in 0..plan.points() {
            assert_eq!(whole.done(point), 5);
            for metric in 0..metrics {
                assert_eq!(whole.column(point, metric), pieced.column(point, metric));
            }
        }
    }

    #[test]
    fn an_order_that_cannot_be_carried_out_says_why() {
        let refused = |piece: &Piece| Bench::set_up(&mut None, piece).map(|_| ()).unwrap_err();
        assert!(refused(&piece("runs:0", 0, 0, 1)).contains("seeds"));
        let nowhere = Piece { slug: "nowhere".to_owned(), ..piece("", 0, 0, 1) };
        assert_eq!(refused(&nowhere), "there is no lab “nowhere”");
    }
}
