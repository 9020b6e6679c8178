//! A tree as its picture has it: each level a row of columns, a page to a column or more where they do
//! not all fit.

use crate::index_pages::keys::KeyKind;
use crate::index_pages::model::{IndexPages, State};
use crate::index_pages::table::Table;
use crate::index_pages::telling::{pages, percent};
use crate::index_pages::tree::{Page, PageId, Tree};

/// The least width of a column with the space behind it, in pixels.
const COLUMN: u32 = 4;
/// The greatest, where a level has few pages.
const COLUMN_MAX: f64 = 22.0;

/// A tree as its picture has it.
pub(super) struct Shown {
    /// What its keys are.
    pub name: &'static str,
    /// Bytes of a key.
    pub key_bytes: u32,
    /// The width of the picture.
    pub width: u32,
    /// From the root down; the leaves are the last.
    pub levels: Vec<Level>,
    /// What it comes to, in a line.
    pub words: String,
}

/// A level of a tree.
pub(super) struct Level {
    /// The width of a column with the space behind it, in pixels.
    pub pitch: f64,
    /// Where the first begins.
    pub left: f64,
    /// From left to right.
    pub columns: Vec<Column>,
    /// The column on the way to the newest row.
    pub way: Option<usize>,
}

/// Pages that stand beside each other, added up.
#[derive(Default)]
pub(super) struct Column {
    /// How many pages.
    pub pages: u32,
    /// How many keys they have.
    pub keys: u32,
    /// How many they could have.
    pub room: u32,
    /// How many of them are in memory.
    pub present: u32,
    /// How many of those have been changed there.
    pub dirty: u32,
    /// Whether one was begun by the last step.
    pub is_new: bool,
}

impl Shown {
    /// The four trees, each in a picture of this width.
    pub fn all(model: &IndexPages, state: &State, width: u32) -> Vec<Shown> {
        let tables = state.tables.iter().zip(KeyKind::ALL);
        tables.map(|(table, kind)| Shown::of(model, state, (table, kind), width)).collect()
    }

    /// Leaves out what stands above the leaves.
    pub fn keep_leaves(&mut self) {
        let above = self.levels.len().saturating_sub(1);
        self.levels.drain(..above);
    }

    fn of(
        model: &IndexPages,
        state: &State,
        (table, kind): (&Table, KeyKind),
        width: u32,
    ) -> Shown {
        let key = table.latest.0.row.map(|row| model.key(state, kind, row));
        let mut ids = vec![table.tree.root()];
        let mut levels = Vec::new();
        let mut on_way = key.map(|_| table.tree.root());
        while !ids.is_empty() {
            let way = on_way.and_then(|page| ids.iter().position(|id| *id == page));
            levels.push(level(table, &ids, way, width));
            on_way = on_way.and_then(|page| below(&table.tree, page, key));
            ids = ids.iter().flat_map(|id| children(&table.tree, *id)).copied().collect();
        }
        let (tree, height) = (&table.tree, table.tree.height());
        let a_column = levels.last().and_then(|level| level.columns.first());
        let each = a_column.map_or(1, |column| column.pages);
        let each = match each {
            1 => String::new(),
            each => format!("; {each} to a column"),
        };
        let words = format!(
            "{}, {height} {}, leaves {} % full{each}",
            pages(tree.pages()),
            if height == 1 { "level" } else { "levels" },
            percent(tree.fill_ppm()),
        );
        Shown { name: kind.label(), key_bytes: kind.bytes(), width, levels, words }
    }
}

fn children(tree: &Tree, id: PageId) -> &[PageId] {
    match tree.page(id) {
        Some(Page::Inner(inner)) => &inner.children,
        _ => &[],
    }
}

/// The page below a page on the way to a key.
fn below(tree: &Tree, id: PageId, key: Option<u128>) -> Option<PageId> {
    let Some(Page::Inner(inner)) = tree.page(id) else { return None };
    let place = inner.keys.partition_point(|between| Some(*between) <= key);
    inner.children.get(place).copied()
}

/// Pages of a level in as many columns as there is room for.
fn level(table: &Table, ids: &[PageId], way: Option<usize>, width: u32) -> Level {
    let most = (width / COLUMN).max(1) as usize;
    let a_column = ids.len().div_ceil(most);
    let column = |ids: &[PageId]| {
        let mut column = Column::default();
        ids.iter().for_each(|id| column.add(table, *id));
        column
    };
    let columns: Vec<Column> = ids.chunks(a_column).map(column).collect();
    let pitch = (f64::from(width) / columns.len() as f64).min(COLUMN_MAX);
    let left = (f64::from(width) - pitch * columns.len() as f64) / 2.0;
    Level { pitch, left, columns, way: way.map(|page| page / a_column) }
}

impl Column {
    fn add(&mut self, table: &Table, id: PageId) {
        let Some(page) = table.tree.page(id) else { return };
        let shape = table.tree.shape();
        let dirty = table.is_dirty(id);
        self.pages += 1;
        self.keys += page.keys().len() as u32;
        self.room += if page.is_leaf() { shape.leaf_rows() } else { shape.inner_keys() };
        self.present += u32::from(dirty.is_some());
        self.dirty += u32::from(dirty == Some(true));
        self.is_new |= table.latest.0.new.contains(&id);
    }
}
