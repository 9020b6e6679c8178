//! Draws up a chart by taking steps one by one and comparing what was booked before and after.

use super::{
    ARROWS, Arrow, Chart, End, MARKS, Mark, MarkKind, Place, STEPS, Sign, Standing, Survey,
};
use crate::machine::Machine;
use crate::model::{Said, Tone};
use crate::order;
use crate::recipe::{Cue, Deed, Playhead};
use crate::run::Replay;
use crate::time::Time;

/// Draws up what a replay goes through from where it stands, up to and with a place.
pub(crate) fn record(mut replay: Replay<'_>, until: Playhead) -> Chart {
    let start = replay.here();
    let mut recorder = Recorder::new(&mut *replay.machine);
    let mut steps = 0;
    while let Some(next) = replay.next_instant() {
        if next > until.at || replay.machine.step() >= until.step {
            break;
        }
        let chart = &mut recorder.chart;
        if steps == STEPS || chart.arrows.len() >= ARROWS || chart.marks.len() >= MARKS {
            chart.is_cut = true;
            break;
        }
        let deed = Done::of(replay.next_cue(), &*replay.machine);
        if !replay.step() {
            break;
        }
        recorder.note(&mut *replay.machine, deed);
        steps += 1;
    }
    let mut chart = recorder.chart;
    // Where no step was left out, time went on to the bound.
    let is_whole = replay.next_instant().is_none_or(|next| next > until.at);
    let at = if is_whole { until.at.min(replay.end.at) } else { replay.machine.now() };
    chart.from = start;
    chart.until = Playhead { step: replay.machine.step(), at: at.max(replay.machine.now()) };
    chart.nodes = replay.machine.nodes();
    chart
}

/// What the step to come does with a booking, as far as that shows beforehand.
#[derive(Clone, Copy)]
enum Done {
    /// What is next in the agenda happens.
    Next,
    /// This booking happens.
    Brought(u64),
    /// A hand does something else.
    Other,
}

impl Done {
    fn of(cue: Option<&Cue>, machine: &dyn Machine) -> Done {
        match cue.map(|cue| &cue.deed) {
            None => Done::Next,
            Some(Deed::Fire(index)) => {
                let offers = machine.offers().events;
                offers.get(*index as usize).map_or(Done::Other, |offer| Done::Brought(offer.number))
            }
            Some(_) => Done::Other,
        }
    }
}

/// A booking whose end has not been seen.
struct Open {
    number: u64,
    place: Place,
    is_timer: bool,
    caption: String,
    /// Where it is among the arrows.
    arrow: Option<usize>,
}

struct Recorder {
    chart: Chart,
    /// By number.
    open: Vec<Open>,
    next: Option<u64>,
    standing: Vec<Standing>,
    /// Messages that have arrived and wait, by their place among the arrows.
    held: Vec<usize>,
    /// Messages that ended with the last step.
    ended: Vec<usize>,
    /// The greatest booking number that was seen.
    known: Option<u64>,
}

impl Recorder {
    fn new(machine: &mut dyn Machine) -> Recorder {
        let survey = machine.survey(None);
        let standing = survey.standing.clone();
        let chart = Chart { standing: standing.clone(), ..Chart::default() };
        let mut recorder = Recorder {
            chart,
            open: Vec::new(),
            next: survey.next,
            standing,
            held: Vec::new(),
            ended: Vec::new(),
            known: None,
        };
        recorder.take_in(survey, Playhead { step: machine.step(), at: machine.now() });
        recorder
    }

    /// Notes what the step that was just taken did.
    fn note(&mut self, machine: &mut dyn Machine, done: Done) {
        let at = Playhead { step: machine.step(), at: machine.now() };
        let brought = match done {
            Done::Next => self.next,
            Done::Brought(number) => Some(number),
            Done::Other => None,
        };
        let survey = machine.survey(self.known);
        self.note_ends(&survey, brought, at);
        self.note_standing(&survey.standing, at);
        for (sign, said) in &survey.told {
            match sign {
                Some(Sign::Decision(node)) => self.note_told(*node, at, MarkKind::Decision, said),
                Some(Sign::Note(node)) => self.note_told(*node, at, MarkKind::Note, said),
                Some(Sign::Lost { from, to, caption }) => self.note_loss(*from, *to, caption, at),
                Some(Sign::Held) | None => {}
            }
        }
        self.take_in(survey, at);
    }

    /// What was booked and is not any more: it happened, or it was taken away.
    fn note_ends(&mut self, survey: &Survey, brought: Option<u64>, at: Playhead) {
        let mut left: Vec<u64> = survey.booked.iter().map(|placed| placed.number).collect();
        order::numbers(&mut left);
        let is_held = survey.told.iter().any(|(sign, _)| *sign == Some(Sign::Held));
        let (open, ended): (Vec<Open>, Vec<Open>) = (std::mem::take(&mut self.open).into_iter())
            .partition(|open| left.binary_search(&open.number).is_ok());
        self.open = open;
        self.ended.clear();
        for ended in ended {
            let is_brought = brought == Some(ended.number);
            match (ended.place, ended.arrow) {
                (Place::Wire { .. }, Some(arrow)) if is_brought && is_held => self.held.push(arrow),
                (Place::Wire { to, .. }, Some(arrow)) => {
                    let is_down = self.standing.get(usize::from(to)) == Some(&Standing::Down);
                    self.chart.arrows[arrow].end = match is_brought {
                        true if is_down => End::Unheard(at),
                        true => End::Arrived(at),
                        false => End::Lost(at),
                    };
                    self.ended.push(arrow);
                }
                (Place::At(node), _) if is_brought => {
                    let kind = if ended.is_timer { MarkKind::Timer } else { MarkKind::Step };
                    self.mark(node, at, kind, ended.caption, Tone::Plain);
                }
                _ => {}
            }
        }
    }

    fn note_standing(&mut self, standing: &[Standing], at: Playhead) {
        for (node, is) in standing.iter().enumerate() {
            let was = self.standing.get(node).copied().unwrap_or_default();
            let (kind, text, tone) = match (was, *is) {
                (was, is) if was == is => continue,
                (_, Standing::Down) => (MarkKind::Crashed, "crashed", Tone::Lost),
                (_, Standing::Paused) => (MarkKind::Paused, "paused", Tone::Wait),
                (Standing::Paused, _) => (MarkKind::Resumed, "resumed", Tone::Plain),
                (_, Standing::Up) => (MarkKind::Restarted, "restarted", Tone::Plain),
            };
            self.mark(node as u8, at, kind, text.to_owned(), tone);
        }
        self.standing = standing.to_vec();
    }

    fn note_told(&mut self, node: u8, at: Playhead, kind: MarkKind, said: &Said) {
        self.mark(node, at, kind, said.text.clone(), said.tone);
    }

    fn mark(&mut self, node: u8, at: Playhead, kind: MarkKind, text: String, tone: Tone) {
        self.chart.marks.push(Mark { node, at, kind, text, tone });
    }

    /// The step says that it lost a message: one that it brought, one that waited, or one that it was
    /// to send.
    fn note_loss(&mut self, from: u8, to: u8, caption: &str, at: Playhead) {
        let arrows = &mut self.chart.arrows;
        let is_it = |arrow: &usize| {
            let other = &arrows[*arrow];
            (other.from, other.to) == (from, to) && other.caption == caption
        };
        if let Some(ended) = self.ended.iter().position(is_it) {
            let end = &mut arrows[self.ended.remove(ended)].end;
            if matches!(end, End::Arrived(_)) {
                *end = End::Unheard(at);
            }
        } else if let Some(held) = self.held.iter().position(is_it) {
            arrows[self.held.remove(held)].end = End::Lost(at);
        } else {
            self.note_lost(None, (from, to), caption.to_owned(), at, at.at);
        }
    }

    fn note_lost(
        &mut self,
        number: Option<u64>,
        (from, to): (u8, u8),
        caption: String,
        sent: Playhead,
        due: Time,
    ) {
        // Nobody knows where on its way it was lost: the middle stands for it.
        let way = due.since(sent.at).as_micros();
        let at = Time::from_micros(sent.at.as_micros() + way / 2);
        let end = End::Lost(Playhead { step: sent.step, at });
        let is_double = false;
        self.chart.arrows.push(Arrow { number, from, to, caption, sent, due, end, is_double });
    }

    /// Takes in what was booked by a step, and whatever else the next comparison needs.
    fn take_in(&mut self, survey: Survey, at: Playhead) {
        for lost in survey.lost {
            if let Place::Wire { from, to } = lost.place {
                self.note_lost(Some(lost.number), (from, to), lost.caption, at, lost.due);
            }
        }
        for placed in order::sorted(survey.booked, |placed| (placed.number, 0)) {
            if self.known.is_some_and(|known| placed.number <= known) {
                self.note_due(placed.number, placed.due);
                continue;
            }
            let arrow = match placed.place {
                Place::At(_) => None,
                Place::Wire { from, to } => {
                    let sent = Playhead { step: at.step, at: placed.born };
                    let caption = placed.caption.clone();
                    let (number, due, end) = (Some(placed.number), placed.due, End::OnItsWay);
                    let arrow =
                        Arrow { number, from, to, caption, sent, due, end, is_double: false };
                    Some(self.send(arrow))
                }
            };
            let (number, place, is_timer) = (placed.number, placed.place, placed.is_timer);
            self.open.push(Open { number, place, is_timer, caption: placed.caption, arrow });
        }
        self.known = self.known.max(self.open.last().map(|open| open.number));
        self.next = survey.next;
    }

    /// A message may have been put off.
    fn note_due(&mut self, number: u64, due: Time) {
        let at = self.open.partition_point(|open| open.number < number);
        if let Some(arrow) = self.open.get(at).and_then(|open| open.arrow) {
            self.chart.arrows[arrow].due = due;
        }
    }

    /// A message is sent; it is a double where an equal one of the same instant is on its way, and one
    /// that has waited goes on. Says where it is among the arrows.
    fn send(&mut self, mut arrow: Arrow) -> usize {
        let arrows = &mut self.chart.arrows;
        let waited = self.held.iter().position(|at| {
            let held = &arrows[*at];
            (held.from, held.to) == (arrow.from, arrow.to) && held.caption == arrow.caption
        });
        if let Some(waited) = waited {
            let at = self.held.remove(waited);
            arrows[at].due = arrow.due;
            return at;
        }
        let is_equal = |other: &&Open| {
            other.arrow.is_some_and(|at| {
                let other = &arrows[at];
                (other.from, other.to, other.sent.at) == (arrow.from, arrow.to, arrow.sent.at)
                    && other.caption == arrow.caption
            })
        };
        let equal = self.open.iter().find(is_equal).and_then(|open| open.arrow);
        if let Some(equal) = equal {
            // Nature books the double first; it is the one that comes later.
            let is_first = arrows[equal].due <= arrow.due || arrows[equal].sent != arrow.sent;
            arrow.sent = arrows[equal].sent;
            if is_first { arrow.is_double = true } else { arrows[equal].is_double = true }
        }
        arrows.push(arrow);
        arrows.len() - 1
    }
}
