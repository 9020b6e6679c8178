//! The panel: it measures one way after the other, and meanwhile watches the page's own frames.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::utils::window;
use std::collections::VecDeque;
use web_sys::Element;
use widgets::path::length;
use yew::prelude::*;

use super::bench::Round;
use super::canvas;
use super::crew::Crew;
use super::form::Form;
use super::frames::Frames;
use super::live::{Live, Said};
use super::order::{Order, Reply};
use super::report::report;
use super::rows::{COUNTS, Row, Step, Way, plan};
use super::waits;
use crate::real::{Ground, Heard, isolation_notice};
use crate::threads::job::{Job, Kind, Size};
use widgets::tag;

const INTRODUCTION: &str = "One job, cut into parts: first on the page’s own thread, then shared out \
     among workers, which are real threads. Everybody takes the next part when done with the last. \
     Watch the hand of the meter: it turns with every frame, and stands while the page is frozen.";

/// Before anything is measured, parts are done for so long that the browser has compiled them for
/// speed, in milliseconds. Page and workers share what it compiles.
const WARMING_MS: f64 = 60.0;
/// Before each way the page has so long to come to rest, in milliseconds.
const REST_MS: f64 = 300.0;
/// What is read is renewed this often, in milliseconds.
const READING_MS: f64 = 200.0;
/// The hand of the meter goes round once in so long, in milliseconds.
const TURN_MS: f64 = 1_000.0;

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// On what it stands.
    pub ground: Ground,
}

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Another job.
    Kind(Kind),
    /// Another size.
    Size(Size),
    /// Another number of workers at most.
    Most(u32),
    /// Measure.
    Start,
    /// Do not measure any more.
    Stop,
}

/// How far it is.
enum Phase {
    /// Nothing is measured.
    Idle,
    /// Workers are starting, since this many milliseconds.
    Hiring(f64),
    /// The page comes to rest, until this many milliseconds, before the next way.
    Resting(f64, Step),
    /// A way is being measured.
    Running(Round),
    /// A way has ended at this many milliseconds; the next frame tells whether the page was frozen.
    Ending(Round, f64),
    /// It could not be done, and why.
    Failed(String),
}

/// The panel.
pub struct Panel {
    job: Job,
    most: u32,
    phase: Phase,
    steps: VecDeque<Step>,
    rows: Vec<Row>,
    crew: Crew,
    /// How long the workers took to start, and how many there are.
    started: Option<(u32, f64)>,
    frames: Frames,
    read_ms: f64,
    /// Tells what was ordered from what was ordered before a stop.
    epoch: u32,
    canvas: NodeRef,
    hand: NodeRef,
    frame: Option<AnimationFrame>,
}

/// What happens to the panel.
pub enum PanelMsg {
    /// A person chooses.
    Wish(Wish),
    /// A worker says something.
    Heard(u32, Heard),
    /// A wait of the page's own thread is over: the epoch in which it began, and the part.
    Waited(u32, Result<u32, String>),
    /// A frame of the browser.
    Frame,
}

impl Component for Panel {
    type Message = PanelMsg;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Panel {
        let cores = ctx.props().ground.cores;
        Panel {
            job: Job { kind: Kind::Picture, size: Size::Medium },
            most: COUNTS.into_iter().rfind(|count| *count <= cores.max(2)).unwrap_or(2),
            phase: Phase::Idle,
            steps: VecDeque::new(),
            rows: Vec::new(),
            crew: Crew::default(),
            started: None,
            frames: Frames::default(),
            read_ms: 0.0,
            epoch: 0,
            canvas: NodeRef::default(),
            hand: NodeRef::default(),
            frame: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PanelMsg) -> bool {
        match msg {
            PanelMsg::Wish(wish) => self.wish(ctx, wish),
            PanelMsg::Frame => return self.frame(ctx),
            PanelMsg::Heard(_, Heard::Ready) => self.started(),
            PanelMsg::Heard(_, Heard::Broke(why)) => self.fail(why),
            PanelMsg::Heard(thread, Heard::Said(said)) => match Reply::read(&said) {
                Some(reply) => self.hear(ctx, thread, reply),
                None => self.fail("a worker says what cannot be read".to_owned()),
            },
            PanelMsg::Waited(epoch, waited) if epoch == self.epoch => self.waited(ctx, waited),
            PanelMsg::Waited(..) => {}
        }
        // What comes with every part is read with the frames.
        !matches!(self.phase, Phase::Running(_))
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ground = &ctx.props().ground;
        let form = Form {
            job: self.job,
            most: self.most,
            is_busy: self.is_busy(),
            on: ctx.link().callback(PanelMsg::Wish),
        };
        let is_missing = !ground.is_isolated && self.job.kind != Kind::Waits;
        let notice = is_missing.then(|| isolation_notice("workers that share memory"));
        let live = Live {
            job: self.job,
            canvas: &self.canvas,
            hand: &self.hand,
            frames: &self.frames,
            said: self.said(ground),
            done: self.done(),
            rows: &self.rows,
            width: ground.width,
        };
        tag!(div, class: "threads-real")
            .child(tag!(p, class: "soft threads-intro").text(INTRODUCTION))
            .child(form.draw())
            .child(tag!(div).maybe(notice))
            .child(live.draw())
            .child(report(&self.rows, self.job, self.started, ground))
            .into()
    }
}

impl Panel {
    fn wish(&mut self, ctx: &Context<Self>, wish: Wish) {
        match wish {
            Wish::Kind(kind) => self.job.kind = kind,
            Wish::Size(size) => self.job.size = size,
            Wish::Most(most) => self.most = most,
            Wish::Start => return self.start(ctx),
            Wish::Stop => {}
        }
        self.stop(Phase::Idle);
        if wish != Wish::Stop {
            // What was measured was of another job.
            self.rows.clear();
            canvas::clear(&self.canvas, self.job);
        }
    }

    fn start(&mut self, ctx: &Context<Self>) {
        let ground = &ctx.props().ground;
        self.rows.clear();
        self.steps = plan(self.job.kind, self.most, ground.is_isolated).into();
        warm_up(self.job);
        self.phase = Phase::Hiring(now_ms());
        if self.crew.count() != self.most {
            let on = ctx.link().callback(|(thread, heard)| PanelMsg::Heard(thread, heard));
            match Crew::hire(ground.hire, self.most, &on) {
                Ok(crew) => self.crew = crew,
                Err(why) => {
                    return self.fail(["this browser starts no worker (", &why, ")"].concat());
                }
            }
        }
        self.rest_when_ready();
        self.wake(ctx);
    }

    /// Ends what is under way, and whoever does it: a worker in the middle of its work hears
    /// nothing.
    fn stop(&mut self, phase: Phase) {
        if self.is_busy() {
            self.crew = Crew::default();
            self.started = None;
        }
        self.steps.clear();
        self.epoch += 1;
        self.phase = phase;
    }

    fn fail(&mut self, why: String) {
        self.stop(Phase::Failed(why));
        self.crew = Crew::default();
    }

    fn started(&mut self) {
        self.crew.is_ready();
        if let Phase::Hiring(since_ms) = self.phase
            && self.crew.are_all_ready()
        {
            self.started = Some((self.most, now_ms() - since_ms));
        }
        self.rest_when_ready();
    }

    fn rest_when_ready(&mut self) {
        if matches!(self.phase, Phase::Hiring(_)) && self.crew.are_all_ready() {
            self.rest();
        }
    }

    /// Lets the page come to rest before the next way, if there is one.
    fn rest(&mut self) {
        let next = self.steps.pop_front();
        self.phase = next.map_or(Phase::Idle, |step| Phase::Resting(now_ms() + REST_MS, step));
    }

    /// One frame. Whether there is anything new to be read.
    fn frame(&mut self, ctx: &Context<Self>) -> bool {
        self.frame = None;
        // The browser's own stamp of the first frame after a freeze may be from before it.
        let at_ms = now_ms();
        self.frames.note(at_ms);
        self.turn(at_ms, ctx.props().ground.is_still);
        self.harvest();
        let mut is_new = at_ms - self.read_ms >= READING_MS;
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Resting(until_ms, step) if at_ms >= until_ms => {
                self.begin(ctx, step);
                is_new = true;
            }
            Phase::Ending(round, end_ms) => {
                self.rows.push(round.row(end_ms, self.frames.clone()));
                self.rest();
                is_new = true;
            }
            same => self.phase = same,
        }
        if is_new {
            self.read_ms = at_ms;
        }
        self.wake(ctx);
        is_new
    }

    /// Begins with a way.
    fn begin(&mut self, ctx: &Context<Self>, step: Step) {
        canvas::clear(&self.canvas, self.job);
        self.frames.restart();
        self.epoch += 1;
        self.phase = Phase::Running(Round::new(self.job, step, now_ms()));
        let (way, count) = step;
        if way == Way::Page && self.job.kind != Kind::Waits {
            return self.freeze();
        }
        for thread in 0..count {
            self.hand_out(ctx, thread);
        }
    }

    /// Does the whole job here and now: until it is done the page shows no frame and hears nobody.
    fn freeze(&mut self) {
        let Phase::Running(round) = &mut self.phase else { return };
        while let Some(part) = round.take() {
            let done = self.job.run(part);
            round.note(0, part, done.result);
            canvas::paint(&self.canvas, self.job, part, &done.pixels);
        }
        self.end_when_over();
    }

    /// Gives a thread something to do.
    fn hand_out(&mut self, ctx: &Context<Self>, thread: u32) {
        let (job, has_companion) = (self.job, ctx.props().ground.has_companion);
        let Phase::Running(round) = &mut self.phase else { return };
        let order = match (&round.memory, round.step.0) {
            (Some(memory), _) => Order::Share(job, thread, memory.buffer().clone()),
            (None, way) => {
                let Some(part) = round.take() else { return };
                match way {
                    Way::Page => {
                        let epoch = self.epoch;
                        let on = ctx.link().callback(move |waited| PanelMsg::Waited(epoch, waited));
                        return waits::wait(job, part, has_companion, on);
                    }
                    _ if job.kind == Kind::Waits => Order::Wait(job, part, has_companion),
                    _ => Order::Do(job, part),
                }
            }
        };
        if let Err(why) = self.crew.order(thread, &order) {
            self.fail(why);
        }
    }

    fn hear(&mut self, ctx: &Context<Self>, thread: u32, reply: Reply) {
        let Phase::Running(round) = &mut self.phase else { return };
        match reply {
            Reply::Shared => {
                round.is_through();
                self.harvest();
            }
            Reply::Done(part, done) => {
                round.note(thread, part, done.result);
                canvas::paint(&self.canvas, self.job, part, &done.pixels);
                self.hand_out(ctx, thread);
            }
            Reply::Failed(why) => return self.fail(why),
        }
        self.end_when_over();
    }

    fn waited(&mut self, ctx: &Context<Self>, waited: Result<u32, String>) {
        let Phase::Running(round) = &mut self.phase else { return };
        match waited {
            Ok(part) => {
                round.note(0, part, self.job.run(part).result);
                self.hand_out(ctx, 0);
                self.end_when_over();
            }
            Err(why) => self.fail(why),
        }
    }

    /// Looks into the shared memory for what is new.
    fn harvest(&mut self) {
        let Phase::Running(round) = &mut self.phase else { return };
        let fresh = round.harvest();
        if let (Some(memory), Kind::Picture) = (&round.memory, self.job.kind) {
            for part in fresh {
                canvas::paint(&self.canvas, self.job, part, &memory.pixels(part));
            }
        }
    }

    fn end_when_over(&mut self) {
        match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Running(round) if round.is_over() => {
                self.phase = Phase::Ending(round, now_ms());
            }
            same => self.phase = same,
        }
    }

    fn is_busy(&self) -> bool {
        !matches!(self.phase, Phase::Idle | Phase::Failed(_))
    }

    /// Parts done, and what they come to.
    fn done(&self) -> Option<(u32, u32)> {
        match &self.phase {
            Phase::Running(round) | Phase::Ending(round, _) => Some((round.done(), round.total())),
            _ => self.rows.last().map(|row| (self.job.parts(), row.result)),
        }
    }

    /// What is going on, in words.
    fn said(&self, ground: &Ground) -> Said {
        let kind = self.job.kind;
        match &self.phase {
            Phase::Idle if !self.rows.is_empty() => Said::Done,
            Phase::Idle if kind == Kind::Waits => Said::IdleWaits(ground.has_companion),
            Phase::Idle => Said::Idle,
            Phase::Hiring(_) => Said::Hiring(self.most),
            Phase::Resting(_, step) => Said::Resting(*step, kind),
            Phase::Running(round) | Phase::Ending(round, _) => Said::Running(round.step, kind),
            Phase::Failed(why) => Said::Failed(why.clone()),
        }
    }

    /// Turns the hand of the meter: it stands while the page is frozen.
    fn turn(&self, at_ms: f64, is_still: bool) {
        if let (false, Some(hand)) = (is_still, self.hand.cast::<Element>()) {
            let degrees = at_ms % TURN_MS / TURN_MS * 360.0;
            let _ = hand.set_attribute("transform", &["rotate(", &length(degrees), ")"].concat());
        }
    }

    /// Asks for the next frame where there is something to watch.
    fn wake(&mut self, ctx: &Context<Self>) {
        if self.frame.is_none() && self.is_busy() {
            let link = ctx.link().clone();
            let hear = move |_| link.send_message(PanelMsg::Frame);
            self.frame = Some(request_animation_frame(hear));
        }
    }
}

/// Does parts of a job that computes, and forgets what comes of them.
fn warm_up(job: Job) {
    if job.wait_ms().is_some() {
        return;
    }
    let until_ms = now_ms() + WARMING_MS;
    for part in (0..job.parts()).cycle().take_while(|_| now_ms() < until_ms) {
        std::hint::black_box(job.run(part));
    }
}

fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
