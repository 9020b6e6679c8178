//! `faultline id`: ids from the real generator, and what any id says.

mod decode;
mod layouts;
mod report;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, Subcommand};
use labs::snowflake::id::{ClockBack, Generator};

use super::output::bad_input;
use layouts::LayoutArgs;

/// How long a clock that has gone back is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Make Snowflake ids, one a line, or decode them.
///
/// The ids come from the generator that the labs show, by this machine's clock. One worker makes no
/// more of them in a tick than its layout holds: 4,096 a millisecond with the prototype's. Two
/// commands that run at the same time need different workers' numbers.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Id {
    #[command(subcommand)]
    action: Option<Action>,

    #[command(flatten)]
    layout: LayoutArgs,

    /// The number of the worker that makes them.
    #[arg(long, value_name = "N", default_value_t = 0)]
    worker: u64,

    /// How many.
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: u64,
}

#[derive(Debug, Subcommand)]
enum Action {
    Decode(decode::Decode),
}

impl Id {
    /// Makes ids, or decodes them.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if let Some(Action::Decode(decode)) = self.action {
            return decode.run();
        }
        let layout = self.layout.named()?.unwrap_or(layouts::DEFAULT);
        let generator = Generator::new(layout, self.worker, ClockBack::Wait).map_err(bad_input)?;
        match make(&generator, self.count, &mut BufWriter::new(io::stdout().lock())) {
            // Whoever reads has enough.
            Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
            made => made.map(|()| ExitCode::SUCCESS),
        }
    }
}

fn make(generator: &Generator, count: u64, out: &mut impl Write) -> anyhow::Result<()> {
    for _ in 0..count {
        let id = generator.next_within(PATIENCE).context("there is no id now")?;
        writeln!(out, "{id}")?;
    }
    out.flush()?;
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
}
