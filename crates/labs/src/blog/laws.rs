//! What must hold, and what must be seen.

use kernel::{Holds, Law};

use super::fact::{Fact, Page};
use super::model::Blog;
use super::state::{Post, State};

/// The sentence of the law of ids.
pub const IDS_ARE_UNIQUE: &str = "no two posts share an id";
/// The sentence of the law of one user's ids.
pub const IDS_GO_UP: &str = "the ids of a user’s posts go up as they are written";
/// The sentence of the law of pages.
pub const COMPLETE: &str = "a page that calls itself complete lacks no post";
/// The sentence of the law of rows.
pub const NEWEST_FIRST: &str = "a page has no row twice, and the greatest id first";
/// The sentence of the law of time.
pub const IN_TIME: &str = "a row that stands above a newer one is within the clocks’ skew of it";
/// The sentence of the law of doubled rows.
pub const NO_REPEAT: &str = "paging repeats no row";
/// The sentence of the law of skipped rows.
pub const NO_SKIP: &str = "paging skips no post";

pub(super) const LAWS: &[Law<Blog>] = &[
    Law::always_told(IDS_ARE_UNIQUE, ids_are_unique),
    Law::always_told(IDS_GO_UP, ids_go_up),
    Law::always_told(COMPLETE, complete),
    Law::always_told(NEWEST_FIRST, newest_first),
    Law::always_told(IN_TIME, in_time),
    Law::always_told(NO_REPEAT, no_repeat),
    Law::always_told(NO_SKIP, no_skip),
    Law::sometimes_told("a post is stored while another stands", |_, state: &State, facts| {
        let is_second = |fact: &Fact| matches!(fact, Fact::Stored { .. });
        seen(facts.iter().any(is_second) && state.standing().nth(1).is_some())
    }),
    Law::sometimes_told("a user writes twice", |_, _, facts| {
        seen(facts.iter().any(|fact| matches!(fact, Fact::Stored { after: Some(_), .. })))
    }),
    Law::sometimes_told("a page of several shards is complete", |_, _, facts| {
        seen(pages(facts).any(|page| page.shards > 1 && page.silent.is_empty()))
    }),
    Law::sometimes_told("a page has rows of several shards’ users", |_, state: &State, facts| {
        let home = |post: &Post| state.account(post.author).home;
        let is_mixed =
            |page: &Page| page.rows.windows(2).any(|rows| home(&rows[0]) != home(&rows[1]));
        seen(pages(facts).any(is_mixed))
    }),
    Law::sometimes_told("somebody turns a page", |_, _, facts| {
        seen(pages(facts).any(|page| page.nth > 0))
    }),
    Law::sometimes_told("a user is moved", |_, _, facts| {
        seen(facts.iter().any(|fact| matches!(fact, Fact::Moved { .. })))
    }),
    Law::sometimes_told("a page goes out without some shard, and says so", |_, _, facts| {
        seen(pages(facts).any(|page| !page.silent.is_empty()))
    }),
];

fn pages(facts: &[Fact]) -> impl Iterator<Item = &Page> {
    facts.iter().filter_map(|fact| match fact {
        Fact::Read(page) => Some(&**page),
        _ => None,
    })
}

fn seen(is_seen: bool) -> Holds {
    if is_seen { Ok(()) } else { Err("nobody has told so".into()) }
}

fn ids_are_unique(blog: &Blog, state: &State, facts: &[Fact]) -> Holds {
    for fact in facts {
        let Fact::Stored { post, .. } = fact else { continue };
        let is_double = |other: &&Post| other.id == post.id && other.number != post.number;
        if let Some(other) = state.standing().find(is_double) {
            let (one, two) = (blog.user_name(other.author), blog.user_name(post.author));
            return Err(
                format!("a post of {one} and a post of {two} have the id {}", post.id).into()
            );
        }
    }
    Ok(())
}

fn ids_go_up(blog: &Blog, _: &State, facts: &[Fact]) -> Holds {
    for fact in facts {
        if let Fact::Stored { post, after: Some(after), .. } = fact
            && *after >= post.id
        {
            let name = blog.user_name(post.author);
            return Err(format!("{name} got the id {} after {after}", post.id).into());
        }
    }
    Ok(())
}

fn complete(blog: &Blog, _: &State, facts: &[Fact]) -> Holds {
    match pages(facts).find_map(|page| Some((page, page.missing.first()?))) {
        Some((page, post)) => Err(lacks(blog, page, post, "lacks").into()),
        None => Ok(()),
    }
}

fn lacks(blog: &Blog, page: &Page, post: &Post, verb: &str) -> String {
    let (reader, author) = (blog.user_name(page.reader), blog.user_name(post.author));
    format!("page {} of {reader} {verb} the post {} of {author}", page.nth + 1, post.id)
}

fn newest_first(_: &Blog, _: &State, facts: &[Fact]) -> Holds {
    for page in pages(facts) {
        if let Some(rows) = page.rows.windows(2).find(|rows| rows[0].id <= rows[1].id) {
            return Err(format!("{} stands above {}", rows[0].id, rows[1].id).into());
        }
        for (place, row) in page.rows.iter().enumerate() {
            let mut below = page.rows[place + 1..].iter();
            if let Some(double) = below.find(|other| other.number == row.number) {
                let why = format!("one post is there as {} and as {}", row.id, double.id);
                return Err(why.into());
            }
        }
    }
    Ok(())
}

fn in_time(blog: &Blog, _: &State, facts: &[Fact]) -> Holds {
    for page in pages(facts) {
        for (place, above) in page.rows.iter().enumerate() {
            let limit = u64::from(above.at) + blog.disorder();
            let below = &page.rows[place + 1..];
            if let Some(newer) = below.iter().find(|row| u64::from(row.at) > limit) {
                let ticks = newer.at - above.at;
                return Err(format!(
                    "{} stands above {}, which is newer by {ticks} ticks",
                    above.id, newer.id
                )
                .into());
            }
        }
    }
    Ok(())
}

fn no_repeat(blog: &Blog, _: &State, facts: &[Fact]) -> Holds {
    match pages(facts).find_map(|page| Some((page, page.repeated.first()?))) {
        Some((page, post)) => Err(lacks(blog, page, post, "repeats").into()),
        None => Ok(()),
    }
}

fn no_skip(blog: &Blog, _: &State, facts: &[Fact]) -> Holds {
    match pages(facts).find_map(|page| Some((page, page.skipped.first()?))) {
        Some((page, post)) => Err(lacks(blog, page, post, "has skipped").into()),
        None => Ok(()),
    }
}
