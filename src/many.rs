//! The tab *Many runs*: how often, how slow, how unfair? The same run under many seeds, measured
//! by a pool of workers, with every number's interval over seeds.

mod broken;
mod experiment;
mod export;
mod figure;
mod form;
mod metrics;
mod pool;
mod progress;
mod queue;
mod results;
mod sheet;
mod theory;
mod units;

pub use experiment::Experiment;

use crate::browser;
use crate::lab_ref::LabRef;
use crate::session::{Msg, Watch};
use crate::worker::Heard;
use broken::Found;
use export::Saved;
use figure::{Shown, What};
use form::{Form, form};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use kernel::sweep::Plan;
use kernel::{Run, Stop, Time, link};
use pool::{Job, News, Pool};
use progress::{Clock, progress};
use results::{Results, results};
use sheet::Sheet;
use std::rc::Rc;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// A worker that has not started after this long will not, in milliseconds.
const START_MS: u32 = 15_000;
/// How often what is seen is renewed while results come in, in milliseconds.
const RENEW_MS: f64 = 250.0;
/// How long a frame may work on it, in milliseconds.
const FRAME_WORK_MS: f64 = 5.0;
/// A breach is watched over this many steps before it.
const WATCHED: u64 = 12;

/// The run on the stage at the moment at which many runs were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Tells it from the one before.
    pub number: u32,
    /// The run, as a link carries it.
    pub link: String,
}

/// Properties of [`ManyTab`].
#[derive(Properties, PartialEq)]
pub struct ManyProps {
    /// The lab.
    pub lab: LabRef,
    /// How many deeds of hands the run on the stage has.
    pub deeds: usize,
    /// Whether the run is made with the person's own data.
    pub is_own_data: bool,
    /// The experiment in the address.
    pub text: String,
    /// The runs that were asked for last.
    pub asked: Option<Rc<Asked>>,
    /// Hears that runs are wanted.
    pub on_ask: Callback<()>,
    /// Hears the experiment, for the address.
    pub on_text: Callback<String>,
    /// Hears what the session is to do.
    pub on: Callback<Msg>,
}

/// How the tab stands.
enum Phase {
    /// Nothing was asked yet.
    Idle,
    /// Runs are under way.
    Running,
    /// All are in.
    Done,
    /// A person has ended them.
    Cancelled,
    /// It could not be carried out, and why.
    Failed(String),
}

/// The tab. It lives as long as the page, so that the runs go on behind another tab.
pub struct ManyTab {
    experiment: Experiment,
    /// What was wrong with the experiment in the address.
    complaint: Option<String>,
    shown: Shown,
    phase: Phase,
    sheet: Option<Sheet>,
    clock: Clock,
    pool: Option<Pool>,
    /// Present until a worker has started.
    late: Option<Timeout>,
    frame: Option<AnimationFrame>,
    renewed_ms: f64,
    width: u32,
    /// The key of the metric that the address wants to see.
    wanted: Option<String>,
    /// What was told to the address last.
    told: String,
}

/// What happens to the tab.
pub enum ManyMsg {
    /// Another experiment.
    Choose(Experiment),
    /// Something else is to be shown large.
    Show(Shown),
    /// The runs are no longer wanted.
    Cancel,
    /// A worker says something.
    Heard(usize, Heard),
    /// No worker has started in time.
    Late,
    /// A frame of the browser, at this many milliseconds.
    Frame(f64),
    /// The picture has another width.
    Width(u32),
    /// A run is to be watched.
    Watch(Found),
    /// A file of the results is wanted.
    Save(Saved),
}

impl Component for ManyTab {
    type Message = ManyMsg;
    type Properties = ManyProps;

    fn create(ctx: &Context<Self>) -> ManyTab {
        let mut tab = ManyTab {
            experiment: Experiment::of(ctx.props().lab.0),
            complaint: None,
            shown: Shown::default(),
            phase: Phase::Idle,
            sheet: None,
            clock: Clock::default(),
            pool: None,
            late: None,
            frame: None,
            renewed_ms: f64::MIN,
            width: 0,
            wanted: None,
            told: String::new(),
        };
        tab.read(ctx);
        tab
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &ManyProps) -> bool {
        let props = ctx.props();
        if props.text != old.text && props.text != self.told && !self.is_busy() {
            self.read(ctx);
        }
        if let Some(asked) = &props.asked
            && props.asked != old.asked
        {
            self.begin(ctx, asked);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: ManyMsg) -> bool {
        match msg {
            ManyMsg::Choose(experiment) => {
                self.experiment = experiment;
                self.complaint = None;
                self.tell(ctx);
            }
            ManyMsg::Show(shown) => {
                self.shown = shown;
                self.tell(ctx);
            }
            ManyMsg::Cancel => {
                self.phase = Phase::Cancelled;
                self.clock.stop(browser::now_ms());
                self.dismiss();
            }
            ManyMsg::Late => self.fail("the workers did not start in time"),
            ManyMsg::Heard(nth, heard) => return self.hear(ctx, nth, heard),
            ManyMsg::Frame(now_ms) => return self.renew(ctx, now_ms),
            ManyMsg::Width(width) => return std::mem::replace(&mut self.width, width) != width,
            ManyMsg::Watch(found) => self.watch(ctx, found),
            ManyMsg::Save(saved) => {
                if let Some(sheet) = &self.sheet {
                    self.complaint = export::save(ctx.props().lab.0, sheet, saved).err();
                }
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let complaint = tag!(p, class: "error", role: "alert", hidden: self.complaint.is_none());
        tag!(section, class: "many", "aria-label": "Many runs")
            .child(form(&self.form(ctx)))
            .child(complaint.text(self.complaint.clone()))
            .child(self.outcome(ctx))
            .into()
    }
}

impl ManyTab {
    fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Running)
    }

    fn form(&self, ctx: &Context<Self>) -> Form<'_> {
        let (props, link) = (ctx.props(), ctx.link());
        Form {
            lab: props.lab,
            experiment: &self.experiment,
            deeds: props.deeds,
            is_busy: self.is_busy(),
            is_own_data: props.is_own_data,
            on_choose: link.callback(ManyMsg::Choose),
            on_ask: props.on_ask.clone(),
            on_cancel: link.callback(|()| ManyMsg::Cancel),
        }
    }

    fn outcome(&self, ctx: &Context<Self>) -> Tag {
        let outcome = tag!(div, class: "many-outcome");
        let word = match &self.phase {
            Phase::Idle => {
                return outcome.child(tag!(p, class: "soft").text(
                    "The run on the stage, again and again, each time under another seed: what one \
                     run shows may be luck, what a thousand show is not. The runs go on beside the \
                     page; play on meanwhile.",
                ));
            }
            Phase::Failed(why) => {
                return outcome.child(tag!(p, class: "error", role: "alert").text(format!(
                    "The runs did not come about: {why}. Run them again to retry."
                )));
            }
            Phase::Running => "Running",
            Phase::Done => "Done",
            Phase::Cancelled => "Cancelled: these are the runs that came in",
        };
        let Some(sheet) = &self.sheet else { return outcome };
        let link = ctx.link();
        let shown = Results {
            entry: ctx.props().lab.0,
            sheet,
            shown: self.shown,
            width: self.width,
            is_judged: sheet.plan.judges(),
            on_width: link.callback(ManyMsg::Width),
            on_show: link.callback(ManyMsg::Show),
            on_watch: link.callback(ManyMsg::Watch),
            on_save: link.callback(ManyMsg::Save),
        };
        let workers = self.pool.as_ref().map_or(0, Pool::workers);
        outcome.child(progress(sheet, &self.clock, workers, word)).child(results(&shown))
    }

    /// Reads the experiment in the address.
    fn read(&mut self, ctx: &Context<Self>) {
        let ManyProps { lab, text, .. } = ctx.props();
        match Experiment::read(lab.0, text) {
            Ok(experiment) => {
                self.experiment = experiment;
                self.complaint = None;
            }
            Err(why) => self.complaint = Some(why),
        }
        self.wanted =
            text.split(',').find_map(|part| part.strip_prefix("show:")).map(str::to_owned);
        self.told.clone_from(text);
    }

    /// Tells the address what is measured.
    fn tell(&mut self, ctx: &Context<Self>) {
        self.told = self.experiment.write(ctx.props().lab.0);
        let metric = match (self.shown.what, &self.sheet) {
            (What::Metric(nth), Some(sheet)) => sheet.metrics.get(nth).map(|metric| metric.key),
            _ => self.wanted.as_deref(),
        };
        if let Some(key) = metric {
            self.told += &[",show:", key].concat();
        }
        ctx.props().on_text.emit(self.told.clone());
    }

    fn begin(&mut self, ctx: &Context<Self>, asked: &Asked) {
        let entry = ctx.props().lab.0;
        let plan = self.experiment.plan(entry, &asked.link);
        let sheet = match plan.and_then(|plan| Sheet::new(entry, plan)) {
            Ok(sheet) => sheet,
            Err(why) => {
                self.complaint = Some(why);
                return;
            }
        };
        self.complaint = None;
        let fits = |what| match what {
            What::Metric(metric) => metric < sheet.metrics.len(),
            What::Law(_) => !sheet.plan.axes().is_empty(),
        };
        let wanted = self.wanted.take();
        let wanted = wanted.and_then(|key| sheet.metrics.iter().position(|it| *it.key == *key));
        let shown = wanted.map_or(self.shown.what, What::Metric);
        let what = if fits(shown) { shown } else { What::default() };
        self.shown = Shown { what, point: None };
        let (points, runs) = (sheet.plan.points(), sheet.plan.seeds());
        self.sheet = Some(sheet);
        self.phase = Phase::Running;
        self.clock = Clock::start(browser::now_ms());
        self.renewed_ms = f64::MIN;
        self.tell(ctx);
        let job = Job {
            slug: entry.card.slug,
            links: vec![asked.link.clone()],
            experiment: self.experiment.write(entry),
        };
        self.hire(ctx);
        if let Some(pool) = &mut self.pool
            && let Err(why) = pool.begin(job, points, runs)
        {
            self.fail(&why);
        }
    }

    /// Starts the workers where there are none.
    fn hire(&mut self, ctx: &Context<Self>) {
        if self.pool.is_some() {
            return;
        }
        let on = ctx.link().callback(|(nth, heard)| ManyMsg::Heard(nth, heard));
        match Pool::start(&on) {
            Ok(pool) => {
                let link = ctx.link().clone();
                self.pool = Some(pool);
                self.late = Some(Timeout::new(START_MS, move || link.send_message(ManyMsg::Late)));
            }
            Err(why) => self.fail(&format!("this browser starts no worker ({why})")),
        }
    }

    /// Ends the workers, whatever they do.
    fn dismiss(&mut self) {
        self.pool = None;
        self.late = None;
    }

    fn fail(&mut self, why: &str) {
        self.dismiss();
        if self.is_busy() {
            self.phase = Phase::Failed(why.trim_end_matches('.').to_owned());
        }
    }

    fn hear(&mut self, ctx: &Context<Self>, nth: usize, heard: Heard) -> bool {
        let Some(pool) = &mut self.pool else { return false };
        let news = pool.hear(nth, heard);
        if pool.is_ready() {
            self.late = None;
        }
        match news {
            News::Nothing => return false,
            News::Failed(why) => self.fail(&why),
            News::Measured(measured) => {
                let Some(sheet) = &mut self.sheet else { return false };
                sheet.take(measured);
                if sheet.is_full() && self.is_busy() {
                    self.phase = Phase::Done;
                    self.clock.stop(browser::now_ms());
                }
                self.wake(ctx);
                return false;
            }
        }
        true
    }

    /// Asks for the next frame.
    fn wake(&mut self, ctx: &Context<Self>) {
        if self.frame.is_none() {
            let link = ctx.link().clone();
            let hear = move |now_ms| link.send_message(ManyMsg::Frame(now_ms));
            self.frame = Some(request_animation_frame(hear));
        }
    }

    /// Works out what has come in, a little each frame; whether there is something new to see.
    fn renew(&mut self, ctx: &Context<Self>, now_ms: f64) -> bool {
        self.frame = None;
        let Some(sheet) = &mut self.sheet else { return false };
        // The last word is not kept waiting.
        if self.clock.is_running() && now_ms - self.renewed_ms < RENEW_MS {
            self.wake(ctx);
            return false;
        }
        let end = browser::now_ms() + FRAME_WORK_MS;
        let is_level = sheet.catch_up(&|| browser::now_ms() < end);
        let is_behind = sheet.is_behind();
        if is_level {
            self.renewed_ms = now_ms;
        }
        if !is_level || is_behind {
            self.wake(ctx);
        }
        is_level
    }

    /// Shows a run on the stage, at the step at which the law broke.
    fn watch(&mut self, ctx: &Context<Self>, found: Found) {
        let Some(sheet) = &self.sheet else { return };
        let entry = ctx.props().lab.0;
        match way(entry, &sheet.plan, found, sheet.laws[found.law as usize].name) {
            Ok(watch) => ctx.props().on.emit(Msg::Watch(watch)),
            Err(why) => self.complaint = Some(why),
        }
    }
}

/// The way to a breach in one of the runs.
///
/// # Errors
/// When the run does not come to it within what a link may replay.
fn way(entry: &labs::Entry, plan: &Plan, found: Found, law: &str) -> Result<Watch, String> {
    let mut recipe = plan.recipe(found.point, found.run);
    // It was measured up to its stop; to look at it one may go on.
    recipe.stop = Stop::default();
    let seed = recipe.seed;
    let machine = entry.machine(&recipe, None).map_err(|why| why.to_string())?;
    let mut run = Run::new(machine, recipe);
    let is_broken =
        |run: &Run| matches!(run.verdicts()[found.law as usize], kernel::Verdict::Broken(_));
    let most = link::Limits::default().steps;
    while !is_broken(&run) && run.playhead().step < most {
        let before = run.playhead().step;
        run.advance(Time::END, 1);
        if run.playhead().step == before {
            break;
        }
    }
    if !is_broken(&run) {
        return Err(format!(
            "“{law}” breaks in the run of seed {seed:x}, but later than the {most} steps that a \
             link replays"
        ));
    }
    let step = run.playhead().step;
    let note = format!(
        "“{law}” breaks at step {step} of the run of seed {seed:x}, the first of many in which it \
         does"
    );
    Ok(Watch { link: link::write(entry.knobs, &run), first: step.saturating_sub(WATCHED), note })
}
