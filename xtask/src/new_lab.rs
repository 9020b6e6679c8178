//! `cargo xtask new-lab <slug>`: a folder that is a working lab, and its two lines in the list.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::run;

/// The files of a lab. In them `{{slug}}`, `{{Name}}` and `{{title}}` stand for the lab's own.
const TEMPLATE: [(&str, &str); 6] = [
    ("mod.rs", include_str!("../templates/lab/mod.rs")),
    ("model.rs", include_str!("../templates/lab/model.rs")),
    ("card.rs", include_str!("../templates/lab/card.rs")),
    ("view.rs", include_str!("../templates/lab/view.rs")),
    ("style.css", include_str!("../templates/lab/style.css")),
    ("tests.rs", include_str!("../templates/lab/tests.rs")),
];

/// The list of labs, below the workspace root.
pub const LIST: &str = "crates/labs/src/lib.rs";

/// Where the list begins; its entries stand in the next brackets, on the same line or below.
const ENTRIES: &str = "pub static LABS: &[Listing] =";

/// Makes the lab, with its opening run as its first golden trace.
pub fn new_lab(project: &Project, slug: &str) -> Result<()> {
    let folder = write(project, slug)?;
    run::run(
        project
            .cargo()
            .args(["test", "--package", "labs", "--test", "golden"])
            .env("UPDATE_TRACES", "1"),
    )?;
    println!("Made {}; try `cargo test --package labs`.", folder.display());
    Ok(())
}

/// Writes the lab's folder and its two lines in the list; the answer is the folder.
pub fn write(project: &Project, slug: &str) -> Result<PathBuf> {
    let names = Names::of(slug)?;
    let labs = project.root.join("crates").join("labs").join("src");
    let folder = labs.join(&names.folder);
    if folder.exists() || labs.join(&names.folder).with_extension("rs").exists() {
        bail!("{} is there already", folder.display());
    }
    let list = project.root.join(LIST);
    let text = fs::read_to_string(&list).with_context(|| format!("could not read {LIST}"))?;
    let listed = listed(&text, &names)?;

    fs::create_dir(&folder)?;
    for (file, template) in TEMPLATE {
        fs::write(folder.join(file), names.fill(template))?;
    }
    fs::write(&list, listed)?;
    run::run(project.cargo().args(["fmt", "--package", "labs"]))?;
    Ok(folder)
}

/// The names of a lab, all made from its slug.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    /// In kebab-case, for links and the command line.
    slug: String,
    /// In snake_case, for the folder.
    folder: String,
    /// In UpperCamelCase, for the model's type.
    name: String,
    /// As a heading.
    title: String,
}

impl Names {
    fn of(slug: &str) -> Result<Self> {
        let words: Vec<&str> = slug.split('-').collect();
        let is_word = |word: &&str| {
            word.starts_with(|first: char| first.is_ascii_lowercase())
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        if !words.iter().all(is_word) {
            bail!(
                "`{slug}` is no slug: take words of small letters and digits, each beginning with \
                 a letter, joined by hyphens, such as `hash-ring`"
            );
        }
        let folder = words.join("_");
        if RESERVED.contains(&folder.as_str()) {
            bail!("`{slug}` is a word of Rust's or of the labs crate; take another");
        }
        Ok(Self {
            slug: slug.to_owned(),
            folder,
            name: words.iter().map(|word| capitalised(word)).collect(),
            title: capitalised(&words.join(" ")),
        })
    }

    fn fill(&self, template: &str) -> String {
        template
            .replace("{{slug}}", &self.slug)
            .replace("{{Name}}", &self.name)
            .replace("{{title}}", &self.title)
    }
}

/// One-word slugs that could not be the name of a module in the labs crate.
const RESERVED: [&str; 38] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "kernel", "let", "loop", "macro", "match", "mod", "move", "pub", "ref", "self", "static",
    "super", "trait", "type", "use",
];

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// The list with the lab's two lines: its module beside the others, its entry as the last.
fn listed(list: &str, names: &Names) -> Result<String> {
    let (head, entries, after) = parts(list)?;
    let module = format!("pub mod {};\n", names.folder);
    let place = head
        .rfind("\npub use ")
        .with_context(|| format!("{LIST} has no `pub use`, before which the module would stand"))?;
    let (modules, uses) = head.split_at(place);
    let separator =
        if entries.trim().is_empty() || entries.trim_end().ends_with(',') { "" } else { "," };
    let entry = format!("lab!({}::{})", names.folder, names.name);
    let entries = entries.trim_end();
    Ok(format!("{modules}{module}{uses}{entries}{separator} {entry}];{after}"))
}

/// The entries of the list, as they are written there.
pub fn entries(list: &str) -> Result<Vec<&str>> {
    let (_, entries, _) = parts(list)?;
    Ok(entries.split(',').map(str::trim).filter(|entry| !entry.is_empty()).collect())
}

/// The list without one of its entries; the modules stay.
pub fn without(list: &str, left_out: &str) -> Result<String> {
    let (head, _, after) = parts(list)?;
    let mut others = entries(list)?;
    others.retain(|entry| *entry != left_out);
    Ok(format!("{head}{}];{after}", others.join(", ")))
}

/// What stands before the list's entries, the entries, and what stands behind them.
fn parts(list: &str) -> Result<(&str, &str, &str)> {
    let declared = list.find(ENTRIES).with_context(|| format!("{LIST} has no `{ENTRIES}`"))?;
    let behind = declared + ENTRIES.len();
    let open = list[behind..].find("&[").map(|at| behind + at + "&[".len());
    let open = open.with_context(|| format!("the list in {LIST} has no beginning"))?;
    let (entries, after) =
        list[open..].split_once("];").with_context(|| format!("the list in {LIST} has no end"))?;
    Ok((&list[..open], entries, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_come_from_the_slug() {
        let names = Names::of("two-phase-commit").unwrap();
        assert_eq!(names.folder, "two_phase_commit");
        assert_eq!(names.name, "TwoPhaseCommit");
        assert_eq!(names.title, "Two phase commit");
    }

    #[test]
    fn what_is_no_slug_is_refused() {
        for slug in ["", "Hash-ring", "hash_ring", "-ring", "ring-", "a--b", "2pc", "loop", "é"] {
            assert!(Names::of(slug).is_err(), "{slug}");
        }
    }

    #[test]
    fn the_list_gets_a_module_and_an_entry() {
        let list = "pub mod lab;\n\npub mod hash_ring;\n\npub use lab::Lab;\n\n\
                    pub static LABS: &[Listing] = &[lab!(hash_ring::HashRing)];\n\nfn f() {}\n";
        let listed = listed(list, &Names::of("cdn").unwrap()).unwrap();
        assert_eq!(
            listed,
            "pub mod lab;\n\npub mod hash_ring;\npub mod cdn;\n\npub use lab::Lab;\n\n\
             pub static LABS: &[Listing] = &[lab!(hash_ring::HashRing), \
             lab!(cdn::Cdn)];\n\nfn f() {}\n"
        );
    }

    /// The formatter breaks the line behind the equals sign once there are two labs.
    #[test]
    fn a_list_that_goes_on_below_is_read() {
        let list = "pub mod a;\n\npub use lab::Lab;\n\npub static LABS: &[Listing] =\n    \
                    &[lab!(a::A), lab!(b::B)];\n";
        assert_eq!(entries(list).unwrap(), ["lab!(a::A)", "lab!(b::B)"]);
        let listed = listed(list, &Names::of("cdn").unwrap()).unwrap();
        assert!(listed.contains("&[lab!(a::A), lab!(b::B), lab!(cdn::Cdn)];"));
    }

    #[test]
    fn an_entry_can_be_left_out() {
        let list = "pub static LABS: &[Listing] = &[\n    lab!(cdn::Cdn),\n    \
                    lab!(hash_ring::HashRing),\n];\n";
        let both = ["lab!(cdn::Cdn)", "lab!(hash_ring::HashRing)"];
        assert_eq!(entries(list).unwrap(), both);
        let one = without(list, both[0]).unwrap();
        assert_eq!(one, format!("pub static LABS: &[Listing] = &[{}];\n", both[1]));
        assert_eq!(without(&one, both[1]).unwrap(), "pub static LABS: &[Listing] = &[];\n");
    }

    #[test]
    fn a_list_of_another_shape_is_an_error() {
        assert!(listed("pub mod lab;\n", &Names::of("cdn").unwrap()).is_err());
    }

    #[test]
    fn no_place_of_the_template_is_left_unfilled() {
        let names = Names::of("cdn").unwrap();
        for (file, template) in TEMPLATE {
            let filled = names.fill(template);
            assert!(!filled.contains("{{slug") && !filled.contains("{{Name"), "{file}");
            assert!(!filled.contains("{{title"), "{file}");
        }
    }
}
