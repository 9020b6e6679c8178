//! Every scalar parameter, once.

use std::rc::Rc;

use kernel::{Delay, Knob, Range, Span};

use super::content::Content;
use super::keys::Scheme;
use super::model::{Blog, Moving, Paging};
use super::placing::Placing;
use super::state::USERS_MAX;

/// The names of users who are made up.
const NAMES: [&str; 12] =
    ["Ada", "Bob", "Cleo", "Dan", "Lea", "Finn", "Eve", "Grace", "Hugo", "Ines", "Jan", "Kim"];

/// In the order of the link, and of [`Blog::of`].
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        key: "keys",
        label: "keys",
        unit: "",
        help: "How a shard makes the id of a post: time, worker and sequence; 1, 2, 3; or in strides \
               of the number of shards.",
        range: Range::Choice(&["snowflake", "auto-increment", "stride"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "paging",
        label: "next page",
        unit: "",
        help: "Asked for by the id of the last row, or by how many rows were read.",
        range: Range::Choice(&["cursor", "offset"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "moving",
        label: "moving users",
        unit: "",
        help: "Copy a user’s posts, then switch the directory; or switch first and copy after.",
        range: Range::Choice(&["copy-first", "switch-first"]),
        default: 0,
        major: true,
    },
    Knob {
        key: "shards",
        label: "shards",
        unit: "",
        help: "How many shards there are at first.",
        range: Range::Linear(1, 6),
        default: 3,
        major: true,
    },
    Knob {
        key: "skew",
        label: "clock skew",
        unit: "ticks",
        help: "By how many ticks the clocks of shards 1, 3, 5 and 7 are ahead of the others.",
        range: Range::Linear(0, 40),
        default: 0,
        major: true,
    },
    Knob {
        key: "floor",
        label: "last id moves along",
        unit: "",
        help: "A user who is moved takes their last id along, and the new shard begins above it.",
        range: Range::Switch,
        default: 1,
        major: false,
    },
    Knob {
        key: "users",
        label: "users",
        unit: "",
        help: "How many users there are, unless you load posts of your own.",
        range: Range::Linear(1, NAMES.len() as i64),
        default: 7,
        major: false,
    },
    Knob {
        key: "follows",
        label: "follows",
        unit: "a user",
        help: "How many others each user follows at first.",
        range: Range::Linear(0, USERS_MAX as i64 - 1),
        default: 4,
        major: false,
    },
    Knob {
        key: "first-posts",
        label: "posts at first",
        unit: "a user",
        help: "How many posts each user has when the run begins.",
        range: Range::Linear(0, 8),
        default: 2,
        major: false,
    },
    Knob {
        key: "kept",
        label: "posts kept",
        unit: "a user",
        help: "How many posts of each user the shards keep; the oldest go to an archive, where no \
               timeline looks.",
        range: Range::Linear(1, 24),
        default: 8,
        major: false,
    },
    Knob {
        key: "rows",
        label: "rows a page",
        unit: "",
        help: "How many posts are on a page.",
        range: Range::Linear(1, 12),
        default: 5,
        major: false,
    },
    Knob {
        key: "pages",
        label: "pages read",
        unit: "",
        help: "How many pages somebody reads who reads without a hand.",
        range: Range::Linear(1, 12),
        default: 2,
        major: false,
    },
    Knob {
        key: "writes",
        label: "writes",
        unit: "in 10 s",
        help: "How often somebody writes without a hand, on average.",
        range: Range::Linear(0, 100),
        default: 8,
        major: false,
    },
    Knob {
        key: "deletes",
        label: "deletions",
        unit: "% of writes",
        help: "How many of these delete their author’s newest post.",
        range: Range::Linear(0, 50),
        default: 0,
        major: false,
    },
    Knob {
        key: "reads",
        label: "reads",
        unit: "in 10 s",
        help: "How often somebody begins to read without a hand, on average.",
        range: Range::Linear(0, 100),
        default: 6,
        major: false,
    },
    Knob {
        key: "joins-after",
        label: "a shard joins after",
        unit: "s",
        help: "When a shard joins without a hand; 0 for never.",
        range: Range::Linear(0, 60),
        default: 0,
        major: false,
    },
    Knob {
        key: "delay",
        label: "delay",
        unit: "ms",
        help: "The shortest time that a message is on its way.",
        range: Range::Linear(10, 2_000),
        default: 300,
        major: false,
    },
    Knob {
        key: "jitter",
        label: "jitter",
        unit: "ms",
        help: "By how much longer a message may take, so that a later one overtakes it.",
        range: Range::Linear(0, 2_000),
        default: 300,
        major: false,
    },
    Knob {
        key: "patience",
        label: "patience",
        unit: "ms",
        help: "How long the application waits for a shard before it answers without it; 0 for ever.",
        range: Range::Linear(0, 20_000),
        default: 2_500,
        major: false,
    },
    Knob {
        key: "tick",
        label: "tick",
        unit: "ms",
        help: "How long a tick of the clocks is in this run; a real one is a millisecond.",
        range: Range::Linear(50, 60_000),
        default: 500,
        major: false,
    },
    Knob {
        key: "virtual-nodes",
        label: "virtual nodes",
        unit: "a shard",
        help: "At how many points of the ring each shard stands.",
        range: Range::Log(1, 1_000),
        default: 128,
        major: false,
    },
];

/// The value of a knob, by its key, in a list of all.
pub(super) fn knob(values: &[i64], key: &str) -> i64 {
    let place = KNOBS.iter().position(|knob| knob.key == key);
    place.and_then(|place| values.get(place)).copied().unwrap_or_default()
}

impl Blog {
    /// From the values of [`KNOBS`], in its order, and what a loaded file brought.
    ///
    /// # Errors
    /// When there are too few or too many values, or the ring cannot be made.
    pub(super) fn of(values: &[i64], content: Option<Rc<Content>>) -> Result<Blog, String> {
        let wrong = || format!("{} knobs were given, this lab has {}", values.len(), KNOBS.len());
        let values: [i64; KNOBS.len()] = values.try_into().map_err(|_| wrong())?;
        let [
            keys,
            paging,
            moving,
            shards,
            skew,
            floor,
            users,
            follows,
            first_posts,
            kept,
            rest @ ..,
        ] = values;
        let [
            rows,
            pages,
            writes,
            deletes,
            reads,
            joins_after,
            delay,
            jitter,
            patience,
            tick,
            virtual_nodes,
        ] = rest;
        let small = |value: i64| u8::try_from(value).unwrap_or(u8::MAX);
        let whole = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
        let ms = |value: i64| Span::millis(value.unsigned_abs());
        let names = match &content {
            Some(content) => content.users.clone(),
            None => NAMES
                .iter()
                .take(users.unsigned_abs() as usize)
                .map(|name| (*name).into())
                .collect(),
        };
        let users = names.len() as u8;
        let placing = Placing::new(names, whole(virtual_nodes)).map_err(|why| why.to_string())?;
        let scheme = [Scheme::Snowflake, Scheme::AutoIncrement, Scheme::Stride];
        Ok(Blog {
            scheme: scheme[(keys.unsigned_abs() as usize).min(scheme.len() - 1)],
            paging: if paging == 0 { Paging::Cursor } else { Paging::Offset },
            moving: if moving == 0 { Moving::CopyFirst } else { Moving::SwitchFirst },
            has_floor: floor != 0,
            skew: whole(skew),
            shards: small(shards),
            users,
            follows: small(follows),
            first_posts: if content.is_some() { 0 } else { small(first_posts) },
            kept: small(kept),
            rows: small(rows),
            pages: small(pages),
            writes_per_10_s: whole(writes),
            deletes_percent: whole(deletes),
            reads_per_10_s: whole(reads),
            joins_after: Span::secs(joins_after.unsigned_abs()),
            travel: Delay::Between(ms(delay), ms(delay) + ms(jitter)),
            patience: ms(patience),
            tick: ms(tick),
            placing: Rc::new(placing),
            content,
        })
    }
}
