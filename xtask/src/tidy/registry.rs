//! The list in `crates/labs/src/lib.rs` is the product's table of contents: a folder that is not
//! in it would be a lab that nobody can open.

use super::{Breach, Source};

const LIST: &str = "crates/labs/src/lib.rs";
const LABS: &str = "crates/labs/src/";

/// Looks for folders that the list leaves out.
pub fn check(sources: &[Source]) -> Vec<Breach> {
    let list =
        sources.iter().find(|source| source.path == LIST).map_or("", |source| source.text.as_str());
    folders(sources)
        .filter_map(|path| {
            let complaint = complaint(list, path.strip_prefix(LABS)?)?;
            Some(Breach {
                path: LIST.to_owned(),
                line: 1,
                what: format!("the lab in {path} {complaint}"),
            })
        })
        .collect()
}

/// The labs' folders, below the workspace root: those with a card. What several labs stand on has
/// none.
pub fn folders(sources: &[Source]) -> impl Iterator<Item = &str> {
    sources.iter().filter_map(|source| {
        let path = source.path.strip_suffix("/card.rs")?;
        let folder = path.strip_prefix(LABS)?;
        (!folder.contains('/')).then_some(path)
    })
}

fn complaint(list: &str, folder: &str) -> Option<String> {
    let lines = || list.lines().map(str::trim);
    if !lines().any(|line| line == format!("pub mod {folder};")) {
        return Some(format!("is not declared; add `pub mod {folder};`"));
    }
    let entry = format!("{folder}::");
    let is_entry = |line: &str| line.contains(&entry) && !line.starts_with("//");
    if !lines().any(is_entry) {
        return Some("has no entry in LABS; add one that names its model".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn check_with(list: &str) -> usize {
        check(&[source(LIST, list), source("crates/labs/src/hash_ring/card.rs", "")]).len()
    }

    #[test]
    fn a_lab_must_be_declared_and_listed() {
        let declared = "pub mod hash_ring;\n";
        let listed = "pub mod hash_ring;\n    lab!(hash_ring::HashRing),\n";
        assert_eq!(check_with(""), 1);
        assert_eq!(check_with(declared), 1);
        assert_eq!(check_with("pub mod hash_ring;\n// hash_ring::HashRing\n"), 1);
        assert_eq!(check_with(listed), 0);
    }

    #[test]
    fn a_file_beside_the_labs_or_a_folder_without_a_card_is_no_lab() {
        assert_eq!(check(&[source("crates/labs/src/shop/mod.rs", "")]), []);
        assert_eq!(check(&[source("crates/labs/src/lab.rs", "")]), []);
        assert_eq!(check(&[source("crates/labs/src/hash_ring/view/card.rs", "")]), []);
    }
}
