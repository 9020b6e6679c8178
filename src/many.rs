//! The tab *Many runs*: how often, how slow, how unfair? The same run under many seeds, measured
//! by a pool of workers, with every number's interval over seeds.

mod broken;
pub mod engine;
pub mod experiment;
pub mod export;
pub mod figure;
pub mod form;
pub mod metrics;
mod pool;
pub mod progress;
mod queue;
mod results;
pub mod sheet;
mod theory;
mod units;
mod watch;

use crate::lab_ref::LabRef;
use crate::later::Draw;
use crate::session::Msg;
use broken::Found;
use engine::{Engine, Stir};
use experiment::Experiment;
use export::Saved;
use figure::{Shown, What};
use form::{Form, form};
use kernel::Nature;
use labs::{Chunk, chunk};
use progress::progress;
use results::{Results, results};
use std::rc::Rc;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The tab, which comes when it is wanted.
pub static MANY: Chunk<Draw<ManyProps>> = chunk!(page_many: Draw<ManyProps> = draw);

fn draw(props: ManyProps) -> Html {
    html! { <ManyTab ..props /> }
}

/// What stands in the place of the results before there are any.
const INTRODUCTION: &str = "The run on the stage, again and again, each time under another seed: \
    what one run shows may be luck, what a thousand show is not. The runs go on beside the page; \
    play on meanwhile.";

/// The run on the stage at the moment at which many runs were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Tells it from the one before.
    pub number: u32,
    /// The run, as a link carries it; where two are compared, both.
    pub links: Vec<String>,
}

/// What the tab asks of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Runs are wanted: the page says of what.
    Run,
    /// This is measured: it belongs into the address.
    Tell(String),
}

/// Properties of [`ManyTab`].
#[derive(Properties, PartialEq)]
pub struct ManyProps {
    /// The lab.
    pub lab: LabRef,
    /// How many deeds of hands the run on the stage has.
    pub deeds: usize,
    /// What goes wrong by itself in the run on the stage.
    pub nature: Nature,
    /// Whether the run is made with the person's own data.
    pub is_own_data: bool,
    /// The experiment in the address.
    pub text: String,
    /// The runs that were asked for last.
    pub asked: Option<Rc<Asked>>,
    /// Hears what the tab asks. It stays the same callback, or what is being typed would be
    /// overwritten whenever the page is drawn.
    pub on_wish: Callback<Wish>,
    /// Hears what the session is to do.
    pub on: Callback<Msg>,
}

/// The tab. It lives as long as the page, so that the runs go on behind another tab.
pub struct ManyTab {
    experiment: Experiment,
    /// What was wrong with the experiment in the address.
    complaint: Option<String>,
    shown: Shown,
    engine: Engine,
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
    /// The engine is to go on.
    Stir(Stir),
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
            engine: Engine::new(ctx.link().callback(ManyMsg::Stir)),
            width: 0,
            wanted: None,
            told: String::new(),
        };
        tab.read(ctx);
        tab
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &ManyProps) -> bool {
        let props = ctx.props();
        // The rates of the stage's run are measured, unless a person chose others.
        if self.experiment.nature == old.nature && !self.engine.is_busy() {
            self.experiment.nature = props.nature;
        }
        if props.text != old.text && props.text != self.told && !self.engine.is_busy() {
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
            ManyMsg::Cancel => self.engine.cancel(),
            ManyMsg::Stir(stir) => return self.engine.stir(stir),
            ManyMsg::Width(width) => return std::mem::replace(&mut self.width, width) != width,
            ManyMsg::Watch(found) => self.watch(ctx, found),
            ManyMsg::Save(saved) => {
                if let Some(sheet) = self.engine.sheets.first() {
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
    fn form(&self, ctx: &Context<Self>) -> Form<'_> {
        let (props, link) = (ctx.props(), ctx.link());
        Form {
            lab: props.lab,
            experiment: &self.experiment,
            deeds: props.deeds,
            is_single: true,
            is_busy: self.engine.is_busy(),
            is_own_data: props.is_own_data,
            on_choose: link.callback(ManyMsg::Choose),
            on_ask: props.on_wish.reform(|()| Wish::Run),
            on_cancel: link.callback(|()| ManyMsg::Cancel),
        }
    }

    fn outcome(&self, ctx: &Context<Self>) -> Tag {
        let link = ctx.link();
        let outcome = tag!(div, class: "many-outcome").child(progress(&self.engine, INTRODUCTION));
        let Some(sheet) = self.engine.sheets.first().filter(|_| self.engine.has_results()) else {
            return outcome;
        };
        let shown = Results {
            entry: ctx.props().lab.0,
            sheet,
            shown: self.shown,
            width: self.width,
            on_width: link.callback(ManyMsg::Width),
            on_show: link.callback(ManyMsg::Show),
            on_watch: link.callback(ManyMsg::Watch),
            on_save: link.callback(ManyMsg::Save),
        };
        outcome.child(results(&shown))
    }

    /// Reads the experiment in the address.
    fn read(&mut self, ctx: &Context<Self>) {
        let ManyProps { lab, text, .. } = ctx.props();
        match Experiment::read(lab.0, text) {
            Ok(experiment) => {
                self.experiment = experiment;
                if !text.contains("nature:") {
                    self.experiment.nature = ctx.props().nature;
                }
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
        let metric = match (self.shown.what, self.engine.sheets.first()) {
            (What::Metric(nth), Some(sheet)) => sheet.metrics.get(nth).map(|metric| metric.key),
            _ => self.wanted.as_deref(),
        };
        if let Some(key) = metric {
            self.told += &[",show:", key].concat();
        }
        ctx.props().on_wish.emit(Wish::Tell(self.told.clone()));
    }

    fn begin(&mut self, ctx: &Context<Self>, asked: &Asked) {
        let entry = ctx.props().lab.0;
        let begun = self.engine.begin(entry, asked.links.clone(), &self.experiment);
        self.complaint = begun.err();
        let Some(sheet) = self.engine.sheets.first() else { return };
        let fits = |what| match what {
            What::Metric(metric) => metric < sheet.metrics.len(),
            What::Law(_) => !sheet.plan.axes().is_empty(),
        };
        let wanted = self.wanted.take();
        let wanted = wanted.and_then(|key| sheet.metrics.iter().position(|it| *it.key == *key));
        let shown = wanted.map_or(self.shown.what, What::Metric);
        let what = if fits(shown) { shown } else { What::default() };
        self.shown = Shown { what, point: None };
        self.tell(ctx);
    }

    /// Shows a run on the stage, at the step at which the law broke.
    fn watch(&mut self, ctx: &Context<Self>, found: Found) {
        let Some(sheet) = self.engine.sheets.first() else { return };
        let entry = ctx.props().lab.0;
        match watch::way(entry, &sheet.plan, found, sheet.laws[found.law as usize].name) {
            Ok(watch) => ctx.props().on.emit(Msg::Watch(watch)),
            Err(why) => self.complaint = Some(why),
        }
    }
}
