//! Elements put together part by part.
//!
//! A view of many small elements is written with [`tag!`](crate::tag!) rather than with `html!`:
//! the macro of Yew unfolds to about a kilobyte of code for each element, because it makes every
//! node where it stands; a call of [`Tag`] is a few dozen bytes, and draws the same. Components,
//! and what needs a fragment, are still written with `html!`.

use std::rc::Rc;

use yew::html::IntoPropValue;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VTag, VText};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, KeyboardEvent, MouseEvent, NodeRef, SubmitEvent,
};

use crate::path::length;

/// What an attribute, or a text, can be made of. `None` is an attribute that is left out.
pub trait Value {
    /// Turns it into text.
    fn value(self) -> Option<AttrValue>;
}

impl Value for &'static str {
    #[inline]
    fn value(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self))
    }
}

impl Value for AttrValue {
    #[inline]
    fn value(self) -> Option<AttrValue> {
        Some(self)
    }
}

impl Value for String {
    #[inline(never)]
    fn value(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

/// A length in pixels.
impl Value for f64 {
    #[inline(never)]
    fn value(self) -> Option<AttrValue> {
        length(self).value()
    }
}

/// A count.
impl Value for u32 {
    #[inline(never)]
    fn value(self) -> Option<AttrValue> {
        self.to_string().value()
    }
}

/// A long count.
impl Value for u64 {
    #[inline(never)]
    fn value(self) -> Option<AttrValue> {
        self.to_string().value()
    }
}

/// A number that may be negative.
impl Value for i64 {
    #[inline(never)]
    fn value(self) -> Option<AttrValue> {
        self.to_string().value()
    }
}

/// A count, or a rank.
impl Value for usize {
    #[inline(never)]
    fn value(self) -> Option<AttrValue> {
        self.to_string().value()
    }
}

/// An attribute without a value, such as `disabled`: it is there, or it is not.
impl Value for bool {
    #[inline]
    fn value(self) -> Option<AttrValue> {
        self.then_some(AttrValue::Static(""))
    }
}

impl<V: Value> Value for Option<V> {
    #[inline]
    fn value(self) -> Option<AttrValue> {
        self.and_then(V::value)
    }
}

/// An element that is being put together: [`tag!`](crate::tag!) begins it, its methods add what it
/// holds, and wherever Yew wants [`Html`] it goes in as it is.
#[must_use]
pub struct Tag(Box<VTag>);

impl Tag {
    /// Begins an element. [`tag!`](crate::tag!) writes this call.
    ///
    /// The names are constant so that Yew, when it compares an element with the one before, need
    /// only compare values.
    pub fn new<const N: usize>(
        name: &'static str,
        keys: &'static [&'static str; N],
        values: [Option<AttrValue>; N],
    ) -> Tag {
        let values = values.map(|value| value.map(AttributeOrProperty::Attribute));
        Tag::with(name, Attributes::Dynamic { keys, values: Box::new(values) })
    }

    #[inline(never)]
    fn with(name: &'static str, attributes: Attributes) -> Tag {
        let mut tag = VTag::new(AttrValue::Static(name));
        tag.set_attributes(attributes);
        Tag(Box::new(tag))
    }

    /// Names it among its siblings, so that it is recognised when they change their order.
    #[inline]
    pub fn key(self, key: impl Into<Key>) -> Tag {
        self.keyed(key.into())
    }

    #[inline(never)]
    fn keyed(mut self, key: Key) -> Tag {
        self.0.key = Some(key);
        self
    }

    /// Adds an element, or whatever else Yew can draw.
    #[inline]
    pub fn child(self, child: impl IntoPropValue<Html>) -> Tag {
        self.push(child.into_prop_value())
    }

    /// Adds what may be absent: then its place is kept, so that its siblings stay who they are.
    #[inline]
    pub fn maybe(self, child: Option<impl IntoPropValue<Html>>) -> Tag {
        self.push(child.map(IntoPropValue::into_prop_value).unwrap_or_default())
    }

    #[inline(never)]
    fn push(mut self, child: Html) -> Tag {
        self.0.add_child(child);
        self
    }

    /// Adds one after the other.
    #[inline]
    pub fn children<T: IntoPropValue<Html>>(self, children: impl IntoIterator<Item = T>) -> Tag {
        children.into_iter().fold(self, |tag, child| tag.push(child.into_prop_value()))
    }

    /// Adds text.
    #[inline]
    pub fn text(self, text: impl Value) -> Tag {
        self.words(text.value())
    }

    #[inline(never)]
    fn words(self, text: Option<AttrValue>) -> Tag {
        self.push(VText::new(text.unwrap_or_default()).into())
    }

    /// Does something when it is clicked.
    #[inline]
    pub fn on_click(self, click: impl Fn(MouseEvent) + 'static) -> Tag {
        self.clicked(click.into())
    }

    /// Says so when it is clicked.
    #[inline(never)]
    pub fn clicked(self, hear: Callback<MouseEvent>) -> Tag {
        self.on(Rc::new(yew::html::onclick::Wrapper::new(hear)))
    }

    /// Says so when something else was chosen, or an entry is finished.
    #[inline(never)]
    pub fn changed(self, hear: Callback<Event>) -> Tag {
        self.on(Rc::new(yew::html::onchange::Wrapper::new(hear)))
    }

    /// Says so at every stroke of an entry.
    #[inline(never)]
    pub fn typed(self, hear: Callback<InputEvent>) -> Tag {
        self.on(Rc::new(yew::html::oninput::Wrapper::new(hear)))
    }

    /// Hears the keys that are pressed within it.
    #[inline(never)]
    pub fn pressed(self, hear: Callback<KeyboardEvent>) -> Tag {
        self.on(Rc::new(yew::html::onkeydown::Wrapper::new(hear)))
    }

    /// Does something when a person has changed what it holds.
    #[inline]
    pub fn on_change(self, change: impl Fn(Event) + 'static) -> Tag {
        self.changed(change.into())
    }

    /// Does something when the form is handed in.
    #[inline]
    pub fn on_submit(self, submit: impl Fn(SubmitEvent) + 'static) -> Tag {
        self.on(Rc::new(yew::html::onsubmit::Wrapper::new(submit.into())))
    }

    /// Listens: any event for which Yew has a wrapper, such as `yew::html::oninput::Wrapper`.
    #[inline(never)]
    pub fn on(mut self, listener: Rc<dyn Listener>) -> Tag {
        self.0.add_listener(listener);
        self
    }

    /// What an input holds.
    #[inline(never)]
    pub fn value(mut self, value: AttrValue) -> Tag {
        self.0.set_value(value);
        self
    }

    /// Whether an input is checked.
    #[inline(never)]
    pub fn checked(mut self, is_checked: bool) -> Tag {
        self.0.set_checked(is_checked);
        self
    }

    /// Where to find the element once it is on the page.
    #[inline(never)]
    pub fn node_ref(mut self, node: NodeRef) -> Tag {
        self.0.node_ref = node;
        self
    }
}

impl From<Tag> for Html {
    #[inline(never)]
    fn from(tag: Tag) -> Html {
        (*tag.0).into()
    }
}

impl IntoPropValue<Html> for Tag {
    fn into_prop_value(self) -> Html {
        self.into()
    }
}

/// Begins an element with its attributes: `tag!(circle, class: "key", cx: place.x, r: 4.5)`.
///
/// A name with a hyphen stands in quotes. A value is anything that is a [`Value`](crate::tag::Value):
/// numbers with a fraction are lengths in pixels.
#[macro_export]
macro_rules! tag {
    ($tag:tt $(, $name:tt : $value:expr)* $(,)?) => {
        $crate::tag::Tag::new(
            $crate::name_of!($tag),
            &[$($crate::name_of!($name)),*],
            [$($crate::tag::Value::value($value)),*],
        )
    };
}

/// The text of a name that stands in quotes or without.
#[doc(hidden)]
#[macro_export]
macro_rules! name_of {
    ($name:literal) => {
        $name
    };
    ($name:tt) => {
        stringify!($name)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(tag: Tag) -> Vec<(String, String)> {
        let text = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        tag.0.attributes.iter().map(text).collect()
    }

    #[test]
    fn attributes_have_their_names_and_values() {
        let tag = tag!(rect, class: "sheet", width: 12.34, "stroke-width": 2_u32);
        let expected = [("class", "sheet"), ("width", "12.34"), ("stroke-width", "2")];
        assert_eq!(attributes(tag), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn what_is_none_or_false_is_left_out() {
        let tag = tag!(button, disabled: false, hidden: true, title: None::<String>);
        assert_eq!(attributes(tag), [("hidden".to_owned(), String::new())]);
    }

    #[test]
    fn an_element_equals_the_one_that_html_makes() {
        let built: Html = tag!(g, class: "stop").key("a").child(tag!(text).text("one")).into();
        let written = yew::html!(<g class="stop" key="a"><text>{ "one" }</text></g>);
        let (Html::VTag(built), Html::VTag(written)) = (built, written) else { panic!("no tags") };
        assert_eq!((built.tag(), &built.key), (written.tag(), &written.key));
        assert!(built.attributes.iter().eq(written.attributes.iter()));
    }

    #[test]
    fn an_absent_child_keeps_its_place() {
        let of = |is_there: bool| tag!(g).maybe(is_there.then(|| tag!(path))).child(tag!(rect));
        let count = |tag: Tag| match tag.0.children() {
            Some(Html::VList(list)) => list.len(),
            _ => 0,
        };
        assert_eq!((count(of(true)), count(of(false))), (2, 2));
    }
}
