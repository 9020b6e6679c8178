//! The tab *For real*: what a lab does with real threads. The panel is the lab's own; the page
//! tells it on what it stands, and hires its workers.

use crate::browser;
use crate::lab_ref::LabRef;
use crate::measured::measured;
use crate::worker;
use labs::real::{Ground, Hire};
use wasm_bindgen_futures::spawn_local;
use widgets::tag;
use yew::prelude::*;

/// Where the companion says that it runs.
const HEALTH: &str = "healthz";
/// What it says there. A host of plain files may answer with a page for any address.
const WELL: &str = "ok\n";

/// Properties of [`RealTab`].
#[derive(Properties, PartialEq)]
pub struct RealProps {
    /// The lab.
    pub lab: LabRef,
    /// Whether it is the tab that is shown.
    pub is_shown: bool,
}

/// The tab. From the first time that it is shown it lives as long as the page, so that what runs
/// there goes on behind another tab; until then it costs nothing.
pub struct RealTab {
    was_shown: bool,
    ground: Ground,
}

/// What happens to the tab.
pub enum RealMsg {
    /// It has another width.
    Width(u32),
    /// The companion answers.
    Companion,
}

impl Component for RealTab {
    type Message = RealMsg;
    type Properties = RealProps;

    fn create(ctx: &Context<Self>) -> RealTab {
        let ground = Ground {
            width: 0,
            is_shown: false,
            is_isolated: browser::is_isolated(),
            cores: browser::cores(),
            has_companion: false,
            is_still: browser::is_motion_reduced(),
            hire: Hire { slug: ctx.props().lab.card.slug, start: worker::hire },
        };
        let mut tab = RealTab { was_shown: false, ground };
        tab.show(ctx);
        tab
    }

    fn changed(&mut self, ctx: &Context<Self>, _old: &RealProps) -> bool {
        self.show(ctx);
        true
    }

    fn update(&mut self, _ctx: &Context<Self>, msg: RealMsg) -> bool {
        match msg {
            // Behind another tab it has none.
            RealMsg::Width(0) => return false,
            RealMsg::Width(width) => self.ground.width = width,
            RealMsg::Companion => self.ground.has_companion = true,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let real = ctx.props().lab.real.filter(|_| self.was_shown);
        let panel = real.map(|real| (real.panel)(&self.ground)).unwrap_or_default();
        let panel = tag!(section, class: "real", "aria-label": "For real").child(panel);
        measured(ctx.link().callback(RealMsg::Width), panel.into())
    }
}

impl RealTab {
    fn show(&mut self, ctx: &Context<Self>) {
        self.ground.is_shown = ctx.props().is_shown;
        if self.ground.is_shown && !self.was_shown {
            self.was_shown = true;
            let link = ctx.link().clone();
            spawn_local(async move {
                if browser::fetch(HEALTH).await.is_ok_and(|text| text == WELL) {
                    link.send_message(RealMsg::Companion);
                }
            });
        }
    }
}
