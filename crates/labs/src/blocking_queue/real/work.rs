//! What a worker does: it makes items or takes them, and checks each that it takes.

use super::order::{Order, Role, Word};
use super::ring::Ring;
use super::shared::Shared;
use super::tally::{self, Tally};
use super::words::{
    COUNT, DISORDER, GATE, GET_REST, ITEM, PARK, PUT_REST, SUM_HIGH, SUM_LOW, State, TORN, Words,
    of_thread,
};
use crate::real::Post;
use js_sys::{Array, Int32Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use web_sys::{MessageEvent, MessagePort};

/// Where nobody watches, the count is written once for so many items.
const ITEMS_A_COUNT: u32 = 1_024;

/// Does what is ordered.
pub fn work(order: JsValue, post: Post) {
    let (order, buffer, ports) = Order::read(&order).expect_throw("an order cannot be read");
    let words = match order.role {
        Role::Produces | Role::Consumes if order.batch == 1 => {
            Shared::of(buffer).with_slots(order.capacity)
        }
        _ => Shared::of(buffer),
    };
    let worker = Worker { order, ring: Ring::new(words, order.capacity, order.thread), post };
    match order.role {
        Role::Produces => worker.produce(),
        Role::Consumes => worker.consume(),
        Role::Posts => worker.send(&ports),
        Role::Receives => worker.receive(&ports),
    }
}

struct Worker {
    order: Order,
    ring: Ring<Shared>,
    post: Post,
}

impl Worker {
    fn produce(&self) {
        self.await_gate();
        let mut tally = Tally::default();
        self.make(&mut tally, PUT_REST, |items| self.ring.put(items).is_ok());
        self.end(&tally);
    }

    fn consume(&self) {
        self.await_gate();
        let mut tally = Tally::default();
        let mut items = vec![0; (self.order.batch * ITEM) as usize];
        loop {
            let count = self.ring.get(&mut items);
            if count == 0 {
                break;
            }
            tally.arrived(&items[..(count * ITEM) as usize]);
            self.moved(&tally, count, GET_REST);
        }
        self.end(&tally);
    }

    /// Posts to one consumer after the other. Nothing holds it back: what is posted waits in the
    /// browser's memory, which has no bound.
    fn send(&self, ports: &Array) {
        let ports: Vec<MessagePort> = ports.iter().map(JsCast::unchecked_into).collect();
        self.await_gate();
        let mut tally = Tally::default();
        let mut to = ports.iter().cycle();
        self.make(&mut tally, PUT_REST, |items| {
            let port = to.next().expect_throw("a consumer is missing");
            port.post_message(&Int32Array::from(items)).is_ok()
        });
        self.end(&tally);
    }

    fn receive(self, ports: &Array) {
        let worker = Rc::new(self);
        let tally = Rc::new(RefCell::new(Tally::default()));
        let items = RefCell::new(vec![0; (worker.order.batch * ITEM) as usize]);
        let hear = {
            let worker = Rc::clone(&worker);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let (mut tally, mut items) = (tally.borrow_mut(), items.borrow_mut());
                event.data().unchecked_into::<Int32Array>().copy_to(&mut items);
                tally.arrived(&items);
                worker.moved(&tally, worker.order.batch, GET_REST);
                if tally.count + tally.torn == worker.order.items {
                    worker.end(&tally);
                }
            })
        };
        for port in ports.iter() {
            let port: MessagePort = port.unchecked_into();
            port.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
        // The ports are heard for as long as the worker lives.
        hear.forget();
        (worker.post)(&Word::AtGate.write());
    }

    /// Makes items batch by batch, until there were enough or `pass` takes no more.
    fn make(&self, tally: &mut Tally, rest: u32, mut pass: impl FnMut(&[i32]) -> bool) {
        let Order { thread, batch, items, .. } = self.order;
        let mut buffer = vec![0; (batch * ITEM) as usize];
        let mut number = 0_u32;
        while items == 0 || number < items {
            for item in buffer.chunks_exact_mut(ITEM as usize) {
                tally::write(item, thread, number);
                number = number.wrapping_add(1);
            }
            if !pass(&buffer) {
                break;
            }
            (0..batch).rev().for_each(|back| tally.made(thread, number.wrapping_sub(back + 1)));
            self.moved(tally, batch, rest);
        }
    }

    /// After some items have moved: the page sees how many, and a watched worker rests.
    fn moved(&self, tally: &Tally, count: u32, rest: u32) {
        if !self.order.is_watched && tally.count % ITEMS_A_COUNT >= count {
            return;
        }
        self.store(COUNT, tally.count as i32);
        if !self.order.is_watched {
            return;
        }
        let words = self.ring.words();
        let rest_ms = words.load(rest);
        if rest_ms > 0 {
            self.ring.tell(State::Rests);
            words.wait(of_thread(self.order.thread, PARK), 0, rest_ms as u32);
            self.ring.tell(State::Running);
        }
    }

    fn await_gate(&self) {
        (self.post)(&Word::AtGate.write());
        let words = self.ring.words();
        while words.load(GATE) == 0 {
            words.wait(GATE, 0, u32::MAX);
        }
        self.ring.tell(State::Running);
    }

    fn end(&self, tally: &Tally) {
        self.store(COUNT, tally.count as i32);
        self.store(SUM_LOW, tally.sum as i32);
        self.store(SUM_HIGH, (tally.sum >> 32) as i32);
        self.store(DISORDER, tally.disorder as i32);
        self.store(TORN, tally.torn as i32);
        self.ring.tell(State::Done);
        (self.post)(&Word::Done.write());
    }

    fn store(&self, word: u32, value: i32) {
        self.ring.words().store(of_thread(self.order.thread, word), value);
    }
}
