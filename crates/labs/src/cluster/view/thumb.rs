//! A small picture for the gallery: servers as boxes, messages as dots. No words.

use super::layout::{Card, Layout, Sheet};
use super::shown::{Carries, Server, Shown};
use crate::cluster::Power;
use widgets::circle::Place;
use widgets::lock::Lock;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;

/// The width at which the picture is laid out before it is drawn small.
const LAID_OUT: u32 = 720;
/// Its height to its width.
pub const SHAPE: f64 = 0.62;

/// Draws it.
pub fn thumb(shown: &Shown, width: u32) -> Tag {
    let layout = Layout::of(shown, LAID_OUT);
    let server = |(server, card): (&Server, &Card)| {
        let class = match server.power {
            Power::Up => "box up",
            Power::Paused => "box paused",
            Power::Down => "box down",
        };
        let sheet = card.sheet;
        let centre = sheet.centre();
        let (x, y) = (centre.x, centre.y);
        let cross = (server.power == Power::Down).then(|| {
            let cross = path(&[
                ('M', &[x - 22.0, y - 22.0]),
                ('L', &[x + 22.0, y + 22.0]),
                ('M', &[x + 22.0, y - 22.0]),
                ('L', &[x - 22.0, y + 22.0]),
            ]);
            tag!(path, class: "cross", d: cross)
        });
        let is_locked = server.shelves.iter().any(|shelf| !shelf.holders.is_empty());
        let lock = is_locked.then(|| {
            tag!(g, transform: format!("translate({} {}) scale(2.6)", length(x), length(y)))
                .child(Lock { at: Place { x: 0.0, y: 0.0 }, is_held: true }.draw())
        });
        tag!(g, class: class)
            .key(server.name)
            .child(tag!(rect, x: sheet.x, y: sheet.y, width: sheet.width, height: sheet.height, rx: "18"))
            .maybe((!server.is_client).then(|| inside(server, sheet)))
            .maybe(lock.filter(|_| server.power != Power::Down))
            .maybe(cross)
    };
    let wires = shown.links.iter().zip(&layout.ways).map(|(link, way)| {
        let is_cut = link.there == Carries::Cut || link.back == Carries::Cut;
        let class = if is_cut { "line cut" } else { "line" };
        tag!(path, class: class, d: way.draw()).key(u64::from(link.a) << 8 | u64::from(link.b))
    });
    let messages = shown.messages.iter().filter_map(|message| {
        let (at, _) = layout.way(shown, message.from, message.to)?.at(message.part);
        let class = if message.is_held { "dot held" } else { "dot" };
        Some(tag!(circle, class: class, cx: at.x, cy: at.y, r: "13").key(message.number))
    });
    // As high as other small pictures, whatever is in it.
    let width = f64::from(width);
    let view = format!("0 0 {} {}", length(layout.width), length(layout.height));
    tag!(svg, class: "picture cluster-thumb", width: width, height: width * SHAPE, viewBox: view)
        .child(tag!(g).children(wires))
        .child(tag!(g).children(shown.servers.iter().zip(&layout.cards).map(server)))
        .child(tag!(g).children(messages))
}

/// Memory as bars on a ground that is there while the server is up, beside the log as ruled lines.
fn inside(server: &Server, sheet: Sheet) -> Tag {
    let bar = |class: &'static str, left: f64, nth: usize| {
        let y = sheet.y + 26.0 + nth as f64 * 22.0;
        tag!(rect, class: class, x: sheet.x + left, y: y, width: sheet.width / 2.0 - 60.0,
            height: "9", rx: "4")
        .key(nth)
    };
    let half = sheet.width / 2.0 - 24.0;
    let ground = |class: &'static str, left: f64| {
        tag!(rect, class: class, x: sheet.x + left, y: sheet.y + 14.0, width: half,
            height: sheet.height - 28.0, rx: "8")
    };
    let bars = ((sheet.height - 50.0) / 22.0).max(0.0) as usize;
    let known = server.memory.as_ref().map(|memory| {
        let rows = (0..memory.len().min(bars)).map(|nth| bar("known", 34.0, nth));
        tag!(g).child(ground("well", 16.0)).children(rows)
    });
    let middle = sheet.width / 2.0;
    let written = (0..server.log.len().min(bars)).map(|nth| bar("written", middle + 26.0, nth));
    tag!(g).maybe(known).child(ground("paper", middle + 8.0)).child(tag!(g).children(written))
}
