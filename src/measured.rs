//! A box that says how wide it is, so that a picture can lay itself out for its place.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};
use widgets::tag;
use yew::prelude::*;

/// A box that says how wide it is: `on_width` hears its inner width in CSS pixels, at first and
/// whenever it changes.
pub fn measured(on_width: Callback<u32>, children: Html) -> Html {
    html! { <Measured {on_width}>{ children }</Measured> }
}

#[derive(Properties, PartialEq)]
struct MeasuredProps {
    on_width: Callback<u32>,
    children: Html,
}

#[component]
fn Measured(props: &MeasuredProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        let on_width = props.on_width.clone();
        use_effect_with((), move |()| {
            let watch = node.cast::<Element>().and_then(|element| Watch::new(&element, on_width));
            move || drop(watch)
        });
    }
    tag!(div, class: "fit").node_ref(node).child(props.children.clone()).into()
}

/// Watches an element as long as it lives.
struct Watch {
    observer: ResizeObserver,
    _hear: Closure<dyn FnMut(js_sys::Array)>,
}

impl Watch {
    fn new(element: &Element, on_width: Callback<u32>) -> Option<Watch> {
        let hear = Closure::new(move |entries: js_sys::Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                on_width.emit(entry.content_rect().width() as u32);
            }
        });
        let observer = ResizeObserver::new(hear.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Watch { observer, _hear: hear })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
