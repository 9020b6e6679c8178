//! What a lab is, beside its model: a card, knobs, presets, a first sabotage, a lesson.

use crate::formula::Formula;
use crate::grid::Grid;
use crate::tally::Tally;
use kernel::sweep::{Length, Plan};
use kernel::{Knob, Machine, Model, Recipe, Span, Stop, Time, World};
use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// A model with all that a page and a command line need to offer it.
pub trait Lab: Model {
    /// Name, question, chapter.
    const CARD: Card;
    /// Every scalar parameter. Slider, link, command line and test ranges come from this list.
    const KNOBS: &'static [Knob];
    /// Named recipes; the first is the opening one.
    const PRESETS: &'static [Preset];
    /// What hands do in some of them with messages and timers: as a search found it, mostly.
    const WAYS: &'static [Way] = &[];
    /// The text below the stage.
    const LESSON: Lesson;
    /// Reads a file that a person loads, where the lab takes data.
    const READ_DATA: Option<ReadData> = None;
    /// Laws under every setting of a few knobs, beside what is published: for the Check tab and
    /// `faultline check --grid`.
    const GRIDS: &'static [Grid] = &[];
    /// Counts of states under every setting of a knob, beside what is published: for the Check tab
    /// and `faultline check --counts`.
    const TALLIES: &'static [Tally] = &[];
    /// How much of a run is measured under each seed, unless a person says otherwise.
    const MEASURE: Length = Length::steps(1_000);
    /// Metrics of one quantity, by their keys, whose curves are drawn together: at most four.
    const FAMILIES: &'static [&'static [&'static str]] = &[];
    /// Closed forms that metrics are laid beside, where some are known.
    const FORMULAS: &'static [Formula] = &[];

    /// The model that these knob values (in the order of [`Lab::KNOBS`], within their ranges) and
    /// these data make.
    ///
    /// # Errors
    /// When the values do not go together; the sentence says which, and what would.
    fn build(knobs: &[i64], data: Option<&Data>) -> Result<Self, String>;

    /// What the button *Break it* does here; `None` when there is nothing left to break.
    fn sabotage(&self, state: &Self::State) -> Option<Self::Action>;

    /// The picture in one or two sentences, for those who do not see it.
    fn summary(&self, state: &Self::State) -> String;
}

/// Name, question, chapter.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// In links and on the command line, in kebab-case.
    pub slug: &'static str,
    /// The system's name in the field's words.
    pub title: &'static str,
    /// The question that the page answers, in one sentence.
    pub question: &'static str,
    /// The gallery's chapter.
    pub chapter: &'static str,
    /// What *Break it* does, on the button's title.
    pub sabotage: &'static str,
    /// What the checker is asked on this lab's Check tab, in one sentence; `None` where the lab
    /// is not searched.
    pub check: Option<&'static str>,
}

/// A named recipe.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// In links and on the command line, in kebab-case.
    pub key: &'static str,
    /// What its button says.
    pub label: &'static str,
    /// What to look at, in one sentence.
    pub note: &'static str,
    /// The knobs that are not at their defaults.
    pub knobs: &'static [(&'static str, i64)],
    /// The seed.
    pub seed: u64,
    /// What hands do: (step, microseconds, action in text form).
    pub cues: &'static [(u64, u64, &'static str)],
}

/// What hands do in a preset with messages and timers, which a preset's own cues cannot name: a way
/// that a search found, or a message that is lost.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The preset's key. Its own cues are none.
    pub preset: &'static str,
    /// The cues, as a link has them.
    pub cues: &'static str,
}

/// The text below the stage. Every part is plain prose; lists are short sentences.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// What it is.
    pub what: &'static str,
    /// Why one wants it.
    pub why: &'static str,
    /// When to use it.
    pub when: &'static [&'static str],
    /// When not to use it.
    pub when_not: &'static [&'static str],
    /// What can go wrong.
    pub wrong: &'static [&'static str],
    /// What is paid for what.
    pub trade_offs: &'static [&'static str],
    /// What to try on this page.
    pub try_this: &'static [&'static str],
    /// What is modelled.
    pub modelled: &'static [&'static str],
    /// What is not modelled.
    pub not_modelled: &'static [&'static str],
    /// Where it is written.
    pub sources: &'static [Source],
}

/// Where something is written.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Authors, title, place and year.
    pub title: &'static str,
    /// A lasting address.
    pub url: &'static str,
}

/// Data that a person loaded. They stay on the person's machine; a recipe names the digest alone.
#[derive(Clone)]
pub struct Data {
    /// The file's name, as the person knows it.
    pub name: String,
    /// What was read, in one sentence: "1,204 keys, 3 empty lines skipped".
    pub summary: String,
    /// A fingerprint of the contents.
    pub digest: u64,
    /// The parsed contents, in the lab's own type.
    pub payload: Rc<dyn Any>,
}

/// Reads a file: its name and its bytes. The error says what was wrong, where, and what would be
/// right.
pub type ReadData = fn(&str, &[u8]) -> Result<Data, String>;

/// Makes the machine of a recipe.
type Build = fn(&Recipe, Option<&Data>) -> Result<Box<dyn Machine>, Unbuildable>;

/// What a lab must be to stand in the list: with faces it needs one.
#[cfg(not(feature = "view"))]
pub use Lab as Listed;

/// What a lab must be to stand in the list: with faces it needs one.
#[cfg(feature = "view")]
pub use crate::face::Face as Listed;

/// A lab behind one type: what the list holds.
pub struct Entry {
    /// Name, question, chapter.
    pub card: Card,
    /// Every scalar parameter.
    pub knobs: &'static [Knob],
    /// Named recipes; the first is the opening one.
    pub presets: &'static [Preset],
    /// What hands do in some of them with messages and timers.
    pub ways: &'static [Way],
    /// The text below the stage.
    pub lesson: Lesson,
    /// Reads a file that a person loads, where the lab takes data.
    pub read_data: Option<ReadData>,
    /// Laws under every setting of a few knobs.
    pub grids: &'static [Grid],
    /// Counts of states under every setting of a knob.
    pub tallies: &'static [Tally],
    /// How much of a run is measured under each seed, unless a person says otherwise.
    pub measure: Length,
    /// Metrics of one quantity, by their keys.
    pub families: &'static [&'static [&'static str]],
    /// Closed forms that metrics are laid beside.
    pub formulas: &'static [Formula],
    /// The version of the model.
    pub version: u32,
    build: Build,
    sabotage: fn(&dyn Machine) -> Option<String>,
    summary: fn(&dyn Machine) -> String,
    /// The lab's face.
    #[cfg(feature = "view")]
    pub stage: fn(&dyn Machine, &crate::face::Scene) -> yew::Html,
    /// What stands below it on the tab *Play*.
    #[cfg(feature = "view")]
    pub below: fn(&dyn Machine, &crate::face::Scene) -> Option<yew::Html>,
    /// The style sheet of that face.
    #[cfg(feature = "view")]
    pub style: &'static str,
    /// What the lab does with real threads, where it does.
    #[cfg(feature = "view")]
    pub real: Option<crate::real::Real>,
    /// What is told below the stage of a model that has nodes or an outline.
    #[cfg(feature = "view")]
    pub space_time: Option<crate::space_time::SpaceTime>,
}

/// A recipe that makes no machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unbuildable {
    /// The recipe has another number of knobs than the lab.
    Knobs {
        /// How many the recipe has.
        given: usize,
        /// How many the lab has.
        wanted: usize,
    },
    /// A knob is out of its range.
    OutOfRange(Knob, i64),
    /// The recipe names data that are not loaded.
    DataMissing(u64),
    /// The knobs do not go together.
    Refused(String),
}

impl fmt::Display for Unbuildable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unbuildable::Knobs { given, wanted } => {
                write!(f, "{given} knobs were given, this lab has {wanted}")
            }
            Unbuildable::OutOfRange(knob, value) => {
                let (low, high) = knob.range.bounds();
                write!(f, "{} cannot be {value}: it goes from {low} to {high}", knob.key)
            }
            Unbuildable::DataMissing(digest) => write!(
                f,
                "this run was made with somebody's own data (digest {digest:016x}), which a link \
                 does not carry: load the same file to see it"
            ),
            Unbuildable::Refused(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Unbuildable {}

impl Entry {
    /// The entry of a lab.
    pub const fn of<L: Listed>() -> Entry {
        Entry {
            card: L::CARD,
            knobs: L::KNOBS,
            presets: L::PRESETS,
            ways: L::WAYS,
            lesson: L::LESSON,
            read_data: L::READ_DATA,
            grids: L::GRIDS,
            tallies: L::TALLIES,
            measure: L::MEASURE,
            families: L::FAMILIES,
            formulas: L::FORMULAS,
            version: L::VERSION,
            build: build::<L>,
            sabotage: sabotage::<L>,
            summary: summary::<L>,
            #[cfg(feature = "view")]
            stage: crate::face::stage::<L>,
            #[cfg(feature = "view")]
            below: crate::face::below::<L>,
            #[cfg(feature = "view")]
            style: L::STYLE,
            #[cfg(feature = "view")]
            real: L::REAL,
            #[cfg(feature = "view")]
            space_time: L::SPACE_TIME,
        }
    }

    /// The machine that a recipe makes, at step 0.
    ///
    /// # Errors
    /// When the knobs or the data do not make one.
    pub fn machine(
        &self,
        recipe: &Recipe,
        data: Option<&Data>,
    ) -> Result<Box<dyn Machine>, Unbuildable> {
        let (given, wanted) = (recipe.knobs.len(), self.knobs.len());
        if given != wanted {
            return Err(Unbuildable::Knobs { given, wanted });
        }
        for (knob, value) in self.knobs.iter().zip(&recipe.knobs) {
            let (low, high) = knob.range.bounds();
            if !(low..=high).contains(value) {
                return Err(Unbuildable::OutOfRange(*knob, *value));
            }
        }
        let data = match recipe.data {
            None => None,
            Some(digest) => match data.filter(|data| data.digest == digest) {
                None => return Err(Unbuildable::DataMissing(digest)),
                found => found,
            },
        };
        (self.build)(recipe, data)
    }

    /// What *Break it* does here, as an action in text form.
    pub fn sabotage(&self, machine: &dyn Machine) -> Option<String> {
        (self.sabotage)(machine)
    }

    /// The picture in one or two sentences.
    pub fn summary(&self, machine: &dyn Machine) -> String {
        (self.summary)(machine)
    }

    /// How much of a recipe's run is measured: up to its own stop, where it has one.
    pub fn length(&self, recipe: &Recipe) -> Length {
        if recipe.stop == Stop::default() {
            return self.measure;
        }
        let Stop { at, steps } = recipe.stop;
        let fits = Time::ZERO + self.measure.warm_up < at;
        let warm_up = if fits { self.measure.warm_up } else { Span::ZERO };
        Length { warm_up, stop: Stop { at, steps: steps.min(Plan::STEPS) } }
    }

    /// The metrics that are drawn together with one, by their keys, itself among them.
    pub fn family_of(&self, metric: &str) -> Option<&'static [&'static str]> {
        self.families.iter().copied().find(|family| family.contains(&metric))
    }

    /// The closed forms of a metric, by its key.
    pub fn formulas_of(&self, metric: &str) -> impl Iterator<Item = &'static Formula> {
        self.formulas.iter().filter(move |formula| formula.metric == metric)
    }

    /// The value of every knob unless it is turned.
    pub fn defaults(&self) -> Vec<i64> {
        self.knobs.iter().map(|knob| knob.default).collect()
    }

    /// The recipe of a preset.
    pub fn recipe(&self, preset: &Preset) -> Recipe {
        let mut knobs = self.defaults();
        for (key, value) in preset.knobs {
            let index = self.knobs.iter().position(|knob| knob.key == *key);
            knobs[index.expect("a preset names knobs of its lab")] = *value;
        }
        let cue = |(step, us, action): &(u64, u64, &str)| kernel::Cue {
            step: *step,
            at: Time::from_micros(*us),
            deed: kernel::Deed::Say((*action).into()),
            picks: Vec::new(),
        };
        let way = self.ways.iter().find(|way| way.preset == preset.key);
        let cues = match way {
            Some(way) => kernel::link::cues(way.cues).expect("a way is a list of cues"),
            None => preset.cues.iter().map(cue).collect(),
        };
        Recipe { knobs, seed: preset.seed, cues, ..Recipe::default() }
    }
}

fn build<L: Lab>(recipe: &Recipe, data: Option<&Data>) -> Result<Box<dyn Machine>, Unbuildable> {
    let model = L::build(&recipe.knobs, data).map_err(Unbuildable::Refused)?;
    Ok(Box::new(World::new(model, recipe.seed, recipe.nature)))
}

fn sabotage<L: Lab>(machine: &dyn Machine) -> Option<String> {
    let frame = World::<L>::frame(machine, machine.now())?;
    let action = frame.model.sabotage(frame.state)?;
    Some(frame.model.write_action(&action))
}

fn summary<L: Lab>(machine: &dyn Machine) -> String {
    World::<L>::frame(machine, machine.now())
        .map(|frame| frame.model.summary(frame.state))
        .unwrap_or_default()
}
