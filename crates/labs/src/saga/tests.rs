//! The model, driven as a page drives it.

use kernel::check::{Answer, Caps, Checker, Outcome, Report, Timing, Witness};
use kernel::{Budget, Deed, Machine, Purse, Recipe, Run, Time, Verdict, World};

use super::Saga;
use super::journal::Mark;
use super::laws::{self, store};
use super::protocol::Memory;
use super::rules::Sagas;
use crate::cluster::{CRASHES, CUTS, ERRANDS, State};
use crate::lab::Entry;

const ORCHESTRATED: (&str, &str) = ("style", "orchestrated");
const CHOREOGRAPHED: (&str, &str) = ("style", "choreographed");

fn entry() -> &'static Entry {
    crate::find("saga").expect("the lab is in the list")
}

/// A preset's recipe with some knobs turned, by their texts.
fn turned(preset: &str, knobs: &[(&str, &str)]) -> Recipe {
    let preset = entry().presets.iter().find(|other| other.key == preset);
    let mut recipe = entry().recipe(preset.expect("the preset is in the list"));
    for (key, text) in knobs {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        let index = index.expect("the knob is in the list");
        recipe.knobs[index] = entry().knobs[index].read(text).expect("it is a value of the knob");
    }
    recipe
}

fn machine(recipe: &Recipe) -> Box<dyn Machine> {
    entry().machine(recipe, None).expect("these knobs go together")
}

fn run_of(recipe: Recipe) -> Run {
    Run::new(machine(&recipe), recipe)
}

fn look<R>(run: &Run, see: impl FnOnce(&Saga, &State<Sagas>) -> R) -> R {
    let frame = World::<Saga>::frame(run.machine(), run.playhead().at);
    let frame = frame.expect("it is a run of this lab");
    see(frame.model, frame.state)
}

fn law(name: &str) -> usize {
    let laws = machine(&turned("one-order", &[])).laws();
    laws.iter().position(|info| info.name == name).expect("there is such a law")
}

/// What a search may spend on crashes, cuts, lost and doubled messages.
fn faults(crashes: u8, cuts: u8, drops: u8, copies: u8) -> Purse {
    let mut purse = [0; Budget::KINDS];
    let kinds = [CRASHES, CUTS, Budget::DROP, Budget::COPY, ERRANDS];
    for (kind, limit) in kinds.into_iter().zip([crashes, cuts, drops, copies, 1]) {
        purse[usize::from(kind.0)] = limit;
    }
    purse
}

fn checker(recipe: &Recipe, limits: Purse, caps: Caps) -> Checker {
    let recipe = Recipe { cues: Vec::new(), ..recipe.clone() };
    Checker::new(&*machine(&recipe), limits, caps)
}

/// Searches to the end and expects that no law is broken and everything is seen.
fn prove(knobs: &[(&str, &str)], limits: Purse) -> Report {
    let report = checker(&turned("one-order", knobs), limits, Caps::default()).finish();
    assert_eq!(report.outcome, Outcome::Complete, "{knobs:?}: {:?}", report.laws);
    assert!(report.laws.iter().all(|law| law.answer != Answer::NotSeen), "{:?}", report.laws);
    report
}

/// The shortest breach of a law, played in a run: a law that one run can judge is broken at its
/// last step, for the reason that the search gave.
fn breach(knobs: &[(&str, &str)], limits: Purse, name: &str) -> Witness {
    let recipe = Recipe { cues: Vec::new(), ..turned("one-order", knobs) };
    let law = law(name);
    let mut checker = checker(&recipe, limits, Caps { law: Some(law), ..Caps::default() });
    let report = checker.finish();
    let witness = checker.witness(law).unwrap_or_else(|| panic!("{knobs:?}: {report:?}"));
    let mut run = run_of(Recipe { cues: witness.cues.clone(), ..recipe });
    for _ in &witness.cues {
        assert!(run.step(), "the run came to an end before the breach did");
    }
    assert_eq!(run.take_dropped(), [], "every cue fits");
    if name != laws::EVERY_SAGA_ENDS {
        match &run.verdicts()[law] {
            Verdict::Broken(breach) => {
                assert_eq!((breach.step, &breach.why), (witness.cues.len() as u64, &witness.why));
            }
            verdict => panic!("the run says {verdict:?}"),
        }
    }
    witness
}

/// One order at two services: what may be spent on crashes, cuts, lost and doubled messages, and how
/// many states, successors and levels that makes.
#[test]
fn one_order_is_proved_in_both_styles() {
    let counts = [
        (ORCHESTRATED, faults(0, 0, 0, 0), (246, 696, 23)),
        (ORCHESTRATED, faults(1, 0, 0, 0), (1_223, 4_716, 24)),
        (ORCHESTRATED, faults(0, 1, 0, 0), (676, 2_396, 25)),
        (ORCHESTRATED, faults(0, 0, 1, 0), (590, 2_113, 25)),
        (ORCHESTRATED, faults(0, 0, 0, 1), (1_277, 5_156, 24)),
        (ORCHESTRATED, faults(2, 0, 2, 0), (10_468, 60_439, 29)),
        (ORCHESTRATED, faults(1, 1, 1, 1), (35_669, 250_596, 29)),
        (CHOREOGRAPHED, faults(0, 0, 0, 0), (974, 4_575, 22)),
        (CHOREOGRAPHED, faults(1, 0, 0, 0), (4_813, 27_010, 23)),
        (CHOREOGRAPHED, faults(0, 1, 0, 0), (3_741, 20_926, 23)),
        (CHOREOGRAPHED, faults(0, 0, 1, 0), (3_002, 17_189, 23)),
        (CHOREOGRAPHED, faults(0, 0, 0, 1), (5_881, 36_421, 23)),
        (CHOREOGRAPHED, faults(1, 0, 1, 0), (13_660, 92_655, 24)),
    ];
    for (style, limits, pinned) in counts {
        let report = prove(&[style], limits);
        let counted = (report.distinct, report.generated, report.depth);
        assert_eq!(counted, pinned, "{} {limits:?}", style.1);
    }
}

/// A coordinator that gives up on a step may compensate one that has not come.
#[test]
fn giving_up_is_proved() {
    let report = prove(&[("give-up", "900")], faults(1, 0, 0, 0));
    assert_eq!((report.distinct, report.generated, report.depth), (14_201, 70_059, 30));
}

/// Each mistake in both styles: what has to go wrong beside it, the law that it breaks, in how many
/// steps at least, and whether the declared delays allow that.
#[test]
fn each_mistake_breaks_its_law() {
    let (once, undone_once) = (laws::STEPS_ONCE, laws::COMPENSATIONS_ONCE);
    let (ends, whole, answer) =
        (laws::EVERY_SAGA_ENDS, laws::WHAT_ENDED_IS_WHOLE, laws::ANSWERS_ARE_TRUE);
    let (nothing, crash, drop) = (faults(0, 0, 0, 0), faults(1, 0, 0, 0), faults(0, 0, 1, 0));
    let (gives_up, asks) = (("give-up", "900"), ("patience", "1500"));
    let (possible, needs_others) = (Timing::Possible, Timing::NeedsOtherDelays);
    let steps: [(_, _, &[_], _, _, _); 12] = [
        (ORCHESTRATED, "keyless", &[], nothing, once, (8, possible)),
        (ORCHESTRATED, "keyless", &[], nothing, undone_once, (16, possible)),
        (ORCHESTRATED, "one-try", &[], drop, ends, (12, possible)),
        (ORCHESTRATED, "hasty", &[], crash, whole, (10, possible)),
        (ORCHESTRATED, "no-tombstone", &[gives_up], nothing, whole, (9, needs_others)),
        (ORCHESTRATED, "no-tombstone", &[], nothing, whole, (17, needs_others)),
        (ORCHESTRATED, "forgetful", &[asks], crash, ends, (5, possible)),
        (CHOREOGRAPHED, "keyless", &[], nothing, once, (8, possible)),
        (CHOREOGRAPHED, "one-try", &[], drop, ends, (6, possible)),
        (CHOREOGRAPHED, "hasty", &[], crash, whole, (8, possible)),
        (CHOREOGRAPHED, "no-tombstone", &[], nothing, whole, (13, needs_others)),
        // Nobody but the customers asks the coordinator what it has forgotten.
        (CHOREOGRAPHED, "forgetful", &[asks], crash, answer, (8, possible)),
    ];
    for (style, mistake, others, limits, law, pinned) in steps {
        let knobs = [&[style, ("mistake", mistake)], others].concat();
        let witness = breach(&knobs, limits, law);
        assert_eq!((witness.cues.len(), witness.timing), pinned, "{} {mistake}: {law}", style.1);
        if style == ORCHESTRATED && others == way_of(mistake) && law != undone_once {
            assert_eq!(witness.cues, turned(mistake, &[]).cues, "{mistake}: the pinned way");
        }
    }
}

/// The other knob of the preset in which a mistake's way is pinned.
fn way_of(mistake: &str) -> &'static [(&'static str, &'static str)] {
    match mistake {
        "no-tombstone" => &[("give-up", "900")],
        "forgetful" => &[("patience", "1500")],
        _ => &[],
    }
}

fn is_told(run: &Run, words: &str) -> bool {
    run.marks().iter().any(|mark| mark.text.contains(words))
}

/// A minute of each preset: what its note speaks of is seen, and no law is broken.
#[test]
fn presets_show_what_they_say() {
    let seen = [
        ("orchestrated", "was shown gone and is there again"),
        ("choreographed", "was shown gone and is there again"),
        ("refused-for-nothing", "refused for want of it"),
        ("bad-network", "every step is done"),
        ("gives-up", "notes never to do it"),
        ("crashes", "every step is done"),
    ];
    for (preset, words) in seen {
        let mut run = run_of(turned(preset, &[]));
        run.advance(Time::from_micros(60_000_000), u64::MAX);
        assert!(is_told(&run, words), "{preset}: nothing says “{words}”");
        let is_broken = |verdict: &Verdict| matches!(verdict, Verdict::Broken(_));
        assert!(!run.verdicts().iter().any(is_broken), "{preset}: {:?}", run.verdicts());
    }
}

/// Whoever crashes, and whenever: after its restart the order comes to an end.
#[test]
fn a_crash_of_anybody_at_any_step_is_got_over() {
    let mut ended = 0;
    for style in [ORCHESTRATED, CHOREOGRAPHED] {
        for node in 0..3 {
            for step in 2..16 {
                let mut run = run_of(turned("one-order", &[style, ("refusals", "0")]));
                run.advance(Time::END, step);
                run.take(Deed::Say(format!("crash {node}").into())).expect("it is up");
                run.take(Deed::Say(format!("restart {node}").into())).expect("it is down");
                run.advance(Time::END, 200);
                let place = format!("{} crash {node} at {step}", style.1);
                let done = look(&run, |model, state| {
                    let services = model.protocol.shop.services();
                    let is_done = |node| store(state, node).mark(1) == Some(Mark::Taken(0));
                    services.map(is_done).collect::<Vec<bool>>()
                });
                // What the coordinator had not begun when it crashed, it does not know of.
                let has_begun = run.verdicts()[law("an order can be all done")] != Verdict::NotYet;
                assert_eq!(done, [has_begun; 2], "{place}");
                ended += u32::from(has_begun);
            }
        }
    }
    assert!(ended > 70, "of 84 runs {ended} came to all done");
}

/// Keys are kept until nobody can ask any more, and no longer: however many orders there were, the
/// disks and memories hold a few.
#[test]
fn what_is_over_is_forgotten() {
    for style in [ORCHESTRATED, CHOREOGRAPHED] {
        let knobs = [style, ("loss", "50"), ("order-every", "300"), ("at-once", "4")];
        let mut run = run_of(turned("bad-network", &knobs));
        run.advance(Time::from_micros(600_000_000), u64::MAX);
        look(&run, |model, state| {
            let shop = &model.protocol.shop;
            let customers = match state.memory(shop.customers()) {
                Some(Memory::Customers(customers)) => customers,
                other => panic!("customers have {other:?}"),
            };
            assert!(customers.placed > 300, "{} orders were placed", customers.placed);
            let window = usize::from(customers.placed - laws::ledger(state).floor) + 1;
            assert!(laws::ledger(state).sagas.len() <= window && window < 16, "{window}");
            for node in shop.services() {
                let steps = &store(state, node).steps;
                assert!(steps.len() < 16, "{}: {} keys", shop.name(node), steps.len());
            }
        });
    }
}
