//! Results as files, which never leave the machine.

use super::sheet::Sheet;
use crate::browser;
use crate::share::{Picture, file};
use labs::Entry;
use labs::sheet::Sheet as Csv;
use wasm_bindgen::JsValue;

/// What is wanted as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Every run, one a row.
    Runs,
    /// What each metric comes to at each point.
    Summary,
    /// The picture.
    Picture,
}

/// Hands a file to the person.
///
/// # Errors
/// What the browser says.
pub fn save(entry: &Entry, sheet: &Sheet, saved: Saved) -> Result<(), String> {
    let csv = || csv(entry, sheet);
    let kept = match saved {
        Saved::Runs => keep(entry, "runs.csv", "text/csv", &csv().per_seed()),
        Saved::Summary => keep(entry, "summary.csv", "text/csv", &csv().summary()),
        Saved::Picture => {
            picture().and_then(|picture| keep(entry, "picture.svg", "image/svg+xml", &picture.svg))
        }
    };
    kept.map_err(refused)
}

/// Hands over what one side of a comparison has more than the other.
///
/// # Errors
/// What the browser says.
pub fn save_differences(entry: &Entry, from: &Sheet, to: &Sheet) -> Result<(), String> {
    let text = csv(entry, from).differences(&to.table);
    keep(entry, "differences.csv", "text/csv", &text).map_err(refused)
}

fn refused(why: JsValue) -> String {
    format!("the browser refuses to save it: {}", browser::words(&why))
}

fn csv<'a>(entry: &'a Entry, sheet: &'a Sheet) -> Csv<'a> {
    Csv {
        entry,
        plan: &sheet.plan,
        table: &sheet.table,
        metrics: sheet.metrics.clone(),
        laws: sheet.laws.clone(),
    }
}

fn keep(entry: &Entry, ending: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let name = [entry.card.slug, "-many-", ending].concat();
    file::save(&name, &file::of_text(text, kind)?)
}

fn picture() -> Result<Picture, JsValue> {
    let document = browser::window().document().ok_or(JsValue::NULL)?;
    let drawn = document.query_selector(".many-picture .fit")?.ok_or(JsValue::NULL)?;
    Picture::of(&drawn)
}
