//! How long each way took, as bars over one time, with the times at which the page stood still.

use kernel::decimal::fixed;
use widgets::tag;
use widgets::tag::Tag;

use super::rows::Row;

/// The height of a line, in pixels.
const LINE: f64 = 20.0;
/// Where the bars begin, and the space behind them for the time.
const LABEL: f64 = 76.0;
const TIME: f64 = 68.0;
/// From this width of the panel on the bars stand beside the picture, which takes so much of it.
const WIDE: u32 = 760;
const PICTURE: u32 = 520;
/// The bars grow no longer.
const WIDTH_MAX: u32 = 560;

/// Draws them. The table has the same numbers, so a reader of the screen needs none of this.
pub fn strips(rows: &[Row], width: u32) -> Tag {
    let width = if width >= WIDE { width - PICTURE } else { width };
    let width = f64::from(width.clamp(240, WIDTH_MAX));
    let longest = rows.iter().map(|row| row.wall_ms).fold(1.0, f64::max);
    let scale = (width - LABEL - TIME) / longest;
    let line = |(nth, row): (usize, &Row)| {
        let middle = LINE * (nth as f64 + 0.5);
        let bar = |class: &'static str, from_ms: f64, for_ms: f64, height: f64| {
            tag!(rect, class: class, x: LABEL + from_ms * scale, y: middle - height / 2.0,
                width: (for_ms * scale).max(1.0), height: height)
        };
        // A freeze may last a little longer than what caused it.
        let frozen = |&(from_ms, for_ms): &(f64, f64)| {
            bar("frozen", from_ms, for_ms.min((row.wall_ms - from_ms).max(0.0)), 14.0)
        };
        let label = [row.way.word(), " ", &row.count.to_string()].concat();
        let time = [&fixed(row.wall_ms, 0), " ms"].concat();
        let end = LABEL + row.wall_ms * scale + 8.0;
        tag!(g)
            .key(nth)
            .child(tag!(text, x: "0", y: middle + 4.0).text(label))
            .child(bar("took", 0.0, row.wall_ms, 6.0))
            .children(row.freezes.iter().map(frozen))
            .child(tag!(text, class: "time", x: end, y: middle + 4.0).text(time))
    };
    let picture = tag!(svg, class: "picture", "aria-hidden": "true", width: width,
        height: LINE * rows.len() as f64)
    .children(rows.iter().enumerate().map(line));
    let legend = tag!(p, class: "soft")
        .child(tag!(span, class: "threads-frozen"))
        .text("the page stood still");
    tag!(div, class: "threads-strips", hidden: rows.is_empty()).child(picture).child(legend)
}
