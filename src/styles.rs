//! The style sheets that the shared pictures and the labs bring along, adopted by the page.

use crate::browser;
use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

/// Adopts the sheet of the shared pictures, and those of the labs that are here from the start.
pub fn adopt_all() {
    adopt(widgets::STYLE);
    labs::entries().for_each(|entry| adopt(entry.style));
}

/// Adopts a sheet. A constructed sheet is no inline style, so the content security policy needs
/// no exception for it.
pub fn adopt(text: &str) {
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
