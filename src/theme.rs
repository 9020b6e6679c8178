//! Light, dark, or as the system has it. The choice is kept; `static/theme.js` sets it again
//! before the first paint.

use crate::browser;
use widgets::tag;
use yew::prelude::*;

const KEY: &str = "faultline.theme";

/// Which colours the page wears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    fn chosen() -> Theme {
        match browser::stored(KEY).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        }
    }

    /// The name under which it is kept; the system's theme is the absence of a choice.
    fn key(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }

    /// The button's name, and the shape of its sign.
    fn face(self) -> (&'static str, &'static str) {
        match self {
            Theme::System => ("Colours: as the system", "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 1 1 0 12"),
            Theme::Light => (
                "Colours: light",
                "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 \
                 12l1 1M13 3l-1 1M4 12l-1 1",
            ),
            Theme::Dark => ("Colours: dark", "M13 10A5.5 5.5 0 0 1 6 3a5.5 5.5 0 1 0 7 7z"),
        }
    }

    fn wear(self) {
        let root = browser::window().document().and_then(|document| document.document_element());
        if let Some(root) = root {
            let _ = match self.key() {
                Some(key) => root.set_attribute("data-theme", key),
                None => root.remove_attribute("data-theme"),
            };
        }
        browser::store(KEY, self.key());
    }
}

/// The button that goes from theme to theme.
#[component]
pub fn ThemeSwitch() -> Html {
    let theme = use_state(Theme::chosen);
    let (label, shape) = theme.face();
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            let next = theme.next();
            next.wear();
            theme.set(next);
        })
    };
    let sign = tag!(svg, class: "line-icon", "viewBox": "0 0 16 16", "aria-hidden": "true")
        .child(tag!(path, d: shape));
    tag!(button, class: "icon", "aria-label": label, title: label)
        .clicked(onclick)
        .child(sign)
        .into()
}
