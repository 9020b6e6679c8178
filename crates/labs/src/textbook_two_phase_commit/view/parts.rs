//! The parts of the picture.

use kernel::Frame;
use widgets::circle::Place;
use widgets::path::path;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::text_width;
use yew::Callback;

use super::super::TextbookTwoPhaseCommit;
use super::super::model::State;
use super::super::spec::{Action, Layout as _, Message, Rm, RmState, TmState};
use super::super::telling;
use super::button;
use super::layout::{Column, Layout, Rect};

/// What is drawn, where, and who hears the buttons.
pub struct Shown<'a> {
    /// The frame.
    pub frame: &'a Frame<'a, TextbookTwoPhaseCommit>,
    /// Where everything stands.
    pub layout: &'a Layout,
    /// Does an action.
    pub act: &'a Callback<String>,
}

impl Shown<'_> {
    fn state(&self) -> &State {
        self.frame.state
    }

    fn is_enabled(&self, action: Action) -> bool {
        self.frame.model.enabled(self.frame.state).contains(&action)
    }

    /// A row of buttons for those actions that are enabled, from a place to the right, or downward.
    fn buttons(&self, from: Place, is_row: bool, offers: &[(Action, &'static str)]) -> Vec<Tag> {
        let mut at = from;
        let enabled = offers.iter().filter(|(action, _)| self.is_enabled(*action));
        enabled
            .map(|(action, words)| {
                let drawn = button::worded(at, words, *action, self.act);
                if is_row {
                    at.x += button::width(words) + 6.0;
                } else {
                    at.y += button::HEIGHT + 4.0;
                }
                drawn
            })
            .collect()
    }
}

/// The class and the sign of how a resource manager is.
pub fn face(state: RmState) -> (&'static str, &'static str) {
    match state {
        RmState::Working => ("working", "·"),
        RmState::Prepared => ("prepared", "◷"),
        RmState::Committed => ("committed", "✓"),
        RmState::Aborted => ("aborted", "✕"),
    }
}

fn sheet(rect: &Rect) -> Tag {
    tag!(rect, class: "sheet", x: rect.x, y: rect.y, width: rect.width, height: rect.height, rx: "10")
}

/// The shelf on which every message stays that was ever sent.
pub fn shelf(shown: &Shown<'_>) -> Tag {
    let Rect { x, y, width, height } = shown.layout.shelf;
    tag!(g, class: "shelf")
        .child(tag!(rect, x: x, y: y, width: width, height: height, rx: "10"))
        .child(tag!(text, class: "soft", x: x + 12.0, y: y + 18.0).text("msgs"))
}

/// Who says what to whom: from a sheet over its message to its tick, and from the decision to all.
pub fn wires(shown: &Shown<'_>) -> Tag {
    let wire = |rm: Rm| {
        let column = &shown.layout.columns[usize::from(rm)];
        let (sheet, message, tick) = (column.sheet, column.message, column.tick);
        let is_sent = shown.state().sent(Message::Prepared(rm));
        let is_heard = shown.state().tm_prepared(rm);
        let (out, on) = if shown.layout.is_wide {
            let x = message.x;
            (
                path(&[('M', &[x, sheet.y]), ('V', &[message.y + 11.0])]),
                path(&[('M', &[x, message.y - 11.0]), ('V', &[tick.y + 11.0])]),
            )
        } else {
            let (y, half) = (message.y, pill_width(rm) / 2.0);
            (
                path(&[('M', &[sheet.x + sheet.width, y]), ('H', &[message.x - half])]),
                path(&[('M', &[message.x + half, y]), ('H', &[tick.x - 11.0])]),
            )
        };
        let class = |is_used| if is_used { "wire used" } else { "wire" };
        tag!(g)
            .key(u64::from(rm))
            .child(tag!(path, class: class(is_sent), d: out))
            .child(tag!(path, class: class(is_heard), d: on))
            .maybe(shown.layout.is_wide.then(|| told(shown, rm)))
    };
    tag!(g, class: "wires")
        .maybe(shown.layout.is_wide.then(|| rail(shown)))
        .children(shown.frame.model.spec.everybody().map(wire))
}

/// How far beside its message a decision comes down to a resource manager.
const BESIDE: f64 = 26.0;

/// The decision that was sent, as a resource manager that heard it is.
fn decided(state: &State) -> Option<RmState> {
    match state.tm() {
        TmState::Init => None,
        TmState::Committed => Some(RmState::Committed),
        TmState::Aborted => Some(RmState::Aborted),
    }
}

/// What carries a decision past all resource managers.
fn rail(shown: &Shown<'_>) -> Tag {
    let decided = decided(shown.state());
    let class = decided.map_or("wire", |decided| told_class(decided));
    let y = shown.layout.decisions[0].y;
    let at = |column: &Column| column.message.x + BESIDE;
    let (columns, middle) = (&shown.layout.columns, shown.layout.decisions.map(|place| place.x));
    let ends = columns.iter().map(at).chain(middle);
    let (left, right) =
        ends.fold((f64::MAX, f64::MIN), |(left, right), x| (left.min(x), right.max(x)));
    tag!(path, class: class, d: path(&[('M', &[left, y]), ('H', &[right])]))
}

/// From there to one of them: used once it has decided so.
fn told(shown: &Shown<'_>, rm: Rm) -> Tag {
    let column = &shown.layout.columns[usize::from(rm)];
    let heard = decided(shown.state()).filter(|decided| shown.state().rm(rm) == *decided);
    let from = shown.layout.decisions[0].y;
    let line = [('M', &[column.message.x + BESIDE, from][..]), ('V', &[column.sheet.y])];
    tag!(path, class: heard.map_or("wire", |decided| told_class(decided)), d: path(&line))
}

fn told_class(decided: RmState) -> &'static str {
    if decided == RmState::Committed { "wire commits" } else { "wire aborts" }
}

fn pill_width(rm: Rm) -> f64 {
    text_width(&telling::message(Message::Prepared(rm))) + 16.0
}

/// The transaction manager: what it has decided, and what it may.
pub fn transaction_manager(shown: &Shown<'_>) -> Tag {
    let rect = shown.layout.manager;
    let (class, sign, words) = match shown.state().tm() {
        TmState::Init => ("prepared", "◷", "undecided"),
        TmState::Committed => ("committed", "✓", "committed"),
        TmState::Aborted => ("aborted", "✕", "aborted"),
    };
    let offers = [(Action::TmCommit, "Commit"), (Action::TmAbort, "Abort")];
    let may = offers.iter().filter(|(action, _)| shown.is_enabled(*action));
    let width: f64 = may.map(|(_, words)| button::width(words) + 6.0).sum();
    let at = Place { x: rect.x + rect.width - width - 6.0, y: rect.y + 12.0 };
    let first = shown.layout.columns[0].tick;
    let heard = match shown.layout.is_wide {
        true => {
            tag!(text, class: "soft", x: rect.x + 12.0, y: rect.y + 60.0).text("has heard from")
        }
        false => tag!(text, class: "soft middle", x: first.x, y: first.y - 54.0).text("heard"),
    };
    tag!(g, class: ["node ", class].concat())
        .child(sheet(&rect))
        .child(
            tag!(text, class: "name", x: rect.x + 12.0, y: rect.y + 22.0)
                .text("Transaction manager"),
        )
        .child(
            tag!(text, class: "how", x: rect.x + 12.0, y: rect.y + 39.0)
                .text([sign, " ", words].concat()),
        )
        .child(heard)
        .child(tag!(g).children(shown.buttons(at, true, &offers)))
}

/// One resource manager with its message and its tick.
pub fn column(shown: &Shown<'_>, rm: Rm) -> Tag {
    tag!(g)
        .key(u64::from(rm))
        .child(manager(shown, rm))
        .child(message(shown, rm))
        .child(tick(shown, rm))
}

fn manager(shown: &Shown<'_>, rm: Rm) -> Tag {
    let rect = shown.layout.columns[usize::from(rm)].sheet;
    let state = shown.state().rm(rm);
    let (class, sign) = face(state);
    let again = |is: RmState, first| if state == is { "Hear again" } else { first };
    let own = [(Action::RmPrepare(rm), "Prepare"), (Action::RmChooseToAbort(rm), "Abort")];
    let hears = [
        (Action::RmRcvCommitMsg(rm), again(RmState::Committed, "Hear commit")),
        (Action::RmRcvAbortMsg(rm), again(RmState::Aborted, "Hear abort")),
    ];
    let at = Place { x: rect.x + 8.0, y: rect.y + 46.0 };
    let is_roomy = shown.layout.is_roomy;
    let own = shown.buttons(at, is_roomy, &own);
    // A manager that has not decided may hear a decision beside what it may do by itself.
    let beside = match (own.len(), shown.layout.is_wide) {
        (0, _) => at,
        (_, false) => Place { x: rect.x + rect.width - 95.0, y: rect.y + 10.0 },
        (count, true) => {
            let rows = if is_roomy { 1 } else { count };
            Place { y: at.y + rows as f64 * (button::HEIGHT + 4.0), ..at }
        }
    };
    let hears = shown.buttons(beside, true, &hears);
    tag!(g, class: ["node ", class].concat())
        .child(sheet(&rect))
        .child(
            tag!(text, class: "name", x: rect.x + 10.0, y: rect.y + 20.0)
                .text(["Manager ", &(rm + 1).to_string()].concat()),
        )
        .child(
            tag!(text, class: "how", x: rect.x + 10.0, y: rect.y + 36.0)
                .text([sign, " ", telling::of_rm(state)].concat()),
        )
        .child(tag!(g).children(own))
        .child(tag!(g).children(hears))
}

/// A message in its place on the shelf: a pill once it was sent, an empty place before.
fn pill(at: Place, words: &str, class: &'static str, is_sent: bool) -> Tag {
    let width = text_width(words) + 16.0;
    let class = if is_sent { ["message sent ", class].concat() } else { "message".to_owned() };
    tag!(g, class: class, transform: button::moved(at))
        .child(tag!(rect, x: -width / 2.0, y: "-11", width: width, height: "22", rx: "11"))
        .child(tag!(text, class: "middle", y: "4").text(words.to_owned()))
}

fn message(shown: &Shown<'_>, rm: Rm) -> Tag {
    let at = shown.layout.columns[usize::from(rm)].message;
    let message = Message::Prepared(rm);
    pill(at, &telling::message(message), "prepared", shown.state().sent(message))
}

/// The two decisions: at most one of them is ever sent.
pub fn decisions(shown: &Shown<'_>) -> Tag {
    let [commit, abort] = shown.layout.decisions;
    let is_sent = |message| shown.state().sent(message);
    tag!(g).child(pill(commit, "commit", "committed", is_sent(Message::Commit))).child(pill(
        abort,
        "abort",
        "aborted",
        is_sent(Message::Abort),
    ))
}

/// What the transaction manager has heard of a resource manager; a button where it may hear.
fn tick(shown: &Shown<'_>, rm: Rm) -> Tag {
    let at = shown.layout.columns[usize::from(rm)].tick;
    let hear = Action::TmRcvPrepared(rm);
    let is_heard = shown.state().tm_prepared(rm);
    let class = if is_heard { "tick heard" } else { "tick" };
    let drawn = tag!(g, class: class, transform: button::moved(at))
        .child(tag!(circle, class: "face", r: "11"))
        .child(tag!(text, class: "middle", y: "4").text(if is_heard { "✓" } else { "" }));
    if !is_heard && shown.is_enabled(hear) {
        let hint = tag!(text, class: "middle", x: at.x, y: at.y + 4.0).text("+");
        return button::around("Hear prepared", hear, shown.act).child(drawn).child(hint);
    }
    drawn
}
