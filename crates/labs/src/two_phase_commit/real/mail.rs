//! Messages on their way between servers. They go through the page, so that one sees them, and can
//! lose them, double them and hold them up; that also makes it the network that may be cut.

use super::told::Letter;
use crate::cluster::Node;
use gloo::timers::callback::Timeout;
use yew::Callback;

/// How long the cross of a lost message is shown, in milliseconds.
pub const LOSS_SHOWN_MS: f64 = 1_500.0;

/// The network.
pub struct Mail {
    /// On their way, oldest first.
    pub flights: Vec<Flight>,
    /// What was lost of late.
    pub losses: Vec<Loss>,
    /// Links that carry nothing, the lower node first.
    pub cuts: Vec<(Node, Node)>,
    /// Messages lost, per thousand.
    pub loss: u32,
    /// Messages sent so far.
    pub sent: u64,
    /// Messages lost so far.
    pub lost: u64,
    wire_ms: u32,
    next: u32,
    /// Hears that one arrives.
    arrive: Callback<u32>,
}

/// A message on its way.
pub struct Flight {
    /// Tells it apart.
    pub number: u32,
    /// The message.
    pub letter: Letter,
    /// It goes over a connection, and is not lost alone.
    pub is_laned: bool,
    /// When it was sent.
    pub born_ms: f64,
    /// When it arrives.
    pub due_ms: f64,
    _timer: Timeout,
}

/// A message that has got nowhere.
pub struct Loss {
    /// Tells it apart.
    pub number: u32,
    /// The message.
    pub letter: Letter,
    /// Where on its way it died, from 0 to 1.
    pub part: f64,
    /// When.
    pub at_ms: f64,
}

impl Mail {
    /// A network on which a message takes about so long.
    pub fn new(wire_ms: u32, arrive: Callback<u32>) -> Mail {
        Mail {
            flights: Vec::new(),
            losses: Vec::new(),
            cuts: Vec::new(),
            loss: 0,
            sent: 0,
            lost: 0,
            wire_ms,
            next: 0,
            arrive,
        }
    }

    /// Sends a message. What goes over a connection keeps its order and is not lost alone.
    pub fn send(&mut self, letter: Letter, is_laned: bool, now_ms: f64) {
        self.sent += 1;
        let random = js_sys::Math::random;
        if !self.carries(letter.from, letter.to) {
            return self.lose(letter, 0.5, now_ms);
        }
        if !is_laned && random() * 1_000.0 < f64::from(self.loss) {
            return self.lose(letter, 0.5, now_ms);
        }
        let wire = f64::from(self.wire_ms);
        let wait = if is_laned { wire } else { wire * (0.75 + 0.5 * random()) };
        self.put(letter, is_laned, now_ms, wait);
    }

    fn put(&mut self, letter: Letter, is_laned: bool, now_ms: f64, wait_ms: f64) {
        self.next = self.next.wrapping_add(1);
        let (number, arrive) = (self.next, self.arrive.clone());
        let timer = Timeout::new(wait_ms as u32, move || arrive.emit(number));
        let due_ms = now_ms + wait_ms;
        let flight = Flight { number, letter, is_laned, born_ms: now_ms, due_ms, _timer: timer };
        self.flights.push(flight);
    }

    /// Takes a message off the wire: it has arrived, or shall now.
    pub fn take(&mut self, number: u32) -> Option<Letter> {
        let at = self.flights.iter().position(|flight| flight.number == number)?;
        Some(self.flights.remove(at).letter)
    }

    /// A message comes to nothing.
    pub fn lose(&mut self, letter: Letter, part: f64, now_ms: f64) {
        self.lost += 1;
        self.next = self.next.wrapping_add(1);
        self.losses.retain(|loss| now_ms - loss.at_ms < LOSS_SHOWN_MS);
        self.losses.push(Loss { number: self.next, letter, part, at_ms: now_ms });
    }

    /// A message on its way comes to nothing.
    pub fn drop(&mut self, number: u32, now_ms: f64) {
        if let Some(letter) = self.take(number) {
            self.lose(letter, 0.5, now_ms);
        }
    }

    /// A message on its way arrives once more.
    pub fn copy(&mut self, number: u32, now_ms: f64) {
        let flight = self.flights.iter().find(|flight| flight.number == number);
        if let Some(letter) = flight.map(|flight| flight.letter.clone()) {
            self.put(letter, false, now_ms, f64::from(self.wire_ms));
        }
    }

    /// A message on its way arrives later by so much.
    pub fn delay(&mut self, number: u32, by_ms: f64, now_ms: f64) {
        let Some(at) = self.flights.iter().position(|flight| flight.number == number) else {
            return;
        };
        let Flight { letter, is_laned, due_ms, .. } = self.flights.remove(at);
        self.put(letter, is_laned, now_ms, (due_ms - now_ms).max(0.0) + by_ms);
    }

    /// Whether a link carries what is sent over it.
    pub fn carries(&self, a: Node, b: Node) -> bool {
        !self.cuts.contains(&(a.min(b), a.max(b)))
    }

    /// Cuts a link, both ways, with all that is on it.
    pub fn cut(&mut self, a: Node, b: Node, now_ms: f64) {
        let link = (a.min(b), a.max(b));
        if self.carries(a, b) {
            self.cuts.push(link);
        }
        let is_on_it =
            |letter: &Letter| (letter.from.min(letter.to), letter.from.max(letter.to)) == link;
        let gone: Vec<Flight> =
            self.flights.extract_if(.., |flight| is_on_it(&flight.letter)).collect();
        for Flight { letter, .. } in gone {
            self.lose(letter, 0.5, now_ms);
        }
    }

    /// Heals a link.
    pub fn heal(&mut self, a: Node, b: Node) {
        self.cuts.retain(|link| *link != (a.min(b), a.max(b)));
    }
}
