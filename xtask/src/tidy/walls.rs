//! Invariant 5: the shell names no lab, and a lab names no other lab's view. Either would tie the
//! page to what it happens to hold today; the list of labs is the only way from one to the other.

use super::{Breach, Source, judged, registry};

const SHELL: &str = "src/";
const LABS: &str = "crates/labs/src/";

/// The module of a lab's face.
const VIEW: &str = "view";

/// Looks for a lab's folder or slug in the shell.
pub fn shell_names_no_lab(sources: &[Source]) -> Vec<Breach> {
    let folders = folders(sources);
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| is_code_below(SHELL, &source.path)) {
        let code = code(&source.text);
        for folder in &folders {
            let slug = folder.replace('_', "-");
            let mut lines = named_behind(&code, "labs", folder);
            lines.extend(quoted(&code, folder));
            lines.extend(quoted(&code, &slug));
            lines.sort_unstable();
            // One word is folder and slug at once.
            lines.dedup();
            for line in lines {
                breaches.push(Breach {
                    path: source.path.clone(),
                    line,
                    what: format!("the shell names the lab `{slug}`; it takes labs from the list"),
                });
            }
        }
    }
    breaches
}

/// Looks for another lab's view in each lab.
pub fn labs_name_no_other_view(sources: &[Source]) -> Vec<Breach> {
    let folders = folders(sources);
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| is_code_below(LABS, &source.path)) {
        let own = source.path[LABS.len()..].split('/').next();
        let code = code(&source.text);
        for other in folders.iter().filter(|folder| Some(**folder) != own) {
            breaches.extend(named_behind(&code, other, VIEW).into_iter().map(|line| Breach {
                path: source.path.clone(),
                line,
                what: format!(
                    "the view of the lab `{other}` is its own; what labs share stands in \
                     crates/widgets"
                ),
            }));
        }
    }
    breaches
}

/// The names of the labs' folders.
fn folders(sources: &[Source]) -> Vec<&str> {
    registry::folders(sources).filter_map(|path| path.strip_prefix(LABS)).collect()
}

/// Whether a file is code that ships: a test may name the lab that it tries.
fn is_code_below(folder: &str, path: &str) -> bool {
    let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
    path.starts_with(folder) && path.ends_with(".rs") && !is_test
}

/// The code that ships, its lines where they were.
fn code(text: &str) -> String {
    judged(text).map(|(_, line)| format!("{line}\n")).collect()
}

/// The lines at which `name` stands behind `module::`, by itself or within the braces there.
fn named_behind(code: &str, module: &str, name: &str) -> Vec<usize> {
    let path = format!("{module}::");
    let mut lines = Vec::new();
    for (at, _) in code.match_indices(&path).filter(|(at, _)| !ends_in_word(&code[..*at])) {
        let start = at + path.len();
        for (found, _) in behind(&code[start..]).match_indices(name) {
            let end = start + found + name.len();
            if !ends_in_word(&code[..start + found]) && !begins_with_word(&code[end..]) {
                lines.push(line_of(code, start + found));
            }
        }
    }
    lines
}

/// What a path goes on with: one name, or all that stands in the braces.
fn behind(rest: &str) -> &str {
    let mut depth = 0_u32;
    let end = rest.find(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && !is_of_word(c)
    });
    &rest[..end.unwrap_or(rest.len())]
}

/// The lines at which a text consists of `name`, or holds it as a part of an address.
fn quoted(code: &str, name: &str) -> Vec<usize> {
    code.match_indices(name)
        .filter(|(at, _)| {
            let before = code[..*at].chars().next_back();
            let after = code[at + name.len()..].chars().next();
            matches!(before, Some('"' | '/')) && matches!(after, Some('"' | '/' | '?'))
        })
        .map(|(at, _)| line_of(code, at))
        .collect()
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_of_word)
}

fn begins_with_word(text: &str) -> bool {
    text.chars().next().is_some_and(is_of_word)
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn with_labs(path: &str, text: &str) -> Vec<Source> {
        let lab = |folder: &str| source(&format!("{LABS}{folder}/card.rs"), "");
        vec![lab("hash_ring"), lab("cdn"), source(path, text)]
    }

    fn lines(breaches: Vec<Breach>) -> Vec<usize> {
        breaches.into_iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn a_lab_named_in_the_shell_is_found_by_path_and_by_slug() {
        for text in [
            "use labs::hash_ring::HashRing;",
            "use labs::{LABS, cdn};",
            "use labs::{\n    hash_ring::{HashRing, Kind},\n};",
            "let entry = labs::find(\"hash-ring\");",
            "let entry = labs::find(\"cdn\");",
            "let entry = labs::find(\"hash_ring\");",
            "let address = \"#/lab/cdn?seed=1\";",
        ] {
            let found = shell_names_no_lab(&with_labs("src/gallery.rs", &format!("\n{text}\n")));
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].line > 1, "{text}");
        }
    }

    #[test]
    fn the_list_words_that_only_sound_alike_and_tests_are_allowed() {
        for text in [
            "use labs::{Entry, LABS};",
            "let cdn = labs::find(slug);",
            "let hash_ring_like = labs::cdns();",
            "// The slug is \"hash-ring\".",
            "#[cfg(test)]\nmod tests {\n    use labs::hash_ring;\n}",
        ] {
            assert_eq!(shell_names_no_lab(&with_labs("src/gallery.rs", text)), [], "{text}");
        }
        let text = "use labs::hash_ring::HashRing;";
        for path in ["src/worker/search/tests.rs", "tests/page.rs", "crates/server/src/main.rs"] {
            assert_eq!(shell_names_no_lab(&with_labs(path, text)), [], "{path}");
        }
    }

    #[test]
    fn a_view_that_another_lab_names_is_found() {
        let check = |text| lines(labs_name_no_other_view(&with_labs(CDN, text)));
        assert_eq!(check("\nuse crate::hash_ring::view::circle;\n"), [2]);
        assert_eq!(check("use crate::{\n    hash_ring::{ring::Ring, view},\n};\n"), [2]);
    }

    #[test]
    fn a_lab_may_name_its_own_view_and_the_algorithm_of_another() {
        let text = "use crate::cdn::view::shelf;\nuse crate::hash_ring::{ring, viewed};\n";
        assert_eq!(labs_name_no_other_view(&with_labs(CDN, text)), []);
    }

    const CDN: &str = "crates/labs/src/cdn/view.rs";
}
