//! One number as a bar, with a mark where it was expected.

use yew::{AttrValue, Html, Properties, component, html};

/// What a [`Meter`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct MeterProps {
    /// What is measured.
    pub label: AttrValue,
    /// The number in words, with its unit.
    pub value: AttrValue,
    /// How much of the bar is full: 0 to 1.
    pub part: f64,
    /// Where the mark of the expectation stands: 0 to 1.
    #[prop_or_default]
    pub expected: Option<f64>,
    /// Drawn as what one would rather not see: another colour, and hatched.
    #[prop_or_default]
    pub is_bad: bool,
    /// The width in pixels of the whole picture.
    pub width: u32,
}

/// A label, a bar and a number on one line.
#[component]
pub fn Meter(props: &MeterProps) -> Html {
    let width = f64::from(props.width);
    let (start, end) = (84.0_f64.min(width / 4.0), (width - 60.0).max(width / 2.0));
    let at = |part: f64| start + (end - start) * part.clamp(0.0, 1.0);
    let length = |part: f64| format!("{:.1}", at(part) - start);
    let mark = props.expected.map(|part| format!("M{:.1} 2V18", at(part)));
    let label = format!("{}: {}", props.label, props.value);
    html! {
        <svg class="picture meter" role="img" aria-label={label} width={props.width.to_string()} height="20">
            <text x="0" y="14">{ props.label.clone() }</text>
            <rect class="well" x={start.to_string()} y="5" width={length(1.0)} height="10" rx="2" />
            <rect class={if props.is_bad { "full bad" } else { "full" }}
                x={start.to_string()} y="5" width={length(props.part)} height="10" rx="2" />
            <path class="expected" d={mark.unwrap_or_default()} />
            <text class="value" x={width.to_string()} y="14">{ props.value.clone() }</text>
        </svg>
    }
}
