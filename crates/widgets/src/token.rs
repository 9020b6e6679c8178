//! A message: a labelled pill on its way.

use crate::circle::Place;
use yew::{AttrValue, Html, Properties, component, html};

/// What a [`Token`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct TokenProps {
    /// Where its middle is.
    pub at: Place,
    /// What it says; without words it is a dot, for a crowd.
    #[prop_or_default]
    pub text: AttrValue,
    /// It will not reach whom it was sent to: another colour, and a cross before the words.
    #[prop_or_default]
    pub is_lost: bool,
}

/// A message: a pill, or a dot in a crowd.
#[component]
pub fn Token(props: &TokenProps) -> Html {
    let Place { x, y } = props.at;
    let place = format!("translate({x:.1} {y:.1})");
    let class = if props.is_lost { "token lost" } else { "token" };
    if props.text.is_empty() {
        let mark = if props.is_lost {
            html!(<path d="M-4-4L4 4M4-4L-4 4" />)
        } else {
            html!(<circle r="4.5" />)
        };
        return html!(<g {class} transform={place}>{ mark }</g>);
    }
    let text = if props.is_lost { format!("✕ {}", props.text) } else { props.text.to_string() };
    let width = text_width(&text) + 16.0;
    html! {
        <g {class} transform={place}>
            <rect x={format!("{:.1}", -width / 2.0)} y="-10" width={format!("{width:.1}")} height="20" rx="10" />
            <text y="4">{ text }</text>
        </g>
    }
}

/// About how wide a text of the smallest size is, in pixels: a picture cannot measure its letters.
#[must_use]
pub fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * 6.3
}
