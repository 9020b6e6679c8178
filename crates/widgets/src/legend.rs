//! What the shades and signs of a picture mean.

use crate::tag;
use crate::tag::Tag;
use yew::AttrValue;

/// One entry of a [`Legend`].
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The class that draws the sample as it is drawn in the picture.
    pub class: &'static str,
    /// What it means.
    pub label: AttrValue,
}

/// A list of samples with their meanings.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// What all entries are about; it may be empty.
    pub title: AttrValue,
    /// The entries, in the order of reading.
    pub keys: Vec<Key>,
}

impl Legend {
    /// Draws it.
    pub fn draw(self) -> Tag {
        let title = (!self.title.is_empty()).then(|| self.title.clone());
        let heading = tag!(li, class: "legend-title", "aria-hidden": "true");
        let entry = |key: Key| {
            let class = format!("sample {}", key.class);
            let sample = tag!(rect, class: class, x: "1", y: "1", width: "12", height: "10");
            let picture = tag!(svg, class: "picture", width: "14", height: "12",
                viewBox: "0 0 14 12", "aria-hidden": "true");
            tag!(li).key(key.class).child(picture.child(sample)).text(key.label)
        };
        tag!(ul, class: "legend", "aria-label": title.clone().unwrap_or("Legend".into()))
            .maybe(title.map(|title| heading.text(title)))
            .children(self.keys.into_iter().map(entry))
    }
}
