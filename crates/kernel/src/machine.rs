//! A world behind an object-safe face. Everything above it (run, link, shell, command line) is
//! compiled once, however many labs there are.

use crate::chart::Survey;
use crate::check::Explore;
use crate::law::{LawInfo, Verdict, Watch};
use crate::metric::{Figure, MetricInfo};
use crate::model::{Allowance, Budget, Class, Tone};
use crate::oracle::Purse;
use crate::outline::Row;
use crate::recipe::{Cue, Deed, Misfit, Nature};
use crate::sweep::Gauge;
use crate::symmetry::Interchangeable;
use crate::time::Time;
use std::any::Any;

/// A world of some model, at some step.
pub trait Machine: Any {
    /// An independent copy; large collections are shared.
    fn fork(&self) -> Box<dyn Machine>;
    /// For [`crate::World::frame`], which finds the typed world again.
    fn as_any(&self) -> &dyn Any;
    /// How many steps led here.
    fn step(&self) -> u64;
    /// The instant of the last step.
    fn now(&self) -> Time;
    /// The instant of the next step that happens by itself.
    fn next_due(&self) -> Option<Time>;
    /// Judges the state as it stands, before the first step.
    fn judge(&mut self, watch: &mut Watch);
    /// Takes steps that happen by themselves: none after `until`, at most `steps`.
    fn advance(&mut self, until: Time, steps: u64, watch: Option<&mut Watch>) -> Halt;
    /// The world of the same model and nature at step 0 under another seed. What the model has
    /// worked out is shared.
    fn reseeded(&self, seed: u64) -> Box<dyn Machine>;
    /// As [`Machine::advance`], folding facts into a gauge and keeping none, as fast as it goes.
    fn measure(&mut self, until: Time, steps: u64, gauge: &mut Gauge) -> Halt;
    /// As [`Machine::apply`], folding facts into a gauge and keeping none.
    ///
    /// # Errors
    /// When the deed does not fit here; nothing has changed then.
    fn measure_cue(&mut self, cue: &Cue, gauge: &mut Gauge) -> Result<(), Misfit>;
    /// Takes the step that a cue is. On an error nothing has changed.
    ///
    /// # Errors
    /// When the deed does not fit here.
    fn apply(&mut self, cue: &Cue, watch: Option<&mut Watch>) -> Result<(), Misfit>;
    /// What is on offer to a hand.
    fn offers(&self) -> Offers;
    /// The deed for an action in text form: an index where the menu has it.
    ///
    /// # Errors
    /// When the text is no action, or not one that is possible now.
    fn resolve(&self, action: &str) -> Result<Deed, Misfit>;
    /// A deed in a few words, as it would be done here.
    ///
    /// # Errors
    /// When the deed does not fit here.
    fn describe(&self, deed: &Deed) -> Result<String, Misfit>;
    /// State, agenda, instant and chance in 64 bits.
    fn fingerprint(&self) -> u64;
    /// The model's laws.
    fn laws(&self) -> Vec<LawInfo>;
    /// How each law stands here, given what a watch has seen up to this step.
    fn verdicts(&self, watch: &Watch) -> Vec<Verdict>;
    /// The latest facts in plain words, oldest first, at most `most`.
    fn recent(&self, most: usize) -> Vec<Line>;
    /// Numbers read off the state.
    fn figures(&self) -> Vec<Figure>;
    /// The model's metrics.
    fn metrics(&self) -> Vec<MetricInfo>;
    /// Each metric's value where the measurement ends at `end`; `None` where nothing was measured.
    fn readings(&self, gauge: &Gauge, end: Time) -> Vec<Option<f64>>;
    /// The model's version: the same recipe and version give the same trace.
    fn version(&self) -> u32;
    /// The model's own budgets, with the limits that it proposes.
    fn allowances(&self) -> &'static [Allowance];
    /// Whether there can be messages that are lost or doubled one by one.
    fn has_messages(&self) -> bool;
    /// The parts that are interchangeable, where at least two are.
    fn interchangeable(&self) -> Option<Interchangeable>;
    /// What goes wrong by itself.
    fn nature(&self) -> Nature;
    /// The model's nodes by name; empty where it has none.
    fn nodes(&self) -> Vec<String>;
    /// What a chart notes between two steps. Bookings up to number `known` come without words, and
    /// from now on what nature loses is kept until the next survey.
    fn survey(&mut self, known: Option<u64>) -> Survey;
    /// The state as rows.
    fn outline(&self) -> Vec<Row>;
    /// A search that starts from here; up to renaming of what is interchangeable, where that is
    /// wanted and anything is.
    fn explore(&self, limits: Purse, is_symmetric: bool) -> Box<dyn Explore>;
}

/// Why an advance stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Everything up to the asked instant has happened.
    Reached,
    /// The steps were used up; there is more to do.
    Budget,
    /// Nothing is booked.
    Rest,
    /// The recipe's stop was reached.
    Stopped,
}

/// What a hand may do at one step.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Offers {
    /// Booked events, by (due, booking number): index `i` is `Deed::Fire(i)`.
    pub events: Vec<EventOffer>,
    /// The menu of actions: index `i` is `Deed::Act(i)`.
    pub actions: Vec<ActionOffer>,
}

/// A booked event on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventOffer {
    /// A stable key of the booking.
    pub number: u64,
    /// What it is.
    pub label: String,
    /// What may be done with it.
    pub class: Class,
    /// Whether it is on a connection: then it is neither dropped nor doubled alone.
    pub laned: bool,
    /// When it was booked.
    pub born: Time,
    /// When it is due.
    pub due: Time,
}

/// An action on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionOffer {
    /// Its text form.
    pub text: String,
    /// What the button says.
    pub label: String,
    /// What a search pays for it.
    pub price: Option<Budget>,
}

/// A fact in plain words, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The step.
    pub step: u64,
    /// Its instant.
    pub at: Time,
    /// The sentence.
    pub text: String,
    /// Its role.
    pub tone: Tone,
}
