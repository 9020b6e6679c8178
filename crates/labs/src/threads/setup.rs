//! The parameters, by name: what every knob says.

use kernel::{Knob, Span};

use super::knobs::KNOBS;

/// How long one step of a thread takes, unless it is said otherwise. About a thousand times as long
/// as on a machine, so that one can watch.
pub const STEP: Span = Span::millis(200);
/// How long it takes to ask for something that others do: to call, to join, to start.
pub const CALL: Span = Span::millis(20);
/// A process costs so many times as much to start as a thread.
pub const PROCESS_START: u64 = 10;
/// A switch to another process costs so many times as much as one to a thread of the same.
pub const PROCESS_SWITCH: u64 = 2;
/// The pause between two rounds of a program that shows what threads do to each other.
pub const PAUSE: Span = Span::millis(800);

/// What the threads do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Each adds to one counter.
    Counter,
    /// Work that computes, divided among workers.
    Compute,
    /// Work that waits for others to answer.
    Wait,
    /// Work that computes and waits in turn.
    Mixed,
    /// Each needs both of two locks.
    TwoLocks,
    /// Each needs the lock on its left and the one on its right.
    Philosophers,
    /// A main thread starts workers, and joins, detaches or cancels them.
    Lifecycle,
}

impl Program {
    /// Every program, in the order of the knob.
    pub const ALL: [Program; 7] = [
        Program::Counter,
        Program::Compute,
        Program::Wait,
        Program::Mixed,
        Program::TwoLocks,
        Program::Philosophers,
        Program::Lifecycle,
    ];

    /// Whether it is about time: how much sooner its work is done with more threads.
    #[must_use]
    pub fn is_measured(self) -> bool {
        matches!(self, Program::Compute | Program::Wait | Program::Mixed)
    }

    /// Whether its first thread is a main thread, with which its process ends.
    #[must_use]
    pub fn has_main(self) -> bool {
        self.is_measured() || self == Program::Lifecycle
    }
}

/// What a thread is to the operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunAs {
    /// Threads of one process.
    Threads,
    /// Threads of one process whose interpreter has one lock for all of them.
    InterpreterLock,
    /// A process each, with a memory and an interpreter of its own.
    Processes,
}

impl RunAs {
    /// Every way, in the order of the knob.
    pub const ALL: [RunAs; 3] = [RunAs::Threads, RunAs::InterpreterLock, RunAs::Processes];
}

/// How threads share the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// They load, add and store.
    Plain,
    /// They do so under a lock.
    Mutex,
    /// They swap it if it has not changed, and try again if it has.
    CompareAndSwap,
    /// They do not: one thread owns it, the others send it copies.
    Messages,
}

impl Sharing {
    /// Every way, in the order of the knob.
    pub const ALL: [Sharing; 4] =
        [Sharing::Mutex, Sharing::Plain, Sharing::CompareAndSwap, Sharing::Messages];
}

/// How a thread that needs two locks takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locking {
    /// Its own first one first: left, then right.
    Crossed,
    /// The one with the smaller number first.
    Ordered,
    /// Gives the first back when the second is held.
    TryLock,
    /// Asks a waiter, who lets in all but one.
    Waiter,
}

impl Locking {
    /// Every way, in the order of the knob.
    pub const ALL: [Locking; 4] =
        [Locking::Crossed, Locking::Ordered, Locking::TryLock, Locking::Waiter];
}

/// What is wrong with how a main thread treats its workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing.
    None,
    /// It joins with a time-out and does not look whether the thread has ended.
    LostJoin,
    /// It detaches them and ends, and they end with it.
    Detached,
    /// A worker that was cancelled says that it stops, and works on.
    LateWork,
}

impl Mistake {
    /// Every mistake, in the order of the knob.
    pub const ALL: [Mistake; 4] =
        [Mistake::None, Mistake::LostJoin, Mistake::Detached, Mistake::LateWork];
}

/// Who is next when a core is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Who waited longest.
    RoundRobin,
    /// Who has the smallest number.
    Priority,
}

impl Policy {
    /// Every policy, in the order of the knob.
    pub const ALL: [Policy; 2] = [Policy::RoundRobin, Policy::Priority];
}

/// What the knobs say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// What the threads do.
    pub program: Program,
    /// How many threads, without the main thread or the owner of a counter.
    pub threads: u8,
    /// How many cores.
    pub cores: u8,
    /// What a thread is to the operating system.
    pub run_as: RunAs,
    /// How threads share the counter.
    pub sharing: Sharing,
    /// How a thread that needs two locks takes them.
    pub locking: Locking,
    /// What is wrong with how a main thread treats its workers.
    pub mistake: Mistake,
    /// Who is next when a core is free.
    pub policy: Policy,
    /// After so many steps a thread yields its core to another that is ready.
    pub quantum: u8,
    /// What it costs a core to go from one thread to another.
    pub switch: Span,
    /// What it costs to start a thread; a process costs more.
    pub start: Span,
    /// What it costs to copy a message or a result to another memory, and how long it travels.
    pub copy: Span,
    /// How long others take to answer.
    pub io: Span,
    /// How much of the work one thread has to do before the others start, in per cent.
    pub serial_percent: u8,
    /// How many tasks a round has.
    pub work: u8,
    /// Whether every worker brings as much parallel work as a lone one would have.
    pub is_scaled: bool,
    /// How far the length of a step may be from its mean, in per cent of it.
    pub uneven_percent: u8,
    /// How many times each thread adds one.
    pub additions: u8,
}

/// What the page opens with before a preset turns a knob.
impl Default for Setup {
    fn default() -> Setup {
        let defaults: Vec<i64> = KNOBS.iter().map(|knob| knob.default).collect();
        Setup::of(&defaults).expect("every knob has a default within its range")
    }
}

impl Setup {
    /// The setup that these knob values make, in the order of the list.
    ///
    /// # Errors
    /// When they do not go together; the sentence says which, and what would.
    pub fn of(knobs: &[i64]) -> Result<Setup, String> {
        let knob = |key: &str| {
            let index = KNOBS.iter().position(|knob: &Knob| knob.key == key);
            let value = index.and_then(|index| knobs.get(index).copied()).unwrap_or(-1);
            u64::try_from(value).map_err(|_| format!("{key} has no value: give one from 0"))
        };
        let small = |key: &str| {
            let value = knob(key)?;
            u8::try_from(value).map_err(|_| format!("{key} cannot be {value}: 255 at most"))
        };
        let millis = |key: &str| Ok::<Span, String>(Span::millis(knob(key)?));
        fn choice<T: Copy>(all: &[T], index: u8) -> T {
            all[usize::from(index).min(all.len() - 1)]
        }
        let setup = Setup {
            program: choice(&Program::ALL, small("program")?),
            threads: small("threads")?,
            cores: small("cores")?,
            run_as: choice(&RunAs::ALL, small("run-as")?),
            sharing: choice(&Sharing::ALL, small("sharing")?),
            locking: choice(&Locking::ALL, small("locking")?),
            mistake: choice(&Mistake::ALL, small("mistake")?),
            policy: choice(&Policy::ALL, small("scheduler")?),
            quantum: small("quantum")?,
            switch: millis("switch")?,
            start: millis("start")?,
            copy: millis("copy")?,
            io: millis("io")?,
            serial_percent: small("serial")?,
            work: small("work")?,
            is_scaled: knob("scaled")? == 1,
            uneven_percent: small("uneven")?,
            additions: small("additions")?,
        };
        setup.judged()
    }

    /// Refuses what makes no program.
    fn judged(self) -> Result<Setup, String> {
        if self.threads == 0 || self.cores == 0 {
            return Err("a program needs a thread and a core: give at least one of each".into());
        }
        let is_table = self.program == Program::Philosophers;
        if is_table && !(2..=7).contains(&self.threads) {
            return Err(format!(
                "philosophers need a neighbour, and the table has seven places: threads cannot be \
                 {}, take 2 to 7",
                self.threads
            ));
        }
        let is_alone = self.run_as == RunAs::Processes && self.program == Program::Counter;
        if is_alone && self.sharing != Sharing::Messages {
            return Err("processes have no memory in common, so there is no counter for all to \
                        add to: let them send messages, or run as threads"
                .into());
        }
        Ok(self)
    }

    /// The useful time of one task: what a lone core needs, and what others need to answer.
    #[must_use]
    pub fn task(&self) -> Span {
        match self.program {
            Program::Wait => STEP + CALL + self.io,
            Program::Mixed => STEP * 3 + CALL + self.io,
            _ => STEP,
        }
    }
}
