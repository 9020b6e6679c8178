//! The page's side: one worker, from its start to its end.

use super::protocol::{Order, Reply};
use crate::browser;
use js_sys::{JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// The few lines that every worker starts with, beside the page.
const SCRIPT: &str = "worker.js";

#[wasm_bindgen]
extern "C" {
    type ImportMeta;

    /// Where the program's own script stands.
    #[wasm_bindgen(method, getter)]
    fn url(this: &ImportMeta) -> JsString;

    #[wasm_bindgen(thread_local_v2, js_namespace = import, js_name = meta)]
    static IMPORT_META: ImportMeta;
}

/// What is heard of a worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// What it says.
    Said(Reply),
    /// It could not be started, or broke down: what the browser says of it.
    Broke(String),
}

/// A worker that this page started. It ends with this value.
pub struct Helper {
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(Event)>,
}

impl Helper {
    /// Starts a worker. It says [`Reply::Ready`] before it takes an order.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn start(on: Callback<Heard>) -> Result<Helper, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker =
            Worker::new_with_options(SCRIPT, &options).map_err(|why| browser::words(&why))?;
        let hear = {
            let on = on.clone();
            Closure::new(move |event: MessageEvent| on.emit(read(&event)))
        };
        let fail = Closure::new(move |event: Event| {
            // What the page hears of here is not an error of its own.
            event.prevent_default();
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            let message = message.filter(|message| !message.is_empty());
            on.emit(Heard::Broke(message.unwrap_or_else(|| "it could not be loaded".to_owned())));
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let helper = Helper { worker, _hear: hear, _fail: fail };
        let program = Object::new();
        let put = |key: &str, value: &JsValue| Reflect::set(&program, &key.into(), value);
        put("glue", &IMPORT_META.with(ImportMeta::url)).map_err(|why| browser::words(&why))?;
        put("module", &wasm_bindgen::module()).map_err(|why| browser::words(&why))?;
        helper.worker.post_message(&program).map_err(|why| browser::words(&why))?;
        Ok(helper)
    }

    /// Orders a search.
    ///
    /// # Errors
    /// What the browser says, where the order cannot be handed over.
    pub fn order(&self, order: &Order) -> Result<(), String> {
        let bytes = postcard::to_allocvec(order).map_err(|why| why.to_string())?;
        self.worker.post_message(&Uint8Array::from(&*bytes)).map_err(|why| browser::words(&why))
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn read(event: &MessageEvent) -> Heard {
    let bytes = event.data().dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
    match postcard::from_bytes(&bytes.unwrap_or_default()) {
        Ok(reply) => Heard::Said(reply),
        Err(why) => Heard::Broke(format!("it says what cannot be read: {why}")),
    }
}
