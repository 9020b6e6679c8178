//! Numbers read off the state.

use crate::words::{capital, thousands};
use kernel::Figure;
use kernel::decimal::significant;
use widgets::tag;
use yew::prelude::*;

/// A list of numbers, each with its name and unit.
pub fn figures(figures: &[Figure]) -> Html {
    let rows = figures.iter().map(|figure| {
        tag!(div)
            .key(figure.key)
            .child(tag!(dt).text(capital(figure.label)))
            .child(tag!(dd).text(number(figure)))
    });
    tag!(section, class: "panel", "aria-labelledby": "figures-title", hidden: figures.is_empty())
        .child(tag!(h2, id: "figures-title").text("Figures"))
        .child(tag!(dl, class: "figures").children(rows))
        .into()
}

/// A number in at most four significant digits, whole numbers in full.
pub fn number(figure: &Figure) -> String {
    figure.value.map_or_else(|| "–".to_owned(), |value| amount(value, figure.unit))
}

/// A number with its unit, where it has one.
pub fn amount(value: f64, unit: &str) -> String {
    let number = thousands(&significant(value, 4)).replace('-', "−");
    [&number, " ", unit].concat().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_short_and_has_its_unit() {
        let figure = |value, unit| Figure { key: "k", label: "l", value, unit };
        assert_eq!(number(&figure(Some(10_000.0), "")), "10,000");
        assert_eq!(number(&figure(Some(4.9536), "%")), "4.954 %");
        assert_eq!(number(&figure(Some(123.456), "ms")), "123.5 ms");
        assert_eq!(number(&figure(Some(-0.5), "")), "−0.5000");
        assert_eq!(number(&figure(None, "%")), "–");
    }
}
