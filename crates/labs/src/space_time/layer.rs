//! The part of the diagram that stands still while the playhead goes over it.

use super::Story;
use std::rc::Rc;
use widgets::space_time::{Layout, Sheet};
use yew::prelude::*;

/// Properties of [`Layer`].
#[derive(Properties)]
pub struct LayerProps {
    /// What is told.
    pub story: Rc<Story>,
    /// Where it stands.
    pub layout: Layout,
    /// The message whose causes are lit.
    pub lit: Option<usize>,
    /// The message that the keyboard reaches.
    pub reached: Option<usize>,
}

impl PartialEq for LayerProps {
    fn eq(&self, other: &LayerProps) -> bool {
        Rc::ptr_eq(&self.story, &other.story)
            && self.layout == other.layout
            && (self.lit, self.reached) == (other.lit, other.reached)
    }
}

/// Drawn anew only when something else is told, lit or laid out.
#[component]
pub fn Layer(props: &LayerProps) -> Html {
    let LayerProps { story, layout, lit, reached } = props;
    let past = lit.map(|at| story.chart.past(at));
    let edge = |unit: u64| (unit as f64 - layout.origin) * layout.scale;
    let sheet = Sheet {
        chart: &story.chart,
        layout: *layout,
        extent: (edge(story.look.from), edge(story.look.until)),
        lit: lit.zip(past.as_ref()),
        reached: *reached,
    };
    sheet.draw().into()
}
