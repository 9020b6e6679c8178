//! What is run: a recipe, what is turned in it and to which values, and under how many seeds.

use super::{Chunk, Dial, Length};
use crate::recipe::Recipe;
use crate::time::{Span, Time};
use std::fmt;

/// A grid of points and a number of seeds for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    recipe: Recipe,
    warm_up: Span,
    axes: Vec<Axis>,
    seeds: u32,
    judges: bool,
}

/// What is turned, and to which values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// What is turned.
    pub dial: Dial,
    /// To which values, in the order of the points.
    pub values: Vec<i64>,
}

impl Axis {
    /// Whole numbers from `from` to `to`: all of them, or where they are more than `most`, so many
    /// with both ends among them, at even distances, or at even ratios where `is_log` and `from` is
    /// positive.
    #[must_use]
    pub fn spread(dial: Dial, from: i64, to: i64, most: u32, is_log: bool) -> Axis {
        // In 128 bits, for the ends may be as far apart as they like.
        let width = i128::from(to) - i128::from(from);
        let steps = width.min(i128::from(most.max(2)) - 1);
        let mut values: Vec<i64> = if width < 1 {
            Vec::from_iter((width == 0).then_some(from))
        } else if is_log && from > 0 && steps < width {
            ratios(from, to, steps as u32 + 1)
        } else {
            let at = |n: i128| (i128::from(from) + (width * n + steps / 2) / steps) as i64;
            (0..=steps).map(at).collect()
        };
        values.dedup();
        Axis { dial, values }
    }
}

/// Numbers at even ratios. Arithmetic alone, for a power's last bit differs between machines.
fn ratios(from: i64, to: i64, count: u32) -> Vec<i64> {
    let (first, last) = (from as f64, to as f64);
    let grown = |ratio: f64, times: u32| (0..times).fold(first, |value, _| value * ratio);
    // The ratio that leads from the first to the last, by halving.
    let (mut low, mut high) = (1.0, last / first);
    for _ in 0..64 {
        let middle = (low + high) / 2.0;
        if grown(middle, count - 1) < last { low = middle } else { high = middle }
    }
    let inner = (1..count - 1).map(|n| (grown(low, n).round() as i64).clamp(from, to));
    std::iter::once(from).chain(inner).chain([to]).collect()
}

impl Plan {
    /// The most seeds of one point.
    pub const SEEDS: u32 = 100_000;
    /// The most runs of all points.
    pub const RUNS: u64 = 2_000_000;
    /// The most steps of one run.
    pub const STEPS: u64 = 100_000_000;

    /// The plan that measures a recipe over so many seeds from its own on, at every point of the
    /// axes' grid. Its stop is that of the length.
    ///
    /// # Errors
    /// When it would have no runs, too many, endless ones, or seeds that there are not.
    pub fn new(
        recipe: Recipe,
        length: Length,
        axes: Vec<Axis>,
        seeds: u32,
        judges: bool,
    ) -> Result<Plan, Unsound> {
        let Length { warm_up, stop } = length;
        if seeds == 0 || seeds > Plan::SEEDS {
            return Err(Unsound::Seeds(seeds));
        }
        if recipe.seed.checked_add(u64::from(seeds) - 1).is_none() {
            return Err(Unsound::SeedOverflow { first: recipe.seed, seeds });
        }
        if stop.steps == 0 || stop.steps > Plan::STEPS {
            return Err(Unsound::Steps(stop.steps));
        }
        if Time::ZERO + warm_up >= stop.at {
            return Err(Unsound::WarmUp { warm_up, stop: stop.at });
        }
        let recipe = Recipe { stop, ..recipe }.in_order();
        let mut runs = u64::from(seeds);
        for (index, axis) in axes.iter().enumerate() {
            if axis.values.is_empty() {
                return Err(Unsound::NoValues(axis.dial));
            }
            if axes[..index].iter().any(|other| other.dial == axis.dial) {
                return Err(Unsound::Twice(axis.dial));
            }
            for value in &axis.values {
                axis.dial.turn(&mut recipe.clone(), *value)?;
            }
            runs = runs.saturating_mul(axis.values.len() as u64);
        }
        if runs > Plan::RUNS {
            return Err(Unsound::Runs(runs));
        }
        Ok(Plan { recipe, warm_up, axes, seeds, judges })
    }

    /// How many points the grid has.
    #[must_use]
    pub fn points(&self) -> u32 {
        self.axes.iter().map(|axis| axis.values.len() as u32).product()
    }

    /// How many seeds each point is run under.
    #[must_use]
    pub fn seeds(&self) -> u32 {
        self.seeds
    }

    /// How many runs there are in all.
    #[must_use]
    pub fn runs(&self) -> u64 {
        u64::from(self.points()) * u64::from(self.seeds)
    }

    /// What is turned.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// How much of each run is measured.
    #[must_use]
    pub fn length(&self) -> Length {
        Length { warm_up: self.warm_up, stop: self.recipe.stop }
    }

    /// Whether laws are judged at every step.
    #[must_use]
    pub fn judges(&self) -> bool {
        self.judges
    }

    /// The values of a point, one an axis. The last axis turns first.
    #[must_use]
    pub fn values(&self, point: u32) -> Vec<i64> {
        let mut rest = point as usize;
        let mut values: Vec<i64> = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            values.push(axis.values[rest % axis.values.len()]);
            rest /= axis.values.len();
        }
        values.reverse();
        values
    }

    /// The recipe of a run: of this point, under the seed of this number. It replays as it was
    /// measured.
    #[must_use]
    pub fn recipe(&self, point: u32, run: u32) -> Recipe {
        let mut recipe = self.recipe.clone();
        recipe.seed = recipe.seed.wrapping_add(u64::from(run));
        for (axis, value) in self.axes.iter().zip(self.values(point)) {
            axis.dial.turn(&mut recipe, value).expect("a plan's values were tried");
        }
        recipe
    }

    /// The seed of a run.
    #[must_use]
    pub fn seed(&self, run: u32) -> u64 {
        self.recipe.seed.wrapping_add(u64::from(run))
    }

    /// All of the plan, in pieces of at most so many runs of one point, point by point.
    pub fn chunks(&self, runs: u32) -> impl Iterator<Item = Chunk> + use<> {
        let (points, seeds, runs) = (self.points(), self.seeds, runs.max(1));
        (0..points).flat_map(move |point| {
            (0..seeds).step_by(runs as usize).map(move |first| Chunk {
                point,
                first,
                runs: runs.min(seeds - first),
            })
        })
    }
}

/// Why a plan cannot be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// No seeds, or too many.
    Seeds(u32),
    /// The seeds go beyond the last that there is.
    SeedOverflow {
        /// The first seed.
        first: u64,
        /// How many were asked for.
        seeds: u32,
    },
    /// No steps, or too many.
    Steps(u64),
    /// Nothing is left to measure after the warm-up.
    WarmUp {
        /// How long it is.
        warm_up: Span,
        /// Where the run ends.
        stop: Time,
    },
    /// An axis has no values.
    NoValues(Dial),
    /// Two axes turn the same.
    Twice(Dial),
    /// The recipe has no such knob.
    NoSuchKnob {
        /// Its number.
        index: u32,
        /// How many there are.
        knobs: usize,
    },
    /// A rate is out of its range.
    Rate {
        /// Which rate.
        dial: Dial,
        /// What was asked for.
        value: i64,
    },
    /// The grid has too many runs.
    Runs(u64),
}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unsound::Seeds(seeds) => {
                write!(f, "{seeds} seeds cannot be run: choose from 1 to {}", Plan::SEEDS)
            }
            Unsound::SeedOverflow { first, seeds } => write!(
                f,
                "there are no {seeds} seeds from {first} on: begin at {} or below",
                u64::MAX - u64::from(seeds.saturating_sub(1))
            ),
            Unsound::Steps(u64::MAX) => write!(
                f,
                "a measured run needs an end: give it a number of steps, {} at most",
                Plan::STEPS
            ),
            Unsound::Steps(steps) => {
                write!(f, "a run of {steps} steps is not measured: take 1 to {}", Plan::STEPS)
            }
            Unsound::WarmUp { warm_up, stop } => write!(
                f,
                "a warm-up of {warm_up} leaves nothing to measure before the end at {stop}: \
                 shorten the one or put off the other"
            ),
            Unsound::NoValues(dial) => {
                write!(f, "{dial} has no values to go through: its range must not be empty")
            }
            Unsound::Twice(dial) => write!(f, "{dial} is turned twice: once is enough"),
            Unsound::NoSuchKnob { index, knobs } => {
                write!(f, "there is no knob number {index}: this lab has {knobs}, counted from 0")
            }
            Unsound::Rate { dial: Dial::Mishaps, value } => {
                write!(f, "the time between mishaps cannot be {value} µs: it is 0 (none) or more")
            }
            Unsound::Rate { dial, value } => {
                write!(f, "{dial} cannot be {value} per million: it goes from 0 to 1000000")
            }
            Unsound::Runs(runs) => write!(
                f,
                "{runs} runs are too many, {} at most: take fewer seeds or fewer values",
                Plan::RUNS
            ),
        }
    }
}

impl std::error::Error for Unsound {}
