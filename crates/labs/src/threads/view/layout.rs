//! Where everything stands, for a width.

use widgets::circle::{Circle, Place};
use widgets::listing::LINE;

use crate::threads::Threads;
use crate::threads::program::{Id, Op};
use crate::threads::setup::{Program, RunAs};

/// From this width on there is room for four threads side by side.
pub const WIDE: f64 = 620.0;

/// The distance between things.
pub const GAP: f64 = 12.0;

/// Name and words of a thread, above its lines.
pub const HEAD: f64 = 42.0;

/// The height of the place for what threads share.
const MEMORY: f64 = 96.0;

/// The height of the queue and the cores.
pub const MACHINE: f64 = 62.0;

/// A rectangle in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Rect {
    /// Its middle.
    #[must_use]
    pub fn middle(&self) -> Place {
        Place { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// So much larger on every side, with a line for a name above.
    fn around(&self, by: f64, above: f64) -> Rect {
        Rect {
            x: self.x - by,
            y: self.y - by - above,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by + above,
        }
    }

    /// The middle of its lower edge.
    #[must_use]
    pub fn foot(&self) -> Place {
        Place { x: self.x + self.width / 2.0, y: self.y + self.height }
    }

    /// Where a line from the middle towards a place leaves it.
    #[must_use]
    pub fn edge_towards(&self, place: Place) -> Place {
        let middle = self.middle();
        let (dx, dy) = (place.x - middle.x, place.y - middle.y);
        let across = (self.width / 2.0) / dx.abs().max(1e-6);
        let down = (self.height / 2.0) / dy.abs().max(1e-6);
        middle.towards(place, across.min(down).min(1.0))
    }
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The width of the picture.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// By thread.
    pub threads: Vec<Rect>,
    /// How many lines of its script each thread shows.
    pub lines: usize,
    /// The sheets of the processes.
    pub processes: Vec<Rect>,
    /// By lock.
    pub locks: Vec<Place>,
    /// The counter, where there is one.
    pub counter: Option<Place>,
    /// The inbox, where there is one.
    pub inbox: Option<Place>,
    /// The round table, where there is one.
    pub table: Option<Circle>,
    /// The run queue.
    pub queue: Rect,
    /// The cores.
    pub cores: Vec<Rect>,
}

/// What a process's sheet takes around its threads, and above them for its name.
const SHEET: (f64, f64) = (10.0, 18.0);

impl Layout {
    /// The layout of a model for a width.
    #[must_use]
    pub fn of(model: &Threads, width: f64) -> Layout {
        let mut layout = Layout {
            width,
            height: 0.0,
            threads: Vec::new(),
            lines: 0,
            processes: Vec::new(),
            locks: Vec::new(),
            counter: None,
            inbox: None,
            table: None,
            queue: Rect { x: 0.0, y: 0.0, width, height: 0.0 },
            cores: Vec::new(),
        };
        if model.setup.program == Program::Philosophers {
            layout.round(model);
        } else {
            layout.rows(model);
        }
        layout.sheets(model);
        layout.machine(model);
        layout
    }

    /// Where a line from a thread to what it shares begins: at its foot, where that stands below
    /// all, or on the side of the table.
    #[must_use]
    pub fn door(&self, thread: Id, place: Place) -> Place {
        let rect = &self.threads[usize::from(thread)];
        match self.table {
            Some(_) => rect.edge_towards(place),
            None => rect.foot(),
        }
    }

    /// Threads in rows, what they share below them.
    fn rows(&mut self, model: &Threads) {
        let count = model.scripts.len();
        let is_wide = self.width >= WIDE;
        let most = if is_wide { if count > 4 { 5 } else { 4 } } else { 2 };
        let rows = count.div_ceil(most);
        // Rows as even as they can be: five are three and two, not four and one.
        let columns = count.div_ceil(rows);
        let longest = model.scripts.iter().map(|script| script.ops.len()).max().unwrap_or(0);
        // A main thread has many lines, and its workers have few.
        let most = if model.setup.program.has_main() { 4 } else { 7 };
        self.lines = longest.min(if rows == 1 { most } else { 3 });
        let (sheet, above) = SHEET;
        let is_apart = model.setup.run_as == RunAs::Processes;
        // Processes of their own need room for a sheet each.
        let (gap, row_gap) =
            if is_apart { (GAP + sheet, GAP + 2.0 * sheet + above) } else { (GAP, GAP) };
        let room = self.width - 2.0 * sheet - gap * (columns as f64 - 1.0);
        let card = (room / columns as f64).min(220.0);
        let height = HEAD + self.lines as f64 * LINE + 12.0;
        let left = (self.width - card * columns as f64 - gap * (columns as f64 - 1.0)) / 2.0;
        let top = sheet + above;
        let rect = |at: usize| Rect {
            x: left + (at % columns) as f64 * (card + gap),
            y: top + (at / columns) as f64 * (height + row_gap),
            width: card,
            height,
        };
        self.threads = (0..count).map(rect).collect();
        self.height = top + rows as f64 * (height + row_gap) - row_gap;
        self.memory(model, is_apart);
    }

    /// What threads share, below them.
    fn memory(&mut self, model: &Threads, is_apart: bool) {
        let uses = |which: fn(&Op) -> bool| {
            model.scripts.iter().any(|script| script.ops.iter().any(which))
        };
        let locks = match model.setup.program {
            Program::TwoLocks => 2,
            _ if model.has_locks() => 1,
            _ => 0,
        };
        let has_inbox = uses(|op| matches!(op, Op::Receive));
        let has_counter = uses(|op| matches!(op, Op::Load));
        if locks == 0 && !has_counter {
            return;
        }
        let (sheet, _) = SHEET;
        let y = self.height + MEMORY / 2.0 + GAP + if is_apart { sheet } else { 0.0 };
        let middle = self.width / 2.0;
        if locks == 2 {
            let apart = (self.width / 6.0).min(90.0);
            self.locks = vec![Place { x: middle - apart, y }, Place { x: middle + apart, y }];
        } else {
            let at = if has_inbox { middle + 70.0 } else { middle };
            self.counter = Some(Place { x: at, y });
            self.inbox = has_inbox.then_some(Place { x: middle - 70.0, y });
            // The lock hangs on the upper edge of what it locks, where its lines come in.
            self.locks = (0..locks).map(|_| Place { x: at, y: y - 34.0 }).collect();
        }
        self.height += MEMORY;
    }

    /// Philosophers around a table, the forks between them.
    fn round(&mut self, model: &Threads) {
        let count = model.scripts.len() as f64;
        let is_wide = self.width >= WIDE;
        self.lines = if is_wide { 1 } else { 0 };
        // On a phone, four and more sit closer.
        let card = if is_wide {
            148.0
        } else if count > 3.0 {
            84.0
        } else {
            108.0
        };
        let height = HEAD + self.lines as f64 * LINE + 8.0;
        let (sheet, above) = SHEET;
        // An ellipse as wide as the sheet, so that cards beside each other do not touch.
        let across = ((self.width - card) / 2.0 - 2.0 * sheet).min(300.0);
        let down = if is_wide { 116.0 } else { 150.0 };
        let centre = Place { x: self.width / 2.0, y: sheet + above + height / 2.0 + down };
        let seat = |turn: f64, part: f64| {
            let angle = turn * std::f64::consts::TAU;
            Place {
                x: centre.x + across * part * angle.sin(),
                y: centre.y - down * part * angle.cos(),
            }
        };
        let rect = |at: usize| {
            let place = seat(at as f64 / count, 1.0);
            Rect { x: place.x - card / 2.0, y: place.y - height / 2.0, width: card, height }
        };
        self.threads = (0..model.scripts.len()).map(rect).collect();
        // Fork n lies before philosopher n, towards the one before.
        let fork = |at: usize| seat((at as f64 - 0.5) / count, if is_wide { 0.5 } else { 0.52 });
        self.locks = (0..model.scripts.len()).map(fork).collect();
        self.table = Some(Circle { centre, radius: down * 0.62 });
        self.height = centre.y + down + height / 2.0;
    }

    /// A sheet around each process.
    fn sheets(&mut self, model: &Threads) {
        let (sheet, above) = SHEET;
        if model.setup.run_as == RunAs::Processes {
            let sheets = self.threads.iter().map(|thread| thread.around(sheet / 2.0, above));
            self.processes = sheets.collect();
        } else {
            let height = self.height + sheet - 1.0;
            self.processes = vec![Rect { x: 1.0, y: 1.0, width: self.width - 2.0, height }];
            self.height += sheet;
        }
    }

    /// The queue and the cores, below the processes.
    fn machine(&mut self, model: &Threads) {
        let is_wide = self.width >= WIDE;
        let count = usize::from(model.setup.cores);
        let top = self.height + GAP;
        let columns = if is_wide { count } else { count.min(4) };
        let left = if is_wide { self.width * 0.42 } else { 0.0 };
        let rows = count.div_ceil(columns);
        let room = self.width - left - 8.0 * (columns as f64 - 1.0);
        let core = (room / columns as f64).min(110.0);
        let from = if is_wide { top } else { top + MACHINE };
        self.queue = Rect {
            x: 0.0,
            y: top,
            width: if is_wide { left - 2.0 * GAP } else { self.width },
            height: MACHINE,
        };
        let rect = |at: usize| Rect {
            x: left + (at % columns) as f64 * (core + 8.0),
            y: from + (at / columns) as f64 * (MACHINE + 8.0),
            width: core,
            height: MACHINE,
        };
        self.cores = (0..count).map(rect).collect();
        self.height = from + rows as f64 * (MACHINE + 8.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::setup::Setup;

    /// Every program, with as many threads and cores as there can be, on a phone and on a desk.
    #[test]
    fn nothing_leaves_the_picture_and_no_thread_covers_another() {
        for program in Program::ALL {
            for (threads, cores) in [(2, 1), (5, 4), (7, 8)] {
                for run_as in RunAs::ALL {
                    for width in [350.0, 360.0, 700.0, 860.0] {
                        let sharing = crate::threads::setup::Sharing::Messages;
                        let base = Setup::default();
                        let setup = Setup { program, threads, cores, run_as, sharing, ..base };
                        let place = format!("{setup:?} at {width}");
                        let layout = Layout::of(&Threads::new(setup), width);
                        judge(&layout, &place);
                    }
                }
            }
        }
    }

    fn judge(layout: &Layout, place: &str) {
        let all = layout.threads.iter().chain(&layout.processes).chain(&layout.cores);
        for rect in all {
            let (right, foot) = (rect.x + rect.width, rect.y + rect.height);
            assert!(rect.x >= -0.01 && rect.y >= -0.01, "{place}: {rect:?}");
            assert!(right <= layout.width + 0.01 && foot <= layout.height, "{place}: {rect:?}");
        }
        let rects = [&layout.threads, &layout.cores];
        for rects in rects {
            for (at, one) in rects.iter().enumerate() {
                for other in &rects[..at] {
                    let apart = one.x >= other.x + other.width
                        || other.x >= one.x + one.width
                        || one.y >= other.y + other.height
                        || other.y >= one.y + one.height;
                    assert!(apart, "{place}: {one:?} covers {other:?}");
                }
            }
        }
    }
}
