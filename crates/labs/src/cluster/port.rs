//! A door to time, chance and the future that a cluster may share with others.

use super::driver::Event;
use super::fact::Fact;
use super::protocol::Protocol;
use kernel::{Budget, Cx, Delay, Draw, Model, Time, Wait};

/// What a cluster needs of [`Cx`]: so that one world may hold several clusters, each behind a door
/// of its own.
pub trait Port<P: Protocol> {
    /// Books an event; says nothing of equal ones.
    fn after(&mut self, wait: Wait, event: Event<P>);
    /// Books an event unless an equal one is booked; says whether it did.
    fn after_once(&mut self, wait: Wait, event: Event<P>) -> bool;
    /// Removes every booking that `which` picks, and gives them to it one by one.
    fn cancel_where(&mut self, which: &dyn Fn(&Event<P>) -> bool);
    /// A number below `bound`.
    fn choose(&mut self, draw: Draw, bound: u32) -> u32;
    /// Yes with probability `num / den`.
    fn chance(&mut self, draw: Draw, num: u32, den: u32) -> bool;
    /// A fault, while its budget lasts.
    fn fault(&mut self, budget: Budget, draw: Draw, num: u32, den: u32) -> bool;
    /// A length of time.
    fn delay(&mut self, draw: Draw, law: Delay) -> Wait;
    /// The instant, where a run and not a search asks: to be kept beside the state or told.
    fn instant(&mut self) -> Option<Time>;
    /// Tells what happened.
    fn tell(&mut self, fact: Fact<P>);
}

impl<P: Protocol, M: Model<Event = Event<P>, Fact = Fact<P>>> Port<P> for Cx<'_, M> {
    fn after(&mut self, wait: Wait, event: Event<P>) {
        Cx::after(self, wait, event);
    }

    fn after_once(&mut self, wait: Wait, event: Event<P>) -> bool {
        Cx::after_once(self, wait, event)
    }

    fn cancel_where(&mut self, which: &dyn Fn(&Event<P>) -> bool) {
        Cx::cancel_where(self, which);
    }

    fn choose(&mut self, draw: Draw, bound: u32) -> u32 {
        Cx::choose(self, draw, bound)
    }

    fn chance(&mut self, draw: Draw, num: u32, den: u32) -> bool {
        Cx::chance(self, draw, num, den)
    }

    fn fault(&mut self, budget: Budget, draw: Draw, num: u32, den: u32) -> bool {
        Cx::fault(self, budget, draw, num, den)
    }

    fn delay(&mut self, draw: Draw, law: Delay) -> Wait {
        Cx::delay(self, draw, law)
    }

    fn instant(&mut self) -> Option<Time> {
        instant(self)
    }

    fn tell(&mut self, fact: Fact<P>) {
        Cx::tell(self, fact);
    }
}

fn instant<M: Model>(cx: &mut Cx<'_, M>) -> Option<Time> {
    let mut instant = None;
    cx.record(|now| instant = Some(now));
    instant
}
