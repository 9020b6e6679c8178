//! From the command line to a plan.

use std::time::Duration;

use anyhow::Context;
use kernel::link::{self, Limits};
use kernel::sweep::{Axis, Dial, Length, Plan, Unsound};
use kernel::{Recipe, Run, Span, Stop, Time};
use labs::Entry;

use super::Sweep;
use crate::command::output::bad_input;
use crate::command::recipe::{DataFile, address, of_preset, pair};

/// A range has as many values as this unless it says how many.
const VALUES: u32 = 64;

/// A range of a rate has as many values as this unless it says how many.
const RATES: u32 = 11;

/// One dial: turned once, or swept.
struct Turned {
    dial: Dial,
    values: Vec<i64>,
}

impl Sweep {
    /// The recipe that the sweep starts from, before anything is turned.
    pub(super) fn recipe(&self, entry: &Entry, data: Option<&DataFile>) -> anyhow::Result<Recipe> {
        let mut recipe = match (&self.from, &self.preset) {
            (Some(link), _) => of_link(entry, link, data)?,
            (None, Some(key)) => of_preset(entry, key)?,
            (None, None) => Recipe { knobs: entry.defaults(), seed: 1, ..Recipe::default() },
        };
        recipe.seed = self.first_seed.unwrap_or(recipe.seed);
        if let Some(data) = data {
            recipe.data = Some(data.parse()?.digest);
        }
        Ok(recipe)
    }

    /// The plan of a recipe.
    pub(super) fn plan(&self, entry: &Entry, recipe: Recipe) -> anyhow::Result<Plan> {
        self.plan_with(entry, recipe, Ok)
    }

    /// The plan of a recipe in which something more is turned, after what is turned for every point
    /// and before what is swept.
    pub(super) fn plan_with(
        &self,
        entry: &Entry,
        mut recipe: Recipe,
        more: impl FnOnce(Recipe) -> anyhow::Result<Recipe>,
    ) -> anyhow::Result<Plan> {
        let named = |dial: Dial, unsound: Unsound| match dial {
            Dial::Knob(_) => bad_input(format!("{}: {unsound}", dial.key(entry.knobs))),
            _ => bad_input(unsound),
        };
        let mut axes = Vec::new();
        for Turned { dial, values } in self.turned(entry)? {
            match values[..] {
                [value] => dial.turn(&mut recipe, value).map_err(|why| named(dial, why))?,
                _ => axes.push(Axis { dial, values }),
            }
        }
        let recipe = more(recipe)?;
        let length = self.length(entry, &recipe);
        Plan::new(recipe, length, axes, self.seeds, !self.no_laws).map_err(|why| match why {
            Unsound::Twice(dial) | Unsound::NoValues(dial) => named(dial, why),
            why => bad_input(why),
        })
    }

    fn turned(&self, entry: &Entry) -> anyhow::Result<Vec<Turned>> {
        let knobs = self.knobs.iter().map(|given| {
            let (key, text) = pair(given, "KEY=VALUES")?;
            let dial = Dial::find(entry.knobs, key).ok_or_else(|| {
                let rates = Dial::RATES.iter().map(|rate| rate.key(entry.knobs));
                let keys: Vec<_> = entry.knobs.iter().map(|knob| knob.key).chain(rates).collect();
                bad_input(format!("no knob “{key}”: name one of {}", keys.join(", ")))
            })?;
            turned(entry, dial, text)
        });
        let rates = [&self.loss, &self.doubling, &self.mishap_every];
        let rates = Dial::RATES.into_iter().zip(rates);
        let rates =
            rates.filter_map(|(dial, text)| text.as_ref().map(|text| turned(entry, dial, text)));
        knobs.chain(rates).collect()
    }

    /// How much of each run is measured: what is asked for, or else what the link or the lab says.
    fn length(&self, entry: &Entry, recipe: &Recipe) -> Length {
        let usual = entry.length(recipe);
        let warm_up = self.warm_up.map_or(usual.warm_up, |time| span(*time));
        let stop = match (self.time, self.steps) {
            (None, None) => usual.stop,
            (None, Some(steps)) => Stop { at: Time::END, steps },
            (Some(time), steps) => {
                let at = Time::ZERO + warm_up + span(*time);
                Stop { at, steps: steps.unwrap_or(Plan::STEPS) }
            }
        };
        Length { warm_up, stop }
    }
}

fn span(time: Duration) -> Span {
    Span::micros(u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
}

/// The values of a dial: one, several with commas between, or a range.
fn turned(entry: &Entry, dial: Dial, text: &str) -> anyhow::Result<Turned> {
    let read = |text: &str| dial.read(entry.knobs, text).map_err(bad_input);
    // A value of a knob of choices may hold what would else part a list or a range.
    if let Ok(value) = dial.read(entry.knobs, text) {
        return Ok(Turned { dial, values: vec![value] });
    }
    let Some((from, to)) = text.split_once("..") else {
        let values = text.split(',').map(read).collect::<anyhow::Result<_>>()?;
        return Ok(Turned { dial, values });
    };
    let (to, most) = match to.split_once('/') {
        None => (to, None),
        Some((to, most)) => (to, Some(most)),
    };
    let usual = if matches!(dial, Dial::Knob(_)) { VALUES } else { RATES };
    let most = most.map_or(Ok(usual), |most| {
        let bad = || bad_input(format!("“{text}” asks for “{most}” values: ask for 2 or more"));
        most.parse().ok().filter(|most| *most > 1).ok_or_else(bad)
    })?;
    let is_log = match dial {
        Dial::Knob(index) => matches!(entry.knobs[index as usize].range, kernel::Range::Log(..)),
        _ => false,
    };
    let values = Axis::spread(dial, read(from)?, read(to)?, most, is_log).values;
    if values.is_empty() {
        let key = dial.key(entry.knobs);
        return Err(bad_input(format!("{key}: “{text}” is empty: begin with the smaller value")));
    }
    Ok(Turned { dial, values })
}

/// The recipe of a link, with every action by value: by its number it could be another one under
/// another seed.
fn of_link(entry: &Entry, given: &str, data: Option<&DataFile>) -> anyhow::Result<Recipe> {
    let (slug, text) = address(given, Some(entry.card.slug))?;
    if labs::find(&slug).is_none_or(|named| named.card.slug != entry.card.slug) {
        return Err(bad_input(format!("the link is of {slug}, not of {}", entry.card.slug)));
    }
    let link = link::read(entry.knobs, entry.version, &text).map_err(bad_input)?;
    let data = data.map(DataFile::parse).transpose()?;
    let machine = entry.machine(&link.recipe, data.as_ref()).map_err(bad_input)?;
    let opened = link::open(link, machine, Limits::default());
    for notice in &opened.notices {
        eprintln!("faultline: {notice}");
    }
    let recipe = opened.run.recipe().clone();
    let machine = entry.machine(&recipe, data.as_ref()).map_err(bad_input)?;
    let recipe = Run::by_value(machine, recipe, Limits::default().steps);
    recipe.context("the link's run cannot be replayed")
}
