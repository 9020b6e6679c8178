//! How a thread is, in words, with a sign and a class.

use crate::blocking_queue::parameters::{BlockingQueue, Conditions, Role, Thread};
use crate::blocking_queue::ring::Item;
use crate::blocking_queue::state::{Doing, State, Task};
use crate::blocking_queue::telling::item_name;

/// What a thread is called where there is no room: `p1`, `c2`, `w1.2`, `you`.
#[must_use]
pub fn thread_sign(model: &BlockingQueue, thread: Thread) -> String {
    match model.role(thread) {
        Role::Producer => format!("p{}", thread + 1),
        Role::Hand => "you".to_owned(),
        Role::Consumer(stage) => {
            let rank = (thread - model.producers) % model.consumers + 1;
            if stage == model.last_stage() {
                format!("c{rank}")
            } else {
                format!("w{}.{rank}", stage + 1)
            }
        }
    }
}

/// What colours a thread's sheet and its line of code: `holds`, `waits`, `lost`, `gone`, or `runs`.
#[must_use]
pub fn class(state: &State, thread: Thread) -> &'static str {
    match state.thread(thread).doing {
        Doing::Killed => "lost",
        Doing::Gone => "gone",
        Doing::Sleep | Doing::Queue => "waits",
        _ if state.holds(thread) => "holds",
        _ => "runs",
    }
}

/// How a thread is: a sign and a few words.
#[must_use]
pub fn words(model: &BlockingQueue, state: &State, thread: Thread) -> String {
    let worker = state.thread(thread);
    let held = worker.hands.0.as_ref();
    let item = |item: Option<&Item>| item.map_or("nothing".to_owned(), |i| item_name(model, i));
    match worker.doing {
        Doing::Away if model.role(thread) == Role::Producer => "✎ makes an item".to_owned(),
        Doing::Away => format!("⚙ works on {}", item(held)),
        Doing::Queue => "◷ queues for the lock".to_owned(),
        Doing::Enter => match worker.task {
            Task::Put => format!("… wants to put {}", item(held)),
            Task::Get => "… wants to get".to_owned(),
            Task::Close => "… wants to close".to_owned(),
            Task::Pill => "… wants to poison".to_owned(),
        },
        Doing::Sleep => format!("☾ sleeps: {}", condition(model, worker.task.puts())),
        Doing::Killed if state.holds(thread) => "✕ killed with the lock".to_owned(),
        Doing::Killed => "✕ killed".to_owned(),
        Doing::Gone => "✓ returned".to_owned(),
        Doing::Test => "▶ has the lock, looks".to_owned(),
        Doing::Wait => "▶ has the lock, must wait".to_owned(),
        Doing::Move | Doing::Notify | Doing::Unlock => "▶ has the lock".to_owned(),
    }
}

/// The same where there is room for a word.
#[must_use]
pub fn word(state: &State, thread: Thread) -> &'static str {
    match state.thread(thread).doing {
        Doing::Away if state.thread(thread).task.puts() => "✎ makes",
        Doing::Away => "⚙ works",
        Doing::Enter => "… wants",
        Doing::Queue => "◷ queues",
        Doing::Sleep => "☾ sleeps",
        Doing::Killed => "✕ killed",
        Doing::Gone => "✓ gone",
        Doing::Test | Doing::Wait | Doing::Move | Doing::Notify | Doing::Unlock => "▶ holds",
    }
}

/// The condition that a side waits on.
#[must_use]
pub fn condition(model: &BlockingQueue, puts: bool) -> &'static str {
    match (model.conditions, puts) {
        (Conditions::One, _) => "changed",
        (Conditions::Two, true) => "not full",
        (Conditions::Two, false) => "not empty",
    }
}
