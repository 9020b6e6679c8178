//! What the shades and signs of a picture mean.

use yew::{AttrValue, Html, Properties, classes, component, html};

/// One entry of a [`Legend`].
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The class that draws the sample as it is drawn in the picture.
    pub class: &'static str,
    /// What it means.
    pub label: AttrValue,
}

/// What a [`Legend`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct LegendProps {
    /// What all entries are about.
    #[prop_or_default]
    pub title: AttrValue,
    /// The entries, in the order of reading.
    pub keys: std::rc::Rc<[Key]>,
}

/// A list of samples with their meanings.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    html! {
        <ul class="legend" aria-label={if props.title.is_empty() { "Legend".into() } else { props.title.clone() }}>
            if !props.title.is_empty() {
                <li class="legend-title" aria-hidden="true">{ props.title.clone() }</li>
            }
            { for props.keys.iter().map(|key| html! {
                <li key={key.class}>
                    <svg class="picture" width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
                        <rect class={classes!("sample", key.class)} x="1" y="1" width="12" height="10" />
                    </svg>
                    { key.label.clone() }
                </li>
            }) }
        </ul>
    }
}
