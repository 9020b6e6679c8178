//! What there is to tell of a cluster.

use super::protocol::{Envelope, Node, Protocol, Stretch};
use kernel::Span;

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact<P: Protocol> {
    /// A message went out.
    Sent(Envelope<P>),
    /// A message was taken in.
    Arrived(Envelope<P>),
    /// A message got nowhere.
    Lost(Envelope<P>, Loss),
    /// A message waits before a paused server or in a clogged link.
    Held(Envelope<P>),
    /// A timer rang.
    Rang(Node, P::Timer),
    /// A record was written that nobody waits for.
    Wrote(Node, P::Record),
    /// A record is being written, and the server waits for the disk.
    Forcing(Node, P::Record),
    /// A record that was forced is on disk.
    Forced(Node, P::Record),
    /// A server lost its memory, and so many records that had not reached the disk.
    Crashed(Node, u8),
    /// The first heard that the second has crashed.
    Noticed(Node, Node),
    /// A server started again, from its disk.
    Restarted(Node),
    /// A server stands still.
    Paused(Node),
    /// A server goes on.
    Resumed(Node),
    /// What is sent this way is lost from now on.
    Cut(Node, Node),
    /// What arrives this way has to wait from now on.
    Clogged(Node, Node),
    /// The link carries again.
    Healed(Node, Node),
    /// Something that lasted at a server has ended: what, of which order, and how long it lasted.
    Lasted(Node, Stretch, u16, Span),
    /// A server has something to tell.
    News(Node, P::News),
}

/// Why a message got nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The link is cut.
    Cut,
    /// The receiver is down.
    Down,
    /// The receiver has heard that the sender is down, and the connection is gone.
    Sender,
    /// It vanished.
    Chance,
}
