//! Atomic commitment with a wrong rule, which a checker must find, beside the right ones, with the
//! counts that tlaplus/Examples publishes (specifications/acp, manifest.json).

mod common;

use common::acp::{Acp, Broadcast, DEATHS};
use common::search::{breach, check, checker, purse};
use kernel::check::{Answer, Outcome, Report};
use kernel::{Nature, Purse, World, check as checking};

/// The places of the laws.
const AC1: usize = 0;
const AC5: usize = 4;

/// Everybody may die.
fn all_may_die(participants: usize) -> Purse {
    purse(&[(DEATHS, participants as u8 + 1)])
}

/// Every way for so many participants to vote.
fn votes(participants: u32) -> impl Iterator<Item = Vec<bool>> {
    (0..1u32 << participants)
        .map(move |votes| (0..participants).map(|i| votes >> i & 1 == 1).collect())
}

/// The searches from all initial states, which have no state in common.
fn search_all(participants: u32, broadcast: Broadcast) -> Vec<Report> {
    let limits = all_may_die(participants as usize);
    votes(participants).map(|votes| check(Acp::new(&votes, broadcast), limits)).collect()
}

fn counts(reports: &[Report]) -> (u64, u64, u32) {
    let distinct = reports.iter().map(|report| report.distinct).sum();
    let generated = reports.iter().map(|report| report.generated).sum();
    (distinct, generated, reports.iter().map(|report| report.depth).max().unwrap_or(0))
}

fn is_broken(report: &Report, law: usize) -> bool {
    matches!(report.laws[law].answer, Answer::Broken(_))
}

/// With a decision that everybody forwards before acting on it, all agree, and nobody who is alive
/// waits for the dead.
#[test]
fn forwarding_first_is_proved_and_does_not_block() {
    let reports = search_all(2, Broadcast::Forwarded);
    assert_eq!(counts(&reports), (4_284, 23_988, 19), "as TLC counts ACP_NB");
    for report in &reports {
        assert_eq!(report.outcome, Outcome::Complete, "{report:?}");
        assert_eq!(report.laws[AC5].answer, Answer::Holds);
    }
}

/// With a simple broadcast all agree too, but a coordinator that dies half-way leaves somebody in
/// doubt for ever.
#[test]
fn a_simple_broadcast_is_safe_and_blocks() {
    let reports = search_all(3, Broadcast::Simple);
    assert_eq!(counts(&reports), (54_944, 218_352, 21), "as TLC counts ACP_SB");
    for report in &reports {
        assert!((0..AC5).all(|law| report.laws[law].answer == Answer::Holds), "{report:?}");
    }
    // Who votes no decides by itself; where anybody votes yes somebody can be left waiting.
    let blocks = reports.iter().map(|report| is_broken(report, AC5));
    assert!(blocks.eq(votes(3).map(|votes| votes.contains(&true))));
    // One is asked for its vote, which is yes, and the coordinator dies.
    let mut search = checker(Acp::new(&[true, true], Broadcast::Simple), all_may_die(2));
    search.finish();
    assert_eq!(search.witness(AC5).map(|way| way.cues.len()), Some(2));
}

/// Who acts on a decision before forwarding it may die in between, and the others abort: two requests,
/// two votes sent and received, a decision that reaches one participant only, which commits and dies as
/// the coordinator does, so that the other gives up.
#[test]
fn forwarding_too_late_breaks_agreement() {
    let lengths = votes(2).map(|votes| {
        let model = Acp::new(&votes, Broadcast::ForwardedTooLate);
        let report = check(model.clone(), all_may_die(2));
        is_broken(&report, AC1).then(|| breach(model, all_may_die(2), AC1).1.cues.len())
    });
    assert_eq!(lengths.collect::<Vec<_>>(), [None, None, None, Some(12)]);
}

/// Participants that vote alike are interchangeable, though they refer to each other.
#[test]
fn participants_that_vote_alike_are_interchangeable() {
    for broadcast in [Broadcast::Simple, Broadcast::Forwarded, Broadcast::ForwardedTooLate] {
        for vote in [true, false] {
            let world = World::new(Acp::new(&[vote; 3], broadcast), 1, Nature::default());
            checking::audit(&world, all_may_die(3), 600)
                .unwrap_or_else(|unlike| panic!("{unlike}"));
        }
    }
}
