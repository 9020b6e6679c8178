//! The workers: a card each, and a strip of time on which the ids stand in their ticks and true time
//! can be compared with the worker's own clock.

use super::layout::{HANDLE, IDS, Layout, STRIP};
use super::menu;
use super::order::glyph;
use super::shown::{Id, Lane, Note, Shown};
use crate::pick::{BESIDE, Hear, Picked, press};
use widgets::circle::Place;
use widgets::path::{command, length, path};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{fitted, text_width};
use yew::Callback;

/// A column that is as wide has room for its tick's name, and a cell for its number.
const NAMED: f64 = 46.0;
/// Lines between ticks stand no closer.
const RULED: f64 = 5.0;
/// As many requests are dots, and more a number.
const DOTS: u16 = 8;

/// Ticks and true time, behind all strips.
pub fn ground(shown: &Shown, layout: &Layout) -> Tag {
    let (first, last) = layout.edges_us();
    let column = shown.tick_us as f64 * layout.scale;
    let every = ((RULED / column).ceil() as i64).max(1);
    let named = ((NAMED / column).ceil() as i64).max(1);
    let foot = layout.strips.last().map_or(0.0, |strip| strip + STRIP);
    let (mut lines, mut names) = (String::new(), Vec::new());
    for tick in shown.tick(first)..=shown.tick(last) {
        let x = layout.x(tick * shown.tick_us);
        if tick.rem_euclid(every) == 0 && (layout.strip.0..=layout.strip.1).contains(&x) {
            for strip in &layout.strips {
                command(&mut lines, 'M', &[x, strip + HANDLE]);
                command(&mut lines, 'v', &[IDS + 4.0]);
            }
        }
        let middle = x + column / 2.0;
        let is_inside = middle - 16.0 >= layout.strip.0 && middle + 16.0 <= layout.strip.1;
        let ticks =
            shown.first_tick.checked_add_signed(tick).filter(|_| tick.rem_euclid(named) == 0);
        if let Some(ticks) = ticks.filter(|_| is_inside) {
            let name = shown.name_tick(ticks);
            let text = tag!(text, class: "soft middle", x: middle, y: "29");
            names.push(text.key(tick.rem_euclid(1 << 40) as u64).text(name));
        }
    }
    let x = layout.middle();
    let truth = path(&[('M', &[x, 16.0]), ('V', &[foot])]);
    let well = |strip: &f64| {
        tag!(rect, class: "well", x: layout.strip.0, y: strip + HANDLE,
            width: layout.strip.1 - layout.strip.0, height: IDS + 4.0, rx: "4")
        .key(length(*strip))
    };
    tag!(g, class: "ground")
        .child(tag!(g).children(layout.strips.iter().map(well)))
        .child(tag!(path, class: "ticks", d: lines))
        .child(tag!(g).children(names))
        .child(tag!(path, class: "truth", d: truth))
        .child(tag!(text, class: "truth-name middle", x: x, y: "12").text("true time"))
        .maybe(
            layout.is_wide.then(|| {
                tag!(text, class: "soft end", x: layout.strip.0 - 12.0, y: "29").text("tick")
            }),
        )
}

/// The ids of a worker in its ticks, and the tick that its clock is in; in a small picture without
/// words.
pub fn ids(shown: &Shown, layout: &Layout, place: usize, clock_us: i64, is_small: bool) -> Tag {
    let lane = &shown.lanes[place];
    let top = layout.strips[place] + HANDLE;
    let here = shown.tick(clock_us) * shown.tick_us;
    let (left, right) = (layout.within(here), layout.within(here + shown.tick_us));
    let present = lane.is_up.then(
        || tag!(rect, class: "present", x: left, y: top, width: right - left, height: IDS + 4.0),
    );
    let drawn = tag!(g, class: "ids").child(tag!(g).maybe(present));
    if shown.is_crowd() {
        return drawn.child(bars(shown, layout, lane, top));
    }
    let own = shown.ids.iter().filter(|id| usize::from(id.by) == place);
    let cells = own.filter_map(|id| cell(shown, layout, id, top, is_small));
    drawn.maybe(lane.is_up.then(|| room(shown, layout, here, top))).children(cells)
}

/// The places of the ids that a tick has room for.
fn room(shown: &Shown, layout: &Layout, at_us: i64, top: f64) -> Tag {
    let mut outline = String::new();
    for sequence in 0..shown.per_tick {
        let (x, y, width, height) = place_of(shown, layout, at_us, sequence, top);
        if width > 3.0 {
            command(&mut outline, 'M', &[x, y]);
            command(&mut outline, 'h', &[width]);
            command(&mut outline, 'v', &[height]);
            command(&mut outline, 'h', &[-width]);
            outline.push('Z');
        }
    }
    tag!(path, class: "room", d: outline)
}

/// Where an id of a tick stands: the first at the foot.
fn place_of(
    shown: &Shown,
    layout: &Layout,
    at_us: i64,
    sequence: u64,
    top: f64,
) -> (f64, f64, f64, f64) {
    let height = IDS / shown.per_tick as f64;
    let (left, right) = (layout.within(at_us), layout.within(at_us + shown.tick_us));
    let y = top + 2.0 + IDS - (sequence + 1) as f64 * height;
    (left + 1.5, y + 0.75, (right - left - 3.0).max(0.0), height - 1.5)
}

/// One id in its tick, with its sequence, or with a cross where it was made twice.
fn cell(shown: &Shown, layout: &Layout, id: &Id, top: f64, is_small: bool) -> Option<Tag> {
    let sequence = id.parts.2;
    let (x, y, width, height) = place_of(shown, layout, id.at_us, sequence, top);
    if width < 2.0 {
        return None;
    }
    let class = match id.note {
        Note::Twin => "id twin",
        Note::Late => "id late",
        Note::Borrowed => "id borrowed",
        Note::Smaller | Note::Plain => "id",
    };
    let is_twin = id.note == Note::Twin;
    let (middle, foot) = (x + width / 2.0, y + height / 2.0 + 4.0);
    let text = match is_twin {
        true if width >= text_width("✕ twice") + 2.0 => "✕ twice".to_owned(),
        true => "✕".to_owned(),
        false => sequence.to_string(),
    };
    let is_said = !is_small && height >= 11.0 && width >= text_width(&text) + 1.0;
    let cell = tag!(g, class: class)
        .key([id.key.0.to_string(), ".".to_owned(), id.key.1.to_string()].concat())
        .child(tag!(rect, x: x, y: y, width: width, height: height, rx: "2"));
    Some(cell.maybe(is_said.then(|| tag!(text, class: "middle", x: middle, y: foot).text(text))))
}

/// How many ids were made in each tick under the worker's number: the highest column is full.
fn bars(shown: &Shown, layout: &Layout, lane: &Lane, top: f64) -> Tag {
    let (first, last) = layout.edges_us();
    let in_sight = |(at, _): &&(i64, u64)| *at + shown.tick_us > first && *at < last;
    let most_of =
        |lane: &Lane| lane.bars.iter().filter(in_sight).map(|(_, made)| *made).max().unwrap_or(0);
    // All workers have one scale.
    let highest = shown.lanes.iter().map(most_of).max().unwrap_or(0);
    let is_nearly_full = highest * 4 >= shown.per_tick;
    let scale = if is_nearly_full { shown.per_tick } else { highest.max(1) * 3 / 2 + 1 };
    let (seen, most) = (lane.bars.iter().filter(in_sight), most_of(lane));
    let (mut part, mut full) = (String::new(), String::new());
    for (at, made) in seen {
        let (left, right) = (layout.within(*at), layout.within(at + shown.tick_us));
        let height = IDS * *made as f64 / scale as f64;
        let bar = if *made >= shown.per_tick { &mut full } else { &mut part };
        command(bar, 'M', &[left + 0.5, top + 2.0 + IDS]);
        command(bar, 'v', &[-height]);
        command(bar, 'H', &[(right - 0.5).max(left + 1.0)]);
        command(bar, 'v', &[height]);
        bar.push('Z');
    }
    let words = match most {
        0 => String::new(),
        most => {
            ["at most ", &most.to_string(), " of ", &shown.per_tick.to_string(), " a tick"].concat()
        }
    };
    tag!(g, class: "bars")
        .child(tag!(path, class: "part", d: part))
        .child(tag!(path, class: "full", d: full))
        .child(tag!(text, class: "scale", x: layout.strip.0 + 6.0, y: top + 13.0).text(words))
}

/// A worker's card, which is a button.
pub fn card(
    shown: &Shown,
    layout: &Layout,
    place: usize,
    pick: &Callback<Option<Picked<usize>>>,
) -> Tag {
    let lane = &shown.lanes[place];
    let Place { x, y } = layout.cards[place];
    let (width, height) = layout.card;
    let class = ["worker of-", lane.role, if lane.is_up { "" } else { " down" }].concat();
    let role = ["status of-", lane.role].concat();
    let room = if layout.is_wide { width - 20.0 } else { width * 0.62 };
    let status = tag!(text, class: role, x: "10", y: if layout.is_wide { "37" } else { "34" })
        .text(fitted(&lane.status, room));
    let label = format!("{}: {}. What can be done", lane.name, lane.status);
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        width: width, height: height, rx: "8");
    let at = match layout.is_wide {
        true => Place { x: x + width + BESIDE, y },
        false => Place { x: width / 2.0, y: y + 40.0 },
    };
    let pick = pick.clone();
    let hear = Hear::new(move |by| pick.emit(Some(Picked::new(place, at, by))));
    tag!(g, class: class, transform: moved(x, y))
        .key(place)
        .child(tag!(rect, class: "sheet", width: width, height: height, rx: "8"))
        .child(glyph(place, Place { x: 16.0, y: 14.0 }))
        .child(tag!(text, class: "name", x: "28", y: "18").text(lane.name.clone()))
        .child(number(lane, layout))
        .child(status)
        .child(queue(lane, layout))
        .child(press(button, hear))
}

/// The number in a worker's ids, and whether another has it too: that stands at the foot of a card
/// beside its strip, and behind the number on a broad one.
fn number(lane: &Lane, layout: &Layout) -> Tag {
    let right = layout.card.0 - 10.0;
    let words = ["number ", &lane.number.to_string()].concat();
    let text = |y: &'static str, class: &'static str, words: String| {
        tag!(text, class: class, x: right, y: y).text(words)
    };
    match (lane.is_alike, layout.is_wide) {
        (false, _) => text("18", "number end", words),
        (true, false) => text("18", "number alike end", ["✕ ", &words, ", twice"].concat()),
        (true, true) => tag!(g)
            .child(text("18", "number alike end", ["✕ ", &words].concat()))
            .child(text("72", "number alike end", "another has it".to_owned())),
    }
}

/// Who waits: a dot each, in the places that there are.
fn queue(lane: &Lane, layout: &Layout) -> Tag {
    let (waiting, room) = lane.queue;
    let (right, y) = match layout.is_wide {
        true => (10.0 + 9.0 * f64::from(DOTS) + 56.0, 56.0),
        false => (layout.card.0 - 6.0, 30.0),
    };
    let left = right - 9.0 * f64::from(room.min(DOTS));
    let (mut full, mut free) = (String::new(), String::new());
    for nth in 0..room.min(DOTS) {
        let dots = if nth < waiting { &mut full } else { &mut free };
        command(dots, 'M', &[left + 9.0 * f64::from(nth) + 1.5, y]);
        dots.push_str("a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z");
    }
    let words = match (layout.is_wide, waiting) {
        (true, 0) => "nobody waits".to_owned(),
        (true, waiting) => format!("{waiting} of {room} wait"),
        (false, _) => String::new(),
    };
    let place = if layout.is_wide { 10.0 } else { left };
    let dots = if layout.is_wide { moved(-(left - 10.0), 12.0) } else { moved(0.0, 0.0) };
    tag!(g, class: "queue").child(tag!(text, class: "soft", x: place, y: y).text(words)).child(
        tag!(g, transform: dots)
            .child(tag!(path, class: "free", d: free))
            .child(tag!(path, class: "full", d: full)),
    )
}

/// The rows of a worker's menu.
pub fn menu_of(lane: &Lane) -> (String, Vec<crate::pick::Row>) {
    (lane.name.clone(), menu::rows(&lane.menu))
}

/// Moves the origin there.
pub fn moved(x: f64, y: f64) -> String {
    ["translate(", &length(x), " ", &length(y), ")"].concat()
}
