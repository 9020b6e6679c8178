//! The panel: threads that one watches and kills, a run that is checked item by item, and a race
//! with messages.

use super::controls::{self, Setup};
use super::race::Race;
use super::results;
use super::run::{Plan, Run, Verdict, Way};
use super::speed::Speed;
use super::stage::Stage;
use super::words::{GET_REST, PUT_REST, Words};
use crate::real::{Ground, Heard, isolation_notice};
use gloo::timers::callback::Interval;
use gloo::utils::window;
use widgets::tag;
use yew::prelude::*;

/// What is seen of the threads is renewed this often, in milliseconds.
const TICK_MS: u32 = 100;

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// On what it stands.
    pub ground: Ground,
}

/// What a person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Another setting.
    Set(Setup),
    /// Threads to watch.
    Start,
    /// The queue is closed.
    Close,
    /// A thread is killed; true while it holds its lock.
    Kill(u32, bool),
    /// Whether locks are taken over from the dead.
    Supervise(bool),
    /// So many items are checked.
    Check(u32),
    /// The ring runs beside messages.
    Race,
    /// Everything ends.
    Stop,
}

/// Why something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To be watched.
    Watch,
    /// To be checked.
    Check,
    /// To be compared.
    Race,
}

/// What happens to the panel.
pub enum PanelMsg {
    /// A person wants something.
    Wish(Wish),
    /// A worker of a run says something.
    Heard(u32, u32, Heard),
    /// Time to look at the threads.
    Tick,
}

/// The panel.
pub struct Panel {
    setup: Setup,
    is_supervised: bool,
    aim: Aim,
    run: Option<Run>,
    /// Tells the workers of this run from those of earlier ones.
    epoch: u32,
    speed: Speed,
    checked: Option<Verdict>,
    race: Race,
    failed: Option<String>,
    tick: Option<Interval>,
}

impl Component for Panel {
    type Message = PanelMsg;
    type Properties = PanelProps;

    fn create(_: &Context<Self>) -> Panel {
        Panel {
            setup: Setup::default(),
            is_supervised: false,
            aim: Aim::Watch,
            run: None,
            epoch: 0,
            speed: Speed::default(),
            checked: None,
            race: Race::default(),
            failed: None,
            tick: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PanelMsg) -> bool {
        match msg {
            PanelMsg::Wish(wish) => self.wish(ctx, wish),
            PanelMsg::Heard(epoch, ..) if epoch != self.epoch => return false,
            PanelMsg::Heard(_, thread, heard) => self.hear(ctx, thread, heard),
            PanelMsg::Tick => {
                self.look();
                return ctx.props().ground.is_shown;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let on = ctx.link().callback(PanelMsg::Wish);
        let panel = tag!(div, class: "queue-real")
            .child(tag!(p, class: "soft").text(results::INTRODUCTION));
        if !ctx.props().ground.is_isolated {
            return panel
                .child(isolation_notice("workers that block on a queue they share"))
                .into();
        }
        let stage = Stage {
            setup: self.setup,
            run: self.run.as_ref(),
            speed: &self.speed,
            is_watched: self.aim == Aim::Watch,
            on: on.clone(),
        };
        let busy = self.busy();
        panel
            .child(controls::controls(self.setup, self.is_supervised, self.run.as_ref(), busy, &on))
            .child(results::story(self.run.as_ref(), self.aim, self.failed.as_deref()))
            .child(stage.draw())
            .child(results::results(busy, self.run.as_ref(), self.checked, &self.race, &on))
            .into()
    }
}

impl Panel {
    /// What is running; `None` when nothing is, or what ran is over.
    fn busy(&self) -> Option<Aim> {
        self.run.as_ref().filter(|run| !run.is_over()).map(|_| self.aim)
    }

    fn wish(&mut self, ctx: &Context<Self>, wish: Wish) {
        match wish {
            Wish::Set(setup) => self.set(setup),
            Wish::Start => self.begin(ctx, Aim::Watch, self.plan(0)),
            Wish::Check(items) => {
                self.checked = None;
                self.begin(ctx, Aim::Check, self.plan(items));
            }
            Wish::Race => {
                self.race = Race::default();
                self.go_on(ctx);
            }
            Wish::Stop => self.stop(),
            Wish::Supervise(is_supervised) => {
                self.is_supervised = is_supervised;
                self.look();
            }
            Wish::Close => {
                if let Some(run) = &mut self.run {
                    run.close();
                }
            }
            Wish::Kill(thread, is_inside) => {
                if let Some(run) = &mut self.run {
                    run.kill(thread, is_inside, now_ms());
                }
            }
        }
    }

    /// Other settings: those of rest are heard at once, the others by the next run.
    fn set(&mut self, setup: Setup) {
        let is_same = Setup { put_rest: 0, get_rest: 0, ..setup }
            == Setup { put_rest: 0, get_rest: 0, ..self.setup };
        self.setup = setup;
        if !is_same {
            self.stop();
        }
        self.tell_rests();
    }

    fn tell_rests(&self) {
        if let Some(run) = &self.run {
            run.words().store(PUT_REST, self.setup.put_rest as i32);
            run.words().store(GET_REST, self.setup.get_rest as i32);
        }
    }

    fn plan(&self, items: u32) -> Plan {
        let Setup { producers, consumers, capacity, .. } = self.setup;
        Plan { way: Way::Ring, producers, consumers, capacity, batch: 1, items }
    }

    fn begin(&mut self, ctx: &Context<Self>, aim: Aim, plan: Plan) {
        self.stop();
        let epoch = self.epoch;
        let on = ctx.link().callback(move |(thread, heard)| PanelMsg::Heard(epoch, thread, heard));
        match Run::start(plan, ctx.props().ground.hire, &on) {
            Ok(run) => self.run = Some(run),
            Err(why) => return self.fail(["this browser starts no worker: ", &why].concat()),
        }
        self.aim = aim;
        if aim == Aim::Watch {
            self.tell_rests();
        }
        let link = ctx.link().clone();
        self.tick = Some(Interval::new(TICK_MS, move || link.send_message(PanelMsg::Tick)));
    }

    fn stop(&mut self) {
        self.epoch += 1;
        self.run = None;
        self.tick = None;
        self.failed = None;
        self.speed = Speed::default();
    }

    fn fail(&mut self, why: String) {
        self.stop();
        self.failed = Some(why);
    }

    /// The next part of the race, if there is one.
    fn go_on(&mut self, ctx: &Context<Self>) {
        let Setup { producers, consumers, .. } = self.setup;
        if let Some(plan) = self.race.next(producers, consumers) {
            self.begin(ctx, Aim::Race, plan);
        }
    }

    fn hear(&mut self, ctx: &Context<Self>, thread: u32, heard: Heard) {
        let Some(run) = &mut self.run else { return };
        if let Err(why) = run.hear(thread, heard, now_ms()) {
            return self.fail(why);
        }
        if run.is_over() {
            self.finish(ctx);
        }
    }

    fn finish(&mut self, ctx: &Context<Self>) {
        self.look();
        let verdict = self.run.as_ref().and_then(Run::verdict);
        match (self.aim, verdict) {
            (Aim::Check, verdict) => self.checked = verdict,
            (Aim::Race, Some(verdict)) => {
                self.race.note(verdict);
                self.go_on(ctx);
            }
            _ => {}
        }
    }

    /// Looks how far it is, ends whom it shall end, and takes over from the dead.
    fn look(&mut self) {
        let Some(run) = &mut self.run else { return };
        let now = now_ms();
        run.execute(now);
        if self.is_supervised {
            run.take_over();
        }
        if let Some(begun) = run.begun_ms() {
            self.speed.note(begun, now, run.positions().0);
        }
        if run.is_over() {
            self.tick = None;
        }
    }
}

fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
