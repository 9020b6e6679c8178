//! From an address to a path within the site, or to nothing.
//!
//! What reaches the file system is a list of plain names: no dots that climb, no separators of
//! another system, no drive letters, no names that begin with a dot (those are the build's own
//! records, not the site's).

use std::path::PathBuf;

use percent_encoding::percent_decode_str;

use super::INDEX;

/// The longest file name that common file systems hold, in bytes.
const NAME_BYTES_MAX: usize = 255;

/// The file that an address means, relative to the site; a folder means its index.
///
/// `address` is a request's path, percent-encoded, without its query. None when it cannot mean a
/// file of the site.
pub fn path_within_site(address: &str) -> Option<PathBuf> {
    let decoded = percent_decode_str(address).decode_utf8().ok()?;
    let mut names = decoded.strip_prefix('/')?.split('/').peekable();
    let mut path = PathBuf::new();
    while let Some(name) = names.next() {
        let is_folder_itself = name.is_empty() && names.peek().is_none();
        path.push(if is_folder_itself { INDEX } else { plain(name)? });
    }
    Some(path)
}

/// The name itself, if it is one.
fn plain(name: &str) -> Option<&str> {
    let is_plain = !name.is_empty()
        && name.len() <= NAME_BYTES_MAX
        && !name.starts_with('.')
        && !name.contains(|letter: char| letter.is_control() || matches!(letter, '\\' | ':'));
    is_plain.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn means(address: &str, path: &str) {
        assert_eq!(path_within_site(address), Some(PathBuf::from(path)));
    }

    #[track_caller]
    fn means_nothing(address: &str) {
        assert_eq!(path_within_site(address), None, "{address}");
    }

    #[test]
    fn a_file_is_meant_by_its_name_and_a_folder_means_its_index() {
        means("/", "index.html");
        means("/app.js", "app.js");
        means("/v/1/", "v/1/index.html");
        means("/v/1/app.js", "v/1/app.js");
        means("/caf%C3%A9.txt", "café.txt");
    }

    #[test]
    fn no_dots_climb() {
        means_nothing("/..");
        means_nothing("/../secret");
        means_nothing("/v/../../secret");
        means_nothing("/%2e%2e/secret");
        means_nothing("/%2E%2e%2Fsecret");
        means_nothing("/./app.js");
    }

    #[test]
    fn no_separator_of_another_system_and_no_absolute_path() {
        means_nothing("/..\\secret");
        means_nothing("/v%5C..%5C..%5Csecret");
        means_nothing("/C:/secret");
        means_nothing("//secret");
        means_nothing("/%2Fsecret");
        means_nothing("/v//app.js");
        means_nothing("secret");
    }

    #[test]
    fn no_control_letters_no_hidden_names_no_bad_encodings() {
        means_nothing("/app.js%00.html");
        means_nothing("/app%0A.js");
        means_nothing("/.inputs");
        means_nothing("/v/.git/config");
        means_nothing("/%ff.js");
        means_nothing(&format!("/{}", "a".repeat(256)));
    }
}
