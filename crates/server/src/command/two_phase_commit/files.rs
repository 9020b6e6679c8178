//! A node's two files: its log, which is the role's own and is forced, and its journal, which tells
//! what the node did.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use labs::cluster::Node;
use labs::cluster::real::{Chain, Entry, Past, Real};

/// No file of a run that ends comes near this.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// What a node finds when it starts.
pub struct Files<P: Real> {
    /// The records of its log, and what stands for them.
    pub records: (Vec<P::Record>, Chain),
    /// What its journal says of earlier starts.
    pub past: Past,
    /// The journal, to be gone on with.
    pub journal: Journal,
    /// The log, to be appended to.
    pub log: File,
}

impl<P: Real> Files<P> {
    /// Opens both, or begins them, and cuts off a last line that a crash has torn.
    pub fn open(folder: &Path, protocol: &P, node: Node) -> anyhow::Result<Files<P>> {
        let open = |kind| {
            let path = path(folder, protocol, node, kind);
            open(&path).with_context(|| format!("cannot use {}", path.display()))
        };
        let name = protocol.name(node);
        let unusable = |kind| format!("the {kind} of {name} cannot be used");
        let (mut log, bytes) = open(LOG)?;
        let read = Chain::unseal(&bytes).with_context(|| unusable(LOG))?;
        let records = read.records(protocol, node).with_context(|| unusable(LOG))?;
        let records = (records, read.chain);
        cut(&mut log, read.bytes)?;
        let (mut journal, bytes) = open(JOURNAL)?;
        let read = Chain::unseal(&bytes).with_context(|| unusable(JOURNAL))?;
        let entries = read.entries(protocol, node).with_context(|| unusable(JOURNAL))?;
        let past = Past::of(&entries);
        cut(&mut journal, read.bytes)?;
        let journal = Journal { file: journal, chain: read.chain };
        Ok(Files { records, past, journal, log })
    }
}

const LOG: &str = "log";
const JOURNAL: &str = "journal";

fn path<P: Real>(folder: &Path, protocol: &P, node: Node, kind: &str) -> PathBuf {
    folder.join(format!("{}.{kind}", protocol.name(node)))
}

fn open(path: &Path) -> anyhow::Result<(File, Vec<u8>)> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    let mut bytes = Vec::new();
    (&file).take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok((file, bytes))
}

fn cut(file: &mut File, bytes: usize) -> anyhow::Result<()> {
    let bytes = u64::try_from(bytes)?;
    file.set_len(bytes)?;
    file.seek(std::io::SeekFrom::Start(bytes))?;
    Ok(())
}

/// What a node did, in the order in which it did it.
pub struct Journal {
    file: File,
    chain: Chain,
}

impl Journal {
    /// Writes an entry. It is with the system when this returns, and outlives the process.
    pub fn write<P: Real>(&mut self, protocol: &P, entry: &Entry<P>) -> anyhow::Result<()> {
        let line = self.chain.seal(&entry.write(protocol));
        self.file.write_all(line.as_bytes()).context("cannot write the journal")
    }
}

/// What the files of a node say when nobody has them open any more: the entries of its journal, and
/// what stands for its log.
pub fn read<P: Real>(
    folder: &Path,
    protocol: &P,
    node: Node,
) -> anyhow::Result<(Vec<Entry<P>>, Chain)> {
    let bytes = |kind| {
        let path = path(folder, protocol, node, kind);
        std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let name = protocol.name(node);
    let entries = Chain::unseal(&bytes(JOURNAL)?)
        .and_then(|journal| journal.entries(protocol, node))
        .with_context(|| format!("the journal of {name} cannot be used"))?;
    let log = bytes(LOG)?;
    let log = Chain::unseal(&log).with_context(|| format!("the log of {name} cannot be used"))?;
    Ok((entries, log.chain))
}

/// A disk that writes while its node goes on.
pub struct Disk(SyncSender<String>);

impl Disk {
    /// Starts it. A write takes `least` or longer, and `written` is called when it is forced.
    pub fn start(
        mut log: File,
        least: Duration,
        written: impl Fn(std::io::Result<()>) + Send + 'static,
    ) -> Disk {
        // A host has one write in the disk's hands at most.
        let (give, lines): (_, Receiver<String>) = sync_channel(1);
        thread::spawn(move || {
            for lines in lines {
                let begun = Instant::now();
                // What a slow disk has not written yet, a crash loses: so it is slow first.
                thread::sleep(least.saturating_sub(begun.elapsed()));
                written(log.write_all(lines.as_bytes()).and_then(|()| log.sync_data()));
            }
        });
        Disk(give)
    }

    /// Gives it lines to append and to force.
    pub fn write(&self, lines: String) -> anyhow::Result<()> {
        self.0.send(lines).context("the disk has given up")
    }
}
