//! Simulation beside two discrete-event crates: the same M/M/1 queue, the same number of events,
//! and the same generator and sampler of chance, so that what differs is the event loop; one long
//! run, and many short ones as *Many runs* has them. SimPy and the build for wasm are measured by
//! the scripts in `peers/`.

#[path = "../tests/common/mm1.rs"]
mod mm1;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use desru::{Event, EventScheduler};
use kernel::rng::{self, Draws};
use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Draw, Model as _, Nature, Recipe, Span, Time, World};
use mm1::{Fact, Mm1};
use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

/// The scripts in `peers/` make as many.
const EVENTS: u64 = 200_000;
const SEED: u64 = 1;
/// So many runs of so many events each, in the peers' scripts too.
const RUNS: u32 = 1_000;
const RUN_EVENTS: u64 = 1_000;
const ARRIVAL_MEAN: Span = Span::millis(10);
const SERVICE_MEAN: Span = Span::millis(8);

/// A queue as a peer has it: who is present since when, and what the visits came to.
#[derive(Serialize, Deserialize)]
struct Desk {
    present: VecDeque<u64>,
    #[serde(skip, default = "draws")]
    draws: Draws,
    events: u64,
    stays_us: u64,
}

fn draws() -> Draws {
    Draws::new(SEED)
}

impl Desk {
    fn new(seed: u64) -> Desk {
        Desk { present: VecDeque::new(), draws: Draws::new(seed), events: 0, stays_us: 0 }
    }

    /// The next interval of a stream, in microseconds.
    fn draw(&mut self, stream: u8, mean: Span) -> u64 {
        rng::exponential_span(self.draws.bits(Draw::next(stream)), mean).as_micros()
    }

    fn arrive(&mut self, now_us: u64) -> bool {
        self.events += 1;
        self.present.push_back(now_us);
        self.present.len() == 1
    }

    fn depart(&mut self, now_us: u64) -> bool {
        self.events += 1;
        let arrived = self.present.pop_front().expect("who departs is present");
        self.stays_us += now_us - arrived;
        !self.present.is_empty()
    }
}

const MODEL: Mm1 = Mm1 { arrival_mean: ARRIVAL_MEAN, service_mean: SERVICE_MEAN };

fn ours() -> u64 {
    let mut world = World::new(MODEL, SEED, Nature::default());
    let mut stays_us = 0;
    world.drive(Time::END, EVENTS, |_, fact| {
        if let Fact::Departed { stay, .. } = fact {
            stays_us += stay.as_micros();
        }
    });
    stays_us
}

/// Number in the system, time in it and throughput of every run, and their distributions.
fn our_runs() -> f64 {
    let recipe = Recipe { seed: SEED, ..Recipe::default() };
    let length = Length::steps(RUN_EVENTS);
    let plan = Plan::new(recipe, length, Vec::new(), RUNS, true).expect("the plan is sound");
    let machine = World::new(MODEL, SEED, Nature::default());
    let mut table = Table::new(&plan, Mm1::METRICS.len());
    for chunk in plan.chunks(64) {
        let mut work = Work::new(&plan, chunk, &machine);
        while !work.advance(u64::MAX) {}
        table.put(chunk, &work.finish());
    }
    let mean = |metric| table.distribution(0, metric).expect("it was measured").mean;
    (0..Mm1::METRICS.len()).map(mean).sum()
}

#[derive(Serialize, Deserialize)]
struct NexosimDesk(Desk);

#[Model]
impl NexosimDesk {
    fn now(cx: &Context<Self>) -> u64 {
        let now = cx.time().duration_since(MonotonicTime::EPOCH);
        now.as_micros() as u64
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), cx: &Context<Self>) {
        let is_first = self.0.arrive(Self::now(cx));
        let wait = Duration::from_micros(self.0.draw(0, ARRIVAL_MEAN).max(1));
        cx.schedule_event(wait, schedulable!(Self::arrive), ()).expect("the wait is positive");
        if is_first {
            self.serve(cx);
        }
    }

    #[nexosim(schedulable)]
    fn depart(&mut self, _: (), cx: &Context<Self>) {
        if self.0.depart(Self::now(cx)) {
            self.serve(cx);
        }
    }

    fn serve(&mut self, cx: &Context<Self>) {
        let wait = Duration::from_micros(self.0.draw(1, SERVICE_MEAN).max(1));
        cx.schedule_event(wait, schedulable!(Self::depart), ()).expect("the wait is positive");
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        let soon = Duration::from_micros(1);
        cx.schedule_event(soon, schedulable!(Self::arrive), ()).expect("the wait is positive");
    }
}

/// NeXosim steps from instant to instant; at this load an instant has one event.
fn nexosim(seed: u64, events: u64) {
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(NexosimDesk(Desk::new(seed)), Mailbox::new(), "desk")
        .init(MonotonicTime::EPOCH)
        .expect("the bench is sound");
    for _ in 0..events {
        simulation.step().expect("there is always a next arrival");
    }
    black_box(simulation.time());
}

type SharedDesk = Rc<RefCell<Desk>>;

fn desru_arrival(at_us: u64, desk: SharedDesk) -> Event {
    let action = move |scheduler: &mut EventScheduler| {
        let is_first = desk.borrow_mut().arrive(at_us);
        let next = at_us + desk.borrow_mut().draw(0, ARRIVAL_MEAN);
        scheduler.schedule(desru_arrival(next, Rc::clone(&desk)));
        if is_first {
            desru_serve(scheduler, at_us, &desk);
        }
        None
    };
    Event::new(at_us as f64, Some(Box::new(action)), None)
}

fn desru_serve(scheduler: &mut EventScheduler, now_us: u64, desk: &SharedDesk) {
    let at_us = now_us + desk.borrow_mut().draw(1, SERVICE_MEAN);
    let desk = Rc::clone(desk);
    let action = move |scheduler: &mut EventScheduler| {
        if desk.borrow_mut().depart(at_us) {
            desru_serve(scheduler, at_us, &desk);
        }
        None
    };
    scheduler.schedule(Event::new(at_us as f64, Some(Box::new(action)), None));
}

fn desru(seed: u64, events: u64) -> u64 {
    let desk = SharedDesk::new(RefCell::new(Desk::new(seed)));
    let mut scheduler = EventScheduler::new();
    scheduler.schedule(desru_arrival(0, Rc::clone(&desk)));
    let watched = Rc::clone(&desk);
    let stop = move |_: &EventScheduler| watched.borrow().events >= events;
    // Its log of events would otherwise grow with the run.
    scheduler.run(Box::new(stop), Some(Box::new(|_, _| false)));
    desk.borrow().stays_us
}

fn simulation(criterion: &mut Criterion) {
    assert_eq!(ours(), desru(SEED, EVENTS), "both simulated the same queue");
    let mut group = criterion.benchmark_group("simulation/mm1-200000-events");
    group.sample_size(20).warm_up_time(Duration::from_secs(1));
    group.measurement_time(Duration::from_secs(4)).throughput(Throughput::Elements(EVENTS));
    group.bench_function("faultline", |b| b.iter(|| black_box(ours())));
    group.bench_function("desru", |b| b.iter(|| black_box(desru(SEED, EVENTS))));
    group.bench_function("nexosim", |b| b.iter(|| nexosim(SEED, EVENTS)));
    group.finish();
    // The other half of this comparison is measured by `peers/mm1_wasm.mjs`.
    let mut group = criterion.benchmark_group("simulation/mm1-native-and-wasm");
    group.sample_size(20).warm_up_time(Duration::from_secs(1));
    group.measurement_time(Duration::from_secs(2)).throughput(Throughput::Elements(EVENTS));
    group.bench_function("faultline", |b| b.iter(|| black_box(ours())));
    group.finish();
}

fn many_runs(criterion: &mut Criterion) {
    let seeds = || SEED..SEED + u64::from(RUNS);
    let mut group = criterion.benchmark_group("simulation/mm1-1000-runs-of-1000-events");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(u64::from(RUNS) * RUN_EVENTS));
    group.bench_function("faultline", |b| b.iter(|| black_box(our_runs())));
    group.bench_function("desru", |b| {
        b.iter(|| seeds().map(|seed| desru(seed, RUN_EVENTS)).sum::<u64>());
    });
    group.bench_function("nexosim", |b| {
        b.iter(|| seeds().for_each(|seed| nexosim(seed, RUN_EVENTS)))
    });
    group.finish();
}

criterion_group!(benches, simulation, many_runs);
criterion_main!(benches);
