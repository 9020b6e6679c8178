//! A shard: it stores the posts of the users that it serves, makes their ids, and answers.

use kernel::Cx;

use super::fact::Fact;
use super::few::Few;
use super::keys::{Id, NoId};
use super::message::{Body, Message};
use super::model::{Blog, Moving};
use super::state::{APP, Duty, Post, Power, ShardNo, State, User};
use super::timeline::{self, Start};

/// The most posts that wait at a shard for an id; one more is not heard.
const WAITING_MAX: usize = 16;

impl Blog {
    /// A message arrives.
    pub(super) fn arrive(&self, state: &mut State, message: Message, cx: &mut Cx<'_, Blog>) {
        let Message { from, to, body } = message;
        if to != APP && state.shard(to).power == Power::Down {
            return;
        }
        match body {
            Body::Fetch { reader, ask, users, start, rows } => {
                let body = self.rows_of(state, to, (reader, ask), users, (start, rows));
                self.send(Message::to_app(to, body), cx);
            }
            Body::Rows { reader, ask, users, elsewhere, posts } => {
                self.on_rows(state, from, (reader, ask, users, elsewhere), posts, cx);
            }
            Body::Put { user, write, entry } => self.on_put(state, to, (user, write, entry), cx),
            Body::Delete { user, write, id } => self.on_delete(state, to, (user, write, id), cx),
            Body::Done { user, write, id } => self.on_done(state, user, write, id, cx),
            Body::Elsewhere { user, write } => self.on_elsewhere(state, user, write, cx),
            Body::Hand { user, epoch, to: heir } => {
                self.on_hand(state, to, (user, epoch), heir, cx)
            }
            Body::Copy { user, epoch, posts, top, written } => {
                self.on_copy(state, (from, to), (user, epoch), (posts, top, written), cx);
            }
            Body::Here { user, epoch } => self.on_here(state, user, epoch, cx),
            Body::Forget { user, epoch } => self.on_forget(state, to, user, epoch),
        }
    }

    /// What a shard does for a user. Where the directory is switched first, no shard knows whom it
    /// serves, and answers with what it has.
    fn duty(&self, state: &State, shard: ShardNo, user: User) -> Duty {
        match self.moving {
            Moving::CopyFirst => state.shard(shard).table(user).duty,
            Moving::SwitchFirst => Duty::Serves,
        }
    }

    fn rows_of(
        &self,
        state: &State,
        shard: ShardNo,
        (reader, ask): (User, u32),
        users: Few,
        (start, rows): (Start, u16),
    ) -> Body {
        let (here, elsewhere): (Vec<User>, Vec<User>) =
            users.iter().partition(|user| self.duty(state, shard, *user) != Duty::None);
        let lists: Vec<&[Post]> = here
            .iter()
            .map(|user| &*state.shard(shard).table(*user).posts)
            .map(|list| timeline::head(list, start, rows.into()))
            .collect();
        let posts = timeline::merge(&lists, rows.into());
        Body::Rows { reader, ask, users, elsewhere: elsewhere.into_iter().collect(), posts }
    }

    /// Makes an id for a post and stores it; what goes to the archive for it.
    ///
    /// # Errors
    /// [`NoId`], where there is none now.
    pub(super) fn store(
        &self,
        state: &mut State,
        shard: ShardNo,
        (author, number, entry): (User, u32, u16),
    ) -> Result<(Post, Vec<Post>), NoId> {
        let (now, at) = (self.clock(state, shard), state.ticks);
        let store = state.shard_mut(shard);
        let id = self.scheme.next(&mut store.worker, shard, now, self.ahead())?;
        let post = Post { id, number, author, entry, at };
        let table = store.table_mut(author);
        table.written = number;
        table.top = table.top.max(Some(id));
        insert(&mut table.posts, post);
        let kept = usize::from(self.kept);
        let archived = table.posts.split_off(table.posts.len().min(kept));
        let account = state.account_mut(author);
        account.latest = Some(id);
        insert(&mut account.standing, post);
        account.standing.truncate(kept);
        state.tally.0.stored += 1;
        Ok((post, archived))
    }

    fn on_put(
        &self,
        state: &mut State,
        shard: ShardNo,
        (user, number, entry): (User, u32, u16),
        cx: &mut Cx<'_, Blog>,
    ) {
        if self.duty(state, shard, user) != Duty::Serves {
            self.send_elsewhere(shard, user, number, cx);
            return;
        }
        let table = state.shard(shard).table(user);
        let waits = |(_, waiting, _): &(User, u32, u16)| *waiting == number;
        if number <= table.written || state.shard(shard).waiting.iter().any(waits) {
            // A double. If it is of the last write, its answer may be what was lost.
            let id = table.posts.iter().find(|post| post.number == number).map(|post| post.id);
            if id.is_some() {
                self.send(Message::to_app(shard, Body::Done { user, write: number, id }), cx);
            }
            return;
        }
        self.try_to_store(state, shard, (user, number, entry), cx);
    }

    fn try_to_store(
        &self,
        state: &mut State,
        shard: ShardNo,
        (user, number, entry): (User, u32, u16),
        cx: &mut Cx<'_, Blog>,
    ) {
        let after = state.account(user).latest;
        match self.store(state, shard, (user, number, entry)) {
            Ok((post, archived)) => {
                let others = state.standing().filter(|other| other.number != post.number);
                let has_collided = { others }.any(|other| other.id == post.id);
                state.tally.0.collided += u32::from(has_collided);
                let fullest_percent = state.fullest_percent();
                cx.tell(Fact::Stored { shard, post, after, fullest_percent });
                for archived in archived {
                    cx.tell(Fact::Archived(shard, archived));
                }
                let body = Body::Done { user, write: number, id: Some(post.id) };
                self.send(Message::to_app(shard, body), cx);
            }
            Err(NoId::Later) => {
                let waiting = &mut state.shard_mut(shard).waiting;
                if waiting.len() < WAITING_MAX {
                    waiting.push((user, number, entry));
                    cx.tell(Fact::NoIdYet(shard, user));
                }
            }
            Err(NoId::Spent) => cx.tell(Fact::NoIdEver(shard, user)),
        }
    }

    /// The clocks have gone on: a shard tries again what had to wait.
    pub(super) fn try_again(&self, state: &mut State, shard: ShardNo, cx: &mut Cx<'_, Blog>) {
        for waiting in std::mem::take(&mut state.shard_mut(shard).waiting) {
            self.try_to_store(state, shard, waiting, cx);
        }
    }

    fn on_delete(
        &self,
        state: &mut State,
        shard: ShardNo,
        (user, number, id): (User, u32, Id),
        cx: &mut Cx<'_, Blog>,
    ) {
        if self.duty(state, shard, user) != Duty::Serves {
            self.send_elsewhere(shard, user, number, cx);
            return;
        }
        let table = state.shard_mut(shard).table_mut(user);
        if number >= table.written {
            table.written = number;
            if let Some(at) = table.posts.iter().position(|post| post.id == id) {
                let post = table.posts.remove(at);
                let standing = &mut state.account_mut(user).standing;
                standing.retain(|other| other.number != post.number);
                cx.tell(Fact::Deleted(shard, post));
            }
        }
        self.send(Message::to_app(shard, Body::Done { user, write: number, id: None }), cx);
    }

    pub(super) fn send_elsewhere(
        &self,
        shard: ShardNo,
        user: User,
        write: u32,
        cx: &mut Cx<'_, Blog>,
    ) {
        cx.tell(Fact::SentElsewhere(shard, user));
        self.send(Message::to_app(shard, Body::Elsewhere { user, write }), cx);
    }
}

/// Puts a post where its id belongs, newest first.
pub(super) fn insert(posts: &mut Vec<Post>, post: Post) {
    let place = posts.partition_point(|other| other.id > post.id);
    posts.insert(place, post);
}
