//! What is done to a ring from outside: it is closed, threads are told to stop, and a lock is taken
//! over from the dead. Nothing here blocks, so the page can do it.

use super::ring::notice;
use super::words::{
    CLOSED, ENTRY, EXIT, GIVERS, HOLDER, NOT_EMPTY, NOT_FULL, OWNER_DIED, STATE, STOP, STOP_INSIDE,
    STOPS, State, TAKERS, WAITERS, Words, of_thread,
};

/// Lets nothing more in, and wakes everybody who sleeps on a condition.
pub fn close(words: &impl Words) {
    words.set(ENTRY, CLOSED);
    wake_all(words);
}

/// Tells a thread to stop at a lock: while it holds it, or before it takes it.
pub fn stop(words: &impl Words, thread: u32, lock: u32, is_inside: bool) {
    let inside = if is_inside { STOP_INSIDE } else { 0 };
    words.store(STOP, (thread as i32 + 1) | inside);
    words.set(lock, STOPS);
    wake_all(words);
}

/// Takes note that a thread was ended from outside, after it was told to stop. Whatever lock it
/// held, it holds.
pub fn bury(words: &impl Words, thread: u32) {
    words.store(of_thread(thread, STATE), State::Killed as i32);
    if words.load(STOP) & HOLDER == thread as i32 + 1 {
        words.store(STOP, 0);
    }
}

/// The thread that holds a lock.
pub fn holder(words: &impl Words, lock: u32) -> Option<u32> {
    (words.load(lock) & HOLDER).checked_sub(1).and_then(|thread| u32::try_from(thread).ok())
}

/// Takes a lock over from its holder if that is dead, and leaves it free, with the mark by which
/// the next holder knows that it has to repair: what Linux does for a robust mutex, whose next
/// holder gets `EOWNERDEAD`. Whether there was anything to take over.
pub fn take_over(words: &impl Words, is_dead: impl Fn(u32) -> bool) -> bool {
    let mut has_taken = false;
    for lock in [ENTRY, EXIT] {
        while holder(words, lock).is_some_and(&is_dead) {
            let word = words.load(lock);
            let freed = (word & !(HOLDER | WAITERS)) | OWNER_DIED;
            if words.exchange(lock, word, freed) == word {
                // Whoever sleeps on it: the longest sleeper gets it, and passes the notice on.
                words.notify(lock, 1);
                has_taken = true;
            }
        }
    }
    if has_taken {
        // Who looked for the end of the queue may have waited for the dead.
        wake_all(words);
    }
    has_taken
}

fn wake_all(words: &impl Words) {
    for (condition, sleepers) in [(NOT_EMPTY, TAKERS), (NOT_FULL, GIVERS)] {
        notice(words, condition, sleepers, u32::MAX);
    }
}
