//! The app: which page is shown, and the head that all pages share.

use crate::browser;
use crate::gallery::Gallery;
use crate::head;
use crate::icons;
use crate::lab_page::LabPage;
use crate::lab_ref::LabRef;
use crate::route::Route;
use crate::theme::ThemeSwitch;
use gloo::events::EventListener;
use yew::prelude::*;

/// The root of the page.
pub struct App {
    route: Route,
    visit: u32,
    _listeners: [EventListener; 2],
}

/// The address has changed, by a hand or a link.
pub struct Moved;

impl Component for App {
    type Message = Moved;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> App {
        let listen = |kind: &'static str| {
            let link = ctx.link().clone();
            EventListener::new(&browser::window(), kind, move |_| link.send_message(Moved))
        };
        let route = Route::read(&browser::fragment());
        head::set(lab_of(&route));
        App { route, visit: 0, _listeners: [listen("popstate"), listen("hashchange")] }
    }

    fn update(&mut self, _ctx: &Context<Self>, _moved: Moved) -> bool {
        let route = Route::read(&browser::fragment());
        let is_other_page = lab_of(&route) != lab_of(&self.route);
        self.route = route;
        self.visit += 1;
        head::set(lab_of(&self.route));
        if is_other_page {
            browser::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let lab = lab_of(&self.route);
        let (page, is_embed) = match (&self.route, lab) {
            (Route::Gallery, _) => (html! { <Gallery key="gallery" /> }, false),
            (Route::Lab { link, is_embed, .. }, Some(lab)) => {
                let page = html! {
                    <LabPage key={lab.card.slug} {lab} link={link.clone()} is_embed={*is_embed}
                        visit={self.visit} />
                };
                (page, *is_embed)
            }
            (Route::Lab { slug, .. }, None) => (not_found(&format!("a lab “{slug}”")), false),
            (Route::Unknown(path), _) => (not_found(&format!("a page “{path}”")), false),
        };
        html! {
            <div class="app">
                <div hidden={is_embed}>{ masthead(lab) }</div>
                { page }
            </div>
        }
    }
}

/// The lab of a route, where there is one.
fn lab_of(route: &Route) -> Option<LabRef> {
    match route {
        Route::Lab { slug, .. } => labs::find(slug).map(LabRef),
        _ => None,
    }
}

fn masthead(lab: Option<LabRef>) -> Html {
    let crumbs = lab.map(|lab| {
        html! {
            <ol>
                <li>{ lab.card.chapter }</li>
                <li aria-current="page">{ lab.card.title }</li>
            </ol>
        }
    });
    html! {
        <>
            <a class="skip" href="#main">{ "Skip to the content" }</a>
            <header class="masthead">
                <a class="brand" href={Route::Gallery.write()}>{ icons::mark() }{ "Faultline" }</a>
                <nav aria-label="Where you are">{ crumbs.unwrap_or_else(|| html! { <ol /> }) }</nav>
                <div class="tools"><ThemeSwitch /></div>
            </header>
        </>
    }
}

fn not_found(what: &str) -> Html {
    html! {
        <main key="not-found" class="message" id="main">
            <h1>{ "Nothing is here" }</h1>
            <p>{ format!("This site has no {}.", what.trim_start_matches("a ")) }</p>
            <p><a href={Route::Gallery.write()}>{ "All labs" }</a></p>
        </main>
    }
}
