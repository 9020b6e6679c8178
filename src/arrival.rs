//! A lab's code may be on its way: what is shown until it is here, and when it does not come.

use crate::lab_ref::LabRef;
use crate::masthead::masthead;
use crate::styles;
use labs::{Entry, Listing, Missing};
use wasm_bindgen_futures::spawn_local;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

/// All of a lab, loaded where it is not here yet, and its pictures dressed.
///
/// # Errors
/// When its code cannot be loaded; asking again tries again.
pub async fn arrive(lab: &'static Listing) -> Result<&'static Entry, Missing> {
    lab.load(styles::adopt_lab).await
}

/// Properties of [`Arrival`].
#[derive(Properties, PartialEq)]
pub struct ArrivalProps {
    /// The lab that is waited for.
    pub lab: LabRef<Listing>,
    /// The page is a frame in another one: stage and transport only.
    pub is_embed: bool,
    /// What is shown once it is here.
    pub page: Callback<LabRef, Html>,
}

/// A page that needs all of a lab.
pub struct Arrival {
    missing: Option<Missing>,
}

/// What happens to a lab that is waited for.
pub enum ArrivalMsg {
    /// It is here, or cannot be loaded.
    Ended(Result<(), Missing>),
    /// It is to be loaded once more.
    Again,
}

impl Component for Arrival {
    type Message = ArrivalMsg;
    type Properties = ArrivalProps;

    fn create(ctx: &Context<Self>) -> Arrival {
        if ctx.props().lab.here().is_none() {
            load(ctx);
        }
        Arrival { missing: None }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: ArrivalMsg) -> bool {
        match msg {
            ArrivalMsg::Ended(end) => self.missing = end.err(),
            ArrivalMsg::Again => {
                self.missing = None;
                load(ctx);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ArrivalProps { lab, page, .. } = ctx.props();
        match lab.here() {
            Some(entry) => page.emit(LabRef(entry)),
            None => self.waiting(ctx, *lab),
        }
    }
}

impl Arrival {
    /// The page as far as the card knows it, and in the place of the picture how things stand.
    fn waiting(&self, ctx: &Context<Self>, lab: LabRef<Listing>) -> Html {
        let stage = tag!(section, class: "stage", "aria-label": "Stage")
            .child(tag!(div, class: "stage-blank arriving").child(self.standing(ctx)));
        let question = lab.card.question;
        if ctx.props().is_embed {
            let question = tag!(h1, class: "unseen").text(question);
            return tag!(main, class: "embed", id: "main").child(question).child(stage).into();
        }
        let headline = tag!(div, class: "headline")
            .child(tag!(h1).text(question))
            .child(tag!(p).text(lab.card.title));
        let main = tag!(main, class: "lab", id: "main")
            .child(headline)
            .child(tag!(div, class: "left").child(stage));
        tag!(div).child(masthead(Some(&lab.0.card), vec![])).child(main).into()
    }

    fn standing(&self, ctx: &Context<Self>) -> Tag {
        let Some(why) = self.missing else {
            let loading = tag!(p).text("Loading this lab…");
            return tag!(div, class: "loading", role: "status").child(loading);
        };
        let what = ["This lab could not be loaded: ", &why.to_string(), "."].concat();
        let again = ctx.link().callback(|_| ArrivalMsg::Again);
        tag!(div, role: "alert")
            .child(tag!(p).text(what))
            .child(tag!(button, class: "go").clicked(again).text("Try again"))
    }
}

fn load(ctx: &Context<Arrival>) {
    let link = ctx.link().clone();
    let lab = ctx.props().lab;
    spawn_local(async move {
        let end = arrive(lab.0).await.map(|_| ());
        link.send_message(ArrivalMsg::Ended(end));
    });
}
