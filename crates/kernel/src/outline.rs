//! A state as rows of text, and what a step changed of them.

/// A piece of a state in words: whose it is, what it is called, what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose: "InventoryService, log". Rows of a group stand together.
    pub group: String,
    /// What it is called; no other row of its group is called so.
    pub key: String,
    /// What it is.
    pub value: String,
}

impl Row {
    /// A row.
    pub fn new(group: impl Into<String>, key: impl Into<String>, value: impl Into<String>) -> Row {
        Row { group: group.into(), key: key.into(), value: value.into() }
    }
}

/// How a step changed a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Whose row.
    pub group: String,
    /// What it is called.
    pub key: String,
    /// What it was; `None` where the row came.
    pub was: Option<String>,
    /// What it is now; `None` where the row went.
    pub is: Option<String>,
}

/// More rows of one state than this are not compared.
const ROWS: usize = 2_000;

/// What came, went and changed, in the order of the later state; what went stands at the end.
pub(crate) fn changes(mut before: Vec<Row>, mut after: Vec<Row>) -> Vec<Changed> {
    before.truncate(ROWS);
    after.truncate(ROWS);
    let mut changed = Vec::new();
    for row in after {
        let same = |other: &Row| other.key == row.key && other.group == row.group;
        // Most rows stay where they are, so the search ends at once.
        let was = before.iter().position(same).map(|at| before.remove(at).value);
        if was.as_ref() != Some(&row.value) {
            changed.push(Changed { group: row.group, key: row.key, was, is: Some(row.value) });
        }
    }
    let gone =
        |row: Row| Changed { group: row.group, key: row.key, was: Some(row.value), is: None };
    changed.extend(before.into_iter().map(gone));
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_go_and_change() {
        let before =
            vec![Row::new("a", "x", "1"), Row::new("a", "y", "2"), Row::new("b", "x", "3")];
        let after = vec![Row::new("a", "x", "1"), Row::new("b", "x", "4"), Row::new("b", "z", "5")];
        let changed = |group: &str, key: &str, was: Option<&str>, is: Option<&str>| Changed {
            group: group.into(),
            key: key.into(),
            was: was.map(Into::into),
            is: is.map(Into::into),
        };
        assert_eq!(changes(before.clone(), before.clone()), []);
        assert_eq!(
            changes(before, after),
            [
                changed("b", "x", Some("3"), Some("4")),
                changed("b", "z", None, Some("5")),
                changed("a", "y", Some("2"), None),
            ]
        );
    }
}
