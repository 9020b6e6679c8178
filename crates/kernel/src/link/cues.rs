//! Cues in a link; the grammar stands at the top of [`super`].

use super::error::{LinkError, excerpt};
use super::escape;
use crate::recipe::{Cue, Deed, Pick};
use crate::run::CUES;
use crate::time::{Span, Time};

const RADIX: u32 = 36;

/// Appends cues, which are in the order of their steps.
pub(super) fn write(cues: &[Cue], out: &mut String) {
    let (mut step, mut at) = (0, Time::ZERO);
    for (index, cue) in cues.iter().enumerate() {
        if index > 0 {
            out.push('_');
        }
        push_number(cue.step - step - 1, out);
        let later = cue.at.since(at);
        if later > Span::ZERO {
            out.push('.');
            push_number(later.as_micros(), out);
        }
        write_deed(&cue.deed, out);
        if matches!(cue.deed, Deed::Say(_)) && !cue.picks.is_empty() {
            out.push('.');
        }
        for pick in &cue.picks {
            let (letter, number) = match pick {
                Pick::Choice(answer) => ('X', u64::from(*answer)),
                Pick::Delay(span) => ('W', span.as_micros()),
                Pick::Spared => ('N', 0),
            };
            out.push(letter);
            push_number(number, out);
        }
        (step, at) = (cue.step, cue.at.max(at));
    }
}

fn write_deed(deed: &Deed, out: &mut String) {
    let (letter, index) = match deed {
        Deed::Act(index) => ('A', *index),
        Deed::Fire(index) => ('F', *index),
        Deed::Drop(index) => ('D', *index),
        Deed::Copy(index) => ('C', *index),
        Deed::Delay(index, _) => ('L', *index),
        Deed::Say(text) => {
            out.push('S');
            return escape::encode(text, out);
        }
    };
    out.push(letter);
    push_number(u64::from(index), out);
    if let Deed::Delay(_, by) = deed {
        out.push('.');
        push_number(by.as_micros(), out);
    }
}

/// A number in base 36; nothing for zero.
fn push_number(number: u64, out: &mut String) {
    if number > 0 {
        push_number(number / u64::from(RADIX), out);
        let digit = char::from_digit((number % u64::from(RADIX)) as u32, RADIX);
        out.push(digit.expect("a rest is below the radix"));
    }
}

/// Reads what [`write`] wrote.
pub(super) fn read(text: &str) -> Result<Vec<Cue>, LinkError> {
    let mut cues: Vec<Cue> = Vec::new();
    for part in text.split('_') {
        if cues.len() == CUES {
            return Err(LinkError::TooManyCues);
        }
        let cue = read_cue(part, cues.last()).map_err(|wanted| LinkError::Cue {
            number: cues.len() + 1,
            given: excerpt(part),
            wanted,
        })?;
        cues.push(cue);
    }
    Ok(cues)
}

/// What would be right.
type Wanted = &'static str;

fn read_cue(text: &str, before: Option<&Cue>) -> Result<Cue, Wanted> {
    let (step, at) = before.map_or((0, Time::ZERO), |cue| (cue.step, cue.at));
    let mut parts = Parts(text);
    let skipped = parts.number()?;
    let step = step.checked_add(skipped).and_then(|step| step.checked_add(1));
    let step = step.ok_or("its step must be below 2 to the 64")?;
    let later = if parts.eat('.') { parts.number()? } else { 0 };
    let at = at.as_micros().checked_add(later).ok_or("its instant must be below 2 to the 64 µs")?;
    let deed = match parts.letter() {
        Some('A') => Deed::Act(parts.index()?),
        Some('F') => Deed::Fire(parts.index()?),
        Some('D') => Deed::Drop(parts.index()?),
        Some('C') => Deed::Copy(parts.index()?),
        Some('L') => {
            let index = parts.index()?;
            let by = if parts.eat('.') { parts.number()? } else { 0 };
            Deed::Delay(index, Span::micros(by))
        }
        Some('S') => {
            let said = escape::decode(parts.until('.'));
            Deed::Say(said.ok_or("what is said must be percent-encoded UTF-8")?.into())
        }
        _ => return Err("after its numbers comes one of A, F, D, C, L, S"),
    };
    let mut picks = Vec::new();
    while let Some(letter) = parts.letter() {
        picks.push(match letter {
            'X' => Pick::Choice(parts.index()?),
            'W' => Pick::Delay(Span::micros(parts.number()?)),
            'N' => Pick::Spared,
            _ => {
                return Err(
                    "after its deed come only answers: X for a choice, W for a wait, N for no nature",
                );
            }
        });
    }
    Ok(Cue { step, at: Time::from_micros(at), deed, picks })
}

/// What is left of a cue.
struct Parts<'a>(&'a str);

impl<'a> Parts<'a> {
    fn number(&mut self) -> Result<u64, Wanted> {
        let is_digit = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase();
        let end = self.0.find(|c| !is_digit(c)).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        if digits.is_empty() {
            return Ok(0);
        }
        u64::from_str_radix(digits, RADIX).map_err(|_| "a number must be below 2 to the 64")
    }

    fn index(&mut self) -> Result<u32, Wanted> {
        u32::try_from(self.number()?).map_err(|_| "an index or a choice must be below 2 to the 32")
    }

    fn eat(&mut self, wanted: char) -> bool {
        let rest = self.0.strip_prefix(wanted);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn letter(&mut self) -> Option<char> {
        let letter = self.0.chars().next()?;
        self.0 = &self.0[letter.len_utf8()..];
        Some(letter)
    }

    /// What comes before an end mark, which is passed over.
    fn until(&mut self, end: char) -> &'a str {
        let (text, rest) = self.0.split_once(end).unwrap_or((self.0, ""));
        self.0 = rest;
        text
    }
}
