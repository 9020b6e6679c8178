//! How a lab's page is laid out: the question, the stage with its transport, beside it what to do
//! and to read, below it the tabs.

use super::{LabPage, PageMsg};
use crate::check::{CHECK, CheckProps};
use crate::data::OwnData;
use crate::help::help;
use crate::later::later;
use crate::many::{MANY, ManyProps};
use crate::masthead::masthead;
use crate::measured::measured;
use crate::offers::event_list;
use crate::real::RealTab;
use crate::seed::Seed;
use crate::session::Session;
use crate::share::tools;
use crate::still::{Part, still};
use crate::tabs::{Tab, tabs};
use crate::timeline::{Timeline, timeline};
use crate::transport::{Transport, transport};

use kernel::Time;
use labs::face::Scene;
use labs::space_time::Sight;
use widgets::tag;
use widgets::tag::Tag;
use yew::prelude::*;

impl LabPage {
    pub(super) fn layout(&self, ctx: &Context<Self>, session: &Session) -> Html {
        if ctx.props().is_embed {
            return self.embed(ctx, session).into();
        }
        let left = tag!(div, class: "left")
            .child(self.stage(ctx, session))
            .child(self.still(Part::Notices(self.show.reading.notices.clone())))
            .child(self.still(Part::Ghosts(self.show.ghosts.clone())))
            .child(self.still(Part::Presets(ctx.props().lab, self.show.reading.preset)));
        let main = tag!(main, class: "lab", id: "main")
            .child(self.headline(session))
            .child(left)
            .child(self.aside(ctx))
            .child(self.below(ctx, session))
            .child(self.said());
        let on_close = ctx.link().callback(|()| PageMsg::Help(false));
        tag!(div)
            .child(self.masthead(ctx))
            .child(main)
            .child(help(self.sheet.clone(), &on_close))
            .into()
    }

    /// Stage and transport alone, for a frame in another page, and the way to the whole.
    fn embed(&self, ctx: &Context<Self>, session: &Session) -> Tag {
        let home = tag!(a, class: "home", href: self.address.whole_page().write(),
            target: "_blank", rel: "noopener")
        .text("Open in Faultline");
        tag!(main, class: "embed", id: "main")
            .child(tag!(h1, class: "unseen").text(session.entry().card.question))
            .child(self.stage(ctx, session))
            .child(self.still(Part::Notices(self.show.reading.notices.clone())))
            .child(home)
            .child(self.said())
    }

    /// What a reader of the screen hears.
    fn said(&self) -> Tag {
        tag!(p, class: "unseen", "aria-live": "polite").text(self.show.said.clone())
    }

    fn still(&self, part: Part) -> Html {
        still(part, &self.on)
    }

    /// The head of the page, with the tools of a lab.
    fn masthead(&self, ctx: &Context<Self>) -> Tag {
        let help = tag!(button, class: "icon", "aria-label": "Help", title: "Keys (?)")
            .clicked(ctx.link().callback(|_| PageMsg::Help(true)))
            .text("?");
        let tools = tools(self.show.told.as_ref(), &ctx.link().callback(PageMsg::Share));
        masthead(Some(&ctx.props().lab.card), vec![tools, help])
    }

    fn headline(&self, session: &Session) -> Tag {
        let card = &session.entry().card;
        let (seed, step) = (self.show.reading.seed, self.show.reading.playhead.step);
        tag!(div, class: "headline")
            .child(tag!(h1).text(card.question))
            .child(tag!(p).text(format!("{} · seed {seed:x} · step {step}", card.title)))
    }

    /// What a picture of so many CSS pixels is drawn for.
    fn scene(&self, now: Time, width: u32) -> Scene {
        let (is_still, hand) = (self.show.is_still, self.hand.clone());
        Scene { now, width, is_thumb: false, is_still, hand }
    }

    /// The picture, and the transport under it.
    fn stage(&self, ctx: &Context<Self>, session: &Session) -> Tag {
        let run = session.run();
        let at = run.playhead().at;
        let scene = self.scene(at, self.show.width);
        // Before its width is known a picture would be laid out twice.
        let picture = match self.show.width {
            0 => tag!(div, class: "stage-blank").into(),
            _ => (session.entry().stage)(run.machine(), &scene),
        };
        let ruler = timeline(Timeline {
            at,
            reach: run.reach().at,
            marks: self.show.marks.clone(),
            ghosts: self.show.ghosts.clone(),
            on: &self.on,
        });
        let shown = Transport {
            is_playing: session.is_active() && session.journey().is_none(),
            is_at_rest: self.show.reading.is_at_rest,
            is_start: run.playhead().step == 0 && at == Time::ZERO,
            speed: session.speed(),
            at,
            on: &self.on,
        };
        tag!(section, class: "stage", "aria-label": "Stage")
            .child(measured(ctx.link().callback(PageMsg::Width), picture))
            .child(travelling(session.journey()))
            .child(transport(&shown, ruler))
    }

    /// Beside the stage, in this order: what to do, what must hold, what to turn, what happened.
    fn aside(&self, ctx: &Context<Self>) -> Tag {
        let reading = &self.show.reading;
        let lab = ctx.props().lab;
        let actions = Part::Actions(lab, reading.actions.clone(), reading.sabotage.clone());
        tag!(aside, class: "aside", "aria-label": "Controls")
            .child(self.still(actions))
            .child(self.still(Part::Laws(reading.laws.clone())))
            .child(self.still(Part::Knobs(lab, reading.knobs.clone())))
            .child(html! { <Seed seed={reading.seed} on={&self.on} /> })
            .child(self.still(Part::Log(reading.lines.clone(), reading.playhead.step)))
    }

    fn below(&self, ctx: &Context<Self>, session: &Session) -> Tag {
        let lab = ctx.props().lab;
        let chosen = self.show.tab;
        let is_checked = lab.card.check.is_some();
        let mut row = vec![Tab::Play, Tab::Check, Tab::Many, Tab::Real, Tab::Lesson];
        row.retain(|tab| match tab {
            Tab::Check => is_checked,
            Tab::Real => lab.real.is_some(),
            Tab::Play | Tab::Many | Tab::Lesson => true,
        });
        // What a tab does goes on behind another, so its panel is hidden and not taken away.
        let panel =
            |tab: Tab, shown: Html| tag!(div, hidden: tab != chosen).key(tab.key()).child(shown);
        let check = is_checked.then(|| panel(Tab::Check, self.check_panel(ctx, session)));
        let is_shown = chosen == Tab::Real;
        let real = lab.real.map(|_| panel(Tab::Real, html! { <RealTab {lab} {is_shown} /> }));
        let panels = [
            Some(panel(Tab::Play, self.play_panel(ctx, session).into())),
            check,
            Some(panel(Tab::Many, self.many_panel(ctx, session))),
            real,
            Some(panel(Tab::Lesson, self.still(Part::Lesson(lab)))),
        ];
        let on_choose = ctx.link().callback(PageMsg::Choose);
        tabs(row, chosen, &on_choose, panels.into_iter().flatten())
    }

    fn check_panel(&self, ctx: &Context<Self>, session: &Session) -> Html {
        let run = session.run();
        later(&CHECK, self.show.tab == Tab::Check, &self.on_here, || CheckProps {
            lab: ctx.props().lab,
            laws: self.show.laws.clone(),
            allowances: run.machine().allowances(),
            has_messages: run.machine().has_messages(),
            interchangeable: run.machine().interchangeable(),
            step: self.show.reading.playhead.step,
            is_own_data: run.recipe().data.is_some(),
            asked: self.show.asked.clone(),
            on_ask: ctx.link().callback(PageMsg::Check),
            on: self.on.clone(),
        })
    }

    fn many_panel(&self, ctx: &Context<Self>, session: &Session) -> Html {
        let recipe = session.run().recipe();
        later(&MANY, self.show.tab == Tab::Many, &self.on_here, || ManyProps {
            lab: ctx.props().lab,
            deeds: recipe.cues.len(),
            nature: recipe.nature,
            is_own_data: recipe.data.is_some(),
            text: ctx.props().many.clone(),
            asked: self.show.many_asked.clone(),
            on_wish: self.on_wish.clone(),
            on: self.on.clone(),
        })
    }

    fn play_panel(&self, ctx: &Context<Self>, session: &Session) -> Tag {
        let reading = &self.show.reading;
        let lab = ctx.props().lab;
        let width = if self.show.below == 0 { self.show.width } else { self.show.below };
        let run = session.run();
        let playhead = run.playhead();
        let below = (session.entry().below)(run.machine(), &self.scene(playhead.at, width));
        let data = html! { <OwnData {lab} data={reading.data.clone()} on={&self.on} /> };
        let told = lab.space_time.zip(self.show.story.clone());
        let story = told.map(|(space_time, story)| {
            let on = ctx.link().callback(PageMsg::Story);
            let sight = Sight { story, playhead, reach: run.reach(), width, on };
            (space_time.panel)(sight)
        });
        let is_bare = below.is_none() && story.is_none();
        let below = tag!(div, hidden: below.is_none()).maybe(below);
        let story = tag!(div, class: "space-time-place", hidden: story.is_none()).maybe(story);
        let wide = tag!(div, class: "play-wide").child(below).child(story);
        let wide = measured(ctx.link().callback(PageMsg::Below), wide.into());
        tag!(div, class: "play-panel")
            .child(tag!(div, class: "play-whole", hidden: is_bare).child(wide))
            .child(event_list(&reading.events, reading.playhead.at, &self.on))
            .child(self.still(Part::Figures(reading.figures.clone())))
            .child(tag!(div, hidden: lab.read_data.is_none()).child(data))
    }
}

/// A link that is still being replayed.
fn travelling(journey: Option<(u64, u64)>) -> Tag {
    let (step, of) = journey.unwrap_or_default();
    let progress = tag!(progress, max: of, value: step, "aria-label": "Following the link");
    tag!(div, class: "travelling", role: "status", hidden: journey.is_none())
        .child(progress)
        .text(format!("Following the link: step {step} of {of}"))
}
