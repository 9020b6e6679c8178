//! What a chart needs to know of a world after each step, without the model's types.

use super::{Place, Sign, Standing};
use crate::model::{Class, Model, Said};
use crate::time::Time;
use crate::world::World;

/// A world between two steps, as a chart sees it.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The booking that the next step brings, where no hand and no mishap comes first.
    pub next: Option<u64>,
    /// What is booked and has a place, in no order.
    pub booked: Vec<Placed>,
    /// What nature lost as the last step sent it.
    pub lost: Vec<Placed>,
    /// How each node stands.
    pub standing: Vec<Standing>,
    /// What the last step told.
    pub told: Vec<(Option<Sign>, Said)>,
}

/// A booking that has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its number.
    pub number: u64,
    /// When it was booked.
    pub born: Time,
    /// When it is due.
    pub due: Time,
    /// Where it happens.
    pub place: Place,
    /// Whether it is a timer.
    pub is_timer: bool,
    /// In a few words; empty where the number was known before.
    pub caption: String,
}

/// Surveys a world. Bookings up to number `known` get no caption: the asker has it already.
/// The world keeps what nature loses from now on.
pub(crate) fn survey<M: Model>(world: &mut World<M>, known: Option<u64>) -> Survey {
    let lost = world.core.lost.replace(Vec::new()).unwrap_or_default();
    let World { model, state, core, .. } = &*world;
    let placed = |booked: &crate::agenda::Booked<M::Event>| {
        let place = model.place(&booked.event)?;
        let is_new = known.is_none_or(|known| booked.number > known);
        Some(Placed {
            number: booked.number,
            born: booked.born,
            due: booked.due,
            place,
            is_timer: model.class(&booked.event) == Class::Timer,
            caption: if is_new { model.caption(&booked.event) } else { String::new() },
        })
    };
    let nodes = 0..model.nodes(state).len().min(usize::from(u8::MAX)) as u8;
    Survey {
        next: world.next_booked(),
        booked: core.agenda.iter().filter_map(placed).collect(),
        lost: lost.iter().filter_map(placed).collect(),
        standing: nodes.map(|node| model.standing(state, node)).collect(),
        told: world.told_last().map(|fact| (model.sign(fact), model.say(fact))).collect(),
    }
}
