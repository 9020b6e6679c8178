//! Closed forms beside what was measured: what they give, what they assume, and why they do not
//! hold where they do not.

use super::figure::{Shown, What, mean_words};
use super::sheet::Sheet;
use crate::figures::amount;
use crate::words::sentence;
use kernel::metric::MetricInfo;
use labs::{Entry, Formula};
use widgets::tag;
use widgets::tag::Tag;

/// The closed forms of the metric that is shown.
pub fn theory(entry: &Entry, sheet: &Sheet, shown: Shown) -> Tag {
    let section = tag!(section, class: "panel", "aria-labelledby": "many-theory");
    let What::Metric(metric) = shown.what else { return section.child(tag!(span)) };
    let info = &sheet.metrics[metric];
    let formulas: Vec<&Formula> = entry.formulas_of(info.key).collect();
    let none = formulas.is_empty();
    let shown = formulas.into_iter().map(|formula| one(sheet, shown, metric, info, formula));
    section.child(tag!(h2, id: "many-theory").text("By theory")).children(shown).child(
        tag!(p, class: "soft", hidden: !none)
            .text("No closed form of this metric is known here: what is measured is all there is."),
    )
}

fn one(sheet: &Sheet, shown: Shown, metric: usize, info: &MetricInfo, formula: &Formula) -> Tag {
    let is_curve = !sheet.plan.axes().is_empty() && shown.point.is_none();
    let points = match shown.point {
        Some(point) => point..point + 1,
        None => 0..sheet.plan.points(),
    };
    let values: Vec<_> =
        points.clone().map(|point| formula.of(&sheet.plan.recipe(point, 0))).collect();
    let refused = values.iter().find_map(|value| value.as_ref().err());
    let holds = values.iter().filter(|value| value.is_ok()).count();
    let verdict = match (&values[..], refused) {
        ([Ok(value)], _) => beside(sheet, points.start, metric, info, *value),
        (_, Some(why)) if holds == 0 => ["It does not hold here. ", &sentence(why)].concat(),
        (_, Some(why)) => format!(
            "It holds at {holds} of {} points. Where it does not: {}",
            values.len(),
            sentence(why)
        ),
        (_, None) if is_curve => "It holds at every point: the dashed line.".to_owned(),
        (_, None) => String::new(),
    };
    let assumptions = formula.assumptions.iter().map(|text| tag!(li).text(sentence(text)));
    let source = tag!(a, href: formula.source.url, rel: "noopener", target: "_blank")
        .text(formula.source.title);
    tag!(div, class: "many-formula")
        .key(formula.name)
        .child(tag!(p).child(tag!(b).text(formula.name)).text([", ", formula.gives].concat()))
        .child(tag!(p).text(verdict))
        .child(
            tag!(details, class: "more", open: holds > 0)
                .child(tag!(summary).text("It assumes"))
                .child(tag!(ul).children(assumptions)),
        )
        .child(tag!(p, class: "soft").child(source))
}

/// What theory gives beside what was measured at a point.
fn beside(sheet: &Sheet, point: u32, metric: usize, info: &MetricInfo, value: f64) -> String {
    let theory = amount(value, info.unit);
    let Some(digest) = sheet.digest(point, metric) else {
        return ["It gives ", &theory, "."].concat();
    };
    let measured = mean_words(info, digest);
    let verdict = match digest.distribution.interval {
        Some(interval) if interval.holds(value) => "which lies within the interval",
        Some(_) => "which lies outside of the interval",
        None => "and one run says nothing of how sure that is",
    };
    format!("Measured {measured}; it gives {theory}, {verdict}.")
}
