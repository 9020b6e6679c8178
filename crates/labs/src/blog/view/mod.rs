//! The lab's picture.

use kernel::Frame;
use yew::{Html, html};

use super::Blog;
use crate::face::{Face, Scene};
use crate::lab::Lab;

impl Face for Blog {
    const STYLE: &'static str = include_str!("../style.css");

    fn stage(frame: &Frame<'_, Self>, _: &Scene) -> Html {
        html! {
            <svg class="blog" viewBox="0 0 320 160" role="img">
                <title>{ frame.model.summary(frame.state) }</title>
                <text x="160" y="80" text-anchor="middle">{ frame.state.standing().count() }</text>
            </svg>
        }
    }
}
