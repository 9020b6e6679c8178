//! A part of the program that may be on its way.
//!
//! A program that is loaded whole has every part from its start. Built with the feature `split`,
//! whatever is reachable through a chunk's function and from nowhere else is a file of its own,
//! which is loaded when somebody wants it.

use std::fmt;
#[cfg(feature = "split")]
use std::{future::Future, pin::Pin, sync::OnceLock};

/// A part of the program, by the value that leads to it.
pub struct Chunk<T: 'static> {
    #[cfg(not(feature = "split"))]
    value: T,
    #[cfg(feature = "split")]
    arrived: OnceLock<T>,
    #[cfg(feature = "split")]
    fetch: fn() -> Fetch<T>,
}

/// A part on its way.
#[cfg(feature = "split")]
type Fetch<T> = Pin<Box<dyn Future<Output = Result<T, Missing>>>>;

/// A part whose code could not be loaded. The browser's own words stand in its console.
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
impl<T: Copy> Chunk<T> {
    /// A part that is here from the start; see [`chunk!`](crate::chunk!).
    pub const fn new(value: T) -> Chunk<T> {
        Chunk { value }
    }

    /// The part, where it is here already.
    pub fn here(&self) -> Option<T> {
        Some(self.value)
    }

    /// The part, loaded where it is not here yet. The first to get it has `greet` called before
    /// anybody else sees it.
    ///
    /// # Errors
    /// When its code cannot be loaded; asking again tries again.
    pub async fn load(&self, _greet: fn(T)) -> Result<T, Missing> {
        Ok(self.value)
    }
}

#[cfg(feature = "split")]
impl<T: Copy> Chunk<T> {
    /// A part that is fetched when it is wanted; see [`chunk!`](crate::chunk!).
    pub const fn new(fetch: fn() -> Fetch<T>) -> Chunk<T> {
        Chunk { arrived: OnceLock::new(), fetch }
    }

    /// The part, where it is here already.
    pub fn here(&self) -> Option<T> {
        self.arrived.get().copied()
    }

    /// The part, loaded where it is not here yet. The first to get it has `greet` called before
    /// anybody else sees it.
    ///
    /// # Errors
    /// When its code cannot be loaded; asking again tries again.
    pub async fn load(&self, greet: fn(T)) -> Result<T, Missing> {
        let value = (self.fetch)().await?;
        if self.arrived.set(value).is_ok() {
            greet(value);
        }
        Ok(value)
    }
}

/// A [`Chunk`], for a static: its name, and the type and value that lead to it. The file has the
/// name.
#[cfg(not(feature = "split"))]
#[macro_export]
macro_rules! chunk {
    ($name:ident: $type:ty = $value:expr) => {{
        let value: $type = $value;
        $crate::Chunk::new(value)
    }};
}

/// A [`Chunk`], for a static: its name, and the type and value that lead to it. The file has the
/// name.
#[cfg(feature = "split")]
#[macro_export]
macro_rules! chunk {
    ($name:ident: $type:ty = $value:expr) => {{
        #[wasm_split_helpers::wasm_split($name, fallible)]
        fn $name() -> Result<$type, $crate::Missing> {
            Ok($value)
        }
        $crate::Chunk::new(|| Box::pin($name()))
    }};
}
