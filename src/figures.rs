//! Numbers read off the state.

use crate::words::{capital, thousands};
use kernel::Figure;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Figures`].
#[derive(Properties, PartialEq)]
pub struct FiguresProps {
    /// The numbers, in the lab's order.
    pub figures: Rc<[Figure]>,
}

/// A list of numbers, each with its name and unit.
#[component]
pub fn Figures(props: &FiguresProps) -> Html {
    html! {
        <section class="panel" aria-labelledby="figures-title" hidden={props.figures.is_empty()}>
            <h2 id="figures-title">{ "Figures" }</h2>
            <dl class="figures">
                { for props.figures.iter().map(|figure| html! {
                    <div key={figure.key}>
                        <dt>{ capital(figure.label) }</dt>
                        <dd>{ number(figure) }</dd>
                    </div>
                }) }
            </dl>
        </section>
    }
}

/// A number in at most four significant digits, whole numbers in full.
pub fn number(figure: &Figure) -> String {
    let Some(value) = figure.value else { return "–".to_owned() };
    let digits = match value.abs() {
        _ if value.fract() == 0.0 => 0,
        100.0.. => 1,
        10.0.. => 2,
        _ => 3,
    };
    let number = thousands(&format!("{value:.digits$}"));
    format!("{number} {}", figure.unit).trim_end().to_owned()
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
        assert_eq!(number(&figure(None, "%")), "–");
    }
}
