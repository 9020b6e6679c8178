//! What differs between two runs: their knobs, their laws, their figures.

use crate::figures::number;
use crate::laws::{face, signed};
use crate::session::{LawRow, Reading};
use crate::words::capital;
use kernel::{Figure, Knob};
use widgets::tag;
use widgets::tag::{Tag, Value};

/// The knobs in which a run differs from another, in a few words.
pub fn differences(knobs: &[Knob], values: &[i64], others: &[i64]) -> String {
    let differs =
        knobs.iter().zip(values.iter().zip(others)).filter(|(_, (own, other))| own != other);
    let word = |(knob, (value, _)): (&Knob, (&i64, &i64))| {
        format!("{} {} {}", knob.label, knob.write(*value), knob.unit).trim_end().to_owned()
    };
    let words: Vec<String> = differs.map(word).collect();
    match words.is_empty() {
        true => "the same knobs".to_owned(),
        false => words.join(" · "),
    }
}

/// How every law stands on both sides.
pub fn laws(left: &Reading, right: &Reading) -> Tag {
    let cell = |law: &LawRow| {
        let (tone, sign, word) = face(law);
        tag!(td).child(signed(tone, sign)).text(word)
    };
    let rows = left.laws.iter().zip(right.laws.iter());
    let rows = rows.map(|(one, other)| row(one.name, one.name).child(cell(one)).child(cell(other)));
    table("Laws", &["A", "B"], rows.collect())
}

/// Every figure on both sides, and what B has more than A.
pub fn figures(left: &Reading, right: &Reading) -> Tag {
    let rows = left.figures.iter().filter_map(|one| {
        let other = right.figures.iter().find(|other| other.key == one.key)?;
        let cells = [number(one), number(other), difference(one, other)];
        let cells = cells.map(|cell| tag!(td).text(cell));
        Some(row(one.key, capital(one.label)).children(cells))
    });
    table("Figures", &["A", "B", "B − A"], rows.collect())
}

/// A row that begins with its name.
fn row(key: &'static str, name: impl Value) -> Tag {
    tag!(tr).key(key).child(tag!(th, scope: "row").text(name))
}

fn table(title: &'static str, columns: &[&'static str], rows: Vec<Tag>) -> Tag {
    let corner = tag!(th, scope: "col").child(tag!(span, class: "unseen").text(title));
    let columns = columns.iter().map(|column| tag!(th, scope: "col").key(*column).text(*column));
    let head = tag!(tr).child(corner).children(columns);
    tag!(table, class: "compared")
        .child(tag!(caption).text(title))
        .child(tag!(thead).child(head))
        .child(tag!(tbody).children(rows))
}

fn difference(one: &Figure, other: &Figure) -> String {
    let value = other.value.zip(one.value).map(|(other, one)| other - one);
    let text = number(&Figure { value, ..one.clone() });
    match value {
        Some(0.0) => "=".to_owned(),
        Some(value) if value > 0.0 => format!("+{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_its_sign() {
        let figure = |value| Figure { key: "k", label: "l", value, unit: "%" };
        let words = |one, other| difference(&figure(one), &figure(other));
        assert_eq!(words(Some(2.0), Some(5.0)), "+3 %");
        assert_eq!(words(Some(5.0), Some(2.0)), "−3 %");
        assert_eq!(words(Some(5.0), Some(5.0)), "=");
        assert_eq!(words(None, Some(2.0)), "–");
    }
}
