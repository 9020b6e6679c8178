//! `faultline check`.

use kernel::{Deed, Run, link};
use serde_json::Value;

use super::{faultline, refused};

const SMALL: [&str; 8] =
    ["check", "hash-ring", "--knob", "shards=3", "--knob", "keys=100", "--knob", "virtual-nodes=4"];

fn laws_that_are<'a>(json: &'a Value, verdict: &str) -> Vec<&'a Value> {
    let laws = json["laws"].as_array().expect("laws");
    laws.iter().filter(|law| law["verdict"] == verdict).collect()
}

/// The counts are those that the lab's own test pins. What was seen has a sample, whose link shows
/// it.
#[test]
fn what_holds_is_exit_code_0_with_a_sample_of_what_was_seen() {
    let args = [&SMALL[..], &["--knob", "replicas=2", "--json"]].concat();
    let done = faultline(&args, b"");
    assert_eq!(done.code, Some(0), "{}", done.err);
    let json = done.json();
    assert_eq!((&json["verdict"], &json["end"]), (&"holds".into(), &"complete".into()));
    assert_eq!(
        (&json["distinct"], &json["generated"], &json["depth"]),
        (&12_820.into(), &45_191.into(), &7.into())
    );
    assert!(laws_that_are(&json, "broken").is_empty());
    let seen = laws_that_are(&json, "seen");
    assert!(!seen.is_empty());
    for law in seen {
        let name = law["law"].as_str().unwrap();
        let replay = faultline(&["replay", law["way"]["link"].as_str().unwrap()], b"");
        assert_eq!(replay.code, Some(0), "{name}: {}", replay.err);
        let steps = law["way"]["steps"].as_array().unwrap().len();
        let shown = format!("seen      {name} (step {steps})\n");
        assert!(replay.out.contains(&shown), "{shown} in {}", replay.out);
    }
}

#[test]
fn a_violation_is_exit_code_1_and_a_link_that_shows_it() {
    let done = faultline(&[&SMALL[..], &["--json"]].concat(), b"");
    assert_eq!(done.code, Some(1), "{}", done.err);
    let json = done.json();
    assert_eq!(json["verdict"], "broken");
    let law = laws_that_are(&json, "broken")[0];
    assert_eq!(law["law"], "every look-up is answered");
    assert_eq!(law["way"]["steps"].as_array().map(Vec::len), Some(2));
    let replay = faultline(&["replay", law["way"]["link"].as_str().unwrap()], b"");
    assert_eq!(replay.code, Some(0), "{}", replay.err);
    let broken = format!(
        "BROKEN    every look-up is answered (step 2 at 0.050 s): {}\n",
        law["why"].as_str().unwrap()
    );
    assert!(replay.out.contains(&broken), "{}", replay.out);
    let text = faultline(&SMALL, b"").out;
    assert!(text.starts_with("A law can be broken. This is the shortest way.\n"), "{text}");
    assert!(text.contains("the shortest way to break “every look-up is answered”"), "{text}");
    assert!(text.contains("  #/lab/hash-ring?"), "{text}");
}

/// What is cut is not finished, and says what cut it; that it will be is said before.
#[test]
fn what_is_cut_is_exit_code_2() {
    let none = [&SMALL[..], &["--budget", "crashes=0", "--budget", "changes=0"]].concat();
    let done = faultline(&none, b"");
    assert_eq!(done.code, Some(0), "{}", done.out);
    assert!(done.out.starts_with("Every state within these budgets was seen"), "{}", done.out);
    let two = [&SMALL[..], &["--knob", "replicas=2"]].concat();
    let done = faultline(&[&two[..], &["--depth", "2"]].concat(), b"");
    assert_eq!(done.code, Some(2), "{}", done.out);
    let cut = "This is no proof: the limit of 2 levels was reached.";
    assert!(done.out.starts_with(cut), "{}", done.out);
    let done = faultline(&[&two[..], &["--limit", "5000"]].concat(), b"");
    assert_eq!(done.code, Some(2), "{}", done.out);
    let cut = "This is no proof: the limit of 5,000 states was reached.";
    assert!(done.out.starts_with(cut), "{}", done.out);
    assert!(done.out.contains("there seem to be between"), "{}", done.out);
}

/// What is published of the specification TwoPhase: 8,832 of 58,146 for five resource managers.
#[test]
fn the_textbook_model_has_the_published_counts() {
    let args = ["check", "textbook-two-phase-commit", "--knob", "managers=5"];
    let count = |more: &[&str]| {
        let done = faultline(&[&args[..], more, &["--json"]].concat(), b"");
        assert_eq!(done.code, Some(0), "{}", done.err);
        let json = done.json();
        ["distinct", "generated", "depth", "distinct_in_all", "symmetry"]
            .map(|key| json[key].clone())
    };
    let numbers: [Value; 5] = [8_832.into(), 58_146.into(), 17.into(), 8_832.into(), false.into()];
    assert_eq!(count(&[]), numbers);
    let [distinct, _, depth, in_all, symmetry] = count(&["--symmetry"]);
    assert_eq!(
        [distinct, depth, in_all, symmetry],
        [314.into(), 17.into(), 8_832.into(), Value::from(true)]
    );
    let text = faultline(&[&args[..], &["--symmetry"]].concat(), b"").out;
    let first = "Every state within these budgets was seen: 8,832 states (314 up to renaming of \
                 resource managers). No law can be broken.\n314 distinct states up to renaming, ";
    assert!(text.starts_with(first), "{text}");
}

/// Rows are counted within the limit, and laid beside what is published.
#[test]
fn tallies_are_laid_beside_what_is_published() {
    let counted = |limit: &str, code: i32| {
        let args = ["check", "textbook-two-phase-commit", "--counts", "--limit", limit];
        let done = faultline(&[&args[..], &["--json"]].concat(), b"");
        assert_eq!(done.code, Some(code), "{}", done.err);
        let rows = done.json()["tallies"][0]["rows"].as_array().unwrap().clone();
        (rows, faultline(&args, b"").out)
    };
    // Four million states would do for all; to the fifth row ten thousand are enough.
    let (rows, text) = counted("10000", 2);
    assert_eq!(rows.len(), 7);
    let third = &rows[2];
    assert_eq!((&third["managers"], &third["is_as_published"]), (&"3".into(), &true.into()));
    assert_eq!((&third["distinct"], &third["up_to_renaming"]), (&288.into(), &80.into()));
    assert_eq!(
        (&rows[4]["generated"], &rows[4]["is_as_published"]),
        (&58_146.into(), &true.into())
    );
    assert_eq!((&rows[6]["distinct"], &rows[6]["up_to_renaming"]), (&Value::Null, &920.into()));
    let line = "  ✓ 3: 288 distinct, 1,146 generated, depth 11, 80 up to renaming (published: 288 of \
                1,146, depth 11, TLC; 288, Stateright)\n";
    assert!(text.contains(line), "{text}");
    let none = faultline(&["check", "threads", "--counts"], b"");
    assert_eq!(none.code, Some(64), "{}", none.out);
}

/// Where there is nothing to lose, and nobody to change names with, that is said.
#[test]
fn what_a_lab_does_not_have_is_not_searched() {
    let refused = |args: &[&str], why: &str| {
        let done = faultline(&[&["check"], args].concat(), b"");
        assert_eq!(done.code, Some(64), "{}", done.out);
        assert!(done.err.contains(why), "{}", done.err);
    };
    let drops = ["threads", "--budget", "drops=1"];
    refused(&drops, "no budget “drops”: name one of crashes, cancels");
    refused(&["hash-ring", "--symmetry"], "no two parts are interchangeable");
    let alone = ["textbook-two-phase-commit", "--knob", "managers=1", "--symmetry"];
    refused(&alone, "no two parts are interchangeable under these knobs");
}

/// Whoever reads along is told before the limit is met; a program that reads JSON is not.
#[test]
fn what_is_too_large_is_told_on_the_way() {
    let args = ["check", "blocking-queue", "--knob", "producers=4", "--knob", "consumers=4"];
    let limited = [&args[..], &["--limit", "20000"]].concat();
    let done = faultline(&limited, b"");
    assert_eq!(done.code, Some(2), "{}", done.out);
    assert!(done.err.contains("oo large for the limit of 20,000 states"), "{}", done.err);
    let json = faultline(&[&limited[..], &["--json"]].concat(), b"").json();
    let (least, most) = (&json["estimate"]["least"], &json["estimate"]["most"]);
    assert!(least.as_u64() > Some(20_000) && most.as_u64() > least.as_u64(), "{json}");
}

/// A breach outweighs the limit that came after it.
#[test]
fn a_violation_counts_where_the_rest_was_cut() {
    let done = faultline(&[&SMALL[..], &["--all", "--limit", "2000", "--json"]].concat(), b"");
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert_eq!((&done.json()["verdict"], &done.json()["end"]), (&"broken".into(), &"cut".into()));
}

/// From the frame of a link: its whole address, its fragment, or its query.
#[test]
fn a_search_starts_from_a_link() {
    let entry = labs::find("hash-ring").unwrap();
    let small = "shards=3&keys=100&virtual-nodes=4&lookups=1&seed=1";
    let recipe = link::read(entry.knobs, entry.version, small).unwrap().recipe;
    let mut run = Run::new(entry.machine(&recipe, None).unwrap(), recipe);
    run.take(Deed::Say("kill:1".into())).unwrap();
    // The shortest breach is a crash and a look-up: after the crash one step is left.
    let page = format!("#/lab/hash-ring?{}", link::write(entry.knobs, &run));
    let address = format!("https://example.org/{page}");
    for given in [&address, &page, page.split_once('?').unwrap().1] {
        let done = faultline(&["check", "hash-ring", "--from", given, "--json"], b"");
        let json = match done.code {
            Some(1) => done.json(),
            code => panic!("{given}: {code:?} {}", done.err),
        };
        let law = laws_that_are(&json, "broken")[0];
        assert_eq!(law["way"]["steps"].as_array().map(Vec::len), Some(1), "{law}");
        assert_eq!(faultline(&["replay", law["way"]["link"].as_str().unwrap()], b"").code, Some(0));
    }
}

/// Cells are judged within the limit, and laid beside what is published: with a lock that is handed
/// over some differ, which is exit code 1.
#[test]
fn a_grid_is_laid_beside_what_is_published() {
    let args = ["check", "blocking-queue", "--grid", "--limit", "300"];
    let done = faultline(&[&args[..], &["--json"]].concat(), b"");
    assert_eq!(done.code, Some(1), "{}", done.err);
    let json = done.json();
    let grids = json["grids"].as_array().unwrap();
    let cells = |grid: usize| grids[grid]["cells"].as_array().unwrap().iter();
    let at = |capacity: i64, producers: i64, consumers: i64| {
        move |cell: &&Value| {
            let knobs = &cell["knobs"];
            let wanted = [capacity, producers, consumers];
            ["capacity", "producers", "consumers"].iter().zip(wanted).all(|(k, n)| knobs[k] == n)
        }
    };
    assert_eq!((grids.len(), cells(0).count()), (2, 48));
    assert!(cells(0).all(|cell| cell["is_as_published"] != false));
    assert!(cells(0).any(|cell| cell["verdict"] == "unfinished"));
    let dead = cells(0).find(at(1, 2, 2)).unwrap();
    assert_eq!((&dead["verdict"], &dead["steps"]), (&"broken".into(), &16.into()));
    let replay = faultline(&["replay", dead["link"].as_str().unwrap()], b"");
    assert!(replay.out.contains("(step 16 at"), "{}", replay.out);
    let freed = cells(1).find(at(1, 1, 2)).unwrap();
    assert_eq!((&freed["verdict"], &freed["is_as_published"]), (&"holds".into(), &false.into()));
    let text = faultline(&args, b"").out;
    assert!(text.contains("published: free of deadlock exactly when"), "{text}");
    assert!(text.contains("published: broken, which differs\n"), "{text}");
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let cases: &[(&[&str], &str)] = &[
        (&["no-lab"], "there is no lab “no-lab”"),
        (&["hash-ring", "--knob", "planets=9"], "no knob “planets”: name one of strategy, shards"),
        (&["hash-ring", "--knob", "shards"], "“shards” is not KEY=VALUE"),
        (&["hash-ring", "--knob", "shards=0"], "a whole number from 1 to 2000"),
        (&["hash-ring", "--preset", "none"], "no preset “none”: name one of eight-on-a-ring"),
        (
            &["hash-ring", "--budget", "wars=1"],
            "no budget “wars”: name one of drops, copies, changes",
        ),
        (&["hash-ring", "--budget", "drops=256"], "drops cannot be “256”: it is 0 to 255"),
        (&["hash-ring", "--from", "#/lab/no-lab?seed=1"], "there is no lab “no-lab”"),
        (&["hash-ring", "--from", "#/lab/threads?seed=1"], "is of threads, not of hash-ring"),
        (&["hash-ring", "--from", "shards=0"], "a whole number from 1 to 2000"),
        (&["hash-ring", "--from", "data=5"], "load the same file to see it"),
        (&["hash-ring", "--from", "seed=1", "--knob", "shards=3"], "cannot be used with"),
        (&["hash-ring", "--grid"], "hash-ring has no grid"),
        (&["hash-ring", "--states", "5"], "--states"),
    ];
    for (args, why) in cases {
        refused(&[&["check"], *args].concat(), b"", why);
    }
}
