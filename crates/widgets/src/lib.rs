//! Pictures that labs share: pure functions of what they show to SVG, with no lab knowledge.
//!
//! A picture takes its colours from the page's tokens through `style.css`, and every colour has a
//! second sign: a height, a dash, a hatch, a glyph. Lengths are CSS pixels; text is 11 px or more.

pub mod axis;
pub mod bars;
pub mod circle;
pub mod lanes;
pub mod legend;
pub mod listing;
pub mod lock;
pub mod meter;
pub mod node;
pub mod path;
pub mod plot;
pub mod ring;
pub mod space_time;
pub mod tag;
pub mod token;
pub mod way;

/// The style sheet of these pictures, for a page to adopt beside its own.
pub const STYLE: &str = include_str!("../style.css");
