//! Numbers that others published about these algorithms. Each test names its source. Where the
//! source is a long table, the test compares a digest of the whole table and some rows in clear.

use labs::hash_ring::assignment::Assignment;
use labs::hash_ring::continuum::{Continuum, Point};
use labs::hash_ring::hash;
use labs::hash_ring::jump::{Jump, bucket};
use labs::hash_ring::ketama::Ketama;
use labs::hash_ring::maglev::{Maglev, TABLE_DEFAULT};
use labs::hash_ring::members::{Members, NodeId, Shard};
use labs::hash_ring::modulo::Modulo;
use labs::hash_ring::multi_probe::{MultiProbe, PROBES_DEFAULT};
use labs::hash_ring::placement::Placement;
use labs::hash_ring::rendezvous::Rendezvous;
use labs::hash_ring::ring::Ring;
use labs::hash_ring::spread::{Spread, ratios};
use md5::{Digest, Md5};

fn shards(ids: std::ops::Range<NodeId>) -> Vec<Shard> {
    ids.map(|id| Shard::new(id, format!("shard-{id}"))).collect()
}

fn members(count: u32) -> Members {
    Members::new(shards(0..count)).unwrap()
}

fn named(names: &[&str]) -> Members {
    let shard = |(id, name): (NodeId, &&str)| Shard::new(id, *name);
    Members::new((0..).zip(names).map(shard).collect()).unwrap()
}

fn keys(placement: &impl Placement, count: u32) -> Vec<u64> {
    (0..count).map(|n| placement.digest(format!("key-{n}").as_bytes())).collect()
}

fn hex(digest: Md5) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn owner<'a>(ketama: &'a Ketama, key: &str) -> &'a str {
    let id = ketama.locate(ketama.digest(key.as_bytes()));
    &ketama.members().get(id).unwrap().name
}

/// Couchbase SDK RFC 26, `ketama-hashes.json`: 640 rows of hash and host. The digest is the MD5 of
/// all rows in the form "hash host\n".
#[test]
fn ketama_continuum_is_couchbases() {
    let hosts = [101, 102, 103, 104].map(|host| format!("192.168.1.{host}:11210"));
    let ketama = Ketama::new(named(&hosts.each_ref().map(String::as_str))).unwrap();
    let rows = ketama.continuum().points().iter();
    let rows = rows.map(|point| (point.position, &*hosts[point.owner as usize]));
    let rows = rows.collect::<Vec<_>>();
    let first = [
        (19_069_626, "192.168.1.104:11210"),
        (28_439_255, "192.168.1.101:11210"),
        (36_078_660, "192.168.1.104:11210"),
    ];
    assert_eq!(rows[..3], first);
    assert_eq!(rows.len(), 640);
    let mut digest = Md5::new();
    for (position, host) in rows {
        digest.update(format!("{position} {host}\n"));
    }
    assert_eq!(hex(digest), "9c19d1827ab3daafaf0271d3d17b6652");
}

/// spymemcached, `KetamaNodeLocatorTest.testLibKetamaCompatTwo` and `…Three`: 3,241 keys, all of
/// them multiples of 233, on eight nodes. The digest is the MD5 of all rows in ascending order in
/// the form "key n\n", where n is the last part of the node's address.
#[test]
fn ketama_locates_as_spymemcached_does() {
    /// The multiples of 233 that the source lists, as first and last of each run.
    const RUNS: [(u32, u32); 44] = [
        (0, 77),
        (124, 160),
        (181, 182),
        (206, 224),
        (241, 404),
        (445, 466),
        (483, 486),
        (498, 517),
        (536, 620),
        (653, 705),
        (726, 744),
        (758, 810),
        (843, 982),
        (1025, 1047),
        (1070, 1099),
        (1120, 1283),
        (1303, 1476),
        (1497, 1516),
        (1536, 1574),
        (1607, 1744),
        (1768, 1808),
        (1832, 1890),
        (1964, 2234),
        (2289, 2301),
        (2322, 2333),
        (2348, 2490),
        (2511, 2597),
        (2639, 2664),
        (2683, 2845),
        (2908, 2926),
        (2944, 3114),
        (3130, 3167),
        (3178, 3297),
        (3337, 3471),
        (3484, 3487),
        (3500, 3649),
        (3672, 3750),
        (3767, 3876),
        (3895, 3982),
        (4003, 4039),
        (4055, 4173),
        (4189, 4211),
        (4238, 4282),
        (4288, 4291),
    ];
    let hosts = (1..=8).map(|host| format!("10.0.1.{host}:11211")).collect::<Vec<_>>();
    let ketama = Ketama::new(named(&hosts.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
    for (key, host) in [("0", 1), ("137470", 2), ("137703", 3), ("137936", 1), ("138169", 6)] {
        assert_eq!(owner(&ketama, key), format!("10.0.1.{host}:11211"), "key {key}");
    }
    let mut digest = Md5::new();
    let mut rows = 0;
    for key in RUNS.iter().flat_map(|&(first, last)| first..=last).map(|n| n * 233) {
        let id = ketama.locate(ketama.digest(key.to_string().as_bytes()));
        digest.update(format!("{key} {}\n", id + 1));
        rows += 1;
    }
    assert_eq!(rows, 3_241);
    assert_eq!(hex(digest), "ba04a0324002507980a5ea4da4882692");
}

/// spymemcached, `KetamaNodeLocatorTest`: `testLookups`, `testContinuumWrapping` (keys past the last
/// point), `testClusterResizing`, `testLibKetamaCompat`, on 127.0.0.1:10000 and up.
#[test]
fn ketama_wraps_and_resizes_as_spymemcached_does() {
    let hosts = (10_000..10_005).map(|port| format!("127.0.0.1:{port}")).collect::<Vec<_>>();
    let hosts = hosts.iter().map(String::as_str).collect::<Vec<_>>();
    let mut ketama = Ketama::new(named(&hosts[..4])).unwrap();
    assert_eq!(ketama.continuum().points().last().unwrap().position, 4_294_887_009);
    let expect = |ketama: &Ketama, rows: &[(&str, usize)]| {
        for &(key, node) in rows {
            assert_eq!(owner(ketama, key), hosts[node], "key {key}");
        }
    };
    expect(&ketama, &[("dustin", 0), ("noelani", 2), ("some other key", 0)]);
    expect(&ketama, &[("V5XS8C8N", 3), ("8KR2DKR2", 3), ("L9KH6X4X", 3)]);
    ketama.add(&[Shard::new(4, hosts[4])]).unwrap();
    expect(&ketama, &[("dustin", 0), ("noelani", 2), ("some other key", 4)]);
    expect(&ketama, &[("36", 2), ("10037", 3), ("22051", 1), ("49044", 4)]);
}

/// libketama, `test.sh`: the MD5 of the output of `ketama_test ../ketama.servers`, which looks up the
/// keys 0 to 999,999 on eight servers of unequal weight and prints hash, point and server of each.
#[test]
fn ketama_is_libketama_under_weights() {
    let weights = [600, 300, 200, 350, 1_000, 800, 950, 100];
    let shard = |(id, weight): (NodeId, u32)| Shard {
        // The file's weights have the common divisor 10.
        weight: weight / 10,
        ..Shard::new(id, format!("10.0.1.{}:11211", id + 1))
    };
    let ketama =
        Ketama::new(Members::new((0..).zip(weights).map(shard).collect()).unwrap()).unwrap();
    let mut digest = Md5::new();
    // The test program first prints the last error, of which there is none.
    digest.update("\n");
    for key in 0..1_000_000 {
        let hash = ketama.digest(key.to_string().as_bytes()) as u32;
        let point = ketama.continuum().successor(hash);
        digest.update(format!("{hash} {} 10.0.1.{}:11211\n", point.position, point.owner + 1));
    }
    assert_eq!(hex(digest), "5672b131391f5aa2b280936aec1eea74");
}

/// Guava, `HashingTest.testConsistentHash_linearCongruentialGeneratorCompatibility`: keys 1 to 5;
/// the paper's C++ function gives the others.
#[test]
fn jump_is_guavas() {
    let buckets = (0..10).map(|key| bucket(key, 100)).collect::<Vec<_>>();
    assert_eq!(buckets, [0, 55, 62, 8, 45, 59, 86, 97, 82, 59]);
}

/// Guava, `HashingTest.testConsistentHash_correctness`: as buckets come, a key stays or moves to the
/// newest.
#[test]
fn jump_moves_only_to_the_newest_bucket() {
    for key in [u64::MAX, 0, 1, 2, i64::MAX as u64, i64::MIN as u64, 0x9999_9999_9999_9999] {
        let mut last = 0;
        for buckets in 1..=20_000 {
            let now = bucket(key, buckets);
            assert!(now == last || now == buckets - 1, "key {key} of {buckets}: {last} to {now}");
            last = now;
        }
    }
}

/// Share of the circle, in means, that each shard of a ring owns: the load of endless keys.
fn arcs(ring: &Ring) -> Vec<f64> {
    let mut arcs = vec![0_u64; ring.members().shards().len()];
    let points = ring.continuum().points();
    let mut from = points[points.len() - 1].position;
    for point in points {
        arcs[point.owner as usize] += u64::from(point.position.wrapping_sub(from));
        from = point.position;
    }
    arcs.iter().map(|&arc| arc as f64 * arcs.len() as f64 / (1_u64 << 32) as f64).collect()
}

/// D. Gryski, "Consistent Hashing: Algorithmic Tradeoffs" (2018): with 100 points a server the
/// standard deviation of the load is about 10 % and 99 % of servers lie within 0.76 and 1.28 of the
/// mean; with 1,000 points about 3.2 %, 0.92 and 1.09.
#[test]
fn ring_spreads_as_gryski_says() {
    for (virtual_nodes, deviation, low, high) in
        [(100, 0.10, 0.76, 1.28), (1_000, 0.032, 0.92, 1.09)]
    {
        let mut arcs = arcs(&Ring::new(members(1_000), virtual_nodes).unwrap());
        let variance = arcs.iter().map(|arc| (arc - 1.0) * (arc - 1.0)).sum::<f64>() / 1_000.0;
        let measured = variance.sqrt();
        assert!((measured / deviation - 1.0).abs() < 0.1, "{virtual_nodes}: {measured}");
        arcs.sort_by(f64::total_cmp);
        let (fifth, last_fifth) = (arcs[5], arcs[994]);
        assert!((fifth - low).abs() < 0.03, "{virtual_nodes}: half a per cent lie under {fifth}");
        assert!((last_fifth - high).abs() < 0.03, "{virtual_nodes}: and over {last_fifth}");
    }
}

/// Appleton and O'Reilly, arXiv 1505.00062: 1 + 1/ε probes a key bound the peak by 1 + ε of the
/// mean; 21 probes give 1.05. The ten shards with the longest arcs are the fullest, and with very
/// many shards the bound is what they have. Three standard deviations of one random circle of 1,000
/// are allowed: about 20 % with two probes, and 6 % with six and more. On a plain ring these shards
/// have over five times the mean.
#[test]
fn multi_probe_keeps_its_peak() {
    let longest = longest_arcs(MultiProbe::new(members(1_000), 1).unwrap().continuum());
    let load = |probes| {
        let placement = MultiProbe::new(members(1_000), probes).unwrap();
        let keys = keys(&placement, 1_000_000);
        let counts = Assignment::of(&placement, &keys).counts(placement.members());
        longest.iter().map(|&id| f64::from(counts[id as usize])).sum::<f64>() / 10_000.0
    };
    let plain = load(1);
    assert!(plain > 5.0, "{plain}");
    for (probes, epsilon, tolerance) in
        [(2, 1.0, 0.2), (6, 0.2, 0.06), (PROBES_DEFAULT, 0.05, 0.06)]
    {
        let load = load(probes);
        assert!((load - 1.0 - epsilon).abs() < tolerance, "{probes} probes: {load}");
    }
}

/// The owners of the ten longest arcs of a circle on which everybody stands once.
fn longest_arcs(circle: &Continuum) -> Vec<NodeId> {
    let points = circle.points();
    let before = points[points.len() - 1..].iter().chain(points);
    let arc = |(from, to): (&Point, &Point)| (to.position.wrapping_sub(from.position), to.owner);
    let mut arcs = before.zip(points).map(arc).collect::<Vec<_>>();
    arcs.sort_unstable();
    arcs.iter().rev().take(10).map(|&(_, owner)| owner).collect()
}

/// Moved keys of `change`, and how many of these no change of members explains.
fn moved(
    placement: &mut impl Placement,
    keys: &[u64],
    added: &[Shard],
    removed: &[NodeId],
) -> (usize, usize) {
    let before = Assignment::of(placement, keys);
    let change = if added.is_empty() { placement.remove(removed) } else { placement.add(added) };
    let change = change.unwrap();
    let after = before.after(placement, keys, &change);
    let stray = before.moves(&after).filter(|moved| !moved.is_due_to(&change)).count();
    (before.moves(&after).count(), stray)
}

/// The prototypes' report: 1,000 shards and 10,000 keys; removing 50 moved 4.95 % and adding 50
/// moved 4.55 %. The expectation is k/N = 5.00 % and k/(N+k) = 4.76 % (5.00 % on the 950 that were
/// left); the tolerance is three standard deviations of keys and arcs together, about 0.8 %.
#[test]
fn the_reports_experiment() {
    let all = members(1_000);
    let gone = (0..50).map(|n| n * 20).collect::<Vec<_>>();
    let mut ring = Ring::new(all.clone(), 160).unwrap();
    let keys_10_000 = keys(&ring, 10_000);
    let (removed, stray) = moved(&mut ring, &keys_10_000, &[], &gone);
    assert_eq!(stray, 0);
    assert!((420..=580).contains(&removed), "{removed} of 10,000, published 495");
    let (back, stray) = moved(&mut ring, &keys_10_000, &shards(1_000..1_050), &[]);
    assert_eq!(stray, 0);
    assert!((420..=580).contains(&back), "{back} of 10,000, expected 500");
    let mut ring = Ring::new(all.clone(), 160).unwrap();
    let (added, stray) = moved(&mut ring, &keys_10_000, &shards(1_000..1_050), &[]);
    assert_eq!(stray, 0);
    assert!((396..=556).contains(&added), "{added} of 10,000, published 455");

    let smaller = all.without(&gone).unwrap();
    assert_eq!(all.expected_moved(smaller.members()), (50 * 950, 1_000 * 950));
    let larger = all.with(&shards(1_000..1_050)).unwrap();
    assert_eq!(all.expected_moved(larger.members()), (50 * 1_000, 1_000 * 1_050));
}

/// Modulo moves nearly all: a key stays from N to N + 1 shards with probability 1/(N + 1).
#[test]
fn modulo_moves_nearly_all() {
    let mut modulo = Modulo::new(members(3)).unwrap();
    let keys_10_000 = keys(&modulo, 10_000);
    let (three_and_a_fourth, _) = moved(&mut modulo, &keys_10_000, &shards(3..4), &[]);
    assert!((7_350..=7_650).contains(&three_and_a_fourth), "{three_and_a_fourth}, expected 7,500");
    let mut modulo = Modulo::new(members(1_000)).unwrap();
    let gone = (0..50).map(|n| n * 20).collect::<Vec<_>>();
    let (removed, stray) = moved(&mut modulo, &keys_10_000, &[], &gone);
    assert!(removed > 9_900 && stray > 9_000, "{removed} moved, {stray} for no reason");
}

/// Thaler and Ravishankar 1998: rendezvous moves k/N and balances as chance does, so the standard
/// deviation of 100,000 keys on 100 shards is near √1,000.
#[test]
fn rendezvous_balances_as_chance_does() {
    let mut rendezvous = Rendezvous::new(members(100));
    let keys = keys(&rendezvous, 100_000);
    let counts = Assignment::of(&rendezvous, &keys).counts(rendezvous.members());
    let deviation = Spread::of(&counts, rendezvous.members()).standard_deviation;
    assert!((25.0..39.0).contains(&deviation), "{deviation}, expected 31.5");
    let (removed, stray) = moved(&mut rendezvous, &keys, &[], &[7, 70]);
    assert_eq!((removed as u32, stray), (counts[7] + counts[70], 0));
}

/// Eisenbud et al., NSDI 2016, section 5.3: with 65,537 slots and up to 1,000 backends hardly any
/// key moves that need not; with a hundred slots a shard the shares differ by one per cent at most.
#[test]
fn maglev_is_even_and_moves_few() {
    let mut maglev = Maglev::new(members(655), TABLE_DEFAULT).unwrap();
    let slots = (0..u64::from(TABLE_DEFAULT)).map(|slot| ((slot << 32) / 65_537 + 1) << 32);
    let counts = Assignment::of(&maglev, &slots.collect::<Vec<_>>()).counts(maglev.members());
    let spread = Spread::of(&counts, maglev.members());
    assert!(spread.max - spread.min <= 1, "{spread:?}");
    let keys = keys(&maglev, 100_000);
    let (moved, stray) = moved(&mut maglev, &keys, &[], &[100]);
    assert!(moved < 3_000 && stray > 0 && stray < 3_000, "{moved} moved, {stray} needlessly");
}

/// Weighted rendezvous, ring and multi-probe give each shard its part of the weights.
#[test]
fn weights_are_shares() {
    let weights = [1, 2, 3, 4, 10];
    let shard = |(id, weight)| Shard { weight, ..Shard::new(id, format!("shard-{id}")) };
    let weighted = Members::new((0..).zip(weights).map(shard).collect()).unwrap();
    let within = |placement: &dyn Placement, tolerance: f64| {
        let keys = (0..200_000).map(|n| hash::nth(5, n)).collect::<Vec<_>>();
        let counts = Assignment::of(placement, &keys).counts(&weighted);
        for ratio in ratios(&counts, &weighted) {
            assert!((ratio - 1.0).abs() < tolerance, "{counts:?}: {ratio}");
        }
    };
    within(&Rendezvous::new(weighted.clone()), 0.04);
    within(&Ring::new(weighted.clone(), 1_000).unwrap(), 0.12);
    within(&Maglev::new(weighted.clone(), TABLE_DEFAULT).unwrap(), 0.04);
    within(&MultiProbe::new(weighted.clone(), PROBES_DEFAULT).unwrap(), 0.2);
    assert!(Jump::new(weighted.clone()).is_err() && Modulo::new(weighted.clone()).is_err());
}
