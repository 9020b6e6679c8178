//! What a hand does to a world: deeds found among the offers, and done.

use super::World;
use crate::agenda::Booked;
use crate::model::{Class, Model};
use crate::oracle::{Oracle, Script};
use crate::recipe::{Cue, Deed, Misfit, Pick};

/// A booking that was found on offer.
pub(super) struct Offered<'a, M: Model>(pub(super) &'a Booked<M::Event>);

impl<M: Model> World<M> {
    /// The booking at an index among the offers.
    pub(super) fn offered(&self, index: u32) -> Result<Offered<'_, M>, Misfit> {
        let offers = self.core.agenda.offers();
        let booked = offers.get(index as usize).copied();
        let offers = offers.len() as u32;
        booked.ok_or(Misfit::NoSuchOffer { index, offers }).map(Offered)
    }

    /// A booking of which a message may be lost or doubled.
    pub(super) fn offered_alone(&self, index: u32) -> Result<Offered<'_, M>, Misfit> {
        let offered = self.offered_message(index)?;
        if offered.0.lane.is_some() {
            return Err(Misfit::InALane(self.model.name_event(&offered.0.event)));
        }
        Ok(offered)
    }

    pub(super) fn offered_message(&self, index: u32) -> Result<Offered<'_, M>, Misfit> {
        let offered = self.offered(index)?;
        if self.model.class(&offered.0.event) != Class::Message {
            return Err(Misfit::NotAMessage(self.model.name_event(&offered.0.event)));
        }
        Ok(offered)
    }

    /// The action that a deed stands for.
    pub(super) fn action(&self, deed: &Deed) -> Result<Option<M::Action>, Misfit> {
        match deed {
            Deed::Act(index) => {
                let mut menu = self.menu();
                let offers = menu.len() as u32;
                if *index >= offers {
                    return Err(Misfit::NoSuchOffer { index: *index, offers });
                }
                Ok(Some(menu.swap_remove(*index as usize)))
            }
            Deed::Say(text) => {
                let refused = || Misfit::NotAccepted(text.chars().take(80).collect());
                let action = self.model.read_action(&self.state, text).ok_or_else(refused)?;
                if !self.model.accepts(&self.state, &action) {
                    return Err(refused());
                }
                Ok(Some(action))
            }
            _ => Ok(None),
        }
    }

    /// Takes the step that a cue is. On an error nothing has changed. Facts are left in the scratch.
    pub(super) fn take(&mut self, cue: &Cue) -> Result<(), Misfit> {
        if cue.at < self.core.now {
            return Err(Misfit::Backwards { at: cue.at, now: self.core.now });
        }
        // Picks are judged as they are asked for, so a cue with picks is tried on a copy.
        let restore = if cue.picks.is_empty() { None } else { Some(self.clone()) };
        let earlier = self.core.now;
        self.scratch.clear();
        self.core.now = cue.at;
        if let Err(misfit) = self.perform(&cue.deed, &cue.picks) {
            self.core.now = earlier;
            if let Some(restore) = restore {
                *self = restore;
            }
            return Err(misfit);
        }
        self.step += 1;
        Ok(())
    }

    /// Does a deed at the present instant.
    fn perform(&mut self, deed: &Deed, picks: &[Pick]) -> Result<(), Misfit> {
        let mut script = Script::new(picks);
        let action = self.action(deed)?;
        match deed {
            Deed::Act(_) | Deed::Say(_) => {
                let action = action.expect("an action's deed has an action");
                self.on_action(action, Oracle::Scripted(&mut script));
            }
            Deed::Fire(index) => {
                let number = self.offered(*index)?.0.number;
                let booked = self.core.agenda.take(number).expect("it is on offer");
                self.on_event(booked.event, Oracle::Scripted(&mut script));
            }
            Deed::Drop(index) => {
                let number = self.offered_alone(*index)?.0.number;
                self.core.agenda.take(number);
            }
            Deed::Copy(index) => {
                let booked = self.offered_alone(*index)?.0.clone();
                self.core.agenda.book(booked.born, booked.due, None, booked.event);
            }
            Deed::Delay(index, by) => {
                let booked = self.offered_message(*index)?.0;
                let (number, due) = (booked.number, booked.due.max(self.core.now) + *by);
                self.core.agenda.delay(number, due);
            }
        }
        if script.fits() { Ok(()) } else { Err(Misfit::Picks) }
    }
}
