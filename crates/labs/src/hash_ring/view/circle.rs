//! The picture that stays: the circle of hashes, the shards around it, the zones, and the drawn-out
//! way of one key.

use widgets::circle::{Circle, Place};
use widgets::node::Node;
use widgets::ring::{Ring, level, level_class};
use widgets::token::text_width;
use yew::{Classes, Html, Properties, classes, component, html};

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
    html! {
        <g>
            if !props.is_thumb {
                { zones(layout) }
            }
            { hashes(scenery) }
            { owned_arcs(scenery, owner, "owned") }
            { owned_arcs(scenery, props.picked.filter(|_| props.picked != owner), "owned picked") }
            { shards(scenery, props.picked) }
            if !props.is_thumb {
                { journey(scenery) }
            }
        </g>
    }
}

/// The zones as outer arcs with their numbers.
fn zones(layout: &Layout) -> Html {
    let zones = layout.seats.zones();
    if zones.len() < 2 {
        return html!(<g />);
    }
    let gap = 6.0 / (layout.zones.radius * std::f64::consts::TAU);
    html! {
        <g class="zones">
            { for zones.into_iter().map(|(zone, from, to)| {
                let label = format!("zone {zone}");
                let middle = from.midpoint(to);
                let Place { x, y } = layout.zones.at(middle);
                // Along the arc, but never upside down.
                let lean = if (0.25..0.75).contains(&middle) { middle - 0.5 } else { middle };
                let width = text_width(&label) + 8.0;
                html! {
                    <g key={zone}>
                        <path d={layout.zones.arc(from + gap, to - gap)} />
                        <g transform={format!("translate({x:.1} {y:.1}) rotate({:.1})", lean * 360.0)}>
                            <rect x={px(-width / 2.0)} y="-8" width={px(width)} height="16" />
                            <text class="middle" y="4">{ label }</text>
                        </g>
                    </g>
                }
            }) }
        </g>
    }
}

/// The circle of hashes, each arc with the load of its owner.
fn hashes(scenery: &Scenery) -> Html {
    let layout = &scenery.layout;
    match &scenery.arcs {
        None => html!(<g />),
        Some(arcs) => html! {
            <g class="hashes">
                <Ring circle={layout.hashes} height={layout.arc_height} slices={arcs.clone()} />
            </g>
        },
    }
}

/// The arcs of the circle that belong to one shard.
fn owned_arcs(scenery: &Scenery, owner: Option<NodeId>, class: &'static str) -> Html {
    let circle = continuum(&scenery.shown.placed.strategy);
    let (Some(owner), Some(circle)) = (owner, circle) else { return html!(<path />) };
    let inner = scenery.layout.hashes.with_radius(scenery.layout.hashes.radius - 3.5);
    let points = circle.points();
    let last = points.last().map_or(0.0, |point| turn(point.position)) - 1.0;
    let starts = std::iter::once(last).chain(points.iter().map(|point| turn(point.position)));
    let owned = starts.zip(points).filter(|(_, point)| point.owner == owner);
    let path = owned.map(|(from, point)| inner.arc(from, turn(point.position))).collect::<String>();
    html!(<path {class} d={path} />)
}

/// The shards: nodes while they are few, else bars.
fn shards(scenery: &Scenery, picked: Option<NodeId>) -> Html {
    let layout = &scenery.layout;
    match layout.seat {
        Seat::Node { width, height } => {
            let node = |(_, id): &(u32, NodeId)| node(scenery, *id, (width, height), picked);
            html!(<g class="shards">{ for layout.seats.order.iter().map(node) }</g>)
        }
        Seat::Bar { height, is_named } => html! {
            <g class="shards">
                <Ring circle={layout.shards} {height} slices={scenery.bars.clone()} />
                { dead_bars(scenery, height) }
                { picked_bar(scenery, picked, height) }
                if is_named {
                    { bar_names(scenery) }
                }
            </g>
        },
    }
}

fn node(
    scenery: &Scenery,
    id: NodeId,
    (width, height): (f64, f64),
    picked: Option<NodeId>,
) -> Html {
    let Some(at) = scenery.layout.place(id) else { return html!(<g key={id} />) };
    let load = scenery.load(id);
    let members = scenery.shown.members();
    let keys = members.index(id).map_or(0, |index| scenery.shown.placed.load.counts[index]);
    let is_down = scenery.shown.state.cluster.dead().contains(&id);
    let keys = words::count(keys);
    let length = (width - 2.0) * (load / 2.0).clamp(0.0, 1.0);
    let class: Classes = classes!((picked == Some(id)).then_some("picked"));
    html! {
        <Node key={id} {at} {width} {height} {is_down} {class} name={scenery.name(id)} note={keys}>
            <rect class={level_class(level(load))} x="1" y={px(height - 4.0)} width={px(length)} height="3" />
        </Node>
    }
}

/// A broken outline over the bar of each dead shard, with a cross above it.
fn dead_bars(scenery: &Scenery, height: f64) -> Html {
    let layout = &scenery.layout;
    let foot = layout.shards;
    let (mut outlines, mut crosses) = (String::new(), String::new());
    for (at, (_, id)) in layout.seats.order.iter().enumerate() {
        if scenery.shown.state.cluster.dead().contains(id) {
            let slice = scenery.bars[at];
            foot.sector(foot.radius + 2.0 * height, slice.from, slice.to, &mut outlines);
            let Place { x, y } =
                foot.with_radius(foot.radius + height).at(slice.from.midpoint(slice.to));
            crosses += &format!("M{:.1} {:.1}l6 6m0-6l-6 6", x - 3.0, y - 3.0);
        }
    }
    html!(<><path class="dead-bar" d={outlines} /><path class="dead-cross" d={crosses} /></>)
}

fn picked_bar(scenery: &Scenery, picked: Option<NodeId>, height: f64) -> Html {
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
    html!(<path class="picked-bar" d={outline} />)
}

fn bar_names(scenery: &Scenery) -> Html {
    let layout = &scenery.layout;
    let circle = layout.shards.with_radius(layout.shards.radius - 10.0);
    let name = |(_, id): &(u32, NodeId)| {
        let Place { x, y } = layout.seats.turn(*id).map_or(circle.centre, |turn| circle.at(turn));
        html!(<text key={*id} class="middle soft" x={px(x)} y={px(y + 4.0)}>{ scenery.name(*id) }</text>)
    };
    html!(<g>{ for layout.seats.order.iter().map(name) }</g>)
}

/// The way of the key in focus: round the circle to the points where it meets the shards of its
/// list, and from there, or from the middle, out to the shards.
fn journey(scenery: &Scenery) -> Html {
    let layout = &scenery.layout;
    let journey = &scenery.journey;
    let inner = layout.hashes.with_radius(layout.hashes.radius - 12.0);
    let walk = journey.walk.as_ref();
    let end = walk.map_or(0, Walk::length);
    let path = walk.map(|walk| {
        let from = turn(walk.from);
        (inner.at(from), inner.arc(from, from + turn(end)))
    });
    let stops = journey.list.iter().enumerate().map(|(rank, id)| (rank, *id, stop(scenery, rank)));
    html! {
        <g class="journey">
            if let Some((key, path)) = path {
                <path class="walk" d={path} />
                <circle class="key" cx={px(key.x)} cy={px(key.y)} r="4.5" />
            } else {
                <circle class="key" cx={px(inner.centre.x)} cy={px(inner.centre.y)} r="4.5" />
            }
            <path class="probes" d={probes(scenery)} />
            { for stops.map(|(rank, id, from)| spoke(layout, rank, id, from)) }
        </g>
    }
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

fn spoke(layout: &Layout, rank: usize, id: NodeId, from: Place) -> Html {
    let Some(door) = layout.door(id) else { return html!(<g key={rank} />) };
    let class = if rank == 0 { "spoke owner" } else { "spoke" };
    html! {
        <g key={rank} class="stop">
            <path {class} d={line(from, door)} />
            <circle class="badge" cx={px(door.x)} cy={px(door.y)} r="8" />
            <text class="middle" x={px(door.x)} y={px(door.y + 4.0)}>{ rank + 1 }</text>
        </g>
    }
}

/// A straight line.
pub fn line(from: Place, to: Place) -> String {
    format!("M{:.1} {:.1}L{:.1} {:.1}", from.x, from.y, to.x, to.y)
}

/// A length as an attribute.
pub fn px(length: f64) -> String {
    format!("{length:.1}")
}

/// A curve from one place to another that bends towards the middle of a circle.
pub fn bow(from: Place, to: Place, circle: Circle) -> String {
    let Place { x, y } = circle.centre;
    let bend = from.towards(to, 0.5).towards(Place { x, y }, 0.6);
    format!("M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", from.x, from.y, bend.x, bend.y, to.x, to.y)
}
