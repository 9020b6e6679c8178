//! What a person can set and start.

use super::panel::{Aim, Wish};
use super::run::Run;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

const THREADS: [u32; 3] = [1, 2, 4];
const CAPACITIES: [u32; 4] = [1, 4, 16, 64];
const RESTS_MS: [u32; 4] = [0, 5, 50, 500];

/// What is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Threads that make items.
    pub producers: u32,
    /// Threads that take them.
    pub consumers: u32,
    /// Slots of the ring.
    pub capacity: u32,
    /// How long a watched producer rests after each item, in milliseconds.
    pub put_rest: u32,
    /// How long a watched consumer rests after each item, in milliseconds.
    pub get_rest: u32,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup { producers: 2, consumers: 2, capacity: 16, put_rest: 5, get_rest: 50 }
    }
}

/// Draws settings and buttons.
pub fn controls(
    setup: Setup,
    is_supervised: bool,
    run: Option<&Run>,
    busy: Option<Aim>,
    on: &Callback<Wish>,
) -> Tag {
    let is_locked = busy.is_some();
    let count = |count: u32| count.to_string();
    let rest = |rest: u32| match rest {
        0 => "none".to_owned(),
        rest => [&rest.to_string(), " ms"].concat(),
    };
    let settings = tag!(div, class: "row")
        .child(select("Producers", &THREADS, setup.producers, is_locked, count, on, move |n| {
            Setup { producers: n, ..setup }
        }))
        .child(select("Consumers", &THREADS, setup.consumers, is_locked, count, on, move |n| {
            Setup { consumers: n, ..setup }
        }))
        .child(select("Capacity", &CAPACITIES, setup.capacity, is_locked, count, on, move |n| {
            Setup { capacity: n, ..setup }
        }))
        .child(select("Rest after a put", &RESTS_MS, setup.put_rest, false, rest, on, move |n| {
            Setup { put_rest: n, ..setup }
        }))
        .child(select("Rest after a get", &RESTS_MS, setup.get_rest, false, rest, on, move |n| {
            Setup { get_rest: n, ..setup }
        }));
    let may_close = busy == Some(Aim::Watch) && run.is_some_and(|run| !run.is_closed());
    let close = tag!(button, disabled: !may_close)
        .clicked(on.reform(|_| Wish::Close))
        .text("Close the queue");
    let supervise = on.reform(|event: Event| {
        Wish::Supervise(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    let switch = tag!(label, class: "queue-supervise")
        .child(
            tag!(input, type: "checkbox", role: "switch").checked(is_supervised).changed(supervise),
        )
        .child(tag!(span).text("Supervise: take locks over from the dead"));
    let buttons = tag!(div, class: "row").child(start(busy, on)).child(close).child(switch);
    tag!(div, class: "queue-controls").child(settings).child(buttons)
}

fn start(busy: Option<Aim>, on: &Callback<Wish>) -> Tag {
    let (class, wish, label) = match busy {
        Some(_) => ("", Wish::Stop, "Stop"),
        None => ("go", Wish::Start, "Start the threads"),
    };
    tag!(button, class: class).clicked(on.reform(move |_| wish)).text(label)
}

fn select(
    label: &'static str,
    options: &'static [u32],
    chosen: u32,
    is_disabled: bool,
    words: impl Fn(u32) -> String,
    on: &Callback<Wish>,
    set: impl Fn(u32) -> Setup + 'static,
) -> Tag {
    let hear = on.reform(move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        let index = usize::try_from(index).unwrap_or(0);
        Wish::Set(set(options[index % options.len()]))
    });
    let options = options
        .iter()
        .map(|option| tag!(option, selected: *option == chosen).key(*option).text(words(*option)));
    tag!(label, class: "queue-choice")
        .child(tag!(span).text(label))
        .child(tag!(select, disabled: is_disabled).changed(hear).children(options))
}
