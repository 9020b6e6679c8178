//! How the panel is drawn: tools, picture, and what is said of it.

use super::changes::changes;
use super::layer::Layer;
use super::panel::{Msg, Panel, zoomed};
use super::{Look, Sight};
use kernel::Standing;
use kernel::chart::Chart;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use widgets::circle::Place;
use widgets::path::{length, path};
use widgets::space_time::{Axis, Layout, WORDED, described, legend, summary};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use yew::prelude::*;

/// In a narrower panel time goes downward.
const NARROW: u32 = 640;
/// How high an upright picture is, in pixels.
const HEIGHT: f64 = 460.0;
/// What the names take above an upright picture.
const HEAD: f64 = 44.0;

/// A name is so much wider than a text of the smallest size.
const BOLD: f64 = 1.1;

/// The measures of a picture in its place.
pub struct Face {
    is_upright: bool,
    /// What the names take before the picture begins, along the axis.
    names: f64,
    /// How long the picture is along the axis.
    pub room: f64,
    pitch: f64,
    margin: f64,
    nodes: usize,
    width: f64,
}

impl Face {
    /// The measures for a sight.
    pub fn of(sight: &Sight) -> Face {
        let names = &sight.story.chart.nodes;
        let (nodes, width) = (names.len().max(1), f64::from(sight.width));
        // The frame's own lines.
        let width = (width - 2.0).max(1.0);
        if sight.width < NARROW {
            let pitch = width / nodes as f64;
            let room = HEIGHT - HEAD;
            return Face {
                is_upright: true,
                names: HEAD,
                room,
                pitch,
                margin: pitch / 2.0,
                nodes,
                width,
            };
        }
        let widest = names.iter().map(|name| text_width(name) * BOLD).fold(64.0, f64::max);
        let names = widest.min(180.0) + 24.0;
        let (room, pitch) = ((width - names).max(1.0), if nodes > 6 { 52.0 } else { 64.0 });
        Face { is_upright: false, names, room, pitch, margin: 34.0, nodes, width }
    }

    fn layout(&self, look: Look, scale: f64) -> Layout {
        let Face { is_upright, pitch, margin, .. } = *self;
        let origin = look.from as f64;
        Layout { axis: look.axis, scale, origin, is_upright, pitch, margin }
    }

    fn size(&self, layout: &Layout) -> (f64, f64) {
        let height = if self.is_upright { HEIGHT } else { layout.breadth(self.nodes) };
        (self.width, height)
    }

    /// How far along the picture a place on the page is.
    fn along(&self, frame: &Element, x: i32, y: i32) -> f64 {
        let frame = frame.get_bounding_client_rect();
        let (x, y) = (f64::from(x) - frame.left(), f64::from(y) - frame.top());
        (if self.is_upright { y } else { x }) - self.names
    }
}

/// The panel.
pub fn draw(panel: &Panel, ctx: &Context<Panel>) -> Tag {
    let sight = &ctx.props().sight;
    let chart = &sight.story.chart;
    let face = Face::of(sight);
    let lit = panel.lit(chart);
    let said = match lit {
        Some(at) => described(chart, at),
        None if chart.is_cut => "More happens here than one picture holds: zoom in.".to_owned(),
        None if chart.arrows.len() > WORDED => "Zoom in to read the messages.".to_owned(),
        None => "Point at a message to see what can have caused it; click to go there.".to_owned(),
    };
    let foot = tag!(div, class: "space-time-foot").child(tag!(p).text(said)).child(legend());
    let diagram = tag!(section, class: "space-time-panel", "aria-label": "Space-time diagram",
        hidden: chart.nodes.is_empty())
    .child(tools(panel, ctx))
    .child(picture(panel, ctx, &face, lit))
    .child(foot);
    tag!(div).child(diagram).child(tag!(div).maybe(changes(&sight.story)))
}

fn tools(panel: &Panel, ctx: &Context<Panel>) -> Tag {
    let link = ctx.link();
    let camera = panel.camera();
    let button = |words: &'static str, name: &'static str, msg: fn() -> Msg| {
        tag!(button, class: "small", "aria-label": name, title: name)
            .clicked(link.callback(move |_| msg()))
            .text(words)
    };
    let keep = |words: &'static str, msg: fn() -> Msg| {
        tag!(button, class: "small").clicked(link.callback(move |_| msg())).text(words)
    };
    let switch = |words: &'static str, is_on: bool, msg: fn() -> Msg| {
        tag!(button, class: "small", "aria-pressed": if is_on { "true" } else { "false" })
            .clicked(link.callback(move |_| msg()))
            .text(words)
    };
    let pair = |first: Tag, second: Tag| tag!(span, class: "pair").child(first).child(second);
    tag!(div, class: "space-time-bar")
        .child(tag!(h2).text("Space-time diagram"))
        .child(pair(
            switch("By time", camera.axis == Axis::Time, || Msg::Turn(Axis::Time)),
            switch("By step", camera.axis == Axis::Steps, || Msg::Turn(Axis::Steps)),
        ))
        .child(pair(
            button("−", "Zoom out", || Msg::Zoom(zoomed(false), None)),
            button("+", "Zoom in", || Msg::Zoom(zoomed(true), None)),
        ))
        .child(pair(
            button("◂", "Earlier", || Msg::Stride(-1.0)),
            button("▸", "Later", || Msg::Stride(1.0)),
        ))
        .child(switch("Follow", camera.follows, || Msg::Follow))
        .child(pair(keep("Save as SVG", || Msg::Save), keep("Copy as Mermaid", || Msg::Mermaid)))
}

fn picture(panel: &Panel, ctx: &Context<Panel>, face: &Face, lit: Option<usize>) -> Tag {
    let sight = &ctx.props().sight;
    let camera = panel.camera();
    let chart = &sight.story.chart;
    let layout = face.layout(sight.story.look, camera.scale);
    let scroll = (camera.left - layout.origin) * camera.scale;
    let (width, height) = face.size(&layout);
    let across = layout.breadth(face.nodes);
    let corner = layout.place(scroll, 0.0);
    let (place, size) = match face.is_upright {
        false => ((face.names, 0.0), (face.room, height)),
        true => ((0.0, face.names), (width, face.room)),
    };
    let view = [corner.x, corner.y, size.0, size.1].map(length).join(" ");
    let story = Rc::clone(&sight.story);
    let reached = panel.reached(chart, face.room);
    let head = layout.along(sight.playhead);
    // After a turn of the axis the story of the other one is still here for a moment.
    let is_told = story.look.axis == camera.axis;
    let still = is_told.then(|| html! { <Layer {story} {layout} {lit} {reached} /> });
    let scrolled = tag!(svg, x: place.0, y: place.1, width: size.0, height: size.1, viewBox: view)
        .child(gone(&layout, scroll, head, across))
        .child(tag!(g).maybe(still))
        .child(playhead(&layout, head, scroll + face.room, across));
    let drawn = tag!(svg, class: "picture space-time", role: "group",
        "aria-label": summary(chart), width: width, height: height)
    .child(tag!(g, class: "names", "aria-hidden": "true").children(names(chart, face)))
    .child(scrolled);
    let class = if panel.is_dragged() { "is-dragged" } else { "" };
    let figure = tag!(figure, class: class).node_ref(panel.figure().clone());
    hear(figure.child(drawn), panel, ctx)
}

/// Up to the playhead what is on its way is drawn as a whole line.
fn gone(layout: &Layout, scroll: f64, head: f64, across: f64) -> Tag {
    let rect = band(layout, scroll.min(head) - 1.0, head, across);
    tag!(defs).child(tag!("clipPath", id: "space-time-gone").child(rect))
}

fn band(layout: &Layout, from: f64, to: f64, across: f64) -> Tag {
    let Place { x, y } = layout.place(from, 0.0);
    let end = layout.place(to.max(from), across);
    tag!(rect, x: x, y: y, width: end.x - x, height: end.y - y)
}

/// The playhead, and a veil over what comes after it.
fn playhead(layout: &Layout, at: f64, end: f64, across: f64) -> Tag {
    let (a, b) = (layout.place(at, 0.0), layout.place(at, across));
    let line = path(&[('M', &[a.x, a.y]), ('L', &[b.x, b.y])]);
    let veil = tag!(g, class: "to-come").child(band(layout, at, end.max(at), across));
    tag!(g)
        .child(veil)
        .child(tag!(path, class: "playhead", d: line))
        .child(tag!(circle, class: "playhead-grip", cx: a.x, cy: a.y, r: "4"))
}

/// The nodes by name, with a cross where one is down at the end of the chart.
fn names(chart: &Chart, face: &Face) -> Vec<Tag> {
    let name = |(nth, name): (usize, &String)| {
        let is_down = chart.stands(nth as u8) == Standing::Down;
        let class = if is_down { "down" } else { "" };
        let sign = if is_down { "✕ " } else { "" };
        let across = face.margin + nth as f64 * face.pitch;
        if !face.is_upright {
            let words = [sign, &short(name, face.names - 16.0)].concat();
            return tag!(text, class: class, x: "12", y: across + 4.0).key(nth).text(words);
        }
        let (first, second) = folded(&[sign, name].concat(), face.pitch - 6.0);
        let class = [class, " middle narrow"].concat();
        tag!(text, class: class)
            .key(nth)
            .child(tag!(tspan, x: across, y: "18").text(first))
            .child(tag!(tspan, x: across, y: "32").text(second))
    };
    chart.nodes.iter().enumerate().map(name).collect()
}

/// A name in two lines where one is too narrow: it breaks at a space or before a capital.
fn folded(name: &str, width: f64) -> (String, String) {
    if text_width(name) * BOLD <= width {
        return (name.to_owned(), String::new());
    }
    // Not behind the sign of a node that is down.
    let breaks = name.char_indices().skip(3).filter(|(_, c)| c.is_uppercase() || *c == ' ');
    let middle = name.len() / 2;
    match breaks.map(|(at, _)| at).min_by_key(|at| at.abs_diff(middle)) {
        Some(at) => (short(&name[..at], width), short(name[at..].trim_start(), width)),
        None => (short(name, width), String::new()),
    }
}

/// A name, cut where it is too wide.
fn short(name: &str, width: f64) -> String {
    let most = (width / (text_width("n") * BOLD)) as usize;
    match name.char_indices().nth(most) {
        Some((end, _)) => [&name[..end.saturating_sub(1)], "…"].concat(),
        None => name.to_owned(),
    }
}

/// What pointers, wheel and keys do in the picture.
fn hear(figure: Tag, panel: &Panel, ctx: &Context<Panel>) -> Tag {
    let link = ctx.link();
    let sight = ctx.props().sight.clone();
    let frame = panel.figure().clone();
    let along = move |event: &MouseEvent| {
        let frame = frame.cast::<Element>()?;
        Some(Face::of(&sight).along(&frame, event.client_x(), event.client_y()))
    };
    let along = Rc::new(along);
    let down = Rc::clone(&along);
    let down = link.batch_callback(move |event: PointerEvent| {
        // A finger scrolls the page.
        let is_mouse = event.pointer_type() != "touch" && event.button() == 0;
        down(&event).filter(|_| is_mouse).map(Msg::Down)
    });
    let drag = Rc::clone(&along);
    let drag = link.batch_callback(move |event: PointerEvent| drag(&event).map(Msg::Drag));
    let pick = Rc::clone(&along);
    let pick = link.batch_callback(move |event: MouseEvent| {
        pick(&event).map(|along| Msg::Pick(along, message_of(&event)))
    });
    let wheel = link.batch_callback(move |event: WheelEvent| {
        if !event.ctrl_key() {
            return None;
        }
        event.prevent_default();
        let by = if event.delta_y() < 0.0 { 1.2 } else { 1.0 / 1.2 };
        along(&event).map(|along| Msg::Zoom(by, Some(along)))
    });
    let point = link.callback(|event: MouseEvent| Msg::Point(message_of(&event)));
    figure
        .clicked(pick)
        .pressed(link.batch_callback(key))
        .on(Rc::new(html::onpointerdown::Wrapper::new(down)))
        .on(Rc::new(html::onpointermove::Wrapper::new(drag)))
        .on(Rc::new(html::onpointerup::Wrapper::new(link.callback(|_| Msg::Up))))
        .on(Rc::new(html::onpointerleave::Wrapper::new(link.callback(|_| Msg::Up))))
        .on(Rc::new(html::onwheel::Wrapper::new(wheel)))
        .on(Rc::new(html::onmouseover::Wrapper::new(point)))
        .on(Rc::new(html::onmouseleave::Wrapper::new(link.callback(|_| Msg::Point(None)))))
        .on(Rc::new(html::onfocusin::Wrapper::new(
            link.callback(|event: FocusEvent| Msg::Focus(message_of(&event))),
        )))
        .on(Rc::new(html::onfocusout::Wrapper::new(link.callback(|_| Msg::Focus(None)))))
}

/// What a key does in the picture.
fn key(event: KeyboardEvent) -> Option<Msg> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let msg = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => Msg::Move(1),
        "ArrowLeft" | "ArrowUp" => Msg::Move(-1),
        "Enter" | " " => Msg::Go,
        "+" | "=" => Msg::Zoom(zoomed(true), None),
        "-" => Msg::Zoom(zoomed(false), None),
        _ => return None,
    };
    event.prevent_default();
    event.stop_propagation();
    Some(msg)
}

/// The message that an event is about, by its place among the arrows.
fn message_of(event: &Event) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let message = target.closest("[data-message]").ok()??;
    message.get_attribute("data-message")?.parse().ok()
}
