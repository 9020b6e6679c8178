//! The roles' processes: started, killed as `kill -9` does, and started again.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use labs::cluster::Node;

use super::node::Status;
use super::role::{Said, read_said};

/// A role says no longer line.
const LINE_BYTES_MAX: u64 = 256;

/// What a process has said, or that it has ended.
pub struct Word {
    /// Which node.
    pub node: Node,
    /// Which of its starts, from 1.
    pub start: u32,
    /// What it says; nothing at its end.
    pub said: Option<Said>,
}

/// Hears what processes say.
pub type Ear = std::sync::Arc<dyn Fn(Word) + Send + Sync>;

/// All processes. They end with this value.
pub struct Crew {
    ear: Ear,
    posts: Vec<Post>,
    /// Where the customers listen.
    customers: (Node, u16),
}

/// One role.
struct Post {
    setup: String,
    starts: u32,
    process: Option<Process>,
    /// When it is to be started again.
    due: Option<Instant>,
    port: Option<u16>,
    status: Option<Status>,
}

struct Process {
    child: Child,
    input: ChildStdin,
}

impl Crew {
    /// A process for each setup, by node.
    pub fn start(setups: Vec<String>, customers: (Node, u16), ear: Ear) -> anyhow::Result<Crew> {
        let post = |setup| {
            let (starts, process, due) = (0, None, None);
            Post { setup, starts, process, due, port: None, status: None }
        };
        let mut crew = Crew { ear, posts: setups.into_iter().map(post).collect(), customers };
        for place in 0..crew.posts.len() {
            crew.launch(place)?;
        }
        Ok(crew)
    }

    fn launch(&mut self, place: usize) -> anyhow::Result<()> {
        let post = &mut self.posts[place];
        let program = std::env::current_exe().context("this program does not find itself")?;
        let mut child = Command::new(program)
            .args(["two-phase-commit", "--role"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the system starts no further process")?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (input, output) = input.zip(output).context("a process has no pipes")?;
        post.starts += 1;
        post.due = None;
        post.process = Some(Process { child, input });
        let (node, start) = (place as Node, post.starts);
        let ear = std::sync::Arc::clone(&self.ear);
        thread::spawn(move || listen(output, node, start, &ear));
        let setup = post.setup.clone();
        self.tell(place, &setup);
        Ok(())
    }

    /// Whoever has just ended does not hear it; its end is heard of by itself.
    fn tell(&mut self, place: usize, line: &str) {
        if let Some(process) = &mut self.posts[place].process {
            let _ = process.input.write_all(line.as_bytes());
        }
    }

    /// Takes in what a process has said.
    ///
    /// # Errors
    /// When one has ended that nobody killed.
    pub fn hear(&mut self, word: Word) -> anyhow::Result<()> {
        let Word { node, start, said } = word;
        let place = usize::from(node);
        let post = &mut self.posts[place];
        if post.process.is_none() || post.starts != start {
            // The last words of one that was killed.
            return Ok(());
        }
        match said {
            Some(Said::Status(status)) => post.status = Some(status),
            Some(Said::Port(port)) => {
                post.port = Some(port);
                self.introduce(place, port);
            }
            None => bail!("a role’s process has ended by itself; its message is above"),
        }
        Ok(())
    }

    /// Tells everybody where a process listens, and it where everybody else does.
    fn introduce(&mut self, place: usize, port: u16) {
        let (customers, at) = self.customers;
        let mut known = vec![(usize::from(customers), at)];
        for other in (0..self.posts.len()).filter(|other| *other != place) {
            known.extend(self.posts[other].port.map(|port| (other, port)));
            self.tell(other, &format!("peer {place} {port}\n"));
        }
        for (other, port) in known {
            self.tell(place, &format!("peer {other} {port}\n"));
        }
    }

    /// The processes that run.
    pub fn up(&self) -> Vec<Node> {
        let running = |place: &usize| self.posts[*place].process.is_some();
        (0..self.posts.len()).filter(running).map(|place| place as Node).collect()
    }

    /// Kills a process without a word, and has it started again after a while.
    pub fn kill(&mut self, node: Node, down: Duration) {
        let post = &mut self.posts[usize::from(node)];
        if let Some(mut process) = post.process.take() {
            process.end();
            (post.port, post.status) = (None, None);
            post.due = Some(Instant::now() + down);
        }
    }

    /// Starts whoever is due; when the next one is.
    pub fn restart(&mut self) -> anyhow::Result<Option<Instant>> {
        let now = Instant::now();
        for place in 0..self.posts.len() {
            if self.posts[place].due.is_some_and(|due| due <= now) {
                self.launch(place)?;
            }
        }
        Ok(self.posts.iter().filter_map(|post| post.due).min())
    }

    /// How often processes were started in all.
    pub fn starts(&self) -> u32 {
        self.posts.iter().map(|post| post.starts).sum()
    }

    /// The sum of all clocks, where everybody is up and waits for nothing but messages.
    pub fn at_rest(&self) -> Option<u64> {
        let rest = |post: &Post| Some(post.status.filter(|status| status.is_at_rest)?.lamport);
        self.posts.iter().map(rest).sum()
    }
}

impl Process {
    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// Passes on what a process says, up to its end.
fn listen(output: ChildStdout, node: Node, start: u32, ear: &Ear) {
    let mut output = BufReader::new(output);
    let mut line = String::new();
    loop {
        line.clear();
        let read = output.by_ref().take(LINE_BYTES_MAX).read_line(&mut line);
        let said = read.ok().and_then(|_| read_said(line.strip_suffix('\n')?));
        let is_end = said.is_none();
        ear(Word { node, start, said });
        if is_end {
            return;
        }
    }
}
