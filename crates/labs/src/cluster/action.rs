//! What a person does to a cluster, and how a link writes it.

use super::protocol::{Node, Protocol};

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action<P: Protocol> {
    /// A server loses its memory.
    Crash(Node),
    /// A server that is down starts from its disk.
    Restart(Node),
    /// A server stands still.
    Pause(Node),
    /// A paused server goes on.
    Resume(Node),
    /// Nothing gets through any more, both ways or from the first to the second alone.
    Cut(Node, Node, Ways),
    /// What arrives has to wait.
    Clog(Node, Node, Ways),
    /// The link carries again.
    Heal(Node, Node, Ways),
    /// All links of a server are cut, but for those to clients.
    Isolate(Node),
    /// All links of a server carry again.
    Rejoin(Node),
    /// A person asks a server for something.
    Errand(Node, P::Errand),
}

/// Which directions of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ways {
    /// From the first to the second.
    One,
    /// From either to the other.
    Both,
}

impl Ways {
    /// The directions, as (from, to).
    pub fn of(self, a: Node, b: Node) -> impl Iterator<Item = (Node, Node)> {
        let back = match self {
            Ways::One => None,
            Ways::Both => Some((b, a)),
        };
        std::iter::once((a, b)).chain(back)
    }
}

/// In text: `crash 1`, `cut 0-2` (both ways), `cut 0>2` (one way), `isolate 1`, or an errand in the
/// protocol's own words.
pub(super) fn write<P: Protocol>(protocol: &P, action: &Action<P>) -> String {
    let link = |verb: &str, a: &Node, b: &Node, ways: &Ways| {
        let sign = if *ways == Ways::Both { '-' } else { '>' };
        format!("{verb} {a}{sign}{b}")
    };
    match action {
        Action::Crash(node) => format!("crash {node}"),
        Action::Restart(node) => format!("restart {node}"),
        Action::Pause(node) => format!("pause {node}"),
        Action::Resume(node) => format!("resume {node}"),
        Action::Cut(a, b, ways) => link("cut", a, b, ways),
        Action::Clog(a, b, ways) => link("clog", a, b, ways),
        Action::Heal(a, b, ways) => link("heal", a, b, ways),
        Action::Isolate(node) => format!("isolate {node}"),
        Action::Rejoin(node) => format!("rejoin {node}"),
        Action::Errand(node, errand) => protocol.write_errand(*node, errand),
    }
}

/// Reads what [`write`] wrote; whether it can be done is another question.
pub(super) fn read<P: Protocol>(protocol: &P, text: &str) -> Option<Action<P>> {
    own(protocol.nodes(), text).or_else(|| {
        let (node, errand) = protocol.read_errand(text)?;
        Some(Action::Errand(node, errand))
    })
}

fn own<P: Protocol>(nodes: u8, text: &str) -> Option<Action<P>> {
    let (verb, rest) = text.split_once(' ')?;
    let node = |text: &str| text.parse().ok().filter(|node: &Node| *node < nodes);
    let of_one: Option<fn(Node) -> Action<P>> = match verb {
        "crash" => Some(Action::Crash),
        "restart" => Some(Action::Restart),
        "pause" => Some(Action::Pause),
        "resume" => Some(Action::Resume),
        "isolate" => Some(Action::Isolate),
        "rejoin" => Some(Action::Rejoin),
        _ => None,
    };
    if let Some(of_one) = of_one {
        return Some(of_one(node(rest)?));
    }
    let of_link: fn(Node, Node, Ways) -> Action<P> = match verb {
        "cut" => Action::Cut,
        "clog" => Action::Clog,
        "heal" => Action::Heal,
        _ => return None,
    };
    let (a, b, ways) = match rest.split_once('-') {
        Some((a, b)) => (a, b, Ways::Both),
        None => rest.split_once('>').map(|(a, b)| (a, b, Ways::One))?,
    };
    let (a, b) = (node(a)?, node(b)?);
    (a != b).then(|| of_link(a, b, ways))
}

/// As a button says it.
pub(super) fn name<P: Protocol>(protocol: &P, action: &Action<P>) -> String {
    let of = |verb: &str, node: &Node| format!("{verb} {}", protocol.name(*node));
    let link = |verb: &str, a: &Node, b: &Node, ways: &Ways| {
        let (a, b) = (protocol.name(*a), protocol.name(*b));
        match ways {
            Ways::Both => format!("{verb} {a} – {b}"),
            Ways::One => format!("{verb} {a} → {b}"),
        }
    };
    match action {
        Action::Crash(node) => of("Crash", node),
        Action::Restart(node) => of("Restart", node),
        Action::Pause(node) => of("Pause", node),
        Action::Resume(node) => of("Resume", node),
        Action::Cut(a, b, ways) => link("Cut", a, b, ways),
        Action::Clog(a, b, ways) => link("Clog", a, b, ways),
        Action::Heal(a, b, ways) => link("Heal", a, b, ways),
        Action::Isolate(node) => of("Isolate", node),
        Action::Rejoin(node) => of("Rejoin", node),
        Action::Errand(node, errand) => protocol.name_errand(*node, errand),
    }
}
