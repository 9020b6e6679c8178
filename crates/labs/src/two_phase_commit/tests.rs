//! The protocol, searched: what is proved, what each mistake breaks, and what agreeing costs.

use super::costs::{Cost, Writes, costs};
use super::rules::Presumption;
use crate::cluster::{CRASHES, CUTS, ERRANDS};
use crate::lab::Entry;
use crate::shop::Outcome;
use kernel::check::{Answer, Caps, Checker, Outcome as End, Report};
use kernel::{Budget, Class, Cue, Deed, Purse, Recipe, Run, Time, Verdict, World};

fn entry() -> &'static Entry {
    crate::find("two-phase-commit").expect("the lab is in the list")
}

/// One order and nothing that goes on by itself, with these knobs turned.
fn one_order(turned: &[(&str, i64)]) -> Recipe {
    let preset = entry().presets.iter().find(|preset| preset.key == "one-order");
    let mut recipe = entry().recipe(preset.expect("there is such a preset"));
    recipe.cues.clear();
    for (key, value) in turned {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    recipe
}

/// What a search may spend: crashes, messages lost, messages doubled, cuts.
fn purse(crashes: u8, drops: u8, copies: u8, cuts: u8) -> Purse {
    let mut purse = [0; Budget::KINDS];
    let limits = [
        (CRASHES, crashes),
        (Budget::DROP, drops),
        (Budget::COPY, copies),
        (CUTS, cuts),
        (ERRANDS, 1),
    ];
    for (Budget(kind), limit) in limits {
        purse[usize::from(kind)] = limit;
    }
    purse
}

fn search(recipe: &Recipe, limits: Purse) -> (Checker, Report) {
    let machine = entry().machine(recipe, None).expect("these knobs go together");
    let mut checker = Checker::new(&*machine, limits, Caps::default());
    let report = checker.finish();
    (checker, report)
}

/// Searches to the end, and expects that no law falls and everything is seen.
fn prove(turned: &[(&str, i64)], limits: Purse) -> (u64, u64, u32) {
    let (_, report) = search(&one_order(turned), limits);
    assert_eq!(report.outcome, End::Complete, "{turned:?}: {:?}", report.laws);
    let unseen = report.laws.iter().filter(|law| matches!(law.answer, Answer::NotSeen));
    assert_eq!(unseen.count(), 0, "{turned:?}: {:?}", report.laws);
    (report.distinct, report.generated, report.depth)
}

#[test]
fn every_presumption_is_proved() {
    let one_crash = purse(1, 0, 0, 0);
    let searches: [(&[(&str, i64)], Purse, _); 6] = [
        (&[("presume", 0)], one_crash, (55_022, 344_550, 30)),
        (&[("presume", 1)], one_crash, (8_720, 43_825, 29)),
        (&[("presume", 2)], one_crash, (66_471, 404_298, 30)),
        (&[], purse(1, 1, 0, 0), (24_752, 150_525, 31)),
        (&[], purse(1, 0, 0, 1), (25_616, 145_714, 31)),
        (&[("cooperative", 1)], one_crash, (83_324, 525_579, 32)),
    ];
    let counted = searches.map(|(turned, limits, _)| prove(turned, limits));
    assert_eq!(counted, searches.map(|(_, _, counts)| counts));
}

/// The yardstick for the speed of a search in the tab: 2 services, 1 order, 2 crashes, 2 losses.
#[test]
fn two_crashes_and_two_losses_are_proved() {
    assert_eq!(prove(&[], purse(2, 2, 0, 0)), (98_572, 731_140, 33));
}

/// The five mistakes, with the least that a search must spend to find what each breaks.
#[test]
fn each_mistake_breaks_its_law_by_the_pinned_way() {
    let none = purse(0, 0, 0, 0);
    let crash = purse(1, 0, 0, 0);
    let mistakes = [
        ("impatient", none, "all agree", 16),
        ("hasty", crash, "all agree", 19),
        ("forgetful", crash, "nobody commits without every yes", 12),
        ("hopeful", none, "nobody commits without every yes", 8),
        ("repeating", none, "stock and riders are conserved", 18),
        ("blocked", crash, "everybody can be blocked", 11),
    ];
    for (key, limits, law, steps) in mistakes {
        let preset = entry().presets.iter().find(|preset| preset.key == key);
        let pinned = entry().recipe(preset.expect("there is such a preset"));
        let (mut checker, report) = search(&Recipe { cues: Vec::new(), ..pinned.clone() }, limits);
        let nth = report.laws.iter().position(|found| found.name == law);
        let way = checker.witness(nth.expect("there is such a law")).expect("there is a way");
        assert_eq!(way.cues.len(), steps, "{key}");
        assert_eq!(way.cues, pinned.cues, "{key}: the pinned way is another");
        let machine = entry().machine(&pinned, None).expect("a preset makes a machine");
        let mut run = Run::new(machine, pinned);
        run.advance(Time::END, steps as u64);
        let verdict = run.verdicts().swap_remove(nth.expect("there is such a law"));
        let is_there = matches!(verdict, Verdict::Broken(_) | Verdict::Seen(_));
        assert!(is_there, "{key}: {verdict:?}");
    }
}

/// Mohan, Lindsay and Obermarck 1986, table II, of an order that is committed: what the coordinator
/// writes and forces, what each subordinate writes and forces, and the messages each way.
#[test]
fn a_commit_costs_what_is_published() {
    let writes = |records, forced| Writes { records, forced };
    let published = [
        (Presumption::Nothing, writes(2, 1), writes(2, 2), 2, 2),
        (Presumption::Abort, writes(2, 1), writes(2, 2), 2, 2),
        (Presumption::Commit, writes(2, 2), writes(2, 1), 2, 1),
    ];
    let counted = costs();
    let committed: Vec<_> = counted
        .iter()
        .filter(|cost| cost.outcome == Outcome::Commit)
        .map(|c| (c.presumption, c.coordinator, c.service, c.to_service, c.from_service))
        .collect();
    assert_eq!(committed, published);
}

/// What presuming an abort saves of it, and what presuming a commit costs it.
#[test]
fn an_abort_costs_least_where_it_is_presumed() {
    let counted = costs();
    let of = |presumption| {
        let is_it = |c: &&Cost| c.presumption == presumption && c.outcome == Outcome::Abort;
        let cost = counted.iter().find(is_it).expect("it is counted");
        let Cost { coordinator, service, .. } = cost;
        (coordinator.forced, service.forced, cost.to_service, cost.from_service)
    };
    assert_eq!(of(Presumption::Nothing), (1, 2, 2, 2));
    assert_eq!(of(Presumption::Abort), (0, 1, 2, 1));
    assert_eq!(of(Presumption::Commit), (1, 2, 2, 2));
}

/// A run of the one order in which the first message of a kind is lost.
fn without(kind: &str) -> Run {
    let mut recipe = one_order(&[("refusals", 0)]);
    let order = Deed::Say("order ramen".into());
    recipe.cues.push(Cue { step: 1, at: Time::ZERO, deed: order, picks: Vec::new() });
    let mut run = Run::new(entry().machine(&recipe, None).expect("a preset runs"), recipe);
    for _ in 0..100 {
        let offers = run.offers().events;
        let message = offers.iter().position(|offer| {
            let said = offer.label.rsplit(": ").next();
            offer.class == Class::Message && said.is_some_and(|said| said == kind)
        });
        if let Some(index) = message {
            run.take(Deed::Drop(index as u32)).expect("a message can be lost");
            return run;
        }
        assert!(run.step(), "nobody says {kind:?}");
    }
    panic!("nobody says {kind:?}");
}

/// Lost prepare, vote, decision and acknowledgement: each ends as it should, and is a preset.
#[test]
fn whatever_is_lost_the_order_ends_as_it_should() {
    let lost = [
        ("lost-prepare", "prepare 1", Outcome::Abort),
        ("lost-vote", "yes 1", Outcome::Abort),
        ("lost-decision", "commit 1", Outcome::Commit),
        ("lost-ack", "ack 1", Outcome::Commit),
    ];
    for (key, kind, outcome) in lost {
        let mut run = without(kind);
        let preset = entry().presets.iter().find(|preset| preset.key == key);
        run.advance(Time::END, 1_000);
        let pinned = entry().recipe(preset.expect("there is such a preset"));
        let link = kernel::link::write(entry().knobs, &run);
        assert_eq!(run.recipe().cues, pinned.cues, "{key}: the way is now {link}");
        let machine = run.machine();
        let frame = World::<super::TwoPhaseCommit>::frame(machine, machine.now());
        let state = frame.expect("it is this lab's machine").state;
        for node in [1, 2] {
            let settled = super::laws::outcome(state, node, 1);
            let nothing = outcome == Outcome::Abort && settled.is_none();
            assert!(settled == Some(outcome) || nothing, "{key}: {settled:?}");
        }
        let broken =
            run.verdicts().into_iter().any(|verdict| matches!(verdict, Verdict::Broken(_)));
        assert!(!broken && machine.next_due().is_none(), "{key} does not come to rest");
    }
}

/// The first two presets: the same crash is a disaster without a protocol, and none with it.
#[test]
fn the_same_crash_is_a_disaster_without_a_protocol_alone() {
    for (key, breaks) in [("no-protocol", true), ("two-phase", false)] {
        let preset = entry().presets.iter().find(|preset| preset.key == key);
        let recipe = entry().recipe(preset.expect("there is such a preset"));
        let mut run = Run::new(entry().machine(&recipe, None).expect("a preset runs"), recipe);
        run.advance(Time::from_micros(600_000), 1_000);
        let is_broken = |verdict: &Verdict| matches!(verdict, Verdict::Broken(_));
        assert_eq!(run.verdicts().iter().any(is_broken), breaks, "{key}");
        run.advance(Time::from_micros(20_000_000), 10_000);
        assert_eq!(run.verdicts().iter().any(is_broken), breaks, "{key}, later");
    }
}
