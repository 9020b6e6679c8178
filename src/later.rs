//! What is shown by code that may be on its way: it is asked for when it is wanted first.

use labs::{Chunk, Missing};
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;
use widgets::tag;
use yew::prelude::*;

/// What a part of the page draws, given its properties.
pub type Draw<P> = fn(P) -> Html;

/// What a part of the page draws, or in its place how things stand with its code, which is asked
/// for once `is_wanted`; `on_here` hears that there is something to draw.
pub fn later<P>(
    chunk: &'static Chunk<Draw<P>>,
    is_wanted: bool,
    on_here: &Callback<()>,
    props: impl FnOnce() -> P,
) -> Html {
    match chunk.here() {
        Some(draw) => draw(props()),
        None => html! { <Later what={Coming(chunk)} {is_wanted} on_here={on_here.clone()} /> },
    }
}

/// Code on its way, whatever it leads to.
trait Come {
    fn come(&'static self) -> Pin<Box<dyn Future<Output = Result<(), Missing>>>>;
}

impl<T: Copy> Come for Chunk<T> {
    fn come(&'static self) -> Pin<Box<dyn Future<Output = Result<(), Missing>>>> {
        Box::pin(async { self.load(|_| ()).await.map(|_| ()) })
    }
}

#[derive(Clone, Copy)]
struct Coming(&'static dyn Come);

impl PartialEq for Coming {
    fn eq(&self, other: &Coming) -> bool {
        std::ptr::addr_eq(self.0, other.0)
    }
}

#[derive(Properties, PartialEq)]
struct LaterProps {
    what: Coming,
    is_wanted: bool,
    on_here: Callback<()>,
}

/// A part that is not here.
struct Later {
    /// Whether it was asked for, and what came of that.
    stand: Stand,
}

#[derive(Clone, Copy, PartialEq)]
enum Stand {
    Unasked,
    Coming,
    Missing(Missing),
}

enum LaterMsg {
    Ended(Result<(), Missing>),
    Again,
}

impl Component for Later {
    type Message = LaterMsg;
    type Properties = LaterProps;

    fn create(ctx: &Context<Self>) -> Later {
        let mut later = Later { stand: Stand::Unasked };
        later.want(ctx);
        later
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &LaterProps) -> bool {
        self.want(ctx)
    }

    fn update(&mut self, ctx: &Context<Self>, msg: LaterMsg) -> bool {
        match msg {
            LaterMsg::Ended(Ok(())) => ctx.props().on_here.emit(()),
            LaterMsg::Ended(Err(why)) => self.stand = Stand::Missing(why),
            LaterMsg::Again => self.ask(ctx),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Stand::Missing(why) = self.stand else {
            return tag!(p, class: "loading", role: "status").text("Loading this part…").into();
        };
        let what = ["This part of the page could not be loaded: ", &why.to_string(), "."].concat();
        let again = ctx.link().callback(|_| LaterMsg::Again);
        tag!(div, role: "alert")
            .child(tag!(p).text(what))
            .child(tag!(button, class: "go").clicked(again).text("Try again"))
            .into()
    }
}

impl Later {
    /// Asks for it when it is wanted first.
    fn want(&mut self, ctx: &Context<Self>) -> bool {
        let is_due = ctx.props().is_wanted && self.stand == Stand::Unasked;
        if is_due {
            self.ask(ctx);
        }
        is_due
    }

    fn ask(&mut self, ctx: &Context<Self>) {
        self.stand = Stand::Coming;
        let (link, what) = (ctx.link().clone(), ctx.props().what);
        spawn_local(async move { link.send_message(LaterMsg::Ended(what.0.come().await)) });
    }
}
