//! Grids: one law judged by exhaustive search under every setting of two or three knobs, beside
//! what is published of it.

use crate::lab::{Entry, Source, Unbuildable};
use crate::search::{Answer, End, Findings, Order, Way};
use crate::words;
use kernel::{Knob, LawInfo, Purse, Recipe, Run, link};

/// A law under every setting of two or three knobs.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// On the command line, in kebab-case.
    pub key: &'static str,
    /// What is varied, in a few words.
    pub title: &'static str,
    /// The law that is judged, by its sentence.
    pub law: &'static str,
    /// The knobs that are not at their defaults, but for those of the axes.
    pub base: &'static [(&'static str, i64)],
    /// What the search of a cell may spend, by budget.
    pub limits: Purse,
    /// Tables side by side; none where there is one table.
    pub panels: Option<Axis>,
    /// From top to bottom.
    pub rows: Axis,
    /// From left to right.
    pub columns: Axis,
    /// What is published.
    pub claim: Claim,
}

/// A knob that takes a few of its values, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// The knob's key.
    pub knob: &'static str,
    /// Its values.
    pub values: &'static [i64],
}

/// What is published of a grid's law.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The claim, as it ends a sentence: "free of deadlock exactly when …".
    pub text: &'static str,
    /// Where it is written.
    pub source: Source,
    /// Whether the law holds under these knobs (in the order of the lab's list), if the claim is
    /// right.
    pub holds: fn(&[i64]) -> bool,
    /// Why the search finds otherwise in some cells, in a sentence or two; `None` where every cell
    /// is as claimed.
    pub differs: Option<&'static str>,
}

impl Grid {
    /// How many cells there are.
    pub const fn cells(&self) -> usize {
        self.tables() * self.rows.values.len() * self.columns.values.len()
    }

    /// How many tables there are.
    pub const fn tables(&self) -> usize {
        match &self.panels {
            Some(panels) => panels.values.len(),
            None => 1,
        }
    }

    /// The cells' number in table, row and column; cells are counted along rows, table by table.
    pub const fn cell(&self, table: usize, row: usize, column: usize) -> usize {
        (table * self.rows.values.len() + row) * self.columns.values.len() + column
    }

    /// What the axes' knobs are set to in a cell: panel (where there are panels), row, column.
    pub fn settings(&self, cell: usize) -> impl Iterator<Item = (&'static str, i64)> {
        let (row, column) = (cell / self.columns.values.len(), cell % self.columns.values.len());
        let (table, row) = (row / self.rows.values.len(), row % self.rows.values.len());
        let panel = self.panels.map(|panels| (panels.knob, panels.values[table]));
        let row = (self.rows.knob, self.rows.values[row]);
        let column = (self.columns.knob, self.columns.values[column]);
        panel.into_iter().chain([row, column])
    }

    /// The value of every knob in a cell, in the order of the lab's list.
    ///
    /// # Panics
    /// When the grid names a knob that is not in the list.
    pub fn knobs(&self, list: &[Knob], cell: usize) -> Vec<i64> {
        let mut values: Vec<i64> = list.iter().map(|knob| knob.default).collect();
        for (key, value) in self.base.iter().copied().chain(self.settings(cell)) {
            let index = list.iter().position(|knob| knob.key == key);
            values[index.expect("a grid names knobs of its lab")] = value;
        }
        values
    }

    /// The search of a cell, within so many states.
    ///
    /// # Errors
    /// When the cell's knobs make no machine.
    pub fn order(&self, entry: &Entry, cell: usize, states: u64) -> Result<Order, Unbuildable> {
        let recipe = Recipe { knobs: self.knobs(entry.knobs, cell), ..Recipe::default() };
        let run = Run::new(entry.machine(&recipe, None)?, recipe);
        let order = Order::new(entry.card.slug, link::write(entry.knobs, &run));
        Ok(Order { limits: self.limits, states, law: Some(self.law.to_owned()), ..order })
    }

    /// What the search of a cell says of the grid's law; `laws` are in the order of the findings.
    pub fn judged(&self, laws: &[LawInfo], findings: &Findings) -> Judged {
        let law = laws.iter().position(|law| law.name == self.law);
        let answer = law.and_then(|law| findings.laws.get(law));
        match (answer, &findings.end) {
            (Some(Answer::Broken(why, way)), _) => Judged::Broken(why.clone(), way.clone()),
            (Some(Answer::Holds), End::Complete) => Judged::Holds(findings.count.distinct),
            (_, End::Cut(why) | End::NotCheckable(why)) => Judged::Open(why.clone()),
            _ => Judged::Open("the search says nothing of it".to_owned()),
        }
    }

    /// Whether a cell came out as it is published; `None` where it did not come out.
    pub fn agrees(&self, list: &[Knob], cell: usize, judged: &Judged) -> Option<bool> {
        let holds = match judged {
            Judged::Holds(_) => true,
            Judged::Broken(..) => false,
            Judged::Open(_) => return None,
        };
        Some((self.claim.holds)(&self.knobs(list, cell)) == holds)
    }
}

impl Grid {
    /// The cell that lies so many rows below and so many columns to the right of another, across the
    /// tables; at an edge the same one.
    pub fn beside(&self, cell: usize, down: isize, right: isize) -> usize {
        let (columns, rows) = (self.columns.values.len(), self.rows.values.len());
        let (table, row, column) = (cell / columns / rows, cell / columns % rows, cell % columns);
        let all = self.tables() * columns;
        let across = (table * columns + column).saturating_add_signed(right).min(all - 1);
        let row = row.saturating_add_signed(down).min(rows - 1);
        self.cell(across / columns, row, across % columns)
    }

    /// A cell in words: its knobs, how it came out, and what is published of it.
    ///
    /// # Panics
    /// When the grid names a knob that is not in the list.
    pub fn say(&self, list: &[Knob], cell: usize, judged: Option<&Judged>) -> String {
        let settings = self.settings(cell).map(|(key, value)| {
            let knob = list.iter().find(|knob| knob.key == key);
            let knob = knob.expect("a grid names knobs of its lab");
            format!("{} {}", knob.label.to_lowercase(), knob.write(value))
        });
        let settings: Vec<_> = settings.collect();
        let published = match (self.claim.holds)(&self.knobs(list, cell)) {
            true => "holds",
            false => "broken",
        };
        let found = match judged {
            None => "not judged yet".to_owned(),
            Some(Judged::Holds(states)) => format!("holds in all {} states", words::whole(*states)),
            Some(Judged::Broken(_, way)) => format!("broken in {}", words::steps(way.steps)),
            Some(Judged::Open(why)) => format!("not finished, {why}"),
        };
        let differs = match judged.and_then(|judged| self.agrees(list, cell, judged)) {
            Some(false) => ", which differs",
            _ => "",
        };
        let settings = settings.join(", ");
        format!("{settings}: {found}; published: {published}{differs}")
    }

    /// How many cells came out how.
    pub fn outcome(&self, list: &[Knob], cells: &[Option<Judged>]) -> Outcome {
        let mut outcome = Outcome::default();
        for (cell, judged) in cells.iter().enumerate() {
            let Some(judged) = judged else { continue };
            match judged {
                Judged::Holds(_) => outcome.hold += 1,
                Judged::Broken(..) => outcome.broken += 1,
                Judged::Open(_) => outcome.open += 1,
            }
            outcome.differ += usize::from(self.agrees(list, cell, judged) == Some(false));
        }
        outcome
    }
}

impl Axis {
    /// The knob among those of the lab.
    ///
    /// # Panics
    /// When it is not in the list.
    pub fn knob<'a>(&self, list: &'a [Knob]) -> &'a Knob {
        list.iter().find(|knob| knob.key == self.knob).expect("a grid names knobs of its lab")
    }
}

/// How many cells of a grid came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The law holds there.
    pub hold: usize,
    /// It is broken there.
    pub broken: usize,
    /// It cannot be said.
    pub open: usize,
    /// They came out otherwise than is published.
    pub differ: usize,
}

impl Outcome {
    /// In a sentence.
    pub fn say(&self) -> String {
        let Outcome { hold, broken, open, differ } = *self;
        let cells = match hold + broken + open {
            1 => "1 cell".to_owned(),
            cells => format!("{cells} cells"),
        };
        let unfinished = if open > 0 { format!(", {open} not finished") } else { String::new() };
        let beside = match differ {
            0 if hold + broken == 0 => "nothing to lay beside what is published".to_owned(),
            0 => "all that came out is as published".to_owned(),
            1 => "1 differs from what is published".to_owned(),
            differ => format!("{differ} differ from what is published"),
        };
        format!("{cells}: {hold} hold, {broken} broken{unfinished}; {beside}.")
    }
}

/// How a grid's law came out in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// It holds in every state; so many there are.
    Holds(u64),
    /// It is broken: why, and the shortest way to break it.
    Broken(String, Way),
    /// It cannot be said, and why.
    Open(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Job;
    use kernel::{Budget, Range};

    const fn knob(key: &'static str, default: i64) -> Knob {
        let range = Range::Linear(1, 9);
        Knob { key, label: key, unit: "", help: "", range, default, major: false }
    }

    const KNOBS: &[Knob] = &[knob("speed", 5), knob("high", 1), knob("wide", 1), knob("deep", 1)];

    const GRID: Grid = Grid {
        key: "volume",
        title: "a box",
        law: "it fits",
        base: &[("speed", 7)],
        limits: [0; Budget::KINDS],
        panels: Some(Axis { knob: "deep", values: &[1, 2] }),
        rows: Axis { knob: "high", values: &[1, 3] },
        columns: Axis { knob: "wide", values: &[2, 4, 6] },
        claim: Claim {
            text: "it fits exactly when its volume is at most 12",
            source: Source { title: "", url: "" },
            holds: |knobs| knobs[1] * knobs[2] * knobs[3] <= 12,
            differs: None,
        },
    };

    #[test]
    fn cells_are_counted_along_rows_table_by_table() {
        assert_eq!((GRID.cells(), GRID.tables()), (12, 2));
        let mut cells = 0..GRID.cells();
        for (table, deep) in [1, 2].into_iter().enumerate() {
            for (row, high) in [1, 3].into_iter().enumerate() {
                for (column, wide) in [2, 4, 6].into_iter().enumerate() {
                    let cell = GRID.cell(table, row, column);
                    assert_eq!(Some(cell), cells.next());
                    assert_eq!(GRID.knobs(KNOBS, cell), [7, high, wide, deep]);
                    let named = [("deep", deep), ("high", high), ("wide", wide)];
                    assert!(GRID.settings(cell).eq(named));
                }
            }
        }
    }

    #[test]
    fn a_grid_without_panels_is_one_table() {
        let flat = Grid { panels: None, ..GRID };
        assert_eq!((flat.cells(), flat.tables()), (6, 1));
        assert_eq!(flat.knobs(KNOBS, 5), [7, 3, 6, 1]);
        assert!(flat.settings(5).eq([("high", 3), ("wide", 6)]));
    }

    #[test]
    fn arrows_go_from_cell_to_cell_across_the_tables() {
        let [first, last] = [GRID.cell(0, 0, 0), GRID.cell(1, 1, 2)];
        assert_eq!(GRID.beside(first, 0, 1), GRID.cell(0, 0, 1));
        assert_eq!(GRID.beside(GRID.cell(0, 1, 2), 0, 1), GRID.cell(1, 1, 0));
        assert_eq!(GRID.beside(GRID.cell(1, 0, 0), 0, -1), GRID.cell(0, 0, 2));
        assert_eq!(GRID.beside(first, 1, 0), GRID.cell(0, 1, 0));
        for (cell, down, right) in [(first, -1, 0), (first, 0, -1), (last, 1, 0), (last, 0, 1)] {
            assert_eq!(GRID.beside(cell, down, right), cell);
        }
    }

    fn broken() -> Judged {
        let way = Way { link: None, first: 0, steps: 3, is_possible: true };
        Judged::Broken("it is too large".into(), way)
    }

    #[test]
    fn a_cell_says_how_it_came_out_and_what_is_published() {
        let say = |judged: Option<Judged>| GRID.say(KNOBS, 0, judged.as_ref());
        assert_eq!(say(None), "deep 1, high 1, wide 2: not judged yet; published: holds");
        let holds = say(Some(Judged::Holds(1_234)));
        assert_eq!(holds, "deep 1, high 1, wide 2: holds in all 1,234 states; published: holds");
        let differs = say(Some(broken()));
        assert!(differs.ends_with("broken in 3 steps; published: holds, which differs"));
        let open = say(Some(Judged::Open("the limit was reached".into())));
        assert!(open.contains("not finished, the limit was reached;"), "{open}");
    }

    #[test]
    fn the_outcome_counts_what_differs_among_what_came_out() {
        let mut cells = vec![None; GRID.cells()];
        cells[0] = Some(Judged::Holds(9));
        cells[1] = Some(broken());
        // Three by six by two: published as broken.
        cells[11] = Some(broken());
        cells[10] = Some(Judged::Open("the limit was reached".into()));
        let outcome = GRID.outcome(KNOBS, &cells);
        assert_eq!(outcome, Outcome { hold: 1, broken: 2, open: 1, differ: 1 });
        let said = "4 cells: 1 hold, 2 broken, 1 not finished; 1 differs from what is published.";
        assert_eq!(outcome.say(), said);
    }

    /// A search that ended for another reason says nothing of the law.
    #[test]
    fn only_what_was_searched_to_its_end_holds() {
        let laws = [LawInfo { name: "it fits", kind: kernel::Kind::Always }];
        let findings = |end, answer| Findings {
            count: crate::search::Count { distinct: 7, ..Default::default() },
            symmetry: None,
            at_rest: 0,
            laws: vec![answer],
            end,
            grain_us: None,
            collision: 0.0,
        };
        let judged = |end, answer| GRID.judged(&laws, &findings(end, answer));
        assert_eq!(judged(End::Complete, Answer::Holds), Judged::Holds(7));
        let cut = judged(End::Cut("the limit".into()), Answer::Holds);
        assert_eq!(cut, Judged::Open("the limit".into()));
        assert!(matches!(judged(End::Breached, Answer::Holds), Judged::Open(_)));
        assert_eq!(GRID.judged(&[], &findings(End::Complete, Answer::Holds)), {
            Judged::Open("the search says nothing of it".into())
        });
    }

    /// The cells of the lab's own grid are searched as its tests search them.
    #[test]
    fn a_cell_of_the_blocking_queue_is_judged() {
        let entry = crate::find("blocking-queue").expect("the lab is in the list");
        let grid = &entry.grids[0];
        let judge = |cell: usize| {
            let order = grid.order(entry, cell, 1_000).expect("the cell makes a machine");
            let mut job = Job::begin(&order, None).expect("it can be searched");
            while job.advance(1_000) {}
            grid.judged(&job.laws(), &job.findings(0))
        };
        assert!(matches!(judge(grid.cell(0, 0, 0)), Judged::Holds(_)));
        match judge(grid.cell(0, 1, 1)) {
            Judged::Broken(_, way) => assert!(way.steps == 16 && way.link.is_some(), "{way:?}"),
            judged => panic!("{judged:?}"),
        }
    }
}
