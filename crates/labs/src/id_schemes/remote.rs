//! The schemes that ask somebody: the counter, the coordinator of ranges, the databases of shards.

use std::cell::Cell;

use super::model::{Event, Fact, IdSchemes, Site};
use super::scheme::Scheme;
use super::server::Job;
use super::state::State;
use super::{leases::Range, stride};
use kernel::Cx;

impl Site {
    /// The scheme that asks here.
    pub(super) const fn scheme(self) -> Scheme {
        match self {
            Site::Counter => Scheme::Counter,
            Site::Coordinator => Scheme::Leases,
            Site::Shard(_) => Scheme::Stride,
        }
    }

    /// Whether the server is up.
    pub(super) fn is_up(self, state: &State) -> bool {
        match self {
            Site::Counter | Site::Coordinator => state.is_centre_up,
            Site::Shard(shard) => state.shards[usize::from(shard)].is_up,
        }
    }
}

impl IdSchemes {
    /// Sends a job to a server that can be reached; else it is sent once that is so again.
    pub(super) fn ask_site(
        &self,
        state: &State,
        site: Site,
        writer: u8,
        request: u32,
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        if state.reaches(writer) && site.is_up(state) {
            cx.after(self.network, Event::Arrive(site, Job { writer, request }));
        }
    }

    /// Whether somebody still waits for what this job asks.
    fn is_wanted(&self, state: &State, site: Site, job: Job) -> bool {
        match site {
            Site::Coordinator => state.writers[usize::from(job.writer)].stock.is_asking,
            Site::Counter | Site::Shard(_) => state.lacking(job.request, site.scheme()).is_some(),
        }
    }

    /// A job reaches its server.
    pub(super) fn arrive(
        &self,
        state: &mut State,
        site: Site,
        job: Job,
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        if self.is_wanted(state, site, job) && self.server(state, site).arrive(job) {
            cx.after(self.service, Event::Serve(site));
        }
    }

    /// A server is done with a job: its numbers go to who asked.
    pub(super) fn serve(&self, state: &mut State, site: Site, cx: &mut Cx<'_, IdSchemes>) {
        let Some(job) = self.server(state, site).serve() else { return };
        let (first, is_again) = match site {
            Site::Counter => {
                let Range { next, is_again, .. } = state.counter.hand_out(1);
                (next, is_again)
            }
            Site::Coordinator => {
                let Range { next, is_again, .. } = state.coordinator.hand_out(self.range);
                self.tell(state, Fact::Leased(job.writer, next, self.range, is_again), cx);
                (next, is_again)
            }
            Site::Shard(shard) => stride::insert(&mut state.shards, shard.into()),
        };
        if state.reaches(job.writer) {
            cx.after(self.network, Event::Answer(site, job, first, is_again));
        } else {
            self.waste(state, site.scheme(), self.worth(site), cx);
        }
        if self.server(state, site).is_busy() {
            cx.after(self.service, Event::Serve(site));
        }
    }

    /// How many numbers a server hands out at once.
    fn worth(&self, site: Site) -> u64 {
        if site == Site::Coordinator { self.range.into() } else { 1 }
    }

    fn waste(&self, state: &mut State, scheme: Scheme, numbers: u64, cx: &mut Cx<'_, IdSchemes>) {
        if numbers > 0 {
            self.tell(state, Fact::Wasted(scheme, numbers), cx);
        }
    }

    /// Numbers reach the writer that asked.
    pub(super) fn answer(
        &self,
        state: &mut State,
        (site, job): (Site, Job),
        (first, is_again): (u64, bool),
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        if !self.is_wanted(state, site, job) {
            self.waste(state, site.scheme(), self.worth(site), cx);
            return;
        }
        if site == Site::Coordinator {
            let stock = &mut state.writers[usize::from(job.writer)].stock;
            stock.is_asking = false;
            stock.put(Range { next: first, end: first + u64::from(self.range), is_again });
            self.use_range(state, job.writer, cx);
        } else if let Some(open) = state.lacking(job.request, site.scheme()) {
            self.give(state, open, (site.scheme(), first.into(), is_again), cx);
        }
    }

    /// A writer gives what it has of its ranges to who waits for it, and asks for another where it
    /// has to.
    pub(super) fn use_range(&self, state: &mut State, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        let place = usize::from(writer);
        let next = |state: &State| {
            state.lackers(Scheme::Leases).find(|open| open.writer == writer).copied()
        };
        let mut lacker = next(state);
        while let Some(open) = lacker {
            let Some((number, is_again)) = state.writers[place].stock.take() else { break };
            self.give(state, open, (Scheme::Leases, number.into(), is_again), cx);
            lacker = next(state);
        }
        let stock = &mut state.writers[place].stock;
        let is_low = self.prefetches && stock.left() <= u64::from(self.range) / 2;
        if !stock.is_asking && (lacker.is_some() || is_low) {
            stock.is_asking = true;
            self.ask_site(state, Site::Coordinator, writer, 0, cx);
        }
    }

    /// Sends again what was asked of these servers by these writers and not answered.
    pub(super) fn ask_again(
        &self,
        state: &State,
        which: impl Fn(Site, u8) -> bool,
        cx: &mut Cx<'_, IdSchemes>,
    ) {
        for open in &state.open {
            for site in [Site::Counter, Site::Shard(open.shard)] {
                if open.lacks.has(site.scheme()) && which(site, open.writer) {
                    self.ask_site(state, site, open.writer, open.request, cx);
                }
            }
        }
        for (writer, of) in (0..).zip(&state.writers) {
            if of.stock.is_asking && which(Site::Coordinator, writer) {
                self.ask_site(state, Site::Coordinator, writer, 0, cx);
            }
        }
    }

    /// The connections of a writer break: what is on the wire is lost, and servers drop what of it
    /// they have not begun.
    pub(super) fn disconnect(&self, state: &mut State, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        let lost = [const { Cell::new(0) }; 3];
        cx.cancel_where(|event| match event {
            Event::Arrive(_, job) => job.writer == writer,
            Event::Answer(site, job, ..) if job.writer == writer => {
                let lost = &lost[site.scheme().place()];
                lost.set(lost.get() + self.worth(*site));
                true
            }
            _ => false,
        });
        for (scheme, lost) in Scheme::ALL.into_iter().zip(lost) {
            self.waste(state, scheme, lost.get(), cx);
        }
        let is_gone = |job: &Job| job.writer == writer;
        state.counter.server.hang_up(is_gone);
        state.coordinator.server.hang_up(is_gone);
        state.shards.iter_mut().for_each(|shard| shard.server.hang_up(is_gone));
    }

    /// A server crashes: what is on the wire to it and in its queue is lost, what it has sent is not.
    pub(super) fn lose_jobs(&self, which: impl Fn(Site) -> bool, cx: &mut Cx<'_, IdSchemes>) {
        cx.cancel_where(|event| match event {
            Event::Arrive(site, _) | Event::Serve(site) => which(*site),
            _ => false,
        });
    }

    /// A writer crashes: its ranges are lost with it.
    pub(super) fn drop_ranges(&self, state: &mut State, writer: u8, cx: &mut Cx<'_, IdSchemes>) {
        let stock = std::mem::take(&mut state.writers[usize::from(writer)].stock);
        self.waste(state, Scheme::Leases, stock.left(), cx);
    }
}
