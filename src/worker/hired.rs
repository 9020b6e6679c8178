//! The page's side of a worker that works for a lab.

use super::thread::Thread;
use js_sys::Array;
use labs::real::{Heard, Hired, Worker};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use yew::Callback;

/// Starts a worker that works for the lab of this slug.
///
/// # Errors
/// What the browser says, where it allows no worker.
pub fn hire(slug: &'static str, on: Callback<Heard>) -> Result<Hired, String> {
    let is_ready = Cell::new(false);
    let read = move |said: Result<JsValue, String>| match said {
        Ok(_) if !is_ready.replace(true) => Heard::Ready,
        Ok(value) => Heard::Said(value),
        Err(why) => Heard::Broke(why),
    };
    Ok(Box::new(Thread::start(slug, on.reform(read))?))
}

impl Worker for Thread {
    fn order(&self, order: &JsValue) -> Result<(), String> {
        self.post(order)
    }

    fn hand(&self, order: &JsValue, owned: &Array) -> Result<(), String> {
        self.hand_over(order, owned)
    }
}
