//! The machine: which thread is on which core, and who waits for one.
//!
//! The room says when a step happens, never which steps can: a thread that could go on has its step
//! booked, with a core or without one. So a run keeps to cores and quantum, a hand may step any
//! thread that could go on, and a search tries them all.

use super::program::Id;

/// There are no more threads than this: eight, and one that is main or owns a counter.
pub const THREADS_MAX: usize = 9;

/// One core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Core {
    /// Who is on it.
    pub running: Option<Id>,
    /// Who was on it last.
    pub last: Option<Id>,
    /// How many steps it has taken since it came.
    pub slice: u8,
    /// Whether its next step is booked.
    pub(super) is_booked: bool,
}

/// What happened so far, for the figures beside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rounds that were finished.
    pub rounds: u32,
    /// How often a core went on to another thread.
    pub switches: u32,
    /// Additions that another overwrote.
    pub lost: u32,
    /// Swaps that came too late.
    pub retries: u32,
    /// How many steps others took while a thread could go on and had no core, by thread.
    pub passed_over: [u32; THREADS_MAX],
}

/// Cores, queue and tally.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Room {
    /// The cores.
    pub cores: Vec<Core>,
    /// Those who could go on and have no core, the one who waits longest first.
    pub queue: Vec<Id>,
    /// What happened so far.
    pub tally: Tally,
}

impl Room {
    /// A room with nobody in it.
    #[must_use]
    pub fn new(cores: u8) -> Room {
        Room { cores: vec![Core::default(); cores.into()], ..Room::default() }
    }

    /// The core that a thread is on.
    #[must_use]
    pub fn core_of(&self, thread: Id) -> Option<usize> {
        self.cores.iter().position(|core| core.running == Some(thread))
    }

    /// Whether a thread is in the room: on a core or in the queue.
    #[must_use]
    pub fn has(&self, thread: Id) -> bool {
        self.core_of(thread).is_some() || self.queue.contains(&thread)
    }

    /// Takes a thread off its core or out of the queue.
    pub(super) fn remove(&mut self, thread: Id) {
        self.queue.retain(|queued| *queued != thread);
        if let Some(core) = self.core_of(thread) {
            self.cores[core] = Core { last: Some(thread), ..Core::default() };
        }
    }

    /// Puts a thread on a core; says whether the core has to switch to it.
    pub(super) fn put(&mut self, thread: Id, core: usize) -> bool {
        self.queue.retain(|queued| *queued != thread);
        let has_switched = self.cores[core].last != Some(thread);
        self.cores[core] =
            Core { running: Some(thread), last: Some(thread), slice: 0, is_booked: false };
        self.tally.passed_over[usize::from(thread)] = 0;
        self.tally.switches = self.tally.switches.saturating_add(u32::from(has_switched));
        has_switched
    }

    /// The booked step of the thread on a core happens.
    pub(super) fn tick(&mut self, core: usize) {
        for id in &self.queue {
            let passed_over = &mut self.tally.passed_over[usize::from(*id)];
            *passed_over = passed_over.saturating_add(1);
        }
        let core = &mut self.cores[core];
        (core.slice, core.is_booked) = (core.slice.saturating_add(1), false);
    }

    /// Those who are on a core.
    pub fn running(&self) -> impl Iterator<Item = Id> + '_ {
        self.cores.iter().filter_map(|core| core.running)
    }
}
