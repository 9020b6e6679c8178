//! What was measured, as a table, as JSON, and as what is written into the page's file.

use labs::index_pages::KeyKind;
use labs::index_pages::reality::{COMMAND, Figures, Load, PAGE_BYTES, Reality, Row, Store, sample};
use labs::words::whole;
use serde_json::{Value, json};

use super::machine::Machine;
use super::store;

/// All that was measured, with what it was measured on.
pub fn reality(load: &Load, machine: &Machine, rows: Vec<Row>) -> anyhow::Result<Reality> {
    let Load { rows: count, row_bytes, batch_rows, cache_mib, seed } = *load;
    let versions = Store::ALL.map(|of| format!("{} {}", of.label(), store::version(of)));
    let about = [
        ("written by", COMMAND.to_owned()),
        ("command", command()),
        ("date", machine.date.clone()),
        ("machine", machine.line()),
        ("stores", versions.join(", ")),
        ("rows", count.to_string()),
        ("row bytes", row_bytes.to_string()),
        ("transactions", format!("{} rows, each on disk when committed", whole(batch_rows.into()))),
        ("cache", format!("{cache_mib} MiB")),
        ("page bytes", PAGE_BYTES.to_string()),
        ("seed", seed.to_string()),
        ("small model", sample()?),
    ];
    let about = about.map(|(name, value)| (name.to_owned(), value));
    Ok(Reality { about: about.into(), rows })
}

/// The command line as it was given, but for where the program lies.
fn command() -> String {
    let given = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let words = ["faultline".to_owned()].into_iter().chain(given);
    words.collect::<Vec<_>>().join(" ").replace(['\r', '\n'], " ")
}

/// For people: what it is of, and a table. A cell has what was measured and what the model says.
pub fn text(reality: &Reality, load: &Load) -> String {
    const TOLD: [&str; 5] = ["transactions", "cache", "machine", "stores", "date"];
    let (rows, row_bytes) = (whole(load.rows.into()), load.row_bytes);
    let mut text = format!("{rows} rows of {row_bytes} bytes beside the key\n");
    for name in TOLD {
        if let Some(value) = reality.about(name) {
            text += &format!("{name:<13}{value}\n");
        }
    }
    text += "\nmeasured / predicted by the lab’s B+ tree\n";
    text += &format!(
        "  {:<7}{:<15}{:>10}{:>17}{:>19}{:>15}{:>13}{:>13}{:>9}\n",
        "store",
        "key",
        "rows/s",
        "file MiB",
        "leaf pages",
        "fill %",
        "read/row",
        "write/row",
        "disk MiB"
    );
    for row in &reality.rows {
        let Row { measured: m, predicted: p, .. } = row;
        let each = |pages| a_row(pages, load);
        text += &format!(
            "  {:<7}{:<15}{:>10}{:>17}{:>19}{:>15}{:>13}{:>13}{:>9}\n",
            row.store.key(),
            row.kind.key(),
            whole(row.rows_a_second),
            pair(mib(m.file_bytes), mib(p.file_bytes)),
            pair(whole(m.leaf_pages), whole(p.leaf_pages)),
            pair(percent(m.fill_ppm), percent(p.fill_ppm)),
            pair(each(m.pages_read), each(p.pages_read)),
            pair(each(m.pages_written), each(p.pages_written)),
            row.disk_bytes.map_or("–".to_owned(), |bytes| whole(bytes >> 20)),
        );
    }
    text
}

fn pair(measured: String, predicted: String) -> String {
    format!("{measured} / {predicted}")
}

fn mib(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / f64::from(1 << 20))
}

fn percent(ppm: u64) -> String {
    format!("{:.1}", ppm as f64 / 10_000.0)
}

fn a_row(pages: Option<u64>, load: &Load) -> String {
    pages.map_or("–".to_owned(), |pages| format!("{:.2}", pages as f64 / f64::from(load.rows)))
}

/// For programs.
pub fn json(reality: &Reality) -> Value {
    let about = reality.about.iter().map(|(name, value)| (name.replace(' ', "_"), value.clone()));
    let about: serde_json::Map<String, Value> =
        about.map(|(name, value)| (name, value.into())).collect();
    let row = |row: &Row| {
        json!({
            "store": row.store.key(),
            "key": row.kind.key(),
            "took_ms": row.took_ms,
            "rows_per_second": row.rows_a_second,
            "log_bytes": row.log_bytes,
            "disk_bytes": row.disk_bytes,
            "measured": figures(&row.measured),
            "predicted": figures(&row.predicted),
        })
    };
    json!({ "about": about, "rows": reality.rows.iter().map(row).collect::<Vec<_>>() })
}

fn figures(of: &Figures) -> Value {
    json!({
        "file_bytes": of.file_bytes,
        "leaf_pages": of.leaf_pages,
        "inner_pages": of.inner_pages,
        "fill_ppm": of.fill_ppm,
        "pages_read": of.pages_read,
        "pages_written": of.pages_written,
    })
}

/// A store of the command line.
pub fn read_store(text: &str) -> Result<Store, String> {
    let found = Store::ALL.into_iter().find(|store| store.key() == text);
    found.ok_or_else(|| one_of(Store::ALL.map(Store::key)))
}

/// A kind of key of the command line.
pub fn read_kind(text: &str) -> Result<KeyKind, String> {
    let found = KeyKind::ALL.into_iter().find(|kind| kind.key() == text);
    found.ok_or_else(|| one_of(KeyKind::ALL.map(KeyKind::key)))
}

fn one_of<const N: usize>(keys: [&str; N]) -> String {
    format!("name one of {}", keys.join(", "))
}
