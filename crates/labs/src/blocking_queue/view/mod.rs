//! The face of the lab: threads, buffers with their locks, items on their way, and what backpressure
//! does over time.

mod buffer;
mod code;
mod items;
mod layout;
mod plots;
mod threads;
mod thumb;
mod words;

use kernel::Frame;
use widgets::tag;
use widgets::tag::Tag;
use yew::{Html, html};

use self::layout::Layout;
use self::plots::Plots;
use super::BlockingQueue;
use super::parameters::WhenFull;
use super::real::REAL;
use super::state::Doing;
use crate::face::{Face, Scene};
use crate::lab::Lab;
use crate::real::Real;

impl Face for BlockingQueue {
    const STYLE: &'static str =
        concat!(include_str!("../style.css"), include_str!("../real/style.css"));
    const REAL: Option<Real> = Some(REAL);

    fn stage(frame: &Frame<'_, Self>, scene: &Scene) -> Html {
        if scene.is_thumb {
            return thumb::thumb(frame, scene).into();
        }
        let model = frame.model;
        let record = frame.state.record.0.clone();
        let is_bounded = model.when_full != WhenFull::Unbounded;
        let room = is_bounded.then(|| u32::from(model.capacity) * u32::from(model.stages));
        tag!(div, class: "blocking-queue")
            .child(picture(frame, scene))
            .child(html!(<Plots {record} {room} width={scene.width} />))
            .into()
    }
}

fn picture(frame: &Frame<'_, BlockingQueue>, scene: &Scene) -> Tag {
    let has_hand = frame.state.thread(frame.model.hand()).doing != Doing::Gone;
    let layout = Layout::of(frame.model, scene.width, has_hand);
    let summary = frame.model.summary(frame.state);
    let buffers = (0..layout.buffers.len()).map(|stage| buffer::buffer(frame, &layout, stage));
    tag!(svg, class: "picture scene", role: "group", "aria-label": summary,
        width: layout.width, height: layout.height)
    .child(tag!(g).children(threads::shared_code(frame, &layout)))
    .child(tag!(g).children(buffers))
    .child(tag!(g).children(threads::threads(frame, &layout, scene)))
    .child(tag!(g, class: "items").children(items::items(frame, &layout)))
}
