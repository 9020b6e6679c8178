//! What a worker does: it opens its log, starts its role from it, and hears what arrives.

use super::actor::Actor;
use super::opfs::{File, Unopened};
use super::told::{self, Post, Start, Word};
use crate::real;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

/// An order as a value that can be posted, with the end of the channel by which letters come.
pub fn order(start: &Start, letters: &MessagePort) -> JsValue {
    Array::of2(&told::write(start), letters).into()
}

/// Does what is ordered.
pub fn work(order: JsValue, post: real::Post) {
    let parts: Array = order.unchecked_into();
    let start: Start = told::read(&parts.get(0)).expect_throw("an order cannot be read");
    let letters: MessagePort = parts.get(1).unchecked_into();
    let tell = move |word: Word| post(&told::write(&word));
    spawn_local(async move {
        let file = File::open(&start.folder, &file_name(start.node)).await;
        let actor = match file {
            Ok(file) => Actor::start(&start, Some(file), tell),
            Err(why) => Err(words(&why)),
        };
        match actor {
            Ok(actor) => hear(&letters, actor),
            Err(why) => tell(Word::Failed(why)),
        }
    });
}

/// The file of a server's log.
fn file_name(node: u8) -> String {
    ["server-", &node.to_string(), ".log"].concat()
}

fn words(why: &Unopened) -> String {
    match why {
        Unopened::Held => {
            "its log is still held by its former life: the browser has not taken the \
                           file back. A reload helps"
                .to_owned()
        }
        Unopened::Refused(why) => ["its log cannot be opened: ", why].concat(),
    }
}

/// Hears the page for as long as the worker lives.
fn hear(letters: &MessagePort, actor: Actor) {
    let hear =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match told::read(&event.data()).expect_throw("what the page says cannot be read") {
                Post::Letter(letter) => actor.deliver(&letter),
                Post::Noted(lamport) => actor.noted(lamport),
            }
        });
    letters.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
}
