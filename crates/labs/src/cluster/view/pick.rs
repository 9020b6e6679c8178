//! What a person has picked in the picture, and the menu of what may be done with it.

use super::shown::{Choice, Message, Shown};
use super::words::since;
use crate::cluster::Node;
use crate::face::Hand;
use kernel::{Deed, Span};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use widgets::circle::Place;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Callback, KeyboardEvent, NodeRef};

/// What a person has picked, where its menu stands, and what was pressed for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// What.
    pub what: What,
    at: Place,
    by: Option<Element>,
}

/// Something in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A server.
    Server(Node),
    /// A link, the lower node first.
    Link(Node, Node),
    /// A message, by its number.
    Message(u64),
}

impl Picked {
    /// Something that was pressed, and whose menu stands at a place.
    pub fn new(what: What, at: Place, by: Option<Element>) -> Picked {
        Picked { what, at, by }
    }

    /// Gives the keyboard back to what was pressed.
    pub fn let_go(&self) {
        if let Some(by) = &self.by {
            // Every element of a picture can be focused, though Rust's types say so of HTML's alone.
            let _ = by.unchecked_ref::<HtmlElement>().focus();
        }
    }
}

/// A menu is as wide, with its edges.
const WIDTH: f64 = 216.0;
/// How far from its card's edge the middle of a menu stands.
pub const BESIDE: f64 = WIDTH / 2.0 + 8.0;
/// The least by which a message is delayed.
const DELAY_LEAST: Span = Span::millis(10);

/// What stands in a menu.
enum Row {
    Head(String),
    Act(Choice),
    Do(Deed, &'static str),
    Note(String),
}

/// The menu of what is picked; `None` where it is gone.
pub fn menu(
    shown: &Shown,
    picked: &Picked,
    (width, height): (f64, f64),
    (hand, close): (&Hand, &Callback<()>),
    node: NodeRef,
) -> Option<Tag> {
    let (title, rows) = rows(shown, picked.what)?;
    let buttons = rows.into_iter().map(|row| match row {
        Row::Head(text) => tag!(p).key(text.clone()).text(text),
        Row::Act(Choice { text, label, .. }) => {
            let (act, close) = (hand.act.clone(), close.clone());
            button(&text.clone(), &label, move || {
                close.emit(());
                act.emit(text.clone());
            })
        }
        Row::Do(deed, label) => {
            let (hear, close) = (hand.deed.clone(), close.clone());
            button(label, label, move || {
                close.emit(());
                hear.emit(deed.clone());
            })
        }
        Row::Note(text) => tag!(p).key("note").text(text),
    });
    let left = (picked.at.x - WIDTH / 2.0).clamp(4.0, (width - WIDTH - 4.0).max(4.0));
    let is_low = picked.at.y > height * 0.62;
    let place =
        ["transform:translate(", &length(left), "px,", &length(picked.at.y), "px)"].concat();
    let (on_key, on_close) = (close.clone(), close.clone());
    let shut = tag!(button, class: "plain icon", "aria-label": "Close")
        .on_click(move |_| on_close.emit(()))
        .text("✕");
    let head = tag!(div, class: "head").child(tag!(b).text(title.clone())).child(shut);
    let sheet = tag!(div, class: if is_low { "sheet above" } else { "sheet" }, role: "group",
        "aria-label": title)
    .child(head)
    .child(tag!(div, class: "choices").children(buttons))
    .pressed(Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            on_key.emit(());
        }
    }))
    .node_ref(node);
    Some(tag!(div, class: "pick", style: place).child(sheet))
}

fn button(key: &str, label: &str, click: impl Fn() + 'static) -> Tag {
    tag!(button, class: "small").key(key).on_click(move |_| click()).text(label.to_owned())
}

fn rows(shown: &Shown, what: What) -> Option<(String, Vec<Row>)> {
    match what {
        What::Server(node) => {
            let server = shown.servers.get(usize::from(node))?;
            let rows = match server.menu.is_empty() {
                true => vec![Row::Note("Nothing can be done here now.".to_owned())],
                false => acts(&server.menu),
            };
            Some((server.name.to_owned(), rows))
        }
        What::Link(a, b) => {
            let link = shown.links.iter().find(|link| (link.a, link.b) == (a, b))?;
            Some((link.name.clone(), acts(&link.menu)))
        }
        What::Message(number) => {
            let message = shown.messages.iter().find(|message| message.number == number)?;
            Some((message.label.clone(), deeds(message)))
        }
    }
}

/// Choices, those of a group under its name.
fn acts(menu: &[Choice]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut group = None;
    for choice in menu {
        if choice.group != group {
            group.clone_from(&choice.group);
            rows.extend(group.clone().map(Row::Head));
        }
        rows.push(Row::Act(choice.clone()));
    }
    rows
}

/// What may be done with a message.
fn deeds(message: &Message) -> Vec<Row> {
    let note = |text: &str| vec![Row::Note(text.to_owned())];
    let Some(offer) = message.offer else {
        return note(match message.is_held {
            true => "It waits until its server goes on, or its link carries again.",
            false => "It stands behind another of its connection, which keeps their order.",
        });
    };
    let mut rows = vec![Row::Do(Deed::Fire(offer), "Deliver now")];
    if !message.is_laned {
        rows.push(Row::Do(Deed::Drop(offer), "Drop"));
        rows.push(Row::Do(Deed::Copy(offer), "Double"));
    }
    rows.push(Row::Do(Deed::Delay(offer, message.left.max(DELAY_LEAST)), "Delay"));
    rows.push(Row::Note(format!("Arrives in {}.", since(message.left))));
    rows
}

/// Puts the keyboard on the first thing that can be done.
pub fn enter(node: &NodeRef) {
    let sheet = node.cast::<Element>();
    // The button that closes the menu stands above the choices, and is the last resort.
    let find = |which| sheet.as_ref().and_then(|sheet| sheet.query_selector(which).ok().flatten());
    let first = find(".choices button").or_else(|| find("button"));
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}
