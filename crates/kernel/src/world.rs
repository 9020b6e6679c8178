//! A world: all there is at one step, and the rules by which it takes the next.

mod hand;
mod measure;

use crate::chart::{self, Survey};
use crate::check::{self, Explore};
use crate::cx::{Core, Cx};
use crate::fingerprint::Fingerprint;
use crate::law::{Bag, Change, Kind, LawInfo, Mark, Test, Verdict, Watch};
use crate::machine::{ActionOffer, EventOffer, Halt, Line, Machine, Offers};
use crate::metric::{Figure, Metric, MetricInfo};
use crate::model::{Allowance, Frame, Model, Told};
use crate::oracle::{Oracle, Purse};
use crate::outline::Row;
use crate::recipe::{Cue, Deed, Misfit, Nature};
use crate::rng;
use crate::sweep::Gauge;
use crate::symmetry::{Interchangeable, Symmetry};
use crate::time::Time;
use hand::Offered;
use std::any::Any;
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// How many of the latest facts a world remembers for views and the log.
pub const RECENT: usize = 256;

/// The kernel's own streams of chance for what nature does.
const MISHAP_WHEN: u64 = 2 << 32;
const MISHAP_WHICH: u64 = MISHAP_WHEN + 1;

/// All there is at one step.
#[derive(Clone)]
pub struct World<M: Model> {
    pub(crate) model: Rc<M>,
    pub(crate) state: M::State,
    pub(crate) core: Core<M::Event>,
    step: u64,
    mishaps: u64,
    mishap_due: Time,
    recent: VecDeque<Told<M::Fact>>,
    scratch: Vec<M::Fact>,
}

impl<M: Model> World<M> {
    /// The world at step 0.
    pub fn new(model: M, seed: u64, nature: Nature) -> World<M> {
        World::of(Rc::new(model), seed, nature)
    }

    /// The world at step 0 of a model that others may share.
    fn of(model: Rc<M>, seed: u64, nature: Nature) -> World<M> {
        let (state, booked) = model.start();
        let mut core = Core::new(seed, nature);
        for (wait, event) in booked {
            let lane = model.lane(&event);
            core.agenda.book(Time::ZERO, Time::ZERO + wait, lane, event);
        }
        let mut world = World {
            model,
            state,
            core,
            step: 0,
            mishaps: 0,
            mishap_due: Time::END,
            recent: VecDeque::new(),
            scratch: Vec::new(),
        };
        world.book_mishap(Time::ZERO);
        world
    }

    /// What a view may see of a machine at `now`; `None` where it is of another model.
    pub fn frame(machine: &dyn Machine, now: Time) -> Option<Frame<'_, M>> {
        let world = machine.as_any().downcast_ref::<World<M>>()?;
        Some(Frame {
            model: &world.model,
            state: &world.state,
            agenda: &world.core.agenda,
            now: now.max(world.core.now),
            step: world.step,
            recent: &world.recent,
        })
    }

    /// The parameters.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// The state after the last step.
    pub fn state(&self) -> &M::State {
        &self.state
    }

    #[inline]
    fn next_instant(&self) -> Option<Time> {
        let booked = self.core.agenda.next_due();
        if self.mishap_due == Time::END {
            return booked;
        }
        Some(booked.map_or(self.mishap_due, |due| due.min(self.mishap_due)))
    }

    /// The next step that happens by itself, at `due`. Facts are left in the scratch.
    #[inline]
    fn happen(&mut self, due: Time) {
        self.scratch.clear();
        self.core.now = self.core.now.max(due);
        if self.mishap_due <= due {
            self.mishap();
        } else if let Some(booked) = self.core.agenda.pop() {
            self.on_event(booked.event, Oracle::Seeded);
        }
        self.step += 1;
    }

    #[inline]
    fn on_event(&mut self, event: M::Event, oracle: Oracle<'_>) {
        let World { model, state, core, scratch, .. } = self;
        let mut cx = Cx { model: &**model, core, facts: scratch, oracle };
        model.on_event(state, event, &mut cx);
    }

    fn on_action(&mut self, action: M::Action, oracle: Oracle<'_>) {
        let World { model, state, core, scratch, .. } = self;
        let mut cx = Cx { model: &**model, core, facts: scratch, oracle };
        model.on_action(state, action, &mut cx);
    }

    /// Nature does one of the things that a search would have to pay for.
    fn mishap(&mut self) {
        let mut menu = self.menu();
        menu.retain(|action| self.model.is_mishap(action));
        if !menu.is_empty() {
            let bits = rng::keyed(self.core.draws.seed(), MISHAP_WHICH, 0, self.mishaps);
            let which = rng::below(bits, menu.len() as u64) as usize;
            self.on_action(menu.swap_remove(which), Oracle::Seeded);
        }
        self.mishaps += 1;
        self.book_mishap(self.core.now);
    }

    fn book_mishap(&mut self, now: Time) {
        let every = self.core.nature.mishap_every;
        if every > crate::time::Span::ZERO {
            let bits = rng::keyed(self.core.draws.seed(), MISHAP_WHEN, 0, self.mishaps);
            self.mishap_due = now + rng::exponential_span(bits, every);
        }
    }

    /// The booking that the next step by itself brings; `None` where a mishap comes first.
    pub(crate) fn next_booked(&self) -> Option<u64> {
        let next = self.core.agenda.first()?;
        (self.mishap_due > next.due).then(|| next.number())
    }

    /// What the last step told, oldest first.
    pub(crate) fn told_last(&self) -> impl Iterator<Item = &M::Fact> {
        let first = self.recent.partition_point(|told| told.step < self.step);
        self.recent.range(first..).map(|told| &told.fact)
    }

    fn menu(&self) -> Vec<M::Action> {
        let mut menu = Vec::new();
        self.model.actions(&self.state, &mut menu);
        menu
    }

    /// Keeps the step's facts, judges it, and marks the timeline.
    fn after_step(&mut self, before: Option<&M::State>, watch: Option<&mut Watch>) {
        let (step, at) = (self.step, self.core.now);
        if let Some(watch) = watch {
            self.judge_step(before, watch);
            for fact in &self.scratch {
                let said = self.model.say(fact);
                if said.mark {
                    watch.mark(Mark { step, at, tone: said.tone, text: said.text });
                }
            }
        }
        for fact in self.scratch.drain(..) {
            if self.recent.len() == RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(Told { step, at, fact });
        }
    }

    /// Judges the step that was taken last by every law that could still teach something.
    fn judge_step(&self, before: Option<&M::State>, watch: &mut Watch) {
        for (index, law) in M::LAWS.iter().enumerate() {
            if watch.is_settled(index) {
                continue;
            }
            let holds = match (&law.test, before) {
                (Test::State(_), _) if law.kind == Kind::AtRest && !self.is_at_rest() => continue,
                (Test::State(test), _) => test(&self.model, &self.state, &Bag(&self.core.agenda)),
                (Test::Step(test), Some(before)) => {
                    let change = Change { before, after: &self.state, facts: &self.scratch };
                    test(&self.model, &change)
                }
                (Test::Told(test), _) if self.step > 0 => {
                    test(&self.model, &self.state, &self.scratch)
                }
                (Test::Step(_) | Test::Told(_), _) => continue,
            };
            watch.note(index, law.kind, self.step, self.core.now, holds);
        }
    }

    /// Whether some law that is not settled wants the state before each step.
    fn looks_back(watch: Option<&Watch>) -> bool {
        let Some(watch) = watch else { return false };
        let mut laws = M::LAWS.iter().enumerate();
        laws.any(|(index, law)| matches!(law.test, Test::Step(_)) && !watch.is_settled(index))
    }

    fn is_at_rest(&self) -> bool {
        self.core.agenda.is_empty() && self.model.calm(&self.state)
    }
}

impl<M: Model> Machine for World<M> {
    fn fork(&self) -> Box<dyn Machine> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn step(&self) -> u64 {
        self.step
    }

    fn now(&self) -> Time {
        self.core.now
    }

    fn next_due(&self) -> Option<Time> {
        self.next_instant().map(|due| due.max(self.core.now))
    }

    fn judge(&mut self, watch: &mut Watch) {
        self.after_step(None, Some(watch));
    }

    fn advance(&mut self, until: Time, steps: u64, mut watch: Option<&mut Watch>) -> Halt {
        let looks_back = Self::looks_back(watch.as_deref());
        for _ in 0..steps {
            let due = match self.next_instant() {
                None => return Halt::Rest,
                Some(due) if due > until => return Halt::Reached,
                Some(due) => due,
            };
            let before = looks_back.then(|| self.state.clone());
            self.happen(due);
            self.after_step(before.as_ref(), watch.as_deref_mut());
        }
        Halt::Budget
    }

    fn reseeded(&self, seed: u64) -> Box<dyn Machine> {
        Box::new(World::of(Rc::clone(&self.model), seed, self.core.nature))
    }

    fn measure(&mut self, until: Time, steps: u64, gauge: &mut Gauge) -> Halt {
        self.gauge_steps(until, steps, gauge)
    }

    fn measure_cue(&mut self, cue: &Cue, gauge: &mut Gauge) -> Result<(), Misfit> {
        self.gauge_cue(cue, gauge)
    }

    fn apply(&mut self, cue: &Cue, watch: Option<&mut Watch>) -> Result<(), Misfit> {
        let before = Self::looks_back(watch.as_deref()).then(|| self.state.clone());
        self.take(cue)?;
        self.after_step(before.as_ref(), watch);
        Ok(())
    }

    fn offers(&self) -> Offers {
        let event_offer = |booked: &crate::agenda::Booked<M::Event>| EventOffer {
            number: booked.number,
            label: self.model.name_event(&booked.event),
            class: self.model.class(&booked.event),
            laned: booked.lane.is_some(),
            born: booked.born,
            due: booked.due,
        };
        let action_offer = |action: M::Action| ActionOffer {
            text: self.model.write_action(&action),
            label: self.model.name_action(&action),
            price: self.model.price(&action),
        };
        Offers {
            events: self.core.agenda.offers().into_iter().map(event_offer).collect(),
            actions: self.menu().into_iter().map(action_offer).collect(),
        }
    }

    fn resolve(&self, text: &str) -> Result<Deed, Misfit> {
        let deed = Deed::Say(text.into());
        let action = self.action(&deed)?;
        let index = self.menu().iter().position(|offer| Some(offer) == action.as_ref());
        Ok(index.map_or(deed, |index| Deed::Act(index as u32)))
    }

    fn describe(&self, deed: &Deed) -> Result<String, Misfit> {
        let event = |offered: Offered<'_, M>| self.model.name_event(&offered.0.event);
        Ok(match deed {
            Deed::Act(_) | Deed::Say(_) => {
                let action = self.action(deed)?.expect("an action's deed has an action");
                self.model.name_action(&action)
            }
            Deed::Fire(index) => event(self.offered(*index)?),
            Deed::Drop(index) => format!("drop: {}", event(self.offered_alone(*index)?)),
            Deed::Copy(index) => format!("double: {}", event(self.offered_alone(*index)?)),
            Deed::Delay(index, by) => {
                format!("delay by {by}: {}", event(self.offered_message(*index)?))
            }
        })
    }

    fn fingerprint(&self) -> u64 {
        let mut hasher = Fingerprint::default();
        self.state.hash(&mut hasher);
        self.core.now.hash(&mut hasher);
        self.core.draws.hash(&mut hasher);
        (self.step, self.mishaps, self.mishap_due).hash(&mut hasher);
        for b in self.core.agenda.in_order() {
            (b.born, b.due, b.number, b.lane, &b.event).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn laws(&self) -> Vec<LawInfo> {
        M::LAWS.iter().map(|law| LawInfo { name: law.name, kind: law.kind }).collect()
    }

    fn verdicts(&self, watch: &Watch) -> Vec<Verdict> {
        let verdict = |(index, law): (usize, &crate::law::Law<M>)| {
            let breach = watch.first_breach.get(index).and_then(Option::as_ref);
            if let Some(breach) = breach.filter(|breach| breach.step <= self.step) {
                return Verdict::Broken(breach.clone());
            }
            let seen = watch.first_seen.get(index).copied().flatten();
            match law.kind {
                Kind::Always => Verdict::Holds,
                Kind::Sometimes => match seen {
                    Some(step) if step <= self.step => Verdict::Seen(step),
                    _ => Verdict::NotYet,
                },
                Kind::Recoverable => Verdict::Waiting("judged by Check".to_owned()),
                Kind::AtRest if !self.model.calm(&self.state) => {
                    Verdict::Waiting("not at rest: somebody is down or cut off".to_owned())
                }
                Kind::AtRest => match self.core.agenda.len() {
                    0 => Verdict::Holds,
                    1 => Verdict::Waiting("not at rest: one event is booked".to_owned()),
                    n => Verdict::Waiting(format!("not at rest: {n} events are booked")),
                },
            }
        };
        M::LAWS.iter().enumerate().map(verdict).collect()
    }

    fn recent(&self, most: usize) -> Vec<Line> {
        let skip = self.recent.len().saturating_sub(most);
        let line = |told: &Told<M::Fact>| {
            let said = self.model.say(&told.fact);
            Line { step: told.step, at: told.at, text: said.text, tone: said.tone }
        };
        self.recent.iter().skip(skip).map(line).collect()
    }

    fn figures(&self) -> Vec<Figure> {
        self.model.figures(&self.state)
    }

    fn metrics(&self) -> Vec<MetricInfo> {
        let info = |metric: &Metric<M>| {
            let Metric { key, label, unit, .. } = *metric;
            MetricInfo { key, label, unit }
        };
        M::METRICS.iter().map(info).collect()
    }

    fn readings(&self, gauge: &Gauge, end: Time) -> Vec<Option<f64>> {
        gauge.readings(M::METRICS, end)
    }

    fn version(&self) -> u32 {
        M::VERSION
    }

    fn allowances(&self) -> &'static [Allowance] {
        M::BUDGETS
    }

    fn has_messages(&self) -> bool {
        M::MESSAGES
    }

    fn interchangeable(&self) -> Option<Interchangeable> {
        Symmetry::of(&*self.model)
    }

    fn nature(&self) -> Nature {
        self.core.nature
    }

    fn nodes(&self) -> Vec<String> {
        self.model.nodes(&self.state)
    }

    fn survey(&mut self, known: Option<u64>) -> Survey {
        chart::survey(self, known)
    }

    fn outline(&self) -> Vec<Row> {
        self.model.outline(&self.state)
    }

    fn explore(&self, limits: Purse, is_symmetric: bool) -> Box<dyn Explore> {
        check::explore(self, limits, is_symmetric)
    }
}
