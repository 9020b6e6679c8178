//! The parts of a page that are drawn again only when what they show has changed.
//!
//! One component serves them all, since each component of its own adds kilobytes to the program.

use crate::actions::actions;
use crate::figures::figures;
use crate::knobs::knobs;
use crate::lab_ref::LabRef;
use crate::laws::laws;
use crate::lesson::lesson;
use crate::log::log;
use crate::notices::notices;
use crate::presets::presets;
use crate::ruler::Ruler;
use crate::session::{LawRow, Msg, Notice};
use crate::timeline;
use kernel::machine::ActionOffer;
use kernel::{Figure, Ghost, Line, Mark};
use std::rc::Rc;
use yew::prelude::*;

/// What a part shows.
#[derive(Clone, PartialEq)]
pub enum Part {
    /// What the session has to say.
    Notices(Rc<[Notice]>),
    /// The futures that were replaced, as a list.
    Ghosts(Rc<[Ghost]>),
    /// The futures that were replaced, above the ruler.
    GhostLines(Ruler, Rc<[Ghost]>),
    /// Divisions of time, and what happened.
    Marks(Ruler, Rc<[Mark]>),
    /// The named recipes, and which of them the recipe is.
    Presets(LabRef, Option<usize>),
    /// The menu of actions, and the one of *Break it* in the lab's text form.
    Actions(LabRef, Rc<[ActionOffer]>, Option<String>),
    /// The laws, and how each stands.
    Laws(Rc<[LawRow]>),
    /// The value of every knob, in the lab's order.
    Knobs(LabRef, Rc<[i64]>),
    /// The latest facts, oldest first, and the step at the playhead.
    Log(Rc<[Line]>, u64),
    /// Numbers, in the lab's order.
    Figures(Rc<[Figure]>),
    /// The text of a lab.
    Lesson(LabRef),
}

#[derive(Properties, PartialEq)]
struct StillProps {
    part: Part,
    on: Callback<Msg>,
}

/// A part that stands still until it shows something else; `on` hears what is asked there.
pub fn still(part: Part, on: &Callback<Msg>) -> Html {
    html! { <Still {part} on={on.clone()} /> }
}

#[component]
fn Still(StillProps { part, on }: &StillProps) -> Html {
    match part {
        Part::Notices(sentences) => notices(sentences, on),
        Part::Ghosts(ghosts) => timeline::ghost_list(ghosts, on),
        Part::GhostLines(ruler, ghosts) => timeline::ghost_lines(ruler, ghosts, on),
        Part::Marks(ruler, of_run) => timeline::marks(ruler, of_run),
        Part::Presets(lab, chosen) => presets(*lab, *chosen, on),
        Part::Actions(lab, offers, sabotage) => actions(*lab, offers, sabotage.as_ref(), on),
        Part::Laws(rows) => laws(rows, on),
        Part::Knobs(lab, values) => knobs(*lab, values, on),
        Part::Log(lines, step) => log(lines, *step, on),
        Part::Figures(numbers) => figures(numbers),
        Part::Lesson(lab) => lesson(*lab),
    }
}
