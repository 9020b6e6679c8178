//! Where everything stands. On a wide stage customers and coordinator are on the left and services
//! in a column on the right, with the wires between them; on a narrow one customers and coordinator
//! are on top and services stand below, two in a row.

use super::shown::{Server, Shown};
use crate::cluster::Node;
use widgets::circle::Place;
use widgets::way::Way;

/// From this width on the services stand beside the coordinator.
const WIDE: f64 = 640.0;
/// Around the picture.
const MARGIN: f64 = 16.0;
/// And on a phone.
const MARGIN_NARROW: f64 = 8.0;
/// Between two cards of a column.
const GAP: f64 = 20.0;
/// Between customers and coordinator: room for a message.
const WIRE: f64 = 56.0;
/// Between coordinator and services on a narrow stage.
const WIRE_NARROW: f64 = 84.0;
/// Between rows of services on a narrow stage, where services talk among themselves.
const WIRE_PEERS: f64 = 52.0;
/// A card's name and, beside it, how it is.
const HEAD: f64 = 28.0;
/// A card's name and, below it, how it is.
const HEAD_NARROW: f64 = 42.0;
/// From this width on there is room beside a name.
const ROOMY: f64 = 220.0;
/// Above the lines of memory and log.
pub const COLUMN_HEAD: f64 = 18.0;
/// A line.
pub const LINE: f64 = 15.0;
/// A row of the shelf.
pub const SHELF: f64 = 24.0;
/// Within a card, at its edges.
const PAD: f64 = 10.0;
/// And of a narrow card.
const PAD_NARROW: f64 = 6.0;

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// The measures of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The picture's width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Whether services stand beside the coordinator.
    pub is_wide: bool,
    /// By node.
    pub cards: Vec<Card>,
    /// By link, in the order of [`Shown::links`]: from the lower node to the higher.
    pub ways: Vec<Way>,
}

/// The measures of a server's card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    /// Where it is.
    pub sheet: Sheet,
    /// Above memory and log: the name, and how it is.
    pub head: f64,
    /// Within it, at its edges.
    pub pad: f64,
    /// Lines of memory, and of log.
    pub lines: usize,
    /// Cells of the shelf beside each other.
    pub columns: usize,
}

impl Sheet {
    /// Its middle.
    pub fn centre(&self) -> Place {
        self.at(0.5, 0.5)
    }

    /// A place within it, in parts of its width and height.
    pub fn at(&self, right: f64, down: f64) -> Place {
        Place { x: self.x + self.width * right, y: self.y + self.height * down }
    }
}

impl Card {
    /// Whether how a server is stands beside its name.
    pub fn is_roomy(&self) -> bool {
        self.head == HEAD
    }

    /// Between memory and log.
    pub fn gutter(&self) -> f64 {
        0.8 * self.pad
    }

    fn of(server: &Server, servers: usize, width: f64) -> Card {
        let shelves = server.shelves.len();
        let is_narrow = width < ROOMY;
        let (head, pad) = if is_narrow { (HEAD_NARROW, PAD_NARROW) } else { (HEAD, PAD) };
        let columns = match (shelves, is_narrow) {
            (0..=2, true) | (0..=1, false) => 1,
            (2, false) => 2,
            (3..=4, _) | (_, true) => 2,
            (_, false) => 4,
        };
        let lines = match (server.is_client, servers) {
            (true, _) => 2,
            (false, ..=5) => 4,
            (false, _) => 3,
        };
        let rows = shelves.div_ceil(columns);
        let columns_height = match server.is_client {
            true => lines as f64 * LINE,
            false => COLUMN_HEAD + lines as f64 * LINE + 4.0,
        };
        let shelf = if rows > 0 { rows as f64 * SHELF + 4.0 } else { 0.0 };
        let height = head + columns_height + shelf + PAD;
        Card { sheet: Sheet { x: 0.0, y: 0.0, width, height }, head, pad, lines, columns }
    }

    fn moved(mut self, x: f64, y: f64) -> Card {
        (self.sheet.x, self.sheet.y) = (x, y);
        self
    }
}

impl Layout {
    /// Lays a cluster out for a width.
    pub fn of(shown: &Shown, width: u32) -> Layout {
        let width = f64::from(width);
        let is_wide = width >= WIDE;
        let cards = if is_wide { beside(shown, width) } else { below(shown, width) };
        let bottom = cards.iter().map(|card| card.sheet.y + card.sheet.height).fold(0.0, f64::max);
        let way = |(nth, link): (usize, &super::shown::Link)| {
            let is_peer = shown.are_peers(link.a, link.b);
            let [a, b] = [link.a, link.b].map(|node| cards[usize::from(node)].sheet);
            let spread = spread(shown, nth, is_peer);
            match (is_peer, is_wide) {
                (true, true) => peers_beside(a, b, link.b - link.a),
                (true, false) => peers_below(a, b),
                (false, true) => hub_beside(a, b, spread),
                (false, false) => hub_below(a, b, width, spread),
            }
        };
        let ways = shown.links.iter().enumerate().map(way).collect();
        let has_peers = shown.links.iter().any(|link| shown.are_peers(link.a, link.b));
        // Wires among services hang below the last row.
        let hang = if has_peers && !is_wide { 36.0 } else { 0.0 };
        Layout { width, height: bottom + MARGIN + hang, is_wide, cards, ways }
    }

    /// The way from a node to another, where they talk.
    pub fn way(&self, shown: &Shown, from: Node, to: Node) -> Option<Way> {
        let (a, b) = (from.min(to), from.max(to));
        let nth = shown.links.iter().position(|link| (link.a, link.b) == (a, b))?;
        let way = self.ways[nth].clone();
        Some(if from == a { way } else { way.reversed() })
    }
}

/// Where a link leaves the coordinator, from 0 to 1 along its edge, so that messages sent at once
/// to many do not lie upon each other.
fn spread(shown: &Shown, nth: usize, is_peer: bool) -> f64 {
    if is_peer {
        return 0.5;
    }
    let is_hub =
        |link: &super::shown::Link| link.a == 0 && !shown.servers[usize::from(link.b)].is_client;
    let all = shown.links.iter().filter(|link| is_hub(link)).count();
    let before = shown.links[..nth].iter().filter(|link| is_hub(link)).count();
    (before as f64 + 1.0) / (all as f64 + 1.0)
}

fn beside(shown: &Shown, width: f64) -> Vec<Card> {
    let card_width = ((width - 2.0 * MARGIN) * 0.375).clamp(220.0, 330.0);
    let count = shown.servers.len();
    let mut cards: Vec<Card> =
        shown.servers.iter().map(|server| Card::of(server, count, card_width)).collect();
    let is_left = |at: usize| at == 0 || shown.servers[at].is_client;
    let tall = |cards: &[Card], left: bool, gap: f64| {
        let heights = cards.iter().enumerate().filter(|(at, _)| is_left(*at) == left);
        heights.map(|(_, card)| card.sheet.height + gap).sum::<f64>() - gap
    };
    let (left, right) = (tall(&cards, true, WIRE), tall(&cards, false, GAP));
    let height = left.max(right);
    let mut tops = [MARGIN + (height - left) / 2.0, MARGIN + (height - right) / 2.0];
    // Customers stand above the coordinator, though their number is the last.
    let order = (0..count).filter(|at| shown.servers[*at].is_client);
    let order: Vec<usize> =
        order.chain((0..count).filter(|at| !shown.servers[*at].is_client)).collect();
    for at in order {
        let side = usize::from(!is_left(at));
        let x = if side == 0 { MARGIN } else { width - MARGIN - card_width };
        cards[at] = cards[at].moved(x, tops[side]);
        tops[side] += cards[at].sheet.height + if side == 0 { WIRE } else { GAP };
    }
    cards
}

fn below(shown: &Shown, width: f64) -> Vec<Card> {
    let inner = width - 2.0 * MARGIN_NARROW;
    let half = (inner - MARGIN_NARROW) / 2.0;
    let count = shown.servers.len();
    let mut cards: Vec<Card> = shown
        .servers
        .iter()
        .enumerate()
        .map(|(at, server)| {
            let is_whole = at == 0 || server.is_client;
            Card::of(server, count, if is_whole { inner } else { half })
        })
        .collect();
    let mut top = MARGIN_NARROW;
    for at in (0..count).filter(|at| shown.servers[*at].is_client) {
        cards[at] = cards[at].moved(MARGIN_NARROW, top);
        top += cards[at].sheet.height + WIRE;
    }
    cards[0] = cards[0].moved(MARGIN_NARROW, top);
    top += cards[0].sheet.height + WIRE_NARROW;
    let services: Vec<usize> = (1..count).filter(|at| !shown.servers[*at].is_client).collect();
    for row in services.chunks(2) {
        let height = row.iter().map(|at| cards[*at].sheet.height).fold(0.0, f64::max);
        for (column, at) in row.iter().enumerate() {
            let x = MARGIN_NARROW + column as f64 * (half + MARGIN_NARROW);
            cards[*at].sheet.height = height;
            cards[*at] = cards[*at].moved(x, top);
        }
        top += height + WIRE_PEERS;
    }
    cards
}

/// From the right edge of one on the left, the coordinator as a rule, to a service's left edge;
/// straight up to the customers.
fn hub_beside(a: Sheet, b: Sheet, spread: f64) -> Way {
    if (a.x - b.x).abs() < 1.0 {
        return Way::straight(a.at(0.5, 0.0), b.at(0.5, 1.0));
    }
    if a.x > b.x {
        // Customers may hear from a service, too; their number is the higher one.
        return hub_beside(b, a, spread).reversed();
    }
    let (from, to) = (a.at(1.0, 0.1 + 0.8 * spread), b.at(0.0, 0.5));
    let half = (to.x - from.x) / 2.0;
    Way::bent(from, (half, 0.0), to, (-half, 0.0))
}

/// From the coordinator's lower edge to a service's upper one; past the first row it goes down
/// between the columns.
fn hub_below(a: Sheet, b: Sheet, width: f64, spread: f64) -> Way {
    if b.y < a.y {
        return Way::straight(a.at(0.5, 0.0), b.at(0.5, 1.0));
    }
    let below = a.y + a.height;
    let to = b.at(0.5, 0.0);
    if to.y - below <= WIRE_NARROW + 1.0 {
        let from = Place { x: a.x + a.width * (0.15 + 0.7 * spread), y: below };
        return Way::bent(from, (0.0, WIRE_NARROW / 2.0), to, (0.0, -WIRE_NARROW / 2.0));
    }
    let middle = width / 2.0;
    let turn = Place { x: middle, y: to.y - WIRE_PEERS };
    Way::straight(Place { x: middle, y: below }, turn).then(Way::bent(
        turn,
        (0.0, WIRE_PEERS * 0.6),
        to,
        (0.0, -WIRE_PEERS * 0.6),
    ))
}

/// Between two services of a column: a bow to their left, the wider the farther they are apart.
fn peers_beside(a: Sheet, b: Sheet, apart: Node) -> Way {
    let far = f64::from(apart - 1);
    let out = 70.0 + 40.0 * far;
    let inset = 0.14 + 0.09 * far;
    Way::bent(a.at(0.0, 1.0 - inset), (-out, 0.0), b.at(0.0, inset), (-out, 0.0))
}

/// Between two services of a grid: under a row, or from a row to one below.
fn peers_below(a: Sheet, b: Sheet) -> Way {
    let (x, drop) = (a.x.min(b.x), 44.0);
    if (a.y - b.y).abs() < 1.0 {
        let side = if a.x <= x + 1.0 { (0.75, 0.25) } else { (0.25, 0.75) };
        return Way::bent(a.at(side.0, 1.0), (0.0, drop), b.at(side.1, 1.0), (0.0, drop));
    }
    let (from, to) = (a.at(0.75, 1.0), b.at(0.25, 0.0));
    Way::bent(from, (0.0, WIRE_PEERS * 0.6), to, (0.0, -WIRE_PEERS * 0.6))
}
