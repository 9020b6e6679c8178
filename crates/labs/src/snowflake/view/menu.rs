//! What a person may do with a worker and its clock.

use crate::pick::Row;
use crate::snowflake::Snowflake;
use crate::snowflake::action::Action;
use crate::snowflake::model::State;
use kernel::Model;

/// Something to do: what it is about, the action as text, and what its button says.
pub type Choice = (&'static str, String, String);

/// What a drifting clock gains or loses, in thousandths of true time.
const DRIFT_PERMILLE: i16 = 200;

const CLOCK: &str = "Its clock";
const WORKER: &str = "The worker";
const NUMBER: &str = "Its number";

/// Everything that may be done now with the worker at a place.
pub fn of_worker(model: &Snowflake, state: &State, at: u8) -> Vec<Choice> {
    let own = state.workers[usize::from(at)].number;
    let clock = [
        (Action::Jump(at, -1), "Back a tick"),
        (Action::Jump(at, 1), "Ahead a tick"),
        (Action::Drift(at, -DRIFT_PERMILLE), "Lose 20 %"),
        (Action::Drift(at, DRIFT_PERMILLE), "Gain 20 %"),
        (Action::Freeze(at), "Stop"),
        (Action::Thaw(at), "Run on"),
        (Action::Sync(at), "NTP steps it"),
        (Action::Slew(at), "NTP slews it"),
    ];
    let worker = [
        (Action::Ask(at), "Ask for an id"),
        (Action::Crash(at), "Crash"),
        (Action::Restart(at), "Restart"),
    ];
    let numbers = (0..model.workers).filter(|number| *number != own).map(|number| {
        (NUMBER, Action::Number(at, number), ["Take number ", &number.to_string()].concat())
    });
    let of = |group: &'static str| {
        move |(action, label): (Action, &str)| (group, action, label.to_owned())
    };
    let all = clock.into_iter().map(of(CLOCK)).chain(worker.into_iter().map(of(WORKER)));
    all.chain(numbers)
        .filter(|(_, action, _)| model.accepts(state, action))
        .map(|(group, action, label)| (group, model.write_action(&action), label))
        .collect()
}

/// The rows of a menu.
pub fn rows(choices: &[Choice]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut group = "";
    for (of, text, label) in choices {
        if *of != group {
            group = of;
            rows.push(Row::Head(group.to_owned()));
        }
        rows.push(Row::Act(text.clone(), label.clone()));
    }
    rows
}
