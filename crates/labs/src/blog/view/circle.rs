//! The ring that says which user is on which shard: arcs filled as their shard's sign, and the users
//! around it.

use super::shards::{self, shade};
use super::shown::{Moved, Shown, User};
use widgets::circle::{Circle, Place};
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;

/// The picture's side.
const SIDE: f64 = 172.0;
/// The inner radius of the arcs.
const INNER: f64 = 38.0;
/// How high they are.
const BAND: f64 = 12.0;
/// A user's disc.
const DISC: f64 = 9.5;

/// Draws it, with the number of users that move beside what is expected.
pub fn circle(shown: &Shown) -> Tag {
    let centre = Place { x: SIDE / 2.0, y: SIDE / 2.0 };
    let ring = Circle { centre, radius: INNER };
    // One path a shard, however many arcs it has.
    let arcs = shown.shards.iter().map(|shard| {
        let mut data = String::new();
        for arc in shown.arcs.iter().filter(|arc| arc.shard == shard.number) {
            ring.sector(INNER + BAND, arc.from, arc.to, &mut data);
        }
        tag!(path, class: shade(shard.number), d: data).key(shard.number)
    });
    let names: Vec<String> =
        shown.users.iter().map(|user| format!("{} on {}", user.name, user.shard)).collect();
    let label = format!("The ring. {}", names.join(", "));
    let picture = tag!(svg, class: "picture", role: "img", "aria-label": label, width: SIDE,
        height: SIDE)
    .child(shards::hatches())
    .child(tag!(g, class: "arcs").children(arcs))
    .child(tag!(g, class: "users").children(users(shown, ring)))
    .child(count(shown, centre));
    tag!(div, class: "circle").child(picture).child(list(shown))
}

/// The users around the ring: where two would meet, the later one stands farther out.
fn users(shown: &Shown, ring: Circle) -> Vec<Tag> {
    let mut taken: Vec<Place> = Vec::new();
    let mut drawn = Vec::new();
    for user in &shown.users {
        let at = |step: u32| {
            let radius = INNER + BAND + DISC + 4.0 + f64::from(step) * (DISC + 1.0);
            ring.with_radius(radius).at(user.turn)
        };
        let is_free =
            |place: &Place| taken.iter().all(|other| other.distance(*place) > 2.0 * DISC - 1.0);
        let place = (0..3).map(at).find(is_free).unwrap_or_else(|| at(0));
        taken.push(place);
        let foot = ring.with_radius(INNER + BAND).at(user.turn);
        let stem = path(&[('M', &[foot.x, foot.y]), ('L', &[place.x, place.y])]);
        let initials: String = user.name.chars().take(2).collect();
        let class = if user.to.is_some() { "user moving" } else { "user" };
        drawn.push(
            tag!(g, class: class)
                .key(user.name.clone())
                .child(tag!(path, class: "stem", d: stem))
                .child(tag!(circle, cx: place.x, cy: place.y, r: DISC))
                .child(tag!(text, class: "middle", x: place.x, y: place.y + 4.0).text(initials)),
        );
    }
    drawn
}

/// In the middle: how many users move, and how many are expected to.
fn count(shown: &Shown, centre: Place) -> Tag {
    let line = |class: &'static str, y: f64, text: String| {
        tag!(text, class: class, x: centre.x, y: centre.y + y).text(text)
    };
    match &shown.moved {
        Some(Moved { users, of, .. }) => tag!(g, class: "count moved")
            .child(line("number middle", 0.0, format!("{users}")))
            .child(line("middle soft", 15.0, format!("of {of} move"))),
        None => tag!(g, class: "count")
            .child(line("number middle", 0.0, shown.users.len().to_string()))
            .child(line("middle soft", 15.0, "users".to_owned())),
    }
}

/// The same as a list: every user with the shard, and what a change moves.
fn list(shown: &Shown) -> Tag {
    let row = |user: &User| {
        let goes = user.to.map(|to| tag!(span, class: "goes").text(format!("→ {to}")));
        let sign = tag!(svg, class: "picture", width: "12", height: "12", "aria-hidden": "true")
            .child(shards::sign(user.shard, Place { x: 6.0, y: 6.0 }));
        tag!(li)
            .key(user.name.clone())
            .child(tag!(span, class: "name").text(user.name.clone()))
            .child(sign)
            .child(tag!(span).text(user.shard))
            .maybe(goes)
    };
    let moved = shown.moved.as_ref().map(|moved| {
        let Moved { users, of, done, expected } = moved;
        tag!(p).text(format!(
            "{done} of {users} users moved. A ring moves {expected} of {of} on average."
        ))
    });
    tag!(div, class: "list")
        .child(tag!(h2).text("Who is where"))
        .child(tag!(ul).children(shown.users.iter().map(row)))
        .maybe(moved)
}
