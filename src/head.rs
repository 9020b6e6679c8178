//! What the browser shows of a page outside it: title, description, icon.

use crate::browser;
use labs::Card;

const SITE: &str = "Faultline";
const TITLE: &str = "Faultline: a playground for system design";
const DESCRIPTION: &str = "Play a distributed system in a browser tab: break it, prove it, \
                           measure it, and send the exact moment as a link.";

/// Sets title, description and icon for a lab's page, or for the site.
pub fn set(lab: Option<&Card>) {
    let Some(document) = browser::window().document() else { return };
    let (title, description, icon) = match lab {
        Some(card) => (
            format!("{}: {} · {SITE}", card.title, card.question),
            format!("{} {DESCRIPTION}", card.question),
            initials(card.title),
        ),
        None => (TITLE.to_owned(), DESCRIPTION.to_owned(), "favicon.svg".to_owned()),
    };
    document.set_title(&title);
    let put = |selector: &str, attribute: &str, value: &str| {
        if let Ok(Some(element)) = document.query_selector(selector) {
            let _ = element.set_attribute(attribute, value);
        }
    };
    put("meta[name=description]", "content", &description);
    put("link[rel=icon]", "href", &icon);
}

/// An icon of a lab's own: its initials on the site's fault line.
fn initials(title: &str) -> String {
    let words = title.split([' ', '-']);
    let letters: String = words.filter_map(|word| word.chars().next()).take(2).collect();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' \
         rx='7' fill='#1b2230'/><path d='M2 27h15l3-3 2 6 2-3h6' fill='none' stroke='#ff8a5c' \
         stroke-width='2.5'/><text x='16' y='20' font-family='system-ui,sans-serif' \
         font-size='16' font-weight='700' fill='#fbfaf6' text-anchor='middle'>{}</text></svg>",
        letters.to_ascii_uppercase()
    );
    format!("data:image/svg+xml,{}", String::from(js_sys::encode_uri_component(&svg)))
}
