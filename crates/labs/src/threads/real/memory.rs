//! The memory that the page and its workers share while they do a job.
//!
//! Words of 32 bits first: the number of the next part that nobody has taken; for each part, who
//! has done it (0: nobody yet, else the number of the thread and one), and what came of it. Then
//! the pixels, part by part. Whoever does a part writes the pixels and the result before it signs
//! for the part, so whoever sees the signature sees all that came of it.

use js_sys::{Atomics, Int32Array, SharedArrayBuffer, Uint8Array};

use crate::threads::job::{Job, Kind, SIDE};

const WORD_BYTES: u32 = 4;
const PART_BYTES: u32 = SIDE * SIDE;
/// Words before those of the parts.
const HEAD: u32 = 1;

/// A view on that memory.
pub struct Memory {
    parts: u32,
    words: Int32Array,
    pixels: Uint8Array,
    buffer: SharedArrayBuffer,
}

impl Memory {
    /// Memory for a job, with all its parts to be taken. Only where the page is isolated.
    pub fn new(job: Job) -> Memory {
        let parts = job.parts();
        let bytes = WORD_BYTES * (HEAD + 2 * parts) + pixel_bytes(job);
        Memory::of(job, SharedArrayBuffer::new(bytes))
    }

    /// The memory of a job that somebody else has made.
    pub fn of(job: Job, buffer: SharedArrayBuffer) -> Memory {
        let parts = job.parts();
        let words = HEAD + 2 * parts;
        Memory {
            parts,
            words: Int32Array::new_with_byte_offset_and_length(&buffer, 0, words),
            pixels: Uint8Array::new_with_byte_offset_and_length(
                &buffer,
                WORD_BYTES * words,
                pixel_bytes(job),
            ),
            buffer,
        }
    }

    /// What a worker is handed, to have the same memory.
    pub fn buffer(&self) -> &SharedArrayBuffer {
        &self.buffer
    }

    /// Takes the next part; `None` where all are taken. Two threads never take the same.
    pub fn take(&self) -> Option<u32> {
        let part = Atomics::add(&self.words, 0, 1).unwrap_or(i32::MAX) as u32;
        (part < self.parts).then_some(part)
    }

    /// Puts in its place what came of a part, and signs for it.
    pub fn put(&self, thread: u32, part: u32, result: u32, pixels: &[u8]) {
        if !pixels.is_empty() {
            let start = part * PART_BYTES;
            self.pixels.subarray(start, start + PART_BYTES).copy_from(pixels);
        }
        self.store(HEAD + self.parts + part, result as i32);
        self.store(HEAD + part, thread as i32 + 1);
    }

    /// Who has done a part; `None` where it is not done.
    pub fn owner(&self, part: u32) -> Option<u32> {
        (self.load(HEAD + part) as u32).checked_sub(1)
    }

    /// What came of a part.
    pub fn result(&self, part: u32) -> u32 {
        self.load(HEAD + self.parts + part) as u32
    }

    /// The pixels of a part of the picture.
    pub fn pixels(&self, part: u32) -> Vec<u8> {
        let start = part * PART_BYTES;
        self.pixels.subarray(start, start + PART_BYTES).to_vec()
    }

    fn load(&self, word: u32) -> i32 {
        Atomics::load(&self.words, word).unwrap_or(0)
    }

    fn store(&self, word: u32, value: i32) {
        // It fails outside the buffer alone, and the words of all parts lie within.
        let _ = Atomics::store(&self.words, word, value);
    }
}

fn pixel_bytes(job: Job) -> u32 {
    if job.kind == Kind::Picture { job.parts() * PART_BYTES } else { 0 }
}
