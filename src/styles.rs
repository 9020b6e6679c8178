//! The style sheets that the shared pictures and the labs bring along, adopted by the page.

use crate::browser;
use labs::Entry;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

/// Adopts the sheet of the shared pictures, and those of the labs that are here from the start.
pub fn adopt_all() {
    adopt(widgets::STYLE);
    labs::entries().for_each(adopt_lab);
}

/// Adopts the sheets that a lab brings along.
pub fn adopt_lab(entry: &'static Entry) {
    adopt(entry.style);
    if let Some(space_time) = entry.space_time {
        adopt(space_time.style);
    }
}

/// Adopts a sheet, once: several labs may bring the same. A constructed sheet is no inline style, so
/// the content security policy needs no exception for it.
fn adopt(text: &'static str) {
    thread_local!(static HERE: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) });
    let is_here = HERE.with_borrow_mut(|here| {
        let is_here = here.contains(&text);
        here.push(text);
        is_here
    });
    if is_here {
        return;
    }
    if let Err(why) = adopted(text) {
        gloo::console::warn!("a picture has no style of its own:", why);
    }
}

fn adopted(text: &str) -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(text)?;
    if let Some(document) = browser::window().document() {
        document.adopted_style_sheets().push(&sheet);
    }
    Ok(())
}
