//! What a lab shows: a picture of one frame, and the hands that may reach into it.

use crate::lab::Lab;
use crate::real::Real;
use crate::space_time::{SPACE_TIME, SpaceTime};
use kernel::{Deed, Frame, Machine, Time, World};
use yew::{Callback, Html};

/// A lab with a face. A picture is a pure function of a frame and a scene.
pub trait Face: Lab {
    /// The style sheet of this lab's picture. Its selectors stay within the lab's own classes;
    /// the page adopts it beside its own sheets.
    const STYLE: &'static str = "";

    /// What the lab does with real threads, on the tab *For real*, where it does.
    const REAL: Option<Real> = None;

    /// What is told below the stage: the space-time diagram and what a step changed, where the model
    /// has nodes or an outline. No lab need name it.
    const SPACE_TIME: Option<SpaceTime> = Some(SPACE_TIME);

    /// The stage: usually one SVG, and beside or below it the plots that belong to it. It lays
    /// itself out for [`Scene::width`]; text is no smaller than 11 px on the glass.
    fn stage(frame: &Frame<'_, Self>, scene: &Scene) -> Html;

    /// What stands below the stage on the tab *Play*, where the lab has more to show than a picture of
    /// the instant: a tool, or a table.
    fn below(_frame: &Frame<'_, Self>, _scene: &Scene) -> Option<Html> {
        None
    }
}

/// Where and for whom a picture is drawn.
#[derive(Clone, PartialEq)]
pub struct Scene {
    /// The instant shown.
    pub now: Time,
    /// The width of the stage in CSS pixels.
    pub width: u32,
    /// A small picture for the gallery or a link preview: no controls, no small text.
    pub is_thumb: bool,
    /// Nothing moves between frames: reduced motion is asked for, or the run is paused.
    pub is_still: bool,
    /// What a person may do in the picture.
    pub hand: Hand,
}

/// What a person may do in a picture. Equal hands are never drawn anew.
#[derive(Clone, PartialEq)]
pub struct Hand {
    /// Does an action, given in the lab's text form.
    pub act: Callback<String>,
    /// Does a deed with a booked event: its index among the offers.
    pub deed: Callback<Deed>,
}

impl Hand {
    /// A hand that does nothing: for thumbs.
    pub fn idle() -> Hand {
        Hand { act: Callback::noop(), deed: Callback::noop() }
    }
}

/// The stage of a machine of this lab.
pub(crate) fn stage<L: Face>(machine: &dyn Machine, scene: &Scene) -> Html {
    match World::<L>::frame(machine, scene.now) {
        Some(frame) => L::stage(&frame, scene),
        None => Html::default(),
    }
}

/// What stands below the stage of a machine of this lab.
pub(crate) fn below<L: Face>(machine: &dyn Machine, scene: &Scene) -> Option<Html> {
    World::<L>::frame(machine, scene.now).and_then(|frame| L::below(&frame, scene))
}
