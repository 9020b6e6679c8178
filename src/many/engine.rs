//! What carries out an experiment: workers, the results as they come in, and how it stands.

use super::experiment::Experiment;
use super::pool::{Job, News, Pool};
use super::progress::Clock;
use super::sheet::Sheet;
use crate::browser;
use crate::worker::Heard;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use labs::Entry;
use yew::Callback;

/// A worker that has not started after this long will not, in milliseconds.
const START_MS: u32 = 15_000;
/// How often what is seen is renewed while results come in, in milliseconds.
const RENEW_MS: f64 = 250.0;
/// It rests for so many times as long as it worked: the page has better things to do.
const REST: f64 = 12.0;
/// How long a frame may work on it, in milliseconds.
const FRAME_WORK_MS: f64 = 5.0;

/// How an experiment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
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

/// What an engine is to be told of again, by whoever owns it.
pub enum Stir {
    /// A worker says something.
    Heard(usize, Heard),
    /// No worker has started in time.
    Late,
    /// A frame of the browser, at this many milliseconds.
    Frame(f64),
}

/// Carries out one experiment after the other, on one run or on two.
pub struct Engine {
    /// How it stands.
    pub phase: Phase,
    /// The results, one sheet a run.
    pub sheets: Vec<Sheet>,
    /// How long it took.
    pub clock: Clock,
    pool: Option<Pool>,
    /// Present until a worker has started.
    late: Option<Timeout>,
    frame: Option<AnimationFrame>,
    /// Before this instant nothing is renewed while results come in.
    rest_until_ms: f64,
    /// How long the present renewal has worked.
    worked_ms: f64,
    on: Callback<Stir>,
}

impl Engine {
    /// An engine that stands still; `on` hands over to [`Engine::stir`] what it hears.
    pub fn new(on: Callback<Stir>) -> Engine {
        Engine {
            phase: Phase::Idle,
            sheets: Vec::new(),
            clock: Clock::default(),
            pool: None,
            late: None,
            frame: None,
            rest_until_ms: f64::MIN,
            worked_ms: 0.0,
            on,
        }
    }

    /// Whether runs are under way.
    pub fn is_busy(&self) -> bool {
        self.phase == Phase::Running
    }

    /// Whether there is something to see of the latest experiment.
    pub fn has_results(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Done | Phase::Cancelled)
    }

    /// How many workers there are.
    pub fn workers(&self) -> usize {
        self.pool.as_ref().map_or(0, Pool::workers)
    }

    /// Begins an experiment on each of these runs, given as links.
    ///
    /// # Errors
    /// When it cannot be carried out; what came before stays.
    pub fn begin(
        &mut self,
        entry: &Entry,
        links: Vec<String>,
        experiment: &Experiment,
    ) -> Result<(), String> {
        let sheet = |link: &String| Sheet::new(entry, experiment.plan(entry, link)?);
        self.sheets = links.iter().map(sheet).collect::<Result<_, _>>()?;
        let (points, runs) = (self.sheets[0].plan.points(), self.sheets[0].plan.seeds());
        self.phase = Phase::Running;
        self.clock = Clock::start(browser::now_ms());
        self.rest_until_ms = f64::MIN;
        self.hire();
        let slug = entry.card.slug;
        let job = Job { slug, links, experiment: experiment.write(entry) };
        if let Some(pool) = &mut self.pool
            && let Err(why) = pool.begin(job, points, runs)
        {
            self.fail(&why);
        }
        Ok(())
    }

    /// Ends the runs that are under way. What is in stays.
    pub fn cancel(&mut self) {
        self.phase = Phase::Cancelled;
        self.clock.stop(browser::now_ms());
        self.dismiss();
        self.wake();
    }

    /// Goes on from what was heard; whether there is something new to see.
    pub fn stir(&mut self, stir: Stir) -> bool {
        match stir {
            Stir::Heard(nth, heard) => self.hear(nth, heard),
            Stir::Frame(now_ms) => self.renew(now_ms),
            Stir::Late => {
                self.fail("the workers did not start in time");
                true
            }
        }
    }

    /// Starts the workers where there are none.
    fn hire(&mut self) {
        if self.pool.is_some() {
            return;
        }
        match Pool::start(&self.on.reform(|(nth, heard)| Stir::Heard(nth, heard))) {
            Ok(pool) => {
                let on = self.on.clone();
                self.pool = Some(pool);
                self.late = Some(Timeout::new(START_MS, move || on.emit(Stir::Late)));
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

    fn hear(&mut self, nth: usize, heard: Heard) -> bool {
        let Some(pool) = &mut self.pool else { return false };
        let news = pool.hear(nth, heard);
        if pool.is_ready() {
            self.late = None;
        }
        match news {
            News::Nothing => false,
            News::Failed(why) => {
                self.fail(&why);
                true
            }
            News::Measured(measured) => {
                if let Some(sheet) = self.sheets.get_mut(measured.side as usize) {
                    sheet.take(measured);
                }
                if self.sheets.iter().all(Sheet::is_full) && self.is_busy() {
                    self.phase = Phase::Done;
                    self.clock.stop(browser::now_ms());
                }
                self.wake();
                false
            }
        }
    }

    /// Asks for the next frame.
    fn wake(&mut self) {
        if self.frame.is_none() {
            let on = self.on.clone();
            let hear = move |now_ms| on.emit(Stir::Frame(now_ms));
            self.frame = Some(request_animation_frame(hear));
        }
    }

    /// Works out what has come in, a little each frame; whether there is something new to see.
    fn renew(&mut self, now_ms: f64) -> bool {
        self.frame = None;
        // The last word is not kept waiting.
        if self.clock.is_running() && now_ms < self.rest_until_ms {
            self.wake();
            return false;
        }
        let begun = browser::now_ms();
        let has_time = || browser::now_ms() < begun + FRAME_WORK_MS;
        let is_level = self.sheets.iter_mut().all(|sheet| sheet.catch_up(&has_time));
        self.worked_ms += browser::now_ms() - begun;
        if is_level {
            let worked_ms = std::mem::take(&mut self.worked_ms);
            self.rest_until_ms = now_ms + RENEW_MS.max(REST * worked_ms);
        }
        if !is_level || self.sheets.iter().any(Sheet::is_behind) {
            self.wake();
        }
        is_level
    }
}
