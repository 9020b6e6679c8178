//! How a lab's page is laid out: the question, the stage with its transport, beside it what to do
//! and to read, below it the tabs.

use super::{LabPage, PageMsg};
use crate::actions::Actions;
use crate::check::CheckTab;
use crate::data::OwnData;
use crate::figures::Figures;
use crate::help::Help;
use crate::knobs::Knobs;
use crate::lab_ref::LabRef;
use crate::laws::Laws;
use crate::lesson::LessonText;
use crate::log::Log;
use crate::masthead::Masthead;
use crate::measured::Measured;
use crate::notices::Notices;
use crate::offers::EventList;
use crate::presets::Presets;
use crate::route::Route;
use crate::seed::Seed;
use crate::session::Session;
use crate::share::tools;
use crate::tabs::{Tab, Tabs};
use crate::timeline::{GhostList, Timeline};
use crate::transport::Transport;
use labs::Unbuildable;
use labs::face::Scene;
use yew::prelude::*;

impl LabPage {
    pub(super) fn layout(&self, ctx: &Context<Self>, session: &Session) -> Html {
        if ctx.props().is_embed {
            return self.embed(ctx, session);
        }
        html! {
            <div>
                { self.masthead(ctx) }
                <main class="lab" id="main">
                    { self.headline(session) }
                    <div class="left">
                        { self.stage(ctx, session) }
                        <Notices notices={self.show.reading.notices.clone()} on={self.on.clone()} />
                        <GhostList ghosts={self.show.ghosts.clone()} on={self.on.clone()} />
                        <Presets lab={ctx.props().lab} chosen={self.show.reading.preset}
                            on={self.on.clone()} />
                    </div>
                    { self.aside(ctx) }
                    { self.below(ctx, session) }
                    <p class="unseen" aria-live="polite">{ &self.show.said }</p>
                </main>
                <Help is_open={self.show.is_helping}
                    on_close={ctx.link().callback(|()| PageMsg::Help(false))} />
            </div>
        }
    }

    /// Stage and transport alone, for a frame in another page, and the way to the whole.
    fn embed(&self, ctx: &Context<Self>, session: &Session) -> Html {
        let card = &session.entry().card;
        html! {
            <main class="embed" id="main">
                <h1 class="unseen">{ card.question }</h1>
                { self.stage(ctx, session) }
                <Notices notices={self.show.reading.notices.clone()} on={self.on.clone()} />
                <a class="home" href={self.address.whole_page().write()} target="_blank"
                    rel="noopener">{ "Open in Faultline" }</a>
                <p class="unseen" aria-live="polite">{ &self.show.said }</p>
            </main>
        }
    }

    /// The head of the page, with the tools of a lab.
    fn masthead(&self, ctx: &Context<Self>) -> Html {
        let help = ctx.link().callback(|_: MouseEvent| PageMsg::Help(true));
        html! {
            <Masthead lab={ctx.props().lab}>
                { tools(self.show.told.as_ref(), &ctx.link().callback(PageMsg::Share)) }
                <button class="icon" onclick={help} aria-label="Help" title="Keys (?)">{ "?" }</button>
            </Masthead>
        }
    }

    fn headline(&self, session: &Session) -> Html {
        let card = &session.entry().card;
        let reading = &self.show.reading;
        html! {
            <div class="headline">
                <h1>{ card.question }</h1>
                <p>
                    { format!("{} · seed {:x} · step {}", card.title, reading.seed, reading.playhead.step) }
                </p>
            </div>
        }
    }

    /// The picture, and the transport under it.
    fn stage(&self, ctx: &Context<Self>, session: &Session) -> Html {
        let run = session.run();
        let at = run.playhead().at;
        let scene = Scene {
            now: at,
            width: self.show.width,
            is_thumb: false,
            is_still: self.show.is_still,
            hand: self.hand.clone(),
        };
        // Before its width is known a picture would be laid out twice.
        let picture = match self.show.width {
            0 => html! { <div class="stage-blank" /> },
            _ => (session.entry().stage)(run.machine(), &scene),
        };
        let is_active = session.is_active() && session.journey().is_none();
        html! {
            <section class="stage" aria-label="Stage">
                <Measured class="fit" on_width={ctx.link().callback(PageMsg::Width)}>
                    { picture }
                </Measured>
                { travelling(session.journey()) }
                <Transport is_playing={is_active} is_at_rest={self.show.reading.is_at_rest}
                    is_start={run.playhead().step == 0 && at == kernel::Time::ZERO}
                    speed={session.speed()} {at} on={self.on.clone()}>
                    <Timeline {at} reach={run.reach().at} marks={self.show.marks.clone()}
                        ghosts={self.show.ghosts.clone()} on={self.on.clone()} />
                </Transport>
            </section>
        }
    }

    /// Beside the stage, in this order: what to do, what must hold, what to turn, what happened.
    fn aside(&self, ctx: &Context<Self>) -> Html {
        let reading = &self.show.reading;
        let lab = ctx.props().lab;
        html! {
            <aside class="aside" aria-label="Controls">
                <Actions {lab} sabotage={reading.sabotage.clone()}
                    actions={reading.actions.clone()} on={self.on.clone()} />
                <Laws laws={reading.laws.clone()} on={self.on.clone()} />
                <Knobs {lab} values={reading.knobs.clone()} on={self.on.clone()} />
                <Seed seed={reading.seed} on={self.on.clone()} />
                <Log lines={reading.lines.clone()} step={reading.playhead.step}
                    on={self.on.clone()} />
            </aside>
        }
    }

    fn below(&self, ctx: &Context<Self>, session: &Session) -> Html {
        let tab = self.show.tab;
        let is_checked = ctx.props().lab.card.check.is_some();
        let mut tabs = vec![Tab::Play, Tab::Check, Tab::Lesson];
        tabs.retain(|tab| *tab != Tab::Check || is_checked);
        // The search goes on behind another tab, so its panel is hidden and not taken away.
        html! {
            <Tabs {tabs} chosen={tab} on_choose={ctx.link().callback(PageMsg::Choose)}>
                <div key="play" hidden={tab != Tab::Play}>{ self.play_panel(ctx) }</div>
                <div key="check" hidden={tab != Tab::Check}>{ self.check_panel(ctx, session) }</div>
                <div key="lesson" hidden={tab != Tab::Lesson}><LessonText lab={ctx.props().lab} /></div>
            </Tabs>
        }
    }

    fn check_panel(&self, ctx: &Context<Self>, session: &Session) -> Html {
        let lab = ctx.props().lab;
        if lab.card.check.is_none() {
            return html! { <span hidden=true /> };
        }
        let run = session.run();
        html! {
            <CheckTab {lab} laws={self.show.laws.clone()} allowances={run.machine().allowances()}
                step={self.show.reading.playhead.step} is_own_data={run.recipe().data.is_some()}
                asked={self.show.asked.clone()} on_ask={ctx.link().callback(PageMsg::Check)}
                on={self.on.clone()} />
        }
    }

    fn play_panel(&self, ctx: &Context<Self>) -> Html {
        let reading = &self.show.reading;
        let lab = ctx.props().lab;
        html! {
            <div class="play-panel">
                <EventList events={reading.events.clone()} at={reading.playhead.at}
                    on={self.on.clone()} />
                <Figures figures={reading.figures.clone()} />
                <div hidden={lab.read_data.is_none()}>
                    <OwnData {lab} data={reading.data.clone()} on={self.on.clone()} />
                </div>
            </div>
        }
    }
}

/// A link that is still being replayed.
fn travelling(journey: Option<(u64, u64)>) -> Html {
    let (step, of) = journey.unwrap_or_default();
    html! {
        <div class="travelling" role="status" hidden={journey.is_none()}>
            <progress max={of.to_string()} value={step.to_string()} aria-label="Following the link" />
            { format!("Following the link: step {step} of {of}") }
        </div>
    }
}

/// A lab whose opening preset makes no system.
pub(super) fn unplayable(lab: LabRef, why: &Unbuildable) -> Html {
    html! {
        <div>
            <Masthead {lab} />
            <main class="message" id="main">
                <h1>{ lab.card.title }</h1>
                <p role="alert">{ format!("This lab cannot be started: {why}.") }</p>
                <p><a href={Route::Gallery.write()}>{ "All labs" }</a></p>
            </main>
        </div>
    }
}
