//! What happened, in plain words: the text twin of the picture.

use crate::session::Msg;
use crate::tone;
use kernel::Line;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Log`].
#[derive(Properties, PartialEq)]
pub struct LogProps {
    /// The latest facts, oldest first.
    pub lines: Rc<[Line]>,
    /// The step at the playhead.
    pub step: u64,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// The log, newest line at the foot. It scrolls, and so must be reachable by keyboard.
#[component]
pub fn Log(props: &LogProps) -> Html {
    let mut nth = 0;
    let mut former = 0;
    let rows = props.lines.iter().map(|line| {
        // Facts of one step are told apart by their order within it.
        nth = if line.step == former { nth + 1 } else { 0 };
        former = line.step;
        let step = line.step;
        let go = props.on.reform(move |_: MouseEvent| Msg::SeekStep(step));
        let is_now = (step == props.step).then_some("now");
        html! {
            <li key={format!("{step}.{nth}")} class={classes!(is_now, tone::class(line.tone))}>
                <button class="place" tabindex="-1" onclick={go}
                    title={format!("Go to step {step}")}>{ instant(line) }</button>
                <span>{ &line.text }</span>
            </li>
        }
    });
    let rows: Html = rows.collect();
    html! {
        <section class="panel" aria-labelledby="log-title">
            <h2 id="log-title">{ "What happened" }</h2>
            <div class="log" role="log" aria-live="off" aria-labelledby="log-title" tabindex="0">
                <ol>{ rows }</ol>
                <p class="empty" hidden={!props.lines.is_empty()}>{ "Nothing yet." }</p>
            </div>
        </section>
    }
}

/// The instant without its unit, as a ledger has it.
fn instant(line: &Line) -> String {
    let text = line.at.to_string();
    text.strip_suffix(" s").unwrap_or(&text).to_owned()
}
