//! The kernel of Faultline: deterministic state machines, and the drivers that run, seek, fork
//! and search them.
//!
//! A [`Model`] is a closed world that moves by events. [`World`] is all there is at one step,
//! [`Run`] is a recipe with a playhead, [`link`] writes a run as text, [`trace`] says what it went
//! through, [`check`] searches every way in which a model can go. The kernel depends on nothing and
//! knows no browser.

pub mod agenda;
pub mod aside;
pub mod chart;
pub mod check;
pub mod cx;
pub mod decimal;
pub mod delay;
pub mod fingerprint;
pub mod knob;
pub mod law;
pub mod link;
pub mod machine;
pub mod metric;
pub mod model;
mod oracle;
pub mod order;
pub mod outline;
pub mod recipe;
pub mod rng;
pub mod run;
pub mod sweep;
pub mod symmetry;
pub mod time;
pub mod trace;
pub mod world;

pub use agenda::{Agenda, Booked, Lane};
pub use aside::Aside;
pub use chart::{Chart, Place, Sign, Standing};
pub use check::{Caps, Checker, Outcome, Report, Witness};
pub use cx::Cx;
pub use delay::{Delay, Wait};
pub use fingerprint::Fingerprint;
pub use knob::{Knob, KnobError, Range};
pub use law::{Bag, Breach, Change, Holds, Kind, Law, LawInfo, Mark, Verdict, Watch};
pub use machine::{Halt, Line, Machine, Offers};
pub use metric::{Edge, Figure, Fold, Metric, MetricInfo};
pub use model::{Allowance, Budget, Class, Frame, Model, Said, Search, Told, Tone, Until};
pub use oracle::Purse;
pub use outline::Row;
pub use recipe::{Cue, Deed, Misfit, Nature, Pick, Playhead, Recipe, Stop};
pub use rng::Draw;
pub use run::{Drift, Dropped, Ghost, Run};
pub use symmetry::{Interchangeable, Renaming, Symmetry};
pub use time::{Span, Time};
pub use trace::Trace;
pub use world::World;
