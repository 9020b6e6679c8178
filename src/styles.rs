//! The style sheets that the shared pictures and the labs bring along, adopted by the page.

use crate::browser;
use labs::LABS;
use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

/// Adopts the sheets of the shared pictures and of all labs. A constructed sheet is no inline
/// style, so the content security policy needs no exception for it.
///
/// # Errors
/// What the browser says, where it cannot construct style sheets.
pub fn adopt() -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    let labs = LABS.iter().map(|entry| entry.style);
    let text: Vec<&str> = std::iter::once(widgets::STYLE).chain(labs).collect();
    sheet.replace_sync(&text.join("\n"))?;
    if let Some(document) = browser::window().document() {
        document.adopted_style_sheets().push(&sheet);
    }
    Ok(())
}
