//! The space-time diagram of a lab with nodes, and beside it what the latest step changed.
//!
//! The page owns the run and reads it by [`SpaceTime::read`]; the panel says what it wants to look
//! at. Both are reached through a lab's entry, so they come with the first lab, and a first visit
//! does not load them.

mod camera;
mod changes;
mod layer;
mod panel;
mod view;

use kernel::outline::Changed;
use kernel::{Chart, Playhead, Run, Time};
use std::rc::Rc;
use widgets::space_time::Axis;
use yew::{Callback, Html};

/// How the page reads and shows a space-time diagram.
#[derive(Clone, Copy)]
pub struct SpaceTime {
    /// Reads what is looked at; `None` where the model has neither nodes nor an outline.
    pub read: fn(&Run, Look) -> Option<Rc<Story>>,
    /// Shows it, with its tools.
    pub panel: fn(Sight) -> Html,
    /// The style sheet of the panel.
    pub style: &'static str,
}

/// The one way, for every lab.
pub const SPACE_TIME: SpaceTime =
    SpaceTime { read: Story::of, panel: panel::panel, style: widgets::space_time::STYLE };

/// The stretch of a run that is looked at, in microseconds or in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Which of the two.
    pub axis: Axis,
    /// Where it begins.
    pub from: u64,
    /// Where it ends.
    pub until: u64,
}

impl Default for Look {
    /// The first second.
    fn default() -> Look {
        Look { axis: Axis::Time, from: 0, until: 1_000_000 }
    }
}

impl Look {
    /// The same as places in a run.
    fn bounds(self) -> (Playhead, Playhead) {
        let place = |step, us| Playhead { step, at: Time::from_micros(us) };
        match self.axis {
            Axis::Time => (place(0, self.from), place(u64::MAX, self.until)),
            Axis::Steps => (place(self.from, 0), place(self.until, u64::MAX)),
        }
    }
}

/// What is read of a run for its diagram.
pub struct Story {
    /// Of which stretch it tells.
    pub look: Look,
    /// What happened in it.
    pub chart: Chart,
    /// What the step under the playhead changed; `None` where the lab has no outline.
    pub changes: Option<Vec<Changed>>,
    /// That step.
    pub step: u64,
}

impl Story {
    /// Reads a run, which stays where it is.
    fn of(run: &Run, look: Look) -> Option<Rc<Story>> {
        let (from, until) = look.bounds();
        let has_nodes = !run.machine().nodes().is_empty();
        let has_outline = !run.machine().outline().is_empty();
        (has_nodes || has_outline).then(|| {
            let chart = if has_nodes { run.chart(from, until) } else { Chart::default() };
            let changes = has_outline.then(|| run.changes());
            Rc::new(Story { look, chart, changes, step: run.playhead().step })
        })
    }
}

/// What a panel shows, and who hears its wishes.
#[derive(Clone)]
pub struct Sight {
    /// What was read last.
    pub story: Rc<Story>,
    /// Where the run is.
    pub playhead: Playhead,
    /// How far it has been played.
    pub reach: Playhead,
    /// The width of the panel in CSS pixels; zero until it is known.
    pub width: u32,
    /// Hears what is wanted.
    pub on: Callback<Wish>,
}

impl PartialEq for Sight {
    fn eq(&self, other: &Sight) -> bool {
        Rc::ptr_eq(&self.story, &other.story)
            && (self.playhead, self.reach, self.width) == (other.playhead, other.reach, other.width)
            && self.on == other.on
    }
}

/// What a panel asks of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Another stretch.
    Look(Look),
    /// The playhead at an instant.
    Seek(Time),
    /// The playhead at a step.
    SeekStep(u64),
    /// The diagram as text, on the clipboard.
    Copy(String),
    /// The picture as a file.
    Save,
}
