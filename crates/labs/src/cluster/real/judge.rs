//! Judges what really happened by the model: first whether it is a run of the model at all, then
//! whether that run keeps every law.

use super::super::action::Action;
use super::super::driver::{Cluster, Event};
use super::super::fact::Fact;
use super::super::protocol::{Envelope, Input, NODES, Node, Outbox, Stretch, Toss};
use super::super::state::{Power, State, Tally};
use super::entry::{self, Entry, What};
use super::host;
use super::replay::Replay;
use super::wire::{Chain, Real, Wire};
use kernel::law::Test;
use kernel::{Bag, Breach, Change, Holds, Kind, LawInfo, Model, Span, Time, Verdict};
use std::collections::BTreeSet;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How many entries are part of a run of the model: all of them, or those before the refused one.
    pub entries: u64,
    /// The first entry that the model refuses.
    pub refused: Option<Refusal>,
    /// Every law, and how it stands. A step is the number of an entry in the merged order, from 1.
    pub laws: Vec<(LawInfo, Verdict)>,
    /// Messages sent and records forced.
    pub tally: Tally,
    /// Messages heard.
    pub heard: u64,
    /// Starts after a crash.
    pub restarts: u64,
    /// The longest time for which a server was in doubt, and that over which locks were held.
    pub longest: Longest,
}

/// How long something lasted at most, by the machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Longest {
    /// A server had said yes, and did not know the decision.
    pub in_doubt: Span,
    /// A lock was held.
    pub locked: Span,
}

/// An entry that no run of the model has, after those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its number in the merged order, from 1.
    pub step: u64,
    /// Whose it is.
    pub node: Node,
    /// What is wrong with it, in a sentence that begins with the node's name.
    pub why: String,
}

impl Judged {
    /// Whether all of it is a run of the model, and no law is broken or left open that a run can
    /// break.
    pub fn holds(&self) -> bool {
        let is_fine = |(law, verdict): &(LawInfo, Verdict)| match law.kind {
            Kind::Always | Kind::AtRest => *verdict == Verdict::Holds,
            Kind::Sometimes | Kind::Recoverable => true,
        };
        self.refused.is_none() && self.laws.iter().all(is_fine)
    }
}

/// Merges journals into one order that every cause comes before its effects in: by Lamport clock,
/// then by node.
pub fn merge<P: Real>(mut entries: Vec<Entry<P>>) -> Vec<Entry<P>> {
    entries.sort_by_key(|entry| (entry.lamport, entry.node));
    entries
}

/// Judges the entries of all journals, and where `logs` are given (one a node, as its log is in
/// the end) whether they hold what was forced.
pub fn judge<P: Real>(
    cluster: &Cluster<P>,
    entries: Vec<Entry<P>>,
    logs: &[(Node, Chain)],
) -> Judged {
    let mut court = Court::open(cluster);
    let mut refused = None;
    let mut step = 0;
    let entries = merge(entries);
    let crashes = crashes(&entries);
    for (entry, crash) in entries.iter().zip(crashes) {
        if let Err(why) = court.admit(entry) {
            refused = Some(refusal(cluster, step + 1, entry.node, &why));
            break;
        }
        step += 1;
        court.judge(step, entry.at);
        // A log that it cannot have left is refused when it starts from it.
        if let Some(log) = crash.filter(|log| court.check_log(entry.node, *log).is_ok()) {
            court.crash(entry.node, log);
            court.judge(step, entry.at);
        }
    }
    if refused.is_none() {
        refused = logs.iter().find_map(|(node, log)| {
            let why = court.check_log(*node, *log).err()?;
            Some(refusal(cluster, step, *node, &why))
        });
    }
    court.close(step, refused)
}

fn refusal<P: Real>(cluster: &Cluster<P>, step: u64, node: Node, why: &str) -> Refusal {
    let is_known = node < cluster.protocol.nodes();
    let name = if is_known { cluster.protocol.name(node) } else { "somebody" };
    Refusal { step, node, why: format!("{name} {why}") }
}

/// By entry: the log that its node starts from next, where this is the last that it did before a
/// crash. When exactly it crashed no journal says; nothing tells that instant from any later one.
fn crashes<P: Real>(entries: &[Entry<P>]) -> Vec<Option<Chain>> {
    let mut next: [Option<Chain>; NODES] = [None; NODES];
    let mut crashes: Vec<Option<Chain>> = (entries.iter().rev())
        .map(|entry| {
            let next = next.get_mut(usize::from(entry.node))?;
            let boots = match entry.what {
                What::Boot(log) => Some(log),
                What::Input(_) => None,
            };
            std::mem::replace(next, boots)
        })
        .collect();
    crashes.reverse();
    crashes
}

/// The model as far as the journals have been replayed.
struct Court<'a, P: Real> {
    cluster: &'a Cluster<P>,
    state: State<P>,
    before: Option<State<P>>,
    port: Replay<P>,
    /// By node.
    known: Vec<Known>,
    verdicts: Vec<Verdict>,
    heard: u64,
    /// What was heard at least once.
    brought: BTreeSet<Envelope<P>>,
    restarts: u64,
    longest: Longest,
}

/// What the journal of a node has told so far.
#[derive(Clone, Copy, Default)]
struct Known {
    incarnation: u32,
    lamport: u64,
    at: Time,
    /// The log as the model would have it: what is certain to be on disk.
    log: Chain,
}

impl<'a, P: Real> Court<'a, P> {
    /// Nobody is up, and no disk has been written to.
    fn open(cluster: &'a Cluster<P>) -> Court<'a, P> {
        let (mut state, _) = cluster.begin();
        for server in &mut state.servers {
            server.power = Power::Down;
            server.memory = None;
        }
        let laws = Cluster::<P>::LAWS.iter();
        let verdicts = laws.map(|law| match law.kind {
            Kind::Always => Verdict::Holds,
            Kind::Sometimes => Verdict::NotYet,
            Kind::AtRest => Verdict::Waiting("the run did not come to rest".to_owned()),
            Kind::Recoverable => Verdict::Waiting("only a search can say".to_owned()),
        });
        Court {
            cluster,
            before: Cluster::<P>::LAWS
                .iter()
                .any(|law| matches!(law.test, Test::Step(_)))
                .then(|| state.clone()),
            known: vec![Known::default(); state.servers.len()],
            verdicts: verdicts.collect(),
            state,
            port: Replay::default(),
            heard: 0,
            brought: BTreeSet::new(),
            restarts: 0,
            longest: Longest::default(),
        }
    }

    /// Takes one entry as the model's next step.
    fn admit(&mut self, entry: &Entry<P>) -> Result<(), String> {
        let Entry { lamport, node, incarnation, at, ref what, luck, .. } = *entry;
        let place = usize::from(node);
        let Some(known) = self.known.get_mut(place) else {
            return Err("is no node of this cluster".to_owned());
        };
        if lamport <= known.lamport {
            return Err(format!("has two entries under the Lamport clock {lamport}"));
        }
        let next = known.incarnation.saturating_add(u32::from(matches!(what, What::Boot(_))));
        if incarnation != next || next == 0 {
            return Err(format!(
                "writes as if it had started {incarnation} times, and its journal has \
                 {} starts",
                known.incarnation
            ));
        }
        known.incarnation = incarnation;
        known.lamport = lamport;
        // A clock may be set back; what lasts does not last less than nothing.
        known.at = known.at.max(at);
        (self.port.now, self.port.luck) = (known.at, luck);
        self.port.facts.clear();
        if let Some(before) = &mut self.before {
            before.clone_from(&self.state);
        }
        match what {
            What::Boot(_) if luck > 0 => Err("starts, and chance has no say in that".to_owned()),
            What::Boot(log) => self.boot(node, *log, &entry.did),
            What::Input(input) => self.give(node, input, luck, &entry.did),
        }
    }

    /// A node crashes: whatever it knew is gone, and its log is what it will start from.
    fn crash(&mut self, node: Node, log: Chain) {
        let known = &mut self.known[usize::from(node)];
        let landed = log.lines.saturating_sub(known.log.lines);
        known.log = log;
        let server = self.state.server_mut(node);
        server.power = Power::Down;
        server.memory = None;
        let mut lost = std::mem::take(&mut server.unwritten);
        let landed = usize::try_from(landed).unwrap_or(usize::MAX).min(lost.len());
        for landed in lost.drain(..landed) {
            self.cluster.protocol.absorb(node, &mut server.disk, &landed.record);
        }
        // Its timers and its disk's answers are gone with it; what is under way is not.
        self.port
            .agenda
            .cancel_where(|event| !matches!(event, Event::Arrive(_)) && event.at() == Some(node));
        self.restarts += 1;
        let records_lost = u8::try_from(lost.len()).unwrap_or(u8::MAX);
        self.port.facts.clear();
        self.port.facts.push(Fact::Crashed(node, records_lost));
    }

    /// A node starts, from a log that it can have left.
    fn boot(&mut self, node: Node, log: Chain, did: &str) -> Result<(), String> {
        self.check_log(node, log)?;
        let protocol = &self.cluster.protocol;
        let server = self.state.server_mut(node);
        let mut out = Outbox::default();
        protocol.boot(node, &server.disk, &mut out);
        is_as_written(protocol, node, did, &out)?;
        server.power = Power::Up;
        if self.known[usize::from(node)].incarnation > 1 {
            self.port.facts.push(Fact::Restarted(node));
        }
        self.cluster.happen(&mut self.state, Event::Boot(node), &mut self.port);
        Ok(())
    }

    /// Whether a log is one that a node can have at this point: all that has certainly landed, then
    /// none or more of what was on its way, in that order.
    fn check_log(&self, node: Node, log: Chain) -> Result<(), String> {
        let Some(known) = self.known.get(usize::from(node)) else {
            return Err("is no node of this cluster".to_owned());
        };
        let mut chain = known.log;
        let lacking = || {
            format!(
                "has {} records in its log, and {} were on its disk already",
                log.lines, known.log.lines
            )
        };
        let more = log.lines.checked_sub(chain.lines).ok_or_else(lacking)?;
        let unwritten = &self.state.server(node).unwritten;
        for at in 0..more {
            let record = usize::try_from(at).ok().and_then(|at| unwritten.get(at));
            let Some(record) = record else {
                return Err(format!(
                    "has {} records in its log, and has written {} at most",
                    log.lines,
                    known.log.lines + unwritten.len() as u64
                ));
            };
            chain.seal(&record.record.write());
        }
        if chain == log {
            Ok(())
        } else {
            Err(format!("has {} records in its log that are not those it wrote", log.lines))
        }
    }

    /// An input comes to a node that is up.
    fn give(&mut self, node: Node, input: &Input<P>, luck: u32, did: &str) -> Result<(), String> {
        let protocol = &self.cluster.protocol;
        if !protocol.hears(node, input) {
            return Err("hears what is not for its role".to_owned());
        }
        self.expect(node, input)?;
        let mut server = self.state.server(node).clone();
        if let Input::Durable(record) = input
            && host::land(protocol, node, &mut server).as_ref() != Some(record)
        {
            let record = protocol.name_record(record);
            return Err(format!("takes “{record}” for written, which is not what it waits for"));
        }
        let bound = match host::toss(protocol, node, &mut server, input) {
            Some(Toss::Choose { bound, .. }) => bound,
            Some(Toss::Chance { .. }) => 2,
            None => 1,
        };
        if luck >= bound {
            return Err(format!("was told {luck} by chance, which has answers below {bound} here"));
        }
        let out = host::answer(protocol, node, &mut server, input.clone(), luck);
        is_as_written(protocol, node, did, &out)?;
        self.happen(node, input);
        Ok(())
    }

    /// Whether the model has this input in store.
    fn expect(&mut self, node: Node, input: &Input<P>) -> Result<(), String> {
        let protocol = &self.cluster.protocol;
        let agenda = &mut self.port.agenda;
        match input {
            Input::Message(from, message) => {
                let envelope = Envelope { from: *from, to: node, message: message.clone() };
                // A network may bring again what it has brought, and nothing that was never sent.
                let was_sent = agenda.cancel(&Event::Arrive(envelope.clone()))
                    || self.brought.contains(&envelope);
                self.brought.insert(envelope);
                self.heard += 1;
                was_sent.then_some(()).ok_or_else(|| {
                    let message = protocol.name_message(message);
                    let from = protocol.name(*from);
                    format!("hears “{message}” from {from}, which {from} has not sent")
                })
            }
            Input::Timer(timer) => {
                agenda.cancel(&Event::Ring(node, timer.clone())).then_some(()).ok_or_else(|| {
                    let timer = protocol.name_timer(timer);
                    format!("has its timer “{timer}” ring, which is not set")
                })
            }
            Input::Durable(record) => {
                agenda.cancel(&Event::Disk(node)).then_some(()).ok_or_else(|| {
                    let record = protocol.name_record(record);
                    format!("takes “{record}” for written, and waits for no disk")
                })
            }
            Input::Errand(errand) => protocol
                .admits(self.state.server(node), node, errand)
                .then_some(())
                .ok_or_else(|| "is asked for what it cannot do now".to_owned()),
        }
    }

    /// The model's own driver takes the step.
    fn happen(&mut self, node: Node, input: &Input<P>) {
        let Court { cluster, state, port, known, .. } = self;
        let event = match input {
            Input::Message(from, message) => {
                Event::Arrive(Envelope { from: *from, to: node, message: message.clone() })
            }
            Input::Timer(timer) => Event::Ring(node, timer.clone()),
            Input::Durable(_) => {
                let unwritten = &state.server(node).unwritten;
                let forced = unwritten.iter().position(|unwritten| unwritten.is_forced);
                for unwritten in unwritten.iter().take(forced.map_or(0, |at| at + 1)) {
                    known[usize::from(node)].log.seal(&unwritten.record.write());
                }
                Event::Disk(node)
            }
            Input::Errand(errand) => {
                return cluster.act(state, Action::Errand(node, errand.clone()), port);
            }
        };
        cluster.happen(state, event, port);
    }

    /// Judges every law after a step.
    fn judge(&mut self, step: u64, at: Time) {
        for fact in &self.port.facts {
            if let Fact::Lasted(_, stretch, _, span) = fact {
                let longest = match stretch {
                    Stretch::InDoubt => &mut self.longest.in_doubt,
                    Stretch::Locked => &mut self.longest.locked,
                    Stretch::HalfDone => continue,
                };
                *longest = (*longest).max(*span);
            }
        }
        for (nth, law) in Cluster::<P>::LAWS.iter().enumerate() {
            let is_open = matches!(
                (law.kind, &self.verdicts[nth]),
                (Kind::Always, Verdict::Holds) | (Kind::Sometimes, Verdict::NotYet)
            );
            if is_open {
                let holds = self.holds(&law.test);
                self.note(nth, law.kind, step, at, holds);
            }
        }
    }

    fn holds(&self, test: &Test<Cluster<P>>) -> Holds {
        let Court { cluster, state, port, before, .. } = self;
        match test {
            Test::State(test) => test(cluster, state, &Bag::of(&port.agenda)),
            Test::Told(test) => test(cluster, state, &port.facts),
            Test::Step(test) => {
                let before = before.as_ref().unwrap_or(state);
                test(cluster, &Change { before, after: state, facts: &port.facts })
            }
        }
    }

    fn note(&mut self, nth: usize, kind: Kind, step: u64, at: Time, holds: Holds) {
        match (kind, holds) {
            (Kind::Sometimes, Ok(())) => self.verdicts[nth] = Verdict::Seen(step),
            (Kind::AtRest, Ok(())) => self.verdicts[nth] = Verdict::Holds,
            (Kind::Always | Kind::AtRest, Err(why)) => {
                self.verdicts[nth] = Verdict::Broken(Breach { step, at, why: why.into_owned() });
            }
            _ => {}
        }
    }

    /// Judges what must hold at rest, where the run came to it, and says how everything stands.
    fn close(mut self, step: u64, refused: Option<Refusal>) -> Judged {
        let is_waiting = self.port.agenda.iter().any(|b| !matches!(b.event, Event::Arrive(_)));
        // A message that nobody has heard by now was lost.
        self.port.agenda.cancel_where(|event| matches!(event, Event::Arrive(_)));
        let is_at_rest = refused.is_none() && !is_waiting && self.state.is_calm();
        let laws = Cluster::<P>::LAWS;
        for (nth, law) in laws.iter().enumerate() {
            if law.kind == Kind::AtRest && is_at_rest {
                let holds = self.holds(&law.test);
                self.note(nth, law.kind, step, self.port.now, holds);
            }
        }
        let infos = laws.iter().map(|law| LawInfo { name: law.name, kind: law.kind });
        Judged {
            entries: step,
            refused,
            laws: infos.zip(self.verdicts).collect(),
            tally: self.state.tally.0,
            heard: self.heard,
            restarts: self.restarts,
            longest: self.longest,
        }
    }
}

/// Whether a node has done what its role does.
fn is_as_written<P: Real>(
    protocol: &P,
    node: Node,
    did: &str,
    out: &Outbox<P>,
) -> Result<(), String> {
    let expected = entry::did(protocol, node, out);
    if expected == did {
        Ok(())
    } else {
        let nothing = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.into() };
        Err(format!("did: {}; its role does: {}", nothing(did), nothing(&expected)))
    }
}
