//! In how many runs each law broke, and the first of them as a run to watch.

use super::sheet::Sheet;
use crate::figures::amount;
use crate::hear::on_click;
use crate::laws::signed;
use crate::words::thousands;
use kernel::Kind;
use kernel::sweep::Share;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// A run in which a law broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The point.
    pub point: u32,
    /// The number of the run.
    pub run: u32,
    /// The law.
    pub law: u32,
}

/// The laws that a run can break, each with how often it did: at one point, or at all of them.
pub fn broken(sheet: &Sheet, point: Option<u32>, on_watch: &Callback<Found>) -> Tag {
    let points = match point {
        Some(point) => point..point + 1,
        None => 0..sheet.plan.points(),
    };
    // What is hoped for is not broken, and that there is no way back no single run shows.
    let judged = |kind: Kind| matches!(kind, Kind::Always | Kind::AtRest);
    let laws = (0..).zip(&sheet.laws).filter(|(_, info)| judged(info.kind));
    let judged: Vec<_> =
        laws.map(|(law, info)| (info.name, total(sheet, points.clone(), law))).collect();
    let (broken, whole): (Vec<_>, Vec<_>) =
        judged.into_iter().partition(|(_, (_, first))| first.is_some());
    let broken = broken.into_iter().map(|(name, (share, first))| {
        let way = first.map(|found| watch(sheet, found, on_watch));
        let said = tag!(small).text(words(&share));
        row(name, ("tone-lost", "✕")).child(tag!(span).text(name).child(said).maybe(way))
    });
    // That a law did not break is no proof, but it is the same sentence for all of them.
    let kept = whole.first().map(|(_, (share, _))| {
        let names = whole.iter().map(|(name, _)| row(name, ("tone-soft", "○")).text(*name));
        tag!(details, class: "more")
            .child(tag!(summary).text(format!("{} {}", laws_words(whole.len()), words(share))))
            .child(tag!(ul, class: "laws").children(names))
    });
    tag!(section, class: "panel", "aria-labelledby": "many-laws")
        .child(tag!(h2, id: "many-laws").text("Laws in these runs"))
        .child(tag!(ul, class: "laws").children(broken))
        .maybe(kept)
}

fn row(name: &'static str, (tone, sign): (&'static str, &'static str)) -> Tag {
    tag!(li).key(name).child(signed(tone, sign))
}

fn laws_words(count: usize) -> String {
    match count {
        1 => "1 law broke".to_owned(),
        count => format!("{count} laws broke"),
    }
}

/// How often a law broke at some points, and where first. Over several points there is no interval:
/// they are not alike.
fn total(sheet: &Sheet, points: std::ops::Range<u32>, law: u32) -> (Share, Option<Found>) {
    let shares = || points.clone().map(|point| (point, sheet.table.broken(point, law)));
    let found = |(point, share): (u32, Share)| share.first.map(|run| Found { point, run, law });
    let first = shares().find_map(found);
    if points.len() == 1 {
        return (sheet.table.broken(points.start, law), first);
    }
    let sum = |of: fn(&Share) -> u32| shares().map(|(_, share)| of(&share)).sum();
    let share = Share {
        hits: sum(|share| share.hits),
        of: sum(|share| share.of),
        interval: None,
        first: None,
    };
    (share, first)
}

/// "in 12 of 1,000 runs: 1.2 % (95 %: 0.69 to 2.08)".
fn words(share: &Share) -> String {
    let of = thousands(&share.of.to_string());
    let percent = |share: f64| amount(100.0 * share, "");
    match (share.hits, share.interval) {
        (0, Some(interval)) => {
            format!("in none of {of} runs: below {} % (95 %)", percent(interval.high))
        }
        (0, None) => format!("in none of {of} runs"),
        (hits, interval) => {
            let part = percent(f64::from(hits) / f64::from(share.of.max(1)));
            let hits = thousands(&hits.to_string());
            let interval = interval.map(|interval| {
                format!(" (95 %: {} to {})", percent(interval.low), percent(interval.high))
            });
            format!("broken in {hits} of {of} runs: {part} %{}", interval.unwrap_or_default())
        }
    }
}

fn watch(sheet: &Sheet, found: Found, on_watch: &Callback<Found>) -> Tag {
    let seed = sheet.plan.seed(found.run);
    let button = tag!(button)
        .clicked(on_click(on_watch, found))
        .text(format!("Watch the first, seed {seed:x}"));
    tag!(span, class: "row").child(button)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::sweep::wilson;

    fn share(hits: u32, of: u32) -> Share {
        Share { hits, of, interval: wilson(hits, of), first: None }
    }

    #[test]
    fn a_share_says_how_sure_it_is() {
        let text = words(&share(12, 1_000));
        assert_eq!(text, "broken in 12 of 1,000 runs: 1.200 % (95 %: 0.6878 to 2.086)");
        assert_eq!(words(&share(0, 1_000)), "in none of 1,000 runs: below 0.3827 % (95 %)");
        assert_eq!(words(&share(0, 0)), "in none of 0 runs");
    }
}
