//! A canary. With this version of Yew a component without a node, between siblings of which one
//! comes while the other goes, ends in a panic (yewstack/yew issue 4092), which is why every
//! component of this page renders an element. When this test fails a mended Yew has arrived, and
//! that rule may go. It stands alone, since a panic spoils the page for whatever follows.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

thread_local! {
    static TOGGLE: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
}

#[component]
fn Nothing() -> Html {
    html! {}
}

#[component]
fn Toggled() -> Html {
    let is_late = use_state(|| false);
    let toggle = {
        let is_late = is_late.clone();
        Callback::from(move |()| is_late.set(true))
    };
    TOGGLE.set(Some(toggle));
    html! {
        <div>
            if *is_late { <span /> }
            <Nothing />
            if !*is_late { <p>{ "before" }</p> }
        </div>
    }
}

#[wasm_bindgen_test]
#[should_panic]
async fn a_component_without_a_node_between_toggled_siblings_panics() {
    let root = gloo::utils::document().create_element("div").expect("an element");
    gloo::utils::body().append_child(&root).expect("a child");
    yew::Renderer::<Toggled>::with_root(root).render();
    yew::scheduler::flush().await;
    let toggle = TOGGLE.take().expect("the component was rendered");
    toggle.emit(());
    yew::scheduler::flush().await;
}
