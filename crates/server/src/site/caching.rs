//! How long a browser may keep a file.

use std::path::Path;

use axum::http::HeaderValue;

/// Keep, but ask before each use whether it is still the same.
pub const REVALIDATE: &str = "no-cache";
/// Keep for a year and never ask (RFC 8246).
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The digits that trunk writes of a 64-bit digest: sixteen, less leading zeros. Below twelve a
/// name might as well end in a date.
const DIGEST_DIGITS: std::ops::RangeInclusive<usize> = 12..=16;

/// Forever for a file whose name holds the digest of its contents: other contents come under
/// another name. Everything else is asked for again, so that a new release is seen at once.
pub fn cache_control(path: &Path) -> HeaderValue {
    HeaderValue::from_static(if names_its_contents(path) { FOREVER } else { REVALIDATE })
}

/// Whether a file is called as trunk calls hashed files: `style-1c2d3e4f5a6b7c8d.css`,
/// `app-1c2d3e4f5a6b7c8d_bg.wasm`, `1c2d3e4f5a6b7c8d-loader.mjs`.
fn names_its_contents(path: &Path) -> bool {
    let Some((stem, _)) =
        path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split_once('.'))
    else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let first = stem.split_once('-').map(|(first, _)| first);
    let last = stem.rsplit_once('-').map(|(_, last)| last);
    first.is_some_and(is_digest) || last.is_some_and(is_digest)
}

fn is_digest(text: &str) -> bool {
    DIGEST_DIGITS.contains(&text.len())
        && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn expect(path: &str, forever: bool) {
        assert_eq!(names_its_contents(Path::new(path)), forever, "{path}");
    }

    #[test]
    fn hashed_files_are_kept_forever() {
        expect("faultline-app-7f3a9c0b12d4e5f6.js", true);
        expect("faultline-app-7f3a9c0b12d4e5f6_bg.wasm", true);
        expect("435a13e7db75cd6c-loader.mjs", true);
        expect("v/1/style-fa9c0b12d4e5f6.css", true);
    }

    #[test]
    fn files_that_keep_their_name_are_asked_for_again() {
        expect("index.html", false);
        expect("coi.js", false);
        expect("notes-20261120.txt", false);
        expect("faultline-app-7f3a9c0b12d4e5fg.js", false);
        // The folder's digest is of a crate's name, not of the file's contents.
        expect("snippets/yew-7f3a9c0b12d4e5f6/inline0.js", false);
        expect("7f3a9c0b12d4e5f6", false);
    }
}
