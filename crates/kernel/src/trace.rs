//! Traces: what a run went through, as a digest and as its first facts in words.
//!
//! Two machines on which a recipe has the same trace agree on every state of it: the digest folds
//! the fingerprint after each step. A lab keeps the text of its opening run as a golden file.

use crate::fingerprint::Fingerprint;
use crate::machine::Line;
use crate::run::{Drift, Run};
use crate::time::Time;
use crate::world::RECENT;
use std::fmt::Write;

/// What a run went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The model's version.
    pub version: u32,
    /// The recipe's seed.
    pub seed: u64,
    /// How many steps were taken: fewer than asked for where the run rested or stopped.
    pub steps: u64,
    /// The instant of the last step.
    pub end: Time,
    /// Step, instant and fingerprint of the start and of every step, folded into 64 bits.
    pub digest: u64,
    /// The first facts.
    pub lines: Vec<Line>,
}

impl Trace {
    /// The trace of a run's first steps, with at most `lines` facts in words. Leaves the playhead
    /// after the last of those steps.
    ///
    /// # Errors
    /// When the run had been played before and does not come out as the first time.
    pub fn of(run: &mut Run, steps: u64, lines: usize) -> Result<Trace, Drift> {
        run.seek(0)?;
        let mut trace = Trace {
            version: run.machine().version(),
            seed: run.recipe().seed,
            steps: 0,
            end: Time::ZERO,
            digest: 0,
            lines: Vec::new(),
        };
        trace.fold(run);
        while trace.steps < steps && run.step() {
            trace.fold(run);
            let room = lines - trace.lines.len();
            if room > 0 {
                trace.lines.extend(told_by_last_step(run).into_iter().take(room));
            }
        }
        Ok(trace)
    }

    /// Takes in the world at the playhead.
    fn fold(&mut self, run: &Run) {
        let machine = run.machine();
        (self.steps, self.end) = (machine.step(), machine.now());
        let place = (self.digest, self.steps, self.end, machine.fingerprint());
        self.digest = Fingerprint::of(&place);
    }

    /// The trace as a golden file has it: `version N`, the name of the run, seed, steps, end and
    /// digest, one a line; then a line a fact, with its step and its instant in µs.
    pub fn text(&self, name: &str) -> String {
        let Trace { version, seed, steps, end, digest, lines } = self;
        let mut text = format!(
            "version {version}\nrun {name}\nseed {seed:x}\nsteps {steps}\nend {} us\n\
             digest {digest:016x}\n\n",
            end.as_micros()
        );
        for Line { step, at, text: told, .. } in lines {
            writeln!(text, "{step} {} {told}", at.as_micros())
                .expect("a String takes all that is written");
        }
        text
    }
}

/// The facts of the step that led to the playhead.
fn told_by_last_step(run: &Run) -> Vec<Line> {
    let step = run.machine().step();
    let mut most = 4;
    loop {
        let mut lines = run.log(most);
        let is_all = lines.len() < most || lines[0].step < step || most >= RECENT;
        if is_all {
            lines.retain(|line| line.step == step);
            return lines;
        }
        most *= 4;
    }
}
