//! Reads a run into plain data: the one part of the picture that knows the model.

use super::ground::Ground;
use super::lines;
use super::shown::{Clash, Deeds, End, Id, Mark, Message, Moved, Post, Shard, Shown, User};
use crate::blog::Blog;
use crate::blog::action::Action;
use crate::blog::fact::Fact;
use crate::blog::keys::{self, Scheme};
use crate::blog::message::Event;
use crate::blog::state::{self, APP, Duty, Power, ShardNo, State};
use crate::lab::Lab;
use kernel::decimal::fixed;
use kernel::{Booked, Frame, Model, Span, order};

/// At most so many pairs of posts with one id are tied: more would be a tangle.
const TIES_MAX: usize = 3;

/// A page that has come stays for as long as this before the next reader's takes its place.
const PAGE_STAYS: Span = Span::millis(1_000);

/// Everything that the picture shows of a frame.
pub fn shown(frame: &Frame<'_, Blog>) -> Shown {
    let (blog, state) = (frame.model, frame.state);
    let same = same_ids(state);
    let numbers = state.shard_numbers().filter(|shard| state.shard(*shard).power != Power::Drained);
    Shown {
        shards: numbers.map(|number| shard(blog, state, number, &same)).collect(),
        users: state.users().map(|user| person(blog, state, user)).collect(),
        ground: Ground::new(blog.placing.clone(), state.members),
        readings: state.users().map(|user| lines::reading(blog, state, user, &same)).collect(),
        latest: latest(frame),
        messages: messages(frame),
        clashes: clashes(blog, state),
        moved: moved(frame),
        summary: blog.summary(state),
        add: offer(blog, state, Action::AddShard),
    }
}

/// Whose page is shown unless somebody was chosen: who has just got one, or else who has waited
/// longest for one.
fn latest(frame: &Frame<'_, Blog>) -> usize {
    let read = frame.recent.iter().rev().find_map(|told| match &told.fact {
        Fact::Read(page) => Some((told.at, usize::from(page.reader))),
        _ => None,
    });
    let fresh = read.filter(|(at, _)| frame.now.since(*at) < PAGE_STAYS);
    let waiting = frame.state.accounts.iter().enumerate();
    let waiting = waiting.filter_map(|(user, account)| Some((account.ask.as_ref()?.number, user)));
    let (_, reader) = fresh
        .or_else(|| waiting.min().map(|(_, user)| (frame.now, user)))
        .or(read)
        .unwrap_or((frame.now, 0));
    reader
}

/// An action in text form, where it can be done now.
fn offer(blog: &Blog, state: &State, action: Action) -> Option<String> {
    blog.accepts(state, &action).then(|| blog.write_action(&action))
}

/// The numbers of posts whose id another post has that stands on a shard, too.
pub fn same_ids(state: &State) -> Vec<u32> {
    let mut same = Vec::new();
    for pair in by_id(state).windows(2) {
        if pair[0].0.id == pair[1].0.id && pair[0].0.number != pair[1].0.number {
            same.extend([pair[0].0.number, pair[1].0.number]);
        }
    }
    same
}

/// All posts on all shards, the smallest id first.
fn by_id(state: &State) -> Vec<(state::Post, ShardNo)> {
    let on = |shard: ShardNo| state.shard(shard).posts().map(move |post| (*post, shard));
    let posts = state.shard_numbers().flat_map(on).collect();
    order::sorted(posts, |(post, _): &(state::Post, ShardNo)| (post.id, post.number.into()))
}

/// The pairs of posts with one id, the newest first.
fn clashes(blog: &Blog, state: &State) -> Vec<Clash> {
    let posts = by_id(state);
    let pairs = posts.windows(2).rev().filter(|pair| {
        let [(a, _), (b, _)] = [pair[0], pair[1]];
        a.id == b.id && a.number != b.number
    });
    let clash = |pair: &[(state::Post, ShardNo)]| Clash {
        id: id(blog, pair[0].0.id),
        posts: [0, 1].map(|nth: usize| (pair[nth].0.number.into(), pair[nth].1.into())),
    };
    pairs.map(clash).take(TIES_MAX).collect()
}

/// An id, with its fields where it has some.
pub fn id(blog: &Blog, id: keys::Id) -> Id {
    let fields = (blog.scheme == Scheme::Snowflake).then(|| {
        let parts = keys::layout().unpack(id);
        [parts.ticks, parts.worker, parts.sequence].map(|field| field.to_string())
    });
    Id { whole: id.to_string(), fields }
}

/// A post as a row.
pub fn post(blog: &Blog, post: &state::Post, mark: Mark) -> Post {
    Post {
        key: post.number.into(),
        id: id(blog, post.id),
        user: blog.user_name(post.author).to_owned(),
        text: blog.text(post.number, post.entry).to_owned(),
        mark,
    }
}

fn shard(blog: &Blog, state: &State, number: ShardNo, same: &[u32]) -> Shard {
    let shard = state.shard(number);
    let posts = shard.posts().copied().collect();
    let posts = order::sorted(posts, |post: &state::Post| (u64::MAX - post.id, post.number.into()));
    let row = |(nth, of): (usize, &state::Post)| {
        let mark = if same.contains(&of.number) {
            Mark::SameId
        } else if is_out_of_order(of, &posts[..nth]) {
            Mark::OutOfOrder
        } else if shard.table(of.author).duty == Duty::Reads {
            Mark::Leaving
        } else {
            Mark::None
        };
        post(blog, of, mark)
    };
    let is_here = |user: &state::User| state.account(*user).home == number;
    let name = |user: state::User| blog.user_name(user).to_owned();
    let (keys, keys_short) = keys_of(blog, state, number);
    Shard {
        number: number.into(),
        is_down: shard.power == Power::Down,
        keys,
        keys_short,
        users: state.users().filter(is_here).map(name).collect(),
        posts: posts.iter().enumerate().map(row).collect(),
        menu: menu(blog, state, number),
    }
}

/// Whether the author of a post wrote it after one that stands above it.
pub fn is_out_of_order(post: &state::Post, above: &[state::Post]) -> bool {
    above.iter().any(|other| other.author == post.author && other.number < post.number)
}

/// What makes a shard's next id, in words and in a few letters.
fn keys_of(blog: &Blog, state: &State, number: ShardNo) -> (String, String) {
    let worker = state.shard(number).worker;
    match blog.scheme {
        Scheme::Snowflake => {
            let clock = blog.clock(state, number);
            let ahead = state.shard(number).ahead;
            let skew = if ahead > 0 { format!(" (+{ahead})") } else { String::new() };
            let last = match worker.last {
                Some(last) => format!(" · last id {}·{number}·{}", last.ticks, last.sequence),
                None => String::new(),
            };
            (format!("clock {clock}{skew}{last}"), format!("clock {clock}"))
        }
        Scheme::AutoIncrement => {
            let next = worker.counted + 1;
            (format!("next id {next}"), format!("next {next}"))
        }
        Scheme::Stride => {
            let mut ahead = worker;
            let next = blog.scheme.next(&mut ahead, number, 0, 0).unwrap_or_default();
            let stride = worker.stride.max(1);
            (format!("next id {next}, in steps of {stride}"), format!("next {next}"))
        }
    }
}

/// What a person may do with a shard.
fn menu(blog: &Blog, state: &State, number: ShardNo) -> Vec<(String, String)> {
    let whole = [
        (Action::Crash(number), "Crash".to_owned()),
        (Action::Restart(number), "Restart".to_owned()),
        (Action::RemoveShard(number), "Remove".to_owned()),
    ];
    let newest = state.shard(number).tables.iter().filter_map(|table| table.posts.first());
    let delete = newest.map(|post| {
        let label = format!("Delete {} of {}", post.id, blog.user_name(post.author));
        (Action::Delete(post.number), label)
    });
    let all = whole.into_iter().chain(delete);
    all.filter_map(|(action, label)| Some((offer(blog, state, action)?, label))).collect()
}

fn person(blog: &Blog, state: &State, user: state::User) -> User {
    let account = state.account(user);
    let (shard, to) = match &account.moving {
        Some(moving) => (moving.from, Some(moving.to.into())),
        None => (account.home, None),
    };
    let offer = |action| offer(blog, state, action);
    User {
        name: blog.user_name(user).to_owned(),
        deeds: Deeds {
            post: offer(Action::Post(user)),
            home: offer(Action::Home(user)),
            posts: state.users().map(|author| offer(Action::Posts(user, author))).collect(),
            next: offer(Action::Next(user)),
        },
        shard: shard.into(),
        to,
    }
}

fn messages(frame: &Frame<'_, Blog>) -> Vec<Message> {
    let offers: Vec<u64> = frame.agenda.offers().iter().map(|booked| booked.number()).collect();
    let end = |node: u8| if node == APP { End::App } else { End::Shard(node.into()) };
    let message = |booked: &Booked<Event>| {
        let Event::Arrive(message) = &booked.event else { return None };
        let whole = booked.due.since(booked.born).as_micros().max(1);
        let gone = frame.now.since(booked.born).as_micros();
        let offer = offers.iter().position(|number| *number == booked.number());
        Some(Message {
            number: booked.number(),
            from: end(message.from),
            to: end(message.to),
            text: frame.model.caption(&booked.event),
            part: (gone as f64 / whole as f64).min(1.0),
            offer: offer.map(|at| at as u32),
            left: booked.due.since(frame.now),
        })
    };
    frame.agenda.in_order().filter_map(message).collect()
}

/// What the latest change of the ring moves, while that is among the latest facts.
fn moved(frame: &Frame<'_, Blog>) -> Option<Moved> {
    let members = frame.state.members.len();
    let (at, users, of, shards) =
        frame.recent.iter().enumerate().rev().find_map(|(at, told)| match told.fact {
            Fact::Joined { movers, users, .. } => Some((at, movers, users, members)),
            Fact::Leaves { movers, users, .. } => Some((at, movers, users, members + 1)),
            _ => None,
        })?;
    let since = frame.recent.iter().skip(at);
    let done = since.filter(|told| matches!(told.fact, Fact::Moved { .. })).count();
    Some(Moved {
        users: users.into(),
        of: of.into(),
        done: done as u32,
        expected: fixed(f64::from(of) / f64::from(shards), 1),
    })
}
