//! A lab's page: the owner of the session. Only here a run is changed; everything below is drawn
//! from what the session lets be read.

mod address;
mod archive;
mod layout;
mod sharing;

use crate::browser;
use crate::check::Asked;
use crate::help;
use crate::keyboard::{self, Intent};
use crate::lab_ref::LabRef;
use crate::many::{self, Wish};
use crate::masthead::unplayable;
use crate::session::{Msg, Reading, Session};
use crate::share::{Told, Wanted};
use crate::tabs::Tab;
use address::Address;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use kernel::{Deed, Ghost, LawInfo, Mark, link};
use labs::Unbuildable;
use labs::face::Hand;
use labs::search::From;
use labs::space_time::{Look, Story, Wish as StoryWish};
use std::rc::Rc;
use yew::prelude::*;

/// How long a frame may work on the run, in milliseconds.
const FRAME_WORK_MS: f64 = 8.0;
/// While the run plays, what is read beside the picture is renewed this often, in milliseconds.
const READING_MS: f64 = 200.0;
/// While the run plays, what is said aloud is renewed this often, in milliseconds.
const SAYING_MS: f64 = 4_000.0;

/// Properties of [`LabPage`].
#[derive(Properties, PartialEq)]
pub struct LabPageProps {
    /// The lab.
    pub lab: LabRef,
    /// The run, as a link carries it.
    pub link: String,
    /// Stage and transport only.
    pub is_embed: bool,
    /// What is measured over many runs, as the address says it.
    pub many: String,
    /// Counts the visits, so that the same link can be followed twice.
    pub visit: u32,
}

/// The owner of a session.
pub struct LabPage {
    session: Result<Session, Unbuildable>,
    address: Address,
    show: Show,
    on: Callback<Msg>,
    on_wish: Callback<Wish>,
    on_here: Callback<()>,
    hand: Hand,
    /// The help sheet.
    sheet: NodeRef,
    frame: Option<AnimationFrame>,
    frame_ms: Option<f64>,
    _keys: EventListener,
}

/// What is shown of a session, and how.
struct Show {
    reading: Reading,
    reading_ms: f64,
    /// Whether something new was drawn since the reading.
    is_behind: bool,
    marks: Rc<[Mark]>,
    ghosts: Rc<[Ghost]>,
    /// What a reader of the screen hears.
    said: String,
    said_ms: f64,
    /// The stage's width in CSS pixels; zero until it is known.
    width: u32,
    is_still: bool,
    tab: Tab,
    /// What is told below the stage, where the lab has something to tell, and of which stretch.
    story: Option<Rc<Story>>,
    look: Look,
    /// The width of what stands below the stage.
    below: u32,
    laws: Rc<[LawInfo]>,
    /// The search that was asked for last.
    asked: Option<Rc<Asked>>,
    /// The many runs that were asked for last.
    many_asked: Option<Rc<many::Asked>>,
    /// What became of the latest wish to hand the run on.
    told: Option<Told>,
    /// Present while what was told goes away by itself.
    fading: Option<Timeout>,
    is_helping: bool,
}

/// What happens to a page.
pub enum PageMsg {
    /// A person asks something of the session.
    Do(Msg),
    /// A frame of the browser, at this many milliseconds.
    Frame(f64),
    /// The stage has another width.
    Width(u32),
    /// What stands below the stage has another width.
    Below(u32),
    /// The space-time diagram asks something.
    Story(StoryWish),
    /// A search is wanted.
    Check(From),
    /// The tab of many runs asks something.
    Many(Wish),
    /// The run is to be handed on.
    Share(Wanted),
    /// What became of that.
    Told(Option<Told>),
    /// A saved run is to be opened.
    Open(String),
    /// Another tab is wanted.
    Choose(Tab),
    /// A tab that was on its way is here.
    Here,
    /// A key asks something.
    Key(Intent),
    /// The help sheet opens or closes.
    Help(bool),
    /// The address is due to be written.
    Address,
}

impl Component for LabPage {
    type Message = PageMsg;
    type Properties = LabPageProps;

    fn create(ctx: &Context<Self>) -> LabPage {
        let LabPageProps { lab, link, is_embed, many, .. } = ctx.props();
        let mut session = Session::new(lab.0);
        if let Ok(session) = &mut session
            && !link.is_empty()
        {
            session.follow(link);
        }
        let on = ctx.link().callback(PageMsg::Do);
        let hand = Hand { act: on.reform(Msg::Act), deed: on.reform(|deed: Deed| Msg::Deed(deed)) };
        let mut address = Address::new(lab.card.slug, *is_embed);
        address.followed(link, session.as_ref().map_or(0, Session::branch));
        address.measured(many);
        let mut page = LabPage {
            address,
            show: Show::new(session.as_ref().ok()),
            session,
            on,
            on_wish: ctx.link().callback(PageMsg::Many),
            on_here: ctx.link().callback(|()| PageMsg::Here),
            hand,
            sheet: NodeRef::default(),
            frame: None,
            frame_ms: None,
            _keys: listen_to_keys(ctx),
        };
        if !many.is_empty() {
            page.show.tab = Tab::Many;
        }
        page.wake(ctx);
        page
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &LabPageProps) -> bool {
        let LabPageProps { link, many, .. } = ctx.props();
        if *many != old.many {
            self.address.measured(many);
        }
        if let Ok(session) = &mut self.session
            && self.address.is_new(link)
        {
            session.follow(link);
            self.address.followed(link, session.branch());
            self.renew(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: PageMsg) -> bool {
        let Ok(session) = &mut self.session else { return false };
        match msg {
            PageMsg::Do(msg) => {
                if matches!(msg, Msg::Watch(_)) {
                    // The stage may be out of sight where the report stands.
                    browser::window().scroll_to_with_x_and_y(0.0, 0.0);
                }
                session.apply(msg);
                self.renew(ctx);
            }
            PageMsg::Key(intent) => match intent.msg(browser::fresh_seed) {
                // Behind the open sheet nothing moves.
                Some(_) if self.show.is_helping => return false,
                Some(msg) => {
                    session.apply(msg);
                    self.renew(ctx);
                }
                None => self.help(!self.show.is_helping),
            },
            PageMsg::Frame(now_ms) => return self.play_on(ctx, now_ms),
            PageMsg::Width(width) => {
                return std::mem::replace(&mut self.show.width, width) != width;
            }
            PageMsg::Below(width) => {
                // Behind another tab it has none.
                return width > 0 && std::mem::replace(&mut self.show.below, width) != width;
            }
            PageMsg::Story(wish) => self.tell(ctx, wish),
            PageMsg::Here => {}
            PageMsg::Choose(tab) => {
                self.show.tab = tab;
                self.show.tell(session);
            }
            PageMsg::Check(from) => {
                let number = self.show.asked.as_ref().map_or(0, |asked| asked.number) + 1;
                let link = link::write(session.entry().knobs, session.run());
                self.show.asked = Some(Rc::new(Asked { number, link, from }));
            }
            PageMsg::Many(Wish::Run) => {
                let number = self.show.many_asked.as_ref().map_or(0, |asked| asked.number) + 1;
                let links = vec![link::write(session.entry().knobs, session.run())];
                self.show.many_asked = Some(Rc::new(many::Asked { number, links }));
            }
            PageMsg::Many(Wish::Tell(many)) => {
                self.address.measure(many);
                self.renew(ctx);
            }
            PageMsg::Help(is_helping) => self.help(is_helping),
            PageMsg::Share(wanted) => {
                if let Ok(session) = &self.session {
                    self.hand_on(ctx, session, wanted);
                }
            }
            PageMsg::Told(told) => self.told(ctx, told),
            PageMsg::Open(saved) => self.opened(ctx, &saved),
            PageMsg::Address => {
                self.address.write(session);
                // Only a frame shows the address: in its way to the whole page.
                return ctx.props().is_embed;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &self.session {
            Ok(session) => self.layout(ctx, session),
            Err(why) => unplayable(ctx.props().lab, why),
        }
    }
}

impl LabPage {
    /// One frame: plays on, and renews what is due. Whether there is anything to draw.
    fn play_on(&mut self, ctx: &Context<Self>, now_ms: f64) -> bool {
        self.frame = None;
        let Ok(session) = &mut self.session else { return false };
        let elapsed = self.frame_ms.replace(now_ms).map_or(0.0, |before| now_ms - before);
        let branch = session.branch();
        let end = browser::now_ms() + FRAME_WORK_MS;
        let is_new = session.frame(elapsed, &|| browser::now_ms() < end);
        if session.journey().is_some() {
            self.wake(ctx);
            return true;
        }
        if session.branch() != branch {
            self.address.arrived(session.branch());
            if let Some(outdated) = session.take_outdated() {
                archive::look_up(ctx.link().clone(), session.entry().card.slug, outdated);
            }
        }
        // A run may come to rest between two readings, and then nothing new follows: what was
        // not read yet is read all the same.
        self.show.is_behind |= is_new;
        let is_due = now_ms - self.show.reading_ms >= READING_MS || !session.is_active();
        let is_read = self.show.is_behind && is_due;
        if is_read {
            self.renew(ctx);
        }
        self.wake(ctx);
        is_new || is_read
    }

    /// Reads the session anew, and arranges for all that follows from a change.
    fn renew(&mut self, ctx: &Context<Self>) {
        let Ok(session) = &self.session else { return };
        self.show.read(session, browser::now_ms());
        let link = ctx.link().clone();
        let is_playing = session.is_playing();
        self.address.schedule(is_playing, move || link.send_message(PageMsg::Address));
        self.wake(ctx);
    }

    /// Does what the space-time diagram asks.
    fn tell(&mut self, ctx: &Context<Self>, wish: StoryWish) {
        let Ok(session) = &mut self.session else { return };
        match wish {
            StoryWish::Look(look) => {
                self.show.look = look;
                self.show.tell(session);
            }
            StoryWish::Seek(at) => ctx.link().send_message(PageMsg::Do(Msg::Seek(at))),
            StoryWish::SeekStep(step) => ctx.link().send_message(PageMsg::Do(Msg::SeekStep(step))),
            StoryWish::Copy(text) => sharing::copy_diagram(ctx, session, text),
            StoryWish::Save => ctx.link().send_message(PageMsg::Share(Wanted::Diagram)),
        }
    }

    /// Opens the help sheet, or closes it.
    fn help(&mut self, is_helping: bool) {
        self.show.is_helping = is_helping;
        help::open(&self.sheet, is_helping);
    }

    /// Asks for the next frame where there is something to do in it.
    fn wake(&mut self, ctx: &Context<Self>) {
        if !self.session.as_ref().is_ok_and(Session::is_active) {
            self.frame_ms = None;
        } else if self.frame.is_none() {
            let link = ctx.link().clone();
            let hear = move |now_ms| link.send_message(PageMsg::Frame(now_ms));
            self.frame = Some(request_animation_frame(hear));
        }
    }
}

impl Show {
    fn new(session: Option<&Session>) -> Show {
        let mut show = Show {
            reading: Reading::default(),
            reading_ms: f64::MIN,
            is_behind: false,
            marks: Rc::new([]),
            ghosts: Rc::new([]),
            said: String::new(),
            said_ms: f64::MIN,
            width: 0,
            is_still: browser::is_motion_reduced(),
            tab: Tab::Play,
            story: None,
            look: Look::default(),
            below: 0,
            laws: session.map_or_else(Vec::new, |session| session.run().laws()).into(),
            asked: None,
            many_asked: None,
            told: None,
            fading: None,
            is_helping: false,
        };
        if let Some(session) = session {
            show.read(session, browser::now_ms());
        }
        show
    }

    fn read(&mut self, session: &Session, now_ms: f64) {
        self.reading = session.reading();
        self.reading_ms = now_ms;
        self.is_behind = false;
        let run = session.run();
        if *self.marks != *run.marks() {
            self.marks = run.marks().into();
        }
        if *self.ghosts != *run.ghosts() {
            self.ghosts = run.ghosts().into();
        }
        self.tell(session);
        if !session.is_playing() || now_ms - self.said_ms >= SAYING_MS {
            self.said = self.reading.said();
            self.said_ms = now_ms;
        }
    }
}

impl Show {
    /// Tells anew what happened, where that is in sight.
    fn tell(&mut self, session: &Session) {
        if self.tab == Tab::Play {
            let space_time = session.entry().space_time;
            self.story = space_time.and_then(|told| (told.read)(session.run(), self.look));
        }
    }
}

/// Keys are heard wherever the focus is, unless something else has a use for them.
fn listen_to_keys(ctx: &Context<LabPage>) -> EventListener {
    let link = ctx.link().clone();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&browser::window(), "keydown", options, move |event| {
        if let Some(intent) = keyboard::heard(event) {
            event.prevent_default();
            link.send_message(PageMsg::Key(intent));
        }
    })
}
