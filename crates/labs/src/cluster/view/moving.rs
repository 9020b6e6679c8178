//! What moves from frame to frame: records on their way to the disk, timers, messages, and the
//! crosses where messages died.

use super::layout::{COLUMN_HEAD, Card, LINE, Layout};
use super::pick::{Picked, What};
use super::shown::{Loss, Message, Server, Shown, Timer};
use super::wires::trouble;
use super::words::share;
use crate::cluster::Node;
use crate::pick::{Hear, press};
use kernel::Deed;
use widgets::circle::Place;
use widgets::path::length;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{Token, text_width};
use widgets::way::Way;
use yew::Callback;

/// Timers of a server that have a clock; the rest are in the list of what is on the way.
const CLOCKS: usize = 4;
/// A clock with its gap.
const CLOCK: f64 = 20.0;
/// How far the two directions of a link lie from its middle.
const ASIDE: f64 = 11.0;
/// How high a message is, with a gap.
const HIGH: f64 = 23.0;

/// The records that are written and not yet on disk: each moves from its server's memory to its log
/// as the disk writes.
pub fn slips(shown: &Shown, layout: &Layout) -> Vec<Tag> {
    let slip = |(server, card): (&Server, &Card)| Some(slip(server, card)?.key(server.name));
    shown.servers.iter().zip(&layout.cards).filter_map(slip).collect()
}

fn slip(server: &Server, card: &Card) -> Option<Tag> {
    let first = server.unwritten.first()?;
    // Everything up to the first forced record is written with it.
    let forced = server.unwritten.iter().find(|slip| slip.is_forced);
    let text = forced.unwrap_or(first).text.clone();
    let others = server.unwritten.len() - 1;
    let text = if others == 0 { text } else { format!("{text} +{others}") };
    let width = text.chars().count() as f64 * 6.7 + if forced.is_some() { 30.0 } else { 16.0 };
    let room = (card.sheet.width - 2.0 * card.pad - width).max(0.0);
    let part = if forced.is_some() { server.written.unwrap_or(0.0) } else { 0.0 };
    let down = card.head + COLUMN_HEAD + (card.lines as f64 - 1.0) * LINE - 6.0;
    let at = Place { x: card.sheet.x + card.pad + room * part, y: card.sheet.y + down };
    let (class, why) = match forced.is_some() {
        true => ("slip forced", "The server waits until the disk has written this."),
        false => ("slip", "Written, and lost in a crash: nobody waits until the disk has it."),
    };
    let ring = forced.is_some().then(|| {
        tag!(g, class: "ring", transform: moved(Place { x: width - 13.0, y: 10.0 }))
            .child(tag!(circle, class: "track", r: "5.5"))
            .child(dial("done", "5.5", part))
    });
    let slip = tag!(g, class: class, transform: moved(at))
        .child(tag!(title).text(why))
        .child(tag!(rect, width: width, height: "20", rx: "3"))
        .child(tag!(text, x: "8", y: "14").text(text));
    Some(slip.maybe(ring))
}

/// As much of a circle as a part of a whole, clockwise from the top.
fn dial(class: &'static str, radius: &'static str, part: f64) -> Tag {
    tag!(circle, class: class, r: radius, pathLength: "1", transform: "rotate(-90)",
        "stroke-dasharray": [share(part).as_str(), " 1"].concat())
}

/// The timers, as small clocks in the corners of their servers' cards. A click lets one ring.
pub fn clocks(shown: &Shown, layout: &Layout, deed: &Callback<Deed>) -> Vec<Tag> {
    let of_node = |(node, card): (Node, &Card)| {
        // Where a card is narrow they stand below the name.
        let (y, room) = if card.is_roomy() { (15.0, CLOCKS) } else { (30.0, CLOCKS / 2) };
        let right = Place { x: card.sheet.x + card.sheet.width - 15.0, y: card.sheet.y + y };
        let timers = shown.timers.iter().filter(move |timer| timer.node == node).take(room);
        timers.enumerate().map(move |(nth, timer)| {
            let at = Place { x: right.x - nth as f64 * CLOCK, ..right };
            clock(shown, timer, at, deed)
        })
    };
    (0..).zip(&layout.cards).flat_map(of_node).collect()
}

fn clock(shown: &Shown, timer: &Timer, at: Place, deed: &Callback<Deed>) -> Tag {
    let name = shown.servers[usize::from(timer.node)].name;
    let label = format!("{name}: {}. Let it ring now", timer.text);
    let drawn = tag!(g, class: "clock", transform: moved(at))
        .key(timer.number)
        .child(tag!(title).text(label.clone()))
        .child(tag!(circle, class: "face", r: "7"))
        .child(dial("run", "3.5", timer.part));
    let Some(offer) = timer.offer else { return drawn };
    let deed = deed.clone();
    let button = tag!(circle, class: "press", r: "10", role: "button", tabindex: "0",
        "aria-label": label);
    drawn.child(press(button, Hear::new(move |_| deed.emit(Deed::Fire(offer)))))
}

/// All messages: each a labelled pill on its way, with a nose that says where it goes.
pub fn messages(
    shown: &Shown,
    layout: &Layout,
    picked: Option<What>,
    pick: &Callback<Option<Picked>>,
) -> Vec<Tag> {
    let mut taken = Taken::of(shown, layout);
    let mut drawn = Vec::new();
    for message in &shown.messages {
        let Some(way) = layout.way(shown, message.from, message.to) else { continue };
        let width = text_width(&message.text) + 16.0;
        let (at, heading) = stand(&way, message.part, width);
        let aside = taken.give_way(at, width, heading);
        let is_picked = picked == Some(What::Message(message.number));
        drawn.push(token(message, at, aside, heading, (is_picked, width), pick));
    }
    drawn
}

/// Where a message of this width stands at a part of its way: it leaves from the edge of one card
/// and ends at that of the other.
fn stand(way: &Way, part: f64, width: f64) -> (Place, (f64, f64)) {
    let half = |heading: (f64, f64)| if is_level(heading) { width / 2.0 + 9.0 } else { 16.0 };
    let length = way.length().max(1.0);
    let (first, last) = (half(way.at(0.0).1) / length, half(way.at(1.0).1) / length);
    let (first, last) = (first.min(0.4), last.min(0.4));
    way.beside(ASIDE).at(first + (1.0 - first - last) * part)
}

/// Whether a way goes sideways rather than up or down.
fn is_level(heading: (f64, f64)) -> bool {
    heading.0.abs() >= heading.1.abs()
}

/// Places that are taken, as middles and widths: nothing that is to be read lies upon another.
struct Taken {
    places: Vec<(Place, f64)>,
    within: f64,
}

impl Taken {
    /// What the links say of themselves.
    fn of(shown: &Shown, layout: &Layout) -> Taken {
        let troubles = shown.links.iter().zip(&layout.ways);
        let place = |(link, way)| trouble(link, way).map(|(at, width, _)| (at, width));
        Taken { places: troubles.filter_map(place).collect(), within: layout.width }
    }

    /// How far something of a width has to give way to all that was there before it; it goes
    /// across its heading first, and then along it.
    fn give_way(&mut self, at: Place, width: f64, heading: (f64, f64)) -> (f64, f64) {
        let edge = width / 2.0 + 2.0;
        let right = (self.within - edge).max(edge);
        let side =
            |nth: u32| f64::from(nth.div_ceil(2)) * if nth.is_multiple_of(2) { 1.0 } else { -1.0 };
        let steps = (0..3).flat_map(|row| (0..9).map(move |nth| (side(nth), side(row))));
        let place = |(across, along): (f64, f64)| {
            let (x, y) = if is_level(heading) { (along, across) } else { (across, along) };
            let x = (at.x + x * (width + 14.0)).clamp(edge, right);
            Place { x, y: at.y + y * HIGH }
        };
        let is_free = |place: &Place| {
            self.places.iter().all(|(other, wide)| {
                (other.x - place.x).abs() >= (width + wide) / 2.0 + 10.0
                    || (other.y - place.y).abs() >= HIGH - 1.0
            })
        };
        let free = steps.map(place).find(is_free).unwrap_or_else(|| place((0.0, 0.0)));
        self.places.push((free, width));
        (free.x - at.x, free.y - at.y)
    }
}

fn token(
    message: &Message,
    at: Place,
    aside: (f64, f64),
    heading: (f64, f64),
    (is_picked, width): (bool, f64),
    pick: &Callback<Option<Picked>>,
) -> Tag {
    let class = match (message.is_held, is_picked) {
        (true, false) => "message held",
        (true, true) => "message held picked",
        (false, false) => "message",
        (false, true) => "message picked",
    };
    let what = What::Message(message.number);
    let anchor = Place { x: at.x + aside.0, y: at.y + aside.1 + 12.0 };
    let pick = pick.clone();
    let how = if message.is_held { ". It waits" } else { "" };
    let label = [&message.label, how].concat();
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        x: -width / 2.0, y: "-11", width: width, height: "22", rx: "11");
    let button = press(button, Hear::new(move |by| pick.emit(Some(Picked::new(what, anchor, by)))));
    let middle = Place { x: 0.0, y: 0.0 };
    let token = Token { at: middle, text: message.text.clone(), is_lost: false }.draw();
    // What gives way to others moves there smoothly, while the way itself is followed exactly.
    let shift = ["transform:translate(", &length(aside.0), "px,", &length(aside.1), "px)"].concat();
    tag!(g, class: class, transform: moved(at)).key(message.number).child(
        tag!(g, class: "aside", style: shift)
            .child(tag!(path, class: "nose", d: nose(heading, width)))
            .child(token)
            .child(button),
    )
}

/// A small triangle at the side to which a message goes.
fn nose(heading: (f64, f64), width: f64) -> String {
    use widgets::path::path;
    if is_level(heading) {
        let side = heading.0.signum();
        let x = side * (width / 2.0 + 1.0);
        return path(&[
            ('M', &[x, -5.0]),
            ('L', &[x + side * 6.0, 0.0]),
            ('L', &[x, 5.0]),
            ('Z', &[]),
        ]);
    }
    let side = heading.1.signum();
    let y = side * 11.0;
    path(&[('M', &[-5.0, y]), ('L', &[0.0, y + side * 6.0]), ('L', &[5.0, y]), ('Z', &[])])
}

/// A cross where a message died, which fades as time goes on.
pub fn losses(shown: &Shown, layout: &Layout, is_still: bool) -> Vec<Tag> {
    let mut taken = Taken::of(shown, layout);
    let loss = |loss: &Loss| {
        let way = layout.way(shown, loss.from, loss.to)?;
        let text = loss.text.clone();
        let width = text_width(&text) + 28.0;
        let (at, heading) = stand(&way, loss.part, width);
        let (x, y) = taken.give_way(at, width, heading);
        let opacity = share(if is_still { 1.0 } else { 1.0 - loss.age * loss.age });
        let at = Place { x: at.x + x, y: at.y + y };
        let token = Token { at, text, is_lost: true }.draw();
        Some(tag!(g, class: "loss", opacity: opacity).key(loss.key).child(token))
    };
    shown.losses.iter().filter_map(loss).collect()
}

/// Moves the origin to a place.
pub fn moved(at: Place) -> String {
    ["translate(", &length(at.x), " ", &length(at.y), ")"].concat()
}
