//! A folder that a person names for a command's files.

use std::path::Path;

use super::output::bad_input;

/// Makes sure that a folder is there and holds nothing, so that nothing is written over.
pub fn take(flag: &str, folder: &Path) -> anyhow::Result<()> {
    let usable = std::fs::create_dir_all(folder).and_then(|()| std::fs::read_dir(folder));
    let shown = folder.display();
    match usable.map(|mut files| files.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => {
            Err(bad_input(format!("{flag}: {shown} holds files already: name an empty folder")))
        }
        Err(why) => Err(bad_input(format!("{flag}: cannot use {shown}: {why}"))),
    }
}
