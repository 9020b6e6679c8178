//! A server as a sheet: its name and how it is, what it knows beside what its log holds, and what
//! it has on its shelf.

use super::layout::{COLUMN_HEAD, Card, HEAD, LINE, PAD, SHELF, TRACK};
use super::shown::Server;
use crate::cluster::{Line, Power, Shelf};
use kernel::Tone;
use widgets::circle::Place;
use widgets::lock::{Lock, WIDTH as LOCK_WIDTH};
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{fitted, text_width};

/// Between memory and log.
const GUTTER: f64 = 8.0;
/// A cell of the shelf that is as wide has room for a name.
const NAMED: f64 = 96.0;
/// A glyph of the shelf.
const GLYPH: f64 = 18.0;

/// Draws a card, its upper left corner at the origin.
pub fn card(server: &Server, card: &Card) -> Tag {
    let sheet = card.sheet;
    let class = match (server.power, server.is_client) {
        (_, true) => "server client",
        (Power::Up, false) => "server up",
        (Power::Paused, false) => "server paused",
        (Power::Down, false) => "server down",
    };
    let status = ["status of-", server.status.class].concat();
    let words = fitted(&server.status.text, sheet.width - 2.0 * PAD);
    let drawn = tag!(g, class: class)
        .child(tag!(rect, class: "sheet", width: sheet.width, height: sheet.height, rx: "8"))
        .child(tag!(text, class: "name", x: PAD, y: "18").text(server.name))
        .child(tag!(text, class: status, x: PAD, y: "34").text(words));
    if server.is_client {
        let lines = server.memory.as_deref().unwrap_or_default();
        let all = column(lines, card, PAD, HEAD - LINE + 12.0, sheet.width - 2.0 * PAD, "memory");
        let nobody = (lines.is_empty()).then(|| {
            tag!(text, class: "soft", x: PAD, y: HEAD + 9.0).text("nobody waits for an order")
        });
        return drawn.child(all).maybe(nobody);
    }
    drawn.child(memory(server, card)).child(log(server, card)).child(shelf(server, card))
}

/// How wide memory is, and log.
fn column_width(card: &Card) -> f64 {
    (card.sheet.width - 2.0 * PAD - GUTTER) / 2.0
}

/// How high memory is, and log.
fn column_height(card: &Card) -> f64 {
    COLUMN_HEAD + card.lines as f64 * LINE
}

fn memory(server: &Server, card: &Card) -> Tag {
    let (width, height) = (column_width(card), column_height(card));
    let well = |class| tag!(rect, class: class, x: PAD - 4.0, y: HEAD, width: width + 4.0, height: height, rx: "5");
    let head = tag!(text, class: "head", x: PAD + 2.0, y: HEAD + 13.0).text("memory");
    let Some(lines) = &server.memory else {
        // A cross over what was there, as over everything that is lost.
        let (left, right) = (PAD + width / 2.0 - 8.0, PAD + width / 2.0 + 8.0);
        let middle = HEAD + height / 2.0 - 4.0;
        let cross = path(&[
            ('M', &[left, middle - 8.0]),
            ('L', &[right, middle + 8.0]),
            ('M', &[right, middle - 8.0]),
            ('L', &[left, middle + 8.0]),
        ]);
        return tag!(g, class: "gone")
            .child(well("well"))
            .child(tag!(path, class: "cross", d: cross))
            .child(
                tag!(text, class: "middle", x: PAD + width / 2.0, y: middle + 24.0)
                    .text("memory lost"),
            );
    };
    tag!(g, class: "memory").child(well("well")).child(head).child(column(
        lines,
        card,
        PAD + 2.0,
        HEAD + COLUMN_HEAD - LINE + 11.0,
        width - 4.0,
        "line",
    ))
}

fn log(server: &Server, card: &Card) -> Tag {
    let (width, x) = (column_width(card), PAD + column_width(card) + GUTTER);
    let height = column_height(card);
    let frame = tag!(rect, class: "paper", x: x, y: HEAD, width: width, height: height, rx: "2");
    let top = HEAD + COLUMN_HEAD;
    let rules = (1..card.lines).map(|row| {
        let y = top + row as f64 * LINE;
        tag!(path, class: "rule", d: path(&[('M', &[x + 4.0, y]), ('H', &[x + width - 4.0])]))
            .key(row)
    });
    // The cursor stands behind the last record, where the next will.
    let (above, last) = match server.log.last() {
        Some(line) => (server.log.len().min(card.lines) - 1, mono_width(line) + 4.0),
        None => (0, 0.0),
    };
    let cursor = (x + 6.0 + last).min(x + width - 8.0);
    let cursor = tag!(rect, class: "cursor", x: cursor, y: top + above as f64 * LINE + 3.0,
        width: "4", height: "10");
    tag!(g, class: "log")
        .child(frame)
        .child(tag!(g).children(rules))
        .child(tag!(text, class: "head", x: x + 6.0, y: HEAD + 13.0).text("log, on disk"))
        .child(column(&server.log, card, x + 6.0, top - LINE + 11.0, width - 12.0, "line mono"))
        .child(cursor)
}

/// About how wide a line of the log is.
fn mono_width(line: &Line) -> f64 {
    (line.key.chars().count() + 1 + line.text.chars().count()) as f64 * 6.6
}

/// Lines one below the other, the latest where there is no room for all.
fn column(lines: &[Line], card: &Card, x: f64, y: f64, width: f64, class: &'static str) -> Tag {
    let over = lines.len().saturating_sub(card.lines);
    let hidden = if over > 0 { over + 1 } else { 0 };
    let y_of = |row: usize| y + (row + 1) as f64 * LINE;
    let more = (hidden > 0)
        .then(|| tag!(text, class: "line soft", x: x, y: y_of(0)).text(format!("… {hidden} more")));
    let above = usize::from(hidden > 0);
    let line = |(row, line): (usize, &Line)| {
        let per_letter = if class == "line mono" { 6.6 / 6.3 } else { 0.95 };
        let key_width = text_width(&line.key) * per_letter + 6.0;
        let room = (width - key_width) / per_letter;
        let y = y_of(row + above);
        tag!(g, class: class)
            .key(line.key.clone())
            .child(tag!(text, class: "key", x: x, y: y).text(line.key.clone()))
            .child(
                tag!(text, class: tone(line.tone), x: x + key_width, y: y)
                    .text(fitted(&line.text, room)),
            )
    };
    tag!(g).maybe(more).children(lines[hidden..].iter().enumerate().map(line))
}

/// The role of a text, as a class.
fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "of-plain",
        Tone::Ok => "of-ok",
        Tone::Wait => "of-wait",
        Tone::Lock => "of-lock",
        Tone::Lost => "of-lost",
    }
}

fn shelf(server: &Server, card: &Card) -> Tag {
    let width = (card.sheet.width - 2.0 * PAD) / card.columns as f64;
    let top = HEAD + column_height(card) + TRACK;
    let cell = |(nth, shelf): (usize, &Shelf)| {
        let (row, column) = (nth / card.columns, nth % card.columns);
        let at = Place { x: PAD + column as f64 * width, y: top + row as f64 * SHELF };
        cell(shelf, at, width).key(nth)
    };
    tag!(g, class: "shelf").children(server.shelves.iter().enumerate().map(cell))
}

/// One thing that a server has: a glyph, its name where there is room, and who has it locked.
fn cell(shelf: &Shelf, at: Place, width: f64) -> Tag {
    let is_out = shelf.left == Some(0);
    let is_wrong = shelf.left.is_some_and(|left| left < 0);
    let class = match (shelf.holders.is_empty(), is_out, is_wrong) {
        (_, _, true) => "cell wrong",
        (false, _, _) => "cell locked",
        (true, true, _) => "cell out",
        (true, false, _) => "cell",
    };
    let is_named = width >= NAMED;
    let short = shelf.name.rsplit(' ').next().unwrap_or_default();
    let within = match (shelf.is_single, shelf.left) {
        (true, _) if short.len() <= 2 => short.to_owned(),
        (false, Some(left)) => left.to_string(),
        _ => String::new(),
    };
    let middle = at.y + SHELF / 2.0;
    let glyph = match shelf.is_single {
        true => tag!(circle, class: "glyph", cx: at.x + GLYPH / 2.0, cy: middle, r: GLYPH / 2.0),
        false => tag!(rect, class: "glyph", x: at.x, y: middle - GLYPH / 2.0, width: GLYPH + 6.0,
            height: GLYPH, rx: "3"),
    };
    let half = if shelf.is_single { GLYPH / 2.0 } else { GLYPH / 2.0 + 3.0 };
    let after = at.x + 2.0 * half + 6.0;
    let name_room = if is_named { text_width(&shelf.name) } else { 0.0 };
    let name = is_named.then(|| tag!(text, x: after, y: middle + 4.0).text(shelf.name.clone()));
    let lock_at = after + name_room + if is_named { 4.0 } else { -2.0 };
    let orders: Vec<String> = shelf.holders.iter().map(u16::to_string).collect();
    let held = (!shelf.holders.is_empty()).then(|| {
        let lock = Lock { at: Place { x: lock_at + LOCK_WIDTH / 2.0, y: middle }, is_held: true };
        let room = at.x + width - lock_at - LOCK_WIDTH - 3.0;
        let by = if is_named { format!("order {}", orders.join(", ")) } else { orders.join(",") };
        tag!(g).child(lock.draw()).child(
            tag!(text, class: "by", x: lock_at + LOCK_WIDTH + 4.0, y: middle + 4.0)
                .text(fitted(&by, room)),
        )
    });
    let out = (is_out && is_named && shelf.holders.is_empty())
        .then(|| tag!(text, class: "soft", x: lock_at, y: middle + 4.0).text("out"));
    tag!(g, class: class)
        .child(tag!(title).text(format!("{}: {}", shelf.name, shelf.say())))
        .child(glyph)
        .child(tag!(text, class: "within middle", x: at.x + half, y: middle + 4.0).text(within))
        .maybe(name)
        .maybe(held)
        .maybe(out)
}
