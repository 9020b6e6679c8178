//! What every strategy promises, on random clusters and random changes of them.

use std::collections::BTreeSet;

use labs::hash_ring::assignment::Assignment;
use labs::hash_ring::hash;
use labs::hash_ring::members::{Cannot, Change, Members, NodeId, Shard};
use labs::hash_ring::placement::Placement;
use labs::hash_ring::strategy::{Kind, Settings, Strategy};
use proptest::collection::{btree_set, vec};
use proptest::prelude::{Just, any, prop_oneof};
use proptest::sample::{Index, select};
use proptest::strategy::Strategy as Generator;
use proptest::{prop_assert, prop_assert_eq, proptest};

/// Small enough that points and slots are scarce and ties come up, large enough to be a cluster.
const SETTINGS: Settings = Settings { virtual_nodes: 7, probes: 5, table: 101 };

const KEYS: u64 = 500;

/// A step to take, before it is known who is there.
#[derive(Clone, Debug)]
enum Step {
    Add(u32, u32, u32),
    Remove(Vec<Index>),
    RemoveLast,
    Reweight(Index, u32),
}

fn steps() -> impl Generator<Value = Vec<Step>> {
    let step = prop_oneof![
        (1..4_u32, 1..4_u32, 0..4_u32)
            .prop_map(|(count, weight, zone)| { Step::Add(count, weight, zone) }),
        vec(any::<Index>(), 1..4).prop_map(Step::Remove),
        Just(Step::RemoveLast),
        (any::<Index>(), 1..4_u32).prop_map(|(which, weight)| Step::Reweight(which, weight)),
    ];
    vec(step, 1..8)
}

fn cluster() -> impl Generator<Value = Vec<Shard>> {
    vec((1..4_u32, 0..4_u32), 1..12).prop_map(|shards| {
        (0..)
            .zip(shards)
            .map(|(id, (weight, zone))| Shard { weight, zone, ..Shard::new(id, format!("s{id}")) })
            .collect()
    })
}

/// The members that this kind of strategy accepts.
fn members(kind: Kind, mut shards: Vec<Shard>) -> Members {
    if !kind.takes_weights() {
        shards.iter_mut().for_each(|shard| shard.weight = 1);
    }
    Members::new(shards).unwrap()
}

/// Takes a step; `next` is the first id that was never given.
fn take(placement: &mut Strategy, step: &Step, next: &mut NodeId) -> Result<Change, Cannot> {
    let ids = placement.members().ids();
    match *step {
        Step::Add(count, weight, zone) => {
            let shard = |id| Shard { weight, zone, ..Shard::new(id, format!("s{id}")) };
            let shards = (*next..*next + count).map(shard).collect::<Vec<_>>();
            *next += count;
            placement.add(&shards)
        }
        Step::Remove(ref which) => {
            placement.remove(&which.iter().map(|index| *index.get(&ids)).collect::<Vec<_>>())
        }
        Step::RemoveLast => placement.remove(&ids[ids.len() - 1..]),
        Step::Reweight(ref which, weight) => placement.reweight(&[(*which.get(&ids), weight)]),
    }
}

proptest! {
    /// After any accepted change: the incremental owners are those of a full look-up, the placement
    /// is the one that a fresh build gives, and a consistent strategy moved only the keys that it
    /// may. After any refused change nothing is different.
    #[test]
    fn changes(kind in select(Kind::ALL.to_vec()), shards in cluster(), steps in steps(), seed: u64) {
        let mut next = shards.len() as NodeId;
        let mut placement = Strategy::new(kind, members(kind, shards), SETTINGS).unwrap();
        let keys = (0..KEYS).map(|n| hash::nth(seed, n)).collect::<Vec<_>>();
        let mut assignment = Assignment::of(&placement, &keys);
        for step in &steps {
            let before = placement.clone();
            let consistent = kind.is_consistent(before.members());
            let Ok(change) = take(&mut placement, step, &mut next) else {
                prop_assert_eq!(&placement, &before);
                continue;
            };
            let after = assignment.after(&placement, &keys, &change);
            prop_assert_eq!(&after, &Assignment::of(&placement, &keys));
            let members = placement.members().clone();
            prop_assert_eq!(&members, change.members());
            prop_assert_eq!(&placement, &Strategy::new(kind, members, SETTINGS).unwrap());
            if consistent && kind.is_consistent(placement.members()) {
                let stray = assignment.moves(&after).find(|moved| !moved.is_due_to(&change));
                prop_assert_eq!(stray, None);
            }
            assignment = after;
        }
    }

    /// A preference list starts with the owner, holds distinct shards, as many as are asked for and
    /// there are, and fills every zone before it uses one again.
    #[test]
    fn preference_lists(
        kind in select(Kind::ALL.to_vec()),
        shards in cluster(),
        replicas in 0..14_u32,
        key: u64,
    ) {
        let placement = Strategy::new(kind, members(kind, shards), SETTINGS).unwrap();
        let members = placement.members();
        let mut list = vec![99];
        placement.preference(key, replicas, &mut list);
        prop_assert_eq!(list.len() as u32, replicas.min(members.count()));
        prop_assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len());
        if let Some(&first) = list.first() {
            prop_assert_eq!(first, placement.locate(key));
        }
        let zones = list.iter().take(members.zones() as usize);
        let zones = zones.map(|&id| members.get(id).unwrap().zone).collect::<BTreeSet<_>>();
        prop_assert_eq!(zones.len() as u32, members.zones().min(list.len() as u32));
    }

    /// Where the preference list is the order of succession (the strategies that look on from where
    /// they stand, with one zone), a removed owner's key goes to the second on its list.
    #[test]
    fn the_second_takes_over(
        kind in select(vec![Kind::Ring, Kind::Ketama, Kind::Rendezvous]),
        count in 2..12_u32,
        seed: u64,
    ) {
        let shards = (0..count).map(|id| Shard::new(id, format!("s{id}"))).collect();
        let placement = Strategy::new(kind, Members::new(shards).unwrap(), SETTINGS).unwrap();
        for key in (0..20).map(|n| hash::nth(seed, n)) {
            let mut list = Vec::new();
            placement.preference(key, 2, &mut list);
            let mut without = placement.clone();
            without.remove(&list[..1]).unwrap();
            prop_assert_eq!(without.locate(key), list[1]);
        }
    }

    /// No list of shards makes a constructor or a change panic; what is refused is refused whole.
    #[test]
    fn bad_members_are_refused(
        kind in select(Kind::ALL.to_vec()),
        shards in vec((any::<u32>(), 0..4_u32, any::<u32>()), 0..6),
        ids in btree_set(any::<u32>(), 0..4),
        (virtual_nodes, probes, table) in (0..20_000_u32, 0..2_000_u32, 0..10_000_000_u32),
    ) {
        let shard = |&(id, name, weight): &(u32, u32, u32)| Shard {
            weight: weight % 120,
            ..Shard::new(id % (1 << 21), format!("s{name}"))
        };
        let shards = shards.iter().map(shard).collect::<Vec<_>>();
        let settings = Settings { virtual_nodes, probes, table };
        let built = Members::new(shards.clone());
        let built = built.and_then(|members| Strategy::new(kind, members, settings));
        let Ok(mut placement) = built else { return Ok(()) };
        let before = placement.clone();
        let ids = ids.into_iter().collect::<Vec<_>>();
        prop_assert!(placement.add(&shards[..1]).is_err());
        prop_assert!(ids.is_empty() || placement.remove(&ids).is_err());
        prop_assert_eq!(placement, before);
    }
}

/// A refusal says what was wrong and what would be right.
#[test]
fn refusals_are_sentences() {
    let shards = (0..3).map(|id| Shard::new(id, format!("s{id}"))).collect::<Vec<_>>();
    let members = Members::new(shards.clone()).unwrap();
    let new = |kind, settings| Strategy::new(kind, members.clone(), settings);
    let mut jump = new(Kind::Jump, SETTINGS).unwrap();
    assert_eq!(
        jump.remove(&[0]).unwrap_err().to_string(),
        "jump removes only its last shard, 2: shard 0 must stay until those after it are gone",
    );
    assert_eq!(
        jump.reweight(&[(1, 2)]).unwrap_err().to_string(),
        "jump gives every shard the same share: set the weight of \"s1\" to 1",
    );
    assert_eq!(jump.remove(&[0, 1, 2]), Err(Cannot::Empty));
    assert_eq!(jump.remove(&[7]), Err(Cannot::Unknown { id: 7 }));
    jump.remove(&[1, 2]).unwrap();
    jump.add(&[Shard::new(1, "s1")]).unwrap();
    assert_eq!(jump.add(&[Shard::new(1, "new")]), Err(Cannot::IdTaken { id: 1 }));
    assert_eq!(jump.add(&[Shard::new(2, "s1")]), Err(Cannot::NameTaken { name: "s1".into() }));

    let table = |table| new(Kind::Maglev, Settings { table, ..SETTINGS }).unwrap_err();
    assert_eq!(
        table(100).to_string(),
        "a Maglev table of 100 slots is not prime: take 101, the next prime"
    );
    assert_eq!(table(2), Cannot::TableTooSmall { table: 2, weight: 3 });
    let nodes = new(Kind::Ring, Settings { virtual_nodes: 0, ..SETTINGS }).unwrap_err();
    assert_eq!(nodes.to_string(), "0 virtual nodes are out of range: 1 to 10000");
    assert_eq!(
        "circle".parse::<Kind>().unwrap_err().to_string(),
        "there is no strategy \"circle\": take one of \
         ring, modulo, ketama, jump, rendezvous, multi-probe, maglev",
    );
    for kind in Kind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
}

/// The largest ring is refused before it is made, and a refused change leaves the ring as it was.
#[test]
fn too_many_points_are_refused() {
    let shard = |id| Shard { weight: 100, ..Shard::new(id, format!("s{id}")) };
    let members = Members::new((0..9).map(shard).collect()).unwrap();
    let settings = Settings { virtual_nodes: 10_000, ..SETTINGS };
    let refused = Strategy::new(Kind::Ring, members, settings).unwrap_err();
    assert_eq!(refused, Cannot::TooManyPoints { points: 9_000_000, max: 8_388_608 });
    let mut ring =
        Strategy::new(Kind::Ring, Members::new(vec![shard(0)]).unwrap(), settings).unwrap();
    let refused = ring.add(&(1..9).map(shard).collect::<Vec<_>>()).unwrap_err();
    assert_eq!(refused, Cannot::TooManyPoints { points: 9_000_000, max: 8_388_608 });
    assert_eq!(ring.members().count(), 1);
}
