//! The stage: the picture, the menu of what is picked, and the strip below.

use super::backdrop::{BackdropProps, backdrop};
use super::layout::Layout;
use super::pick::{self, Picked};
use super::shown::Shown;
use super::{moving, strip, thumb};
use crate::face::{Hand, Scene};
use std::rc::Rc;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{
    Callback, Html, NodeRef, Properties, component, html, use_callback, use_effect_with,
    use_node_ref, use_state,
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
                crate::pick::enter(&node);
            }
        });
    }
    let pick = {
        let setter = picked.setter();
        use_callback((), move |now, ()| setter.set(now))
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
    let layout = Rc::new(Layout::of(&props.shown, props.width));
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
    let rows = pick::rows(&props.shown, picked.what)?;
    let size = (layout.width, layout.height);
    Some(crate::pick::menu(picked, rows, size, (&props.hand, close), node))
}

fn picture(
    props: &StageProps,
    layout: &Rc<Layout>,
    picked: Option<&Picked>,
    pick: &Callback<Option<Picked>>,
) -> Tag {
    let shown = &*props.shown;
    let picked = picked.map(|picked| picked.what);
    let clear = {
        let pick = pick.clone();
        move |_| {
            if picked.is_some() {
                pick.emit(None);
            }
        }
    };
    let still = BackdropProps {
        shown: props.shown.clone(),
        layout: layout.clone(),
        picked,
        pick: pick.clone(),
    };
    let view = format!("0 0 {} {}", length(layout.width), length(layout.height));
    let deed = &props.hand.deed;
    tag!(svg, class: "picture", role: "group", "aria-label": shown.summary.clone(),
        width: layout.width, height: layout.height, viewBox: view)
    .on_click(clear)
    .child(backdrop(still))
    .child(tag!(g, class: "slips").children(moving::slips(shown, layout)))
    .child(tag!(g, class: "clocks").children(moving::clocks(shown, layout, deed)))
    .child(tag!(g, class: "losses").children(moving::losses(shown, layout, props.is_still)))
    .child(tag!(g, class: "messages").children(moving::messages(shown, layout, picked, pick)))
}
