//! The help sheet: the keys, and what the signs of the page mean.

use crate::hear::on_click;
use crate::keyboard::BINDINGS;
use std::rc::Rc;
use web_sys::HtmlDialogElement;
use widgets::tag;
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
    let keys = BINDINGS.iter().map(|binding| {
        tag!(div)
            .key(binding.cap)
            .child(tag!(dt).child(tag!(kbd).text(binding.cap)))
            .child(tag!(dd).text(binding.what))
    });
    tag!(dialog, class: "help", "aria-labelledby": "help-title")
        .node_ref(node)
        .on(Rc::new(html::onclose::Wrapper::new(props.on_close.reform(|_| ()))))
        .child(tag!(h2, id: "help-title").text("Keys"))
        .child(tag!(dl).children(keys))
        .child(tag!(p).text(
            "A dotted line above the ruler is a future that you left behind: follow it back, or \
             forget it. The address always is the link to what you see.",
        ))
        .child(tag!(button).clicked(on_click(&props.on_close, ())).text("Close"))
        .into()
}
