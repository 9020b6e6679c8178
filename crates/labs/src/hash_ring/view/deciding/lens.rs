//! A stretch of the circle, unrolled: from the key clockwise to the last shard that holds it.

use widgets::axis::Scale;
use widgets::ring::{level, level_class};
use yew::{Html, html};

use super::{HEIGHT, in_order};
use crate::hash_ring::view::journey::{Stop, Walk};
use crate::hash_ring::view::scenery::Scenery;
use crate::hash_ring::view::shown::turn;
use crate::hash_ring::words;
use widgets::decimal::length as px;

/// Where the arcs stand; the names are below.
const LINE: f64 = HEIGHT - 40.0;

/// The height of an arc whose owner has its fair share of the keys.
const ARC_HEIGHT: f64 = 12.0;

/// Where the key stands on the circle, and whose points come after it.
pub fn draw(scenery: &Scenery, width: f64) -> (String, Html) {
    let journey = &scenery.journey;
    let Some(walk) = &journey.walk else { return (String::new(), html!(<g />)) };
    let sentence = format!(
        "“{}” stands at {:.2} % of the circle. Clockwise from there it meets {}{}.",
        journey.key,
        turn(walk.from) * 100.0,
        in_order(scenery),
        passed_over(walk),
    );
    let end = walk.stops.last().map_or(1, |stop| stop.distance.max(1));
    let scale = Scale { from: 0.0, to: f64::from(end), start: 24.0, end: width - 12.0 };
    let ranked = walk.stops.iter().filter_map(|stop| stop.rank.map(|rank| (rank, stop)));
    let drawing = html! {
        <g class="lens">
            { for arcs(scenery, walk, scale) }
            <path class="walk" d={format!("M{:.1} {:.1}H{:.1}", scale.start, LINE + 3.0, scale.at(f64::from(walk.length())))} />
            <text class="soft" x="12" y="11">
                { format!("{} % of the circle, unrolled", significant(turn(end) * 100.0)) }
            </text>
            <circle class="key" cx={px(scale.start)} cy={px(LINE + 3.0)} r="5" />
            { for ranked.map(|(rank, stop)| label(scenery, scale, rank, stop)) }
        </g>
    };
    (sentence, drawing)
}

/// The arcs between the points, shaded and raised by load as on the circle; the first begins
/// before the key.
fn arcs(scenery: &Scenery, walk: &Walk, scale: Scale) -> Vec<Html> {
    let mut from = scale.start - 12.0;
    let arc = |(at, stop): (usize, &Stop)| {
        let load = scenery.load(stop.owner);
        let (start, end) = (from, scale.at(f64::from(stop.distance)));
        from = end;
        let height = ARC_HEIGHT * load.clamp(0.1, 2.0);
        html! {
            <rect key={at} class={level_class(level(load))} x={px(start + 0.5)} y={px(LINE - height)}
                width={px((end - start - 1.0).max(0.5))} height={px(height)} />
        }
    };
    walk.stops.iter().enumerate().map(arc).collect()
}

/// The point of a shard on the list, and on a slanted line its number and name, which are spread
/// evenly so that close points do not write over each other.
fn label(scenery: &Scenery, scale: Scale, rank: usize, stop: &Stop) -> Html {
    let count = scenery.journey.list.len() as f64;
    let at = scale.at(f64::from(stop.distance));
    let room = (scale.end - scale.start) / count;
    let slot = at.clamp(scale.start + room * rank as f64, scale.start + room * (rank as f64 + 1.0));
    let slot = slot.max(scale.start + room * (rank as f64 + 0.4));
    let name = scenery.name(stop.owner);
    let name = if room < 48.0 || name.len() > 8 { String::new() } else { name };
    html! {
        <g key={rank} class={if rank == 0 { "met owner" } else { "met" }}>
            <path d={format!("M{at:.1} {:.1}V{:.1}L{slot:.1} {:.1}", LINE, LINE + 6.0, LINE + 16.0)} />
            <circle class="badge" cx={px(slot)} cy={px(LINE + 24.0)} r="8" />
            <text class="middle" x={px(slot)} y={px(LINE + 28.0)}>{ rank + 1 }</text>
            <text class="end" x={px(slot - 12.0)} y={px(LINE + 28.0)}>{ name }</text>
        </g>
    }
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

/// A percentage with two digits that say something.
fn significant(percent: f64) -> String {
    match percent {
        percent if percent >= 10.0 => format!("{percent:.0}"),
        percent if percent >= 1.0 => format!("{percent:.1}"),
        percent if percent >= 0.1 => format!("{percent:.2}"),
        percent => format!("{percent:.4}"),
    }
}
