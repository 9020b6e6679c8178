//! Every picture of every lab, drawn in a real browser at every width that a page gives it.
#![cfg(target_arch = "wasm32")]

use kernel::{Run, Time};
use labs::face::{Hand, Scene};
use labs::{Entry, Preset};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;
use yew::{Html, Properties, component};

wasm_bindgen_test_configure!(run_in_browser);

/// A phone, a tablet, a laptop.
const WIDTHS: [u32; 3] = [320, 640, 880];

/// Whole pictures, and not those within them that clip a part.
const PICTURES: &str = "svg:not(svg svg)";

/// Whatever is styled in place. A place alone may be: styles move smoothly where attributes jump.
const STYLED: &str = "[style]:not([style^='transform:translate('])";

/// What SVG carries smoothly.
const ELEMENTS_MAX: u32 = 1_000;

/// One picture.
#[derive(PartialEq, Properties)]
struct PictureProps {
    html: Html,
}

#[component]
fn Picture(props: &PictureProps) -> Html {
    props.html.clone()
}

/// The run of a preset, two seconds in: past most of what its cues do.
fn run(entry: &Entry, preset: &Preset) -> Run {
    let recipe = entry.recipe(preset);
    let machine = entry.machine(&recipe, None).expect("every preset makes a machine");
    let mut run = Run::new(machine, recipe);
    run.advance(Time::from_micros(2_000_000), 10_000);
    run
}

/// Draws a run into an element of its own.
async fn draw(entry: &Entry, run: &Run, width: u32, is_thumb: bool) -> Element {
    let now = run.playhead().at;
    let scene = Scene { now, width, is_thumb, is_still: true, hand: Hand::idle() };
    let html = (entry.stage)(run.machine(), &scene);
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let root = document.create_element("div").expect("an element");
    let props = PictureProps { html };
    yew::Renderer::<Picture>::with_root_and_props(root.clone(), props).render();
    yew::scheduler::flush().await;
    root
}

fn all(root: &Element, selector: &str) -> Vec<Element> {
    let found = root.query_selector_all(selector).expect("a selector");
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

#[wasm_bindgen_test]
async fn pictures_have_names_and_stay_within_their_bounds() {
    for entry in labs::entries() {
        for preset in entry.presets {
            let run = run(entry, preset);
            for width in WIDTHS {
                let root = draw(entry, &run, width, false).await;
                let what = format!("{} · {} · {width} pixels", entry.card.slug, preset.key);
                let pictures = all(&root, PICTURES);
                assert!(!pictures.is_empty(), "{what}: there is no picture");
                for picture in &pictures {
                    // A picture with something to press in it is a group, or nobody would find that.
                    let role = picture.get_attribute("role");
                    let is_named = matches!(role.as_deref(), Some("img" | "group"))
                        && picture.get_attribute("aria-label").is_some_and(|name| !name.is_empty());
                    let is_hidden = picture.has_attribute("aria-hidden");
                    assert!(is_named || is_hidden, "{what}: {} is unnamed", picture.outer_html());
                    let wide = picture.get_attribute("width").and_then(|wide| wide.parse().ok());
                    let wide: f64 = wide.expect("a picture says how wide it is");
                    assert!(wide <= f64::from(width), "{what}: a picture is {wide} pixels wide");
                }
                let elements = all(&root, "svg *").len() as u32;
                assert!(elements <= ELEMENTS_MAX, "{what}: {elements} elements");
                assert!(all(&root, STYLED).is_empty(), "{what}: a style stands in the page");
            }
        }
    }
}

#[wasm_bindgen_test]
async fn small_pictures_have_no_words_and_no_controls() {
    for entry in labs::entries() {
        let run = run(entry, &entry.presets[0]);
        let root = draw(entry, &run, 320, true).await;
        assert_eq!(all(&root, PICTURES).len(), 1, "{}", entry.card.slug);
        let found = all(&root, "text, button, input, select, a, [tabindex]");
        let found = found.iter().map(Element::outer_html).collect::<Vec<_>>();
        assert!(found.is_empty(), "{}: {found:?}", entry.card.slug);
    }
}
