//! Times and stretches in a few words.

use crate::cluster::Stretch;
use kernel::Span;
use kernel::decimal::fixed;

/// A length of time as a person reads it at a glance: "0.08 s", "1.25 s", "12.5 s", "180 s".
pub fn since(span: Span) -> String {
    let hundredths = span.as_micros() / 10_000;
    match hundredths {
        0..1_000 => format!("{}.{:02} s", hundredths / 100, hundredths % 100),
        1_000..10_000 => format!("{}.{} s", hundredths / 100, hundredths / 10 % 10),
        _ => format!("{} s", hundredths / 100),
    }
}

/// What lasts, as it stands before a length of time.
pub fn lasting(stretch: Stretch) -> &'static str {
    match stretch {
        Stretch::Locked => "locked",
        Stretch::InDoubt => "in doubt",
        Stretch::HalfDone => "half done",
    }
}

/// A share as an opacity or a length of dash.
pub fn share(part: f64) -> String {
    fixed(part, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_fine_as_they_are_short() {
        let of = |ms| since(Span::millis(ms));
        assert_eq!(
            [4, 85, 1_259, 12_570, 180_900].map(of),
            ["0.00 s", "0.08 s", "1.25 s", "12.5 s", "180 s"]
        );
    }
}
