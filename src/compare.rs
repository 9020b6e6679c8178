//! Compare: two runs of one lab side by side, under one transport and the same draws.

mod pair;
mod paired;
mod tables;

use crate::browser;
use crate::hear::on_click;
use crate::lab_ref::LabRef;
use crate::later::Draw;
use crate::many::{Asked, Wish};
use crate::masthead::{masthead, unplayable};
use crate::measured::measured;
use crate::route::Route;
use crate::session::{Msg, Reading, Session};
use crate::still::{Part, still};
use crate::timeline::{Timeline, timeline};
use crate::transport::{Transport, transport};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use kernel::{Deed, Mark, order};
use labs::face::{Hand, Scene};
use labs::{Chunk, Unbuildable, chunk};
use pair::Pair;
use paired::Paired;
use std::rc::Rc;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// The page, which comes when it is wanted.
pub static COMPARE: Chunk<Draw<CompareProps>> = chunk!(page_compare: Draw<CompareProps> = draw);

fn draw(props: CompareProps) -> Html {
    html! { <ComparePage ..props /> }
}

/// How long a frame may work on both runs, in milliseconds.
const FRAME_WORK_MS: f64 = 8.0;
/// While they play, what is read beside the pictures is renewed this often, in milliseconds.
const READING_MS: f64 = 200.0;
/// The address is written this long after a change, in milliseconds.
const ADDRESS_MS: u32 = 1_000;
/// What the sides are called.
const NAMES: [&str; 2] = ["A", "B"];

/// Properties of [`ComparePage`].
#[derive(Properties, PartialEq)]
pub struct CompareProps {
    /// The lab.
    pub lab: LabRef,
    /// The link of the left run.
    pub left: String,
    /// The link of the right run.
    pub right: String,
    /// What is measured over many runs of both, as the address says it.
    pub many: String,
}

/// The owner of both runs.
pub struct ComparePage {
    pair: Result<Pair, Unbuildable>,
    readings: [Rc<Reading>; 2],
    reading_ms: f64,
    /// Whether something new was drawn since the reading.
    is_behind: bool,
    marks: Rc<[Mark]>,
    widths: [u32; 2],
    is_still: bool,
    frame: Option<AnimationFrame>,
    frame_ms: Option<f64>,
    /// The links in the address, as far as this page wrote or followed them.
    written: [String; 2],
    /// What is measured over many runs of both.
    many: String,
    on_wish: Callback<Wish>,
    /// The many runs that were asked for last.
    asked: Option<Rc<Asked>>,
    /// Present while a change waits to be written.
    waiting: Option<Timeout>,
}

/// What happens to the page.
pub enum CompareMsg {
    /// A person asks something of both runs.
    Both(Msg),
    /// A person asks something of one run.
    One(usize, Msg),
    /// The sides change places.
    Swap,
    /// A frame of the browser, at this many milliseconds.
    Frame(f64),
    /// A picture has another width.
    Width(usize, u32),
    /// Many runs of both are asked for.
    Many(Wish),
    /// The address is due to be written.
    Address,
}

impl Component for ComparePage {
    type Message = CompareMsg;
    type Properties = CompareProps;

    fn create(ctx: &Context<Self>) -> ComparePage {
        let CompareProps { lab, left, right, many } = ctx.props();
        let mut page = ComparePage {
            pair: Pair::new(lab.0, [left, right]),
            readings: Default::default(),
            reading_ms: f64::MIN,
            is_behind: false,
            marks: Rc::new([]),
            widths: [0; 2],
            is_still: browser::is_motion_reduced(),
            frame: None,
            frame_ms: None,
            written: [left.clone(), right.clone()],
            many: many.clone(),
            on_wish: ctx.link().callback(CompareMsg::Many),
            asked: None,
            waiting: None,
        };
        page.renew(ctx);
        page
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &CompareProps) -> bool {
        let CompareProps { left, right, .. } = ctx.props();
        if let Ok(pair) = &mut self.pair
            && self.written != [left.as_str(), right.as_str()]
        {
            pair.follow([left, right]);
            self.written = [left.clone(), right.clone()];
            self.renew(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: CompareMsg) -> bool {
        let Ok(pair) = &mut self.pair else { return false };
        match msg {
            CompareMsg::Both(msg) => pair.both(&msg),
            CompareMsg::One(side, msg) => pair.one(side, msg),
            CompareMsg::Swap => {
                pair.swap();
                self.widths.swap(0, 1);
            }
            CompareMsg::Frame(now_ms) => return self.play_on(ctx, now_ms),
            CompareMsg::Width(side, width) => {
                return std::mem::replace(&mut self.widths[side], width) != width;
            }
            CompareMsg::Many(Wish::Run) => {
                let number = self.asked.as_ref().map_or(0, |asked| asked.number) + 1;
                let links = pair.links_under_one_seed();
                self.asked = Some(Rc::new(Asked { number, links: links.into() }));
                return true;
            }
            CompareMsg::Many(Wish::Tell(many)) => self.many = many,
            CompareMsg::Address => {
                self.write_address(ctx);
                return false;
            }
        }
        self.renew(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &self.pair {
            Ok(pair) => self.layout(ctx, pair),
            Err(why) => unplayable(ctx.props().lab, why),
        }
    }
}

impl ComparePage {
    fn play_on(&mut self, ctx: &Context<Self>, now_ms: f64) -> bool {
        self.frame = None;
        let Ok(pair) = &mut self.pair else { return false };
        let elapsed = self.frame_ms.replace(now_ms).map_or(0.0, |before| now_ms - before);
        let end = browser::now_ms() + FRAME_WORK_MS;
        let is_new = pair.frame(elapsed, &|| browser::now_ms() < end);
        // Both may come to rest between two readings: what was not read yet is read all the same.
        self.is_behind |= is_new;
        let is_due = now_ms - self.reading_ms >= READING_MS || !pair.is_active();
        let is_read = self.is_behind && is_due;
        if is_read {
            self.renew(ctx);
        }
        self.wake(ctx);
        is_new || is_read
    }

    /// Reads both runs anew, and arranges for all that follows from a change.
    fn renew(&mut self, ctx: &Context<Self>) {
        let Ok(pair) = &self.pair else { return };
        self.readings = pair.sides().each_ref().map(|side| Rc::new(side.reading()));
        self.reading_ms = browser::now_ms();
        self.is_behind = false;
        let marks = pair.sides().iter().flat_map(|side| side.run().marks().to_vec()).collect();
        let marks: Vec<Mark> = order::sorted(marks, |mark: &Mark| (mark.at.as_micros(), 0));
        if *self.marks != *marks {
            self.marks = marks.into();
        }
        if self.waiting.is_none() {
            let link = ctx.link().clone();
            let write = move || link.send_message(CompareMsg::Address);
            self.waiting = Some(Timeout::new(ADDRESS_MS, write));
        }
        self.wake(ctx);
    }

    fn wake(&mut self, ctx: &Context<Self>) {
        if !self.pair.as_ref().is_ok_and(Pair::is_active) {
            self.frame_ms = None;
        } else if self.frame.is_none() {
            let link = ctx.link().clone();
            let hear = move |now_ms| link.send_message(CompareMsg::Frame(now_ms));
            self.frame = Some(request_animation_frame(hear));
        }
    }

    /// Writes the links of both runs, unless they still are on their way or too long.
    fn write_address(&mut self, ctx: &Context<Self>) {
        self.waiting = None;
        let Ok(pair) = &self.pair else { return };
        let is_travelling = pair.sides().iter().any(|side| side.journey().is_some());
        let links = pair.links();
        let length: usize = links.iter().map(String::len).sum();
        if is_travelling || length > kernel::link::ADDRESS_MAX {
            return;
        }
        let (slug, many) = (ctx.props().lab.card.slug.to_owned(), self.many.clone());
        let [left, right] = links.clone();
        let fragment = Route::Compare { slug, left, right, many }.write();
        if fragment != browser::fragment() {
            browser::replace_fragment(&fragment);
        }
        self.written = links;
    }

    fn layout(&self, ctx: &Context<Self>, pair: &Pair) -> Html {
        let lab = ctx.props().lab;
        let link = ctx.link();
        let both = link.callback(CompareMsg::Both);
        let [left, right] = &self.readings;
        let swap = tag!(button).clicked(link.callback(|_| CompareMsg::Swap)).text("Swap");
        let breaking = tag!(button, class: "go", title: lab.card.sabotage)
            .clicked(on_click(&both, Msg::Break))
            .text("Break both");
        let headline = tag!(div, class: "headline")
            .child(tag!(h1).text(lab.card.question))
            .child(tag!(p).text(format!("Compare · the same draws, seed {:x}", left.seed)));
        let sides = (0..2).map(|side| self.side(ctx, &pair.sides()[side], side));
        let main = tag!(main, class: "compare", id: "main")
            .child(headline)
            .child(tag!(div, class: "compare-stages").children(sides))
            .child(tag!(div, class: "compare-transport").child(self.transport(pair, &both)))
            .child(
                tag!(div, class: "compare-below")
                    .child(self.change(ctx))
                    .child(tables::figures(left, right))
                    .child(tables::laws(left, right)),
            )
            .child(self.many(ctx, pair));
        tag!(div).child(masthead(Some(&lab.card), vec![swap, breaking])).child(main).into()
    }

    /// Many runs of both.
    fn many(&self, ctx: &Context<Self>, pair: &Pair) -> Html {
        let deeds = pair.sides().iter().map(|side| side.run().recipe().cues.len());
        html! {
            <Paired lab={ctx.props().lab} deeds={deeds.max().unwrap_or(0)}
                text={ctx.props().many.clone()} asked={self.asked.clone()}
                on_wish={&self.on_wish} />
        }
    }

    /// One transport for both runs.
    fn transport(&self, pair: &Pair, on: &Callback<Msg>) -> Html {
        let (at, reach, marks) = (pair.at(), pair.reach(), self.marks.clone());
        let ruler = timeline(Timeline { at, reach, marks, ghosts: Rc::new([]), on });
        let shown = Transport {
            is_playing: pair.is_active(),
            is_at_rest: pair.is_at_rest(),
            is_start: pair.is_start(),
            speed: pair.sides()[0].speed(),
            at,
            on,
        };
        transport(&shown, ruler)
    }

    /// One run: what is other in it, its picture, and what it has to say.
    fn side(&self, ctx: &Context<Self>, session: &Session, side: usize) -> Tag {
        let on = ctx.link().callback(move |msg: Msg| CompareMsg::One(side, msg));
        let run = session.run();
        // What is done to the one is done to the other, or there would be little to compare. A booked
        // event is another one over there.
        let hand = Hand {
            act: ctx.link().callback(|action| CompareMsg::Both(Msg::Act(action))),
            deed: on.reform(|deed: Deed| Msg::Deed(deed)),
        };
        let scene = Scene {
            now: run.playhead().at,
            width: self.widths[side],
            is_thumb: false,
            is_still: self.is_still,
            hand,
        };
        let picture = match self.widths[side] {
            0 => tag!(div, class: "stage-blank").into(),
            _ => (session.entry().stage)(run.machine(), &scene),
        };
        let [own, other] = [&self.readings[side], &self.readings[1 - side]];
        let name = NAMES[side];
        let differences = tables::differences(session.entry().knobs, &own.knobs, &other.knobs);
        let on_width = ctx.link().callback(move |width| CompareMsg::Width(side, width));
        tag!(section, class: "compare-side", "aria-label": ["Run ", name].concat())
            .key(name)
            .child(tag!(h2).text(name).child(tag!(span).text(differences)))
            .child(tag!(div, class: "stage").child(measured(on_width, picture)))
            .child(still(Part::Notices(own.notices.clone()), &on))
    }

    /// What may be changed of the right run.
    fn change(&self, ctx: &Context<Self>) -> Tag {
        let lab = ctx.props().lab;
        let on = ctx.link().callback(|msg: Msg| CompareMsg::One(1, msg));
        let [_, right] = &self.readings;
        if right.knobs.is_empty() {
            return tag!(span, hidden: true);
        }
        tag!(section, class: "compare-change", "aria-label": "Change B")
            .child(still(Part::Knobs(lab, right.knobs.clone()), &on))
            .child(still(Part::Presets(lab, right.preset), &on))
    }
}
