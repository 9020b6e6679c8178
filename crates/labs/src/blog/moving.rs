//! Moving users from shard to shard while the blog goes on.
//!
//! The right way, one user at a time: the application asks the old shard to hand the user over and
//! holds back what they write. The old shard takes no writes for them any more, still answers who
//! reads, and sends all that it has to the new one, with the last id as a floor. The new shard
//! serves the user and says so; the application switches its directory, passes on what it held
//! back, and lets the old shard forget. Whoever comes to a shard that does not serve the user is
//! sent elsewhere and asks again. Every move of a user has a number, so that a message of an earlier
//! one does no harm.
//!
//! The hasty way switches the directory first: until the copy has arrived, the new shard answers
//! with the nothing that it has.

use kernel::{Aside, Cx, Span, Time};

use super::fact::Fact;
use super::few::Few;
use super::keys::Id;
use super::message::{Body, Event, Message};
use super::model::{Blog, Moving};
use super::shard::insert;
use super::state::{Duty, Move, Post, Power, ShardNo, State, User};

impl Blog {
    /// A shard joins, and the users of its arcs move to it.
    pub(super) fn add_shard(&self, state: &mut State, cx: &mut Cx<'_, Blog>) {
        let number = state.shards.len() as ShardNo + 1;
        let members = state.members.with(number);
        state.shards.push(self.new_shard(number, members.len()));
        let (movers, users) = (self.movers(state, members), self.users);
        cx.tell(Fact::Joined { shard: number, movers: movers.len() as u8, users });
        self.rebalance(state, members, movers, cx);
    }

    /// A shard leaves, and its users move away.
    pub(super) fn remove_shard(&self, state: &mut State, shard: ShardNo, cx: &mut Cx<'_, Blog>) {
        let members = state.members.without(shard);
        let (movers, users) = (self.movers(state, members), self.users);
        cx.tell(Fact::Leaves { shard, movers: movers.len() as u8, users });
        self.rebalance(state, members, movers, cx);
        self.see_off(state, cx);
    }

    /// The users who live elsewhere once these are the members.
    fn movers(&self, state: &State, members: Few) -> Few {
        let homes = self.placing.homes(members);
        state
            .users()
            .filter(|user| homes[usize::from(*user)] != state.account(*user).home)
            .collect()
    }

    fn rebalance(&self, state: &mut State, members: Few, movers: Few, cx: &mut Cx<'_, Blog>) {
        state.members = members;
        let homes = self.placing.homes(members);
        for user in movers.iter() {
            let to = homes[usize::from(user)];
            let account = state.account_mut(user);
            // There are fewer changes in a run than shards that may join it and leave it again.
            account.epoch += 1;
            let mut moving = Move { from: account.home, to, since: Aside(Time::ZERO) };
            cx.record(|now| moving.since.0 = now);
            account.moving = Some(moving);
            if self.moving == Moving::SwitchFirst {
                account.home = to;
            }
            self.ask_to_hand_over(state, user, cx);
        }
    }

    fn ask_to_hand_over(&self, state: &State, user: User, cx: &mut Cx<'_, Blog>) {
        let account = state.account(user);
        let (Some(moving), epoch) = (&account.moving, account.epoch) else { return };
        let body = Body::Hand { user, epoch, to: moving.to };
        self.send_once(Message::to_shard(moving.from, body), cx);
        if self.patience > Span::ZERO {
            cx.after(self.patience, Event::MoveLate(user, epoch));
        }
    }

    /// Whether the application holds back what a user writes.
    pub(super) fn holds_back(&self, state: &State, user: User) -> bool {
        self.moving == Moving::CopyFirst && state.account(user).moving.is_some()
    }

    /// A move has not come to its end: something was lost, or a shard is down.
    pub(super) fn move_late(
        &self,
        state: &mut State,
        user: User,
        epoch: u8,
        cx: &mut Cx<'_, Blog>,
    ) {
        let account = state.account(user);
        if account.epoch == epoch && account.moving.is_some() {
            self.ask_to_hand_over(state, user, cx);
        }
    }

    /// A shard hands a user over.
    pub(super) fn on_hand(
        &self,
        state: &mut State,
        shard: ShardNo,
        (user, epoch): (User, u8),
        to: ShardNo,
        cx: &mut Cx<'_, Blog>,
    ) {
        let table = state.shard_mut(shard).table_mut(user);
        if table.epoch >= epoch {
            return;
        }
        let (posts, top, written) = match self.moving {
            Moving::CopyFirst if table.duty == Duty::None => return,
            Moving::CopyFirst => {
                table.duty = Duty::Reads;
                (table.posts.clone(), table.top, table.written)
            }
            Moving::SwitchFirst => {
                table.duty = Duty::None;
                (std::mem::take(&mut table.posts), table.top, table.written)
            }
        };
        let waiting =
            state.shard_mut(shard).waiting.extract_if(.., |(waiting, ..)| *waiting == user);
        for (user, number, _) in waiting.collect::<Vec<_>>() {
            self.send_elsewhere(shard, user, number, cx);
        }
        let body = Body::Copy { user, epoch, posts, top, written };
        self.send_once(Message { from: shard, to, body }, cx);
    }

    /// A shard takes a user over.
    pub(super) fn on_copy(
        &self,
        state: &mut State,
        (from, to): (ShardNo, ShardNo),
        (user, epoch): (User, u8),
        (posts, top, written): (Vec<Post>, Option<Id>, u32),
        cx: &mut Cx<'_, Blog>,
    ) {
        let table = state.shard_mut(to).table_mut(user);
        if epoch < table.epoch {
            return;
        }
        if epoch > table.epoch {
            table.epoch = epoch;
            table.duty = Duty::Serves;
            table.written = table.written.max(written);
            table.top = table.top.max(top);
            if self.moving == Moving::CopyFirst {
                table.posts.clear();
            }
            cx.tell(Fact::Copied { user, from, to, posts: posts.len() as u8 });
            for post in posts {
                self.take_over(state, to, post, cx);
            }
            if let Some(floor) = top.filter(|_| self.has_floor) {
                self.scheme.raise(&mut state.shard_mut(to).worker, to, floor);
            }
        }
        self.send_once(Message::to_app(to, Body::Here { user, epoch }), cx);
    }

    /// Stores a copied post, unless another has its id: the id is the primary key.
    fn take_over(&self, state: &mut State, shard: ShardNo, post: Post, cx: &mut Cx<'_, Blog>) {
        let kept = state.shard(shard).posts().find(|other| other.id == post.id).copied();
        match kept {
            Some(kept) if kept.number != post.number => {
                cx.tell(Fact::Lost { shard, kept, lost: post });
            }
            Some(_) => {}
            None => insert(&mut state.shard_mut(shard).table_mut(post.author).posts, post),
        }
    }

    /// A user is where they should be: the directory is switched.
    pub(super) fn on_here(&self, state: &mut State, user: User, epoch: u8, cx: &mut Cx<'_, Blog>) {
        let account = state.account_mut(user);
        if account.epoch != epoch {
            return;
        }
        let Some(Move { from, to, since }) = account.moving.take() else { return };
        account.home = to;
        let mut took = Span::ZERO;
        cx.record(|now| took = now.since(since.0));
        cx.cancel(&Event::MoveLate(user, epoch));
        state.tally.0.moved += 1;
        cx.tell(Fact::Moved { user, from, to, took });
        if state.account(user).write.is_some_and(|write| write.is_held) {
            self.pass_on(state, user, cx);
        }
        if self.moving == Moving::CopyFirst {
            self.send(Message::to_shard(from, Body::Forget { user, epoch }), cx);
        }
        self.see_off(state, cx);
    }

    /// A shard forgets a user whom it has handed over by this move or an earlier one.
    pub(super) fn on_forget(&self, state: &mut State, shard: ShardNo, user: User, epoch: u8) {
        let table = state.shard_mut(shard).table_mut(user);
        if table.epoch < epoch && table.duty == Duty::Reads {
            table.duty = Duty::None;
            table.posts.clear();
        }
    }

    /// A shard that has left the ring and has no user left is drained.
    fn see_off(&self, state: &mut State, cx: &mut Cx<'_, Blog>) {
        for shard in state.shard_numbers() {
            let is_leaving =
                !state.members.has(shard) && state.shard(shard).power != Power::Drained;
            let is_needed = state.accounts.iter().any(|account| {
                let is_moving = account.moving.as_ref().is_some_and(|moving| moving.from == shard);
                account.home == shard || is_moving
            });
            if is_leaving && !is_needed {
                state.shard_mut(shard).power = Power::Drained;
                cx.tell(Fact::Left(shard));
            }
        }
    }
}
