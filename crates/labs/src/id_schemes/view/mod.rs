//! The face of the lab.

use super::IdSchemes;
use crate::face::{Face, Scene};
use crate::lab::Lab;
use kernel::Frame;
use widgets::tag;
use yew::Html;

impl Face for IdSchemes {
    const STYLE: &'static str = include_str!("../style.css");

    fn stage(frame: &Frame<'_, IdSchemes>, _: &Scene) -> Html {
        tag!(p, class: "id-schemes").text(frame.model.summary(frame.state)).into()
    }
}
