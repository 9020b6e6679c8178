//! Handing a run on: its link, a frame for another page, the run as JSON, the picture as a file.

mod export;
pub mod file;
mod paint;
mod picture;
mod tools;

pub use export::{link_of, run_as_json};
pub use labs::clipboard::copy;
pub use paint::png;
pub use picture::Picture;
pub use tools::{Told, Wanted, tools};

use crate::browser;
use crate::route::Route;

/// The whole address of a page of this site.
pub fn address(route: &Route) -> String {
    let here = browser::window().location().href().unwrap_or_default();
    let site = here.split('#').next().unwrap_or_default();
    format!("{site}{}", route.write())
}

/// The frame that shows a run in another page.
pub fn embed_code(address: &str, title: &str) -> String {
    let address = address.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe src=\"{address}\" title=\"{title}\" width=\"800\" height=\"640\" \
         loading=\"lazy\" allow=\"fullscreen\"></iframe>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_frame_is_well_formed() {
        let code = embed_code("https://example.org/#/lab/a?embed&seed=1", "A");
        assert!(code.contains("src=\"https://example.org/#/lab/a?embed&amp;seed=1\""), "{code}");
    }
}
