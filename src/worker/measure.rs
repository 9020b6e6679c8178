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
