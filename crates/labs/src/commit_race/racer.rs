//! What a protocol must tell to race.

use crate::cluster::{Cluster, State};
use crate::saga::rules::Sagas;
use crate::shop::Trade;
use crate::three_phase_commit::rules::ThreePhase;
use crate::two_phase_commit::rules::TwoPhase;
use kernel::law::Test;
use kernel::{Agenda, Bag, Holds};

/// A protocol in the race.
pub trait Racer: Trade {
    /// What the page calls it.
    const NAME: &'static str;
    /// The sentence of its law that orders end as a whole.
    const WHOLE: &'static str;
}

impl Racer for TwoPhase {
    const NAME: &'static str = "Two-phase commit";
    const WHOLE: &'static str = "all agree";
}

impl Racer for ThreePhase {
    const NAME: &'static str = "Three-phase commit";
    const WHOLE: &'static str = "all agree";
}

impl Racer for Sagas {
    const NAME: &'static str = "Saga";
    const WHOLE: &'static str = "what has ended is all done or all undone";
}

/// Whether a protocol's orders end as a whole: its own law, by its own lab.
pub fn is_whole<P: Racer>(cluster: &Cluster<P>, state: &State<P>) -> Holds {
    let law = P::LAWS.iter().find(|law| law.name == P::WHOLE);
    match law.map(|law| &law.test) {
        Some(Test::State(test)) => test(cluster, state, &Bag::of(&Agenda::default())),
        _ => unreachable!("each protocol has such a law of states"),
    }
}
