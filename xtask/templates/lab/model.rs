//! The rules: a node beats at a steady pace while it is up.

use kernel::{Change, Class, Cx, Figure, Holds, Law, Model, Said, Search, Span, Tone};

/// How many beats the node counts before it begins again, so that a search comes to an end.
const ROUND: u8 = 4;

/// The parameters.
#[derive(Clone, Debug)]
pub struct {{Name}} {
    /// The time from one beat to the next.
    pub period: Span,
}

/// The node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether the node is up.
    pub is_up: bool,
    /// How many beats there were in this round.
    pub beats: u8,
}

/// What happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// The node's timer rings.
    Beat,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Stops the node; its timer is lost.
    Crash,
    /// Starts it again.
    Restart,
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The node beat for this time in its round.
    Beaten(u8),
    /// The node stopped.
    Crashed,
    /// The node started again.
    Restarted,
}

const LAWS: &[Law<{{Name}}>] = &[
    Law::always_step("a node that is down does not beat", the_dead_are_silent),
    Law::sometimes_step("the node beats", the_node_beats),
];

fn the_dead_are_silent(_: &{{Name}}, change: &Change<'_, {{Name}}>) -> Holds {
    if !change.before.is_up && has_beaten(change) {
        return Err("the node beat while it was down".into());
    }
    Ok(())
}

fn the_node_beats(_: &{{Name}}, change: &Change<'_, {{Name}}>) -> Holds {
    if has_beaten(change) { Ok(()) } else { Err("no beat yet".into()) }
}

fn has_beaten(change: &Change<'_, {{Name}}>) -> bool {
    change.facts.iter().any(|fact| matches!(fact, Fact::Beaten(_)))
}

impl Model for {{Name}} {
    type State = State;
    type Event = Event;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<Self>] = LAWS;

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Event)>) {
        (State { is_up: true, beats: 0 }, vec![(self.period, Event::Beat)])
    }

    fn on_event(&self, state: &mut State, Event::Beat: Event, cx: &mut Cx<'_, Self>) {
        state.beats = state.beats % ROUND + 1;
        cx.tell(Fact::Beaten(state.beats));
        cx.after(self.period, Event::Beat);
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Self>) {
        state.is_up = action == Action::Restart;
        match action {
            Action::Crash => {
                cx.cancel(&Event::Beat);
                cx.tell(Fact::Crashed);
            }
            Action::Restart => {
                cx.after(self.period, Event::Beat);
                cx.tell(Fact::Restarted);
            }
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        out.push(if state.is_up { Action::Crash } else { Action::Restart });
    }

    fn class(&self, Event::Beat: &Event) -> Class {
        Class::Timer
    }

    fn calm(&self, state: &State) -> bool {
        state.is_up
    }

    fn say(&self, fact: &Fact) -> Said {
        match fact {
            Fact::Beaten(1) => Said::mark(Tone::Plain, "the node began a round"),
            Fact::Beaten(beat) => Said::plain(format!("the node beat, {beat} of {ROUND}")),
            Fact::Crashed => Said::mark(Tone::Lost, "the node crashed"),
            Fact::Restarted => Said::mark(Tone::Ok, "the node restarted"),
        }
    }

    fn figures(&self, state: &State) -> Vec<Figure> {
        let up = f64::from(u8::from(state.is_up));
        vec![Figure { key: "up", label: "nodes up", value: Some(up), unit: "" }]
    }
}
