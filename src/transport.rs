//! Play, pause, step, step back, to the start, speed; and the ruler with the time.

use crate::hear::{self, on_click};
use crate::icons;
use crate::session::{Msg, SPEEDS, speed_label};
use kernel::Time;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What a transport shows, and who hears it.
pub struct Transport<'a> {
    /// Whether time goes on by itself.
    pub is_playing: bool,
    /// Whether nothing will happen by itself any more.
    pub is_at_rest: bool,
    /// Whether this is the very start.
    pub is_start: bool,
    /// An index among the speeds.
    pub speed: usize,
    /// The instant shown.
    pub at: Time,
    /// Hears what is asked.
    pub on: &'a Callback<Msg>,
}

/// The row of buttons under a stage, and in it the ruler.
pub fn transport(props: &Transport<'_>, ruler: Html) -> Html {
    let Transport { is_playing, is_at_rest, is_start, speed, at, on } = *props;
    let button = |name: &'static str, key: &str, is_off: bool, wish: Msg, sign: Html| {
        let class = if matches!(wish, Msg::Toggle) { "icon play" } else { "icon" };
        let title = format!("{name} ({key})");
        tag!(button, class: class, "aria-label": name, title: title, disabled: is_off)
            .clicked(on_click(on, wish))
            .child(sign)
    };
    let (name, face) = if is_playing { ("Pause", icons::pause()) } else { ("Play", icons::play()) };
    tag!(div, class: "transport", role: "group", "aria-label": "Transport")
        .child(button("To the start", "Home", is_start, Msg::ToStart, icons::to_start()))
        .child(button("Step back", "←", is_start, Msg::Back, icons::back()))
        .child(button(name, "Space", false, Msg::Toggle, face))
        .child(button("Step", "→", is_at_rest, Msg::Step, icons::step()))
        .child(choice_of_speed(speed, on))
        .child(ruler)
        .child(tag!(output, class: "clock", "aria-label": "Time").text(at.to_string()))
        .into()
}

/// Chooses how fast virtual time goes.
fn choice_of_speed(speed: usize, on: &Callback<Msg>) -> Tag {
    let options = (0..SPEEDS.len())
        .map(|nth| tag!(option, selected: nth == speed).key(nth).text(speed_label(nth)));
    tag!(select, class: "speed", "aria-label": "Speed", title: "Speed ([ slower, ] faster)")
        .changed(on.reform(|event: Event| Msg::Speed(hear::chosen(&event))))
        .children(options)
}
