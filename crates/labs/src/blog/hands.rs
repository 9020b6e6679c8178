//! What a person may do when, and what comes of it at once.

use kernel::Cx;

use super::action::Action;
use super::fact::Fact;
use super::model::{Blog, has_room};
use super::state::{APP, Power, Scope, ShardNo, State, User};

impl Blog {
    /// The finite menu: every write, page and change that there is. Whom users follow is left to
    /// hands.
    pub(super) fn menu(&self, state: &State, out: &mut Vec<Action>) {
        let mut offer = |action: Action| {
            if self.can(state, &action) {
                out.push(action);
            }
        };
        for user in state.users() {
            offer(Action::Post(user));
            if let Some(post) = state.account(user).standing.first() {
                offer(Action::Delete(post.number));
            }
            offer(Action::Home(user));
            offer(Action::Next(user));
        }
        offer(Action::AddShard);
        for shard in state.shard_numbers() {
            offer(Action::RemoveShard(shard));
            offer(Action::Crash(shard));
            offer(Action::Restart(shard));
        }
    }

    /// Whether something can be done now.
    pub(super) fn can(&self, state: &State, action: &Action) -> bool {
        let is_user = |user: User| user < self.users;
        let power = |shard: ShardNo| {
            let is_shard = shard != APP && usize::from(shard) <= state.shards.len();
            is_shard.then(|| state.shard(shard).power)
        };
        let is_idle = |user: User| is_user(user) && state.account(user).ask.is_none();
        match *action {
            Action::Post(user) => is_user(user) && state.account(user).write.is_none(),
            Action::Delete(number) => {
                let author = state.post(number).map(|post| post.author);
                author.is_some_and(|author| state.account(author).write.is_none())
            }
            Action::Follow(who, whom) => {
                let others = is_user(who) && is_user(whom) && who != whom;
                others && !state.account(who).follows.has(whom)
            }
            Action::Unfollow(who, whom) => {
                is_user(who) && is_user(whom) && state.account(who).follows.has(whom)
            }
            Action::Home(user) => is_idle(user),
            Action::Posts(reader, user) => is_idle(reader) && is_user(user),
            Action::Next(reader) => {
                let reading = |user| state.account(user).reading.as_ref();
                is_idle(reader) && reading(reader).is_some_and(|reading| reading.can_go_on())
            }
            Action::AddShard => has_room(state) && !state.is_moving(),
            Action::RemoveShard(shard) => {
                let stays = state.members.has(shard) && state.members.len() > 1;
                stays && power(shard) == Some(Power::Up) && !state.is_moving()
            }
            Action::Crash(shard) => power(shard) == Some(Power::Up),
            Action::Restart(shard) => power(shard) == Some(Power::Down),
        }
    }

    /// Does what can be done.
    pub(super) fn act(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Blog>) {
        match action {
            Action::Post(user) => self.write_post(state, user, 0, cx),
            Action::Delete(number) => self.write_delete(state, number, cx),
            Action::Follow(who, whom) => {
                let follows = &mut state.account_mut(who).follows;
                *follows = follows.with(whom);
                cx.tell(Fact::Followed(who, whom));
            }
            Action::Unfollow(who, whom) => {
                let follows = &mut state.account_mut(who).follows;
                *follows = follows.without(whom);
                cx.tell(Fact::Unfollowed(who, whom));
            }
            Action::Home(user) => self.ask_first(state, user, Scope::Home, false, cx),
            Action::Posts(reader, user) => {
                self.ask_first(state, reader, Scope::User(user), false, cx);
            }
            Action::Next(reader) => self.ask_next(state, reader, false, cx),
            Action::AddShard => self.add_shard(state, cx),
            Action::RemoveShard(shard) => self.remove_shard(state, shard, cx),
            Action::Crash(shard) => {
                let crashed = state.shard_mut(shard);
                crashed.power = Power::Down;
                crashed.waiting.clear();
                cx.tell(Fact::Crashed(shard));
            }
            Action::Restart(shard) => {
                state.shard_mut(shard).power = Power::Up;
                cx.tell(Fact::Restarted(shard));
            }
        }
    }
}
