//! What the model says of what really happened.

use super::run::Run;
use crate::cluster::real::{self, Chain, Entry, Judged};
use crate::cluster::{Node, Protocol};
use crate::two_phase_commit::TwoPhaseCommit;
use crate::two_phase_commit::rules::TwoPhase;
use kernel::decimal::thousands;
use kernel::{Kind, LawInfo, Verdict};
use widgets::tag;
use widgets::tag::Tag;

/// A run that was judged.
pub struct Sentence {
    judged: Judged,
    /// All journals in one order, as lines.
    merged: Vec<Entry<TwoPhase>>,
}

/// Judges a run: its journals, and what stands in its files.
///
/// # Errors
/// When a line of a journal, or a file, is not what a server of this model writes.
pub fn judge(run: &Run) -> Result<Sentence, String> {
    let protocol = &run.cluster.protocol;
    let read = |line: &String| {
        let foreign = || ["a line of a journal is none of this model’s: ", line].concat();
        Entry::read(protocol, line).ok_or_else(foreign)
    };
    let entries = run.journal.iter().map(read).collect::<Result<Vec<_>, String>>()?;
    let chain = |(node, file): (Node, &String)| {
        let log = Chain::unseal(file.as_bytes());
        log.map(|log| (node, log.chain)).map_err(|bad| bad.to_string())
    };
    let logs = (0..).zip(&run.tally.files).map(chain).collect::<Result<Vec<_>, String>>()?;
    let merged = real::merge(entries.clone());
    Ok(Sentence { judged: real::judge(&run.cluster, entries, &logs), merged })
}

impl Sentence {
    /// Whether all of it is a run of the model, and no law is broken.
    pub fn holds(&self) -> bool {
        self.judged.holds()
    }

    /// In a sentence.
    pub fn words(&self) -> String {
        let entries = thousands(&self.judged.entries.to_string());
        match &self.judged.refused {
            Some(refusal) => ["✕ The model refuses what happened. ", &refusal.why, "."].concat(),
            None if self.holds() => [
                "✓ At rest, and judged: all ",
                &entries,
                " steps are steps of the model, and every law holds.",
            ]
            .concat(),
            None => {
                ["✕ All ", &entries, " steps are steps of the model, and a law is broken."].concat()
            }
        }
    }

    /// All journals in one order, a line an entry.
    pub fn text(&self, cluster: &TwoPhaseCommit) -> String {
        let head = "# Lamport clock, node, start, microseconds, what came, luck, what was done\n";
        let lines = self.merged.iter().map(|entry| entry.write(&cluster.protocol) + "\n");
        std::iter::once(head.to_owned()).chain(lines).collect()
    }

    /// The verdict on each law.
    pub fn table(&self, cluster: &TwoPhaseCommit) -> Tag {
        let rows = self.judged.laws.iter().map(|(law, verdict)| self.row(cluster, law, verdict));
        let refused = self.judged.refused.as_ref().map(|refusal| {
            tag!(li)
                .child(sign("tone-lost", "✕"))
                .child(tag!(b).text("a run of the model"))
                .child(tag!(span, class: "why").text(self.place(cluster, refusal.step)))
        });
        tag!(ul, class: "commit-laws").children(refused).children(rows)
    }

    fn row(&self, cluster: &TwoPhaseCommit, law: &LawInfo, verdict: &Verdict) -> Tag {
        let (tone, glyph, why) = match (verdict, law.kind) {
            (Verdict::Holds, Kind::AtRest) => ("tone-ok", "✓", "held at rest".to_owned()),
            (Verdict::Holds, _) => ("tone-ok", "✓", "held at every step".to_owned()),
            (Verdict::Seen(step), _) => {
                ("tone-ok", "✓", ["seen: ", &self.place(cluster, *step)].concat())
            }
            (Verdict::NotYet, _) => ("tone-soft", "○", "not seen in this run".to_owned()),
            (Verdict::Waiting(why), _) => ("tone-soft", "○", why.clone()),
            (Verdict::Broken(breach), _) => (
                "tone-lost",
                "✕",
                [&breach.why, ", at ", &self.place(cluster, breach.step)].concat(),
            ),
        };
        tag!(li)
            .key(law.name)
            .child(sign(tone, glyph))
            .child(tag!(b).text(law.name))
            .child(tag!(span, class: "why").text(why))
    }

    /// An entry in words: its number in the merged order, who, and what came to it.
    fn place(&self, cluster: &TwoPhaseCommit, step: u64) -> String {
        let entry =
            usize::try_from(step).ok().and_then(|step| self.merged.get(step.checked_sub(1)?));
        let Some(entry) = entry else { return String::new() };
        let protocol = &cluster.protocol;
        let what = entry.what.say(protocol, entry.node);
        let step = thousands(&step.to_string());
        ["step ", &step, ", ", protocol.name(entry.node), ": ", &what].concat()
    }
}

fn sign(tone: &'static str, glyph: &'static str) -> Tag {
    tag!(span, class: ["sign ", tone].concat(), "aria-hidden": "true").text(glyph)
}
