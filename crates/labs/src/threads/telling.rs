//! The model in plain words: facts for the log, names for buttons and steps, figures.

use kernel::{Figure, Said, Tone};

use super::model::{Action, Event, Fact, Reason, Threads, What};
use super::program::{Id, Lock, Op};
use super::setup::Program;
use super::state::State;

/// A lock's name: its letter, its fork, or just that it is the lock.
#[must_use]
pub fn lock_name(model: &Threads, lock: Lock) -> String {
    match model.setup.program {
        Program::Philosophers => format!("fork {}", lock + 1),
        Program::TwoLocks => format!("lock {}", if lock == 0 { "A" } else { "B" }),
        _ => "the lock".to_owned(),
    }
}

/// The operation at a place of a script, as a line of pseudo-code.
#[must_use]
pub fn line(model: &Threads, place: usize, op: &Op) -> String {
    let name = |id: &Id| &model.script(*id).name;
    let is_table = model.setup.program == Program::Philosophers;
    match op {
        // A philosopher first thinks; the only other thing that takes time is to eat.
        Op::Compute(_) if is_table => if place == 0 { "think" } else { "eat" }.to_owned(),
        Op::Compute(1) => "compute".to_owned(),
        Op::Compute(steps) => format!("compute {steps} steps"),
        Op::Wait => "ask, and wait".to_owned(),
        Op::Load => "r ← counter".to_owned(),
        Op::Add => "r ← r + 1".to_owned(),
        Op::Store => "counter ← r".to_owned(),
        Op::Swap { .. } => "swap if counter = r".to_owned(),
        Op::Lock(lock) => format!("take {}", lock_name(model, *lock)),
        Op::TryLock { lock, .. } => format!("try {}", lock_name(model, *lock)),
        Op::Unlock(lock) => format!("give {} back", lock_name(model, *lock)),
        Op::Enter => "ask the waiter".to_owned(),
        Op::Leave => "leave the table".to_owned(),
        Op::Spawn(thread) => format!("start {}", name(thread)),
        Op::Join { thread, is_patient: true } => format!("join {}", name(thread)),
        Op::Join { thread, is_patient: false } => format!("join {}, in 1 ms", name(thread)),
        Op::Detach(thread) => format!("detach {}", name(thread)),
        Op::Send => "send “add 1”".to_owned(),
        Op::Receive => "take a message".to_owned(),
        Op::Checkpoint { is_heeded: true } => "stop if asked to".to_owned(),
        Op::Checkpoint { is_heeded: false } => "if asked, say “I stop”".to_owned(),
        Op::Repeat { times: 0, .. } => "again, for ever".to_owned(),
        Op::Repeat { times, .. } => format!("all that {times} times"),
    }
}

/// What a thread waits for: "waits for fork 2".
#[must_use]
pub fn reason(model: &Threads, reason: Reason) -> String {
    match reason {
        Reason::Lock(lock) => format!("waits for {}", lock_name(model, lock)),
        Reason::Place => "waits for a place".to_owned(),
        Reason::End(thread) => format!("waits for the end of {}", model.script(thread).name),
        Reason::Message => "waits for a message".to_owned(),
        Reason::Answer => "waits for an answer".to_owned(),
    }
}

/// A fact in one sentence.
pub(super) fn say(model: &Threads, fact: &Fact) -> Said {
    let name = |id: Id| model.script(id).name.as_str();
    let lock = |lock| lock_name(model, lock);
    let toned = |tone, text: String| Said { text, tone, mark: false };
    match fact.what {
        What::Began => Said::mark(Tone::Plain, "a round began"),
        What::Finished => Said::mark(Tone::Ok, "the round is over"),
        What::Ran(id, core, _) => Said::plain(format!("{} got core {}", name(id), core + 1)),
        What::Yielded(id) => Said::plain(format!("{} lost its core and is ready", name(id))),
        What::Woken(id) => Said::plain(format!("{} is ready", name(id))),
        What::Stopped(id, why) => toned(Tone::Wait, format!("{} {}", name(id), reason(model, why))),
        What::Worked(id, span) => Said::plain(format!("{} worked for {span}", name(id))),
        What::Loaded(id, value) => Said::plain(format!("{} read {value}", name(id))),
        What::Stored(id, value, 0) => toned(Tone::Ok, format!("{} wrote {value}", name(id))),
        What::Stored(id, value, lost) => {
            let updates = if lost == 1 { "an update" } else { "updates" };
            let text = format!("{} wrote {value}: {updates} of another is lost", name(id));
            Said::mark(Tone::Lost, text)
        }
        What::Retried(id) => {
            toned(Tone::Wait, format!("{} found the counter changed and begins again", name(id)))
        }
        What::Locked(id, which) => toned(Tone::Lock, format!("{} took {}", name(id), lock(which))),
        What::GaveUp(id, which) => {
            toned(Tone::Wait, format!("{} found {} held and gives up", name(id), lock(which)))
        }
        What::Unlocked(id, which) => Said::plain(format!("{} gave {} back", name(id), lock(which))),
        What::Entered(id) => toned(Tone::Lock, format!("the waiter let {} in", name(id))),
        What::Left(id) => Said::plain(format!("{} left the table", name(id))),
        What::Spawned(by, id) => Said::plain(format!("{} started {}", name(by), name(id))),
        What::Joined(by, id) => toned(Tone::Ok, format!("{} joined {}", name(by), name(id))),
        What::Detached(by, id) => Said::plain(format!("{} detached {}", name(by), name(id))),
        What::Sent(id) => Said::plain(format!("{} sent a message", name(id))),
        What::Arrived => Said::plain("a message arrived"),
        What::Received(id) => Said::plain(format!("{} took a message", name(id))),
        What::Asked(id) => Said::mark(Tone::Wait, format!("{} was asked to stop", name(id))),
        What::Acknowledged(id) => Said::mark(Tone::Ok, format!("{} said that it stops", name(id))),
        What::Ended(id) => toned(Tone::Ok, format!("{} ended", name(id))),
        What::Crashed(id) => Said::mark(Tone::Lost, format!("{} crashed", name(id))),
        What::Died(id, with) => toned(Tone::Lost, format!("{} died with {}", name(id), name(with))),
        What::LocksRemoved => Said::mark(Tone::Lost, "somebody took the locks away"),
    }
}

/// A booked event in a few words.
pub(super) fn name_event(model: &Threads, event: &Event) -> String {
    match event {
        Event::Step(id) => format!("the next step of {}", model.script(*id).name),
        Event::Answer(id) => format!("the answer for {}", model.script(*id).name),
        Event::Arrive => "a message arrives".to_owned(),
        Event::Again => "the next round".to_owned(),
    }
}

/// What the button says.
pub(super) fn name_action(model: &Threads, action: &Action) -> String {
    match action {
        Action::Crash(id) => format!("crash {}", model.script(*id).name),
        Action::Cancel(id) => format!("ask {} to stop", model.script(*id).name),
        Action::RemoveLocks => "take the locks away".to_owned(),
        Action::Restart => "start again".to_owned(),
    }
}

/// An action in the form that a link carries.
pub(super) fn write_action(action: Action) -> String {
    match action {
        Action::Crash(id) => format!("crash:{id}"),
        Action::Cancel(id) => format!("cancel:{id}"),
        Action::RemoveLocks => "remove-locks".to_owned(),
        Action::Restart => "restart".to_owned(),
    }
}

/// Reads what [`write_action`] wrote.
pub(super) fn read_action(text: &str) -> Option<Action> {
    match text.split_once(':') {
        Some(("crash", id)) => Some(Action::Crash(id.parse().ok()?)),
        Some(("cancel", id)) => Some(Action::Cancel(id.parse().ok()?)),
        Some(_) => None,
        None if text == "remove-locks" => Some(Action::RemoveLocks),
        None if text == "restart" => Some(Action::Restart),
        None => None,
    }
}

/// The numbers beside the picture.
pub(super) fn figures(model: &Threads, state: &State) -> Vec<Figure> {
    let load = model.load(state);
    let tally = &state.room.tally;
    let figure =
        |key, label, value: u32| Figure { key, label, value: Some(f64::from(value)), unit: "" };
    let waits = model.scripts.iter().zip(tally.passed_over).map(|(_, passed)| passed);
    let mut figures = vec![
        figure("running", "threads on a core", load.running.into()),
        figure("ready", "threads that wait for a core", load.ready.into()),
        figure("waiting", "threads that wait for an answer", load.waiting.into()),
        figure("blocked", "threads that wait for each other", load.blocked.into()),
        figure("rounds", "rounds finished", tally.rounds),
        figure("switches", "switches", tally.switches),
        figure("passed_over", "steps that one ready was passed over", waits.max().unwrap_or(0)),
    ];
    if model.setup.program == Program::Counter {
        figures.extend([
            figure("counter", "counter", state.counter.into()),
            figure("added", "additions carried through", state.added.into()),
            figure("lost_updates", "lost updates", tally.lost),
            figure("retries", "swaps that came too late", tally.retries),
        ]);
    }
    figures
}

/// The picture in one or two sentences.
pub(super) fn summary(model: &Threads, state: &State) -> String {
    let load = model.load(state);
    let things = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let mut parts = vec![format!("{} on a core", load.running)];
    for (count, what) in [
        (load.ready, "ready"),
        (load.waiting, "waiting for an answer"),
        (load.blocked, "waiting for each other"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    let counter = match model.setup.program {
        Program::Counter => {
            format!(" The counter is {}, of {} additions.", state.counter, state.added)
        }
        _ => String::new(),
    };
    format!(
        "{} and {}: {}.{counter}",
        things(model.scripts.len(), "thread"),
        things(state.room.cores.len(), "core"),
        parts.join(", "),
    )
}
