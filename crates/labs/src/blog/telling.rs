//! The blog in plain words.

use kernel::{Said, Tone};

use super::action::Action;
use super::fact::{Fact, Page};
use super::message::{Body, Event};
use super::model::Blog;
use super::state::{APP, Power, Scope, ShardNo, State, User};

/// What made-up posts say.
const TEXTS: [&str; 12] = [
    "Good morning",
    "It rains again",
    "Soup today",
    "Who has seen my keys?",
    "The tram is late",
    "Found a good book",
    "Is anybody there?",
    "I baked bread",
    "The cat is back",
    "Look at that moon",
    "Coffee first",
    "Good night",
];

/// What a made-up post of this number says.
pub(super) fn made_up(number: u32) -> &'static str {
    TEXTS[number as usize * 5 % TEXTS.len()]
}

/// The name of a shard.
pub fn shard(number: ShardNo) -> String {
    format!("shard {number}")
}

fn node(number: u8) -> String {
    if number == APP { "the app".to_owned() } else { shard(number) }
}

pub(super) fn say(blog: &Blog, fact: &Fact) -> Said {
    let name = |user: &User| blog.user_name(*user);
    let toned = |tone, text| Said { tone, ..Said::plain(text) };
    match fact {
        Fact::Wrote(user, _) => Said::plain(format!("{} writes a post", name(user))),
        Fact::Deletes(user, id) => Said::plain(format!("{} deletes {id}", name(user))),
        Fact::Stored { shard, post, .. } => {
            let text =
                format!("Shard {shard} stores a post of {} as {}", name(&post.author), post.id);
            Said::mark(Tone::Ok, text)
        }
        Fact::Deleted(shard, post) => {
            toned(Tone::Plain, format!("Shard {shard} deletes {}", post.id))
        }
        Fact::Archived(shard, post) => Said::plain(format!(
            "Shard {shard} puts {} of {} into the archive",
            post.id,
            name(&post.author)
        )),
        Fact::NoIdYet(shard, user) => toned(
            Tone::Wait,
            format!(
                "Shard {shard} lets a post of {} wait until its clock has caught up",
                name(user)
            ),
        ),
        Fact::NoIdEver(shard, user) => {
            Said::mark(Tone::Lost, format!("Shard {shard} has no id left for {}", name(user)))
        }
        Fact::Acknowledged(user, Some(id)) => {
            Said::plain(format!("{} knows that {id} is stored", name(user)))
        }
        Fact::Acknowledged(user, None) => {
            Said::plain(format!("{} knows that it is done", name(user)))
        }
        Fact::WriteLate(user) => Said::mark(
            Tone::Lost,
            format!("{} hears nothing of what they wrote: it may be stored or not", name(user)),
        ),
        Fact::HeldBack(user) => toned(
            Tone::Wait,
            format!("The app holds back what {} writes until they are moved", name(user)),
        ),
        Fact::SentElsewhere(shard, user) => {
            Said::plain(format!("Shard {shard} does not serve {}: ask elsewhere", name(user)))
        }
        Fact::Followed(who, whom) => Said::plain(format!("{} follows {}", name(who), name(whom))),
        Fact::Unfollowed(who, whom) => {
            Said::plain(format!("{} follows {} no more", name(who), name(whom)))
        }
        Fact::Asked { reader, scope, nth, shards } => Said::plain(format!(
            "{} reads {}, page {}: {} asked",
            name(reader),
            of(blog, *scope),
            nth + 1,
            things(shards.len(), "shard"),
        )),
        Fact::Read(page) => say_page(blog, page),
        Fact::Joined { shard, movers, users } => Said::mark(
            Tone::Plain,
            format!("Shard {shard} joins: {movers} of {users} users move to it"),
        ),
        Fact::Leaves { shard, movers, users } => Said::mark(
            Tone::Plain,
            format!("Shard {shard} leaves: {movers} of {users} users move away"),
        ),
        Fact::Left(shard) => Said::mark(Tone::Plain, format!("Shard {shard} has nobody left")),
        Fact::Copied { user, from, to, posts } => Said::plain(format!(
            "Shard {to} has {} of {} from shard {from}",
            things((*posts).into(), "post"),
            name(user),
        )),
        Fact::Lost { shard, kept, lost } => Said::mark(
            Tone::Lost,
            format!(
                "Shard {shard} cannot store {} of {}: a post of {} has that id",
                lost.id,
                name(&lost.author),
                name(&kept.author),
            ),
        ),
        Fact::Moved { user, from, to, .. } => {
            Said::mark(Tone::Ok, format!("{} has moved from shard {from} to {to}", name(user)))
        }
        Fact::Crashed(shard) => Said::mark(Tone::Lost, format!("Shard {shard} crashes")),
        Fact::Restarted(shard) => Said::mark(Tone::Ok, format!("Shard {shard} is back")),
    }
}

fn say_page(blog: &Blog, page: &Page) -> Said {
    let rows = things(page.rows.len() as u32, "row");
    let whose = format!(
        "{} has page {} of {}",
        blog.user_name(page.reader),
        page.nth + 1,
        of(blog, page.scope)
    );
    let wrong = |count: usize, what: &str| match count {
        0 => String::new(),
        count => format!(", {count} {what}"),
    };
    let found = [
        wrong(page.missing.len(), "missing"),
        wrong(page.repeated.len(), "seen before"),
        wrong(page.skipped.len(), "skipped"),
    ]
    .concat();
    if !page.silent.is_empty() {
        let silent: Vec<String> = page.silent.iter().map(shard).collect();
        let text = format!("{whose} without {}, and is told so: {rows}{found}", silent.join(", "));
        return Said::mark(Tone::Wait, text);
    }
    match found.is_empty() {
        true => Said::mark(Tone::Ok, format!("{whose}: {rows}")),
        false => Said::mark(Tone::Lost, format!("{whose}: {rows}{found}")),
    }
}

/// Whose posts are read.
pub(super) fn of(blog: &Blog, scope: Scope) -> String {
    match scope {
        Scope::Home => "home".to_owned(),
        Scope::User(user) => format!("the posts of {}", blog.user_name(user)),
    }
}

fn things(count: u32, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

pub(super) fn name_event(blog: &Blog, event: &Event) -> String {
    let name = |user: &User| blog.user_name(*user);
    match event {
        Event::Tick => "the clocks tick".to_owned(),
        Event::Post => "somebody writes".to_owned(),
        Event::Read => "somebody reads".to_owned(),
        Event::ReadOn(reader) => format!("{} turns the page", name(reader)),
        Event::Join => "a shard joins".to_owned(),
        Event::PageLate(reader, _) => format!("{} waits no longer for a page", name(reader)),
        Event::WriteLate(user, _) => format!("{} waits no longer for a write", name(user)),
        Event::MoveLate(user, _) => format!("the move of {} takes too long", name(user)),
        Event::Arrive(message) => {
            format!("{}, {} to {}", caption(blog, event), node(message.from), node(message.to))
        }
    }
}

/// A booked event in two or three words.
pub(super) fn caption(blog: &Blog, event: &Event) -> String {
    let Event::Arrive(message) = event else { return name_event(blog, event) };
    let name = |user: &User| blog.user_name(*user);
    match &message.body {
        Body::Fetch { reader, .. } => format!("posts for {}?", name(reader)),
        Body::Rows { posts, elsewhere, .. } if posts.is_empty() && !elsewhere.is_empty() => {
            "elsewhere".to_owned()
        }
        Body::Rows { posts, .. } => things(posts.len() as u32, "post"),
        Body::Put { user, .. } => format!("post of {}", name(user)),
        Body::Delete { id, .. } => format!("delete {id}"),
        Body::Done { id: Some(id), .. } => format!("stored {id}"),
        Body::Done { id: None, .. } => "deleted".to_owned(),
        Body::Elsewhere { user, .. } => format!("not {}", name(user)),
        Body::Hand { user, .. } => format!("hand over {}", name(user)),
        Body::Copy { user, posts, .. } => {
            format!("{}, {}", name(user), things(posts.len() as u32, "post"))
        }
        Body::Here { user, .. } => format!("{} is here", name(user)),
        Body::Forget { user, .. } => format!("forget {}", name(user)),
    }
}

pub(super) fn name_action(blog: &Blog, action: &Action) -> String {
    let name = |user: &User| blog.user_name(*user);
    match action {
        Action::Post(user) => format!("{} writes a post", name(user)),
        Action::Delete(number) => format!("Delete post {number}"),
        Action::Follow(who, whom) => format!("{} follows {}", name(who), name(whom)),
        Action::Unfollow(who, whom) => format!("{} follows {} no more", name(who), name(whom)),
        Action::Home(user) => format!("{} reads home", name(user)),
        Action::Posts(reader, user) => {
            format!("{} reads the posts of {}", name(reader), name(user))
        }
        Action::Next(user) => format!("{} turns the page", name(user)),
        Action::AddShard => "Add a shard".to_owned(),
        Action::RemoveShard(shard) => format!("Remove shard {shard}"),
        Action::Crash(shard) => format!("Crash shard {shard}"),
        Action::Restart(shard) => format!("Restart shard {shard}"),
    }
}

/// The picture in one or two sentences.
pub(super) fn summary(_: &Blog, state: &State) -> String {
    let posts: Vec<String> = state
        .shard_numbers()
        .map(|number| {
            format!(
                "{} has {}",
                shard(number),
                things(state.shard(number).posts().count() as u32, "post")
            )
        })
        .collect();
    let down: Vec<String> = state
        .shard_numbers()
        .filter(|number| state.shard(*number).power == Power::Down)
        .map(shard)
        .collect();
    let down = if down.is_empty() { "none".to_owned() } else { down.join(", ") };
    let moving = state.accounts.iter().filter(|account| account.moving.is_some()).count() as u32;
    format!("{}. Down: {down}. {} being moved.", posts.join(", "), things(moving, "user"))
}
