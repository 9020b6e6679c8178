//! What pictures, figures and the list of changes read off a state.

use kernel::{Figure, Place, Row, Sign};

use super::fact::Fact;
use super::message::Event;
use super::model::Blog;
use super::state::{APP, Power, State};
use super::telling;

pub(super) fn place(event: &Event) -> Option<Place> {
    match event {
        Event::Arrive(message) => Some(Place::Wire { from: message.from, to: message.to }),
        Event::PageLate(..) | Event::WriteLate(..) | Event::MoveLate(..) => Some(Place::At(APP)),
        Event::Tick | Event::Post | Event::Read | Event::ReadOn(_) | Event::Join => None,
    }
}

pub(super) fn sign(fact: &Fact) -> Option<Sign> {
    match fact {
        Fact::Stored { shard, .. } | Fact::Deleted(shard, _) | Fact::Lost { shard, .. } => {
            Some(Sign::Note(*shard))
        }
        Fact::NoIdYet(shard, _) | Fact::NoIdEver(shard, _) => Some(Sign::Note(*shard)),
        Fact::Read(_) | Fact::WriteLate(_) | Fact::HeldBack(_) => Some(Sign::Note(APP)),
        Fact::Moved { .. } => Some(Sign::Decision(APP)),
        _ => None,
    }
}

pub(super) fn figures(_: &Blog, state: &State) -> Vec<Figure> {
    let tally = &state.tally.0;
    let count = |key, label, count: u32| {
        let value = Some(f64::from(count));
        Figure { key, label, value, unit: "" }
    };
    let fullest = state.shards.iter().map(|shard| shard.posts().count() as u32).max();
    vec![
        count("standing", "posts", state.standing().count() as u32),
        count("fullest", "on the fullest shard", fullest.unwrap_or(0)),
        count("pages", "pages read", tally.pages),
        count("partial", "without some shard", tally.partial),
        count("lacking", "lacking a post", tally.incomplete),
        count("repeated", "rows repeated", tally.repeated),
        count("skipped", "posts skipped", tally.skipped),
        count("moved", "users moved", tally.moved),
        count("collided", "ids given twice", tally.collided),
    ]
}

/// The application's directory, then every shard.
pub(super) fn outline(blog: &Blog, state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    for user in state.users() {
        let account = state.account(user);
        let at = match &account.moving {
            Some(moving) => format!("moving from {} to {}", moving.from, moving.to),
            None => telling::shard(account.home),
        };
        rows.push(Row::new("app, directory", blog.user_name(user), at));
        if let Some(ask) = &account.ask {
            let waiting: Vec<String> =
                ask.waiting.iter().map(|(shard, _)| telling::shard(*shard)).collect();
            let key = format!("page {} of {}", ask.nth + 1, blog.user_name(user));
            rows.push(Row::new("app, pages", key, format!("waits for {}", waiting.join(", "))));
        }
        if let Some(write) = &account.write {
            let how = if write.is_held { "held back" } else { "passed on" };
            rows.push(Row::new("app, writes", blog.user_name(user), how));
        }
    }
    for number in state.shard_numbers() {
        let (shard, name) = (state.shard(number), telling::shard(number));
        let power = match shard.power {
            Power::Up => "up",
            Power::Down => "crashed",
            Power::Drained => "drained",
        };
        rows.push(Row::new(name.as_str(), "power", power));
        for post in shard.posts() {
            let key = format!("{} of {}", post.id, blog.user_name(post.author));
            rows.push(Row::new(format!("{name}, posts"), key, blog.text(post.number, post.entry)));
        }
    }
    rows
}
