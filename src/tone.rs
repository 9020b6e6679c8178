//! Roles: every role has a colour (by its class) and a second sign.

use kernel::Tone;

/// The class that gives a role its colour.
pub fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "tone-plain",
        Tone::Ok => "tone-ok",
        Tone::Wait => "tone-wait",
        Tone::Lock => "tone-lock",
        Tone::Lost => "tone-lost",
    }
}
