//! Counting test cases in what the runners print.

use std::fmt;
use std::ops::AddAssign;

/// How many cases passed, failed and were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cases that ran and held.
    pub passed: u64,
    /// Cases that ran and did not hold.
    pub failed: u64,
    /// Cases that did not run.
    pub skipped: u64,
}

impl Counts {
    /// One case that held.
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };

    /// One case that did not hold.
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };

    /// One case that did not run.
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// Sums the lines `test result: …` that cargo's runner and wasm-bindgen's print.
pub fn in_cargo_output(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        if let Some((_, result)) = line.split_once("test result: ") {
            counts.passed += number_before(result, " passed");
            counts.failed += number_before(result, " failed");
            counts.skipped += number_before(result, " ignored");
        }
    }
    counts
}

/// Sums the lines that Node's runner ends with, such as `# pass 3` or `ℹ pass 3`.
pub fn in_node_output(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["#" | "ℹ", kind, number] = words[..] else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match kind {
            "pass" => counts.passed += number,
            "fail" | "cancelled" => counts.failed += number,
            "skipped" | "todo" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

/// The number that stands right before a word.
fn number_before(text: &str, word: &str) -> u64 {
    text.split_once(word)
        .and_then(|(before, _)| before.rsplit([' ', ';']).next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_runners_are_summed() {
        let text = "\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s\n\
            noise\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.10s\n";
        let expected = Counts { passed: 15, failed: 2, skipped: 1 };
        assert_eq!(in_cargo_output(text), expected);
    }

    #[test]
    fn both_reporters_of_node_are_read() {
        for sign in ["#", "ℹ"] {
            let text = format!("{sign} tests 6\n{sign} pass 4\n{sign} fail 1\n{sign} skipped 1\n");
            let expected = Counts { passed: 4, failed: 1, skipped: 1 };
            assert_eq!(in_node_output(&text), expected);
        }
    }

    #[test]
    fn the_last_line_is_a_plain_count() {
        let mut counts = Counts::PASSED;
        counts += Counts::FAILED;
        counts += Counts::SKIPPED;
        assert_eq!(counts.to_string(), "1 passed, 1 failed, 1 skipped");
    }
}
