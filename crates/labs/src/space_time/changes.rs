//! What a step changed, row by row.

use super::Story;
use kernel::outline::Changed;
use widgets::tag;
use widgets::tag::Tag;

/// More rows than this are counted and not listed.
const ROWS: usize = 24;

/// The list, where the lab has an outline.
pub fn changes(story: &Story) -> Option<Tag> {
    let changed = story.changes.as_ref()?;
    let title = ["What step ", &story.step.to_string(), " changed"].concat();
    let more = changed.len().saturating_sub(ROWS);
    let rest = match (changed.len(), more) {
        (0, _) => Some("Nothing of what the nodes hold.".to_owned()),
        (_, 0) => None,
        (_, more) => Some(["And ", &more.to_string(), " more."].concat()),
    };
    let list = tag!(ul, class: "changes").children(changed.iter().take(ROWS).map(row));
    let section = tag!(section, "aria-label": "What this step changed").child(tag!(h2).text(title));
    Some(section.child(list).maybe(rest.map(|rest| tag!(p).text(rest))))
}

fn row(changed: &Changed) -> Tag {
    let Changed { group, key, was, is } = changed;
    let value = tag!(span, class: "value");
    let was = was.as_ref().map(|was| tag!(del).text(was.clone()));
    let is = is.as_ref().map(|is| tag!(ins).text(is.clone()));
    let value = match (was, is) {
        (Some(was), Some(is)) => {
            let to = tag!(span, "aria-label": "became", role: "img").text(" → ");
            value.child(was).child(to).child(is)
        }
        (None, is) => value.text("new: ").maybe(is),
        (was, None) => value.text("gone: ").maybe(was),
    };
    tag!(li)
        .key([group, "\n", key].concat())
        .child(tag!(span, class: "group").text(group.clone()))
        .child(tag!(span).text(key.clone()))
        .child(value)
}
