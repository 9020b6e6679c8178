//! What differs between two runs: their knobs, their laws, their figures.

use crate::figures::number;
use crate::laws::face;
use crate::session::{LawRow, Reading};
use crate::words::capital;
use kernel::{Figure, Knob};
use yew::prelude::*;

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
pub fn laws(left: &Reading, right: &Reading) -> Html {
    let cell = |law: &LawRow| {
        let (tone, sign, word) = face(law);
        html! {
            <td><span class={classes!("sign", tone)} aria-hidden="true">{ sign }</span>{ word }</td>
        }
    };
    let rows = left.laws.iter().zip(right.laws.iter()).map(|(one, other)| {
        html! {
            <tr key={one.name}>
                <th scope="row">{ one.name }</th>{ cell(one) }{ cell(other) }
            </tr>
        }
    });
    table("Laws", &["A", "B"], rows.collect())
}

/// Every figure on both sides, and what B has more than A.
pub fn figures(left: &Reading, right: &Reading) -> Html {
    let rows = left.figures.iter().filter_map(|one| {
        let other = right.figures.iter().find(|other| other.key == one.key)?;
        Some(html! {
            <tr key={one.key}>
                <th scope="row">{ capital(one.label) }</th>
                <td>{ number(one) }</td>
                <td>{ number(other) }</td>
                <td>{ difference(one, other) }</td>
            </tr>
        })
    });
    table("Figures", &["A", "B", "B − A"], rows.collect())
}

fn table(title: &'static str, columns: &[&'static str], rows: Html) -> Html {
    html! {
        <table class="compared">
            <caption>{ title }</caption>
            <thead>
                <tr>
                    <th scope="col"><span class="unseen">{ title }</span></th>
                    { for columns.iter().map(|column| html! {
                        <th key={*column} scope="col">{ *column }</th>
                    }) }
                </tr>
            </thead>
            <tbody>{ rows }</tbody>
        </table>
    }
}

fn difference(one: &Figure, other: &Figure) -> String {
    let value = other.value.zip(one.value).map(|(other, one)| other - one);
    let text = number(&Figure { value, ..one.clone() });
    match value {
        Some(0.0) => "=".to_owned(),
        Some(value) if value > 0.0 => format!("+{text}"),
        _ => text.replace('-', "−"),
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
