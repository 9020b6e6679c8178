//! *Break it*, and what else a hand may do to the system.

use crate::hear::on_click;
use crate::lab_ref::LabRef;
use crate::session::Msg;
use crate::words::capital;
use kernel::machine::ActionOffer;
use widgets::tag;
use yew::prelude::*;

/// Actions that have a button of their own.
const BUTTONS: usize = 4;
/// Actions that are listed under *More actions*; beyond that the picture serves better.
const LISTED: usize = 60;

/// The buttons that reach into a system: the menu, without the action of *Break it*, which has the
/// first button.
pub fn actions(
    lab: LabRef,
    menu: &[ActionOffer],
    sabotage: Option<&String>,
    on: &Callback<Msg>,
) -> Html {
    let others: Vec<&ActionOffer> =
        menu.iter().filter(|action| Some(&action.text) != sabotage).collect();
    let (first, rest) = others.split_at(others.len().min(BUTTONS));
    let listed = &rest[..rest.len().min(LISTED)];
    let button = |action: &&ActionOffer| {
        let text = action.text.clone();
        tag!(button)
            .key(text.clone())
            .clicked(on_click(on, Msg::Act(text)))
            .text(capital(&action.label))
    };
    let is_broken = sabotage.is_none();
    let title = if is_broken { "Nothing is left to break here" } else { lab.card.sabotage };
    let breaking = tag!(button, class: "go", title: title, disabled: is_broken)
        .clicked(on_click(on, Msg::Break))
        .text("Break it");
    let unlisted = rest.len() - listed.len();
    let more = tag!(details, class: "more", hidden: rest.is_empty())
        .child(tag!(summary).text("More actions"))
        .child(tag!(div, class: "row").children(listed.iter().map(button)))
        .child(
            tag!(p, class: "empty", hidden: unlisted == 0)
                .text(format!("{unlisted} more are in the picture.")),
        );
    tag!(section, class: "panel actions", "aria-label": "Actions")
        .child(tag!(div, class: "row").child(breaking).children(first.iter().map(button)))
        .child(more)
        .into()
}
