//! The small picture of the gallery: who is how, by shape, colour and sign.

use kernel::Frame;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;

use super::super::TextbookTwoPhaseCommit;
use super::super::spec::{Layout as _, Message, TmState};
use super::parts::face;
use crate::lab::Lab;

/// The transaction manager above, the resource managers below, a line where something was sent.
pub fn thumb(frame: &Frame<'_, TextbookTwoPhaseCommit>, width: u32) -> Tag {
    let (state, spec) = (frame.state, frame.model.spec);
    let width = f64::from(width);
    let column = (width / f64::from(spec.managers)).min(90.0);
    let left = (width - column * f64::from(spec.managers)) / 2.0;
    let class = match state.tm() {
        TmState::Init => "prepared",
        TmState::Committed => "committed",
        TmState::Aborted => "aborted",
    };
    let node = |x: f64, y: f64, (wide, high): (f64, f64), class: &str| {
        tag!(g, class: ["node ", class].concat())
            .child(tag!(rect, class: "sheet", x: x - wide / 2.0, y: y, width: wide, height: high, rx: "8"))
            .child(mark(class, x, y + high / 2.0))
    };
    let manager = |rm: u8| {
        let x = left + column * (f64::from(rm) + 0.5);
        let is_sent = state.sent(Message::Prepared(rm));
        let class = if is_sent { "wire used" } else { "wire" };
        tag!(g)
            .key(u64::from(rm))
            .child(tag!(path, class: class, d: ["M", &length(x), " 96V52"].concat()))
            .child(node(x, 96.0, ((column - 12.0).min(56.0), 44.0), face(state.rm(rm)).0))
    };
    let tm = (width * 0.7).min(column * f64::from(spec.managers)).max(90.0);
    tag!(svg, class: "picture textbook-picture", role: "img",
        "aria-label": frame.model.summary(state), width: width, height: "160")
    .child(tag!(g).children(spec.everybody().map(manager)))
    .child(node(width / 2.0, 14.0, (tm, 38.0), class))
}

/// The sign of a state, drawn: small pictures have no words.
fn mark(class: &str, x: f64, y: f64) -> Tag {
    let way = match class {
        "committed" => path(&[('M', &[x - 7.0, y]), ('l', &[5.0, 5.0]), ('l', &[9.0, -11.0])]),
        "aborted" => path(&[
            ('M', &[x - 6.0, y - 6.0]),
            ('l', &[12.0, 12.0]),
            ('m', &[0.0, -12.0]),
            ('l', &[-12.0, 12.0]),
        ]),
        // A clock without a rim.
        "prepared" => path(&[('M', &[x, y - 7.0]), ('v', &[7.0]), ('l', &[6.0, 4.0])]),
        _ => path(&[('M', &[x - 4.0, y]), ('h', &[8.0])]),
    };
    tag!(path, class: "mark", d: way)
}
