//! The application: it knows where every user lives, asks the shards for pages and merges what they
//! send, and passes writes on.

use std::rc::Rc;

use kernel::{Aside, Cx, Span, Time};

use super::fact::{Fact, Page};
use super::few::Few;
use super::judge;
use super::keys::Id;
use super::message::{Body, Event, Message};
use super::model::{Blog, Paging};
use super::state::{Ask, Deed, Post, Reading, Scope, ShardNo, State, User, Write};
use super::timeline::{self, Start};

/// The most pages of one reading.
pub const PAGES_MAX: usize = 12;

/// What page is wanted.
struct Wanted {
    scope: Scope,
    users: Few,
    nth: u8,
    start: Start,
    goes_on: bool,
}

impl Reading {
    /// Whether there may be another page.
    pub fn can_go_on(&self) -> bool {
        !self.is_over && self.pages.len() < PAGES_MAX
    }
}

impl Blog {
    /// Somebody begins to read.
    pub(super) fn ask_first(
        &self,
        state: &mut State,
        reader: User,
        scope: Scope,
        goes_on: bool,
        cx: &mut Cx<'_, Blog>,
    ) {
        let users = match scope {
            Scope::Home => state.account(reader).follows.with(reader),
            Scope::User(user) => Few::one(user),
        };
        let start = match self.paging {
            Paging::Cursor => Start::Cursor(None),
            Paging::Offset => Start::Offset(0),
        };
        self.ask(state, reader, Wanted { scope, users, nth: 0, start, goes_on }, cx);
    }

    /// Somebody turns the page.
    pub(super) fn ask_next(
        &self,
        state: &mut State,
        reader: User,
        goes_on: bool,
        cx: &mut Cx<'_, Blog>,
    ) {
        let Some(reading) = &state.account(reader).reading else { return };
        let start = match self.paging {
            Paging::Cursor => Start::Cursor(reading.rows.last().map(|post| post.id)),
            Paging::Offset => Start::Offset(reading.rows.len() as u32),
        };
        let (scope, users, nth) = (reading.scope, reading.users, reading.pages.len() as u8);
        self.ask(state, reader, Wanted { scope, users, nth, start, goes_on }, cx);
    }

    fn ask(&self, state: &mut State, reader: User, wanted: Wanted, cx: &mut Cx<'_, Blog>) {
        let Wanted { scope, users, nth, start, goes_on } = wanted;
        state.asks += 1;
        let stood = state.standing().filter(|post| users.has(post.author));
        let mut ask = Ask {
            number: state.asks,
            scope,
            users,
            nth,
            start,
            waiting: Vec::new(),
            asked: Few::default(),
            found: Vec::new(),
            stood: stood.map(|post| post.number).collect(),
            goes_on,
            since: Aside(Time::ZERO),
        };
        cx.record(|now| ask.since.0 = now);
        self.fetch(state, &mut ask, reader, users, cx);
        cx.tell(Fact::Asked { reader, scope, nth, shards: ask.asked });
        if self.patience > Span::ZERO && !ask.waiting.is_empty() {
            cx.after(self.patience, Event::PageLate(reader, ask.number));
        }
        let has_all = ask.waiting.is_empty();
        state.account_mut(reader).ask = Some(ask);
        if has_all {
            self.finish_page(state, reader, cx);
        }
    }

    /// Asks the shard of each of these users, each shard once.
    fn fetch(&self, state: &State, ask: &mut Ask, reader: User, users: Few, cx: &mut Cx<'_, Blog>) {
        for shard in state.shard_numbers() {
            let users: Few =
                users.iter().filter(|user| state.account(*user).home == shard).collect();
            if users.is_empty() {
                continue;
            }
            let (number, start) = (ask.number, ask.start);
            let rows = start.wanted(self.rows.into()) as u16;
            let body = Body::Fetch { reader, ask: number, users, start, rows };
            self.send(Message::to_shard(shard, body), cx);
            ask.waiting.push((shard, users));
            ask.asked = ask.asked.with(shard);
        }
    }

    /// A shard has answered for a page.
    pub(super) fn on_rows(
        &self,
        state: &mut State,
        from: ShardNo,
        (reader, number, users, elsewhere): (User, u32, Few, Few),
        posts: Vec<Post>,
        cx: &mut Cx<'_, Blog>,
    ) {
        let Some(mut ask) = state.account_mut(reader).ask.take_if(|ask| ask.number == number)
        else {
            return;
        };
        if let Some(at) = ask.waiting.iter().position(|waiting| *waiting == (from, users)) {
            ask.waiting.remove(at);
            ask.found.push(posts);
            self.fetch(state, &mut ask, reader, elsewhere, cx);
        }
        let has_all = ask.waiting.is_empty();
        state.account_mut(reader).ask = Some(ask);
        if has_all {
            cx.cancel(&Event::PageLate(reader, number));
            self.finish_page(state, reader, cx);
        }
    }

    /// The application waits no longer for shards that say nothing, and says so on the page.
    pub(super) fn page_late(
        &self,
        state: &mut State,
        reader: User,
        number: u32,
        cx: &mut Cx<'_, Blog>,
    ) {
        if state.account(reader).ask.as_ref().is_some_and(|ask| ask.number == number) {
            self.finish_page(state, reader, cx);
        }
    }

    /// Merges what the shards have sent, and shows it to the reader.
    fn finish_page(&self, state: &mut State, reader: User, cx: &mut Cx<'_, Blog>) {
        let Some(ask) = state.account_mut(reader).ask.take() else { return };
        let lists: Vec<&[Post]> = ask.found.iter().map(Vec::as_slice).collect();
        let (rows, _) = timeline::page(&lists, ask.start, self.rows.into());
        let mut took = Span::ZERO;
        cx.record(|now| took = now.since(ask.since.0));
        let mut page = Page {
            reader,
            scope: ask.scope,
            nth: ask.nth,
            start: ask.start,
            shards: ask.asked.len() as u8,
            silent: ask.waiting.iter().map(|(shard, _)| *shard).collect(),
            rows,
            sent: lists.iter().map(|list| list.len() as u16).sum(),
            missing: Vec::new(),
            repeated: Vec::new(),
            skipped: Vec::new(),
            took,
        };
        judge::judge(self, state, &ask, &mut page);
        cx.tell(Fact::Read(Rc::new(page)));
        let reading = state.account(reader).reading.as_ref();
        let wants_more = ask.goes_on && ask.nth + 1 < self.pages;
        if wants_more && reading.is_some_and(Reading::can_go_on) {
            self.read_on_later(reader, cx);
        }
    }

    /// A user writes a post: one that is made up, or an entry of the loaded file.
    pub(super) fn write_post(
        &self,
        state: &mut State,
        user: User,
        entry: u16,
        cx: &mut Cx<'_, Blog>,
    ) {
        let number = state.writes + 1;
        cx.tell(Fact::Wrote(user, number));
        self.write(state, user, Deed::Post(entry), cx);
    }

    /// The author of a post deletes it.
    pub(super) fn write_delete(&self, state: &mut State, number: u32, cx: &mut Cx<'_, Blog>) {
        let Some(Post { id, author, .. }) = state.post(number).copied() else { return };
        cx.tell(Fact::Deletes(author, id));
        self.write(state, author, Deed::Delete(id), cx);
    }

    fn write(&self, state: &mut State, user: User, deed: Deed, cx: &mut Cx<'_, Blog>) {
        state.writes += 1;
        let number = state.writes;
        state.account_mut(user).write = Some(Write { number, deed, is_held: false });
        if self.patience > Span::ZERO {
            cx.after(self.patience, Event::WriteLate(user, number));
        }
        self.pass_on(state, user, cx);
    }

    /// Passes a user's write on to their shard, or holds it back while they are moved.
    pub(super) fn pass_on(&self, state: &mut State, user: User, cx: &mut Cx<'_, Blog>) {
        let must_wait = self.holds_back(state, user);
        let account = state.account_mut(user);
        let Some(write) = &mut account.write else { return };
        write.is_held = must_wait;
        if must_wait {
            cx.tell(Fact::HeldBack(user));
            return;
        }
        let (write, home) = (*write, account.home);
        let body = match write.deed {
            Deed::Post(entry) => Body::Put { user, write: write.number, entry },
            Deed::Delete(id) => Body::Delete { user, write: write.number, id },
        };
        self.send(Message::to_shard(home, body), cx);
    }

    /// A shard has done a write.
    pub(super) fn on_done(
        &self,
        state: &mut State,
        user: User,
        number: u32,
        id: Option<Id>,
        cx: &mut Cx<'_, Blog>,
    ) {
        let account = state.account_mut(user);
        if account.write.take_if(|write| write.number == number).is_some() {
            cx.cancel(&Event::WriteLate(user, number));
            cx.tell(Fact::Acknowledged(user, id));
        }
    }

    /// A shard has not done a write, because it does not serve the user any more.
    pub(super) fn on_elsewhere(
        &self,
        state: &mut State,
        user: User,
        number: u32,
        cx: &mut Cx<'_, Blog>,
    ) {
        let write = state.account(user).write.filter(|write| write.number == number);
        if write.is_some_and(|write| !write.is_held) {
            self.pass_on(state, user, cx);
        }
    }

    /// The author is told that nobody knows what became of a write.
    pub(super) fn write_late(
        &self,
        state: &mut State,
        user: User,
        number: u32,
        cx: &mut Cx<'_, Blog>,
    ) {
        let account = state.account_mut(user);
        if account.write.take_if(|write| write.number == number).is_some() {
            cx.tell(Fact::WriteLate(user));
        }
    }
}
