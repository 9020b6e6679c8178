//! What a loaded file brought: whose posts, in which order.

use std::rc::Rc;

use super::state::User;

/// Users and posts of a person's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Content {
    /// The users' names, in the order in which they first come.
    pub users: Vec<Rc<str>>,
    /// The posts, in the order of the file.
    pub posts: Vec<Entry>,
}

/// A post of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Whose.
    pub author: User,
    /// What it says.
    pub text: Rc<str>,
    /// When it was written, as the file has it.
    pub at: Option<Rc<str>>,
}

impl Content {
    /// The post at a place of the file, from 1.
    pub fn entry(&self, place: u16) -> Option<&Entry> {
        self.posts.get(usize::from(place).checked_sub(1)?)
    }

    /// What the post at a place says; empty where there is none.
    pub fn text(&self, place: u16) -> &str {
        self.entry(place).map_or("", |entry| &entry.text)
    }

    /// Who wrote the post at a place.
    pub fn author(&self, place: u16) -> Option<User> {
        self.entry(place).map(|entry| entry.author)
    }
}
