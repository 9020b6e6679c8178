//! A small live stage: a lab's opening preset, played while it can be seen.

use crate::arrival::arrive;
use crate::browser;
use crate::lab_ref::LabRef;
use crate::measured::measured;
use crate::session::{Msg, Session};
use gloo::render::{AnimationFrame, request_animation_frame};
use labs::Listing;
use labs::face::{Hand, Scene};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};
use widgets::tag;
use yew::prelude::*;

/// How long all small stages together may work on their runs in a frame: one of them, in
/// milliseconds.
const FRAME_WORK_MS: f64 = 2.0;
/// A run begins again after this long, in milliseconds.
const LOOP_MS: f64 = 30_000.0;
/// A still picture shows the run after so many steps.
const STILL_STEPS: usize = 12;

/// Properties of [`Thumb`].
#[derive(Properties, PartialEq)]
pub struct ThumbProps {
    /// The lab.
    pub lab: LabRef<Listing>,
}

/// A small live stage. Its code is loaded and its session made when it is first seen, so that
/// a long gallery costs nothing below the fold.
pub struct Thumb {
    session: Option<Session>,
    width: u32,
    is_seen: bool,
    node: NodeRef,
    sight: Option<Sight>,
    frame: Option<AnimationFrame>,
    frame_ms: Option<f64>,
    played_ms: f64,
}

/// What happens to a small stage.
pub enum ThumbMsg {
    /// It comes into sight, or goes out of it.
    Seen(bool),
    /// All of the lab is here.
    Arrived(LabRef),
    /// It has another width.
    Width(u32),
    /// A frame of the browser, at this many milliseconds.
    Frame(f64),
}

impl Component for Thumb {
    type Message = ThumbMsg;
    type Properties = ThumbProps;

    fn create(_ctx: &Context<Self>) -> Thumb {
        Thumb {
            session: None,
            width: 0,
            is_seen: false,
            node: NodeRef::default(),
            sight: None,
            frame: None,
            frame_ms: None,
            played_ms: 0.0,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, is_first: bool) {
        if is_first {
            let on_seen = ctx.link().callback(ThumbMsg::Seen);
            self.sight = self.node.cast::<Element>().and_then(|node| Sight::new(&node, on_seen));
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: ThumbMsg) -> bool {
        match msg {
            ThumbMsg::Width(width) => self.width = width,
            ThumbMsg::Seen(is_seen) => {
                self.is_seen = is_seen;
                if is_seen && self.session.is_none() {
                    fetch(ctx);
                }
                self.wake(ctx);
            }
            ThumbMsg::Arrived(lab) => {
                if self.session.is_none() {
                    self.session = first_session(lab);
                }
                self.wake(ctx);
            }
            ThumbMsg::Frame(now_ms) => {
                self.frame = None;
                let is_new = self.play_on(now_ms);
                self.wake(ctx);
                return is_new;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let picture = match &self.session {
            Some(session) if self.width > 0 => {
                let scene = Scene {
                    now: session.run().playhead().at,
                    width: self.width,
                    is_thumb: true,
                    is_still: browser::is_motion_reduced(),
                    hand: Hand::idle(),
                };
                (session.entry().stage)(session.run().machine(), &scene)
            }
            _ => tag!(div, class: "stage-blank").into(),
        };
        tag!(div, class: "thumb", "aria-hidden": "true")
            .node_ref(self.node.clone())
            .child(measured(ctx.link().callback(ThumbMsg::Width), picture))
            .into()
    }
}

impl Thumb {
    fn play_on(&mut self, now_ms: f64) -> bool {
        let Some(session) = &mut self.session else { return false };
        let elapsed = self.frame_ms.replace(now_ms).map_or(0.0, |before| now_ms - before);
        self.played_ms += elapsed;
        if self.played_ms > LOOP_MS {
            self.played_ms = 0.0;
            session.apply(Msg::Reset);
        }
        let end = browser::now_ms() + FRAME_WORK_MS;
        session.frame(elapsed, &|| browser::now_ms() < end)
    }

    fn wake(&mut self, ctx: &Context<Self>) {
        let is_live = self.is_seen && self.session.as_ref().is_some_and(Session::is_active);
        if !is_live {
            self.frame = None;
            self.frame_ms = None;
        } else if self.frame.is_none() {
            let link = ctx.link().clone();
            let hear = move |now_ms| link.send_message(ThumbMsg::Frame(now_ms));
            self.frame = Some(request_animation_frame(hear));
        }
    }
}

/// Has the lab's code loaded. A card says what its lab is about without a picture, too: where the
/// code does not come, it is asked for again when the card is seen again.
fn fetch(ctx: &Context<Thumb>) {
    let link = ctx.link().clone();
    let lab = ctx.props().lab;
    spawn_local(async move {
        if let Ok(entry) = arrive(lab.0).await {
            link.send_message(ThumbMsg::Arrived(LabRef(entry)));
        }
    });
}

/// The lab at its opening preset. Where less motion is asked for it stands still, a little way
/// into its run.
fn first_session(lab: LabRef) -> Option<Session> {
    let mut session = Session::new(lab.0).ok()?;
    if browser::is_motion_reduced() {
        for _ in 0..STILL_STEPS {
            session.apply(Msg::Step);
        }
    }
    Some(session)
}

/// Tells whether an element can be seen, as long as it lives.
struct Sight {
    observer: IntersectionObserver,
    _hear: Closure<dyn FnMut(js_sys::Array)>,
}

impl Sight {
    fn new(element: &Element, on_seen: Callback<bool>) -> Option<Sight> {
        let hear = Closure::new(move |entries: js_sys::Array| {
            let last = entries.get(entries.length().saturating_sub(1));
            if let Ok(entry) = last.dyn_into::<IntersectionObserverEntry>() {
                on_seen.emit(entry.is_intersecting());
            }
        });
        let observer = IntersectionObserver::new(hear.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Sight { observer, _hear: hear })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
