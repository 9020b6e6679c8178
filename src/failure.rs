//! What a person sees when the program itself fails: a panic stops everything in the page, so
//! that the sentence is put beside the app and not into it.

use crate::browser;
use std::panic::PanicHookInfo;

/// Tells a panic in the console and on the page.
pub fn tell(panic: &PanicHookInfo<'_>) {
    gloo::console::error!(panic.to_string());
    let Some(document) = browser::window().document() else { return };
    let (Some(body), Ok(banner)) = (document.body(), document.create_element("p")) else { return };
    banner.set_class_name("failure");
    let _ = banner.set_attribute("role", "alert");
    banner.set_text_content(Some(
        "The page has stopped: a fault of ours. The address still is the link to your run; \
         reload the page to go on from it.",
    ));
    let _ = body.prepend_with_node_1(&banner);
}
