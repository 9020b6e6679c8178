//! TwoPhase under this checker and under stateright: they agree on every count.

mod common;

use common::peer::Peer;
use common::search::{NOTHING, prove};
use common::two_phase::{Collections, Flat, Layout, TwoPhase};
use stateright::{Checker, Model};

fn agrees<L: Layout>(managers: u8) {
    let peer = Peer(TwoPhase::<L>::new(managers)).checker().spawn_bfs().join();
    peer.assert_properties();
    let report = prove(TwoPhase::<L>::new(managers), NOTHING);
    assert_eq!(report.distinct, peer.unique_state_count() as u64, "{managers} managers, distinct");
    assert_eq!(report.generated, peer.state_count() as u64, "{managers} managers, generated");
    assert_eq!(report.depth as usize, peer.max_depth(), "{managers} managers, depth");
}

#[test]
fn stateright_agrees_on_every_number_of_managers() {
    for managers in 1..=6 {
        agrees::<Flat>(managers);
        agrees::<Collections>(managers);
    }
}
