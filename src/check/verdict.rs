//! What a search has found, in plain words: never more than it has shown.

use super::progress::whole;
use crate::worker::protocol::{Answer, End, Findings};
use kernel::Kind;

/// How a law came out: class, sign and words.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// The class that gives it its colour.
    pub tone: &'static str,
    /// The sign beside the colour.
    pub sign: &'static str,
    /// The sentence.
    pub text: String,
}

/// What the search as a whole has shown, in one sentence.
pub fn headline(findings: &Findings) -> String {
    let states = whole(findings.count.distinct);
    let broken = findings.laws.iter().filter(|law| matches!(law, Answer::Broken(_))).count();
    match &findings.end {
        End::Complete => {
            format!("Every state within these budgets was seen: {states}. No law can be broken.")
        }
        End::Breached if broken == 1 => "A law can be broken. This is the shortest way.".to_owned(),
        End::Breached => format!("{broken} laws can be broken. These are the shortest ways."),
        End::Cut(why) => format!("This is no proof: {why}. {states} states were seen."),
        End::NotCheckable(why) => format!("This system cannot be searched as it is: {why}."),
    }
}

/// How one law came out.
pub fn of_law(kind: Kind, answer: &Answer, findings: &Findings) -> Words {
    let states = whole(findings.count.distinct);
    let is_complete = findings.end == End::Complete;
    let words = |tone, sign, text| Words { tone, sign, text };
    match (answer, kind) {
        (Answer::Broken(breach), _) => words("tone-lost", "✕", format!("broken: {}", breach.why)),
        (Answer::Seen, _) => {
            words("tone-ok", "✓", "seen: the search has put it to the test".into())
        }
        (Answer::NotSeen, _) if is_complete => {
            words("tone-wait", "○", "not seen in any state within these budgets".into())
        }
        (Answer::NotSeen, _) => words("tone-soft", "○", "not seen".into()),
        (Answer::Open, _) => {
            words("tone-soft", "○", "cannot be said before every state was seen".into())
        }
        (Answer::Holds, Kind::AtRest) if findings.at_rest == 0 => {
            words("tone-wait", "◷", "says nothing: no state that was seen is at rest".into())
        }
        (Answer::Holds, Kind::AtRest) if is_complete => words(
            "tone-ok",
            "✓",
            format!("proved: holds in all {} states at rest", whole(findings.at_rest)),
        ),
        (Answer::Holds, _) if is_complete => words(
            "tone-ok",
            "✓",
            format!("proved: holds in all {states} states within these budgets"),
        ),
        (Answer::Holds, _) => {
            words("tone-soft", "○", format!("not broken in {states} states, which is no proof"))
        }
    }
}

/// How likely it is that the search overlooked a state, in words.
pub fn collision(chance: f64) -> String {
    if chance <= 0.0 {
        return "No state can have been overlooked.".to_owned();
    }
    // One in so many, to two digits, rounded down: no more is claimed than is so.
    let odds = 1.0 / chance;
    let scale = 10f64.powf((odds.log10() - 1.0).floor().max(0.0));
    let odds = ((odds / scale).floor() * scale) as u64;
    format!(
        "States are told apart by 64-bit fingerprints: the chance that one was overlooked is less \
         than 1 in {}.",
        whole(odds)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::protocol::Count;

    fn findings(end: End, laws: Vec<Answer>) -> Findings {
        let count = Count { distinct: 8_832, ..Count::default() };
        Findings { count, at_rest: 0, laws, end, grain_us: None, collision: 0.0 }
    }

    #[test]
    fn only_a_complete_search_speaks_of_a_proof() {
        let complete = findings(End::Complete, vec![Answer::Holds]);
        let words = of_law(Kind::Always, &Answer::Holds, &complete);
        assert_eq!(words.text, "proved: holds in all 8,832 states within these budgets");
        for end in [End::Breached, End::Cut("a bound".into()), End::NotCheckable("no".into())] {
            let words = of_law(Kind::Always, &Answer::Holds, &findings(end, vec![Answer::Holds]));
            assert!(words.text.contains("no proof"), "{}", words.text);
            assert_ne!(words.tone, "tone-ok");
        }
    }

    #[test]
    fn a_law_of_rest_says_nothing_where_nothing_rests() {
        let complete = findings(End::Complete, vec![Answer::Holds]);
        assert!(of_law(Kind::AtRest, &Answer::Holds, &complete).text.starts_with("says nothing"));
    }

    #[test]
    fn the_odds_are_never_made_better_than_they_are() {
        assert!(collision(0.0).starts_with("No state"));
        // 8,832 states: 8,832² / 2⁶⁵ is one in 472,977,343,012.
        let chance = 8_832f64.powi(2) / 2f64.powi(65);
        assert!(collision(chance).ends_with("1 in 470,000,000,000."), "{}", collision(chance));
    }
}
