//! What must hold, and what must be seen beside it so that no proof is empty.

use kernel::{Bag, Holds, Law};

use super::model::{Event, Fact, What};
use super::parameters::{BlockingQueue, Thread, WhenFull};
use super::ring::{Item, Taken};
use super::state::{Doing, State};
use super::telling::{item_name, thread_name};

/// The sentence of the law that the grid judges.
pub const NO_DEADLOCK: &str = "no deadlock";

pub(super) const LAWS: &[Law<BlockingQueue>] = &[
    Law::at_rest(NO_DEADLOCK, no_deadlock),
    Law::always("never more items than the capacity", within_capacity),
    Law::always("nothing is lost", nothing_lost),
    Law::always_told("nothing is taken twice", nothing_twice),
    Law::always_told("each producer's items keep their order", order_per_producer),
    Law::always_told("first in, first out", first_in_first_out),
    Law::at_rest("once it is closed, everybody leaves", everybody_leaves),
    Law::always("memory lasts", memory_lasts),
    Law::sometimes("it is full", is_full),
    Law::sometimes_told("an item is put", item_put),
    Law::sometimes_told("an item is taken", item_taken),
    Law::sometimes("a producer waits", |_, state, _| somebody_sleeps(state, true)),
    Law::sometimes("a consumer waits", |_, state, _| somebody_sleeps(state, false)),
    Law::sometimes("a thread has the lock", somebody_holds),
];

type Booked<'a> = Bag<'a, Event>;

/// At rest nobody will ever take another step, so whoever has not returned never will. That is as
/// it should be where there is nothing left to wait for, and nobody has said that this is the end.
fn no_deadlock(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    if state.is_dead || is_finished(model, state) {
        return Ok(());
    }
    let asleep: Vec<Thread> = state.all(Doing::Sleep).collect();
    match state.buffers.iter().find_map(|buffer| buffer.holder) {
        Some(holder) => {
            let name = thread_name(model, holder);
            Err(format!("{name} died with the lock, and everybody waits for it").into())
        }
        None => {
            let names: Vec<String> = asleep.iter().map(|t| thread_name(model, *t)).collect();
            Err(format!("{} asleep, and nobody left to wake them", names.join(", ")).into())
        }
    }
}

/// Whether all that was made has been worked off, and nobody has returned too early.
fn is_finished(model: &BlockingQueue, state: &State) -> bool {
    let is_done = |thread: Thread| match state.thread(thread).doing {
        Doing::Gone | Doing::Killed => true,
        Doing::Sleep => !state.thread(thread).task.puts(),
        _ => false,
    };
    let is_idle = state.buffers.iter().all(|buffer| {
        let pill = i32::from(buffer.ring.pill.is_some());
        buffer.ring.count <= pill && buffer.holder.is_none()
    });
    let ended = state.buffers.iter().any(|buffer| buffer.is_closed || buffer.ring.pill.is_some());
    let all_gone = || (0..model.hand()).all(|t| state.thread(t).doing != Doing::Sleep);
    is_idle && (0..model.threads()).all(is_done) && (!ended || all_gone())
}

fn everybody_leaves(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    let is_closed = state.buffers.iter().any(|buffer| buffer.is_closed);
    if !is_closed || state.is_dead {
        return Ok(());
    }
    let is_there =
        |thread: &Thread| !matches!(state.thread(*thread).doing, Doing::Gone | Doing::Killed);
    match (0..model.hand()).find(is_there) {
        None => Ok(()),
        Some(thread) => Err(format!("{} is still there", thread_name(model, thread)).into()),
    }
}

fn within_capacity(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    let capacity = i32::from(model.capacity);
    let over = |count: &i32| *count > capacity && model.when_full != WhenFull::Unbounded;
    match state.buffers.iter().map(|buffer| buffer.ring.count).find(over) {
        None => Ok(()),
        Some(count) => Err(format!("{count} items in a buffer of {capacity}").into()),
    }
}

fn nothing_lost(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    match state.buffers.iter().find_map(|buffer| buffer.ring.lost()) {
        None => Ok(()),
        Some(item) => {
            let name = item_name(model, &item);
            Err(format!("{name} was put and is neither waiting nor taken: it was overwritten")
                .into())
        }
    }
}

fn memory_lasts(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    if !state.is_dead {
        return Ok(());
    }
    Err(format!("{} items used up the memory, and the process died", model.memory).into())
}

/// What a step took, and how that stood against the ledger.
fn taken(facts: &[Fact]) -> impl Iterator<Item = (Thread, Option<Item>, Taken)> {
    facts.iter().filter_map(|fact| match fact.what {
        What::Took(thread, item, taken, _) => Some((thread, item, taken)),
        _ => None,
    })
}

fn nothing_twice(model: &BlockingQueue, _: &State, facts: &[Fact]) -> Holds {
    match taken(facts).find(|(_, _, taken)| *taken == Taken::Again) {
        None => Ok(()),
        Some((thread, item, _)) => {
            let who = thread_name(model, thread);
            Err(match item {
                Some(item) => format!("{who} took {} again", item_name(model, &item)),
                None => format!("{who} took from an empty buffer"),
            }
            .into())
        }
    }
}

fn order_per_producer(model: &BlockingQueue, _: &State, facts: &[Fact]) -> Holds {
    overtaking(model, facts, |item, maker| item.maker == maker)
}

fn first_in_first_out(model: &BlockingQueue, _: &State, facts: &[Fact]) -> Holds {
    overtaking(model, facts, |_, _| true)
}

/// No item overtook another, of those pairs (the item, the other's maker) that count.
fn overtaking(model: &BlockingQueue, facts: &[Fact], counts: fn(&Item, Thread) -> bool) -> Holds {
    for (_, item, taken) in taken(facts) {
        let (Some(item), Taken::Overtaking(maker, number)) = (item, taken) else { continue };
        if counts(&item, maker) {
            let other = item_name(model, &Item::new(maker, number));
            return Err(format!("{} overtook {other}", item_name(model, &item)).into());
        }
    }
    Ok(())
}

fn is_full(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    let is_full = |count: i32| count >= i32::from(model.capacity);
    if state.buffers.iter().any(|buffer| is_full(buffer.ring.count)) {
        return Ok(());
    }
    Err("there is room".into())
}

fn item_put(_: &BlockingQueue, _: &State, facts: &[Fact]) -> Holds {
    let is_put = facts.iter().any(|fact| matches!(fact.what, What::Put(..)));
    if is_put { Ok(()) } else { Err("none yet".into()) }
}

fn item_taken(_: &BlockingQueue, _: &State, facts: &[Fact]) -> Holds {
    let is_taken = taken(facts).next().is_some();
    if is_taken { Ok(()) } else { Err("none yet".into()) }
}

fn somebody_sleeps(state: &State, puts: bool) -> Holds {
    let sleeps = state.all(Doing::Sleep).any(|thread| state.thread(thread).task.puts() == puts);
    if sleeps { Ok(()) } else { Err("none does".into()) }
}

fn somebody_holds(_: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    let is_held = state.buffers.iter().any(|buffer| buffer.holder.is_some());
    if is_held { Ok(()) } else { Err("every lock is free".into()) }
}
