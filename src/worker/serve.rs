//! The worker's side: it hears orders and answers them.

use super::measure::Bench;
use super::protocol::{Errand, Piece, Reply};
use gloo::timers::callback::Timeout;
use js_sys::Uint8Array;
use labs::real::Real;
use labs::search::{Count, Job, Order};
use labs::{Chunk, Entry, Listing, chunk};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// States between two looks at the clock: a state of a large model may take a millisecond.
const NODES_PER_LOOK: u32 = 32;
/// How often the page hears how far the search is, in milliseconds.
const PROGRESS_MS: f64 = 100.0;

/// How to search, which comes with the first search.
static SEARCH: Chunk<fn(&Order)> = chunk!(worker_search: fn(&Order) = search);
/// How to measure, which comes with the first piece.
static MEASURE: Chunk<Measuring> = chunk!(worker_measure: Measuring = measure);
/// Measures a piece, on a bench that is kept.
type Measuring = fn(&Piece, &mut Option<Bench>);

/// Whether this program runs in a worker.
pub fn is_worker() -> bool {
    scope().is_some()
}

/// Hears and answers orders until the page ends this worker.
pub fn serve() {
    let Some(scope) = scope() else { return };
    match labs::listed(&scope.name()) {
        Some(lab) => spawn_local(async move {
            match bring(lab).await {
                Ok(entry) => entry.real.into_iter().for_each(|real| work_for(&scope, real)),
                // Thrown outside the promise, so that the page's `error` listener hears of it.
                Err(why) => {
                    Timeout::new(0, move || wasm_bindgen::throw_str(&why)).forget();
                }
            }
        }),
        None => serve_errands(&scope),
    }
}

/// All of a lab: a worker loads what it needs of it by itself. Nothing is drawn here, so its
/// pictures need no style.
async fn bring(lab: &'static Listing) -> Result<&'static Entry, String> {
    let name = lab.card.title;
    lab.load(|_| ())
        .await
        .map_err(|why| ["“", name, "” could not be loaded: ", &why.to_string()].concat())
}

/// Does the work of a lab: what it hears and says is the lab's matter.
fn work_for(scope: &DedicatedWorkerGlobalScope, Real { work, .. }: Real) {
    // Thrown, a panic reaches the page as an error of this worker, with its own words.
    std::panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
    hear(scope, move |order| work(order, say));
    say(&JsValue::TRUE);
}

fn serve_errands(scope: &DedicatedWorkerGlobalScope) {
    // A worker that breaks down says why before it is gone.
    std::panic::set_hook(Box::new(|info| post(&Reply::Failed(info.to_string()))));
    let bench = Rc::new(RefCell::new(None));
    hear(scope, move |errand| {
        let bytes = errand.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
        let bench = bench.clone();
        spawn_local(async move {
            match postcard::from_bytes(&bytes.unwrap_or_default()) {
                Ok(errand) => run(&errand, &bench).await,
                Err(why) => post(&Reply::Failed(format!("the order cannot be read: {why}"))),
            }
        });
    });
    post(&Reply::Ready);
}

/// Runs an errand once its lab is here.
async fn run(errand: &Errand, bench: &RefCell<Option<Bench>>) {
    if let Some(lab) = labs::listed(errand.slug())
        && let Err(why) = bring(lab).await
    {
        return post(&Reply::Failed(why));
    }
    let missing = match errand {
        Errand::Search(order) => SEARCH.load(|_| ()).await.map(|search| search(order)).err(),
        Errand::Measure(piece) => {
            let measure = MEASURE.load(|_| ()).await;
            measure.map(|measure| measure(piece, &mut bench.borrow_mut())).err()
        }
    };
    if let Some(why) = missing {
        post(&Reply::Failed(format!("the worker could not be loaded: {why}")));
    }
}

/// Hears orders for as long as the worker lives.
fn hear(scope: &DedicatedWorkerGlobalScope, mut on_order: impl FnMut(JsValue) + 'static) {
    let hear =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| on_order(event.data()));
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
}

/// Searches to the end. Nothing else is to be heard meanwhile: whoever wants no more of it ends
/// the worker.
fn search(order: &Order) {
    let began = now_ms();
    let mut job = match Job::begin(order, None) {
        Ok(job) => job,
        Err(why) => return post(&Reply::Failed(why)),
    };
    let mut told = began;
    post(&Reply::Progress(Count::default()));
    while job.advance(NODES_PER_LOOK) {
        let now = now_ms();
        if now - told >= PROGRESS_MS {
            told = now;
            post(&Reply::Progress(job.count((now - began) as u32)));
        }
    }
    let elapsed_ms = (now_ms() - began) as u32;
    post(&Reply::Done(job.findings(elapsed_ms)));
}

/// Measures a piece of many runs on the bench of its plan, which is kept for the next piece.
fn measure(piece: &Piece, bench: &mut Option<Bench>) {
    let began = now_ms();
    let reply = Bench::set_up(bench, piece).map(|bench| bench.measure(piece));
    post(&match reply {
        Ok(mut measured) => {
            measured.elapsed_us = ((now_ms() - began) * 1e3) as u64;
            Reply::Measured(measured)
        }
        Err(why) => Reply::Failed(why),
    });
}

fn post(reply: &Reply) {
    let bytes = postcard::to_allocvec(reply).expect("a reply has a form in bytes");
    say(&Uint8Array::from(&*bytes));
}

fn say(value: &JsValue) {
    let Some(scope) = scope() else { return };
    // The page is gone where this fails, and this worker with it.
    let _ = scope.post_message(value);
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

fn now_ms() -> f64 {
    scope().and_then(|scope| scope.performance()).map_or(0.0, |performance| performance.now())
}
