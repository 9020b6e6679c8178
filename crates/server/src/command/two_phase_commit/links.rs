//! Links between nodes: sockets of the loopback, a line a message. What cannot be sent is lost.
//!
//! A connection begins with a line that says the run's token and who calls; whoever does not know
//! the token is hung up on. Every line is bounded, and so is the time that is waited for anybody.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use labs::cluster::real::{Real, Wire, read};
use labs::cluster::{NODES, Node};

/// Longer lines end the connection.
const LINE_BYTES_MAX: u64 = 256;
/// More connections than this are hung up on: each node has one from each other, and for a while
/// those of nodes that have crashed.
const CONNECTIONS_MAX: usize = 4 * NODES;
/// More messages than this that wait for one link are lost.
const WAITING_MAX: usize = 256;
/// Whoever calls has said who it is by then.
const HELLO: Duration = Duration::from_secs(2);
/// Whoever is called has answered by then, and takes what is written by then.
const PATIENCE: Duration = Duration::from_millis(500);

/// What tells the nodes of one run from strangers.
pub type Token = u64;

/// A message that has come in: who sent it, its Lamport clock, what it says.
pub type Heard<P> = (Node, u64, <P as labs::cluster::Protocol>::Message);

/// Listens at a free port of the loopback; which one.
pub fn listen<P: Real<Message: Send>>(
    token: Token,
    hear: impl Fn(Heard<P>) -> bool + Clone + Send + 'static,
) -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .context("cannot listen on a port of the loopback")?;
    let port = listener.local_addr()?.port();
    let open = Arc::new(AtomicUsize::new(0));
    thread::spawn(move || {
        // A call that breaks off before it is taken is the caller's affair.
        for stream in listener.incoming().flatten() {
            if open.fetch_add(1, Ordering::Relaxed) >= CONNECTIONS_MAX {
                open.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
            let (open, hear) = (Arc::clone(&open), hear.clone());
            thread::spawn(move || {
                // Whatever goes wrong on a connection is the end of it: links lose messages.
                let _ = attend::<P>(&stream, token, hear);
                open.fetch_sub(1, Ordering::Relaxed);
            });
        }
    });
    Ok(port)
}

/// Takes in what comes over one connection, until it ends or says what nobody here says.
fn attend<P: Real>(
    stream: &TcpStream,
    token: Token,
    hear: impl Fn(Heard<P>) -> bool,
) -> io::Result<()> {
    stream.set_read_timeout(Some(HELLO))?;
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    let from = take_line(&mut lines, &mut line)?.and_then(|hello| {
        let (said, from) = hello.split_once(' ')?;
        from.parse().ok().filter(|_| said == format!("{token:016x}"))
    });
    let Some(from) = from else { return Ok(()) };
    // A node may have nothing to say for long.
    stream.set_read_timeout(None)?;
    while let Some(text) = take_line(&mut lines, &mut line)? {
        let message = text.split_once(' ').and_then(|(lamport, message)| {
            Some((from, lamport.parse().ok()?, read::<P::Message>(message)?))
        });
        if !message.is_some_and(&hear) {
            break;
        }
    }
    Ok(())
}

/// The next line without its end; nothing where there is none, or none that is short enough.
fn take_line<'a>(lines: &mut impl BufRead, line: &'a mut String) -> io::Result<Option<&'a str>> {
    line.clear();
    lines.take(LINE_BYTES_MAX).read_line(line)?;
    Ok(line.strip_suffix('\n'))
}

/// The links of one node to all others.
pub struct Links {
    ways: Vec<Way>,
}

/// One link.
struct Way {
    /// Where the other listens; zero while that is not known.
    port: Arc<AtomicU16>,
    lines: SyncSender<String>,
}

impl Links {
    /// Links to as many nodes, none of them known yet.
    pub fn new(me: Node, nodes: u8, token: Token) -> Links {
        let way = |_| {
            let port = Arc::new(AtomicU16::new(0));
            let (lines, waiting) = sync_channel(WAITING_MAX);
            let there = Arc::clone(&port);
            thread::spawn(move || speak(&waiting, &there, &format!("{token:016x} {me}\n")));
            Way { port, lines }
        };
        Links { ways: (0..nodes).map(way).collect() }
    }

    /// A node listens there from now on.
    pub fn find(&self, node: Node, port: u16) {
        if let Some(way) = self.ways.get(usize::from(node)) {
            way.port.store(port, Ordering::Relaxed);
        }
    }

    /// Whether it is known of everybody else where they listen.
    pub fn are_found(&self, me: Node) -> bool {
        let others = (0..).zip(&self.ways).filter(|(node, _): &(Node, _)| *node != me);
        others.into_iter().all(|(_, way)| way.port.load(Ordering::Relaxed) != 0)
    }

    /// Sends a message, if the link takes it.
    pub fn send(&self, to: Node, lamport: u64, message: &impl Wire) {
        if let Some(way) = self.ways.get(usize::from(to)) {
            // A full link loses what does not fit.
            let _ = way.lines.try_send(format!("{lamport} {}\n", message.write()));
        }
    }
}

/// Says what waits, over one connection as long as it lasts.
fn speak(waiting: &Receiver<String>, port: &AtomicU16, hello: &str) {
    let mut connection: Option<(u16, TcpStream)> = None;
    for line in waiting {
        let there = port.load(Ordering::Relaxed);
        if connection.as_ref().is_none_or(|(port, _)| *port != there) {
            connection = call(there, hello).ok().map(|stream| (there, stream));
        }
        let said = connection.as_mut().map(|(_, stream)| stream.write_all(line.as_bytes()));
        if !matches!(said, Some(Ok(()))) {
            connection = None;
        }
    }
}

fn call(port: u16, hello: &str) -> io::Result<TcpStream> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    stream.write_all(hello.as_bytes())?;
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;
    use labs::cluster::Protocol;
    use labs::two_phase_commit::protocol::Message;
    use labs::two_phase_commit::rules::TwoPhase;
    use std::sync::mpsc::channel;

    const TOKEN: Token = 0xfeed;
    const SOON: Duration = Duration::from_secs(20);

    type Said = Heard<TwoPhase>;

    fn open() -> (u16, Receiver<Said>) {
        let (tell, heard) = channel();
        let hear = move |said: Said| tell.send(said).is_ok();
        (listen::<TwoPhase>(TOKEN, hear).unwrap(), heard)
    }

    #[test]
    fn what_is_sent_is_heard_in_order_also_by_who_comes_back_elsewhere() {
        let links = Links::new(2, 3, TOKEN);
        assert!(!links.are_found(2));
        links.send(0, 1, &Message::Ack(1));
        links.send(9, 1, &Message::Ack(1));
        for start in 1..=2 {
            let (port, heard) = open();
            links.find(0, port);
            links.find(9, port);
            for lamport in 2..5 {
                links.send(0, lamport, &Message::Vote(start, true));
            }
            // What was sent before anybody listened may have waited so long that it comes through.
            let said: Vec<Said> = (0..3).map(|_| heard.recv_timeout(SOON).unwrap()).collect();
            let last: Vec<_> = said.iter().map(|(from, lamport, _)| (*from, *lamport)).collect();
            assert!(
                last == [(2, 2), (2, 3), (2, 4)] || last == [(2, 1), (2, 2), (2, 3)],
                "{last:?}"
            );
        }
        links.find(1, 1);
        assert!(links.are_found(2));
    }

    /// Strangers, and who says what nobody here says, are hung up on; everybody else goes on.
    #[test]
    fn strangers_are_hung_up_on() {
        let (port, heard) = open();
        let endless = "9".repeat(10_000);
        let bad = [
            "000000000000dead 1\n1 ack 1\n".to_owned(),
            "000000000000feed\n1 ack 1\n".to_owned(),
            "000000000000feed 300\n1 ack 1\n".to_owned(),
            "000000000000feed 1\nack 1\n".to_owned(),
            "000000000000feed 1\n1 ack 99999\n".to_owned(),
            "000000000000feed 1\n-1 ack 1\n".to_owned(),
            format!("000000000000feed 1\n{endless}\n"),
            format!("{endless}\n"),
            "GET / HTTP/1.1\r\n\r\n".to_owned(),
        ];
        for text in bad {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            stream.set_read_timeout(Some(SOON)).unwrap();
            // It may be hung up on before all is said.
            let _ = stream.write_all(text.as_bytes());
            let end = stream.read(&mut [0]);
            let is_end = match &end {
                Ok(bytes) => *bytes == 0,
                Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
            };
            assert!(is_end, "{end:?}: {text:.40}");
        }
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.write_all(b"000000000000feed 1\n7 ack 3\n").unwrap();
        let message: <TwoPhase as Protocol>::Message = Message::Ack(3);
        assert_eq!(heard.recv_timeout(SOON), Ok((1, 7, message)));
        assert!(heard.try_recv().is_err());
    }
}
