//! What is to be said of a page, by who knows what is true: is a post missing that belongs on it, has
//! it rows that an earlier page had, and has the reading gone past a post?

use super::fact::Page;
use super::model::Blog;
use super::state::{Ask, Post, Reading, State};
use super::timeline::Start;

/// Judges a page, and writes it into what its reader has read.
pub(super) fn judge(blog: &Blog, state: &mut State, ask: &Ask, page: &mut Page) {
    let is_last = page.rows.len() < usize::from(blog.rows);
    let oldest = page.rows.last().map(|post| post.id);
    // What has a smaller id than the last row belongs on a later page.
    let reaches = |post: &Post| is_last || oldest.is_some_and(|oldest| post.id >= oldest);
    let account = state.account_mut(page.reader);
    let mut reading = account.reading.take().filter(|_| page.nth > 0).unwrap_or_else(|| Reading {
        scope: ask.scope,
        users: ask.users,
        rows: Vec::new(),
        pages: Vec::new(),
        stood: ask.stood.clone(),
        silent: page.silent,
        missing: Vec::new(),
        repeated: Vec::new(),
        skipped: Vec::new(),
        is_over: false,
    });
    reading.silent = reading.silent.or(page.silent);
    let has = |posts: &[Post], number: u32| posts.iter().any(|post| post.number == number);
    for (place, row) in (reading.rows.len()..).zip(&page.rows) {
        if has(&reading.rows, row.number) {
            page.repeated.push(*row);
            reading.repeated.push(place as u8);
        }
    }
    let is_complete = page.silent.is_empty();
    let belongs = |post: &Post| match page.start {
        Start::Cursor(before) => before.is_none_or(|before| post.id < before),
        Start::Offset(skipped) => skipped == 0,
    };
    let stand = |numbers: &[u32]| -> Vec<Post> {
        numbers.iter().filter_map(|number| state.post(*number).copied()).collect()
    };
    if is_complete {
        let is_missing =
            |post: &Post| reaches(post) && belongs(post) && !has(&page.rows, post.number);
        page.missing = stand(&ask.stood).into_iter().filter(is_missing).collect();
    }
    let is_known =
        |number: u32| reading.missing.contains(&number) || reading.skipped.contains(&number);
    if page.nth > 0 && reading.silent.is_empty() {
        let is_skipped = |post: &Post| {
            let is_seen = has(&reading.rows, post.number) || has(&page.rows, post.number);
            reaches(post) && !is_seen && !is_known(post.number)
        };
        page.skipped = stand(&reading.stood).into_iter().filter(is_skipped).collect();
    }
    reading.missing.extend(page.missing.iter().map(|post| post.number));
    reading.skipped.extend(page.skipped.iter().map(|post| post.number));
    reading.rows.extend(&page.rows);
    reading.pages.push(page.rows.len() as u8);
    reading.is_over = is_last && is_complete;
    let tally = &mut state.tally.0;
    tally.pages += 1;
    tally.partial += u32::from(!is_complete);
    tally.incomplete += u32::from(!page.missing.is_empty());
    tally.repeated += page.repeated.len() as u32;
    tally.skipped += page.skipped.len() as u32;
    state.account_mut(page.reader).reading = Some(reading);
}
