//! The rules: an application in front of shards, users who write and read, and hands that change the
//! shards.

use std::rc::Rc;

use kernel::{
    Allowance, Aside, Budget, Class, Cx, Delay, Draw, Figure, Law, Metric, Model, Place, Row, Said,
    Search, Sign, Span, Standing,
};

use super::action::Action;
use super::content::Content;
use super::fact::Fact;
use super::few::Few;
use super::keys::{Scheme, Worker};
use super::message::{Event, Message};
use super::placing::Placing;
use super::state::{
    Account, Duty, Post, Power, SHARDS_MAX, Scope, Shard, ShardNo, State, Table, Tally, User,
};
use super::{laws, metrics, showing, telling};

/// Posts that a search may have written.
pub const POSTS: Budget = Budget(Budget::FIRST);
/// Posts that a search may have deleted.
pub const DELETES: Budget = Budget(Budget::FIRST + 1);
/// Pages that a search may have read.
pub const PAGES: Budget = Budget(Budget::FIRST + 2);
/// Shards that may join and leave in a search.
pub const CHANGES: Budget = Budget(Budget::FIRST + 3);
/// Shards that may crash in a search.
pub const CRASHES: Budget = Budget(Budget::FIRST + 4);
/// Ticks that the clocks may go on in a search.
pub const TICKS: Budget = Budget(Budget::FIRST + 5);

/// How long a message travels.
const WIRE: u8 = 0;
/// When somebody posts next, and whether.
const NEXT_POST: u8 = 1;
/// Who posts, or deletes.
const WHO_POSTS: u8 = 2;
/// Whether it is a post or the end of one.
const POST_OR_DELETE: u8 = 3;
/// When somebody reads next, and whether.
const NEXT_READ: u8 = 4;
/// Who reads.
const WHO_READS: u8 = 5;
/// How long somebody reads a page.
const THINKING: u8 = 6;
/// Whether the clocks go on.
const GOES_ON: u8 = 7;

/// The parameters.
#[derive(Clone, Debug)]
pub struct Blog {
    /// How ids are made.
    pub scheme: Scheme,
    /// How the next page is asked for.
    pub paging: Paging,
    /// How users are moved.
    pub moving: Moving,
    /// Whether a user's last id goes along when they are moved, as a floor for the new shard.
    pub has_floor: bool,
    /// By how many ticks the clocks of shards with odd numbers are ahead.
    pub skew: u32,
    /// How many shards there are at first.
    pub shards: ShardNo,
    /// How many users there are.
    pub users: User,
    /// How many others each user follows at first.
    pub follows: User,
    /// How many posts each user has at first.
    pub first_posts: u8,
    /// How many posts a shard keeps of each user.
    pub kept: u8,
    /// How many rows a page has.
    pub rows: u8,
    /// How many pages somebody reads on, who reads without a hand.
    pub pages: u8,
    /// How often something is written, in ten seconds; zero where hands do it.
    pub writes_per_10_s: u32,
    /// Of a hundred of these, how many delete.
    pub deletes_percent: u32,
    /// How often somebody reads, in ten seconds; zero where hands do it.
    pub reads_per_10_s: u32,
    /// When a shard joins without a hand, in a run; zero for never.
    pub joins_after: Span,
    /// How long a message is on its way.
    pub travel: Delay,
    /// How long the application waits for shards; zero for ever.
    pub patience: Span,
    /// How long a tick is.
    pub tick: Span,
    /// Where users live, by who is a member.
    pub placing: Rc<Placing>,
    /// What the loaded file brought.
    pub content: Option<Rc<Content>>,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// Everything older than the last row.
    Cursor,
    /// Everything but the first so many rows.
    Offset,
}

/// How users are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// Their posts are copied first; then the directory is switched, one user at a time. Until then
    /// the old shard answers who reads, and who writes waits.
    CopyFirst,
    /// The directory is switched first, and the posts are copied after it.
    SwitchFirst,
}

impl Blog {
    /// How many ticks ids may run ahead of a shard's clock: enough for a shard that gets a user from
    /// a shard whose clock is ahead.
    pub fn ahead(&self) -> u64 {
        u64::from(self.skew) + 1
    }

    /// By how many ticks a row may stand above one that was stored later than it.
    pub fn disorder(&self) -> u64 {
        u64::from(self.skew) + self.ahead()
    }

    /// What the clock of a shard says.
    pub fn clock(&self, state: &State, shard: ShardNo) -> u64 {
        u64::from(state.ticks) + u64::from(state.shard(shard).ahead)
    }

    /// The name of a user.
    pub fn user_name(&self, user: User) -> &str {
        self.placing.name(user)
    }

    /// The text of a post.
    pub fn text(&self, number: u32, entry: u16) -> &str {
        match &self.content {
            Some(content) if entry > 0 => content.text(entry),
            _ => telling::made_up(number),
        }
    }

    /// When a post of the loaded file was written, as the file has it.
    pub fn written_at(&self, post: &Post) -> Option<&str> {
        self.content.as_ref()?.entry(post.entry)?.at.as_deref()
    }

    /// A shard that joins now.
    pub(super) fn new_shard(&self, number: ShardNo, members: u32) -> Shard {
        let ahead = if number % 2 == 1 { self.skew } else { 0 };
        let worker = Worker { stride: members as u8, ..Worker::default() };
        let tables = vec![Table::default(); usize::from(self.users)];
        Shard { power: Power::Up, ahead, worker, tables, waiting: Vec::new() }
    }

    /// Sends a message.
    pub(super) fn send(&self, message: Message, cx: &mut Cx<'_, Blog>) {
        let wait = cx.delay(Draw::nth(WIRE, message.key(), 0), self.travel);
        cx.after(wait, Event::Arrive(message));
    }

    /// Sends a message unless the same is on its way: for what is asked for again and again.
    pub(super) fn send_once(&self, message: Message, cx: &mut Cx<'_, Blog>) {
        let wait = cx.delay(Draw::nth(WIRE, message.key(), 0), self.travel);
        cx.after_once(wait, Event::Arrive(message));
    }

    /// The state at the beginning, with the first posts stored.
    fn first_state(&self) -> State {
        let members: Few = (1..=self.shards).collect();
        let homes = self.placing.homes(members);
        let account = |user: User| Account {
            follows: (1..=self.follows.min(self.users - 1))
                .map(|next| (user + next) % self.users)
                .collect(),
            home: homes[usize::from(user)],
            moving: None,
            epoch: 0,
            write: None,
            ask: None,
            reading: None,
            standing: Vec::new(),
            latest: None,
        };
        let shard = |number| self.new_shard(number, u32::from(self.shards));
        let mut state = State {
            ticks: 0,
            members,
            accounts: (0..self.users).map(account).collect(),
            shards: (1..=self.shards).map(shard).collect(),
            writes: 0,
            asks: 0,
            entries: 0,
            tally: Aside(Tally::default()),
        };
        for user in 0..self.users {
            let home = state.account(user).home;
            state.shard_mut(home).table_mut(user).duty = Duty::Serves;
        }
        for _ in 0..self.first_posts {
            for user in 0..self.users {
                state.ticks += 1;
                state.writes += 1;
                let (home, number) = (state.account(user).home, state.writes);
                // At the beginning every clock has an id for each.
                let _ = self.store(&mut state, home, (user, number, 0));
            }
        }
        state
    }

    fn gap(&self, per_10_s: u32) -> Delay {
        let mean = Span::micros(10_000_000 / u64::from(per_10_s.max(1)));
        Delay::Exponential { mean, most: mean * 4 }
    }

    fn on_post(&self, state: &mut State, cx: &mut Cx<'_, Blog>) {
        if !cx.fault(POSTS, Draw::next(NEXT_POST), 1, 1) {
            return;
        }
        let is_over = match &self.content {
            Some(content) => !self.post_entry(content, state, cx),
            None => {
                let who = cx.choose(Draw::next(WHO_POSTS), u32::from(self.users)) as User;
                let deletes = cx.chance(Draw::next(POST_OR_DELETE), self.deletes_percent, 100);
                let newest = state.account(who).standing.first().map(|post| post.number);
                let action = match newest {
                    Some(number) if deletes => Action::Delete(number),
                    _ => Action::Post(who),
                };
                if self.accepts(state, &action) {
                    self.on_action(state, action, cx);
                }
                false
            }
        };
        if !is_over {
            let gap = cx.delay(Draw::next(NEXT_POST), self.gap(self.writes_per_10_s));
            cx.after(gap, Event::Post);
        }
    }

    /// Posts what comes next in the loaded file, where its author is not busy. False when there is
    /// nothing more.
    fn post_entry(&self, content: &Content, state: &mut State, cx: &mut Cx<'_, Blog>) -> bool {
        let Some(author) = content.author(state.entries + 1) else { return false };
        if self.accepts(state, &Action::Post(author)) {
            state.entries += 1;
            self.write_post(state, author, state.entries, cx);
        }
        true
    }

    fn on_read(&self, state: &mut State, cx: &mut Cx<'_, Blog>) {
        if !cx.fault(PAGES, Draw::next(NEXT_READ), 1, 1) {
            return;
        }
        let who = cx.choose(Draw::next(WHO_READS), u32::from(self.users)) as User;
        if self.accepts(state, &Action::Home(who)) {
            self.ask_first(state, who, Scope::Home, true, cx);
        }
        let gap = cx.delay(Draw::next(NEXT_READ), self.gap(self.reads_per_10_s));
        cx.after(gap, Event::Read);
    }

    /// Books the next page of somebody who reads without a hand.
    pub(super) fn read_on_later(&self, reader: User, cx: &mut Cx<'_, Blog>) {
        let thinks = Delay::Between(Span::millis(600), Span::millis(1_400));
        let wait = cx.delay(Draw::next(THINKING), thinks);
        cx.after(wait, Event::ReadOn(reader));
    }

    fn on_tick(&self, state: &mut State, cx: &mut Cx<'_, Blog>) {
        if !cx.fault(TICKS, Draw::next(GOES_ON), 1, 1) {
            return;
        }
        state.ticks += 1;
        cx.after(self.tick, Event::Tick);
        for shard in state.shard_numbers() {
            self.try_again(state, shard, cx);
        }
    }
}

impl Model for Blog {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const VERSION: u32 = 2;
    const LAWS: &'static [Law<Blog>] = laws::LAWS;
    const METRICS: &'static [Metric<Blog>] = metrics::METRICS;
    const BUDGETS: &'static [Allowance] = &[
        Allowance { budget: POSTS, label: "posts written", limit: 1 },
        Allowance { budget: DELETES, label: "deletions of posts", limit: 0 },
        Allowance { budget: PAGES, label: "pages read", limit: 2 },
        Allowance { budget: CHANGES, label: "changes of shards", limit: 1 },
        Allowance { budget: CRASHES, label: "crashes of shards", limit: 0 },
        Allowance { budget: TICKS, label: "ticks of the clocks", limit: 0 },
    ];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        let mut booked = vec![(self.tick, Event::Tick)];
        if self.reads_per_10_s > 0 {
            booked.push((Span::millis(100), Event::Read));
        }
        if self.writes_per_10_s > 0 {
            booked.push((Span::millis(300), Event::Post));
        }
        if self.joins_after > Span::ZERO {
            booked.push((self.joins_after, Event::Join));
        }
        (self.first_state(), booked)
    }

    fn on_event(&self, state: &mut State, event: Event, cx: &mut Cx<'_, Blog>) {
        match event {
            Event::Tick => self.on_tick(state, cx),
            Event::Post => self.on_post(state, cx),
            Event::Read => self.on_read(state, cx),
            Event::ReadOn(reader) => {
                if self.accepts(state, &Action::Next(reader)) {
                    self.ask_next(state, reader, true, cx);
                }
            }
            Event::Join => {
                if self.accepts(state, &Action::AddShard) {
                    self.add_shard(state, cx);
                }
            }
            Event::PageLate(reader, ask) => self.page_late(state, reader, ask, cx),
            Event::WriteLate(user, write) => self.write_late(state, user, write, cx),
            Event::MoveLate(user, epoch) => self.move_late(state, user, epoch, cx),
            Event::Arrive(message) => self.arrive(state, message, cx),
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Blog>) {
        self.act(state, action, cx);
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        self.menu(state, out);
    }

    fn accepts(&self, state: &State, action: &Action) -> bool {
        self.can(state, action)
    }

    fn price(&self, action: &Action) -> Option<Budget> {
        match action {
            Action::Post(_) => Some(POSTS),
            Action::Delete(_) => Some(DELETES),
            Action::Home(_) | Action::Posts(..) | Action::Next(_) => Some(PAGES),
            Action::AddShard | Action::RemoveShard(_) => Some(CHANGES),
            Action::Crash(_) => Some(CRASHES),
            Action::Restart(_) | Action::Follow(..) | Action::Unfollow(..) => None,
        }
    }

    fn is_mishap(&self, action: &Action) -> bool {
        matches!(action, Action::Crash(_))
    }

    fn class(&self, event: &Event) -> Class {
        match event {
            Event::Arrive(_) => Class::Message,
            _ => Class::Timer,
        }
    }

    fn calm(&self, state: &State) -> bool {
        state.shards.iter().all(|shard| shard.power != Power::Down)
    }

    fn say(&self, fact: &Fact) -> Said {
        telling::say(self, fact)
    }

    fn name_event(&self, event: &Event) -> String {
        telling::name_event(self, event)
    }

    fn name_action(&self, action: &Action) -> String {
        telling::name_action(self, action)
    }

    fn write_action(&self, action: &Action) -> String {
        action.to_string()
    }

    fn read_action(&self, _: &State, text: &str) -> Option<Action> {
        Action::read(text)
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        showing::figures(self, state)
    }

    fn nodes(&self, state: &State) -> Vec<String> {
        let shards = state.shard_numbers().map(telling::shard);
        std::iter::once("app".to_owned()).chain(shards).collect()
    }

    fn standing(&self, state: &State, node: u8) -> Standing {
        match node.checked_sub(1).and_then(|at| state.shards.get(usize::from(at))) {
            Some(shard) if shard.power != Power::Up => Standing::Down,
            _ => Standing::Up,
        }
    }

    fn place(&self, event: &Event) -> Option<Place> {
        showing::place(event)
    }

    fn caption(&self, event: &Event) -> String {
        telling::caption(self, event)
    }

    fn sign(&self, fact: &Fact) -> Option<Sign> {
        showing::sign(fact)
    }

    fn outline(&self, state: &State) -> Vec<Row> {
        showing::outline(self, state)
    }
}

/// Whether one shard more may join.
pub(super) fn has_room(state: &State) -> bool {
    state.shards.len() < usize::from(SHARDS_MAX)
}
