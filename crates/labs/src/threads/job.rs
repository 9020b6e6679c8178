//! The jobs that real threads share out: a picture that one can see, primes that one can count,
//! and waits. The page, its workers and the command line all run this file, and its results are
//! the same to the bit on all of them, so that no way of sharing out can cheat.
//!
//! A job is cut into *parts* which need nothing of each other, so all of them could run at once.
//! Parts of the picture cost very different times: whoever hands them out in advance instead of
//! one by one lets some threads wait for others.

/// A job of some size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// What is to be done.
    pub kind: Kind,
    /// How much of it.
    pub size: Size,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Computes a picture of the Mandelbrot set, a square of pixels a part.
    Picture,
    /// Counts primes by trial division, a hundredth of the numbers a part.
    Primes,
    /// Waits, as for an answer from elsewhere: one wait a part.
    Waits,
}

/// How much is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For a first look, and for tests.
    Small,
    /// About a second on one thread of a laptop.
    Medium,
    /// Several seconds.
    Large,
}

/// What comes of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The primes among its numbers; or a checksum of its pixels; or one, for a wait that is over.
    pub result: u32,
    /// The pixels of a part of the picture, row by row: how dark each is, 0 to 255. Empty for the
    /// other jobs.
    pub pixels: Vec<u8>,
}

/// Pixels along the side of a part of the picture.
pub const SIDE: u32 = 32;

/// Parts into which the numbers are cut.
const HUNDRED: u32 = 100;

/// Beyond so many rounds a point counts as one of the set.
const ROUNDS: u32 = 1_500;

/// Samples along each side of a pixel.
const SAMPLES: u32 = 2;

/// What the picture shows: the valley between the two largest discs of the set. The left and the
/// upper edge, and the width; the height follows from the pixels.
const LEFT: f64 = -0.7530;
const TOP: f64 = 0.1255;
const WIDTH: f64 = 0.0160;

impl Kind {
    /// All of them, as a list offers them.
    pub const ALL: [Kind; 3] = [Kind::Picture, Kind::Primes, Kind::Waits];

    /// In words, as a list and a command line name it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Picture => "picture",
            Kind::Primes => "primes",
            Kind::Waits => "waits",
        }
    }
}

impl Size {
    /// All of them, as a list offers them.
    pub const ALL: [Size; 3] = [Size::Small, Size::Medium, Size::Large];

    /// In words, as a list and a command line name it.
    pub fn name(self) -> &'static str {
        match self {
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
        }
    }
}

impl Job {
    /// How many parts it has.
    pub fn parts(self) -> u32 {
        match self.kind {
            Kind::Picture => {
                let (columns, rows) = self.grid();
                columns * rows
            }
            Kind::Primes => HUNDRED,
            Kind::Waits => match self.size {
                Size::Small => 12,
                Size::Medium => 24,
                Size::Large => 48,
            },
        }
    }

    /// Columns and rows of parts in the picture.
    pub fn grid(self) -> (u32, u32) {
        match self.size {
            Size::Small => (6, 4),
            Size::Medium => (15, 10),
            Size::Large => (30, 20),
        }
    }

    /// The width and the height of the picture in pixels.
    pub fn pixels(self) -> (u32, u32) {
        let (columns, rows) = self.grid();
        (columns * SIDE, rows * SIDE)
    }

    /// Primes are counted below this number.
    pub fn numbers(self) -> u32 {
        match self.size {
            Size::Small => 500_000,
            Size::Medium => 5_000_000,
            Size::Large => 10_000_000,
        }
    }

    /// How long each part waits, in milliseconds; `None` where parts compute.
    pub fn wait_ms(self) -> Option<u32> {
        (self.kind == Kind::Waits).then_some(match self.size {
            Size::Small => 40,
            Size::Medium => 80,
            Size::Large => 120,
        })
    }

    /// Does one part: the `part`-th of [`Job::parts`], counted from zero. A part that waits has
    /// nothing to compute: whoever runs it has waited for [`Job::wait_ms`].
    pub fn run(self, part: u32) -> Part {
        match self.kind {
            Kind::Picture => {
                let pixels = self.draw(part);
                Part { result: checksum(pixels.iter().copied()), pixels }
            }
            Kind::Primes => {
                let each = self.numbers() / HUNDRED;
                let numbers = part * each..(part + 1) * each;
                let count = numbers.filter(|number| is_prime(*number)).count();
                Part { result: u32::try_from(count).unwrap_or(u32::MAX), pixels: Vec::new() }
            }
            Kind::Waits => Part { result: 1, pixels: Vec::new() },
        }
    }

    /// What the results of all parts, in their order, come to: the primes that were counted, the
    /// waits that are over, or a checksum of the picture.
    pub fn total(self, results: &[u32]) -> u32 {
        match self.kind {
            Kind::Picture => checksum(results.iter().flat_map(|result| result.to_le_bytes())),
            Kind::Primes | Kind::Waits => results.iter().sum(),
        }
    }

    fn draw(self, part: u32) -> Vec<u8> {
        let (columns, _) = self.grid();
        let (left, top) = (part % columns * SIDE, part / columns * SIDE);
        let step = WIDTH / f64::from(columns * SIDE * SAMPLES);
        let shade = |pixel: u32| {
            let (x, y) = (left + pixel % SIDE, top + pixel / SIDE);
            let sample = |nth: u32| {
                let (x, y) = (x * SAMPLES + nth % SAMPLES, y * SAMPLES + nth / SAMPLES);
                u32::from(darkness(LEFT + f64::from(x) * step, TOP - f64::from(y) * step))
            };
            let all = SAMPLES * SAMPLES;
            ((0..all).map(sample).sum::<u32>() / all) as u8
        };
        (0..SIDE * SIDE).map(shade).collect()
    }
}

/// How dark a point is: the later it escapes, the darker, and black within the set.
fn darkness(re: f64, im: f64) -> u8 {
    let (mut x, mut y) = (0.0_f64, 0.0_f64);
    for round in 0..ROUNDS {
        let (xx, yy) = (x * x, y * y);
        if xx + yy > 4.0 {
            // A root is rounded alike everywhere, which a logarithm is not.
            return ((f64::from(round) / f64::from(ROUNDS)).sqrt() * 255.0) as u8;
        }
        (x, y) = (xx - yy + re, 2.0 * x * y + im);
    }
    u8::MAX
}

fn is_prime(number: u32) -> bool {
    if number < 4 {
        return number > 1;
    }
    if number.is_multiple_of(2) {
        return false;
    }
    let mut divisor = 3;
    while divisor * divisor <= number {
        if number.is_multiple_of(divisor) {
            return false;
        }
        divisor += 2;
    }
    true
}

/// The 32-bit FNV-1a hash (Fowler, Noll and Vo): it tells an altered or a misplaced byte,
/// which is all that is asked of it here.
fn checksum(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(job: Job) -> Vec<u32> {
        (0..job.parts()).map(|part| job.run(part).result).collect()
    }

    #[test]
    fn primes_are_as_many_as_there_are() {
        // OEIS A000720 at 500,000.
        let job = Job { kind: Kind::Primes, size: Size::Small };
        assert_eq!(job.total(&results(job)), 41_538);
        let small: Vec<u32> = (0..30).filter(|number| is_prime(*number)).collect();
        assert_eq!(small, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    }

    #[test]
    fn numbers_are_cut_without_a_rest() {
        for size in Size::ALL {
            let job = Job { kind: Kind::Primes, size };
            assert!(job.numbers().is_multiple_of(job.parts()));
        }
    }

    #[test]
    fn a_checksum_is_the_published_one() {
        // Test vectors of the hash's authors.
        assert_eq!(checksum("".bytes()), 0x811c_9dc5);
        assert_eq!(checksum("a".bytes()), 0xe40c_292c);
        assert_eq!(checksum("foobar".bytes()), 0xbf9c_f968);
    }

    #[test]
    fn the_set_is_black_and_what_is_far_from_it_is_not() {
        assert_eq!(darkness(0.0, 0.0), 255);
        assert_eq!(darkness(-1.0, 0.0), 255);
        assert_eq!(darkness(2.0, 2.0), 6);
        assert!(darkness(0.26, 0.0) > darkness(0.4, 0.0));
    }

    #[test]
    fn a_picture_has_all_its_pixels_and_another_one_another_checksum() {
        let job = Job { kind: Kind::Picture, size: Size::Small };
        let part = job.run(7);
        assert_eq!(part.pixels.len(), (SIDE * SIDE) as usize);
        let mut altered = part.pixels.clone();
        altered[500] ^= 1;
        assert_ne!(checksum(altered.into_iter()), part.result);
        let mut results = results(job);
        let total = job.total(&results);
        results.swap(0, 1);
        assert_ne!(job.total(&results), total);
    }
}
