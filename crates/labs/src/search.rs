//! A search of a lab, from an order to findings in which every way is a link that was replayed. The
//! page's worker, the command line and the grids run the same.

pub use crate::findings::{Answer, Count, End, Findings, From, Order, Verdict, Way};
pub use crate::words;

use crate::lab::{Data, Entry};
use kernel::check::{self, Finding, Timing};
use kernel::link::{self, Carrier, Limits};
use kernel::{
    Caps, Checker, Kind, LawInfo, Nature, Outcome, Playhead, Recipe, Report, Run, Search, Stop,
};

/// A search under way.
pub struct Job {
    entry: &'static Entry,
    data: Option<Data>,
    checker: Checker,
    /// The recipe of the run up to where the search starts.
    recipe: Recipe,
    /// The step at which the search starts.
    first: u64,
}

impl Job {
    /// Begins what was ordered; `data` are what a person loaded, where the run was made with them.
    ///
    /// # Errors
    /// When the order names no lab, no law or no run, or data that are not given; or symmetry where
    /// nothing is interchangeable.
    pub fn begin(order: &Order, data: Option<&Data>) -> Result<Job, String> {
        let entry =
            crate::find(&order.slug).ok_or_else(|| format!("there is no lab “{}”", order.slug))?;
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
        let machine = entry.machine(&link.recipe, data).map_err(|why| why.to_string())?;
        let law = law_of(&machine.laws(), order.law.as_deref())?;
        let symmetry = order.symmetry;
        if symmetry && machine.interchangeable().is_none() {
            return Err("no two parts are interchangeable under these knobs".to_owned());
        }
        let opened = link::open(link, machine, Limits::default());
        if let Some(notice) = opened.notices.first() {
            return Err(notice.to_string());
        }
        let first = opened.run.playhead().step;
        let mut recipe = opened.run.recipe().clone();
        recipe.cues.retain(|cue| cue.step <= first);
        let Order { states, depth, go_on, .. } = *order;
        let caps = Caps { states, depth, go_on, law, symmetry };
        let checker = Checker::new(opened.run.machine(), order.limits, caps);
        Ok(Job { entry, data: data.cloned(), checker, recipe, first })
    }

    /// The model's laws, in the order of the findings.
    pub fn laws(&self) -> Vec<LawInfo> {
        self.checker.laws()
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
            symmetry: report.symmetry.map(|alike| alike.parts.to_owned()),
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
            check::Answer::Seen => Answer::Seen(self.way(law, finding.kind)),
            check::Answer::NotSeen => Answer::NotSeen,
            check::Answer::Open => Answer::Open,
            check::Answer::Broken(why) => Answer::Broken(why.clone(), self.way(law, finding.kind)),
        }
    }

    fn way(&mut self, law: usize, kind: Kind) -> Way {
        let mut way = Way { link: None, first: self.first, steps: 0, is_possible: false };
        if let Some(witness) = self.checker.witness(law) {
            way.steps = witness.cues.len() as u64;
            way.is_possible = witness.timing == Timing::Possible;
            let mut recipe = self.recipe.clone();
            recipe.cues.extend(witness.cues);
            way.link = self.replay(recipe, self.first + way.steps, law, kind);
        }
        way
    }

    /// The link of a way, once it was replayed and the law came out at its last step as the search
    /// has it.
    fn replay(&self, recipe: Recipe, last: u64, law: usize, kind: Kind) -> Option<String> {
        let machine = self.entry.machine(&recipe, self.data.as_ref()).ok()?;
        let mut run = Run::new(machine, recipe);
        while run.playhead().step < last && run.step() {}
        let is_so = match &run.verdicts()[law] {
            kernel::Verdict::Broken(breach) => breach.step == last,
            // It may have been seen on the way to where the search began.
            kernel::Verdict::Seen(step) => *step <= last,
            // No single run shows that there is no way back.
            _ => kind == Kind::Recoverable,
        };
        let is_whole = run.take_dropped().is_empty() && run.playhead().step == last;
        let text = link::write(self.entry.knobs, &run);
        (is_so && is_whole && Carrier::of(&text) != Carrier::Nothing).then_some(text)
    }
}

/// The place of a law, where one is named.
fn law_of(laws: &[LawInfo], name: Option<&str>) -> Result<Option<usize>, String> {
    let Some(name) = name else { return Ok(None) };
    let at = laws.iter().position(|law| law.name == name);
    at.map(Some).ok_or_else(|| format!("no law says “{name}”"))
}

fn count(report: &Report, elapsed_ms: u32) -> Count {
    Count {
        distinct: report.distinct,
        in_all: report.in_all,
        generated: report.generated,
        depth: report.depth,
        frontier: report.frontier,
        bytes: report.bytes,
        elapsed_ms,
        estimate: report.estimate.map(|estimate| (estimate.least, estimate.most)),
    }
}

fn end(report: &Report) -> End {
    match &report.outcome {
        Outcome::Complete => End::Complete,
        Outcome::Breached if report.frontier == 0 => End::Complete,
        Outcome::Breached => End::Breached,
        Outcome::Cut(cut) => End::Cut(words::cut(cut)),
        Outcome::NotCheckable(why) => End::NotCheckable((*why).to_owned()),
        Outcome::Running => End::Cut("it was ended early".to_owned()),
    }
}
