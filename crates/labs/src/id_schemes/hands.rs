//! What a person does: to all six schemes at once.

use super::model::{Action, Event, Fact, IdSchemes, Node, SHARDS_MAX, Site, Trouble};
use super::state::{Open, State};
use super::stride;
use kernel::{Cx, Span};

impl IdSchemes {
    /// What can be done, the most telling first.
    pub(super) fn menu(&self, state: &State, out: &mut Vec<Action>) {
        let mut either = |is_well: bool, trouble: Trouble| {
            out.push(if is_well { Action::Break(trouble) } else { Action::Mend(trouble) });
        };
        either(state.is_centre_up, Trouble::Down(Node::Centre));
        for (writer, of) in (0..).zip(&state.writers) {
            either(of.is_up, Trouble::Down(Node::Writer(writer)));
            either(of.behind_ms == self.skew_ms(writer), Trouble::Clock(writer));
            if of.is_up {
                either(!of.is_cut, Trouble::Cut(writer));
            }
        }
        for (shard, of) in (0..).zip(&state.shards) {
            either(of.is_up, Trouble::Down(Node::Shard(shard)));
        }
        let is_room = state.shards.len() < SHARDS_MAX;
        out.extend([false, true].into_iter().filter(|_| is_room).map(Action::AddShard));
        let up = (0..).zip(&state.writers).filter(|(_, writer)| writer.is_up);
        out.extend(up.map(|(writer, _)| Action::Request(writer)));
    }

    /// Does it.
    pub(super) fn act(&self, state: &mut State, action: Action, cx: &mut Cx<'_, IdSchemes>) {
        match action {
            Action::Request(writer) => self.request(state, writer, cx),
            Action::Break(trouble) => self.spoil(state, trouble, cx),
            Action::Mend(trouble) => {
                cx.cancel(&Event::Repair(trouble));
                self.mend(state, trouble, cx);
            }
            Action::AddShard(with_care) => {
                let shard = state.shards.len() as u8;
                stride::add(&mut state.shards, with_care);
                self.tell(state, Fact::ShardAdded(shard, with_care), cx);
            }
        }
    }

    fn spoil(&self, state: &mut State, trouble: Trouble, cx: &mut Cx<'_, IdSchemes>) {
        self.tell(state, Fact::Broke(trouble), cx);
        match trouble {
            Trouble::Down(Node::Centre) => {
                state.is_centre_up = false;
                state.counter.crash(self.forgets);
                state.coordinator.crash(self.forgets);
                self.lose_jobs(|site| matches!(site, Site::Counter | Site::Coordinator), cx);
            }
            Trouble::Down(Node::Shard(shard)) => {
                let of = &mut state.shards[usize::from(shard)];
                of.is_up = false;
                of.server.crash();
                self.lose_jobs(|site| site == Site::Shard(shard), cx);
            }
            Trouble::Down(Node::Writer(writer)) => self.crash_writer(state, writer, cx),
            Trouble::Cut(writer) => {
                state.writers[usize::from(writer)].is_cut = true;
                self.disconnect(state, writer, cx);
            }
            Trouble::Clock(writer) => {
                state.writers[usize::from(writer)].behind_ms += self.set_back_ms;
            }
        }
        if self.repair > Span::ZERO {
            cx.after_once(self.repair, Event::Repair(trouble));
        }
    }

    fn crash_writer(&self, state: &mut State, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        let of = &mut state.writers[usize::from(writer)];
        of.is_up = false;
        of.last = None;
        cx.cancel(&Event::Request(writer));
        cx.cancel(&Event::CatchUp(writer));
        self.disconnect(state, writer, cx);
        self.drop_ranges(state, writer, cx);
        let (gone, open): (Vec<Open>, _) =
            state.open.iter().copied().partition(|open| open.writer == writer);
        state.open = open.into();
        gone.into_iter().for_each(|open| self.fail(state, open, cx));
        if state.open.is_empty() {
            cx.cancel(&Event::TimeOut);
        }
    }

    /// Puts it right; whoever waits asks again.
    pub(super) fn mend(&self, state: &mut State, trouble: Trouble, cx: &mut Cx<'_, IdSchemes>) {
        self.tell(state, Fact::Mended(trouble), cx);
        match trouble {
            Trouble::Down(Node::Centre) => {
                state.is_centre_up = true;
                self.ask_again(
                    state,
                    |site, _| matches!(site, Site::Counter | Site::Coordinator),
                    cx,
                );
            }
            Trouble::Down(Node::Shard(shard)) => {
                state.shards[usize::from(shard)].is_up = true;
                self.ask_again(state, |site, _| site == Site::Shard(shard), cx);
            }
            Trouble::Down(Node::Writer(writer)) => {
                state.writers[usize::from(writer)].is_up = true;
                self.begin_worker(state, writer, cx);
                self.expect(writer, cx);
            }
            Trouble::Cut(writer) => {
                state.writers[usize::from(writer)].is_cut = false;
                self.ask_again(state, |_, of| of == writer, cx);
            }
            Trouble::Clock(writer) => {
                state.writers[usize::from(writer)].behind_ms = self.skew_ms(writer);
                cx.cancel(&Event::CatchUp(writer));
                self.give_snowflakes(state, writer, cx);
            }
        }
    }
}
