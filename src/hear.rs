//! What is heard of a control. Every closure is code of its own, so those that many controls share
//! are made here.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A click that asks for something.
pub fn on_click<M: Clone + 'static>(on: &Callback<M>, wish: M) -> Callback<MouseEvent> {
    on.reform(move |_| wish.clone())
}

/// The place of what was chosen in a list.
pub fn chosen(event: &Event) -> usize {
    let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
    usize::try_from(index).unwrap_or(0)
}

/// The input in which something was typed or turned.
pub fn input(event: &Event) -> HtmlInputElement {
    event.target_unchecked_into()
}
