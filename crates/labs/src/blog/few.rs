//! Small sets: of users, and of shards.

/// A set of small numbers: of users by their index, or of shards by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Few(u32);

impl Few {
    /// The set of one.
    pub fn one(number: u8) -> Few {
        Few::default().with(number)
    }

    /// Whether a number is in it.
    pub fn has(self, number: u8) -> bool {
        self.0 & bit(number) != 0
    }

    /// The same, and a number.
    #[must_use]
    pub fn with(self, number: u8) -> Few {
        Few(self.0 | bit(number))
    }

    /// The same, without a number.
    #[must_use]
    pub fn without(self, number: u8) -> Few {
        Few(self.0 & !bit(number))
    }

    /// What is in either.
    #[must_use]
    pub fn or(self, other: Few) -> Few {
        Few(self.0 | other.0)
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The numbers, the smallest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let number = left.trailing_zeros();
            (left != 0).then(|| {
                left &= left - 1;
                number as u8
            })
        })
    }
}

impl FromIterator<u8> for Few {
    fn from_iter<I: IntoIterator<Item = u8>>(numbers: I) -> Few {
        numbers.into_iter().fold(Few::default(), Few::with)
    }
}

fn bit(number: u8) -> u32 {
    debug_assert!(number < 32, "a member is below 32");
    1 << (number & 31)
}
