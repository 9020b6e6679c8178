//! What a session has to say, shown in place.

use crate::icons;
use crate::session::{Msg, Notice, Weight};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Notices`].
#[derive(Properties, PartialEq)]
pub struct NoticesProps {
    /// The sentences, oldest first.
    pub notices: Rc<[Notice]>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// A list of sentences that can be taken away. The list is always there, so that a reader of the
/// screen hears what is put into it.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    let row = |notice: &Notice| {
        let number = notice.number;
        let hush = props.on.reform(move |_: MouseEvent| Msg::Hush(number));
        let (class, sign) = match notice.weight {
            Weight::Note => ("note", "i"),
            Weight::Error => ("error", "!"),
        };
        html! {
            <div key={number} class={classes!("notice", class)}>
                <span class="sign" aria-hidden="true">{ sign }</span>
                <p>
                    { &notice.text }{ " " }
                    { for notice.way.iter().map(|way| html! {
                        <a href={way.clone()}>{ "Open it there" }</a>
                    }) }
                </p>
                <button class="icon plain" onclick={hush} aria-label="Dismiss">{ icons::close() }</button>
            </div>
        }
    };
    html! {
        <div class="notices" role="status">{ for props.notices.iter().map(row) }</div>
    }
}
