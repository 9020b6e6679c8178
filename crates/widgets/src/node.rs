//! A node of a system: a rounded sheet with a name and a line about how it is.

use crate::circle::Place;
use yew::{AttrValue, Classes, Html, Properties, classes, component, html};

/// What a [`Node`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct NodeProps {
    /// Where its middle is.
    pub at: Place,
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels: 34 at least where it has a note.
    pub height: f64,
    /// Its name.
    pub name: AttrValue,
    /// How it is, in a word or two.
    #[prop_or_default]
    pub note: AttrValue,
    /// It crashed: a broken outline, a cross, and another colour.
    #[prop_or_default]
    pub is_down: bool,
    /// Further classes, such as a shade.
    #[prop_or_default]
    pub class: Classes,
    /// What it holds, drawn with its upper left corner as the origin.
    #[prop_or_default]
    pub children: Html,
}

/// A node: a rounded sheet.
#[component]
pub fn Node(props: &NodeProps) -> Html {
    let NodeProps { at, width, height, .. } = *props;
    let down = props.is_down.then_some("down");
    let name = if props.is_down { format!("✕ {}", props.name) } else { props.name.to_string() };
    let corner = format!("translate({:.1} {:.1})", at.x - width / 2.0, at.y - height / 2.0);
    html! {
        <g class={classes!("node", down, props.class.clone())} transform={corner}>
            <rect class="sheet" width={format!("{width:.1}")} height={format!("{height:.1}")} rx="6" />
            <text class="name" x="8" y="15">{ name }</text>
            <text class="note" x="8" y="28">{ props.note.clone() }</text>
            { props.children.clone() }
        </g>
    }
}
