//! What must hold, and what must be seen beside it so that no proof is empty.

use kernel::{Bag, Holds, Law};

use super::model::{Event, Fact, What};
use super::parameters::{BlockingQueue, Thread, WhenFull};
use super::ring::{Item, Taken};
use super::state::{Buffer, Doing, State};
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
/// it should be where consumers wait for items, all that were made are worked off, and nobody has
/// said that this is the end.
fn no_deadlock(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    let there: Vec<Thread> = still_there(model, state).collect();
    if state.is_dead || there.is_empty() {
        return Ok(());
    }
    if let Some(holder) = state.buffers.iter().find_map(|buffer| buffer.holder) {
        let name = thread_name(model, holder);
        return Err(format!("{name} died with the lock, and everybody waits for it").into());
    }
    let is_over =
        |buffer: &Buffer| buffer.ring.is_empty() && !buffer.is_closed && buffer.ring.pill.is_none();
    let gets = |thread: &Thread| !state.thread(*thread).task.puts();
    if there.iter().all(gets) && state.buffers.iter().all(is_over) {
        return Ok(());
    }
    let names: Vec<String> = there.iter().map(|thread| thread_name(model, *thread)).collect();
    Err(format!("{} asleep, and nobody left to wake them", names.join(", ")).into())
}

/// The threads, the hand among them, that have neither returned nor died.
fn still_there(model: &BlockingQueue, state: &State) -> impl Iterator<Item = Thread> {
    let has_ended =
        |thread: &Thread| matches!(state.thread(*thread).doing, Doing::Gone | Doing::Killed);
    (0..model.threads()).filter(move |thread| !has_ended(thread))
}

fn everybody_leaves(model: &BlockingQueue, state: &State, _: &Booked<'_>) -> Holds {
    let is_closed = state.buffers.iter().any(|buffer| buffer.is_closed);
    if !is_closed || state.is_dead {
        return Ok(());
    }
    match still_there(model, state).next() {
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
