//! What stands beside the lanes, or on a phone above each: names, who is asked, figures.

use kernel::Frame;
use kernel::decimal::fixed;
use widgets::tag;
use widgets::tag::Tag;
use widgets::token::{fitted, text_width};

use super::layout::{COLUMN, COLUMNS, LINE, Layout};
use super::past::seconds;
use crate::id_schemes::IdSchemes;
use crate::id_schemes::scheme::Scheme;
use crate::id_schemes::score::Score;

/// What the columns are called.
const HEADS: [&str; COLUMNS] = ["ids", "per s", "wait", "smaller", "a row"];

/// Everything that is written, but for ids.
pub fn names(frame: &Frame<'_, IdSchemes>, layout: &Layout) -> Tag {
    let lane = |scheme: Scheme| of_lane(frame, scheme, layout).key(scheme.name());
    let heads = HEADS.into_iter().enumerate().map(|(at, head)| {
        tag!(text, class: "soft end", x: column(at, layout), y: layout.top() - 6.0)
            .key(head)
            .text(head)
    });
    let heads = layout.is_wide.then(|| tag!(g).children(heads));
    tag!(g).maybe(heads).children(Scheme::ALL.map(lane))
}

/// The right edge of a column.
fn column(at: usize, layout: &Layout) -> f64 {
    layout.left + layout.room + 8.0 + COLUMN * (at + 1) as f64
}

fn of_lane(frame: &Frame<'_, IdSchemes>, scheme: Scheme, layout: &Layout) -> Tag {
    let score = frame.state.score(scheme);
    let top = layout.top() + layout.lane() * scheme.place() as f64;
    let first = top + LINE + 3.0;
    let second = first + LINE + 1.0;
    let (is_well, note) = standing(frame, scheme);
    let name = tag!(text, class: "name", x: "0", y: first).text(scheme.name());
    let losses = losses(score);
    let lost = losses.as_deref().map_or(0.0, text_width);
    let room = if layout.is_wide { layout.left } else { layout.width - lost };
    let class = if is_well { "soft" } else { "lost" };
    let note = tag!(text, class: class, x: "0", y: second).text(fitted(&note, room - 8.0));
    let losses =
        losses.map(|losses| tag!(text, class: "lost end", x: layout.width, y: second).text(losses));
    let cells = cells(frame, scheme);
    let figures = if layout.is_wide {
        let cell = |(at, cell): (usize, String)| {
            tag!(text, class: "figure end", x: column(at, layout), y: first)
                .key(at as u64)
                .text(cell)
        };
        tag!(g).children(cells.into_iter().enumerate().map(cell))
    } else {
        let [ids, _, wait, smaller, _] = cells;
        let said = [&ids, " ids · ", &wait, " · ", &smaller, " ↓"].concat();
        tag!(g).child(tag!(text, class: "figure end", x: layout.width, y: first).text(said))
    };
    tag!(g).child(name).child(note).child(figures).maybe(losses)
}

/// The figures of a scheme, column by column.
fn cells(frame: &Frame<'_, IdSchemes>, scheme: Scheme) -> [String; COLUMNS] {
    let score = frame.state.score(scheme);
    let none = || "–".to_owned();
    let now = seconds(frame.now);
    let rate = if now > 0.5 { fixed(score.given as f64 / now, 1) } else { none() };
    let wait = score.mean_ms().map_or_else(none, |ms| fixed(ms, 0) + " ms");
    let smaller = score.disorder().map_or_else(none, |share| fixed(share, 0) + " %");
    let bytes = format!("{} B", scheme.bytes_a_row(frame.model.indexes));
    [score.given.to_string(), rate, wait, smaller, bytes]
}

/// What went wrong, if anything did.
fn losses(score: &Score) -> Option<String> {
    let part = |number: u64, words: &str| (number > 0).then(|| format!("{number} {words}"));
    let parts = [
        part(score.again, "given twice"),
        part(score.failed, "failed"),
        part(score.wasted, "lost"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| ["✕ ", &parts.join(" · ")].concat())
}

/// How it stands with whoever is asked, and whether that is well.
fn standing(frame: &Frame<'_, IdSchemes>, scheme: Scheme) -> (bool, String) {
    let Frame { model, state, .. } = frame;
    match scheme {
        Scheme::Counter if !state.is_centre_up => (false, "✕ its server is down".into()),
        Scheme::Counter => {
            let waiting = state.counter.server.len();
            (true, format!("next {}, {waiting} in its queue", state.counter.next))
        }
        Scheme::Leases => {
            let left = state.writers.iter().map(|writer| writer.stock.left().to_string());
            let left = left.collect::<Vec<_>>().join(" · ");
            let sign = if state.is_centre_up { "left" } else { "✕ left" };
            (state.is_centre_up, format!("{sign}: {left}"))
        }
        Scheme::Stride => {
            let stride = state.shards.len();
            let down = state.shards.iter().filter(|shard| !shard.is_up).count();
            match down {
                0 => (true, format!("{stride} shards, stride {stride}")),
                down => (false, format!("✕ {down} of {stride} shards down")),
            }
        }
        Scheme::Random => (true, format!("{} random bits", model.random_bits.unwrap_or(122))),
        Scheme::Dated => (true, format!("ms and {} random bits", model.random_bits.unwrap_or(74))),
        Scheme::Snowflake => match state.lackers(scheme).next() {
            Some(open) => (false, format!("◷ w{} waits for its clock", open.writer + 1)),
            None => (true, "ms, worker, sequence".into()),
        },
    }
}
