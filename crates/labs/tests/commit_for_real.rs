//! Two-phase commit through the hosts that run it for real, under a scheduler instead of sockets,
//! files and clocks; and the judge of what came of it.

use kernel::rng::{self, Draws};
use kernel::{Draw, Kind, Knob, Time, Verdict};
use labs::cluster::real::{Chain, Entry, Host, Judged, Past, Real, Step, Task, What, judge, merge};
use labs::cluster::{Cluster, Input, Node, Protocol};
use labs::shop::{Outcome, PlaceOrder};
use labs::two_phase_commit::journal::Record;
use labs::two_phase_commit::protocol::{Message, Timer};
use labs::two_phase_commit::rules::{KNOBS, TwoPhase};

const ORDERS: u16 = 6;

fn cluster(settings: &[(&str, i64)]) -> Cluster<TwoPhase> {
    let fast = [("order-every", 0), ("refusals", 100)];
    let value = |knob: &Knob| {
        let mut set = settings.iter().chain(&fast);
        set.find(|(key, _)| *key == knob.key).map_or(knob.default, |(_, value)| *value)
    };
    TwoPhase::of(&KNOBS.iter().map(value).collect::<Vec<_>>())
}

/// A cluster of hosts, with a seed where the machine would be.
struct Yard {
    cluster: Cluster<TwoPhase>,
    draws: Draws,
    now: u64,
    hosts: Vec<Option<Host<TwoPhase>>>,
    logs: Vec<String>,
    /// Lines that the disk has been given, and has not written.
    writing: Vec<Option<String>>,
    journals: Vec<Vec<Entry<TwoPhase>>>,
    wire: Vec<(Node, Node, u64, Message)>,
    timers: Vec<(Node, Timer)>,
    placed: u16,
}

impl Yard {
    fn new(cluster: Cluster<TwoPhase>, seed: u64) -> Yard {
        let nodes = usize::from(cluster.protocol.nodes());
        let mut yard = Yard {
            cluster,
            draws: Draws::new(seed),
            now: 0,
            hosts: (0..nodes).map(|_| None).collect(),
            logs: vec![String::new(); nodes],
            writing: vec![None; nodes],
            journals: vec![Vec::new(); nodes],
            wire: Vec::new(),
            timers: Vec::new(),
            placed: 0,
        };
        (0..nodes as Node).for_each(|node| yard.boot(node));
        yard
    }

    fn draw(&mut self, bound: usize) -> usize {
        rng::below(self.draws.bits(Draw::next(0)), bound as u64) as usize
    }

    fn at(&self) -> Time {
        Time::from_micros(self.now)
    }

    fn boot(&mut self, node: Node) {
        let place = usize::from(node);
        let log = Chain::unseal(self.logs[place].as_bytes()).unwrap();
        let records = log.records(&self.cluster.protocol, node).unwrap();
        let past = Past::of(&self.journals[place]);
        let (protocol, at) = (self.cluster.protocol, self.at());
        let (host, step) = Host::boot(protocol, node, 1, past, (&records, log.chain), at);
        self.hosts[place] = Some(host);
        self.carry_out(node, step);
    }

    /// As `kill -9` does: what the disk was given may have come to it, whole or in part.
    fn crash(&mut self, node: Node) {
        let place = usize::from(node);
        if let Some(lines) = self.writing[place].take() {
            let bytes = self.draw(lines.len() + 1);
            let log = &mut self.logs[place];
            log.push_str(&lines[..bytes]);
            let whole = Chain::unseal(log.as_bytes()).unwrap().bytes;
            log.truncate(whole);
        }
        self.hosts[place] = None;
        self.timers.retain(|(other, _)| *other != node);
    }

    fn carry_out(&mut self, node: Node, step: Step<TwoPhase>) {
        let Step { entry, tasks, .. } = step;
        let lamport = entry.lamport;
        self.journals[usize::from(node)].push(entry);
        for task in tasks {
            match task {
                Task::Send(to, message) => self.wire.push((node, to, lamport, message)),
                Task::Set(timer, _) => self.timers.push((node, timer)),
                Task::Cancel(timer) => self.timers.retain(|set| *set != (node, timer)),
            }
        }
        let host = self.hosts[usize::from(node)].as_mut().unwrap();
        if let Some(lines) = host.to_disk() {
            self.writing[usize::from(node)] = Some(lines);
        }
    }

    fn give(&mut self, node: Node, input: Input<TwoPhase>, lamport: u64) {
        let at = self.at();
        if let Some(host) = &mut self.hosts[usize::from(node)] {
            let step = host.give(at, input, lamport).unwrap();
            self.carry_out(node, step);
        }
    }

    /// One thing happens; whether there was one.
    fn step(&mut self, is_stormy: bool) -> bool {
        self.now += 1_000;
        let customers = self.cluster.protocol.shop.customers();
        if is_stormy && self.draw(12) == 0 {
            let node = self.draw(usize::from(customers)) as Node;
            self.crash(node);
            return true;
        }
        let down = self.hosts.iter().position(Option::is_none);
        if let Some(node) = down.filter(|_| !is_stormy) {
            self.boot(node as Node);
            return true;
        }
        if let Some(node) = down.filter(|_| self.draw(4) == 0) {
            self.boot(node as Node);
            return true;
        }
        if self.placed < ORDERS && self.draw(6) == 0 {
            let errand = PlaceOrder { dish: self.draw(2) as u8 };
            let host = self.hosts[usize::from(customers)].as_ref().unwrap();
            if host.protocol().admits(host.server(), customers, &errand) {
                self.placed += 1;
                self.give(customers, Input::Errand(errand), 0);
                return true;
            }
        }
        let busy = self.writing.iter().position(Option::is_some);
        if let Some(place) = busy.filter(|_| self.draw(2) == 0) {
            let lines = self.writing[place].take().unwrap();
            self.logs[place].push_str(&lines);
            let at = self.at();
            for step in self.hosts[place].as_mut().unwrap().written(at) {
                self.carry_out(place as Node, step);
            }
            return true;
        }
        if !self.wire.is_empty() && self.draw(8) > 0 {
            let nth = self.draw(self.wire.len());
            let (from, to, lamport, message) = self.wire.remove(nth);
            if !(is_stormy && self.draw(10) == 0) {
                self.give(to, Input::Message(from, message), lamport);
            }
            return true;
        }
        if !self.timers.is_empty() {
            let nth = self.draw(self.timers.len());
            let (node, timer) = self.timers.remove(nth);
            self.give(node, Input::Timer(timer), 0);
            return true;
        }
        self.placed < ORDERS || busy.is_some() || !self.wire.is_empty()
    }

    fn entries(&self) -> Vec<Entry<TwoPhase>> {
        merge(self.journals.concat())
    }

    fn logs(&self) -> Vec<(Node, Chain)> {
        let chain = |log: &String| Chain::unseal(log.as_bytes()).unwrap().chain;
        (0..).zip(self.logs.iter().map(chain)).collect()
    }
}

/// So many steps under crashes and losses, then in peace until nothing is left to do.
fn run(cluster: &Cluster<TwoPhase>, seed: u64, storm: u32) -> Yard {
    let mut yard = Yard::new(cluster.clone(), seed);
    for _ in 0..storm {
        yard.step(true);
    }
    for _ in 0..20_000 {
        if !yard.step(false) {
            return yard;
        }
    }
    panic!("seed {seed} does not come to rest");
}

/// The first run with an entry of this kind.
fn run_with(
    cluster: &Cluster<TwoPhase>,
    storm: u32,
    is_it: impl Fn(&Entry<TwoPhase>) -> bool,
) -> (Yard, usize) {
    let found = (0..100).find_map(|seed| {
        let yard = run(cluster, seed, storm);
        let at = yard.entries().iter().position(&is_it)?;
        Some((yard, at))
    });
    found.expect("one of a hundred runs has one")
}

fn judged(yard: &Yard) -> Judged {
    judge(&yard.cluster, yard.entries(), &yard.logs())
}

fn presumptions() -> [Cluster<TwoPhase>; 3] {
    [0, 1, 2].map(|presume| cluster(&[("presume", presume)]))
}

#[test]
fn what_hosts_do_is_a_run_of_the_model_and_keeps_its_laws() {
    let mut restarts = 0;
    let mut seen = Vec::new();
    for cluster in presumptions() {
        for seed in 0..40 {
            let yard = run(&cluster, seed, 400);
            let judged = judged(&yard);
            assert_eq!(judged.refused, None, "seed {seed}");
            assert!(judged.holds(), "seed {seed}: {:?}", judged.laws);
            assert_eq!(judged.entries, yard.entries().len() as u64);
            assert!(yard.hosts.iter().flatten().all(Host::is_at_rest));
            restarts += judged.restarts;
            let laws = judged.laws.iter();
            seen.extend(
                laws.filter(|(_, v)| matches!(v, Verdict::Seen(_))).map(|(law, _)| law.name),
            );
        }
    }
    assert!(restarts > 1_000, "{restarts}");
    for law in ["an order can be committed everywhere", "everybody can be blocked"] {
        assert!(seen.contains(&law), "{law}");
    }
}

/// Every mistake is caught by the law that it breaks, and under the same seeds nothing else is.
#[test]
fn mistakes_are_judged_broken() {
    let laws = [
        (1, "all agree"),
        (2, "all agree"),
        (3, "nobody commits without every yes"),
        (4, "nobody commits without every yes"),
        (5, "stock and riders are conserved"),
    ];
    for (mistake, law) in laws {
        let cluster = cluster(&[("mistake", mistake), ("presume", 0)]);
        let broken = (0..400).find_map(|seed| {
            let yard = run(&cluster, seed, 400);
            let judged = judged(&yard);
            assert_eq!(judged.refused, None, "mistake {mistake}, seed {seed}: it is its own model");
            let found = judged.laws.iter().find(|(info, _)| info.name == law).unwrap();
            match &found.1 {
                Verdict::Broken(breach) => Some((breach.step, yard.entries().len() as u64)),
                _ => None,
            }
        });
        let (step, all) = broken.unwrap_or_else(|| panic!("mistake {mistake} never broke “{law}”"));
        assert!((1..=all).contains(&step));
    }
}

/// The step at which a doctored run is refused, and why.
fn refused(yard: &Yard, entries: Vec<Entry<TwoPhase>>) -> (u64, String) {
    let judged = judge(&yard.cluster, entries, &yard.logs());
    assert!(!judged.holds());
    let refused = judged.refused.expect("it is refused");
    assert_eq!(refused.step, judged.entries + 1);
    (refused.step, refused.why)
}

/// What durable record an entry is of.
fn durable(entry: &Entry<TwoPhase>) -> Option<Record> {
    match entry.what {
        What::Input(Input::Durable(record)) => Some(record),
        _ => None,
    }
}

#[test]
fn a_vote_that_was_changed_is_refused_where_it_is_heard_and_where_it_is_sent() {
    let cluster = cluster(&[("refusals", 0)]);
    let (yard, at) = run_with(&cluster, 0, |entry| {
        matches!(entry.what, What::Input(Input::Message(_, Message::Vote(_, true))))
    });
    let mut entries = yard.entries();
    let What::Input(Input::Message(from, Message::Vote(number, _))) = entries[at].what else {
        unreachable!("it was just found")
    };
    entries[at].what = What::Input(Input::Message(from, Message::Vote(number, false)));
    let (step, why) = refused(&yard, entries);
    assert_eq!(step, at as u64 + 1);
    assert!(why.starts_with("Coordinator hears") && why.contains("has not sent"), "{why}");

    let (yard, at) = run_with(&cluster, 0, |entry| entry.did.contains("send 0 vote 1 yes"));
    let mut entries = yard.entries();
    entries[at].did = entries[at].did.replace("vote 1 yes", "vote 1 no");
    let (step, why) = refused(&yard, entries);
    assert_eq!(step, at as u64 + 1);
    assert!(why.contains("its role does:") && why.contains("vote 1 yes"), "{why}");
}

#[test]
fn a_commit_that_is_applied_twice_or_was_never_forced_is_refused() {
    let is_commit = |entry: &Entry<TwoPhase>| {
        matches!(durable(entry), Some(Record::Settled { outcome: Outcome::Commit, .. }))
    };
    let (yard, at) = run_with(&cluster(&[]), 0, is_commit);
    let entries = yard.entries();
    let mut again = entries[at].clone();
    again.lamport += 1;
    let mut doctored = entries.clone();
    for entry in doctored.iter_mut().filter(|entry| entry.lamport >= again.lamport) {
        entry.lamport += 1;
    }
    doctored.insert(at + 1, again);
    let (_, why) = refused(&yard, doctored);
    assert!(why.contains("waits for no disk") || why.contains("not what it waits for"), "{why}");

    let mut doctored = entries.clone();
    doctored.remove(at);
    let (step, _) = refused(&yard, doctored);
    assert!(step > at as u64, "it is missed later, at {step}");
}

#[test]
fn a_log_that_lacks_a_record_or_has_one_too_many_is_refused() {
    let cluster = cluster(&[]);
    let (yard, _) = run_with(&cluster, 0, |entry| entry.node == 1 && durable(entry).is_some());
    let Chain { lines, sum } = yard.logs()[1].1;
    let wrong = [
        Chain { lines: lines - 1, sum },
        Chain { lines: lines + 1, sum },
        Chain { lines, sum: !sum },
    ];
    for log in wrong {
        let judged = judge(&yard.cluster, yard.entries(), &[(1, log)]);
        assert!(!judged.holds());
        let refused = judged.refused.expect("it is refused");
        assert!(refused.why.starts_with("InventoryService has"), "{}", refused.why);
    }
    let (yard, at) = run_with(&cluster, 100, |entry| entry.incarnation > 1);
    let mut entries = yard.entries();
    let What::Boot(log) = &mut entries[at].what else { unreachable!("a node starts first") };
    log.sum ^= 1;
    let (step, why) = refused(&yard, entries);
    assert_eq!(step, at as u64 + 1);
    assert!(why.contains("not those it wrote") || why.contains("in its log"), "{why}");
}

/// Whatever is written into a journal, there is a verdict, and what cannot be is refused by the
/// place where it stands.
#[test]
fn nonsense_in_a_journal_is_refused_and_nothing_panics() {
    let yard = run(&cluster(&[]), 2, 100);
    let entries = yard.entries();
    let mut draws = Draws::new(1);
    let mut below = |bound: usize| rng::below(draws.bits(Draw::next(0)), bound as u64) as usize;
    for _ in 0..300 {
        let (a, b) = (below(entries.len()), below(entries.len()));
        let mut doctored = entries.clone();
        doctored[a].what = entries[b].what.clone();
        doctored[b].what = entries[a].what.clone();
        // Two that change nothing may have come either way round; a start is no input.
        let judged = judge(&yard.cluster, doctored, &yard.logs());
        let is_start = |at: usize| matches!(entries[at].what, What::Boot(_));
        assert!(is_start(a) == is_start(b) || !judged.holds(), "{a} and {b}");

        let mut doctored = entries.clone();
        doctored[a].node = entries[b].node ^ 8;
        assert!(refused(&yard, doctored).0 as usize <= entries.len());

        let mut doctored = entries.clone();
        doctored[a].luck = 7;
        assert_eq!(refused(&yard, doctored).0, a as u64 + 1);

        let mut doctored = entries.clone();
        doctored[a].incarnation = u32::MAX;
        doctored[b].lamport = u64::MAX;
        assert!(refused(&yard, doctored).0 >= 1);
    }
}

/// A run that is cut off breaks no law, and proves nothing of rest.
#[test]
fn a_run_that_has_not_come_to_rest_does_not_hold() {
    let (yard, at) = run_with(&cluster(&[]), 0, |entry| entry.did.contains("set gather"));
    let mut entries = yard.entries();
    entries.truncate(at + 1);
    let judged = judge(&yard.cluster, entries, &[]);
    assert_eq!(judged.refused, None);
    assert!(!judged.holds());
    let rest = judged.laws.iter().find(|(law, _)| law.kind == Kind::AtRest).unwrap();
    assert!(matches!(rest.1, Verdict::Waiting(_)), "{rest:?}");
}

#[test]
fn journals_are_read_as_they_were_written_and_nothing_else_is_read() {
    for cluster in presumptions() {
        let protocol = cluster.protocol;
        for (node, journal) in (0..).zip(&run(&cluster, 7, 400).journals) {
            let mut chain = Chain::default();
            let text: String =
                journal.iter().map(|entry| chain.seal(&entry.write(&protocol))).collect();
            let log = Chain::unseal(text.as_bytes()).unwrap();
            assert_eq!(log.entries(&protocol, node).as_ref(), Ok(journal));
            assert!(log.entries(&protocol, node ^ 1).is_err(), "another node's journal");
            for entry in journal {
                let line = entry.write(&protocol);
                for at in 0..line.find("\t0\t").unwrap_or(0) {
                    let mut bad = line.clone().into_bytes();
                    bad[at] = b'\t';
                    let bad = String::from_utf8(bad).unwrap();
                    assert!(bad == line || Entry::read(&protocol, &bad).is_none(), "{bad}");
                }
            }
        }
    }
}

/// What is not of a node's role, or out of bounds, is refused before the role sees it.
#[test]
fn hostile_input_never_reaches_a_role() {
    let protocol = cluster(&[]).protocol;
    let texts = [
        "vote 1 yes",
        "vote 0 yes",
        "vote 1 maybe",
        "vote 65536 yes",
        "vote 01 yes",
        "vote -1 yes",
        "vote 1 yes ",
        "vote  1 yes",
        "",
        " ",
        "work 1 200 1",
        "work 1 1 1",
        "asks 1 9 1",
        "prepare 1",
        "decide 1 commit",
        "decide 1 perhaps",
        "answer 1 abort",
        "inquire 1",
        "prepare 1\t2",
        "ack 65535",
    ];
    let mut heard = Vec::new();
    for text in texts {
        for to in 0..=protocol.nodes() {
            for from in 0..=protocol.nodes() {
                let message = labs::cluster::real::read::<Message>(text);
                let Some(message) = message else { continue };
                if protocol.hears(to, &Input::Message(from, message)) {
                    heard.push((text, from, to));
                }
            }
        }
    }
    let both =
        |text, from: [Node; 2], to: [Node; 2]| [(text, from[0], to[0]), (text, from[1], to[1])];
    let expected = [
        both("vote 1 yes", [1, 2], [0, 0]),
        both("work 1 1 1", [0, 0], [1, 2]),
        both("prepare 1", [0, 0], [1, 2]),
        both("decide 1 commit", [0, 0], [1, 2]),
    ];
    let mut expected = expected.concat();
    expected.push(("answer 1 abort", 0, 3));
    expected.extend(both("inquire 1", [1, 2], [0, 0]));
    assert_eq!(heard, expected);
    for (node, record) in [(1, "decided 1 commit 1"), (0, "prepared 1 0 0 1"), (3, "back 1")] {
        let mut chain = Chain::default();
        let text = chain.seal(record);
        let log = Chain::unseal(text.as_bytes()).unwrap();
        assert!(log.records(&protocol, node).is_err(), "{record} at {node}");
    }
    for (node, record) in [(1, "prepared 1 0 200 1"), (2, "settled 1 commit 8"), (1, "back 0")] {
        let record = labs::cluster::real::read::<Record>(record).unwrap();
        assert!(!protocol.keeps(node, &record), "{record:?}");
    }
}

/// A host that is given nonsense says so and goes on as if nothing had come.
#[test]
fn a_host_refuses_what_its_role_does_not_know() {
    let yard = Yard::new(cluster(&[]), 1);
    let mut hosts = yard.hosts;
    let service = hosts[1].as_mut().unwrap();
    let before = service.server().clone();
    let nonsense = [
        (Input::Message(0, Message::Ack(1)), 0),
        (Input::Message(1, Message::Prepare(1)), 0),
        (Input::Message(200, Message::Prepare(1)), 0),
        (Input::Message(0, Message::Prepare(1)), u64::MAX),
        (Input::Timer(Timer::InDoubt(1)), 0),
        (Input::Errand(PlaceOrder { dish: 0 }), 0),
        (Input::Durable(Record::Back(1)), 0),
    ];
    for (input, lamport) in nonsense {
        let refused = service.give(Time::ZERO, input.clone(), lamport).unwrap_err();
        assert!(refused.to_string().starts_with("InventoryService"), "{refused}");
        assert_eq!(service.server(), &before, "{input:?}");
    }
    let step = service.give(Time::ZERO, Input::Message(0, Message::Prepare(1)), 9).unwrap();
    assert_eq!(step.entry.lamport, 10);
    assert_eq!(step.tasks, [Task::Send(0, Message::Vote(1, false))]);
    assert!(step.entry.did.starts_with("send 0 vote 1 no; tell "), "{}", step.entry.did);
}
