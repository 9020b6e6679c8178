//! What every cluster's links and disks are like, as knobs.

use kernel::{Delay, Knob, Range, Span};

/// What links and disks are like, and who mends what has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ground {
    /// The least and the greatest time that a message takes.
    pub wire: (Span, Span),
    /// Messages lost, per thousand.
    pub loss: u32,
    /// Messages doubled, per thousand.
    pub copy: u32,
    /// Whether a link keeps the order of what is sent over it, as one connection does.
    pub is_ordered: bool,
    /// How long a forced write takes.
    pub disk: Span,
    /// The mean time until somebody restarts a crashed server or heals a cut link; zero for never.
    pub repair: Span,
}

/// The knobs of [`Ground`], in the order of [`Ground::read`].
pub const GROUND: [Knob; 7] = [
    Knob {
        key: "delay",
        label: "delay, least",
        unit: "ms",
        help: "The least time that a message takes from server to server.",
        range: Range::Linear(1, 500),
        default: 30,
        major: false,
    },
    Knob {
        key: "jitter",
        label: "delay, spread",
        unit: "ms",
        help: "How much longer than that a message may take: later ones overtake earlier ones.",
        range: Range::Linear(0, 1_000),
        default: 30,
        major: false,
    },
    Knob {
        key: "loss",
        label: "messages lost",
        unit: "‰",
        help: "How many of a thousand messages vanish. Not where links keep order: a connection \
               loses nothing but itself.",
        range: Range::Linear(0, 500),
        default: 0,
        major: false,
    },
    Knob {
        key: "copies",
        label: "messages doubled",
        unit: "‰",
        help: "How many of a thousand messages arrive twice. Not where links keep order.",
        range: Range::Linear(0, 500),
        default: 0,
        major: false,
    },
    Knob {
        key: "links",
        label: "links",
        unit: "",
        help: "Datagrams may overtake each other; a connection keeps their order.",
        range: Range::Choice(&["datagrams", "connections"]),
        default: 0,
        major: false,
    },
    Knob {
        key: "disk",
        label: "forced write",
        unit: "ms",
        help: "How long a server waits for its disk when it forces its log.",
        range: Range::Linear(0, 200),
        default: 8,
        major: false,
    },
    Knob {
        key: "repair",
        label: "repair after",
        unit: "ms",
        help: "The mean time until a crashed server is restarted and a cut link healed by itself; \
               zero for never.",
        range: Range::Linear(0, 60_000),
        default: 0,
        major: false,
    },
];

impl Ground {
    /// From the values of [`GROUND`], in its order.
    ///
    /// # Panics
    /// When there are not as many.
    pub fn read(values: &[i64]) -> Ground {
        let [delay, jitter, loss, copy, links, disk, repair] = *values else {
            panic!("as many values as knobs")
        };
        let ms = |value: i64| Span::millis(value.unsigned_abs());
        let rate = |value: i64| u32::try_from(value).unwrap_or(0);
        Ground {
            wire: (ms(delay), ms(delay + jitter)),
            loss: rate(loss),
            copy: rate(copy),
            is_ordered: links == 1,
            disk: ms(disk),
            repair: ms(repair),
        }
    }

    /// How long a message takes.
    pub fn transit(&self) -> Delay {
        Delay::Between(self.wire.0, self.wire.1)
    }

    /// How long it takes until somebody mends what has failed.
    pub fn mending(&self) -> Delay {
        let half = Span::micros(self.repair.as_micros() / 2);
        Delay::Between(half, self.repair + half)
    }
}
