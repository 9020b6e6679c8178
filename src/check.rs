//! The Check tab: can it ever go wrong? A search in a worker, its progress, and its report; and the
//! grids of the lab, cell by cell in the same worker.

mod clerk;
mod form;
mod grid;
mod plan;
mod progress;
mod report;
mod tally;
mod way;

use crate::lab_ref::LabRef;
use crate::later::Draw;
use crate::session::Msg;
use crate::worker::Heard;
use crate::worker::protocol::Reply;
use clerk::Clerk;
use form::{Form, form};
use grid::{Board, Shown, grid};
use kernel::model::Allowance;
use kernel::{Interchangeable, LawInfo};
use labs::search::{Count, Findings, From, Order, words};
use labs::tally::Errand;
use labs::{Chunk, chunk};
use plan::{Plan, Turn};
use progress::progress;
use report::report;
use std::rc::Rc;
use tally::{Desk, tally};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The tab, which comes when it is wanted.
pub static CHECK: Chunk<Draw<CheckProps>> = chunk!(page_check: Draw<CheckProps> = draw);

fn draw(props: CheckProps) -> Html {
    html! { <CheckTab ..props /> }
}

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
    /// Whether there are messages that can be lost or doubled.
    pub has_messages: bool,
    /// The parts that are interchangeable under these knobs, where some are.
    pub interchangeable: Option<Interchangeable>,
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

/// How the search stands.
enum Phase {
    /// Nothing was asked yet.
    Idle,
    /// A worker is on its way, or reads its order.
    Starting,
    /// It searches, within so many states.
    Searching(Count, u64),
    /// A person has ended it.
    Cancelled(Count, u64),
    /// It has ended.
    Done(Rc<Findings>),
    /// It could not be carried out, and why.
    Failed(String),
}

/// What the worker is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// The search that was asked for.
    Search,
    /// A cell of a grid.
    Cell(usize, usize),
    /// A search of a tally.
    Row(usize, Errand),
}

/// The tab. It lives as long as the page, so that a search goes on behind another tab.
pub struct CheckTab {
    plan: Plan,
    phase: Phase,
    /// The lab's grids, as far as they were judged.
    boards: Vec<Board>,
    /// The lab's tallies, as far as they were counted.
    desks: Vec<Desk>,
    task: Option<Task>,
    clerk: Clerk,
}

/// What happens to the tab.
pub enum CheckMsg {
    /// Something of the plan is another.
    Turn(Turn),
    /// What is under way is no longer wanted.
    Cancel,
    /// A grid, by its place, is to be judged.
    Judge(usize),
    /// A tally, by its place, is to be counted.
    Count(usize),
    /// A cell of a grid is looked at.
    Look(usize, usize),
    /// The worker says something.
    Heard(Heard),
    /// The worker has not started in time.
    Late,
}

impl Component for CheckTab {
    type Message = CheckMsg;
    type Properties = CheckProps;

    fn create(ctx: &Context<Self>) -> CheckTab {
        let props = ctx.props();
        CheckTab {
            plan: Plan::new(props.allowances),
            phase: Phase::Idle,
            boards: props.lab.grids.iter().map(Board::new).collect(),
            desks: props.lab.tallies.iter().map(Desk::new).collect(),
            task: None,
            clerk: Clerk::default(),
        }
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
            CheckMsg::Turn(turn) => self.plan.turn(turn),
            CheckMsg::Cancel => self.cancel(ctx),
            CheckMsg::Judge(grid) => {
                self.boards[grid].clear();
                self.judge(ctx, grid);
            }
            CheckMsg::Count(nth) => {
                self.desks[nth] = Desk::new(self.desks[nth].counting.tally);
                self.count(ctx, nth);
            }
            CheckMsg::Look(grid, cell) => self.boards[grid].chosen = Some(cell),
            CheckMsg::Late => self.fail("the worker did not start in time"),
            CheckMsg::Heard(Heard::Broke(why)) => self.fail(&why),
            CheckMsg::Heard(Heard::Said(reply)) => self.hear(ctx, reply),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let grids = (0..self.boards.len()).map(|nth| self.grid(ctx, nth));
        tag!(section, class: "check", "aria-label": "Check")
            .child(tag!(p, class: "check-question").text(props.lab.card.check.unwrap_or_default()))
            .child(form(&self.form(ctx)))
            .child(self.outcome(ctx))
            .children((0..self.desks.len()).map(|nth| self.tally(ctx, nth)))
            .children(grids)
            .into()
    }
}

impl CheckTab {
    fn form(&self, ctx: &Context<Self>) -> Form {
        let (props, link) = (ctx.props(), ctx.link());
        Form {
            plan: self.plan,
            allowances: props.allowances,
            has_messages: props.has_messages,
            interchangeable: props.interchangeable,
            step: props.step,
            is_searching: self.task == Some(Task::Search),
            is_busy: self.task.is_some(),
            is_own_data: props.is_own_data,
            on_ask: props.on_ask.clone(),
            on_turn: link.callback(CheckMsg::Turn),
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
            Phase::Starting => progress(&Count::default(), 0, "Starting", String::new()),
            Phase::Searching(count, limit) => {
                progress(count, *limit, "Searching", words::prospect(count, *limit))
            }
            Phase::Cancelled(count, limit) => {
                progress(count, *limit, "Cancelled: what was seen is no proof", String::new())
            }
            Phase::Done(findings) => report(findings, &props.laws, &props.on),
            Phase::Failed(why) => failure(why),
        };
        tag!(div, class: "check-outcome").child(shown)
    }

    fn grid(&self, ctx: &Context<Self>, nth: usize) -> Tag {
        let (props, link) = (ctx.props(), ctx.link());
        let is_judging = matches!(self.task, Some(Task::Cell(grid, _)) if grid == nth);
        grid(&Shown {
            lab: props.lab,
            board: &self.boards[nth],
            is_judging,
            is_busy: self.task.is_some(),
            on_judge: link.callback(move |()| CheckMsg::Judge(nth)),
            on_cancel: link.callback(|()| CheckMsg::Cancel),
            on_look: link.callback(move |cell| CheckMsg::Look(nth, cell)),
            on: &props.on,
        })
    }

    fn tally(&self, ctx: &Context<Self>, nth: usize) -> Tag {
        let link = ctx.link();
        tally(&tally::Shown {
            lab: ctx.props().lab,
            desk: &self.desks[nth],
            is_counting: matches!(self.task, Some(Task::Row(tally, _)) if tally == nth),
            is_busy: self.task.is_some(),
            on_count: link.callback(move |()| CheckMsg::Count(nth)),
            on_cancel: link.callback(|()| CheckMsg::Cancel),
        })
    }

    fn begin(&mut self, ctx: &Context<Self>, asked: &Asked) {
        let order = Order {
            from: asked.from,
            limits: self.plan.limits,
            states: self.plan.most_states(),
            depth: self.plan.most_levels(),
            go_on: self.plan.go_on,
            // The knobs may have been turned to where nothing is interchangeable.
            symmetry: self.plan.symmetry && ctx.props().interchangeable.is_some(),
            ..Order::new(ctx.props().lab.card.slug, asked.link.clone())
        };
        self.phase = Phase::Starting;
        self.send(ctx, Task::Search, order);
    }

    /// Judges the next cell of a grid, where there is one.
    fn judge(&mut self, ctx: &Context<Self>, nth: usize) {
        let lab = ctx.props().lab;
        self.task = None;
        while let Some(cell) = self.boards[nth].next() {
            match self.boards[nth].grid.order(lab.0, cell, self.plan.most_states()) {
                Ok(order) => return self.send(ctx, Task::Cell(nth, cell), order),
                Err(why) => self.boards[nth].refuse(cell, why.to_string()),
            }
        }
    }

    /// Counts the next row of a tally, where there is one.
    fn count(&mut self, ctx: &Context<Self>, nth: usize) {
        let lab = ctx.props().lab;
        self.task = None;
        while let Some(errand) = self.desks[nth].counting.next() {
            let counting = &mut self.desks[nth].counting;
            match counting.tally.order(lab.0, errand, self.plan.most_states()) {
                Ok(order) => return self.send(ctx, Task::Row(nth, errand), order),
                Err(why) => counting.refuse(errand, why.to_string()),
            }
        }
    }

    fn send(&mut self, ctx: &Context<Self>, task: Task, order: Order) {
        self.task = Some(task);
        let sent = self.clerk.send(ctx.link(), order);
        self.settle(sent);
    }

    fn cancel(&mut self, ctx: &Context<Self>) {
        match self.phase {
            Phase::Searching(count, limit) => self.phase = Phase::Cancelled(count, limit),
            Phase::Starting => self.phase = Phase::Idle,
            _ => {}
        }
        self.dismiss();
        // The next one is ready before it is wanted.
        let hired = self.clerk.hire(ctx.link());
        self.settle(hired);
    }

    /// Ends the worker, whatever it does.
    fn dismiss(&mut self) {
        self.task = None;
        self.clerk = Clerk::default();
    }

    /// Notes what went wrong with the worker, where something did.
    fn settle(&mut self, done: Result<(), String>) {
        if let Err(why) = done {
            self.fail(&why);
        }
    }

    fn fail(&mut self, why: &str) {
        let why = why.trim_end_matches('.').to_owned();
        // What the worker itself could still say of its end says more than the browser does.
        match self.task {
            Some(Task::Search) => self.phase = Phase::Failed(why),
            Some(Task::Cell(grid, _)) => self.boards[grid].failure = Some(why),
            Some(Task::Row(tally, _)) => self.desks[tally].failure = Some(why),
            None => {}
        }
        self.dismiss();
    }

    fn hear(&mut self, ctx: &Context<Self>, reply: Reply) {
        match (reply, self.task) {
            (Reply::Ready, _) => {
                let handed_over = self.clerk.ready();
                self.settle(handed_over);
            }
            (Reply::Progress(count), Some(Task::Search)) => {
                self.phase = Phase::Searching(count, self.plan.most_states());
            }
            (Reply::Done(findings), Some(Task::Search)) => {
                self.phase = Phase::Done(Rc::new(findings));
                self.task = None;
            }
            (Reply::Failed(why), Some(Task::Search)) => {
                self.phase = Phase::Failed(why);
                self.task = None;
            }
            (Reply::Done(findings), Some(Task::Cell(grid, cell))) => {
                self.boards[grid].note(cell, &ctx.props().laws, &findings);
                self.judge(ctx, grid);
            }
            (Reply::Failed(why), Some(Task::Cell(grid, cell))) => {
                self.boards[grid].refuse(cell, why);
                self.judge(ctx, grid);
            }
            (Reply::Done(findings), Some(Task::Row(tally, errand))) => {
                self.desks[tally].counting.note(errand, &findings);
                self.count(ctx, tally);
            }
            (Reply::Failed(why), Some(Task::Row(tally, errand))) => {
                self.desks[tally].counting.refuse(errand, why);
                self.count(ctx, tally);
            }
            // A cell is soon done; and this worker is sent on no other errand.
            (Reply::Progress(_) | Reply::Measured(_), _) | (_, None) => {}
        }
    }
}

/// Why nothing came of it.
fn failure(why: &str) -> Tag {
    tag!(p, class: "error", role: "alert")
        .text(format!("The search did not come about: {why}. Start it again to retry."))
}
