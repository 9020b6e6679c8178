//! The protocol in plain words.

use super::journal::Record;
use super::protocol::{Doubt, Message, News, Timer, Why};
use super::rules::ThreePhase;
use super::{ThreePhaseCommit as Model, laws};
use crate::cluster::{Node, Power, State};
use crate::shop::{Asks, Outcome, Service};
use kernel::{Said, Tone};

pub(super) fn name_message(message: &Message) -> String {
    match message {
        Message::Asks(Asks { order, again: false, .. }) => format!("order {}", order.number),
        Message::Asks(Asks { order, .. }) => format!("order {} again", order.number),
        Message::Answer(number, Outcome::Commit) => format!("{number} confirmed"),
        Message::Answer(number, Outcome::Abort) => format!("{number} refused"),
        Message::Work(order, _) => format!("work {}", order.number),
        Message::Worked(number, true) => format!("done {number}"),
        Message::Worked(number, false) => format!("cannot {number}"),
        Message::CanCommit(number) => format!("can commit {number}?"),
        Message::Vote(number, true) => format!("yes {number}"),
        Message::Vote(number, false) => format!("no {number}"),
        Message::PreCommit(number) => format!("pre-commit {number}"),
        Message::Ack(number) => format!("ack {number}"),
        Message::Decide(number, outcome) => format!("{} {number}", outcome.word()),
        Message::Done(number) => format!("{number} committed"),
        Message::StateAsked(number) => format!("state of {number}?"),
        Message::State(number, Doubt { is_ahead: true, .. }) => format!("{number} pre-committed"),
        Message::State(number, Doubt { is_ahead: false, .. }) => format!("{number} uncertain"),
        Message::Inquire(number, _) => format!("how did {number} end?"),
    }
}

pub(super) fn name_timer(timer: &Timer) -> String {
    match timer {
        Timer::Customers(wish) => wish.name(),
        Timer::Silence(number) => format!("silence about order {number}"),
        Timer::Again(number) => format!("no answer about order {number}"),
        Timer::Back(number) => format!("back from order {number}"),
    }
}

pub(super) fn name_record(record: &Record) -> String {
    match record {
        Record::Voted { order, .. } => format!("{} yes", order.number),
        Record::PreCommitted { number, .. } => format!("{number} pre-committed"),
        Record::Decided(number, outcome) | Record::Settled(number, outcome) => {
            format!("{number} {}", outcome.done())
        }
        Record::Ended(number) => format!("{number} end"),
        Record::Back(number) => format!("{number} back"),
    }
}

pub(super) fn say(rules: &ThreePhase, node: Node, news: &News) -> Said {
    let name = rules.shop.name(node);
    let toned = |tone: Tone, text: String| Said { tone, ..Said::plain(text) };
    match *news {
        News::Customers(served) => served.say(),
        News::Locked(number, row) => {
            let row = rules.shop.row_name(Service::of(node), row);
            toned(Tone::Lock, format!("{name} locked {row} for order {number}"))
        }
        News::Lacking(number, true) => {
            toned(Tone::Wait, format!("{name} refuses order {number}: another has locked it"))
        }
        News::Lacking(number, false) => {
            toned(Tone::Wait, format!("{name} has nothing for order {number}"))
        }
        News::Queued(number) => {
            toned(Tone::Wait, format!("{name}: order {number} waits for a lock"))
        }
        News::GaveUp(number) => {
            toned(Tone::Wait, format!("{name} was not asked to vote on order {number}, and aborts"))
        }
        News::Votes(number, true) => Said::plain(format!("{name} votes yes to order {number}")),
        News::Votes(number, false) => {
            toned(Tone::Wait, format!("{name} votes no to order {number}"))
        }
        News::Suspects(number, other) => {
            let other = rules.shop.name(other);
            Said::mark(
                Tone::Wait,
                format!("{name} takes {other} for crashed, which is silent about order {number}"),
            )
        }
        News::Leads(number) => Said::mark(
            Tone::Wait,
            format!("{name} takes the coordinator's place for order {number}"),
        ),
        News::Moves(number) => Said::plain(format!(
            "{name} moves everybody who is left to pre-committed, order {number}"
        )),
        News::Asks(number) => {
            toned(Tone::Wait, format!("{name} is in doubt about order {number}, and asks"))
        }
        News::Decided(number, outcome, why) => decided(name, number, outcome, why),
        News::Settled(number, outcome) => {
            let tone = if outcome == Outcome::Commit { Tone::Ok } else { Tone::Plain };
            toned(tone, format!("{name} has {} order {number}", outcome.done()))
        }
        News::Forgot(number) => Said::plain(format!(
            "{name} knows that all have committed order {number}, and forgets it"
        )),
        News::Back(number) => Said::plain(format!("{name}: what order {number} took is back")),
    }
}

fn decided(name: &str, number: u16, outcome: Outcome, why: Why) -> Said {
    let reason = match why {
        Why::AllYes => "everybody said yes, and whoever is left knows it",
        Why::Refused => "somebody said no",
        Why::Crash => "somebody is down who has not voted",
        Why::Silence => "somebody said nothing in time",
        Why::Told => "the others have decided so",
        Why::TotalFailure => "everybody has crashed, and what all know is together again",
        Why::AllUncertain => "whoever is left is uncertain, so nobody has committed",
        Why::Alone => "it does not ask the others",
    };
    let tone = match (why, outcome) {
        (Why::Alone, _) => Tone::Lost,
        (_, Outcome::Commit) => Tone::Ok,
        (_, Outcome::Abort) => Tone::Wait,
    };
    Said::mark(tone, format!("{name} decides to {} order {number}: {reason}", outcome.word()))
}

/// The picture in one or two sentences.
pub(super) fn summary(model: &Model, state: &State<ThreePhase>) -> String {
    let shop = &model.protocol.shop;
    let is_down = |node: &Node| state.server(*node).power == Power::Down;
    let in_doubt = |node: &Node| {
        laws::counter(state, *node)
            .is_some_and(|counter| counter.jobs.iter().any(|job| job.is_in_doubt()))
    };
    let names = |which: &dyn Fn(&Node) -> bool| {
        let names: Vec<&str> =
            model.protocol.members().filter(which).map(|node| shop.name(node)).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    };
    let open = laws::desk(state).map_or(0, |desk| desk.deals.len());
    let orders = if open == 1 { "order is" } else { "orders are" };
    format!(
        "{open} {orders} open at the coordinator. In doubt: {}. Down: {}.",
        names(&in_doubt),
        names(&is_down)
    )
}
