//! The clipboard, where there is one: a page that is not secure, or a frame without the right, has
//! none.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;

/// Copies a text; whether it could be.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return false };
    let clipboard = Reflect::get(&navigator, &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
