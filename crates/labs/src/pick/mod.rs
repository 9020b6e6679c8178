//! What a person has picked in a picture, and the menu of what may be done with it: of any lab whose
//! picture has something to press. Its style sheet, `style.css`, is taken in by that of the face, and
//! the element that the menu stands in has a position of its own.

mod press;

pub use press::{Hear, press};

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
pub struct Picked<W> {
    /// What.
    pub what: W,
    at: Place,
    by: Option<Element>,
}

impl<W> Picked<W> {
    /// Something that was pressed, and whose menu stands at a place.
    pub fn new(what: W, at: Place, by: Option<Element>) -> Picked<W> {
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
/// How far from the edge of what is picked the middle of a menu stands beside it.
pub const BESIDE: f64 = WIDTH / 2.0 + 8.0;
/// The least by which a message is delayed.
const DELAY_LEAST: Span = Span::millis(10);

/// What stands in a menu.
pub enum Row {
    /// What those below it are about.
    Head(String),
    /// An action in the lab's text form, and as a button says it.
    Act(String, String),
    /// A deed with what is booked, and as a button says it.
    Do(Deed, &'static str),
    /// What there is to know.
    Note(String),
}

/// What may be done with a message that is on offer: its index, and how long it still takes. One of
/// a connection is neither dropped nor doubled alone.
pub fn deeds(offer: u32, left: Span, is_laned: bool) -> Vec<Row> {
    let mut rows = vec![Row::Do(Deed::Fire(offer), "Deliver now")];
    if !is_laned {
        rows.push(Row::Do(Deed::Drop(offer), "Drop"));
        rows.push(Row::Do(Deed::Copy(offer), "Double"));
    }
    rows.push(Row::Do(Deed::Delay(offer, left.max(DELAY_LEAST)), "Delay"));
    rows
}

/// The menu of what is picked, within a picture of a width and height. `close` shuts it.
pub fn menu<W>(
    picked: &Picked<W>,
    (title, rows): (String, Vec<Row>),
    (width, height): (f64, f64),
    (hand, close): (&Hand, &Callback<()>),
    node: NodeRef,
) -> Tag {
    let buttons = rows.into_iter().map(|row| match row {
        Row::Head(text) => tag!(p).key(text.clone()).text(text),
        Row::Act(text, label) => {
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
    tag!(div, class: "pick", style: place).child(sheet)
}

fn button(key: &str, label: &str, click: impl Fn() + 'static) -> Tag {
    tag!(button, class: "small").key(key).on_click(move |_| click()).text(label.to_owned())
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
