//! What stands below the stage: the decoder, and what the layouts hold.

use std::rc::Rc;

use widgets::tag;
use yew::{Html, Properties, component, html, use_mut_ref};

use super::decoder::{Decoder, Latest};
use super::explorer::Explorer;
use crate::snowflake::layout::Layout;

/// What the tools need.
#[derive(Clone, PartialEq, Properties)]
pub struct ToolsProps {
    /// The layout in force.
    pub layout: Layout,
    /// The latest id of the run.
    pub latest: Option<u64>,
    /// How wide they are, in pixels.
    pub width: u32,
}

/// Both tools. A new id of the run draws neither anew: the decoder asks for it when it is wanted.
#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let ToolsProps { layout, latest, width } = *props;
    let kept = use_mut_ref(Latest::default);
    let kept = kept.borrow();
    kept.0.set(latest);
    let latest = Latest(Rc::clone(&kept.0));
    tag!(div, class: "flake-tools")
        .child(html!(<Decoder {layout} {latest} {width} />))
        .child(html!(<Explorer {layout} />))
        .into()
}
