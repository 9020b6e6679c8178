//! Where things stand in a space-time diagram.

use crate::circle::Place;
use kernel::chart::{Arrow, Chart, End};
use kernel::{Playhead, Time};

/// What the length of the picture stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Virtual time.
    Time,
    /// The order of steps: what happens at one instant stands apart.
    Steps,
}

/// Where things stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// What the length stands for.
    pub axis: Axis,
    /// Pixels for a microsecond, or for a step.
    pub scale: f64,
    /// The microsecond, or the step, at pixel zero.
    pub origin: f64,
    /// Time goes downward.
    pub is_upright: bool,
    /// Pixels from one line to the next.
    pub pitch: f64,
    /// Pixels before the first line.
    pub margin: f64,
}

/// A message that was lost as it was sent is this long, in pixels.
const STUB: f64 = 18.0;

impl Layout {
    /// Microseconds, or steps, of a place in a run.
    #[must_use]
    pub fn unit(axis: Axis, place: Playhead) -> f64 {
        match axis {
            Axis::Time => place.at.as_micros() as f64,
            Axis::Steps => place.step as f64,
        }
    }

    /// Where a place in a run stands along the axis, in pixels.
    #[must_use]
    pub fn along(&self, place: Playhead) -> f64 {
        (Layout::unit(self.axis, place) - self.origin) * self.scale
    }

    /// Where a node's line stands across the axis, in pixels.
    #[must_use]
    pub fn across(&self, node: u8) -> f64 {
        self.margin + f64::from(node) * self.pitch
    }

    /// How far the lines of so many nodes go across the axis with their margins, in pixels.
    #[must_use]
    pub fn breadth(&self, nodes: usize) -> f64 {
        nodes.saturating_sub(1) as f64 * self.pitch + 2.0 * self.margin
    }

    /// A place in the picture.
    #[must_use]
    pub fn place(&self, along: f64, across: f64) -> Place {
        match self.is_upright {
            false => Place { x: along, y: across },
            true => Place { x: across, y: along },
        }
    }

    /// From where to where a message goes in the picture, and where it would have gone.
    pub(super) fn ends(&self, chart: &Chart, arrow: &Arrow) -> Ends {
        let from = (self.along(arrow.sent), self.across(arrow.from));
        let to = self.across(arrow.to);
        let (along, part) = match arrow.end {
            End::Arrived(end) | End::Unheard(end) => (self.along(end), 1.0),
            End::OnItsWay => (self.due(chart, arrow).max(from.0 + STUB), 1.0),
            End::Lost(end) => {
                let way = arrow.due.since(arrow.sent.at).as_micros() as f64;
                let gone = end.at.since(arrow.sent.at).as_micros() as f64;
                let part = if way > 0.0 { (gone / way).clamp(0.2, 0.9) } else { 0.5 };
                (self.along(end).max(from.0 + STUB), part)
            }
        };
        let across = from.1 + (to - from.1) * part;
        Ends {
            from: self.place(from.0, from.1),
            to: self.place(along, across),
            along: (from.0, along),
        }
    }

    /// When a message on its way arrives. Steps to come have no number yet.
    fn due(&self, chart: &Chart, arrow: &Arrow) -> f64 {
        match self.axis {
            Axis::Time => self.along(Playhead { step: 0, at: arrow.due.max(Time::ZERO) }),
            Axis::Steps => self.along(chart.until) + self.scale,
        }
    }
}

/// From where to where a message goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub from: Place,
    pub to: Place,
    /// The same along the axis.
    pub along: (f64, f64),
}
