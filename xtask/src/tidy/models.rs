//! Invariant 2: what a model does depends on its parameters, its state and what `Cx` gives it.
//! These words would let something else in, or differ between a processor and wasm.

use super::{Breach, Source, judged};

/// Words that a model may not use, and why.
const FORBIDDEN: [(&str, &str); 19] = [
    ("HashMap", "its order is not defined; use BTreeMap or Vec"),
    ("HashSet", "its order is not defined; use BTreeSet or Vec"),
    ("RandomState", "it is seeded by the machine"),
    ("std::time", "time comes through Cx"),
    ("Instant::now", "time comes through Cx"),
    ("SystemTime", "time comes through Cx"),
    ("std::env", "a model is a function of its recipe"),
    ("std::fs", "a model is a function of its recipe"),
    ("std::net", "a model is a function of its recipe"),
    ("std::thread", "a model has one thread"),
    ("thread_rng", "chance comes through Cx"),
    ("getrandom", "chance comes through Cx"),
    ("rand::", "chance comes through Cx"),
    ("f64::ln", "its last bit differs between platforms"),
    (".ln()", "its last bit differs between platforms"),
    (".log2()", "its last bit differs between platforms"),
    (".exp()", "its last bit differs between platforms"),
    (".powf(", "its last bit differs between platforms"),
    ("js_sys", "a model knows no browser"),
];

/// Looks through the kernel and the models of the labs.
pub fn check(sources: &[Source]) -> Vec<Breach> {
    sources
        .iter()
        .filter(|source| is_model(&source.path))
        .flat_map(|source| {
            judged(&source.text).filter_map(|(line, text)| {
                let (word, why) = FORBIDDEN.iter().find(|(word, _)| text.contains(word))?;
                Some(Breach {
                    path: source.path.clone(),
                    line,
                    what: format!("`{word}` in a model: {why}"),
                })
            })
        })
        .collect()
}

/// Files of labs that are threads' own: their time and their locks are the machine's.
const NATIVE: [&str; 4] =
    ["blocking_queue/queue.rs", "blocking_queue/sync.rs", "snowflake/id.rs", "snowflake/sync.rs"];

/// The kernel's files, and those of a lab that are neither its face, nor what it does with real
/// threads, nor its tests.
fn is_model(path: &str) -> bool {
    if !path.ends_with(".rs") {
        return false;
    }
    if path.starts_with("crates/kernel/src/") {
        return true;
    }
    let Some(in_labs) = path.strip_prefix("crates/labs/src/") else {
        return false;
    };
    let Some((_, file)) = in_labs.split_once('/') else {
        return false;
    };
    let is_face = file == "view.rs" || file.starts_with("view/");
    let is_real = file.starts_with("real/") || NATIVE.contains(&in_labs);
    let is_test = file == "tests.rs" || file.starts_with("tests/");
    !is_face && !is_real && !is_test
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    const MODEL: &str = "crates/labs/src/hash_ring/model.rs";

    #[test]
    fn each_forbidden_word_is_found_with_its_line() {
        for (word, _) in FORBIDDEN {
            let breaches = check(&[source(MODEL, &format!("fn f() {{\n    {word}\n}}\n"))]);
            assert_eq!(breaches.len(), 1, "{word}");
            assert_eq!(breaches[0].line, 2);
        }
    }

    #[test]
    fn faces_tests_and_comments_may_use_them() {
        let text = "use std::time::Instant;\n";
        for path in [
            "crates/labs/src/hash_ring/view.rs",
            "crates/labs/src/hash_ring/view/ring.rs",
            "crates/labs/src/hash_ring/real/work.rs",
            "crates/labs/src/hash_ring/tests.rs",
            "crates/labs/src/blocking_queue/queue.rs",
            "crates/labs/src/face.rs",
            "crates/server/src/main.rs",
        ] {
            assert_eq!(check(&[source(path, text)]), [], "{path}");
        }
        let commented = "// Not std::time, but Cx.\n#[cfg(test)]\nmod tests { use std::time; }\n";
        assert_eq!(check(&[source(MODEL, commented)]), []);
    }

    #[test]
    fn the_kernel_is_judged() {
        let breaches = check(&[source("crates/kernel/src/run.rs", "let m = HashMap::new();")]);
        assert_eq!(breaches.len(), 1);
    }
}
