//! The words in a `SharedArrayBuffer`.
//!
//! Each access goes from wasm to JavaScript, and that is what it costs. So `Atomics` is called
//! through functions that cannot fail (the places are the program's own, and a page that waits would
//! be a fault of the program's), and an item is copied in one call, into a view of its slot that is
//! made once.

use super::words::{ITEM, Waited, Words, size, slot};
use js_sys::{Int32Array, SharedArrayBuffer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Atomics, js_name = load)]
    fn load(words: &Int32Array, at: u32) -> i32;
    #[wasm_bindgen(js_namespace = Atomics, js_name = store)]
    fn store(words: &Int32Array, at: u32, value: i32) -> i32;
    #[wasm_bindgen(js_namespace = Atomics, js_name = compareExchange)]
    fn compare_exchange(words: &Int32Array, at: u32, expected: i32, new: i32) -> i32;
    #[wasm_bindgen(js_namespace = Atomics, js_name = add)]
    fn add(words: &Int32Array, at: u32, value: i32) -> i32;
    #[wasm_bindgen(js_namespace = Atomics, js_name = or)]
    fn or(words: &Int32Array, at: u32, bits: i32) -> i32;
    #[wasm_bindgen(js_namespace = Atomics, js_name = wait)]
    fn wait(words: &Int32Array, at: u32, expected: i32, timeout_ms: f64) -> JsValue;
    #[wasm_bindgen(js_namespace = Atomics, js_name = notify)]
    fn notify(words: &Int32Array, at: u32, count: u32) -> u32;

    // The views of wasm’s memory that these get last as long as the call.
    #[wasm_bindgen(js_namespace = ["Int32Array", "prototype", "set"], js_name = call)]
    fn copy_in(to: &Int32Array, from: &[i32]);
    #[wasm_bindgen(js_namespace = ["Int32Array", "prototype", "set"], js_name = call)]
    fn copy_out(to: &mut [i32], from: &Int32Array);
}

/// The words of a ring.
pub struct Shared {
    buffer: SharedArrayBuffer,
    words: Int32Array,
    slots: Vec<Int32Array>,
}

impl Shared {
    /// Words for a ring of so many slots, all of them zero. Only where the page is isolated.
    pub fn new(capacity: u32) -> Shared {
        Shared::of(SharedArrayBuffer::new(4 * size(capacity)))
    }

    /// The words that somebody else has made.
    pub fn of(buffer: SharedArrayBuffer) -> Shared {
        Shared { words: Int32Array::new(&buffer), buffer, slots: Vec::new() }
    }

    /// Makes a view of each slot, for who moves items one by one.
    pub fn with_slots(mut self, capacity: u32) -> Shared {
        let view = |place| self.words.subarray(slot(place), slot(place + 1));
        self.slots = (0..capacity).map(view).collect();
        self
    }

    /// What a worker is handed, to have the same words.
    pub fn buffer(&self) -> &SharedArrayBuffer {
        &self.buffer
    }

    fn with_view(&self, at: u32, length: usize, copy: impl FnOnce(&Int32Array)) {
        let place = (at - slot(0)) / ITEM;
        match self.slots.get(place as usize) {
            Some(view) if length == ITEM as usize => copy(view),
            _ => copy(&self.words.subarray(at, at + length as u32)),
        }
    }
}

impl Words for Shared {
    fn load(&self, at: u32) -> i32 {
        load(&self.words, at)
    }

    fn store(&self, at: u32, value: i32) {
        store(&self.words, at, value);
    }

    fn exchange(&self, at: u32, expected: i32, new: i32) -> i32 {
        compare_exchange(&self.words, at, expected, new)
    }

    fn add(&self, at: u32, value: i32) {
        add(&self.words, at, value);
    }

    fn set(&self, at: u32, bits: i32) {
        or(&self.words, at, bits);
    }

    fn wait(&self, at: u32, expected: i32, patience_ms: u32) -> Waited {
        let end = wait(&self.words, at, expected, f64::from(patience_ms));
        match end {
            end if end == "ok" => Waited::Woken,
            end if end == "timed-out" => Waited::TimedOut,
            _ => Waited::Changed,
        }
    }

    fn notify(&self, at: u32, count: u32) -> u32 {
        notify(&self.words, at, count)
    }

    fn write(&self, at: u32, items: &[i32]) {
        self.with_view(at, items.len(), |view| copy_in(view, items));
    }

    fn read(&self, at: u32, items: &mut [i32]) {
        self.with_view(at, items.len(), |view| copy_out(items, view));
    }
}
