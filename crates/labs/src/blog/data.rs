//! Your data: a file of posts that a person loads. It stays on the person's machine; a link carries
//! its digest alone.

use std::rc::Rc;

use kernel::Fingerprint;

use super::content::Content;
use super::post_file;
use crate::lab::Data;

/// Reads a file of posts.
///
/// # Errors
/// The sentence says what was wrong, where, and what would be right.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Data, String> {
    let loaded = post_file::read(bytes).map_err(|bad| bad.to_string())?;
    let summary = loaded.to_string();
    let digest = Fingerprint::of(&loaded.content);
    Ok(Data { name: name.to_owned(), summary, digest, payload: Rc::new(Rc::new(loaded.content)) })
}

/// What was loaded.
///
/// # Errors
/// When these are the data of another lab.
pub(super) fn loaded(data: &Data) -> Result<Rc<Content>, String> {
    let content = data.payload.downcast_ref::<Rc<Content>>();
    content.cloned().ok_or_else(|| format!("{} holds no posts: load such a file", data.name))
}
