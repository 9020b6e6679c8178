//! Both runs of a comparison under many seeds, each seed on both sides: what B has more or less
//! than A, with how sure that is.
//!
//! Under the same draws most of what is luck falls out of a difference, which makes it far sharper
//! than the difference of two means (common random numbers).

use crate::figures::amount;
use crate::hear::on_click;
use crate::lab_ref::LabRef;
use crate::many::engine::{Engine, Stir};
use crate::many::experiment::Experiment;
use crate::many::figure::{spread, title};
use crate::many::form::{Form, form};
use crate::many::metrics::bars;
use crate::many::progress::progress;
use crate::many::sheet::Digest;
use crate::many::{Asked, Wish, export};
use crate::measured::measured;
use crate::words::{capital, truth};
use kernel::sweep::{Distribution, differences};
use kernel::{MetricInfo, Tone};
use std::rc::Rc;
use widgets::plot::{Layer, Plot, Shape};
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// What stands in the place of the results before there are any.
const INTRODUCTION: &str = "Both runs, again and again, each seed on both sides: most of what is \
    luck falls out of the difference.";

/// Properties of [`Paired`].
#[derive(Properties, PartialEq)]
pub struct PairedProps {
    /// The lab.
    pub lab: LabRef,
    /// How many deeds of hands the run has that has more of them.
    pub deeds: usize,
    /// The experiment in the address.
    pub text: String,
    /// The runs that were asked for last.
    pub asked: Option<Rc<Asked>>,
    /// Hears what is asked.
    pub on_wish: Callback<Wish>,
}

/// Many runs of both sides.
pub struct Paired {
    experiment: Experiment,
    complaint: Option<String>,
    engine: Engine,
    /// What B has more than A, a metric each.
    differences: Vec<Option<Rc<Digest>>>,
    /// The metric whose differences are worked out next.
    next: usize,
    /// The metric that is shown large.
    shown: usize,
    width: u32,
}

/// What happens.
pub enum PairedMsg {
    /// Another experiment.
    Choose(Experiment),
    /// Another metric is to be shown large.
    Show(usize),
    /// The runs are no longer wanted.
    Cancel,
    /// The engine is to go on.
    Stir(Stir),
    /// The picture has another width.
    Width(u32),
    /// The differences are wanted as a file.
    Save,
}

impl Component for Paired {
    type Message = PairedMsg;
    type Properties = PairedProps;

    fn create(ctx: &Context<Self>) -> Paired {
        let PairedProps { lab, text, .. } = ctx.props();
        let read = Experiment::read(lab.0, text);
        let usual = || Experiment { judges: false, ..Experiment::of(lab.0) };
        let is_told = !text.is_empty();
        Paired {
            complaint: read.as_ref().err().cloned(),
            experiment: read.ok().filter(|_| is_told).unwrap_or_else(usual),
            engine: Engine::new(ctx.link().callback(PairedMsg::Stir)),
            differences: Vec::new(),
            next: 0,
            shown: 0,
            width: 0,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PairedProps) -> bool {
        let PairedProps { lab, asked, on_wish, .. } = ctx.props();
        if let Some(asked) = asked
            && ctx.props().asked != old.asked
        {
            // What is turned on both sides at once is a matter of the lab's own page.
            self.experiment.turn = None;
            let begun = self.engine.begin(lab.0, asked.links.clone(), &self.experiment);
            self.complaint = begun.err();
            self.differences.clear();
            on_wish.emit(Wish::Tell(self.experiment.write(lab.0)));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PairedMsg) -> bool {
        match msg {
            PairedMsg::Choose(experiment) => self.experiment = experiment,
            PairedMsg::Show(metric) => self.shown = metric,
            PairedMsg::Cancel => self.engine.cancel(),
            PairedMsg::Width(width) => {
                return std::mem::replace(&mut self.width, width) != width;
            }
            PairedMsg::Stir(stir) => {
                let is_new = self.engine.stir(stir);
                if is_new {
                    self.work_out();
                }
                return is_new;
            }
            PairedMsg::Save => {
                if let [a, b] = &self.engine.sheets[..] {
                    self.complaint = export::save_differences(ctx.props().lab.0, a, b).err();
                }
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (props, link) = (ctx.props(), ctx.link());
        let form = form(&Form {
            lab: props.lab,
            experiment: &self.experiment,
            deeds: props.deeds,
            is_single: false,
            is_busy: self.engine.is_busy(),
            is_own_data: false,
            on_choose: link.callback(PairedMsg::Choose),
            on_ask: props.on_wish.reform(|()| Wish::Run),
            on_cancel: link.callback(|()| PairedMsg::Cancel),
        });
        let complaint = tag!(p, class: "error", role: "alert", hidden: self.complaint.is_none());
        let outcome = tag!(div, class: "many-outcome")
            .child(progress(&self.engine, INTRODUCTION))
            .maybe(self.engine.has_results().then(|| self.results(ctx)));
        tag!(section, class: "many compare-many", "aria-labelledby": "compare-many")
            .child(tag!(h2, id: "compare-many").text("Many runs of both"))
            .child(form)
            .child(complaint.text(self.complaint.clone()))
            .child(outcome)
            .into()
    }
}

impl Paired {
    /// Works out the differences: one metric at a time while runs come in, all at the end.
    fn work_out(&mut self) {
        let [a, b] = &self.engine.sheets[..] else { return };
        let metrics = a.metrics.len();
        self.differences.resize(metrics, None);
        let count = if self.engine.is_busy() { metrics.min(1) } else { metrics };
        for _ in 0..count {
            let metric = self.next % metrics;
            self.next = metric + 1;
            let column = differences(&a.table.column(0, metric), &b.table.column(0, metric));
            self.differences[metric] = Distribution::of(&column).map(|of| Rc::new(Digest::of(of)));
        }
    }

    fn results(&self, ctx: &Context<Self>) -> Tag {
        let [a, b] = &self.engine.sheets[..] else { return tag!(span, hidden: true) };
        let mean = |digest: Option<&Rc<Digest>>| {
            let mean = digest.map(|digest| amount(digest.distribution.mean, ""));
            tag!(td).text(mean.unwrap_or_else(|| "–".to_owned()))
        };
        let rows = a.metrics.iter().enumerate().map(|(nth, info)| {
            let is_shown = nth == self.shown;
            let button = tag!(button, class: "plain", "aria-pressed": truth(is_shown))
                .clicked(on_click(&ctx.link().callback(PairedMsg::Show), nth))
                .text(title(info));
            let difference = self.differences.get(nth).and_then(Option::as_deref);
            tag!(tr, class: if is_shown { "shown" } else { "" })
                .key(info.key)
                .child(tag!(th, scope: "row").child(button))
                .child(difference.map_or_else(|| tag!(td).text("–"), bars))
                .child(mean(a.digest(0, nth)))
                .child(mean(b.digest(0, nth)))
                .child(tag!(td, class: "said").text(words(info, difference)))
        });
        let heads = ["Metric", "B − A", "A", "B", "In words"];
        let head = heads.map(|head| tag!(th, scope: "col").text(head));
        let table = tag!(table, class: "many-metrics paired")
            .child(tag!(caption, class: "unseen").text("What B has more than A"))
            .child(tag!(thead).child(tag!(tr).children(head)))
            .child(tag!(tbody).children(rows));
        let save = tag!(button, class: "small")
            .clicked(on_click(&ctx.link().callback(|()| PairedMsg::Save), ()))
            .text("Differences as CSV");
        let right = tag!(div, class: "many-column")
            .child(tag!(div, class: "many-beside").child(table))
            .child(tag!(p, class: "soft").text("Intervals are over seeds, at 95 %."))
            .child(tag!(div, class: "row").child(save));
        let left = a.metrics.get(self.shown).map(|info| self.picture(ctx, info));
        tag!(div, class: "many-results").maybe(left).child(right)
    }

    /// How the differences of one metric are distributed, with a mark at none.
    fn picture(&self, ctx: &Context<Self>, info: &MetricInfo) -> Tag {
        let difference = self.differences.get(self.shown).and_then(Option::as_deref);
        let label = ["B − A: ", &title(info)].concat();
        let mut plot = spread(label.into(), info, difference);
        plot.layers.push(Layer::toned("equal", Tone::Lock, Shape::Mark(0.0, None)));
        let plot = Plot { width: self.width.max(240), ..plot };
        let drawn: Html = match self.width {
            0 => tag!(div, class: "stage-blank").into(),
            _ => plot.draw().into(),
        };
        let caption = tag!(figcaption).child(tag!(b).text(capital(info.label)));
        tag!(figure, class: "many-picture")
            .child(caption)
            .child(measured(ctx.link().callback(PairedMsg::Width), drawn))
    }
}

/// What B has more or less than A: "3.2 ms less (95 %: 2.9 to 3.5)".
fn words(info: &MetricInfo, difference: Option<&Digest>) -> String {
    let Some(of) = difference.map(|digest| &digest.distribution) else {
        return "nothing is measured on both sides".to_owned();
    };
    if of.min == 0.0 && of.max == 0.0 {
        return "the same in every run".to_owned();
    }
    let Some(interval) = of.interval else {
        return "one run says nothing of how sure it is".into();
    };
    if interval.holds(0.0) {
        let between = [interval.low, interval.high].map(|end| amount(end, ""));
        return format!("no difference that shows (95 %: {} to {})", between[0], between[1]);
    }
    let (word, ends) = match of.mean > 0.0 {
        true => ("more", [interval.low, interval.high]),
        false => ("less", [-interval.high, -interval.low]),
    };
    let ends = ends.map(|end| amount(end, ""));
    format!("B has {} {word} (95 %: {} to {})", amount(of.mean.abs(), info.unit), ends[0], ends[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(values: &[f64]) -> String {
        let info = MetricInfo { key: "wait", label: "wait", unit: "ms" };
        let column: Vec<_> = values.iter().copied().map(Some).collect();
        let digest = Distribution::of(&column).map(Digest::of);
        words(&info, digest.as_ref())
    }

    #[test]
    fn a_difference_is_said_with_how_sure_it_is() {
        assert_eq!(said(&[-3.0, -3.2, -3.4]), "B has 3.200 ms less (95 %: 2.703 to 3.697)");
        assert_eq!(said(&[3.0, 3.2, 3.4]), "B has 3.200 ms more (95 %: 2.703 to 3.697)");
        assert!(said(&[-1.0, 1.0, 0.5]).starts_with("no difference that shows (95 %: −"));
        assert_eq!(said(&[0.0, 0.0]), "the same in every run");
        assert_eq!(said(&[]), "nothing is measured on both sides");
    }
}
