//! What a reader has read, as lines: pages with what was asked for them, their rows, and what should
//! have been among them.

use super::read::{is_out_of_order, post};
use super::shown::{Lane, Line, Mark, Reading, Said};
use crate::blog::Blog;
use crate::blog::few::Few;
use crate::blog::model::Paging;
use crate::blog::state::{self, Account, Ask, Power, Scope, State, User};
use crate::blog::timeline::{self, Start};
use kernel::order;

/// Lines that have room; one of them says how many have not.
const LINES: usize = 12;

/// A line that is yet to be written.
enum Draft {
    /// Which page begins, from 0, and where.
    Page(usize, Start),
    /// A post, and what is remarkable about it.
    Post(state::Post, Mark),
}

/// What a user reads.
pub fn reading(blog: &Blog, state: &State, reader: User, same: &[u32]) -> Reading {
    let account = state.account(reader);
    let read = account.reading.as_ref();
    let scope = account.ask.as_ref().map(|ask| ask.scope).or(read.map(|read| read.scope));
    let name = blog.user_name(reader);
    let title = match scope {
        None | Some(Scope::Home) => format!("{name}’s home timeline"),
        Some(Scope::User(author)) => format!("{}’s posts, as {name} reads", blog.user_name(author)),
    };
    let (role, status) = status(account);
    let mut drafts = Vec::new();
    // Who begins anew has nothing yet.
    let is_new = account.ask.as_ref().is_some_and(|ask| ask.nth == 0);
    if let Some(read) = read.filter(|_| !is_new) {
        pages(blog, state, read, same, &mut drafts);
    }
    if let Some(ask) = &account.ask {
        coming(blog, ask, &mut drafts);
    }
    let hidden = if drafts.len() > LINES { drafts.len() + 1 - LINES } else { 0 };
    Reading {
        title,
        status,
        role,
        lanes: lanes(state, account),
        hidden,
        lines: drafts[hidden..].iter().map(|draft| line(blog, state, draft)).collect(),
        next: next(blog, account),
    }
}

/// How far it is: its role, and in words.
fn status(account: &Account) -> (&'static str, String) {
    if let Some(ask) = &account.ask {
        let shards: Few = ask.waiting.iter().map(|(shard, _)| *shard).collect();
        return ("wait", format!("◷ page {}: waits for {}", ask.nth + 1, named(shards)));
    }
    let Some(read) = &account.reading else {
        return ("none", "nothing read yet".to_owned());
    };
    let rows = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    if !read.silent.is_empty() {
        return ("lost", format!("✕ incomplete: no answer from {}", named(read.silent)));
    }
    if !read.missing.is_empty() {
        let missing = rows(read.missing.len(), "post is missing", "posts are missing");
        return ("lost", format!("✕ called complete, and {missing}"));
    }
    let mut wrong = Vec::new();
    if !read.repeated.is_empty() {
        wrong.push(rows(read.repeated.len(), "row twice", "rows twice"));
    }
    if !read.skipped.is_empty() {
        wrong.push(rows(read.skipped.len(), "post skipped", "posts skipped"));
    }
    if !wrong.is_empty() {
        return ("lost", ["✕ ", &wrong.join(", ")].concat());
    }
    let what = if read.is_over { ", to the end" } else { "" };
    let pages = rows(read.pages.len(), "page", "pages");
    ("ok", format!("✓ complete{what}: {} on {pages}", rows(read.rows.len(), "post", "posts")))
}

/// Shards by their names.
fn named(shards: Few) -> String {
    let names: Vec<String> = shards.iter().map(|shard| shard.to_string()).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => format!("shard {one}"),
        [first @ .., last] => format!("shards {} and {last}", first.join(", ")),
    }
}

/// What each shard has said to the latest page.
fn lanes(state: &State, account: &Account) -> Vec<Lane> {
    let asked = |shard| match (&account.ask, &account.reading) {
        (Some(ask), _) if ask.waiting.iter().any(|(waits, _)| *waits == shard) => Said::Asked,
        (Some(ask), _) if ask.asked.has(shard) => Said::Answered,
        (None, Some(read)) if read.silent.has(shard) => Said::Missing,
        (None, Some(read)) if read.users.iter().any(|user| state.account(user).home == shard) => {
            Said::Answered
        }
        _ => Said::Nothing,
    };
    let shards = state.shard_numbers().filter(|shard| state.shard(*shard).power != Power::Drained);
    shards.map(|shard| Lane { shard: shard.into(), said: asked(shard) }).collect()
}

/// The pages that were read, and what is not on them.
fn pages(blog: &Blog, state: &State, read: &state::Reading, same: &[u32], drafts: &mut Vec<Draft>) {
    let mut absent = absent(state, read);
    let mut rows = (0_usize..).zip(&read.rows).peekable();
    let mut begin = 0_usize;
    for (nth, count) in read.pages.iter().enumerate() {
        let start = match blog.paging {
            Paging::Cursor => Start::Cursor(begin.checked_sub(1).map(|last| read.rows[last].id)),
            Paging::Offset => Start::Offset(begin as u32),
        };
        drafts.push(Draft::Page(nth, start));
        begin += usize::from(*count);
        while let Some((place, row)) = rows.next_if(|(place, _)| *place < begin) {
            absent.retain(|(ghost, mark)| {
                let is_here = ghost.id > row.id;
                if is_here {
                    drafts.push(Draft::Post(*ghost, *mark));
                }
                !is_here
            });
            drafts.push(Draft::Post(*row, mark(read, place, same)));
        }
    }
    drafts.extend(absent.into_iter().map(|(ghost, mark)| Draft::Post(ghost, mark)));
}

/// What should have been on the pages and still stands, the highest id first.
fn absent(state: &State, read: &state::Reading) -> Vec<(state::Post, Mark)> {
    let of = |numbers: &[u32], mark: Mark| -> Vec<(state::Post, Mark)> {
        numbers.iter().filter_map(|number| Some((*state.post(*number)?, mark))).collect()
    };
    let mut absent = of(&read.missing, Mark::Missing);
    let skipped = read.skipped.iter().copied().filter(|number| !read.missing.contains(number));
    absent.extend(of(&skipped.collect::<Vec<u32>>(), Mark::Skipped));
    order::sorted(absent, |(post, _): &(state::Post, Mark)| {
        (u64::MAX - post.id, post.number.into())
    })
}

/// What is remarkable about a row.
fn mark(read: &state::Reading, place: usize, same: &[u32]) -> Mark {
    let row = &read.rows[place];
    if read.repeated.iter().any(|repeated| usize::from(*repeated) == place) {
        return Mark::Again;
    }
    if same.contains(&row.number) {
        return Mark::SameId;
    }
    match is_out_of_order(row, &read.rows[..place]) {
        true => Mark::OutOfOrder,
        false => Mark::None,
    }
}

/// What has come so far for the page that is asked for.
fn coming(blog: &Blog, ask: &Ask, drafts: &mut Vec<Draft>) {
    drafts.push(Draft::Page(ask.nth.into(), ask.start));
    let lists: Vec<&[state::Post]> = ask.found.iter().map(Vec::as_slice).collect();
    let (rows, _) = timeline::page(&lists, ask.start, blog.rows.into());
    drafts.extend(rows.into_iter().map(|row| Draft::Post(row, Mark::Coming)));
}

/// Where a page begins.
fn head(nth: usize, start: Start) -> String {
    let page = nth + 1;
    match start {
        Start::Cursor(None) | Start::Offset(0) => format!("page {page}: the newest"),
        Start::Cursor(Some(before)) => format!("page {page}: older than {}", before),
        Start::Offset(skipped) => format!("page {page}: without the first {skipped}"),
    }
}

fn line(blog: &Blog, state: &State, draft: &Draft) -> Line {
    match draft {
        Draft::Page(nth, start) => Line::Page(head(*nth, *start)),
        Draft::Post(of, mark) => {
            Line::Post(post(blog, of, *mark), state.account(of.author).home.into())
        }
    }
}

/// What the reader would ask for next.
fn next(blog: &Blog, account: &Account) -> Option<String> {
    let read = account.reading.as_ref().filter(|_| account.ask.is_none())?;
    if !read.can_go_on() {
        return Some("That is the end.".to_owned());
    }
    let last = read.rows.last()?;
    Some(match blog.paging {
        Paging::Cursor => format!("▸ cursor: older than {}", last.id),
        Paging::Offset => format!("▸ offset: without the first {}", read.rows.len()),
    })
}
