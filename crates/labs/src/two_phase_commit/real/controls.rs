//! What a person can set and do.

use super::panel::Wish;
use super::plan::Plan;
use super::run::{Phase, Run};
use crate::cluster::{Action, Node, Power, Protocol};
use kernel::Model;
use web_sys::HtmlSelectElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

const SERVICES: [u32; 4] = [2, 3, 4, 5];
const PRESUMED: [u32; 3] = [0, 1, 2];
const MISTAKES: [u32; 6] = [0, 1, 2, 3, 4, 5];
/// How long a message may take, in milliseconds.
pub const WIRES_MS: [u32; 5] = [0, 20, 100, 400, 1_500];
const ORDERS_MS: [u32; 4] = [0, 2_000, 1_000, 300];
const LOSSES: [u32; 4] = [0, 20, 100, 300];
const STORMS_MS: [u32; 4] = [0, 4_000, 2_000, 1_000];

/// Draws settings and buttons.
pub fn controls(plan: Plan, run: Option<&Run>, is_busy: bool, on: &Callback<Wish>) -> Tag {
    let is_fixed = run.is_some() || is_busy;
    let pick = Pick { plan, on };
    let settings = tag!(div, class: "row")
        .child(pick.select(
            "Services",
            &SERVICES,
            plan.services,
            is_fixed,
            |n| n.to_string(),
            |plan, n| {
                plan.services = n;
            },
        ))
        .child(pick.select(
            "A message takes",
            &WIRES_MS,
            plan.wire_ms,
            is_fixed,
            wire,
            |plan, n| {
                plan.wire_ms = n;
            },
        ))
        .child(pick.select("Presume", &PRESUMED, plan.presume, is_fixed, presumed, |plan, n| {
            plan.presume = n;
        }))
        .child(pick.select("Mistake", &MISTAKES, plan.mistake, is_fixed, mistake, |plan, n| {
            plan.mistake = n;
        }))
        .child(pick.select("An order every", &ORDERS_MS, plan.order_ms, false, hand, |plan, n| {
            plan.order_ms = n;
        }))
        .child(pick.select("Messages lost", &LOSSES, plan.loss, false, percent, |plan, n| {
            plan.loss = n;
        }))
        .child(pick.select(
            "Crash somebody every",
            &STORMS_MS,
            plan.storm_ms,
            false,
            never,
            |plan, n| {
                plan.storm_ms = n;
            },
        ));
    tag!(div, class: "commit-controls")
        .child(settings)
        .child(main_buttons(run, is_busy, on))
        .child(tag!(div).maybe(run.map(|run| deeds(run, on))))
}

/// Starting, stopping, going on.
fn main_buttons(run: Option<&Run>, is_busy: bool, on: &Callback<Wish>) -> Tag {
    let button = |class: &'static str, label: &'static str, wish: Wish, is_disabled: bool| {
        tag!(button, class: class, disabled: is_disabled)
            .key(label)
            .clicked(on.reform(move |_| wish.clone()))
            .text(label)
    };
    let buttons = match run.map(|run| run.phase) {
        None => vec![button("go", "Start the servers", Wish::Start, is_busy)],
        Some(Phase::Going) => vec![button("go", "Stop and judge", Wish::Finish, false)],
        Some(Phase::Settling(_)) => vec![button("go", "Stop and judge", Wish::Finish, true)],
        Some(Phase::AtRest | Phase::Restless) => vec![button("go", "Go on", Wish::GoOn, false)],
    };
    let remove = run.map(|_| button("", "End it and remove the files", Wish::Remove, false));
    tag!(div, class: "row").children(buttons).maybe(remove)
}

/// What may be done with the servers that run.
fn deeds(run: &Run, on: &Callback<Wish>) -> Tag {
    let is_going = run.phase == Phase::Going;
    let act = |label: String, text: String, is_disabled: bool| {
        let wish = Wish::Act(text);
        tag!(button, disabled: is_disabled)
            .key(label.clone())
            .clicked(on.reform(move |_| wish.clone()))
            .text(label)
    };
    let protocol = &run.cluster.protocol;
    let mut orders = Vec::new();
    protocol.errands(&mut |node, errand| {
        let label = protocol.name_errand(node, &errand);
        orders.push(act(label, run.cluster.write_action(&Action::Errand(node, errand)), !is_going));
    });
    let servers = (0 as Node..).zip(&run.servers).map(|(node, server)| {
        let name = protocol.name(node);
        match (server.power, server.is_starting) {
            (Power::Down, false) => {
                let text = run.cluster.write_action(&Action::Restart(node));
                act(["Restart ", name].concat(), text, !is_going)
            }
            (_, is_starting) => {
                let text = run.cluster.write_action(&Action::Crash(node));
                act(["Crash ", name].concat(), text, !is_going || is_starting)
            }
        }
    });
    let trap = tag!(button, disabled: !is_going, "aria-pressed": if run.has_trap { "true" } else { "false" })
        .clicked(on.reform(|_| Wish::Trap))
        .text("Crash Coordinator when all are in doubt");
    tag!(div, class: "row commit-deeds")
        .child(tag!(div, class: "row").children(orders))
        .child(tag!(div, class: "row").children(servers))
        .child(trap)
}

/// Where choices go.
struct Pick<'a> {
    plan: Plan,
    on: &'a Callback<Wish>,
}

impl Pick<'_> {
    fn select(
        &self,
        label: &'static str,
        options: &'static [u32],
        chosen: u32,
        is_disabled: bool,
        words: fn(u32) -> String,
        set: fn(&mut Plan, u32),
    ) -> Tag {
        let plan = self.plan;
        let hear = self.on.reform(move |event: Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let index = usize::try_from(index).unwrap_or(0);
            let mut plan = plan;
            set(&mut plan, options[index % options.len()]);
            Wish::Set(plan)
        });
        let options = options.iter().map(|option| {
            tag!(option, selected: *option == chosen).key(*option).text(words(*option))
        });
        tag!(label, class: "commit-choice")
            .child(tag!(span).text(label))
            .child(tag!(select, disabled: is_disabled).changed(hear).children(options))
    }
}

fn wire(ms: u32) -> String {
    if ms == 0 { "no time".to_owned() } else { [&ms.to_string(), " ms"].concat() }
}

fn hand(ms: u32) -> String {
    if ms == 0 { "by hand".to_owned() } else { seconds(ms) }
}

fn never(ms: u32) -> String {
    if ms == 0 { "never".to_owned() } else { seconds(ms) }
}

fn seconds(ms: u32) -> String {
    if ms < 1_000 {
        [&ms.to_string(), " ms"].concat()
    } else {
        [&(ms / 1_000).to_string(), " s"].concat()
    }
}

fn percent(per_thousand: u32) -> String {
    if per_thousand == 0 {
        "none".to_owned()
    } else {
        [&(per_thousand / 10).to_string(), " %"].concat()
    }
}

fn presumed(at: u32) -> String {
    super::plan::choice("presume", at).to_owned()
}

fn mistake(at: u32) -> String {
    super::plan::choice("mistake", at).to_owned()
}
