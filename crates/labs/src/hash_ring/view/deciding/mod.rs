//! How the strategy comes to the shard of one key: a picture of its own for each of the seven.

mod cells;
mod columns;
mod lens;

use yew::{Html, Properties, component, html};

use super::scenery::{Same, Scenery};
use crate::hash_ring::members::NodeId;
use crate::hash_ring::strategy::Strategy;

/// The height of each picture in pixels.
const HEIGHT: f64 = 84.0;

/// What [`Deciding`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct DecidingProps {
    /// What is drawn.
    pub scenery: Same<Scenery>,
    /// The width in pixels.
    pub width: u32,
}

/// How the key in focus finds its shards: a sentence, and a picture of it.
#[component]
pub fn Deciding(props: &DecidingProps) -> Html {
    let scenery = &*props.scenery;
    let width = f64::from(props.width);
    let digest = scenery.journey.digest;
    let (sentence, drawing) = match &scenery.shown.placed.strategy {
        Strategy::Ring(_) | Strategy::Ketama(_) => lens::draw(scenery, width),
        Strategy::MultiProbe(probes) => columns::probes(scenery, probes, width),
        Strategy::Rendezvous(rendezvous) => columns::scores(scenery, rendezvous, width),
        Strategy::Modulo(_) => cells::remainder(scenery, width),
        Strategy::Jump(_) => cells::jumps(scenery, width),
        Strategy::Maglev(maglev) => cells::table(scenery, maglev, digest, width),
    };
    html! {
        <figure class="deciding">
            <figcaption>{ sentence.clone() }</figcaption>
            <svg class="picture" role="img" aria-label={sentence} width={props.width.to_string()}
                height={HEIGHT.to_string()}>
                { drawing }
            </svg>
        </figure>
    }
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
