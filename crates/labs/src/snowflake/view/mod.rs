//! The face of the lab: workers on strips of time, ids as they are made, and their bits.

mod bits;
mod dates;
mod decoder;
mod explorer;
mod grip;
mod lanes;
mod layout;
mod menu;
mod order;
mod shown;
mod stage;
#[cfg(test)]
mod tests;
mod thumb;
mod tools;
mod words;

use kernel::Frame;
use yew::{Html, html};

use self::shown::Shown;
use self::tools::Tools;
use super::Snowflake;
use crate::face::{Face, Scene};

impl Face for Snowflake {
    const STYLE: &'static str =
        concat!(include_str!("../style.css"), include_str!("../../pick/style.css"));

    fn stage(frame: &Frame<'_, Self>, scene: &Scene) -> Html {
        let shown = Shown::of(frame);
        if scene.is_thumb {
            return thumb::thumb(&shown, scene.width).into();
        }
        stage::draw(shown, scene)
    }

    fn below(frame: &Frame<'_, Self>, scene: &Scene) -> Option<Html> {
        let latest = frame.state.past.0.disorder.recent().next_back();
        let (layout, width) = (frame.model.layout, scene.width);
        Some(html!(<Tools {layout} {latest} {width} />))
    }
}
