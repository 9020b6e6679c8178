//! The face of the lab: the topology stage that all clusters share, and what agreeing costs.

use super::TwoPhaseCommit;
use super::costs::{Cost, Writes, costs};
use super::real::REAL;
use super::rules::Presumption;
use crate::cluster::view;
use crate::face::{Face, Scene};
use crate::real::Real;
use crate::shop::Outcome;
use crate::space_time::{SPACE_TIME, SpaceTime};
use kernel::Frame;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, Properties, component, html};

impl Face for TwoPhaseCommit {
    const STYLE: &'static str = concat!(
        include_str!("../cluster/view/style.css"),
        include_str!("style.css"),
        include_str!("real/style.css")
    );
    const REAL: Option<Real> = Some(REAL);
    const SPACE_TIME: Option<SpaceTime> = Some(SPACE_TIME);

    fn stage(frame: &Frame<'_, TwoPhaseCommit>, scene: &Scene) -> Html {
        let picture = view::stage(frame, scene);
        if scene.is_thumb {
            return picture;
        }
        let presumed = frame.model.protocol.presumption;
        tag!(div).child(picture).child(html!(<Costs {presumed} />)).into()
    }
}

/// Which row stands for what the page runs.
#[derive(Clone, PartialEq, Properties)]
struct CostsProps {
    presumed: Presumption,
}

/// What agreeing costs under each presumption. It is counted anew when the presumption is turned,
/// and not with every frame.
#[component]
fn Costs(props: &CostsProps) -> Html {
    let costs = costs();
    let rows = |outcome: Outcome| {
        let of = costs.iter().filter(move |cost| cost.outcome == outcome);
        of.map(|cost| row(cost, cost.presumption == props.presumed))
    };
    let head = ["presumed", "coordinator", "each service", "to it", "from it"];
    let head = head.into_iter().map(|text| tag!(th, scope: "col").text(text));
    let part = |title: &'static str, outcome| {
        let title = tag!(th, scope: "colgroup", colspan: 5_u32).text(title);
        tag!(tbody).child(tag!(tr).child(title)).children(rows(outcome))
    };
    tag!(figure, class: "commit-costs")
        .child(tag!(figcaption).text(
            "What agreeing costs when nothing fails: records written (of them forced) and \
             messages to and from a service that says yes, counted by running one order. The \
             commits are as Mohan, Lindsay and Obermarck publish them (1986).",
        ))
        .child(
            tag!(table)
                .child(tag!(thead).child(tag!(tr).children(head)))
                .child(part("committed", Outcome::Commit))
                .child(part("aborted by one no", Outcome::Abort)),
        )
        .into()
}

fn row(cost: &Cost, is_here: bool) -> Tag {
    let name = match cost.presumption {
        Presumption::Nothing => "nothing",
        Presumption::Abort => "abort",
        Presumption::Commit => "commit",
    };
    let name = if is_here { [name, " (here)"].concat() } else { name.to_owned() };
    let writes = |Writes { records, forced }| format!("{records} ({forced})");
    let cells = [
        writes(cost.coordinator),
        writes(cost.service),
        cost.to_service.to_string(),
        cost.from_service.to_string(),
    ];
    tag!(tr, class: if is_here { "here" } else { "" })
        .child(tag!(th, scope: "row").text(name))
        .children(cells.into_iter().map(|cell| tag!(td).text(cell)))
}
