//! Where things stand in the picture: the circle of hashes inside, the shards around it, and the
//! zones outside.

use std::rc::Rc;

use kernel::order;
use widgets::circle::{Circle, Place};

use crate::hash_ring::members::{Members, NodeId};

/// At most so many shards are drawn as nodes with their names in them.
const NODES_MAX: u32 = 12;

/// At most so many bars have names below them.
const NAMES_MAX: u32 = 36;

/// How a shard is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seat {
    /// As a node with its name and its number of keys.
    Node {
        /// Its width in pixels.
        width: f64,
        /// Its height in pixels.
        height: f64,
    },
    /// As a bar on a circle that grows with its load.
    Bar {
        /// The height of a bar with its fair share of the keys.
        height: f64,
        /// Whether there is room for its name.
        is_named: bool,
    },
}

/// The measures of the picture, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The picture's height.
    pub height: f64,
    /// The circle of hashes; its arcs grow outwards from it.
    pub hashes: Circle,
    /// The height of an arc whose owner has its fair share of the keys.
    pub arc_height: f64,
    /// The circle on which the shards stand: the middles of nodes, the feet of bars.
    pub shards: Circle,
    /// How a shard is drawn.
    pub seat: Seat,
    /// The circle of the zones.
    pub zones: Circle,
    /// Who sits where.
    pub seats: Rc<Seats>,
}

impl Layout {
    /// The picture in a square of this side.
    pub fn stage(side: f64, seats: Rc<Seats>) -> Layout {
        let is_small = side < 420.0;
        let count = seats.order.len() as u32;
        let seat = match (count <= NODES_MAX, is_small) {
            (true, true) => Seat::Node { width: 56.0, height: 34.0 },
            (true, false) => Seat::Node { width: 66.0, height: 36.0 },
            (false, true) => Seat::Bar { height: 10.0, is_named: count <= NAMES_MAX / 2 },
            (false, false) => Seat::Bar { height: 14.0, is_named: count <= NAMES_MAX },
        };
        let outermost = side / 2.0 - 9.0;
        // Nodes are wider than high: without the circle of zones there is nothing above and below.
        let height = match seat {
            Seat::Node { width, height } if seats.zones().len() < 2 => side - width + height,
            Seat::Node { .. } | Seat::Bar { .. } => side,
        };
        let centre = Place { x: side / 2.0, y: height / 2.0 };
        let arc_height = if is_small { 7.0 } else { 9.0 };
        Layout::around(centre, outermost, (side, height), seat, arc_height, seats)
    }

    /// A small picture without words.
    pub fn thumb(width: f64, seats: Rc<Seats>) -> Layout {
        let height = width * 0.56;
        let centre = Place { x: width / 2.0, y: height / 2.0 };
        let seat = Seat::Bar { height: height / 22.0, is_named: false };
        Layout::around(centre, height / 2.0 - 8.0, (width, height), seat, height / 24.0, seats)
    }

    fn around(
        centre: Place,
        outermost: f64,
        (width, height): (f64, f64),
        seat: Seat,
        arc_height: f64,
        seats: Rc<Seats>,
    ) -> Layout {
        let zones = Circle { centre, radius: outermost };
        let (shards, inside) = match seat {
            Seat::Node { width, height } => {
                let corner = if seats.zones().len() < 2 {
                    width / 2.0
                } else {
                    (width * width + height * height).sqrt() / 2.0
                };
                let middle = outermost - 8.0 - corner;
                (middle, middle - width / 2.0 - 14.0)
            }
            Seat::Bar { height, is_named } => {
                let foot = outermost - 6.0 - 2.0 * height;
                (foot, foot - if is_named { 24.0 } else { 10.0 })
            }
        };
        Layout {
            width,
            height,
            hashes: zones.with_radius(inside - 2.0 * arc_height),
            arc_height,
            shards: zones.with_radius(shards),
            seat,
            zones,
            seats,
        }
    }

    /// Where the middle of a shard's seat is.
    pub fn place(&self, id: NodeId) -> Option<Place> {
        Some(self.shards.at(self.seats.turn(id)?))
    }

    /// Where a way from the inside meets a shard.
    pub fn door(&self, id: NodeId) -> Option<Place> {
        self.seats.turn(id).map(|turn| self.door_at(turn))
    }

    /// Where a way from the inside meets a seat at this turn.
    pub fn door_at(&self, turn: f64) -> Place {
        let inset = match self.seat {
            // In the middle of a bar with its fair share, clear of the name below it.
            Seat::Bar { height, .. } => -height / 2.0,
            Seat::Node { width, height } => {
                let out = self.shards.at(turn);
                let (x, y) = (out.x - self.shards.centre.x, out.y - self.shards.centre.y);
                let reach = |half: f64, run: f64| half * self.shards.radius / run.abs().max(1e-6);
                reach(width / 2.0, x).min(reach(height / 2.0, y)) + 9.0
            }
        };
        self.shards.with_radius(self.shards.radius - inset).at(turn)
    }

    /// The shard nearest to a place, unless that is inside, among the hashes.
    pub fn shard_at(&self, place: Place) -> Option<NodeId> {
        let Place { x, y } = self.shards.centre;
        let distance = place.distance(Place { x, y });
        let is_inside = distance < self.hashes.radius + 2.0 * self.arc_height;
        if is_inside || distance > self.zones.radius {
            return None;
        }
        self.seats.nearest(self.shards.turn_of(place))
    }
}

/// Who sits where: the shards evenly around the circle, zone by zone.
#[derive(Debug, PartialEq)]
pub struct Seats {
    /// The shards clockwise from the top, with their zones.
    pub order: Vec<(u32, NodeId)>,
    /// Each shard's place in that order, by ascending id.
    index: Vec<(NodeId, usize)>,
}

impl Seats {
    /// The seats of these members.
    pub fn of(members: &Members) -> Seats {
        let order = members.shards().iter().map(|shard| (shard.zone, shard.id)).collect();
        let order =
            order::sorted(order, |(zone, id): &(u32, NodeId)| ((*zone).into(), (*id).into()));
        let index = order.iter().enumerate().map(|(at, (_, id))| (*id, at)).collect();
        let index = order::sorted(index, |(id, _): &(NodeId, usize)| ((*id).into(), 0));
        Seats { order, index }
    }

    /// The turn at which a shard sits; `None` for a stranger.
    pub fn turn(&self, id: NodeId) -> Option<f64> {
        let at = self.index.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some((self.index[at].1 as f64 + 0.5) / self.order.len() as f64)
    }

    /// The turns from which to which a shard's seat goes, by its place in [`Seats::order`].
    pub fn span(&self, at: usize) -> (f64, f64) {
        let count = self.order.len() as f64;
        (at as f64 / count, (at + 1) as f64 / count)
    }

    fn nearest(&self, turn: f64) -> Option<NodeId> {
        let at = (turn * self.order.len() as f64) as usize;
        self.order.get(at).map(|(_, id)| *id)
    }

    /// The zones clockwise, each with the turns from which to which its shards sit.
    pub fn zones(&self) -> Vec<(u32, f64, f64)> {
        let mut zones = Vec::<(u32, f64, f64)>::new();
        for (at, (zone, _)) in self.order.iter().enumerate() {
            let (from, to) = self.span(at);
            match zones.last_mut() {
                Some(last) if last.0 == *zone => last.2 = to,
                _ => zones.push((*zone, from, to)),
            }
        }
        zones
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_ring::members::Shard;

    fn seats(count: u32, zones: u32) -> Seats {
        let shard = |id| Shard { zone: id % zones, ..Shard::new(id, format!("s{id}")) };
        Seats::of(&Members::new((1..=count).map(shard).collect()).unwrap())
    }

    #[test]
    fn zones_sit_together() {
        let seats = seats(6, 2);
        assert_eq!(seats.order, [(0, 2), (0, 4), (0, 6), (1, 1), (1, 3), (1, 5)]);
        assert_eq!(seats.zones(), [(0, 0.0, 0.5), (1, 0.5, 1.0)]);
        assert_eq!(seats.turn(9), None);
    }

    #[test]
    fn who_is_pointed_at_is_who_sits_there() {
        for (count, side) in [(1, 360.0), (8, 470.0), (30, 470.0), (1_000, 470.0)] {
            let layout = Layout::stage(side, Rc::new(seats(count, 1)));
            for id in 1..=count {
                let place = layout.place(id).unwrap();
                assert_eq!(layout.shard_at(place), Some(id), "{count} shards");
            }
            assert_eq!(layout.shard_at(layout.shards.centre), None);
        }
    }

    #[test]
    fn nothing_leaves_the_picture() {
        for (count, side) in [(12, 350.0), (12, 470.0), (13, 350.0), (2_000, 470.0)] {
            let layout = Layout::stage(side, Rc::new(seats(count, 3)));
            assert!(layout.hashes.radius > 40.0, "{count} in {side}: {layout:?}");
            let reach = match layout.seat {
                Seat::Node { width, .. } => layout.shards.radius + width / 2.0,
                Seat::Bar { height, .. } => layout.shards.radius + 2.0 * height,
            };
            assert!(reach < side / 2.0, "{count} in {side}");
        }
    }
}
