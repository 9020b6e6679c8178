//! What the latest facts say of the past: which request got which id when, and what was broken.

use kernel::{Frame, Time};

use crate::id_schemes::IdSchemes;
use crate::id_schemes::id::Id;
use crate::id_schemes::model::{Fact, Given, Node, Trouble};
use crate::id_schemes::scheme::{SCHEMES, Scheme};

/// What there is to draw. Instants are in seconds.
pub struct Past {
    /// Requests: number, writer, instant.
    pub asked: Vec<(u32, u8, f64)>,
    /// What became of them in each scheme.
    pub answers: [Vec<Answer>; SCHEMES],
    /// When something was not as it should be: what, from when, until when.
    pub troubles: Vec<(Trouble, f64, f64)>,
    /// When shards were added.
    pub added: Vec<f64>,
}

/// A request in one scheme.
pub struct Answer {
    /// Its number.
    pub request: u32,
    /// The writer that it came to.
    pub writer: u8,
    /// When it came.
    pub from: f64,
    /// When it ended, or now.
    pub to: f64,
    /// How it ended.
    pub end: End,
}

/// How a request ended in one scheme.
#[derive(Clone, Copy, PartialEq)]
pub enum End {
    /// With an id, the nth of the scheme; whether it is smaller than the one before, and whether it
    /// was given before.
    Given(Id, u64, bool, bool),
    /// Without one.
    Failed,
    /// It has not.
    Open,
}

pub fn seconds(at: Time) -> f64 {
    at.as_micros() as f64 / 1e6
}

impl Past {
    /// Reads a frame.
    pub fn of(frame: &Frame<'_, IdSchemes>) -> Past {
        let mut past = Past {
            asked: Vec::new(),
            answers: Default::default(),
            troubles: Vec::new(),
            added: Vec::new(),
        };
        let mut broken: Vec<(Trouble, f64)> = Vec::new();
        for told in frame.recent {
            let at = seconds(told.at);
            match told.fact {
                Fact::Asked(request, writer) => past.asked.push((request, writer, at)),
                Fact::Given(given) => past.give(&given, at),
                Fact::Failed { scheme, request, writer } => past.fail(scheme, request, writer, at),
                Fact::Broke(trouble) => broken.push((trouble, at)),
                Fact::Mended(trouble) => {
                    let place = broken.iter().position(|(of, _)| *of == trouble);
                    let from = place.map_or(f64::NEG_INFINITY, |place| broken.remove(place).1);
                    past.troubles.push((trouble, from, at));
                }
                Fact::ShardAdded(..) => past.added.push(at),
                Fact::Behind(..) | Fact::Leased(..) | Fact::Wasted(..) => {}
            }
        }
        let now = seconds(frame.now);
        past.count(frame);
        past.leave_open(frame, now);
        past.go_on(frame, &broken, now);
        past
    }

    fn give(&mut self, given: &Given, at: f64) {
        let Given { scheme, request, writer, id, waited, is_smaller, is_again } = *given;
        let from = at - waited.as_micros() as f64 / 1e6;
        // It is counted once all of them are known.
        let end = End::Given(id, 0, is_smaller, is_again);
        self.answers[scheme.place()].push(Answer { request, writer, from, to: at, end });
    }

    fn fail(&mut self, scheme: Scheme, request: u32, writer: u8, at: f64) {
        let asked = self.asked.iter().find(|(of, ..)| *of == request);
        let from = asked.map_or(f64::NEG_INFINITY, |(_, _, at)| *at);
        let answer = Answer { request, writer, from, to: at, end: End::Failed };
        self.answers[scheme.place()].push(answer);
    }

    /// Numbers the ids of each scheme, the latest of which is known.
    fn count(&mut self, frame: &Frame<'_, IdSchemes>) {
        for scheme in Scheme::ALL {
            let mut nth = frame.state.score(scheme).given;
            for answer in self.answers[scheme.place()].iter_mut().rev() {
                if let End::Given(_, of, ..) = &mut answer.end {
                    *of = nth;
                    nth = nth.saturating_sub(1);
                }
            }
        }
    }

    fn leave_open(&mut self, frame: &Frame<'_, IdSchemes>, now: f64) {
        for open in &frame.state.open {
            for scheme in open.lacks.iter() {
                let (request, writer) = (open.request, open.writer);
                let from = seconds(open.since);
                let answer = Answer { request, writer, from, to: now, end: End::Open };
                self.answers[scheme.place()].push(answer);
            }
        }
    }

    /// What is broken now, since when it was told or for longer than is told of.
    fn go_on(&mut self, frame: &Frame<'_, IdSchemes>, broken: &[(Trouble, f64)], now: f64) {
        let Frame { model, state, .. } = frame;
        let centre = (!state.is_centre_up).then_some(Trouble::Down(Node::Centre));
        let shards = (0..).zip(&state.shards).filter(|(_, shard)| !shard.is_up);
        let shards = shards.map(|(shard, _)| Trouble::Down(Node::Shard(shard)));
        let writers = (0..).zip(&state.writers).flat_map(|(writer, of)| {
            let down = (!of.is_up).then_some(Trouble::Down(Node::Writer(writer)));
            let cut = of.is_cut.then_some(Trouble::Cut(writer));
            let is_back = of.behind_ms != model.skew_ms(writer);
            down.into_iter().chain(cut).chain(is_back.then_some(Trouble::Clock(writer)))
        });
        for trouble in centre.into_iter().chain(shards).chain(writers) {
            let since = broken.iter().find(|(of, _)| *of == trouble);
            let from = since.map_or(f64::NEG_INFINITY, |(_, at)| *at);
            self.troubles.push((trouble, from, now));
        }
    }
}
