//! A search as page and command line run it: from an order to findings, with every way as a link.

use kernel::Purse;
use kernel::Run;
use kernel::link::{self, Limits};
use labs::Entry;
use labs::find;
use labs::search::{Answer, End, Findings, From, Job, Order};

fn opening_link(entry: &'static Entry, steps: u64) -> String {
    let recipe = entry.recipe(&entry.presets[0]);
    let mut run = Run::new(entry.machine(&recipe, None).expect("a preset makes a machine"), recipe);
    for _ in 0..steps {
        run.step();
    }
    link::write(entry.knobs, &run)
}

fn order(entry: &Entry, link: String, from: From) -> Order {
    let mut limits = Purse::default();
    let recipe = entry.recipe(&entry.presets[0]);
    let machine = entry.machine(&recipe, None).expect("a preset makes a machine");
    for allowance in machine.allowances() {
        limits[usize::from(allowance.budget.0)] = 1;
    }
    Order { from, limits, states: 300, ..Order::new(entry.card.slug, link) }
}

fn findings(order: &Order) -> Findings {
    let mut job = Job::begin(order, None).expect("the order can be carried out");
    while job.advance(32) {}
    job.findings(0)
}

fn searched() -> impl Iterator<Item = &'static Entry> {
    labs::entries().filter(|entry| entry.card.check.is_some())
}

#[test]
fn every_searched_lab_is_searched_from_the_start_and_from_here() {
    for entry in searched() {
        for from in [From::Start, From::Playhead] {
            let found = findings(&order(entry, opening_link(entry, 5), from));
            assert!(found.count.distinct > 1, "{}: {found:?}", entry.card.slug);
            assert!(found.count.generated >= found.count.distinct);
        }
    }
}

#[test]
fn a_breach_is_a_link_at_whose_end_the_law_is_broken() {
    // Modulo hashing moves keys that need not move.
    let entry = find("hash-ring").expect("the lab is in the list");
    let link = "strategy=modulo&shards=3&keys=100&seed=1&v=".to_owned();
    let link = format!("{link}{}", entry.version);
    let found = findings(&order(entry, link, From::Start));
    assert_eq!(found.end, End::Breached);
    let broken = found.laws.iter().enumerate().find_map(|(law, answer)| match answer {
        Answer::Broken(_, way) => Some((law, way)),
        _ => None,
    });
    let (law, breach) = broken.expect("a law is broken");
    let text = breach.link.as_ref().expect("the way was replayed");
    let link = link::read(entry.knobs, entry.version, text).expect("the link can be read");
    let machine = entry.machine(&link.recipe, None).expect("the link makes a machine");
    let opened = link::open(link, machine, Limits::default());
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    assert_eq!(opened.run.playhead().step, breach.first + breach.steps);
    match &opened.run.verdicts()[law] {
        kernel::Verdict::Broken(broken) => assert_eq!(broken.step, opened.run.playhead().step),
        other => panic!("the law is not broken at the end of the way: {other:?}"),
    }
}

#[test]
fn a_breach_from_here_follows_what_was_played() {
    let entry = find("hash-ring").expect("the lab is in the list");
    let knobs = format!("strategy=modulo&shards=3&keys=100&seed=1&v={}", entry.version);
    let link = link::read(entry.knobs, entry.version, &knobs).expect("the link can be read");
    let machine = entry.machine(&link.recipe, None).expect("the link makes a machine");
    let mut run = Run::new(machine, link.recipe);
    assert!(run.step() && run.step());
    let found = findings(&order(entry, link::write(entry.knobs, &run), From::Playhead));
    let is_after = |answer: &Answer| match answer {
        Answer::Broken(_, way) => way.first == 2 && way.link.is_some(),
        _ => false,
    };
    assert!(found.laws.iter().any(is_after), "{:?}", found.laws);
}

/// What was seen is a link as well, at whose end it is seen.
#[test]
fn a_sample_is_a_link_at_whose_end_it_is_seen() {
    for entry in searched() {
        let found = findings(&order(entry, opening_link(entry, 0), From::Start));
        for (law, answer) in found.laws.iter().enumerate() {
            let Answer::Seen(way) = answer else { continue };
            let text = way.link.as_ref().expect("the way was replayed");
            let link = link::read(entry.knobs, entry.version, text).expect("the link can be read");
            let machine = entry.machine(&link.recipe, None).expect("the link makes a machine");
            let opened = link::open(link, machine, Limits::default());
            assert_eq!(opened.notices, [], "{text}");
            assert_eq!(opened.run.verdicts()[law], kernel::Verdict::Seen(way.steps), "{text}");
        }
    }
}

/// A search for one law goes past the breach of another.
#[test]
fn a_search_for_one_law_is_not_ended_by_another() {
    let entry = find("hash-ring").expect("the lab is in the list");
    let link = "strategy=modulo&shards=3&keys=100&seed=1";
    let order = order(entry, link.into(), From::Start);
    let first = findings(&order);
    assert_eq!(first.end, End::Breached);
    let unbroken = first.laws.iter().position(|answer| *answer == Answer::Holds);
    let unbroken = unbroken.expect("not every law is broken at once");
    let machine = entry.machine(&entry.recipe(&entry.presets[0]), None).expect("a machine");
    let law = Some(machine.laws()[unbroken].name.to_owned());
    let second = findings(&Order { law, states: 3_000, ..order.clone() });
    assert!(second.count.depth > first.count.depth, "{:?}", second.count);
    let law = Some("no such law".to_owned());
    let refused = Job::begin(&Order { law, ..order }, None).err();
    assert_eq!(refused.as_deref(), Some("no law says “no such law”"));
}

#[test]
fn what_cannot_be_searched_is_said() {
    let entry = find("hash-ring").expect("the lab is in the list");
    let wrong = |slug: &str, link: &str| {
        let order = Order { slug: slug.into(), ..order(entry, link.into(), From::Playhead) };
        Job::begin(&order, None).err().expect("this is no order")
    };
    assert!(wrong("no-such-lab", "").contains("no-such-lab"));
    assert!(wrong("hash-ring", "shards=none").contains("shards"));
    assert!(wrong("hash-ring", "data=12&seed=1").contains("data"));
}

#[test]
fn the_person_s_own_data_are_left_out_from_the_start() {
    let entry = find("hash-ring").expect("the lab is in the list");
    let order = order(entry, "data=12&shards=3&keys=100".into(), From::Start);
    assert!(findings(&order).count.distinct > 1);
}

#[test]
fn a_bound_on_states_is_said_and_is_no_proof() {
    let entry = find("hash-ring").expect("the lab is in the list");
    let order = Order {
        states: 1,
        limits: [2; 8],
        ..order(entry, "strategy=ring&shards=3&keys=100".into(), From::Start)
    };
    let found = findings(&order);
    assert!(matches!(found.end, End::Cut(_)), "{:?}", found.end);
}
