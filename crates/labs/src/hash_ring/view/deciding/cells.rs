//! A row of cells: the buckets of modulo and of jump hashing, the slots of a Maglev table.

use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;

use super::{HEIGHT, in_order, rank};
use crate::hash_ring::jump;
use crate::hash_ring::maglev::Maglev;
use crate::hash_ring::members::NodeId;
use crate::hash_ring::modulo::Modulo;
use crate::hash_ring::placement::Placement;
use crate::hash_ring::view::scenery::Scenery;
use crate::hash_ring::words;

/// The upper edge of the cells.
const TOP: f64 = HEIGHT - 44.0;

/// The least width of a cell with something written in it.
const CELL: f64 = 30.0;

/// Modulo: the digest, the division, and the bucket that the remainder names.
pub fn remainder(scenery: &Scenery, width: f64) -> (String, Tag) {
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
pub fn jumps(scenery: &Scenery, width: f64) -> (String, Tag) {
    let shards = scenery.shown.members().shards();
    let count = shards.len() as u32;
    let landings = jump::jumps(scenery.journey.digest, count).collect::<Vec<_>>();
    let said = landings.iter().map(u32::to_string).collect::<Vec<_>>().join(" → ");
    let sentence = format!(
        "“{}” jumps {said}; its next jump would go beyond bucket {}. It stays on {}.",
        scenery.journey.key,
        count - 1,
        in_order(scenery),
    );
    let room = width - 24.0;
    let at = |bucket: u32| 12.0 + room * (f64::from(bucket) + 0.5) / f64::from(count);
    let arc = |pair: &[u32]| {
        let (from, to) = (at(pair[0]), at(pair[1]));
        let rise = (12.0 + (to - from) * 0.12).min(TOP - 8.0);
        let (foot, height) = (TOP - 2.0, TOP - rise * 1.3);
        path(&[('M', &[from, foot]), ('C', &[from, height, to, height, to, foot])])
    };
    let ids = shards.iter().map(|shard| shard.id).collect::<Vec<_>>();
    let is_wide = room / f64::from(count) >= 6.0;
    let landing = |bucket: &u32| {
        tag!(circle, class: "key", cx: at(*bucket), cy: TOP + 6.0, r: "3").key(*bucket)
    };
    let buckets = if is_wide {
        row(scenery, &Row::all(&ids), width)
    } else {
        let base = path(&[('M', &[12.0, TOP + 6.0]), ('h', &[room])]);
        let base = tag!(path, class: "base", d: base);
        tag!(g).child(base).children(landings.iter().map(landing))
    };
    let arcs = landings.windows(2).map(arc).collect::<String>();
    (sentence, tag!(g).child(buckets).child(tag!(path, class: "jump", d: arcs)))
}

/// Maglev: the neighbourhood of the key's slot in the table.
pub fn table(scenery: &Scenery, maglev: &Maglev, digest: u64, width: f64) -> (String, Tag) {
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

fn row(scenery: &Scenery, row: &Row, width: f64) -> Tag {
    let each = (width - 24.0) / row.ids.len().max(1) as f64;
    let is_named = each >= CELL;
    let cell = |(at, id): (usize, &NodeId)| {
        let (x, number) = (12.0 + each * at as f64, row.first + at);
        let is_chosen = match row.chosen {
            Some(chosen) => chosen == number,
            None => rank(scenery, *id) == Some(0),
        };
        let (middle, room) = (x + each / 2.0, if is_chosen { f64::INFINITY } else { each });
        let breadth = (each - 2.0).max(1.0);
        let sheet = tag!(rect, x: x + 1.0, y: TOP, width: breadth, height: "22", rx: "3");
        let cell = tag!(g, class: if is_chosen { "cell chosen" } else { "cell" }).key(number);
        let cell = cell.child(sheet);
        if !is_named {
            return cell;
        }
        let below = tag!(text, class: "middle soft", x: middle, y: TOP + 37.0);
        cell.child(tag!(text, class: "middle", x: middle, y: TOP + 15.0).text(scenery.name(*id)))
            .child(below.text(number_label(number, room)))
    };
    tag!(g, class: "cells").children(row.ids.iter().enumerate().map(cell))
}

/// A cell's number, while it fits below the cell.
fn number_label(number: usize, room: f64) -> String {
    let label = number.to_string();
    if widgets::token::text_width(&label) + 6.0 < room { label } else { String::new() }
}
