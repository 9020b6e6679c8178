//! The shards: each a sheet with its users, what makes its next id, and its posts, newest on top.

use super::layout::{HEAD, Layout, PAD, ROW, Rect};
use super::menu::{Pick, What};
use super::shown::{Id, Mark, Number, Post, Shard, Shown};
use crate::pick::{BESIDE, Hear, Picked, press};
use widgets::circle::Place;
use widgets::path::{length, path};
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{fitted, text_width};

/// A letter of the ids is about as wide.
const MONO: f64 = 6.7;
/// From this width on there is room for the word before the number.
const NAMED: f64 = 100.0;
/// Bold letters are wider.
const BOLD: f64 = 1.15;
/// Between an id and its fields.
const BETWEEN: f64 = 6.0;
/// From this width on there is room for texts.
const ROOMY: f64 = 200.0;

/// All shards.
pub fn shards(shown: &Shown, layout: &Layout, pick: &Pick) -> Vec<Tag> {
    let draw = |(shard, rect): (&Shard, &Rect)| place(layout, shard, *rect, pick);
    shown.shards.iter().zip(&layout.shards).map(draw).collect()
}

/// A shard where it stands; its head is a button.
fn place(layout: &Layout, shard: &Shard, rect: Rect, pick: &Pick) -> Tag {
    let how = if shard.is_down { "crashed" } else { "up" };
    let label = format!("Shard {}: {how}. What can be done", shard.number);
    let button = tag!(rect, class: "press", role: "button", tabindex: "0", "aria-label": label,
        width: rect.width, height: HEAD - 4.0, rx: "8");
    let at = match layout.is_wide {
        true => Place { x: rect.x - BESIDE, y: rect.y },
        false => Place { x: rect.at(0.5, 0.0).x, y: rect.y + HEAD },
    };
    let (pick, what) = (pick.clone(), What::Shard(shard.number));
    let hear = Hear::new(move |by| pick.emit(Some(Picked::new(what, at, by))));
    let moved = ["translate(", &length(rect.x), " ", &length(rect.y), ")"].concat();
    tag!(g, class: "place", transform: moved)
        .key(shard.number)
        .child(card(layout, shard, rect))
        .child(press(button, hear))
}

fn card(layout: &Layout, shard: &Shard, rect: Rect) -> Tag {
    let class = if shard.is_down { "shard down" } else { "shard" };
    let room = rect.width - 2.0 * PAD;
    let is_roomy = rect.width >= ROOMY;
    let cross = if shard.is_down { "✕ " } else { "" };
    let word = if rect.width < NAMED { "" } else { "shard " };
    let name = format!("{cross}{word}{}", shard.number);
    let after = PAD + 20.0;
    let users = shard.users.join(" · ");
    let left = room - 20.0 - 1.2 * text_width(&name) - 12.0;
    let users = is_roomy.then(|| {
        tag!(text, class: "soft end", x: rect.width - PAD, y: "18").text(fitted(&users, left))
    });
    let keys = match (shard.is_down, is_roomy) {
        (true, _) => "crashed".to_owned(),
        (false, true) => shard.keys.clone(),
        (false, false) => shard.keys_short.clone(),
    };
    let keys = fitted(&keys, room * text_width("m") / MONO);
    let rule = path(&[('M', &[PAD, HEAD - 5.0]), ('H', &[rect.width - PAD])]);
    tag!(g, class: class)
        .child(tag!(rect, class: "sheet", width: rect.width, height: rect.height, rx: "8"))
        .child(sign(shard.number, Place { x: PAD + 7.0, y: 14.0 }))
        .child(tag!(text, class: "name", x: after, y: "18").text(name))
        .maybe(users)
        .child(tag!(text, class: "keys", x: PAD, y: "34").text(keys))
        .child(tag!(path, class: "rule", d: rule))
        .child(posts(layout, shard, rect))
}

/// The sign of a shard: a small square whose filling tells it apart, beside its number.
pub fn sign(number: Number, at: Place) -> Tag {
    tag!(rect, class: shade(number), x: at.x - 6.0, y: at.y - 6.0, width: "12", height: "12", rx: "3")
}

/// The class that fills what belongs to a shard.
pub fn shade(number: Number) -> &'static str {
    const SHADES: [&str; 8] = [
        "sign shade-1",
        "sign shade-2",
        "sign shade-3",
        "sign shade-4",
        "sign shade-5",
        "sign shade-6",
        "sign shade-7",
        "sign shade-8",
    ];
    SHADES[(number as usize + SHADES.len() - 1) % SHADES.len()]
}

/// The hatches that some of them are filled with, by the names that the style sheet has.
pub fn hatches() -> Tag {
    let hatch = |name: &'static str, data: &'static str| {
        tag!(pattern, id: name, width: "4", height: "4", patternUnits: "userSpaceOnUse")
            .key(name)
            .child(tag!(rect, width: "4", height: "4"))
            .child(tag!(path, d: data))
    };
    tag!(defs)
        .child(hatch("blog-hatch", "M-1 5L5-1M-1 1L1-1M3 5L5 3"))
        .child(hatch("blog-lines", "M0 2H4"))
        .child(hatch("blog-grid", "M0 1H4M1 0V4"))
}

/// Its posts; where there is no room for all, the newest.
fn posts(layout: &Layout, shard: &Shard, rect: Rect) -> Tag {
    let visible = visible(shard, layout.rows);
    let room = rect.width - 2.0 * PAD;
    let (is_roomy, drawn) = (room >= ROOMY, &shard.posts[..visible]);
    let wide = drawn.iter().map(|post| wide(&post.id, is_roomy)).fold(0.0, f64::max);
    let row = |(nth, post): (usize, &Post)| {
        let y = HEAD + nth as f64 * ROW + 12.0;
        row(post, Place { x: PAD, y }, (room, wide))
    };
    let hidden = shard.posts.len() - visible;
    let y = HEAD + visible as f64 * ROW + 12.0;
    let more = (hidden > 0)
        .then(|| tag!(text, class: "soft", x: PAD, y: y).text(format!("… {hidden} older")));
    let none = shard
        .posts
        .is_empty()
        .then(|| tag!(text, class: "soft", x: PAD, y: y).text("no posts yet"));
    tag!(g, class: "posts").children(drawn.iter().enumerate().map(row)).maybe(more).maybe(none)
}

/// How many of a shard's posts are drawn as rows.
pub fn visible(shard: &Shard, rows: usize) -> usize {
    if shard.posts.len() > rows { rows - 1 } else { shard.posts.len() }
}

/// A post in its shard: its id, who wrote it, and its text where there is room. All ids take as much
/// room as the widest of them.
fn row(post: &Post, at: Place, (room, wide): (f64, f64)) -> Tag {
    let is_roomy = room >= ROOMY;
    let (class, word) = match (post.mark, is_roomy) {
        (Mark::SameId, true) => ("post same", "✕ same id"),
        (Mark::SameId, false) => ("post same", "✕"),
        (Mark::OutOfOrder, true) => ("post same", "✕ out of order"),
        (Mark::OutOfOrder, false) => ("post same", "✕"),
        (Mark::Leaving, true) => ("post leaving", "handed over"),
        (Mark::Leaving, false) => ("post leaving", "→"),
        _ => ("post", ""),
    };
    let after = at.x + wide + 8.0;
    let left = room - wide - 8.0 - if word.is_empty() { 0.0 } else { BOLD * text_width(word) };
    let user = fitted(&post.user, left);
    let taken = BOLD * text_width(&user) + 10.0;
    let text = is_roomy.then(|| {
        tag!(text, class: "text", x: after + taken, y: at.y).text(fitted(&post.text, left - taken))
    });
    let ground = (post.mark != Mark::None).then(|| {
        tag!(rect, class: "ground", x: at.x - 4.0, y: at.y - 12.0, width: room + 8.0, height: "16",
            rx: "3")
    });
    tag!(g, class: class)
        .key(post.key)
        .child(tag!(title).text(format!("{}: {} ({})", post.user, post.text, post.id.say())))
        .maybe(ground)
        .child(id(&post.id, at, is_roomy))
        .child(tag!(text, class: "user", x: after, y: at.y).text(user))
        .maybe(text)
        .child(tag!(text, class: "word end", x: at.x + room, y: at.y).text(word))
}

/// An id and, where there is room, its fields lightly marked.
fn id(id: &Id, at: Place, is_roomy: bool) -> Tag {
    let text = tag!(text, class: "id", x: at.x, y: at.y).child(tag!(tspan).text(id.whole.clone()));
    let Some([tick, worker, sequence]) = id.fields.as_ref().filter(|_| is_roomy) else {
        return text;
    };
    let field = |class: &'static str, text: String| tag!(tspan, class: class).text(text);
    text.child(tag!(tspan, class: "soft", dx: BETWEEN).text([tick, "·"].concat()))
        .child(field("field", worker.clone()))
        .child(field("soft", ["·", sequence].concat()))
}

/// About how wide an id is drawn.
fn wide(id: &Id, is_roomy: bool) -> f64 {
    let whole = id.whole.len() as f64 * MONO;
    let Some(fields) = id.fields.as_ref().filter(|_| is_roomy) else { return whole };
    let letters: usize = fields.iter().map(String::len).sum();
    whole + BETWEEN + (letters + 2) as f64 * MONO
}
