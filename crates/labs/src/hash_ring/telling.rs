//! The model in plain words: facts for the log, names for buttons and look-ups, figures.

use kernel::{Figure, Said, Tone};

use super::action::Action;
use super::members::NodeId;
use super::model::{Event, Fact, HashRing, State};
use super::strategy::Kind;
use super::words;

/// A fact in one sentence.
pub(super) fn say(model: &HashRing, fact: &Fact) -> Said {
    let name = |id: &NodeId| model.shard_name(*id);
    let names = |ids: &[NodeId]| words::list(&ids.iter().map(name).collect::<Vec<_>>());
    match fact {
        Fact::Changed(movement) => {
            let tone = if movement.stray.is_some() { Tone::Lost } else { Tone::Ok };
            Said::mark(tone, movement.say())
        }
        Fact::Killed(ids) => Said::mark(Tone::Lost, format!("{} died", names(ids))),
        Fact::Revived(id) => Said::mark(Tone::Ok, format!("{} is alive again", name(id))),
        Fact::Refused { action, why } => {
            Said::mark(Tone::Wait, format!("“{}” was refused: {why}", name_action(model, action)))
        }
        Fact::Typed { key, list } => {
            Said::mark(Tone::Plain, format!("“{key}” was looked up: it lies on {}", names(list)))
        }
        Fact::Answered { key, by, rank: 0, .. } => {
            Said::plain(format!("{} answered for {}", name(by), model.key_name(key)))
        }
        Fact::Answered { key, by, rank, .. } => {
            let (by, key) = (name(by), model.key_name(key));
            let text = format!("{by} answered for {key} in the owner's stead, as replica {rank}");
            Said { text, tone: Tone::Wait, mark: false }
        }
        Fact::PassedOn { key, from, to } => {
            let (key, from, to) = (model.key_name(key), name(from), name(to));
            let text = format!("{from} did not have {key} or was dead: it went on to {to}");
            Said { text, tone: Tone::Wait, mark: false }
        }
        Fact::Unanswered { key, list } => {
            let (key, list) = (model.key_name(key), names(list));
            Said::mark(Tone::Lost, format!("nobody answered for {key}: dead is {list}"))
        }
    }
}

/// A look-up on its way, or the next one to come.
pub(super) fn name_event(model: &HashRing, event: &Event) -> String {
    match event {
        Event::Ask => "the next look-up".to_owned(),
        Event::Look { key, to } => {
            format!("look-up of {} at {}", model.key_name(key), model.shard_name(*to))
        }
    }
}

/// What the button says.
pub(super) fn name_action(model: &HashRing, action: &Action) -> String {
    let name = |id: &NodeId| model.shard_name(*id);
    match action {
        Action::Add(1) => "add a shard".to_owned(),
        Action::Add(count) => format!("add {count} shards"),
        Action::Remove(1) => "remove a shard that the seed chooses".to_owned(),
        Action::Remove(count) => format!("remove {count} shards that the seed chooses"),
        Action::RemoveShard(id) => format!("remove {}", name(id)),
        Action::Weight(id, weight) => format!("give {} weight {weight}", name(id)),
        Action::Kill(id) => format!("kill {}", name(id)),
        Action::Revive(id) => format!("revive {}", name(id)),
        Action::KillZone(zone) => format!("kill zone {zone}"),
        Action::LookUp(key) => format!("look up “{key}”"),
    }
}

/// The numbers beside the picture.
pub(super) fn figures(model: &HashRing, state: &State) -> Vec<Figure> {
    let placed = model.placed(state);
    let spread = placed.load.spread;
    let cluster = &state.cluster;
    let latest = state.movements.last();
    let figure = |key, label, unit, value| Figure { key, label, value, unit };
    let alive = cluster.alive().count();
    let percent = |share: f64| share * 100.0;
    vec![
        figure("shards", "shards", "", Some(f64::from(cluster.members().count()))),
        figure("alive", "of them alive", "", Some(alive as f64)),
        figure("keys", "keys", "", Some(spread.keys as f64)),
        figure("mean", "keys a shard, mean", "keys", Some(spread.mean)),
        figure("min", "keys of the emptiest shard", "keys", Some(f64::from(spread.min))),
        figure("max", "keys of the fullest shard", "keys", Some(f64::from(spread.max))),
        figure("peak_to_mean", "peak to mean", "", Some(spread.peak_to_mean)),
        figure("standard_deviation", "standard deviation", "keys", Some(spread.standard_deviation)),
        figure(
            "moved",
            "keys moved by the last change",
            "keys",
            latest.map(|m| f64::from(m.moved)),
        ),
        figure(
            "moved_percent",
            "of all keys",
            "%",
            latest.map(|m| percent(words::share(m.moved, m.keys))),
        ),
        figure("expected_percent", "expected", "%", latest.map(|m| percent(m.expected_share()))),
        figure(
            "modulo_percent",
            "with modulo hashing",
            "%",
            latest.map(|m| percent(words::share(m.modulo_moved, m.keys))),
        ),
    ]
}

/// The picture in two sentences.
pub(super) fn summary(model: &HashRing, state: &State) -> String {
    let placed = model.placed(state);
    let members = state.cluster.members();
    let load = &placed.load;
    let fullest = (members.shards().iter().zip(&*load.counts))
        .max_by_key(|(shard, count)| (**count, std::cmp::Reverse(shard.id)))
        .map_or_else(String::new, |(shard, count)| {
            let share = words::percent(*count, load.spread.keys);
            format!("the fullest, {}, has {} ({share})", shard.name, words::count(*count))
        });
    let dead = state.cluster.dead().len() as u64;
    let dead = match dead {
        0 => String::new(),
        n => format!(", {} of them dead", words::count(n)),
    };
    let moved = state.movements.last().map(|movement| format!(" {}.", movement.say()));
    format!(
        "{}{dead} share {} by {}; {fullest}.{}",
        words::things(members.count(), "shard", "shards"),
        words::things(load.spread.keys, "key", "keys"),
        model.method(),
        moved.unwrap_or_default(),
    )
}

impl HashRing {
    /// The strategy with what it was told: "a ring with 160 virtual nodes a shard".
    #[must_use]
    pub fn method(&self) -> String {
        let settings = self.places().settings();
        match self.places().kind() {
            Kind::Modulo => "modulo hashing".to_owned(),
            Kind::Ring => {
                let points = words::things(settings.virtual_nodes, "virtual node", "virtual nodes");
                format!("a ring with {points} a shard")
            }
            Kind::Ketama => "a ketama ring with 160 points a shard".to_owned(),
            Kind::Jump => "jump hashing".to_owned(),
            Kind::Rendezvous => "rendezvous hashing".to_owned(),
            Kind::MultiProbe => {
                format!("a ring with {} a key", words::things(settings.probes, "probe", "probes"))
            }
            Kind::Maglev => format!("a Maglev table of {} slots", words::count(settings.table)),
        }
    }
}
