//! What was decoded, as text and as JSON.

use std::time::{Duration, SystemTime};

use labs::snowflake::decode::{Decoded, Hint, Reading, under_each};
use labs::snowflake::layout::Role;
use serde_json::{Value, json};

/// Why an id is read under a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The command line says so.
    Asked,
    /// It stood in a link or a mention.
    ByText,
    /// Nobody said anything.
    Default,
}

/// What became of an input, or of one of the ids in it.
pub enum Answer {
    /// An id under a layout.
    Id(Box<Told>),
    /// A UUID, which is none.
    Uuid { uuid: u128, version: Option<u8>, unix_ms: Option<u64> },
}

/// An id, as it was read and what it says.
pub struct Told {
    /// How it was read.
    pub reading: Reading,
    /// What it says.
    pub decoded: Decoded,
    /// Why under this layout.
    pub given: Given,
    /// What else it may be.
    pub hints: Vec<Hint>,
}

/// The greatest whole number up to which readers of JSON have them all.
const SAFE_INTEGER_MAX: u128 = (1 << 53) - 1;

/// After this instant RFC 3339 has no four digits for the year.
const YEAR_9999_ENDS_MS: u128 = 253_402_300_800_000;

/// The answer, over several lines, with an empty one at the end.
pub fn text(answer: &Answer, now_ms: u64) -> String {
    match answer {
        Answer::Uuid { uuid, version, unix_ms } => uuid_text(*uuid, *version, *unix_ms, now_ms),
        Answer::Id(told) => id_text(told, now_ms),
    }
}

fn id_text(told: &Told, now_ms: u64) -> String {
    let Told { reading, decoded, given, hints } = told;
    let mut text = format!("{}, {}", reading.id, reading.form);
    if let Some(names) = reading.names {
        text += &format!(" that names a {names}");
    }
    text += "\n";
    let why = match given {
        Given::Asked => "",
        Given::ByText => ", as the text says",
        Given::Default => ", since no layout was named",
    };
    text += &line("layout", &format!("{}{why}", decoded.layout.title));
    text += &line("time", &when(decoded.unix_ms, now_ms));
    text += &line("unix ms", &decoded.unix_ms.to_string());
    for (field, value) in fields(decoded) {
        text += &line(field, &value.to_string());
    }
    for doubt in &decoded.doubts {
        text += &line("doubt", &doubt.to_string());
    }
    for hint in hints {
        text += &line("hint", &hint.to_string());
    }
    if *given == Given::Default {
        text += &others(decoded, now_ms);
    }
    text + "\n"
}

/// What the id is under the other layouts under which it may be one.
fn others(decoded: &Decoded, now_ms: u64) -> String {
    let is_other = |other: &Decoded| other.layout != decoded.layout && other.is_plausible();
    let others = under_each(decoded.id, now_ms).filter(is_other);
    let rows = others.map(|other| {
        let fields = fields(&other).map(|(name, value)| format!("{name} {value}"));
        let fields = fields.collect::<Vec<_>>().join(", ");
        line(other.layout.key, &format!("{}, {fields}", utc(other.unix_ms)))
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("  It may also be of another layout:\n{rows}") }
}

fn uuid_text(uuid: u128, version: Option<u8>, unix_ms: Option<u64>, now_ms: u64) -> String {
    let time = unix_ms
        .map(u128::from)
        .map(|ms| line("time", &when(ms, now_ms)) + &line("unix ms", &ms.to_string()));
    let time = time.unwrap_or_else(|| match version {
        Some(4) => line("time", "none: all but version and variant is random"),
        _ => line("time", "none is read: of UUIDs only version 7 counts from 1970"),
    });
    let version = version.map_or_else(|| "none of RFC 9562".into(), |version| version.to_string());
    format!(
        "{}, a UUID: 128 bits, so no id of any layout here\n{}{time}\n",
        hyphenated(uuid),
        line("version", &version)
    )
}

fn line(name: &str, value: &str) -> String {
    format!("  {name:<11} {value}\n")
}

/// Worker and sequence, by the names of the layout.
fn fields(decoded: &Decoded) -> impl Iterator<Item = (&'static str, u64)> {
    let values = decoded.layout.values(decoded.id);
    let is_told = |role| matches!(role, Role::Worker | Role::Sequence);
    values.filter(move |(field, _)| is_told(field.role)).map(|(field, value)| (field.name, value))
}

/// An instant in UTC, and how long ago it was.
fn when(unix_ms: u128, now_ms: u64) -> String {
    let now_ms = u128::from(now_ms);
    let (length_ms, side) = match now_ms.checked_sub(unix_ms) {
        Some(ago) => (ago, "ago"),
        None => (unix_ms - now_ms, "from now"),
    };
    format!("{}, {} {side}", utc(unix_ms), length(length_ms))
}

/// An instant as RFC 3339 has it.
fn utc(unix_ms: u128) -> String {
    if unix_ms >= YEAR_9999_ENDS_MS {
        return "after the year 9999".into();
    }
    // Checked just now to be well below 64 bits.
    let instant = SystemTime::UNIX_EPOCH + Duration::from_millis(unix_ms as u64);
    humantime::format_rfc3339_millis(instant).to_string()
}

/// A length of time in its two largest units.
fn length(ms: u128) -> String {
    let seconds = u64::try_from(ms / 1_000).unwrap_or(u64::MAX);
    let whole = humantime::format_duration(Duration::from_secs(seconds)).to_string();
    // It writes `14years 8months 2days`.
    let spaced = whole.split(' ').take(2).map(|part| {
        let unit = part.trim_start_matches(|c: char| c.is_ascii_digit());
        format!("{} {unit}", &part[..part.len() - unit.len()])
    });
    spaced.collect::<Vec<_>>().join(" ")
}

fn hyphenated(uuid: u128) -> String {
    let digits = format!("{uuid:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// The answer as one object.
pub fn json(input: &str, answer: &Answer, now_ms: u64) -> Value {
    let time = |unix_ms: u128| (unix_ms < YEAR_9999_ENDS_MS).then(|| utc(unix_ms));
    match answer {
        Answer::Id(told) => {
            let Told { reading, decoded, hints, .. } = &**told;
            let fields = fields(decoded)
                .map(|(name, value)| json!({ "name": name, "value": number(u128::from(value)) }));
            let plausible = under_each(decoded.id, now_ms).filter(Decoded::is_plausible);
            json!({
                "input": input,
                "id": reading.id.to_string(),
                "read_as": reading.form.to_string(),
                "names": reading.names.map(|names| names.to_string()),
                "layout": decoded.layout.key,
                "unix_ms": number(decoded.unix_ms),
                "time": time(decoded.unix_ms),
                "worker": number(u128::from(decoded.parts.worker)),
                "sequence": number(u128::from(decoded.parts.sequence)),
                "fields": fields.collect::<Vec<_>>(),
                "doubts": decoded.doubts.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "hints": hints.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "plausible": plausible.map(|other| other.layout.key).collect::<Vec<_>>(),
            })
        }
        Answer::Uuid { uuid, version, unix_ms } => json!({
            "input": input,
            "uuid": hyphenated(*uuid),
            "version": version,
            "unix_ms": unix_ms.map(|ms| number(u128::from(ms))),
            "time": unix_ms.and_then(|ms| time(u128::from(ms))),
        }),
    }
}

/// A number where every reader of JSON has it exactly, and otherwise its digits.
fn number(value: u128) -> Value {
    match u64::try_from(value) {
        Ok(small) if value <= SAFE_INTEGER_MAX => json!(small),
        _ => json!(value.to_string()),
    }
}
