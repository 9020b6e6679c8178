//! What a person may do, and the compact text form of it that links carry.

use std::fmt;

/// What a person may do. The text forms are `jump:0:-2`, `set:0:-300`, `drift:0:60`, `freeze:0`,
/// `thaw:0`, `sync:0`, `slew:0`, `crash:0`, `restart:0`, `number:1:0`, `ask:0` and `load:40`. The
/// first number is the worker's place, counted from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The worker's clock jumps ahead by so many ticks, or back.
    Jump(u8, i16),
    /// The worker's clock is set to be so many milliseconds ahead of true time, or behind.
    Set(u8, i32),
    /// The worker's clock gains so many thousandths of true time from now on, or loses them.
    Drift(u8, i16),
    /// The worker's clock stops.
    Freeze(u8),
    /// The worker's clock runs on, as true time does.
    Thaw(u8),
    /// NTP steps the worker's clock: it is right at once.
    Sync(u8),
    /// NTP slews the worker's clock: it runs faster or slower until it is right.
    Slew(u8),
    /// The worker crashes, and whoever waited for it hears nothing.
    Crash(u8),
    /// The worker is up again.
    Restart(u8),
    /// The worker is given this number, by mistake or to mend one.
    Number(u8, u8),
    /// Somebody asks this worker for an id, now.
    Ask(u8),
    /// So many ids are asked for in a second from now on, on average.
    Load(u32),
}

impl Action {
    /// Reads the text form; `None` where it is none.
    pub fn read(text: &str) -> Option<Action> {
        let (verb, rest) = text.split_once(':')?;
        if verb == "load" {
            return Some(Action::Load(rest.parse().ok()?));
        }
        let (worker, argument) = match rest.split_once(':') {
            Some((worker, argument)) => (worker, Some(argument)),
            None => (rest, None),
        };
        let worker = worker.parse().ok()?;
        Some(match (verb, argument) {
            ("jump", Some(ticks)) => Action::Jump(worker, ticks.parse().ok()?),
            ("set", Some(ms)) => Action::Set(worker, ms.parse().ok()?),
            ("drift", Some(permille)) => Action::Drift(worker, permille.parse().ok()?),
            ("number", Some(number)) => Action::Number(worker, number.parse().ok()?),
            ("freeze", None) => Action::Freeze(worker),
            ("thaw", None) => Action::Thaw(worker),
            ("sync", None) => Action::Sync(worker),
            ("slew", None) => Action::Slew(worker),
            ("crash", None) => Action::Crash(worker),
            ("restart", None) => Action::Restart(worker),
            ("ask", None) => Action::Ask(worker),
            _ => return None,
        })
    }
}

/// The compact text form.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Jump(worker, ticks) => write!(f, "jump:{worker}:{ticks}"),
            Action::Set(worker, ms) => write!(f, "set:{worker}:{ms}"),
            Action::Drift(worker, permille) => write!(f, "drift:{worker}:{permille}"),
            Action::Freeze(worker) => write!(f, "freeze:{worker}"),
            Action::Thaw(worker) => write!(f, "thaw:{worker}"),
            Action::Sync(worker) => write!(f, "sync:{worker}"),
            Action::Slew(worker) => write!(f, "slew:{worker}"),
            Action::Crash(worker) => write!(f, "crash:{worker}"),
            Action::Restart(worker) => write!(f, "restart:{worker}"),
            Action::Number(worker, number) => write!(f, "number:{worker}:{number}"),
            Action::Ask(worker) => write!(f, "ask:{worker}"),
            Action::Load(per_second) => write!(f, "load:{per_second}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let actions = [
            Action::Jump(0, -2),
            Action::Set(3, -300),
            Action::Drift(1, 60),
            Action::Freeze(0),
            Action::Thaw(1),
            Action::Sync(2),
            Action::Slew(3),
            Action::Crash(0),
            Action::Restart(0),
            Action::Number(1, 0),
            Action::Ask(2),
            Action::Load(40),
        ];
        for action in actions {
            let text = action.to_string();
            assert_eq!(Action::read(&text), Some(action), "{text}");
        }
    }

    #[test]
    fn what_is_no_action_is_refused() {
        let none = ["", "ask", "ask:", "ask:256", "ask:0:1", "jump:0", "jump:0:99999", "load:-1"];
        for text in none.into_iter().chain(["load:1:2", "set:0:1.5", "burn:0"]) {
            assert_eq!(Action::read(text), None, "{text}");
        }
    }
}
