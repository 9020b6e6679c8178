//! What a session has to say, shown in place.

use crate::hear::on_click;
use crate::icons;
use crate::session::{Msg, Notice, Weight};
use widgets::tag;
use yew::prelude::*;

/// A list of sentences that can be taken away, oldest first. The list is always there, so that a
/// reader of the screen hears what is put into it.
pub fn notices(notices: &[Notice], on: &Callback<Msg>) -> Html {
    let row = |notice: &Notice| {
        let (class, sign) = match notice.weight {
            Weight::Note => ("notice note", "i"),
            Weight::Error => ("notice error", "!"),
        };
        let way = notice.way.as_ref();
        let way = way.map(|way| tag!(a, href: way.clone()).text("Open it there"));
        let dismiss = tag!(button, class: "icon plain", "aria-label": "Dismiss")
            .clicked(on_click(on, Msg::Hush(notice.number)))
            .child(icons::close());
        tag!(div, class: class)
            .key(notice.number)
            .child(tag!(span, class: "sign", "aria-hidden": "true").text(sign))
            .child(tag!(p).text([&notice.text, " "].concat()).children(way))
            .child(dismiss)
    };
    tag!(div, class: "notices", role: "status").children(notices.iter().map(row)).into()
}
