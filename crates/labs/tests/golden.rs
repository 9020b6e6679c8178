//! What must be the same natively and in wasm32, and from one release to the next.

use kernel::sweep::{Length, Plan, Table, Work};
use kernel::{Run, Trace};
use labs::hash_ring::assignment::Assignment;
use labs::hash_ring::hash;
use labs::hash_ring::keys::Keys;
use labs::hash_ring::members::{Members, Shard};
use labs::hash_ring::placement::Placement;
use labs::hash_ring::strategy::{Kind, Settings, Strategy};
use labs::sheet::Sheet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// One number for all owners in their order.
fn digest(assignment: &Assignment) -> u64 {
    assignment.owners().iter().fold(0, |digest, &owner| hash::mix(digest ^ u64::from(owner)))
}

/// Where every strategy places the same keys. A change here moves the keys of every link that was
/// ever shared: it goes with a raised version of the lab's model, or it is a mistake.
#[test]
fn placements_are_as_they_were() {
    for (kind, before, after) in GOLDEN {
        let weight = |id| if kind.takes_weights() { id % 3 + 1 } else { 1 };
        let shard = |id| Shard { weight: weight(id), ..Shard::new(id, format!("shard-{id}")) };
        let members = Members::new((0..20).map(shard).collect()).unwrap();
        let mut placement = Strategy::new(kind, members, Settings::default()).unwrap();
        let keys = Keys::Generated { seed: 1, count: 10_000 }.digests(&placement);
        let first = Assignment::of(&placement, &keys);
        assert_eq!(digest(&first), before, "{kind} on 20 shards");
        placement.add(&[shard(20)]).unwrap();
        placement.remove(&[20]).unwrap();
        let change = placement.remove(&[17, 18, 19]).unwrap();
        let second = first.after(&placement, &keys, &change);
        assert_eq!(digest(&second), after, "{kind} on 17 shards");
    }
}

const GOLDEN: [(Kind, u64, u64); 7] = [
    (Kind::Ring, 5_831_488_505_414_386_913, 8_421_076_782_618_339_970),
    (Kind::Modulo, 13_962_070_699_784_278_692, 6_143_503_795_574_622_870),
    (Kind::Ketama, 6_749_221_274_129_768_806, 11_214_711_302_276_058_332),
    (Kind::Jump, 8_525_762_034_678_706_034, 8_232_327_177_659_354_233),
    (Kind::Rendezvous, 7_321_471_915_988_924_204, 5_187_968_930_420_145_726),
    (Kind::MultiProbe, 10_317_488_911_965_788_034, 11_138_212_328_267_127_788),
    (Kind::Maglev, 11_157_744_119_967_346_153, 13_978_815_213_613_772_223),
];

/// How far an opening run is traced.
const STEPS: u64 = 5_000;

/// How many facts of it stand in the golden file in words.
const LINES: usize = 40;

/// Every lab's opening run is the one in its `trace.txt`. Where it is meant to change, raise the
/// model's version and let `UPDATE_TRACES=1 cargo test --package labs --test golden` write it.
#[test]
fn opening_runs_are_as_they_were() {
    for entry in labs::entries() {
        let preset = &entry.presets[0];
        let recipe = entry.recipe(preset);
        let machine = entry.machine(&recipe, None).expect("an opening builds");
        let trace = Trace::of(&mut Run::new(machine, recipe), STEPS, LINES);
        let name = format!("{} {}", entry.card.slug, preset.key);
        let text = trace.expect("the models keep the rules").text(&name);
        let file = format!("{}/trace.txt", entry.card.slug.replace('-', "_"));
        assert_eq!(text, files::golden(&file, &text), "{file}");
    }
}

/// Under how many seeds an opening run is measured, and for how many steps each.
const SEEDS: u32 = 8;
const MEASURED: u64 = 500;

/// What many runs of every lab's opening come to, as the files that the page and the command line
/// write: the same bytes natively and in wasm.
#[test]
fn measured_runs_are_as_they_were() {
    for entry in labs::entries() {
        let recipe = entry.recipe(&entry.presets[0]);
        let plan = Plan::new(recipe, Length::steps(MEASURED), Vec::new(), SEEDS, true)
            .expect("the plan is sound");
        let machine = entry.machine(&plan.recipe(0, 0), None).expect("an opening builds");
        let mut table = Table::new(&plan, machine.metrics().len());
        for chunk in plan.chunks(3) {
            let mut work = Work::new(&plan, chunk, &*machine);
            while !work.advance(100) {}
            table.put(chunk, &work.finish());
        }
        let sheet = Sheet::new(entry, &plan, &table, &*machine);
        let text = sheet.per_seed() + "\n" + &sheet.summary();
        let file = format!("{}/measured.csv", entry.card.slug.replace('-', "_"));
        assert_eq!(text, files::golden(&file, &text), "{file}");
    }
}

/// Golden files as they stand in the labs' folders.
#[cfg(not(target_arch = "wasm32"))]
mod files {
    use std::{env, fs, path::Path};

    /// What stands in a golden file, after it was written anew where the environment asks for it.
    pub fn golden(file: &str, fresh: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        if env::var_os("UPDATE_TRACES").is_some() {
            fs::write(&path, fresh).unwrap_or_else(|error| panic!("{file}: {error}"));
        }
        fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!("{file}: {error}; UPDATE_TRACES=1 lets this test write it")
        })
    }
}

/// Golden files as they were when this test was compiled: wasm has no file system.
#[cfg(target_arch = "wasm32")]
mod files {
    use include_dir::{Dir, include_dir};

    static FOLDERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src");

    /// What stands in a golden file.
    pub fn golden(file: &str, _: &str) -> String {
        let text = FOLDERS.get_file(file).and_then(|found| found.contents_utf8());
        text.unwrap_or_else(|| panic!("there is no {file}")).to_owned()
    }
}
