//! What a person does, and how a link writes it.

use std::fmt;

use super::state::{ShardNo, User};

/// What a person does. Users are written by their index, shards and posts by their number: `post 0`,
/// `delete 17`, `follow 0 3`, `unfollow 0 3`, `home 0`, `posts 0 3`, `next 0`, `add`, `remove 2`,
/// `crash 2`, `restart 2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A user writes a post.
    Post(User),
    /// The author of the post of this number deletes it.
    Delete(u32),
    /// The first follows the second.
    Follow(User, User),
    /// The first follows the second no more.
    Unfollow(User, User),
    /// A user reads their home timeline, from its newest post.
    Home(User),
    /// The first reads the posts of the second.
    Posts(User, User),
    /// A user turns the page.
    Next(User),
    /// A shard joins.
    AddShard,
    /// A shard leaves.
    RemoveShard(ShardNo),
    /// A shard crashes.
    Crash(ShardNo),
    /// A shard that has crashed comes back.
    Restart(ShardNo),
}

impl Action {
    /// Reads the text form; `None` where it is none.
    pub fn read(text: &str) -> Option<Action> {
        let mut words = text.split(' ');
        let verb = words.next()?;
        let mut number = || words.next()?.parse::<u32>().ok();
        let small = |number: u32| u8::try_from(number).ok();
        let action = match verb {
            "post" => Action::Post(small(number()?)?),
            "delete" => Action::Delete(number()?),
            "follow" => Action::Follow(small(number()?)?, small(number()?)?),
            "unfollow" => Action::Unfollow(small(number()?)?, small(number()?)?),
            "home" => Action::Home(small(number()?)?),
            "posts" => Action::Posts(small(number()?)?, small(number()?)?),
            "next" => Action::Next(small(number()?)?),
            "add" => Action::AddShard,
            "remove" => Action::RemoveShard(small(number()?)?),
            "crash" => Action::Crash(small(number()?)?),
            "restart" => Action::Restart(small(number()?)?),
            _ => return None,
        };
        words.next().is_none().then_some(action)
    }
}

/// The text form.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Post(user) => write!(f, "post {user}"),
            Action::Delete(number) => write!(f, "delete {number}"),
            Action::Follow(who, whom) => write!(f, "follow {who} {whom}"),
            Action::Unfollow(who, whom) => write!(f, "unfollow {who} {whom}"),
            Action::Home(user) => write!(f, "home {user}"),
            Action::Posts(reader, user) => write!(f, "posts {reader} {user}"),
            Action::Next(user) => write!(f, "next {user}"),
            Action::AddShard => f.write_str("add"),
            Action::RemoveShard(shard) => write!(f, "remove {shard}"),
            Action::Crash(shard) => write!(f, "crash {shard}"),
            Action::Restart(shard) => write!(f, "restart {shard}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let actions = [
            Action::Post(0),
            Action::Delete(u32::MAX),
            Action::Follow(0, 3),
            Action::Unfollow(3, 0),
            Action::Home(15),
            Action::Posts(1, 2),
            Action::Next(7),
            Action::AddShard,
            Action::RemoveShard(2),
            Action::Crash(2),
            Action::Restart(8),
        ];
        for action in actions {
            assert_eq!(Action::read(&action.to_string()), Some(action));
        }
    }

    #[test]
    fn what_is_no_action_is_refused() {
        for text in ["", "post", "post x", "post 256", "post 1 2", "follow 1", "add 1", "burn 1"] {
            assert_eq!(Action::read(text), None, "{text}");
        }
    }
}
