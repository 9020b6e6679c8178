//! The page in a real browser: every lab opens and plays, obeys the keyboard, keeps its link in
//! the address, and survives whatever is put there.
#![cfg(target_arch = "wasm32")]

use gloo::timers::future::TimeoutFuture;
use gloo::utils::{body, document, window};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

wasm_bindgen_test_configure!(run_in_browser);

/// How long something may take to come about, in milliseconds.
const PATIENCE_MS: u32 = 20_000;
/// Between two looks, in milliseconds.
const LOOK_MS: u32 = 50;

thread_local! {
    static IS_STARTED: Cell<bool> = const { Cell::new(false) };
}

/// Starts the page once, and goes to a fragment.
async fn go(fragment: &str) {
    if !IS_STARTED.replace(true) {
        let root = document().create_element("div").expect("an element");
        root.set_id("app");
        body().append_child(&root).expect("a child");
        app::start();
    }
    window().location().set_hash(fragment).expect("a fragment");
    TimeoutFuture::new(LOOK_MS).await;
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).expect("a selector")
}

fn text(selector: &str) -> String {
    find(selector).and_then(|element| element.text_content()).unwrap_or_default()
}

fn click(selector: &str) {
    let element = find(selector).unwrap_or_else(|| panic!("there is no {selector}"));
    element.unchecked_into::<HtmlElement>().click();
}

fn press(key: &str) {
    press_on(&body(), key);
}

fn press_on(element: &Element, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
    element.dispatch_event(&event.expect("an event")).expect("it is heard");
}

/// Waits until something holds.
async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..PATIENCE_MS / LOOK_MS {
        if holds() {
            return;
        }
        TimeoutFuture::new(LOOK_MS).await;
    }
    panic!("{what} did not come about");
}

/// The number of the step that the page shows.
fn step() -> u64 {
    let line = text(".headline p");
    let number = line.rsplit(' ').next().unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("no step in {line:?}"))
}

async fn open(slug: &str, link: &str) {
    go(&format!("#/lab/{slug}{link}")).await;
    let entry = labs::listed(slug).expect("a lab of the list");
    until("the lab's question", || text("h1") == entry.card.question).await;
}

async fn pause() {
    if find("button[aria-label=Pause]").is_some() {
        press(" ");
    }
    until("a pause", || find("button[aria-label=Play]").is_some()).await;
}

#[wasm_bindgen_test]
async fn the_gallery_leads_to_every_lab() {
    go("#/").await;
    until("the gallery", || find(".gallery h1").is_some()).await;
    for entry in labs::entries() {
        assert!(find(&format!("a.card[href='#/lab/{}']", entry.card.slug)).is_some());
    }
    // A stage below the fold is not played.
    find(".card .thumb").expect("a small stage").scroll_into_view();
    until("a live stage", || find(".card .thumb svg").is_some()).await;
}

#[wasm_bindgen_test]
async fn every_lab_opens_with_a_picture_and_plays_by_itself() {
    for entry in labs::entries() {
        open(entry.card.slug, "").await;
        until("a picture", || find(".stage .fit svg").is_some()).await;
        let before = text(".clock");
        until("time to go on", || text(".clock") != before).await;
        until("something to read", || find(".log li").is_some()).await;
        assert!(document().title().contains(entry.card.title));
        let icon = find("link[rel=icon]").and_then(|icon| icon.get_attribute("href"));
        assert!(icon.is_none_or(|icon| icon.starts_with("data:image/svg+xml")));
    }
}

/// A thread that waits for a core is stepped by the key that presses its sheet.
#[wasm_bindgen_test]
async fn a_person_is_the_scheduler() {
    open("threads", "?sharing=plain&cores=1&seed=3").await;
    until("the first step", || step() >= 1).await;
    pause().await;
    press("Home");
    until("the start", || step() == 0).await;
    press("ArrowRight");
    until("a thread without a core", || find(".thread.ready .free").is_some()).await;
    press_on(&find(".thread.ready .free").expect("it was just there"), "Enter");
    until("its step", || step() == 2).await;
}

/// A run may come to rest between two readings of it, with nothing new to draw after that.
#[wasm_bindgen_test]
async fn a_run_that_comes_to_rest_is_read_to_its_end() {
    open("threads", "?program=two-locks&threads=2&quantum=6&seed=3").await;
    until("the deadlock among the laws", || text(".laws").contains("held by")).await;
}

#[wasm_bindgen_test]
async fn the_keyboard_plays_steps_and_opens_the_sheet() {
    for entry in labs::entries() {
        open(entry.card.slug, "").await;
        until("the first steps", || step() >= 2).await;
        pause().await;
        let here = step();
        press("ArrowRight");
        until("one step on", || step() == here + 1).await;
        press("ArrowLeft");
        until("one step back", || step() == here).await;
        press("Home");
        until("the start", || step() == 0).await;
        press("?");
        until("the sheet", || find("dialog[open]").is_some()).await;
        click("dialog button");
        until("the page again", || find("dialog[open]").is_none()).await;
        press("b");
        until("a ghost of the former future", || find(".ghosts li").is_some()).await;
        click(".ghosts li button:last-child");
        until("it to be forgotten", || find(".ghosts li").is_none()).await;
    }
}

#[wasm_bindgen_test]
async fn the_address_is_the_link_to_what_is_seen() {
    for entry in labs::entries() {
        open(entry.card.slug, "").await;
        until("a few steps", || step() >= 3).await;
        pause().await;
        let here = step();
        let at = format!("at={here}.");
        let hash = || window().location().hash().expect("a fragment");
        until("the address", || hash().contains(&at)).await;
        let link = hash();
        go("#/").await;
        until("the gallery", || find(".gallery").is_some()).await;
        go(&link).await;
        until("the same moment", || find(".headline").is_some() && step() == here).await;
        assert!(find(".notice").is_none(), "{}", text(".notice"));
    }
}

#[wasm_bindgen_test]
async fn a_hostile_link_is_told_in_place_and_the_run_stays() {
    for entry in labs::entries() {
        open(entry.card.slug, "").await;
        until("the first steps", || step() >= 1).await;
        for bad in ["?seed=nobody", "?cues=A9999999999", "?no-such-knob=1", "?at=%F0%9F"] {
            open(entry.card.slug, bad).await;
            until("a notice", || find(".notice.error").is_some()).await;
            assert!(find(".stage .fit svg").is_some());
            click(".notice button");
            until("it to go", || find(".notice").is_none()).await;
        }
    }
}

#[wasm_bindgen_test]
async fn what_does_not_exist_is_said_so() {
    for nowhere in ["#/lab/no-such-lab", "#/nowhere"] {
        go(nowhere).await;
        until("the page", || text("h1") == "Nothing is here").await;
        assert!(find("main a[href='#/']").is_some());
    }
}

#[wasm_bindgen_test]
async fn embedded_there_is_stage_and_transport_alone() {
    for entry in labs::entries() {
        go(&format!("#/lab/{}?embed", entry.card.slug)).await;
        until("a picture", || find(".embed .stage .fit svg").is_some()).await;
        assert!(find(".embed .transport").is_some());
        assert!(find(".masthead, .aside, .tabs").is_none());
        go("#/").await;
    }
}

#[wasm_bindgen_test]
async fn a_search_whose_worker_is_not_there_is_told_and_can_be_asked_again() {
    // The server of these tests has no script for workers.
    for entry in labs::entries().filter(|entry| entry.card.check.is_some()) {
        open(entry.card.slug, "").await;
        click("#tab-check");
        for _ in 0..2 {
            click(".check-form button.go");
            // The message of the search before goes away first.
            yew::scheduler::flush().await;
            until("a message", || find(".check-outcome [role=alert]").is_some()).await;
            assert!(find(".check-form button.go").is_some());
        }
        if !entry.grids.is_empty() {
            click(".check-grid button");
            let told = || text(".grid-summary [role=alert]").contains("was not finished");
            until("a message", told).await;
            assert!(text(".check-grid button").starts_with("Judge"));
        }
    }
}

#[wasm_bindgen_test]
async fn real_threads_have_a_tab_where_a_lab_has_them() {
    for entry in labs::entries() {
        open(entry.card.slug, "").await;
        assert_eq!(find("#tab-real").is_some(), entry.real.is_some(), "{}", entry.card.slug);
        if entry.real.is_some() {
            assert!(find(".real > *").is_none(), "a panel that nobody has asked for");
            click("#tab-real");
            until("the panel", || find(".real > *").is_some()).await;
        }
    }
}

#[wasm_bindgen_test]
async fn two_runs_stand_side_by_side_and_their_link_leads_back_to_both() {
    for entry in labs::entries() {
        open(entry.card.slug, "").await;
        until("a few steps", || step() >= 2).await;
        pause().await;
        click(".share button");
        until("two pictures", || find(".compare-side + .compare-side svg").is_some()).await;
        assert_eq!(text(".compare-side h2 span"), "the same knobs");
        let clock = text(".clock");
        let hash = window().location().hash().expect("a fragment");
        assert!(hash.contains("?a=") && hash.contains("&b="), "{hash}");
        go("#/").await;
        until("the gallery", || find(".gallery").is_some()).await;
        go(&hash).await;
        until("the same moment", || text(".clock") == clock).await;
        assert!(find(".notice").is_none(), "{}", text(".notice"));
    }
}
