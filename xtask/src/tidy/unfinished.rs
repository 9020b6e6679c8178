//! What stands in the workspace is finished; what is not is an issue elsewhere.

use super::{Breach, Source, numbered};

// The words are put together here, so that this file does not break its own rule.
const MARKS: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("dbg", "!("),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

/// Files that tools write, in which such letters mean nothing.
const GENERATED: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Looks through every text file that people write.
pub fn check(sources: &[Source]) -> Vec<Breach> {
    sources
        .iter()
        .filter(|source| !GENERATED.contains(&source.path.as_str()))
        .flat_map(|source| {
            numbered(&source.text).filter_map(|(line, text)| {
                let mark = MARKS.iter().find(|mark| text.contains(*mark))?;
                Some(Breach {
                    path: source.path.clone(),
                    line,
                    what: format!("`{mark}` marks something unfinished"),
                })
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn every_mark_is_found() {
        for mark in MARKS {
            let breaches = check(&[source("src/a.rs", &format!("fn f() {{}}\n// {mark} x\n"))]);
            assert_eq!(breaches.len(), 1, "{mark}");
            assert_eq!(breaches[0].line, 2);
        }
    }

    #[test]
    fn generated_files_are_left_alone() {
        let text = format!("\"sha512-{}\"", MARKS[2]);
        assert_eq!(check(&[source("package-lock.json", &text)]), []);
    }
}
