//! A server as a sheet: its name and how it is, what it knows beside what its log holds, and what
//! it has on its shelf.

use super::layout::{COLUMN_HEAD, Card, LINE, SHELF};
use super::shown::Server;
use crate::cluster::{Line, Power, Shelf};
use kernel::Tone;
use widgets::circle::Place;
use widgets::lock::{Lock, WIDTH as LOCK_WIDTH};
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{fitted, text_width};

/// A name's letters are larger than a text's, and bold.
const BOLD: f64 = 1.2;
/// Room for the clocks in the upper right corner.
const CLOCKS: f64 = 40.0;
/// A place on the shelf that is as wide has room for a name.
const NAMED: f64 = 96.0;
/// Room for a lock and an order's number.
const LOCKED: f64 = 48.0;
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
    // How it is stands behind the name where there is room, or else below.
    let name = tag!(text, class: "name", x: card.pad, y: "18").text(server.name);
    let room = sheet.width - 2.0 * card.pad - CLOCKS;
    let drawn = tag!(g, class: class)
        .child(tag!(rect, class: "sheet", width: sheet.width, height: sheet.height, rx: "8"));
    let drawn = match card.is_roomy() {
        true => {
            let words = fitted(&server.status.text, room - BOLD * text_width(server.name));
            drawn.child(name.child(tag!(tspan, class: status, dx: "9").text(words)))
        }
        false => {
            let words = fitted(&server.status.text, room + CLOCKS);
            drawn.child(name).child(tag!(text, class: status, x: card.pad, y: "34").text(words))
        }
    };
    if server.is_client {
        let lines = server.memory.as_deref().unwrap_or_default();
        let place = Place { x: card.pad, y: card.head };
        let all = column(lines, card.lines, place, sheet.width - 2.0 * card.pad, SANS);
        return drawn.child(all);
    }
    drawn.child(memory(server, card)).child(log(server, card)).child(shelf(server, card))
}

/// How wide memory is, and log.
fn column_width(card: &Card) -> f64 {
    (card.sheet.width - 2.0 * card.pad - card.gutter()) / 2.0
}

/// How high memory is, and log.
fn column_height(card: &Card) -> f64 {
    COLUMN_HEAD + card.lines as f64 * LINE
}

/// How many lines have room: the last row is where records stand on their way to the disk.
fn room(server: &Server, card: &Card) -> usize {
    card.lines - usize::from(!server.unwritten.is_empty())
}

fn memory(server: &Server, card: &Card) -> Tag {
    let (width, height) = (column_width(card), column_height(card));
    let top = card.head;
    let well = tag!(rect, class: "well", x: card.pad - 3.0, y: top, width: width + 3.0, height: height,
        rx: "5");
    let Some(lines) = &server.memory else {
        // A cross over what was there, as over everything that is lost.
        let (x, y) = (card.pad + width / 2.0, top + height / 2.0 - 6.0);
        let cross = path(&[
            ('M', &[x - 8.0, y - 8.0]),
            ('L', &[x + 8.0, y + 8.0]),
            ('M', &[x + 8.0, y - 8.0]),
            ('L', &[x - 8.0, y + 8.0]),
        ]);
        let word = tag!(text, class: "middle", x: x, y: y + 24.0).text("memory lost");
        return tag!(g, class: "gone")
            .child(well)
            .child(tag!(path, class: "cross", d: cross))
            .child(word);
    };
    let place = Place { x: card.pad + 3.0, y: top + COLUMN_HEAD };
    tag!(g, class: "memory")
        .child(well)
        .child(tag!(text, class: "head", x: card.pad + 3.0, y: top + 13.0).text("memory"))
        .child(column(lines, room(server, card), place, width - 6.0, SANS))
}

fn log(server: &Server, card: &Card) -> Tag {
    let (width, x) = (column_width(card), card.pad + column_width(card) + card.gutter());
    let (top, lines) = (card.head + COLUMN_HEAD, room(server, card));
    let paper = tag!(rect, class: "paper", x: x, y: card.head, width: width,
        height: column_height(card), rx: "2");
    let rules = (1..card.lines).map(|row| {
        let y = top + row as f64 * LINE;
        tag!(path, class: "rule", d: path(&[('M', &[x + 4.0, y]), ('H', &[x + width - 4.0])]))
            .key(row)
    });
    let (head, inset) = if card.is_roomy() { ("log, on disk", 6.0) } else { ("log", 3.0) };
    // The cursor stands behind the last record, where the next will.
    let (row, last) = match server.log.last() {
        Some(line) => (server.log.len().min(lines) - 1, MONO.width(line) + 4.0),
        None => (0, 0.0),
    };
    let at = (x + inset + last).min(x + width - 8.0);
    let cursor = tag!(rect, class: "cursor", x: at, y: top + row as f64 * LINE + 3.0, width: "4",
        height: "10");
    tag!(g, class: "log")
        .child(paper)
        .child(tag!(g).children(rules))
        .child(tag!(text, class: "head", x: x + inset, y: card.head + 13.0).text(head))
        .child(column(
            &server.log,
            lines,
            Place { x: x + inset, y: top },
            width - 2.0 * inset,
            MONO,
        ))
        .child(cursor)
}

/// A face of type: its class, and about how wide a letter is.
#[derive(Clone, Copy)]
struct Type {
    class: &'static str,
    letter: f64,
}

const SANS: Type = Type { class: "line", letter: 6.0 };
const MONO: Type = Type { class: "line mono", letter: 6.7 };

impl Type {
    /// About how wide a line is, in pixels.
    fn width(self, line: &Line) -> f64 {
        (line.key.chars().count() + 1 + line.text.chars().count()) as f64 * self.letter
    }
}

/// Lines one below the other; where there is no room for all, the latest.
fn column(lines: &[Line], room: usize, at: Place, width: f64, face: Type) -> Tag {
    let is_over = lines.len() > room;
    let hidden = if is_over { lines.len() + 1 - room } else { 0 };
    let y_of = |row: usize| at.y + row as f64 * LINE + 11.0;
    let more = is_over.then(|| {
        tag!(text, class: "line soft", x: at.x, y: y_of(0)).text(format!("… {hidden} more"))
    });
    let line = |(row, line): (usize, &Line)| {
        let key = (line.key.chars().count() + 1) as f64 * face.letter;
        let room = (width - key) * text_width("m") / face.letter;
        let y = y_of(row + usize::from(is_over));
        let words = tag!(tspan, class: tone(line.tone), dx: "5").text(fitted(&line.text, room));
        tag!(text, class: face.class, x: at.x, y: y)
            .key(line.key.clone())
            .child(tag!(tspan, class: "key").text(line.key.clone()))
            .child(words)
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
    let width = (card.sheet.width - 2.0 * card.pad) / card.columns as f64;
    let top = card.head + column_height(card) + 4.0;
    let cell = |(nth, shelf): (usize, &Shelf)| {
        let (row, column) = (nth / card.columns, nth % card.columns);
        let at = Place { x: card.pad + column as f64 * width, y: top + row as f64 * SHELF };
        ware(shelf, at, width).key(nth)
    };
    tag!(g, class: "shelf").children(server.shelves.iter().enumerate().map(cell))
}

/// One thing that a server has: a glyph, its name where there is room, and who has it locked.
fn ware(shelf: &Shelf, at: Place, width: f64) -> Tag {
    let class = match (shelf.left, shelf.holders.is_empty()) {
        (Some(..0), _) => "ware wrong",
        (_, false) => "ware locked",
        (Some(0), true) => "ware out",
        (_, true) => "ware",
    };
    let is_named = width >= NAMED;
    let short = shelf.name.rsplit(' ').next().unwrap_or_default();
    let within = match (shelf.is_single, shelf.left) {
        (true, _) if short.len() <= 2 => short.to_owned(),
        (false, Some(left)) => left.to_string(),
        _ => String::new(),
    };
    let middle = at.y + SHELF / 2.0;
    let (half, top) = (GLYPH / 2.0, middle - GLYPH / 2.0);
    let (glyph, half) = match shelf.is_single {
        true => (tag!(circle, class: "glyph", cx: at.x + half, cy: middle, r: half), half),
        false => {
            let wide = GLYPH + 6.0;
            let glyph = tag!(rect, class: "glyph", x: at.x, y: top, width: wide, height: GLYPH,
                rx: "3");
            (glyph, wide / 2.0)
        }
    };
    let after = at.x + 2.0 * half + 6.0;
    let is_out = shelf.left == Some(0) && shelf.is_single && shelf.holders.is_empty();
    // A lock and a number must have room beside the name.
    let room = at.x + width - after - if shelf.holders.is_empty() { 0.0 } else { LOCKED };
    let text = fitted(&shelf.name, if is_named { room } else { 0.0 });
    let from = if is_named { after + 1.1 * text_width(&text) + 5.0 } else { after - 2.0 };
    let name = is_named.then(|| {
        let out = is_out.then(|| tag!(tspan, dx: "5").text("· out"));
        tag!(text, x: after, y: middle + 4.0).text(text).maybe(out)
    });
    tag!(g, class: class)
        .child(tag!(title).text(format!("{}: {}", shelf.name, shelf.say())))
        .child(glyph)
        .child(tag!(text, class: "within middle", x: at.x + half, y: middle + 4.0).text(within))
        .maybe(name)
        .maybe(held(shelf, from, middle, at.x + width))
}

/// A lock and the orders that hold it, as plainly as there is room for up to `end`.
fn held(shelf: &Shelf, from: f64, middle: f64, end: f64) -> Option<Tag> {
    if shelf.holders.is_empty() {
        return None;
    }
    let orders: Vec<String> = shelf.holders.iter().map(u16::to_string).collect();
    let plain = orders.join(",");
    let full = ["order ", &plain].concat();
    let room = end - from - LOCK_WIDTH - 6.0;
    let words = if text_width(&full) <= room { full } else { fitted(&plain, room) };
    let lock = Lock { at: Place { x: from + LOCK_WIDTH / 2.0, y: middle }, is_held: true };
    let by = tag!(text, class: "by", x: from + LOCK_WIDTH + 4.0, y: middle + 4.0).text(words);
    Some(tag!(g).child(lock.draw()).child(by))
}
