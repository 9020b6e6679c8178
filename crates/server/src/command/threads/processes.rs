//! A job shared out among processes, which share no memory: what is to be done goes to them over a
//! pipe, and what came of it comes back over another, as copies.
//!
//! A request is six bytes: the job's kind and size, as their places in the lists, and the number of
//! the part. A reply is the result and the number of pixels, four bytes each, and the pixels. All
//! numbers have their lowest byte first. A process says one byte when it has started, and ends
//! with its input.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};
use labs::threads::job::{Job, Kind, Part, SIDE, Size};

use super::sharing::{Run, Shared, ms, run, side_by_side};

/// What a process says when it has started.
const READY: u8 = b'!';
const REQUEST_BYTES: usize = 6;

/// So many processes: each gets a part, returns what came of it, and gets the next.
///
/// # Errors
/// When a process cannot be started, or ends before its time.
pub fn processes(job: Job, count: u32) -> anyhow::Result<Run> {
    let launched = Instant::now();
    let mut workers = (0..count).map(|_| Worker::launch()).collect::<anyhow::Result<Vec<_>>>()?;
    for worker in &mut workers {
        worker.wait_until_ready()?;
    }
    let start_ms = ms(launched);
    let shared = Shared::new(job);
    // Each process has a thread here, which only hands out, waits and takes back.
    let feed = |worker: &mut Worker| {
        while let Some(part) = shared.take() {
            shared.put(part, worker.ask(job, part)?);
        }
        Ok(())
    };
    let feed = &feed;
    let tasks = workers.iter_mut().map(|worker| move || feed(worker)).collect();
    let (_, wall_ms) = side_by_side(tasks)?;
    Ok(Run { wall_ms, start_ms, results: shared.results() })
}

/// The other side: does every part that standard input asks for, until it ends.
///
/// # Errors
/// When a request cannot be read, or nobody reads the reply.
pub fn serve() -> anyhow::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    output.write_all(&[READY])?;
    output.flush()?;
    while let Some((job, part)) = read_request(&mut input)? {
        let Part { result, pixels } = run(job, part);
        output.write_all(&result.to_le_bytes())?;
        output.write_all(&u32::try_from(pixels.len())?.to_le_bytes())?;
        output.write_all(&pixels)?;
        output.flush()?;
    }
    Ok(())
}

/// A process that does parts. It ends with this value.
struct Worker {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Worker {
    fn launch() -> anyhow::Result<Worker> {
        let program = std::env::current_exe().context("this program does not find itself")?;
        let mut child = Command::new(program)
            .args(["threads", "--worker"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the system starts no further process")?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (input, output) = input.zip(output).context("a process has no pipes")?;
        Ok(Worker { child, input, output })
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let mut byte = [0];
        self.output.read_exact(&mut byte).context("a process ended before it had started")?;
        if byte != [READY] {
            bail!("a process says something else than that it has started");
        }
        Ok(())
    }

    fn ask(&mut self, job: Job, part: u32) -> anyhow::Result<Part> {
        let mut exchange = || -> io::Result<Part> {
            self.input.write_all(&write_request(job, part))?;
            let mut head = [[0; 4]; 2];
            self.output.read_exact(head.as_flattened_mut())?;
            let [result, length] = head.map(u32::from_le_bytes);
            if length > SIDE * SIDE {
                return Err(io::Error::other("it returns more pixels than a part has"));
            }
            let mut pixels = vec![0; length as usize];
            self.output.read_exact(&mut pixels)?;
            Ok(Part { result, pixels })
        };
        exchange().context("a process ended in the middle of its work")
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It has nothing to tidy up, and may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write_request(job: Job, part: u32) -> [u8; REQUEST_BYTES] {
    let [a, b, c, d] = part.to_le_bytes();
    [job.kind as u8, job.size as u8, a, b, c, d]
}

/// The next request; `None` at the end of the input.
fn read_request(input: &mut impl Read) -> anyhow::Result<Option<(Job, u32)>> {
    let mut bytes = [0; REQUEST_BYTES];
    match input.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let [kind, size, a, b, c, d] = bytes;
    let kind = Kind::ALL.get(usize::from(kind)).context("a request names no job")?;
    let size = Size::ALL.get(usize::from(size)).context("a request names no size")?;
    let job = Job { kind: *kind, size: *size };
    let part = u32::from_le_bytes([a, b, c, d]);
    if part >= job.parts() {
        bail!("a request asks for part {part}, and the job has {}", job.parts());
    }
    Ok(Some((job, part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_as_it_was_written() {
        for kind in Kind::ALL {
            for size in Size::ALL {
                let job = Job { kind, size };
                let part = job.parts() - 1;
                let read = read_request(&mut &write_request(job, part)[..]);
                assert_eq!(read.unwrap(), Some((job, part)));
                assert!(read_request(&mut &write_request(job, part + 1)[..]).is_err());
            }
        }
    }

    #[test]
    fn the_end_of_the_input_is_no_request_and_nonsense_is_refused() {
        assert_eq!(read_request(&mut &b""[..]).unwrap(), None);
        for bad in [b"\x03\0\0\0\0\0", b"\0\x03\0\0\0\0", b"\0\0\xff\xff\xff\xff"] {
            assert!(read_request(&mut &bad[..]).is_err(), "{bad:?}");
        }
    }
}
