//! The keyboard: one list from which the keys are read and the help sheet is written.

use crate::session::Msg;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Play or pause.
    Toggle,
    /// One step.
    Step,
    /// One step back.
    Back,
    /// The mark after.
    MarkAfter,
    /// The mark before.
    MarkBefore,
    /// The start.
    ToStart,
    /// Slower.
    Slower,
    /// Faster.
    Faster,
    /// The first sabotage.
    Break,
    /// The preset again.
    Reset,
    /// Another seed.
    NewSeed,
    /// The help sheet.
    Help,
}

/// A key as [`KeyboardEvent::key`] names it, what the help sheet calls it, and what it does.
pub struct Binding {
    key: &'static str,
    /// What the help sheet calls the key.
    pub cap: &'static str,
    /// What the key does, in a few words.
    pub what: &'static str,
    intent: Intent,
}

/// All keys.
pub const BINDINGS: [Binding; 12] = [
    bind(" ", "Space", "play or pause", Intent::Toggle),
    bind("ArrowRight", "→", "one step", Intent::Step),
    bind("ArrowLeft", "←", "one step back", Intent::Back),
    bind(".", ".", "to the next mark", Intent::MarkAfter),
    bind(",", ",", "to the mark before", Intent::MarkBefore),
    bind("Home", "Home", "to the start", Intent::ToStart),
    bind("[", "[", "slower", Intent::Slower),
    bind("]", "]", "faster", Intent::Faster),
    bind("b", "b", "break it", Intent::Break),
    bind("r", "r", "start the preset again", Intent::Reset),
    bind("n", "n", "start again from a new seed", Intent::NewSeed),
    bind("?", "?", "this sheet", Intent::Help),
];

const fn bind(key: &'static str, cap: &'static str, what: &'static str, intent: Intent) -> Binding {
    Binding { key, cap, what, intent }
}

impl Intent {
    /// What a session does for it; `None` where it is the page's own matter. A new seed is asked
    /// for only where one is wanted.
    pub fn msg(self, fresh_seed: impl FnOnce() -> u64) -> Option<Msg> {
        Some(match self {
            Intent::Toggle => Msg::Toggle,
            Intent::Step => Msg::Step,
            Intent::Back => Msg::Back,
            Intent::MarkAfter => Msg::MarkAfter,
            Intent::MarkBefore => Msg::MarkBefore,
            Intent::ToStart => Msg::ToStart,
            Intent::Slower => Msg::Slower,
            Intent::Faster => Msg::Faster,
            Intent::Break => Msg::Break,
            Intent::Reset => Msg::Reset,
            Intent::NewSeed => Msg::Reseed(fresh_seed()),
            Intent::Help => return None,
        })
    }
}

/// What a pressed key asks of the page: nothing while a person types, while a control has its own
/// use for the key, and with a modifier that belongs to the browser.
pub fn heard(event: &Event) -> Option<Intent> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return None;
    }
    let key = event.key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|target| keeps(&target, &key)) {
        return None;
    }
    BINDINGS.iter().find(|binding| binding.key == key).map(|binding| binding.intent)
}

/// Whether an element has a use of its own for a key.
fn keeps(element: &Element, key: &str) -> bool {
    let is_pressed = matches!(key, " " | "Enter");
    let is_moving = matches!(key, "ArrowLeft" | "ArrowRight" | "Home");
    let role = element.get_attribute("role").unwrap_or_default();
    match element.tag_name().to_ascii_lowercase().as_str() {
        "textarea" | "select" => true,
        "input" => match element.get_attribute("type").as_deref() {
            Some("range") => is_moving,
            Some("checkbox") => is_pressed,
            _ => true,
        },
        "button" | "summary" | "a" => is_pressed || (is_moving && role == "tab"),
        _ => match role.as_str() {
            "button" | "link" => is_pressed,
            "log" => is_moving,
            "textbox" | "slider" => true,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_and_nothing_has_two_keys() {
        for (nth, one) in BINDINGS.iter().enumerate() {
            for other in &BINDINGS[nth + 1..] {
                assert_ne!(one.key, other.key);
                assert_ne!(one.intent, other.intent, "{} and {}", one.cap, other.cap);
            }
        }
    }
}
