//! A grid: one law in every setting of a few knobs, judged cell by cell, beside what is published.

use super::way::{To, watch};
use crate::hear::on_click;
use crate::lab_ref::LabRef;
use crate::laws::signed;
use crate::session::Msg;
use crate::words::{sentence, truth};
use kernel::{Knob, LawInfo};
use labs::grid::Outcome;
use labs::search::Findings;
use labs::{Grid, Judged};
use web_sys::HtmlElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// A grid as far as it was judged.
pub struct Board {
    /// What is judged.
    pub grid: &'static Grid,
    cells: Vec<Option<Judged>>,
    /// The cell that is looked at.
    pub chosen: Option<usize>,
    /// Why it was not carried through.
    pub failure: Option<String>,
}

impl Board {
    /// A grid of which nothing is known.
    pub fn new(grid: &'static Grid) -> Board {
        Board { grid, cells: vec![None; grid.cells()], chosen: None, failure: None }
    }

    /// Forgets what is known.
    pub fn clear(&mut self) {
        *self = Board::new(self.grid);
    }

    /// The next cell to judge.
    pub fn next(&self) -> Option<usize> {
        self.cells.iter().position(Option::is_none)
    }

    /// Notes what the search of a cell has found.
    pub fn note(&mut self, cell: usize, laws: &[LawInfo], findings: &Findings) {
        self.cells[cell] = Some(self.grid.judged(laws, findings));
    }

    /// Notes why a cell was not searched.
    pub fn refuse(&mut self, cell: usize, why: String) {
        self.cells[cell] = Some(Judged::Open(why));
    }

    fn outcome(&self, knobs: &[Knob]) -> Outcome {
        self.grid.outcome(knobs, &self.cells)
    }
}

/// What is shown of a grid, and who hears it.
pub struct Shown<'a> {
    /// The lab.
    pub lab: LabRef,
    /// The grid, as far as it was judged.
    pub board: &'a Board,
    /// Whether it is being judged.
    pub is_judging: bool,
    /// Whether the worker is at work.
    pub is_busy: bool,
    /// Hears that it is to be judged.
    pub on_judge: Callback<()>,
    /// Hears that it is no longer wanted.
    pub on_cancel: Callback<()>,
    /// Hears which cell is looked at.
    pub on_look: Callback<usize>,
    /// Hears what the session is to do.
    pub on: &'a Callback<Msg>,
}

/// The grid.
pub fn grid(shown: &Shown<'_>) -> Tag {
    let grid = shown.board.grid;
    let source = tag!(a, href: grid.claim.source.url).text(grid.claim.source.title);
    let claim = tag!(p, class: "soft")
        .text(format!("The law “{}”. Published: {}. Source: ", grid.law, grid.claim.text))
        .child(source)
        .text(".");
    let tables = (0..grid.tables()).map(|nth| table(shown, nth));
    let tables = tag!(div, class: "grid-tables").pressed(walk(shown)).children(tables);
    tag!(section, class: "check-grid", "aria-label": grid.title)
        .key(grid.key)
        .child(tag!(h2, class: "grid-title").text(grid.title))
        .child(claim)
        .child(controls(shown))
        .child(tables)
        .child(legend())
        .child(summary(shown))
        .child(told(shown))
}

fn controls(shown: &Shown<'_>) -> Tag {
    let cells = shown.board.grid.cells();
    let judged = shown.board.cells.iter().flatten().count();
    let row = tag!(div, class: "row");
    if shown.is_judging {
        let cancel = tag!(button).clicked(on_click(&shown.on_cancel, ())).text("Cancel");
        let bar = tag!(progress, max: cells, value: judged, "aria-label": "Cells judged");
        let said = tag!(span, class: "soft").text(format!("{judged} of {cells} cells"));
        return row.child(cancel).child(bar).child(said);
    }
    let again = if judged == cells { " again" } else { "" };
    let judge = tag!(button, disabled: shown.is_busy)
        .clicked(on_click(&shown.on_judge, ()))
        .text(format!("Judge all {cells} cells{again}"));
    row.child(judge)
}

/// One table: rows by columns.
fn table(shown: &Shown<'_>, nth: usize) -> Tag {
    let (grid, knobs) = (shown.board.grid, shown.lab.knobs);
    let (rows, columns) = (grid.rows.knob(knobs), grid.columns.knob(knobs));
    let caption = grid.panels.map(|panels| {
        let panel = panels.knob(knobs);
        format!("{} {}", panel.label, panel.write(panels.values[nth]))
    });
    let heads = grid
        .columns
        .values
        .iter()
        .map(|value| tag!(th, scope: "col").key(*value).text(columns.write(*value)));
    let corner = tag!(td, class: "corner")
        .child(tag!(span).text(format!("{} →", columns.label)))
        .child(tag!(span).text(format!("{} ↓", rows.label)));
    let body = grid.rows.values.iter().enumerate().map(|(row, value)| {
        let head = tag!(th, scope: "row").text(rows.write(*value));
        let cells = 0..grid.columns.values.len();
        let cells = cells.map(|column| cell(shown, grid.cell(nth, row, column)));
        tag!(tr).key(*value).child(head).children(cells)
    });
    tag!(table, class: "grid-table")
        .key(nth)
        .child(tag!(caption).text(caption))
        .child(tag!(thead).child(tag!(tr).child(corner).children(heads)))
        .child(tag!(tbody).children(body))
}

fn cell(shown: &Shown<'_>, cell: usize) -> Tag {
    let board = shown.board;
    let judged = board.cells[cell].as_ref();
    let (tone, sign) = face(judged);
    let steps = match judged {
        Some(Judged::Broken(_, way)) => Some(way.steps),
        _ => None,
    };
    let is_agreed = judged.and_then(|judged| board.grid.agrees(shown.lab.knobs, cell, judged));
    let differs = is_agreed == Some(false);
    let is_chosen = board.chosen == Some(cell);
    let button = tag!(button,
        class: ["cell ", if differs { "differs" } else { "" }].concat(),
        id: id(board.grid, cell),
        "aria-pressed": truth(is_chosen),
        "aria-label": board.grid.say(shown.lab.knobs, cell, judged),
        tabindex: if is_chosen || (board.chosen.is_none() && cell == 0) { "0" } else { "-1" })
    .clicked(on_click(&shown.on_look, cell))
    .child(signed(tone, sign))
    .child(tag!(span, class: "steps", hidden: steps.is_none()).text(steps))
    .child(tag!(span, class: "unlike", hidden: !differs).text("≠"));
    tag!(td).key(cell).child(button)
}

/// The colour and the sign of a cell.
fn face(judged: Option<&Judged>) -> (&'static str, &'static str) {
    match judged {
        None => ("tone-soft", "·"),
        Some(Judged::Holds(_)) => ("tone-ok", "✓"),
        Some(Judged::Broken(..)) => ("tone-lost", "✕"),
        Some(Judged::Open(_)) => ("tone-wait", "◷"),
    }
}

fn legend() -> Tag {
    let marks = [
        ("tone-ok", "✓", "holds"),
        ("tone-lost", "✕", "broken, in so many steps"),
        ("tone-wait", "◷", "not finished"),
        ("tone-wait", "≠", "otherwise than published"),
    ];
    let marks = marks.map(|(tone, sign, word)| {
        tag!(span, class: "mark").key(word).child(signed(tone, sign)).text(word)
    });
    tag!(p, class: "grid-legend").children(marks)
}

/// How many cells came out how, and why some did otherwise than is published.
fn summary(shown: &Shown<'_>) -> Tag {
    let outcome = shown.board.outcome(shown.lab.knobs);
    let is_done = shown.board.next().is_none();
    let why = shown.board.grid.claim.differs.filter(|_| is_done && outcome.differ > 0);
    let failure = shown.board.failure.as_ref();
    let failure = failure.map(|why| format!("The grid was not finished: {why}. Start it again."));
    tag!(div, class: "grid-summary")
        .child(tag!(p, role: "status", hidden: !is_done).text(is_done.then(|| outcome.say())))
        .child(tag!(p, class: "soft", hidden: why.is_none()).text(why))
        .child(tag!(p, class: "error", role: "alert", hidden: failure.is_none()).text(failure))
}

/// What is to be said of the cell that is looked at.
fn told(shown: &Shown<'_>) -> Tag {
    let told = tag!(div, class: "grid-told", "aria-live": "polite");
    let Some(cell) = shown.board.chosen else { return told };
    let judged = shown.board.cells[cell].as_ref();
    let said = sentence(&shown.board.grid.say(shown.lab.knobs, cell, judged));
    let told = told.child(tag!(p).text(said));
    let Some(Judged::Broken(why, way)) = judged else { return told };
    let watch = watch(To::Break(shown.board.grid.law), way, shown.on);
    told.child(tag!(p, class: "soft").text(sentence(why))).child(tag!(p).child(watch))
}

fn id(grid: &Grid, cell: usize) -> String {
    format!("cell-{}-{cell}", grid.key)
}

/// The arrow keys go from cell to cell, and take the focus with them.
fn walk(shown: &Shown<'_>) -> Callback<KeyboardEvent> {
    let grid = shown.board.grid;
    let here = shown.board.chosen.unwrap_or(0);
    let on_look = shown.on_look.clone();
    Callback::from(move |event: KeyboardEvent| {
        let (down, right) = match event.key().as_str() {
            "ArrowRight" => (0, 1),
            "ArrowLeft" => (0, -1),
            "ArrowDown" => (1, 0),
            "ArrowUp" => (-1, 0),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let to = grid.beside(here, down, right);
        on_look.emit(to);
        let row = event.target_unchecked_into::<HtmlElement>().closest(".grid-tables");
        let cell = row
            .ok()
            .flatten()
            .and_then(|row| row.query_selector(&["#", &id(grid, to)].concat()).ok().flatten());
        if let Some(cell) = cell.map(wasm_bindgen::JsCast::unchecked_into::<HtmlElement>) {
            let _ = cell.focus();
        }
    })
}
