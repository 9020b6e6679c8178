//! A row of cells: the buckets of modulo and of jump hashing, the slots of a Maglev table.

use yew::{Html, html};

use super::{HEIGHT, in_order, rank};
use crate::hash_ring::jump;
use crate::hash_ring::maglev::Maglev;
use crate::hash_ring::members::NodeId;
use crate::hash_ring::modulo::Modulo;
use crate::hash_ring::placement::Placement;
use crate::hash_ring::view::scenery::Scenery;
use crate::hash_ring::words;
use widgets::decimal::length as px;

/// The upper edge of the cells.
const TOP: f64 = HEIGHT - 44.0;

/// The least width of a cell with something written in it.
const CELL: f64 = 30.0;

/// Modulo: the digest, the division, and the bucket that the remainder names.
pub fn remainder(scenery: &Scenery, width: f64) -> (String, Html) {
    let digest = scenery.journey.digest;
    let shards = scenery.shown.members().shards();
    let count = shards.len() as u64;
    let index = digest % count;
    let before = scenery.shown.movement().and_then(|movement| {
        let before = Modulo::new(movement.before.members().clone()).ok()?;
        let (owner, count) = (before.locate(digest), u64::from(before.members().count()));
        let (index, owner) = (digest % count, scenery.name(owner));
        Some(format!(" Before the last change, mod {count} was {index}: {owner}."))
    });
    let sentence = format!(
        "“{}” hashes to {digest}, and that mod {count} is {index}: it goes to {}.{}",
        scenery.journey.key,
        in_order(scenery),
        before.unwrap_or_default(),
    );
    let ids = shards.iter().map(|shard| shard.id).collect::<Vec<_>>();
    (sentence, row(scenery, &Row::around(&ids, index as usize, width), width))
}

/// Jump: from bucket to bucket, as they would have come one by one.
pub fn jumps(scenery: &Scenery, width: f64) -> (String, Html) {
    let shards = scenery.shown.members().shards();
    let count = shards.len() as u32;
    let path = jump::jumps(scenery.journey.digest, count).collect::<Vec<_>>();
    let landings = path.iter().map(u32::to_string).collect::<Vec<_>>().join(" → ");
    let sentence = format!(
        "“{}” jumps {landings}; its next jump would go beyond bucket {}. It stays on {}.",
        scenery.journey.key,
        count - 1,
        in_order(scenery),
    );
    let room = width - 24.0;
    let at = |bucket: u32| 12.0 + room * (f64::from(bucket) + 0.5) / f64::from(count);
    let arc = |pair: &[u32]| {
        let (from, to) = (at(pair[0]), at(pair[1]));
        let rise = (12.0 + (to - from) * 0.12).min(TOP - 8.0);
        format!(
            "M{from:.1} {:.1}C{from:.1} {:.1} {to:.1} {:.1} {to:.1} {:.1}",
            TOP - 2.0,
            TOP - rise * 1.3,
            TOP - rise * 1.3,
            TOP - 2.0
        )
    };
    let ids = shards.iter().map(|shard| shard.id).collect::<Vec<_>>();
    let is_wide = room / f64::from(count) >= 6.0;
    let line = html! {
        <g>
            if is_wide {
                { row(scenery, &Row::all(&ids), width) }
            } else {
                <path class="base" d={format!("M12 {:.1}h{room:.1}", TOP + 6.0)} />
                { for path.iter().map(|bucket| html! {
                    <circle key={*bucket} class="key" cx={px(at(*bucket))} cy={px(TOP + 6.0)} r="3" />
                }) }
            }
            <path class="jump" d={path.windows(2).map(arc).collect::<String>()} />
        </g>
    };
    (sentence, line)
}

/// Maglev: the neighbourhood of the key's slot in the table.
pub fn table(scenery: &Scenery, maglev: &Maglev, digest: u64, width: f64) -> (String, Html) {
    let (slots, slot) = (maglev.slots(), maglev.slot(digest));
    let sentence = format!(
        "“{}” reads slot {} of {}: {}. The slots are dealt to the shards in turn.",
        scenery.journey.key,
        words::count(slot as u64),
        words::count(slots.len() as u64),
        in_order(scenery),
    );
    (sentence, row(scenery, &Row::around(slots, slot, width), width))
}

/// A part of a list of shards.
struct Row {
    /// The number of the first cell.
    first: usize,
    /// Who stands in each cell.
    ids: Vec<NodeId>,
    /// The cell that was chosen.
    chosen: Option<usize>,
}

impl Row {
    fn all(ids: &[NodeId]) -> Row {
        Row { first: 0, ids: ids.to_vec(), chosen: None }
    }

    /// As many cells around the chosen one as fit.
    fn around(ids: &[NodeId], chosen: usize, width: f64) -> Row {
        let fits = ((width - 24.0) / CELL).max(1.0) as usize;
        let first = chosen.saturating_sub(fits / 2).min(ids.len().saturating_sub(fits));
        let ids = ids[first..].iter().take(fits).copied().collect();
        Row { first, ids, chosen: Some(chosen) }
    }
}

fn row(scenery: &Scenery, row: &Row, width: f64) -> Html {
    let each = (width - 24.0) / row.ids.len().max(1) as f64;
    let is_named = each >= CELL;
    let cell = |(at, id): (usize, &NodeId)| {
        let (x, number) = (12.0 + each * at as f64, row.first + at);
        let is_chosen = match row.chosen {
            Some(chosen) => chosen == number,
            None => rank(scenery, *id) == Some(0),
        };
        html! {
            <g key={number} class={if is_chosen { "cell chosen" } else { "cell" }}>
                <rect x={px(x + 1.0)} y={px(TOP)} width={px((each - 2.0).max(1.0))} height="22" rx="3" />
                if is_named {
                    <text class="middle" x={px(x + each / 2.0)} y={px(TOP + 15.0)}>{ scenery.name(*id) }</text>
                    <text class="middle soft" x={px(x + each / 2.0)} y={px(TOP + 37.0)}>{ number_label(number, if is_chosen { f64::INFINITY } else { each }) }</text>
                }
            </g>
        }
    };
    html!(<g class="cells">{ for row.ids.iter().enumerate().map(cell) }</g>)
}

/// A cell's number, while it fits below the cell.
fn number_label(number: usize, room: f64) -> String {
    let label = number.to_string();
    if widgets::token::text_width(&label) + 6.0 < room { label } else { String::new() }
}
