//! The face of the lab: workers on a strip of time, ids as they are made, and their bits.

mod bits;
mod dates;
mod decoder;
mod explorer;
mod tools;
mod words;

use kernel::Frame;
use widgets::tag;
use yew::{Html, html};

use self::tools::Tools;
use super::Snowflake;
use super::telling::{off, worker};
use crate::face::{Face, Scene};
use crate::lab::Lab;

impl Face for Snowflake {
    const STYLE: &'static str = include_str!("../style.css");

    fn stage(frame: &Frame<'_, Self>, _: &Scene) -> Html {
        let line = |(at, one): (u8, &super::worker::Worker)| {
            let error_us = one.clock.error_us(frame.now, frame.model.bound);
            let id = one.past.0.id.map_or("–".to_owned(), |id| id.to_string());
            tag!(li).text(format!("{}: {}, last id {id}", worker(at), off(error_us)))
        };
        tag!(div, class: "flake")
            .child(tag!(p).text(frame.model.summary(frame.state)))
            .child(tag!(ul).children((0..).zip(&frame.state.workers).map(line)))
            .into()
    }

    fn below(frame: &Frame<'_, Self>, scene: &Scene) -> Option<Html> {
        let latest = frame.state.past.0.disorder.recent().next_back();
        let (layout, width) = (frame.model.layout, scene.width);
        Some(html!(<Tools {layout} {latest} {width} />))
    }
}
