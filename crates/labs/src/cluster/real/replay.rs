//! The door of a cluster whose future is known: it is in the journals.

use super::super::driver::Event;
use super::super::fact::Fact;
use super::super::port::Port;
use super::super::protocol::Protocol;
use kernel::{Agenda, Budget, Delay, Draw, Span, Time, Wait};

/// Keeps what may come next, answers chance as the journal says, and collects what is told.
pub(super) struct Replay<P: Protocol> {
    /// What has been sent and not been heard, and which timers and disks are waited for.
    pub agenda: Agenda<Event<P>>,
    /// The instant of the step.
    pub now: Time,
    /// What chance said in it.
    pub luck: u32,
    /// What the step has told.
    pub facts: Vec<Fact<P>>,
}

impl<P: Protocol> Default for Replay<P> {
    fn default() -> Replay<P> {
        let (agenda, facts) = (Agenda::default(), Vec::new());
        Replay { agenda, now: Time::ZERO, luck: 0, facts }
    }
}

impl<P: Protocol> Port<P> for Replay<P> {
    fn after(&mut self, _: Wait, event: Event<P>) {
        self.agenda.book(self.now, self.now, None, event);
    }

    /// A real link carries two equal messages at once.
    fn after_once(&mut self, wait: Wait, event: Event<P>) -> bool {
        let is_new = matches!(event, Event::Arrive(_)) || !self.agenda.contains(&event);
        if is_new {
            self.after(wait, event);
        }
        is_new
    }

    fn cancel_where(&mut self, which: &dyn Fn(&Event<P>) -> bool) {
        self.agenda.cancel_where(which);
    }

    fn choose(&mut self, _: Draw, _: u32) -> u32 {
        self.luck
    }

    fn chance(&mut self, _: Draw, _: u32, _: u32) -> bool {
        self.luck != 0
    }

    /// What was lost or doubled for real shows by what was heard.
    fn fault(&mut self, _: Budget, _: Draw, _: u32, _: u32) -> bool {
        false
    }

    fn delay(&mut self, _: Draw, _: Delay) -> Wait {
        Span::ZERO.into()
    }

    fn instant(&mut self) -> Option<Time> {
        Some(self.now)
    }

    fn tell(&mut self, fact: Fact<P>) {
        self.facts.push(fact);
    }
}
