//! What must hold, and beside each the sight that shows it was not held in an empty world.

use std::borrow::Cow;

use kernel::{Bag, Change, Holds, Law};

use super::model::{Event, Reason, Threads, What};
use super::program::Id;
use super::setup::Program;
use super::state::{Cancel, Life, State};
use super::telling::lock_name;

/// The law of the counter.
pub(super) const NO_UPDATE_IS_LOST: &str = "no update is lost";
/// The law of those who wait for each other.
pub(super) const NO_DEADLOCK: &str = "no deadlock";

pub(super) const LAWS: &[Law<Threads>] = &[
    Law::always(NO_UPDATE_IS_LOST, no_update_is_lost),
    Law::sometimes("every addition is in the counter", every_addition_is_in),
    Law::at_rest(NO_DEADLOCK, no_deadlock),
    Law::sometimes("a thread waits for a lock that another holds", waits_for_a_lock),
    Law::always("mutual exclusion: nobody shares a lock", mutual_exclusion),
    Law::sometimes("a lock is held", a_lock_is_held),
    Law::always_step("who is joined has ended", who_is_joined_has_ended),
    Law::sometimes_step("a thread is joined", |_, change| {
        sees(change, |what| matches!(what, What::Joined(..)))
    }),
    Law::always_step("nobody dies because the main thread ended", nobody_is_abandoned),
    Law::sometimes_step("the main thread ends", |model, change| {
        sees(change, |what| model.setup.program.has_main() && *what == What::Ended(0))
    }),
    Law::always_step("nothing works after its cancel was acknowledged", no_work_after_cancel),
    Law::sometimes_step("a cancel is acknowledged", |_, change| {
        sees(change, |what| matches!(what, What::Acknowledged(_)))
    }),
    Law::always_step("a crash takes nobody else's process", a_crash_stays_inside),
    Law::sometimes_step("a process crashes", |_, change| {
        sees(change, |what| matches!(what, What::Crashed(_)))
    }),
];

const NOT_YET: Holds = Err(Cow::Borrowed("not seen here"));

/// Whether a step told something of this kind.
fn sees(change: &Change<'_, Threads>, which: impl Fn(&What) -> bool) -> Holds {
    if change.facts.iter().any(|fact| which(&fact.what)) { Ok(()) } else { NOT_YET }
}

fn no_update_is_lost(_: &Threads, state: &State, _: &Bag<'_, Event>) -> Holds {
    if state.counter == state.added {
        return Ok(());
    }
    let (counter, added) = (state.counter, state.added);
    Err(format!("{added} additions were carried through, and the counter is {counter}").into())
}

fn every_addition_is_in(model: &Threads, state: &State, _: &Bag<'_, Event>) -> Holds {
    let all = model.setup.threads * model.setup.additions;
    let is_in = model.setup.program == Program::Counter && state.counter == all;
    if is_in && state.is_over() { Ok(()) } else { NOT_YET }
}

/// A round that is over has the next one booked, so where nothing is booked somebody waits for
/// what nobody will do.
fn no_deadlock(model: &Threads, state: &State, _: &Bag<'_, Event>) -> Holds {
    let name = |id: Id| &model.script(id).name;
    let wait = |id: Id| match model.waits_for(state, id)? {
        Reason::Lock(lock) => {
            let holder = state.holders(lock).next().map_or("nobody", |holder| name(holder));
            Some(format!("{} waits for {}, held by {holder}", name(id), lock_name(model, lock)))
        }
        Reason::End(other) => Some(format!("{} waits for the end of {}", name(id), name(other))),
        Reason::Place => Some(format!("{} waits for a place", name(id))),
        Reason::Message => Some(format!("{} waits for a message", name(id))),
        Reason::Answer => Some(format!("{} waits for an answer", name(id))),
    };
    let going = state.numbered().filter(|(_, thread)| thread.is_going());
    let waits: Vec<String> = going.filter_map(|(id, _)| wait(id)).collect();
    Err(waits.join("; ").into())
}

fn waits_for_a_lock(model: &Threads, state: &State, _: &Bag<'_, Event>) -> Holds {
    let waits = |id| matches!(model.waits_for(state, id), Some(Reason::Lock(_)));
    let mut going = state.numbered().filter(|(_, thread)| thread.life == Life::Alive);
    if going.any(|(id, _)| waits(id)) { Ok(()) } else { NOT_YET }
}

fn mutual_exclusion(model: &Threads, state: &State, _: &Bag<'_, Event>) -> Holds {
    let mut seen = 0_u8;
    for thread in &state.threads {
        let both = seen & thread.held;
        if both != 0 {
            let lock = both.trailing_zeros() as u8;
            let holders = state.holders(lock).map(|id| model.script(id).name.as_str());
            let holders = holders.collect::<Vec<_>>().join(" and ");
            return Err(format!("{holders} both hold {}", lock_name(model, lock)).into());
        }
        seen |= thread.held;
    }
    Ok(())
}

fn a_lock_is_held(_: &Threads, state: &State, _: &Bag<'_, Event>) -> Holds {
    if state.threads.iter().any(|thread| thread.held != 0) { Ok(()) } else { NOT_YET }
}

fn who_is_joined_has_ended(model: &Threads, change: &Change<'_, Threads>) -> Holds {
    for fact in change.facts {
        if let What::Joined(by, thread) = fact.what
            && change.before.thread(thread).is_going()
        {
            let (by, thread) = (&model.script(by).name, &model.script(thread).name);
            return Err(format!("{by} went on as if {thread} had ended, and it had not").into());
        }
    }
    Ok(())
}

fn nobody_is_abandoned(model: &Threads, change: &Change<'_, Threads>) -> Holds {
    for fact in change.facts {
        if let What::Died(thread, with) = fact.what
            && change.after.thread(thread).life == Life::Abandoned
        {
            let (thread, with) = (&model.script(thread).name, &model.script(with).name);
            return Err(format!("{thread} died at its work because {with} ended").into());
        }
    }
    Ok(())
}

fn no_work_after_cancel(model: &Threads, change: &Change<'_, Threads>) -> Holds {
    for (id, before) in change.before.numbered() {
        let after = change.after.thread(id);
        let place = |thread: &super::state::Thread| (thread.at, thread.done);
        let went_on = before.is_going() && after.cancel == before.cancel;
        if before.cancel == Cancel::Acknowledged && went_on && place(before) != place(after) {
            let name = &model.script(id).name;
            return Err(format!("{name} said that it stops, and worked on").into());
        }
    }
    Ok(())
}

fn a_crash_stays_inside(model: &Threads, change: &Change<'_, Threads>) -> Holds {
    let crashed = change.facts.iter().find_map(|fact| match fact.what {
        What::Crashed(thread) => Some(thread),
        _ => None,
    });
    let Some(crashed) = crashed else { return Ok(()) };
    for (id, before) in change.before.numbered() {
        let has_died = before.is_going() && !change.after.thread(id).is_going();
        if has_died && !model.is_same_process(id, crashed) {
            let (id, crashed) = (&model.script(id).name, &model.script(crashed).name);
            return Err(format!("{id} died when {crashed} crashed, in another process").into());
        }
    }
    Ok(())
}
