//! What happens by itself: timers, and messages between the application and the shards.

use super::few::Few;
use super::keys::Id;
use super::state::{APP, Post, ShardNo, User};
use super::timeline::Start;

/// What happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Every clock goes on by a tick.
    Tick,
    /// Somebody posts.
    Post,
    /// Somebody reads a home timeline.
    Read,
    /// A reader turns the page.
    ReadOn(User),
    /// A shard joins.
    Join,
    /// A page has taken too long: this user's, of this number.
    PageLate(User, u32),
    /// A write has taken too long: this user's, of this number.
    WriteLate(User, u32),
    /// A user's move of this epoch has taken too long.
    MoveLate(User, u8),
    /// A message arrives.
    Arrive(Message),
}

/// A message: to a shard, or from a shard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    /// The sender's node.
    pub from: u8,
    /// The receiver's node.
    pub to: u8,
    /// What it says.
    pub body: Body,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Body {
    /// Application: the newest posts of these users, from there on, at most so many.
    Fetch {
        /// Who reads.
        reader: User,
        /// The number of the page.
        ask: u32,
        /// Whose posts.
        users: Few,
        /// Where the page begins.
        start: Start,
        /// How many rows at most.
        rows: u16,
    },
    /// Shard: the answer.
    Rows {
        /// Who reads.
        reader: User,
        /// The number of the page.
        ask: u32,
        /// For whom was asked.
        users: Few,
        /// Whom of them it does not serve: ask elsewhere.
        elsewhere: Few,
        /// The rows, newest first.
        posts: Vec<Post>,
    },
    /// Application: store a post.
    Put {
        /// Whose.
        user: User,
        /// The number of the write and of the post.
        write: u32,
        /// What it says; see [`Post::entry`].
        entry: u16,
    },
    /// Application: delete a post.
    Delete {
        /// Whose.
        user: User,
        /// The number of the write.
        write: u32,
        /// The id of the post.
        id: Id,
    },
    /// Shard: the write is done; of a post, its id.
    Done {
        /// Whose.
        user: User,
        /// The number of the write.
        write: u32,
        /// The id of the new post.
        id: Option<Id>,
    },
    /// Shard: the write was not done, for it does not serve this user.
    Elsewhere {
        /// Whose.
        user: User,
        /// The number of the write.
        write: u32,
    },
    /// Application: hand a user over.
    Hand {
        /// Whom.
        user: User,
        /// The number of the move.
        epoch: u8,
        /// To which shard.
        to: ShardNo,
    },
    /// Shard to shard: all that there is of a user.
    Copy {
        /// Of whom.
        user: User,
        /// The number of the move.
        epoch: u8,
        /// Their posts, newest first.
        posts: Vec<Post>,
        /// The greatest id that they were ever given.
        top: Option<Id>,
        /// The number of the last write of theirs that was done.
        written: u32,
    },
    /// Shard: the user is here.
    Here {
        /// Who.
        user: User,
        /// The number of the move.
        epoch: u8,
    },
    /// Application: the user is elsewhere now; forget them.
    Forget {
        /// Whom.
        user: User,
        /// The number of the move.
        epoch: u8,
    },
}

impl Message {
    /// From the application to a shard.
    pub fn to_shard(to: ShardNo, body: Body) -> Message {
        Message { from: APP, to, body }
    }

    /// From a shard to the application.
    pub fn to_app(from: ShardNo, body: Body) -> Message {
        Message { from, to: APP, body }
    }

    /// The key of its delay: no other message of the run has it, so the same message takes as long
    /// whatever else is sent.
    pub fn key(&self) -> u64 {
        let (kind, number, who) = match &self.body {
            Body::Fetch { ask, users, .. } => (0, *ask, users.iter().next().unwrap_or(0)),
            Body::Rows { ask, users, .. } => (1, *ask, users.iter().next().unwrap_or(0)),
            Body::Put { write, user, .. } => (2, *write, *user),
            Body::Delete { write, user, .. } => (3, *write, *user),
            Body::Done { write, user, .. } => (4, *write, *user),
            Body::Elsewhere { write, user } => (5, *write, *user),
            Body::Hand { user, epoch, .. } => (6, u32::from(*epoch), *user),
            Body::Copy { user, epoch, .. } => (7, u32::from(*epoch), *user),
            Body::Here { user, epoch } => (8, u32::from(*epoch), *user),
            Body::Forget { user, epoch } => (9, u32::from(*epoch), *user),
        };
        let ends = u64::from(self.from) << 4 | u64::from(self.to);
        u64::from(number) << 24 | ends << 16 | kind << 8 | u64::from(who)
    }
}
