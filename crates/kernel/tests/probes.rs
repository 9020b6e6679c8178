//! The probe models, searched and measured. Each has one planted bug, which is found as a
//! shortest breach and replayed from its link, and a proof beside it without the bug.

mod common;

use common::chat::{self, Chat, Resume};
use common::commit::{self, Commit, Tell};
use common::queue::{Conditions, Lock, Queue};
use common::search::{NOTHING, breach, check, prove, purse};
use common::ttl_cache::{Clock, TtlCache};
use kernel::check::{Answer, Cut, Outcome, Timing};
use kernel::{Budget, Search, Span, Time, Until};

fn queue(capacity: u8, producers: u8, consumers: u8) -> Queue {
    let (lock, conditions) = (Lock::Barging, Conditions::One);
    Queue { capacity, producers, consumers, lock, conditions }
}

/// The 48 queues of up to three items, four producers and four consumers.
fn all_queues() -> impl Iterator<Item = Queue> {
    (1..=3).flat_map(|capacity| {
        (1..=4).flat_map(move |producers| (1..=4).map(move |c| queue(capacity, producers, c)))
    })
}

fn is_free_of_deadlock(queue: Queue) -> bool {
    let report = check(queue, NOTHING);
    match &report.laws[0].answer {
        Answer::Holds => assert_eq!((report.outcome, report.at_rest), (Outcome::Complete, 0)),
        Answer::Broken(_) => assert_eq!(report.outcome, Outcome::Breached),
        answer => panic!("{answer:?}"),
    }
    report.laws[0].answer == Answer::Holds
}

/// Source: lemmy/BlockingQueue.
#[test]
fn a_queue_is_free_of_deadlock_as_published() {
    let mut free = 0;
    for queue in all_queues() {
        let is_free = is_free_of_deadlock(queue);
        let published = 2 * queue.capacity >= queue.producers + queue.consumers;
        assert_eq!(is_free, published, "{queue:?}");
        free += usize::from(is_free);
    }
    assert_eq!(free, 20);
}

/// A lock that is handed over lets nobody in between a notice and the thread that it woke, so
/// some queues are free of deadlock that are not with a lock that lets others barge in.
#[test]
fn a_lock_that_is_handed_over_frees_more_queues() {
    let differ = |queue: &Queue| {
        let handed_over = is_free_of_deadlock(Queue { lock: Lock::HandOver, ..*queue });
        let barging = is_free_of_deadlock(*queue);
        assert!(handed_over || !barging, "{queue:?} is made worse");
        handed_over != barging
    };
    let differing: Vec<_> =
        all_queues().filter(differ).map(|q| (q.capacity, q.producers, q.consumers)).collect();
    let one_to_many = [(1, 1, 2), (1, 1, 3), (1, 1, 4), (2, 1, 4)];
    let many_to_one = [(1, 2, 1), (1, 3, 1), (1, 4, 1), (2, 4, 1)];
    assert_eq!(differing.len(), 8);
    assert!(differing.iter().all(|q| one_to_many.contains(q) || many_to_one.contains(q)));
}

#[test]
fn two_conditions_free_every_queue() {
    for lock in [Lock::Barging, Lock::HandOver] {
        for queue in all_queues() {
            let queue = Queue { lock, conditions: Conditions::Two, ..queue };
            assert!(is_free_of_deadlock(queue), "{queue:?}");
        }
    }
}

#[test]
fn the_shortest_deadlock_of_a_queue_has_sixteen_steps() {
    let (report, witness) = breach(queue(1, 2, 1), NOTHING, 0);
    assert_eq!((witness.cues.len(), witness.timing), (16, Timing::Possible));
    assert_eq!((report.distinct, report.generated, report.depth), (37, 50, 17));
    let report = prove(queue(2, 2, 2), NOTHING);
    assert_eq!((report.distinct, report.generated, report.depth), (53, 85, 12));
    let report = prove(Queue { lock: Lock::HandOver, ..queue(2, 2, 2) }, NOTHING);
    assert_eq!((report.distinct, report.generated, report.depth), (193, 585, 13));
}

fn cache(clock: Clock, search: Search) -> TtlCache {
    let s = Span::secs(1);
    TtlCache { ttl: s * 3, skew: s * 2, answer: (s, s * 2), clock, search }
}

fn timed(until: Until) -> Search {
    Search::Timed { grain: Span::secs(1), until }
}

/// By ages the search is complete: it is a proof without a horizon. By dates it is cut.
#[test]
fn a_cache_is_proved_by_ages_and_cut_by_dates() {
    let ages = timed(Until::Ages(Span::secs(6)));
    let report = prove(cache(Clock::Steady, ages), NOTHING);
    assert_eq!((report.distinct, report.generated), (21, 234));
    let dates = timed(Until::Horizon(Time::from_micros(12_000_000)));
    let report = check(cache(Clock::Steady, dates), NOTHING);
    assert_eq!(report.outcome, Outcome::Cut(Cut::Horizon));
    assert_eq!((report.distinct, report.generated), (247, 1_854));
    for search in [ages, dates] {
        let (_, witness) = breach(cache(Clock::Wall, search), NOTHING, 0);
        assert_eq!((witness.cues.len(), witness.timing), (4, Timing::Possible));
        assert_eq!(witness.why, "an entry of age 4.000 s was served; it may live 3.000 s");
    }
}

/// The proof does not hang on the cap: more room for ages gives other counts and one verdict.
#[test]
fn a_cache_is_proved_under_every_sufficient_cap() {
    for cap in 5..12 {
        prove(cache(Clock::Steady, timed(Until::Ages(Span::secs(cap)))), NOTHING);
        breach(cache(Clock::Wall, timed(Until::Ages(Span::secs(cap)))), NOTHING, 0);
    }
}

#[test]
fn a_cache_is_not_checkable_without_time() {
    for clock in [Clock::Steady, Clock::Wall] {
        let report = check(cache(clock, Search::Untimed), NOTHING);
        assert!(matches!(report.outcome, Outcome::NotCheckable(_)), "{:?}", report.outcome);
    }
}

#[test]
fn a_chat_that_resumes_by_sequence_loses_nothing() {
    let chat = Chat { clients: 2, messages: 2, resume: Resume::BySequence };
    let counts = [(0, 38, 65), (1, 280, 641), (2, 796, 2_249)];
    for (cuts, distinct, generated) in counts {
        let report = prove(chat, purse(&[(chat::CUTS, cuts)]));
        assert_eq!((report.distinct, report.generated), (distinct, generated), "{cuts} cuts");
        assert!(report.at_rest > 0, "the law at rest was judged");
    }
    prove(Chat { messages: 3, ..chat }, purse(&[(chat::CUTS, 1)]));
}

#[test]
fn a_chat_that_resumes_by_id_loses_a_message() {
    let chat = Chat { clients: 2, messages: 2, resume: Resume::ById };
    prove(chat, NOTHING);
    let (report, witness) = breach(chat, purse(&[(chat::CUTS, 1)]), 0);
    assert_eq!((witness.cues.len(), witness.timing), (10, Timing::Possible));
    assert_eq!((report.distinct, report.generated), (282, 620));
    // What is on a connection is neither dropped nor doubled alone, however much may be spent.
    let wild = purse(&[(Budget::DROP, 5), (Budget::COPY, 5)]);
    assert_eq!(prove(chat, wild).distinct, 38);
}

fn faults(crashes: u8, drops: u8, copies: u8, disk: u8) -> kernel::Purse {
    purse(&[
        (commit::CRASHES, crashes),
        (Budget::DROP, drops),
        (Budget::COPY, copies),
        (commit::DISK, disk),
    ])
}

#[test]
fn a_commit_agrees_under_every_budget() {
    let commit = Commit { participants: 2, tell: Tell::AfterForce };
    let counts = [
        ((0, 0, 0, 0), 1_649),
        ((1, 0, 0, 0), 9_805),
        ((0, 1, 1, 0), 27_878),
        ((1, 1, 0, 1), 41_209),
    ];
    for ((crashes, drops, copies, disk), distinct) in counts {
        let report = prove(commit, faults(crashes, drops, copies, disk));
        assert_eq!(report.distinct, distinct, "{crashes} {drops} {copies} {disk}");
        assert!(report.at_rest > 0, "the law at rest was judged");
    }
    prove(Commit { participants: 3, ..commit }, faults(0, 0, 0, 0));
}

#[test]
fn a_commit_that_is_told_too_early_is_forgotten() {
    let commit = Commit { participants: 2, tell: Tell::BeforeForce };
    prove(commit, NOTHING);
    let (report, witness) = breach(commit, faults(1, 0, 0, 0), 0);
    assert_eq!((witness.cues.len(), witness.timing), (9, Timing::Possible));
    assert_eq!((report.distinct, report.depth), (4_657, 10));
    breach(commit, faults(2, 1, 1, 1), 0);
}
