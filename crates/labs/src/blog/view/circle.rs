//! The ring that says which user is on which shard: arcs filled as their shard's sign, and the users
//! around it.

use super::shards::{self, shade};
use super::shown::{Moved, Shown, User};
use kernel::order;
use widgets::circle::{Circle, Place};
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;

/// The picture's side.
const SIDE: f64 = 148.0;
/// The inner radius of the arcs.
const INNER: f64 = 36.0;
/// How high they are.
const BAND: f64 = 10.0;
/// A user's disc.
const DISC: f64 = 9.5;
/// Where the middles of the discs are.
const AROUND: f64 = 62.0;

/// Draws it, with the number of users that move in the middle.
pub fn circle(shown: &Shown) -> Tag {
    let centre = Place { x: SIDE / 2.0, y: SIDE / 2.0 };
    let ring = Circle { centre, radius: INNER };
    let (owned, turns) = shown.ground.survey(shown.users.iter().map(|user| user.name.as_str()));
    // One path a shard, however many arcs it has.
    let arcs = shown.shards.iter().map(|shard| {
        let mut data = String::new();
        for arc in owned.iter().filter(|arc| arc.shard == shard.number) {
            ring.sector(INNER + BAND, arc.from, arc.to, &mut data);
        }
        tag!(path, class: shade(shard.number), d: data).key(shard.number)
    });
    let edge = |radius: f64| tag!(circle, class: "edge", cx: centre.x, cy: centre.y, r: radius);
    let names: Vec<String> =
        shown.users.iter().map(|user| format!("{} on shard {}", user.name, user.shard)).collect();
    let label = format!("The ring: {}", names.join(", "));
    tag!(svg, class: "picture ring-of-users", role: "img", "aria-label": label, width: SIDE,
        height: SIDE)
    .child(shards::hatches())
    .child(tag!(g, class: "arcs").children(arcs))
    .child(edge(INNER))
    .child(edge(INNER + BAND))
    .child(tag!(g, class: "users").children(users(shown, ring, &turns)))
    .child(count(shown, centre))
}

/// The users around the ring; a line leads from each to where its name is hashed to.
fn users(shown: &Shown, ring: Circle, turns: &[f64]) -> Vec<Tag> {
    let discs = ring.with_radius(AROUND);
    let user = |((user, turn), disc): ((&User, &f64), f64)| {
        let place = discs.at(disc);
        let foot = ring.with_radius(INNER + BAND).at(*turn);
        let stem = path(&[('M', &[foot.x, foot.y]), ('L', &[place.x, place.y])]);
        let initials: String = user.name.chars().take(2).collect();
        tag!(g, class: if user.to.is_some() { "user moving" } else { "user" })
            .key(user.name.clone())
            .child(tag!(title).text(user.name.clone()))
            .child(tag!(path, class: "stem", d: stem))
            .child(tag!(circle, cx: place.x, cy: place.y, r: DISC))
            .child(tag!(text, class: "middle", x: place.x, y: place.y + 4.0).text(initials))
    };
    shown.users.iter().zip(turns).zip(apart(turns)).map(user).collect()
}

/// Where the discs of users at these turns stand so that none lies upon another: each as near as may
/// be behind the one before it, and those at the end of the round pushed back.
fn apart(turns: &[f64]) -> Vec<f64> {
    let least = (2.0 * DISC + 1.0) / (AROUND * std::f64::consts::TAU);
    let order: Vec<usize> = (0..turns.len()).collect();
    let millionth = |turn: f64| (turn * 1e6) as u64;
    let order = order::sorted(order, |nth: &usize| (millionth(turns[*nth]), *nth as u64));
    let mut placed = turns.to_vec();
    for pair in order.windows(2) {
        placed[pair[1]] = placed[pair[1]].max(placed[pair[0]] + least);
    }
    let Some(first) = order.first().map(|nth| placed[*nth]) else { return placed };
    let mut limit = first + 1.0 - least;
    for nth in order.iter().rev() {
        placed[*nth] = placed[*nth].min(limit);
        limit = placed[*nth] - least;
    }
    placed
}

/// In the middle: how many users there are, or how many move.
fn count(shown: &Shown, centre: Place) -> Tag {
    let line = |class: &'static str, y: f64, text: String| {
        tag!(text, class: class, x: centre.x, y: centre.y + y).text(text)
    };
    match &shown.moved {
        Some(Moved { users, of, .. }) => tag!(g, class: "count moved")
            .child(line("number middle", 1.0, users.to_string()))
            .child(line("middle soft", 16.0, format!("of {of} move"))),
        None => tag!(g, class: "count")
            .child(line("number middle", 1.0, shown.users.len().to_string()))
            .child(line("middle soft", 16.0, "users".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discs_keep_apart_all_the_way_round() {
        let least = 2.0 * DISC / (AROUND * std::f64::consts::TAU);
        let crowd: Vec<f64> = (0..16).map(|nth| 0.97 + f64::from(nth) * 0.001).collect();
        for turns in [vec![0.1, 0.1, 0.11], vec![0.99, 0.0, 0.995], crowd] {
            let placed = apart(&turns);
            for (nth, one) in placed.iter().enumerate() {
                for other in &placed[..nth] {
                    let gap = (one - other).rem_euclid(1.0);
                    assert!(gap.min(1.0 - gap) >= least, "{placed:?}");
                }
            }
        }
    }

    #[test]
    fn who_has_room_stands_at_the_hash() {
        assert_eq!(apart(&[0.75, 0.25, 0.5]), [0.75, 0.25, 0.5]);
    }
}
