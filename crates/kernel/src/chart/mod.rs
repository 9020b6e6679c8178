//! A space-time diagram of a stretch of a run: a line a node, messages as arrows between the lines.
//!
//! The picture is Lamport's ("Time, Clocks, and the Ordering of Events in a Distributed System",
//! CACM 1978). A model says by a few hooks which nodes it has and where its events happen; who sent
//! what when, and what became of it, is read off the agenda before and after each step, so no model
//! keeps anything for it and a run without a chart pays nothing.

mod mermaid;
mod past;
pub(crate) mod record;
mod survey;

use crate::model::Tone;
use crate::recipe::Playhead;
use crate::time::Time;

pub use past::Past;
pub use survey::Survey;
pub(crate) use survey::survey;

/// More steps than this are not charted at once.
pub const STEPS: u64 = 800;
/// With so many messages a chart ends: no picture shows them apart.
pub const ARROWS: usize = 2_000;
/// With so many marks a chart ends.
pub const MARKS: usize = 2_000;

/// Where a booked event happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a node: its timer rings, its disk answers, it takes a step.
    At(u8),
    /// On the wire between two nodes.
    Wire {
        /// The sender.
        from: u8,
        /// The receiver.
        to: u8,
    },
}

/// How a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Standing {
    /// It runs.
    #[default]
    Up,
    /// It has crashed: what reaches it is lost.
    Down,
    /// It is stopped for a while and forgets nothing.
    Paused,
}

/// What a fact means to a space-time diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A node decided what is not taken back: the turning points of a run.
    Decision(u8),
    /// Something else at a node that is worth a mark.
    Note(u8),
    /// A message was lost: as it was sent, so that it was never booked; where it had to wait; or as it
    /// arrived, because nobody was there or the link was cut. A chart knows by itself of messages that
    /// are taken out of the agenda or arrive at a node that is down, and counts none of them twice.
    Lost {
        /// The sender.
        from: u8,
        /// Who should have received it.
        to: u8,
        /// What it said, as [`Model::caption`](crate::Model::caption) has it.
        caption: String,
    },
    /// The message that this step brought has to wait, before a paused node or in a clogged link. It
    /// is the same message that is booked again later.
    Held,
}

/// A stretch of a run as a space-time diagram.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Chart {
    /// The nodes by name, in their order.
    pub nodes: Vec<String>,
    /// Where the stretch begins: everything after this step is here.
    pub from: Playhead,
    /// Where it ends.
    pub until: Playhead,
    /// Whether the stretch was cut short because it has more than a chart holds.
    pub is_cut: bool,
    /// The messages that were on their way at some time of it, in the order of their sending.
    pub arrows: Vec<Arrow>,
    /// What happened at nodes, in order.
    pub marks: Vec<Mark>,
    /// How each node stood at the beginning.
    pub standing: Vec<Standing>,
}

impl Chart {
    /// How a node stands where the chart ends.
    pub fn stands(&self, node: u8) -> Standing {
        let of_node = self.marks.iter().rev().filter(|mark| mark.node == node);
        let last = of_node.filter_map(|mark| match mark.kind {
            MarkKind::Crashed => Some(Standing::Down),
            MarkKind::Paused => Some(Standing::Paused),
            MarkKind::Restarted | MarkKind::Resumed => Some(Standing::Up),
            _ => None,
        });
        let first = || self.standing.get(usize::from(node)).copied().unwrap_or_default();
        { last }.next().unwrap_or_else(first)
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Its booking: no other message of the run has this number. `None` where it was never booked.
    pub number: Option<u64>,
    /// The sender.
    pub from: u8,
    /// The receiver.
    pub to: u8,
    /// What it says.
    pub caption: String,
    /// The step that sent it, and its instant. Of what was sent before the chart begins, the step is
    /// where the chart begins and the instant is that of the sending.
    pub sent: Playhead,
    /// When it arrives if nobody interferes.
    pub due: Time,
    /// What became of it.
    pub end: End,
    /// It is the double of another message on its way.
    pub is_double: bool,
}

/// What became of a message, with the step and the instant at which it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was received.
    Arrived(Playhead),
    /// It arrived where nobody heard it.
    Unheard(Playhead),
    /// It was lost on its way, or as it was sent.
    Lost(Playhead),
    /// It is still on its way where the chart ends.
    OnItsWay,
}

impl End {
    /// Where it ended; `None` while it is on its way.
    pub fn place(&self) -> Option<Playhead> {
        match self {
            End::Arrived(at) | End::Unheard(at) | End::Lost(at) => Some(*at),
            End::OnItsWay => None,
        }
    }
}

/// Something that happened at a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The node.
    pub node: u8,
    /// The step and its instant.
    pub at: Playhead,
    /// What it was.
    pub kind: MarkKind,
    /// In words.
    pub text: String,
    /// Its role.
    pub tone: Tone,
}

/// What happened at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A step of its own.
    Step,
    /// A timer rang.
    Timer,
    /// Worth noting.
    Note,
    /// A decision.
    Decision,
    /// It stopped for a while.
    Paused,
    /// It went on.
    Resumed,
    /// It crashed.
    Crashed,
    /// It came back after a crash.
    Restarted,
}
