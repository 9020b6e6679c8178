//! The stage: the reader's page, and below it the ring and the users, on the left; shards and wires on
//! the right.

use super::layout::Layout;
use super::menu::{self, Pick, What};
use super::people::{self, Desk};
use super::shown::Shown;
use super::{circle, page, shards, thumb, wires};
use crate::face::{Hand, Scene};
use crate::pick::{self, Picked};
use std::rc::Rc;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use yew::{
    Callback, Html, NodeRef, Properties, component, html, use_callback, use_effect_with,
    use_node_ref, use_state,
};

/// Draws what is shown.
pub fn draw(shown: Shown, scene: &Scene) -> Html {
    if scene.is_thumb {
        return thumb::thumb(&shown, scene.width).into();
    }
    html!(<Stage shown={Rc::new(shown)} width={scene.width} hand={scene.hand.clone()} />)
}

#[derive(PartialEq, Properties)]
struct StageProps {
    shown: Rc<Shown>,
    width: u32,
    hand: Hand,
}

#[component]
fn Stage(props: &StageProps) -> Html {
    let picked = use_state(|| None::<Picked<What>>);
    let reader = use_state(|| None::<usize>);
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(picked.as_ref().map(|picked| picked.what), move |what| {
            if what.is_some() {
                pick::enter(&node);
            }
        });
    }
    let pick: Pick = {
        let setter = picked.setter();
        use_callback((), move |now, ()| setter.set(now))
    };
    let read_as = {
        let setter = reader.setter();
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
    let shown = &props.shown;
    let layout = Rc::new(Layout::of(shown, props.width));
    let sheet = picked.as_ref().and_then(|picked| {
        let rows = menu::rows(shown, picked.what)?;
        let size = (layout.width, layout.height);
        Some(pick::menu(picked, rows, size, (&props.hand, &close), NodeRef::clone(&node)))
    });
    // Whoever was chosen may be gone when knobs are turned.
    let reader = reader.filter(|reader| *reader < shown.readings.len());
    let still = StillProps {
        shown: shown.clone(),
        layout: layout.clone(),
        reader,
        pick,
        read_as,
        hand: props.hand.clone(),
    };
    let class = if layout.is_wide { "blog wide" } else { "blog narrow" };
    tag!(div, class: class)
        .child(tag!(div, class: "paper").child(html!(<Page ..still.clone() />)))
        .child(
            tag!(div, class: "scene")
                .child(picture(
                    shown,
                    &layout,
                    still.clone(),
                    picked.as_ref().map(|picked| picked.what),
                ))
                .child(tag!(div).maybe(sheet)),
        )
        .child(tag!(div, class: "whose").child(html!(<Whose ..still />)))
        .into()
}

fn picture(shown: &Shown, layout: &Layout, still: StillProps, picked: Option<What>) -> Tag {
    let (width, height) = (layout.width, layout.height);
    let view = ["0 0 ", &length(width), " ", &length(height)].concat();
    let pick = still.pick.clone();
    let clear = {
        let pick = pick.clone();
        move |_| {
            if picked.is_some() {
                pick.emit(None);
            }
        }
    };
    let messages = wires::messages(shown, layout, picked, &pick);
    tag!(svg, class: "picture", role: "group", "aria-label": shown.summary.clone(), width: width,
        height: height, viewBox: view)
    .on_click(clear)
    .child(tag!(g, class: "wires").children(wires::wires(shown, layout)))
    .child(html!(<Backdrop ..still />))
    .child(tag!(g, class: "messages").children(messages))
}

/// What stands still between steps, so that frames are for what moves.
#[derive(Clone, Properties)]
struct StillProps {
    shown: Rc<Shown>,
    layout: Rc<Layout>,
    reader: Option<usize>,
    pick: Pick,
    read_as: Callback<Option<usize>>,
    hand: Hand,
}

impl StillProps {
    fn desk(&self) -> Desk<'_> {
        let reader = self.reader.unwrap_or(self.shown.latest);
        Desk { reader, read_as: &self.read_as, hand: &self.hand }
    }
}

impl PartialEq for StillProps {
    fn eq(&self, other: &StillProps) -> bool {
        let (shown, before) = (&self.shown, &other.shown);
        self.reader == other.reader
            && self.layout == other.layout
            && self.pick == other.pick
            && self.hand == other.hand
            && shown.latest == before.latest
            && shown.shards == before.shards
            && shown.users == before.users
            && shown.readings == before.readings
            && shown.clashes == before.clashes
            && shown.moved == before.moved
            && shown.ground == before.ground
            && shown.add == before.add
    }
}

/// The reader's page.
#[component]
fn Page(props: &StillProps) -> Html {
    let desk = props.desk();
    let reading = props.shown.readings.get(desk.reader);
    let next = props.shown.users.get(desk.reader).and_then(|user| user.deeds.next.clone());
    let page = |reading| page::page(reading, next, props.reader.is_some(), &desk);
    tag!(div).maybe(reading.map(page)).into()
}

/// Who is where, and what is done as whom.
#[component]
fn Whose(props: &StillProps) -> Html {
    let shown = &props.shown;
    tag!(div, class: "users-part")
        .child(circle::circle(shown))
        .child(people::people(shown, &props.desk()))
        .into()
}

/// The shards, and what ties two posts with one id.
#[component]
fn Backdrop(props: &StillProps) -> Html {
    let StillProps { shown, layout, pick, .. } = props;
    tag!(g)
        .child(tag!(g, class: "shards").children(shards::shards(shown, layout, pick)))
        .child(tag!(g, class: "clashes").children(wires::clashes(shown, layout)))
        .into()
}
