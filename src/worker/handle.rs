//! The page's side of a search: a worker that takes orders and replies.

use super::protocol::{Errand, Reply};
use super::thread::Thread;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use yew::Callback;

/// What is heard of a worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// What it says.
    Said(Reply),
    /// It could not be started, or broke down: what the browser says of it.
    Broke(String),
}

/// A worker that this page started. It ends with this value.
pub struct Helper(Thread);

impl Helper {
    /// Starts a worker. It says [`Reply::Ready`] before it takes an order.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn start(on: Callback<Heard>) -> Result<Helper, String> {
        Thread::start("", on.reform(read)).map(Helper)
    }

    /// Sends it on an errand.
    ///
    /// # Errors
    /// What the browser says, where the errand cannot be handed over.
    pub fn send(&self, errand: &Errand) -> Result<(), String> {
        let bytes = postcard::to_allocvec(errand).map_err(|why| why.to_string())?;
        self.0.post(&Uint8Array::from(&*bytes))
    }
}

fn read(said: Result<JsValue, String>) -> Heard {
    let value = match said {
        Ok(value) => value,
        Err(why) => return Heard::Broke(why),
    };
    let bytes = value.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
    match postcard::from_bytes(&bytes.unwrap_or_default()) {
        Ok(reply) => Heard::Said(reply),
        Err(why) => Heard::Broke(format!("it says what cannot be read: {why}")),
    }
}
