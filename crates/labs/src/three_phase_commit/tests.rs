//! The protocol, searched and played: what is proved of it, and what breaks it.

use super::{ThreePhaseCommit, laws};
use crate::cluster::{CRASHES, CUTS, ERRANDS, RESTARTS};
use crate::lab::Entry;
use crate::shop::Outcome;
use kernel::check::{Answer, Caps, Checker, Outcome as End, Report};
use kernel::{Budget, Deed, Kind, LawInfo, Purse, Recipe, Run, Span, Time, Verdict, World};

fn entry() -> &'static Entry {
    crate::find("three-phase-commit").expect("the lab is in the list")
}

fn preset(key: &str) -> Recipe {
    let found = entry().presets.iter().find(|preset| preset.key == key);
    entry().recipe(found.expect("there is such a preset"))
}

/// One order and nothing that goes on by itself, with these knobs turned.
fn one_order(turned: &[(&str, i64)]) -> Recipe {
    let mut recipe = Recipe { cues: Vec::new(), ..preset("one-order") };
    for (key, value) in turned {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    recipe
}

/// What a search may spend, beside one order.
fn purse(limits: &[(Budget, u8)]) -> Purse {
    let mut purse = [0; Budget::KINDS];
    for (Budget(kind), limit) in [(ERRANDS, 1)].iter().chain(limits) {
        purse[usize::from(*kind)] = *limit;
    }
    purse
}

fn search(recipe: &Recipe, limits: Purse, go_on: bool) -> (Checker, Report) {
    let machine = entry().machine(recipe, None).expect("these knobs go together");
    let mut checker = Checker::new(&*machine, limits, Caps { go_on, ..Caps::default() });
    let report = checker.finish();
    (checker, report)
}

fn law(run: &Run, name: &str) -> usize {
    run.laws().iter().position(|info| info.name == name).expect("there is such a law")
}

/// A run of a preset until nothing more happens, or for so many steps.
fn played(recipe: Recipe, steps: u64) -> Run {
    let machine = entry().machine(&recipe, None).expect("a preset makes a machine");
    let mut run = Run::new(machine, recipe);
    run.advance(Time::END, steps);
    assert_eq!(run.take_dropped(), []);
    run
}

/// How the two services say that the order ended.
fn outcomes(run: &Run) -> [Option<Outcome>; 2] {
    let frame = World::<ThreePhaseCommit>::frame(run.machine(), run.playhead().at);
    let frame = frame.expect("it is a run of this lab");
    [1, 2].map(|node| laws::store(frame.state, node).outcome(1))
}

fn is_broken(run: &Run, name: &str) -> bool {
    matches!(run.verdicts()[law(run, name)], Verdict::Broken(_))
}

/// With Skeen's assumption everybody agrees and nobody who stays up waits for who is down, however
/// many crash and whoever comes back. The counts, and how many of the seven sights were seen.
#[test]
fn with_a_perfect_detector_nobody_blocks_and_all_agree() {
    let searches: [(&[(Budget, u8)], _); 7] = [
        (&[], (203, 439, 28, 2)),
        (&[(CRASHES, 1)], (4_288, 13_570, 33, 6)),
        (&[(CRASHES, 1), (RESTARTS, 1)], (40_678, 203_743, 37, 6)),
        (&[(CRASHES, 2)], (13_089, 50_877, 35, 6)),
        (&[(CRASHES, 3)], (15_430, 66_133, 35, 6)),
        (&[(Budget::COPY, 1)], (2_699, 8_536, 30, 2)),
        (&[(CRASHES, 1), (Budget::COPY, 1)], (48_298, 205_612, 35, 6)),
    ];
    let counted = searches.map(|(limits, _)| {
        let (_, report) = search(&one_order(&[]), purse(limits), false);
        assert_eq!(report.outcome, End::Complete, "{limits:?}: {:?}", report.laws);
        let seen = report.laws.iter().filter(|law| matches!(law.answer, Answer::Seen)).count();
        (report.distinct, report.generated, report.depth, seen)
    });
    assert_eq!(counted, searches.map(|(_, counts)| counts));
}

/// A lost message and a cut link are no crash: a perfect detector says nothing of them. All agree
/// still, and whoever misses something waits until it is asked again.
#[test]
fn with_a_perfect_detector_losses_and_cuts_block_and_all_agree() {
    let searches: [(&[(Budget, u8)], _); 3] = [
        (&[(Budget::DROP, 2)], (644, 1_780, 28)),
        (&[(CUTS, 1)], (1_017, 2_955, 30)),
        (&[(CRASHES, 1), (Budget::DROP, 1)], (10_291, 38_701, 33)),
    ];
    let counted = searches.map(|(limits, _)| {
        let (_, report) = search(&one_order(&[]), purse(limits), true);
        for law in report.laws.iter().filter(|law| law.kind == Kind::Always) {
            assert_eq!(law.answer, Answer::Holds, "{limits:?}: {}", law.name);
        }
        let waiting = report.laws.iter().find(|law| law.name == laws::NOBODY_BLOCKS);
        let waiting = waiting.expect("there is such a law");
        assert!(matches!(waiting.answer, Answer::Broken(_)), "{limits:?}");
        (report.distinct, report.generated, report.depth)
    });
    assert_eq!(counted, searches.map(|(_, counts)| counts));
}

/// What was lost is asked and told again: on a bad network, with repairs, every order ends, and
/// everybody has done what was decided.
#[test]
fn on_a_bad_network_orders_end_and_all_agree() {
    for seed in 0..20 {
        let mut recipe = Recipe { seed, ..preset("three-phase") };
        for (key, value) in [("loss", 100), ("copies", 50), ("jitter", 200), ("services", 3)] {
            let index = entry().knobs.iter().position(|knob| knob.key == key);
            recipe.knobs[index.expect("the knob is in the list")] = value;
        }
        let mut run = played(recipe, 400);
        for nth in 0..4 {
            run.take(Deed::Say(format!("crash {nth}").into())).expect("it is up, or was repaired");
            run.advance(run.playhead().at + Span::millis(8_000), u64::MAX);
        }
        let broken: Vec<_> = run.laws().iter().zip(run.verdicts()).filter_map(broken).collect();
        assert_eq!(broken, [], "seed {seed}");
        let frame = World::<ThreePhaseCommit>::frame(run.machine(), run.playhead().at);
        let frame = frame.expect("it is a run of this lab");
        let open = laws::desk(frame.state).expect("the coordinator is up").deals.len();
        assert!(open <= 2, "seed {seed}: {open} orders are open");
    }
}

fn broken((info, verdict): (&LawInfo, Verdict)) -> Option<(&'static str, Verdict)> {
    matches!(verdict, Verdict::Broken(_)).then_some((info.name, verdict))
}

/// The shortest ways to half an order, as the presets have them: without any crash where time-outs
/// are all that servers have, and with two where a backup does not wait for the others.
#[test]
fn what_breaks_agreement_breaks_it_by_the_pinned_way() {
    let ways = [("silence", purse(&[]), 18), ("hasty", purse(&[(CRASHES, 2)]), 23)];
    for (key, limits, steps) in ways {
        let pinned = preset(key);
        let bare = Recipe { cues: Vec::new(), ..pinned.clone() };
        let (mut checker, report) = search(&bare, limits, false);
        let nth = report.laws.iter().position(|found| found.name == laws::ALL_AGREE);
        let way = checker.witness(nth.expect("there is such a law")).expect("there is a way");
        assert_eq!(way.cues.len(), steps, "{key}");
        assert_eq!(way.cues, pinned.cues, "{key}: the pinned way is another");
        assert!(is_broken(&played(pinned, steps as u64), laws::ALL_AGREE), "{key}");
    }
}

/// Whoever loses the coordinator and decides alone is wrong for want of a termination protocol: one
/// crash is enough, and the third phase is no help.
#[test]
fn a_third_phase_alone_is_not_enough() {
    let (mut checker, report) =
        search(&one_order(&[("mistake", 1)]), purse(&[(CRASHES, 1)]), false);
    assert_eq!(report.outcome, End::Breached);
    let nth = report.laws.iter().position(|found| found.name == laws::ALL_AGREE);
    let way = checker.witness(nth.expect("there is such a law")).expect("there is a way");
    assert_eq!(way.cues.len(), 20);
}

/// How each preset of one order ends.
#[test]
fn presets_end_as_their_notes_say() {
    let (commit, abort) = (Some(Outcome::Commit), Some(Outcome::Abort));
    let ends = [
        ("one-order", [commit, commit], "an order can be committed everywhere"),
        ("all-uncertain", [abort, abort], "whoever is left can abort"),
        ("one-is-ahead", [commit, commit], "whoever is left can commit"),
        ("alone", [commit, abort], "whoever is left can commit"),
        ("taken-for-crashed", [commit, abort], ""),
        ("known-to-be-up", [commit, commit], "an order can be committed everywhere"),
    ];
    for (key, ended, sight) in ends {
        let run = played(preset(key), 200);
        assert_eq!(outcomes(&run), ended, "{key}");
        assert_eq!(is_broken(&run, laws::ALL_AGREE), ended[0] != ended[1], "{key}");
        if !sight.is_empty() {
            let verdict = &run.verdicts()[law(&run, sight)];
            assert!(matches!(verdict, Verdict::Seen(_)), "{key}: {verdict:?}");
        }
    }
    assert!(is_broken(&played(preset("slow-network"), 300), laws::ALL_AGREE));
}

/// Everybody crashes while pre-committed. Two who are back may not decide, because the third may
/// have decided alone; all three may.
#[test]
fn after_a_total_failure_everybody_has_to_be_back() {
    let mut run = played(preset("one-order"), 17);
    let say = |run: &mut Run, text: &str| {
        run.take(Deed::Say(text.into())).expect("it is on the menu");
        run.advance(Time::END, 200);
    };
    for text in ["crash 1", "crash 2", "crash 0"] {
        run.take(Deed::Say(text.into())).expect("everybody is up");
    }
    for text in ["restart 0", "restart 1"] {
        say(&mut run, text);
        assert_eq!(outcomes(&run), [None, None], "after {text}");
    }
    say(&mut run, "restart 2");
    assert_eq!(outcomes(&run), [Some(Outcome::Commit); 2]);
    let sight = law(&run, "a total failure can be recovered from");
    assert!(matches!(run.verdicts()[sight], Verdict::Seen(_)));
}
