//! What can be pressed, by a pointer and by keys alike.

use std::rc::Rc;
use web_sys::{Element, Event};
use widgets::tag::Tag;
use yew::{Callback, KeyboardEvent, MouseEvent};

/// Hears that an element was pressed.
#[derive(Clone)]
pub struct Hear(Rc<dyn Fn(Option<Element>)>);

impl Hear {
    /// From what is done then; it gets the element that was pressed.
    pub fn new(hear: impl Fn(Option<Element>) + 'static) -> Hear {
        Hear(Rc::new(hear))
    }
}

/// Makes an element with the role of a button one.
pub fn press(tag: Tag, hear: Hear) -> Tag {
    let by_key = hear.clone();
    tag.clicked(Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        hear.0(pressed(&event));
    }))
    .pressed(Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            by_key.0(pressed(&event));
        }
    }))
}

fn pressed(event: &Event) -> Option<Element> {
    use wasm_bindgen::JsCast;
    event.target()?.dyn_into().ok()
}
