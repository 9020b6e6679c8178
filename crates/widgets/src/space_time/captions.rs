//! Words on arrows and at marks: as many as there is room for, the weightiest first.

use super::marks::Shown;
use super::{Sheet, WORDED};
use crate::circle::Place;
use crate::tag;
use crate::tag::Tag;
use crate::token::text_width;
use kernel::chart::{Mark, MarkKind};

/// Longer words than this are cut.
const LETTERS: usize = 26;
/// Words of weight are so much wider than others.
const BOLD: f64 = 1.12;
/// How high a line of words is.
const LINE: f64 = 13.0;

/// A place that is taken.
#[derive(Clone, Copy)]
struct Taken {
    left: f64,
    right: f64,
    top: f64,
    foot: f64,
}

impl Taken {
    fn around(middle: Place, width: f64, height: f64) -> Taken {
        Taken {
            left: middle.x - width / 2.0,
            right: middle.x + width / 2.0,
            top: middle.y - height / 2.0,
            foot: middle.y + height / 2.0,
        }
    }

    fn meets(&self, other: &Taken) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.foot
            && other.top < self.foot
    }
}

/// Words that want a place.
struct Caption {
    class: String,
    words: String,
    /// Middles that would do, the best first.
    places: Vec<Place>,
    /// The lower, the earlier it is placed.
    rank: u8,
    key: u64,
}

impl Caption {
    /// What it takes up around a middle.
    fn taken(&self, middle: Place) -> Taken {
        let wide = if self.rank <= 1 { BOLD } else { 1.0 };
        Taken::around(middle, text_width(&self.words) * wide + 4.0, LINE)
    }
}

impl Sheet<'_> {
    pub(super) fn captions(&self) -> Vec<Tag> {
        let draw = |(caption, middle): (Caption, Place)| {
            let text = tag!(text, class: caption.class, x: middle.x, y: middle.y + 4.0);
            text.key(caption.key).text(caption.words)
        };
        self.placed().into_iter().map(draw).collect()
    }

    /// The words that have found a place, and where its middle is.
    fn placed(&self) -> Vec<(Caption, Place)> {
        let shown = self.shown();
        let mut taken: Vec<Taken> =
            (shown.iter()).map(|shown| Taken::around(self.stands(shown), 12.0, 12.0)).collect();
        let mut wanted = self.of_marks(&shown);
        wanted.extend(self.of_messages());
        let wanted = kernel::order::sorted(wanted, |caption| (u64::from(caption.rank), 0));
        let mut placed = Vec::new();
        for caption in wanted {
            let fits = |middle: &&Place| {
                let own = caption.taken(**middle);
                self.has_inside(&own) && !taken.iter().any(|other| other.meets(&own))
            };
            if let Some(middle) = caption.places.iter().find(fits).copied() {
                taken.push(caption.taken(middle));
                placed.push((caption, middle));
            }
        }
        placed
    }

    /// Whether words stand between the first edge across the picture and the last.
    fn has_inside(&self, words: &Taken) -> bool {
        let breadth = self.layout.breadth(self.chart.nodes.len());
        match self.layout.is_upright {
            false => words.top >= 0.0 && words.foot <= breadth,
            true => words.left >= 0.0 && words.right <= breadth,
        }
    }

    fn stands(&self, shown: &Shown<'_>) -> Place {
        let mark = shown.mark;
        self.layout.place(self.layout.along(mark.at), self.layout.across(mark.node))
    }

    /// Words of messages stand upon their arrows.
    fn of_messages(&self) -> Vec<Caption> {
        if self.chart.arrows.len() > WORDED {
            return Vec::new();
        }
        let mut captions = Vec::new();
        for (at, arrow) in self.chart.arrows.iter().enumerate() {
            let ends = self.layout.ends(self.chart, arrow);
            if arrow.caption.is_empty() || !(self.holds(ends.along.0) || self.holds(ends.along.1)) {
                continue;
            }
            let class = self.class(at);
            let rank = match () {
                () if class.contains(" lit") => 0,
                () if class.contains(" dim") => 3,
                () => 2,
            };
            let place = |part: f64| ends.from.towards(ends.to, part);
            let places = [0.5, 0.38, 0.62, 0.26, 0.74].map(place).to_vec();
            let key = arrow.number.unwrap_or(u64::MAX - at as u64);
            captions.push(Caption { class, words: cut(&arrow.caption), places, rank, key });
        }
        captions
    }

    /// What a mark says without the name that stands before its line anyway.
    fn unnamed<'a>(&self, mark: &'a Mark) -> &'a str {
        let name = self.chart.nodes.get(usize::from(mark.node)).map_or("", String::as_str);
        let rest = mark.text.strip_prefix(name).map_or("", str::trim_start);
        if rest.is_empty() { &mark.text } else { rest.trim_start_matches([':', ' ']) }
    }

    /// Words of marks stand beside them; of those that say little nothing is written.
    fn of_marks(&self, shown: &[Shown<'_>]) -> Vec<Caption> {
        let mut captions = Vec::new();
        for shown in shown {
            let mark = shown.mark;
            let rank = match mark.kind {
                MarkKind::Decision | MarkKind::Crashed => 1,
                MarkKind::Restarted | MarkKind::Paused | MarkKind::Resumed => 2,
                MarkKind::Note => 3,
                MarkKind::Step | MarkKind::Timer => continue,
            };
            let Place { x, y } = self.stands(shown);
            let words = cut(self.unnamed(mark));
            let beside = text_width(&words) * BOLD / 2.0 + 10.0;
            let places = match self.layout.is_upright {
                false => vec![Place { x, y: y - 14.0 }, Place { x, y: y + 15.0 }],
                true => vec![Place { x: x + beside, y }, Place { x: x - beside, y }],
            };
            let class = match mark.kind {
                MarkKind::Decision => "of-mark strong",
                MarkKind::Crashed => "of-mark of-lost",
                _ => "of-mark",
            };
            // Bookings count from zero, marks from the middle.
            let key = (1 << 63) + mark.at.step * 256 + u64::from(mark.node);
            captions.push(Caption { class: class.to_owned(), words, places, rank, key });
        }
        captions
    }
}

/// The words, cut where they are long: before what explains them, or else in the middle.
fn cut(words: &str) -> String {
    let words = match words.split_once(": ") {
        Some((said, _)) if words.chars().count() > LETTERS => said,
        _ => words,
    };
    match words.char_indices().nth(LETTERS) {
        Some((end, _)) => [words[..end].trim_end(), "…"].concat(),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space_time::Layout;
    use crate::space_time::tests::{chart, layout, sheet};

    #[test]
    fn words_do_not_meet_and_those_that_matter_are_there() {
        let chart = chart(60);
        for scale in [0.0005, 0.004, 0.02] {
            let sheet = sheet(&chart, layout(scale));
            let placed = sheet.placed();
            let taken: Vec<Taken> = placed.iter().map(|(words, at)| words.taken(*at)).collect();
            for (nth, one) in taken.iter().enumerate() {
                assert!(!taken[nth + 1..].iter().any(|other| one.meets(other)), "at {scale}");
            }
            let said = |words: &str| placed.iter().any(|(caption, _)| caption.words == words);
            assert!(said("crashed") && said("decided to commit"), "at {scale}");
        }
    }

    #[test]
    fn words_stay_within_a_narrow_picture() {
        let chart = chart(30);
        let narrow = Layout { is_upright: true, pitch: 120.0, margin: 60.0, ..layout(0.004) };
        let placed = sheet(&chart, narrow).placed();
        assert!(placed.len() > 10);
        for (words, middle) in placed {
            let Taken { left, right, .. } = words.taken(middle);
            assert!(left >= 0.0 && right <= 240.0, "{} from {left} to {right}", words.words);
        }
    }

    #[test]
    fn lit_messages_keep_their_words_where_others_lose_them() {
        let chart = chart(60);
        let past = chart.past(41);
        let dense = Sheet { lit: Some((41, &past)), ..sheet(&chart, layout(0.0005)) };
        let worded = |caption: &Caption| caption.class.contains(" lit");
        assert!(dense.placed().iter().any(|(caption, _)| worded(caption)));
        let without = sheet(&chart, layout(0.0005)).placed().len();
        assert!(without < 60, "not all had room");
    }

    #[test]
    fn a_node_is_not_named_in_its_own_line() {
        let mut chart = chart(6);
        chart.marks[1].text = "Coordinator decides to commit".to_owned();
        let placed = sheet(&chart, layout(0.01)).placed();
        assert!(placed.iter().any(|(caption, _)| caption.words == "decides to commit"));
    }

    #[test]
    fn long_words_are_cut_between_letters() {
        assert_eq!(cut("prepare"), "prepare");
        assert_eq!(
            cut("decides to commit order 1: everybody said yes"),
            "decides to commit order 1"
        );
        assert_eq!(cut(&"ä".repeat(40)).chars().count(), LETTERS + 1);
    }
}
