//! A cluster in plain words.

use super::driver::Event;
use super::fact::{Fact, Loss};
use super::protocol::{Envelope, Node, Protocol, Stretch};
use kernel::{Said, Sign, Tone};

fn written<P: Protocol>(protocol: &P, envelope: &Envelope<P>) -> String {
    let Envelope { from, to, message } = envelope;
    let message = protocol.name_message(message);
    format!("{} → {}: {message}", protocol.name(*from), protocol.name(*to))
}

/// A booked event in a few words.
pub(super) fn name_event<P: Protocol>(protocol: &P, event: &Event<P>) -> String {
    let name = |node: &Node| protocol.name(*node);
    match event {
        Event::Arrive(envelope) => written(protocol, envelope),
        Event::Ring(node, timer) => format!("{}: {}", name(node), protocol.name_timer(timer)),
        Event::Disk(node) => format!("{}: disk has written", name(node)),
        Event::Boot(node) => format!("{} begins", name(node)),
        Event::Repair(node) => format!("{} is restarted", name(node)),
        Event::Mend(a, b) => format!("{} – {} is healed", name(a), name(b)),
        Event::Notice(node, crashed) => {
            format!("{} hears that {} has crashed", name(node), name(crashed))
        }
    }
}

/// What stands on a message's arrow, or at a node's mark.
pub(super) fn caption<P: Protocol>(protocol: &P, event: &Event<P>) -> String {
    match event {
        Event::Arrive(envelope) => protocol.name_message(&envelope.message),
        Event::Ring(_, timer) => protocol.name_timer(timer),
        Event::Disk(_) => "disk has written".to_owned(),
        Event::Boot(_) => "begins".to_owned(),
        Event::Repair(_) => "is restarted".to_owned(),
        Event::Mend(..) => "is healed".to_owned(),
        Event::Notice(_, crashed) => format!("hears that {} crashed", protocol.name(*crashed)),
    }
}

/// What a fact means to a space-time diagram.
pub(super) fn sign<P: Protocol>(protocol: &P, fact: &Fact<P>) -> Option<Sign> {
    match fact {
        Fact::Lost(envelope, _) => {
            let caption = protocol.name_message(&envelope.message);
            Some(Sign::Lost { from: envelope.from, to: envelope.to, caption })
        }
        Fact::Held(_) => Some(Sign::Held),
        Fact::Forced(node, _) => Some(Sign::Note(*node)),
        Fact::News(node, news) if protocol.is_decision(news) => Some(Sign::Decision(*node)),
        Fact::News(node, news) => protocol.say(*node, news).mark.then_some(Sign::Note(*node)),
        _ => None,
    }
}

/// A fact in plain words.
pub(super) fn say<P: Protocol>(protocol: &P, fact: &Fact<P>) -> Said {
    let name = |node: &Node| protocol.name(*node);
    let message = |envelope, what: &str| format!("{}{what}", written(protocol, envelope));
    match fact {
        Fact::Sent(envelope) => Said::plain(message(envelope, " sent")),
        Fact::Arrived(envelope) => Said::plain(message(envelope, " arrived")),
        Fact::Lost(envelope, why) => {
            let why = match why {
                Loss::Cut => " lost: the link is cut",
                Loss::Down => " lost: the receiver is down",
                Loss::Sender => " lost: the sender is down",
                Loss::Chance => " lost on the way",
            };
            Said::mark(Tone::Lost, message(envelope, why))
        }
        Fact::Held(envelope) => {
            Said { tone: Tone::Wait, ..Said::plain(message(envelope, " has to wait")) }
        }
        Fact::Rang(node, timer) => Said {
            tone: Tone::Wait,
            ..Said::plain(format!("{}: {}", name(node), protocol.name_timer(timer)))
        },
        Fact::Wrote(node, record) => {
            Said::plain(format!("{} wrote “{}”", name(node), protocol.name_record(record)))
        }
        Fact::Forcing(node, record) => {
            let record = protocol.name_record(record);
            Said::plain(format!("{} is forcing “{record}” to its log", name(node)))
        }
        Fact::Forced(node, record) => {
            Said::plain(format!("{} has “{}” on disk", name(node), protocol.name_record(record)))
        }
        Fact::Crashed(node, records_lost) => {
            let lost = match records_lost {
                0 => String::new(),
                1 => ", with one record that was not on disk".to_owned(),
                n => format!(", with {n} records that were not on disk"),
            };
            Said::mark(Tone::Lost, format!("{} crashed{lost}", name(node)))
        }
        Fact::Noticed(node, crashed) => Said {
            tone: Tone::Wait,
            ..Said::plain(format!("{} heard that {} has crashed", name(node), name(crashed)))
        },
        Fact::Restarted(node) => {
            Said::mark(Tone::Ok, format!("{} restarted and read its log", name(node)))
        }
        Fact::Paused(node) => Said::mark(Tone::Wait, format!("{} stands still", name(node))),
        Fact::Resumed(node) => Said::mark(Tone::Ok, format!("{} goes on", name(node))),
        Fact::Cut(from, to) => {
            Said::mark(Tone::Lost, format!("{} → {} is cut", name(from), name(to)))
        }
        Fact::Clogged(from, to) => {
            Said::mark(Tone::Wait, format!("{} → {} is clogged", name(from), name(to)))
        }
        Fact::Healed(from, to) => {
            Said::mark(Tone::Ok, format!("{} → {} carries again", name(from), name(to)))
        }
        Fact::Lasted(node, stretch, number, span) => {
            let what = match stretch {
                Stretch::Locked => "held a lock",
                Stretch::InDoubt => "was in doubt",
                Stretch::HalfDone => "was half done",
            };
            Said::plain(format!("{} {what} for {span}, order {number}", name(node)))
        }
        Fact::News(node, news) => protocol.say(*node, news),
    }
}
