//! How the strategy comes to the shard of one key: a picture of its own for each of the seven.

mod cells;
mod columns;
mod lens;

use widgets::tag;
use widgets::tag::Tag;

use super::scenery::Scenery;
use crate::hash_ring::members::NodeId;
use crate::hash_ring::strategy::Strategy;

/// The height of each picture in pixels.
const HEIGHT: f64 = 84.0;

/// How the key in focus finds its shards: a sentence, and a picture of it, `width` pixels wide.
pub fn deciding(scenery: &Scenery, width: f64) -> Tag {
    let digest = scenery.journey.digest;
    let (sentence, drawing) = match &scenery.shown.placed.strategy {
        Strategy::Ring(_) | Strategy::Ketama(_) => lens::draw(scenery, width),
        Strategy::MultiProbe(probes) => columns::probes(scenery, probes, width),
        Strategy::Rendezvous(rendezvous) => columns::scores(scenery, rendezvous, width),
        Strategy::Modulo(_) => cells::remainder(scenery, width),
        Strategy::Jump(_) => cells::jumps(scenery, width),
        Strategy::Maglev(maglev) => cells::table(scenery, maglev, digest, width),
    };
    let caption = tag!(figcaption).text(sentence.clone());
    let picture = tag!(svg, class: "picture", role: "img", "aria-label": sentence,
        width: width, height: HEIGHT);
    tag!(figure, class: "deciding").child(caption).child(picture.child(drawing))
}

/// What a shard is to the key: its class, and its number on the preference list.
fn rank(scenery: &Scenery, id: NodeId) -> Option<usize> {
    scenery.journey.list.iter().position(|listed| *listed == id)
}

/// "s3", or "s3, then s7 and s1".
fn in_order(scenery: &Scenery) -> String {
    let names = scenery.journey.list.iter().map(|id| scenery.name(*id)).collect::<Vec<_>>();
    match names.split_first() {
        None => "nobody".to_owned(),
        Some((owner, [])) => owner.clone(),
        Some((owner, others)) => {
            format!("{owner}, then {}", crate::hash_ring::words::list(others))
        }
    }
}
