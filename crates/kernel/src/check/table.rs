//! The set of fingerprints that a search has met.
//!
//! An open table of 64-bit fingerprints, placed by their high bits and probed forward. Because
//! the place follows the order of the values, growing is one forward sweep.

/// A set of fingerprints; with ids kept, a map from fingerprint to the order of arrival.
#[derive(Debug)]
pub(crate) struct Table {
    slots: Vec<u64>,
    /// The id of each slot's state, kept only where edges are.
    ids: Option<Vec<u32>>,
    shift: u32,
    len: usize,
}

/// A slot that holds nothing. The fingerprint zero is stored as one.
const EMPTY: u64 = 0;
const FIRST_BITS: u32 = 10;

impl Table {
    pub(crate) fn new(keep_ids: bool) -> Table {
        let size = 1 << FIRST_BITS;
        let ids = keep_ids.then(|| vec![0; size]);
        Table { slots: vec![EMPTY; size], ids, shift: 64 - FIRST_BITS, len: 0 }
    }

    /// Adds a fingerprint: `None` where it is new, else the id that it came with (zero where ids
    /// are not kept).
    #[inline]
    pub(crate) fn insert(&mut self, fingerprint: u64, id: u32) -> Option<u32> {
        let fingerprint = fingerprint.max(1);
        let mut at = (fingerprint >> self.shift) as usize;
        loop {
            let slot = self.slots[at];
            if slot == fingerprint {
                return Some(self.ids.as_ref().map_or(0, |ids| ids[at]));
            }
            if slot == EMPTY {
                break;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = fingerprint;
        if let Some(ids) = &mut self.ids {
            ids[at] = id;
        }
        self.len += 1;
        // Three quarters full: longer runs would cost more than the space they save.
        if self.len * 4 > self.slots.len() * 3 {
            self.grow();
        }
        None
    }

    #[cold]
    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        let slots = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        let ids = self.ids.take();
        let mut new_ids = ids.as_ref().map(|_| vec![0; size]);
        self.shift -= 1;
        for (old, fingerprint) in slots.into_iter().enumerate() {
            if fingerprint == EMPTY {
                continue;
            }
            let mut at = (fingerprint >> self.shift) as usize;
            while self.slots[at] != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = fingerprint;
            if let (Some(new_ids), Some(ids)) = (&mut new_ids, &ids) {
                new_ids[at] = ids[old];
            }
        }
        self.ids = new_ids;
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.len() * 8 + self.ids.as_ref().map_or(0, |ids| ids.len() * 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::mix;
    use std::collections::BTreeSet;

    #[test]
    fn it_holds_what_a_set_holds_and_remembers_ids() {
        let mut table = Table::new(true);
        let mut known = BTreeSet::new();
        for i in 0..20_000u64 {
            // Half of the values crowd into the top of the table, where probing wraps round.
            let crowded = u64::MAX - mix(i + 1) % 3_000;
            let fingerprint = if i % 2 == 0 { mix(1 + i % 7_000) } else { crowded };
            let id = known.len() as u32;
            assert_eq!(table.insert(fingerprint, id).is_none(), known.insert(fingerprint));
        }
        assert_eq!(table.len, known.len());
        assert!(table.insert(mix(3), 9).is_some_and(|id| id < known.len() as u32));
        assert!(table.insert(0, 9).is_none());
        assert_eq!(table.insert(0, 10), Some(9));
    }
}
