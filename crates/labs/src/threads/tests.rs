//! The model, driven as a page drives it.

use kernel::check::{Answer, Caps, Checker, Outcome, Report, Timing, Witness};
use kernel::{Budget, Deed, Machine, Purse, Recipe, Run, Time, Verdict, World};

use super::Threads;
use super::formulas;
use super::laws;
use super::model::{Action, CANCELS, CRASHES, Event};
use super::program::Id;
use super::setup::{RunAs, Setup};
use super::state::{Life, State};
use crate::lab::Entry;

/// No crash and no cancel.
const NOTHING: Purse = [0; Budget::KINDS];

fn entry() -> &'static Entry {
    crate::find("threads").expect("the lab is in the list")
}

fn preset(key: &str) -> Recipe {
    let found = entry().presets.iter().find(|preset| preset.key == key);
    entry().recipe(found.expect("the preset is in the list"))
}

/// The defaults with some knobs turned, by their texts.
fn with(turned: &[(&str, &str)]) -> Recipe {
    let mut recipe = Recipe { knobs: entry().defaults(), seed: 3, ..Recipe::default() };
    for (key, text) in turned {
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

fn look<R>(run: &Run, see: impl FnOnce(&Threads, &State) -> R) -> R {
    let frame = World::<Threads>::frame(run.machine(), run.playhead().at);
    let frame = frame.expect("it is a run of this lab");
    see(frame.model, frame.state)
}

fn law(name: &str) -> usize {
    let laws = machine(&with(&[])).laws();
    laws.iter().position(|info| info.name == name).expect("there is such a law")
}

fn search(recipe: &Recipe, limits: Purse, go_on: bool) -> (Checker, Report) {
    let caps = Caps { go_on, ..Caps::default() };
    let mut checker = Checker::new(&*machine(recipe), limits, caps);
    let report = checker.finish();
    (checker, report)
}

/// The shortest breach of a law, played in a run: the law is broken at its last step, for the
/// reason that the search gave.
fn breach(recipe: &Recipe, limits: Purse, name: &str) -> Witness {
    let law = law(name);
    let (mut checker, report) = search(recipe, limits, true);
    let witness = checker.witness(law).unwrap_or_else(|| panic!("no breach: {report:?}"));
    let mut run = run_of(Recipe { cues: witness.cues.clone(), ..recipe.clone() });
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

/// Searches to the end and expects that no law is broken.
fn prove(recipe: &Recipe, limits: Purse) -> Report {
    let (_, report) = search(recipe, limits, false);
    assert_eq!(report.outcome, Outcome::Complete, "{:?}", report.laws);
    report
}

/// A crash and a cancel.
fn purse() -> Purse {
    let mut purse = NOTHING;
    for budget in [CRASHES, CANCELS] {
        purse[usize::from(budget.0)] = 1;
    }
    purse
}

fn figure(run: &Run, key: &str) -> f64 {
    let figures = run.machine().figures();
    let found = figures.iter().find(|figure| figure.key == key);
    found.and_then(|figure| figure.value).expect("there is such a figure")
}

/// A run of a minute.
fn minute(recipe: Recipe) -> Run {
    let mut run = run_of(recipe);
    run.advance(Time::from_micros(60_000_000), u64::MAX);
    run
}

fn is_broken(run: &Run, name: &str) -> bool {
    matches!(run.verdicts()[law(name)], Verdict::Broken(_))
}

const LOST: &str = laws::NO_UPDATE_IS_LOST;
const DEADLOCK: &str = laws::NO_DEADLOCK;

/// The cues of a preset hold nothing back: at each, whatever was due has happened.
#[test]
fn cues_of_presets_come_in_time() {
    for preset in entry().presets {
        let recipe = entry().recipe(preset);
        let mut run = run_of(recipe.clone());
        for cue in &recipe.cues {
            run.advance(Time::END, cue.step - 1 - run.playhead().step);
            let (now, next) = (run.machine().now(), run.machine().next_due());
            let place = format!("{}: {:?} in {now:?} to {next:?}", preset.key, cue.at);
            assert!(now <= cue.at && cue.at <= next.unwrap_or(Time::END), "{place}");
        }
    }
}

/// A philosopher thinks, takes left, takes right, eats, puts right down, puts left down. Whoever is
/// at the third or beyond has the left fork, at the fourth and fifth the right one too.
fn phases_without_a_shared_fork(philosophers: u32) -> u64 {
    let (has_left, has_right) = (|phase: u32| phase >= 2, |phase: u32| phase == 3 || phase == 4);
    let phase = |table: u32, at: u32| table / 6_u32.pow(at % philosophers) % 6;
    let is_shared = |table, at| has_right(phase(table, at)) && has_left(phase(table, at + 1));
    let tables = 0..6_u32.pow(philosophers);
    tables.filter(|table| !(0..philosophers).any(|at| is_shared(*table, at))).count() as u64
}

/// With left then right, the states of n philosophers are the tables on which no fork is in two
/// hands, but for one: all at putting their left fork down, each of whom would have taken it before
/// the neighbour did. The state before the first round stands in for it, so that the count is that
/// of the tables: by transfer matrix a(n) = 4·a(n−1) + 4·a(n−2), from 4 and 24.
#[test]
fn philosophers_have_as_many_states_as_there_are_tables() {
    let (mut before, mut tables) = (4, 24);
    for philosophers in 2..=7_u32 {
        let threads = philosophers.to_string();
        let recipe = with(&[("program", "philosophers"), ("threads", &threads)]);
        let (mut checker, report) = search(&recipe, NOTHING, true);
        assert_eq!(report.distinct, tables, "{philosophers} philosophers");
        if philosophers <= 6 {
            assert_eq!(phases_without_a_shared_fork(philosophers), tables);
        }
        // The round begins, all think, all take their left forks: there is no shorter way.
        let witness = checker.witness(law(DEADLOCK)).expect("they deadlock");
        assert_eq!(witness.cues.len(), 2 * philosophers as usize + 1);
        assert_eq!((report.at_rest, witness.timing), (1, Timing::Possible));
        (before, tables) = (tables, 4 * tables + 4 * before);
    }
}

#[test]
fn the_philosophers_counts_are_these() {
    let counts = [24, 112, 544, 2_624, 12_672];
    for (philosophers, count) in (2..).zip(counts) {
        assert_eq!(phases_without_a_shared_fork(philosophers), count);
    }
}

#[test]
fn a_deadlock_says_who_waits_for_whom() {
    let five = with(&[("program", "philosophers"), ("threads", "3")]);
    let why = breach(&five, NOTHING, DEADLOCK).why;
    assert_eq!(
        why,
        "t1 waits for fork 2, held by t2; t2 waits for fork 3, held by t3; \
         t3 waits for fork 1, held by t1"
    );
}

#[test]
fn an_order_a_try_and_a_waiter_free_every_table() {
    for locking in ["ordered", "try-lock", "waiter"] {
        for threads in ["2", "3", "4", "5"] {
            let turned = [("program", "philosophers"), ("threads", threads), ("locking", locking)];
            let report = prove(&with(&turned), NOTHING);
            assert_eq!(report.at_rest, 0, "{locking} {threads}");
        }
        prove(&with(&[("program", "two-locks"), ("locking", locking)]), purse());
    }
}

#[test]
fn two_locks_crossed_deadlock_in_five_steps() {
    let crossed = with(&[("program", "two-locks"), ("threads", "2")]);
    let witness = breach(&crossed, NOTHING, DEADLOCK);
    assert_eq!((witness.cues.len(), witness.timing), (5, Timing::Possible));
    let (_, report) = search(&crossed, NOTHING, true);
    assert_eq!((report.distinct, report.generated, report.depth), (24, 40, 9));
}

/// Load, add, store twice over, and the step that begins the round. An interpreter's lock saves no
/// update, and neither does a lone core: any thread may go on between two steps.
#[test]
fn a_plain_counter_loses_an_update_in_seven_steps() {
    for turned in [[("cores", "2")], [("cores", "1")], [("run-as", "threads-with-gil")]] {
        let plain = with(&[("sharing", "plain"), ("threads", "2"), turned[0]]);
        let witness = breach(&plain, NOTHING, LOST);
        assert_eq!((witness.cues.len(), witness.timing), (7, Timing::Possible));
        assert_eq!(witness.why, "2 additions were carried through, and the counter is 1");
    }
}

#[test]
fn a_mutex_a_swap_and_messages_lose_nothing() {
    let counts = [
        ("mutex", "2", 58, 63, 22),
        ("mutex", "3", 244, 273, 32),
        ("compare-and-swap", "2", 42, 67, 10),
        ("compare-and-swap", "3", 486, 1_143, 14),
        ("messages", "2", 160, 394, 26),
        ("messages", "3", 865, 3_009, 38),
    ];
    for (sharing, threads, distinct, generated, depth) in counts {
        let recipe = with(&[("sharing", sharing), ("threads", threads)]);
        let report = prove(&recipe, NOTHING);
        let counted = (report.distinct, report.generated, report.depth);
        assert_eq!(counted, (distinct, generated, depth), "{sharing} {threads}");
        prove(&recipe, purse());
    }
}

/// Where a thread runs decides when something happens and never what can: a search finds the same
/// states on every machine.
#[test]
fn a_search_does_not_depend_on_cores_or_quantum() {
    let count = |turned: &[(&str, &str)]| {
        let mut knobs = vec![("sharing", "plain")];
        knobs.extend(turned);
        let (_, report) = search(&with(&knobs), purse(), true);
        (report.distinct, report.generated, report.depth)
    };
    let first = count(&[]);
    let machines: [&[(&str, &str)]; 4] = [
        &[("cores", "1"), ("quantum", "9")],
        &[("cores", "8"), ("quantum", "1")],
        &[("run-as", "threads-with-gil"), ("scheduler", "priority")],
        &[("switch", "400"), ("uneven", "90")],
    ];
    machines.into_iter().for_each(|machine| assert_eq!(count(machine), first, "{machine:?}"));
}

#[test]
fn a_core_with_a_long_quantum_hides_what_a_search_finds() {
    for key in ["works-on-my-machine", "two-locks-crossed", "five-philosophers"] {
        let run = minute(preset(key));
        assert!(!is_broken(&run, LOST) && !is_broken(&run, DEADLOCK), "{key}");
    }
    breach(&preset("works-on-my-machine"), NOTHING, LOST);
    breach(&preset("two-locks-crossed"), NOTHING, DEADLOCK);
    breach(&preset("five-philosophers"), NOTHING, DEADLOCK);
}

#[test]
fn each_mistake_breaks_its_law() {
    let lost = "who is joined has ended";
    let abandoned = "nobody dies because the main thread ended";
    let late = "nothing works after its cancel was acknowledged";
    let of = |mistake| with(&[("program", "lifecycle"), ("threads", "2"), ("mistake", mistake)]);
    let steps = [
        ("lost-join", lost, 4),
        ("lost-join", abandoned, 5),
        ("detached", abandoned, 5),
        ("late-work", late, 7),
    ];
    for (mistake, law, count) in steps {
        assert_eq!(breach(&of(mistake), purse(), law).cues.len(), count, "{mistake}: {law}");
    }
    let report = prove(&of("none"), purse());
    assert_eq!((report.distinct, report.generated), (429, 1_180));
    // A process does not end with the one that started it.
    let mut detached = vec![("program", "lifecycle"), ("mistake", "detached")];
    detached.push(("run-as", "processes"));
    prove(&with(&detached), purse());
}

/// Who is alive after a crash of the second thread.
fn alive_after_a_crash(run_as: &str) -> Vec<bool> {
    let mut run = run_of(with(&[("run-as", run_as), ("sharing", "messages")]));
    run.advance(Time::END, 4);
    run.take(Deed::Say("crash:1".into())).expect("it is on the menu");
    look(&run, |_, state| state.threads.iter().map(|thread| thread.life == Life::Alive).collect())
}

#[test]
fn a_crash_takes_its_process_and_nothing_beside_it() {
    assert_eq!(alive_after_a_crash("threads"), [false; 4]);
    assert_eq!(alive_after_a_crash("threads-with-gil"), [false; 4]);
    assert_eq!(alive_after_a_crash("processes"), [true, false, true, true]);
}

#[test]
fn who_crashed_is_started_again() {
    let mut run = run_of(preset("messages"));
    run.advance(Time::END, 4);
    run.take(Deed::Say("crash:1".into())).expect("it is on the menu");
    run.take(Deed::Say("restart".into())).expect("somebody crashed");
    run.advance(Time::END, 200);
    assert!(figure(&run, "rounds") > 0.0 && !look(&run, |_, state| state.has_crashed()));
}

#[test]
fn without_its_locks_a_program_breaks() {
    let mut run = run_of(preset("counter-with-a-mutex"));
    run.take(Deed::Say("remove-locks".into())).expect("there are locks");
    run.advance(Time::from_micros(10_000_000), u64::MAX);
    assert!(is_broken(&run, LOST), "an update is lost within ten seconds");
    let off = Deed::Say("remove-locks".into());
    assert!(run.take(off).is_err(), "they are gone already");
}

/// Cores, queue and agenda agree with the state: at most one thread a core, under an interpreter's
/// lock one at all, and a step booked for exactly those who could go on. The last is what lets a
/// search leave the room out of its states.
fn judge_the_room(run: &Run, place: &str) {
    let frame = World::<Threads>::frame(run.machine(), run.playhead().at).expect("it is this lab");
    let (model, state) = (frame.model, frame.state);
    let mut stepping: Vec<Id> = Vec::new();
    for booked in frame.agenda.iter() {
        if let Event::Step(id) = booked.event {
            stepping.push(id);
        }
    }
    stepping.sort_unstable();
    let all = 0..state.threads.len() as Id;
    let able: Vec<Id> = all.filter(|id| model.can_go_on(state, *id)).collect();
    assert_eq!(stepping, able, "{place}: a step for everybody who could go on");
    let mut present: Vec<Id> = state.room.running().collect();
    let running = present.len();
    assert!(running <= state.room.cores.len(), "{place}");
    assert!(model.setup.run_as != RunAs::InterpreterLock || running <= 1, "{place}: two run");
    let has_idle_core = running < state.room.cores.len();
    let is_kept_out = |id: &Id| has_idle_core && model.may_run(state, *id);
    assert!(!state.room.queue.iter().any(is_kept_out), "{place}: a core is idle for nothing");
    present.extend(&state.room.queue);
    present.sort_unstable();
    assert_eq!(present, able, "{place}: each is in one place");
}

#[test]
fn the_room_agrees_with_the_state_whatever_hands_do() {
    let mut seeds = 1_u64;
    for preset in entry().presets {
        for run_as in 0..3 {
            let mut recipe = entry().recipe(preset);
            recipe.knobs[3] = run_as;
            if Setup::of(&recipe.knobs).is_err() {
                continue;
            }
            let mut run = run_of(recipe);
            for step in 0..300 {
                seeds = kernel::rng::mix(seeds.wrapping_add(step));
                let offers = run.offers();
                let (events, actions) = (offers.events.len() as u64, offers.actions.len() as u64);
                match seeds % 8 {
                    // Any step that is on offer, with a core or without.
                    0..3 if events > 0 => {
                        let which = (seeds >> 8) % events;
                        run.take(Deed::Fire(which as u32)).expect("it is on offer");
                    }
                    3 if actions > 0 && step % 16 == 0 => {
                        let which = (seeds >> 8) % actions;
                        run.take(Deed::Act(which as u32)).expect("it is on offer");
                    }
                    _ => {
                        run.step();
                    }
                }
                judge_the_room(&run, &format!("{} as {run_as}, step {step}", preset.key));
            }
        }
    }
}

fn model(turned: &[(&str, &str)]) -> Threads {
    Threads::new(Setup::of(&with(turned).knobs).expect("these knobs go together"))
}

/// Work of 240 tasks, even, with nothing to pay but the calls: within three per cent of the laws.
#[test]
fn computing_is_as_fast_as_the_laws_say() {
    let free = [("switch", "0"), ("start", "0"), ("uneven", "0"), ("work", "240")];
    for serial in ["0", "10", "50"] {
        let mut knobs = vec![("program", "compute"), ("serial", serial)];
        knobs.extend(free);
        let model = model(&knobs);
        let measured = model.measured();
        for point in measured.fixed.iter().chain(&measured.scaled) {
            let ratio = point.measured / point.law;
            assert!((0.93..=1.0).contains(&ratio), "{serial} %: {point:?}");
        }
        let four = measured.fixed[3];
        assert_eq!(four.law, formulas::amdahl(measured.serial_share, 4.0));
    }
}

/// Why the original prototypes' threads in Python helped waiting and not computing, and why their
/// processes did.
#[test]
fn an_interpreter_lock_helps_waiting_and_not_computing() {
    let here = |program, run_as| {
        let turned = [("program", program), ("run-as", run_as), ("threads", "4"), ("cores", "4")];
        model(&turned).measured().here
    };
    let computing = here("compute", "threads-with-gil");
    assert!((0.9..1.05).contains(&computing), "{computing}");
    assert!(here("wait", "threads-with-gil") > 2.5);
    let waiting = Setup::of(&preset("interpreter-lock-waiting").knobs).expect("it is a preset");
    let waiting = Threads::new(waiting).measured().here;
    assert!((3.3..4.0).contains(&waiting), "{waiting} is nearly four times");
    assert!(here("compute", "threads") > 2.7);
    assert!(here("compute", "processes") > 2.0);
}

/// One core is enough for work that waits, and not for work that computes.
#[test]
fn concurrency_is_not_parallelism() {
    let here = |program| {
        let turned = [("program", program), ("threads", "4"), ("cores", "1")];
        model(&turned).measured().here
    };
    assert!(here("compute") < 1.05 && here("wait") > 2.5);
}

#[test]
fn metrics_agree_with_the_measured_point() {
    let recipe = preset("four-on-four-cores");
    let mut machine = machine(&recipe);
    let mut gauge = kernel::sweep::Gauge::new(&mut *machine, false);
    machine.measure(Time::from_micros(120_000_000), u64::MAX, &mut gauge);
    let (metrics, readings) = (machine.metrics(), machine.readings(&gauge, machine.now()));
    let value = |key: &str| {
        let index = metrics.iter().position(|metric| metric.key == key);
        index.and_then(|index| readings[index]).expect("it was measured")
    };
    let here = model(&[("program", "compute"), ("threads", "4"), ("cores", "4")]).measured().here;
    assert!((value("speed_up") / here - 1.0).abs() < 0.05, "{} {here}", value("speed_up"));
    // Forty tasks of a fifth of a second, done so many times as fast.
    assert!((value("makespan") * value("speed_up") - 8.0).abs() < 0.3);
    assert!((value("throughput") * value("makespan") - 1.0).abs() < 0.05);
    assert!(value("busy_cores") >= value("speed_up") && value("busy_cores") <= 4.0);
    assert_eq!(value("lost_updates"), 0.0);
}

#[test]
fn priority_starves_and_turns_do_not() {
    let starved = minute(preset("starvation"));
    assert!(figure(&starved, "passed_over") > 200.0);
    let mut fair = preset("starvation");
    let index = entry().knobs.iter().position(|knob| knob.key == "scheduler").unwrap();
    fair.knobs[index] = 0;
    assert!(figure(&minute(fair), "passed_over") < 10.0);
}

#[test]
fn what_makes_no_program_is_refused() {
    for (turned, word) in [
        ([("program", "philosophers"), ("threads", "1")], "2 to 7"),
        ([("program", "philosophers"), ("threads", "8")], "2 to 7"),
        ([("sharing", "mutex"), ("run-as", "processes")], "messages"),
    ] {
        let refused = entry().machine(&with(&turned), None).err().expect("it is refused");
        assert!(refused.to_string().contains(word), "{refused}");
    }
}

#[test]
fn actions_are_read_as_they_are_written() {
    use super::telling::{read_action, write_action};
    for action in [Action::Crash(3), Action::Cancel(8), Action::RemoveLocks, Action::Restart] {
        assert_eq!(read_action(&write_action(action)), Some(action));
    }
    for text in ["", "crash", "crash:", "crash:300", "cancel:-1", "crash:1:2", "lock"] {
        assert_eq!(read_action(text), None, "{text}");
    }
    let mut run = run_of(preset("counter-with-a-mutex"));
    assert!(run.take(Deed::Say("crash:200".into())).is_err(), "there is no such thread");
}

/// The closed forms of the lab agree with what the model measures, where they say that they hold.
#[test]
fn closed_forms_agree_with_the_measured_points() {
    for (scaled, name) in [("off", "Amdahl's law"), ("on", "Gustafson's law")] {
        let turned = [
            ("program", "compute"),
            ("threads", "4"),
            ("cores", "4"),
            ("scaled", scaled),
            ("work", "120"),
            ("switch", "0"),
            ("start", "0"),
            ("uneven", "0"),
        ];
        let of = |formula: &&crate::formula::Formula| {
            formula.name == name && formula.metric == "speed_up"
        };
        let formula = entry().formulas.iter().find(of).expect("the lab has it");
        let value = formula.of(&with(&turned)).expect("it holds here");
        let ratio = model(&turned).measured().here / value;
        assert!((0.95..=1.0).contains(&ratio), "{name}: {ratio}");
    }
}

/// Every cell of every grid comes out as published; the largest tables are left to the page.
#[test]
fn grids_come_out_as_published() {
    for grid in entry().grids {
        let (mut held, mut broken) = (0, 0);
        for cell in 0..grid.cells() {
            let knobs = grid.knobs(entry().knobs, cell);
            let recipe = Recipe { knobs, ..Recipe::default() };
            if Setup::of(&recipe.knobs).expect("a cell makes a program").threads > 5 {
                continue;
            }
            let (_, report) = search(&recipe, grid.limits, false);
            let is_broken = matches!(report.laws[law(grid.law)].answer, Answer::Broken(_));
            assert_eq!((grid.claim.holds)(&recipe.knobs), !is_broken, "{}: {cell}", grid.key);
            *if is_broken { &mut broken } else { &mut held } += 1;
        }
        assert!(held > 0 && broken > 0, "{}: {held} held, {broken} were broken", grid.key);
    }
}
