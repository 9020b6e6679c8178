//! Traces: a digest of every state that a run went through, and its first facts in words.

#[path = "common/toy.rs"]
mod toy;

use kernel::{
    Class, Cue, Cx, Deed, Law, Model, Recipe, Run, Said, Search, Span, Stop, Time, Trace, World,
};

fn run(recipe: Recipe) -> Run {
    Run::new(toy::machine(&recipe), recipe)
}

fn trace(recipe: Recipe, steps: u64) -> Trace {
    Trace::of(&mut run(recipe), steps, 20).expect("the toy keeps the rules")
}

fn cue(step: u64, us: u64) -> Cue {
    Cue { step, at: Time::from_micros(us), deed: Deed::Act(0), picks: Vec::new() }
}

#[test]
fn the_same_recipe_has_the_same_trace_wherever_the_run_has_been() {
    let straight = trace(toy::recipe(1), 700);
    let mut wandering = run(toy::recipe(1));
    wandering.advance(Time::END, 1_300);
    wandering.seek(90).expect("the toy keeps the rules");
    let again = Trace::of(&mut wandering, 700, 20).expect("the toy keeps the rules");
    assert_eq!(again, straight);
    assert_eq!(wandering.playhead().step, 700, "it stands after the last step of the trace");
}

#[test]
fn whatever_changes_a_state_changes_the_digest() {
    let plain = trace(toy::recipe(1), 300);
    let rough = Recipe { nature: toy::rough(), ..toy::recipe(1) };
    let cued = |us| Recipe { cues: vec![cue(299, us)], ..toy::recipe(1) };
    let digests = [
        plain.digest,
        trace(toy::recipe(1), 299).digest,
        trace(toy::recipe(2), 300).digest,
        trace(rough, 300).digest,
        trace(cued(1_000_000), 300).digest,
        trace(cued(1_000_001), 300).digest,
    ];
    for (index, digest) in digests.iter().enumerate() {
        assert!(!digests[..index].contains(digest), "digest {index} is that of another trace");
    }
}

#[test]
fn a_trace_ends_where_the_run_does() {
    let mut recipe = toy::recipe(4);
    recipe.knobs = vec![2, 1, 0, 0];
    let rested = trace(recipe.clone(), 5_000);
    assert!(rested.steps < 5_000);
    assert_eq!(rested, trace(recipe, rested.steps));
    let stop = Stop { steps: 30, ..Stop::default() };
    assert_eq!(trace(Recipe { stop, ..toy::recipe(4) }, 5_000), trace(toy::recipe(4), 30));
}

#[test]
fn the_first_facts_are_told_and_no_more() {
    let all = Trace::of(&mut run(toy::recipe(1)), 200, usize::MAX).expect("it keeps the rules");
    let few = trace(toy::recipe(1), 200);
    assert!(all.lines.len() > 60);
    assert_eq!(few.lines, all.lines[..20]);
    assert_eq!(few.digest, all.digest, "the digest is of states, not of words");
    let none = Trace::of(&mut run(toy::recipe(1)), 200, 0).expect("it keeps the rules");
    assert_eq!(none.lines, []);
}

#[test]
fn the_text_has_a_head_and_a_line_a_fact() {
    let mut recipe = toy::recipe(0x1f);
    recipe.cues = vec![Cue { deed: Deed::Say("mint 1 new".into()), ..cue(1, 250) }];
    let trace = trace(recipe, 2);
    let (seven, two) = (trace.version, trace.steps);
    let expected = format!(
        "version {seven}\nrun toy\nseed 1f\nsteps {two}\nend 250 us\ndigest {:016x}\n\n\
         1 250 minted “new”\n2 250 peer 0 caught a token\n",
        trace.digest
    );
    assert_eq!(trace.text("toy"), expected);
    assert_eq!((seven, two), (7, 2));
}

/// Tells as many facts at each step as the step's number.
#[derive(Clone)]
struct Crier;

impl Model for Crier {
    type State = u64;
    type Event = ();
    type Action = ();
    type Fact = u64;
    const LAWS: &'static [Law<Crier>] = &[];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (u64, Vec<(Span, ())>) {
        (0, vec![(Span::ZERO, ())])
    }

    fn on_event(&self, state: &mut u64, (): (), cx: &mut Cx<'_, Crier>) {
        *state += 1;
        (0..*state).for_each(|nth| cx.tell(nth));
        cx.after(Span::millis(1), ());
    }

    fn on_action(&self, _state: &mut u64, (): (), _cx: &mut Cx<'_, Crier>) {}

    fn actions(&self, _state: &u64, _out: &mut Vec<()>) {}

    fn class(&self, (): &()) -> Class {
        Class::Timer
    }

    fn say(&self, nth: &u64) -> Said {
        Said::plain(nth.to_string())
    }
}

#[test]
fn a_step_that_tells_much_is_told_whole() {
    let recipe = Recipe::default();
    let mut run = Run::new(Box::new(World::new(Crier, 0, recipe.nature)), recipe);
    let trace = Trace::of(&mut run, 60, usize::MAX).expect("the crier keeps the rules");
    let told: Vec<_> = trace.lines.iter().map(|line| (line.step, line.text.clone())).collect();
    let expected: Vec<_> =
        (1..=60).flat_map(|step| (0..step).map(move |nth| (step, nth.to_string()))).collect();
    assert_eq!(told, expected);
}
