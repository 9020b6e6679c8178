//! The face of the lab: three small stages, the orders and how they ended in each, and what each
//! protocol has spent.

use super::model::{CommitRace, Of, Shop};
use super::racer::Racer;
use super::score::{ORDERS, Score};
use crate::cluster::view::{self, Booking, Shown, Source};
use crate::cluster::{Cluster, Event, Fact, Stretch};
use crate::face::{Face, Scene};
use crate::shop::Outcome;
use kernel::decimal::fixed;
use kernel::{Frame, Span, Time};
use widgets::tag;
use widgets::tag::Tag;
use yew::Html;

/// A stage of at least so many pixels has the three beside each other.
const WIDE: u32 = 620;

impl Face for CommitRace {
    const STYLE: &'static str =
        concat!(include_str!("../cluster/view/style.css"), include_str!("style.css"));

    fn stage(frame: &Frame<'_, CommitRace>, scene: &Scene) -> Html {
        let Frame { model, state, .. } = frame;
        let two = source(
            frame,
            &model.two,
            &state.two,
            |event| match event {
                Of::Two(event) => Some(event),
                _ => None,
            },
            |fact| match fact {
                Of::Two(fact) => Some(fact),
                _ => None,
            },
        );
        let three = source(
            frame,
            &model.three,
            &state.three,
            |event| match event {
                Of::Three(event) => Some(event),
                _ => None,
            },
            |fact| match fact {
                Of::Three(fact) => Some(fact),
                _ => None,
            },
        );
        let saga = source(
            frame,
            &model.saga,
            &state.saga,
            |event| match event {
                Of::Saga(event) => Some(event),
                _ => None,
            },
            |fact| match fact {
                Of::Saga(fact) => Some(fact),
                _ => None,
            },
        );
        let runners = [
            Runner::of(frame, &state.two, two.shown()),
            Runner::of(frame, &state.three, three.shown()),
            Runner::of(frame, &state.saga, saga.shown()),
        ];
        if scene.is_thumb {
            let shown = runners.each_ref().map(|runner| &runner.shown);
            return view::small_row(&shown, scene.width).into();
        }
        let is_wide = scene.width >= WIDE;
        let width = if is_wide { (scene.width - 96) / 3 } else { (scene.width - 48).min(320) };
        let sheet = |runner: &Runner<'_>| runner.sheet(view::small(&runner.shown, width));
        tag!(div, class: if is_wide { "race wide" } else { "race narrow" })
            .child(tag!(div, class: "runners").children(runners.iter().map(sheet)))
            .child(table(&runners))
            .into()
    }
}

/// One of the three as its picture reads it.
fn source<'a, P: Racer>(
    frame: &Frame<'a, CommitRace>,
    cluster: &'a Cluster<P>,
    shop: &'a Shop<P>,
    event: impl Fn(&'a super::model::Event) -> Option<&'a Event<P>>,
    fact: impl Fn(&'a super::model::Fact) -> Option<&'a Fact<P>>,
) -> Source<'a, P> {
    let booked = frame.agenda.in_order().filter_map(|booked| {
        let event = event(&booked.event)?;
        let (number, born, due) = (booked.number(), booked.born, booked.due);
        Some(Booking { event, number, born, due, offer: None })
    });
    let told = frame.recent.iter().filter_map(|told| Some((told.at, fact(&told.fact)?)));
    Source {
        cluster,
        state: &shop.state,
        now: frame.now,
        booked: booked.collect(),
        told: told.collect(),
        summary: [P::NAME, ": ", &in_words(&shop.score.0)].concat(),
    }
}

/// One of the three as the table has it.
struct Runner<'a> {
    name: &'static str,
    score: &'a Score,
    sent: u64,
    forced: u64,
    /// The longest that something is locked, and unsettled, at this instant.
    locked_now: Option<Span>,
    unsettled_now: Option<Span>,
    shown: Shown,
}

impl<'a> Runner<'a> {
    fn of<P: Racer>(frame: &Frame<'a, CommitRace>, shop: &'a Shop<P>, shown: Shown) -> Runner<'a> {
        let lasting = |which: &[Stretch]| longest(shop, frame.now, which);
        Runner {
            name: P::NAME,
            score: &shop.score.0,
            sent: shop.state.tally.0.sent,
            forced: shop.state.tally.0.forced,
            locked_now: lasting(&[Stretch::Locked]),
            unsettled_now: lasting(&[Stretch::InDoubt, Stretch::HalfDone]),
            shown,
        }
    }

    /// Its picture with the orders below it.
    fn sheet(&self, picture: Tag) -> Tag {
        let (committed, aborted) = (self.score.committed, self.score.aborted);
        let words = format!("{committed} committed, {aborted} aborted");
        tag!(section, class: "runner", "aria-label": self.name)
            .key(self.name)
            .child(tag!(h2).text(self.name))
            .child(picture)
            .child(orders(self.score))
            .child(tag!(p).text(words))
    }
}

fn longest<P: Racer>(shop: &Shop<P>, now: Time, which: &[Stretch]) -> Option<Span> {
    let lasting = shop.state.lasting.0.iter();
    let of_them = lasting.filter(|lasting| which.contains(&lasting.stretch));
    of_them.map(|lasting| now.since(lasting.since)).max()
}

/// The latest orders, a sign each.
fn orders(score: &Score) -> Tag {
    let sign = |(number, outcome): &(u16, Option<Outcome>)| {
        let (class, sign, word) = match outcome {
            Some(Outcome::Commit) => ("done", "✓", "committed"),
            Some(Outcome::Abort) => ("refused", "✕", "aborted"),
            None => ("open", "…", "open"),
        };
        let title = format!("order {number}: {word}");
        tag!(span, class: class, title: title).key(u64::from(*number)).text(sign)
    };
    let skipped = ORDERS.saturating_sub(score.orders.len());
    let gaps = (0..skipped).map(|nth| tag!(span, class: "gap").key(u64::MAX - nth as u64));
    tag!(div, class: "orders", role: "img", "aria-label": in_words(score))
        .children(score.orders.iter().map(sign))
        .children(gaps)
}

fn in_words(score: &Score) -> String {
    let count = |outcome| score.orders.iter().filter(|line| line.1 == outcome).count();
    format!(
        "Of the latest {} orders {} are committed, {} aborted, {} open",
        score.orders.len(),
        count(Some(Outcome::Commit)),
        count(Some(Outcome::Abort)),
        count(None)
    )
}

/// What each has spent, row by row.
fn table(runners: &[Runner<'_>; 3]) -> Tag {
    let count = |number: u64| number.to_string();
    let per_order = |runner: &Runner<'_>, number: u64| {
        let orders = runner.score.committed + runner.score.aborted;
        if orders == 0 { "–".to_owned() } else { fixed(number as f64 / orders as f64, 1) }
    };
    let time = |span: Option<Span>| {
        span.map_or("–".to_owned(), |span| {
            [fixed(span.as_micros() as f64 / 1e3, 0), " ms".into()].concat()
        })
    };
    let rows: [(&'static str, [String; 3]); 9] = [
        ("orders committed", each(runners, |runner| count(runner.score.committed))),
        ("orders aborted", each(runners, |runner| count(runner.score.aborted))),
        ("messages an order", each(runners, |runner| per_order(runner, runner.sent))),
        ("forced writes an order", each(runners, |runner| per_order(runner, runner.forced))),
        ("a lock is held, mean", each(runners, |runner| time(runner.score.locked.mean()))),
        ("a lock is held, longest now", each(runners, |runner| time(runner.locked_now))),
        (
            "in doubt or half done, mean",
            each(runners, |runner| time(runner.score.unsettled.mean())),
        ),
        ("in doubt or half done, longest now", each(runners, |runner| time(runner.unsettled_now))),
        ("shown gone, then there again", each(runners, |runner| count(runner.score.anomalies))),
    ];
    let head = runners.iter().map(|runner| tag!(th, scope: "col").text(runner.name));
    let row = |(name, cells): (&'static str, [String; 3])| {
        tag!(tr)
            .key(name)
            .child(tag!(th, scope: "row").text(name))
            .children(cells.into_iter().map(|cell| tag!(td).text(cell)))
    };
    tag!(table, class: "race-table")
        .child(tag!(thead).child(tag!(tr).child(tag!(td)).children(head)))
        .child(tag!(tbody).children(rows.into_iter().map(row)))
}

fn each(runners: &[Runner<'_>; 3], of: impl Fn(&Runner<'_>) -> String) -> [String; 3] {
    [of(&runners[0]), of(&runners[1]), of(&runners[2])]
}
