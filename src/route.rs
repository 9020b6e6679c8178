//! Addresses: what stands behind the `#` says which page it is, and on a lab's page which run.

use kernel::link::is_of_page;

/// Where a person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of all labs.
    Gallery,
    /// One lab.
    Lab {
        /// Which lab.
        slug: String,
        /// The run, as a link carries it; empty for the opening preset.
        link: String,
        /// Stage and transport only.
        is_embed: bool,
        /// What is measured over many runs of it; empty where nothing is.
        many: String,
    },
    /// Two runs of one lab side by side.
    Compare {
        /// Which lab.
        slug: String,
        /// The left run, as a link carries it.
        left: String,
        /// The right run.
        right: String,
        /// What is measured over many runs of both; empty where nothing is.
        many: String,
    },
    /// No page of this site.
    Unknown(String),
}

/// The flag that leaves stage and transport only.
const EMBED: &str = "embed";
/// The key of what is measured over many runs.
const MANY: &str = "many=";

impl Route {
    /// Reads a fragment, with or without its `#`.
    pub fn read(fragment: &str) -> Route {
        let text = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let path = path.trim_matches('/');
        if let Some(slug) = path.strip_prefix("compare/").filter(|slug| !slug.contains('/')) {
            let run = |key: &str| {
                let value = query.split('&').find_map(|part| part.strip_prefix(key));
                unwrapped(value.unwrap_or_default())
            };
            let (left, right, many) = (run("a="), run("b="), run(MANY));
            return Route::Compare { slug: slug.to_owned(), left, right, many };
        }
        match path.strip_prefix("lab/") {
            _ if path.is_empty() => Route::Gallery,
            Some(slug) if !slug.contains('/') => {
                let parts = query.split('&').filter(|part| !part.is_empty());
                let (of_page, link): (Vec<_>, Vec<_>) = parts.partition(|part| is_of_page(part));
                let is_embed = of_page.iter().any(|part| is_embed(part));
                let many = of_page.iter().find_map(|part| part.strip_prefix(MANY));
                let many = many.unwrap_or_default().to_owned();
                Route::Lab { slug: slug.to_owned(), link: link.join("&"), is_embed, many }
            }
            _ => Route::Unknown(path.to_owned()),
        }
    }

    /// The fragment, with its `#`.
    pub fn write(&self) -> String {
        match self {
            Route::Gallery => "#/".to_owned(),
            Route::Unknown(path) => format!("#/{path}"),
            Route::Compare { slug, left, right, many } => {
                let (left, right) = (wrapped(left), wrapped(right));
                let many = if many.is_empty() { String::new() } else { ["&", MANY, many].concat() };
                format!("#/compare/{slug}?a={left}&b={right}{many}")
            }
            Route::Lab { slug, link, is_embed, many } => {
                let embed = if *is_embed { EMBED } else { "" };
                let many = if many.is_empty() { String::new() } else { [MANY, many].concat() };
                let mut text = ["#/lab/", slug].concat();
                let parts = [embed, &many, link].into_iter().filter(|part| !part.is_empty());
                for (nth, part) in parts.enumerate() {
                    text.push(if nth == 0 { '?' } else { '&' });
                    text.push_str(part);
                }
                text
            }
        }
    }

    /// The page of a lab at its opening preset.
    pub fn lab(slug: &str) -> Route {
        Route::run(slug, String::new())
    }

    /// The page of a run, as a link carries it.
    pub fn run(slug: &str, link: String) -> Route {
        Route::Lab { slug: slug.to_owned(), link, is_embed: false, many: String::new() }
    }
}

/// A link as the value of a key: its own keys and values do not end it.
fn wrapped(link: &str) -> String {
    link.replace('%', "%25").replace('&', "%26").replace('=', "%3D")
}

/// What [`wrapped`] wrapped.
fn unwrapped(value: &str) -> String {
    value.replace("%3D", "=").replace("%26", "&").replace("%25", "%")
}

fn is_embed(part: &str) -> bool {
    part == EMBED || part.strip_prefix(EMBED).is_some_and(|rest| rest.starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_reads_what_it_writes() {
        let lab = |link: &str, is_embed| Route::Lab {
            slug: "hash-ring".to_owned(),
            link: link.to_owned(),
            is_embed,
            many: String::new(),
        };
        let measured = |link: &str, many: &str| Route::Lab {
            slug: "hash-ring".to_owned(),
            link: link.to_owned(),
            is_embed: false,
            many: many.to_owned(),
        };
        let pages = [
            Route::Gallery,
            lab("", false),
            lab("", true),
            lab("shards=9&seed=7f", false),
            lab("shards=9", true),
            measured("shards=9", "runs:1000,turn:shards:1:64:16"),
            measured("", "runs:100"),
            Route::Unknown("somewhere/else".to_owned()),
            Route::Compare {
                slug: "hash-ring".to_owned(),
                left: "shards=9&cues=Sa%3Db".to_owned(),
                right: String::new(),
                many: "runs:100".to_owned(),
            },
        ];
        for page in pages {
            assert_eq!(Route::read(&page.write()), page, "{}", page.write());
        }
    }

    #[test]
    fn an_empty_fragment_is_the_gallery() {
        assert_eq!(Route::read(""), Route::Gallery);
        assert_eq!(Route::read("#"), Route::Gallery);
        assert_eq!(Route::read("#/"), Route::Gallery);
    }

    #[test]
    fn the_embed_flag_is_no_part_of_the_link() {
        let route = Route::read("#/lab/hash-ring?seed=1&embed=1&shards=3");
        let Route::Lab { link, is_embed, .. } = route else { panic!("a lab's page") };
        assert!(is_embed);
        assert_eq!(link, "seed=1&shards=3");
    }

    #[test]
    fn a_deeper_path_is_no_lab() {
        assert_eq!(Route::read("#/lab/a/b"), Route::Unknown("lab/a/b".to_owned()));
    }
}
