//! Writes what the shards hold: an object of JSON a line, or rows of CSV. Ids are texts, for a number
//! of JavaScript has 53 bits. What is written can be loaded again.

use std::fmt::Write;

use hifijson::str::Display;
use kernel::order;

use super::model::Blog;
use super::state::{Post, ShardNo, State};
use crate::hash_ring::export::{Reader, cell};

/// The posts of one shard, or of all, by shard and id, the oldest first.
fn posts(state: &State, only: Option<ShardNo>) -> Vec<(ShardNo, Post)> {
    let shards = state.shard_numbers().filter(|shard| only.is_none_or(|only| only == *shard));
    let posts = shards.flat_map(|shard| state.shard(shard).posts().map(move |post| (shard, *post)));
    order::sorted(posts.collect(), |(shard, post)| (u64::from(*shard), post.id))
}

/// An object a line: `shard`, `id`, `user`, `text` and, where the post has one, `at`.
pub fn json_lines(blog: &Blog, state: &State, only: Option<ShardNo>) -> String {
    let mut text = String::new();
    for (shard, post) in posts(state, only) {
        let (user, says) = (blog.user_name(post.author), blog.text(post.number, post.entry));
        let (user, says) = (Display::new(user), Display::new(says));
        let id = post.id;
        // A string takes whatever is written to it.
        let _ = write!(text, "{{\"shard\":{shard},\"id\":\"{id}\",\"user\":{user},\"text\":{says}");
        if let Some(at) = blog.written_at(&post) {
            let _ = write!(text, ",\"at\":{}", Display::new(at));
        }
        text.push_str("}\n");
    }
    text
}

/// The columns `shard`, `id`, `user`, `text` and `at`.
pub fn csv(blog: &Blog, state: &State, only: Option<ShardNo>, reader: Reader) -> String {
    let mut text = String::from("shard,id,user,text,at\n");
    for (shard, post) in posts(state, only) {
        let (user, says) = (blog.user_name(post.author), blog.text(post.number, post.entry));
        let (shard, id) = (shard.to_string(), post.id.to_string());
        let at = blog.written_at(&post).unwrap_or_default();
        for (nth, field) in [&*shard, &id, user, says, at].into_iter().enumerate() {
            if nth > 0 {
                text.push(',');
            }
            cell(&mut text, field, reader);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blog::content::Content;
    use crate::blog::post_file;
    use crate::lab::Lab;
    use kernel::Model;
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use std::rc::Rc;

    /// The state in which every post of a file stands, on the shard of its author.
    fn stored(content: Content) -> (Blog, State) {
        let mut knobs: Vec<i64> = Blog::KNOBS.iter().map(|knob| knob.default).collect();
        let kept = Blog::KNOBS.iter().position(|knob| knob.key == "kept").expect("there is one");
        knobs[kept] = 24;
        let posts = content.posts.len() as u16;
        let blog = Blog::of(&knobs, Some(Rc::new(content))).expect("these knobs go together");
        let (mut state, _) = blog.start();
        for entry in 1..=posts {
            state.ticks += 1;
            let author = blog.content.as_ref().and_then(|content| content.author(entry));
            let author = author.expect("the file has it");
            let home = state.account(author).home;
            blog.store(&mut state, home, (author, entry.into(), entry)).expect("there is an id");
        }
        (blog, state)
    }

    /// The posts as (user, text, time), sorted.
    fn flat(content: &Content) -> Vec<(String, String, Option<String>)> {
        let name = |author: u8| content.users[usize::from(author)].to_string();
        let posts = content.posts.iter();
        let mut flat: Vec<_> = posts
            .map(|post| {
                (name(post.author), post.text.to_string(), post.at.as_deref().map(Into::into))
            })
            .collect();
        flat.sort();
        flat
    }

    fn read(text: &str) -> Content {
        let loaded = post_file::read(text.as_bytes()).expect("it was written by us");
        assert_eq!(loaded.bad_count, 0, "{:?}", loaded.bad);
        loaded.content
    }

    #[test]
    fn ids_are_texts_and_shards_stand_apart() {
        let file = "{\"user\":\"Ada\",\"text\":\"one\"}\n{\"user\":\"Bob\",\"text\":\"=2\"}\n";
        let (blog, state) = stored(read(file));
        let all = json_lines(&blog, &state, None);
        for line in all.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
            let id = value["id"].as_str().expect("an id is a text").parse::<u64>().unwrap();
            let shard = value["shard"].as_u64().expect("a shard is a number") as u8;
            assert!(state.shard(shard).posts().any(|post| post.id == id));
        }
        let apart: String =
            state.shard_numbers().map(|shard| json_lines(&blog, &state, Some(shard))).collect();
        assert_eq!(apart, all);
        let sheet = csv(&blog, &state, None, Reader::Spreadsheet);
        assert!(sheet.contains(",'=2,"), "{sheet}");
    }

    proptest! {
        /// What is exported can be loaded, and is what it was.
        #[test]
        fn an_export_is_read_back(
            posts in proptest::collection::vec(("[A-C]", "[^\\p{Cc}]{1,20}|a\r\nb|\t\"", any::<bool>()), 1..20)
        ) {
            let line = |(user, text, has_time): &(String, String, bool)| {
                let time = has_time.then_some("2024-05-01T12:00:00Z");
                serde_json::json!({ "user": user, "text": text, "at": time }).to_string() + "\n"
            };
            let file: String = posts.iter().map(line).collect();
            // A text of nothing but space is no post.
            if let Ok(loaded) = post_file::read(file.as_bytes()) {
                let expected = flat(&loaded.content);
                let (blog, state) = stored(loaded.content);
                prop_assert_eq!(flat(&read(&json_lines(&blog, &state, None))), expected.clone());
                prop_assert_eq!(flat(&read(&csv(&blog, &state, None, Reader::Program))), expected);
            }
        }
    }
}
