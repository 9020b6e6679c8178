//! The page's side of any worker: one thread, from its start to its end.

use crate::browser;
use js_sys::{Array, JsString, Object, Reflect};
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

/// A worker that this page started. It ends with this value.
pub struct Thread {
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(Event)>,
}

impl Thread {
    /// Starts a worker of this name, and hears what it says, or what the browser says of its
    /// failure. Its first word says that it takes messages.
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn start(name: &str, on: Callback<Result<JsValue, String>>) -> Result<Thread, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(name);
        let worker =
            Worker::new_with_options(SCRIPT, &options).map_err(|why| browser::words(&why))?;
        let hear = {
            let on = on.clone();
            Closure::new(move |event: MessageEvent| on.emit(Ok(event.data())))
        };
        let fail = Closure::new(move |event: Event| {
            // What the page hears of here is not an error of its own.
            event.prevent_default();
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            let message = message.filter(|message| !message.is_empty());
            on.emit(Err(message.unwrap_or_else(|| "it could not be loaded".to_owned())));
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let thread = Thread { worker, _hear: hear, _fail: fail };
        let program = Object::new();
        let put = |key: &str, value: &JsValue| Reflect::set(&program, &key.into(), value);
        put("glue", &IMPORT_META.with(ImportMeta::url)).map_err(|why| browser::words(&why))?;
        put("module", &wasm_bindgen::module()).map_err(|why| browser::words(&why))?;
        thread.post(&program)?;
        Ok(thread)
    }

    /// Says something to the worker.
    ///
    /// # Errors
    /// What the browser says, where the value cannot be handed over.
    pub fn post(&self, value: &JsValue) -> Result<(), String> {
        self.worker.post_message(value).map_err(|why| browser::words(&why))
    }

    /// Says something to the worker, and hands over what can only have one owner.
    ///
    /// # Errors
    /// What the browser says, where the value cannot be handed over.
    pub fn hand_over(&self, value: &JsValue, owned: &Array) -> Result<(), String> {
        let handed = self.worker.post_message_with_transfer(value, owned);
        handed.map_err(|why| browser::words(&why))
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
