//! Who answers when a model asks for chance: the seed, a script, or a search that tries all.

use crate::delay::{Delay, Wait};
use crate::model::Budget;
use crate::recipe::Pick;
use crate::rng::{self, Draw, Draws};
use crate::time::Span;

/// Who answers.
pub(crate) enum Oracle<'a> {
    /// A run: the seed.
    Seeded,
    /// A run at a cue: its picks, then the seed.
    Scripted(&'a mut Script),
    /// A search: every answer in turn.
    Asked(&'a mut Asker),
}

impl Oracle<'_> {
    /// A number below `bound`.
    #[inline]
    pub(crate) fn choose(&mut self, draws: &mut Draws, draw: Draw, bound: u32) -> u32 {
        assert!(bound > 0, "a choice among nothing");
        match self {
            Oracle::Seeded => rng::below(draws.bits(draw), u64::from(bound)) as u32,
            Oracle::Scripted(script) => match script.choice(bound) {
                Some(answer) => {
                    draws.skip(draw);
                    answer
                }
                None => rng::below(draws.bits(draw), u64::from(bound)) as u32,
            },
            Oracle::Asked(asker) => asker.ask(bound, None),
        }
    }

    /// Yes with probability `num / den`.
    #[inline]
    pub(crate) fn chance(&mut self, draws: &mut Draws, draw: Draw, num: u32, den: u32) -> bool {
        assert!(num <= den && den > 0, "a chance is from 0 to 1");
        let drawn =
            |draws: &mut Draws| rng::below(draws.bits(draw), u64::from(den)) < u64::from(num);
        match self {
            Oracle::Seeded => drawn(draws),
            Oracle::Scripted(script) => match script.choice(2) {
                Some(answer) => {
                    draws.skip(draw);
                    answer == 1
                }
                None => drawn(draws),
            },
            // What cannot happen is still recorded, so that a script lines up with its run.
            Oracle::Asked(asker) if num == 0 => asker.settle(0) == 1,
            Oracle::Asked(asker) if num == den => asker.settle(1) == 1,
            Oracle::Asked(asker) => asker.ask(2, None) == 1,
        }
    }

    /// A fault that a search must pay for.
    #[inline]
    pub(crate) fn fault(
        &mut self,
        draws: &mut Draws,
        draw: Draw,
        budget: Budget,
        (num, den): (u32, u32),
    ) -> bool {
        match self {
            Oracle::Asked(asker) => asker.fault(budget),
            _ => self.chance(draws, draw, num, den),
        }
    }

    /// A length drawn by a law.
    #[inline]
    pub(crate) fn delay(&mut self, draws: &mut Draws, draw: Draw, law: Delay) -> Wait {
        let (low, high) = law.bounds();
        let span = match self {
            Oracle::Seeded => law.sample(draws.bits(draw)),
            Oracle::Scripted(script) => match script.delay() {
                Some(span) => {
                    draws.skip(draw);
                    span
                }
                None => law.sample(draws.bits(draw)),
            },
            Oracle::Asked(asker) => asker.delay(low, high),
        };
        Wait { span, low, high }
    }
}

/// The picks of one cue, read in order, choices and delays apart.
pub(crate) struct Script {
    picks: Vec<Pick>,
    choices: usize,
    delays: usize,
    /// Nature keeps away.
    pub(crate) is_spared: bool,
    /// A pick was no answer to what was asked.
    pub(crate) misfit: bool,
}

impl Script {
    pub(crate) fn new(picks: &[Pick]) -> Script {
        let is_spared = picks.contains(&Pick::Spared);
        let picks = picks.iter().copied().filter(|pick| *pick != Pick::Spared).collect();
        Script { picks, choices: 0, delays: 0, is_spared, misfit: false }
    }

    fn choice(&mut self, bound: u32) -> Option<u32> {
        let mut choices = self.picks.iter().filter_map(|pick| match pick {
            Pick::Choice(answer) => Some(*answer),
            Pick::Delay(_) | Pick::Spared => None,
        });
        let answer = choices.nth(self.choices)?;
        self.choices += 1;
        self.misfit |= answer >= bound;
        Some(answer.min(bound - 1))
    }

    fn delay(&mut self) -> Option<Span> {
        let mut delays = self.picks.iter().filter_map(|pick| match pick {
            Pick::Delay(span) => Some(*span),
            Pick::Choice(_) | Pick::Spared => None,
        });
        let span = delays.nth(self.delays)?;
        self.delays += 1;
        Some(span)
    }

    /// Whether every pick was asked for and fitted.
    pub(crate) fn fits(&self) -> bool {
        !self.misfit && self.choices + self.delays == self.picks.len()
    }
}

/// One question of a step and the answer that is being tried.
#[derive(Clone, Copy, Debug)]
struct Question {
    answer: u32,
    bound: u32,
    /// For a delay: the answer `n` stands for `low + n * grain`, at most `high`.
    delay: Option<(Span, Span)>,
}

/// What a search has spent, or may spend, of each budget.
pub type Purse = [u8; Budget::KINDS];

/// Asks every question of a step in every way: an odometer whose last wheel turns first.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    questions: Vec<Question>,
    at: usize,
    grain: Option<Span>,
    limits: Purse,
    pub(crate) spent: Purse,
    /// An untimed search was asked for the time.
    pub(crate) clock_read: bool,
    /// A delay had more multiples of the grain than [`DELAYS`].
    pub(crate) delays_cut: bool,
    /// With recording on: what was booked by this step, and under which bounds.
    pub(crate) booked: Option<Vec<(u64, Span, Span)>>,
}

/// A delay law may span this many multiples of the grain in a timed search.
const DELAYS: u64 = 256;

impl Asker {
    pub(crate) fn new(grain: Option<Span>, limits: Purse) -> Asker {
        Asker {
            questions: Vec::new(),
            at: 0,
            grain,
            limits,
            spent: [0; Budget::KINDS],
            clock_read: false,
            delays_cut: false,
            booked: None,
        }
    }

    /// Whether the search has a clock.
    pub(crate) fn is_timed(&self) -> bool {
        self.grain.is_some()
    }

    /// Before the first answer to a step's questions.
    #[inline]
    pub(crate) fn begin(&mut self) {
        self.questions.clear();
    }

    /// Before each try of the step.
    #[inline]
    pub(crate) fn rewind(&mut self, spent: Purse) {
        self.at = 0;
        self.spent = spent;
        if let Some(booked) = &mut self.booked {
            booked.clear();
        }
    }

    /// Turns to the next answers; false when all were tried.
    #[inline]
    pub(crate) fn turn(&mut self) -> bool {
        // A step may ask fewer questions after another answer.
        self.questions.truncate(self.at);
        while let Some(last) = self.questions.last_mut() {
            if last.answer + 1 < last.bound {
                last.answer += 1;
                return true;
            }
            self.questions.pop();
        }
        false
    }

    /// The answers of the present try, as picks.
    pub(crate) fn picks(&self) -> Vec<Pick> {
        let grain = self.grain.unwrap_or(Span::ZERO);
        let asked = self.questions[..self.at].iter();
        asked
            .map(|question| match question.delay {
                None => Pick::Choice(question.answer),
                Some((low, high)) => {
                    Pick::Delay((low + grain * u64::from(question.answer)).min(high))
                }
            })
            .collect()
    }

    fn ask(&mut self, bound: u32, delay: Option<(Span, Span)>) -> u32 {
        if self.at == self.questions.len() {
            self.questions.push(Question { answer: 0, bound, delay });
        }
        let question = self.questions[self.at];
        debug_assert_eq!(question.bound, bound, "a step asks the same under the same answers");
        self.at += 1;
        question.answer
    }

    /// Records an answer that is not free.
    fn settle(&mut self, answer: u32) -> u32 {
        if self.at == self.questions.len() {
            self.questions.push(Question { answer, bound: answer + 1, delay: None });
        }
        self.at += 1;
        answer
    }

    fn fault(&mut self, budget: Budget) -> bool {
        let kind = usize::from(budget.0);
        if self.spent[kind] >= self.limits[kind] {
            return self.settle(0) == 1;
        }
        let happens = self.ask(2, None) == 1;
        self.spent[kind] += u8::from(happens);
        happens
    }

    fn delay(&mut self, low: Span, high: Span) -> Span {
        let Some(grain) = self.grain else { return Span::ZERO };
        let width = (high - low).as_micros();
        let grain_us = grain.as_micros().max(1);
        // Multiples of the grain above the shortest, and the longest itself.
        let choices = width.div_ceil(grain_us) + 1;
        self.delays_cut |= choices > DELAYS;
        let answer = self.ask(choices.min(DELAYS) as u32, Some((low, high)));
        (low + grain * u64::from(answer)).min(high)
    }

    /// Whether the purse still allows this.
    #[inline]
    pub(crate) fn affords(&self, spent: &Purse, budget: Budget) -> bool {
        spent[usize::from(budget.0)] < self.limits[usize::from(budget.0)]
    }
}
