//! `faultline id decode`.

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::Args;
use labs::snowflake::decode::{self, Pasted};

use super::super::output::print;
use super::layouts::{DEFAULT, LayoutArgs};
use super::report::{self, Answer, Given, Told};
use crate::BAD_INPUT;

/// Say what ids hold: when they were made, by which worker, as which of its tick.
///
/// An id may be a decimal or hexadecimal number, base64url of its eight bytes, a link of Discord or
/// Twitter, or a mention. Without a layout it is read under the link's, or else under the
/// prototypes', and all layouts under which it may be an id are listed besides. What is no id is
/// said why, and the rest is done; the exit status is then 64.
#[derive(Debug, Args)]
pub struct Decode {
    #[command(flatten)]
    layout: LayoutArgs,

    /// Print one JSON object a line. Ids are strings, and so is every number above 2^53.
    #[arg(long)]
    json: bool,

    /// What to decode.
    #[arg(value_name = "ID", required = true, allow_negative_numbers = true)]
    ids: Vec<String>,
}

impl Decode {
    /// Decodes one after the other.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let asked = self.layout.named()?;
        let mut code = ExitCode::SUCCESS;
        for input in &self.ids {
            let now_ms = now_ms();
            match decode::read(input) {
                Ok(Pasted::Uuid { uuid, version, unix_ms }) => {
                    self.tell(input, &Answer::Uuid { uuid, version, unix_ms }, now_ms)?;
                }
                Ok(Pasted::Ids { ids, hints }) => {
                    for reading in ids {
                        let (layout, given) = match (asked, reading.layout) {
                            (Some(layout), _) => (layout, Given::Asked),
                            (None, Some(layout)) => (layout, Given::ByText),
                            (None, None) => (DEFAULT, Given::Default),
                        };
                        let decoded = decode::under(layout, reading.id, now_ms);
                        let told = Told { reading, decoded, given, hints: hints.clone() };
                        self.tell(input, &Answer::Id(Box::new(told)), now_ms)?;
                    }
                }
                Err(why) => {
                    eprintln!("faultline: “{}”: {why}", beginning(input));
                    code = ExitCode::from(BAD_INPUT);
                }
            }
        }
        Ok(code)
    }

    fn tell(&self, input: &str, answer: &Answer, now_ms: u64) -> anyhow::Result<()> {
        if self.json {
            return print(&format!("{}\n", report::json(input, answer, now_ms)));
        }
        print(&report::text(answer, now_ms))
    }
}

/// This machine's clock, in milliseconds since 1970; 0 before.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// As much of an input as fits into a message.
fn beginning(input: &str) -> String {
    const CHARACTERS_MAX: usize = 80;
    let mut text: String = input.chars().take(CHARACTERS_MAX).collect();
    if text.len() < input.len() {
        text.push('…');
    }
    text
}
