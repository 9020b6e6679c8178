//! What a person can pick in the picture of a cluster, and what may be done with it.

use super::shown::{Choice, Message, Shown};
use super::words::since;
use crate::cluster::Node;
use crate::pick::{Row, deeds};

/// What a person has picked, and where.
pub type Picked = crate::pick::Picked<What>;

/// Something in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A server.
    Server(Node),
    /// A link, the lower node first.
    Link(Node, Node),
    /// A message, by its number.
    Message(u64),
}

/// The title and the rows of the menu of what is picked; `None` where it is gone.
pub fn rows(shown: &Shown, what: What) -> Option<(String, Vec<Row>)> {
    match what {
        What::Server(node) => {
            let server = shown.servers.get(usize::from(node))?;
            let rows = match server.menu.is_empty() {
                true => vec![Row::Note("Nothing can be done here now.".to_owned())],
                false => acts(&server.menu),
            };
            Some((server.name.to_owned(), rows))
        }
        What::Link(a, b) => {
            let link = shown.links.iter().find(|link| (link.a, link.b) == (a, b))?;
            Some((link.name.clone(), acts(&link.menu)))
        }
        What::Message(number) => {
            let message = shown.messages.iter().find(|message| message.number == number)?;
            Some((message.label.clone(), of_message(message)))
        }
    }
}

/// Choices, those of a group under its name.
fn acts(menu: &[Choice]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut group = None;
    for choice in menu {
        if choice.group != group {
            group.clone_from(&choice.group);
            rows.extend(group.clone().map(Row::Head));
        }
        rows.push(Row::Act(choice.text.clone(), choice.label.clone()));
    }
    rows
}

/// What may be done with a message.
fn of_message(message: &Message) -> Vec<Row> {
    let note = |text: &str| vec![Row::Note(text.to_owned())];
    let Some(offer) = message.offer else {
        return note(match message.is_held {
            true => "It waits until its server goes on, or its link carries again.",
            false => "It stands behind another of its connection, which keeps their order.",
        });
    };
    let mut rows = deeds(offer, message.left, message.is_laned);
    rows.push(Row::Note(format!("Arrives in {}.", since(message.left))));
    rows
}
