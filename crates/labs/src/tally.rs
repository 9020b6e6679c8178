//! Tallies: how many states there are under each setting of a knob, counted anew beside what is
//! published of it.

use crate::grid::Axis;
use crate::lab::{Entry, Source, Unbuildable};
use crate::search::{Count, End, Findings, Order};
use crate::words::whole;
use kernel::{Knob, Recipe, Run, link};

/// Counts of states under each setting of one knob.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    /// On the page, in kebab-case.
    pub key: &'static str,
    /// What is counted, in a few words.
    pub title: &'static str,
    /// The knob that is turned, from row to row.
    pub rows: Axis,
    /// What is published.
    pub published: &'static [Published],
}

/// A count that is published.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// The setting that it is of.
    pub setting: i64,
    /// Distinct states.
    pub distinct: u64,
    /// The initial state and every successor, where that is published.
    pub generated: Option<u64>,
    /// Levels, the initial one counted, where that is published.
    pub depth: Option<u32>,
    /// Who counted, in a word.
    pub by: &'static str,
    /// Where it is written.
    pub source: Source,
}

/// A tally as far as it was counted.
#[derive(Clone, Debug)]
pub struct Counting {
    /// What is counted.
    pub tally: &'static Tally,
    rows: Vec<Row>,
}

/// One setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// All states, or why they were not counted.
    pub all: Option<Result<Count, String>>,
    /// The states up to renaming of interchangeable parts, or why they were not counted.
    pub alike: Option<Result<Count, String>>,
}

/// One search of a tally: a row, and whether it is up to renaming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The row.
    pub row: usize,
    /// Whether interchangeable parts are taken for alike.
    pub symmetry: bool,
}

impl Tally {
    /// The search of an errand, within so many states.
    ///
    /// # Errors
    /// When the row's knobs make no machine.
    ///
    /// # Panics
    /// When the tally names a knob that the lab does not have.
    pub fn order(&self, entry: &Entry, errand: Errand, states: u64) -> Result<Order, Unbuildable> {
        let mut knobs = entry.defaults();
        let index = entry.knobs.iter().position(|knob| knob.key == self.rows.knob);
        knobs[index.expect("a tally names a knob of its lab")] = self.rows.values[errand.row];
        let recipe = Recipe { knobs, ..Recipe::default() };
        let run = Run::new(entry.machine(&recipe, None)?, recipe);
        let order = Order::new(entry.card.slug, link::write(entry.knobs, &run));
        // What is counted is all states, whatever law is broken on the way.
        Ok(Order { states, go_on: true, symmetry: errand.symmetry, ..order })
    }

    /// What is published of a row.
    pub fn published(&self, row: usize) -> impl Iterator<Item = &'static Published> {
        let setting = self.rows.values[row];
        self.published.iter().filter(move |published| published.setting == setting)
    }
}

impl Published {
    /// Whether a count is this one, in all that is published.
    pub fn is(&self, count: &Count) -> bool {
        self.distinct == count.distinct
            && self.generated.is_none_or(|generated| generated == count.generated)
            && self.depth.is_none_or(|depth| depth == count.depth)
    }

    /// The numbers, and who counted: “288 of 1,146, depth 11, TLC”.
    pub fn say(&self) -> String {
        let generated =
            self.generated.map_or_else(String::new, |all| format!(" of {}", whole(all)));
        let depth = self.depth.map_or_else(String::new, |depth| format!(", depth {depth}"));
        format!("{}{generated}{depth}, {}", whole(self.distinct), self.by)
    }
}

impl Counting {
    /// A tally of which nothing is counted.
    pub fn new(tally: &'static Tally) -> Counting {
        Counting { tally, rows: vec![Row::default(); tally.rows.values.len()] }
    }

    /// The rows, in the order of the knob's settings.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What is to be counted next.
    pub fn next(&self) -> Option<Errand> {
        self.rows.iter().enumerate().find_map(|(row, counted)| {
            let symmetry = match (&counted.all, &counted.alike) {
                (None, _) => false,
                (_, None) => true,
                _ => return None,
            };
            Some(Errand { row, symmetry })
        })
    }

    /// Notes what a search has found.
    pub fn note(&mut self, errand: Errand, findings: &Findings) {
        let counted = match &findings.end {
            End::Complete => Ok(findings.count),
            End::Cut(why) | End::NotCheckable(why) => Err(why.clone()),
            End::Breached => Err("a law was broken before all was counted".to_owned()),
        };
        self.settle(errand, counted);
    }

    /// Notes why a search was not carried out.
    pub fn refuse(&mut self, errand: Errand, why: String) {
        self.settle(errand, Err(why));
    }

    fn settle(&mut self, errand: Errand, counted: Result<Count, String>) {
        let row = &mut self.rows[errand.row];
        *(if errand.symmetry { &mut row.alike } else { &mut row.all }) = Some(counted);
    }

    /// Whether a row came out as it is published; `None` where nothing is, or where it did not come
    /// out.
    pub fn agrees(&self, row: usize) -> Option<bool> {
        let Some(Ok(count)) = &self.rows[row].all else { return None };
        let mut published = self.tally.published(row).peekable();
        published.peek()?;
        Some(published.all(|published| published.is(count)))
    }

    /// Whether every state that was counted up to renaming is there in all: a search for both.
    pub fn is_whole(&self, row: usize) -> Option<bool> {
        let Row { all: Some(Ok(all)), alike: Some(Ok(alike)) } = &self.rows[row] else {
            return None;
        };
        Some(alike.in_all == Some(all.distinct))
    }

    /// The setting of a row, as the knob writes it.
    ///
    /// # Panics
    /// When the tally names a knob that is not in the list.
    pub fn setting(&self, list: &[Knob], row: usize) -> String {
        self.tally.rows.knob(list).write(self.tally.rows.values[row])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Job;

    fn counting() -> (&'static Entry, Counting) {
        let entry = crate::find("textbook-two-phase-commit").expect("the lab is in the list");
        (entry, Counting::new(&entry.tallies[0]))
    }

    fn count(entry: &'static Entry, counting: &mut Counting, errand: Errand, states: u64) {
        let order = counting.tally.order(entry, errand, states).expect("the row makes a machine");
        match Job::begin(&order, None) {
            Ok(mut job) => {
                while job.advance(1_000) {}
                counting.note(errand, &job.findings(0));
            }
            Err(why) => counting.refuse(errand, why),
        }
    }

    /// The first five rows of the lab's tally, counted as its page counts them.
    #[test]
    fn rows_are_counted_twice_and_laid_beside_what_is_published() {
        let (entry, mut counting) = counting();
        while let Some(errand) = counting.next().filter(|errand| errand.row < 5) {
            count(entry, &mut counting, errand, 1_000_000);
        }
        let agrees = (0..5).map(|row| counting.agrees(row)).collect::<Vec<_>>();
        assert_eq!(agrees, [None, None, Some(true), None, Some(true)]);
        // One manager has nobody to change names with.
        let whole = (0..5).map(|row| counting.is_whole(row)).collect::<Vec<_>>();
        assert_eq!(whole, [None, Some(true), Some(true), Some(true), Some(true)]);
        assert_eq!(counting.setting(entry.knobs, 4), "5");
        assert_eq!(counting.next(), Some(Errand { row: 5, symmetry: false }));
    }

    #[test]
    fn what_was_cut_is_no_count_and_another_count_differs() {
        let (entry, mut counting) = counting();
        let errand = Errand { row: 2, symmetry: false };
        count(entry, &mut counting, errand, 100);
        assert!(matches!(counting.rows()[2].all, Some(Err(_))), "{:?}", counting.rows()[2]);
        assert_eq!(counting.agrees(2), None);
        let wrong = Count { distinct: 289, generated: 1_146, depth: 11, ..Count::default() };
        counting.settle(errand, Ok(wrong));
        assert_eq!(counting.agrees(2), Some(false));
    }

    #[test]
    fn what_is_published_says_who_counted() {
        let (_, counting) = counting();
        let said: Vec<_> = counting.tally.published(2).map(Published::say).collect();
        assert_eq!(said[0], "288 of 1,146, depth 11, TLC");
    }
}
