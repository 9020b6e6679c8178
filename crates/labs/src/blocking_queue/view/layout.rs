//! Where things stand: producers on the left, buffers in the middle, consumers on the right; on a
//! narrow stage, from top to bottom.

use widgets::circle::Place;
use widgets::listing::LINE;

use super::code;
use crate::blocking_queue::parameters::{BlockingQueue, Conditions, Role, Thread, WhenFull};

/// From this width on the sides stand beside each other.
const WIDE: f64 = 640.0;
/// A thread's sheet without its code.
pub const CHIP: f64 = 38.0;
/// Above the code on a thread's sheet.
const HEAD: f64 = 40.0;
/// Between sheets.
const GAP: f64 = 10.0;
/// Around the picture.
const MARGIN: f64 = 16.0;
/// So many threads of a side have their code on their own sheets.
const OWN_CODE: u8 = 2;
/// A cell of a buffer with its gap.
pub const CELL: f64 = 34.0;
/// A cell where there are few.
const CELL_MAX: f64 = 64.0;
/// Above the cells of a buffer: its lock.
pub const BUFFER_HEAD: f64 = 44.0;
/// A row of waiting threads below the cells.
pub const ROW: f64 = 24.0;
/// From this width on a row of waiting threads is a line; below, their names stand on a second.
const ROW_WIDE: f64 = 190.0;
/// A thread's sheet that is so narrow has its item below its name.
const HANDS_BELOW: f64 = 120.0;
/// Without a bound, at most so many items are drawn.
pub const ITEMS_MAX: usize = 36;

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// The code of one side, for all its threads together.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Whether it is the code of a put.
    pub puts: bool,
    /// Whose program counters it shows.
    pub threads: Vec<Thread>,
    /// Where it is.
    pub frame: Frame,
}

/// The measures of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    /// By thread, the hand's last.
    pub threads: Vec<Frame>,
    /// Whether threads have their code on their own sheets.
    pub has_own_code: bool,
    /// Code that threads share.
    pub shared: Vec<Shared>,
    /// By stage.
    pub buffers: Vec<Frame>,
    /// How many cells stand beside each other.
    pub columns: usize,
    /// How wide a cell is, with its gap.
    pub cell: f64,
}

impl Layout {
    /// Lays a model out for a width, with or without a place for the hand.
    #[must_use]
    pub fn of(model: &BlockingQueue, width: u32, has_hand: bool) -> Layout {
        let width = f64::from(width);
        match (width >= WIDE, model.stages) {
            (true, 1) => Layout::wide(model, width),
            (true, _) => Layout::row(model, width),
            (false, _) => Layout::column(model, width, has_hand),
        }
    }

    /// One queue, its sides beside it.
    fn wide(model: &BlockingQueue, width: f64) -> Layout {
        let inner = width - 2.0 * MARGIN;
        let side = (inner * 0.27).min(250.0);
        let middle = inner - 2.0 * (side + 2.0 * GAP);
        let has_own_code = model.producers.max(model.consumers) <= OWN_CODE;
        let code = |puts| code::lines(model, puts).len() as f64 * LINE + 8.0;
        let mut top = [MARGIN; 2];
        let mut shared = Vec::new();
        let lefts = [MARGIN, width - MARGIN - side];
        if !has_own_code {
            for (at, puts) in [true, false].into_iter().enumerate() {
                let frame = Frame { x: lefts[at], y: top[at], width: side, height: code(puts) };
                let threads = threads(model, if puts { Role::Producer } else { Role::Consumer(0) });
                shared.push(Shared { puts, threads, frame });
                top[at] += code(puts) + GAP;
            }
        }
        let columns = columns(model, middle);
        let height = buffer_height(model, columns, middle);
        // With their code on them, the sheets are the higher part, and the buffer is amid them.
        let sides = f64::from(model.producers.max(model.consumers)) * (HEAD + code(true) + GAP);
        let y = MARGIN + if has_own_code { ((sides - GAP - height) / 2.0).max(0.0) } else { 0.0 };
        let buffer = Frame { x: MARGIN + side + 2.0 * GAP, y, width: middle, height };
        let mut place = |thread: Thread| {
            let (at, puts) = match model.role(thread) {
                Role::Producer => (0, true),
                Role::Consumer(_) => (1, false),
                Role::Hand => {
                    let (x, y) = (buffer.x, buffer.y + buffer.height + GAP);
                    return Frame { x, y, width: side.min(middle), height: CHIP };
                }
            };
            let height = if has_own_code { HEAD + code(puts) } else { CHIP };
            let frame = Frame { x: lefts[at], y: top[at], width: side, height };
            top[at] += height + GAP;
            frame
        };
        let threads: Vec<Frame> = (0..model.threads()).map(&mut place).collect();
        Layout::sized(width, threads, has_own_code, shared, vec![buffer], columns)
    }

    /// A pipeline: threads and buffers by turns from left to right, the code below.
    fn row(model: &BlockingQueue, width: f64) -> Layout {
        let inner = width - 2.0 * MARGIN;
        let stages = f64::from(model.stages);
        let chip = ((inner / (stages + 1.0)) * 0.42).min(130.0);
        let buffer = (inner - (stages + 1.0) * chip) / stages - 2.0 * GAP;
        let columns = columns(model, buffer);
        let height = buffer_height(model, columns, buffer);
        let sheet = if chip < HANDS_BELOW { CHIP + 26.0 } else { CHIP };
        let left = |stage: f64| MARGIN + chip + GAP + stage * (buffer + chip + 2.0 * GAP);
        let place = |stage: u8| {
            let x = left(f64::from(stage));
            Frame { x, y: MARGIN, width: buffer, height }
        };
        let buffers: Vec<Frame> = (0..model.stages).map(place).collect();
        let mut tops = vec![MARGIN; usize::from(model.stages) + 1];
        let mut seat = |thread: Thread| {
            let column = match model.role(thread) {
                Role::Producer => 0,
                Role::Consumer(stage) => usize::from(stage) + 1,
                Role::Hand => return None,
            };
            let x = if column == 0 { MARGIN } else { left(column as f64 - 1.0) + buffer + GAP };
            let frame = Frame { x, y: tops[column], width: chip, height: sheet };
            tops[column] += sheet + GAP;
            Some(frame)
        };
        let seats: Vec<Frame> = (0..model.hand()).filter_map(&mut seat).collect();
        let below = tops.into_iter().fold(MARGIN + height + GAP, f64::max) + GAP;
        let shared = shared_code(model, Place { x: MARGIN, y: below }, (inner * 0.75).max(500.0));
        let x = MARGIN + (inner * 0.75).max(500.0) + GAP;
        let hand = Frame { x, y: below, width: width - MARGIN - x, height: CHIP };
        let threads = seats.into_iter().chain([hand]).collect();
        Layout::sized(width, threads, false, shared, buffers, columns)
    }

    /// A narrow stage: everything from top to bottom, the code last.
    fn column(model: &BlockingQueue, width: f64, has_hand: bool) -> Layout {
        let margin = GAP;
        let inner = width - 2.0 * margin;
        let half = (inner - GAP) / 2.0;
        let columns = columns(model, inner);
        let height = buffer_height(model, columns, inner);
        let mut top = margin;
        let mut seats = Vec::new();
        let mut buffers = Vec::new();
        let mut seat = |group: Vec<Thread>, top: &mut f64| {
            for (at, _) in group.iter().enumerate() {
                let (row, column) = ((at / 2) as f64, (at % 2) as f64);
                let (x, y) = (margin + column * (half + GAP), *top + row * (CHIP + GAP));
                seats.push(Frame { x, y, width: half, height: CHIP });
            }
            *top += group.len().div_ceil(2) as f64 * (CHIP + GAP);
        };
        seat(threads(model, Role::Producer), &mut top);
        for stage in 0..model.stages {
            buffers.push(Frame { x: margin, y: top, width: inner, height });
            top += height + GAP;
            seat(threads(model, Role::Consumer(stage)), &mut top);
        }
        let before = top;
        seat(vec![model.hand()], &mut top);
        let top = if has_hand { top } else { before };
        let shared = shared_code(model, Place { x: margin, y: top }, inner);
        Layout::sized(width, seats, false, shared, buffers, columns)
    }

    fn sized(
        width: f64,
        threads: Vec<Frame>,
        has_own_code: bool,
        shared: Vec<Shared>,
        buffers: Vec<Frame>,
        columns: usize,
    ) -> Layout {
        let shared_frames = shared.iter().map(|code| &code.frame);
        let frames = threads.iter().chain(&buffers).chain(shared_frames);
        let height = frames.map(|frame| frame.y + frame.height).fold(0.0, f64::max) + MARGIN;
        let room = buffers.first().map_or(CELL, |buffer| buffer.width - 2.0 * GAP);
        let cell = (room / columns as f64).clamp(CELL, CELL_MAX);
        Layout { width, height, threads, has_own_code, shared, buffers, columns, cell }
    }

    /// Where an item is that so many others are before, and which of a buffer's cells that is: the
    /// next to be taken stands at the right end of the first row.
    #[must_use]
    pub fn cell(&self, stage: usize, behind: usize) -> Place {
        let buffer = self.buffers[stage];
        let (row, column) = (behind / self.columns, behind % self.columns);
        // The cells stand in the middle of their buffer.
        let half = (self.columns as f64 - 1.0) / 2.0;
        Place {
            x: buffer.x + buffer.width / 2.0 + (half - column as f64) * self.cell,
            y: buffer.y + BUFFER_HEAD + CELL / 2.0 + row as f64 * CELL,
        }
    }

    /// Where an item is that a thread has in its hands.
    #[must_use]
    pub fn hands(&self, thread: Thread) -> Place {
        let frame = self.threads[usize::from(thread)];
        let y = if frame.width < HANDS_BELOW { frame.height - 16.0 } else { 19.0 };
        Place { x: frame.x + frame.width - 20.0, y: frame.y + y }
    }
}

/// Whether there is room for words in a buffer of this width.
#[must_use]
pub fn is_roomy(width: f64) -> bool {
    width >= ROW_WIDE
}

/// How high a row of waiting threads is in a buffer of this width.
#[must_use]
pub fn row_height(width: f64) -> f64 {
    if is_roomy(width) { ROW } else { 1.5 * ROW }
}

/// The threads of a role.
fn threads(model: &BlockingQueue, role: Role) -> Vec<Thread> {
    (0..model.threads()).filter(|thread| model.role(*thread) == role).collect()
}

/// The code of puts and of gets beside each other, for all threads.
fn shared_code(model: &BlockingQueue, from: Place, inner: f64) -> Vec<Shared> {
    let width = (inner - GAP) / 2.0;
    let all: Vec<Thread> = (0..model.threads()).collect();
    let side = |(at, puts): (usize, bool)| {
        let height = code::lines(model, puts).len() as f64 * LINE + 8.0;
        let x = from.x + at as f64 * (width + GAP);
        Shared { puts, threads: all.clone(), frame: Frame { x, y: from.y, width, height } }
    };
    [true, false].into_iter().enumerate().map(side).collect()
}

/// How many cells of a buffer are drawn.
#[must_use]
pub fn cells(model: &BlockingQueue) -> usize {
    match model.when_full {
        WhenFull::Unbounded => ITEMS_MAX.min(usize::from(model.memory)),
        _ => usize::from(model.capacity),
    }
}

/// How many cells stand beside each other in a buffer of this width.
fn columns(model: &BlockingQueue, width: f64) -> usize {
    let room = ((width - 2.0 * GAP) / CELL) as usize;
    cells(model).min(room).max(1)
}

fn buffer_height(model: &BlockingQueue, columns: usize, width: f64) -> f64 {
    let rows = cells(model).div_ceil(columns) as f64;
    // Who wants the lock, and a row for each condition.
    let waiting = if model.conditions == Conditions::One { 2.0 } else { 3.0 };
    BUFFER_HEAD + rows * CELL + waiting * row_height(width) + 18.0
}
