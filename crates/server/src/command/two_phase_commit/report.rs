//! What a storm came to, for people and for programs.

use std::fmt::Write;

use kernel::{Kind, Span, Verdict};
use labs::cluster::real::{Entry, Judged, What};
use labs::cluster::{Cluster, Input, Protocol};
use labs::two_phase_commit::rules::TwoPhase;
use serde_json::{Value, json};

use super::super::output::{law_json, law_line};
use super::storm::Seen;

/// What a storm came to.
pub struct Report<'a> {
    /// The protocol.
    pub cluster: &'a Cluster<TwoPhase>,
    /// What customers and the parent saw.
    pub seen: Seen,
    /// Every entry, in the judge's order.
    pub entries: &'a [Entry<TwoPhase>],
    /// What the judge says.
    pub judged: Judged,
}

impl Report<'_> {
    /// Records that a disk has forced.
    fn forced(&self) -> usize {
        let is_forced =
            |entry: &&Entry<TwoPhase>| matches!(entry.what, What::Input(Input::Durable(_)));
        self.entries.iter().filter(is_forced).count()
    }

    /// The first entry at which something is wrong: its number, what it is, and how many roles had
    /// been started again by then.
    fn first_wrong(&self) -> Option<(u64, String, usize)> {
        let broken = self.judged.laws.iter().filter_map(|(_, verdict)| match verdict {
            Verdict::Broken(breach) => Some(breach.step),
            _ => None,
        });
        let step = broken.chain(self.judged.refused.iter().map(|refused| refused.step)).min()?;
        let until = &self.entries[..usize::try_from(step).ok()?.min(self.entries.len())];
        let entry = until.last()?;
        let protocol = &self.cluster.protocol;
        let what = entry.what.say(protocol, entry.node);
        let restarts = until
            .iter()
            .filter(|entry| entry.incarnation > 1 && matches!(entry.what, What::Boot(_)));
        Some((step, format!("{}: {what}", protocol.name(entry.node)), restarts.count()))
    }

    /// Whether a law is broken, or the model refuses what happened.
    pub fn is_wrong(&self) -> bool {
        let is_broken = |(_, verdict): &(_, Verdict)| matches!(verdict, Verdict::Broken(_));
        self.judged.refused.is_some() || self.judged.laws.iter().any(is_broken)
    }

    /// For people.
    pub fn text(&self) -> String {
        let Report { seen, judged, .. } = self;
        let Seen { placed, committed, aborted, kills, restarts, took, .. } = *seen;
        let mut text = format!(
            "{placed} orders: {committed} committed, {aborted} aborted; {kills} kills, {restarts} \
             restarts, {} ms\n{} messages sent, {} heard; {} records forced, {} of them back from \
             the disk\nlongest in doubt {}, longest lock {}\n{} entries judged by the model\n",
            took.as_millis(),
            judged.tally.sent,
            judged.heard,
            judged.tally.forced,
            self.forced(),
            length(judged.longest.in_doubt),
            length(judged.longest.locked),
            judged.entries,
        );
        for (law, verdict) in self.laws() {
            text += &law_line(law, verdict);
        }
        if let Some(refused) = &judged.refused {
            let _ = writeln!(text, "  REFUSED   entry {}: {}", refused.step, refused.why);
        }
        if let Some((step, what, restarts)) = self.first_wrong() {
            let _ =
                writeln!(text, "wrong from entry {step} on ({what}), after {restarts} restarts");
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let Report { seen, judged, .. } = self;
        let laws: Vec<Value> = self.laws().map(|(law, verdict)| law_json(law, verdict)).collect();
        json!({
            "orders": seen.placed,
            "committed": seen.committed,
            "aborted": seen.aborted,
            "kills": seen.kills,
            "restarts": seen.restarts,
            "took_ms": u64::try_from(seen.took.as_millis()).unwrap_or(u64::MAX),
            "messages_sent": judged.tally.sent,
            "messages_heard": judged.heard,
            "records_forced": judged.tally.forced,
            "records_back": self.forced(),
            "longest_in_doubt_us": judged.longest.in_doubt.as_micros(),
            "longest_lock_us": judged.longest.locked.as_micros(),
            "entries": judged.entries,
            "at_rest": seen.came_to_rest,
            "holds": judged.holds(),
            "refused": judged.refused.as_ref().map(|refused| {
                json!({ "entry": refused.step, "why": refused.why })
            }),
            "first_wrong": self.first_wrong().map(|(step, what, restarts)| {
                json!({ "entry": step, "what": what, "restarts": restarts })
            }),
            "laws": laws,
        })
    }

    /// The laws that one run can say something of.
    fn laws(&self) -> impl Iterator<Item = &(kernel::LawInfo, Verdict)> {
        self.judged.laws.iter().filter(|(law, _)| law.kind != Kind::Recoverable)
    }
}

fn length(span: Span) -> String {
    format!("{} ms", span.as_micros().div_ceil(1_000))
}
