//! The picture that stays: the circle of hashes, the shards around it, the zones, and the drawn-out
//! way of one key.

use widgets::circle::{Circle, Place};
use widgets::node::Node;
use widgets::path::{command, length as px, path};
use widgets::ring::{Ring, level, level_class};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use yew::{Html, Properties, component};

use super::journey::Walk;
use super::layout::{Layout, Seat};
use super::scenery::{Same, Scenery};
use super::shown::{continuum, turn};
use crate::hash_ring::members::NodeId;
use crate::hash_ring::strategy::Strategy;
use crate::hash_ring::words;

/// What a [`Backdrop`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct BackdropProps {
    /// What is drawn, and where.
    pub scenery: Same<Scenery>,
    /// The shard that somebody picked.
    pub picked: Option<NodeId>,
    /// Without words.
    pub is_thumb: bool,
}

/// All of the picture that does not move.
#[component]
pub fn Backdrop(props: &BackdropProps) -> Html {
    let scenery = &*props.scenery;
    let layout = &scenery.layout;
    let owner = scenery.journey.list.first().copied();
    let picked = props.picked.filter(|_| props.picked != owner);
    tag!(g)
        .maybe((!props.is_thumb).then(|| zones(layout)))
        .child(hashes(scenery))
        .child(owned_arcs(scenery, owner, "owned"))
        .child(owned_arcs(scenery, picked, "owned picked"))
        .child(shards(scenery, props.picked))
        .maybe((!props.is_thumb).then(|| journey(scenery)))
        .into()
}

/// The zones as outer arcs with their numbers.
fn zones(layout: &Layout) -> Tag {
    let zones = layout.seats.zones();
    if zones.len() < 2 {
        return tag!(g);
    }
    let gap = 6.0 / (layout.zones.radius * std::f64::consts::TAU);
    tag!(g, class: "zones").children(zones.into_iter().map(|(zone, from, to)| {
        let label = format!("zone {zone}");
        let middle = from.midpoint(to);
        let Place { x, y } = layout.zones.at(middle);
        // Along the arc, but never upside down.
        let lean = if (0.25..0.75).contains(&middle) { middle - 0.5 } else { middle };
        let width = text_width(&label) + 8.0;
        let place = format!("translate({} {}) rotate({})", px(x), px(y), px(lean * 360.0));
        let sign = tag!(g, transform: place)
            .child(tag!(rect, x: -width / 2.0, y: "-8", width: width, height: "16"))
            .child(tag!(text, class: "middle", y: "4").text(label));
        let arc = tag!(path, d: layout.zones.arc(from + gap, to - gap));
        tag!(g).key(zone).child(arc).child(sign)
    }))
}

/// The circle of hashes, each arc with the load of its owner.
fn hashes(scenery: &Scenery) -> Tag {
    let layout = &scenery.layout;
    let Some(arcs) = &scenery.arcs else { return tag!(g) };
    let ring = Ring { circle: layout.hashes, height: layout.arc_height, slices: arcs };
    tag!(g, class: "hashes").child(ring.draw())
}

/// The arcs of the circle that belong to one shard.
fn owned_arcs(scenery: &Scenery, owner: Option<NodeId>, class: &'static str) -> Tag {
    let circle = continuum(&scenery.shown.placed.strategy);
    let (Some(owner), Some(circle)) = (owner, circle) else { return tag!(path) };
    let inner = scenery.layout.hashes.with_radius(scenery.layout.hashes.radius - 3.5);
    let points = circle.points();
    let last = points.last().map_or(0.0, |point| turn(point.position)) - 1.0;
    let starts = std::iter::once(last).chain(points.iter().map(|point| turn(point.position)));
    let owned = starts.zip(points).filter(|(_, point)| point.owner == owner);
    let path = owned.map(|(from, point)| inner.arc(from, turn(point.position))).collect::<String>();
    tag!(path, class: class, d: path)
}

/// The shards: nodes while they are few, else bars.
fn shards(scenery: &Scenery, picked: Option<NodeId>) -> Tag {
    let layout = &scenery.layout;
    match layout.seat {
        Seat::Node { width, height } => {
            let node = |(_, id): &(u32, NodeId)| node(scenery, *id, (width, height), picked);
            tag!(g, class: "shards").children(layout.seats.order.iter().map(node))
        }
        Seat::Bar { height, is_named } => {
            let ring = Ring { circle: layout.shards, height, slices: &scenery.bars };
            let (outlines, crosses) = dead_bars(scenery, height);
            tag!(g, class: "shards")
                .child(ring.draw())
                .child(tag!(path, class: "dead-bar", d: outlines))
                .child(tag!(path, class: "dead-cross", d: crosses))
                .child(tag!(path, class: "picked-bar", d: picked_bar(scenery, picked, height)))
                .maybe(is_named.then(|| bar_names(scenery)))
        }
    }
}

fn node(scenery: &Scenery, id: NodeId, (width, height): (f64, f64), picked: Option<NodeId>) -> Tag {
    let Some(at) = scenery.layout.place(id) else { return tag!(g).key(id) };
    let load = scenery.load(id);
    let members = scenery.shown.members();
    let keys = members.index(id).map_or(0, |index| scenery.shown.placed.load.counts[index]);
    let length = (width - 2.0) * (load / 2.0).clamp(0.0, 1.0);
    let shade = level_class(level(load));
    let gauge = tag!(rect, class: shade, x: "1", y: height - 4.0, width: length, height: "3");
    let node = Node {
        at,
        width,
        height,
        name: scenery.name(id).into(),
        note: words::count(keys).into(),
        is_down: scenery.shown.state.cluster.dead().contains(&id),
        is_picked: picked == Some(id),
    };
    node.draw().key(id).child(gauge)
}

/// A broken outline over the bar of each dead shard, and a cross above it.
fn dead_bars(scenery: &Scenery, height: f64) -> (String, String) {
    let layout = &scenery.layout;
    let foot = layout.shards;
    let (mut outlines, mut crosses) = (String::new(), String::new());
    for (at, (_, id)) in layout.seats.order.iter().enumerate() {
        if scenery.shown.state.cluster.dead().contains(id) {
            let slice = scenery.bars[at];
            foot.sector(foot.radius + 2.0 * height, slice.from, slice.to, &mut outlines);
            let Place { x, y } =
                foot.with_radius(foot.radius + height).at(slice.from.midpoint(slice.to));
            command(&mut crosses, 'M', &[x - 3.0, y - 3.0]);
            crosses += "l6 6m0-6l-6 6";
        }
    }
    (outlines, crosses)
}

/// The outline of the picked shard's bar.
fn picked_bar(scenery: &Scenery, picked: Option<NodeId>, height: f64) -> String {
    let layout = &scenery.layout;
    let mut outline = String::new();
    if let Some(turn) = picked.and_then(|id| layout.seats.turn(id)) {
        let half = (0.5 / layout.seats.order.len() as f64).max(0.004);
        let circle = layout.shards.with_radius(layout.shards.radius - 1.0);
        circle.sector(
            layout.shards.radius + 2.0 * height + 2.0,
            turn - half,
            turn + half,
            &mut outline,
        );
    }
    outline
}

fn bar_names(scenery: &Scenery) -> Tag {
    let layout = &scenery.layout;
    let circle = layout.shards.with_radius(layout.shards.radius - 10.0);
    let name = |(_, id): &(u32, NodeId)| {
        let Place { x, y } = layout.seats.turn(*id).map_or(circle.centre, |turn| circle.at(turn));
        tag!(text, class: "middle soft", x: x, y: y + 4.0).key(*id).text(scenery.name(*id))
    };
    tag!(g).children(layout.seats.order.iter().map(name))
}

/// The way of the key in focus: round the circle to the points where it meets the shards of its
/// list, and from there, or from the middle, out to the shards.
fn journey(scenery: &Scenery) -> Tag {
    let layout = &scenery.layout;
    let journey = &scenery.journey;
    let inner = layout.hashes.with_radius(layout.hashes.radius - 12.0);
    let walk = journey.walk.as_ref();
    let end = walk.map_or(0, Walk::length);
    let (key, path) = walk.map_or((inner.centre, String::new()), |walk| {
        let from = turn(walk.from);
        (inner.at(from), inner.arc(from, from + turn(end)))
    });
    let stops = journey.list.iter().enumerate().map(|(rank, id)| (rank, *id, stop(scenery, rank)));
    tag!(g, class: "journey")
        .child(tag!(path, class: "walk", d: path))
        .child(tag!(circle, class: "key", cx: key.x, cy: key.y, r: "4.5"))
        .child(tag!(path, class: "probes", d: probes(scenery)))
        .children(stops.map(|(rank, id, from)| spoke(layout, rank, id, from)))
}

/// A tick for each place that multi-probe hashing tries for the key.
fn probes(scenery: &Scenery) -> String {
    let Strategy::MultiProbe(probes) = &scenery.shown.placed.strategy else {
        return String::new();
    };
    let inner = scenery.layout.hashes;
    let tick = |position| {
        let turn = turn(position);
        let end = inner.with_radius(inner.radius - 8.0);
        line(end.at(turn), end.with_radius(end.radius - 8.0).at(turn))
    };
    probes.positions(scenery.journey.digest).map(tick).collect()
}

/// Where the key's way leaves for the shard of this rank.
fn stop(scenery: &Scenery, rank: usize) -> Place {
    let hashes = scenery.layout.hashes;
    let Some(walk) = &scenery.journey.walk else { return hashes.centre };
    match walk.stops.iter().find(|stop| stop.rank == Some(rank)) {
        Some(stop) => {
            hashes.with_radius(hashes.radius - 12.0).at(turn(walk.from) + turn(stop.distance))
        }
        None => hashes.centre,
    }
}

fn spoke(layout: &Layout, rank: usize, id: NodeId, from: Place) -> Tag {
    let Some(door) = layout.door(id) else { return tag!(g).key(rank) };
    let class = if rank == 0 { "spoke owner" } else { "spoke" };
    let number = tag!(text, class: "middle", x: door.x, y: door.y + 4.0).text(rank + 1);
    tag!(g, class: "stop")
        .key(rank)
        .child(tag!(path, class: class, d: line(from, door)))
        .child(tag!(circle, class: "badge", cx: door.x, cy: door.y, r: "8"))
        .child(number)
}

/// A straight line.
pub fn line(from: Place, to: Place) -> String {
    path(&[('M', &[from.x, from.y]), ('L', &[to.x, to.y])])
}

/// A curve from one place to another that bends towards the middle of a circle.
pub fn bow(from: Place, to: Place, circle: Circle) -> String {
    let bend = from.towards(to, 0.5).towards(circle.centre, 0.6);
    path(&[('M', &[from.x, from.y]), ('Q', &[bend.x, bend.y, to.x, to.y])])
}
