//! The file system, seen from within one folder.
//!
//! An address holds no dots that climb, but a symbolic link in the folder may still lead out of
//! it, and a pipe or a device would be waited on forever. Here a file is opened only when its
//! real path lies within the folder's real path, and only when it is a regular file.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use tower_http::services::fs::{Backend, TokioBackend, TokioFile};

/// A folder out of which nothing leads.
#[derive(Clone, Debug)]
pub struct Contained {
    root: Arc<Path>,
}

impl Contained {
    /// Takes the folder's absolute path.
    pub fn new(root: PathBuf) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The real path of a regular file or folder within this one.
    ///
    /// The root is resolved anew each time: a deployment may switch a link from one release's
    /// folder to the next.
    ///
    /// # Errors
    ///
    /// `NotFound` when there is none, or when it lies outside or is of another kind.
    pub async fn resolve(&self, path: PathBuf) -> io::Result<PathBuf> {
        let root = Arc::clone(&self.root);
        tokio::task::spawn_blocking(move || {
            let real = path.canonicalize()?;
            let metadata = real.metadata()?;
            let is_within = real.starts_with(root.canonicalize()?);
            if is_within && (metadata.is_file() || metadata.is_dir()) {
                Ok(real)
            } else {
                Err(io::ErrorKind::NotFound.into())
            }
        })
        .await?
    }
}

impl Backend for Contained {
    type File = TokioFile;
    type Metadata = Metadata;
    type OpenFuture = Pin<Box<dyn Future<Output = io::Result<TokioFile>> + Send>>;
    type MetadataFuture = Pin<Box<dyn Future<Output = io::Result<Metadata>> + Send>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let folder = self.clone();
        Box::pin(async move { TokioBackend.open(folder.resolve(path).await?).await })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let folder = self.clone();
        Box::pin(async move { TokioBackend.metadata(folder.resolve(path).await?).await })
    }
}
