//! The typed part of a search: nodes, successors, keys. Everything that can be is elsewhere, and
//! compiled once for all models.

mod audit;
mod retrace;

pub use audit::{Unlike, What, audit};

use super::breach::{Booking, Move};
use super::frontier::Frontier;
use super::key::Keyed;
use super::ledger::{Admitted, Cut, Ledger, Place, Renamed};
use super::orbit::Orbits;
use super::waits::later_instants;
use crate::agenda::Agenda;
use crate::cx::{Core, Cx};
use crate::fingerprint::furthest_instant;
use crate::law::{Bag, Change, Kind, Test};
use crate::model::{Budget, Class, Model, Search, Until};
use crate::oracle::{Asker, Oracle, Purse};
use crate::recipe::Nature;
use crate::time::Time;
use crate::world::World;
use std::rc::Rc;

/// A search of one model, behind an object-safe face.
pub trait Explore {
    /// Notes the initial state.
    fn begin(&mut self, ledger: &mut LedgerRef<'_>);
    /// Expands at most `nodes` states and stops at the end of a level; false when it is done.
    fn expand(&mut self, ledger: &mut LedgerRef<'_>, nodes: u32) -> bool;
    /// How many states wait to be expanded.
    fn frontier(&self) -> usize;
    /// How time is treated.
    fn search(&self) -> Search;
    /// The moves that successors with these ordinals stand for, from the initial state.
    fn moves(&mut self, path: &[u16]) -> Vec<Move>;
    /// What was booked before the search began, each due at an instant that is known.
    fn booked_before(&self) -> Vec<Booking>;
}

/// The kernel's own notes, lent to a search.
pub struct LedgerRef<'a>(pub(crate) &'a mut Ledger);

/// One state that waits to be expanded.
struct Node<M: Model> {
    state: M::State,
    agenda: Agenda<M::Event>,
    now: Time,
    spent: Purse,
}

/// What is tried from a node; bookings by their place in the heap.
#[derive(Clone, Copy)]
enum Try {
    Fire(usize),
    Drop(usize),
    Copy(usize),
    Act(usize),
}

/// Whether more successors are to be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    More,
    Enough,
}

/// More spares than a node has new states are of no use.
const SPARES: usize = 256;

/// An ordinal has 16 bits: a state with more successors than this cuts the search.
pub(super) const SUCCESSORS: usize = 1 << 16;

/// The typed part of a search.
pub(crate) struct Explorer<M: Model> {
    model: Rc<M>,
    search: Search,
    start: Node<M>,
    queue: Frontier<Node<M>>,
    level_left: usize,
    /// The id of the node that is being expanded: nodes leave the queue in the order of their ids.
    expanding: u32,
    asker: Asker,
    /// What a step works on: reused, so that known successors cost no allocation.
    core: Core<M::Event>,
    state: M::State,
    facts: Vec<M::Fact>,
    menu: Vec<M::Action>,
    tries: Vec<(Try, Time)>,
    /// What expanded nodes leave behind: a new state moves into its node, and one of these takes
    /// its place to be written over.
    spares: Vec<(M::State, Agenda<M::Event>)>,
    has_step_laws: bool,
    /// Present where states are counted up to renaming.
    orbits: Option<Box<Orbits<M>>>,
}

impl<M: Model> Explorer<M> {
    pub(crate) fn new(world: &World<M>, limits: Purse, is_symmetric: bool) -> Explorer<M> {
        let model = Rc::clone(&world.model);
        let search = model.search();
        let grain = match search {
            Search::Untimed => None,
            Search::Timed { grain, .. } => Some(grain),
        };
        let start: Node<M> = Node {
            state: world.state.clone(),
            agenda: world.core.agenda.clone(),
            now: world.core.now,
            spent: [0; Budget::KINDS],
        };
        Explorer {
            search,
            queue: Frontier::new(),
            level_left: 0,
            expanding: 0,
            asker: Asker::new(grain, limits),
            core: Core::new(0, Nature::default()),
            state: start.state.clone(),
            start,
            facts: Vec::new(),
            menu: Vec::new(),
            tries: Vec::new(),
            spares: Vec::new(),
            orbits: if is_symmetric {
                Orbits::new(&*model, &world.state).map(Box::new)
            } else {
                None
            },
            has_step_laws: M::LAWS.iter().any(|law| !matches!(law.test, Test::State(_))),
            model,
        }
    }

    /// Everything that may be tried from a node, in a fixed order, with its instant.
    fn list_tries(&mut self, node: &Node<M>, ledger: &mut Ledger) {
        self.tries.clear();
        let next = node.agenda.next_due().map(|due| due.max(node.now));
        for at in node.agenda.heads() {
            let booked = node.agenda.at(at);
            match self.search {
                Search::Untimed => self.tries.push((Try::Fire(at), node.now)),
                Search::Timed { until, .. } => {
                    let due = booked.due.max(node.now);
                    if matches!(until, Until::Horizon(end) if due > end) {
                        ledger.cut = Some(Cut::Horizon);
                    } else if Some(due) == next {
                        self.tries.push((Try::Fire(at), due));
                    }
                }
            }
            if booked.lane.is_none() && self.model.class(&booked.event) == Class::Message {
                if self.asker.affords(&node.spent, Budget::DROP) {
                    self.tries.push((Try::Drop(at), node.now));
                }
                if self.asker.affords(&node.spent, Budget::COPY) {
                    self.tries.push((Try::Copy(at), node.now));
                }
            }
        }
        self.menu.clear();
        self.model.actions(&node.state, &mut self.menu);
        let affords = |action: &M::Action| {
            let price = self.model.price(action);
            price.is_none_or(|budget| self.asker.affords(&node.spent, budget))
        };
        for (index, action) in self.menu.iter().enumerate() {
            if affords(action) {
                self.tries.push((Try::Act(index), node.now));
            }
        }
        if let Search::Timed { grain, until } = self.search {
            let acts: Vec<_> =
                self.tries.iter().filter(|(t, _)| matches!(t, Try::Act(_))).copied().collect();
            if !acts.is_empty() {
                if matches!(until, Until::Horizon(_)) {
                    // An action could always come later still.
                    ledger.cut = Some(Cut::Horizon);
                }
                let reach = furthest_instant(&node.state).max(node.now);
                for at in later_instants(node.now, reach, (next, grain, until)) {
                    self.tries.extend(acts.iter().map(|(act, _)| (*act, at)));
                }
            }
        }
    }

    /// Takes one try into `core` and `state`, with the answers that the asker is at. The state
    /// and the agenda must be fresh copies of the node's.
    fn attempt(&mut self, spent: Purse, what: Try, at: Time) {
        self.asker.rewind(spent);
        self.facts.clear();
        self.core.now = at;
        match what {
            Try::Fire(place) => {
                let event = self.core.agenda.take_at(place).event;
                self.handle(|model, state, cx| model.on_event(state, event, cx));
            }
            Try::Act(index) => {
                let action = self.menu[index].clone();
                if let Some(budget) = self.model.price(&action) {
                    self.asker.spent[usize::from(budget.0)] += 1;
                }
                self.handle(|model, state, cx| model.on_action(state, action, cx));
            }
            Try::Drop(place) => {
                self.core.agenda.take_at(place);
                self.asker.spent[usize::from(Budget::DROP.0)] += 1;
            }
            Try::Copy(place) => {
                let booked = self.core.agenda.at(place).clone();
                self.core.agenda.book(booked.born, booked.due, None, booked.event);
                self.asker.spent[usize::from(Budget::COPY.0)] += 1;
            }
        }
    }

    /// Runs a handler on `core` and `state`, with the asker to answer it.
    #[inline]
    fn handle(&mut self, handler: impl FnOnce(&M, &mut M::State, &mut Cx<'_, M>)) {
        let oracle = Oracle::Asked(&mut self.asker);
        let (model, core) = (&*self.model, &mut self.core);
        let mut cx = Cx { model, core, facts: &mut self.facts, oracle };
        handler(model, &mut self.state, &mut cx);
    }

    fn reset_to(&mut self, node: &Node<M>) {
        self.state.clone_from(&node.state);
        self.core.agenda.clone_from(&node.agenda);
    }

    /// What `core` and `state` hold, as far as it tells them from others.
    #[inline(always)]
    fn keyed(&self) -> Keyed<'_, M> {
        let (model, search, spent) = (&*self.model, self.search, self.asker.spent);
        let (state, agenda, now) = (&self.state, &self.core.agenda, self.core.now);
        Keyed { model, search, state, agenda, now, spent }
    }

    /// The key of what `core` and `state` hold. Never inlined: as the one place that hashes a
    /// state, it takes the whole derived `Hash` in, and the hasher lives in registers.
    #[inline(never)]
    fn plain_key(&self) -> u64 {
        self.keyed().print()
    }

    /// The key of what `core` and `state` hold, up to renaming where that is wanted.
    #[inline]
    fn key(&mut self) -> u64 {
        // A model without interchangeable parts has no trace of them in its code.
        if M::SYMMETRY.is_none() || self.orbits.is_none() {
            self.plain_key()
        } else {
            self.orbit_key()
        }
    }

    /// The key of what `core` and `state` hold, and of all its renamings.
    #[inline(never)]
    fn orbit_key(&mut self) -> u64 {
        let mut orbits = self.orbits.take();
        let key = orbits.as_mut().map_or(0, |orbits| orbits.key(&self.keyed()));
        self.orbits = orbits;
        key
    }

    /// Notes how many states the new one that was asked for last stands for.
    fn count_renamings(&mut self, ledger: &mut Ledger) {
        let (Some(orbits), Some(renamed)) = (&mut self.orbits, &mut ledger.renamed) else { return };
        renamed.in_all += orbits.size();
        renamed.compared = orbits.compared;
        debug_assert_eq!(self.unlike_reversed(), None, "the model is not symmetric: see `audit`");
    }

    /// Judges the state that `core` and `state` hold, once: it is new.
    fn judge_state(&self, ledger: &mut Ledger, id: u32) {
        let is_at_rest = self.core.agenda.is_empty() && self.model.calm(&self.state);
        ledger.at_rest += u64::from(is_at_rest);
        for (index, law) in M::LAWS.iter().enumerate() {
            let Test::State(test) = &law.test else { continue };
            let judged = &mut ledger.judged[index];
            let is_settled = match law.kind {
                Kind::Always => judged.breach.is_some(),
                Kind::AtRest => judged.breach.is_some() || !is_at_rest,
                Kind::Sometimes => judged.seen.is_some(),
                Kind::Recoverable => false,
            };
            if is_settled {
                continue;
            }
            let holds = test(&self.model, &self.state, &Bag(&self.core.agenda));
            let place = Place { state: id, successor: None };
            match (law.kind, holds) {
                (Kind::Sometimes, Ok(())) => judged.seen = Some(place),
                (Kind::Recoverable, holds) => judged.good.push(holds.is_ok()),
                (Kind::Always | Kind::AtRest, Err(why)) => {
                    ledger.breach(index, place, why.into_owned());
                }
                _ => {}
            }
        }
    }

    /// Judges the step from `node` into what `state` holds, also where that state is known.
    fn judge_step(&self, ledger: &mut Ledger, node: &Node<M>, ordinal: u16) {
        for (index, law) in M::LAWS.iter().enumerate() {
            let judged = &mut ledger.judged[index];
            if judged.breach.is_some() || judged.seen.is_some() {
                continue;
            }
            let (model, before, after, facts) =
                (&*self.model, &node.state, &self.state, &self.facts[..]);
            let holds = match &law.test {
                Test::State(_) => continue,
                Test::Step(test) => test(model, &Change { before, after, facts }),
                Test::Told(test) => test(model, after, facts),
            };
            let place = Place { state: self.expanding, successor: Some(ordinal) };
            match (law.kind, holds) {
                (Kind::Sometimes, Ok(())) => judged.seen = Some(place),
                (Kind::Always, Err(why)) => {
                    ledger.breach(index, place, why.into_owned());
                }
                _ => {}
            }
        }
    }

    /// Takes every successor of a node into `core` and `state`, one after the other, and shows each
    /// with its try and its ordinal until `see` says that it has seen enough.
    #[inline(always)]
    fn each_successor(
        &mut self,
        ledger: &mut Ledger,
        node: &Node<M>,
        mut see: impl FnMut(&mut Explorer<M>, &mut Ledger, Try, u32) -> Seen,
    ) {
        self.list_tries(node, ledger);
        let mut ordinal = 0u32;
        for index in 0..self.tries.len() {
            let (what, at) = self.tries[index];
            self.asker.begin();
            loop {
                self.reset_to(node);
                self.attempt(node.spent, what, at);
                if see(self, ledger, what, ordinal) == Seen::Enough {
                    return;
                }
                ordinal += 1;
                if !self.asker.turn() {
                    break;
                }
            }
        }
    }

    /// Every successor of a node.
    fn expand_node(&mut self, ledger: &mut Ledger, node: &Node<M>) {
        self.each_successor(ledger, node, |this, ledger, _, ordinal| {
            if ordinal as usize >= SUCCESSORS {
                ledger.cut = Some(Cut::Successors);
                return Seen::Enough;
            }
            this.note(ledger, node, ordinal as u16);
            Seen::More
        });
        if ledger.cut == Some(Cut::Successors) {
            return;
        }
        if self.asker.clock_read {
            ledger.not_checkable =
                Some("the model reads the clock, and in an untimed search there is none");
        } else if self.asker.delays_cut {
            ledger.not_checkable =
                Some("a delay has more than 256 multiples of the grain: a coarser grain would do");
        }
    }

    /// Writes a successor down, judges it, and keeps it where it is new. After that `core` and
    /// `state` hold nothing of meaning.
    #[inline]
    fn note(&mut self, ledger: &mut Ledger, node: &Node<M>, ordinal: u16) {
        let key = self.key();
        let admitted = ledger.admit(key, self.expanding, ordinal);
        if self.has_step_laws {
            self.judge_step(ledger, node, ordinal);
        }
        let (Admitted::Known(id) | Admitted::New(id)) = admitted;
        if let Some(edges) = &mut ledger.edges
            && self.asker.spent == node.spent
        {
            edges.push((self.expanding, id));
        }
        if let Admitted::New(id) = admitted {
            if M::SYMMETRY.is_some() {
                self.count_renamings(ledger);
            }
            self.judge_state(ledger, id);
            let spare = self.spares.pop();
            let (state, agenda) =
                spare.unwrap_or_else(|| (node.state.clone(), node.agenda.clone()));
            self.queue.push(Node {
                state: std::mem::replace(&mut self.state, state),
                agenda: std::mem::replace(&mut self.core.agenda, agenda),
                now: self.core.now,
                spent: self.asker.spent,
            });
        }
    }

    /// What `core` and `state` hold, as a node.
    fn set_down(&self) -> Node<M> {
        Node {
            state: self.state.clone(),
            agenda: self.core.agenda.clone(),
            now: self.core.now,
            spent: self.asker.spent,
        }
    }

    /// A fresh copy of the initial node.
    fn root(&self) -> Node<M> {
        let Node { state, agenda, now, spent } = &self.start;
        Node { state: state.clone(), agenda: agenda.clone(), now: *now, spent: *spent }
    }
}

impl<M: Model> Explore for Explorer<M> {
    fn begin(&mut self, ledger: &mut LedgerRef<'_>) {
        let ledger = &mut *ledger.0;
        let root = self.root();
        self.reset_to(&root);
        self.core.now = root.now;
        self.asker.rewind(root.spent);
        ledger.renamed = self.orbits.is_some().then(Renamed::default);
        ledger.admit_root(self.key());
        self.count_renamings(ledger);
        if let Some(renamed) = &mut ledger.renamed {
            renamed.of_root = renamed.in_all;
        }
        self.judge_state(ledger, 0);
        ledger.depth = 1;
        self.queue.push(root);
        self.level_left = 1;
    }

    fn expand(&mut self, ledger: &mut LedgerRef<'_>, nodes: u32) -> bool {
        let ledger = &mut *ledger.0;
        for _ in 0..nodes {
            let Some(node) = self.queue.pop() else { return false };
            self.expand_node(ledger, &node);
            self.expanding += 1;
            if self.spares.len() < SPARES {
                self.spares.push((node.state, node.agenda));
            }
            if ledger.not_checkable.is_some() {
                return false;
            }
            self.level_left -= 1;
            if self.level_left == 0 {
                self.level_left = self.queue.len();
                ledger.depth += u32::from(!self.queue.is_empty());
                return !self.queue.is_empty();
            }
        }
        true
    }

    fn frontier(&self) -> usize {
        self.queue.len()
    }

    fn search(&self) -> Search {
        self.search
    }

    fn moves(&mut self, path: &[u16]) -> Vec<Move> {
        self.retrace(path)
    }

    fn booked_before(&self) -> Vec<Booking> {
        self.booked_at_root()
    }
}

/// The search of a world, starting where the world is.
pub(crate) fn explore<M: Model>(
    world: &World<M>,
    limits: Purse,
    is_symmetric: bool,
) -> Box<dyn Explore> {
    Box::new(Explorer::new(world, limits, is_symmetric))
}
