//! What the page does when a run is to be handed on, or one is handed to it.

use super::{LabPage, PageMsg};
use crate::browser;
use crate::route::Route;
use crate::session::{Msg, Session};
use crate::share::{self, Picture, Told, Wanted, file};
use gloo::timers::callback::Timeout;
use kernel::link::{self, Carrier};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File};
use yew::prelude::*;

/// A message that needs no answer goes away after so many milliseconds.
const TOLD_MS: u32 = 3_000;
/// What the diagram is called as text.
const MERMAID: &str = "Mermaid text";
/// Where the picture of the stage stands.
const STAGE: &str = "#main .stage .fit";
/// Where the space-time diagram stands.
const DIAGRAM: &str = "#main .space-time-panel figure";
/// A saved run is never as large as this, in bytes.
const SAVED_MAX: f64 = 8.0 * 1024.0 * 1024.0;

impl LabPage {
    /// Does what is wanted; [`PageMsg::Told`] says what became of it.
    pub(super) fn hand_on(&self, ctx: &Context<Self>, session: &Session, wanted: Wanted) {
        match wanted {
            Wanted::Link => self.copy_address(ctx, session, false),
            Wanted::Embed => self.copy_address(ctx, session, true),
            Wanted::Compare => compare(session),
            Wanted::Json => tell(ctx, save_json(session)),
            Wanted::Svg => tell(ctx, save_svg(session, STAGE, "")),
            Wanted::Diagram => tell(ctx, save_svg(session, DIAGRAM, "space-time.")),
            Wanted::Png => self.save_png(ctx, session),
            Wanted::Open(file) => open(ctx, file),
        }
    }

    /// Says what became of a wish. What asks for nothing more goes away by itself.
    pub(super) fn told(&mut self, ctx: &Context<Self>, told: Option<Told>) {
        let link = ctx.link().clone();
        let fades = matches!(told, Some(Told::Copied(_) | Told::Saved(_)));
        self.show.fading =
            fades.then(|| Timeout::new(TOLD_MS, move || link.send_message(PageMsg::Told(None))));
        self.show.told = told;
    }

    /// Opens a saved run: here, or on the page of its lab.
    pub(super) fn opened(&mut self, ctx: &Context<Self>, saved: &str) {
        match share::link_of(saved) {
            Err(why) => self.told(ctx, Some(Told::Failed(why))),
            Ok((slug, link)) if slug == ctx.props().lab.card.slug => {
                ctx.link().send_message(PageMsg::Do(Msg::Follow(link)));
            }
            Ok((slug, link)) => {
                let route = Route::run(&slug, link);
                let _ = browser::window().location().set_hash(&route.write());
            }
        }
    }

    fn copy_address(&self, ctx: &Context<Self>, session: &Session, is_embed: bool) {
        let card = &session.entry().card;
        let link = link::write(session.entry().knobs, session.run());
        if Carrier::of(&link) != Carrier::Address {
            let why = format!(
                "this run is too long for an address ({} characters): save it as JSON, which opens \
                 here again",
                link.len()
            );
            return tell(ctx, Err(why));
        }
        let many = if is_embed { String::new() } else { self.address.many().to_owned() };
        let route = Route::Lab { slug: card.slug.to_owned(), link, is_embed, many };
        let address = share::address(&route);
        let (text, what) = match is_embed {
            true => (share::embed_code(&address, card.title), "Code"),
            false => (address, "Link"),
        };
        let page = ctx.link().clone();
        spawn_local(async move {
            let is_copied = share::copy(&text).await;
            let told = if is_copied { Told::Copied(what) } else { Told::ByHand(text) };
            page.send_message(PageMsg::Told(Some(told)));
        });
    }

    fn save_png(&self, ctx: &Context<Self>, session: &Session) {
        let (picture, name, page) = (picture(STAGE), name(session, "png"), ctx.link().clone());
        spawn_local(async move {
            let painted: Result<Blob, JsValue> = match &picture {
                Ok(picture) => share::png(picture).await,
                Err(why) => Err(why.clone()),
            };
            let saved = painted.and_then(|blob| file::save(&name, &blob));
            let told = match saved {
                Ok(()) => Told::Saved("Picture"),
                Err(why) => Told::Failed(refused(why)),
            };
            page.send_message(PageMsg::Told(Some(told)));
        });
    }
}

/// Puts the diagram as text on the clipboard; where there is none the text is a file. A field to copy
/// it from by hand would take its lines away.
pub(super) fn copy_diagram(ctx: &Context<LabPage>, session: &Session, text: String) {
    let (name, page) = (name(session, "space-time.mmd"), ctx.link().clone());
    spawn_local(async move {
        let told = match share::copy(&text).await {
            true => Ok(Told::Copied(MERMAID)),
            false => save_text(&name, "text/plain", &text).map(|()| Told::Saved(MERMAID)),
        };
        page.send_message(PageMsg::Told(Some(told.unwrap_or_else(Told::Failed))));
    });
}

fn picture(place: &str) -> Result<Picture, JsValue> {
    let document = browser::window().document().ok_or(JsValue::NULL)?;
    Picture::of(&document.query_selector(place)?.ok_or(JsValue::NULL)?)
}

fn save_svg(session: &Session, place: &str, kind: &str) -> Result<Told, String> {
    let picture = picture(place).map_err(refused)?;
    save_text(&name(session, &[kind, "svg"].concat()), "image/svg+xml", &picture.svg)?;
    Ok(Told::Saved("Picture"))
}

fn save_text(name: &str, kind: &str, text: &str) -> Result<(), String> {
    file::of_text(text, kind).and_then(|blob| file::save(name, &blob)).map_err(refused)
}

/// Goes to the page on which the run stands beside another like it.
fn compare(session: &Session) {
    let left = link::write(session.entry().knobs, session.run());
    let right = left.clone();
    let slug = session.entry().card.slug.to_owned();
    let route = Route::Compare { slug, left, right, many: String::new() };
    let _ = browser::window().location().set_hash(&route.write());
}

fn save_json(session: &Session) -> Result<Told, String> {
    let json = share::run_as_json(session)?;
    save_text(&name(session, "json"), "application/json", &json)?;
    Ok(Told::Saved("Run"))
}

/// Reads a saved run.
fn open(ctx: &Context<LabPage>, file: File) {
    if file.size() > SAVED_MAX {
        return tell(ctx, Err("this file is too large for a saved run".to_owned()));
    }
    let page = ctx.link().clone();
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        page.send_message(match text {
            Some(text) => PageMsg::Open(text),
            None => PageMsg::Told(Some(Told::Failed("the file could not be read".to_owned()))),
        });
    });
}

fn tell(ctx: &Context<LabPage>, told: Result<Told, String>) {
    ctx.link().send_message(PageMsg::Told(Some(told.unwrap_or_else(Told::Failed))));
}

/// A file's name: the lab and the step.
fn name(session: &Session, ending: &str) -> String {
    format!("{}-step-{}.{ending}", session.entry().card.slug, session.run().playhead().step)
}

fn refused(why: JsValue) -> String {
    format!("the browser refuses it: {}", browser::words(&why))
}
