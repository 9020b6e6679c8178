//! What the picture shows of one instant, as plain data: everything but [`super::read`] is drawn
//! from it.

use super::ground::Ground;
use kernel::Span;

/// A shard by its number.
pub type Number = u32;

/// Everything that the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// In the order of their numbers.
    pub shards: Vec<Shard>,
    /// In the order of their names.
    pub users: Vec<User>,
    /// What makes the ring.
    pub ground: Ground,
    /// What each user reads, in their order.
    pub readings: Vec<Reading>,
    /// Whose is shown unless somebody was chosen.
    pub latest: usize,
    /// On the wire.
    pub messages: Vec<Message>,
    /// Two posts with one id, wherever they stand.
    pub clashes: Vec<Clash>,
    /// Users that a change of the ring moves.
    pub moved: Option<Moved>,
    /// The picture in words.
    pub summary: String,
    /// What adds a shard, where one can be added, in text form.
    pub add: Option<String>,
}

/// A shard.
#[derive(Clone, Debug, PartialEq)]
pub struct Shard {
    /// Its number, which its Snowflake worker has too.
    pub number: Number,
    /// It crashed.
    pub is_down: bool,
    /// What makes its next id: a clock and a sequence, or a counter.
    pub keys: String,
    /// The same in a few letters.
    pub keys_short: String,
    /// The names of its users.
    pub users: Vec<String>,
    /// Its posts, the highest id first.
    pub posts: Vec<Post>,
    /// What a person may do with it: the text form, and as a button says it.
    pub menu: Vec<(String, String)>,
}

/// A post as a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Tells it apart from all others, whatever their ids.
    pub key: u64,
    /// Its id.
    pub id: Id,
    /// Who wrote it.
    pub user: String,
    /// What it says.
    pub text: String,
    /// What is remarkable about it.
    pub mark: Mark,
}

/// What is remarkable about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// Another post has the same id.
    SameId,
    /// What its old shard still has of somebody who is being moved.
    Leaving,
    /// It has come for a page that is not complete yet.
    Coming,
    /// It was on an earlier page, too.
    Again,
    /// It was there when reading began, and the pages have gone past it.
    Skipped,
    /// It was there when its page was asked for, belongs on it, and is not there.
    Missing,
    /// Its author wrote it after one that stands above it.
    OutOfOrder,
}

/// An id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// The whole number, by which timelines are merged.
    pub whole: String,
    /// Of a Snowflake id: tick, worker and sequence.
    pub fields: Option<[String; 3]>,
}

/// A user.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The name.
    pub name: String,
    /// What can be done as this user, each in text form where it can be done now.
    pub deeds: Deeds,
    /// The shard that keeps the user's posts.
    pub shard: Number,
    /// The user's posts are on their way to this shard.
    pub to: Option<Number>,
}

/// What can be done as a user, each in text form where it can be done now.
#[derive(Clone, Debug, PartialEq)]
pub struct Deeds {
    /// Writes a post.
    pub post: Option<String>,
    /// Reads the home timeline.
    pub home: Option<String>,
    /// Reads the posts of each user, in their order.
    pub posts: Vec<Option<String>>,
    /// Turns the page.
    pub next: Option<String>,
}

/// An arc of the ring, clockwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// The turn at which it starts.
    pub from: f64,
    /// The turn at which it ends.
    pub to: f64,
    /// Who owns it.
    pub shard: Number,
}

/// A timeline, as far as it has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Whose, and which.
    pub title: String,
    /// How far it is, with a sign before it.
    pub status: String,
    /// The role of that: "ok", "wait", "lost", "none".
    pub role: &'static str,
    /// One for each shard.
    pub lanes: Vec<Lane>,
    /// How many lines have no room above the others.
    pub hidden: usize,
    /// From top to bottom, as many as there is room for.
    pub lines: Vec<Line>,
    /// What the reader would ask for next.
    pub next: Option<String>,
}

/// A shard as one of those whose answers are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The shard.
    pub shard: Number,
    /// What it has said to the latest page.
    pub said: Said,
}

/// What a shard has said to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It was not asked.
    Nothing,
    /// It has not answered yet.
    Asked,
    /// It has answered.
    Answered,
    /// It did not answer in time.
    Missing,
}

/// A line of the reader's page.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Where a page begins, and what was asked for.
    Page(String),
    /// A post, and the shard that it came from.
    Post(Post, Number),
}

/// One end of a wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The application, where people read and write.
    App,
    /// A shard.
    Shard(Number),
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its booking number.
    pub number: u64,
    /// Who sent it.
    pub from: End,
    /// To whom.
    pub to: End,
    /// What it says.
    pub text: String,
    /// How much of its way it has behind it, from 0 to 1.
    pub part: f64,
    /// Its index among the offers, where it is on offer.
    pub offer: Option<u32>,
    /// How long it still takes.
    pub left: Span,
}

/// Two posts with one id.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// The id.
    pub id: Id,
    /// Their keys and the shards that they stand at.
    pub posts: [(u64, Number); 2],
}

/// What a change of the ring moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Users that move.
    pub users: u32,
    /// Of so many.
    pub of: u32,
    /// How many of them have moved.
    pub done: u32,
    /// How many move on average: users by shards.
    pub expected: String,
}

impl Id {
    /// With what its fields hold, in words.
    pub fn say(&self) -> String {
        match &self.fields {
            Some([tick, worker, sequence]) => {
                format!("{}: tick {tick}, worker {worker}, sequence {sequence}", self.whole)
            }
            None => self.whole.clone(),
        }
    }
}
