//! Closed forms: what a metric comes to by theory, and under which assumptions.

use crate::lab::Source;
use kernel::{Nature, Recipe};
use std::borrow::Cow;

/// A closed form of a metric's mean, to be laid beside what many runs measure.
#[derive(Clone, Copy, Debug)]
pub struct Formula {
    /// The key of the metric that it gives, in that metric's unit.
    pub metric: &'static str,
    /// The field's name for it: "M/M/1/K".
    pub name: &'static str,
    /// What it gives, in words: "the mean number of items in the queue".
    pub gives: &'static str,
    /// What must be so for it to hold; each is a sentence.
    pub assumptions: &'static [&'static str],
    /// Where it is derived.
    pub source: Source,
    /// The value under these knobs (in the order of the lab's list, within their ranges), or the
    /// sentence that says why it does not hold under them.
    pub value: fn(&[i64]) -> Result<f64, Cow<'static, str>>,
}

impl Formula {
    /// The value under a recipe's knobs.
    ///
    /// # Errors
    /// The sentence that says why it does not hold: under these knobs, or because nature or a hand
    /// meddles, which no closed form knows of.
    pub fn of(&self, recipe: &Recipe) -> Result<f64, Cow<'static, str>> {
        if recipe.nature != Nature::default() {
            return Err(
                "It knows of no loss, doubling or mishap: set their rates to nothing.".into()
            );
        }
        if !recipe.cues.is_empty() {
            return Err("It knows of nobody who meddles: take out what hands did.".into());
        }
        (self.value)(&recipe.knobs)
    }
}
