//! A search as the worker runs it: from an order to findings, with every breach as a link.

use super::protocol::{Answer, Breach, Count, End, Findings, From, Order};
use kernel::check::{self, Cut, Finding, Timing};
use kernel::link::{self, Carrier, Limits};
use kernel::{
    Caps, Checker, Kind, Nature, Outcome, Playhead, Recipe, Report, Run, Search, Stop, Verdict,
};
use labs::Entry;

/// A search under way.
pub struct Job {
    entry: &'static Entry,
    checker: Checker,
    /// The recipe of the run up to where the search starts.
    recipe: Recipe,
    /// The step at which the search starts.
    first: u64,
}

impl Job {
    /// Begins what was ordered.
    ///
    /// # Errors
    /// When the order names no lab or no run, or data that stay with the page.
    pub fn begin(order: &Order) -> Result<Job, String> {
        let entry =
            labs::find(&order.slug).ok_or_else(|| format!("there is no lab “{}”", order.slug))?;
        let mut link =
            link::read(entry.knobs, entry.version, &order.link).map_err(|why| why.to_string())?;
        if order.from == From::Start {
            link.recipe.data = None;
            link.recipe.nature = Nature::default();
            link.recipe.cues.clear();
            link.playhead = Playhead::default();
            link.fingerprint = None;
        }
        // Where a run ends by itself is no matter of what can happen.
        link.recipe.stop = Stop::default();
        let machine = entry.machine(&link.recipe, None).map_err(|why| why.to_string())?;
        let opened = link::open(link, machine, Limits::default());
        if let Some(notice) = opened.notices.first() {
            return Err(notice.to_string());
        }
        let first = opened.run.playhead().step;
        let mut recipe = opened.run.recipe().clone();
        recipe.cues.retain(|cue| cue.step <= first);
        let caps = Caps { states: order.states, ..Caps::default() };
        let checker = Checker::new(opened.run.machine(), order.limits, caps);
        Ok(Job { entry, checker, recipe, first })
    }

    /// Expands about so many states; false when the search is done.
    pub fn advance(&mut self, nodes: u32) -> bool {
        self.checker.advance(nodes)
    }

    /// How far the search is.
    pub fn count(&self, elapsed_ms: u32) -> Count {
        count(&self.checker.report(), elapsed_ms)
    }

    /// What the search has found.
    pub fn findings(&mut self, elapsed_ms: u32) -> Findings {
        let report = self.checker.report();
        let laws = (report.laws.iter().enumerate()).map(|(law, finding)| self.answer(law, finding));
        let laws = laws.collect();
        Findings {
            count: count(&report, elapsed_ms),
            at_rest: report.at_rest,
            laws,
            end: end(&report),
            grain_us: match report.search {
                Search::Timed { grain, .. } => Some(grain.as_micros()),
                Search::Untimed => None,
            },
            collision: report.collision,
        }
    }

    fn answer(&mut self, law: usize, finding: &Finding) -> Answer {
        match &finding.answer {
            check::Answer::Holds => Answer::Holds,
            check::Answer::Seen => Answer::Seen,
            check::Answer::NotSeen => Answer::NotSeen,
            check::Answer::Open => Answer::Open,
            check::Answer::Broken(why) => Answer::Broken(self.breach(law, finding.kind, why)),
        }
    }

    fn breach(&mut self, law: usize, kind: Kind, why: &str) -> Breach {
        let mut breach = Breach {
            why: why.to_owned(),
            link: None,
            first: self.first,
            steps: 0,
            is_possible: false,
        };
        if let Some(witness) = self.checker.witness(law) {
            breach.steps = witness.cues.len() as u64;
            breach.is_possible = witness.timing == Timing::Possible;
            let mut recipe = self.recipe.clone();
            recipe.cues.extend(witness.cues);
            breach.link = self.replay(recipe, self.first + breach.steps, law, kind);
        }
        breach
    }

    /// The link of a breach, once it was replayed and the law came out broken at its last step.
    fn replay(&self, recipe: Recipe, last: u64, law: usize, kind: Kind) -> Option<String> {
        let machine = self.entry.machine(&recipe, None).ok()?;
        let mut run = Run::new(machine, recipe);
        while run.playhead().step < last && run.step() {}
        let is_broken = match &run.verdicts()[law] {
            Verdict::Broken(breach) => breach.step == last,
            // No single run shows that there is no way back.
            _ => kind == Kind::Recoverable,
        };
        let is_whole = run.take_dropped().is_empty() && run.playhead().step == last;
        let text = link::write(self.entry.knobs, &run);
        (is_broken && is_whole && Carrier::of(&text) != Carrier::Nothing).then_some(text)
    }
}

fn count(report: &Report, elapsed_ms: u32) -> Count {
    Count {
        distinct: report.distinct,
        generated: report.generated,
        depth: report.depth,
        frontier: report.frontier,
        bytes: report.bytes,
        elapsed_ms,
    }
}

fn end(report: &Report) -> End {
    match &report.outcome {
        Outcome::Complete => End::Complete,
        Outcome::Breached => End::Breached,
        Outcome::Cut(cut) => End::Cut(cut_words(cut)),
        Outcome::NotCheckable(why) => End::NotCheckable((*why).to_owned()),
        Outcome::Running => End::Cut("it was ended early".to_owned()),
    }
}

fn cut_words(cut: &Cut) -> String {
    match cut {
        Cut::States(states) => format!("the bound of {states} states was reached"),
        Cut::Depth(depth) => format!("the bound of {depth} levels was reached"),
        Cut::Horizon => "what comes after the horizon was not looked at".to_owned(),
        Cut::Successors => "a state had more than 65,535 successors".to_owned(),
    }
}

#[cfg(test)]
mod tests;
