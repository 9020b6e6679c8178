//! What a change of members moved: how many keys, which, how many it had to be, and how many
//! modulo hashing would have moved.

use std::rc::Rc;

use super::assignment::Move;
use super::cluster::Cluster;
use super::members::{Change, Members, Shard};
use super::modulo::Modulo;
use super::placed::{Load, Placed, Places};
use super::placement::Placement;
use super::words;

/// What kind of change moved the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Shards came.
    Joined,
    /// Shards went.
    Left,
    /// Shards got another weight.
    Reweighted,
}

/// What one change of members moved. Shared: a state, its facts and its checkpoints point at one.
/// It is a function of the members before and after, whoever of them is dead.
#[derive(Debug)]
pub struct Movement {
    /// The change.
    pub change: Change,
    /// The members before.
    pub before: Cluster,
    /// The members after.
    pub after: Cluster,
    /// How many keys there are.
    pub keys: u32,
    /// How many changed hands.
    pub moved: u32,
    /// The share that is expected to move, as numerator and denominator: the least that can, if
    /// everybody has a fair share before and after ([`Members::expected_moved`]).
    pub expected: (u64, u64),
    /// How many modulo hashing would have moved: the same keys, every shard at weight 1.
    pub modulo_moved: u32,
    /// The keys a shard before, in the order of the members before.
    pub load_before: Load,
    /// The keys a shard after, in the order of the members after.
    pub load_after: Load,
    /// The first key that moved without need: neither off a removed shard nor to an added one.
    pub stray: Option<Move>,
    /// One bit a key, set where it moved.
    moved_keys: Box<[u64]>,
}

impl Movement {
    /// Compares the owners before and after a change.
    pub(super) fn between(
        places: &Places,
        (before, placed_before): (&Cluster, &Placed),
        (after, placed_after): (&Cluster, &Placed),
        change: Change,
    ) -> Movement {
        let keys = places.keys().count();
        let mut moved_keys = vec![0_u64; keys.div_ceil(64) as usize].into_boxed_slice();
        let (mut moved, mut stray) = (0, None);
        for step in placed_before.assignment.moves(&placed_after.assignment) {
            moved += 1;
            moved_keys[step.key as usize / 64] |= 1 << (step.key % 64);
            if stray.is_none() && !step.is_due_to(&change) {
                stray = Some(step);
            }
        }
        Movement {
            keys,
            moved,
            expected: before.members().expected_moved(change.members()),
            modulo_moved: modulo_moved(before.members(), change.members(), places.digests()),
            load_before: placed_before.load.clone(),
            load_after: placed_after.load.clone(),
            stray,
            moved_keys,
            before: before.whole(),
            after: after.whole(),
            change,
        }
    }

    /// What kind of change it was.
    #[must_use]
    pub fn cause(&self) -> Cause {
        match (self.change.added().is_empty(), self.change.removed().is_empty()) {
            (false, true) => Cause::Joined,
            (true, _) => Cause::Left,
            (false, false) => Cause::Reweighted,
        }
    }

    /// How many shards the change names.
    #[must_use]
    pub fn shards(&self) -> u32 {
        self.change.added().len().max(self.change.removed().len()) as u32
    }

    /// Whether the key at this index moved.
    #[must_use]
    pub fn has_moved(&self, key: u32) -> bool {
        let word = self.moved_keys.get(key as usize / 64).copied().unwrap_or(0);
        word >> (key % 64) & 1 == 1
    }

    /// The share of the keys that is expected to move, from 0 to 1.
    #[must_use]
    pub fn expected_share(&self) -> f64 {
        words::share(self.expected.0, self.expected.1)
    }

    /// The keys that moved beside those that had to, per mille: 1,000 where none moved without
    /// need. `None` where none had to.
    #[must_use]
    pub fn moved_for_need_permille(&self) -> Option<i64> {
        let (part, whole) = self.expected;
        let had_to = u128::from(self.keys) * u128::from(part);
        let moved = u128::from(self.moved) * u128::from(whole) * 1_000;
        (had_to > 0).then(|| i64::try_from(moved / had_to).unwrap_or(i64::MAX))
    }

    /// The names of the shards that came, went or got another weight.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let (members, ids) = match self.cause() {
            Cause::Left => (self.before.members(), self.change.removed()),
            Cause::Joined | Cause::Reweighted => (self.after.members(), self.change.added()),
        };
        let shards = ids.iter().filter_map(|id| members.get(*id));
        shards.map(|shard| shard.name.to_string()).collect()
    }

    /// One sentence: who came or went, what moved, and what was to be expected.
    #[must_use]
    pub fn say(&self) -> String {
        let verb = match self.cause() {
            Cause::Joined => "joined",
            Cause::Left => "left",
            Cause::Reweighted => "got another weight",
        };
        let who = match self.shards() {
            COUNTED_FROM.. => format!("{} shards", words::count(self.shards())),
            _ => words::list(&self.names()),
        };
        format!(
            "{who} {verb}: {} of {} keys moved ({}, expected {})",
            words::count(self.moved),
            words::count(self.keys),
            words::percent(self.moved, self.keys),
            words::percent(self.expected.0, self.expected.1),
        )
    }
}

/// From so many shards on, a sentence counts them instead of naming them.
const COUNTED_FROM: u32 = 4;

/// How many keys change hands under modulo hashing, which knows no weights.
fn modulo_moved(before: &Members, after: &Members, keys: &[u64]) -> u32 {
    let (Some(before), Some(after)) = (modulo(before), modulo(after)) else { return 0 };
    keys.iter().filter(|&&key| before.locate(key) != after.locate(key)).count() as u32
}

/// Modulo hashing over these members at weight 1; members that were checked stay valid so.
fn modulo(members: &Members) -> Option<Modulo> {
    let plain = members.shards().iter().map(|shard| Shard { weight: 1, ..shard.clone() });
    Members::new(plain.collect()).and_then(Modulo::new).ok()
}

/// The movements that a state remembers, the latest last.
pub type Movements = Rc<Vec<Rc<Movement>>>;

/// A state remembers this many movements: the views show the latest, and the report's experiment
/// has three.
pub const MOVEMENTS_KEPT: usize = 6;
