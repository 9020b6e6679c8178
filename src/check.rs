//! The Check tab: can it ever go wrong? A search in a worker, its progress, and its report.

mod form;
mod progress;
mod report;
mod verdict;

use crate::lab_ref::LabRef;
use crate::session::Msg;
use crate::worker::protocol::{Count, Errand, Findings, From, Order, Reply};
use crate::worker::{Heard, Helper};
use form::{Form, form};
use gloo::timers::callback::Timeout;
use kernel::model::Allowance;
use kernel::{Budget, LawInfo, Purse};
use progress::progress;
use report::report;
use std::rc::Rc;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// A worker that has not started after this long will not, in milliseconds.
const START_MS: u32 = 15_000;
/// The bounds on distinct states that the form offers.
pub const STATES: [u64; 3] = [100_000, 1_000_000, 4_000_000];

/// The run on the stage at the moment at which a search was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Tells it from the one before.
    pub number: u32,
    /// The run, as a link carries it.
    pub link: String,
    /// Where the search starts.
    pub from: From,
}

/// Properties of [`CheckTab`].
#[derive(Properties, PartialEq)]
pub struct CheckProps {
    /// The lab.
    pub lab: LabRef,
    /// The laws, in the model's order.
    pub laws: Rc<[LawInfo]>,
    /// The model's own budgets.
    pub allowances: &'static [Allowance],
    /// The step at the playhead.
    pub step: u64,
    /// Whether the run is made with the person's own data.
    pub is_own_data: bool,
    /// The search that was asked for last.
    pub asked: Option<Rc<Asked>>,
    /// Hears that a search is wanted.
    pub on_ask: Callback<From>,
    /// Hears what the session is to do.
    pub on: Callback<Msg>,
}

/// What a search may spend and how far it may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it may spend, by budget.
    pub limits: Purse,
    /// An index among [`STATES`].
    pub states: usize,
}

/// How the tab stands.
enum Phase {
    /// Nothing was asked yet.
    Idle,
    /// A worker is on its way, or reads its order.
    Starting,
    /// It searches.
    Searching(Count),
    /// A person has ended it.
    Cancelled(Count),
    /// It has ended.
    Done(Rc<Findings>),
    /// It could not be carried out, and why.
    Failed(String),
}

/// The tab. It lives as long as the page, so that a search goes on behind another tab.
pub struct CheckTab {
    plan: Plan,
    phase: Phase,
    helper: Option<Helper>,
    /// The order that waits for its worker.
    waiting: Option<Order>,
    /// Present until a worker has started.
    late: Option<Timeout>,
}

/// What happens to the tab.
pub enum CheckMsg {
    /// A budget gets another limit.
    Limit(Budget, u8),
    /// Another bound on states: an index among [`STATES`].
    States(usize),
    /// The search is no longer wanted.
    Cancel,
    /// The worker says something.
    Heard(Heard),
    /// The worker has not started in time.
    Late,
}

impl Component for CheckTab {
    type Message = CheckMsg;
    type Properties = CheckProps;

    fn create(ctx: &Context<Self>) -> CheckTab {
        let mut limits = Purse::default();
        for allowance in ctx.props().allowances {
            limits[usize::from(allowance.budget.0)] = allowance.limit;
        }
        let plan = Plan { limits, states: 1 };
        CheckTab { plan, phase: Phase::Idle, helper: None, waiting: None, late: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &CheckProps) -> bool {
        if let Some(asked) = &ctx.props().asked
            && ctx.props().asked != old.asked
        {
            self.begin(ctx, asked);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: CheckMsg) -> bool {
        match msg {
            CheckMsg::Limit(budget, limit) => self.plan.limits[usize::from(budget.0)] = limit,
            CheckMsg::States(states) => self.plan.states = states.min(STATES.len() - 1),
            CheckMsg::Cancel => {
                if let Phase::Searching(count) = self.phase {
                    self.phase = Phase::Cancelled(count);
                } else {
                    self.phase = Phase::Idle;
                }
                self.dismiss();
                // The next one is ready before it is wanted.
                self.hire(ctx);
            }
            CheckMsg::Late => self.fail("the worker did not start in time"),
            CheckMsg::Heard(Heard::Broke(why)) => self.fail(&why),
            CheckMsg::Heard(Heard::Said(reply)) => self.hear(reply),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let is_busy = matches!(self.phase, Phase::Starting | Phase::Searching(_));
        tag!(section, class: "check", "aria-label": "Check")
            .child(tag!(p, class: "check-question").text(props.lab.card.check.unwrap_or_default()))
            .child(form(&self.form(ctx, is_busy)))
            .child(self.outcome(ctx))
            .into()
    }
}

impl CheckTab {
    fn form(&self, ctx: &Context<Self>, is_busy: bool) -> Form {
        let (props, link) = (ctx.props(), ctx.link());
        Form {
            plan: self.plan,
            allowances: props.allowances,
            step: props.step,
            is_busy,
            is_own_data: props.is_own_data,
            on_ask: props.on_ask.clone(),
            on_limit: link.callback(|(budget, limit)| CheckMsg::Limit(budget, limit)),
            on_states: link.callback(CheckMsg::States),
            on_cancel: link.callback(|()| CheckMsg::Cancel),
        }
    }

    fn outcome(&self, ctx: &Context<Self>) -> Tag {
        let props = ctx.props();
        let shown = match &self.phase {
            Phase::Idle => tag!(p, class: "soft").text(
                "The search tries every order of events, breadth first: the first way that it \
                 finds to break a law is the shortest. It runs beside the page; play on meanwhile.",
            ),
            Phase::Starting => progress(&Count::default(), "Starting"),
            Phase::Searching(count) => progress(count, "Searching"),
            Phase::Cancelled(count) => progress(count, "Cancelled: what was seen is no proof"),
            Phase::Done(findings) => report(findings, &props.laws, &props.on),
            Phase::Failed(why) => tag!(p, class: "error", role: "alert")
                .text(format!("The search did not come about: {why}. Start it again to retry.")),
        };
        tag!(div, class: "check-outcome").child(shown)
    }

    fn begin(&mut self, ctx: &Context<Self>, asked: &Asked) {
        let order = Order {
            slug: ctx.props().lab.card.slug.to_owned(),
            link: asked.link.clone(),
            from: asked.from,
            limits: self.plan.limits,
            states: STATES[self.plan.states],
        };
        self.phase = Phase::Starting;
        self.hire(ctx);
        match &self.helper {
            Some(helper) if self.late.is_none() => {
                if let Err(why) = helper.send(&Errand::Search(order)) {
                    self.fail(&why);
                }
            }
            Some(_) => self.waiting = Some(order),
            None => {}
        }
    }

    /// Starts a worker where there is none.
    fn hire(&mut self, ctx: &Context<Self>) {
        if self.helper.is_some() {
            return;
        }
        match Helper::start(ctx.link().callback(CheckMsg::Heard)) {
            Ok(helper) => {
                let link = ctx.link().clone();
                self.helper = Some(helper);
                self.late = Some(Timeout::new(START_MS, move || link.send_message(CheckMsg::Late)));
            }
            Err(why) => self.fail(&format!("this browser starts no worker ({why})")),
        }
    }

    /// Ends the worker, whatever it does.
    fn dismiss(&mut self) {
        self.helper = None;
        self.waiting = None;
        self.late = None;
    }

    fn fail(&mut self, why: &str) {
        self.dismiss();
        // What the worker itself could still say of its end says more than the browser does.
        if matches!(self.phase, Phase::Starting | Phase::Searching(_)) {
            self.phase = Phase::Failed(why.trim_end_matches('.').to_owned());
        }
    }

    fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Ready => {
                self.late = None;
                let order = self.waiting.take();
                if let Some((helper, order)) = self.helper.as_ref().zip(order)
                    && let Err(why) = helper.send(&Errand::Search(order))
                {
                    self.fail(&why);
                }
            }
            Reply::Progress(count) => self.phase = Phase::Searching(count),
            Reply::Done(findings) => self.phase = Phase::Done(Rc::new(findings)),
            Reply::Failed(why) => self.phase = Phase::Failed(why),
            // This worker is sent on no other errand than a search.
            Reply::Measured(_) => {}
        }
    }
}
