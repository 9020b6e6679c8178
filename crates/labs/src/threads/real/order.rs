//! What the panel orders of a worker, and what the worker says, as values of JavaScript.

use js_sys::{Array, SharedArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::threads::job::{Job, Kind, Part, Size};

/// What a worker is to do.
#[derive(Clone, Debug)]
pub enum Order {
    /// Take parts of the job from the shared memory until none is left, as the thread of this
    /// number, and say so then.
    Share(Job, u32, SharedArrayBuffer),
    /// Do one part, and return a copy of what comes of it.
    Do(Job, u32),
    /// Wait as the part does that waits: for the companion, or by a timer.
    Wait(Job, u32, bool),
}

/// What a worker says.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// No part is left in the shared memory.
    Shared,
    /// The part of this number is done.
    Done(u32, Part),
    /// It cannot be done, and why.
    Failed(String),
}

impl Order {
    /// As a value to be posted: what is to be done, the job, and what belongs to it.
    pub fn write(&self) -> JsValue {
        let (op, job, number, last) = match self {
            Order::Share(job, thread, memory) => (0_u8, job, *thread, memory.into()),
            Order::Do(job, part) => (1, job, *part, JsValue::UNDEFINED),
            Order::Wait(job, part, has_companion) => (2, job, *part, (*has_companion).into()),
        };
        let kind = JsValue::from(job.kind as u8);
        let size = JsValue::from(job.size as u8);
        Array::of5(&op.into(), &kind, &size, &number.into(), &last).into()
    }

    /// The order that a posted value is; `None` where it is none.
    pub fn read(value: &JsValue) -> Option<Order> {
        let parts: &Array = value.dyn_ref()?;
        let number = |at: u32| parts.get(at).as_f64().map(|number| number as u32);
        let kind = Kind::ALL.get(number(1)? as usize)?;
        let size = Size::ALL.get(number(2)? as usize)?;
        let job = Job { kind: *kind, size: *size };
        let last = parts.get(4);
        match number(0)? {
            0 => Some(Order::Share(job, number(3)?, last.dyn_into().ok()?)),
            1 => Some(Order::Do(job, number(3)?)),
            2 => Some(Order::Wait(job, number(3)?, last.is_truthy())),
            _ => None,
        }
    }
}

impl Reply {
    /// As a value to be posted.
    pub fn write(&self) -> JsValue {
        match self {
            Reply::Shared => JsValue::NULL,
            Reply::Done(part, Part { result, pixels }) => {
                Array::of3(&(*part).into(), &(*result).into(), &Uint8Array::from(&**pixels)).into()
            }
            Reply::Failed(why) => why.into(),
        }
    }

    /// The reply that a posted value is; `None` where it is none.
    pub fn read(value: &JsValue) -> Option<Reply> {
        if value.is_null() {
            return Some(Reply::Shared);
        }
        if let Some(why) = value.as_string() {
            return Some(Reply::Failed(why));
        }
        let parts: &Array = value.dyn_ref()?;
        let number = |at: u32| parts.get(at).as_f64().map(|number| number as u32);
        let pixels = parts.get(2).dyn_into::<Uint8Array>().ok()?.to_vec();
        Some(Reply::Done(number(0)?, Part { result: number(1)?, pixels }))
    }
}
