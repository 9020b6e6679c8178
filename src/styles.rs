//! The style sheets that labs bring along, adopted by the page.

use crate::browser;
use labs::LABS;
use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

/// Adopts the sheets of all labs. A constructed sheet is no inline style, so the content security
/// policy needs no exception for it.
///
/// # Errors
/// What the browser says, where it cannot construct style sheets.
pub fn adopt() -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    let text: Vec<&str> = LABS.iter().map(|entry| entry.style).collect();
    sheet.replace_sync(&text.join("\n"))?;
    if let Some(document) = browser::window().document() {
        document.adopted_style_sheets().push(&sheet);
    }
    Ok(())
}
