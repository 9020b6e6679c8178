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

/// The closed forms of the metric that is shown: those that hold, and folded those that do not.
pub fn theory(entry: &Entry, sheet: &Sheet, shown: Shown) -> Tag {
    let section = tag!(section, class: "panel", "aria-labelledby": "many-theory")
        .child(tag!(h2, id: "many-theory").text("By theory"));
    let What::Metric(metric) = shown.what else {
        return section.child(soft("How often a law breaks no formula says."));
    };
    let key = sheet.metrics[metric].key;
    let beside = |formula| Beside::new(sheet, shown, metric, formula);
    let (holding, others): (Vec<Beside>, Vec<Beside>) =
        entry.formulas_of(key).map(beside).partition(|beside| beside.holds > 0);
    let text = match (holding.is_empty(), others.len()) {
        (true, 0) => {
            "No closed form of this metric is known here: what is measured is all there is."
        }
        (true, _) => "No closed form that is known of this metric holds here.",
        (false, _) => "",
    };
    let folded = (!others.is_empty()).then(|| {
        tag!(details, class: "more")
            .child(tag!(summary).text("What does not hold here, and why"))
            .children(others.iter().map(Beside::draw))
    });
    section
        .children(holding.iter().map(Beside::draw))
        .maybe((!text.is_empty()).then(|| soft(text)))
        .maybe(folded)
}

fn soft(text: &'static str) -> Tag {
    tag!(p, class: "soft").text(text)
}

/// A closed form beside what was measured.
struct Beside {
    formula: &'static Formula,
    /// At how many of the points that are shown it holds.
    holds: usize,
    verdict: String,
}

impl Beside {
    fn new(sheet: &Sheet, shown: Shown, metric: usize, formula: &'static Formula) -> Beside {
        let points = match shown.point {
            Some(point) => point..point + 1,
            None => 0..sheet.plan.points(),
        };
        let first = points.start;
        let values: Vec<_> = points.map(|point| formula.of(&sheet.plan.recipe(point, 0))).collect();
        let refused = values.iter().find_map(|value| value.as_ref().err());
        let holds = values.iter().filter(|value| value.is_ok()).count();
        let info = &sheet.metrics[metric];
        let verdict = match (&values[..], refused) {
            ([Ok(value)], _) => beside(sheet, first, metric, info, *value),
            (_, Some(why)) if holds == 0 => sentence(why),
            (_, Some(why)) => format!(
                "It holds at {holds} of {} points. Where it does not: {}",
                values.len(),
                sentence(why)
            ),
            (_, None) => "It holds at every point: the dashed line.".to_owned(),
        };
        Beside { formula, holds, verdict }
    }

    fn draw(&self) -> Tag {
        let Formula { name, gives, assumptions, source, .. } = self.formula;
        let assumptions = assumptions.iter().map(|text| tag!(li).text(sentence(text)));
        let link = tag!(a, href: source.url, rel: "noopener", target: "_blank").text(source.title);
        let drawn = tag!(div, class: "many-formula")
            .key(*name)
            .child(tag!(p).child(tag!(b).text(*name)).text([", ", gives].concat()))
            .child(tag!(p).text(self.verdict.clone()));
        if self.holds == 0 {
            return drawn;
        }
        drawn
            .child(tag!(p, class: "soft").text("It assumes:"))
            .child(tag!(ul).children(assumptions))
            .child(tag!(p, class: "soft").child(link))
    }
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
