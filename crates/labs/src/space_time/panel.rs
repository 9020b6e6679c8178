//! The panel: what is in sight of a diagram, and which message is looked at.

use super::camera::Camera;
use super::view::{Face, draw};
use super::{Sight, Wish};
use kernel::chart::{Arrow, Chart, End};
use kernel::{Playhead, Time};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use widgets::space_time::Axis;
use yew::prelude::*;

/// A button makes the picture so much larger.
const LARGER: f64 = 1.6;
/// A press of a button moves the picture by this part of what is in sight.
const STRIDE: f64 = 0.4;
/// A pointer that moved no further than this has clicked, in pixels.
const CLICK: f64 = 4.0;

/// The panel of a sight.
pub fn panel(sight: Sight) -> Html {
    html! { <Panel {sight} /> }
}

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// What is shown.
    pub sight: Sight,
}

/// A message, wherever it stands in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    number: Option<u64>,
    sent: Time,
    wire: (u8, u8),
}

impl Named {
    fn of(arrow: &Arrow) -> Named {
        Named { number: arrow.number, sent: arrow.sent.at, wire: (arrow.from, arrow.to) }
    }

    fn find(self, chart: &Chart) -> Option<usize> {
        chart.arrows.iter().position(|arrow| Named::of(arrow) == self)
    }
}

/// A pointer that went down: where it was last, and how far it has come. When it is up again, the
/// click that follows asks for that.
#[derive(Clone, Copy)]
struct Drag {
    last: f64,
    come: f64,
    is_down: bool,
}

/// What is in sight, and what is looked at.
pub struct Panel {
    camera: Camera,
    /// The stretch that was asked for last.
    asked: Option<super::Look>,
    /// The message under the pointer.
    pointed: Option<Named>,
    /// The message that the keyboard is at.
    reached: Option<Named>,
    has_focus: bool,
    drag: Option<Drag>,
    /// The focus is to be taken to the message reached, once it is drawn.
    is_moving: bool,
    figure: NodeRef,
}

/// What happens to the panel.
pub enum Msg {
    /// Larger by so much, around a place in the picture or the playhead.
    Zoom(f64, Option<f64>),
    /// On by so much of what is in sight.
    Stride(f64),
    /// Follow the playhead, or do not.
    Follow,
    /// Another axis.
    Turn(Axis),
    /// The pointer is at a message, or at none.
    Point(Option<usize>),
    /// The focus came to a message, or went.
    Focus(Option<usize>),
    /// From the message reached to one so many places on.
    Move(isize),
    /// A pointer went down at a place in the picture.
    Down(f64),
    /// It moved to another.
    Drag(f64),
    /// It is up again, or has left the picture.
    Up,
    /// A place was clicked, or a message.
    Pick(f64, Option<usize>),
    /// To the end of the message reached.
    Go,
    /// The text for Mermaid.
    Mermaid,
    /// The picture.
    Save,
}

impl Component for Panel {
    type Message = Msg;
    type Properties = PanelProps;

    fn create(ctx: &Context<Self>) -> Panel {
        let mut panel = Panel {
            camera: Camera::new(),
            asked: None,
            pointed: None,
            reached: None,
            has_focus: false,
            drag: None,
            is_moving: false,
            figure: NodeRef::default(),
        };
        panel.look(ctx);
        panel
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &PanelProps) -> bool {
        let sight = &ctx.props().sight;
        if !self.is_dragged() {
            let room = Face::of(sight).room;
            self.camera.fit(&sight.story.chart.arrows, sight.playhead, room);
            self.camera.follow(sight.playhead, room);
        }
        self.look(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let sight = &ctx.props().sight;
        let (room, playhead) = (Face::of(sight).room, sight.playhead);
        match msg {
            Msg::Zoom(by, around) => {
                let at = (self.camera.along(playhead)).clamp(0.0, room);
                self.camera.zoom(by, around.unwrap_or(at));
                self.camera.follow(playhead, room);
            }
            Msg::Stride(by) => self.camera.pan(by * STRIDE * room, sight.reach),
            Msg::Follow => {
                self.camera.follows = !self.camera.follows;
                self.camera.follow(playhead, room);
            }
            Msg::Turn(axis) => {
                self.camera.turn(axis, playhead, room);
                self.camera.fit(&sight.story.chart.arrows, playhead, room);
            }
            Msg::Point(at) => {
                let pointed = at.and_then(|at| self.named(ctx, at));
                return std::mem::replace(&mut self.pointed, pointed) != pointed;
            }
            Msg::Focus(at) => {
                self.has_focus = at.is_some();
                if let Some(at) = at {
                    self.reach(ctx, at);
                }
            }
            Msg::Move(by) => self.step_on(ctx, by),
            Msg::Down(at) => self.drag = Some(Drag { last: at, come: 0.0, is_down: true }),
            Msg::Drag(at) => {
                let Some(drag) = self.drag.as_mut().filter(|drag| drag.is_down) else {
                    return false;
                };
                let by = drag.last - at;
                drag.come += by.abs();
                drag.last = at;
                if drag.come <= CLICK {
                    return false;
                }
                self.camera.pan(by, sight.reach);
            }
            Msg::Up => {
                let Some(drag) = &mut self.drag else { return false };
                drag.is_down = false;
            }
            Msg::Pick(along, message) => {
                if self.drag.take().is_none_or(|drag| drag.come <= CLICK) {
                    self.pick(ctx, along, message);
                }
            }
            Msg::Go => {
                if let Some(at) = self.reached.and_then(|named| named.find(&sight.story.chart)) {
                    self.pick(ctx, 0.0, Some(at));
                }
            }
            Msg::Mermaid => {
                sight.on.emit(Wish::Copy(sight.story.chart.mermaid()));
            }
            Msg::Save => sight.on.emit(Wish::Save),
        }
        self.look(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        draw(self, ctx).into()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if std::mem::take(&mut self.is_moving)
            && let Some(at) =
                self.reached.and_then(|named| named.find(&ctx.props().sight.story.chart))
            && let Some(figure) = self.figure.cast::<Element>()
            && let Ok(Some(message)) = figure.query_selector(&format!("[data-message=\"{at}\"]"))
        {
            // It was there a moment ago; where it is not, the focus stays where it is.
            let _ = message.unchecked_into::<HtmlElement>().focus();
        }
    }
}

impl Panel {
    /// What is in sight.
    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    /// Where the picture stands on the page.
    pub fn figure(&self) -> &NodeRef {
        &self.figure
    }

    /// Whether a pointer moves the picture.
    pub fn is_dragged(&self) -> bool {
        self.drag.is_some_and(|drag| drag.is_down && drag.come > CLICK)
    }

    /// The message whose causes are lit.
    pub fn lit(&self, chart: &Chart) -> Option<usize> {
        let reached = self.reached.filter(|_| self.has_focus);
        self.pointed.or(reached).and_then(|named| named.find(chart))
    }

    /// The message that the keyboard reaches: where it was, or else the first in sight.
    pub fn reached(&self, chart: &Chart, room: f64) -> Option<usize> {
        let found = self.reached.and_then(|named| named.find(chart));
        let in_sight = |arrow: &Arrow| {
            let at = self.camera.along(arrow.sent);
            (0.0..=room).contains(&at)
        };
        found.or_else(|| chart.arrows.iter().position(in_sight))
    }

    fn named(&self, ctx: &Context<Self>, at: usize) -> Option<Named> {
        ctx.props().sight.story.chart.arrows.get(at).map(Named::of)
    }

    /// Asks for what is in sight, where it was not asked for.
    fn look(&mut self, ctx: &Context<Self>) {
        let sight = &ctx.props().sight;
        let room = Face::of(sight).room;
        let latest = self.asked.unwrap_or(sight.story.look);
        if sight.width > 0 && !self.camera.is_held_by(latest, room) {
            let look = self.camera.look(room);
            self.asked = Some(look);
            sight.on.emit(Wish::Look(look));
        }
    }

    /// The keyboard is at a message: it comes into sight.
    fn reach(&mut self, ctx: &Context<Self>, at: usize) {
        let sight = &ctx.props().sight;
        let Some(arrow) = sight.story.chart.arrows.get(at) else { return };
        self.reached = Some(Named::of(arrow));
        let room = Face::of(sight).room;
        if !(0.0..=room).contains(&self.camera.along(arrow.sent)) {
            self.camera.follows = false;
            self.camera.show(arrow.sent, room);
        }
    }

    fn step_on(&mut self, ctx: &Context<Self>, by: isize) {
        let sight = &ctx.props().sight;
        let chart = &sight.story.chart;
        let Some(here) = self.reached(chart, Face::of(sight).room) else { return };
        if let Some(to) = here.checked_add_signed(by).filter(|to| *to < chart.arrows.len()) {
            self.reach(ctx, to);
            self.is_moving = true;
        }
    }

    /// Goes to where a message ended, or to a place.
    fn pick(&mut self, ctx: &Context<Self>, along: f64, message: Option<usize>) {
        let sight = &ctx.props().sight;
        let arrow = message.and_then(|at| sight.story.chart.arrows.get(at));
        let unit = (self.camera.left + along / self.camera.scale).max(0.0) as u64;
        sight.on.emit(match (arrow, self.camera.axis) {
            (Some(arrow), _) => Wish::SeekStep(end_of(arrow).step),
            (None, Axis::Time) => Wish::Seek(Time::from_micros(unit)),
            (None, Axis::Steps) => Wish::SeekStep(unit),
        });
        if let Some(arrow) = arrow {
            self.reached = Some(Named::of(arrow));
        }
    }
}

/// Where a message was received or lost; where it is on its way, where it was sent.
fn end_of(arrow: &Arrow) -> Playhead {
    match arrow.end {
        End::OnItsWay => arrow.sent,
        End::Arrived(end) | End::Unheard(end) | End::Lost(end) => end,
    }
}

/// What a button or a wheel does to the size.
pub fn zoomed(is_larger: bool) -> f64 {
    if is_larger { LARGER } else { 1.0 / LARGER }
}
