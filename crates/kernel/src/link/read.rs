//! A link from text: a pure parse, in one pass over at most [`LENGTH_MAX`] bytes.

use super::error::{LinkError, excerpt};
use super::{KEYS, LENGTH_MAX, Link, cues, escape};
use crate::knob::Knob;
use crate::recipe::{Cue, Nature, Playhead, Recipe, Stop};
use crate::time::{Span, Time};

/// The most unknown keys that are noted: a link of another version has a few.
const UNKNOWN: usize = 64;

/// Reads what [`write`](super::write) wrote. What is left out is at its default.
///
/// `version` is that of the lab's model. Under a link of another version a knob that cannot be
/// read is noted in [`Link::lost`] instead of refused, for knobs come and go with versions.
///
/// # Errors
/// When the text is no link of this lab; the error says what was wrong and what would be right.
pub fn read(knobs: &[Knob], version: u32, text: &str) -> Result<Link, LinkError> {
    if text.len() > LENGTH_MAX {
        return Err(LinkError::TooLong { bytes: text.len() });
    }
    let values = Values::split(knobs, text)?;
    let made_by = values.version()?;
    let (knobs, lost) = values.knobs(knobs)?;
    if let Some(first) = lost.first()
        && made_by.is_none_or(|made_by| made_by == version)
    {
        return Err(first.clone());
    }
    let recipe = Recipe {
        knobs,
        data: values.data()?,
        seed: values.seed()?,
        nature: values.nature()?,
        stop: values.stop()?,
        cues: values.cues()?,
    };
    let (playhead, fingerprint) = (values.playhead()?, values.fingerprint()?);
    Ok(Link { recipe, playhead, version: made_by, fingerprint, lost })
}

/// The value of each key, unread.
struct Values<'a> {
    /// One place a knob, in the lab's order.
    knobs: Vec<Option<&'a str>>,
    /// One place a key, in the order of [`KEYS`].
    keys: [Option<&'a str>; KEYS.len()],
    /// Keys that are neither.
    unknown: Vec<&'a str>,
}

impl<'a> Values<'a> {
    fn split(knobs: &[Knob], text: &'a str) -> Result<Values<'a>, LinkError> {
        let mut values =
            Values { knobs: vec![None; knobs.len()], keys: [None; KEYS.len()], unknown: vec![] };
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (key, value) =
                part.split_once('=').ok_or_else(|| LinkError::NoValue(excerpt(part)))?;
            let place = if let Some(index) = KEYS.iter().position(|known| *known == key) {
                &mut values.keys[index]
            } else if let Some(index) = knobs.iter().position(|knob| knob.key == key) {
                &mut values.knobs[index]
            } else {
                if values.unknown.len() < UNKNOWN {
                    values.unknown.push(key);
                }
                continue;
            };
            if place.replace(value).is_some() {
                return Err(LinkError::Twice(excerpt(key)));
            }
        }
        Ok(values)
    }

    /// The value of every knob, and what could not be read.
    fn knobs(&self, knobs: &[Knob]) -> Result<(Vec<i64>, Vec<LinkError>), LinkError> {
        let known = || knobs.iter().map(|knob| knob.key).collect();
        let unknown = |key: &&str| LinkError::UnknownKey { key: excerpt(key), knobs: known() };
        let mut lost: Vec<LinkError> = self.unknown.iter().map(unknown).collect();
        let mut values = Vec::with_capacity(knobs.len());
        for (knob, given) in knobs.iter().zip(&self.knobs) {
            let Some(given) = given else {
                values.push(knob.default);
                continue;
            };
            let encoding =
                || LinkError::Encoding { key: knob.key.to_owned(), given: excerpt(given) };
            let decoded = escape::decode(given).ok_or_else(encoding)?;
            values.push(knob.read(&decoded).unwrap_or_else(|why| {
                lost.push(LinkError::Knob(Box::new(why)));
                knob.default
            }));
        }
        Ok((values, lost))
    }

    /// The text under one of [`KEYS`].
    fn raw(&self, key: &str) -> Option<&'a str> {
        let index = KEYS.iter().position(|known| *known == key).expect("one of the keys");
        self.keys[index]
    }

    /// The value of one of [`KEYS`], read; `None` where it is left out.
    fn value<T>(
        &self,
        key: &'static str,
        wanted: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, LinkError> {
        let Some(given) = self.raw(key) else { return Ok(None) };
        let error = || LinkError::Value { key, given: excerpt(given), wanted };
        read(given).map(Some).ok_or_else(error)
    }

    fn data(&self) -> Result<Option<u64>, LinkError> {
        self.value("data", "a digest of 1 to 16 hexadecimal digits", hexadecimal)
    }

    fn seed(&self) -> Result<u64, LinkError> {
        self.value("seed", "a number of 1 to 16 hexadecimal digits", hexadecimal)
            .map(Option::unwrap_or_default)
    }

    fn nature(&self) -> Result<Nature, LinkError> {
        let wanted = "loss.copy.mishap: messages lost and doubled per million, each at most \
                      1000000, and the mean µs between mishaps";
        let read = |given: &str| {
            let [loss, copy, every] = split(given)?;
            let ppm = |text| decimal(text)?.try_into().ok().filter(|ppm| *ppm <= 1_000_000);
            let mishap_every = Span::micros(decimal(every)?);
            Some(Nature { loss_ppm: ppm(loss)?, copy_ppm: ppm(copy)?, mishap_every })
        };
        self.value("nature", wanted, read).map(Option::unwrap_or_default)
    }

    fn stop(&self) -> Result<Stop, LinkError> {
        let wanted = "instant.steps: µs and a number of steps, - for no end";
        let bound = |text: &str| if text == "-" { Some(u64::MAX) } else { decimal(text) };
        let read = |given: &str| {
            let [at, steps] = split(given)?;
            Some(Stop { at: Time::from_micros(bound(at)?), steps: bound(steps)? })
        };
        self.value("stop", wanted, read).map(Option::unwrap_or_default)
    }

    fn cues(&self) -> Result<Vec<Cue>, LinkError> {
        self.raw("cues").map_or(Ok(Vec::new()), cues::read)
    }

    fn playhead(&self) -> Result<Playhead, LinkError> {
        let read = |given: &str| {
            let [step, at] = split(given)?;
            Some(Playhead { step: decimal(step)?, at: Time::from_micros(decimal(at)?) })
        };
        self.value("at", "step.instant: a step's number and µs", read)
            .map(Option::unwrap_or_default)
    }

    fn version(&self) -> Result<Option<u32>, LinkError> {
        let read = |given: &str| decimal(given)?.try_into().ok();
        self.value("v", "the number of a model's version", read)
    }

    fn fingerprint(&self) -> Result<Option<u16>, LinkError> {
        let read = |given: &str| {
            let bits = hexadecimal(given).filter(|_| given.len() == 4)?;
            bits.try_into().ok()
        };
        self.value("fp", "four hexadecimal digits", read)
    }
}

/// Exactly so many parts joined by `.`.
fn split<const N: usize>(text: &str) -> Option<[&str; N]> {
    let mut parts = [""; N];
    let mut given = text.split('.');
    for part in &mut parts {
        *part = given.next()?;
    }
    given.next().is_none().then_some(parts)
}

/// Digits alone: the standard parsers take a sign.
fn digits(text: &str, radix: u32) -> Option<u64> {
    let all = !text.is_empty() && text.chars().all(|c| c.is_digit(radix));
    if all { u64::from_str_radix(text, radix).ok() } else { None }
}

fn decimal(text: &str) -> Option<u64> {
    digits(text, 10)
}

fn hexadecimal(text: &str) -> Option<u64> {
    digits(text, 16)
}
