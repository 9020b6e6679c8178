//! Links, and who waits for whom along them.

use super::layout::Layout;
use super::pick::{Picked, What};
use super::shown::{Carries, Link, Shown, Wait};
use crate::pick::{Hear, press};
use widgets::circle::Place;
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use widgets::way::Way;
use yew::Callback;

/// How far the two directions of a link lie from its middle, where they are drawn apart.
const APART: f64 = 5.0;
/// How much of a link is missing where it is cut.
const HOLE: f64 = 0.07;

/// All links.
pub fn wires(
    shown: &Shown,
    layout: &Layout,
    picked: Option<What>,
    pick: &Callback<Option<Picked>>,
) -> Vec<Tag> {
    let wire = |(link, way): (&Link, &Way)| {
        let what = What::Link(link.a, link.b);
        let is_picked = picked == Some(what);
        let lines = match link.there == link.back {
            true => vec![line(way, link.there)],
            false => vec![
                line(&way.beside(APART), link.there),
                line(&way.beside(-APART).reversed(), link.back),
            ],
        };
        let drawn = tag!(g, class: if is_picked { "wire picked" } else { "wire" })
            .key(u64::from(link.a) << 8 | u64::from(link.b))
            .children(lines.into_iter().flatten());
        let badge = badge(link, way);
        if link.menu.is_empty() {
            return drawn.maybe(badge);
        }
        let (middle, _) = way.at(0.5);
        let (at, pick) = (Place { x: middle.x, y: middle.y + 10.0 }, pick.clone());
        let button = tag!(path, class: "press", role: "button", tabindex: "0",
            "aria-label": said(link), d: way.draw());
        let hear = Hear::new(move |by| pick.emit(Some(Picked::new(what, at, by))));
        drawn.child(press(button, hear)).maybe(badge)
    };
    shown.links.iter().zip(&layout.ways).map(wire).collect()
}

/// A direction of a link, or both: whole, broken with a gap, or narrow.
fn line(way: &Way, carries: Carries) -> Vec<Tag> {
    let piece = |class: &'static str, way: &Way| tag!(path, class: class, d: way.draw());
    match carries {
        Carries::Yes => vec![piece("line", way)],
        Carries::Clogged => vec![piece("line clogged", way)],
        Carries::Cut => vec![
            piece("line cut", &way.between(0.0, 0.5 - HOLE)),
            piece("line cut", &way.between(0.5 + HOLE, 1.0)),
        ],
    }
}

/// Says in the middle of a link what is wrong with it.
fn badge(link: &Link, way: &Way) -> Option<Tag> {
    let (at, width, text) = trouble(link, way)?;
    let is_cut = link.there == Carries::Cut || link.back == Carries::Cut;
    let left = at.x - width / 2.0;
    Some(
        tag!(g, class: if is_cut { "badge cut" } else { "badge clogged" })
            .child(tag!(rect, x: left, y: at.y - 9.0, width: width, height: "18", rx: "4"))
            .child(tag!(text, class: "middle", x: at.x, y: at.y + 4.0).text(text)),
    )
}

/// What is wrong with a link: where it is said, how wide that is, and the words.
pub fn trouble(link: &Link, way: &Way) -> Option<(Place, f64, String)> {
    if link.is_open() {
        return None;
    }
    let (at, (x, y)) = way.at(0.5);
    let word = |carries| match carries {
        Carries::Yes => None,
        Carries::Cut => Some("✕ cut"),
        Carries::Clogged => Some("◷ clogged"),
    };
    let arrow = |is_there: bool| {
        let (x, y) = if is_there { (x, y) } else { (-x, -y) };
        match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => "→",
            (true, false, _) => "←",
            (false, _, true) => "↓",
            (false, _, false) => "↑",
        }
    };
    let one_way = |(carries, is_there)| Some(format!("{} {}", word(carries)?, arrow(is_there)));
    let texts: Vec<String> = match link.there == link.back {
        true => word(link.there).map(str::to_owned).into_iter().collect(),
        false => [(link.there, true), (link.back, false)].into_iter().filter_map(one_way).collect(),
    };
    let text = texts.join(" · ");
    Some((at, text_width(&text) + 12.0, text))
}

/// A link in words.
fn said(link: &Link) -> String {
    let word = |carries| match carries {
        Carries::Yes => "carries",
        Carries::Cut => "is cut",
        Carries::Clogged => "is clogged",
    };
    match link.there == link.back {
        true => format!("Link {}: {}", link.name, word(link.there)),
        false => {
            format!("Link {}: {} there, {} back", link.name, word(link.there), word(link.back))
        }
    }
}

/// Who waits for whom: dots along the link, with an open arrow at the one who is waited for. Where a
/// service waits for several others, that is drawn only while it is picked.
pub fn waits(shown: &Shown, layout: &Layout, picked: Option<What>) -> Vec<Tag> {
    let wait = |wait: &Wait| {
        let is_picked = picked == Some(What::Server(wait.from));
        let of_peer =
            |other: &&Wait| other.from == wait.from && shown.are_peers(other.from, other.on);
        let is_one_of_many = shown.waits.iter().filter(of_peer).count() > 1;
        if is_one_of_many && shown.are_peers(wait.from, wait.on) && !is_picked {
            return None;
        }
        let way = layout.way(shown, wait.from, wait.on)?.beside(-7.0).between(0.04, 0.96);
        let (tip, (x, y)) = way.at(1.0);
        let barb = |side: f64| [tip.x - 7.0 * x - side * 4.0 * y, tip.y - 7.0 * y + side * 4.0 * x];
        let (left, right) = (barb(1.0), barb(-1.0));
        let head = path(&[('M', &left), ('L', &[tip.x, tip.y]), ('L', &right)]);
        let class = match (wait.is_vain, wait.is_in_doubt) {
            (true, _) => "wait vain",
            (false, true) => "wait doubt",
            (false, false) => "wait",
        };
        let drawn = tag!(g, class: class)
            .key(u64::from(wait.from) << 8 | u64::from(wait.on))
            .child(tag!(path, class: "dots", d: way.draw()))
            .child(tag!(path, class: "barb", d: head));
        Some(drawn)
    };
    shown.waits.iter().filter_map(wait).collect()
}
