//! The text below the stage.

use crate::lab::{Lesson, Source};

pub(super) const LESSON: Lesson = Lesson {
    what: "A cluster keeps its keys on many shards, and everybody who looks a key up must know \
           which. The plain answer is to hash the key and take the remainder by the number of \
           shards. It is even and quick, and it has one flaw: change the number, and nearly every \
           remainder changes with it. Consistent hashing is a family of answers without that flaw. \
           In its best known form, shards and keys are both hashed to points on a circle, and a \
           key belongs to the first shard clockwise. A shard that leaves hands over its own arcs \
           and nothing else; a shard that joins takes arcs from its neighbours and from nobody \
           else. Each shard stands on the circle at many points, its virtual nodes, so that it is \
           responsible for many short arcs instead of one long one of random length.",
    why: "Machines fail, fleets grow, and a key that moves has to be copied, or is a miss in a \
          cache and a query on the database behind it. When one of N shards goes, 1/N of the keys \
          must find a new place whatever one does. Consistent hashing moves about those and leaves \
          the rest where they are, and it needs no directory: who knows the members knows the \
          place of every key.",
    when: &[
        "Caches, stores and queues whose members come and go while they serve.",
        "Many clients must agree on a key's place and have only the list of members in common.",
        "Load balancers that should keep a connection on its server while servers come and go: \
         Maglev.",
        "Buckets that are numbered and only ever grow or shrink at the end, as shards of a \
         database do: jump hashing, with no memory at all.",
    ],
    when_not: &[
        "Keys are read in ranges: hashing scatters neighbours; split the key space into ranges \
         instead.",
        "A few keys carry most of the load: each key still lies on one shard, and no placement \
         divides it. Replicate hot keys, or bound the load of a shard and let the rest spill over.",
        "The members seldom change and the data are small: modulo, and a rebuild by night, is \
         simpler.",
        "Somebody must decide where a key lies, for law, cost or locality: that is a directory.",
    ],
    wrong: &[
        "Too few virtual nodes: with one point a shard, the longest of N arcs is about ln N times \
         the mean, and its shard has as many times the keys.",
        "Clients with different lists of members send the same key to different shards, until the \
         lists agree again.",
        "Replicas on neighbouring points may be one machine, or one building: a preference list \
         must skip virtual nodes of shards that it already holds, and zones while there are others.",
        "A shard that died is not a shard that left. Who removes it at the first missed heartbeat \
         starts to copy its keys, and copies them back when it returns.",
        "When a shard dies without replicas, what falls on the next may kill it too.",
        "Two programs that both say ketama place keys differently as soon as they name a server \
         differently: the name is what is hashed.",
    ],
    trade_offs: &[
        "Ring: any shard may leave or join, weights are easy; evenness is bought with memory, \
         about 1/√v of spread for v points a shard.",
        "Ketama: a ring with 160 points a server by MD5, the one that memcached clients share.",
        "Jump: as even as chance allows, no memory, a handful of multiplications; only the last \
         shard can leave, and no weights.",
        "Rendezvous: as even as chance allows, no memory, the preference list for free; every \
         look-up weighs every shard.",
        "Multi-probe: one point a shard and k places tried for each key, which holds the peak near \
         1 + 1/(k − 1) times the mean; the memory of a small ring, look-ups k times as long.",
        "Maglev: the most even of all and one read for a look-up; a change deals its table anew, \
         and a few keys move that need not.",
        "Modulo: nothing to keep, nothing to balance, and nearly everything moves.",
    ],
    try_this: &[
        "Three servers and a fourth: see three keys in four move, then turn the strategy to ring \
         under the same seed.",
        "Turn virtual nodes from 1 to 1,000 and watch the histogram close in on the mean.",
        "Break it with one replica a key, then turn the replication factor to 2 and break it \
         again.",
        "One zone dies: kill a second zone, and a third.",
        "Choose jump and remove a shard in the middle: read why it refuses.",
        "Choose Maglev and add a shard: the law names a key that moved without need. Take the \
         larger table and count again.",
        "Load your own keys, one a line or a CSV file with a column `key`: are they as even as the \
         generated ones? A file may also bring the shards: a line `[shards]`, then `name,weight,zone` \
         a line, then a line `[keys]` and the keys.",
    ],
    modelled: &[
        "Seven strategies, with the placement that their sources describe; ketama's and jump's are \
         checked against published tables.",
        "Membership, weights, zones, preference lists, and which keys each change moves.",
        "Look-ups: a client knows who is dead when it sends, not who dies while the look-up is on \
         its way; a shard that has the key no more, or died meanwhile, passes it on.",
        "Look-ups that come by themselves ask for 100 of the keys, evenly chosen and each as \
         often.",
        "Look-ups travel for 0.4 to 0.9 seconds, so that one can watch them.",
        "With more than 20,000 keys, the law of the replicas judges about 20,000 of them, evenly \
         chosen; every key has its owner judged.",
    ],
    not_modelled: &[
        "The time and the bandwidth that it takes to copy a key: it moves at once.",
        "Disagreement: every client has the same list of members.",
        "Writes, versions and repair between replicas; a client that asks again when a look-up is \
         lost.",
        "Load by the popularity of keys: each key counts as one.",
    ],
    sources: &[
        Source {
            title: "D. Karger, E. Lehman, T. Leighton, M. Levine, D. Lewin, R. Panigrahy, \
                    “Consistent Hashing and Random Trees”, STOC 1997",
            url: "https://doi.org/10.1145/258533.258660",
        },
        Source {
            title: "G. DeCandia et al., “Dynamo: Amazon’s Highly Available Key-value Store”, SOSP \
                    2007",
            url: "https://doi.org/10.1145/1294261.1294281",
        },
        Source {
            title: "D. Thaler, C. V. Ravishankar, “Using Name-Based Mappings to Increase Hit \
                    Rates”, IEEE/ACM Transactions on Networking 6(1), 1998",
            url: "https://doi.org/10.1109/90.663936",
        },
        Source {
            title: "J. Lamping, E. Veach, “A Fast, Minimal Memory, Consistent Hash Algorithm”, 2014",
            url: "https://arxiv.org/abs/1406.2294",
        },
        Source {
            title: "B. Appleton, M. O’Reilly, “Multi-probe consistent hashing”, 2015",
            url: "https://arxiv.org/abs/1505.00062",
        },
        Source {
            title: "D. E. Eisenbud et al., “Maglev: A Fast and Reliable Software Network Load \
                    Balancer”, NSDI 2016",
            url: "https://www.usenix.org/conference/nsdi16/technical-sessions/presentation/eisenbud",
        },
        Source {
            title: "D. Gryski, “Consistent Hashing: Algorithmic Tradeoffs”, 2018",
            url: "https://dgryski.medium.com/consistent-hashing-algorithmic-tradeoffs-ef6b8e2fcae8",
        },
    ],
};
