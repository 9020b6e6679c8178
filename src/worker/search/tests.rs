use super::*;
use kernel::Purse;
use labs::LABS;

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
    Order { slug: entry.card.slug.to_owned(), link, from, limits, states: 300 }
}

fn findings(order: &Order) -> Findings {
    let mut job = Job::begin(order).expect("the order can be carried out");
    while job.advance(32) {}
    job.findings(0)
}

fn searched() -> impl Iterator<Item = &'static Entry> {
    LABS.iter().filter(|entry| entry.card.check.is_some())
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
    let entry = labs::find("hash-ring").expect("the lab is in the list");
    let link = "strategy=modulo&shards=3&keys=100&seed=1&v=".to_owned();
    let link = format!("{link}{}", entry.version);
    let found = findings(&order(entry, link, From::Start));
    assert_eq!(found.end, End::Breached);
    let broken = found.laws.iter().enumerate().find_map(|(law, answer)| match answer {
        Answer::Broken(breach) => Some((law, breach)),
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
        Verdict::Broken(broken) => assert_eq!(broken.step, opened.run.playhead().step),
        other => panic!("the law is not broken at the end of the way: {other:?}"),
    }
}

#[test]
fn a_breach_from_here_follows_what_was_played() {
    let entry = labs::find("hash-ring").expect("the lab is in the list");
    let knobs = format!("strategy=modulo&shards=3&keys=100&seed=1&v={}", entry.version);
    let link = link::read(entry.knobs, entry.version, &knobs).expect("the link can be read");
    let machine = entry.machine(&link.recipe, None).expect("the link makes a machine");
    let mut run = Run::new(machine, link.recipe);
    assert!(run.step() && run.step());
    let found = findings(&order(entry, link::write(entry.knobs, &run), From::Playhead));
    let is_after = |answer: &Answer| match answer {
        Answer::Broken(breach) => breach.first == 2 && breach.link.is_some(),
        _ => false,
    };
    assert!(found.laws.iter().any(is_after), "{:?}", found.laws);
}

#[test]
fn what_cannot_be_searched_is_said() {
    let entry = labs::find("hash-ring").expect("the lab is in the list");
    let wrong = |slug: &str, link: &str| {
        let order = Order { slug: slug.into(), ..order(entry, link.into(), From::Playhead) };
        Job::begin(&order).err().expect("this is no order")
    };
    assert!(wrong("no-such-lab", "").contains("no-such-lab"));
    assert!(wrong("hash-ring", "shards=none").contains("shards"));
    assert!(wrong("hash-ring", "data=12&seed=1").contains("data"));
}

#[test]
fn the_person_s_own_data_are_left_out_from_the_start() {
    let entry = labs::find("hash-ring").expect("the lab is in the list");
    let order = order(entry, "data=12&shards=3&keys=100".into(), From::Start);
    assert!(findings(&order).count.distinct > 1);
}

#[test]
fn a_bound_on_states_is_said_and_is_no_proof() {
    let entry = labs::find("hash-ring").expect("the lab is in the list");
    let order = Order {
        states: 1,
        limits: [2; 8],
        ..order(entry, "strategy=ring&shards=3&keys=100".into(), From::Start)
    };
    let found = findings(&order);
    assert!(matches!(found.end, End::Cut(_)), "{:?}", found.end);
}
