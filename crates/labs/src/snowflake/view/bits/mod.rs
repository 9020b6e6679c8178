//! An id as a row of bits, most significant first: which field each belongs to, and the shifts and
//! ors that put the fields together.
//!
//! A narrow picture breaks the row in two or four instead of shrinking it, and then the fields stand
//! below each other.

mod measure;

use std::fmt::Write;

use widgets::path::{command, length};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;

use self::measure::{Measure, Run};
use super::words;
use crate::snowflake::layout::{Field, Layout, Role};

/// Draws an id under a layout, so many pixels wide.
pub fn row(layout: &Layout, id: u64, width: f64) -> Tag {
    let parts = parts(layout, id);
    let measure = Measure::of(&parts, width);
    let height = measure.height(parts.len());
    let view = ["0 0 ", &length(width), " ", &length(height)].concat();
    let picture = tag!(svg, class: "picture flake-bits", role: "img", "aria-label": say(id, &parts),
        width: width, height: height, viewBox: view);
    let fields = parts.iter().map(|part| field(part, id, &measure));
    let terms = match &measure.blocks {
        Some(blocks) => across(&parts, blocks, &measure),
        None => down(&parts, &measure),
    };
    let sum = tag!(text, class: "sum mono", x: measure.left, y: measure.sum(parts.len()))
        .text("= ")
        .child(tag!(tspan, class: "value").text(id));
    picture
        .child(tag!(g).children(fields))
        .child(tag!(g, class: "shifts").children(shifts(&parts, &measure)))
        .child(tag!(g, class: "terms").child(terms))
        .child(sum)
}

/// A field of an id: what the picture says of it.
pub(super) struct Part {
    field: Field,
    shift: u32,
    /// Its colour and its dash.
    class: &'static str,
    name: &'static str,
    bits: String,
    value: String,
}

impl Part {
    /// "<< 22"; nothing where the field stands at the end.
    fn shifted(&self) -> String {
        if self.shift == 0 { String::new() } else { [" << ", &self.shift.to_string()].concat() }
    }

    /// About how wide its words are, one above the other.
    fn width(&self) -> f64 {
        let term = (self.value.len() + self.shifted().len()) as f64 * LETTER;
        term.max(BOLD * text_width(self.name)).max(text_width(&self.bits))
    }

    /// Whether it is one of the numbers that are put together. What a layout does not use is one where
    /// an id has bits there, or the sum would not be the id.
    fn is_used(&self) -> bool {
        self.field.role != Role::Unused || self.value != "0"
    }
}

/// A name's letters are larger than a text's, and bold.
const BOLD: f64 = 1.3;
/// About how wide a letter of the smallest mono face is.
pub(super) const LETTER: f64 = 6.75;

fn parts(layout: &Layout, id: u64) -> Vec<Part> {
    let mut workers = 0;
    let parts = layout.fields().zip(layout.values(id)).map(|((field, shift), (_, value))| {
        let class = match field.role {
            Role::Worker => {
                workers += 1;
                if workers == 1 { "of-worker" } else { "of-worker second" }
            }
            role => class(role),
        };
        let (name, bits) = (field.name, words::count(field.bits.into(), "bit"));
        Part { field, shift, class, name, bits, value: value.to_string() }
    });
    parts.collect()
}

/// The class of a role: a colour, and a dash beside it.
pub fn class(role: Role) -> &'static str {
    match role {
        Role::Unused => "of-unused",
        Role::Time => "of-time",
        Role::Worker => "of-worker",
        Role::Sequence => "of-sequence",
    }
}

/// The row in words.
fn say(id: u64, parts: &[Part]) -> String {
    let mut text = ["Id ", &id.to_string(), ": "].concat();
    for (nth, part) in parts.iter().filter(|part| part.is_used()).enumerate() {
        let apart = if nth > 0 { ", " } else { "" };
        text.extend([apart, part.name, " ", &part.value]);
    }
    text
}

/// The cells of a field, its bits, and the line under it.
fn field(part: &Part, id: u64, measure: &Measure) -> Tag {
    let (mut outline, mut set, mut under) = (String::new(), String::new(), String::new());
    let runs = measure.runs(part);
    for Run { from, to, x, y, width } in &runs {
        rectangle(&mut outline, (*x, *y), (*width, measure.cell_height));
        command(&mut under, 'M', &[x + 1.5, y + measure.cell_height + 4.0]);
        command(&mut under, 'H', &[x + width - 1.5]);
        for bit in (*from..*to).filter(|bit| id >> (63 - bit) & 1 == 1) {
            let left = x + f64::from(bit - from) * measure.cell;
            rectangle(&mut set, (left, *y), (measure.cell, measure.cell_height));
        }
    }
    let digits = runs.iter().map(|run| digits(run, id, measure));
    let group = ["field ", part.class].concat();
    tag!(g, class: group)
        .key(u64::from(part.shift))
        .child(tag!(path, class: "cells", d: outline))
        .child(tag!(path, class: "set", d: set))
        .children(digits)
        .child(tag!(path, class: "under", d: under))
}

/// The digits of a run of bits: the ones and the zeros, each a text that names the place of every
/// letter.
fn digits(run: &Run, id: u64, measure: &Measure) -> Tag {
    let of = |wanted: u64| {
        let (mut places, mut text) = (String::new(), String::new());
        for bit in (run.from..run.to).filter(|bit| id >> (63 - bit) & 1 == wanted) {
            let middle = run.x + (f64::from(bit - run.from) + 0.5) * measure.cell;
            places.extend([&length(middle), " "]);
            text.push(if wanted == 1 { '1' } else { '0' });
        }
        let class = if wanted == 1 { "digit one" } else { "digit" };
        tag!(text, class: class, x: places, y: run.y + measure.cell_height / 2.0 + 4.0).text(text)
    };
    tag!(g).child(of(0)).child(of(1))
}

fn rectangle(path: &mut String, (x, y): (f64, f64), (width, height): (f64, f64)) {
    command(path, 'M', &[x, y]);
    command(path, 'h', &[width]);
    command(path, 'v', &[height]);
    command(path, 'h', &[-width]);
    path.push('Z');
}

/// By how much each field is shifted, above its last bit, where there is room between two.
fn shifts(parts: &[Part], measure: &Measure) -> Vec<Tag> {
    let mut shown = Vec::new();
    let mut free = Vec::new();
    for part in parts.iter().rev() {
        let end = measure.end(part);
        if free.iter().all(|(x, y)| *y != end.y || x - end.x >= 15.0) {
            free.push((end.x, end.y));
            let label = tag!(text, class: "soft end", x: end.x - 1.0, y: end.y - 5.0);
            shown.push(label.key(u64::from(part.shift)).text(part.shift.to_string()));
        }
    }
    shown
}

/// The fields beside each other, each led to from its bits.
fn across(parts: &[Part], blocks: &[f64], measure: &Measure) -> Tag {
    let mut before: Option<f64> = None;
    let block = |(part, &middle): (&Part, &f64)| {
        let run = &measure.runs(part)[0];
        let (foot, top) = (run.y + measure.cell_height + 4.0, measure.terms);
        let mut lead = String::new();
        command(&mut lead, 'M', &[run.x + run.width / 2.0, foot]);
        command(&mut lead, 'v', &[5.0]);
        command(&mut lead, 'L', &[middle, top - 14.0]);
        let half = part.width() / 2.0;
        let or = before.map(|end| {
            let x = end.midpoint(middle - half);
            tag!(text, class: "or mono middle", x: x, y: top + 32.0).text("|")
        });
        if part.is_used() {
            before = Some(middle + half);
        }
        tag!(g, class: part.class)
            .key(u64::from(part.shift))
            .child(tag!(path, class: "lead", d: lead))
            .child(tag!(text, class: "name middle", x: middle, y: top).text(part.name))
            .child(
                tag!(text, class: "soft middle", x: middle, y: top + 15.0).text(part.bits.clone()),
            )
            .maybe(part.is_used().then_some(or).flatten())
            .maybe(part.is_used().then(|| term(part, middle, top + 32.0, "term mono middle")))
    };
    tag!(g).children(parts.iter().zip(blocks).map(block))
}

/// The fields below each other, in a column each for names, bits and terms.
fn down(parts: &[Part], measure: &Measure) -> Tag {
    let line = |(nth, part): (usize, &Part)| {
        let y = measure.terms + nth as f64 * measure::LINE;
        let or =
            (nth + 1 < parts.len() && part.is_used()).then(|| tag!(tspan, class: "or").text(" |"));
        let term = part.is_used().then(|| term(part, measure.left + 148.0, y, "term mono"));
        let mut sample = String::new();
        rectangle(&mut sample, (measure.left, y - 9.0), (12.0, 10.0));
        let mut under = String::new();
        command(&mut under, 'M', &[measure.left, y + 3.5]);
        command(&mut under, 'h', &[12.0]);
        let class = ["field ", part.class].concat();
        tag!(g, class: class)
            .key(u64::from(part.shift))
            .child(tag!(path, class: "set", d: sample))
            .child(tag!(path, class: "under", d: under))
            .child(tag!(text, class: "name", x: measure.left + 20.0, y: y).text(part.name))
            .child(tag!(text, class: "soft", x: measure.left + 96.0, y: y).text(part.bits.clone()))
            .maybe(term.map(|term| term.maybe(or)))
    };
    tag!(g).children(parts.iter().enumerate().map(line))
}

/// "175928 << 22", the number stronger than what is done with it.
fn term(part: &Part, x: f64, y: f64, class: &'static str) -> Tag {
    tag!(text, class: class, x: x, y: y)
        .child(tag!(tspan, class: "value").text(part.value.clone()))
        .text(part.shifted())
}

/// A layout as a small bar, in proportion to its bits, so many pixels wide.
pub fn bar(layout: &Layout, width: f64) -> Tag {
    let mut label = String::new();
    let mut workers = 0;
    let fields: Vec<Tag> = layout
        .fields()
        .map(|(field, shift)| {
            let _ = write!(
                label,
                "{}{} {}",
                if label.is_empty() { "" } else { ", " },
                field.bits,
                field.name
            );
            workers += u32::from(field.role == Role::Worker);
            let second = field.role == Role::Worker && workers > 1;
            let group = ["field ", class(field.role), if second { " second" } else { "" }].concat();
            let bits = f64::from(field.bits);
            let x = (64.0 - f64::from(shift) - bits) / 64.0 * width;
            let own = bits / 64.0 * width;
            let (mut cells, mut under) = (String::new(), String::new());
            rectangle(&mut cells, (x, 0.5), (own, 15.0));
            command(&mut under, 'M', &[x + 1.0, 18.5]);
            command(&mut under, 'H', &[x + own - 1.0]);
            let number = field.bits.to_string();
            let number = (own >= text_width(&number) + 4.0)
                .then(|| tag!(text, class: "digit", x: x + own / 2.0, y: "12").text(number));
            tag!(g, class: group)
                .key(u64::from(shift))
                .child(tag!(path, class: "cells", d: cells))
                .maybe(number)
                .child(tag!(path, class: "under", d: under))
        })
        .collect();
    tag!(svg, class: "picture flake-bits bar", role: "img", "aria-label": label,
        width: width, height: "20")
    .children(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::layout::LAYOUTS;

    /// The terms that are shown, put together as is shown, are the id: of every layout, and of what is
    /// no id of it.
    #[test]
    fn the_terms_come_to_the_id() {
        for layout in LAYOUTS {
            for id in [0, 7, 175_928_847_299_117_063, u64::MAX] {
                let parts = parts(layout, id);
                let terms = parts.iter().filter(|part| part.is_used());
                let sum = terms.fold(0, |sum, part| {
                    let value: u64 = part.value.parse().unwrap();
                    let shifted = part.shifted();
                    let shift =
                        shifted.strip_prefix(" << ").map_or(0, |shift| shift.parse().unwrap());
                    sum | value << shift
                });
                assert_eq!(sum, id, "{}", layout.key);
            }
        }
    }
}
