//! Threads, items and facts in plain words.

use kernel::{Said, Tone};

use super::model::{Event, Loss, Waking, What};
use super::parameters::{BlockingQueue, Role, Thread};
use super::ring::{Item, Taken};
use super::state::State;

/// What a thread is called: `producer 1`, `consumer 2`, `worker 2 of stage 1`, `you`.
#[must_use]
pub fn thread_name(model: &BlockingQueue, thread: Thread) -> String {
    match model.role(thread) {
        Role::Producer => format!("producer {}", thread + 1),
        Role::Hand => "you".to_owned(),
        Role::Consumer(stage) => {
            let rank = (thread - model.producers) % model.consumers + 1;
            if stage == model.last_stage() {
                format!("consumer {rank}")
            } else {
                format!("worker {rank} of stage {}", stage + 1)
            }
        }
    }
}

/// What an item is called: `a1` is the first of producer 1, `b3` the third of producer 2.
#[must_use]
pub fn item_name(model: &BlockingQueue, item: &Item) -> String {
    let maker = if item.maker == model.hand() { 'y' } else { char::from(b'a' + item.maker % 24) };
    format!("{maker}{}", item.number)
}

/// A buffer, where there are several.
fn of_stage(model: &BlockingQueue, stage: u8) -> String {
    if model.stages == 1 { String::new() } else { format!(" of stage {}", stage + 1) }
}

pub(super) fn say(model: &BlockingQueue, what: &What) -> Said {
    let who = |thread: &Thread| thread_name(model, *thread);
    let name = |item: &Item| item_name(model, item);
    match what {
        What::Offered(thread, item) => {
            Said::plain(format!("{} has {} to put", who(thread), name(item)))
        }
        What::Locked(thread) => {
            Said { tone: Tone::Lock, ..Said::plain(format!("{} took the lock", who(thread))) }
        }
        What::Queued(thread) => {
            Said { tone: Tone::Wait, ..Said::plain(format!("{} queues for the lock", who(thread))) }
        }
        What::Cleared(thread) => Said::plain(format!("{} looked: it can go on", who(thread))),
        What::Blocked(thread) => Said::plain(format!("{} looked: it must wait", who(thread))),
        What::Slept(thread) => {
            Said::mark(Tone::Wait, format!("{} fell asleep and gave the lock up", who(thread)))
        }
        What::Woke(thread, why) => say_woke(who(thread), *why),
        What::Unheard(thread) => Said::plain(format!("{} notified nobody", who(thread))),
        What::Put(thread, stage, item) => Said::mark(
            Tone::Plain,
            format!("{} put {}{}", who(thread), name(item), into_stage(model, *stage)),
        ),
        What::Took(thread, item, taken, _) => say_took(model, *thread, item.as_ref(), *taken),
        What::Lost(thread, item, loss) => say_lost(who(thread), name(item), *loss),
        What::GotNothing(thread) => Said::plain(format!("{} gave up and got nothing", who(thread))),
        What::Begun(thread, item) => {
            Said::plain(format!("{} works on {}", who(thread), name(item)))
        }
        What::Finished(thread, item, _) => {
            Said::plain(format!("{} is done with {}", who(thread), name(item)))
        }
        What::Unlocked(thread) => Said::plain(format!("{} released the lock", who(thread))),
        What::Closed(thread, stage) => Said::mark(
            Tone::Lock,
            format!("{} closed the queue{}", who(thread), of_stage(model, *stage)),
        ),
        What::Poisoned(thread, stage) => Said::mark(
            Tone::Lock,
            format!("{} put a poison pill{}", who(thread), into_stage(model, *stage)),
        ),
        What::MetPill(thread) => {
            Said::plain(format!("{} met the pill and left it for the next", who(thread)))
        }
        What::Left(thread) => Said::plain(format!("{} returned", who(thread))),
        What::Killed(thread, true) => {
            Said::mark(Tone::Lost, format!("{} was killed with the lock", who(thread)))
        }
        What::Killed(thread, false) => {
            Said::mark(Tone::Lost, format!("{} was killed", who(thread)))
        }
        What::Died => Said::mark(Tone::Lost, "memory is used up: the process died"),
    }
}

fn into_stage(model: &BlockingQueue, stage: u8) -> String {
    if model.stages == 1 { String::new() } else { format!(" into stage {}", stage + 1) }
}

fn say_woke(who: String, why: Waking) -> Said {
    match why {
        Waking::Notified => Said::plain(format!("{who} was notified")),
        Waking::TimedOut => Said::mark(Tone::Wait, format!("{who} waited long enough")),
        Waking::Interrupted => Said::mark(Tone::Wait, format!("{who} was interrupted")),
        Waking::Spurious => Said::mark(Tone::Wait, format!("{who} woke for no reason")),
    }
}

fn say_took(model: &BlockingQueue, thread: Thread, item: Option<&Item>, taken: Taken) -> Said {
    let who = thread_name(model, thread);
    let Some(item) = item else {
        return Said::mark(Tone::Lost, format!("{who} took from an empty buffer"));
    };
    let name = item_name(model, item);
    match taken {
        Taken::InTurn => Said::mark(Tone::Ok, format!("{who} took {name}")),
        Taken::Overtaking(maker, number) => {
            let other = item_name(model, &Item::new(maker, number));
            Said::mark(Tone::Lost, format!("{who} took {name} before {other}"))
        }
        Taken::Again => Said::mark(Tone::Lost, format!("{who} took {name} once more")),
    }
}

fn say_lost(who: String, item: String, loss: Loss) -> Said {
    let text = match loss {
        Loss::Rejected => format!("{item} was rejected, and {who} was told"),
        Loss::Newest => format!("{item} was thrown away, and {who} does not know"),
        Loss::Oldest => format!("{item} was the oldest and was thrown away for {who}"),
        Loss::GaveUp => format!("{who} gave up and kept {item}"),
        Loss::Closed => format!("{item} was refused: the queue is closed"),
    };
    Said::mark(Tone::Lost, text)
}

pub(super) fn name_event(model: &BlockingQueue, event: Event) -> String {
    match event {
        Event::Step(thread) => format!("{} takes its next step", thread_name(model, thread)),
        Event::Ready(thread) => match model.role(thread) {
            Role::Producer => format!("{} has made an item", thread_name(model, thread)),
            _ => format!("{} is done with its item", thread_name(model, thread)),
        },
        Event::TimeOut(thread) => {
            format!("{} has waited long enough", thread_name(model, thread))
        }
    }
}

/// The picture in a sentence or two.
pub(super) fn summary(model: &BlockingQueue, state: &State) -> String {
    let levels = model.levels(state);
    let waiting = |n: u32, who: &str, what: &str| match n {
        0 => format!("no {who} waits"),
        1 => format!("1 {who} waits for {what}"),
        n => format!("{n} {who}s wait for {what}"),
    };
    let lock = state.buffers.iter().find_map(|buffer| buffer.holder);
    let lock = match lock {
        Some(thread) => format!("{} has a lock", thread_name(model, thread)),
        None => "no lock is held".to_owned(),
    };
    let blocked = waiting(levels.blocked, "producer", "room");
    let starved = waiting(levels.starved, "consumer", "an item");
    let depth = levels.depth;
    let are = if depth == 1 { "is 1 item" } else { "are" };
    let items = if depth == 1 { String::new() } else { format!(" {depth} items") };
    let state = if state.is_dead { "The process is dead. " } else { "" };
    format!("{state}There {are}{items} waiting; {blocked}, {starved}, and {lock}.")
}
