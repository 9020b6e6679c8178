//! What `faultline` can do: one file per command.

mod check;
mod folder;
mod hash;
mod id;
mod index_bench;
mod interrupt;
mod labs;
mod output;
mod recipe;
mod replay;
mod serve;
mod signals;
mod sweep;
mod threads;
mod two_phase_commit;

use std::process::ExitCode;

use clap::Subcommand;

pub use output::BadInput;

/// The commands, in the order of the help text.
#[derive(Debug, Subcommand)]
pub enum Command {
    Serve(Box<serve::Serve>),
    Labs(labs::Labs),
    Replay(replay::Replay),
    Check(check::Check),
    Sweep(sweep::Sweep),
    Hash(hash::Hash),
    Id(id::Id),
    IndexBench(index_bench::IndexBench),
    Threads(threads::Threads),
    TwoPhaseCommit(Box<two_phase_commit::TwoPhaseCommit>),
}

impl Command {
    /// Runs the command; an error's chain of causes becomes the message on the terminal.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(serve) => serve.run(),
            Self::Labs(labs) => labs.run(),
            Self::Replay(replay) => replay.run(),
            Self::Check(check) => check.run(),
            Self::Sweep(sweep) => sweep.run(),
            Self::Hash(hash) => hash.run(),
            Self::Id(id) => id.run(),
            Self::IndexBench(bench) => bench.run(),
            Self::Threads(threads) => threads.run(),
            Self::TwoPhaseCommit(storm) => storm.run(),
        }
    }
}
