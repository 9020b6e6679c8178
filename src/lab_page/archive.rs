//! The archive of releases: every release stays at `v/<id>/`, and `v/by-model/<lab>-<version>.txt`
//! has the id of the last one with that version of the lab's model.

use super::{LabPage, PageMsg};
use crate::browser;
use crate::route::Route;
use crate::session::{Msg, Outdated};
use wasm_bindgen_futures::spawn_local;
use yew::html::Scope;

/// No release has a longer id.
const ID_MAX: usize = 32;

/// Looks for the release that made a link, and says where it is. A host without an archive says
/// nothing, and nothing is missing then.
pub fn look_up(page: Scope<LabPage>, slug: &'static str, outdated: Outdated) {
    spawn_local(async move {
        let address = format!("v/by-model/{slug}-{}.txt", outdated.version);
        if let Ok(text) = browser::fetch(&address).await
            && let Some(id) = id_of(&text)
        {
            let route = Route::run(slug, outdated.link);
            let address = format!("v/{id}/{}", route.write());
            page.send_message(PageMsg::Do(Msg::Archived(address)));
        }
    });
}

/// The id of a release; `None` where a host answers with something else altogether.
fn id_of(text: &str) -> Option<&str> {
    let id = text.trim();
    let is_id = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '+');
    let is_whole = !id.is_empty() && id.len() <= ID_MAX && id.chars().all(is_id);
    (is_whole && !id.starts_with('.')).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_is_taken_for_one() {
        assert_eq!(id_of("0.1.0\n"), Some("0.1.0"));
        assert_eq!(id_of("1.0.0-rc.1"), Some("1.0.0-rc.1"));
        for other in ["", "..", "a/b", "<!DOCTYPE html>", &"1".repeat(33)] {
            assert_eq!(id_of(other), None, "{other}");
        }
    }
}
