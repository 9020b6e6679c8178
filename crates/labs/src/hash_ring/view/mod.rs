//! The lab's picture.

use kernel::Frame;
use yew::{Html, html};

use super::HashRing;
use crate::face::{Face, Scene};
use crate::lab::Lab;

impl Face for HashRing {
    fn stage(frame: &Frame<'_, Self>, _: &Scene) -> Html {
        html! { <p>{ frame.model.summary(frame.state) }</p> }
    }
}
