//! The worker's side: what a thread does with an order.

use wasm_bindgen::JsValue;
use web_sys::XmlHttpRequest;

use super::memory::Memory;
use super::order::{Order, Reply};
use super::waits;
use crate::real::Post;
use crate::threads::job::Job;

/// Does what is ordered, to its end.
pub fn work(order: JsValue, post: Post) {
    let Some(order) = Order::read(&order) else {
        return say(post, &Reply::Failed("a worker got an order that it cannot read".to_owned()));
    };
    match order {
        Order::Share(job, thread, buffer) => {
            let memory = Memory::of(job, buffer);
            while let Some(part) = memory.take() {
                let done = job.run(part);
                memory.put(thread, part, done.result, &done.pixels);
            }
            say(post, &Reply::Shared);
        }
        Order::Do(job, part) => say(post, &Reply::Done(part, job.run(part))),
        Order::Wait(job, part, true) => match block(job, part) {
            Ok(()) => say(post, &Reply::Done(part, job.run(part))),
            Err(why) => say(post, &Reply::Failed(why)),
        },
        Order::Wait(job, part, false) => {
            let ms = job.wait_ms().unwrap_or_default();
            waits::after(ms, move || say(post, &Reply::Done(part, job.run(part))));
        }
    }
}

/// Waits for the companion as a thread does that blocks: it does nothing else meanwhile.
fn block(job: Job, part: u32) -> Result<(), String> {
    let ask = || -> Result<u16, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("GET", &waits::address(job, part), false)?;
        request.send()?;
        request.status()
    };
    waits::answered(ask().unwrap_or_default())
}

fn say(post: Post, reply: &Reply) {
    post(&reply.write());
}
