//! Rules about Markdown files.

use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};

use super::{Breach, Source};

/// A file has exactly one heading of the first level.
pub fn one_title(sources: &[Source]) -> Vec<Breach> {
    markdown(sources)
        .filter_map(|source| {
            let titles: Vec<usize> = tags(&source.text)
                .filter(|(_, tag)| matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. }))
                .map(|(line, _)| line)
                .collect();
            let (line, what) = match titles[..] {
                [_] => return None,
                [] => (1, "no title; begin with one `# …` line".to_owned()),
                [_, second, ..] => {
                    (second, format!("one of {} titles; use `##` below the first", titles.len()))
                }
            };
            Some(Breach { path: source.path.clone(), line, what })
        })
        .collect()
}

/// A link without a scheme leads to a file or folder of the workspace.
pub fn links(sources: &[Source], exists: impl Fn(&Path) -> bool) -> Vec<Breach> {
    markdown(sources)
        .flat_map(|source| {
            let exists = &exists;
            tags(&source.text).filter_map(move |(line, tag)| {
                let (Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = tag else {
                    return None;
                };
                let target = relative(&dest_url)?;
                let found = resolve(&source.path, target).is_some_and(|path| exists(&path));
                (!found).then(|| Breach {
                    path: source.path.clone(),
                    line,
                    what: format!("the link `{dest_url}` leads nowhere"),
                })
            })
        })
        .collect()
}

fn markdown(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.path.ends_with(".md"))
}

fn tags(text: &str) -> impl Iterator<Item = (usize, Tag<'_>)> {
    Parser::new(text).into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(tag) => Some((text[..range.start].lines().count().max(1), tag)),
        _ => None,
    })
}

/// The path of a link within the workspace, without its fragment.
fn relative(link: &str) -> Option<&str> {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    (!path.is_empty() && !has_scheme).then_some(path)
}

/// Where a link in a file leads, below the workspace root; `None` if it leads out of it.
fn resolve(file: &str, link: &str) -> Option<PathBuf> {
    let mut path = Path::new(file).parent()?.to_path_buf();
    for part in Path::new(link).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn a_file_with_no_title_or_two_is_named() {
        assert_eq!(one_title(&[source("a.md", "# One\n\n## Two\n")]), []);
        assert_eq!(one_title(&[source("a.md", "Text\n")])[0].line, 1);
        assert_eq!(one_title(&[source("a.md", "# One\n\ntext\n\n# Two\n")])[0].line, 4);
    }

    #[test]
    fn a_line_of_code_is_no_title() {
        let text = "# One\n\n```sh\n# a comment of a shell\n```\n";
        assert_eq!(one_title(&[source("a.md", text)]), []);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named() {
        let exists = |path: &Path| path == Path::new("docs/here.md");
        let judged = |text: &str| links(&[source("docs/a.md", text)], exists).len();
        assert_eq!(judged("[a](here.md)"), 0);
        assert_eq!(judged("[a](./here.md#part)"), 0);
        assert_eq!(judged("[a](../docs/here.md)"), 0);
        assert_eq!(judged("[a](https://example.org/gone)"), 0);
        assert_eq!(judged("[a](#part)"), 0);
        assert_eq!(judged("[a](gone.md)"), 1);
        assert_eq!(judged("![a](gone.png)"), 1);
        assert_eq!(judged("[a](../../out.md)"), 1);
        assert_eq!(judged("[a](/docs/here.md)"), 1);
    }
}
