//! The protocol in plain words.

use super::journal::Record;
use super::protocol::{Message, News, Timer, Why};
use super::rules::TwoPhase;
use crate::cluster::{Cluster, Node, Power, State};
use crate::shop::{Asks, Outcome, Service};
use kernel::{Said, Tone};

pub(super) fn name_message(message: &Message) -> String {
    let word = |outcome: &Outcome| outcome.word();
    match message {
        Message::Asks(Asks { order, again: false, .. }) => format!("order {}", order.number),
        Message::Asks(Asks { order, .. }) => format!("order {} again", order.number),
        Message::Answer(number, Outcome::Commit) => format!("{number} confirmed"),
        Message::Answer(number, Outcome::Abort) => format!("{number} refused"),
        Message::Work(order, _) => format!("work {}", order.number),
        Message::Worked(number, true) => format!("done {number}"),
        Message::Worked(number, false) => format!("cannot {number}"),
        Message::Prepare(number) => format!("prepare {number}"),
        Message::Vote(number, true) => format!("yes {number}"),
        Message::Vote(number, false) => format!("no {number}"),
        Message::Decide(number, outcome) => format!("{} {number}", word(outcome)),
        Message::Ack(number) => format!("ack {number}"),
        Message::Inquire(number) => format!("how did {number} end?"),
    }
}

pub(super) fn name_timer(timer: &Timer) -> String {
    match timer {
        Timer::Customers(wish) => wish.name(),
        Timer::Gather(number) => format!("order {number} takes too long"),
        Timer::Repeat(number) => format!("order {number} is not acknowledged"),
        Timer::Unasked(number) => format!("nobody asks to prepare order {number}"),
        Timer::InDoubt(number) => format!("no decision on order {number}"),
        Timer::Back(number) => format!("back from order {number}"),
    }
}

pub(super) fn name_record(record: &Record) -> String {
    match record {
        Record::Collecting(number) => format!("{number} collecting"),
        Record::Decided { number, outcome, .. } => format!("{number} {}", outcome.word()),
        Record::Ended(number) => format!("{number} end"),
        Record::Prepared { order, .. } => format!("{} prepared", order.number),
        Record::Settled { number, outcome, .. } => format!("{number} {}", outcome.word()),
        Record::Back(number) => format!("{number} back"),
    }
}

pub(super) fn say(rules: &TwoPhase, node: Node, news: &News) -> Said {
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
        News::GaveUp(number) => toned(
            Tone::Wait,
            format!("{name} was not asked to prepare order {number}, and gives up"),
        ),
        News::Votes(number, true) => Said::plain(format!("{name} votes yes to order {number}")),
        News::Votes(number, false) => {
            toned(Tone::Wait, format!("{name} votes no to order {number}"))
        }
        News::Asks(number) => {
            toned(Tone::Wait, format!("{name} is in doubt about order {number}, and asks"))
        }
        News::DecidesAlone(number) => {
            Said::mark(Tone::Lost, format!("{name} gives up order {number} though it said yes"))
        }
        News::Settled(number, outcome) => {
            let tone = if outcome == Outcome::Commit { Tone::Ok } else { Tone::Plain };
            toned(tone, format!("{name} has {} order {number}", outcome.done()))
        }
        News::Decided(number, outcome, why) => {
            let why = match why {
                Why::AllYes => "everybody said yes",
                Why::Refused => "somebody said no",
                Why::TimeOut => "somebody said nothing in time",
                Why::Recovery => "nothing was decided before the crash",
            };
            let tone = if outcome == Outcome::Commit { Tone::Ok } else { Tone::Wait };
            Said::mark(tone, format!("{name} decides to {} order {number}: {why}", outcome.word()))
        }
        News::Presumes(number) => {
            Said::mark(Tone::Lost, format!("{name} takes silence about order {number} for a yes"))
        }
        News::Forgot(number) => Said::plain(format!(
            "{name} has every acknowledgement of order {number}, and forgets it"
        )),
        News::Back(number) => Said::plain(format!("{name}: what order {number} took is back")),
    }
}

/// The picture in one or two sentences.
pub(super) fn summary(model: &Cluster<TwoPhase>, state: &State<TwoPhase>) -> String {
    let shop = &model.protocol.shop;
    let doubt = |node: &Node| {
        super::laws::counter(state, *node)
            .is_some_and(|counter| counter.jobs.iter().any(|job| job.is_in_doubt()))
    };
    let in_doubt: Vec<&str> = shop.services().filter(doubt).map(|node| shop.name(node)).collect();
    let down = (0..shop.nodes()).filter(|node| state.server(*node).power == Power::Down);
    let down: Vec<&str> = down.map(|node| shop.name(node)).collect();
    let open = super::laws::desk(state).map_or(0, |desk| desk.deals.len());
    let list =
        |names: &[&str]| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
    format!(
        "{open} orders are open at the coordinator. In doubt: {}. Down: {}.",
        list(&in_doubt),
        list(&down)
    )
}
