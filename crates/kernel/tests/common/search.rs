//! What every test of a search does: search, and replay what was found.

use kernel::check::{Answer, Caps, Checker, Outcome, Report, Witness};
use kernel::link;
use kernel::{Budget, Model, Nature, Purse, Recipe, Run, Verdict, World};

/// No faults.
pub const NOTHING: Purse = [0; Budget::KINDS];

/// A purse with these budgets.
pub fn purse(limits: &[(Budget, u8)]) -> Purse {
    let mut purse = NOTHING;
    for (budget, limit) in limits {
        purse[usize::from(budget.0)] = *limit;
    }
    purse
}

/// A search of a model from its start, under a seed that a search must not depend on.
pub fn checker<M: Model>(model: M, limits: Purse) -> Checker {
    Checker::new(&World::new(model, SEED, Nature::default()), limits, Caps::default())
}

/// The seed of every replay.
pub const SEED: u64 = 7;

/// Searches to the end.
pub fn check<M: Model>(model: M, limits: Purse) -> Report {
    checker(model, limits).finish()
}

/// Searches to the end and expects a proof, with a sample of everything that was seen.
pub fn prove<M: Model>(model: M, limits: Purse) -> Report {
    let mut checker = checker(model.clone(), limits);
    let report = checker.finish();
    assert_eq!(report.outcome, Outcome::Complete, "{:?}", report.laws);
    for law in &report.laws {
        let is_proved = matches!(law.answer, Answer::Holds | Answer::Seen);
        assert!(is_proved, "{}: {:?}", law.name, law.answer);
    }
    for (index, law) in report.laws.iter().enumerate() {
        let witness = checker.witness(index);
        assert_eq!(witness.is_some(), law.answer == Answer::Seen, "{}", law.name);
        if let Some(witness) = witness {
            is_sample(&model, &witness, index);
        }
    }
    report
}

/// Expects that a run which plays a sample sees what its law wants to see at the last step, and no
/// earlier.
fn is_sample<M: Model>(model: &M, witness: &Witness, law: usize) {
    let last = witness.cues.len() as u64;
    assert_eq!(replay(model.clone(), witness).verdicts()[law], Verdict::Seen(last), "{witness:?}");
}

/// Searches for a breach of a law, replays it in a run and from that run's link, and expects both
/// to judge as the search did: the law is broken at the last step, for the same reason.
pub fn breach<M: Model>(model: M, limits: Purse, law: usize) -> (Report, Witness) {
    let mut checker = checker(model.clone(), limits);
    let report = checker.finish();
    let witness = checker.witness(law).unwrap_or_else(|| panic!("no breach: {report:?}"));
    let played = replay(model.clone(), &witness);
    let text = link::write(&[], &played);
    for run in [played, open(model, &text)] {
        match &run.verdicts()[law] {
            Verdict::Broken(breach) => {
                assert_eq!(breach.step, witness.cues.len() as u64, "the last step breaks it");
                assert_eq!(breach.why, witness.why);
            }
            verdict => panic!("the run of {text} says {verdict:?}"),
        }
    }
    (report, witness)
}

/// A run that has played a witness to its end.
pub fn replay<M: Model>(model: M, witness: &Witness) -> Run {
    let recipe = Recipe { seed: SEED, cues: witness.cues.clone(), ..Recipe::default() };
    let world = World::new(model, SEED, Nature::default());
    let mut run = Run::new(Box::new(world), recipe);
    for _ in &witness.cues {
        assert!(run.step(), "the run came to an end before the breach did");
    }
    assert_eq!(run.take_dropped(), [], "every cue fits");
    run
}

/// The run that a link opens.
fn open<M: Model>(model: M, text: &str) -> Run {
    let read = link::read(&[], M::VERSION, text).expect("what was written is read");
    let world = World::new(model, read.recipe.seed, read.recipe.nature);
    let opened = link::open(read, Box::new(world), link::Limits::default());
    assert_eq!(opened.notices, [], "{text}");
    opened.run
}
