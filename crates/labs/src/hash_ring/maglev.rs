//! Maglev hashing (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer",
//! NSDI 2016, section 3.4).
//!
//! A table with a prime number of slots is dealt out: every shard has its own permutation of the
//! slots, and in turn takes the next one of it that is still free. A lookup is then one read, and
//! the shares are as equal as the table allows. The price: a change of members deals anew, and
//! besides the keys that must move a few others do, the fewer the larger the table. The paper asks
//! for at least a hundred slots a shard, which keeps the shares within one per cent.

use std::ops::ControlFlow;

use super::hash;
use super::members::{Cannot, Change, Members, NodeId, Shard};
use super::placement::Placement;

/// The paper's small table.
pub const TABLE_DEFAULT: u32 = 65_537;

/// The largest table, a prime: 32 MiB of slots.
pub const TABLE_MAX: u32 = 8_388_593;

/// Marks a slot that nobody has taken yet.
const FREE: u32 = u32::MAX;

/// Maglev hashing. A shard of weight w takes w slots in its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maglev {
    members: Members,
    slots: Vec<NodeId>,
}

impl Maglev {
    /// Deals out a table of `table` slots, a prime from 2 to [`TABLE_MAX`].
    ///
    /// # Errors
    /// [`Cannot::Setting`], [`Cannot::TableNotPrime`], or [`Cannot::TableTooSmall`] if there is not
    /// one slot for each unit of weight.
    pub fn new(members: Members, table: u32) -> Result<Self, Cannot> {
        if !(2..=TABLE_MAX).contains(&table) {
            let (min, max) = (2, TABLE_MAX);
            return Err(Cannot::Setting { setting: "table slots", value: table, min, max });
        }
        if !is_prime(table) {
            let next = (table..=TABLE_MAX).find(|&size| is_prime(size)).unwrap_or(TABLE_MAX);
            return Err(Cannot::TableNotPrime { table, next });
        }
        if members.weight() > u64::from(table) {
            return Err(Cannot::TableTooSmall { table, weight: members.weight() });
        }
        let turns = members.shards().iter().map(|shard| Turn::of(shard, table)).collect::<Vec<_>>();
        let mut slots = deal(turns, table);
        for slot in &mut slots {
            *slot = members.shards()[*slot as usize].id;
        }
        Ok(Self { members, slots })
    }

    /// Who owns each slot of the table.
    #[must_use]
    pub fn slots(&self) -> &[NodeId] {
        &self.slots
    }

    /// The slot of the key with this digest.
    #[must_use]
    pub fn slot(&self, key: u64) -> usize {
        hash::below(key, self.slots.len() as u32) as usize
    }
}

impl Placement for Maglev {
    fn members(&self) -> &Members {
        &self.members
    }

    #[inline]
    fn locate(&self, key: u64) -> NodeId {
        self.slots[self.slot(key)]
    }

    /// The owners of the slots from the key's own onward, once through the table.
    fn candidates(&self, key: u64, visit: &mut dyn FnMut(NodeId) -> ControlFlow<()>) {
        let slot = self.slot(key);
        let _ = self.slots[slot..].iter().chain(&self.slots[..slot]).copied().try_for_each(visit);
    }

    fn apply(&mut self, change: &Change) -> Result<(), Cannot> {
        *self = Self::new(change.members().clone(), self.slots.len() as u32)?;
        Ok(())
    }
}

/// One shard's walk through the table: its permutation is `next`, `next + skip`, … modulo the size.
#[derive(Clone, Copy, Debug)]
struct Turn {
    next: u32,
    skip: u32,
    weight: u32,
}

impl Turn {
    fn of(shard: &Shard, table: u32) -> Self {
        let name = hash::digest(shard.name.as_bytes());
        Self {
            next: hash::below(hash::nth(name, 0), table),
            skip: hash::below(hash::nth(name, 1), table - 1) + 1,
            weight: shard.weight,
        }
    }

    /// The next slot of the permutation, which visits every slot because the size is a prime.
    fn advance(&mut self, table: u32) -> usize {
        let slot = self.next;
        let next = slot + self.skip;
        self.next = if next < table { next } else { next - table };
        slot as usize
    }
}

/// Lets the shards take slots in turn, and says which of them (by index) has each slot.
fn deal(mut turns: Vec<Turn>, table: u32) -> Vec<u32> {
    let mut slots = vec![FREE; table as usize];
    let mut free = table;
    loop {
        for (index, turn) in (0..).zip(&mut turns) {
            for _ in 0..turn.weight {
                let mut slot = turn.advance(table);
                while slots[slot] != FREE {
                    slot = turn.advance(table);
                }
                slots[slot] = index;
                free -= 1;
                if free == 0 {
                    return slots;
                }
            }
        }
    }
}

/// Trial division: at most 1,500 steps for the largest table.
fn is_prime(n: u32) -> bool {
    n == 2
        || n > 2
            && !n.is_multiple_of(2)
            && (3..).step_by(2).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's own example, its table 1: seven slots, permutations 3 0 4 1 5 2 6, 0 2 4 6 1 3 5
    /// and 3 4 5 6 0 1 2, before and after backend 1 is removed.
    #[test]
    fn deals_the_papers_table() {
        let turn = |next, skip| Turn { next, skip, weight: 1 };
        let before = deal(vec![turn(3, 4), turn(0, 2), turn(3, 1)], 7);
        assert_eq!(before, [1, 0, 1, 0, 2, 2, 0]);
        let after = deal(vec![turn(3, 4), turn(3, 1)], 7);
        let after = after.into_iter().map(|index| [0, 2][index as usize]).collect::<Vec<_>>();
        assert_eq!(after, [0, 0, 0, 0, 2, 2, 2]);
    }

    #[test]
    fn knows_primes() {
        let primes = (0..30).filter(|&n| is_prime(n)).collect::<Vec<_>>();
        assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
        assert!(is_prime(TABLE_DEFAULT) && is_prime(TABLE_MAX) && !is_prime(65_535));
    }
}
