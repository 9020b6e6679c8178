//! Named recipes.

use crate::lab::Preset;

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[Preset {
    key: "stepped-back",
    label: "A clock is stepped back",
    note: "The clock of worker 2 runs fast until NTP steps it back: the worker refuses until it has \
           caught up.",
    knobs: &[],
    seed: 1,
    cues: &[(4, 300_000, "drift:1:300"), (14, 2_300_000, "sync:1")],
}];
