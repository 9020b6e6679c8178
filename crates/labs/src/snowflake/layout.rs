//! How a 64-bit id is divided into fields, as data.
//!
//! A layout lists its fields from the most significant bit down; they always fill 64 bits. What it
//! holds follows from it: how many workers, how many ids each may make in one tick, and when the
//! timestamp runs out.
//!
//! Sources: twitter-archive/snowflake (`IdWorker.scala`, 2010); Discord, *API reference:
//! Snowflakes*; Instagram Engineering, *Sharding & IDs at Instagram* (2012); sony/sonyflake.

use std::fmt;

/// What a field of an id holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Nothing: always zero. A sign bit, or bits to spare.
    Unused,
    /// Ticks since the layout's epoch.
    Time,
    /// Which worker made the id, or a part of its number: fields of this role, put side by side in
    /// their order, are the worker's number.
    Worker,
    /// How many ids the worker had made in this tick before.
    Sequence,
}

/// A run of bits of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// What it holds.
    pub role: Role,
    /// Its name, where the layout comes from.
    pub name: &'static str,
    /// How many bits it has; may be none.
    pub bits: u8,
}

/// How many fields a layout can have.
pub const FIELDS_MAX: usize = 5;

/// How a 64-bit id is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    /// In links and on the command line, in kebab-case.
    pub key: &'static str,
    /// Whose it is.
    pub title: &'static str,
    /// When tick 0 began, in milliseconds since 1970-01-01T00:00:00Z.
    pub epoch_ms: u64,
    /// How long a tick lasts, in milliseconds; at least one.
    pub tick_ms: u64,
    /// From the most significant bit down, 64 bits in all.
    fields: [Field; FIELDS_MAX],
}

/// What an id holds under a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Parts {
    /// Ticks since the epoch.
    pub ticks: u64,
    /// The number of the worker.
    pub worker: u64,
    /// The place among the ids of that worker in that tick.
    pub sequence: u64,
}

/// Why there is no such layout, or no such id under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The fields of a layout of one's own do not fit.
    #[error("{time} bits of time, {worker} of worker and {sequence} of sequence are {} bits; an id \
             has 63 beside its sign", time + worker + sequence)]
    TooMany {
        /// Bits of time.
        time: u32,
        /// Bits of the worker's number.
        worker: u32,
        /// Bits of the sequence.
        sequence: u32,
    },
    /// There is no time in it.
    #[error("a layout needs at least one bit of time")]
    Timeless,
    /// A tick of no length.
    #[error("a tick lasts at least one millisecond")]
    NoTick,
    /// A value has more bits than its field.
    #[error("{value} does not fit into {bits} bits of {role}: the most is {}", mask(u32::from(*bits)))]
    TooWide {
        /// Which field.
        role: Role,
        /// What was to be put there.
        value: u64,
        /// How many bits there are.
        bits: u8,
    },
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Unused => "nothing",
            Role::Time => "time",
            Role::Worker => "worker",
            Role::Sequence => "sequence",
        })
    }
}

const NONE: Field = Field { role: Role::Unused, name: "", bits: 0 };

const fn unused(bits: u8) -> Field {
    Field { role: Role::Unused, name: "unused", bits }
}

const fn time(bits: u8) -> Field {
    Field { role: Role::Time, name: "time", bits }
}

const fn worker(name: &'static str, bits: u8) -> Field {
    Field { role: Role::Worker, name, bits }
}

const fn sequence(name: &'static str, bits: u8) -> Field {
    Field { role: Role::Sequence, name, bits }
}

/// `(timestamp << 17) | (worker << 12) | sequence`, milliseconds since 1970; six bits are unused.
pub const PROTOTYPE: Layout = Layout {
    key: "prototype",
    title: "Prototype",
    epoch_ms: 0,
    tick_ms: 1,
    fields: [unused(6), time(41), worker("worker", 5), sequence("sequence", 12), NONE],
};

/// Twitter's of 2010: a sign bit, 41 + 5 + 5 + 12, epoch 2010-11-04T01:42:54.657Z.
pub const TWITTER: Layout = Layout {
    key: "twitter",
    title: "Twitter",
    epoch_ms: 1_288_834_974_657,
    tick_ms: 1,
    fields: [
        unused(1),
        time(41),
        worker("datacenter", 5),
        worker("worker", 5),
        sequence("sequence", 12),
    ],
};

/// Discord's: 42 + 5 + 5 + 12, epoch 2015-01-01T00:00:00Z. It uses the topmost bit.
pub const DISCORD: Layout = Layout {
    key: "discord",
    title: "Discord",
    epoch_ms: 1_420_070_400_000,
    tick_ms: 1,
    fields: [time(42), worker("worker", 5), worker("process", 5), sequence("increment", 12), NONE],
};

/// Instagram's of 2012: 41 + 13 + 10, epoch 2011-08-24T21:07:01.721Z, the one that its article's
/// function has. The article uses 64 bits for these three fields.
pub const INSTAGRAM: Layout = Layout {
    key: "instagram",
    title: "Instagram",
    epoch_ms: 1_314_220_021_721,
    tick_ms: 1,
    fields: [time(41), worker("shard", 13), sequence("sequence", 10), NONE, NONE],
};

/// Sony's Sonyflake: 39 + 8 + 16 in ticks of ten milliseconds, the sequence before the machine,
/// epoch 2014-09-01T00:00:00Z.
pub const SONYFLAKE: Layout = Layout {
    key: "sonyflake",
    title: "Sonyflake",
    epoch_ms: 1_409_529_600_000,
    tick_ms: 10,
    fields: [unused(1), time(39), sequence("sequence", 8), worker("machine", 16), NONE],
};

/// The layouts that have a name, the prototypes' first.
pub const LAYOUTS: &[Layout] = &[PROTOTYPE, TWITTER, DISCORD, INSTAGRAM, SONYFLAKE];

/// The layout of a key.
pub fn named(key: &str) -> Option<Layout> {
    LAYOUTS.iter().copied().find(|layout| layout.key == key)
}

/// The greatest number of so many bits.
const fn mask(bits: u32) -> u64 {
    if bits >= 64 { u64::MAX } else { (1 << bits) - 1 }
}

impl Layout {
    /// A layout of one's own: a sign bit, bits to spare, then time, worker and sequence.
    ///
    /// # Errors
    /// When the fields are more than 63 bits, or when there is no time in it.
    pub fn own(bits: (u8, u8, u8), epoch_ms: u64, tick_ms: u64) -> Result<Layout, LayoutError> {
        let (time_bits, worker_bits, sequence_bits) = bits;
        let [t, w, s] = [time_bits, worker_bits, sequence_bits].map(u32::from);
        if t + w + s > 63 {
            return Err(LayoutError::TooMany { time: t, worker: w, sequence: s });
        }
        if time_bits == 0 {
            return Err(LayoutError::Timeless);
        }
        if tick_ms == 0 {
            return Err(LayoutError::NoTick);
        }
        let fields = [
            unused(64 - time_bits - worker_bits - sequence_bits),
            time(time_bits),
            worker("worker", worker_bits),
            sequence("sequence", sequence_bits),
            NONE,
        ];
        Ok(Layout { key: "own", title: "One’s own", epoch_ms, tick_ms, fields })
    }

    /// The fields that have bits, from the most significant down, each with its shift.
    pub fn fields(&self) -> impl Iterator<Item = (Field, u32)> {
        let mut shift = 64;
        self.fields.into_iter().filter(|field| field.bits > 0).map(move |field| {
            shift -= u32::from(field.bits);
            (field, shift)
        })
    }

    /// How many bits all fields of a role have.
    pub const fn bits(&self, role: Role) -> u32 {
        let mut bits = 0;
        let mut nth = 0;
        while nth < FIELDS_MAX {
            if self.fields[nth].role as u8 == role as u8 {
                bits += self.fields[nth].bits as u32;
            }
            nth += 1;
        }
        bits
    }

    /// How many bits there are to the right of a role's last field; 0 where no field has the role.
    pub const fn shift(&self, role: Role) -> u32 {
        let mut shift = 0;
        let mut nth = FIELDS_MAX;
        while nth > 0 {
            nth -= 1;
            let field = self.fields[nth];
            if field.role as u8 == role as u8 && field.bits > 0 {
                return shift;
            }
            shift += field.bits as u32;
        }
        0
    }

    /// The greatest value that the fields of a role hold together.
    pub const fn most(&self, role: Role) -> u64 {
        mask(self.bits(role))
    }

    /// How many workers there can be.
    pub fn workers(&self) -> u64 {
        self.most(Role::Worker) + 1
    }

    /// How many ids a worker can make in one tick.
    pub fn per_tick(&self) -> u64 {
        self.most(Role::Sequence) + 1
    }

    /// How many ids a worker can make in a second, rounded down.
    pub fn per_second(&self) -> u64 {
        self.per_tick().saturating_mul(1_000) / self.tick_ms
    }

    /// The first instant that no timestamp can tell, in milliseconds since 1970.
    pub fn spent_ms(&self) -> u128 {
        let ticks = u128::from(self.most(Role::Time)) + 1;
        u128::from(self.epoch_ms) + ticks * u128::from(self.tick_ms)
    }

    /// The tick of an instant in milliseconds since 1970; `None` before the epoch.
    pub fn tick_at(&self, unix_ms: u64) -> Option<u64> {
        Some(unix_ms.checked_sub(self.epoch_ms)? / self.tick_ms)
    }

    /// When a tick began, in milliseconds since 1970.
    pub fn instant_ms(&self, ticks: u64) -> u128 {
        u128::from(self.epoch_ms) + u128::from(ticks) * u128::from(self.tick_ms)
    }

    /// The id of these parts.
    ///
    /// # Errors
    /// When one of them has more bits than its fields.
    pub fn pack(&self, parts: Parts) -> Result<u64, LayoutError> {
        let values = [
            (Role::Time, parts.ticks),
            (Role::Worker, parts.worker),
            (Role::Sequence, parts.sequence),
        ];
        for (role, value) in values {
            if value > self.most(role) {
                // Fields of one role have at most 63 bits together.
                let bits = self.bits(role) as u8;
                return Err(LayoutError::TooWide { role, value, bits });
            }
        }
        let mut left = values.map(|(role, _)| self.bits(role));
        let mut id = 0;
        for (field, shift) in self.fields() {
            let Some(place) = values.iter().position(|(role, _)| *role == field.role) else {
                continue;
            };
            left[place] -= u32::from(field.bits);
            let value = values[place].1 >> left[place] & mask(u32::from(field.bits));
            id |= value << shift;
        }
        Ok(id)
    }

    /// What an id holds. Bits that the layout does not use are left out: see [`Layout::stray`].
    pub fn unpack(&self, id: u64) -> Parts {
        let of = |wanted: Role| {
            let fields = self.fields().filter(|(field, _)| field.role == wanted);
            fields.fold(0, |value, (field, shift)| {
                let bits = u32::from(field.bits);
                value << bits | id >> shift & mask(bits)
            })
        };
        Parts { ticks: of(Role::Time), worker: of(Role::Worker), sequence: of(Role::Sequence) }
    }

    /// The bits that an id has set where the layout has none: an id of this layout has no such bit.
    pub fn stray(&self, id: u64) -> u64 {
        let unused = self.fields().filter(|(field, _)| field.role == Role::Unused);
        unused.fold(0, |stray, (field, shift)| stray | id & mask(u32::from(field.bits)) << shift)
    }

    /// What each field of an id holds, from the most significant down.
    pub fn values(&self, id: u64) -> impl Iterator<Item = (Field, u64)> {
        self.fields().map(move |(field, shift)| (field, id >> shift & mask(u32::from(field.bits))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_fills_64_bits() {
        for layout in LAYOUTS {
            assert_eq!(layout.fields().map(|(field, _)| u32::from(field.bits)).sum::<u32>(), 64);
            assert_eq!(layout.fields().last().map(|(_, shift)| shift), Some(0), "{}", layout.key);
        }
    }

    /// Discord's documentation decodes this very id.
    #[test]
    fn discords_example_is_decoded() {
        let id = 175_928_847_299_117_063;
        let parts = DISCORD.unpack(id);
        assert_eq!(DISCORD.instant_ms(parts.ticks), 1_462_015_105_796);
        let fields: Vec<_> = DISCORD.values(id).map(|(field, value)| (field.name, value)).collect();
        assert_eq!(fields[1..], [("worker", 1), ("process", 0), ("increment", 7)]);
        assert_eq!(DISCORD.pack(parts), Ok(id));
    }

    #[test]
    fn the_prototypes_shifts_are_17_and_12() {
        let parts = Parts { ticks: 5, worker: 3, sequence: 9 };
        assert_eq!(PROTOTYPE.pack(parts), Ok(5 << 17 | 3 << 12 | 9));
        assert_eq!((PROTOTYPE.workers(), PROTOTYPE.per_tick()), (32, 4_096));
    }

    #[test]
    fn packing_and_unpacking_are_inverse() {
        for layout in LAYOUTS.iter().copied().chain(Layout::own((40, 0, 20), 7, 3)) {
            for bits in [0, 1, 0x5555_5555_5555_5555, u64::MAX, 0x0123_4567_89ab_cdef] {
                let id = bits & !layout.stray(bits);
                assert_eq!(layout.stray(id), 0);
                assert_eq!(layout.pack(layout.unpack(id)), Ok(id), "{}", layout.key);
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let parts = Parts { ticks: 0, worker: 32, sequence: 0 };
        let why = PROTOTYPE.pack(parts).unwrap_err().to_string();
        assert_eq!(why, "32 does not fit into 5 bits of worker: the most is 31");
        let why = Layout::own((41, 12, 12), 0, 1).unwrap_err().to_string();
        assert!(why.contains("65 bits"), "{why}");
        assert_eq!(Layout::own((0, 1, 1), 0, 1), Err(LayoutError::Timeless));
        assert_eq!(Layout::own((9, 1, 1), 0, 0), Err(LayoutError::NoTick));
    }
}
