//! Below the stage: how users and posts are spread over the shards, what they hold as a file, and who
//! follows whom.

use super::shards::sign;
use crate::blog::Blog;
use crate::blog::action::Action;
use crate::blog::export;
use crate::blog::state::{Power, ShardNo, State, User};
use crate::download;
use crate::face::{Hand, Scene};
use crate::hash_ring::export::Reader;
use kernel::Frame;
use kernel::decimal::fixed;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use widgets::circle::Place;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Callback, Html, KeyboardEvent, Properties, TargetCast, component, html, use_state};

/// Draws it.
pub fn draw(frame: &Frame<'_, Blog>, scene: &Scene) -> Html {
    let (blog, state) = (frame.model.clone(), frame.state.clone());
    html!(<Below {blog} {state} hand={scene.hand.clone()} />)
}

/// What it is drawn from.
#[derive(Clone, Properties)]
struct BelowProps {
    blog: Blog,
    state: State,
    hand: Hand,
}

/// A model is turned by building another, whose users are other ones.
impl PartialEq for BelowProps {
    fn eq(&self, other: &BelowProps) -> bool {
        Rc::ptr_eq(&self.blog.placing, &other.blog.placing)
            && self.state == other.state
            && self.hand == other.hand
    }
}

/// All of it.
#[component]
fn Below(props: &BelowProps) -> Html {
    let at = use_state(|| (0, 0));
    let go = {
        let at = at.clone();
        Callback::from(move |to| at.set(to))
    };
    tag!(div, class: "blog-below")
        .child(held(props))
        .child(
            tag!(div)
                .child(tag!(h2).text("Who follows whom"))
                .child(matrix(props, *at, &go))
                .child(tag!(p, class: "soft").text(
                    "The one in the row follows the one in the column. A home timeline asks the \
                     shards of all whom its reader follows.",
                )),
        )
        .into()
}

/// The table of shards.
fn held(props: &BelowProps) -> Tag {
    let (blog, state) = (&props.blog, &props.state);
    const HEADS: [&str; 4] = ["shard", "users", "posts", "share"];
    let head = |name: &&'static str| tag!(th, scope: "col").key(*name).text(*name);
    let all: usize = state.shards.iter().map(|shard| shard.posts().count()).sum();
    let row = |number: ShardNo| {
        let posts = state.shard(number).posts().count();
        let users = state.accounts.iter().filter(|account| account.home == number).count();
        let how = match state.shard(number).power {
            Power::Up => "",
            Power::Down => " ✕ crashed",
            Power::Drained => " has left",
        };
        let picture = tag!(svg, class: "picture", width: "12", height: "12", "aria-hidden": "true")
            .child(sign(number.into(), Place { x: 6.0, y: 6.0 }));
        let name = tag!(span, class: "shard-name").child(picture).text(format!("{number}{how}"));
        let share = fixed(100.0 * posts as f64 / all.max(1) as f64, 0);
        tag!(tr)
            .key(u32::from(number))
            .child(tag!(th, scope: "row").child(name))
            .child(tag!(td).text(users))
            .child(tag!(td).text(posts))
            .child(tag!(td).text([&share, " %"].concat()))
    };
    let fair = fixed(100.0 / f64::from(state.members.len().max(1)), 0);
    tag!(div)
        .child(tag!(h2).text("What each shard holds"))
        .child(
            tag!(table, class: "numbers")
                .child(tag!(thead).child(tag!(tr).children(HEADS.iter().map(head))))
                .child(tag!(tbody).children(state.shard_numbers().map(row))),
        )
        .child(
            tag!(div, class: "saves")
                .child(save(props, "Save as JSON lines", save_json))
                .child(save(props, "Save as CSV", save_csv)),
        )
        .child(tag!(p, class: "soft").text(format!(
            "A fair share is {fair} %. With {} users the ring cannot be fair: whole users move.",
            blog.users
        )))
}
/// A button that offers all that the shards hold as a file.
fn save(props: &BelowProps, name: &'static str, save: fn(&Blog, &State)) -> Tag {
    let (blog, state) = (props.blog.clone(), props.state.clone());
    tag!(button, "type": "button").key(name).on_click(move |_| save(&blog, &state)).text(name)
}

fn save_json(blog: &Blog, state: &State) {
    download::save("blog.jsonl", "application/jsonl", &export::json_lines(blog, state, None));
}

fn save_csv(blog: &Blog, state: &State) {
    let csv = export::csv(blog, state, None, Reader::Program);
    download::save("blog.csv", "text/csv", &csv);
}

/// Who follows whom: a cell is a switch. One of them is in the tab order; arrows go to the others.
fn matrix(props: &BelowProps, at: (User, User), go: &Callback<(User, User)>) -> Tag {
    let users = || props.state.users();
    let name = |user: User| props.blog.user_name(user);
    let last = props.blog.users.saturating_sub(1);
    let at = (at.0.min(last), at.1.min(last));
    let head = |user: User| {
        let short: String = name(user).chars().take(3).collect();
        tag!(th, scope: "col", title: name(user).to_owned()).key(u32::from(user)).text(short)
    };
    let row = |reader: User| {
        let cells = users().map(|author| {
            let cell = (reader, author);
            tag!(td).key(u32::from(author)).child(switch(props, cell, cell == at))
        });
        let name = name(reader).to_owned();
        tag!(tr).key(u32::from(reader)).child(tag!(th, scope: "row").text(name)).children(cells)
    };
    let go = go.clone();
    let arrows = Callback::from(move |event: KeyboardEvent| {
        let (row, column) = at;
        let to = match event.key().as_str() {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(last), column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(last)),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        go.emit(to);
        focus(&event, to);
    });
    let corner = tag!(td);
    tag!(table, class: "matrix")
        .child(tag!(thead).child(tag!(tr).child(corner).children(users().map(head))))
        .child(tag!(tbody).children(users().map(row)))
        .pressed(arrows)
}

fn switch(props: &BelowProps, (reader, author): (User, User), is_next: bool) -> Tag {
    let follows = props.state.account(reader).follows.has(author);
    let name = |user: User| props.blog.user_name(user);
    let label = format!("{} follows {}", name(reader), name(author));
    let action = match follows {
        true => Action::Unfollow(reader, author),
        false => Action::Follow(reader, author),
    };
    let act = props.hand.act.clone();
    tag!(button, "type": "button", class: "cell", "aria-label": label,
        "aria-pressed": if follows { "true" } else { "false" },
        "data-cell": format!("{reader}-{author}"), tabindex: if is_next { "0" } else { "-1" },
        "aria-disabled": if reader == author { Some("true") } else { None })
    .on_click(move |_| {
        if reader != author {
            act.emit(action.to_string());
        }
    })
    .text(match (follows, reader == author) {
        (true, _) => "✓",
        (false, true) => "–",
        (false, false) => "",
    })
}

/// Puts the keyboard on a cell.
fn focus(event: &KeyboardEvent, (row, column): (User, User)) {
    let table =
        event.target_dyn_into::<Element>().and_then(|cell| cell.closest("table").ok().flatten());
    let cell = format!("[data-cell='{row}-{column}']");
    let found = table.and_then(|table| table.query_selector(&cell).ok().flatten());
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}
