//! How recipes are given on the command line: by a preset, a link, knobs, data.

use std::path::Path;

use kernel::{Recipe, link};
use labs::lab::ReadData;
use labs::{Data, Entry};

use super::output::bad_input;

/// The recipe of a preset, its hands included.
pub fn of_preset(entry: &Entry, key: &str) -> anyhow::Result<Recipe> {
    let preset = entry.presets.iter().find(|preset| preset.key == key);
    let preset = preset.ok_or_else(|| {
        let keys = entry.presets.iter().map(|preset| preset.key).collect::<Vec<_>>();
        bad_input(format!("no preset “{key}”: name one of {}", keys.join(", ")))
    })?;
    Ok(entry.recipe(preset))
}

/// A recipe with a knob turned as `KEY=VALUE` says.
pub fn turned(entry: &Entry, mut recipe: Recipe, given: &str) -> anyhow::Result<Recipe> {
    let (key, value) = pair(given, "KEY=VALUE")?;
    let index = knob(entry, key)?;
    recipe.knobs[index] = entry.knobs[index].read(value).map_err(bad_input)?;
    Ok(recipe)
}

/// The number of a knob.
pub fn knob(entry: &Entry, key: &str) -> anyhow::Result<usize> {
    let index = entry.knobs.iter().position(|knob| knob.key == key);
    index.ok_or_else(|| {
        let keys = entry.knobs.iter().map(|knob| knob.key).collect::<Vec<_>>();
        bad_input(format!("no knob “{key}”: name one of {}", keys.join(", ")))
    })
}

/// What stands on either side of the first `=`.
pub fn pair<'a>(given: &'a str, form: &str) -> anyhow::Result<(&'a str, &'a str)> {
    given.split_once('=').ok_or_else(|| bad_input(format!("“{given}” is not {form}")))
}

/// A lab's data, read from a file.
pub fn read_data(entry: &Entry, path: &Path) -> anyhow::Result<Data> {
    DataFile::open(entry, path)?.parse()
}

/// A file of a lab's data, not yet parsed: unlike [`Data`] it can go to another thread.
pub struct DataFile {
    name: String,
    bytes: Vec<u8>,
    read: ReadData,
}

impl DataFile {
    /// Reads the file.
    pub fn open(entry: &Entry, path: &Path) -> anyhow::Result<DataFile> {
        let Some(read) = entry.read_data else {
            return Err(bad_input(format!("{} takes no data", entry.card.slug)));
        };
        let bytes = std::fs::read(path);
        let bytes = bytes.map_err(|error| bad_input(format!("{}: {error}", path.display())))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(DataFile { name, bytes, read })
    }

    /// What the lab makes of it.
    pub fn parse(&self) -> anyhow::Result<Data> {
        (self.read)(&self.name, &self.bytes).map_err(bad_input)
    }
}

/// The lab's slug and the link's own text, of an address or a part of one.
pub fn address(given: &str, lab: Option<&str>) -> anyhow::Result<(String, String)> {
    let given = given.trim();
    let fragment = given.split_once('#').map_or(given, |(_, fragment)| fragment);
    let path = fragment.trim_start_matches('/');
    let (slug, query) = match (path.strip_prefix("lab/"), lab) {
        (Some(page), _) => page.split_once('?').unwrap_or((page, "")),
        (None, Some(lab)) => (lab, path.strip_prefix('?').unwrap_or(path)),
        (None, None) => {
            return Err(bad_input(
                "the link names no lab: give it from its “#/lab/” on, or name the lab with --lab",
            ));
        }
    };
    let is_of_run = |part: &&str| !part.is_empty() && !link::is_of_page(part);
    let parts = query.split('&').filter(is_of_run);
    Ok((slug.trim_end_matches('/').to_owned(), parts.collect::<Vec<_>>().join("&")))
}
