//! What a search has found, in plain words: never more than it has shown. The page and the command
//! line say the same.

use crate::findings::{Answer, Count, End, Findings, Way};
use kernel::check::Cut;
use kernel::decimal::{fixed, thousands};
use kernel::{Kind, Span, Tone};

/// How a law came out: a role, a sign and words.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// Its role; `Plain` where nothing was shown.
    pub tone: Tone,
    /// The sign beside the colour.
    pub sign: &'static str,
    /// The sentence.
    pub text: String,
}

/// What the search as a whole has shown.
pub fn headline(findings: &Findings) -> String {
    let states = states(findings);
    let broken = match findings.broken() {
        0 => String::new(),
        1 => "A law can be broken. This is the shortest way.".to_owned(),
        broken => format!("{broken} laws can be broken. These are the shortest ways."),
    };
    let rest = match &findings.end {
        End::Breached => return broken,
        End::Complete if broken.is_empty() => {
            format!("Every state within these budgets was seen: {states}. No law can be broken.")
        }
        End::Complete => format!("Every state within these budgets was seen: {states}."),
        End::Cut(why) => {
            let more = findings.count.estimate.map_or_else(String::new, |estimate| {
                format!("; there seem to be {} in all", range(estimate))
            });
            let proof = if broken.is_empty() { "This is no proof" } else { "There may be others" };
            format!("{proof}: {why}. {states} were seen{more}.")
        }
        End::NotCheckable(why) => format!("This system cannot be searched as it is: {why}."),
    };
    if broken.is_empty() { rest } else { format!("{broken} {rest}") }
}

/// How one law came out.
pub fn of_law(kind: Kind, answer: &Answer, findings: &Findings) -> Words {
    let states = states(findings);
    let is_complete = findings.end == End::Complete;
    let words = |tone, sign, text| Words { tone, sign, text };
    match (answer, kind) {
        (Answer::Broken(why, _), _) => words(Tone::Lost, "✕", format!("broken: {why}")),
        (Answer::Seen(_), _) => words(Tone::Ok, "✓", "seen".into()),
        (Answer::NotSeen, _) if is_complete => {
            words(Tone::Wait, "○", "not seen in any state within these budgets".into())
        }
        (Answer::NotSeen, _) => words(Tone::Plain, "○", "not seen".into()),
        (Answer::Open, _) => {
            words(Tone::Plain, "○", "cannot be said before every state was seen".into())
        }
        // Whoever asks for no deadlock wants this; to others it says that there was nothing to judge.
        (Answer::Holds, Kind::AtRest) if is_complete && findings.at_rest == 0 => {
            words(Tone::Ok, "✓", format!("proved: none of the {states} is at rest"))
        }
        (Answer::Holds, Kind::AtRest) if findings.at_rest == 0 => words(
            Tone::Plain,
            "○",
            format!("none of the {states} that were seen is at rest, which is no proof"),
        ),
        (Answer::Holds, Kind::AtRest) if is_complete => words(
            Tone::Ok,
            "✓",
            format!("proved: holds in all {} at rest", up_to_renaming(findings, findings.at_rest)),
        ),
        (Answer::Holds, _) if is_complete => {
            words(Tone::Ok, "✓", format!("proved: holds in all {states} within these budgets"))
        }
        (Answer::Holds, _) => {
            words(Tone::Plain, "○", format!("not broken in {states}, which is no proof"))
        }
    }
}

/// How many states there were: all that those found stand for, where that can be said.
fn states(findings: &Findings) -> String {
    let found = up_to_renaming(findings, findings.count.distinct);
    match (&findings.symmetry, findings.count.in_all) {
        (Some(_), Some(in_all)) => format!("{} states ({found})", whole(in_all)),
        _ => found,
    }
}

/// So many states, and up to what they were told apart.
fn up_to_renaming(findings: &Findings, states: u64) -> String {
    let states = whole(states);
    match &findings.symmetry {
        Some(parts) => format!("{states} up to renaming of {parts}"),
        None => format!("{states} states"),
    }
}

/// What a search that is under way may come to, beside its limit on states; empty while it is too
/// early to say.
pub fn prospect(count: &Count, limit: u64) -> String {
    let Some((least, most)) = count.estimate else { return String::new() };
    let seems = format!("there seem to be {}", range((least, most)));
    let ends = "It will stop there and say what it knows.";
    let words = match limit {
        limit if least > limit => "Too large",
        limit if most > limit => "Perhaps too large",
        _ => return format!("By how it grows {seems}."),
    };
    format!("{words} for the limit of {} states: {seems}. {ends}", whole(limit))
}

/// What cut a search, as the rest of a sentence.
pub fn cut(cut: &Cut) -> String {
    match cut {
        Cut::States(states) => format!("the limit of {} states was reached", whole(*states)),
        Cut::Depth(depth) => format!("the limit of {depth} levels was reached"),
        Cut::Horizon => "what comes after the horizon was not looked at".to_owned(),
        Cut::Successors => "a state had more than 65,536 successors: turn a knob down".to_owned(),
    }
}

/// How time was treated, how sure it is that nothing was overlooked, and what is not judged.
pub fn small_print(findings: &Findings) -> String {
    let time = match findings.grain_us {
        None => "Any booked event could come next, whatever its delay.".to_owned(),
        Some(us) => {
            let grain = Span::micros(us);
            format!("Hands could come at multiples of {grain}; that is the grain of time.")
        }
    };
    let collision = collision(findings.collision);
    format!("{time} {collision} Starvation needs fairness, which is not modelled.")
}

/// How likely it is that the search overlooked a state, in words.
fn collision(chance: f64) -> String {
    if chance <= 0.0 {
        return "No state can have been overlooked.".to_owned();
    }
    // One in so many, to two digits, rounded down: no more is claimed than is so.
    let odds = whole(rounded((1.0 / chance) as u64, false));
    format!(
        "States are told apart by 64-bit fingerprints: the chance that one was overlooked is less \
         than 1 in {odds}."
    )
}

/// How many steps.
pub fn steps(steps: u64) -> String {
    match steps {
        1 => "1 step".to_owned(),
        steps => format!("{} steps", whole(steps)),
    }
}

/// How long a way is, and whether the declared delays allow it.
pub fn way(way: &Way) -> String {
    match way.steps {
        0 => "where the search begins".to_owned(),
        count => [&*steps(count), ", ", timing(way)].concat(),
    }
}

/// Whether the declared delays allow a way.
pub fn timing(way: &Way) -> &'static str {
    if way.is_possible { "possible under these delays" } else { "needs other delays" }
}

/// A whole number with its thousands apart.
pub fn whole(number: u64) -> String {
    thousands(&number.to_string())
}

/// Bytes.
pub fn memory(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{} MiB", fixed(bytes as f64 / 1_048_576.0, 1)),
    }
}

/// Distinct states a second; a dash while no time has passed.
pub fn pace(count: &Count) -> String {
    match count.elapsed_ms {
        0 => "–".to_owned(),
        ms => whole(count.distinct * 1_000 / u64::from(ms)),
    }
}

/// An estimate as a range of round numbers.
fn range((least, most): (u64, u64)) -> String {
    format!("between {} and {} states", round(least, false), round(most, true))
}

fn round(number: u64, is_up: bool) -> String {
    let number = rounded(number, is_up);
    match number {
        0..1_000_000 => whole(number),
        _ => format!("{} million", thousands(fixed(number as f64 / 1e6, 1).trim_end_matches(".0"))),
    }
}

/// A number to two digits.
fn rounded(number: u64, is_up: bool) -> u64 {
    let mut scale = 1;
    while number / scale >= 100 {
        scale *= 10;
    }
    let digits = if is_up { number.div_ceil(scale) } else { number / scale };
    digits.saturating_mul(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(end: End, laws: Vec<Answer>) -> Findings {
        let count = Count { distinct: 8_832, ..Count::default() };
        Findings { count, symmetry: None, at_rest: 0, laws, end, grain_us: None, collision: 0.0 }
    }

    fn broken() -> Answer {
        let way = Way { link: None, first: 0, steps: 3, is_possible: true };
        Answer::Broken("it fell".into(), way)
    }

    #[test]
    fn only_a_complete_search_speaks_of_a_proof() {
        let complete = findings(End::Complete, vec![Answer::Holds]);
        let words = of_law(Kind::Always, &Answer::Holds, &complete);
        assert_eq!(words.text, "proved: holds in all 8,832 states within these budgets");
        for end in [End::Breached, End::Cut("a bound".into()), End::NotCheckable("no".into())] {
            let words = of_law(Kind::Always, &Answer::Holds, &findings(end, vec![Answer::Holds]));
            assert!(words.text.contains("no proof"), "{}", words.text);
            assert_ne!(words.tone, Tone::Ok);
        }
    }

    #[test]
    fn states_up_to_renaming_say_so() {
        let mut found = findings(End::Complete, vec![Answer::Holds]);
        found.count.distinct = 425;
        found.symmetry = Some("managers".into());
        let said = |found: &Findings| of_law(Kind::Always, &Answer::Holds, found).text;
        let alone = "proved: holds in all 425 up to renaming of managers within these budgets";
        assert_eq!(said(&found), alone);
        found.count.in_all = Some(8_832);
        let both = "proved: holds in all 8,832 states (425 up to renaming of managers) within";
        assert!(said(&found).starts_with(both), "{}", said(&found));
        found.at_rest = 3;
        let at_rest = of_law(Kind::AtRest, &Answer::Holds, &found).text;
        assert_eq!(at_rest, "proved: holds in all 3 up to renaming of managers at rest");
    }

    #[test]
    fn a_law_of_rest_says_so_where_nothing_rests() {
        let said = |end| of_law(Kind::AtRest, &Answer::Holds, &findings(end, vec![Answer::Holds]));
        let complete = said(End::Complete);
        assert_eq!(complete.text, "proved: none of the 8,832 states is at rest");
        let cut = said(End::Cut("a bound".into()));
        assert!(cut.tone == Tone::Plain && cut.text.ends_with("which is no proof"), "{cut:?}");
    }

    #[test]
    fn the_headline_says_what_is_broken_and_what_was_not_seen() {
        let said = |end, laws| headline(&findings(end, laws));
        assert!(said(End::Complete, vec![Answer::Holds]).ends_with("No law can be broken."));
        let one = "A law can be broken. This is the shortest way.";
        assert_eq!(said(End::Breached, vec![broken(), Answer::Open]), one);
        let all = said(End::Complete, vec![broken(), broken()]);
        assert!(
            all.starts_with("2 laws can be broken.") && all.ends_with("seen: 8,832 states."),
            "{all}"
        );
        let cut = || End::Cut("a bound".into());
        assert!(said(cut(), vec![Answer::Holds]).starts_with("This is no proof: a bound."));
        assert!(said(cut(), vec![broken()]).contains("There may be others: a bound."));
        let mut large = findings(cut(), vec![]);
        large.count.estimate = Some((2_345_678, 117_283_900));
        let said = headline(&large);
        assert!(said.ends_with("between 2.3 million and 120 million states in all."), "{said}");
    }

    #[test]
    fn a_search_that_is_too_large_says_so() {
        let said = |estimate, limit| prospect(&Count { estimate, ..Count::default() }, limit);
        assert_eq!(said(None, 1_000), "");
        let within = said(Some((1_234, 2_345)), 10_000);
        assert_eq!(within, "By how it grows there seem to be between 1,200 and 2,400 states.");
        assert!(said(Some((1_234, 61_700)), 10_000).starts_with("Perhaps too large for the limit"));
        let beyond = said(Some((123_456, 6_172_800)), 10_000);
        assert!(beyond.starts_with("Too large for the limit of 10,000 states"), "{beyond}");
    }

    #[test]
    fn a_way_says_how_long_it_is_and_whether_it_is_possible() {
        let said = |steps, is_possible| way(&Way { link: None, first: 3, steps, is_possible });
        assert_eq!(said(0, true), "where the search begins");
        assert_eq!(said(1, true), "1 step, possible under these delays");
        assert_eq!(said(1_200, false), "1,200 steps, needs other delays");
    }

    #[test]
    fn the_odds_are_never_made_better_than_they_are() {
        assert!(collision(0.0).starts_with("No state"));
        // 8,832 states: 8,832² / 2⁶⁵ is one in 472,977,343,012.
        let chance = 8_832f64.powi(2) / 2f64.powi(65);
        assert!(collision(chance).ends_with("1 in 470,000,000,000."), "{}", collision(chance));
    }
}
