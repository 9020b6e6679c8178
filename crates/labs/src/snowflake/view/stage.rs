//! The stage: the picture, the menu of a worker that is picked, the load, and the bits of an id.

use std::rc::Rc;

use super::grip::{self, Drag, Grips};
use super::layout::Layout;
use super::shown::Shown;
use super::{bits, decoder, lanes, order};
use crate::face::{Hand, Scene};
use crate::pick::{self, Picked};
use crate::snowflake::action::Action;
use crate::snowflake::layout::Layout as IdLayout;
use crate::words::whole;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{
    Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref, use_state,
};

/// The space around the picture, as in the style sheet.
const MARGIN: u32 = 16;
/// And on a phone.
const MARGIN_NARROW: u32 = 10;
/// From this width on there is the wider margin.
const ROOMY: u32 = 640;
/// The narrowest picture.
const LEAST: u32 = 260;

/// What the stage is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    /// What is shown.
    pub shown: Rc<Shown>,
    /// The width of the stage in pixels.
    pub width: u32,
    /// Nothing moves between frames.
    pub is_still: bool,
    /// What a person may do.
    pub hand: Hand,
}

/// Draws what is shown.
pub fn draw(shown: Shown, scene: &Scene) -> Html {
    html!(<Stage shown={Rc::new(shown)} width={scene.width} is_still={scene.is_still}
        hand={scene.hand.clone()} />)
}

#[component]
fn Stage(props: &StageProps) -> Html {
    let picked = use_state(|| None::<Picked<usize>>);
    let held = use_state(|| None::<Drag>);
    let chosen = use_state(|| None::<u64>);
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(picked.as_ref().map(|picked| picked.what), move |what| {
            if what.is_some() {
                pick::enter(&node);
            }
        });
    }
    {
        // Under another layout the bits of the chosen id would be nobody's.
        let chosen = chosen.setter();
        use_effect_with(props.shown.layout, move |_| chosen.set(None));
    }
    let shown = &*props.shown;
    let margin = if props.width >= ROOMY { MARGIN } else { MARGIN_NARROW };
    let width = f64::from(props.width.saturating_sub(2 * margin).max(LEAST));
    let layout = Layout::of(shown, width, held.as_ref().map(|held| held.half));
    let close = {
        let picked = picked.clone();
        Callback::from(move |()| {
            if let Some(picked) = &*picked {
                picked.let_go();
            }
            picked.set(None);
        })
    };
    let menu = picked.as_ref().and_then(|picked| menu(props, &layout, picked, &close, node));
    let grips = Grips {
        hold: Callback::from({
            let setter = held.setter();
            move |drag| setter.set(drag)
        }),
        drag: (*held).clone(),
        act: props.hand.act.clone(),
    };
    let choose = {
        let (setter, layout) = (chosen.setter(), shown.layout);
        Callback::from(move |id: Option<u64>| {
            setter.set(id);
            if let Some(id) = id {
                decoder::show(id, layout);
            }
        })
    };
    let pick = Callback::from({
        let setter = picked.setter();
        move |now| setter.set(now)
    });
    let picture = picture(props, &layout, (&grips, &pick), (*chosen, &choose));
    tag!(div, class: if layout.is_wide { "flake wide" } else { "flake narrow" })
        .child(tag!(div, class: "scene").child(picture).child(tag!(div).maybe(menu)))
        .child(load(shown, &props.hand))
        .child(bits_of(shown, *chosen, width, &choose))
        .into()
}

fn menu(
    props: &StageProps,
    layout: &Layout,
    picked: &Picked<usize>,
    close: &Callback<()>,
    node: NodeRef,
) -> Option<Tag> {
    let lane = props.shown.lanes.get(picked.what)?;
    let size = (layout.width, layout.height);
    Some(pick::menu(picked, lanes::menu_of(lane), size, (&props.hand, close), node))
}

fn picture(
    props: &StageProps,
    layout: &Layout,
    (grips, pick): (&Grips, &Callback<Option<Picked<usize>>>),
    (chosen, choose): (Option<u64>, &Callback<Option<u64>>),
) -> Tag {
    let shown = &*props.shown;
    let places = 0..shown.lanes.len();
    let clock_us = |place| shown.right_us + grip::error_us(shown, place, grips.drag.as_ref());
    let ids = places.clone().map(|place| lanes::ids(shown, layout, place, clock_us(place), false));
    let cards = places.clone().map(|place| lanes::card(shown, layout, place, pick));
    let clocks = places.map(|place| grip::grip(shown, layout, place, grips));
    let view = ["0 0 ", &length(layout.width), " ", &length(layout.height)].concat();
    tag!(svg, class: "picture flake-picture", role: "group", "aria-label": shown.summary.clone(),
        width: layout.width, height: layout.height, viewBox: view)
    .child(lanes::ground(shown, layout))
    .child(tag!(g).children(ids))
    .child(tag!(g).children(cards))
    .child(tag!(g).children(clocks))
    .child(order::order(shown, layout, chosen, props.is_still, choose))
}

/// How many ids are asked for, with buttons for half and double.
fn load(shown: &Shown, hand: &Hand) -> Tag {
    let button = |label: &'static str, load: u32| {
        let (act, text) = (hand.act.clone(), Action::Load(load).to_string());
        tag!(button, type: "button", class: "small", disabled: load == shown.load)
            .key(label)
            .on_click(move |_| act.emit(text.clone()))
            .text(label)
    };
    let most = crate::snowflake::model::LOAD_MAX;
    tag!(div, class: "row load")
        .child(tag!(span).text([&whole(shown.load.into()), " ids a second are asked for"].concat()))
        .child(button("Half", (shown.load / 2).max(1)))
        .child(button("Double", (shown.load * 2).min(most)))
        .child(button("Ten times", (shown.load * 10).min(most)))
}

/// The bits of the chosen id, or of the latest.
fn bits_of(shown: &Shown, chosen: Option<u64>, width: f64, choose: &Callback<Option<u64>>) -> Tag {
    let latest = shown.ids.last().map(|id| id.id);
    let (id, what) = match chosen {
        Some(id) => (Some(id), "The id that was chosen"),
        None => (latest, "The latest id, as it is put together"),
    };
    let back = choose.reform(|_| None);
    let follow = chosen.map(|_| {
        tag!(button, type: "button", class: "small").clicked(back).text("Follow the latest")
    });
    let row = id.map(|id| html!(<Bits layout={shown.layout} {id} {width} />));
    tag!(div, class: "of-id")
        .child(tag!(div, class: "row").child(tag!(span).text(what)).maybe(follow))
        .child(tag!(div).maybe(row))
}

/// What a row of bits is drawn from: it is drawn anew for another id, and not as time goes on.
#[derive(Clone, PartialEq, Properties)]
struct BitsProps {
    layout: IdLayout,
    id: u64,
    width: f64,
}

#[component]
fn Bits(props: &BitsProps) -> Html {
    bits::row(&props.layout, props.id, props.width).into()
}
