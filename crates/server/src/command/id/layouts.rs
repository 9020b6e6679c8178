//! Which layout is meant: one with a name, or one's own.

use clap::Args;
use labs::snowflake::layout::{self, LAYOUTS, Layout, PROTOTYPE};

use super::super::output::bad_input;

/// What is meant where nothing is said.
pub const DEFAULT: Layout = PROTOTYPE;

/// The layout, as the command line names it.
#[derive(Debug, Args)]
pub struct LayoutArgs {
    /// How the 64 bits are divided: prototype, twitter, discord, instagram or sonyflake.
    #[arg(long, value_name = "LAYOUT", value_parser = named)]
    layout: Option<Layout>,

    /// A layout of one's own: bits of time, worker and sequence, as in 41,10,12.
    #[arg(long, value_name = "TIME,WORKER,SEQUENCE", value_parser = bits, conflicts_with = "layout")]
    own: Option<(u8, u8, u8)>,

    /// When its first tick began, in milliseconds since 1970.
    #[arg(long, value_name = "MS", default_value_t = 0, requires = "own")]
    epoch: u64,

    /// How long its ticks last, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 1, requires = "own")]
    tick: u64,
}

impl LayoutArgs {
    /// The layout that was asked for, if any was.
    pub fn named(&self) -> anyhow::Result<Option<Layout>> {
        match self.own {
            Some(bits) => Layout::own(bits, self.epoch, self.tick).map(Some).map_err(bad_input),
            None => Ok(self.layout),
        }
    }
}

fn named(key: &str) -> Result<Layout, String> {
    let keys = || LAYOUTS.iter().map(|layout| layout.key).collect::<Vec<_>>().join(", ");
    layout::named(key).ok_or_else(|| format!("there is no such layout: name one of {}", keys()))
}

fn bits(text: &str) -> Result<(u8, u8, u8), String> {
    let numbers: Result<Vec<u8>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    match numbers.as_deref() {
        Ok(&[time, worker, sequence]) => Ok((time, worker, sequence)),
        _ => Err("give three numbers of bits: time, worker and sequence, as in 41,10,12".into()),
    }
}
