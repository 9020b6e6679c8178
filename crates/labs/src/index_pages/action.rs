//! What a person may do, and the text form of it that links carry.

use super::setup::{POOL_PAGES_MAX, POOL_PAGES_MIN};
use std::fmt;

/// What a person may do. The text forms are `insert:100`, `load:1000`, `look-up:recent`,
/// `look-up:any`, `pool:8` and `rebuild`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The next rows come at once, one after the other.
    Insert(u32),
    /// The next rows come at once, sorted by their keys first.
    Load(u32),
    /// A hundred rows are looked up.
    LookUp(Which),
    /// The pool has room for so many pages from now on.
    Pool(u32),
    /// Every tree is written anew, page after page.
    Rebuild,
}

/// Which rows are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// The latest.
    Recent,
    /// Any, as chance has it.
    Any,
}

/// The most rows that come at once.
pub const AT_ONCE_MAX: u32 = 10_000;

impl Action {
    /// Reads the text form; `None` where it is none.
    pub fn read(text: &str) -> Option<Action> {
        let number = |text: &str, low, high| {
            text.parse::<u32>().ok().filter(|number| (low..=high).contains(number))
        };
        Some(match text.split_once(':') {
            None if text == "rebuild" => Action::Rebuild,
            Some(("insert", rest)) => Action::Insert(number(rest, 1, AT_ONCE_MAX)?),
            Some(("load", rest)) => Action::Load(number(rest, 1, AT_ONCE_MAX)?),
            Some(("look-up", "recent")) => Action::LookUp(Which::Recent),
            Some(("look-up", "any")) => Action::LookUp(Which::Any),
            Some(("pool", rest)) => Action::Pool(number(rest, POOL_PAGES_MIN, POOL_PAGES_MAX)?),
            _ => return None,
        })
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Insert(rows) => write!(f, "insert:{rows}"),
            Action::Load(rows) => write!(f, "load:{rows}"),
            Action::LookUp(Which::Recent) => f.write_str("look-up:recent"),
            Action::LookUp(Which::Any) => f.write_str("look-up:any"),
            Action::Pool(pages) => write!(f, "pool:{pages}"),
            Action::Rebuild => f.write_str("rebuild"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let actions = [
            Action::Insert(1),
            Action::Load(AT_ONCE_MAX),
            Action::LookUp(Which::Recent),
            Action::LookUp(Which::Any),
            Action::Pool(POOL_PAGES_MIN),
            Action::Rebuild,
        ];
        for action in actions {
            assert_eq!(Action::read(&action.to_string()), Some(action));
        }
        let none =
            ["", "rebuild:", "insert:0", "load:10001", "pool:3", "pool:16385", "look-up:all"];
        assert!(none.iter().all(|text| Action::read(text).is_none()));
    }
}
