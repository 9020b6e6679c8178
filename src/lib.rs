//! The page of Faultline: the shell around the labs. It knows no lab by name.

mod actions;
mod app;
mod arrival;
mod browser;
mod check;
mod compare;
mod data;
mod failure;
mod figures;
mod gallery;
mod head;
mod hear;
mod help;
mod icons;
mod keyboard;
mod knobs;
mod lab_page;
mod lab_ref;
mod later;
mod laws;
mod lesson;
mod log;
mod many;
mod masthead;
mod measured;
mod notices;
mod offers;
mod presets;
mod real;
mod route;
mod ruler;
mod seed;
mod session;
mod share;
mod still;
mod styles;
mod tabs;
mod theme;
mod thumb;
mod timeline;
mod tone;
mod transport;
mod words;
mod worker;

pub use worker::{is_worker, serve};

/// Starts the page in the element `app`, in the place of what was shown while it loaded.
///
/// # Panics
/// Where the document has no such element.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(failure::tell));
    styles::adopt_all();
    let root = gloo::utils::document().get_element_by_id("app").expect("the page has an #app");
    root.set_inner_html("");
    yew::Renderer::<app::App>::with_root(root).render();
}
