//! What is booked: on the wire, about to ring, about to run. The person is the scheduler.

use crate::hear::on_click;
use crate::session::{Handling, Msg};
use crate::words::capital;
use kernel::machine::EventOffer;
use kernel::{Class, Time};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// Booked events that are listed.
const LISTED: usize = 12;

/// The booked events on offer, soonest first, each with what may be done with it at an instant.
pub fn event_list(events: &[EventOffer], at: Time, on: &Callback<Msg>) -> Tag {
    let hidden = events.len().saturating_sub(LISTED);
    let rows = events.iter().take(LISTED).map(|event| row(event, at, on));
    let nothing = tag!(p, class: "empty", hidden: !events.is_empty())
        .text("Nothing is booked: only a hand can move this system now.");
    tag!(section, class: "panel", "aria-labelledby": "events-title")
        .child(tag!(h2, id: "events-title").text("On the way"))
        .child(tag!(ul, class: "events").children(rows))
        .child(nothing)
        .child(tag!(p, class: "empty", hidden: hidden == 0).text(format!("and {hidden} more")))
}

fn row(event: &EventOffer, at: Time, on: &Callback<Msg>) -> Tag {
    let number = event.number;
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
    let buttons = handlings.into_iter().map(|(handling, word)| {
        tag!(button, class: "small", "aria-label": format!("{word}: {}", event.label))
            .key(word)
            .clicked(on_click(on, Msg::Event(number, handling)))
            .text(word)
    });
    // What is due at the end of days waits for something else to book it anew.
    let due = match event.due {
        Time::END => "not by itself".to_owned(),
        due => format!("in {}", due.since(at)),
    };
    tag!(li)
        .key(number)
        .child(tag!(span, class: "name").text(capital(&event.label)))
        .child(tag!(span, class: "due").text(due))
        .child(tag!(span, class: "row").children(buttons))
}
