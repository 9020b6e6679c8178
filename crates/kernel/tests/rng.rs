//! The generator and its samplers: pinned by vectors, and checked for bias. No test here can fail
//! by bad luck, for every draw is a function of its key.

use kernel::rng::{below, exponential, exponential_span, keyed, mix};
use kernel::{Class, Cx, Delay, Draw, Law, Machine, Model, Nature, Search, Span, Time, World};

/// What SplitMix64 adds at each draw.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Uniform bits, a stream a test.
fn bits(stream: u64) -> impl Iterator<Item = u64> {
    (0..).map(move |count| keyed(0xFAB1E, stream, 0, count))
}

/// Pearson's statistic of counts that should be equal.
fn chi_square(counts: &[u64]) -> f64 {
    let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    counts.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum()
}

/// Asserts that counts are as equal as chance allows, four deviations from the mean by the cube
/// root that makes the statistic nearly normal (Wilson and Hilferty, PNAS 1931).
fn assert_even(counts: &[u64], what: &str) {
    let freedom = (counts.len() - 1) as f64;
    let statistic = chi_square(counts);
    let spread = 2.0 / (9.0 * freedom);
    let most = freedom * (1.0 - spread + 4.0 * spread.sqrt()).powi(3);
    assert!(statistic < most, "{what}: chi-square {statistic:.1}, at most {most:.1}: {counts:?}");
}

#[test]
fn the_finaliser_is_that_of_splitmix64() {
    // The first outputs of the reference implementation (S. Vigna, splitmix64.c) at seed 1234567.
    let published = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    for (count, output) in (1u64..).zip(published) {
        assert_eq!(mix(count.wrapping_mul(GOLDEN).wrapping_add(1_234_567)), output);
    }
}

#[test]
fn keyed_draws_are_pinned() {
    let inputs = [(0, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)];
    let draws = inputs.map(|(seed, stream, key, count)| keyed(seed, stream, key, count));
    assert_eq!(draws.map(|draw| format!("{draw:016x}")), VECTORS);
    let extreme = keyed(u64::MAX, u64::MAX, u64::MAX, u64::MAX);
    assert_eq!(format!("{extreme:016x}"), EXTREME);
}

const VECTORS: [&str; 5] = [
    "6e789e6aa1b965f4",
    "e99ff867dbf682c9",
    "9502e7dc736c862c",
    "8e210e4f90e6ce68",
    "06c45d188009454f",
];
const EXTREME: &str = "b54a3cd4208a8f1b";

#[test]
fn one_bit_of_any_input_turns_half_of_the_output() {
    const TRIES: u64 = 200;
    for input in 0..4 {
        for bit in 0..64 {
            let turned: u32 = (0..TRIES)
                .map(|n| {
                    let mut at = [n, n % 7, n * n, n % 50];
                    let [seed, stream, key, count] = at;
                    let before = keyed(seed, stream, key, count);
                    at[input] ^= 1 << bit;
                    let [seed, stream, key, count] = at;
                    (before ^ keyed(seed, stream, key, count)).count_ones()
                })
                .sum();
            let mean = f64::from(turned) / TRIES as f64;
            // Of 64 fair coins, over so many tries, the mean has a deviation of 0.28.
            assert!((mean - 32.0).abs() < 1.3, "input {input}, bit {bit}: {mean} bits turn");
        }
    }
}

#[test]
fn no_seed_makes_streams_alike() {
    for seed in [0, GOLDEN, u64::MAX, !GOLDEN] {
        let first = keyed(seed, 0, 0, 0);
        assert_ne!(first, keyed(seed, 1, 0, 0), "streams of seed {seed:x}");
        assert_ne!(first, keyed(seed, 0, 1, 0), "keys of seed {seed:x}");
    }
}

#[test]
fn every_bit_of_a_draw_is_a_fair_coin() {
    for stream in 0..4 {
        let mut ones = [0u64; 64];
        const DRAWS: u64 = 20_000;
        for draw in bits(stream).take(DRAWS as usize) {
            (0..64).for_each(|bit| ones[bit] += draw >> bit & 1);
        }
        for (bit, ones) in ones.iter().enumerate() {
            assert_even(&[*ones, DRAWS - ones], &format!("bit {bit} of stream {stream}"));
        }
    }
}

#[test]
fn neighbouring_draws_do_not_go_together() {
    for stream in 0..4 {
        let mut pairs = [0u64; 256];
        let draws: Vec<u64> = bits(stream).take(60_001).collect();
        for pair in draws.windows(2) {
            pairs[(pair[0] >> 60 << 4 | pair[1] >> 60) as usize] += 1;
        }
        assert_even(&pairs, &format!("pairs of stream {stream}"));
    }
}

#[test]
fn below_is_pinned_and_stays_below() {
    assert_eq!(below(0, 1), 0);
    assert_eq!(below(u64::MAX, 1), 0);
    assert_eq!(below(u64::MAX, 10), 9);
    assert_eq!(below((1 << 63) + (1 << 40), 10), 5);
    assert_eq!(below(1 << 63, 10), 2, "its product ends in zeros, so it is mixed again");
    assert_eq!(below(u64::MAX, u64::MAX), u64::MAX - 1);
    for bound in [1, 2, 3, 10, 255, 1_000_003, 1 << 33, (1 << 63) + 1, u64::MAX] {
        assert!(bits(bound).take(500).all(|draw| below(draw, bound) < bound), "bound {bound}");
    }
}

#[test]
fn below_is_even_under_awkward_bounds() {
    for bound in [2, 3, 5, 6, 7, 10, 12, 100, 257, 1_000] {
        let mut counts = vec![0u64; bound];
        for draw in bits(bound as u64).take(40 * bound + 20_000) {
            counts[below(draw, bound as u64) as usize] += 1;
        }
        assert_even(&counts, &format!("below {bound}"));
    }
}

#[test]
fn below_is_even_where_multiplying_alone_is_not() {
    // Under 3·2^62 a third of all draws has to be rejected: without, one remainder of three would
    // come twice as often as the others, and under 2^63 + 1 half of all numbers never.
    for bound in [3 << 62, (1 << 63) + 1, (1 << 63) + (1 << 62) - 1, u64::MAX / 3 * 2] {
        let (mut remainders, mut eighths) = ([0u64; 3], [0u64; 8]);
        for draw in bits(bound).take(30_000) {
            let number = below(draw, bound);
            remainders[(number % 3) as usize] += 1;
            eighths[(u128::from(number) * 8 / u128::from(bound)) as usize] += 1;
        }
        assert_even(&remainders, &format!("remainders below {bound}"));
        assert_even(&eighths, &format!("eighths below {bound}"));
    }
}

/// -ln of the number in (0, 1] that an exponential variate is made of.
fn exact(bits: u64) -> f64 {
    -(((bits | 1) as f64) / 2f64.powi(64)).ln()
}

fn as_float(fixed: u64) -> f64 {
    fixed as f64 / 2f64.powi(32)
}

#[test]
fn the_exponential_is_the_logarithm_within_two_millionths() {
    let edges = (0..64).flat_map(|bit| {
        let power = 1u64 << bit;
        // Around each power of two, and in the middle of a table's step, where a line is worst.
        [power, power - 1, power + 1, power + (power >> 9), power + (power >> 1) + (power >> 9)]
    });
    for draw in edges.chain([0, u64::MAX]).chain(bits(1).take(50_000)) {
        let error = (as_float(exponential(draw)) - exact(draw)).abs();
        assert!(error < 2e-6, "{draw:x}: off by {error:e}");
    }
}

#[test]
fn the_exponential_is_pinned_and_bounded() {
    let draws = [0, 1, 1 << 32, 1 << 63, (1 << 63) + (1 << 62), u64::MAX];
    assert_eq!(draws.map(exponential), EXPONENTIALS);
    let second = Span::secs(1);
    assert_eq!(exponential_span(u64::MAX, second), Span::ZERO);
    assert!(exponential_span(0, second) < second * 45, "the longest of all");
    assert_eq!(exponential_span(0, Span::micros(u64::MAX)), Span::micros(u64::MAX), "saturates");
    assert_eq!(exponential_span(0, Span::ZERO), Span::ZERO);
}

/// 64, 64, 32 and 1 times ln 2, -ln 0.75, and next to nothing, with 32 fractional bits.
const EXPONENTIALS: [u64; 6] =
    [190_530_846_208, 190_530_846_208, 95_265_423_104, 2_977_044_472, 1_235_585_094, 1];

#[test]
fn the_exponential_falls_as_its_draw_rises() {
    let mut draws: Vec<u64> = bits(2).take(50_000).collect();
    draws.sort_unstable();
    let is_falling = draws.windows(2).all(|pair| exponential(pair[0]) >= exponential(pair[1]));
    assert!(is_falling);
}

#[test]
fn the_exponential_has_the_moments_and_the_tail_of_its_law() {
    const DRAWS: usize = 400_000;
    let sample: Vec<f64> = bits(3).take(DRAWS).map(|draw| as_float(exponential(draw))).collect();
    let count = DRAWS as f64;
    let mean = sample.iter().sum::<f64>() / count;
    let variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (count - 1.0);
    // The deviation of the mean is 1/√n, that of the variance √8/√n.
    assert!((mean - 1.0).abs() < 4.0 / count.sqrt(), "mean {mean}");
    assert!((variance - 1.0).abs() < 4.0 * (8.0 / count).sqrt(), "variance {variance}");
    for x in [0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 7.0] {
        let expected = f64::exp(-x);
        let share = sample.iter().filter(|sample| **sample > x).count() as f64 / count;
        let deviation = (expected * (1.0 - expected) / count).sqrt();
        assert!((share - expected).abs() < 4.0 * deviation, "above {x}: {share}, not {expected}");
    }
}

/// Waits as long as a law says, again and again.
#[derive(Clone)]
struct Waits(Delay);

impl Model for Waits {
    type State = ();
    type Event = ();
    type Action = ();
    type Fact = ();
    const LAWS: &'static [Law<Waits>] = &[];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> ((), Vec<(Span, ())>) {
        ((), vec![(Span::ZERO, ())])
    }

    fn on_event(&self, (): &mut (), (): (), cx: &mut Cx<'_, Waits>) {
        let wait = cx.delay(Draw::next(0), self.0);
        cx.after(wait, ());
    }

    fn on_action(&self, (): &mut (), (): (), _cx: &mut Cx<'_, Waits>) {}

    fn actions(&self, (): &(), _out: &mut Vec<()>) {}

    fn class(&self, (): &()) -> Class {
        Class::Timer
    }
}

/// The lengths of so many waits, in µs.
fn waits(law: Delay, count: usize) -> Vec<u64> {
    let mut world = World::new(Waits(law), 77, Nature::default());
    let mut next = || {
        world.advance(Time::END, 1, None);
        world.next_due().expect("it waits on").since(world.now()).as_micros()
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn delays_are_drawn_by_their_law() {
    let us = Span::micros;
    assert!(waits(Delay::Exactly(us(9)), 50).iter().all(|wait| *wait == 9));
    let mut counts = [0u64; 5];
    for wait in waits(Delay::Between(us(3), us(7)), 20_000) {
        counts[(wait - 3) as usize] += 1;
    }
    assert_even(&counts, "both ends of a delay are drawn like the middle");

    let cut = Delay::Exponential { mean: us(1_000), most: us(2_000) };
    let sample = waits(cut, 40_000);
    assert_eq!(sample.iter().max(), Some(&2_000));
    // Of an exponential of mean one cut at two, the mean is 1 - e⁻².
    let mean = sample.iter().sum::<u64>() as f64 / 40_000.0;
    let expected = 1_000.0 * (1.0 - f64::exp(-2.0));
    assert!((mean - expected).abs() < 15.0, "mean {mean}, not {expected}");
}
