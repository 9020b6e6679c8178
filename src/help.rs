//! The help sheet: the keys, and what the signs of the page mean.

use crate::keyboard::BINDINGS;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Properties of [`Help`].
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Whether the sheet is open.
    pub is_open: bool,
    /// Hears that it was closed.
    pub on_close: Callback<()>,
}

/// The sheet. It is a dialog of the browser's own: Escape closes it, and the focus goes back to
/// where it came from.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.is_open, move |is_open| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                match (*is_open, dialog.open()) {
                    (true, false) => {
                        let _ = dialog.show_modal();
                    }
                    (false, true) => dialog.close(),
                    _ => {}
                }
            }
        });
    }
    html! {
        <dialog class="help" ref={node} aria-labelledby="help-title"
            onclose={props.on_close.reform(|_: Event| ())}>
            <h2 id="help-title">{ "Keys" }</h2>
            <dl>
                { for BINDINGS.iter().map(|binding| html! {
                    <div key={binding.cap}>
                        <dt><kbd>{ binding.cap }</kbd></dt>
                        <dd>{ binding.what }</dd>
                    </div>
                }) }
            </dl>
            <p>{ "A dotted line above the ruler is a future that you left behind: follow it back, \
                  or forget it. The address always is the link to what you see." }</p>
            <button onclick={props.on_close.reform(|_: MouseEvent| ())}>{ "Close" }</button>
        </dialog>
    }
}
