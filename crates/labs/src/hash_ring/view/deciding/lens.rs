//! A stretch of the circle, unrolled: from the key clockwise to the last shard that holds it.

use kernel::decimal::{fixed, significant};
use widgets::axis::{Scale, Spacing};
use widgets::path::path;
use widgets::ring::{level, level_class};
use widgets::tag;
use widgets::tag::Tag;

use super::{HEIGHT, in_order};
use crate::hash_ring::view::journey::{Stop, Walk};
use crate::hash_ring::view::scenery::Scenery;
use crate::hash_ring::view::shown::turn;
use crate::hash_ring::words;

/// Where the arcs stand; the names are below.
const LINE: f64 = HEIGHT - 40.0;

/// The height of an arc whose owner has its fair share of the keys.
const ARC_HEIGHT: f64 = 12.0;

/// Where the key stands on the circle, and whose points come after it.
pub fn draw(scenery: &Scenery, width: f64) -> (String, Tag) {
    let journey = &scenery.journey;
    let Some(walk) = &journey.walk else { return (String::new(), tag!(g)) };
    let sentence = format!(
        "“{}” stands at {} % of the circle. Clockwise from there it meets {}{}.",
        journey.key,
        fixed(turn(walk.from) * 100.0, 2),
        in_order(scenery),
        passed_over(walk),
    );
    let end = walk.stops.last().map_or(1, |stop| stop.distance.max(1));
    let spacing = Spacing::Counts;
    let scale = Scale { from: 0.0, to: f64::from(end), start: 24.0, end: width - 12.0, spacing };
    let ranked = walk.stops.iter().filter_map(|stop| stop.rank.map(|rank| (rank, stop)));
    let way = scale.at(f64::from(walk.length()));
    let way = path(&[('M', &[scale.start, LINE + 3.0]), ('H', &[way])]);
    let part = format!("{} % of the circle, unrolled", significant(turn(end) * 100.0, 2));
    let drawing = tag!(g, class: "lens")
        .children(arcs(scenery, walk, scale))
        .child(tag!(path, class: "walk", d: way))
        .child(tag!(text, class: "soft", x: "12", y: "11").text(part))
        .child(tag!(circle, class: "key", cx: scale.start, cy: LINE + 3.0, r: "5"))
        .children(ranked.map(|(rank, stop)| label(scenery, scale, rank, stop)));
    (sentence, drawing)
}

/// The arcs between the points, shaded and raised by load as on the circle; the first begins
/// before the key.
fn arcs(scenery: &Scenery, walk: &Walk, scale: Scale) -> Vec<Tag> {
    let mut from = scale.start - 12.0;
    let arc = |(at, stop): (usize, &Stop)| {
        let load = scenery.load(stop.owner);
        let (start, end) = (from, scale.at(f64::from(stop.distance)));
        from = end;
        let height = ARC_HEIGHT * load.clamp(0.1, 2.0);
        let (shade, breadth) = (level_class(level(load)), (end - start - 1.0).max(0.5));
        tag!(rect, class: shade, x: start + 0.5, y: LINE - height, width: breadth, height: height)
            .key(at)
    };
    walk.stops.iter().enumerate().map(arc).collect()
}

/// The point of a shard on the list, and on a slanted line its number and name, which are spread
/// evenly so that close points do not write over each other.
fn label(scenery: &Scenery, scale: Scale, rank: usize, stop: &Stop) -> Tag {
    let count = scenery.journey.list.len() as f64;
    let at = scale.at(f64::from(stop.distance));
    let room = (scale.end - scale.start) / count;
    let slot_start = scale.start + room * rank as f64;
    let slot = at.max(slot_start + room * 0.4).min(slot_start + room);
    let name = scenery.name(stop.owner);
    let name = if room < 48.0 || name.len() > 8 { String::new() } else { name };
    let stem = path(&[('M', &[at, LINE]), ('V', &[LINE + 6.0]), ('L', &[slot, LINE + 16.0])]);
    tag!(g, class: if rank == 0 { "met owner" } else { "met" })
        .key(rank)
        .child(tag!(path, d: stem))
        .child(tag!(circle, class: "badge", cx: slot, cy: LINE + 24.0, r: "8"))
        .child(tag!(text, class: "middle", x: slot, y: LINE + 28.0).text(rank + 1))
        .child(tag!(text, class: "end", x: slot - 12.0, y: LINE + 28.0).text(name))
}

/// How many points the walk passes before the last one without staying.
fn passed_over(walk: &Walk) -> String {
    let until = walk.length();
    let passed = |stop: &&Stop| stop.rank.is_none() && stop.distance < until;
    match walk.stops.iter().filter(passed).count() {
        0 => String::new(),
        n => format!(
            ", passing over {} of shards or zones that it has already",
            words::things(n as u64, "point", "points")
        ),
    }
}
