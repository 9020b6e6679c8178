//! Times and stretches in a few words.

use crate::cluster::Stretch;
use kernel::Span;
use kernel::decimal::fixed;

/// A length of time as a person reads it at a glance: "0.8 s", "12 s".
pub fn since(span: Span) -> String {
    let tenths = span.as_micros() / 100_000;
    match tenths {
        0 => "< 0.1 s".to_owned(),
        1..100 => format!("{}.{} s", tenths / 10, tenths % 10),
        _ => format!("{} s", tenths / 10),
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
