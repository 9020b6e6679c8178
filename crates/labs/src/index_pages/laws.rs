//! What must hold of every row that comes, and what is worth seeing.

use super::keys::KeyKind;
use super::model::{Fact, IndexPages, State};
use super::table::{Table, Work};
use super::tree::Split;
use kernel::{Bag, Holds, Law};

pub(super) const FOUND: &str = "every row is found, on a way that is in order";
pub(super) const EDGE: &str =
    "counted keys that come in order split no page within, where the edge is kept";

pub(super) const LAWS: &[Law<IndexPages>] = &[
    Law::always_told(FOUND, found),
    Law::sometimes_told("a page is split", |_, _, facts| {
        seen(facts, |work| work.edge_splits + work.inner_splits > 0)
    }),
    Law::always_told(EDGE, edge),
    Law::sometimes_told("a tree grows by a level", |_, _, facts| {
        seen(facts, |work| work.grown > 0)
    }),
    Law::always_told("no pool holds more pages than it has room for", fits),
    Law::sometimes_told("a page is wanted that is not in memory", |_, _, facts| {
        seen(facts, |work| work.read > 0)
    }),
    Law::sometimes_told("a changed page is written to make room", |_, _, facts| {
        seen(facts, |work| work.written > 0)
    }),
    Law::at_rest("every page of every tree is in order", whole),
];

/// The table of a kind of keys.
fn table(state: &State, kind: KeyKind) -> &Table {
    &state.tables[kind as usize]
}

/// What an insertion can have spoilt is looked at where it was: the way down, the leaf, its
/// neighbour.
fn found(model: &IndexPages, state: &State, facts: &[Fact]) -> Holds {
    for fact in facts {
        if let Fact::LookedUp(kind, _, [_, lost], _) = fact
            && *lost > 0
        {
            return Err(format!("{}: {lost} rows were not found", kind.label()).into());
        }
        let Fact::Inserted(kind, rows, _) = fact else { continue };
        for row in rows.iter().copied() {
            let key = model.key(state, *kind, row);
            let tree = &table(state, *kind).tree;
            let way = tree.check_way(key);
            way.map_err(|flaw| format!("{}, row {row}: {flaw}", kind.label()))?;
            if tree.search(key, |_| ()) != Some(row) {
                return Err(format!("{}: row {row} is not under its key", kind.label()).into());
            }
        }
    }
    Ok(())
}

fn edge(model: &IndexPages, _: &State, facts: &[Fact]) -> Holds {
    if model.setup.policy.split == Split::Middle || !model.setup.is_in_order() {
        return Ok(());
    }
    let within = facts.iter().find_map(|fact| match fact {
        Fact::Inserted(KeyKind::Auto, rows, work) if work.inner_splits > 0 => rows.last(),
        _ => None,
    });
    match within {
        Some(row) => Err(format!("row {row}, or one just before it, split a page within").into()),
        None => Ok(()),
    }
}

fn fits(_: &IndexPages, state: &State, _: &[Fact]) -> Holds {
    match state.tables.iter().find(|table| table.pool.used() > table.pool.room()) {
        Some(table) => {
            let (used, room) = (table.pool.used(), table.pool.room());
            Err(format!("{used} pages in a pool of {room}").into())
        }
        None => Ok(()),
    }
}

/// Takes time in proportion to the trees, so it is judged when all rows are in.
fn whole(_: &IndexPages, state: &State, _: &Bag<'_, super::model::Event>) -> Holds {
    for (table, kind) in state.tables.iter().zip(KeyKind::ALL) {
        for tree in [Some(&table.tree), table.index.as_ref()].into_iter().flatten() {
            tree.check().map_err(|flaw| format!("{}: {flaw}", kind.label()))?;
        }
    }
    Ok(())
}

fn seen(facts: &[Fact], is_seen: fn(&Work) -> bool) -> Holds {
    let works = facts.iter().any(|fact| match fact {
        Fact::Inserted(_, _, work) | Fact::Loaded(_, _, work, _) => is_seen(work),
        _ => false,
    });
    if works { Ok(()) } else { Err("not yet".into()) }
}
