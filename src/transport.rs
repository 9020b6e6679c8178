//! Play, pause, step, step back, to the start, speed; and the ruler with the time.

use crate::icons;
use crate::session::{Msg, SPEEDS, speed_label};
use kernel::Time;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Transport`].
#[derive(Properties, PartialEq)]
pub struct TransportProps {
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
    pub on: Callback<Msg>,
    /// The ruler.
    pub children: Html,
}

/// The row of buttons under a stage.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let ask = |msg: Msg| {
        let on = props.on.clone();
        Callback::from(move |_: MouseEvent| on.emit(msg.clone()))
    };
    let (name, face) =
        if props.is_playing { ("Pause", icons::pause()) } else { ("Play", icons::play()) };
    html! {
        <div class="transport" role="group" aria-label="Transport">
            <button class="icon" aria-label="To the start" title="To the start (Home)"
                disabled={props.is_start} onclick={ask(Msg::ToStart)}>{ icons::to_start() }</button>
            <button class="icon" aria-label="Step back" title="Step back (←)"
                disabled={props.is_start} onclick={ask(Msg::Back)}>{ icons::back() }</button>
            <button class="icon play" aria-label={name} title={format!("{name} (Space)")}
                onclick={ask(Msg::Toggle)}>{ face }</button>
            <button class="icon" aria-label="Step" title="Step (→)"
                disabled={props.is_at_rest} onclick={ask(Msg::Step)}>{ icons::step() }</button>
            <Speed speed={props.speed} on={props.on.clone()} />
            { props.children.clone() }
            <output class="clock" aria-label="Time">{ props.at.to_string() }</output>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct SpeedProps {
    speed: usize,
    on: Callback<Msg>,
}

/// Chooses how fast virtual time goes.
#[component]
fn Speed(props: &SpeedProps) -> Html {
    let onchange = props.on.reform(|event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        Msg::Speed(usize::try_from(index).unwrap_or(0))
    });
    html! {
        <select class="speed" aria-label="Speed" title="Speed ([ slower, ] faster)" {onchange}>
            { for (0..SPEEDS.len()).map(|index| html! {
                <option key={index} selected={index == props.speed}>{ speed_label(index) }</option>
            }) }
        </select>
    }
}
