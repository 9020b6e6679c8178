//! What there is to read beside the picture, at one instant.

use super::{Notice, Session};
use kernel::machine::{ActionOffer, EventOffer};
use kernel::{Figure, Kind, Line, Playhead, Verdict};
use std::rc::Rc;

/// Lines of the log that are shown.
const LINES: usize = 64;

/// What there is to read at one instant. Equal readings are never drawn anew. Lists are shared,
/// since a page hands them to its parts at every frame and renews them a few times a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Where the run is looked at.
    pub playhead: Playhead,
    /// Whether nothing will happen by itself any more.
    pub is_at_rest: bool,
    /// The laws, and how each stands.
    pub laws: Rc<[LawRow]>,
    /// The latest facts, oldest first.
    pub lines: Rc<[Line]>,
    /// The booked events on offer, soonest first.
    pub events: Rc<[EventOffer]>,
    /// The menu of actions.
    pub actions: Rc<[ActionOffer]>,
    /// The action of *Break it*, in the lab's text form.
    pub sabotage: Option<String>,
    /// Numbers read off the state.
    pub figures: Rc<[Figure]>,
    /// The picture in words.
    pub summary: String,
    /// The value of every knob.
    pub knobs: Rc<[i64]>,
    /// Where chance starts.
    pub seed: u64,
    /// The preset that the recipe still is.
    pub preset: Option<usize>,
    /// Name and summary of the person's own data on the stage.
    pub data: Option<(String, String)>,
    /// What the session has to say.
    pub notices: Rc<[Notice]>,
}

/// A law, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawRow {
    /// The sentence.
    pub name: &'static str,
    /// What it claims.
    pub kind: Kind,
    /// How it stands.
    pub verdict: Verdict,
}

impl Reading {
    /// What a reader of the screen hears: the latest fact, then the picture.
    pub fn said(&self) -> String {
        match self.lines.last() {
            Some(line) => format!("{}. {}", line.text, self.summary),
            None => self.summary.clone(),
        }
    }

    pub(super) fn of(session: &Session) -> Reading {
        let run = &session.run;
        let machine = run.machine();
        let laws = run.laws().into_iter().zip(run.verdicts());
        let offers = run.offers();
        let data = session.data.as_ref().filter(|_| run.recipe().data.is_some());
        Reading {
            playhead: run.playhead(),
            is_at_rest: run.next_instant().is_none(),
            laws: laws
                .map(|(law, verdict)| LawRow { name: law.name, kind: law.kind, verdict })
                .collect(),
            lines: run.log(LINES).into(),
            events: offers.events.into(),
            actions: offers.actions.into(),
            sabotage: session.entry.sabotage(machine),
            figures: machine.figures().into(),
            summary: session.entry.summary(machine),
            knobs: run.recipe().knobs.as_slice().into(),
            seed: run.recipe().seed,
            preset: session.is_home.then_some(session.home),
            data: data.map(|data| (data.name.clone(), data.summary.clone())),
            notices: session.notices.shown().into(),
        }
    }
}
