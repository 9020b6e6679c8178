//! What `faultline check` prints of a search.

use std::fmt::Write;

use kernel::link::{self, Limits};
use kernel::{LawInfo, Run, Time};
use labs::search::{Answer, End, Findings, Verdict, Way, words};
use labs::{Data, Entry};
use serde_json::{Value, json};

/// The findings of a search, with every way written out.
pub struct Report<'a> {
    entry: &'static Entry,
    findings: &'a Findings,
    laws: Vec<Law<'a>>,
}

/// How one law came out.
struct Law<'a> {
    info: LawInfo,
    answer: &'a Answer,
    shown: Option<Shown<'a>>,
}

/// A way, written out.
struct Shown<'a> {
    way: &'a Way,
    /// Each step with its instant, and what it told.
    steps: Vec<String>,
    /// The address that shows it, from its `#` on.
    link: String,
}

impl<'a> Report<'a> {
    /// Replays every way, so that its steps are those of a run.
    pub fn new(
        entry: &'static Entry,
        laws: &[LawInfo],
        findings: &'a Findings,
        data: Option<&Data>,
    ) -> anyhow::Result<Report<'a>> {
        let laws = laws.iter().zip(&findings.laws).map(|(info, answer)| {
            let shown = answer.way().map(|way| Shown::new(entry, way, data)).transpose()?;
            Ok(Law { info: *info, answer, shown: shown.flatten() })
        });
        Ok(Report { entry, findings, laws: laws.collect::<anyhow::Result<_>>()? })
    }

    /// As a person reads it.
    pub fn text(&self) -> anyhow::Result<String> {
        let Findings { count, at_rest, symmetry, .. } = self.findings;
        let mut text = format!(
            "{}\n{} distinct states{}, {} generated, depth {}, {} waiting, {} at rest\n\
             {} states a second, {}\n{}\nlaws:\n",
            words::headline(self.findings),
            words::whole(count.distinct),
            if symmetry.is_some() { " up to renaming" } else { "" },
            words::whole(count.generated),
            count.depth,
            words::whole(count.frontier),
            words::whole(*at_rest),
            words::pace(count),
            words::memory(count.bytes),
            words::small_print(self.findings),
        );
        for law in &self.laws {
            let said = words::of_law(law.info.kind, law.answer, self.findings);
            writeln!(text, "  {} {}: {}", said.sign, law.info.name, said.text)?;
        }
        for law in &self.laws {
            let (Some(shown), Answer::Broken(why, way)) = (&law.shown, law.answer) else {
                continue;
            };
            let (name, timing) = (law.info.name, words::timing(way));
            writeln!(text, "\nthe shortest way to break “{name}” ({timing}):")?;
            for step in &shown.steps {
                writeln!(text, "  {step}")?;
            }
            writeln!(text, "  {why}\n  {}", shown.link)?;
        }
        if self.findings.verdict() != Verdict::Broken {
            self.samples(&mut text)?;
        }
        Ok(text)
    }

    /// The shortest way to see each thing that was to be seen.
    fn samples(&self, text: &mut String) -> anyhow::Result<()> {
        let samples = self.laws.iter().filter_map(|law| Some((law.info.name, law.shown.as_ref()?)));
        for (nth, (name, shown)) in samples.enumerate() {
            if nth == 0 {
                writeln!(text, "samples:")?;
            }
            writeln!(text, "  “{name}”: {}\n    {}", words::way(shown.way), shown.link)?;
        }
        Ok(())
    }

    /// As a program reads it.
    pub fn json(&self) -> Value {
        let Findings { count, at_rest, collision, .. } = self.findings;
        let (end, why) = match &self.findings.end {
            End::Complete => ("complete", None),
            End::Breached => ("breached", None),
            End::Cut(why) => ("cut", Some(why)),
            End::NotCheckable(why) => ("not-checkable", Some(why)),
        };
        let verdict = match self.findings.verdict() {
            Verdict::Holds => "holds",
            Verdict::Broken => "broken",
            Verdict::Unfinished => "unfinished",
        };
        json!({
            "lab": self.entry.card.slug,
            "verdict": verdict,
            "end": end,
            "end_why": why,
            "said": words::headline(self.findings),
            "distinct": count.distinct,
            "symmetry": self.findings.symmetry.is_some(),
            "distinct_in_all": count.in_all,
            "generated": count.generated,
            "depth": count.depth,
            "waiting": count.frontier,
            "at_rest": at_rest,
            "estimate": count.estimate.map(|(least, most)| json!({ "least": least, "most": most })),
            "elapsed_ms": count.elapsed_ms,
            "bytes": count.bytes,
            "grain_us": self.findings.grain_us,
            "collision": collision,
            "laws": self.laws.iter().map(|law| self.law_json(law)).collect::<Vec<_>>(),
        })
    }

    fn law_json(&self, law: &Law<'_>) -> Value {
        let (verdict, why) = match law.answer {
            Answer::Holds => ("holds", None),
            Answer::Seen(_) => ("seen", None),
            Answer::NotSeen => ("not-seen", None),
            Answer::Open => ("open", None),
            Answer::Broken(why, _) => ("broken", Some(why)),
        };
        let way = law.shown.as_ref().map(|shown| {
            let timing = words::timing(shown.way);
            json!({ "steps": shown.steps, "timing": timing, "link": shown.link })
        });
        let said = words::of_law(law.info.kind, law.answer, self.findings).text;
        json!({ "law": law.info.name, "verdict": verdict, "why": why, "said": said, "way": way })
    }
}

impl<'a> Shown<'a> {
    /// Replays a way; `None` where the search could not.
    fn new(
        entry: &'static Entry,
        way: &'a Way,
        data: Option<&Data>,
    ) -> anyhow::Result<Option<Shown<'a>>> {
        let Some(text) = &way.link else { return Ok(None) };
        let read = link::read(entry.knobs, entry.version, text)?;
        let cues = read.recipe.cues.clone();
        let machine = entry.machine(&read.recipe, data)?;
        let mut run: Run = link::open(read, machine, Limits::default()).run;
        run.seek(way.first)?;
        let mut steps = Vec::new();
        for cue in cues.iter().filter(|cue| cue.step > way.first) {
            let what = run.machine().describe(&cue.deed)?;
            run.advance(Time::END, 1);
            let step = run.playhead().step;
            let told = run.log(usize::MAX).into_iter().filter(|line| line.step == step);
            let told: Vec<_> = told.map(|line| line.text).collect();
            let told =
                if told.is_empty() { String::new() } else { format!(" → {}", told.join("; ")) };
            steps.push(format!("{} {what}{told}", cue.at));
        }
        Ok(Some(Shown { way, steps, link: address(entry, text) }))
    }
}

/// The address of a run, from its `#` on.
pub fn address(entry: &Entry, link: &str) -> String {
    format!("#/lab/{}?{link}", entry.card.slug)
}
