//! The protocol in plain words.

use super::coordinator::{Phase, Progress};
use super::journal::Record;
use super::laws::{desk, is_half_done, ledger};
use super::protocol::{Message, News, Timer};
use super::rules::Sagas;
use crate::cluster::{Cluster, Node, Power, State};
use crate::shop::{Asks, Lack, Outcome, Service};
use kernel::{Said, Tone};

pub(super) fn name_message(message: &Message) -> String {
    match message {
        Message::Asks(Asks { order, again: false, .. }) => format!("order {}", order.number),
        Message::Asks(Asks { order, .. }) => format!("order {} again", order.number),
        Message::Answer(number, Outcome::Commit) => format!("{number} confirmed"),
        Message::Answer(number, Outcome::Abort) => format!("{number} refused"),
        Message::Do(order, _) => format!("do {}", order.number),
        Message::Done(number) => format!("done {number}"),
        Message::Refused(number) => format!("cannot {number}"),
        Message::Undo(order) => format!("undo {}", order.number),
        Message::Undone(number) => format!("undone {number}"),
        Message::AllDone(number) => format!("all done {number}"),
        Message::Heard(number) => format!("ack {number}"),
    }
}

pub(super) fn name_timer(timer: &Timer) -> String {
    match timer {
        Timer::Customers(wish) => wish.name(),
        Timer::Retry(number) => format!("no answer about order {number}"),
        Timer::GiveUp(number) => format!("order {number} takes too long"),
        Timer::Back(number) => format!("back from order {number}"),
    }
}

pub(super) fn name_record(rules: &Sagas, record: &Record) -> String {
    match record {
        Record::Reached(progress, _) => {
            format!("{} {}", progress.order.number, name_progress(rules, progress))
        }
        Record::Took { order, .. } => format!("{} done", order.number),
        Record::Refused { order, .. } => format!("{} refused", order.number),
        Record::Undone(order, Some(_)) => format!("{} undone", order.number),
        Record::Undone(order, None) => format!("{} barred", order.number),
        Record::Back(number) => format!("{number} back"),
    }
}

/// How far a saga is, as the coordinator's log says it.
pub(super) fn name_progress(rules: &Sagas, progress: &Progress) -> String {
    match progress.phase {
        Phase::Doing(1) => "begun".to_owned(),
        Phase::Doing(_) if !rules.is_orchestrated() => "handed on".to_owned(),
        Phase::Doing(node) => format!("step {} of {} done", node - 1, rules.shop.services),
        Phase::Undoing(node) => format!("turned back, undo {node}"),
        Phase::Ended(Outcome::Commit) => "all done".to_owned(),
        Phase::Ended(Outcome::Abort) => "none done".to_owned(),
    }
}

pub(super) fn say(rules: &Sagas, node: Node, news: &News) -> Said {
    let name = rules.shop.name(node);
    let toned = |tone: Tone, text: String| Said { tone, ..Said::plain(text) };
    let unit = |row| rules.shop.row_name(Service::of(node), row);
    match *news {
        News::Customers(served) => served.say(),
        News::Took(number, row) => {
            toned(Tone::Ok, format!("{name} has done its step of order {number}: {}", unit(row)))
        }
        News::Refused(number, Some(Lack::None | Lack::Locked)) => {
            toned(Tone::Wait, format!("{name} has nothing for order {number}"))
        }
        News::Refused(number, None) => {
            toned(Tone::Wait, format!("{name} refuses order {number} for reasons of its own"))
        }
        News::TurnedBack(number, by) => {
            let by = rules.shop.name(by);
            Said::mark(Tone::Wait, format!("{name} turns order {number} back: {by} refused it"))
        }
        News::GaveUp(number, silent) => {
            let silent = rules.shop.name(silent);
            let text = format!("{name} turns order {number} back: {silent} says nothing in time");
            Said::mark(Tone::Wait, text)
        }
        News::PutBack { number, row, misled } => {
            let unit = unit(row);
            let misled = match misled {
                0 => String::new(),
                1 => ", and an order was refused for want of it".to_owned(),
                n => format!(", and {n} orders were refused for want of it"),
            };
            let text = format!(
                "{name} puts back what order {number} took: {unit} was shown gone and is there \
                 again{misled}"
            );
            Said::mark(Tone::Lost, text)
        }
        News::Barred(number) => {
            let text = format!(
                "{name} is to compensate a step of order {number} that it has not done, and notes \
                 never to do it"
            );
            Said::mark(Tone::Wait, text)
        }
        News::Repeated(number) => {
            Said::plain(format!("{name} has heard that of order {number} before, and does nothing"))
        }
        News::Ended(number, Outcome::Commit) => {
            Said::mark(Tone::Ok, format!("Order {number} has ended: every step is done"))
        }
        News::Ended(number, Outcome::Abort) => {
            Said::mark(Tone::Wait, format!("Order {number} has ended: no step is done"))
        }
        News::Back(number) => Said::plain(format!("{name}: what order {number} took is back")),
    }
}

/// The picture in one or two sentences.
pub(super) fn summary(model: &Cluster<Sagas>, state: &State<Sagas>) -> String {
    let shop = &model.protocol.shop;
    let down = (0..shop.nodes()).filter(|node| state.server(*node).power == Power::Down);
    let down: Vec<&str> = down.map(|node| shop.name(node)).collect();
    let down = if down.is_empty() { "nobody".to_owned() } else { down.join(", ") };
    let open = |phase: Phase| !matches!(phase, Phase::Ended(_));
    let count = match desk(state) {
        Some(desk) => desk.sagas.iter().filter(|saga| open(saga.progress.phase)).count(),
        None => ledger(state).sagas.iter().filter(|saga| open(saga.phase)).count(),
    };
    let half: Vec<String> = super::laws::numbers(model, state)
        .into_iter()
        .filter(|number| is_half_done(model, state, *number))
        .map(|number| number.to_string())
        .collect();
    let half = if half.is_empty() { "none".to_owned() } else { half.join(", ") };
    format!("{count} orders have not ended. Half done: {half}. Down: {down}.")
}
