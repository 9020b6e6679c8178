//! The six schemes, and what is so of each whatever happens.

/// A way to give rows their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// One server counts for everybody.
    Counter,
    /// A coordinator hands out ranges, which the writers use up by themselves.
    Leases,
    /// The database of each shard counts by itself, with a stride that keeps them apart.
    Stride,
    /// Random: UUID version 4.
    Random,
    /// Time, then random: UUID version 7.
    Dated,
    /// Time, worker, sequence.
    Snowflake,
}

/// How many schemes there are.
pub const SCHEMES: usize = 6;

/// What is so of a scheme.
#[derive(Clone, Copy, Debug)]
pub struct Properties {
    /// How large an id is, in bytes.
    pub bytes: u8,
    /// How ids lie in the order in which they were given.
    pub order: &'static str,
    /// Who has to be asked.
    pub coordination: &'static str,
    /// Whose crash stops it.
    pub fails_with: &'static str,
    /// Why no id is given twice.
    pub unique: &'static str,
    /// What an id tells a stranger.
    pub reveals: &'static str,
}

impl Scheme {
    /// All of them, in the order of the page.
    pub const ALL: [Scheme; SCHEMES] = [
        Scheme::Counter,
        Scheme::Leases,
        Scheme::Stride,
        Scheme::Random,
        Scheme::Dated,
        Scheme::Snowflake,
    ];

    /// The schemes whose ids are made where they are needed.
    pub const LOCAL: [Scheme; 3] = [Scheme::Random, Scheme::Dated, Scheme::Snowflake];

    /// What a page calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Scheme::Counter => "Central counter",
            Scheme::Leases => "Leased ranges",
            Scheme::Stride => "Stride by shard",
            Scheme::Random => "UUIDv4",
            Scheme::Dated => "UUIDv7",
            Scheme::Snowflake => "Snowflake",
        }
    }

    /// Its place among [`Scheme::ALL`].
    pub const fn place(self) -> usize {
        self as usize
    }

    /// How large an id is, in bytes.
    pub const fn bytes(self) -> u8 {
        match self {
            Scheme::Random | Scheme::Dated => 16,
            Scheme::Counter | Scheme::Leases | Scheme::Stride | Scheme::Snowflake => 8,
        }
    }

    /// What the keys of one row take, in bytes: the primary key, and once more in each of so many
    /// secondary indexes, whose entries end in it (InnoDB's clustered index).
    pub const fn bytes_a_row(self, indexes: u8) -> u16 {
        self.bytes() as u16 * (indexes as u16 + 1)
    }

    /// What is so of it.
    pub const fn properties(self) -> Properties {
        let bytes = self.bytes();
        match self {
            Scheme::Counter => Properties {
                bytes,
                order: "the order of the requests at the server",
                coordination: "a round trip for each id",
                fails_with: "the one server",
                unique: "by construction, as long as the server forgets nothing",
                reveals: "how many there are (the German tanks)",
            },
            Scheme::Leases => Properties {
                bytes,
                order: "rising at each writer; writers lie a range apart",
                coordination: "a round trip for each range",
                fails_with: "the coordinator, once the ranges are used up",
                unique: "by construction, as long as the coordinator forgets nothing",
                reveals: "about how many there are",
            },
            Scheme::Stride => Properties {
                bytes,
                order: "rising at each shard; the busier shard runs ahead",
                coordination: "none but the insert itself",
                fails_with: "a shard, for the rows that lie there",
                unique: "by configuration: every shard has to know how many there are",
                reveals: "which shard, and how many there are",
            },
            Scheme::Random => Properties {
                bytes,
                order: "none",
                coordination: "none",
                fails_with: "nobody",
                unique: "by odds: 122 random bits",
                reveals: "nothing",
            },
            Scheme::Dated => Properties {
                bytes,
                order: "by time, to the millisecond and the skew of the clocks",
                coordination: "none",
                fails_with: "nobody",
                unique: "by odds: 74 random bits a millisecond",
                reveals: "when it was made",
            },
            Scheme::Snowflake => Properties {
                bytes,
                order: "by time, to the millisecond and the skew of the clocks",
                coordination: "once: a number for each worker",
                fails_with: "nobody; a clock that goes back stops its worker",
                unique: "by construction, as long as clocks and workers’ numbers are right",
                reveals: "when, by which worker, and how fast",
            },
        }
    }
}

/// Some of the schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Set(u8);

impl Set {
    /// All of them.
    pub const ALL: Set = Set((1 << SCHEMES) - 1);

    /// Whether one is among them.
    pub const fn has(self, scheme: Scheme) -> bool {
        self.0 & 1 << scheme as u8 != 0
    }

    /// Takes one out.
    pub fn remove(&mut self, scheme: Scheme) {
        self.0 &= !(1 << scheme as u8);
    }

    /// Whether none is left.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in it.
    pub fn iter(self) -> impl Iterator<Item = Scheme> {
        Scheme::ALL.into_iter().filter(move |scheme| self.has(*scheme))
    }
}
