//! The app: which page is shown.

use crate::arrival::Arrival;
use crate::browser;
use crate::compare::{COMPARE, CompareProps};
use crate::gallery::gallery;
use crate::head;
use crate::lab_page::LabPage;
use crate::lab_ref::LabRef;
use crate::later::later;
use crate::masthead::message;
use crate::route::Route;
use gloo::events::EventListener;
use labs::Listing;
use widgets::tag;
use yew::prelude::*;

/// The root of the page.
pub struct App {
    route: Route,
    visit: u32,
    _listeners: [EventListener; 2],
}

/// What happens to the page.
pub enum AppMsg {
    /// The address has changed, by a hand or a link.
    Moved,
    /// A part of the page that was on its way is here.
    Here,
}

impl Component for App {
    type Message = AppMsg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> App {
        let listen = |kind: &'static str| {
            let link = ctx.link().clone();
            EventListener::new(&browser::window(), kind, move |_| link.send_message(AppMsg::Moved))
        };
        let route = Route::read(&browser::fragment());
        head::set(lab_of(&route).map(|lab| &lab.0.card));
        App { route, visit: 0, _listeners: [listen("popstate"), listen("hashchange")] }
    }

    fn update(&mut self, _ctx: &Context<Self>, msg: AppMsg) -> bool {
        if let AppMsg::Here = msg {
            return true;
        }
        let route = Route::read(&browser::fragment());
        let is_other_page = std::mem::discriminant(&route) != std::mem::discriminant(&self.route)
            || lab_of(&route) != lab_of(&self.route);
        self.route = route;
        self.visit += 1;
        head::set(lab_of(&self.route).map(|lab| &lab.0.card));
        if is_other_page {
            browser::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let page = match (&self.route, lab_of(&self.route)) {
            (Route::Gallery, _) => gallery(),
            (Route::Lab { link, is_embed, many, .. }, Some(lab)) => {
                let (link, many) = (link.clone(), many.clone());
                let (is_embed, visit) = (*is_embed, self.visit);
                let page = move |lab| {
                    html! {
                        <LabPage {lab} link={link.clone()} {is_embed} many={many.clone()} {visit} />
                    }
                };
                html! { <Arrival key={lab.card.slug} {lab} {is_embed} {page} /> }
            }
            (Route::Compare { left, right, many, .. }, Some(lab)) => {
                let (left, right, many) = (left.clone(), right.clone(), many.clone());
                let on_here = ctx.link().callback(|()| AppMsg::Here);
                let page = move |lab| {
                    let (left, right, many) = (left.clone(), right.clone(), many.clone());
                    let props = || CompareProps { lab, left, right, many };
                    tag!(div).child(later(&COMPARE, true, &on_here, props)).into()
                };
                let key = ["compare ", lab.card.slug].concat();
                html! { <Arrival {key} {lab} is_embed={false} {page} /> }
            }
            (Route::Lab { slug, .. } | Route::Compare { slug, .. }, None) => {
                not_found(format!("There is no lab “{slug}”."))
            }
            (Route::Unknown(path), _) => not_found(format!("There is no page “{path}”.")),
        };
        tag!(div, class: "app").child(page).into()
    }
}

/// The lab of a route, where there is one.
fn lab_of(route: &Route) -> Option<LabRef<Listing>> {
    match route {
        Route::Lab { slug, .. } | Route::Compare { slug, .. } => labs::listed(slug).map(LabRef),
        _ => None,
    }
}

fn not_found(what: String) -> Html {
    message(None, "Nothing is here", what)
}
