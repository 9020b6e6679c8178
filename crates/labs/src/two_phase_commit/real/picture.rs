//! The stage of a run for real: what the servers have said of themselves, and what is on its way,
//! as the picture that the model has, too.

use super::mail::{Flight, LOSS_SHOWN_MS, Loss as Lost};
use super::run::{Phase, Run, Server as Real};
use super::told::Portrait;
use crate::cluster::view::shown::{
    Carries, Choice, Doubt, Link, Lock, Loss, Message, Server, Shown, Slip, Status, Wait,
};
use crate::cluster::view::since;
use crate::cluster::{Action, Line, Node, Power, Protocol, Shelf, Ways};
use crate::two_phase_commit::TwoPhaseCommit;
use kernel::{Model, Span};

type Act = Action<crate::two_phase_commit::rules::TwoPhase>;

/// Everything that the picture shows of a run.
pub fn shown(run: &Run, now_ms: f64) -> Shown {
    let servers = (0..).zip(&run.servers).map(|(node, of)| server(run, node, of, now_ms));
    let servers: Vec<Server> = servers.chain([customers(run)]).collect();
    let (locks, doubts) = lasting(run, &servers, now_ms);
    let mail = &run.mail;
    Shown {
        links: links(run),
        messages: mail.flights.iter().map(|flight| message(run, flight, now_ms)).collect(),
        losses: mail.losses.iter().filter_map(|lost| loss(lost, now_ms)).collect(),
        timers: Vec::new(),
        waits: waits(run),
        locks,
        doubts,
        sent: mail.sent,
        forced: run.tally.forced,
        summary: summary(run),
        servers,
    }
}

/// The picture in a sentence.
fn summary(run: &Run) -> String {
    let down = run.servers.iter().filter(|server| server.power == Power::Down).count();
    [
        "Real servers: ",
        &run.servers.len().to_string(),
        " workers, ",
        &down.to_string(),
        " of them down; ",
        &run.tally.in_doubt().to_string(),
        " times in doubt; ",
        &run.mail.flights.len().to_string(),
        " messages on their way.",
    ]
    .concat()
}

fn server(run: &Run, node: Node, of: &Real, now_ms: f64) -> Server {
    let is_up = of.power == Power::Up;
    let Portrait { memory, log, unwritten, shelves, .. } = &of.portrait;
    let slip =
        |(text, is_forced): &(String, bool)| Slip { text: text.clone(), is_forced: *is_forced };
    Server {
        name: run.cluster.protocol.name(node),
        is_client: false,
        power: of.power,
        status: status(run, node, of, now_ms),
        memory: is_up.then(|| memory.iter().map(Line::from).collect()),
        log: log.iter().map(Line::from).collect(),
        unwritten: if is_up { unwritten.iter().map(slip).collect() } else { Vec::new() },
        written: None,
        shelves: shelves.iter().map(Shelf::from).collect(),
        menu: server_menu(run, node, of),
    }
}

fn server_menu(run: &Run, node: Node, of: &Real) -> Vec<Choice> {
    let (action, label) = match (of.power, of.is_starting, run.phase) {
        (_, _, Phase::Settling(_)) => return Vec::new(),
        (Power::Down, false, _) => (Action::Restart(node), "Restart"),
        _ => (Action::Crash(node), "Crash"),
    };
    vec![choice(&run.cluster, &action, label)]
}

fn customers(run: &Run) -> Server {
    let node = run.cluster.protocol.shop.customers();
    let Portrait { memory, .. } = &run.hungry;
    let mut menu = Vec::new();
    if run.phase == Phase::Going {
        run.cluster.protocol.errands(&mut |at, errand| {
            let label = run.cluster.protocol.name_errand(at, &errand);
            menu.push(choice(&run.cluster, &Action::Errand(at, errand), &label));
        });
    }
    let text = match memory.len() {
        0 => "up".to_owned(),
        n => ["◷ ", &n.to_string(), " without an answer"].concat(),
    };
    Server {
        name: run.cluster.protocol.name(node),
        is_client: true,
        power: Power::Up,
        status: Status { class: if memory.is_empty() { "ok" } else { "wait" }, text },
        memory: Some(memory.iter().map(Line::from).collect()),
        log: Vec::new(),
        unwritten: Vec::new(),
        written: None,
        shelves: Vec::new(),
        menu,
    }
}

fn status(run: &Run, node: Node, of: &Real, now_ms: f64) -> Status {
    let status = |class, text| Status { class, text };
    let ago = |since_ms: f64| since(span(now_ms - since_ms));
    if of.is_starting {
        return status("wait", "◷ starts: a worker reads its log".to_owned());
    }
    if of.power == Power::Down {
        return status("lost", ["✕ crashed ", &ago(of.since_ms), " ago"].concat());
    }
    let doubts =
        run.tally.lasting.iter().filter(|lasting| lasting.node == node && lasting.is_doubt);
    let doubt = doubts.map(|doubt| doubt.since_ms).reduce(f64::min);
    let mut on = of.portrait.waits.clone();
    on.dedup();
    match (doubt, on.as_slice()) {
        (Some(since_ms), _) => status("doubt", ["◷ in doubt ", &ago(since_ms)].concat()),
        (None, []) => status("ok", "up".to_owned()),
        (None, [on]) => status("wait", ["◷ waits for ", run.cluster.protocol.name(*on)].concat()),
        (None, on) => status("wait", ["◷ waits for ", &on.len().to_string(), " servers"].concat()),
    }
}

fn choice(cluster: &TwoPhaseCommit, action: &Act, label: &str) -> Choice {
    Choice { text: cluster.write_action(action), group: None, label: label.to_owned() }
}

fn links(run: &Run) -> Vec<Link> {
    let protocol = &run.cluster.protocol;
    let nodes = protocol.nodes();
    let pairs = (0..nodes).flat_map(|a| (a + 1..nodes).map(move |b| (a, b)));
    let link = |(a, b)| {
        let (carries, action, label) = match run.mail.carries(a, b) {
            true => (Carries::Yes, Action::Cut(a, b, Ways::Both), "Cut"),
            false => (Carries::Cut, Action::Heal(a, b, Ways::Both), "Heal"),
        };
        let is_fixed = protocol.is_client(b) || run.phase != Phase::Going;
        Link {
            a,
            b,
            there: carries,
            back: carries,
            name: [protocol.name(a), " – ", protocol.name(b)].concat(),
            menu: if is_fixed { Vec::new() } else { vec![choice(&run.cluster, &action, label)] },
        }
    };
    pairs.filter(|(a, b)| protocol.talk(*a, *b)).map(link).collect()
}

fn message(run: &Run, flight: &Flight, now_ms: f64) -> Message {
    let Flight { number, letter, is_laned, born_ms, due_ms, .. } = flight;
    let protocol = &run.cluster.protocol;
    let (from, to) = (protocol.name(letter.from), protocol.name(letter.to));
    Message {
        number: u64::from(*number),
        from: letter.from,
        to: letter.to,
        text: letter.caption.clone(),
        part: ((now_ms - born_ms) / (due_ms - born_ms).max(1.0)).clamp(0.0, 1.0),
        is_held: false,
        offer: Some(*number),
        is_laned: *is_laned,
        left: span(due_ms - now_ms),
        label: [&letter.caption, ", from ", from, " to ", to].concat(),
    }
}

fn loss(lost: &Lost, now_ms: f64) -> Option<Loss> {
    let age = (now_ms - lost.at_ms) / LOSS_SHOWN_MS;
    (age < 1.0).then(|| Loss {
        key: u64::from(lost.number),
        from: lost.letter.from,
        to: lost.letter.to,
        text: lost.letter.caption.clone(),
        part: lost.part,
        age: age.max(0.0),
    })
}

fn waits(run: &Run) -> Vec<Wait> {
    let customers = run.cluster.protocol.shop.customers();
    let portraits = (0..)
        .zip(&run.servers)
        .filter(|(_, server)| server.power == Power::Up)
        .map(|(node, server)| (node, &server.portrait))
        .chain([(customers, &run.hungry)]);
    let mut waits: Vec<Wait> = Vec::new();
    for (from, portrait) in portraits {
        for on in portrait.waits.iter().copied() {
            if !waits.iter().any(|wait| (wait.from, wait.on) == (from, on)) {
                let of = run.servers.get(usize::from(on));
                let is_down = of.is_some_and(|server| server.power == Power::Down);
                let is_vain = is_down || !run.mail.carries(from, on);
                let is_in_doubt = !portrait.in_doubt.is_empty();
                waits.push(Wait { from, on, is_in_doubt, is_vain });
            }
        }
    }
    waits
}

/// Locks by what is locked, and doubts that hold none.
fn lasting(run: &Run, servers: &[Server], now_ms: f64) -> (Vec<Lock>, Vec<Doubt>) {
    let lasts = |node, number, is_doubt| run.tally.lasts(node, number, is_doubt, now_ms).map(span);
    let mut locks = Vec::new();
    for (node, server) in (0..).zip(servers) {
        for shelf in &server.shelves {
            locks.extend(shelf.holders.iter().map(|order| Lock {
                name: shelf.name.clone(),
                server: server.name,
                order: *order,
                held: lasts(node, *order, false),
                in_doubt: lasts(node, *order, true),
            }));
        }
    }
    let longest =
        |lock: &Lock| (u64::MAX - lock.held.map_or(0, Span::as_micros), u64::from(lock.order));
    let locks = kernel::order::sorted(locks, longest);
    let name = |node: Node| run.cluster.protocol.name(node);
    let doubts = run.tally.lasting.iter().filter(|lasting| {
        let is_it = |lock: &Lock| (lock.server, lock.order) == (name(lasting.node), lasting.number);
        lasting.is_doubt && !locks.iter().any(is_it)
    });
    let doubt = |of: &super::tally::Lasting| Doubt {
        what: "in doubt",
        server: name(of.node),
        order: of.number,
        lasts: span(now_ms - of.since_ms),
    };
    let doubts = doubts.map(doubt).collect();
    (locks, doubts)
}

/// Milliseconds of the machine's clock as a length of time.
pub fn span(ms: f64) -> Span {
    Span::micros((ms.max(0.0) * 1_000.0) as u64)
}
