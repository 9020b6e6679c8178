//! What moves: look-ups on their way, and the keys that a change has just moved.

use kernel::decimal::fixed;
use widgets::circle::Place;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{Token, text_width};

use super::circle::{bow, line};
use super::scenery::{FLASHES, Flow, Scenery};
use super::shown::{Live, LookUp, clockwise, continuum, position, turn};
use crate::hash_ring::members::NodeId;
use crate::hash_ring::model::Key;
use crate::hash_ring::words;

/// So long, in microseconds, the keys that a change moved are shown.
const FLASH_US: f64 = 1_800_000.0;

/// So long they travel.
const STREAM_US: f64 = 450_000.0;

/// A circle is searched for a shard's next point over so many points at most.
const SEARCH_MAX: usize = 2_000;

/// The look-ups on their way.
pub fn look_ups(scenery: &Scenery, live: &Live, is_thumb: bool) -> Tag {
    let token = |look_up: &LookUp| {
        let way = Way::of(scenery, look_up)?;
        // Only what somebody typed has its name on it: the others are many.
        let text = match &look_up.key {
            Key::Typed(key) if !is_thumb => shorten(key),
            Key::Typed(_) | Key::Nth(_) => String::new(),
        };
        let at = way.at(look_up.part);
        let is_lost = !scenery.shown.state.cluster.is_alive(look_up.to);
        let wire = tag!(path, class: "wire", d: line(at, way.door));
        Some(tag!(g).key(look_up.number).child(wire).child(Token { at, text, is_lost }.draw()))
    };
    tag!(g, class: "look-ups").children(live.look_ups.iter().filter_map(token))
}

/// The first letters of a long key.
fn shorten(key: &str) -> String {
    match key.char_indices().nth(14) {
        Some((end, _)) => format!("{}…", &key[..end]),
        None => key.to_owned(),
    }
}

/// The way of a look-up: round the circle of hashes to a point of its shard, then out to it.
struct Way {
    /// Where on the circle it starts and where it leaves, in turns; `None` without a circle.
    round: Option<(f64, f64)>,
    hashes: widgets::circle::Circle,
    door: Place,
}

impl Way {
    fn of(scenery: &Scenery, look_up: &LookUp) -> Option<Way> {
        let layout = &scenery.layout;
        let strategy = &scenery.shown.placed.strategy;
        let circle = continuum(strategy).zip(position(strategy, look_up.digest));
        let round = circle.map(|(circle, from)| {
            let mut ahead = clockwise(circle, from).take(SEARCH_MAX);
            let met = ahead.find(|point| point.owner == look_up.to);
            let distance = met.map_or(0, |point| point.position.wrapping_sub(from));
            (turn(from), turn(from) + turn(distance))
        });
        let hashes = layout.hashes.with_radius(layout.hashes.radius + layout.arc_height);
        Some(Way { round, hashes, door: layout.door(look_up.to)? })
    }

    /// Where it is with this part of the way behind it, at an even pace.
    fn at(&self, part: f64) -> Place {
        let Some((from, to)) = self.round else {
            return self.hashes.centre.towards(self.door, part);
        };
        let arc = (to - from) * std::f64::consts::TAU * self.hashes.radius;
        let leave = self.hashes.at(to);
        let rest = leave.distance(self.door);
        let gone = part * (arc + rest);
        if gone < arc {
            self.hashes.at(from + (to - from) * gone / arc)
        } else {
            leave.towards(self.door, (gone - arc) / rest.max(1e-6))
        }
    }
}

/// The keys that the latest change moved, while it is fresh: where they stand on the circle, and
/// from which shard to which they go.
pub fn flash(scenery: &Scenery, live: &Live, is_still: bool) -> Tag {
    let age = live.since_change.map(|age| age.as_micros() as f64).filter(|age| *age < FLASH_US);
    let (Some(flow), Some(age)) = (&scenery.flow, age) else {
        return tag!(g, class: "flash");
    };
    let fade = if is_still { 0.8 } else { 1.0 - age / FLASH_US };
    let grown = if is_still { 1.0 } else { (age / STREAM_US).min(1.0) };
    tag!(g, class: "flash", opacity: fixed(fade, 2))
        .child(tag!(path, class: "moved", d: moved_keys(scenery, flow)))
        .child(streams(scenery, flow, grown))
}

/// A ray outwards for each direction in which keys moved, longer where they are more.
fn moved_keys(scenery: &Scenery, flow: &Flow) -> String {
    let most = flow.flashes.iter().copied().max().unwrap_or(0).max(1);
    let layout = &scenery.layout;
    let foot = layout.hashes.with_radius(layout.hashes.radius + 1.7 * layout.arc_height);
    let ray = |(at, keys): (usize, &u32)| {
        let turn = (at as f64 + 0.5) / FLASHES as f64;
        let length = layout.arc_height * (0.6 + 1.4 * f64::from(*keys) / f64::from(most));
        line(foot.at(turn), foot.with_radius(foot.radius + length).at(turn))
    };
    flow.flashes.iter().enumerate().filter(|(_, keys)| **keys > 0).map(ray).collect()
}

/// A curve from shard to shard, thicker where more keys moved. The keys of a shard that left come
/// from where it sat.
fn streams(scenery: &Scenery, flow: &Flow, grown: f64) -> Tag {
    let layout = &scenery.layout;
    let most = flow.streams.iter().map(|stream| stream.2).max().unwrap_or(1).max(1);
    let thickest = if flow.streams.len() > 40 { 0.6 } else { 3.4 };
    let stream = |(from, to, keys): &(NodeId, NodeId, u32)| {
        let start = layout.seats.turn(*from).or_else(|| flow.before.turn(*from))?;
        let start = layout.door_at(start);
        let end = layout.door(*to)?;
        let width = 0.6 + thickest * f64::from(*keys) / f64::from(most);
        let curve = tag!(path, class: "stream", d: bow(start, end, layout.hashes), pathLength: "1",
            "stroke-width": width, "stroke-dasharray": fixed(grown, 3) + " 2");
        Some(curve.key(format!("{from}-{to}")))
    };
    tag!(g).children(flow.streams.iter().filter_map(stream))
}

/// The number in the middle: what the latest change moved while it is fresh, else all keys.
pub fn count(scenery: &Scenery, live: &Live) -> Tag {
    let centre = scenery.layout.hashes.centre;
    let is_fresh = live.since_change.is_some_and(|age| (age.as_micros() as f64) < FLASH_US);
    let movement = scenery.shown.movement().filter(|_| is_fresh);
    let (number, what) = match movement {
        Some(movement) => (
            words::count(movement.moved),
            format!("keys moved · {}", words::percent(movement.moved, movement.keys)),
        ),
        None => (
            words::count(scenery.shown.model.places().keys().count()),
            format!(
                "keys on {}",
                words::things(scenery.shown.members().count(), "shard", "shards")
            ),
        ),
    };
    let class = if movement.is_some() { "count moved" } else { "count" };
    // Without a circle the middle is where look-ups start, so the number stands below it.
    let y = centre.y + if scenery.arcs.is_some() { 0.0 } else { 44.0 };
    let width = text_width(&what) + 16.0;
    let left = centre.x - width / 2.0;
    tag!(g, class: class)
        .child(tag!(rect, x: left, y: y - 22.0, width: width, height: "48", rx: "8"))
        .child(tag!(text, class: "number middle", x: centre.x, y: y).text(number))
        .child(tag!(text, class: "middle soft", x: centre.x, y: y + 18.0).text(what))
}
