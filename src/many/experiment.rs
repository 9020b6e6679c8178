//! What is measured, and how: all that a person chooses on this tab, as plain data and as text.
//!
//! The text stands in the address beside the link of the run, and a worker gets the same two: so
//! page and worker make the same plan, and a link opens the same experiment.

use kernel::link::{self, Limits};
use kernel::sweep::{Axis, Dial, Length, Plan};
use kernel::{Knob, Nature, Range, Run, Span, Stop, Time};
use labs::Entry;
use std::fmt::Write;

/// How many runs a point has: what the slider offers.
pub const RUNS: [u32; 10] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
/// A curve of more points than this says no more.
pub const POINTS_MOST: u32 = 64;
/// The points of a curve unless a person says otherwise.
const POINTS: u32 = 16;
/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// Runs of each point, under as many seeds from the run's own on.
    pub runs: u32,
    /// How much of each run is measured.
    pub length: Length,
    /// What goes wrong by itself, at what rate.
    pub nature: Nature,
    /// What is turned, where something is.
    pub turn: Option<Turn>,
    /// Whether the laws are judged at every step.
    pub judges: bool,
    /// Whether what hands did in the run on the stage happens under every seed.
    pub has_hands: bool,
}

/// What is turned, from where to where, in how many points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What is turned.
    pub dial: Dial,
    /// The first value.
    pub from: i64,
    /// The last value.
    pub to: i64,
    /// How many values at most, 2 or more.
    pub points: u32,
}

impl Turn {
    /// The whole range of a dial.
    pub fn whole(entry: &Entry, dial: Dial) -> Turn {
        let (from, to) = match dial {
            Dial::Knob(_) => bounds(entry, dial),
            Dial::Mishaps => (100_000, 10_000_000),
            // A tenth of all messages is a bad day already.
            Dial::Loss | Dial::Doubling => (0, 100_000),
        };
        Turn { dial, from, to, points: POINTS }
    }

    /// The values that are gone through.
    pub fn axis(&self, entry: &Entry) -> Axis {
        let Turn { dial, from, to, points } = *self;
        let range = knob(entry, dial).map(|knob| knob.range);
        // Names have no numbers between them: all of them are tried.
        let points = match range {
            Some(Range::Choice(_) | Range::Switch) => POINTS_MOST,
            _ => points.clamp(2, POINTS_MOST),
        };
        Axis::spread(dial, from, to, points, is_log(entry, dial))
    }
}

/// The knob that a dial turns.
pub fn knob(entry: &Entry, dial: Dial) -> Option<&'static Knob> {
    match dial {
        Dial::Knob(nth) => entry.knobs.get(nth as usize),
        _ => None,
    }
}

/// The least and the greatest value of a dial.
pub fn bounds(entry: &Entry, dial: Dial) -> (i64, i64) {
    match dial {
        Dial::Knob(_) => knob(entry, dial).map_or((0, 0), |knob| knob.range.bounds()),
        Dial::Loss | Dial::Doubling => (0, 1_000_000),
        Dial::Mishaps => (1, 1_000_000_000_000),
    }
}

/// Whether the values of a dial go by ratios.
pub fn is_log(entry: &Entry, dial: Dial) -> bool {
    match knob(entry, dial) {
        Some(knob) => matches!(knob.range, Range::Log(..)),
        None => dial == Dial::Mishaps,
    }
}

impl Experiment {
    /// The experiment that a lab's tab begins with.
    pub fn of(entry: &Entry) -> Experiment {
        Experiment {
            runs: 1_000,
            length: entry.measure,
            nature: Nature::default(),
            turn: None,
            judges: true,
            has_hands: true,
        }
    }

    /// The plan that measures a run so, given as its link.
    ///
    /// # Errors
    /// When the link is none, or the plan cannot be carried out; the sentence says why.
    pub fn plan(&self, entry: &Entry, link: &str) -> Result<Plan, String> {
        let link = link::read(entry.knobs, entry.version, link).map_err(|why| why.to_string())?;
        let mut recipe = link.recipe;
        // Loaded data stay with the page: the workers run on the lab's own.
        recipe.data = None;
        if self.has_hands {
            let machine = entry.machine(&recipe, None).map_err(|why| why.to_string())?;
            let steps = Limits::default().steps;
            recipe = Run::by_value(machine, recipe, steps).map_err(|why| why.to_string())?;
        } else {
            recipe.cues.clear();
        }
        recipe.nature = self.nature;
        let axes = self.turn.iter().map(|turn| turn.axis(entry)).collect();
        Plan::new(recipe, self.length, axes, self.runs, self.judges).map_err(|why| why.to_string())
    }

    /// The experiment as text, for [`Experiment::read`]: what stands as the lab has it is left out.
    pub fn write(&self, entry: &Entry) -> String {
        let usual = Experiment::of(entry);
        let mut text = format!("runs:{}", self.runs);
        // A String takes all that is written.
        if let Some(Turn { dial, from, to, points }) = self.turn {
            let _ = write!(text, ",turn:{}:{from}:{to}:{points}", dial.key(entry.knobs));
        }
        if self.length != usual.length {
            let Length { warm_up, stop } = self.length;
            let _ = write!(text, ",length:{}:", warm_up.as_micros());
            let _ = match stop.at {
                Time::END => write!(text, "-:{}", stop.steps),
                at => write!(text, "{}:{}", at.as_micros(), stop.steps),
            };
        }
        if self.nature != usual.nature {
            let Nature { loss_ppm, copy_ppm, mishap_every } = self.nature;
            let _ = write!(text, ",nature:{loss_ppm}:{copy_ppm}:{}", mishap_every.as_micros());
        }
        if !self.judges {
            text.push_str(",unjudged");
        }
        if !self.has_hands {
            text.push_str(",no-hands");
        }
        text
    }

    /// Reads what [`Experiment::write`] wrote.
    ///
    /// # Errors
    /// When a part is none of an experiment; the sentence says which, and what would be right.
    pub fn read(entry: &Entry, text: &str) -> Result<Experiment, String> {
        let mut experiment = Experiment::of(entry);
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let wrong = || {
                let part: String = part.chars().take(40).collect();
                format!(
                    "“{part}” says nothing of an experiment: its parts are runs:n, \
                     turn:knob:from:to:points, length:warm-up:end:steps, nature:loss:doubling:\
                     mishaps, unjudged, no-hands and show:metric"
                )
            };
            experiment.take(entry, part).ok_or_else(wrong)?;
        }
        Ok(experiment)
    }

    fn take(&mut self, entry: &Entry, part: &str) -> Option<()> {
        let mut values = part.split(':');
        match (values.next()?, values.clone().count()) {
            ("runs", 1) => self.runs = next(&mut values)?,
            ("turn", 4) => {
                let dial = Dial::find(entry.knobs, values.next()?)?;
                let (from, to) = (next(&mut values)?, next(&mut values)?);
                let points = next(&mut values)?;
                self.turn = Some(Turn { dial, from, to, points });
            }
            ("length", 3) => {
                let warm_up = Span::micros(next(&mut values)?);
                let at = match values.next()? {
                    "-" => Time::END,
                    us => Time::from_micros(us.parse().ok()?),
                };
                self.length = Length { warm_up, stop: Stop { at, steps: next(&mut values)? } };
            }
            ("nature", 3) => {
                let (loss_ppm, copy_ppm) = (next(&mut values)?, next(&mut values)?);
                let mishap_every = Span::micros(next(&mut values)?);
                self.nature = Nature { loss_ppm, copy_ppm, mishap_every };
            }
            ("unjudged", 0) => self.judges = false,
            ("no-hands", 0) => self.has_hands = false,
            // What is shown of it changes nothing in what is measured.
            ("show", 1) => {}
            _ => return None,
        }
        Some(())
    }
}

fn next<'a, T: std::str::FromStr>(values: &mut impl Iterator<Item = &'a str>) -> Option<T> {
    values.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> &'static Entry {
        labs::entries().next().expect("there is a lab")
    }

    #[test]
    fn an_experiment_reads_what_it_writes() {
        let usual = Experiment::of(entry());
        let turn = |dial| Some(Turn { dial, from: 1, to: 9, points: 5 });
        let experiments = [
            usual.clone(),
            Experiment { runs: 100_000, turn: turn(Dial::Knob(1)), ..usual.clone() },
            Experiment { turn: turn(Dial::Mishaps), judges: false, ..usual.clone() },
            Experiment { length: Length::steps(77), has_hands: false, ..usual.clone() },
            Experiment {
                length: Length::after(Span::millis(5), Span::secs(2), 1_000),
                nature: Nature { loss_ppm: 10, copy_ppm: 20, mishap_every: Span::secs(3) },
                ..usual
            },
        ];
        for experiment in experiments {
            let text = experiment.write(entry());
            assert_eq!(Experiment::read(entry(), &text), Ok(experiment), "{text}");
        }
    }

    #[test]
    fn what_is_no_experiment_is_told() {
        for text in ["runs", "runs:many", "turn:nothing:1:2:3", "length:1:2", "gibberish:1"] {
            let why = Experiment::read(entry(), text).expect_err(text);
            assert!(why.contains("its parts are runs:n"), "{why}");
        }
    }

    #[test]
    fn an_experiment_without_end_or_measure_is_refused_with_a_sentence() {
        let read = |text: &str| {
            let experiment = Experiment::read(entry(), text).expect("it can be read");
            experiment.plan(entry(), "").map(|plan| plan.runs()).unwrap_err()
        };
        assert!(read("runs:0").contains("seeds"));
        assert!(read("runs:4000000000").contains("seeds"));
        assert!(read("length:0:-:18446744073709551615").contains("needs an end"));
        assert!(read("nature:2000000:0:0,turn:loss:0:2000000:3").contains("per million"));
    }

    #[test]
    fn a_choice_is_tried_whole_and_a_range_in_as_many_points_as_asked() {
        for (nth, knob) in (0..).zip(entry().knobs) {
            let axis = Turn::whole(entry(), Dial::Knob(nth)).axis(entry());
            let (low, high) = knob.range.bounds();
            assert_eq!((axis.values[0], axis.values[axis.values.len() - 1]), (low, high));
            assert!(axis.values.len() <= POINTS_MOST as usize && axis.values.is_sorted());
        }
    }
}
