//! What there is to tell about a step.

use std::rc::Rc;

use kernel::Span;

use super::few::Few;
use super::keys::Id;
use super::state::{Post, Scope, ShardNo, User};
use super::timeline::Start;

/// What there is to tell about a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Somebody writes a post: its number.
    Wrote(User, u32),
    /// Somebody deletes a post of this id.
    Deletes(User, Id),
    /// A shard has stored a post.
    Stored {
        /// Which.
        shard: ShardNo,
        /// The post.
        post: Post,
        /// The id of the author's post before it.
        after: Option<Id>,
        /// How many posts are on the fullest shard, in per cent of an equal share.
        fullest_percent: u32,
    },
    /// A shard has deleted a post.
    Deleted(ShardNo, Post),
    /// A shard keeps so many posts of a user and no more: this one is in the archive now.
    Archived(ShardNo, Post),
    /// A shard has no id for a post now, and lets it wait.
    NoIdYet(ShardNo, User),
    /// A shard has no id for a post any more.
    NoIdEver(ShardNo, User),
    /// The write that a shard did is known to its author; of a post, its id.
    Acknowledged(User, Option<Id>),
    /// Nobody has answered to a user's write.
    WriteLate(User),
    /// A user's write waits until they are moved.
    HeldBack(User),
    /// A shard has sent somebody elsewhere who writes for this user.
    SentElsewhere(ShardNo, User),
    /// Somebody follows somebody.
    Followed(User, User),
    /// Somebody follows somebody no more.
    Unfollowed(User, User),
    /// Somebody asks for a page, of so many shards.
    Asked {
        /// Who.
        reader: User,
        /// Whose posts.
        scope: Scope,
        /// Which page, from 0.
        nth: u8,
        /// Which shards are asked.
        shards: Few,
    },
    /// Somebody has a page.
    Read(Rc<Page>),
    /// A shard has joined.
    Joined {
        /// Which.
        shard: ShardNo,
        /// How many users move to it.
        movers: u8,
        /// Of how many.
        users: u8,
    },
    /// A shard leaves; its users move.
    Leaves {
        /// Which.
        shard: ShardNo,
        /// How many users move away from it.
        movers: u8,
        /// Of how many.
        users: u8,
    },
    /// A shard has left.
    Left(ShardNo),
    /// A user's posts are copied from shard to shard.
    Copied {
        /// Whose.
        user: User,
        /// From where.
        from: ShardNo,
        /// To where.
        to: ShardNo,
        /// How many posts.
        posts: u8,
    },
    /// A copied post was not stored, because another has its id.
    Lost {
        /// By which shard.
        shard: ShardNo,
        /// The post that is there.
        kept: Post,
        /// The post that is not.
        lost: Post,
    },
    /// A user has a new shard.
    Moved {
        /// Who.
        user: User,
        /// From where.
        from: ShardNo,
        /// To where.
        to: ShardNo,
        /// How long it took; zero in a search.
        took: Span,
    },
    /// A shard has crashed.
    Crashed(ShardNo),
    /// A shard is back.
    Restarted(ShardNo),
}

/// A page that somebody has read, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Who reads.
    pub reader: User,
    /// Whose posts.
    pub scope: Scope,
    /// Which page of the reading, from 0.
    pub nth: u8,
    /// Where it begins.
    pub start: Start,
    /// How many shards were asked for it.
    pub shards: u8,
    /// The shards that did not answer. A page is complete when there is none.
    pub silent: Few,
    /// The rows.
    pub rows: Vec<Post>,
    /// How many rows the shards have sent for it.
    pub sent: u16,
    /// Posts that stood when it was asked for and stand still, belong on it, and are not there.
    pub missing: Vec<Post>,
    /// Rows that an earlier page of the reading had.
    pub repeated: Vec<Post>,
    /// Posts that stood when the reading began and stand still, and that its pages have gone past.
    pub skipped: Vec<Post>,
    /// How long it took; zero in a search.
    pub took: Span,
}
