//! The handle of a worker's clock: a dial that is dragged by a pointer and moved by keys, and beside
//! it how far the clock is off.

use std::rc::Rc;

use super::layout::{HANDLE, IDS, Layout};
use super::shown::{Lane, Shown};
use crate::snowflake::action::Action;
use crate::snowflake::clock::Pace;
use crate::snowflake::telling::ms;
use kernel::decimal::fixed;
use std::f64::consts::TAU;
use wasm_bindgen::JsCast;
use web_sys::Element;
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use yew::html::{onpointercancel, onpointerdown, onpointermove, onpointerup};
use yew::{Callback, KeyboardEvent, PointerEvent};

/// The dial's radius.
const RADIUS: f64 = 9.0;
/// How many ticks a page key moves a clock.
const PAGE: i64 = 4;
/// A pointer that moved by less has not dragged anything.
const STIRRED: f64 = 2.0;

/// A clock that is being dragged.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    /// Whose.
    pub place: usize,
    /// How far it would be off, in microseconds.
    pub error_us: i64,
    /// How many ticks are seen on either side meanwhile.
    pub half: i64,
    from_x: f64,
    from_us: i64,
    is_stirred: bool,
}

/// What a hand does with the handles.
#[derive(Clone)]
pub struct Grips {
    /// Takes hold of a clock, moves it, or lets it go.
    pub hold: Callback<Option<Drag>>,
    /// What is held.
    pub drag: Option<Drag>,
    /// Does an action.
    pub act: Callback<String>,
}

/// How far a clock is off, or would be where it is being dragged, in microseconds.
pub fn error_us(shown: &Shown, place: usize, drag: Option<&Drag>) -> i64 {
    match drag.filter(|drag| drag.place == place) {
        Some(drag) => drag.error_us,
        None => shown.lanes[place].error_us,
    }
}

/// Draws a clock: its line through the strip, its dial, and how far it is off.
pub fn grip(shown: &Shown, layout: &Layout, place: usize, grips: &Grips) -> Tag {
    let lane = &shown.lanes[place];
    let is_held = grips.drag.as_ref().is_some_and(|drag| drag.place == place);
    let error_us = error_us(shown, place, grips.drag.as_ref());
    let reading_us = shown.right_us + error_us;
    let x = layout
        .within(reading_us)
        .clamp(layout.strip.0 + RADIUS + 1.0, layout.strip.1 - RADIUS - 1.0);
    let top = layout.strips[place];
    let y = top + RADIUS + 2.0;
    let line = path(&[('M', &[x, y]), ('V', &[top + HANDLE + IDS + 4.0])]);
    let off = path(&[('M', &[layout.middle(), top + HANDLE - 2.5]), ('H', &[x])]);
    let words = words(lane, error_us, is_held);
    // The words stand on the side away from true time, or where there is room.
    let room = text_width(&words) + RADIUS + 8.0;
    let is_left = match error_us < 0 {
        true => x - room >= layout.strip.0,
        false => x + room > layout.strip.1,
    };
    let (class, text_x) =
        if is_left { ("off end", x - RADIUS - 5.0) } else { ("off", x + RADIUS + 5.0) };
    let state = match (is_held, lane.is_up) {
        (true, _) => "watch held",
        (_, false) => "watch down",
        _ => "watch",
    };
    tag!(g, class: state)
        .key(place)
        .child(tag!(path, class: "error", d: off))
        .child(tag!(path, class: "line", d: line))
        .child(tag!(text, class: class, x: text_x, y: y + 4.0).text(words))
        .child(dial(shown, lane, (x, y), reading_us))
        .child(handle(shown, layout, place, (x, y), grips))
}

/// The face: its hand goes round once a tick, and a stopped one shows two bars.
fn dial(shown: &Shown, lane: &Lane, (x, y): (f64, f64), reading_us: i64) -> Tag {
    let turn = reading_us.rem_euclid(shown.tick_us) as f64 / shown.tick_us as f64 * TAU;
    let hand = match lane.pace {
        Pace::Frozen { .. } => path(&[
            ('M', &[x - 2.5, y - 4.0]),
            ('v', &[8.0]),
            ('M', &[x + 2.5, y - 4.0]),
            ('v', &[8.0]),
        ]),
        // A hand that goes round more than a few times a second says nothing.
        _ if shown.tick_us < 50_000 => {
            path(&[('M', &[x, y]), ('v', &[-6.0]), ('M', &[x, y]), ('h', &[4.0])])
        }
        _ => path(&[('M', &[x, y]), ('L', &[x + 6.5 * turn.sin(), y - 6.5 * turn.cos()])]),
    };
    tag!(g, class: "dial")
        .child(tag!(circle, class: "face", cx: x, cy: y, r: RADIUS))
        .child(tag!(path, class: "hand", d: hand))
}

/// How far a clock is off and how it runs: "120 ms ahead, gains 20 %".
fn words(lane: &Lane, error_us: i64, is_held: bool) -> String {
    // Beyond ten milliseconds, tenths are only restless.
    let size = match error_us.abs() {
        size @ 10_000.. => size / 1_000 * 1_000,
        size => size,
    };
    let off = match error_us {
        -500..=500 => "right".to_owned(),
        501.. => [&ms(size), " ahead"].concat(),
        _ => [&ms(size), " behind"].concat(),
    };
    if is_held {
        return ["set it: ", &off].concat();
    }
    let pace = match lane.pace {
        Pace::Steady => return off,
        Pace::Drifting { permille, .. } => {
            let verb = if permille > 0 { ", gains " } else { ", loses " };
            let share = fixed(f64::from(permille.unsigned_abs()) / 10.0, 1);
            [verb, share.trim_end_matches(".0"), " %"].concat()
        }
        Pace::Slewed { .. } => ", NTP slews it".to_owned(),
        Pace::Frozen { .. } => ", stopped".to_owned(),
    };
    off + &pace
}

/// What is taken hold of: a slider for keyboards and readers of the screen.
fn handle(shown: &Shown, layout: &Layout, place: usize, (x, y): (f64, f64), grips: &Grips) -> Tag {
    let lane = &shown.lanes[place];
    let bound_ms = shown.bound_us / 1_000;
    let label = ["Clock of ", &lane.name].concat();
    let now_ms = error_us(shown, place, grips.drag.as_ref()) / 1_000;
    let said = words(lane, error_us(shown, place, grips.drag.as_ref()), false);
    tag!(circle, class: "press handle", cx: x, cy: y, r: "14", role: "slider", tabindex: "0",
        "aria-label": label, "aria-valuemin": -bound_ms, "aria-valuemax": bound_ms,
        "aria-valuenow": now_ms, "aria-valuetext": said)
    .pressed(by_key(shown, place, grips))
    .on(Rc::new(onpointerdown::Wrapper::new(take(shown, layout, place, grips))))
    .on(Rc::new(onpointermove::Wrapper::new(drag(shown, layout, grips))))
    .on(Rc::new(onpointerup::Wrapper::new(let_go(place, grips))))
    .on(Rc::new(onpointercancel::Wrapper::new(grips.hold.reform(|_| None))))
}

/// Arrow keys move a clock by a tick, page keys by four, Home and End as far as it goes.
fn by_key(shown: &Shown, place: usize, grips: &Grips) -> Callback<KeyboardEvent> {
    let (act, bound_ms) = (grips.act.clone(), (shown.bound_us / 1_000) as i32);
    let at = place as u8;
    Callback::from(move |event: KeyboardEvent| {
        let page = PAGE as i16;
        let action = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Action::Jump(at, -1),
            "ArrowRight" | "ArrowUp" => Action::Jump(at, 1),
            "PageDown" => Action::Jump(at, -page),
            "PageUp" => Action::Jump(at, page),
            "Home" => Action::Set(at, -bound_ms),
            "End" => Action::Set(at, bound_ms),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        act.emit(action.to_string());
    })
}

fn take(shown: &Shown, layout: &Layout, place: usize, grips: &Grips) -> Callback<PointerEvent> {
    let (from_us, hold) = (shown.lanes[place].error_us, grips.hold.clone());
    let half = layout.half;
    Callback::from(move |event: PointerEvent| {
        if let Some(handle) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // The pointer may be gone already; then nothing is dragged.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        let from_x = f64::from(event.client_x());
        let drag = Drag { place, error_us: from_us, half, from_x, from_us, is_stirred: false };
        hold.emit(Some(drag));
    })
}

fn drag(shown: &Shown, layout: &Layout, grips: &Grips) -> Callback<PointerEvent> {
    let (hold, held) = (grips.hold.clone(), grips.drag.clone());
    let (bound_us, scale) = (shown.bound_us, layout.scale);
    Callback::from(move |event: PointerEvent| {
        let Some(drag) = &held else { return };
        let by = f64::from(event.client_x()) - drag.from_x;
        let error_us = (drag.from_us + (by / scale) as i64).clamp(-bound_us, bound_us);
        let is_stirred = drag.is_stirred || by.abs() > STIRRED;
        hold.emit(Some(Drag { error_us, is_stirred, ..drag.clone() }));
    })
}

fn let_go(place: usize, grips: &Grips) -> Callback<PointerEvent> {
    let Grips { hold, drag, act } = grips.clone();
    Callback::from(move |_| {
        let Some(drag) = drag.as_ref().filter(|drag| drag.place == place) else { return };
        hold.emit(None);
        if drag.is_stirred {
            let ms = drag.error_us.div_euclid(1_000) as i32;
            act.emit(Action::Set(place as u8, ms).to_string());
        }
    })
}
