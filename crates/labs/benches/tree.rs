//! The B+ tree in pages beside the ordered map of the standard library, which is made for memory and
//! has neither pages in bytes, nor numbers for them, nor clones that share; and the lab's longest run,
//! played and sought through.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kernel::{Run, Time};
use labs::index_pages::KeyKind;
use labs::index_pages::keys::BUSY;
use labs::index_pages::tree::{Policy, Shape, Split, Tree};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Rows of a tree.
const ROWS: u32 = 100_000;
/// A page as databases have it, with rows of 100 bytes.
const PAGE_BYTES: u32 = 4_096;

fn keys(kind: KeyKind) -> Vec<u128> {
    BUSY.keys(kind).take(ROWS as usize).collect()
}

fn tree(kind: KeyKind, keys: &[u128]) -> Tree {
    let shape = Shape::new(PAGE_BYTES, kind.bytes(), 100).expect("the sizes go together");
    let mut tree = Tree::new(shape, Policy::full(Split::Edge));
    for (row, key) in (0..).zip(keys) {
        tree.insert(*key, row, |_| ()).expect("keys are unique");
    }
    tree
}

fn map(keys: &[u128]) -> BTreeMap<u128, u32> {
    keys.iter().copied().zip(0..).collect()
}

fn inserted_map(keys: &[u128]) -> BTreeMap<u128, u32> {
    let mut map = BTreeMap::new();
    for (row, key) in (0..).zip(keys) {
        map.insert(*key, row);
    }
    map
}

fn compare(criterion: &mut Criterion) {
    let kinds = [KeyKind::Auto, KeyKind::UuidV4];
    let mut inserts = criterion.benchmark_group("tree_inserts");
    inserts.throughput(Throughput::Elements(ROWS.into())).sample_size(10);
    inserts.measurement_time(Duration::from_secs(4));
    for kind in kinds {
        let keys = keys(kind);
        let name = |function| BenchmarkId::new(function, kind.key());
        inserts.bench_function(name("faultline"), |bench| bench.iter(|| tree(kind, &keys)));
        inserts.bench_function(name("btreemap"), |bench| bench.iter(|| inserted_map(&keys)));
    }
    inserts.finish();
    let mut look_ups = criterion.benchmark_group("tree_look_ups");
    look_ups.throughput(Throughput::Elements(ROWS.into())).sample_size(10);
    look_ups.measurement_time(Duration::from_secs(4));
    for kind in kinds {
        let keys = keys(kind);
        let (tree, map) = (tree(kind, &keys), map(&keys));
        // In another order than that in which they came.
        let wanted: Vec<u128> = (0..ROWS).map(|n| keys[(n * 7_919 % ROWS) as usize]).collect();
        let name = |function| BenchmarkId::new(function, kind.key());
        look_ups.bench_function(name("faultline"), |bench| {
            let search = |key: &u128| tree.search(black_box(*key), |_| ());
            bench.iter(|| wanted.iter().filter_map(search).map(u64::from).sum::<u64>());
        });
        look_ups.bench_function(name("btreemap"), |bench| {
            let search = |key: &u128| map.get(black_box(key)).copied();
            bench.iter(|| wanted.iter().filter_map(search).map(u64::from).sum::<u64>());
        });
    }
    look_ups.finish();
}

/// A hundred thousand rows into four tables: the time for one row, and the longest of many seeks.
fn long_run(_: &mut Criterion) {
    let entry = labs::find("index-pages").expect("the lab is in the list");
    let preset = entry.presets.iter().find(|preset| preset.key == "a-hundred-thousand");
    let recipe = entry.recipe(preset.expect("there is such a preset"));
    let machine = entry.machine(&recipe, None).expect("a preset makes a machine");
    let mut run = Run::new(machine, recipe);
    let begun = Instant::now();
    run.advance(Time::END, u64::MAX);
    tell("a row, four trees", begun.elapsed() / ROWS);
    let last = run.playhead().step;
    let seeks = (0..100).map(|nth| {
        let begun = Instant::now();
        run.seek((nth * 37 % 100) * last / 100).expect("the replay comes out as the first time");
        begun.elapsed()
    });
    tell("the longest seek", seeks.max().unwrap_or_default());
}

fn tell(value: &str, took: Duration) {
    let nanoseconds = took.as_nanos();
    println!(
        r#"{{"group": "index_pages_run", "function": "faultline", "value": "{value}", "nanoseconds": {nanoseconds}}}"#
    );
}

criterion_group!(benches, long_run, compare);
criterion_main!(benches);
