//! The threads left and right of the ring, as they are now.

use super::controls::Setup;
use super::figures::{count, rate};
use super::panel::Wish;
use super::run::{Run, Seen, Way};
use super::speed::Speed;
use super::words::State;
use widgets::circle::Place;
use widgets::lock::{self, Lock};
use widgets::tag;
use widgets::tag::Tag;
use yew::Callback;

/// What is drawn.
pub struct Stage<'a> {
    /// What is set, for the threads before they run.
    pub setup: Setup,
    /// What runs.
    pub run: Option<&'a Run>,
    /// How fast.
    pub speed: &'a Speed,
    /// Whether threads can be killed.
    pub is_watched: bool,
    /// Hears what is wanted.
    pub on: Callback<Wish>,
}

impl Stage<'_> {
    /// Draws it.
    pub fn draw(&self) -> Tag {
        let Setup { producers, consumers, .. } = self.setup;
        let side = |label: &'static str, threads: std::ops::Range<u32>| {
            tag!(ul, class: "queue-threads", "aria-label": label)
                .children(threads.map(|thread| self.thread(thread)))
        };
        tag!(div, class: "queue-stage")
            .child(side("Producers", 0..producers))
            .child(self.middle())
            .child(side("Consumers", producers..producers + consumers))
    }

    /// The name of a thread, as on its sheet.
    fn name(&self, thread: u32) -> String {
        name(thread, self.setup.producers)
    }

    fn thread(&self, thread: u32) -> Tag {
        let seen = self.run.map(|run| run.seen(thread));
        let (tone, sign, words) =
            seen.map_or(("soft", "·", "not started"), |seen| told(seen.state));
        let class = match seen.map(|seen| seen.state) {
            Some(State::Killed) => "queue-thread dead",
            _ => "queue-thread",
        };
        let state = tag!(span, class: ["queue-state tone-", tone].concat())
            .child(tag!(span, class: "sign", "aria-hidden": "true").text(sign))
            .text([" ", words].concat());
        let moved = if thread < self.setup.producers { " put" } else { " got" };
        let moved =
            seen.map_or_else(String::new, |seen| [&count(seen.count.into()), moved].concat());
        let late = seen.filter(|seen| seen.timeouts > 0).map(|seen| {
            let times = if seen.timeouts == 1 { " time-out of 1 s" } else { " time-outs of 1 s" };
            tag!(span, class: "queue-late tone-lost")
                .text(["! ", &count(seen.timeouts.into()), times].concat())
        });
        tag!(li, class: class)
            .key(thread)
            .child(tag!(strong).text(self.name(thread)))
            .child(tag!(span, class: "queue-moved").text(moved))
            .child(state)
            .child(tag!(span, class: "queue-note").maybe(late))
            .child(self.kill(thread, seen))
    }

    fn kill(&self, thread: u32, seen: Option<Seen>) -> Tag {
        let is_alive = seen.is_some_and(|seen| {
            !matches!(seen.state, State::Starting | State::Done | State::Killed)
        });
        let may_kill =
            is_alive && self.is_watched && self.run.is_some_and(|run| run.victim().is_none());
        let button = |is_inside: bool, text: &'static str, label: &str| {
            let label = [label, &self.name(thread)].concat();
            let wish = Wish::Kill(thread, is_inside);
            tag!(button, class: "small", disabled: !may_kill, "aria-label": label)
                .clicked(self.on.reform(move |_| wish))
                .text(text)
        };
        tag!(span, class: "queue-kill")
            .child(button(false, "Kill", "Kill, holding nothing: "))
            .child(button(true, "Kill with the lock", "Kill with the lock in hand: "))
    }

    fn middle(&self) -> Tag {
        let (head, tail) = self.run.map_or((0, 0), Run::positions);
        let plan = self.run.map(Run::plan);
        let capacity = plan.map_or(self.setup.capacity, |plan| plan.capacity);
        let has_bound = plan.is_none_or(|plan| plan.way == Way::Ring);
        // The two were not read at one instant.
        let depth = (tail.wrapping_sub(head) as i32).max(0) as u32;
        let depth = if has_bound { depth.min(capacity) } else { depth };
        let bound = if has_bound { count(capacity.into()) } else { "no bound".to_owned() };
        let of = [&count(depth.into()), " of ", &bound].concat();
        let speed = |speed: Option<f64>| speed.map_or_else(|| "–".to_owned(), rate);
        let figure = |label: &'static str, value: String| {
            tag!(div).child(tag!(dt).text(label)).child(tag!(dd).text(value))
        };
        let figures = tag!(dl, class: "queue-figures")
            .child(figure("Depth", of))
            .child(figure("Items in all", count(self.speed.total)))
            .child(figure("Items a second, now", speed(self.speed.now())))
            .child(figure("Since the start", speed(self.speed.overall())));
        let [entry, exit] = self.run.map_or([None; 2], Run::holders);
        let locks = tag!(div, class: "queue-locks")
            .child(self.lock("entry", entry))
            .child(self.lock("exit", exit));
        tag!(div, class: "queue-middle")
            .child(locks)
            .child(slots(head, depth.min(capacity), capacity))
            .child(figures)
    }

    fn lock(&self, side: &'static str, holder: Option<u32>) -> Tag {
        let is_dead = holder.is_some_and(|holder| self.run.is_some_and(|run| run.is_dead(holder)));
        let words = match holder {
            None => [side, ": free"].concat(),
            Some(holder) if is_dead => [side, ": held by ", &self.name(holder), ", dead"].concat(),
            Some(holder) => [side, ": held by ", &self.name(holder)].concat(),
        };
        let at = Place { x: lock::WIDTH / 2.0 + 1.0, y: lock::HEIGHT / 2.0 + 1.0 };
        let drawn = tag!(svg, class: "picture", "aria-hidden": "true",
            width: lock::WIDTH + 2.0, height: lock::HEIGHT + 2.0)
        .child(Lock { at, is_held: holder.is_some() }.draw());
        tag!(span, class: if is_dead { "queue-lock tone-lost" } else { "queue-lock" })
            .child(drawn)
            .child(tag!(span).text(words))
    }
}

/// A cell for each slot; those that hold an item are full.
fn slots(head: u32, depth: u32, capacity: u32) -> Tag {
    const CELLS: u32 = 64;
    let cells = capacity.min(CELLS);
    let slots = capacity / cells;
    let first = (head % capacity) / slots;
    let filled = depth.div_ceil(slots);
    let cell = |cell: u32| {
        let is_full = (cell + cells - first) % cells < filled;
        tag!(span, class: if is_full { "full" } else { "" }).key(cell)
    };
    let label = [&count(depth.into()), " of ", &count(capacity.into()), " slots are full"].concat();
    tag!(div, class: "queue-slots", role: "img", "aria-label": label).children((0..cells).map(cell))
}

/// A thread's name: producers are P, consumers C, each counted from one.
pub fn name(thread: u32, producers: u32) -> String {
    let (letter, number) =
        if thread < producers { ("P", thread + 1) } else { ("C", thread - producers + 1) };
    [letter, &number.to_string()].concat()
}

/// The role, sign and words of a state.
fn told(state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Starting => ("soft", "·", "starting"),
        State::Running => ("ok", "▸", "running"),
        State::WaitsForLock => ("lock", "◷", "waits for the lock"),
        State::WaitsForRoom => ("wait", "◷", "waits until not full"),
        State::WaitsForItem => ("wait", "◷", "waits until not empty"),
        State::Rests => ("soft", "◦", "rests"),
        State::Stopped => ("lost", "‖", "stopped, holds nothing"),
        State::StoppedInside => ("lost", "‖", "stopped, holds the lock"),
        State::Done => ("ok", "✓", "has left"),
        State::Killed => ("lost", "✕", "killed"),
    }
}
