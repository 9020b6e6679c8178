//! What every lab in the list promises.

use std::collections::BTreeSet;

use kernel::sweep::Length;
use kernel::{Cue, Deed, Kind, Machine, Nature, Recipe, Run, Time, Verdict};
use labs::{Entry, Lesson};

/// How many steps of each preset are played.
const STEPS: u64 = 200;

/// How many of them there are at least.
const LEAST: u64 = 12;

/// The most steps that a lab may measure under each seed unless it is told to.
const MEASURED_STEPS_MAX: u64 = 100_000;

fn is_kebab(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.split('-').all(is_word)
}

fn is_sentence(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    begins && text.ends_with(['.', '?', '!']) && text.len() > 10 && !text.contains("  ")
}

/// The machine of a recipe, or the sentence that refuses it.
fn machine(entry: &Entry, recipe: &Recipe) -> Result<Box<dyn Machine>, String> {
    entry.machine(recipe, None).map_err(|why| why.to_string())
}

fn run(entry: &Entry, recipe: Recipe) -> Run {
    let machine = machine(entry, &recipe);
    Run::new(machine.unwrap_or_else(|why| panic!("{}: {why}", entry.card.slug)), recipe)
}

fn opening(entry: &Entry) -> Recipe {
    entry.recipe(&entry.presets[0])
}

#[test]
fn cards_are_complete_and_slugs_unique() {
    let mut slugs = BTreeSet::new();
    for entry in labs::entries() {
        let card = &entry.card;
        assert!(is_kebab(card.slug), "{}", card.slug);
        assert!(slugs.insert(card.slug), "two labs are called {}", card.slug);
        assert!(card.question.ends_with('?'), "{}: {}", card.slug, card.question);
        for text in [card.title, card.chapter, card.sabotage] {
            assert!(!text.is_empty(), "{}", card.slug);
        }
        assert!(card.check.is_none_or(|check| check.ends_with('?')), "{}", card.slug);
        let found = labs::find(&card.slug.replace('-', "_"));
        assert_eq!(found.map(|found| found.card.slug), Some(card.slug));
    }
    assert!(labs::find("no-such-lab").is_none());
}

#[test]
fn knobs_are_well_made() {
    for entry in labs::entries() {
        let slug = entry.card.slug;
        let majors = entry.knobs.iter().filter(|knob| knob.major).count();
        assert!(majors <= 5, "{slug} has {majors} knobs beside its stage: 5 at most");
        let mut keys = BTreeSet::from(kernel::link::KEYS);
        keys.extend(kernel::link::PAGE_KEYS);
        for knob in entry.knobs {
            assert!(is_kebab(knob.key), "{slug}: {}", knob.key);
            assert!(keys.insert(knob.key), "{slug}: {} is taken", knob.key);
            assert!(is_sentence(knob.help), "{slug}: {}: {}", knob.key, knob.help);
            let (low, high) = knob.range.bounds();
            assert!((low..=high).contains(&knob.default), "{slug}: {}", knob.key);
            for value in [low, high, knob.default] {
                assert_eq!(knob.read(&knob.write(value)), Ok(value), "{slug}: {}", knob.key);
            }
        }
    }
}

/// Each knob alone at its least and at its greatest value builds, or is refused by a sentence.
#[test]
fn every_knob_goes_to_its_ends() {
    for entry in labs::entries() {
        for (index, knob) in entry.knobs.iter().enumerate() {
            let (low, high) = knob.range.bounds();
            for value in [low, high] {
                let mut recipe = Recipe { knobs: entry.defaults(), ..Recipe::default() };
                recipe.knobs[index] = value;
                let place = format!("{}: {} at {value}", entry.card.slug, knob.key);
                match machine(entry, &recipe) {
                    Err(why) => assert!(why.len() > 20, "{place}: {why}"),
                    Ok(_) => {
                        let mut run = run(entry, recipe);
                        run.advance(Time::END, 20);
                        assert!(!entry.summary(run.machine()).is_empty(), "{place}");
                    }
                }
            }
            let mut beyond = Recipe { knobs: entry.defaults(), ..Recipe::default() };
            beyond.knobs[index] = high + 1;
            assert!(machine(entry, &beyond).is_err_and(|why| why.contains(knob.key)));
        }
    }
}

#[test]
fn presets_run_and_drop_no_cue() {
    for entry in labs::entries() {
        let mut keys = BTreeSet::new();
        for preset in entry.presets {
            let place = format!("{}: {}", entry.card.slug, preset.key);
            assert!(is_kebab(preset.key) && keys.insert(preset.key), "{place}");
            assert!(
                !preset.label.is_empty() && is_sentence(preset.note),
                "{place}: {}",
                preset.note
            );
            let mut run = run(entry, entry.recipe(preset));
            run.advance(Time::END, STEPS);
            assert_eq!(run.take_dropped(), [], "{place}");
            // A preset may show an end, such as a deadlock, but not at once.
            assert!(run.playhead().step >= LEAST, "{place} rests before {LEAST} steps");
        }
        assert!(!entry.presets.is_empty(), "{}", entry.card.slug);
    }
}

/// The opening preset is alive at once: something moves in the first second and is told in the
/// first three.
#[test]
fn the_opening_is_alive() {
    for entry in labs::entries() {
        let mut run = run(entry, opening(entry));
        run.advance(Time::from_micros(1_000_000), STEPS);
        assert!(run.playhead().step > 0, "{}", entry.card.slug);
        run.advance(Time::from_micros(3_000_000), STEPS);
        assert!(!run.log(1).is_empty() && !run.marks().is_empty(), "{}", entry.card.slug);
    }
}

/// *Break it* is on offer at the opening and shows: within the next steps some law is broken, or
/// the figures are not those of the same run left alone.
#[test]
fn the_first_sabotage_shows() {
    for entry in labs::entries() {
        let slug = entry.card.slug;
        let recipe = opening(entry);
        let (mut whole, mut broken) = (run(entry, recipe.clone()), run(entry, recipe));
        let action =
            entry.sabotage(broken.machine()).unwrap_or_else(|| panic!("{slug}: no sabotage"));
        broken.take(Deed::Say(action.into())).unwrap_or_else(|why| panic!("{slug}: {why}"));
        whole.advance(Time::END, STEPS);
        broken.advance(Time::END, STEPS);
        let is_broken = |verdict: &Verdict| matches!(verdict, Verdict::Broken(_));
        let breaks =
            broken.verdicts().iter().any(is_broken) && !whole.verdicts().iter().any(is_broken);
        let shows = whole.machine().figures() != broken.machine().figures();
        assert!(breaks || shows, "{slug}: nothing comes of the sabotage");
    }
}

#[test]
fn beside_every_always_stands_a_sometimes() {
    for entry in labs::entries() {
        let laws = run(entry, opening(entry)).laws();
        let mut names = BTreeSet::new();
        for law in &laws {
            assert!(names.insert(law.name), "{}: two laws say {}", entry.card.slug, law.name);
        }
        let count = |kind| laws.iter().filter(|law| law.kind == kind).count();
        assert!(count(Kind::Sometimes) >= count(Kind::Always), "{}", entry.card.slug);
        assert!(count(Kind::Always) > 0, "{}", entry.card.slug);
    }
}

/// A grid names knobs, values and a law of its lab, and every cell makes a machine.
#[test]
fn grids_are_well_made() {
    for entry in labs::entries() {
        let slug = entry.card.slug;
        let mut keys = BTreeSet::new();
        for grid in entry.grids {
            let place = format!("{slug}: {}", grid.key);
            assert!(is_kebab(grid.key) && keys.insert(grid.key), "{place}");
            assert!(!grid.title.is_empty() && grid.claim.source.url.starts_with("https://"));
            assert!(grid.claim.differs.is_none_or(is_sentence), "{place}");
            assert!(entry.card.check.is_some(), "{place}: the lab is not searched");
            for cell in 0..grid.cells() {
                let knobs = grid.knobs(entry.knobs, cell);
                let run = run(entry, Recipe { knobs, ..Recipe::default() });
                let is_law = run.laws().iter().any(|law| law.name == grid.law);
                assert!(is_law, "{place}: no law says “{}”", grid.law);
            }
        }
    }
}

/// A tally names a knob and settings of its lab, and what is published is of one of them.
#[test]
fn tallies_are_well_made() {
    for entry in labs::entries() {
        for tally in entry.tallies {
            let place = format!("{}: {}", entry.card.slug, tally.key);
            assert!(is_kebab(tally.key) && !tally.title.is_empty(), "{place}");
            assert!(entry.card.check.is_some(), "{place}: the lab is not searched");
            let (low, high) = tally.rows.knob(entry.knobs).range.bounds();
            assert!(tally.rows.values.iter().all(|value| (low..=high).contains(value)), "{place}");
            for published in tally.published {
                assert!(tally.rows.values.contains(&published.setting), "{place}: {published:?}");
                assert!(published.source.url.starts_with("https://"), "{place}");
                assert!(published.distinct > 0 && !published.by.is_empty(), "{place}");
            }
        }
    }
}

#[test]
fn lessons_are_written() {
    for entry in labs::entries() {
        let Lesson { what, why, when, when_not, wrong, .. } = entry.lesson;
        let Lesson { trade_offs, try_this, modelled, not_modelled, sources, .. } = entry.lesson;
        let slug = entry.card.slug;
        assert!(is_sentence(what) && is_sentence(why), "{slug}");
        for part in [when, when_not, wrong, trade_offs, try_this, modelled, not_modelled] {
            assert!(!part.is_empty(), "{slug}");
            part.iter().for_each(|text| assert!(is_sentence(text), "{slug}: {text}"));
        }
        assert!(!sources.is_empty(), "{slug}");
        for source in sources {
            assert!(source.url.starts_with("https://") && !source.title.is_empty(), "{slug}");
        }
    }
}

/// Whatever a preset went through, every earlier step is found again as it was.
#[test]
fn presets_replay() {
    for entry in labs::entries() {
        for preset in entry.presets {
            let place = format!("{}: {}", entry.card.slug, preset.key);
            let mut run = run(entry, entry.recipe(preset));
            run.advance(Time::END, STEPS);
            let end = run.machine().fingerprint();
            let last = run.playhead().step;
            for step in [last / 2, 1, 0, last] {
                run.seek(step).unwrap_or_else(|drift| panic!("{place}: {drift}"));
            }
            assert_eq!(run.machine().fingerprint(), end, "{place}");
        }
    }
}

/// An action on the menu is read as it is written, and can be done.
#[test]
fn menus_are_read_as_they_are_written() {
    for entry in labs::entries() {
        let mut run = run(entry, opening(entry));
        run.advance(Time::END, STEPS / 2);
        for (index, offer) in (0..).zip(run.offers().actions) {
            let place = format!("{}: {}", entry.card.slug, offer.text);
            assert_eq!(run.machine().resolve(&offer.text), Ok(Deed::Act(index)), "{place}");
            let mut fork = run.machine().fork();
            let (step, at) = (fork.step() + 1, fork.now());
            let cue = Cue { step, at, deed: Deed::Act(index), picks: Vec::new() };
            assert_eq!(fork.apply(&cue, None), Ok(()), "{place}");
        }
    }
}

/// Every measured run comes to an end, after its warm-up.
#[test]
fn measured_runs_are_bounded() {
    for entry in labs::entries() {
        let (slug, Length { warm_up, stop }) = (entry.card.slug, entry.measure);
        assert!((1..=MEASURED_STEPS_MAX).contains(&stop.steps), "{slug}: {} steps", stop.steps);
        assert!(Time::ZERO + warm_up < stop.at, "{slug} is still warming up when it stops");
    }
}

/// Each formula gives a number or a sentence under every preset and with every knob at its ends.
#[test]
fn formulas_give_a_number_or_say_why_not() {
    for entry in labs::entries() {
        let metrics = run(entry, opening(entry)).machine().metrics();
        for formula in entry.formulas {
            let place = format!("{}: {} for {}", entry.card.slug, formula.name, formula.metric);
            assert!(metrics.iter().any(|metric| metric.key == formula.metric), "{place}");
            assert!(!formula.name.is_empty() && !formula.gives.is_empty(), "{place}");
            assert!(!formula.assumptions.is_empty(), "{place}");
            formula
                .assumptions
                .iter()
                .for_each(|text| assert!(is_sentence(text), "{place}: {text}"));
            assert!(formula.source.url.starts_with("https://"), "{place}");
            let mut holds = false;
            for knobs in everywhere(entry) {
                match (formula.value)(&knobs) {
                    Ok(value) => {
                        assert!(value.is_finite(), "{place}: {value} under {knobs:?}");
                        holds = true;
                    }
                    Err(why) => assert!(is_sentence(&why), "{place}: {why}"),
                }
            }
            assert!(holds, "{place} holds nowhere");
            let recipe = Recipe { knobs: entry.defaults(), ..Recipe::default() };
            let lossy = Nature { loss_ppm: 1, ..Nature::default() };
            assert!(formula.of(&Recipe { nature: lossy, ..recipe }).is_err(), "{place}");
        }
    }
}

/// The knobs of every preset, and each knob alone at its ends.
fn everywhere(entry: &Entry) -> Vec<Vec<i64>> {
    let mut all: Vec<_> = entry.presets.iter().map(|preset| entry.recipe(preset).knobs).collect();
    for (index, knob) in entry.knobs.iter().enumerate() {
        let (low, high) = knob.range.bounds();
        for value in [low, high] {
            let mut knobs = entry.defaults();
            knobs[index] = value;
            all.push(knobs);
        }
    }
    all
}
