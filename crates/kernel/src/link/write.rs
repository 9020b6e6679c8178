//! A run as text.

use super::{cues, escape};
use crate::knob::Knob;
use crate::recipe::{Nature, Playhead, Stop};
use crate::run::Run;
use crate::time::Time;
use std::fmt::Display;

/// The text of a run, its whole branch included: what its hands did before the playhead and
/// after it. Ask [`Carrier::of`](super::Carrier::of) what can carry the text.
pub fn write(knobs: &[Knob], run: &Run) -> String {
    let recipe = run.recipe();
    let mut text = Text::default();
    for (knob, value) in knobs.iter().zip(&recipe.knobs) {
        if *value != knob.default {
            escape::encode(&knob.write(*value), text.value_of(knob.key));
        }
    }
    if let Some(digest) = recipe.data {
        text.push("data", format_args!("{digest:x}"));
    }
    text.push("seed", format_args!("{:x}", recipe.seed));
    if recipe.nature != Nature::default() {
        let Nature { loss_ppm, copy_ppm, mishap_every } = recipe.nature;
        text.push("nature", format_args!("{loss_ppm}.{copy_ppm}.{}", mishap_every.as_micros()));
    }
    if recipe.stop != Stop::default() {
        let Stop { at, steps } = recipe.stop;
        let at = Bound((at != Time::END).then_some(at.as_micros()));
        let steps = Bound((steps != u64::MAX).then_some(steps));
        text.push("stop", format_args!("{at}.{steps}"));
    }
    if !recipe.cues.is_empty() {
        cues::write(&recipe.cues, text.value_of("cues"));
    }
    let playhead = run.playhead();
    if playhead != Playhead::default() {
        text.push("at", format_args!("{}.{}", playhead.step, playhead.at.as_micros()));
    }
    text.push("v", run.machine().version());
    // The end of the text seals it: where it is missing, the link was cut on its way.
    text.push("fp", format_args!("{:04x}", seal(run)));
    text.0
}

/// The bits of the fingerprint that a link carries.
pub(super) fn seal(run: &Run) -> u16 {
    run.machine().fingerprint() as u16
}

/// A number, or `-` where there is no bound.
struct Bound(Option<u64>);

impl Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(bound) => bound.fmt(f),
            None => f.write_str("-"),
        }
    }
}

/// `key=value` joined by `&`.
#[derive(Default)]
struct Text(String);

impl Text {
    /// Where the value of a key is to be written.
    fn value_of(&mut self, key: &str) -> &mut String {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(key);
        self.0.push('=');
        &mut self.0
    }

    fn push(&mut self, key: &str, value: impl Display) {
        use std::fmt::Write;
        write!(self.value_of(key), "{value}").expect("a String takes all that is written");
    }
}
