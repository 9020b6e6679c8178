//! *For real*: where a lab's algorithm meets real threads.
//!
//! The page owns the tab and starts the workers. A lab says what stands on the tab, its *panel*,
//! and what a worker that the panel has hired does with an order. What the two say to each other
//! is theirs alone: values of JavaScript pass between them as they are, since memory is shared by
//! handing over the very `SharedArrayBuffer`.

use js_sys::Array;
use wasm_bindgen::JsValue;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Callback, Html};

/// What a lab does for real.
#[derive(Clone, Copy)]
pub struct Real {
    /// What stands on the tab: a component of the lab's own, for it lives as long as the page.
    pub panel: fn(&Ground) -> Html,
    /// What a hired worker does with one order. It may block: nothing else runs on its thread.
    pub work: fn(JsValue, Post),
}

/// How a worker says something to the panel that hired it.
pub type Post = fn(&JsValue);

/// On what a panel stands.
#[derive(Clone, PartialEq)]
pub struct Ground {
    /// The width of the panel in CSS pixels; zero until it is known.
    pub width: u32,
    /// Whether the tab is the one that is shown. What moves may rest meanwhile.
    pub is_shown: bool,
    /// Whether the page is cross-origin isolated, so that workers can share memory.
    pub is_isolated: bool,
    /// How many threads the machine runs at once, as the browser tells it; at least one.
    pub cores: u32,
    /// Whether the companion answers beside the page. False until it has.
    pub has_companion: bool,
    /// Less motion is asked for.
    pub is_still: bool,
    /// Hires workers.
    pub hire: Hire,
}

/// Hires workers that do this lab's work.
#[derive(Clone, Copy)]
pub struct Hire {
    /// The lab.
    pub slug: &'static str,
    /// Starts a worker for the lab of a slug.
    pub start: fn(&'static str, Callback<Heard>) -> Result<Hired, String>,
}

/// The page has one way to start a worker, so what tells two apart is the lab.
impl PartialEq for Hire {
    fn eq(&self, other: &Hire) -> bool {
        self.slug == other.slug
    }
}

impl Hire {
    /// Starts a worker. It takes orders once it has said [`Heard::Ready`].
    ///
    /// # Errors
    /// What the browser says, where it allows no worker.
    pub fn worker(&self, on: Callback<Heard>) -> Result<Hired, String> {
        (self.start)(self.slug, on)
    }
}

/// A worker that does the lab's work. Its thread ends with this value, whatever it does.
pub type Hired = Box<dyn Worker>;

/// A worker that takes orders.
pub trait Worker {
    /// Orders something: the worker's [`Real::work`] gets the value. Buffers of shared memory in
    /// it are shared, everything else is copied.
    ///
    /// # Errors
    /// What the browser says, where the value cannot be handed over.
    fn order(&self, order: &JsValue) -> Result<(), String>;

    /// The same, and hands over what can only have one owner, such as the end of a channel.
    ///
    /// # Errors
    /// What the browser says, where the value cannot be handed over.
    fn hand(&self, order: &JsValue, owned: &Array) -> Result<(), String>;
}

/// What is heard of a hired worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It takes orders from now on.
    Ready,
    /// What its [`Real::work`] says.
    Said(JsValue),
    /// It could not be started, or broke down: what the browser says of it. It hears no more.
    Broke(String),
}

/// Says in place that the page has no shared memory, why, and how to get it. `what` is missing for
/// that reason, such as “the ways that share memory”.
pub fn isolation_notice(what: &str) -> Tag {
    let reload = tag!(button, class: "small").on_click(|_| {
        if let Some(window) = web_sys::window() {
            // Where even that is forbidden there is nothing else to try.
            let _ = window.location().reload();
        }
    });
    let why = [
        "This page has no shared memory, so ",
        what,
        " cannot run here. A browser gives a page shared memory (SharedArrayBuffer) only when the \
         page is cut off from other origins, by the headers Cross-Origin-Opener-Policy and \
         Cross-Origin-Embedder-Policy. Everything else on this page works.",
    ]
    .concat();
    let how = tag!(p)
        .text("How to get it: ")
        .child(tag!(code).text("cargo xtask serve"))
        .text(
            " starts the companion, which sends the headers. On a host of plain files the site’s \
             own service worker adds them after a reload, unless the browser forbids it: in a \
             frame, in some private windows, without HTTPS. ",
        )
        .child(reload.text("Reload"));
    tag!(div, class: "notice isolation", role: "note")
        .child(tag!(div).child(tag!(p).text(why)).child(how))
}
