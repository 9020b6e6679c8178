//! The B+ tree beside the ordered map of the standard library, over a million operations.
#![cfg(not(target_arch = "wasm32"))]

use kernel::rng::{below, keyed};
use labs::index_pages::tree::{Flaw, Policy, Shape, Split, Touch, Tree};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Where the keys of a test come from.
#[derive(Clone, Copy, Debug)]
enum Order {
    Random,
    Ascending,
    Descending,
    /// Runs of ascending keys from random places.
    Clustered,
    /// Ascending, but for some that come late.
    Late,
}

const ORDERS: [Order; 5] =
    [Order::Random, Order::Ascending, Order::Descending, Order::Clustered, Order::Late];

impl Order {
    fn key(self, n: u64) -> u128 {
        let bits = |stream| keyed(7, stream, self as u64, n);
        match self {
            Order::Random => u128::from(bits(0)) << 64 | u128::from(bits(1)),
            Order::Ascending => u128::from(n),
            Order::Descending => u128::MAX - u128::from(n),
            Order::Clustered => {
                let run = keyed(7, 2, self as u64, n / 50);
                u128::from(run) << 64 | u128::from(n)
            }
            Order::Late => {
                u128::from(n * 100).saturating_sub(u128::from(below(bits(0), 2_000))) << 32
                    | u128::from(n)
            }
        }
    }
}

/// A tree and what it should hold.
struct Pair {
    tree: Tree,
    map: BTreeMap<u128, u32>,
    /// Whether any operation was seen to touch a page that is not there.
    is_lost: bool,
}

impl Pair {
    fn new(shape: Shape, policy: Policy) -> Pair {
        Pair { tree: Tree::new(shape, policy), map: BTreeMap::new(), is_lost: false }
    }

    fn insert(&mut self, key: u128, row: u32) {
        let before = self.map.get(&key).copied();
        let (mut touched, mut made) = (Vec::with_capacity(16), 0);
        let done = self.tree.insert(key, row, |touch| match touch {
            Touch::Read(id) | Touch::Write(id) => touched.push(id),
            Touch::Made(id) => {
                touched.push(id);
                made += 1;
            }
            Touch::Split(_) | Touch::Root(_) => {}
        });
        match before {
            Some(old) => assert_eq!(done.expect_err("the key is there").row, old),
            None => {
                done.expect("the key is new");
                self.map.insert(key, row);
            }
        }
        self.is_lost |= touched.iter().any(|id| *id >= self.tree.pages());
        self.is_lost |= made > u32::from(self.tree.height()) + 1;
    }

    fn look_up(&self, key: u128) {
        let mut read = 0;
        assert_eq!(self.tree.search(key, |_| read += 1), self.map.get(&key).copied());
        assert_eq!(read, u32::from(self.tree.height()), "one page a level");
    }

    fn range(&self, from: u128, most: usize) {
        let rows = self.map.range(from..).take(most).map(|(key, row)| (*key, *row));
        assert!(self.tree.range(from).take(most).eq(rows), "from {from:#x}");
    }

    fn whole(&self) {
        assert_eq!(self.tree.check(), Ok(()));
        assert_eq!(self.tree.rows() as usize, self.map.len());
        assert!(!self.is_lost);
        self.range(0, usize::MAX);
    }
}

/// So many operations: of ten, six insert, three look up and one goes through a range.
fn operate(shape: Shape, policy: Policy, order: Order, operations: u64) -> Tree {
    let mut pair = Pair::new(shape, policy);
    let mut inserted = 0;
    for n in 0..operations {
        let bits = keyed(1, 0, 0, n);
        let known = order.key(below(bits, inserted.max(1)));
        match n % 10 {
            0..6 => {
                // A key that is there already, now and then.
                let key = if bits & 0xff == 0 { known } else { order.key(inserted) };
                inserted += u64::from(bits & 0xff != 0);
                pair.insert(key, n as u32);
                if n % 50 == 0 {
                    assert_eq!(pair.tree.check_way(key), Ok(()), "after {key:#x}");
                }
            }
            6..9 => pair.look_up(if bits >> 8 & 3 == 0 { known ^ 1 << 20 } else { known }),
            _ => pair.range(known.saturating_sub(1), 20),
        }
        if n % (operations / 8) == 0 {
            pair.whole();
        }
    }
    pair.whole();
    pair.tree
}

fn shape(page: u32, key: u32, row: u32) -> Shape {
    Shape::new(page, key, row).expect("the sizes go together")
}

/// Five orders of keys, each split in each way: a million operations in all.
#[test]
fn it_is_the_map_over_a_million_operations() {
    for (place, order) in ORDERS.into_iter().enumerate() {
        let splits =
            [(Split::Middle, 100), (Split::Edge, 90), (Split::Shared, 100), (Split::Packed, 100)];
        for (split, fill_percent) in splits {
            let policy = Policy { split, fill_percent };
            // From two rows a page to some dozens.
            let shape = [shape(80, 16, 10), shape(128, 8, 20), shape(512, 16, 0)][place % 3];
            let tree = operate(shape, policy, order, 50_000);
            assert!(tree.height() > 2, "{order:?}");
        }
    }
}

/// What the pages are filled to follows from the order of the keys and from where pages are split.
#[test]
fn fill_follows_from_order_and_split() {
    let fill = |order: Order, policy| {
        let mut tree = Tree::new(shape(1_024, 8, 12), policy);
        (0..40_000).for_each(|n| tree.insert(order.key(n), 0, |_| ()).expect("keys are new"));
        tree.fill_ppm() / 10_000
    };
    let full = Policy::full;
    assert!((67..72).contains(&fill(Order::Random, full(Split::Middle))));
    assert!((82..92).contains(&fill(Order::Random, full(Split::Shared))));
    assert!((84..92).contains(&fill(Order::Random, full(Split::Packed))));
    assert!((50..54).contains(&fill(Order::Ascending, full(Split::Middle))));
    // Three full pages and a row become four, of which the first is left behind at seven eighths.
    assert!((86..90).contains(&fill(Order::Ascending, full(Split::Packed))));
    assert_eq!(fill(Order::Ascending, full(Split::Edge)), 99);
    let ninety = Policy { split: Split::Edge, fill_percent: 90 };
    assert!((88..91).contains(&fill(Order::Ascending, ninety)));
    // Rows that come a little late find room in what was left, or none.
    assert!(fill(Order::Late, ninety) > 80);
    assert!(fill(Order::Late, full(Split::Edge)) < fill(Order::Late, ninety));
}

/// Ascending keys under the right-edge rule: nothing is ever split within.
#[test]
fn ascending_keys_are_split_at_the_edge_alone() {
    for split in [Split::Edge, Split::Shared] {
        let mut tree = Tree::new(shape(256, 8, 8), Policy::full(split));
        let (mut edge, mut within) = (0, 0);
        for n in 0..20_000 {
            let see = |touch| match touch {
                Touch::Split(cut) if cut.is_edge => edge += 1,
                Touch::Split(_) => within += 1,
                _ => {}
            };
            tree.insert(n, 0, see).expect("keys are new");
        }
        assert!(edge > 1_000 && within == 0, "{edge} and {within}");
    }
}

#[test]
fn a_sorted_load_fills_pages_and_splits_none() {
    for fill_percent in [50, 70, 90, 100] {
        for sizes in [shape(80, 16, 10), shape(128, 8, 8), shape(1_024, 16, 0)] {
            let policy = Policy { split: Split::Edge, fill_percent };
            let mut tree = Tree::new(sizes, policy);
            let mut splits = 0;
            let mut load = |tree: &mut Tree, from: u32, to: u32| {
                let rows = (from..to).map(|n| (u128::from(n) * 3, n));
                tree.bulk_append(rows, |touch| {
                    splits += u32::from(matches!(touch, Touch::Split(_)));
                })
                .expect("the rows are sorted");
                assert_eq!(tree.check(), Ok(()));
            };
            load(&mut tree, 0, 1);
            load(&mut tree, 1, 700);
            load(&mut tree, 700, 5_000);
            assert_eq!(splits, 0);
            assert!(tree.range(0).eq((0..5_000).map(|n| (u128::from(n) * 3, n))));
            let most = u32::from(policy.fill_percent);
            assert!((most * 10_000 / 2..=(most + 17) * 10_000).contains(&tree.fill_ppm()));
            // It goes on as any other tree.
            for n in 0..5_000u32 {
                tree.insert(u128::from(n) * 3 + 1, n, |_| ()).expect("keys are new");
            }
            assert_eq!(tree.check(), Ok(()));
            let below = tree.bulk_append([(4, 0)], |_| ()).expect_err("the key is below others");
            assert_eq!((below.key, below.above), (4, 14_998));
        }
    }
}

/// Clones share their pages, and none of them sees what becomes of the other.
#[test]
fn a_clone_is_a_tree_of_its_own() {
    let mut tree = Tree::new(shape(128, 8, 8), Policy::full(Split::Shared));
    let mut kept = Vec::new();
    for n in 0..2_000 {
        if n % 250 == 0 {
            kept.push((n, tree.clone()));
        }
        tree.insert(Order::Random.key(n), n as u32, |_| ()).expect("keys are new");
    }
    for (rows, clone) in kept {
        assert_eq!(clone.check(), Ok(()));
        assert_eq!(u64::from(clone.rows()), rows);
        assert!(
            (0..2_000).all(|n| clone.search(Order::Random.key(n), |_| ()).is_some() == (n < rows))
        );
    }
}

proptest! {
    /// Any few keys in any order, in pages of any size, split in any way.
    #[test]
    fn any_tree_is_whole_after_every_row(
        keys in proptest::collection::vec(0u128..300, 1..200),
        sizes in (64u32..300, prop_oneof![Just(8u32), Just(16)], 0u32..24),
        split in prop_oneof![
            Just(Split::Middle),
            Just(Split::Edge),
            Just(Split::Shared),
            Just(Split::Packed)
        ],
        fill_percent in 50u8..=100,
    ) {
        let Ok(shape) = Shape::new(sizes.0, sizes.1, sizes.2) else { return Ok(()) };
        let mut pair = Pair::new(shape, Policy { split, fill_percent });
        for (row, key) in keys.into_iter().enumerate() {
            pair.insert(key, row as u32);
            prop_assert_eq!(pair.tree.check(), Ok::<(), Flaw>(()));
            prop_assert_eq!(pair.tree.check_way(key), Ok::<(), Flaw>(()));
        }
        pair.whole();
    }
}
