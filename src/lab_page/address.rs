//! The address always is the link to what is seen.

use crate::browser;
use crate::route::Route;
use crate::session::Session;
use gloo::timers::callback::Timeout;
use kernel::link;

/// A change is written this long after it was made, in milliseconds, so that a held key or a
/// dragged slider does not exceed what browsers allow an address to change.
const DELAY_MS: u32 = 250;
/// While the run plays by itself, it is written this often.
const DELAY_PLAYING_MS: u32 = 1_000;

/// Keeps the address in step with a session.
pub struct Address {
    slug: &'static str,
    is_embed: bool,
    /// The link in the address, as far as this page wrote or followed it.
    link: String,
    /// What is measured over many runs, as far as the address says it.
    many_written: String,
    /// What it should say of it.
    many: String,
    /// The branch of the session that the address shows.
    branch: u64,
    /// Whether a link that stands in the address is on its way.
    is_following: bool,
    /// Present while a change waits to be written.
    waiting: Option<Timeout>,
}

impl Address {
    /// The address of a lab's page.
    pub fn new(slug: &'static str, is_embed: bool) -> Address {
        Address {
            slug,
            is_embed,
            link: String::new(),
            many_written: String::new(),
            many: String::new(),
            branch: 0,
            is_following: false,
            waiting: None,
        }
    }

    /// Whether the address shows another link than this page wrote or followed last.
    pub fn is_new(&self, link: &str) -> bool {
        self.link != link
    }

    /// The page of what is seen, with all that belongs to it.
    pub fn whole_page(&self) -> Route {
        Route::run(self.slug, self.link.clone())
    }

    /// What is measured over many runs.
    pub fn many(&self) -> &str {
        &self.many
    }

    /// Notes what is measured over many runs, for the next writing.
    pub fn measure(&mut self, many: String) {
        self.many = many;
    }

    /// Notes what the address says of many runs.
    pub fn measured(&mut self, many: &str) {
        self.many_written = many.to_owned();
        self.many = many.to_owned();
    }

    /// Notes that a link was followed: it stands in the address already.
    pub fn followed(&mut self, link: &str, branch: u64) {
        self.link = link.to_owned();
        self.branch = branch;
        self.is_following = true;
        self.waiting = None;
    }

    /// Notes that a link has become this branch of the session. One that came from the page itself
    /// is not in the address yet.
    pub fn arrived(&mut self, branch: u64) {
        if std::mem::take(&mut self.is_following) {
            self.branch = branch;
        }
    }

    /// Arranges that `write` is called soon.
    pub fn schedule(&mut self, is_playing: bool, write: impl FnOnce() + 'static) {
        if self.waiting.is_none() {
            let delay = if is_playing { DELAY_PLAYING_MS } else { DELAY_MS };
            self.waiting = Some(Timeout::new(delay, write));
        }
    }

    /// Writes the link of what is seen. Where the run has become another one, *Back* leads to the
    /// former. A link that no address carries is left out: the knobs and the file say it.
    pub fn write(&mut self, session: &Session) {
        self.waiting = None;
        let text = link::write(session.entry().knobs, session.run());
        let is_same = text == self.link && self.many_written == self.many;
        if link::Carrier::of(&text) != link::Carrier::Address || is_same {
            return;
        }
        let (slug, many) = (self.slug.to_owned(), self.many.clone());
        self.many_written.clone_from(&many);
        let route = Route::Lab { slug, link: text.clone(), is_embed: self.is_embed, many };
        // In a frame, *Back* belongs to the page around it.
        if self.is_embed || session.branch() == self.branch {
            browser::replace_fragment(&route.write());
        } else {
            browser::push_fragment(&route.write());
        }
        self.link = text;
        self.branch = session.branch();
    }
}
