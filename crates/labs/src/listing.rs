//! A lab as the list has it: its card at once, and a way to all the rest.
//!
//! Each lab's code (model, picture, lesson, presets) is a [`Chunk`] of its own, which is loaded when
//! somebody wants the lab.

use crate::chunk::{Chunk, Missing};
use crate::lab::{Card, Entry};

/// A lab of the list.
pub struct Listing {
    /// Name, question, chapter.
    pub card: Card,
    /// All the rest.
    pub(crate) rest: &'static Chunk<&'static Entry>,
}

impl Listing {
    /// All of the lab, where it is here already.
    pub fn here(&self) -> Option<&'static Entry> {
        self.rest.here()
    }

    /// All of the lab, loaded where it is not here yet. The first to get it has `greet` called
    /// before anybody else sees it.
    ///
    /// # Errors
    /// When its code cannot be loaded; asking again tries again.
    pub async fn load(&self, greet: fn(&'static Entry)) -> Result<&'static Entry, Missing> {
        self.rest.load(greet).await
    }
}

/// The listing of a lab, from the path of its model: `lab!(hash_ring::HashRing)`. The chunk has the
/// name of the lab's folder.
macro_rules! lab {
    ($folder:ident :: $model:ident) => {{
        static REST: $crate::Chunk<&'static $crate::Entry> =
            $crate::chunk!($folder: &'static $crate::Entry = {
                static ENTRY: $crate::Entry = $crate::Entry::of::<$crate::$folder::$model>();
                &ENTRY
            });
        $crate::Listing { card: <$crate::$folder::$model as $crate::Lab>::CARD, rest: &REST }
    }};
}

pub(crate) use lab;
