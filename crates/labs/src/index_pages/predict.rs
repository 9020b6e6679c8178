//! What the model says of a table before anybody fills a real one: the tree itself and its pool, run
//! over the very keys.

use super::keys::{KeyKind, Source};
use super::pool::Pool;
use super::tree::{Policy, Present, Shape, ShapeError, Touch, Tree};

/// A table that is to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What rows are named by.
    pub kind: KeyKind,
    /// Where the keys come from.
    pub source: Source,
    /// How many rows are put in, one after the other.
    pub rows: u32,
    /// Bytes of a page.
    pub page_bytes: u32,
    /// Bytes of a row beside its key.
    pub row_bytes: u32,
    /// Bytes of memory for pages; it holds one page at least.
    pub cache_bytes: u64,
    /// How pages are filled and split.
    pub policy: Policy,
    /// After how many rows each everything that was changed is written, as at a commit; 0 for at the
    /// end alone.
    pub commit_rows: u32,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// Pages with rows.
    pub leaf_pages: u32,
    /// Pages above them.
    pub inner_pages: u32,
    /// Levels, that of the leaves counted.
    pub height: u8,
    /// Bytes of all pages.
    pub file_bytes: u64,
    /// How full the leaves are, in parts of a million.
    pub fill_ppm: u32,
    /// How many pages were begun because another was too full.
    pub splits: u32,
    /// How many pages were looked at or begun, one by one.
    pub pages_touched: u64,
    /// Pages that were read because they were not in memory.
    pub pages_read: u64,
    /// Pages that were written: those that had to make room, those of each commit, and those that
    /// were left at the end.
    pub pages_written: u64,
    /// Bytes of those beside the bytes of rows and keys, in thousandths: write amplification.
    pub written_permille: u64,
}

/// Why there is no prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PredictError {
    /// Pages cannot be of these sizes.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// Two rows got the same key.
    #[error(transparent)]
    Present(#[from] Present),
}

/// Fills the table row by row and says what came of it. A million rows take seconds in an optimised
/// build, random keys the longest: they wait for the machine's own memory.
///
/// # Errors
/// When pages cannot be of these sizes.
pub fn predict(plan: &Plan) -> Result<Prediction, PredictError> {
    let shape = Shape::new(plan.page_bytes, plan.kind.bytes(), plan.row_bytes)?;
    let mut tree = Tree::new(shape, plan.policy);
    let room = plan.cache_bytes / u64::from(plan.page_bytes);
    let mut pool = Pool::new(u32::try_from(room).unwrap_or(u32::MAX));
    pool.touch(Touch::Made(tree.root()));
    let (mut splits, mut pages_touched) = (0, 0);
    for row in 0..plan.rows {
        tree.insert(plan.source.key(plan.kind, row), row, |touch| {
            pool.touch(touch);
            match touch {
                Touch::Read(_) | Touch::Made(_) => pages_touched += 1,
                Touch::Split(_) => splits += 1,
                Touch::Write(_) | Touch::Root(_) => {}
            }
        })?;
        if (row + 1).checked_rem(plan.commit_rows) == Some(0) {
            pool.flush();
        }
    }
    pool.flush();
    let traffic = pool.traffic();
    let page_bytes = u64::from(plan.page_bytes);
    let record_bytes = u64::from(plan.rows) * u64::from(shape.record_bytes());
    Ok(Prediction {
        leaf_pages: tree.leaves(),
        inner_pages: tree.inner_pages(),
        height: tree.height(),
        file_bytes: u64::from(tree.pages()) * page_bytes,
        fill_ppm: tree.fill_ppm(),
        splits,
        pages_touched,
        pages_read: traffic.read,
        pages_written: traffic.written,
        written_permille: traffic.written * page_bytes * 1_000 / record_bytes.max(1),
    })
}

#[cfg(test)]
mod tests {
    use super::super::keys::BUSY;
    use super::super::tree::Split;
    use super::*;

    const PLAN: Plan = Plan {
        kind: KeyKind::UuidV4,
        source: BUSY,
        rows: 20_000,
        page_bytes: 1_024,
        row_bytes: 40,
        cache_bytes: 100 * 1_024,
        policy: Policy::full(Split::Edge),
        commit_rows: 0,
    };

    fn of(kind: KeyKind, split: Split, cache_bytes: u64) -> Prediction {
        let policy = Policy::full(split);
        predict(&Plan { kind, cache_bytes, policy, ..PLAN }).expect("the sizes are right")
    }

    #[test]
    fn fill_is_what_the_textbooks_say() {
        let fill = |kind, split| of(kind, split, 1 << 30).fill_ppm;
        let random = fill(KeyKind::UuidV4, Split::Middle);
        assert!((680_000..710_000).contains(&random), "Yao: ln 2, and it is {random}");
        let shared = fill(KeyKind::UuidV4, Split::Shared);
        assert!((820_000..920_000).contains(&shared), "neighbours that share: {shared}");
        let halves = fill(KeyKind::Auto, Split::Middle);
        assert!((500_000..540_000).contains(&halves), "{halves}");
        assert!(fill(KeyKind::Auto, Split::Edge) > 990_000);
    }

    #[test]
    fn random_keys_miss_until_everything_fits() {
        let [ascending, random] = [KeyKind::Auto, KeyKind::UuidV4]
            .map(|kind| of(kind, Split::Edge, PLAN.cache_bytes).pages_read);
        assert!(ascending == 0 && random > 10_000, "{ascending} and {random}");
        let fits = of(KeyKind::UuidV4, Split::Edge, 1 << 30);
        assert_eq!(fits.pages_read, 0);
        assert_eq!(fits.pages_written, u64::from(fits.leaf_pages + fits.inner_pages));
    }

    /// Memory spares the reading of pages, and no commit the writing of what it changed.
    #[test]
    fn commits_write_whatever_fits() {
        let plan = Plan { cache_bytes: 1 << 30, commit_rows: 100, ..PLAN };
        let of = |commit_rows| predict(&Plan { commit_rows, ..plan }).expect("the sizes are right");
        let (often, once) = (of(100), of(0));
        assert_eq!((often.pages_read, often.leaf_pages), (0, once.leaf_pages));
        assert!(often.pages_written > 10 * once.pages_written, "{often:?}");
        assert_eq!(of(plan.rows), once);
    }

    #[test]
    fn sizes_that_cannot_be_are_refused() {
        let plan = Plan { row_bytes: 2_000, ..PLAN };
        assert!(matches!(predict(&plan), Err(PredictError::Shape(_))));
    }
}
