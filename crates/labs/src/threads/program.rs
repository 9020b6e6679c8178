//! What the threads do: programs as lists of operations, one list a thread.
//!
//! An operation is one step of a thread. Between any two of them another thread may have its turn,
//! so they are as fine as the accesses to what threads share, and no finer.

use super::setup::{Locking, Mistake, Program, Setup, Sharing};

/// A thread, by number: its place in the list of threads.
pub type Id = u8;
/// A lock, by number.
pub type Lock = u8;

/// One operation of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Computes for so many steps; it may lose its core between two of them.
    Compute(u8),
    /// Calls something that answers later, and needs no core until then.
    Wait,
    /// Reads the counter into the register.
    Load,
    /// Adds one to the register.
    Add,
    /// Writes the register into the counter.
    Store,
    /// Adds one to the counter if it still is what was read; if not, goes back to an operation.
    Swap {
        /// The operation to go back to.
        retry: u8,
    },
    /// Takes a lock, once it is free.
    Lock(Lock),
    /// Takes a lock if it is free; if not, goes to an operation.
    TryLock {
        /// The lock.
        lock: Lock,
        /// The operation to go to when it is held.
        otherwise: u8,
    },
    /// Gives a lock back.
    Unlock(Lock),
    /// Asks the waiter for a place, and gets it once there is one.
    Enter,
    /// Gives the place back.
    Leave,
    /// Starts a thread.
    Spawn(Id),
    /// Waits until a thread has ended; without patience, goes on as though it had.
    Join {
        /// The thread.
        thread: Id,
        /// Whether it waits for as long as it takes.
        is_patient: bool,
    },
    /// Lets a thread go its own way: nobody will join it.
    Detach(Id),
    /// Sends a message, a copy, to the owner of the counter.
    Send,
    /// Takes a message from the inbox, once there is one.
    Receive,
    /// Looks whether somebody asked it to stop, and acknowledges.
    Checkpoint {
        /// Whether it then stops.
        is_heeded: bool,
    },
    /// Goes back, until the part from there was gone through so many times; zero is for ever. It
    /// takes no step.
    Repeat {
        /// Where the part begins.
        from: u8,
        /// How many times it is gone through.
        times: u8,
    },
}

/// What one thread does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The thread's name.
    pub name: String,
    /// Its operations in order; behind the last it ends.
    pub ops: Vec<Op>,
    /// Whether it is there from the start, or is started by another.
    pub is_first: bool,
}

impl Script {
    fn first(name: impl Into<String>, ops: Vec<Op>) -> Script {
        Script { name: name.into(), ops, is_first: true }
    }

    /// Whether it ever looks whether it was asked to stop.
    #[must_use]
    pub fn can_be_cancelled(&self) -> bool {
        self.ops.iter().any(|op| matches!(op, Op::Checkpoint { .. }))
    }
}

/// The work of a round in tasks: what has to be done alone, and each worker's part of the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Tasks that one thread has to do before the others start.
    pub serial: u32,
    /// Tasks of each worker.
    pub parts: Vec<u32>,
}

impl Division {
    /// Divides the work among the workers; those in front take the remainder.
    #[must_use]
    pub fn of(setup: &Setup) -> Division {
        let (work, workers) = (u32::from(setup.work), u32::from(setup.threads));
        let serial = (work * u32::from(setup.serial_percent) + 50) / 100;
        let rest = work - serial;
        let part = |worker| match setup.is_scaled {
            true => rest,
            false => rest / workers + u32::from(worker < rest % workers),
        };
        Division { serial, parts: (0..workers).map(part).collect() }
    }

    /// All tasks.
    #[must_use]
    pub fn tasks(&self) -> u32 {
        self.serial + self.parts.iter().sum::<u32>()
    }

    /// The serial part of the work, from 0 to 1.
    #[must_use]
    pub fn serial_share(&self) -> f64 {
        f64::from(self.serial) / f64::from(self.tasks().max(1))
    }
}

/// The scripts of all threads.
#[must_use]
pub fn scripts(setup: &Setup) -> Vec<Script> {
    match setup.program {
        Program::Counter => counter(setup),
        Program::Compute | Program::Wait | Program::Mixed => tasks(setup),
        Program::TwoLocks | Program::Philosophers => two_locks_each(setup),
        Program::Lifecycle => lifecycle(setup),
    }
}

/// Every thread adds one to the counter, a few times.
fn counter(setup: &Setup) -> Vec<Script> {
    let repeat = Op::Repeat { from: 0, times: setup.additions };
    let ops = match setup.sharing {
        Sharing::Plain => vec![Op::Load, Op::Add, Op::Store, repeat],
        Sharing::Mutex => {
            vec![Op::Lock(0), Op::Load, Op::Add, Op::Store, Op::Unlock(0), repeat]
        }
        Sharing::CompareAndSwap => vec![Op::Load, Op::Swap { retry: 0 }, repeat],
        Sharing::Messages => vec![Op::Send, repeat],
    };
    let mut scripts = numbered(setup, |_| ops.clone());
    if setup.sharing == Sharing::Messages {
        let times = setup.threads * setup.additions;
        let ops = vec![Op::Receive, Op::Load, Op::Add, Op::Store, Op::Repeat { from: 0, times }];
        scripts.push(Script::first("owner", ops));
    }
    scripts
}

/// The main thread does the serial part, then starts workers for the rest and waits for them.
fn tasks(setup: &Setup) -> Vec<Script> {
    let division = Division::of(setup);
    let many = |tasks: u32| {
        // A worker without a task ends at once.
        let times = u8::try_from(tasks).unwrap_or(u8::MAX);
        let repeat = Op::Repeat { from: 0, times };
        match setup.program {
            _ if times == 0 => Vec::new(),
            Program::Wait => vec![Op::Compute(1), Op::Wait, repeat],
            Program::Mixed => vec![Op::Compute(3), Op::Wait, repeat],
            _ => vec![Op::Compute(times)],
        }
    };
    let workers = 1..=setup.threads;
    let join = |thread| Op::Join { thread, is_patient: true };
    let mut main = many(division.serial);
    main.extend(workers.clone().map(Op::Spawn).chain(workers.map(join)));
    let worker = |worker: Id| many(division.parts[usize::from(worker)]);
    with_main(setup, main, worker)
}

/// Every thread needs two locks at once, again and again. The philosophers stand for all who do:
/// their forks are the locks, and each shares one with either neighbour.
fn two_locks_each(setup: &Setup) -> Vec<Script> {
    let ops = |thread: Id| {
        let crossed = match setup.program {
            Program::Philosophers => (thread, (thread + 1) % setup.threads),
            _ if thread.is_multiple_of(2) => (0, 1),
            _ => (1, 0),
        };
        let (first, second) = match setup.locking {
            Locking::Ordered => (crossed.0.min(crossed.1), crossed.0.max(crossed.1)),
            Locking::Crossed | Locking::TryLock | Locking::Waiter => crossed,
        };
        let (think, eat) = (Op::Compute(1), Op::Compute(1));
        let for_ever = Op::Repeat { from: 0, times: 0 };
        let (lock, unlock) = (Op::Lock, Op::Unlock);
        match setup.locking {
            Locking::Crossed | Locking::Ordered => {
                vec![think, lock(first), lock(second), eat, unlock(second), unlock(first), for_ever]
            }
            Locking::Waiter => vec![
                think,
                Op::Enter,
                lock(first),
                lock(second),
                eat,
                unlock(second),
                unlock(first),
                Op::Leave,
                for_ever,
            ],
            Locking::TryLock => vec![
                think,
                lock(first),
                Op::TryLock { lock: second, otherwise: 7 },
                eat,
                unlock(second),
                unlock(first),
                for_ever,
                // The second was held: give the first back and begin again.
                unlock(first),
                Op::Repeat { from: 1, times: 0 },
            ],
        }
    };
    numbered(setup, ops)
}

/// The main thread starts workers and does with them what the mistake says.
fn lifecycle(setup: &Setup) -> Vec<Script> {
    let workers = 1..=setup.threads;
    let after = |thread| match setup.mistake {
        Mistake::Detached => Op::Detach(thread),
        mistake => Op::Join { thread, is_patient: mistake != Mistake::LostJoin },
    };
    let main = workers.clone().map(Op::Spawn).chain(workers.map(after)).collect();
    let is_heeded = setup.mistake != Mistake::LateWork;
    with_main(setup, main, |_| vec![Op::Compute(2), Op::Checkpoint { is_heeded }, Op::Compute(1)])
}

/// Threads `t1`, `t2` and so on, all there from the start.
fn numbered(setup: &Setup, ops: impl Fn(Id) -> Vec<Op>) -> Vec<Script> {
    (0..setup.threads).map(|id| Script::first(format!("t{}", id + 1), ops(id))).collect()
}

/// A thread `main`, and the workers `t1`, `t2` and so on that it starts.
fn with_main(setup: &Setup, main: Vec<Op>, worker: impl Fn(Id) -> Vec<Op>) -> Vec<Script> {
    let mut scripts = vec![Script::first("main", main)];
    scripts.extend(numbered(setup, worker).into_iter().map(|s| Script { is_first: false, ..s }));
    scripts
}
