//! The face of the lab: the ring, how a key finds its shard, what moved, and how the load is spread.

mod circle;
mod controls;
mod deciding;
mod figures;
mod journey;
mod layout;
mod moving;
mod scenery;
mod shown;

use kernel::Frame;
use wasm_bindgen::JsCast;
use web_sys::Element;
use widgets::circle::Place;
use widgets::legend::{Key, Legend};
use widgets::path::length;
use widgets::ring::{LEVELS, level_class};
use widgets::tag;
use widgets::tag::Tag;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo, use_state};

use self::circle::Backdrop;
use self::controls::Controls;
use self::figures::{Figures, Tables};
use self::scenery::{Same, Scenery};
use self::shown::{Live, Shown};
use crate::face::{Face, Scene};
use crate::hash_ring::HashRing;
use crate::hash_ring::members::NodeId;
use crate::lab::Lab;

/// From this width on the plots stand beside the ring.
const WIDE: u32 = 820;

/// From this width on there is room for two columns of plots below the ring.
const MIDDLE: u32 = 520;

/// The ring grows no wider, in pixels.
const SIDE_MAX: u32 = 440;

/// The ring shrinks no further.
const SIDE_MIN: u32 = 240;

/// A plot grows no wider.
const PLOT_MAX: u32 = 480;

/// The space between the parts, as in the style sheet.
const GAP: u32 = 24;

/// The space around the parts, as in the style sheet.
const MARGIN: u32 = 20;

/// The space around the parts on a phone, as in the style sheet.
const MARGIN_NARROW: u32 = 8;

impl Face for HashRing {
    const STYLE: &'static str = include_str!("../style.css");

    fn stage(frame: &Frame<'_, HashRing>, scene: &Scene) -> Html {
        let shown = Shown::of(frame);
        let live = Live::of(frame);
        if scene.is_thumb {
            return html!(<Thumb {shown} {live} scene={scene.clone()} />);
        }
        html!(<Stage {shown} {live} scene={scene.clone()} />)
    }
}

/// What the whole picture is drawn from.
#[derive(Clone, PartialEq, Properties)]
struct StageProps {
    shown: Shown,
    live: Live,
    scene: Scene,
}

/// The small picture of the gallery.
#[component]
fn Thumb(props: &StageProps) -> Html {
    let deps = (props.shown.clone(), props.scene.width);
    let scenery = use_memo(deps, |(shown, width)| Scenery::of(shown, f64::from(*width), true));
    picture(&Same::new(scenery), props, None, &Callback::noop()).into()
}

/// The stage: the ring and, beside or below it, everything else.
#[component]
fn Stage(props: &StageProps) -> Html {
    let picked = use_state(|| None::<NodeId>);
    let on_pick = {
        let picked = picked.clone();
        Callback::from(move |id| picked.set(id))
    };
    let measures = Measures::of(props.scene.width);
    let deps = (props.shown.clone(), measures.side);
    let scenery = use_memo(deps, |(shown, side)| Scenery::of(shown, f64::from(*side), false));
    let scenery = Same::new(scenery);
    let ring = tag!(div, class: "ring-part")
        .child(picture(&scenery, props, *picked, &on_pick))
        .child(Legend { title: "load".into(), keys: legend() }.draw());
    let act = props.scene.hand.act.clone();
    tag!(div, class: measures.class)
        .child(ring)
        .child(html!(<Figures scenery={scenery.clone()} width={measures.plot} />))
        .child(html!(<Controls scenery={scenery.clone()} picked={*picked} {on_pick} {act} />))
        .child(html!(<Tables {scenery} />))
        .into()
}

/// How wide each part is.
struct Measures {
    class: &'static str,
    side: u32,
    plot: u32,
}

impl Measures {
    fn of(width: u32) -> Measures {
        let inner = width.saturating_sub(2 * MARGIN);
        if width >= WIDE {
            let side = (inner * 11 / 20).min(SIDE_MAX);
            Measures { class: "hash-ring wide", side, plot: (inner - side - GAP).min(PLOT_MAX) }
        } else if width >= MIDDLE {
            let plot = (inner - GAP) / 2;
            Measures { class: "hash-ring middle", side: inner.min(SIDE_MAX), plot }
        } else {
            // On a phone the ring takes the whole width but for the finest of margins.
            let side = width.saturating_sub(2 * MARGIN_NARROW).max(SIDE_MIN);
            Measures { class: "hash-ring narrow", side, plot: side }
        }
    }
}

/// The ring itself, with all that moves on it.
fn picture(
    scenery: &Same<Scenery>,
    props: &StageProps,
    picked: Option<NodeId>,
    on_pick: &Callback<Option<NodeId>>,
) -> Tag {
    let Scene { is_thumb, is_still, .. } = props.scene;
    let layout = &scenery.layout;
    let onclick = {
        let (scenery, on_pick) = (scenery.clone(), on_pick.clone());
        move |event: MouseEvent| {
            if let Some(id) = place(&event).and_then(|place| scenery.layout.shard_at(place)) {
                on_pick.emit(Some(id));
            }
        }
    };
    let summary = props.shown.model.summary(&props.shown.state);
    let (width, height) = (layout.width, layout.height);
    let backdrop = html!(<Backdrop scenery={scenery.clone()} {picked} {is_thumb} />);
    let view_box = format!("0 0 {} {}", length(width), length(height));
    tag!(svg, class: "picture hash-ring-picture", role: "img", "aria-label": summary,
        width: width, height: height, viewBox: view_box)
    .on_click(onclick)
    .child(backdrop)
    .child(moving::flash(scenery, &props.live, is_still))
    .maybe((!is_thumb).then(|| moving::count(scenery, &props.live)))
    .child(moving::look_ups(scenery, &props.live, is_thumb))
}

/// Where a click fell within the picture.
fn place(event: &MouseEvent) -> Option<Place> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let picture = target.closest(".hash-ring-picture").ok()??;
    let edge = picture.get_bounding_client_rect();
    Some(Place {
        x: f64::from(event.client_x()) - edge.left(),
        y: f64::from(event.client_y()) - edge.top(),
    })
}

/// What the shades mean.
fn legend() -> Vec<Key> {
    const LABELS: [&str; LEVELS] = ["< ½", "< 0.8", "< 0.95", "fair", "< 1.25", "< 2", "more"];
    let key = |(level, label): (usize, &&'static str)| Key {
        class: level_class(level),
        label: (*label).into(),
    };
    LABELS.iter().enumerate().map(key).collect()
}
