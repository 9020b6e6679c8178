//! The ids in the order in which they were made: those that are smaller than an earlier one, and those
//! that had been made before, are marked.

use super::layout::Layout;
use super::shown::{Id, Note, Shown};
use crate::pick::{Hear, press};
use kernel::Span;
use widgets::circle::Place;
use widgets::path::{command, path};
use widgets::tag;
use widgets::tag::Tag;
use yew::Callback;

/// About how wide a letter of the smallest mono face is.
const LETTER: f64 = 6.75;
/// How long an id takes to come in.
const ENTRY: Span = Span::millis(140);
/// Room below the line of words.
const TOP: f64 = 22.0;
/// The height of a crowd's curve.
const CURVE: f64 = 46.0;

/// What stands above them.
const ORDERED: &str = "Ids in the order in which they were made: tick.number.sequence";
/// And where there is less room.
const ORDERED_SHORT: &str = "As they were made: tick.number.sequence";

/// Draws them; `chosen` is the id whose bits are shown.
pub fn order(
    shown: &Shown,
    layout: &Layout,
    chosen: Option<u64>,
    is_still: bool,
    choose: &Callback<Option<u64>>,
) -> Tag {
    let drawn = tag!(g, class: "order", transform: super::lanes::moved(0.0, layout.order));
    if shown.is_crowd() {
        return drawn
            .child(head(crowd_words(shown, layout.is_wide)))
            .child(crowd(shown, layout.width));
    }
    let name = |id: &Id| shown.name_tick(id.parts.0);
    let letters = |id: &Id| [name(id), id.parts.1.to_string(), id.parts.2.to_string()].join(".");
    let widest = shown.ids.iter().map(|id| letters(id).len()).max().unwrap_or(5);
    let width = widest as f64 * LETTER + 28.0;
    let places = (layout.width / width) as usize;
    let come = shown
        .ids
        .last()
        .filter(|_| !is_still)
        .map_or(1.0, |id| (id.age.as_micros() as f64 / ENTRY.as_micros() as f64).min(1.0));
    let tokens = shown.ids.iter().rev().take(places).enumerate().map(|(nth, id)| {
        // The newest stands at the right edge, and pushes the others on while it comes in.
        let x = layout.width - (nth as f64 + come) * width;
        token(id, letters(id), (x, width - 6.0), chosen == Some(id.id), choose)
    });
    let tokens: Vec<Tag> = tokens.collect();
    drawn
        .child(head(if layout.is_wide { ORDERED } else { ORDERED_SHORT }.to_owned()))
        .child(tag!(g).children(tokens.into_iter().rev()))
}

fn head(words: String) -> Tag {
    tag!(text, class: "soft", x: "0", y: "11").text(words)
}

fn token(
    id: &Id,
    text: String,
    (x, width): (f64, f64),
    is_chosen: bool,
    choose: &Callback<Option<u64>>,
) -> Tag {
    let (class, mark, said) = match id.note {
        Note::Twin => ("made twin", "✕ twice", ", made before"),
        Note::Late => ("made late", "↓ late", ", of an earlier instant than one made before it"),
        Note::Smaller => ("made smaller", "↓", ", smaller than one made before it"),
        Note::Borrowed => ("made borrowed", "↗", ", ahead of its clock"),
        Note::Plain => ("made", "", ""),
    };
    let class = [class, if is_chosen { " chosen" } else { "" }].concat();
    let (tick, number, sequence) = id.parts;
    let label = format!(
        "Id {}: tick {tick}, number {number}, sequence {sequence}{said}. Show its bits",
        id.id
    );
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        width: width, height: "26", rx: "6");
    let (choose, own) = (choose.clone(), id.id);
    let hear = Hear::new(move |_| choose.emit((!is_chosen).then_some(own)));
    let key = [id.key.0.to_string(), ".".to_owned(), id.key.1.to_string()].concat();
    tag!(g, class: class, transform: super::lanes::moved(x, TOP))
        .key(key)
        .child(tag!(rect, class: "sheet", width: width, height: "26", rx: "6"))
        .child(glyph(usize::from(id.by), Place { x: 11.0, y: 13.0 }))
        .child(tag!(text, class: "mono", x: "20", y: "17").text(text))
        .child(tag!(text, class: "mark middle", x: width / 2.0, y: "40").text(mark))
        .child(press(button, hear))
}

/// How sorted a crowd is.
fn crowd_words(shown: &Shown, is_wide: bool) -> String {
    let (made, k) = (shown.crowd.len(), shown.k);
    match (k, is_wide) {
        (0, _) => format!("The last {made} ids as they were made, by size: sorted"),
        (k, true) => format!(
            "The last {made} ids as they were made, by size: an id stands up to {k} places behind a \
             larger one"
        ),
        (k, false) => format!("The last {made} ids as they were made, by size: k is {k}"),
    }
}

/// Each id as a point: from left to right as they were made, the higher the larger. One that is
/// smaller than an earlier one is hollow, and one of an earlier tick a triangle.
fn crowd(shown: &Shown, width: f64) -> Tag {
    let least = shown.crowd.iter().min().copied().unwrap_or(0);
    let most = shown.crowd.iter().max().copied().unwrap_or(0);
    let (mut sorted, mut smaller, mut late) = (String::new(), String::new(), String::new());
    let (mut greatest, mut latest) = (0, 0);
    let step = width / shown.crowd.len().max(1) as f64;
    for (nth, id) in shown.crowd.iter().enumerate() {
        let part = (id - least) as f64 / (most - least).max(1) as f64;
        let (x, y) = ((nth as f64 + 0.5) * step, TOP + CURVE * (1.0 - part));
        let ticks = shown.layout.unpack(*id).ticks;
        let (points, rise, shape) = match (ticks < latest, *id < greatest) {
            (true, _) => (&mut late, 2.5, "l2.5 4.5h-5Z"),
            (_, true) => (&mut smaller, 1.75, "m-1.75 0h3.5v3.5h-3.5Z"),
            _ => (&mut sorted, 1.5, "m-1.5 0h3v3h-3Z"),
        };
        command(points, 'M', &[x, y - rise]);
        points.push_str(shape);
        (greatest, latest) = (greatest.max(*id), latest.max(ticks));
    }
    let base = path(&[('M', &[0.0, TOP + CURVE + 3.0]), ('H', &[width])]);
    tag!(g, class: "crowd")
        .child(tag!(path, class: "base", d: base))
        .child(tag!(path, class: "sorted", d: sorted))
        .child(tag!(path, class: "smaller", d: smaller))
        .child(tag!(path, class: "late", d: late))
}

/// A worker's sign, by its place: a square, a circle, a triangle, a diamond.
pub fn glyph(place: usize, at: Place) -> Tag {
    let Place { x, y } = at;
    let shape = match place % 4 {
        0 => path(&[
            ('M', &[x - 4.0, y - 4.0]),
            ('h', &[8.0]),
            ('v', &[8.0]),
            ('h', &[-8.0]),
            ('Z', &[]),
        ]),
        1 => [&path(&[('M', &[x - 4.5, y])]), "a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z"].concat(),
        2 => path(&[('M', &[x, y - 5.0]), ('l', &[5.0, 9.0]), ('h', &[-10.0]), ('Z', &[])]),
        _ => path(&[
            ('M', &[x, y - 5.5]),
            ('l', &[5.0, 5.5]),
            ('l', &[-5.0, 5.5]),
            ('l', &[-5.0, -5.5]),
            ('Z', &[]),
        ]),
    };
    tag!(path, class: "glyph", d: shape)
}
