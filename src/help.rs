//! The help sheet: the keys, and what the signs of the page mean.

use crate::hear::on_click;
use crate::keyboard::BINDINGS;
use std::rc::Rc;
use web_sys::HtmlDialogElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The sheet. It is a dialog of the browser's own: Escape closes it, and the focus goes back to
/// where it came from. `on_close` hears that it was closed; [`open`] finds it by its node.
pub fn help(node: NodeRef, on_close: &Callback<()>) -> Tag {
    let keys = BINDINGS.iter().map(|binding| {
        tag!(div)
            .key(binding.cap)
            .child(tag!(dt).child(tag!(kbd).text(binding.cap)))
            .child(tag!(dd).text(binding.what))
    });
    tag!(dialog, class: "help", "aria-labelledby": "help-title")
        .node_ref(node)
        .on(Rc::new(html::onclose::Wrapper::new(on_close.reform(|_| ()))))
        .child(tag!(h2, id: "help-title").text("Keys"))
        .child(tag!(dl).children(keys))
        .child(tag!(p).text(
            "A dotted line above the ruler is a future that you left behind: follow it back, or \
             forget it. The address always is the link to what you see.",
        ))
        .child(tag!(button).clicked(on_click(on_close, ())).text("Close"))
}

/// Opens the sheet, or closes it.
pub fn open(sheet: &NodeRef, is_open: bool) {
    if let Some(dialog) = sheet.cast::<HtmlDialogElement>() {
        match (is_open, dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    }
}
