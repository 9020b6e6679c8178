//! A post office: letters that are lost as they are sent, that wait behind a closed door, and that
//! come back. What it tells is all that a chart can know of these.

use kernel::{Class, Cx, Law, Model, Place, Said, Search, Sign, Span, Standing};

/// Letters go from node 0 to node 1.
#[derive(Clone, Copy, Debug)]
pub struct Post;

/// Whether the door of the receiver is open, and what lies before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub is_open: bool,
    pub waiting: Vec<u8>,
}

/// A letter arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letter(pub u8);

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Sends a letter; the second kind is lost at once.
    Send(u8),
    Mislay(u8),
    Shut,
    Open,
    /// Throws away what waits.
    Burn,
}

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact {
    Waits,
    Lost(u8),
}

impl Model for Post {
    type State = State;
    type Event = Letter;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<Post>] = &[];

    fn search(&self) -> Search {
        Search::Untimed
    }

    fn start(&self) -> (State, Vec<(Span, Letter)>) {
        (State { is_open: true, waiting: Vec::new() }, Vec::new())
    }

    fn on_event(&self, state: &mut State, Letter(letter): Letter, cx: &mut Cx<'_, Post>) {
        if !state.is_open {
            state.waiting.push(letter);
            cx.tell(Fact::Waits);
        } else if letter == 13 {
            cx.tell(Fact::Lost(letter));
        }
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, Post>) {
        match action {
            Action::Send(letter) => cx.after(Span::millis(10), Letter(letter)),
            Action::Mislay(letter) => cx.tell(Fact::Lost(letter)),
            Action::Shut => state.is_open = false,
            Action::Open => {
                state.is_open = true;
                state.waiting.drain(..).for_each(|n| cx.after(Span::ZERO, Letter(n)));
            }
            Action::Burn => state.waiting.drain(..).for_each(|n| cx.tell(Fact::Lost(n))),
        }
    }

    fn actions(&self, _: &State, out: &mut Vec<Action>) {
        out.extend([Action::Shut, Action::Open, Action::Burn]);
        out.extend([1, 2, 13].into_iter().flat_map(|n| [Action::Send(n), Action::Mislay(n)]));
    }

    fn class(&self, _: &Letter) -> Class {
        Class::Message
    }

    fn say(&self, fact: &Fact) -> Said {
        Said::plain(format!("{fact:?}"))
    }

    fn nodes(&self, _: &State) -> Vec<String> {
        vec!["Sender".to_owned(), "Receiver".to_owned()]
    }

    fn standing(&self, state: &State, node: u8) -> Standing {
        if node == 1 && !state.is_open { Standing::Paused } else { Standing::Up }
    }

    fn place(&self, _: &Letter) -> Option<Place> {
        Some(Place::Wire { from: 0, to: 1 })
    }

    fn caption(&self, Letter(letter): &Letter) -> String {
        format!("letter {letter}")
    }

    fn sign(&self, fact: &Fact) -> Option<Sign> {
        Some(match fact {
            Fact::Waits => Sign::Held,
            Fact::Lost(n) => Sign::Lost { from: 0, to: 1, caption: format!("letter {n}") },
        })
    }
}
