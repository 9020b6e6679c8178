//! A lab as the list has it: its card at once, and a way to all the rest.
//!
//! A program that is loaded whole has every lab from its start. Built with the feature `split`,
//! each lab's code (model, picture, lesson, presets) is a chunk of its own, which is loaded when
//! somebody wants the lab; whatever is reachable through `lab!`'s function and from nowhere else
//! goes there.

use crate::lab::{Card, Entry};
use std::fmt;
#[cfg(feature = "split")]
use std::{future::Future, pin::Pin, sync::OnceLock};

/// A lab of the list.
pub struct Listing {
    /// Name, question, chapter.
    pub card: Card,
    #[cfg(not(feature = "split"))]
    entry: &'static Entry,
    #[cfg(feature = "split")]
    arrived: &'static Arrived,
    #[cfg(feature = "split")]
    fetch: fn() -> Fetch,
}

/// A lab's code on its way.
#[cfg(feature = "split")]
pub(crate) type Fetch = Pin<Box<dyn Future<Output = Result<&'static Entry, Missing>>>>;

/// Where a lab's code is kept once it is here.
#[cfg(feature = "split")]
pub(crate) type Arrived = OnceLock<&'static Entry>;

/// A lab whose code could not be loaded. The browser's own words stand in its console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the connection was lost, or the site has been renewed since this page was opened; \
             then a reload helps",
        )
    }
}

impl std::error::Error for Missing {}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Missing {
        Missing
    }
}

#[cfg(not(feature = "split"))]
impl Listing {
    pub(crate) const fn new(card: Card, entry: &'static Entry) -> Listing {
        Listing { card, entry }
    }

    /// All of the lab, where it is here already.
    pub fn here(&self) -> Option<&'static Entry> {
        Some(self.entry)
    }

    /// All of the lab, loaded where it is not here yet. The first to get it has `greet` called
    /// before anybody else sees it.
    ///
    /// # Errors
    /// When its code cannot be loaded; asking again tries again.
    pub async fn load(&self, _greet: fn(&'static Entry)) -> Result<&'static Entry, Missing> {
        Ok(self.entry)
    }
}

#[cfg(feature = "split")]
impl Listing {
    pub(crate) const fn new(
        card: Card,
        arrived: &'static Arrived,
        fetch: fn() -> Fetch,
    ) -> Listing {
        Listing { card, arrived, fetch }
    }

    /// All of the lab, where it is here already.
    pub fn here(&self) -> Option<&'static Entry> {
        self.arrived.get().copied()
    }

    /// All of the lab, loaded where it is not here yet. The first to get it has `greet` called
    /// before anybody else sees it.
    ///
    /// # Errors
    /// When its code cannot be loaded; asking again tries again.
    pub async fn load(&self, greet: fn(&'static Entry)) -> Result<&'static Entry, Missing> {
        let entry = (self.fetch)().await?;
        if self.arrived.set(entry).is_ok() {
            greet(entry);
        }
        Ok(entry)
    }
}

/// The listing of a lab, from the path of its model: `lab!(hash_ring::HashRing)`.
#[cfg(not(feature = "split"))]
macro_rules! lab {
    ($folder:ident :: $model:ident) => {{
        static ENTRY: $crate::Entry = $crate::Entry::of::<$crate::$folder::$model>();
        $crate::Listing::new(<$crate::$folder::$model as $crate::Lab>::CARD, &ENTRY)
    }};
}

/// The listing of a lab, from the path of its model: `lab!(hash_ring::HashRing)`. The chunk has the
/// name of the lab's folder.
#[cfg(feature = "split")]
macro_rules! lab {
    ($folder:ident :: $model:ident) => {{
        #[wasm_split_helpers::wasm_split($folder, fallible)]
        fn $folder() -> Result<&'static $crate::Entry, $crate::Missing> {
            static ENTRY: $crate::Entry = $crate::Entry::of::<$crate::$folder::$model>();
            Ok(&ENTRY)
        }
        static ARRIVED: $crate::listing::Arrived = $crate::listing::Arrived::new();
        let card = <$crate::$folder::$model as $crate::Lab>::CARD;
        $crate::Listing::new(card, &ARRIVED, || Box::pin($folder()))
    }};
}

pub(crate) use lab;
