//! What the picture shows of the lab's own presets, and how it is laid out.

use super::layout::{Layout, Rect};
use super::read;
use super::shown::{End, Line, Mark, Reading, Shown};
use crate::blog::Blog;
use kernel::{Model, Run, World};

const WIDTHS: [u32; 5] = [304, 356, 700, 880, 1_200];

/// Steps of a preset, each as a picture has it, until one is what is looked for.
fn find(preset: &str, is_it: impl Fn(&Shown) -> bool) -> Shown {
    let mut run = run(preset);
    for _ in 0..400 {
        let shown = shown(&run);
        if is_it(&shown) {
            return shown;
        }
        run.step();
    }
    panic!("{preset} never shows it");
}

fn run(preset: &str) -> Run {
    let entry = crate::find("blog").expect("the lab is in the list");
    let preset = entry.presets.iter().find(|other| other.key == preset);
    let recipe = entry.recipe(preset.expect("the preset is in the list"));
    Run::new(entry.machine(&recipe, None).expect("a preset makes a model"), recipe)
}

fn shown(run: &Run) -> Shown {
    let frame = World::<Blog>::frame(run.machine(), run.playhead().at);
    read::shown(&frame.expect("it is a run of this lab"))
}

/// Whether somebody's page has a row that is remarkable like this.
fn has(shown: &Shown, mark: Mark) -> bool {
    let is_it = |line: &Line| matches!(line, Line::Post(post, _) if post.mark == mark);
    shown.readings.iter().any(|reading| reading.lines.iter().any(is_it))
}

/// The page on which such a row is.
fn page(shown: &Shown, mark: Mark) -> &Reading {
    let is_it = |line: &Line| matches!(line, Line::Post(post, _) if post.mark == mark);
    let page = shown.readings.iter().find(|reading| reading.lines.iter().any(is_it));
    page.expect("somebody has read it")
}

/// The ids of a page's rows, those of its ghosts among them.
fn ids(reading: &Reading) -> Vec<u64> {
    let id = |line: &Line| match line {
        Line::Post(post, _) => post.id.whole.parse().ok(),
        Line::Page(_) => None,
    };
    reading.lines.iter().filter_map(id).collect()
}

#[test]
fn each_mistake_is_marked_on_the_page_where_it_is() {
    let twice = find("offset-repeats", |shown| has(shown, Mark::Again));
    assert_eq!(page(&twice, Mark::Again).status, "✕ 1 row twice");
    let skipped = find("offset-skips", |shown| has(shown, Mark::Skipped));
    assert_eq!(page(&skipped, Mark::Skipped).status, "✕ 1 post skipped");
    let missing = find("hasty", |shown| has(shown, Mark::Missing));
    assert_eq!(page(&missing, Mark::Missing).role, "lost");
}

#[test]
fn a_ghost_stands_where_its_id_belongs() {
    for (preset, mark) in [("offset-skips", Mark::Skipped), ("hasty", Mark::Missing)] {
        let shown = find(preset, |shown| has(shown, mark));
        let ids = ids(page(&shown, mark));
        assert!(ids.is_sorted_by(|above, below| above > below), "{preset}: {ids:?}");
    }
}

#[test]
fn nothing_is_marked_where_pages_are_turned_by_cursor() {
    let mut run = run("cursor");
    for _ in 0..60 {
        let shown = shown(&run);
        for mark in [Mark::Again, Mark::Skipped, Mark::Missing, Mark::OutOfOrder] {
            assert!(!has(&shown, mark), "{mark:?}");
        }
        run.step();
    }
}

#[test]
fn posts_with_one_id_are_tied_and_marked() {
    let shown = find("collision", |shown| !shown.clashes.is_empty());
    for (key, number) in shown.clashes[0].posts {
        let shard = shown.shards.iter().find(|shard| shard.number == number);
        let post = shard.and_then(|shard| shard.posts.iter().find(|post| post.key == key));
        assert_eq!(post.map(|post| post.mark), Some(Mark::SameId));
    }
}

#[test]
fn a_post_into_its_authors_past_is_marked_where_it_stands() {
    let is_marked = |shown: &Shown| {
        let mut posts = shown.shards.iter().flat_map(|shard| &shard.posts);
        posts.any(|post| post.mark == Mark::OutOfOrder)
    };
    find("skew", is_marked);
    let mut run = run("floor");
    for _ in 0..20 {
        assert!(!is_marked(&shown(&run)), "the last id has moved along");
        run.step();
    }
}

#[test]
fn a_page_without_a_shard_says_which() {
    let is_partial = |reading: &Reading| reading.status.starts_with("✕ incomplete");
    let shown = find("shard-down", |shown| shown.readings.iter().any(is_partial));
    let page = shown.readings.iter().find(|reading| is_partial(reading)).expect("as looked for");
    assert_eq!(page.status, "✕ incomplete: no answer from shard 3");
}

#[test]
fn who_moves_is_counted_until_all_have_moved() {
    let shown = find("at-work", |shown| shown.users.iter().any(|user| user.to.is_some()));
    let moved = shown.moved.expect("a shard has joined");
    let on_the_way = shown.users.iter().filter(|user| user.to.is_some()).count() as u32;
    assert_eq!(moved.users, on_the_way + moved.done);
    assert_eq!((moved.of, moved.expected.as_str()), (7, "1.8"));
}

#[test]
fn all_that_is_offered_is_accepted() {
    for preset in ["at-work", "counting", "hasty", "shard-down"] {
        let mut run = run(preset);
        for _ in 0..120 {
            let shown = shown(&run);
            let frame = World::<Blog>::frame(run.machine(), run.playhead().at);
            let frame = frame.expect("it is a run of this lab");
            let menus = shown.shards.iter().flat_map(|shard| &shard.menu).map(|(text, _)| text);
            let deeds = shown.users.iter().flat_map(|user| {
                let deeds = &user.deeds;
                [&deeds.post, &deeds.home, &deeds.next].into_iter().chain(&deeds.posts).flatten()
            });
            for text in menus.chain(deeds).chain(&shown.add) {
                let action = frame.model.read_action(frame.state, text).expect(text);
                assert!(frame.model.accepts(frame.state, &action), "{preset}: {text}");
            }
            run.step();
        }
    }
}

#[test]
fn shards_keep_apart_and_messages_within_the_picture() {
    let meet = |a: &Rect, b: &Rect| {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    };
    let mut shown = find("at-work", |shown| shown.shards.len() == 4);
    for count in 1..=8 {
        let last = shown.shards[shown.shards.len() - 1].clone();
        shown.shards.resize(count, last);
        (1..).zip(&mut shown.shards).for_each(|(number, shard)| shard.number = number);
        for width in WIDTHS {
            let layout = Layout::of(&shown, width);
            for (nth, one) in layout.shards.iter().enumerate() {
                assert!(layout.shards[..nth].iter().all(|other| !meet(one, other)));
                assert!(one.x >= 0.0 && one.x + one.width <= layout.width, "{width}: {one:?}");
                assert!(one.y + one.height <= layout.height, "{width}: {one:?}");
            }
            let ends = || (1..=count as u32).map(End::Shard).chain([End::App]);
            for (from, to) in ends().flat_map(|from| ends().map(move |to| (from, to))) {
                let Some(way) = layout.way(&shown, from, to).filter(|_| from != to) else {
                    continue;
                };
                for tenth in 0..=10 {
                    let (at, _) = way.at(f64::from(tenth) / 10.0);
                    let is_within = (-1.0..=layout.width + 1.0).contains(&at.x)
                        && (-1.0..=layout.height + 1.0).contains(&at.y);
                    assert!(is_within, "{width}, {count} shards, {from:?} to {to:?}: {at:?}");
                }
            }
        }
    }
}
