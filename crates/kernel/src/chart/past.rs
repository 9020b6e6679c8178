//! What a message can have been caused by.

use super::{Chart, End};
use crate::recipe::Playhead;

/// The causal past of a message: all that can have had a part in its being sent, by Lamport's
/// "happened before". What a node did stays a cause across a crash, because it reads its log again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// For each node the last of its steps that belongs to the past; `None` where none does.
    pub until: Vec<Option<Playhead>>,
    /// The messages that belong to it, by their place in the chart, in no order.
    pub arrows: Vec<usize>,
    /// The way that led to the message step by step: it was sent on receiving the first of these,
    /// which was sent on receiving the second, and so on.
    pub chain: Vec<usize>,
}

impl Chart {
    /// The causal past of the message at this place among the arrows, as far as the chart goes back.
    ///
    /// # Panics
    /// Where there is no such arrow.
    pub fn past(&self, arrow: usize) -> Past {
        let message = &self.arrows[arrow];
        let nodes = self.nodes.len().max(usize::from(message.from) + 1);
        let mut until = vec![None; nodes];
        until[usize::from(message.from)] = Some(message.sent);
        let mut received: Vec<(u64, usize)> = (self.arrows.iter().enumerate())
            .filter_map(|(at, other)| match other.end {
                End::Arrived(end) if end.step <= message.sent.step => Some((end.step, at)),
                _ => None,
            })
            .collect();
        received = crate::order::sorted(received, |(step, at)| (*step, *at as u64));
        let (mut arrows, mut chain) = (Vec::new(), Vec::new());
        let mut link = (message.sent.step, message.from);
        // From the latest backwards, once: what raises a node's last step was received before it.
        for (step, at) in received.into_iter().rev() {
            let other = &self.arrows[at];
            let known = until.get(usize::from(other.to)).copied().flatten();
            if known.is_none_or(|known| step > known.step) {
                continue;
            }
            arrows.push(at);
            let from = &mut until[usize::from(other.from)];
            *from = (*from).max(Some(other.sent));
            if (step, other.to) == link {
                chain.push(at);
                link = (other.sent.step, other.from);
            }
        }
        Past { until, arrows, chain }
    }
}
