//! The model, driven as a page drives it.

use std::collections::BTreeSet;

use kernel::check::{Answer, Caps, Checker, Outcome, Report, Timing, Witness};
use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Budget, Deed, Kind, Machine, Nature, Purse, Recipe, Run, Time, Verdict, World};

use super::laws;
use super::model::{Blog, CHANGES, CRASHES, DELETES, PAGES, POSTS, TICKS};
use super::state::{Duty, State};
use crate::lab::Entry;

/// Knobs that are turned.
type Knobs<'a> = &'a [(&'a str, i64)];

/// What a search may spend.
type Spend<'a> = &'a [(Budget, u8)];

fn entry() -> &'static Entry {
    crate::find("blog").expect("the lab is in the list")
}

/// A preset's recipe with some knobs turned.
fn turned(preset: &str, knobs: Knobs) -> Recipe {
    let preset = entry().presets.iter().find(|other| other.key == preset);
    let mut recipe = entry().recipe(preset.expect("the preset is in the list"));
    for (key, value) in knobs {
        let index = entry().knobs.iter().position(|knob| knob.key == *key);
        recipe.knobs[index.expect("the knob is in the list")] = *value;
    }
    recipe
}

fn machine(recipe: &Recipe) -> Box<dyn Machine> {
    entry().machine(recipe, None).expect("these knobs go together")
}

fn run_of(recipe: Recipe) -> Run {
    Run::new(machine(&recipe), recipe)
}

fn look<R>(run: &Run, see: impl FnOnce(&Blog, &State) -> R) -> R {
    let frame = World::<Blog>::frame(run.machine(), run.playhead().at);
    let frame = frame.expect("it is a run of this lab");
    see(frame.model, frame.state)
}

fn law(name: &str) -> usize {
    let laws = machine(&turned("by-hand", &[])).laws();
    laws.iter().position(|info| info.name == name).expect("there is such a law")
}

/// The laws that a run has broken.
fn broken(run: &Run) -> Vec<&'static str> {
    let verdicts = run.verdicts();
    let is_broken = |at: &usize| matches!(verdicts[*at], Verdict::Broken(_));
    (0..verdicts.len()).filter(is_broken).map(|at| run.laws()[at].name).collect()
}

fn purse(spend: Spend) -> Purse {
    let mut purse = Purse::default();
    for (budget, limit) in spend {
        purse[usize::from(budget.0)] = *limit;
    }
    purse
}

fn checker(recipe: &Recipe, spend: Spend, caps: Caps) -> Checker {
    let recipe = Recipe { cues: Vec::new(), ..recipe.clone() };
    Checker::new(&*machine(&recipe), purse(spend), caps)
}

/// Searches to the end and expects that no law is broken.
fn prove(knobs: Knobs, spend: Spend) -> Report {
    let report = checker(&turned("by-hand", knobs), spend, Caps::default()).finish();
    assert_eq!(report.outcome, Outcome::Complete, "{knobs:?} {spend:?}: {:?}", report.laws);
    report
}

/// Two users on two shards with two posts each: what may be spent, and how many states, successors
/// and levels that makes. No law is broken in any of them, and in all of them together everything is
/// seen that is to be seen.
#[test]
fn two_users_on_two_shards_are_proved() {
    let impatient = ("patience", 2_000);
    let worlds: &[(Knobs, Spend, (u64, u64, u32))] = &[
        (&[], &[(POSTS, 1), (PAGES, 2)], (9_904, 34_985, 15)),
        (&[], &[(DELETES, 1), (PAGES, 2)], (9_904, 34_985, 15)),
        (&[], &[(POSTS, 1), (DELETES, 1), (PAGES, 1)], (8_366, 24_716, 13)),
        (&[], &[(POSTS, 1), (PAGES, 1), (CHANGES, 1)], (14_938, 47_440, 16)),
        (&[], &[(PAGES, 2), (CHANGES, 1)], (14_664, 52_557, 19)),
        (&[], &[(PAGES, 1), (CHANGES, 2)], (13_228, 43_597, 26)),
        (&[], &[(POSTS, 2), (CHANGES, 2)], (27_970, 98_272, 24)),
        (&[("skew", 6)], &[(POSTS, 2), (CHANGES, 1), (TICKS, 1)], (6_392, 16_882, 14)),
        (&[impatient], &[(POSTS, 1), (PAGES, 1), (CRASHES, 1)], (9_558, 38_664, 12)),
        (&[impatient], &[(POSTS, 1), (CHANGES, 1), (CRASHES, 1)], (10_616, 48_605, 17)),
        (&[impatient], &[(PAGES, 1), (CHANGES, 1), (Budget::DROP, 1)], (27_534, 135_638, 21)),
        (&[], &[(PAGES, 1), (CHANGES, 1), (Budget::COPY, 1)], (7_452, 25_539, 15)),
        (&[], &[(POSTS, 1), (PAGES, 1), (Budget::COPY, 1)], (3_550, 11_984, 12)),
        (&[], &[(POSTS, 1), (CHANGES, 2), (Budget::COPY, 1)], (42_110, 167_536, 23)),
    ];
    let mut seen = BTreeSet::new();
    for (knobs, spend, pinned) in worlds {
        let report = prove(knobs, spend);
        let counted = (report.distinct, report.generated, report.depth);
        assert_eq!(counted, *pinned, "{knobs:?} {spend:?}");
        let is_seen = report.laws.iter().filter(|law| law.answer == Answer::Seen);
        seen.extend(is_seen.map(|law| law.name));
    }
    let hoped = run_of(turned("by-hand", &[])).laws();
    let hoped = hoped.iter().filter(|law| law.kind == Kind::Sometimes).map(|law| law.name);
    assert_eq!(seen, hoped.collect());
}

/// Counting is right where there is one shard, and counting in strides while no shard joins.
#[test]
fn counting_is_right_where_nothing_is_spread_or_changed() {
    let spend = [(POSTS, 2), (PAGES, 2)];
    assert_eq!(prove(&[("keys", 1), ("shards", 1)], &spend).distinct, 22_288);
    assert_eq!(prove(&[("keys", 2)], &[(POSTS, 2), (PAGES, 1)]).distinct, 4_354);
}

#[test]
fn grids_come_out_as_published() {
    for grid in entry().grids {
        let (mut held, mut broken) = (0, 0);
        for cell in 0..grid.cells() {
            let recipe = Recipe { knobs: grid.knobs(entry().knobs, cell), ..Recipe::default() };
            let law = law(grid.law);
            let caps = Caps { law: Some(law), ..Caps::default() };
            let report = Checker::new(&*machine(&recipe), grid.limits, caps).finish();
            let is_broken = matches!(report.laws[law].answer, Answer::Broken(_));
            let place = format!("{}: {cell}: {:?}", grid.key, report.outcome);
            assert!(is_broken || report.outcome == Outcome::Complete, "{place}");
            assert_eq!((grid.claim.holds)(&recipe.knobs), !is_broken, "{place}");
            *if is_broken { &mut broken } else { &mut held } += 1;
        }
        assert!(held > 0 && broken > 0, "{}: {held} held, {broken} were broken", grid.key);
    }
}

/// The shortest breach of a law, played in a run, where the law is broken at its last step.
fn breach(preset: &str, spend: Spend, name: &str) -> Witness {
    let recipe = Recipe { cues: Vec::new(), ..turned(preset, &[]) };
    let law = law(name);
    let mut checker = checker(&recipe, spend, Caps { law: Some(law), ..Caps::default() });
    let report = checker.finish();
    let witness = checker.witness(law).unwrap_or_else(|| panic!("{preset}: {report:?}"));
    let mut run = run_of(Recipe { cues: witness.cues.clone(), ..recipe });
    for _ in &witness.cues {
        assert!(run.step(), "the run came to an end before the breach did");
    }
    assert_eq!(run.take_dropped(), [], "every cue fits");
    match &run.verdicts()[law] {
        Verdict::Broken(breach) => {
            assert_eq!((breach.step, &breach.why), (witness.cues.len() as u64, &witness.why));
        }
        verdict => panic!("the run says {verdict:?}"),
    }
    witness
}

#[test]
fn each_mistake_breaks_its_law_by_the_pinned_way() {
    let ways: &[(&str, Spend, &str, usize)] = &[
        ("offset-repeats", &[(POSTS, 1), (PAGES, 2)], laws::NO_REPEAT, 12),
        ("offset-skips", &[(DELETES, 1), (PAGES, 2)], laws::NO_SKIP, 12),
        ("collision", &[(POSTS, 2)], laws::IDS_ARE_UNIQUE, 4),
        ("stride", &[(POSTS, 1), (CHANGES, 1)], laws::IDS_ARE_UNIQUE, 6),
        ("hasty", &[(PAGES, 1), (CHANGES, 1)], laws::COMPLETE, 4),
        ("skew", &[(POSTS, 1), (CHANGES, 1)], laws::IDS_GO_UP, 6),
    ];
    for (preset, spend, law, steps) in ways {
        let witness = breach(preset, spend, law);
        assert_eq!((witness.cues.len(), witness.timing), (*steps, Timing::Possible), "{preset}");
        assert_eq!(witness.cues, turned(preset, &[]).cues, "{preset}: the pinned way");
    }
}

/// The hands that break a law under a mistake break none where it is not made.
#[test]
fn the_same_hands_do_no_harm_without_the_mistake() {
    for (mistake, remedy) in [("offset-repeats", "cursor"), ("skew", "floor")] {
        assert_eq!(turned(mistake, &[]).cues, turned(remedy, &[]).cues);
        let mut run = run_of(turned(remedy, &[]));
        run.advance(Time::from_micros(60_000_000), u64::MAX);
        assert_eq!((run.take_dropped(), broken(&run)), (Vec::new(), Vec::new()), "{remedy}");
        assert!(run.marks().len() > 2, "{remedy}");
    }
    // The floor puts Bob's post ahead of the clock of his new shard, above his last.
    let mut run = run_of(turned("floor", &[]));
    run.advance(Time::from_micros(2_000_000), u64::MAX);
    look(&run, |blog, state| {
        let newest = state.account(1).standing[0].id;
        let ticks = super::keys::layout().unpack(newest).ticks;
        let clock = blog.clock(state, 2);
        assert!(clock < ticks && ticks <= clock + blog.ahead(), "{ticks} at {clock}");
    });
}

fn is_told(run: &Run, words: &str) -> bool {
    run.marks().iter().any(|mark| mark.text.contains(words))
}

/// A minute of each preset that goes on by itself: what its note speaks of is seen, and those laws are
/// broken and no others.
#[test]
fn presets_show_what_they_say() {
    let seen: [(&str, &str, &[&str]); 5] = [
        ("at-work", "users move to it", &[]),
        ("busy-offset", "seen before", &[laws::NO_REPEAT, laws::NO_SKIP]),
        ("busy-cursor", "page 3 of home", &[]),
        (
            "counting",
            "missing",
            &[laws::IDS_ARE_UNIQUE, laws::COMPLETE, laws::IN_TIME, laws::NO_SKIP],
        ),
        ("shard-down", "and is told so", &[]),
    ];
    for (preset, words, laws) in seen {
        let mut run = run_of(turned(preset, &[]));
        run.advance(Time::from_micros(60_000_000), u64::MAX);
        assert!(is_told(&run, words), "{preset}: nothing says “{words}”");
        assert_eq!(broken(&run), laws, "{preset}");
    }
}

/// By cursor or by offset: the same people write and read the same at the same time, so that what
/// differs is what paging makes of it.
#[test]
fn both_ways_of_paging_meet_the_same_world() {
    let stored = |preset| {
        let mut run = run_of(turned(preset, &[]));
        run.advance(Time::from_micros(60_000_000), u64::MAX);
        look(&run, |_, state| state.standing().copied().collect::<Vec<_>>())
    };
    assert_eq!(stored("busy-offset"), stored("busy-cursor"));
}

/// Whoever joins, leaves, crashes, comes back, writes, deletes and reads, whenever, and on whatever
/// network: with copies
/// first, a floor and cursors no law is broken, and in the end every post that stands is on the shard
/// where the directory looks for it.
#[test]
fn whatever_hands_do_the_laws_hold() {
    let mut moved = 0;
    for seed in 0..20 {
        let busy = [("writes", 30), ("reads", 20), ("deletes", 20), ("skew", 5), ("jitter", 900)];
        // Under every second seed messages are lost and doubled as well.
        let ppm = if seed % 2 == 1 { 30_000 } else { 0 };
        let nature = Nature { loss_ppm: ppm, copy_ppm: ppm, ..Nature::default() };
        let mut run = run_of(Recipe { seed, nature, ..turned("busy-cursor", &busy) });
        for nth in 0..60 {
            run.advance(Time::END, 1 + kernel::rng::keyed(seed, 0, 0, nth) % 20);
            let menu = run.offers().actions;
            // Reads and writes come by themselves, so hands mostly change the shards.
            let is_rare = |text: &str| !text.starts_with("post") && !text.starts_with("home");
            let menu: Vec<_> = menu.iter().filter(|offer| is_rare(&offer.text)).collect();
            let pick = kernel::rng::keyed(seed, 1, 0, nth) % menu.len() as u64;
            run.take(Deed::Say(menu[pick as usize].text.clone().into())).expect("it is on offer");
        }
        assert_eq!(broken(&run), Vec::<&str>::new(), "{}", link(&run));
        let restart = look(&run, |_, state| {
            let is_down = |number: &u8| state.shard(*number).power == super::state::Power::Down;
            state.shard_numbers().filter(is_down).collect::<Vec<_>>()
        });
        for shard in restart {
            run.take(Deed::Say(format!("restart {shard}").into())).expect("it is down");
        }
        let until = run.playhead().at + kernel::Span::secs(20);
        run.advance(until, u64::MAX);
        assert_eq!(broken(&run), Vec::<&str>::new(), "{}", link(&run));
        look(&run, |_, state| {
            assert!(!state.is_moving(), "{}", link(&run));
            for user in state.users() {
                let account = state.account(user);
                let table = state.shard(account.home).table(user);
                assert_eq!((table.duty, &table.posts), (Duty::Serves, &account.standing));
                assert!(state.members.has(account.home), "{}", link(&run));
            }
            moved += state.tally.0.moved;
        });
    }
    assert!(moved > 60, "{moved} users were moved");
}

fn link(run: &Run) -> String {
    format!("#/lab/blog?{}", kernel::link::write(entry().knobs, run))
}

/// A person's own posts are written in their order, each with its text, until there is none left.
#[test]
fn posts_of_a_file_are_written_in_their_order() {
    let line = |nth: u32| format!("{{\"user\":\"u{}\",\"text\":\"text {nth}\"}}\n", nth % 3);
    let file: String = (0..12).map(line).collect();
    let read = entry().read_data.expect("the lab takes data");
    let data = read("posts.jsonl", file.as_bytes()).expect("these are posts");
    assert_eq!(data.summary, "12 posts of 3 users");
    let recipe = Recipe { data: Some(data.digest), ..turned("at-work", &[("writes", 40)]) };
    let mut run = Run::new(entry().machine(&recipe, Some(&data)).expect("it builds"), recipe);
    run.advance(Time::from_micros(60_000_000), u64::MAX);
    assert_eq!(broken(&run), Vec::<&str>::new());
    look(&run, |blog, state| {
        assert_eq!((state.entries, state.tally.0.stored), (12, 12));
        for user in 0..3 {
            let posts = state.account(user).standing.iter().rev();
            let texts: Vec<_> = posts.map(|post| blog.text(post.number, post.entry)).collect();
            let expected = (0..4).map(|nth| format!("text {}", nth * 3 + u32::from(user)));
            assert_eq!(texts, expected.collect::<Vec<_>>(), "{}", blog.user_name(user));
        }
    });
}

/// However long a run lasts, it holds as much as it held before.
#[test]
fn what_is_held_is_bounded() {
    let mut run = run_of(turned("busy-cursor", &[("writes", 100), ("reads", 100), ("deletes", 0)]));
    run.advance(Time::from_micros(600_000_000), u64::MAX);
    look(&run, |blog, state| {
        assert!(state.tally.0.stored > 1_500, "{} were stored", state.tally.0.stored);
        let most = usize::from(blog.kept);
        for user in state.users() {
            assert_eq!(state.account(user).standing.len(), most);
            let held = |number| state.shard(number).table(user).posts.len();
            assert_eq!(state.shard_numbers().map(held).sum::<usize>(), most);
        }
    });
    let frame = World::<Blog>::frame(run.machine(), run.playhead().at).expect("a run of this lab");
    assert!(frame.agenda.len() < 200, "{} are booked", frame.agenda.len());
}

/// What a page of one shard takes is what its closed form says.
#[test]
fn a_round_trip_takes_what_its_formula_says() {
    let recipe = turned("busy-cursor", &[("shards", 1)]);
    let formula = entry().formulas_of("latency").next().expect("there is one");
    let expected = formula.of(&recipe).expect("it holds for one shard");
    let plan = Plan::new(recipe, Length::steps(2_000), Vec::new(), 4, false).expect("it is sound");
    let machine = machine(&plan.recipe(0, 0));
    let metrics = machine.metrics();
    let mut table = Table::new(&plan, metrics.len());
    for chunk in plan.chunks(4) {
        let mut work = Work::new(&plan, chunk, &*machine);
        while !work.advance(1_000) {}
        table.put(chunk, &work.finish());
    }
    let at = metrics.iter().position(|metric| metric.key == "latency").expect("there is one");
    let measured = table.distribution(0, at).expect("pages were read").mean;
    assert!((measured / expected - 1.0).abs() < 0.02, "{measured} beside {expected}");
}
