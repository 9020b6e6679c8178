//! What a person can pick in the picture, and what may be done with it.

use super::shown::{Number, Shard, Shown};
use super::wires;
use crate::pick::{Picked, Row, deeds};
use kernel::Span;
use kernel::decimal::fixed;
use yew::Callback;

/// Something in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A shard.
    Shard(Number),
    /// A message, by its number.
    Message(u64),
}

/// Picks something, or nothing.
pub type Pick = Callback<Option<Picked<What>>>;

/// The title and the rows of the menu of what is picked; `None` where it is gone.
pub fn rows(shown: &Shown, what: What) -> Option<(String, Vec<Row>)> {
    match what {
        What::Shard(number) => {
            let shard = shown.shards.iter().find(|shard| shard.number == number)?;
            Some((format!("Shard {number}"), acts(shard)))
        }
        What::Message(number) => {
            let message = shown.messages.iter().find(|message| message.number == number)?;
            let mut rows = match message.offer {
                Some(offer) => deeds(offer, message.left, false),
                None => Vec::new(),
            };
            rows.push(Row::Note(format!("Arrives in {} s.", seconds(message.left))));
            Some((format!("{}, {}", message.text, wires::between(message)), rows))
        }
    }
}

fn acts(shard: &Shard) -> Vec<Row> {
    if shard.menu.is_empty() {
        return vec![Row::Note("Nothing can be done here now.".to_owned())];
    }
    shard.menu.iter().map(|(text, label)| Row::Act(text.clone(), label.clone())).collect()
}

/// A length of time in seconds.
fn seconds(span: Span) -> String {
    fixed(span.as_micros() as f64 / 1e6, 2)
}
