//! The lab's picture.

use kernel::Frame;
use yew::{Html, html};

use super::{{Name}};
use crate::face::{Face, Scene};
use crate::lab::Lab;

impl Face for {{Name}} {
    const STYLE: &'static str = include_str!("style.css");

    fn stage(frame: &Frame<'_, Self>, _: &Scene) -> Html {
        let state = if frame.state.is_up { "up" } else { "crashed" };
        html! {
            <svg class="{{slug}}" viewBox="0 0 320 160" role="img">
                <title>{ frame.model.summary(frame.state) }</title>
                <circle class={state} cx="160" cy="72" r="40" />
                <text x="160" y="140" text-anchor="middle">{ state }</text>
            </svg>
        }
    }
}
