//! The model in plain words.

use super::action::Action;
use super::clock::Pace;
use super::fact::{Fact, Made, Touch};
use super::issuing::waiting;
use super::model::{Event, Snowflake, State};
use super::worker::{Stall, Worker};
use kernel::decimal::{fixed, thousands};
use kernel::{Figure, Row, Said, Tone};

/// A worker's name, by its place.
pub fn worker(at: u8) -> String {
    format!("worker {}", at + 1)
}

/// Microseconds in milliseconds, with as many decimals as they need.
pub fn ms(us: i64) -> String {
    let places = if us % 1_000 == 0 { 0 } else { 1 };
    format!("{} ms", thousands(&fixed(us as f64 / 1_000.0, places)))
}

/// How far a clock is off.
pub fn off(error_us: i64) -> String {
    match error_us {
        0 => "right".to_owned(),
        1.. => format!("{} ahead", ms(error_us)),
        _ => format!("{} behind", ms(-error_us)),
    }
}

/// Ticks.
fn ticks(number: u64) -> String {
    match number {
        1 => "1 tick".to_owned(),
        number => format!("{} ticks", thousands(&number.to_string())),
    }
}

/// Why a worker makes no ids.
pub fn why(stall: Stall) -> &'static str {
    match stall {
        Stall::Exhausted => "its sequence is exhausted until the next tick",
        Stall::Behind => "its clock is behind its last id",
        Stall::Recovering => "it came back and waits for a tick",
    }
}

/// A fact in one sentence.
pub(super) fn say(fact: &Fact) -> Said {
    match fact {
        Fact::Made(made) => say_made(made),
        Fact::Queued { worker: at, .. } => {
            Said::plain(format!("a request waits at {}", worker(*at)))
        }
        Fact::Stalled { worker: at, why: stall } => {
            Said::mark(Tone::Wait, format!("{} stalls: {}", worker(*at), why(*stall)))
        }
        Fact::Resumed { worker: at, lasted } => {
            let lasted = ms(lasted.as_micros() as i64);
            Said::plain(format!("{} goes on after {lasted}", worker(*at)))
        }
        Fact::Refused { worker: at, behind } => {
            let behind = ticks(*behind);
            let text = format!("{} refused: its clock is {behind} behind its last id", worker(*at));
            Said::mark(Tone::Wait, text)
        }
        Fact::TurnedAway { worker: at } => {
            Said::mark(Tone::Lost, format!("{} turned a request away: no room", worker(*at)))
        }
        Fact::Unserved { worker: at } => {
            Said::mark(Tone::Lost, format!("a request found {} down", worker(*at)))
        }
        Fact::Spent { worker: at } => {
            let text = format!("{} refused: the timestamp has run out", worker(*at));
            Said::mark(Tone::Lost, text)
        }
        Fact::Touched { worker: at, touch, error_us } => say_touch(*at, *touch, *error_us),
        Fact::Crashed { worker: at, lost: 0 } => {
            Said::mark(Tone::Lost, format!("{} crashed", worker(*at)))
        }
        Fact::Crashed { worker: at, lost } => Said::mark(
            Tone::Lost,
            format!("{} crashed, and {lost} that waited hear nothing", worker(*at)),
        ),
        Fact::Restarted { worker: at } => {
            Said::mark(Tone::Ok, format!("{} is up again", worker(*at)))
        }
        Fact::Numbered { worker: at, number, other: Some(other) } => {
            let text = format!("{} has number {number}, as {} has", worker(*at), worker(*other));
            Said::mark(Tone::Lost, text)
        }
        Fact::Numbered { worker: at, number, other: None } => {
            Said::mark(Tone::Ok, format!("{} has number {number}", worker(*at)))
        }
        Fact::Loaded(per_second) => {
            let load = thousands(&per_second.to_string());
            Said::mark(Tone::Plain, format!("{load} ids a second are asked for"))
        }
    }
}

fn say_made(made: &Made) -> Said {
    let (maker, parts) = (worker(made.worker), made.parts);
    let tick = thousands(&parts.ticks.to_string());
    if let Some(twin) = made.twin {
        let text = format!("{maker} made {}, which {} had made before", made.id, worker(twin));
        return Said::mark(Tone::Lost, text);
    }
    let sequence = parts.sequence;
    let late = match made.late {
        Some(late) => format!(", {} before one made earlier", ms(late.late_us as i64)),
        None if made.ahead_us > made.error_us => ", ahead of its clock".to_owned(),
        None => String::new(),
    };
    Said::plain(format!("{maker} made {}: tick {tick}, sequence {sequence}{late}", made.id))
}

fn say_touch(at: u8, touch: Touch, error_us: i64) -> Said {
    let (name, off) = (worker(at), off(error_us));
    let jumped = |how: &str, by_us: i64| {
        let way = if by_us < 0 { "back" } else { "ahead" };
        format!("{how} by {} {way}: it is {off}", ms(by_us.abs()))
    };
    let (tone, did) = match touch {
        Touch::Jumped(0) => (Tone::Plain, format!("stays {off}")),
        Touch::Jumped(by_us) if by_us < 0 => (Tone::Lost, jumped("jumped", by_us)),
        Touch::Jumped(by_us) => (Tone::Wait, jumped("jumped", by_us)),
        Touch::Stepped(0) => (Tone::Ok, "was right: NTP left it alone".to_owned()),
        Touch::Stepped(by_us) => (Tone::Ok, jumped("was stepped by NTP", by_us)),
        Touch::Drifts(0) => (Tone::Ok, format!("runs as true time does; it is {off}")),
        Touch::Drifts(permille) => {
            let verb = if permille > 0 { "gains" } else { "loses" };
            let percent = fixed(f64::from(permille.unsigned_abs()) / 10.0, 1);
            (Tone::Wait, format!("{verb} {percent} %"))
        }
        Touch::Froze => (Tone::Lost, "stopped".to_owned()),
        Touch::Thawed => (Tone::Ok, format!("runs on; it is {off}")),
        Touch::Slews => (Tone::Ok, format!("is slewed by NTP; it is {off}")),
    };
    Said::mark(tone, format!("the clock of {name} {did}"))
}

/// A booked event in a few words.
pub(super) fn name_event(event: &Event) -> String {
    match event {
        Event::Ask => "somebody asks for an id".to_owned(),
        Event::Wake(at) => format!("{} tries again", worker(*at)),
    }
}

/// An action in a few words.
pub(super) fn name_action(action: &Action) -> String {
    match action {
        Action::Jump(at, by) => {
            let way = if *by < 0 { "back" } else { "ahead" };
            let by = ticks(u64::from(by.unsigned_abs()));
            format!("Set the clock of {} {way} by {by}", worker(*at))
        }
        Action::Set(at, error) => {
            format!("Set the clock of {} {}", worker(*at), off(i64::from(*error) * 1_000))
        }
        Action::Drift(at, permille) => {
            let percent = fixed(f64::from(*permille) / 10.0, 1);
            format!("Let the clock of {} gain {percent} %", worker(*at))
        }
        Action::Freeze(at) => format!("Stop the clock of {}", worker(*at)),
        Action::Thaw(at) => format!("Let the clock of {} run on", worker(*at)),
        Action::Sync(at) => format!("Let NTP step the clock of {}", worker(*at)),
        Action::Slew(at) => format!("Let NTP slew the clock of {}", worker(*at)),
        Action::Crash(at) => format!("Crash {}", worker(*at)),
        Action::Restart(at) => format!("Restart {}", worker(*at)),
        Action::Number(at, number) => format!("Give {} number {number}", worker(*at)),
        Action::Ask(at) => format!("Ask {} for an id", worker(*at)),
        Action::Load(per_second) => format!("Ask for {per_second} ids a second"),
    }
}

/// The picture in one or two sentences.
pub(super) fn summary(model: &Snowflake, state: &State) -> String {
    let past = &state.past.0;
    let describe = |(at, one): (u8, &Worker)| {
        let what = match (one.is_up, one.stall) {
            (false, _) => "is down",
            (true, Some(stall)) => why(stall),
            (true, None) => "is ready",
        };
        format!("{}: {what}", worker(at))
    };
    let workers: Vec<_> = (0..).zip(&state.workers).map(describe).collect();
    format!(
        "{} workers make ids of {} bits in ticks of {} ms; {} were made, {} requests were refused, {} \
         ids were made twice. {}.",
        state.workers.len(),
        64 - model.layout.bits(super::layout::Role::Unused),
        model.layout.tick_ms,
        past.made,
        past.refused,
        past.doubled,
        workers.join("; ")
    )
}

/// Numbers that are read off a state.
pub(super) fn figures(state: &State) -> Vec<Figure> {
    let past = &state.past.0;
    let count = |key, label, count: u64| Figure { key, label, value: Some(count as f64), unit: "" };
    let late = Some(past.late_us_max as f64 / 1_000.0);
    vec![
        count("made", "ids made", past.made),
        count("refused", "requests refused", past.refused),
        count("lost", "requests lost", past.lost),
        count("waiting", "requests that wait", u64::from(waiting(state))),
        count("twins", "ids made twice", past.doubled),
        count("out_of_order", "ids smaller than an earlier one", past.disordered),
        count("k", "k, out of order by places at most", u64::from(past.distance_max)),
        Figure { key: "late", label: "out of order by time at most", value: late, unit: "ms" },
    ]
}

/// The state as rows.
pub(super) fn outline(model: &Snowflake, state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, one) in (0..).zip(&state.workers) {
        let group = worker(at);
        let mut row = |key: &str, value: String| rows.push(Row::new(&group, key, value));
        row("number", one.number.to_string());
        row("is", if one.is_up { "up" } else { "down" }.to_owned());
        let pace = match one.clock.pace() {
            Pace::Steady => "runs as true time does".to_owned(),
            Pace::Drifting { permille, .. } => format!("gains {permille} ‰"),
            Pace::Slewed { .. } => "is slewed".to_owned(),
            Pace::Frozen { .. } => "stands still".to_owned(),
        };
        row("clock", pace);
        let last = one.past.0.memory.map(|id| model.last(id)).map_or_else(
            || "no id".to_owned(),
            |last| format!("tick {}, sequence {}", last.ticks, last.sequence),
        );
        row("remembers", last);
        row("waiting", one.waiting.to_string());
        row("stall", one.stall.map_or("none", why).to_owned());
    }
    rows
}
