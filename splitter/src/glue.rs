//! The glue: what wasm-bindgen writes, told where the chunks are.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::chunks::Needs;

/// Under which name the main part imports what loads the chunks.
pub const LINK: &str = "./chunks.js";

/// How a line begins and ends by which wasm-bindgen imports it; between the two stands the name
/// that the glue has for it. There is a line for each function that is imported.
const IMPORT: (&str, &str) = ("import * as ", " from \"./chunks.js\"");

/// What loads the chunks, as a value `chunks`.
const LOADER: &str = include_str!("loader.js");

/// Where the loader says what each root needs.
const NEEDS: &str = "NEEDS";

/// Puts the loader into the glue.
pub fn tell(glue: &Path, needs: &Needs) -> Result<()> {
    let text = fs::read_to_string(glue)
        .with_context(|| format!("wasm-bindgen wrote no {}", glue.display()))?;
    fs::write(glue, with_loader(&text, needs)?)?;
    Ok(())
}

/// The glue with the loader in the place of what it imports. The loader needs what the glue keeps
/// to itself, and a file of its own would need the name of the glue, which Trunk gives it later.
fn with_loader(glue: &str, needs: &Needs) -> Result<String> {
    let mut told = LOADER.replace(NEEDS, &list(needs).to_string());
    let mut is_wanted = false;
    for line in glue.lines() {
        let name = line
            .strip_prefix(IMPORT.0)
            .and_then(|rest| rest.trim_end_matches(';').strip_suffix(IMPORT.1));
        is_wanted |= name.is_some();
        match name {
            Some(name) => told.extend(["const ", name, " = chunks;\n"]),
            None => told.extend([line, "\n"]),
        }
    }
    if !is_wanted {
        bail!("the glue does not import `{LINK}`: wasm-bindgen writes imports in another way now");
    }
    Ok(told)
}

/// For each root, file and digest of each chunk.
fn list(needs: &Needs) -> Value {
    let chunks = |(root, chunks): (&String, &Vec<_>)| {
        let pairs =
            chunks.iter().map(|chunk: &crate::chunks::Chunk| json!([chunk.file, chunk.integrity]));
        (root.clone(), Value::Array(pairs.collect()))
    };
    Value::Object(needs.iter().map(chunks).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunks::Chunk;

    fn needs() -> Needs {
        let chunk = Chunk { file: "cdn-1.wasm".to_owned(), integrity: "sha384-x".to_owned() };
        Needs::from([("cdn".to_owned(), vec![chunk])])
    }

    #[test]
    fn the_loader_takes_the_place_of_every_import() {
        let glue = "import * as import1 from \"./chunks.js\"\nimport * as import2 from \
                    \"./chunks.js\";\nlet wasm;\n";
        let glue = with_loader(glue, &needs()).unwrap();
        assert!(glue.contains(r#"const needs = {"cdn":[["cdn-1.wasm","sha384-x"]]};"#), "{glue}");
        assert!(glue.ends_with("const import1 = chunks;\nconst import2 = chunks;\nlet wasm;\n"));
    }

    #[test]
    fn a_glue_without_an_import_is_an_error() {
        assert!(with_loader("let wasm;\n", &needs()).is_err());
    }
}
