//! The placement strategies beside other crates, in one run: a group is a comparison, `faultline` is
//! ours and every other id is the crate that it is measured against.
//!
//! Everybody gets the same 64-bit keys and applies the same hash function to each: one SplitMix64
//! finaliser, save beside the Maglev peer, whose own hash function both sides apply. Memory is what
//! the allocator says is held by the finished ring or table, printed before the times.

use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::time::Duration;

use consistent_hash_ring::{Ring as PeerRing, RingBuilder};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use hashring::HashRing;
use labs::hash_ring::assignment::Assignment;
use labs::hash_ring::hash;
use labs::hash_ring::jump::bucket;
use labs::hash_ring::maglev::{Maglev, TABLE_DEFAULT};
use labs::hash_ring::members::{Members, NodeId, Shard};
use labs::hash_ring::placement::Placement;
use labs::hash_ring::ring::Ring;
use labs::hash_ring::strategy::{Kind, Settings, Strategy};
use maglev_hash::MaglevTable;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const KEYS: u64 = 1_000_000;
const SHARDS: u32 = 1_000;
const VIRTUAL_NODES: u32 = 160;

/// Hashes one number by mixing it once.
#[derive(Clone, Copy, Default)]
struct MixOnce(u64);

impl Hasher for MixOnce {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash::mix(self.0 ^ hash::digest(bytes));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.0 = hash::mix(self.0 ^ number);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Mixing = BuildHasherDefault<MixOnce>;

/// A point on a peer's ring. Owner and number tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct VirtualNode {
    owner: NodeId,
    number: u32,
}

impl Hash for VirtualNode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.owner) << 32 | u64::from(self.number));
    }
}

fn keys() -> Vec<u64> {
    (0..KEYS).map(|n| hash::nth(1, n)).collect()
}

fn shards(ids: std::ops::Range<NodeId>) -> Vec<Shard> {
    ids.map(|id| Shard::new(id, format!("shard-{id}"))).collect()
}

fn members(count: u32) -> Members {
    Members::new(shards(0..count)).expect("the shards differ")
}

fn virtual_nodes(owner: NodeId) -> impl Iterator<Item = VirtualNode> {
    (0..VIRTUAL_NODES).map(move |number| VirtualNode { owner, number })
}

fn our_ring() -> Ring {
    Ring::new(members(SHARDS), VIRTUAL_NODES).expect("the settings are in range")
}

fn hashring() -> HashRing<VirtualNode, Mixing> {
    let mut ring = HashRing::with_hasher(Mixing::default());
    ring.batch_add((0..SHARDS).flat_map(virtual_nodes).collect());
    ring
}

fn consistent_hash_ring() -> PeerRing<NodeId, Mixing> {
    let builder = RingBuilder::new(Mixing::default()).vnodes(VIRTUAL_NODES as usize);
    builder.nodes_iter(0..SHARDS).build()
}

/// What a value holds on the heap, in bytes.
fn held<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATOR.current_usage();
    let value = make();
    (value, ALLOCATOR.current_usage() - before)
}

/// A line for the table of `cargo xtask bench`.
fn print_memory(group: &str, function: &str, bytes: usize) {
    println!(r#"{{"group": "{group}", "function": "{function}", "bytes": {bytes}}}"#);
}

/// Looks all keys up; the sum of the owners keeps the work from being left out.
fn locate_all(keys: &[u64], mut locate: impl FnMut(u64) -> NodeId) -> u64 {
    keys.iter().map(|&key| u64::from(locate(key))).sum()
}

fn ring_locate(criterion: &mut Criterion) {
    let keys = keys();
    let (ours, our_bytes) = held(our_ring);
    let (first, first_bytes) = held(hashring);
    let (second, second_bytes) = held(consistent_hash_ring);
    for (name, bytes) in [
        ("faultline", our_bytes),
        ("hashring", first_bytes),
        ("consistent_hash_ring", second_bytes),
    ] {
        print_memory("ring-memory", name, bytes);
    }
    let mut group = criterion.benchmark_group("ring-locate");
    group.throughput(Throughput::Elements(KEYS));
    group.bench_function("faultline", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| ours.locate(hash::mix(key))));
    });
    group.bench_function("hashring", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| first.get(&key).map_or(0, |node| node.owner)));
    });
    group.bench_function("consistent_hash_ring", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| *second.get(key)));
    });
    group.finish();

    ring_add(criterion, &ours, &first, &second);
    ring_remove(criterion, &ours, &first, &second);
}

/// One shard more.
fn ring_add(
    criterion: &mut Criterion,
    ours: &Ring,
    first: &HashRing<VirtualNode, Mixing>,
    second: &PeerRing<NodeId, Mixing>,
) {
    let new = shards(SHARDS..SHARDS + 1);
    let mut group = criterion.benchmark_group("ring-add");
    group.bench_function("faultline", |bencher| {
        let add = |ring: &mut Ring| ring.add(&new);
        bencher.iter_batched_ref(|| ours.clone(), add, BatchSize::PerIteration);
    });
    group.bench_function("hashring", |bencher| {
        let add = |ring: &mut HashRing<_, _>| ring.batch_add(virtual_nodes(SHARDS).collect());
        bencher.iter_batched_ref(|| first.clone(), add, BatchSize::PerIteration);
    });
    group.bench_function("consistent_hash_ring", |bencher| {
        let add = |ring: &mut PeerRing<_, _>| ring.insert(SHARDS);
        bencher.iter_batched_ref(|| second.clone(), add, BatchSize::PerIteration);
    });
    group.finish();
}

/// One shard less.
fn ring_remove(
    criterion: &mut Criterion,
    ours: &Ring,
    first: &HashRing<VirtualNode, Mixing>,
    second: &PeerRing<NodeId, Mixing>,
) {
    let gone = SHARDS / 2;
    let mut group = criterion.benchmark_group("ring-remove");
    group.bench_function("faultline", |bencher| {
        let remove = |ring: &mut Ring| ring.remove(&[gone]);
        bencher.iter_batched_ref(|| ours.clone(), remove, BatchSize::PerIteration);
    });
    group.bench_function("hashring", |bencher| {
        let remove = |ring: &mut HashRing<_, _>| {
            virtual_nodes(gone).filter(|node| ring.remove(node).is_some()).count()
        };
        bencher.iter_batched_ref(|| first.clone(), remove, BatchSize::PerIteration);
    });
    group.bench_function("consistent_hash_ring", |bencher| {
        let remove = |ring: &mut PeerRing<_, _>| ring.remove(&gone);
        bencher.iter_batched_ref(|| second.clone(), remove, BatchSize::PerIteration);
    });
    group.finish();
}

/// The other peer inserts point by point into a sorted array, which takes many seconds: it is built
/// once for the look-ups and not measured here.
fn ring_build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ring-build");
    group.bench_function("faultline", |bencher| bencher.iter(our_ring));
    group.bench_function("hashring", |bencher| bencher.iter(hashring));
    group.finish();
}

fn jump_locate(criterion: &mut Criterion) {
    let keys = keys();
    let peer = jumphash::CustomJumpHasher::new(MixOnce::default());
    let mut group = criterion.benchmark_group("jump-locate");
    group.throughput(Throughput::Elements(KEYS));
    group.bench_function("faultline", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| bucket(hash::mix(key), SHARDS)));
    });
    group.bench_function("jumphash", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| peer.slot(&key, SHARDS)));
    });
    group.bench_function("jump-consistent-hash", |bencher| {
        let locate = |key| jump_consistent_hash::hash(hash::mix(key), SHARDS as usize);
        bencher.iter(|| locate_all(&keys, locate));
    });
    group.finish();
}

/// The digest that the Maglev peer takes of a key, which it offers no way to replace.
fn sip(key: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    2_u64.hash(&mut hasher);
    key.hash(&mut hasher);
    hasher.finish()
}

fn maglev_locate(criterion: &mut Criterion) {
    let keys = keys();
    let ours = || Maglev::new(members(SHARDS), TABLE_DEFAULT).expect("the table is prime");
    let peer = || MaglevTable::with_capacity((0..SHARDS).collect(), TABLE_DEFAULT as usize);
    let (our_table, our_bytes) = held(ours);
    let (peer_table, peer_bytes) = held(peer);
    print_memory("maglev-memory", "faultline", our_bytes);
    print_memory("maglev-memory", "maglev-hash", peer_bytes);
    let mut group = criterion.benchmark_group("maglev-locate");
    group.throughput(Throughput::Elements(KEYS));
    group.bench_function("faultline", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| our_table.locate(sip(key))));
    });
    group.bench_function("maglev-hash", |bencher| {
        bencher.iter(|| locate_all(&keys, |key| peer_table.get(&key).copied().unwrap_or(0)));
    });
    group.finish();

    let mut group = criterion.benchmark_group("maglev-build");
    group.bench_function("faultline", |bencher| bencher.iter(ours));
    group.bench_function("maglev-hash", |bencher| bencher.iter(peer));
    group.finish();
}

/// What a page waits for after a change: a million keys anew, when a shard of a thousand comes and
/// when one goes. Nobody to compare with.
fn reassign(criterion: &mut Criterion) {
    let keys = keys();
    for kind in Kind::ALL {
        let before = Strategy::new(kind, members(SHARDS), Settings::default());
        let before = before.expect("the settings are in range");
        let assignment = Assignment::of(&before, &keys);
        for (step, added, removed) in
            [("add", shards(SHARDS..SHARDS + 1), vec![]), ("remove", vec![], vec![SHARDS - 1])]
        {
            let mut after = before.clone();
            let change =
                if removed.is_empty() { after.add(&added) } else { after.remove(&removed) };
            let change = change.expect("the last shard may come and go");
            let mut group = criterion.benchmark_group(format!("reassign-{kind}-{step}"));
            group.throughput(Throughput::Elements(KEYS));
            group.bench_function("faultline", |bencher| {
                bencher.iter(|| assignment.after(&after, &keys, &change));
            });
            group.finish();
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = ring_locate, ring_build, jump_locate, maglev_locate, reassign
}
criterion_main!(benches);
