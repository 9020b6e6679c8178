//! What stands still between steps: links, who waits for whom, and the servers' cards. It is drawn
//! anew only when it has changed, so that frames are for what moves.

use super::layout::Layout;
use super::pick::{Picked, What};
use super::shown::{Server, Shown};
use super::{card, moving, wires};
use crate::cluster::Node;
use crate::pick::{BESIDE, Hear, press};
use std::rc::Rc;
use widgets::circle::Place;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Callback, Html, Properties, component, html};

/// What stands still, of everything that is shown.
#[derive(Clone, Properties)]
pub struct BackdropProps {
    /// Everything that is shown.
    pub shown: Rc<Shown>,
    /// Where it stands.
    pub layout: Rc<Layout>,
    /// What is picked.
    pub picked: Option<What>,
    /// Picks something.
    pub pick: Callback<Option<Picked>>,
}

impl PartialEq for BackdropProps {
    fn eq(&self, other: &BackdropProps) -> bool {
        let (shown, others) = (&self.shown, &other.shown);
        let servers = shown.servers.iter().zip(&others.servers);
        self.picked == other.picked
            && self.pick == other.pick
            && self.layout == other.layout
            && shown.links == others.links
            && shown.waits == others.waits
            && shown.servers.len() == others.servers.len()
            && servers.into_iter().all(|(server, other)| server.is_drawn_like(other))
    }
}

/// Draws it.
pub fn backdrop(props: BackdropProps) -> Html {
    html!(<Backdrop ..props />)
}

#[component]
fn Backdrop(props: &BackdropProps) -> Html {
    let BackdropProps { shown, layout, picked, pick } = props;
    let servers = (0..).zip(&shown.servers).map(|(node, of)| server(layout, node, of, pick));
    tag!(g)
        .child(tag!(g, class: "wires").children(wires::wires(shown, layout, *picked, pick)))
        .child(tag!(g, class: "waits").children(wires::waits(shown, layout, *picked)))
        .child(tag!(g, class: "servers").children(servers))
        .into()
}

/// A server: its card, which is a button.
fn server(layout: &Layout, node: Node, of: &Server, pick: &Callback<Option<Picked>>) -> Tag {
    let measures = &layout.cards[usize::from(node)];
    let sheet = measures.sheet;
    let label = format!("{}: {}. What can be done", of.name, of.status.text);
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        width: sheet.width, height: sheet.height, rx: "8");
    // The menu stands beside the card where there is room, or else on it.
    let at = match (layout.is_wide, sheet.x < layout.width / 2.0) {
        (true, true) => Place { x: sheet.x + sheet.width + BESIDE, y: sheet.y },
        (true, false) => Place { x: sheet.x - BESIDE, y: sheet.y },
        (false, _) => Place { x: sheet.centre().x, y: sheet.y + 40.0 },
    };
    let pick = pick.clone();
    let hear = Hear::new(move |by| pick.emit(Some(Picked::new(What::Server(node), at, by))));
    tag!(g, class: "place", transform: moving::moved(Place { x: sheet.x, y: sheet.y }))
        .key(u64::from(node))
        .child(card::card(of, measures))
        .child(press(button, hear))
}
