//! All that there is at one step, but for what is booked.

use kernel::{Aside, Time};

use super::few::Few;
use super::keys::{Id, Worker};
use super::timeline::{Row, Start};

/// A user, by index.
pub type User = u8;

/// A shard, by its number from 1: its node in the space-time diagram and its worker in the ids. No
/// number is given twice.
pub type ShardNo = u8;

/// The number of the application in the space-time diagram.
pub const APP: u8 = 0;

/// The most users.
pub const USERS_MAX: u8 = 16;

/// The most shards that a run may ever have, those that have left with them.
pub const SHARDS_MAX: ShardNo = 8;

/// A post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Post {
    /// What its shard made, and all that timelines are merged by.
    pub id: Id,
    /// Which post it is, whatever its id: its place among all that was asked to be written. The app
    /// sends it along, so that a shard knows what it has stored already.
    pub number: u32,
    /// Who wrote it.
    pub author: User,
    /// What it says: 0 for something made up, else the place in the loaded file, from 1.
    pub entry: u16,
    /// When it was stored, in ticks, by a clock that nobody in the blog has.
    pub at: u32,
}

impl Row for Post {
    fn id(&self) -> u64 {
        self.id
    }
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What a right clock would say, in ticks.
    pub ticks: u32,
    /// The shards that users are placed on.
    pub members: Few,
    /// The application's directory, by user.
    pub accounts: Vec<Account>,
    /// Every shard that there ever was, by number, from 1.
    pub shards: Vec<Shard>,
    /// How many writes were asked for.
    pub writes: u32,
    /// How many pages were asked for.
    pub asks: u32,
    /// How many posts of the loaded file were posted.
    pub entries: u16,
    /// What was done so far, for figures.
    pub tally: Aside<Tally>,
}

/// What the application knows of a user, and what is true of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Whom they follow.
    pub follows: Few,
    /// Where the application looks for their posts.
    pub home: ShardNo,
    /// They are being moved.
    pub moving: Option<Move>,
    /// How often they were moved.
    pub epoch: u8,
    /// What they are writing.
    pub write: Option<Write>,
    /// The page that they wait for.
    pub ask: Option<Ask>,
    /// What they have read, page by page.
    pub reading: Option<Reading>,
    /// Their posts that were stored and neither deleted nor archived, whoever has them now, newest
    /// first: what is true, beside what shards know. Of each user as many stand as a shard keeps.
    pub standing: Vec<Post>,
    /// The id of their last post.
    pub latest: Option<Id>,
}

/// A user is moved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// From where.
    pub from: ShardNo,
    /// To where.
    pub to: ShardNo,
    /// Since when.
    pub since: Aside<Time>,
}

/// Something that a user writes. Each user has one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Write {
    /// Its number among all.
    pub number: u32,
    /// What is written.
    pub deed: Deed,
    /// The application holds it back until the user is moved.
    pub is_held: bool,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// A new post; see [`Post::entry`].
    Post(u16),
    /// A post of this id goes.
    Delete(Id),
}

/// Whose posts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Their own, and those of everybody whom they follow.
    Home,
    /// Those of one user.
    User(User),
}

/// A page that somebody waits for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Its number among all.
    pub number: u32,
    /// Whose posts are read.
    pub scope: Scope,
    /// Those users.
    pub users: Few,
    /// Which page of the reading it is, from 0.
    pub nth: u8,
    /// Where it begins.
    pub start: Start,
    /// Which shards have not answered, and for whom each was asked. A shard may stand here twice.
    pub waiting: Vec<(ShardNo, Few)>,
    /// Which shards were asked.
    pub asked: Few,
    /// What came, a list an answer.
    pub found: Vec<Vec<Post>>,
    /// The numbers of the posts that stood when the page was asked for.
    pub stood: Vec<u32>,
    /// The reader goes on to the next page without a hand.
    pub goes_on: bool,
    /// Since when.
    pub since: Aside<Time>,
}

/// What somebody has read, page by page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Whose posts.
    pub scope: Scope,
    /// Those users, as they were when it began.
    pub users: Few,
    /// The rows, as they came.
    pub rows: Vec<Post>,
    /// How many rows each page had.
    pub pages: Vec<u8>,
    /// The numbers of the posts that stood when the first page was asked for.
    pub stood: Vec<u32>,
    /// Which shards did not answer for some page.
    pub silent: Few,
    /// The numbers of posts that should have been on the page where they belong and were not.
    pub missing: Vec<u32>,
    /// The places in `rows` that repeat a row of an earlier page.
    pub repeated: Vec<u8>,
    /// The numbers of posts that the pages have gone past.
    pub skipped: Vec<u32>,
    /// There is no page more.
    pub is_over: bool,
}

/// A shard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shard {
    /// Whether it runs.
    pub power: Power,
    /// By how many ticks its clock is ahead of a right one.
    pub ahead: u32,
    /// What it remembers of ids.
    pub worker: Worker,
    /// What it has of each user.
    pub tables: Vec<Table>,
    /// Posts that wait until there is an id for them, oldest first. A crash loses them.
    pub waiting: Vec<(User, u32, u16)>,
}

/// Whether a shard runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// It runs.
    Up,
    /// It has crashed; what it has stored is still on its disk.
    Down,
    /// It has left the ring: it serves nobody, and sends elsewhere whoever still comes.
    Drained,
}

/// What a shard has of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Table {
    /// What it does for them.
    pub duty: Duty,
    /// The move by which it got them; 0 for the beginning.
    pub epoch: u8,
    /// Their posts, newest first.
    pub posts: Vec<Post>,
    /// The greatest id that they were ever given.
    pub top: Option<Id>,
    /// The number of the last write of theirs that was done.
    pub written: u32,
}

/// What a shard does for a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Nothing: whoever asks is sent elsewhere.
    #[default]
    None,
    /// It has handed them over and still answers who reads.
    Reads,
    /// It reads and writes.
    Serves,
}

/// What was done so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Posts that were stored.
    pub stored: u32,
    /// Pages that were read.
    pub pages: u32,
    /// Of those, with a shard that did not answer.
    pub partial: u32,
    /// Of those that call themselves complete, with a post missing.
    pub incomplete: u32,
    /// Rows that were read twice.
    pub repeated: u32,
    /// Posts that were gone past.
    pub skipped: u32,
    /// Users that were moved.
    pub moved: u32,
    /// Posts that got the id of another.
    pub collided: u32,
}

impl State {
    /// A user's account.
    pub fn account(&self, user: User) -> &Account {
        &self.accounts[usize::from(user)]
    }

    pub(super) fn account_mut(&mut self, user: User) -> &mut Account {
        &mut self.accounts[usize::from(user)]
    }

    /// A shard, by its number.
    pub fn shard(&self, number: ShardNo) -> &Shard {
        &self.shards[usize::from(number) - 1]
    }

    pub(super) fn shard_mut(&mut self, number: ShardNo) -> &mut Shard {
        &mut self.shards[usize::from(number) - 1]
    }

    /// The users, by index.
    pub fn users(&self) -> impl Iterator<Item = User> + use<> {
        0..self.accounts.len() as User
    }

    /// The numbers of all shards that there ever were.
    pub fn shard_numbers(&self) -> impl Iterator<Item = ShardNo> + use<> {
        1..=self.shards.len() as ShardNo
    }

    /// Whether somebody is being moved.
    pub fn is_moving(&self) -> bool {
        self.accounts.iter().any(|account| account.moving.is_some())
    }

    /// How many posts are on the fullest shard of the ring, in per cent of an equal share of them.
    pub fn fullest_percent(&self) -> u32 {
        let posts = |number| self.shard(number).posts().count() as u32;
        let counts = || self.members.iter().map(posts);
        let (all, most) = (counts().sum::<u32>(), counts().max().unwrap_or(0));
        most * self.members.len() * 100 / all.max(1)
    }

    /// All posts that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Post> {
        self.accounts.iter().flat_map(|account| &account.standing)
    }

    /// The post of this number, where it stands.
    pub fn post(&self, number: u32) -> Option<&Post> {
        self.standing().find(|post| post.number == number)
    }
}

impl Shard {
    /// What it has of a user.
    pub fn table(&self, user: User) -> &Table {
        &self.tables[usize::from(user)]
    }

    pub(super) fn table_mut(&mut self, user: User) -> &mut Table {
        &mut self.tables[usize::from(user)]
    }

    /// All posts that it has.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.tables.iter().flat_map(|table| &table.posts)
    }
}
