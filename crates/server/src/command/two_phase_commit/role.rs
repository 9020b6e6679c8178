//! A role as a process of its own. It is told by lines on standard input what it plays and where
//! the others are, tells by lines on standard output where it listens and how it stands, and ends
//! with its input: a process whose parent is gone does not stay.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use labs::cluster::Node;
use labs::two_phase_commit::rules::{KNOBS, TwoPhase};

use super::node::{Event, Running, Setup, Status, inbox};

/// What a role is told first, as one line: node, seed, token, when the run began in microseconds
/// since 1970, the knobs' values, and the folder, which may have spaces in it.
pub fn write_setup(setup: &Setup<TwoPhase>, knobs: &[i64]) -> anyhow::Result<String> {
    let Setup { node, seed, token, began, folder, .. } = setup;
    let folder = folder.to_str().filter(|folder| !folder.contains('\n'));
    let folder = folder.context("the folder's name is no line of text: name another")?;
    let began = began.duration_since(SystemTime::UNIX_EPOCH)?.as_micros();
    let knobs = knobs.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    Ok(format!("{node} {seed} {token} {began} {knobs} {folder}\n"))
}

fn read_setup(line: &str) -> Option<Setup<TwoPhase>> {
    let mut words = line.splitn(6, ' ');
    let mut word = || words.next();
    let node: Node = word()?.parse().ok()?;
    let seed = word()?.parse().ok()?;
    let token = word()?.parse().ok()?;
    let began = Duration::from_micros(word()?.parse().ok()?);
    let knobs: Vec<i64> = word()?.split(',').map(|v| v.parse().ok()).collect::<Option<_>>()?;
    let folder = PathBuf::from(word()?);
    let is_within = |(knob, value): (&kernel::Knob, &i64)| {
        let (least, most) = knob.range.bounds();
        (least..=most).contains(value)
    };
    if knobs.len() != KNOBS.len() || !KNOBS.iter().zip(&knobs).all(is_within) {
        return None;
    }
    let cluster = TwoPhase::of(&knobs);
    let is_server = node < cluster.protocol.shop.customers();
    let began = SystemTime::UNIX_EPOCH.checked_add(began)?;
    let errands = VecDeque::new();
    is_server.then_some(Setup { cluster, node, seed, token, began, folder, errands })
}

/// The other side: plays the role that standard input asks for, until it ends.
///
/// # Errors
/// When standard input asks for nothing that is a role, or the machine does not give what the role
/// needs.
pub fn serve() -> anyhow::Result<()> {
    let mut asked = String::new();
    io::stdin().read_line(&mut asked)?;
    let setup = asked.strip_suffix('\n').and_then(read_setup);
    let setup = setup.context(
        "the first line says node, seed, token, microseconds, knobs and folder; this one does not",
    )?;
    let (give, events) = inbox();
    let (running, port, first) = Running::start(setup, &give)?;
    say(format_args!("port {port}"))?;
    thread::spawn(move || obey(io::stdin().lines(), &give));
    running.run(first, &events, |_, status| {
        if let Some(Status { lamport, is_at_rest }) = status {
            // Whoever does not listen any more is gone, and standard input says so, too.
            let _ = say(format_args!("status {lamport} {}", u8::from(is_at_rest)));
        }
    })
}

fn say(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush())
}

/// Takes in what the parent says: `peer NODE PORT`. Anything else, and the end, is the end.
fn obey(lines: impl Iterator<Item = io::Result<String>>, give: &SyncSender<Event<TwoPhase>>) {
    for line in lines.map_while(Result::ok) {
        let peer = line.strip_prefix("peer ").and_then(|peer| {
            let (node, port) = peer.split_once(' ')?;
            Some(Event::Peer(node.parse().ok()?, port.parse().ok()?))
        });
        let Some(peer) = peer else { break };
        if give.send(peer).is_err() {
            return;
        }
    }
    // The node may have ended by itself.
    let _ = give.send(Event::Stop);
}

/// What a role says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It listens at this port.
    Port(u16),
    /// How it stands.
    Status(Status),
}

/// Reads a line that a role has said.
pub fn read_said(line: &str) -> Option<Said> {
    let (kind, rest) = line.split_once(' ')?;
    match kind {
        "port" => rest.parse().ok().map(Said::Port),
        "status" => {
            let (lamport, is_at_rest) = rest.split_once(' ')?;
            let lamport = lamport.parse().ok()?;
            Some(Said::Status(Status { lamport, is_at_rest: is_at_rest == "1" }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setup_is_read_as_it_was_written_and_nothing_else_is() {
        let knobs: Vec<i64> = KNOBS.iter().map(|knob| knob.default).collect();
        let setup = Setup {
            cluster: TwoPhase::of(&knobs),
            node: 2,
            seed: 7,
            token: u64::MAX,
            began: SystemTime::UNIX_EPOCH + Duration::from_micros(1_234_567),
            folder: PathBuf::from("/a folder/of 1"),
            errands: VecDeque::new(),
        };
        let line = write_setup(&setup, &knobs).unwrap();
        let line = line.strip_suffix('\n').unwrap();
        let read = read_setup(line).unwrap();
        assert_eq!((read.node, read.seed, read.token), (2, 7, u64::MAX));
        assert_eq!((read.began, &read.folder), (setup.began, &setup.folder));
        assert_eq!(read.cluster.protocol, setup.cluster.protocol);
        let too_many = knobs.iter().map(|_| "1").collect::<Vec<_>>().join(",") + ",1";
        let values = knobs.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        for bad in ["", "2 7 1", &line.replacen("2 7", "3 7", 1), &line.replacen("2 7", "-1 7", 1)]
        {
            assert!(read_setup(bad).is_none(), "{bad}");
        }
        for other in ["1,2", "", too_many.as_str(), &values.replacen("1,1", "1,9", 1)] {
            assert!(read_setup(&line.replacen(&values, other, 1)).is_none(), "{other}");
        }
    }

    #[test]
    fn what_a_role_says_is_read() {
        assert_eq!(read_said("port 4711"), Some(Said::Port(4711)));
        let status = Status { lamport: 12, is_at_rest: true };
        assert_eq!(read_said("status 12 1"), Some(Said::Status(status)));
        for bad in ["", "port", "port -1", "port 65536", "status 1", "status x 1", "state 1 1"] {
            assert_eq!(read_said(bad), None, "{bad}");
        }
    }
}
