//! `faultline hash`: the consistent-hashing lab's model on your own keys and nodes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use kernel::{Cue, Deed, Frame, Machine, Nature, World};
use labs::hash_ring::comparison;
use labs::hash_ring::export::{self, Reader};
use labs::hash_ring::key_file::{self, FILE_BYTES_MAX, Format};
use labs::hash_ring::keys::{KEYS_MAX, Keys};
use labs::hash_ring::members::{Members, Shard};
use labs::hash_ring::model::{Fact, State};
use labs::hash_ring::shard_file;
use labs::hash_ring::spread::Spread;
use labs::hash_ring::strategy::{Kind, Settings};
use labs::hash_ring::{HashRing, Setup, words};
use serde_json::{Value, json};

use super::output::{bad_input, print, print_json};

/// Place keys on nodes, change the nodes, and count the keys that move.
///
/// The code is the lab's, and so are the figures: the page's preset “The report's experiment” is
/// `faultline hash --shards 1000 --remove 50 --add 50 --seed 7`.
#[derive(Debug, Args)]
pub struct Hash {
    /// How a key finds its node: ring, modulo, ketama, jump, rendezvous, multi-probe or maglev.
    #[arg(long, default_value = "ring")]
    strategy: Kind,

    /// So many nodes, called s1, s2 and so on.
    #[arg(long, value_name = "N", default_value_t = Setup::default().shards)]
    shards: u32,

    /// The nodes by name; `NAME=WEIGHT` gives a weight other than 1.
    #[arg(long, value_name = "NAME,NAME,…", value_delimiter = ',', conflicts_with = "shards")]
    nodes: Vec<String>,

    /// The nodes from a CSV file: `name`, `name,weight` or `name,weight,zone` a line.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["shards", "nodes"])]
    cluster: Option<PathBuf>,

    /// A file of keys, one a line, or `-` for standard input; of a file that ends in .csv, the
    /// column `key`.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,

    /// Read the keys as CSV, from the column of this name.
    #[arg(long, value_name = "NAME", requires = "keys")]
    column: Option<String>,

    /// Without a file: so many keys, the same as the page's.
    #[arg(long, value_name = "N", default_value_t = Setup::default().keys, conflicts_with = "keys")]
    generate: u32,

    /// Remove so many nodes, chosen by the seed; with jump, the last ones.
    #[arg(long, value_name = "K")]
    remove: Option<u32>,

    /// Then add so many nodes.
    #[arg(long, value_name = "K")]
    add: Option<u32>,

    /// Points of a node on the ring.
    #[arg(long, value_name = "N", default_value_t = Settings::default().virtual_nodes)]
    vnodes: u32,

    /// Places that multi-probe hashing tries for a key.
    #[arg(long, value_name = "N", default_value_t = Settings::default().probes)]
    probes: u32,

    /// Slots of Maglev's table, a prime.
    #[arg(long, value_name = "N", default_value_t = Settings::default().table)]
    table: u32,

    /// Chooses which nodes are removed.
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Print one `key,node` line for each key, as it lies in the end, and the figures to standard
    /// error.
    #[arg(long, conflicts_with = "json")]
    csv: bool,

    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

impl Hash {
    /// Places the keys, does the changes, prints the figures.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (keys, empty_lines) = self.read_keys()?;
        let setup = self.setup();
        let members = self.members(&setup)?;
        let model = setup.model(keys, members).map_err(bad_input)?;
        let mut world = World::new(model, self.seed, Nature::default());
        let before = frame(&world)?.model.placed(frame(&world)?.state).load.spread;
        for (verb, count) in [("remove", self.remove), ("add", self.add)] {
            if let Some(count) = count {
                act(&mut world, &format!("{verb}:{count}"))?;
            }
        }
        let frame = frame(&world)?;
        let placed = frame.model.placed(frame.state);
        if self.json {
            print_json(&self.json(&frame, &before, empty_lines))?;
        } else if self.csv {
            let (keys, members) = (frame.model.places().keys(), frame.state.cluster.members());
            eprint!("{}", lines(&frame, &before, empty_lines));
            print(&export::to_csv(keys, &placed.assignment, members, Reader::Program))?;
        } else {
            print(&lines(&frame, &before, empty_lines))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn setup(&self) -> Setup {
        Setup {
            kind: self.strategy,
            settings: Settings {
                virtual_nodes: self.vnodes,
                probes: self.probes,
                table: self.table,
            },
            shards: self.shards,
            lookups_per_second: 0,
            ..Setup::default()
        }
    }

    fn members(&self, setup: &Setup) -> anyhow::Result<Members> {
        if let Some(path) = &self.cluster {
            let members = shard_file::read(&read_bounded(path)?);
            return members.map_err(|bad| bad_input(format!("{}: {bad}", path.display())));
        }
        if self.nodes.is_empty() {
            return setup.members().map_err(bad_input);
        }
        let nodes = (1..).zip(&self.nodes).map(|(id, node)| shard(id, node));
        Members::new(nodes.collect::<Result<_, _>>()?).map_err(bad_input)
    }

    /// The keys, and how many empty lines were skipped.
    fn read_keys(&self) -> anyhow::Result<(Keys, u32)> {
        let Some(path) = &self.keys else {
            if !(1..=KEYS_MAX).contains(&self.generate) {
                let given = self.generate;
                return Err(bad_input(format!("{given} keys: generate 1 to {KEYS_MAX}")));
            }
            return Ok((Keys::Generated { seed: 0, count: self.generate }, 0));
        };
        let bytes = read_bounded(path)?;
        let is_csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        let column = self.column.clone().or_else(|| is_csv.then(|| "key".to_owned()));
        let format = match column {
            Some(column) => Format::Csv { column: Some(column) },
            None => Format::Lines,
        };
        let loaded = key_file::read(&bytes, &format);
        let loaded = loaded.map_err(|bad| bad_input(format!("{}: {bad}", path.display())))?;
        let empty_lines = loaded.empty_lines;
        Ok((Keys::Loaded(loaded.into()), empty_lines))
    }

    fn json(&self, frame: &Frame<'_, HashRing>, before: &Spread, empty_lines: u32) -> Value {
        let rows = comparison::moved(frame.state).into_iter().zip(&*frame.state.movements);
        let movements = rows.map(|(row, movement)| {
            json!({
                "what": row.what,
                "moved": movement.moved,
                "keys": movement.keys,
                "moved_percent": row.ours,
                "expected_percent": row.expected,
                "published_percent": row.published,
                "modulo_percent": row.modulo,
                "moved_without_need": movement.stray.map(|stray| json!({
                    "key": frame.model.places().keys().get(stray.key),
                    "from": frame.model.shard_name(stray.from),
                    "to": frame.model.shard_name(stray.to),
                })),
            })
        });
        let after = frame.model.placed(frame.state).load.spread;
        json!({
            "strategy": self.strategy.slug(),
            "method": frame.model.method(),
            "seed": self.seed,
            "empty_lines": empty_lines,
            "before": spread_json(before),
            "movements": movements.collect::<Vec<_>>(),
            "shards": frame.state.cluster.members().count(),
            "after": spread_json(&after),
        })
    }
}

/// A node as the command line names it.
fn shard(id: u32, node: &str) -> anyhow::Result<Shard> {
    let (name, weight) = match node.rsplit_once('=') {
        None => (node, 1),
        Some((name, weight)) => {
            let weight = weight.parse();
            let bad = |_| bad_input(format!("“{node}”: a weight is a whole number, as in a=3"));
            (name, weight.map_err(bad)?)
        }
    };
    if name.is_empty() {
        return Err(bad_input("a node has no name: give names between the commas"));
    }
    Ok(Shard { weight, ..Shard::new(id, name) })
}

/// A file, or standard input for `-`; never more than a file of keys may have, and one byte.
fn read_bounded(path: &Path) -> anyhow::Result<Vec<u8>> {
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path);
        Box::new(file.map_err(|error| bad_input(format!("{}: {error}", path.display())))?)
    };
    let mut bytes = Vec::new();
    let read = source.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| bad_input(format!("{}: {error}", path.display())))?;
    Ok(bytes)
}

/// Does one action, as a hand on the page does it.
fn act(world: &mut World<HashRing>, action: &str) -> anyhow::Result<()> {
    let deed = Deed::Say(action.into());
    let cue = Cue { step: world.step() + 1, at: world.now(), deed, picks: Vec::new() };
    world.apply(&cue, None)?;
    match frame(world)?.recent.back().map(|told| &told.fact) {
        Some(Fact::Refused { why, .. }) => Err(bad_input(why)),
        _ => Ok(()),
    }
}

fn frame(world: &World<HashRing>) -> anyhow::Result<Frame<'_, HashRing>> {
    World::frame(world, world.now()).context("a world shows its own model")
}

fn lines(frame: &Frame<'_, HashRing>, before: &Spread, empty_lines: u32) -> String {
    let Frame { model, state, .. } = frame;
    let shards = first_count(state);
    let mut text = format!(
        "placed {} keys on {} by {}\n",
        before.keys,
        words::things(shards, "shard", "shards"),
        model.method()
    );
    if empty_lines > 0 {
        text += &format!("skipped {}\n", words::things(empty_lines, "empty line", "empty lines"));
    }
    text += &spread_line(before);
    for (row, movement) in comparison::moved(state).iter().zip(&*state.movements) {
        let published =
            row.published.map_or_else(String::new, |percent| format!(", published {percent:.2} %"));
        text += &format!(
            "moved {} of {} keys ({}): {}, expected {:.2} %{published}, modulo {:.2} %\n",
            movement.moved,
            movement.keys,
            words::percent(movement.moved, movement.keys),
            row.what,
            row.expected,
            row.modulo,
        );
    }
    if !state.movements.is_empty() {
        text += &spread_line(&model.placed(state).load.spread);
    }
    text
}

/// How many shards there were before the first change.
fn first_count(state: &State) -> u32 {
    let first = state.movements.first().map_or(&state.cluster, |movement| &movement.before);
    first.members().count()
}

fn spread_line(spread: &Spread) -> String {
    format!(
        "keys a shard: mean {:.2}, min {}, max {}, peak to mean {:.3}, standard deviation {:.2}\n",
        spread.mean, spread.min, spread.max, spread.peak_to_mean, spread.standard_deviation
    )
}

fn spread_json(spread: &Spread) -> Value {
    json!({
        "keys": spread.keys,
        "mean": spread.mean,
        "min": spread.min,
        "max": spread.max,
        "peak_to_mean": spread.peak_to_mean,
        "standard_deviation": spread.standard_deviation,
    })
}
