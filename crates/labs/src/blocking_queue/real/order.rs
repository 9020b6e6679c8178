//! What a worker is ordered to do, and what it says.

use js_sys::{Array, Int32Array, SharedArrayBuffer};
use wasm_bindgen::{JsCast, JsValue};

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Puts items into the ring.
    Produces,
    /// Gets items out of the ring.
    Consumes,
    /// Posts items to the consumers.
    Posts,
    /// Gets the items that are posted to it.
    Receives,
}

/// How a worker passes items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// What it does.
    pub role: Role,
    /// Its number; producers come first.
    pub thread: u32,
    /// Slots of the ring.
    pub capacity: u32,
    /// Items that go together.
    pub batch: u32,
    /// Items that it makes, or that are posted to it; zero is no end.
    pub items: u32,
    /// Whether somebody watches: it rests as the shared words say, and counts item by item.
    pub is_watched: bool,
}

/// What a worker says, twice: that it is there, and that it has done what was ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// It begins when the gate is opened.
    AtGate,
    /// Its tally stands in its line of the shared words.
    Done,
}

impl Order {
    /// As a value that can be posted: the words, numbers, and the ends of channels, which go over.
    pub fn write(&self, buffer: &SharedArrayBuffer, ports: &Array) -> JsValue {
        let Order { role, thread, capacity, batch, items, is_watched } = *self;
        let numbers = [role as u32, thread, capacity, batch, items, u32::from(is_watched)];
        let numbers = numbers.map(|number| number as i32);
        Array::of3(buffer, &Int32Array::from(&numbers[..]), ports).into()
    }

    /// Reads it; `None` where it is none.
    pub fn read(order: &JsValue) -> Option<(Order, SharedArrayBuffer, Array)> {
        let parts: &Array = order.dyn_ref()?;
        let buffer = parts.get(0).dyn_into().ok()?;
        let numbers = parts.get(1).dyn_into::<Int32Array>().ok()?.to_vec();
        let &[role, thread, capacity, batch, items, is_watched] = numbers.as_slice() else {
            return None;
        };
        let roles = [Role::Produces, Role::Consumes, Role::Posts, Role::Receives];
        let order = Order {
            role: *roles.get(usize::try_from(role).ok()?)?,
            thread: thread as u32,
            capacity: capacity as u32,
            batch: batch as u32,
            items: items as u32,
            is_watched: is_watched != 0,
        };
        Some((order, buffer, parts.get(2).dyn_into().ok()?))
    }
}

impl Word {
    /// As a value that can be posted.
    pub fn write(self) -> JsValue {
        JsValue::from(self == Word::Done)
    }

    /// Reads it; `None` where it is none.
    pub fn read(word: &JsValue) -> Option<Word> {
        Some(if word.as_bool()? { Word::Done } else { Word::AtGate })
    }
}
