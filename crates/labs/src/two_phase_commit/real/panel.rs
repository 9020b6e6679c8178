//! The panel: it starts a run, watches it, and has it judged when it has come to rest.

use super::controls;
use super::opfs::{self, Folder};
use super::picture;
use super::plan::Plan;
use super::results;
use super::run::{self, Phase, Run};
use super::verdict::{self, Sentence};
use crate::cluster::view::draw;
use crate::download;
use crate::face::{Hand, Scene};
use crate::real::Ground;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::utils::window;
use kernel::{Deed, Time};
use wasm_bindgen_futures::spawn_local;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The picture is drawn anew at most this often, in milliseconds,
const FRAME_MS: f64 = 30.0;
/// and at least this often, since it says how long things last.
const IDLE_MS: f64 = 250.0;

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// On what it stands.
    pub ground: Ground,
}

/// What a person wants.
#[derive(Clone)]
pub enum Wish {
    /// Another setting.
    Set(Plan),
    /// Servers.
    Start,
    /// That it comes to rest and is judged.
    Finish,
    /// That it goes on after that.
    GoOn,
    /// That it ends, and its files go.
    Remove,
    /// That the coordinator crashes when all services are in doubt, or does not after all.
    Trap,
    /// An action of the model, in its text form.
    Act(String),
    /// Something with a message on its way.
    Deed(Deed),
    /// The journal as a file.
    Save,
}

/// What happens to the panel.
pub enum PanelMsg {
    /// A person wants something.
    Wish(Wish),
    /// Whether there are files.
    Probed(Result<(), String>),
    /// There is a folder, or not: for the run of this number.
    Made(u32, Result<Folder, String>),
    /// Something happens to the run of this number.
    Run(u32, run::Event),
    /// A frame of the browser.
    Frame,
}

/// The panel.
pub struct Panel {
    plan: Plan,
    run: Option<Run>,
    /// Tells what concerns this run from what concerned earlier ones.
    epoch: u32,
    is_making: bool,
    began_ms: f64,
    sentence: Option<Sentence>,
    /// Why there are no files.
    missing: Option<String>,
    failed: Option<String>,
    frame: Option<AnimationFrame>,
    is_dirty: bool,
    drawn_ms: f64,
}

impl Component for Panel {
    type Message = PanelMsg;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Panel {
        let link = ctx.link().clone();
        spawn_local(async move { link.send_message(PanelMsg::Probed(opfs::probe().await)) });
        Panel {
            plan: Plan::default(),
            run: None,
            epoch: 0,
            is_making: false,
            began_ms: 0.0,
            sentence: None,
            missing: None,
            failed: None,
            frame: None,
            is_dirty: false,
            drawn_ms: 0.0,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PanelMsg) -> bool {
        match msg {
            PanelMsg::Wish(wish) => self.wish(ctx, wish),
            PanelMsg::Probed(probed) => self.missing = probed.err(),
            // A folder that nobody waits for any more is removed with its value.
            PanelMsg::Made(epoch, _) if epoch != self.epoch => return false,
            PanelMsg::Made(_, made) => self.begin(ctx, made),
            PanelMsg::Run(epoch, _) if epoch != self.epoch => return false,
            PanelMsg::Run(_, event) => {
                self.go(|run, now_ms| run.hear(event, now_ms));
                // The next frame draws it, with what else has happened by then.
                self.is_dirty = true;
                return self.failed.is_some();
            }
            PanelMsg::Frame => return self.frame(ctx),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let on = ctx.link().callback(PanelMsg::Wish);
        let panel = tag!(div, class: "commit-real")
            .child(tag!(p, class: "soft").text(results::INTRODUCTION));
        if let Some(why) = &self.missing {
            return panel.child(missing(why)).into();
        }
        let run = self.run.as_ref();
        let now = now_ms();
        let (sentence, failed) = (self.sentence.as_ref(), self.failed.as_deref());
        panel
            .child(controls::controls(self.plan, run, self.is_making, &on))
            .child(results::story(run, self.is_making, sentence, failed, now))
            .child(tag!(div).maybe(run.map(|run| results::figures(run, now))))
            .child(tag!(div).maybe(run.map(|run| stage(run, &ctx.props().ground, &on, now))))
            .child(tag!(div).maybe(run.zip(sentence).map(|(run, of)| laws(run, of, &on))))
            .child(tag!(div).maybe(run.map(|run| self.below(run))))
            .into()
    }
}

impl Panel {
    fn below(&self, run: &Run) -> Tag {
        tag!(div, class: "commit-below")
            .child(results::happenings(run, self.began_ms))
            .child(results::files(run))
    }

    fn wish(&mut self, ctx: &Context<Self>, wish: Wish) {
        match wish {
            Wish::Set(plan) => {
                self.plan = plan;
                if let Some(run) = self.run.as_mut().filter(|run| run.plan.suits(&plan)) {
                    run.turn(plan);
                }
            }
            Wish::Start => self.start(ctx),
            Wish::Finish => self.go(Run::settle),
            Wish::GoOn => {
                self.sentence = None;
                self.go(|run, _| {
                    run.go_on();
                    Ok(())
                });
            }
            Wish::Remove => self.stop(),
            Wish::Trap => {
                if let Some(run) = &mut self.run {
                    run.has_trap = !run.has_trap;
                }
            }
            Wish::Act(text) => self.go(|run, now_ms| run.act(&text, now_ms)),
            Wish::Deed(deed) => self.go(|run, now_ms| {
                run.meddle(&deed, now_ms);
                Ok(())
            }),
            Wish::Save => {
                if let (Some(run), Some(sentence)) = (&self.run, &self.sentence) {
                    let text = sentence.text(&run.cluster);
                    download::save("two-phase-commit-journal.txt", "text/plain", &text);
                }
            }
        }
    }

    /// Makes a folder; the rest follows when it is there.
    fn start(&mut self, ctx: &Context<Self>) {
        self.stop();
        self.is_making = true;
        let (link, epoch) = (ctx.link().clone(), self.epoch);
        spawn_local(async move {
            link.send_message(PanelMsg::Made(epoch, Folder::make().await));
        });
    }

    fn begin(&mut self, ctx: &Context<Self>, made: Result<Folder, String>) {
        self.is_making = false;
        let epoch = self.epoch;
        let on = ctx.link().callback(move |event| PanelMsg::Run(epoch, event));
        let hire = ctx.props().ground.hire;
        self.began_ms = now_ms();
        let run = made.and_then(|folder| Run::start(self.plan, folder, hire, on, self.began_ms));
        match run {
            Ok(run) => {
                self.run = Some(run);
                self.await_frame(ctx);
            }
            Err(why) => self.fail(why),
        }
    }

    /// Does something with the run, which ends where that cannot be done.
    fn go(&mut self, what: impl FnOnce(&mut Run, f64) -> Result<(), String>) {
        if let Some(Err(why)) = self.run.as_mut().map(|run| what(run, now_ms())) {
            self.fail(why);
        }
    }

    fn stop(&mut self) {
        self.epoch += 1;
        self.run = None;
        self.is_making = false;
        self.sentence = None;
        self.failed = None;
        self.frame = None;
    }

    fn fail(&mut self, why: String) {
        self.stop();
        self.failed = Some(why);
    }

    fn await_frame(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.frame = Some(request_animation_frame(move |_| link.send_message(PanelMsg::Frame)));
    }

    /// Looks how far the run is, and says whether to draw it.
    fn frame(&mut self, ctx: &Context<Self>) -> bool {
        let now_ms = now_ms();
        let Some(run) = &mut self.run else { return false };
        if run.is_long() && run.phase == Phase::Going {
            self.go(Run::settle);
        } else if run.look(now_ms) {
            match verdict::judge(run) {
                Ok(sentence) => self.sentence = Some(sentence),
                Err(why) => self.fail(why),
            }
        }
        if self.run.is_none() {
            return true;
        }
        self.await_frame(ctx);
        let ground = &ctx.props().ground;
        let moves = self.run.as_ref().is_some_and(|run| run.moves()) && !ground.is_still;
        let rest = now_ms - self.drawn_ms;
        let is_time = rest >= IDLE_MS || rest >= FRAME_MS && (self.is_dirty || moves);
        if is_time {
            (self.drawn_ms, self.is_dirty) = (now_ms, false);
        }
        is_time && ground.is_shown
    }
}

/// The servers, their links and what is on its way.
fn stage(run: &Run, ground: &Ground, on: &Callback<Wish>, now_ms: f64) -> Tag {
    let scene = Scene {
        now: Time::ZERO,
        // Within the border.
        width: ground.width.saturating_sub(2),
        is_thumb: false,
        is_still: ground.is_still,
        hand: Hand { act: on.reform(Wish::Act), deed: on.reform(Wish::Deed) },
    };
    tag!(div, class: "commit-stage").child(draw(picture::shown(run, now_ms), &scene))
}

/// The verdict on each law, and the journal that it is of.
fn laws(run: &Run, sentence: &Sentence, on: &Callback<Wish>) -> Tag {
    let save = tag!(button).clicked(on.reform(|_| Wish::Save)).text("Save the journal");
    tag!(section, class: "commit-verdict", "aria-labelledby": "commit-verdict-title")
        .child(tag!(h3, id: "commit-verdict-title").text("What the model says of it"))
        .child(sentence.table(&run.cluster))
        .child(tag!(div, class: "row").child(save))
}

/// Says in place that there are no files, why, and what would be right.
fn missing(why: &str) -> Tag {
    let what = [
        "This page has no files of its own, so servers that keep their logs in some cannot run \
         here (",
        why,
        "). Everything else on this page works.",
    ];
    let how = "They are kept in the origin-private file system (navigator.storage.getDirectory), \
               which browsers have since 2023: Chrome 102, Firefox 111, Safari 16.4. Open the page \
               in an ordinary window, not a private one, over HTTPS or on this machine.";
    tag!(div, class: "notice", role: "note")
        .child(tag!(div).child(tag!(p).text(what.concat())).child(tag!(p).text(how)))
}

fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
