//! A buffer pool: the pages of a file that are in memory, and what goes to and from the disk.
//!
//! So many pages fit. A page that is wanted and not there is read, and the page that was used least
//! recently makes room for it; if that one was changed since it was read it is written first. Every
//! access takes the same time, however large the pool: the pages are linked in the order of their
//! use, and each page's number leads to its frame.
//!
//! Source: W. Effelsberg, T. Härder, *Principles of Database Buffer Management*, 1984.

use super::sheaf::Sheaf;
use super::tree::{PageId, Touch};
use kernel::Aside;
use std::hash::{Hash, Hasher};

/// No frame.
const NONE: u32 = u32::MAX;

/// A page in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Frame {
    page: PageId,
    is_dirty: bool,
    /// The frame that was used just after this one.
    newer: u32,
    /// The frame that was used just before this one.
    older: u32,
}

/// The pages in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    room: u32,
    frames: Sheaf<Frame>,
    /// The frame of each page of the file.
    of_page: Sheaf<u32>,
    newest: u32,
    oldest: u32,
    used: u32,
    /// How often, not what is there: no two pools are told apart by it.
    traffic: Aside<Traffic>,
}

/// What has gone to and from the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Traffic {
    /// How often a page was wanted that was there.
    pub hits: u64,
    /// How often a page was wanted that had to be read: misses.
    pub read: u64,
    /// How often a changed page was written.
    pub written: u64,
}

impl Traffic {
    /// What has come since.
    pub fn since(self, before: Traffic) -> Traffic {
        Traffic {
            hits: self.hits - before.hits,
            read: self.read - before.read,
            written: self.written - before.written,
        }
    }
}

/// By which pages are there, in the order of their use.
impl Hash for Pool {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.room.hash(hasher);
        let mut at = self.newest;
        while let Some(frame) = self.frames.get(at) {
            (frame.page, frame.is_dirty).hash(hasher);
            at = frame.older;
        }
    }
}

impl Pool {
    /// A pool with room for so many pages, at least one, and nothing in it.
    pub fn new(room: u32) -> Pool {
        Pool {
            room: room.max(1),
            frames: Sheaf::default(),
            of_page: Sheaf::default(),
            newest: NONE,
            oldest: NONE,
            used: 0,
            traffic: Aside::default(),
        }
    }

    /// For how many pages there is room.
    pub fn room(&self) -> u32 {
        self.room
    }

    /// How many pages are in it.
    pub fn used(&self) -> u32 {
        self.used
    }

    /// What has gone to and from the disk so far.
    pub fn traffic(&self) -> Traffic {
        self.traffic.0
    }

    /// Whether a page is in memory, and whether it has been changed there: `None` where it is not.
    pub fn is_dirty(&self, page: PageId) -> Option<bool> {
        self.frames.get(self.frame_of(page)).map(|frame| frame.is_dirty)
    }

    /// How many of the pages in memory have been changed there.
    pub fn dirty(&self) -> u32 {
        (0..self.used).filter(|at| self.frames.get(*at).is_some_and(|f| f.is_dirty)).count() as u32
    }

    /// What an operation of a tree does, done to its pages.
    pub fn touch(&mut self, touch: Touch) {
        match touch {
            Touch::Read(page) => self.want(page, false),
            Touch::Write(page) => self.want(page, true),
            Touch::Made(page) => self.bring(page, true),
            Touch::Split(_) | Touch::Root(_) => {}
        }
    }

    /// Another room from now on. Where it is smaller, the pages that were used least recently go.
    pub fn resize(&mut self, room: u32) {
        self.room = room.max(1);
        while self.used > self.room {
            self.evict();
        }
    }

    /// Writes every page that has been changed, and says how many.
    pub fn flush(&mut self) -> u32 {
        let dirty = self.dirty();
        for at in 0..self.used {
            if let Some(frame) = self.frames.get_mut(at) {
                frame.is_dirty = false;
            }
        }
        self.traffic.0.written += u64::from(dirty);
        dirty
    }

    fn frame_of(&self, page: PageId) -> u32 {
        self.of_page.get(page).copied().unwrap_or(NONE)
    }

    /// A page is wanted.
    fn want(&mut self, page: PageId, is_dirty: bool) {
        let at = self.frame_of(page);
        if at == NONE {
            self.traffic.0.read += 1;
            self.bring(page, is_dirty);
            return;
        }
        // A page is written to right after it was read: that is one access.
        self.traffic.0.hits += u64::from(!is_dirty);
        if at != self.newest {
            self.unlink(at);
            self.link(at);
        }
        if is_dirty && let Some(frame) = self.frames.get_mut(at) {
            frame.is_dirty = true;
        }
    }

    /// Brings a page into memory that is not there.
    fn bring(&mut self, page: PageId, is_dirty: bool) {
        if self.used == self.room {
            self.evict();
        }
        let at = self.used;
        let frame = Frame { page, is_dirty, newer: NONE, older: NONE };
        match self.frames.get_mut(at) {
            Some(free) => *free = frame,
            None => drop(self.frames.push(frame)),
        }
        self.used += 1;
        while self.of_page.len() <= page {
            self.of_page.push(NONE);
        }
        self.point(page, at);
        self.link(at);
    }

    /// The page that was used least recently goes.
    fn evict(&mut self) {
        if let Some(frame) = self.remove(self.oldest) {
            self.traffic.0.written += u64::from(frame.is_dirty);
        }
    }

    /// Pages of this kind are worth nothing any more: they go, and none is written.
    pub fn forget(&mut self, is_kind: impl Fn(PageId) -> bool) {
        for page in (0..self.of_page.len()).filter(|page| is_kind(*page)) {
            self.remove(self.frame_of(page));
        }
    }

    /// Takes a frame away, where there is such a frame.
    fn remove(&mut self, at: u32) -> Option<Frame> {
        let frame = self.frames.get(at).copied().filter(|_| at < self.used)?;
        self.unlink(at);
        self.point(frame.page, NONE);
        self.used -= 1;
        self.fill_hole(at);
        Some(frame)
    }

    /// The last frame moves to where one has gone, so that those in use stand together.
    fn fill_hole(&mut self, hole: u32) {
        let last = self.used;
        let Some(moved) = self.frames.get(last).copied().filter(|_| hole != last) else { return };
        self.set_older(moved.newer, hole);
        self.set_newer(moved.older, hole);
        self.point(moved.page, hole);
        if let Some(frame) = self.frames.get_mut(hole) {
            *frame = moved;
        }
    }

    fn point(&mut self, page: PageId, at: u32) {
        if let Some(of_page) = self.of_page.get_mut(page) {
            *of_page = at;
        }
    }

    /// Takes a frame out of the order.
    fn unlink(&mut self, at: u32) {
        if let Some(Frame { newer, older, .. }) = self.frames.get(at).copied() {
            self.set_older(newer, older);
            self.set_newer(older, newer);
        }
    }

    /// Makes a frame the one that was used last.
    fn link(&mut self, at: u32) {
        let older = self.newest;
        if let Some(frame) = self.frames.get_mut(at) {
            (frame.newer, frame.older) = (NONE, older);
        }
        self.set_newer(older, at);
        self.newest = at;
    }

    /// The frame after `at`; where there is no `at`, the newest.
    fn set_older(&mut self, at: u32, older: u32) {
        match self.frames.get_mut(at) {
            Some(frame) => frame.older = older,
            None => self.newest = older,
        }
    }

    /// The frame before `at`; where there is no `at`, the oldest.
    fn set_newer(&mut self, at: u32, newer: u32) {
        match self.frames.get_mut(at) {
            Some(frame) => frame.newer = newer,
            None => self.oldest = newer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rng::keyed;

    fn read(pool: &mut Pool, pages: &[PageId]) {
        pages.iter().for_each(|page| pool.touch(Touch::Read(*page)));
    }

    #[test]
    fn the_page_that_was_used_least_recently_goes() {
        let mut pool = Pool::new(2);
        read(&mut pool, &[0, 1, 0, 2]);
        let there = [0, 1, 2].map(|page| pool.is_dirty(page).is_some());
        assert_eq!(there, [true, false, true]);
        assert_eq!(pool.traffic(), Traffic { hits: 1, read: 3, written: 0 });
    }

    #[test]
    fn a_changed_page_is_written_when_it_goes_or_at_the_end() {
        let mut pool = Pool::new(2);
        read(&mut pool, &[0]);
        pool.touch(Touch::Write(0));
        pool.touch(Touch::Made(1));
        read(&mut pool, &[2]);
        assert_eq!(pool.traffic().written, 1, "page 0 has gone");
        assert_eq!((pool.flush(), pool.flush()), (1, 0), "page 1 stays, and is clean");
        assert_eq!(pool.traffic(), Traffic { hits: 0, read: 2, written: 2 });
    }

    #[test]
    fn a_smaller_room_keeps_what_was_used_last() {
        let mut pool = Pool::new(8);
        read(&mut pool, &[0, 1, 2, 3, 4, 5, 2]);
        pool.resize(2);
        let there: Vec<_> = (0..6).filter(|page| pool.is_dirty(*page).is_some()).collect();
        assert_eq!((pool.used(), there), (2, vec![2, 5]));
    }

    #[test]
    fn forgotten_pages_go_unwritten_and_the_others_stay() {
        let mut pool = Pool::new(8);
        (0..6).for_each(|page| pool.touch(Touch::Write(page)));
        pool.forget(|page| page % 2 == 0);
        let there: Vec<_> = (0..6).filter(|page| pool.is_dirty(*page).is_some()).collect();
        assert_eq!((there, pool.traffic().written, pool.flush()), (vec![1, 3, 5], 0, 3));
        read(&mut pool, &[6, 7, 8, 9, 10, 11]);
        assert_eq!((pool.used(), pool.is_dirty(1), pool.is_dirty(3)), (8, None, Some(false)));
    }

    /// Beside a list that is put in order anew at each access.
    #[test]
    fn it_does_what_a_plain_list_does() {
        let mut pool = Pool::new(17);
        let (mut list, mut room): (Vec<(PageId, bool)>, usize) = (Vec::new(), 17);
        let (mut reads, mut written) = (0, 0);
        for n in 0..20_000 {
            let bits = keyed(1, 2, 3, n);
            let (page, is_dirty) = ((bits % 40) as PageId, bits >> 32 & 3 == 0);
            pool.touch(if is_dirty { Touch::Write(page) } else { Touch::Read(page) });
            let old = list.iter().position(|(other, _)| *other == page).map(|at| list.remove(at));
            reads += u64::from(old.is_none());
            list.push((page, is_dirty || old.is_some_and(|old| old.1)));
            let mut trim = |room| {
                while list.len() > room {
                    written += u64::from(list.remove(0).1);
                }
            };
            trim(room);
            if n % 1_000 == 999 {
                room = 3 + (bits >> 40) as usize % 20;
                pool.resize(room as u32);
                trim(room);
            }
            assert_eq!((pool.traffic().read, pool.traffic().written), (reads, written), "at {n}");
            let dirty = |page| list.iter().find(|(other, _)| *other == page).map(|old| old.1);
            assert!((0..40).all(|page| pool.is_dirty(page) == dirty(page)), "at {n}");
        }
    }
}
