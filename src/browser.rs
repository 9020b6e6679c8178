//! The page's few dealings with the browser itself. Storage and history may be forbidden (a frame
//! without rights, a private window); everything here then does nothing, and the page goes on.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Window};

/// The window of the page.
///
/// # Panics
/// Outside a page: a worker has no window, and calls nothing of this.
pub fn window() -> Window {
    web_sys::window().expect("the page has a window")
}

/// What stands behind the address, with its `#`; empty where nothing does.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Puts another fragment into the address, in the place of the present one.
pub fn replace_fragment(fragment: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Puts another fragment into the address, so that *Back* leads to the present one.
pub fn push_fragment(fragment: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Whether the person asks for less motion.
pub fn is_motion_reduced() -> bool {
    is_media("(prefers-reduced-motion: reduce)")
}

fn is_media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|media| media.matches())
}

/// Whether the page is cut off from other origins, so that its workers can share memory.
pub fn is_isolated() -> bool {
    let of_page = |name: &str| js_sys::Reflect::get(&window(), &name.into()).unwrap_or_default();
    of_page("crossOriginIsolated").is_truthy() && of_page("SharedArrayBuffer").is_function()
}

/// How many threads run at once on this machine, as the browser tells it; at least one.
pub fn cores() -> u32 {
    (window().navigator().hardware_concurrency() as u32).max(1)
}

/// The text at an address of this site.
///
/// # Errors
/// What the browser says, or nothing where the host has no such file.
pub async fn fetch(address: &str) -> Result<String, JsValue> {
    let response = JsFuture::from(window().fetch_with_str(address)).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

/// What was kept under a key.
pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key, or forgets what was kept.
pub fn store(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

/// A seed that nobody chose, short enough to be read out.
pub fn fresh_seed() -> u64 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u64
}

/// What the browser says of a failure.
pub fn words(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => why.as_string().unwrap_or_else(|| "it does not say why".to_owned()),
    }
}
