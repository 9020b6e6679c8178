//! Named recipes: the outcomes, each once, and one run that should not be.

use crate::lab::Preset;

/// Steps come at this pace, in microseconds.
macro_rules! cues {
    ($($text:literal)*) => { cues!(@ [] 1; $($text)*) };
    (@ [$($done:tt)*] $step:expr; ) => { &[$($done)*] };
    (@ [$($done:tt)*] $step:expr; $next:literal $($rest:literal)*) => {
        cues!(@ [$($done)* ($step, $step * 600_000, $next),] $step + 1; $($rest)*)
    };
}

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        key: "the-seed-draws",
        label: "The seed draws",
        note: "Of the steps that are possible the seed draws one after the other; under this seed \
               all three commit, which is rare.",
        knobs: &[("steps", 1)],
        seed: 28,
        cues: &[],
    },
    Preset {
        key: "all-commit",
        label: "All commit",
        note: "Four prepare, the transaction manager hears it from all of them, decides, and tells \
               them: thirteen steps, and it cannot be done in fewer.",
        knobs: &[("managers", 4)],
        seed: 1,
        cues: cues!(
            "prepare:1" "prepare:2" "prepare:3" "prepare:4" "hear:1" "hear:2" "hear:3" "hear:4"
            "tm-commit" "commit:1" "commit:2" "commit:3" "commit:4"
        ),
    },
    Preset {
        key: "one-aborts",
        label: "One aborts",
        note: "Manager 4 aborts by itself and tells nobody: the transaction manager will never have \
               heard from all, and can only abort.",
        knobs: &[("managers", 4)],
        seed: 1,
        cues: cues!(
            "prepare:1" "prepare:2" "prepare:3" "choose-abort:4" "hear:1" "hear:2" "hear:3"
            "tm-abort" "abort:1" "abort:2" "abort:3" "abort:4"
        ),
    },
    Preset {
        key: "abort-after-all-prepared",
        label: "Abort after all prepared",
        note: "Everybody could commit, and the transaction manager has heard it; it may abort all \
               the same, as it would when it comes back from a crash without a decision in its log.",
        knobs: &[("managers", 4)],
        seed: 1,
        cues: cues!(
            "prepare:1" "prepare:2" "prepare:3" "prepare:4" "hear:1" "hear:2" "hear:3" "hear:4"
            "tm-abort" "abort:1" "abort:2" "abort:3" "abort:4"
        ),
    },
    Preset {
        key: "commit-too-early",
        label: "Commit too early",
        note: "The transaction manager does not wait for everybody: manager 2 has aborted by \
               itself when manager 1 is told to commit.",
        knobs: &[("managers", 2), ("guard", 0), ("steps", 1)],
        seed: 1,
        cues: &[
            (1, 300_000, "choose-abort:2"),
            (2, 400_000, "tm-commit"),
            (3, 500_000, "commit:1"),
        ],
    },
];
