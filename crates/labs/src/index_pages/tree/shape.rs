//! How much goes into a page, and where a full one is split.

/// Bytes at the beginning of each page: its kind, how many cells it has, its right neighbour.
pub const HEADER_BYTES: u32 = 12;

/// Bytes that a cell has beside key, row or child: its place in the page, and its length.
pub const CELL_BYTES: u32 = 4;

/// Bytes of a page's number.
pub const CHILD_BYTES: u32 = 4;

/// The sizes from which everything else about a page follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    page_bytes: u32,
    key_bytes: u32,
    row_bytes: u32,
}

/// Why pages cannot be of these sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Keys are numbers of 8 or of 16 bytes.
    #[error("a key has 8 bytes or 16, not {0}")]
    Key(u32),
    /// A split must leave a row on either side.
    #[error(
        "a page of {page} bytes holds {holds} of rows of {row} bytes with keys of {key}: it must \
             hold two; take larger pages or smaller rows"
    )]
    Rows {
        /// Bytes of a page.
        page: u32,
        /// Bytes of a row without its key.
        row: u32,
        /// Bytes of a key.
        key: u32,
        /// How many rows a page holds.
        holds: u32,
    },
    /// An inner page must keep two children on either side of a split.
    #[error(
        "a page of {page} bytes holds {holds} keys of {key} bytes with a child each: it must hold \
             two; take larger pages"
    )]
    Keys {
        /// Bytes of a page.
        page: u32,
        /// Bytes of a key.
        key: u32,
        /// How many keys a page holds.
        holds: u32,
    },
    /// Pages have a number of 32 bits, and so have the bytes of one.
    #[error("a page of {0} bytes is too large: {max} bytes at most", max = PAGE_BYTES_MAX)]
    Large(u32),
}

/// The largest page.
pub const PAGE_BYTES_MAX: u32 = 1 << 20;

impl Shape {
    /// Pages of so many bytes, keys of 8 or 16, and rows of so many bytes beside their key; a row of
    /// none is a reference that stands in the cell.
    ///
    /// # Errors
    /// When a page would hold fewer than two rows, or an inner page fewer than two keys.
    pub fn new(page_bytes: u32, key_bytes: u32, row_bytes: u32) -> Result<Shape, ShapeError> {
        let shape = Shape { page_bytes, key_bytes, row_bytes };
        if !matches!(key_bytes, 8 | 16) {
            return Err(ShapeError::Key(key_bytes));
        }
        if page_bytes > PAGE_BYTES_MAX {
            return Err(ShapeError::Large(page_bytes));
        }
        let (rows, keys) = (shape.leaf_rows(), shape.inner_keys());
        let (page, key, row) = (page_bytes, key_bytes, row_bytes);
        if rows < 2 {
            return Err(ShapeError::Rows { page, row, key, holds: rows });
        }
        if keys < 2 {
            return Err(ShapeError::Keys { page, key, holds: keys });
        }
        Ok(shape)
    }

    /// Bytes of a page.
    pub fn page_bytes(&self) -> u32 {
        self.page_bytes
    }

    /// Bytes of a key.
    pub fn key_bytes(&self) -> u32 {
        self.key_bytes
    }

    /// Bytes of a row with its key, as one would write it down: what any store has to write at
    /// least.
    pub fn record_bytes(&self) -> u32 {
        self.key_bytes.saturating_add(self.row_bytes)
    }

    /// Bytes of a row within a leaf.
    fn row_cell(&self) -> u32 {
        self.record_bytes().saturating_add(CELL_BYTES)
    }

    /// Bytes of a key with its child within an inner page.
    fn key_cell(&self) -> u32 {
        self.key_bytes + CHILD_BYTES + CELL_BYTES
    }

    /// How many rows a leaf holds.
    pub fn leaf_rows(&self) -> u32 {
        self.page_bytes.saturating_sub(HEADER_BYTES) / self.row_cell()
    }

    /// How many keys an inner page holds; it has a child more (the order of the tree in Knuth's
    /// sense).
    pub fn inner_keys(&self) -> u32 {
        self.page_bytes.saturating_sub(HEADER_BYTES + CHILD_BYTES) / self.key_cell()
    }

    /// Bytes in use of a leaf of so many rows.
    pub fn leaf_used(&self, rows: u32) -> u32 {
        HEADER_BYTES + rows * self.row_cell()
    }

    /// Bytes in use of an inner page of so many keys.
    pub fn inner_used(&self, keys: u32) -> u32 {
        HEADER_BYTES + CHILD_BYTES + keys * self.key_cell()
    }
}

/// Where a page that is too full is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Split {
    /// In the middle, always: Bayer and McCreight's.
    Middle,
    /// In the middle; but the last page of a level stays as full as [`Policy::fill_percent`] says, and
    /// what is left begins a page. PostgreSQL's (`nbtsplitloc.c`), which leaves 90 per cent.
    Edge,
    /// What stands last in the whole tree begins a page, and the full one stays as it is. Elsewhere up
    /// to three neighbours first share what they have, and become one page more only when all are
    /// full. SQLite's (`balance_quick`, `balance_nonroot`), after the B*-tree.
    Shared,
    /// Up to three neighbours share, whatever stands last: they are filled to the brim from the left,
    /// and what is left for the last is evened out from the right, two pages at a time. SQLite's for an
    /// index and a table WITHOUT ROWID, for which `balance_quick` is not there.
    Packed,
}

/// How pages are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Where a page that is too full is split.
    pub split: Split,
    /// How full a page is left at the right edge and by a sorted load, from 50 to 100 per cent.
    pub fill_percent: u8,
}

impl Policy {
    /// This split, with pages filled to the brim at the right edge.
    pub const fn full(split: Split) -> Policy {
        Policy { split, fill_percent: 100 }
    }

    /// How many of `most` units a page keeps that is left behind at the right edge: no fewer than
    /// half.
    pub(super) fn kept(&self, most: usize) -> usize {
        let percent = usize::from(self.fill_percent.clamp(50, 100));
        (most * percent / 100).max(most.div_ceil(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_holds_fits_into_it_and_one_more_does_not() {
        for page in [128, 512, 4_096, 16_384, 65_536] {
            for key in [8, 16] {
                for row in [0, 8, 16] {
                    let shape = Shape::new(page, key, row).unwrap();
                    let (rows, keys) = (shape.leaf_rows(), shape.inner_keys());
                    assert!(shape.leaf_used(rows) <= page && shape.leaf_used(rows + 1) > page);
                    assert!(shape.inner_used(keys) <= page && shape.inner_used(keys + 1) > page);
                }
            }
        }
    }

    #[test]
    fn sizes_that_cannot_be_say_what_would_be_right() {
        let said = |page, key, row| Shape::new(page, key, row).unwrap_err().to_string();
        assert_eq!(said(4_096, 12, 8), "a key has 8 bytes or 16, not 12");
        let rows = "a page of 128 bytes holds 1 of rows of 64 bytes with keys of 8: it must hold two; \
                    take larger pages or smaller rows";
        assert_eq!(said(128, 8, 64), rows);
        assert!(said(40, 16, 0).contains("larger pages"));
        assert!(said(u32::MAX, 8, 8).contains("1048576 bytes at most"));
        assert!(said(4_096, 8, u32::MAX).contains("smaller rows"));
    }
}
