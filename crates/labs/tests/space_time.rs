//! What a chart shows of a lab with nodes is what the lab tells of itself.

use kernel::chart::{Chart, End};
use kernel::{Cue, Deed, Playhead, Recipe, Run, Time, Trace};
use labs::{Entry, LABS};

const STEPS: u64 = 500;
const SEEDS: u64 = 4;
const END: Playhead = Playhead { step: u64::MAX, at: Time::END };

/// Every preset of every lab with nodes, under a few seeds.
fn runs() -> impl Iterator<Item = (&'static Entry, Recipe)> {
    let entries = LABS.iter().filter_map(|listing| listing.here());
    entries.flat_map(|entry| {
        let recipes = entry.presets.iter().map(|preset| entry.recipe(preset));
        let seeded = |recipe: Recipe| {
            (0..SEEDS).map(move |more| Recipe { seed: recipe.seed + more, ..recipe.clone() })
        };
        recipes.flat_map(seeded).map(move |recipe| (entry, recipe))
    })
}

fn run_of(entry: &Entry, recipe: &Recipe) -> Option<Run> {
    let machine = entry.machine(recipe, None).expect("a preset makes a machine");
    (!machine.nodes().is_empty()).then(|| Run::new(machine, recipe.clone()))
}

fn count(chart: &Chart, which: fn(&End) -> bool) -> usize {
    chart.arrows.iter().filter(|arrow| which(&arrow.end)).count()
}

#[test]
fn a_chart_counts_the_messages_that_a_lab_tells_of() {
    let (mut arrived, mut lost, mut doubles) = (0, 0, 0);
    for (entry, recipe) in runs() {
        let Some(mut run) = run_of(entry, &recipe) else { continue };
        let trace = Trace::of(&mut run, STEPS, 1 << 20).expect("it comes out a second time");
        let chart = run.chart(Playhead::default(), END);
        let told =
            |words: &str| trace.lines.iter().filter(|line| line.text.contains(words)).count();
        // The lab of a textbook model has nodes and no messages of this kind.
        if told(" → ") == 0 {
            continue;
        }
        let place = || format!("{}, seed {}", entry.card.slug, recipe.seed);
        let double = chart.arrows.iter().filter(|arrow| arrow.is_double).count();
        assert_eq!(told(" sent"), chart.arrows.len() - double, "sent, {}", place());
        let has_arrived = |end: &End| matches!(end, End::Arrived(_));
        assert_eq!(told(" arrived"), count(&chart, has_arrived), "arrived, {}", place());
        let is_lost = |end: &End| matches!(end, End::Lost(_) | End::Unheard(_));
        let losses = [" lost: the", " lost on the way"].map(told).iter().sum::<usize>();
        // Of what a hand takes off the wire, a lab knows nothing.
        let is_drop = |cue: &&Cue| matches!(cue.deed, Deed::Drop(_)) && cue.step <= STEPS;
        let losses = losses + run.recipe().cues.iter().filter(is_drop).count();
        assert_eq!(losses, count(&chart, is_lost), "lost, {}", place());
        (arrived, lost, doubles) = (arrived + told(" arrived"), lost + losses, doubles + double);
    }
    assert!(arrived > 1_000 && lost > 100 && doubles > 30, "{arrived} {lost} {doubles}");
}

#[test]
fn the_past_of_a_message_comes_before_it_and_holds_its_chain() {
    for (entry, recipe) in runs().step_by(5) {
        let Some(mut run) = run_of(entry, &recipe) else { continue };
        run.advance(Time::END, STEPS);
        let chart = run.chart(Playhead::default(), END);
        for at in 0..chart.arrows.len() {
            let (arrow, past) = (&chart.arrows[at], chart.past(at));
            assert!(past.chain.iter().all(|link| past.arrows.contains(link)));
            for cause in past.arrows {
                let cause = &chart.arrows[cause];
                let end = cause.end.place().expect("a cause was received");
                assert!(end.step <= arrow.sent.step, "{cause:?} comes after {arrow:?}");
                let known = past.until[usize::from(cause.to)].expect("it was received there");
                assert!(end.step <= known.step);
            }
        }
    }
}
