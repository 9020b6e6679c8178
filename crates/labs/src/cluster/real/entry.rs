//! What a node writes down of itself, line by line: what came to it, and what it did then.

use super::super::protocol::{Effect, Input, Node, Outbox, Stretch};
use super::wire::{self, Chain, Real, Wire};
use kernel::Time;

/// One step of one node, as the node itself recorded it before it did anything outwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<P: Real> {
    /// Its Lamport clock: above that of every entry that may have led to it (Lamport, "Time, Clocks,
    /// and the Ordering of Events in a Distributed System", CACM 1978).
    pub lamport: u64,
    /// Which node.
    pub node: Node,
    /// How often the node has started, this time included.
    pub incarnation: u32,
    /// When, by the machine's clock, counted from where the run began.
    pub at: Time,
    /// What came to it.
    pub what: What<P>,
    /// What chance said, where it was asked; zero elsewhere.
    pub luck: u32,
    /// What it did: effects and news, in order, in words.
    pub did: String,
}

/// What came to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<P: Real> {
    /// It has started, from a log of so many records.
    Boot(Chain),
    /// An input.
    Input(Input<P>),
}

impl<P: Real> Entry<P> {
    /// The entry as a line without its end: seven fields with tabs between, in the order above.
    pub fn write(&self, protocol: &P) -> String {
        let Entry { lamport, node, incarnation, at, what, luck, did } = self;
        let what = what.write(protocol, *node);
        let at = at.as_micros();
        format!("{lamport}\t{node}\t{incarnation}\t{at}\t{what}\t{luck}\t{did}")
    }

    /// Reads what [`Entry::write`] wrote; nothing else is an entry.
    pub fn read(protocol: &P, line: &str) -> Option<Entry<P>> {
        Entry::parse(protocol, line).filter(|entry| entry.write(protocol) == line)
    }

    fn parse(protocol: &P, line: &str) -> Option<Entry<P>> {
        let mut fields = line.splitn(7, '\t');
        let mut field = || fields.next();
        let lamport = field()?.parse().ok()?;
        let node = field()?.parse().ok().filter(|node| *node < protocol.nodes())?;
        let incarnation = field()?.parse().ok()?;
        let at = Time::from_micros(field()?.parse().ok()?);
        let what = What::read(protocol, node, field()?)?;
        let luck = field()?.parse().ok()?;
        let did = field()?.to_owned();
        Some(Entry { lamport, node, incarnation, at, what, luck, did })
    }
}

impl<P: Real> What<P> {
    fn write(&self, protocol: &P, node: Node) -> String {
        match self {
            What::Boot(Chain { lines, sum }) => format!("boot {lines} {sum:016x}"),
            What::Input(Input::Message(from, message)) => {
                format!("message {from} {}", message.write())
            }
            What::Input(Input::Timer(timer)) => format!("timer {}", timer.write()),
            What::Input(Input::Durable(record)) => format!("durable {}", record.write()),
            What::Input(Input::Errand(errand)) => {
                format!("errand {}", protocol.write_errand(node, errand))
            }
        }
    }

    fn read(protocol: &P, node: Node, text: &str) -> Option<What<P>> {
        let (kind, rest) = text.split_once(' ')?;
        let input = match kind {
            "boot" => {
                let (lines, sum) = rest.split_once(' ')?;
                let sum = u64::from_str_radix(sum, 16).ok()?;
                return Some(What::Boot(Chain { lines: lines.parse().ok()?, sum }));
            }
            "message" => {
                let (from, message) = rest.split_once(' ')?;
                let from = from.parse().ok().filter(|from| *from < protocol.nodes())?;
                Input::Message(from, wire::read(message)?)
            }
            "timer" => Input::Timer(wire::read(rest)?),
            "durable" => Input::Durable(wire::read(rest)?),
            "errand" => {
                let (at, errand) = protocol.read_errand(rest)?;
                Input::Errand((at == node).then_some(errand)?)
            }
            _ => return None,
        };
        protocol.hears(node, &input).then_some(What::Input(input))
    }

    /// In words, for people.
    pub fn say(&self, protocol: &P, node: Node) -> String {
        match self {
            What::Boot(chain) => format!("starts with {} records in its log", chain.lines),
            What::Input(Input::Message(from, message)) => {
                let message = protocol.name_message(message);
                format!("hears “{message}” from {}", protocol.name(*from))
            }
            What::Input(Input::Timer(timer)) => {
                format!("its timer “{}” rings", protocol.name_timer(timer))
            }
            What::Input(Input::Durable(record)) => {
                format!("its disk has written “{}”", protocol.name_record(record))
            }
            What::Input(Input::Errand(errand)) => {
                format!("is asked: {}", protocol.name_errand(node, errand))
            }
        }
    }
}

/// Effects and news in words.
pub(super) fn did<P: Real>(protocol: &P, node: Node, out: &Outbox<P>) -> String {
    let effects = out.effects.iter().map(|effect| match effect {
        Effect::Send(to, message) => format!("send {to} {}", message.write()),
        Effect::Write(record) => format!("write {}", record.write()),
        Effect::Force(record) => format!("force {}", record.write()),
        Effect::Set(timer) => format!("set {}", timer.write()),
        Effect::Cancel(timer) => format!("cancel {}", timer.write()),
        Effect::Begin(stretch, number) => format!("begin {} {number}", name(*stretch)),
        Effect::End(stretch, number) => format!("end {} {number}", name(*stretch)),
    });
    let news = out.news.iter().map(|news| format!("tell “{}”", protocol.say(node, news).text));
    effects.chain(news).collect::<Vec<_>>().join("; ")
}

fn name(stretch: Stretch) -> &'static str {
    match stretch {
        Stretch::Locked => "locked",
        Stretch::InDoubt => "in-doubt",
        Stretch::HalfDone => "half-done",
    }
}
