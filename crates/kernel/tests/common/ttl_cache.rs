//! A time-to-live cache of one entry, on a node whose wall clock can be set back.
//!
//! A read is answered from the entry while it is fresh; otherwise the node asks the origin, whose
//! answer takes a while. The node counts an entry's age from the moment it asked (RFC 9111,
//! section 4.2.3, counts the response delay against the entry), on a clock that only goes
//! forward. The planted bug counts on the wall clock: after that was set back, an entry seems
//! younger than it is.

use kernel::{Bag, Class, Cx, Delay, Draw, Fold, Holds, Law, Metric, Model, Search, Span, Time};

/// Which of the node's clocks an entry's age is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Goes forward only.
    Steady,
    /// Can be set back. The planted bug.
    Wall,
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct TtlCache {
    /// How long an entry may be served.
    pub ttl: Span,
    /// By how much the wall clock is ahead until it is set back.
    pub skew: Span,
    /// The least and the most that the origin's answer takes.
    pub answer: (Span, Span),
    /// Which clock ages are read on.
    pub clock: Clock,
    /// How a search treats time.
    pub search: Search,
}

/// What the node holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The instant at which the origin was asked.
    pub asked: Time,
    /// The same on the clock that ages are read on.
    pub stamped: Time,
}

/// Everything but what is booked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// By how much the wall clock is ahead.
    pub ahead: Span,
    /// What is in the cache.
    pub entry: Option<Entry>,
    /// Whether the origin's answer is awaited.
    pub waiting: bool,
}

/// The origin's answer arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Answer {
    /// When it was asked for.
    pub asked: Time,
    /// The same on the node's clock.
    pub stamped: Time,
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A client reads.
    Read,
    /// The wall clock is set back to the true time.
    SetBack,
}

/// What a step was.
#[derive(Clone, Debug)]
pub enum Fact {
    Served { age: Span },
    Expired,
    Asked,
    Stored,
    SetBack,
}

impl TtlCache {
    /// What the clock that ages are read on shows.
    fn clock(&self, state: &State, now: Time) -> Time {
        match self.clock {
            Clock::Steady => now,
            Clock::Wall => now + state.ahead,
        }
    }

    fn read(&self, state: &mut State, cx: &mut Cx<'_, TtlCache>) {
        let now = cx.now();
        let stamped = self.clock(state, now);
        if let Some(entry) = state.entry {
            if stamped.since(entry.stamped) <= self.ttl {
                cx.tell(Fact::Served { age: now.since(entry.asked) });
                return;
            }
            state.entry = None;
            cx.tell(Fact::Expired);
        }
        if !state.waiting {
            state.waiting = true;
            cx.tell(Fact::Asked);
            let wait = cx.delay(Draw::next(0), Delay::Between(self.answer.0, self.answer.1));
            cx.after(wait, Answer { asked: now, stamped });
        }
    }
}

impl Model for TtlCache {
    type State = State;
    type Event = Answer;
    type Action = Action;
    type Fact = Fact;

    const LAWS: &'static [Law<TtlCache>] = &[
        Law::always_told("never serves an entry older than its time to live", serves_fresh),
        Law::sometimes_told("serves an entry", serves),
        Law::sometimes("holds an entry", holds_an_entry),
    ];
    const METRICS: &'static [Metric<TtlCache>] = &[Metric {
        key: "served_age_us",
        label: "age of what is served",
        unit: "us",
        fold: Fold::Sample(|fact| match fact {
            Fact::Served { age } => Some(age.as_micros() as i64),
            _ => None,
        }),
    }];

    fn search(&self) -> Search {
        self.search
    }

    fn start(&self) -> (State, Vec<(Span, Answer)>) {
        (State { ahead: self.skew, entry: None, waiting: false }, Vec::new())
    }

    fn on_event(&self, state: &mut State, answer: Answer, cx: &mut Cx<'_, TtlCache>) {
        state.waiting = false;
        state.entry = Some(Entry { asked: answer.asked, stamped: answer.stamped });
        cx.tell(Fact::Stored);
    }

    fn on_action(&self, state: &mut State, action: Action, cx: &mut Cx<'_, TtlCache>) {
        match action {
            Action::Read => self.read(state, cx),
            Action::SetBack => {
                state.ahead = Span::ZERO;
                cx.tell(Fact::SetBack);
            }
        }
    }

    fn actions(&self, state: &State, out: &mut Vec<Action>) {
        out.push(Action::Read);
        if state.ahead > Span::ZERO {
            out.push(Action::SetBack);
        }
    }

    fn class(&self, _: &Answer) -> Class {
        Class::Message
    }
}

fn serves_fresh(cache: &TtlCache, _: &State, facts: &[Fact]) -> Holds {
    for fact in facts {
        if let Fact::Served { age } = fact
            && *age > cache.ttl
        {
            let ttl = cache.ttl;
            return Err(format!("an entry of age {age} was served; it may live {ttl}").into());
        }
    }
    Ok(())
}

fn serves(_: &TtlCache, _: &State, facts: &[Fact]) -> Holds {
    let served = facts.iter().any(|fact| matches!(fact, Fact::Served { .. }));
    if served { Ok(()) } else { Err("nothing was served".into()) }
}

fn holds_an_entry(_: &TtlCache, state: &State, _: &Bag<'_, Answer>) -> Holds {
    if state.entry.is_some() { Ok(()) } else { Err("the cache is empty".into()) }
}
