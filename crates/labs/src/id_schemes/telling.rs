//! What happened, in words.

use super::id::Id;
use super::model::{Action, Event, Fact, Given, Node, Site, Trouble};
use super::scheme::Scheme;
use super::state::State;
use kernel::chart::Sign;
use kernel::{Said, Tone};

/// What a writer is called.
pub(super) fn writer(writer: u8) -> String {
    format!("writer {}", writer + 1)
}

fn node(node: Node) -> String {
    match node {
        Node::Centre => "the central server".to_owned(),
        Node::Shard(shard) => format!("shard {}", shard + 1),
        Node::Writer(of) => writer(of),
    }
}

fn site(site: Site) -> String {
    match site {
        Site::Counter => "the counter".to_owned(),
        Site::Coordinator => "the coordinator".to_owned(),
        Site::Shard(shard) => format!("shard {}", shard + 1),
    }
}

/// All nodes by name, in the order of their numbers.
pub(super) fn nodes(state: &State) -> Vec<String> {
    let writers = (0..state.writers.len() as u8).map(writer);
    let shards = (0..state.shards.len() as u8).map(|shard| node(Node::Shard(shard)));
    writers.chain(["central server".to_owned()]).chain(shards).collect()
}

pub(super) fn say(fact: &Fact) -> Said {
    match fact {
        Fact::Asked(request, of) => {
            Said::mark(Tone::Plain, format!("request {request} came to {}", writer(*of)))
        }
        Fact::Given(given) => said_given(given),
        Fact::Behind(request, of, ms) => Said::mark(
            Tone::Wait,
            format!(
                "Snowflake: request {request} waits, the clock of {} is {ms} ms behind its last id",
                writer(*of)
            ),
        ),
        Fact::Failed { scheme, request, .. } => {
            Said::mark(Tone::Lost, format!("{}: request {request} got no id", scheme.name()))
        }
        Fact::Leased(of, first, count, is_again) => {
            let last = first + u64::from(*count) - 1;
            let text = format!("{first} to {last} were leased to {}", writer(*of));
            if *is_again {
                Said::mark(Tone::Lost, format!("{text}, which had been leased before"))
            } else {
                Said::plain(text)
            }
        }
        Fact::Wasted(scheme, numbers) => {
            let things = if *numbers == 1 { "number is" } else { "numbers are" };
            Said::mark(Tone::Wait, format!("{}: {numbers} {things} lost", scheme.name()))
        }
        Fact::Broke(trouble) => Said::mark(Tone::Lost, broke(*trouble)),
        Fact::Mended(trouble) => Said::mark(Tone::Ok, mended(*trouble)),
        Fact::ShardAdded(shard, with_care) => {
            let how = if *with_care {
                "all shards go on above the highest number"
            } else {
                "every shard goes on where it was"
            };
            Said::mark(Tone::Plain, format!("shard {} was added: {how}", shard + 1))
        }
    }
}

fn said_given(given: &Given) -> Said {
    let Given { scheme, request, id, waited, is_again, .. } = given;
    let mut text = format!("{}: request {request} got {}", scheme.name(), id.short(*scheme));
    let ms = waited.as_micros() / 1_000;
    if ms > 0 {
        text += &format!(" after {ms} ms");
    }
    match is_again {
        true => Said::mark(Tone::Lost, text + ", which had been given before"),
        false => Said::plain(text),
    }
}

fn broke(trouble: Trouble) -> String {
    match trouble {
        Trouble::Down(of) => format!("{} crashed", node(of)),
        Trouble::Cut(of) => format!("{} was cut off", writer(of)),
        Trouble::Clock(of) => format!("the clock of {} was set back", writer(of)),
    }
}

fn mended(trouble: Trouble) -> String {
    match trouble {
        Trouble::Down(of) => format!("{} is back", node(of)),
        Trouble::Cut(of) => format!("{} is connected again", writer(of)),
        Trouble::Clock(of) => format!("the clock of {} was set right", writer(of)),
    }
}

pub(super) fn event(event: &Event) -> String {
    match event {
        Event::Request(of) => format!("a request comes to {}", writer(*of)),
        Event::Arrive(at, job) => format!("{} asks {}", writer(job.writer), site(*at)),
        Event::Serve(at) => format!("{} is done with a request", site(*at)),
        Event::Answer(at, job, first, _) => {
            format!("{} sends {} to {}", site(*at), number(*first), writer(job.writer))
        }
        Event::CatchUp(of) => format!("the clock of {} has caught up", writer(*of)),
        Event::TimeOut => "the oldest request has waited long enough".to_owned(),
        Event::Repair(trouble) => mended(*trouble),
    }
}

fn number(number: u64) -> String {
    Id(number.into()).whole(Scheme::Counter)
}

pub(super) fn caption(of: &Event) -> String {
    match of {
        Event::Arrive(Site::Coordinator, _) => "a range".to_owned(),
        Event::Arrive(Site::Counter, job) => format!("next? {}", job.request),
        Event::Arrive(Site::Shard(_), job) => format!("insert {}", job.request),
        Event::Answer(Site::Coordinator, _, first, _) => format!("from {first}"),
        Event::Answer(_, _, first, _) => number(*first),
        _ => event(of),
    }
}

/// What a space-time diagram marks: who crashed and who came back show by themselves.
pub(super) fn sign(fact: &Fact) -> Option<Sign> {
    match fact {
        Fact::Given(given) if given.is_again => Some(Sign::Decision(given.writer)),
        Fact::Behind(_, of, _) | Fact::Failed { writer: of, .. } => Some(Sign::Note(*of)),
        _ => None,
    }
}

pub(super) fn action(action: &Action) -> String {
    match action {
        Action::Request(of) => format!("send a request to {}", writer(*of)),
        Action::Break(Trouble::Down(of)) => format!("crash {}", node(*of)),
        Action::Break(Trouble::Cut(of)) => format!("cut {} off", writer(*of)),
        Action::Break(Trouble::Clock(of)) => format!("set the clock of {} back", writer(*of)),
        Action::Mend(Trouble::Down(of)) => format!("restart {}", node(*of)),
        Action::Mend(Trouble::Cut(of)) => format!("connect {} again", writer(*of)),
        Action::Mend(Trouble::Clock(of)) => format!("set the clock of {} right", writer(*of)),
        Action::AddShard(true) => "add a shard with care".to_owned(),
        Action::AddShard(false) => "add a shard in a hurry".to_owned(),
    }
}

/// An action as a link has it.
pub(super) fn write(action: &Action) -> String {
    let whom = |node: Node| match node {
        Node::Centre => "centre".to_owned(),
        Node::Shard(shard) => format!("shard {}", shard + 1),
        Node::Writer(writer) => format!("writer {}", writer + 1),
    };
    match action {
        Action::Request(writer) => format!("request {}", writer + 1),
        Action::Break(Trouble::Down(node)) => format!("crash {}", whom(*node)),
        Action::Break(Trouble::Cut(writer)) => format!("cut {}", writer + 1),
        Action::Break(Trouble::Clock(writer)) => format!("set-back {}", writer + 1),
        Action::Mend(Trouble::Down(node)) => format!("restart {}", whom(*node)),
        Action::Mend(Trouble::Cut(writer)) => format!("connect {}", writer + 1),
        Action::Mend(Trouble::Clock(writer)) => format!("set-right {}", writer + 1),
        Action::AddShard(true) => "add-shard with-care".to_owned(),
        Action::AddShard(false) => "add-shard in-a-hurry".to_owned(),
    }
}

/// The picture in a few sentences.
pub(super) fn summary(state: &State) -> String {
    let asked = state.asked;
    let mut text = format!("{asked} requests have come.");
    for scheme in Scheme::ALL {
        let score = state.score(scheme);
        text += &format!(" {}: {} ids", scheme.name(), score.given);
        let waiting = state.lackers(scheme).count();
        if waiting > 0 {
            text += &format!(", {waiting} waiting");
        }
        if score.failed > 0 {
            text += &format!(", {} failed", score.failed);
        }
        if score.again > 0 {
            text += &format!(", {} given twice", score.again);
        }
        text.push('.');
    }
    if !state.is_centre_up {
        text += " The central server is down.";
    }
    text
}
