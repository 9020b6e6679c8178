//! The decoder: whatever id somebody has in hand, as its bits and its fields, with its time and age.

mod answer;
mod forms;
mod verdict;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::HtmlInputElement;
use widgets::tag;
use widgets::tag::Tag;
use yew::{
    Callback, Event, Html, InputEvent, Properties, TargetCast, UseStateHandle, component,
    use_effect_with, use_state,
};

use self::answer::Answer;
use super::dates;
use crate::snowflake::decode::TEXT_MAX;
use crate::snowflake::layout::{DISCORD, Layout, TWITTER};

/// What the decoder needs. It is drawn anew when it is used, not when time goes on.
#[derive(Clone, PartialEq, Properties)]
pub struct DecoderProps {
    /// The layout in force in the run.
    pub layout: Layout,
    /// The latest id of the run, whenever it is asked for.
    pub latest: Latest,
    /// How wide it is, in pixels.
    pub width: u32,
}

/// A place where the latest id of the run is to be found. All such places are alike to a drawing.
#[derive(Clone, Default)]
pub struct Latest(pub Rc<Cell<Option<u64>>>);

impl PartialEq for Latest {
    fn eq(&self, other: &Latest) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What stands in the decoder.
#[derive(Clone, PartialEq)]
struct Asked {
    /// What was pasted.
    text: String,
    /// Which of several ids.
    nth: usize,
    /// The layout that was asked for, where one was.
    layout: Option<Layout>,
}

impl Asked {
    fn of(text: &str, layout: Option<Layout>) -> Asked {
        Asked { text: text.to_owned(), nth: usize::MAX, layout }
    }
}

/// What can be tried: what the button says, what it puts in, and whose it is.
const EXAMPLES: [(&str, &str, Option<Layout>); 4] = [
    ("Discord’s documentation", DISCORDS, Some(DISCORD)),
    ("A tweet’s address", "https://twitter.com/jack/status/1247616214769086465", Some(TWITTER)),
    ("Base64url", "AnEGWsECAAc", None),
    ("A UUID", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", None),
];

/// The id that Discord's documentation takes apart.
const DISCORDS: &str = "175928847299117063";

thread_local! {
    /// Puts an id into the decoder of this page, where there is one.
    static SHOW: RefCell<Option<Callback<(u64, Layout)>>> = const { RefCell::new(None) };
}

/// Puts an id of the run into the decoder of this page, where there is one.
pub fn show(id: u64, layout: Layout) {
    let show = SHOW.with_borrow(Clone::clone);
    if let Some(show) = show {
        show.emit((id, layout));
    }
}

/// The decoder.
#[component]
pub fn Decoder(props: &DecoderProps) -> Html {
    let asked = use_state(|| Asked::of(DISCORDS, Some(DISCORD)));
    let copied = use_state(|| None::<forms::Copied>);
    let setter = asked.setter();
    use_effect_with((), move |()| {
        let show = Callback::from(move |(id, layout): (u64, Layout)| {
            setter.set(Asked::of(&id.to_string(), Some(layout)));
        });
        SHOW.set(Some(show));
        || SHOW.set(None)
    });
    let answer = Answer::of(&asked.text, asked.nth, asked.layout, props.layout, dates::now_ms());
    let why = answer.why();
    tag!(section, class: "flake-decoder", "aria-label": "Decode an id")
        .child(tag!(h2).text("Decode an id"))
        .child(entry(&asked, why.is_some()))
        .child(examples(&asked, props))
        .child(tag!(p, class: "refused", id: "flake-why", role: "status").text(why))
        .child(answer_part(&answer, props, &asked, &copied))
        .into()
}

/// Where an id is pasted.
fn entry(asked: &UseStateHandle<Asked>, is_wrong: bool) -> Tag {
    let setter = asked.setter();
    let typed = Callback::from(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        setter.set(Asked::of(&text, None));
    });
    let field = tag!(input, type: "text", autocomplete: "off", autocapitalize: "off",
        spellcheck: "false", maxlength: TEXT_MAX, "aria-describedby": "flake-why",
        placeholder: "decimal, hexadecimal, base64url, a link, a UUID",
        "aria-invalid": if is_wrong { "true" } else { "false" })
    .value(asked.text.clone().into())
    .typed(typed)
    .on_click(|event| event.target_unchecked_into::<HtmlInputElement>().select());
    tag!(label, class: "entry").child(tag!(span).text("Paste an id")).child(field)
}

/// What can be tried by a click.
fn examples(asked: &UseStateHandle<Asked>, props: &DecoderProps) -> Tag {
    let button =
        |label: &'static str| tag!(button, type: "button", class: "small").key(label).text(label);
    let examples = EXAMPLES.map(|(label, text, layout)| {
        let setter = asked.setter();
        button(label).on_click(move |_| setter.set(Asked::of(text, layout)))
    });
    let (setter, latest, layout) = (asked.setter(), props.latest.clone(), props.layout);
    let of_run = button("The latest of this run").on_click(move |_| {
        if let Some(id) = latest.0.get() {
            setter.set(Asked::of(&id.to_string(), Some(layout)));
        }
    });
    tag!(div, class: "row examples", role: "group", "aria-label": "Examples")
        .children(examples)
        .child(of_run)
}

/// What the text says.
fn answer_part(
    answer: &Answer,
    props: &DecoderProps,
    asked: &UseStateHandle<Asked>,
    copied: &UseStateHandle<Option<forms::Copied>>,
) -> Tag {
    let part = tag!(div, class: "answer").key(answer.kind());
    match answer {
        Answer::Nothing | Answer::Wrong(_) => part,
        Answer::Uuid { version, unix_ms, uuid } => {
            part.child(verdict::uuid(*uuid, *version, *unix_ms))
        }
        Answer::Id(found) => {
            let (of_nth, now) = (asked.clone(), asked.setter());
            let choose = Callback::from(move |nth| of_nth.set(Asked { nth, ..(*of_nth).clone() }));
            let was = (**asked).clone();
            let prefer = Callback::from(move |layout| {
                now.set(Asked { layout: Some(layout), ..was.clone() });
            });
            part.child(verdict::which(found, choose))
                .child(verdict::id(found, props.width))
                .child(forms::forms(found.decoded.id, copied))
                .child(verdict::layouts(found, prefer))
        }
    }
}

/// The value of a choice that has changed.
fn chosen(event: &Event) -> Option<usize> {
    event.target_unchecked_into::<HtmlInputElement>().value().parse().ok()
}
