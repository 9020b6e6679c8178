//! Named recipes.

use crate::lab::Preset;

/// The opening preset first.
pub(super) const PRESETS: &[Preset] = &[Preset {
    key: "at-work",
    label: "At work",
    note: "Seven users on three shards: each shard numbers its own posts, and every timeline is \
               merged by these numbers alone. Add a shard, and watch who moves.",
    knobs: &[],
    seed: 1,
    cues: &[],
}];
