//! What is booked: on the wire, about to ring, about to run. The person is the scheduler.

use crate::session::{Handling, Msg};
use crate::words::capital;
use kernel::machine::EventOffer;
use kernel::{Class, Time};
use std::rc::Rc;
use yew::prelude::*;

/// Booked events that are listed.
const LISTED: usize = 12;

/// Properties of [`EventList`].
#[derive(Properties, PartialEq)]
pub struct EventListProps {
    /// The booked events on offer, soonest first.
    pub events: Rc<[EventOffer]>,
    /// The instant shown.
    pub at: Time,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The booked events, each with what may be done with it.
#[component]
pub fn EventList(props: &EventListProps) -> Html {
    let hidden = props.events.len().saturating_sub(LISTED);
    html! {
        <section class="panel" aria-labelledby="events-title">
            <h2 id="events-title">{ "On the way" }</h2>
            <ul class="events">
                { for props.events.iter().take(LISTED).map(|event| row(event, props)) }
            </ul>
            <p class="empty" hidden={!props.events.is_empty()}>
                { "Nothing is booked: only a hand can move this system now." }
            </p>
            <p class="empty" hidden={hidden == 0}>{ format!("and {hidden} more") }</p>
        </section>
    }
}

fn row(event: &EventOffer, props: &EventListProps) -> Html {
    let number = event.number;
    let button = |handling: Handling, word: &'static str| {
        let onclick = props.on.reform(move |_: MouseEvent| Msg::Event(number, handling));
        let name = format!("{word}: {}", event.label);
        html! { <button class="small" key={word} {onclick} aria-label={name}>{ word }</button> }
    };
    let fire = match event.class {
        Class::Message => "Deliver now",
        Class::Timer => "Ring now",
        Class::Internal => "Run now",
    };
    let mut handlings = vec![(Handling::Fire, fire)];
    if event.class == Class::Message {
        if !event.laned {
            handlings.extend([(Handling::Drop, "Drop"), (Handling::Copy, "Double")]);
        }
        handlings.push((Handling::Delay, "Delay"));
    }
    html! {
        <li key={number}>
            <span class="name">{ capital(&event.label) }</span>
            <span class="due">{ format!("in {}", event.due.since(props.at)) }</span>
            <span class="row">{ for handlings.into_iter().map(|(how, word)| button(how, word)) }</span>
        </li>
    }
}
