//! The workspace means the same on every machine: it names no folder of one of them, and leaves
//! the choice of package registry to the tools' own settings.

use super::{Breach, Source, numbered};

// The words are put together here, so that this file does not break its own rule.
const FOLDERS: [&str; 5] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("/Use", "rs/"),
];

const HOSTS: [&str; 7] = [
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("registry.npmjs", ".org"),
    concat!("registry.yarnpkg", ".com"),
    concat!("deb.debian", ".org"),
    concat!("pypi", ".org"),
    concat!("artifact", "ory"),
];

/// Looks through every text file.
pub fn check(sources: &[Source]) -> Vec<Breach> {
    sources
        .iter()
        .flat_map(|source| {
            numbered(&source.text).filter_map(|(line, text)| {
                Some(Breach { path: source.path.clone(), line, what: complaint(text)? })
            })
        })
        .collect()
}

fn complaint(text: &str) -> Option<String> {
    if let Some(host) = HOSTS.iter().find(|host| text.contains(*host)) {
        return Some(format!("`{host}` is the host of a package registry"));
    }
    let folder = FOLDERS.iter().find(|folder| names_folder(text, folder))?;
    Some(format!("`{folder}` is a folder of one machine"))
}

/// Whether the text holds the folder as the beginning of a path, not as the middle of one.
fn names_folder(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        !text[..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphanumeric() || "._-~}$)/".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn every_folder_and_host_is_found() {
        for word in FOLDERS.into_iter().chain(HOSTS) {
            let text = format!("first\nlook at \"{word}thing\"\n");
            let breaches = check(&[source("a.toml", &text)]);
            assert_eq!(breaches.len(), 1, "{word}");
            assert_eq!(breaches[0].line, 2);
        }
    }

    #[test]
    fn the_same_name_within_a_path_is_allowed() {
        let text = format!("target{}x and https://example.org{0}y", FOLDERS[3]);
        assert_eq!(check(&[source("a.md", &text)]), []);
    }
}
