//! What was measured: a table, a plot beside the law, and what both say.

use kernel::Tone;
use kernel::decimal::fixed;
use widgets::plot::{Axis, Layer, Plot, Point as Mark, Shape};
use widgets::tag;
use widgets::tag::Tag;

use super::frames::is_freeze;
use super::rows::{Row, Way, agree, point, serial_part};
use crate::real::Ground;
use crate::threads::formulas::{amdahl, amdahl_limit};
use crate::threads::job::{Job, Kind};
use crate::threads::timing::Point;

/// The plot grows no wider, in pixels.
const PLOT_MAX: u32 = 520;
const PLOT_HEIGHT: u32 = 300;
/// From this width on the plot stands beside the table.
const WIDE: u32 = 1_000;
/// The space between the two.
const GAP: u32 = 40;
/// A browser keeps no more connections to a host.
const CONNECTIONS: u32 = 6;
/// From this serial part on, to the tenth of a per cent, nothing was gained.
const NO_GAIN: f64 = 0.9995;
/// Steps of a curve from one thread to the next.
const FINE: u32 = 4;

/// Draws it, as far as there is anything.
pub fn report(rows: &[Row], job: Job, started: Option<(u32, f64)>, ground: &Ground) -> Tag {
    let section = tag!(section, class: "threads-report", "aria-label": "What was measured", hidden: rows.is_empty());
    let numbers = tag!(div, class: "threads-numbers")
        .child(table(rows, job, ground))
        .child(told(rows, job, started, ground));
    let plot = (rows.len() > 2 && ground.width > 0).then(|| plot(rows, job, ground));
    section.child(numbers).child(tag!(div, class: "threads-plot").maybe(plot))
}

fn table(rows: &[Row], job: Job, ground: &Ground) -> Tag {
    const HEADS: [(&str, &str); 7] = [
        ("n", ""),
        ("time, ms", ""),
        ("speed-up", ""),
        ("efficiency", "spare"),
        ("by the law", "spare"),
        ("Karp–Flatt", "spare"),
        ("longest freeze", ""),
    ];
    let head = HEADS.iter().map(|(name, class)| {
        let class = if *class == "spare" { "spare" } else { "" };
        tag!(th, scope: "col", class: class).key(*name).text(*name)
    });
    let ways = [Way::Page, Way::Shared, Way::Copies];
    let bodies = ways.into_iter().filter(|way| rows.iter().any(|row| row.way == *way));
    let body = |way: Way| {
        let serial = serial_part(rows, way, job.kind, ground.cores);
        let head = tag!(tr, class: "threads-way")
            .key("way")
            .child(tag!(th, scope: "rowgroup", colspan: HEADS.len()).text(way.name(job.kind)));
        let of_way = rows.iter().filter(|row| row.way == way);
        tag!(tbody)
            .key(way as usize)
            .child(head)
            .children(of_way.map(|row| line(rows, row, serial)))
    };
    let caption =
        tag!(caption, class: "unseen").text("Time, speed-up and frozen frames of each way");
    tag!(table, class: "threads-table")
        .child(caption)
        .child(tag!(thead).child(tag!(tr).children(head)))
        .children(bodies.map(body))
}

fn line(rows: &[Row], row: &Row, serial: Option<f64>) -> Tag {
    let point = point(rows, row);
    let with = |value: Option<f64>, places: u32| {
        value.map_or("–".to_owned(), |value| fixed(value, places))
    };
    let law = serial.filter(|_| row.count > 1).map(|serial| amdahl(serial, f64::from(row.count)));
    let efficiency = point.map(|point| 100.0 * point.efficiency());
    let percent = efficiency.map_or("–".to_owned(), |part| fixed(part, 0) + " %");
    let is_frozen = is_freeze(row.freeze_ms);
    let (class, sign) = if is_frozen { ("tone-lost", "✕ ") } else { ("tone-ok", "✓ ") };
    let frozen = [sign, &fixed(row.freeze_ms, 0), " ms"].concat();
    let missed = (row.missed > 0).then(|| [" (", &row.missed.to_string(), " frames)"].concat());
    tag!(tr)
        .key(row.count)
        .child(tag!(th, scope: "row").text(row.count))
        .child(tag!(td).text(fixed(row.wall_ms, 0)))
        .child(tag!(td).text(with(point.map(|point| point.speedup), 2)))
        .child(tag!(td, class: "spare").text(percent))
        .child(tag!(td, class: "spare").text(with(law, 2)))
        .child(tag!(td, class: "spare").text(with(point.and_then(Point::karp_flatt), 3)))
        .child(tag!(td, class: class).text(frozen + &missed.unwrap_or_default()))
}

/// What the numbers say, in sentences.
fn told(rows: &[Row], job: Job, started: Option<(u32, f64)>, ground: &Ground) -> Tag {
    let ways = [Way::Page, Way::Shared, Way::Copies];
    let serial = |way: Way| {
        let serial = serial_part(rows, way, job.kind, ground.cores)?;
        Some(sentence(law_in_words(way.name(job.kind), serial)))
    };
    let shares = |way: Way| {
        let row = rows.iter().rfind(|row| row.way == way && row.shares.len() > 1)?;
        let shares: Vec<_> = row.shares.iter().map(u32::to_string).collect();
        let who = [&row.count.to_string(), " ", way.name(job.kind)].concat();
        Some(aside([&who, " did ", &shares.join(" + "), " parts."].concat()))
    };
    let start = |(count, ms): (u32, f64)| {
        let (count, ms) = (count.to_string(), fixed(ms, 0));
        aside(
            ["Starting ", &count, " workers took ", &ms, " ms, which is not in the times."]
                .concat(),
        )
    };
    let most = rows.iter().map(|row| row.count).max().unwrap_or(1);
    tag!(div, class: "threads-told")
        .maybe(rows.first().map(|row| result(row, job, agree(rows))))
        .children(ways.into_iter().filter_map(serial))
        .children(ways.into_iter().filter_map(shares))
        .maybe(bound(job, most, ground).map(aside))
        .maybe(started.map(start))
}

fn sentence(text: String) -> Tag {
    tag!(p).text(text)
}

fn aside(text: String) -> Tag {
    tag!(p, class: "soft").text(text)
}

/// Whether all ways came to the same, and to what.
fn result(row: &Row, job: Job, do_agree: bool) -> Tag {
    if !do_agree {
        let text = "✕ The ways came to different results, so they did not do the same job.";
        return tag!(p, class: "tone-lost").text(text);
    }
    let result = match job.kind {
        Kind::Picture => ["same picture, checksum ", &hexadecimal(row.result)].concat(),
        Kind::Primes => ["same count, ", &row.result.to_string(), " primes"].concat(),
        Kind::Waits => ["end of all ", &row.result.to_string(), " waits"].concat(),
    };
    tag!(p, class: "tone-ok").text(["✓ All came to the ", &result, "."].concat())
}

/// What bounds the speed-up beside the law, where some rows are beyond it.
fn bound(job: Job, most: u32, ground: &Ground) -> Option<String> {
    if job.kind != Kind::Waits && most > ground.cores {
        let cores = ground.cores.to_string();
        let text = " threads at once. More of them that compute share processors, of which the law \
                    knows nothing: the serial part is estimated without those rows.";
        return Some(["This browser reports that the machine runs ", &cores, text].concat());
    }
    let is_six = job.kind == Kind::Waits && ground.has_companion && most > CONNECTIONS;
    is_six.then(|| {
        "A browser keeps at most six connections to one host (HTTP/1.1): more than six threads \
         queue for them."
            .to_owned()
    })
}

fn law_in_words(way: &str, serial: f64) -> String {
    if serial >= NO_GAIN {
        let text = ": no faster than one thread alone. Sharing out cost what it gained, or the \
                    machine had other work to do.";
        return [way, text].concat();
    }
    let limit = if serial < 0.001 {
        "sets no limit in sight".to_owned()
    } else {
        let limit = fixed(amdahl_limit(serial), 1);
        ["allows ", &limit, " times the speed at most, however many there are"].concat()
    };
    let percent = fixed(100.0 * serial, 1);
    [way, ": a serial part of ", &percent, " % by estimate. Amdahl’s law then ", &limit, "."]
        .concat()
}

fn hexadecimal(number: u32) -> String {
    let digit = |nth: u32| char::from_digit(number >> (28 - 4 * nth) & 0xf, 16).unwrap_or('0');
    (0..8).map(digit).collect()
}

/// Measured points over the curve of the law.
fn plot(rows: &[Row], job: Job, ground: &Ground) -> Tag {
    let most = rows.iter().map(|row| row.count).max().unwrap_or(1);
    let ways = [(Way::Page, Tone::Plain), (Way::Shared, Tone::Lock), (Way::Copies, Tone::Wait)];
    let mut layers = Vec::new();
    for (way, tone) in ways {
        let of_way: Vec<_> = rows.iter().filter(|row| row.way == way).collect();
        let marks: Vec<_> = of_way
            .iter()
            .filter_map(|row| point(rows, row))
            .map(|point| Mark { x: point.threads.into(), y: point.speedup, interval: None })
            .collect();
        if let Some(serial) = serial_part(rows, way, job.kind, ground.cores) {
            let at = |step: u32| f64::from(step) / f64::from(FINE);
            let curve = (FINE..=most * FINE).map(|step| (at(step), amdahl(serial, at(step))));
            layers.push(Layer::toned("", tone, Shape::Reference(curve.collect())));
        }
        if marks.len() > 1 {
            layers.push(Layer::toned(way.name(job.kind), tone, Shape::Points(marks)));
        }
    }
    let width = if ground.width >= WIDE { (ground.width - GAP) / 2 } else { ground.width };
    let plot = Plot {
        x: Axis { reach: Some((1.0, f64::from(most))), ..Axis::even("threads") },
        y: Axis::from_zero("speed-up over one thread"),
        layers,
        summary: "The measured speed-up of each way by the number of threads, over the curve of \
                  Amdahl’s law with the estimated serial part; the table has the numbers."
            .into(),
        width: width.min(PLOT_MAX),
        height: PLOT_HEIGHT,
    };
    plot.draw()
}
