//! The stage: the picture, the menu of what is picked, and the strip below.

use super::layout::Layout;
use super::pick::{self, Picked, What};
use super::shown::{Server, Shown};
use super::{card, hand, moving, strip, thumb, wires};
use crate::cluster::Node;
use crate::face::{Hand, Scene};
use std::rc::Rc;
use widgets::circle::Place;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{
    Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref, use_state,
};

/// Draws what is shown of a cluster.
pub fn draw(shown: Shown, scene: &Scene) -> Html {
    if scene.is_thumb {
        return thumb::thumb(&shown, scene.width).into();
    }
    html!(<Stage shown={Rc::new(shown)} width={scene.width} is_still={scene.is_still}
        hand={scene.hand.clone()} />)
}

#[derive(PartialEq, Properties)]
struct StageProps {
    shown: Rc<Shown>,
    width: u32,
    is_still: bool,
    hand: Hand,
}

#[component]
fn Stage(props: &StageProps) -> Html {
    let picked = use_state(|| None::<Picked>);
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(picked.as_ref().map(|picked| picked.what), move |what| {
            if what.is_some() {
                pick::enter(&node);
            }
        });
    }
    let pick = {
        let picked = picked.clone();
        Callback::from(move |now| picked.set(now))
    };
    let close = {
        let picked = picked.clone();
        Callback::from(move |()| {
            if let Some(picked) = &*picked {
                picked.let_go();
            }
            picked.set(None);
        })
    };
    let layout = Layout::of(&props.shown, props.width);
    let menu =
        picked.as_ref().and_then(|picked| menu(props, &layout, picked, &close, node.clone()));
    let class = if layout.is_wide { "cluster wide" } else { "cluster narrow" };
    tag!(div, class: class)
        .child(
            tag!(div, class: "scene")
                .child(picture(props, &layout, picked.as_ref(), &pick))
                .child(tag!(div).maybe(menu)),
        )
        .child(strip::strip(&props.shown, layout.is_wide))
        .into()
}

fn menu(
    props: &StageProps,
    layout: &Layout,
    picked: &Picked,
    close: &Callback<()>,
    node: NodeRef,
) -> Option<Tag> {
    pick::menu(&props.shown, picked, (layout.width, layout.height), (&props.hand, close), node)
}

fn picture(
    props: &StageProps,
    layout: &Layout,
    picked: Option<&Picked>,
    pick: &Callback<Option<Picked>>,
) -> Tag {
    let shown = &*props.shown;
    let clear = {
        let (pick, is_picked) = (pick.clone(), picked.is_some());
        move |_| {
            if is_picked {
                pick.emit(None);
            }
        }
    };
    let view = format!("0 0 {} {}", length(layout.width), length(layout.height));
    let servers = (0..).zip(&shown.servers).map(|(node, of)| server(props, layout, node, of, pick));
    tag!(svg, class: "picture", role: "group", "aria-label": shown.summary.clone(),
        width: layout.width, height: layout.height, viewBox: view)
    .on_click(clear)
    .child(tag!(g, class: "wires").children(wires::wires(shown, layout, picked, pick)))
    .child(tag!(g, class: "waits").children(wires::waits(shown, layout, picked)))
    .child(tag!(g, class: "servers").children(servers))
    .child(tag!(g, class: "losses").children(moving::losses(shown, layout, props.is_still)))
    .child(tag!(g, class: "messages").children(moving::messages(shown, layout, picked, pick)))
}

/// A server: its card, which is a button, and on it what moves.
fn server(
    props: &StageProps,
    layout: &Layout,
    node: Node,
    of: &Server,
    pick: &Callback<Option<Picked>>,
) -> Tag {
    let measures = &layout.cards[usize::from(node)];
    let sheet = measures.sheet;
    let label = format!("{}: {}. What can be done", of.name, of.status.text);
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        width: sheet.width, height: sheet.height, rx: "8");
    // The menu stands beside the card where there is room, or else on it.
    let at = match (layout.is_wide, sheet.x < layout.width / 2.0) {
        (true, true) => Place { x: sheet.x + sheet.width + pick::BESIDE, y: sheet.y },
        (true, false) => Place { x: sheet.x - pick::BESIDE, y: sheet.y },
        (false, _) => Place { x: sheet.centre().x, y: sheet.y + 40.0 },
    };
    let pick = pick.clone();
    let hear = hand::Hear::new(move |by| {
        pick.emit(Some(Picked::new(What::Server(node), at, by)));
    });
    let origin = Place { x: sheet.x, y: sheet.y };
    tag!(g)
        .key(u64::from(node))
        .child(
            tag!(g, transform: moving::moved(origin))
                .child(card::card(of, measures))
                .maybe(moving::slips(of, measures))
                .child(hand::press(button, hear)),
        )
        .child(tag!(g).children(moving::clocks(&props.shown, layout, node, &props.hand.deed)))
}
