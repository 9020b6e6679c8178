//! Columns: the scores of rendezvous hashing, the distances of multi-probe hashing.

use kernel::decimal::fixed;
use kernel::order;
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;

use super::{HEIGHT, in_order};
use crate::hash_ring::multi_probe::MultiProbe;
use crate::hash_ring::rendezvous::Rendezvous;
use crate::hash_ring::view::scenery::Scenery;
use crate::hash_ring::view::shown::{reach, turn};

/// Where the columns stand.
const FOOT: f64 = HEIGHT - 20.0;

/// The least width of a column, with its gap.
const COLUMN: f64 = 26.0;

/// One column.
struct Column {
    /// 0 to 1.
    height: f64,
    /// What stands below it.
    name: String,
    /// Its place on the preference list.
    rank: Option<usize>,
}

/// Rendezvous: every shard draws a score for the key, and the highest has it.
pub fn scores(scenery: &Scenery, rendezvous: &Rendezvous, width: f64) -> (String, Tag) {
    let digest = scenery.journey.digest;
    let shards = scenery.shown.members().shards();
    let mut scores = (0..shards.len())
        .map(|index| (rendezvous.score(digest, index).0, shards[index].id))
        .collect::<Vec<_>>();
    let fits = ((width - 24.0) / COLUMN) as usize;
    let is_all = scores.len() <= fits;
    if !is_all {
        scores = order::sorted(scores, |(score, _)| (!score, 0));
        scores.truncate(fits);
    }
    let sentence = format!(
        "Every shard draws a score for “{}”; the highest has it: {}.{}",
        scenery.journey.key,
        in_order(scenery),
        if is_all { "" } else { " These are the highest scores." },
    );
    let column = |(score, id): &(u64, u32)| Column {
        height: *score as f64 / 2_f64.powi(64),
        name: scenery.name(*id),
        rank: super::rank(scenery, *id),
    };
    (sentence, columns(&scores.iter().map(column).collect::<Vec<_>>(), width))
}

/// Multi-probe: how far it is from each probe to the next point; the shortest way decides.
pub fn probes(scenery: &Scenery, probes: &MultiProbe, width: f64) -> (String, Tag) {
    let digest = scenery.journey.digest;
    let way = |position| turn(reach(probes.continuum(), position));
    let ways = probes.positions(digest).map(way).collect::<Vec<_>>();
    let nearest = (0..ways.len()).min_by(|a, b| ways[*a].total_cmp(&ways[*b])).unwrap_or(0);
    let furthest = ways.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let sentence = format!(
        "“{}” tries {} places on the circle. Number {} is nearest to a point clockwise ({} % of \
         the circle away): {}.",
        scenery.journey.key,
        ways.len(),
        nearest + 1,
        fixed(ways[nearest] * 100.0, 3),
        in_order(scenery),
    );
    let column = |(at, way): (usize, &f64)| Column {
        height: way / furthest,
        name: (at + 1).to_string(),
        rank: (at == nearest).then_some(0),
    };
    let fits = ((width - 24.0) / (COLUMN * 0.6)) as usize;
    // The nearest is shown whatever does not fit.
    let first = nearest.saturating_sub(fits.saturating_sub(1));
    let shown = ways.iter().enumerate().skip(first).take(fits).map(column).collect::<Vec<_>>();
    (sentence, columns(&shown, width))
}

fn columns(columns: &[Column], width: f64) -> Tag {
    let each = (width - 24.0) / columns.len().max(1) as f64;
    let breadth = (each * 0.6).min(28.0);
    let column = |(at, column): (usize, &Column)| {
        let middle = 12.0 + each * (at as f64 + 0.5);
        let height = 2.0 + column.height * (FOOT - 22.0);
        let class = match column.rank {
            Some(0) => "column chosen",
            Some(_) => "column listed",
            None => "column",
        };
        let (left, top) = (middle - breadth / 2.0, FOOT - height);
        let rank = column.rank.map(|rank| rank + 1);
        let name = (widgets::token::text_width(&column.name) < each).then(|| column.name.clone());
        let label = tag!(text, class: "middle soft", x: middle, y: FOOT + 15.0);
        tag!(g, class: class)
            .key(at)
            .child(tag!(rect, x: left, y: top, width: breadth, height: height))
            .child(tag!(text, class: "middle", x: middle, y: top - 4.0).text(rank))
            .maybe(name.map(|name| label.text(name)))
    };
    let base = path(&[('M', &[12.0, FOOT]), ('H', &[width - 12.0])]);
    tag!(g, class: "columns")
        .child(tag!(path, class: "base", d: base))
        .children(columns.iter().enumerate().map(column))
}
