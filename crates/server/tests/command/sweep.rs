//! `faultline sweep`.

use serde_json::Value;

use super::{Done, faultline, refused};

/// What many runs of the ring's opening come to, natively and in wasm.
const MEASURED: &str = include_str!("../../../labs/src/hash_ring/measured.csv");

/// The plan of that file.
const OPENING: [&str; 8] =
    ["sweep", "hash-ring", "--preset", "eight-on-a-ring", "--seeds", "8", "--steps", "500"];

/// A ring that is quickly measured.
const SMALL: [&str; 6] = ["sweep", "hash-ring", "--knob", "keys=300", "--knob", "virtual-nodes=8"];

fn sweep(plan: &[&str], args: &[&str]) -> Done {
    let done = faultline(&[plan, args].concat(), b"");
    assert_eq!((done.code, &*done.err), (Some(0), ""), "{args:?}");
    done
}

/// The small ring in a world where things go wrong, as an object.
fn rough(args: &[&str]) -> Value {
    let rough = ["--mishap-every", "1", "--seeds", "6", "--steps", "60", "--json"];
    sweep(&[&SMALL[..], &rough].concat(), args).json()
}

/// The rows are those of the golden file, byte for byte, on however many threads.
#[test]
fn results_are_those_of_the_golden_file() {
    for threads in ["1", "2", "5"] {
        let per_seed = sweep(&OPENING, &["--csv", "--per-seed", "--threads", threads]).out;
        let summary = sweep(&OPENING, &["--csv", "--threads", threads]).out;
        assert_eq!(format!("{per_seed}\n{summary}"), MEASURED, "on {threads} threads");
    }
}

#[test]
fn a_file_takes_the_rows_and_the_terminal_the_report() {
    let folder = tempfile::tempdir().expect("there is a folder");
    let file = folder.path().join("results.csv");
    let name = file.to_str().expect("its name is text");
    let done = sweep(&OPENING, &["--csv", name, "--per-seed"]);
    assert!(done.out.contains("keys moved (keys)"), "{}", done.out);
    assert!(done.out.contains("6 laws held in all 8 runs"), "{}", done.out);
    let rows = std::fs::read_to_string(&file).expect("it was written");
    assert!(MEASURED.starts_with(&rows) && rows.lines().count() == 9, "{rows}");
}

/// Every value of a small range, every ratio of a large one, a list, and a rate.
#[test]
fn knobs_and_rates_are_swept() {
    let points = |args: &[&str]| {
        let json =
            sweep(&SMALL, &[args, &["--seeds", "2", "--steps", "20", "--json"]].concat()).json();
        let points = json["points"].as_array().expect("there are points").clone();
        points.into_iter().map(|point| point["turned"].to_string()).collect::<Vec<_>>()
    };
    let replicas = [r#"{"replicas":"1"}"#, r#"{"replicas":"2"}"#, r#"{"replicas":"3"}"#];
    assert_eq!(points(&["--knob", "replicas=1..3"]), replicas);
    let shards = [r#"{"shards":"1"}"#, r#"{"shards":"10"}"#, r#"{"shards":"100"}"#];
    assert_eq!(points(&["--knob", "shards=1..100/3"]), shards);
    let grid = points(&["--knob", "strategy=ring,jump", "--loss", "0..0.5/3"]);
    assert_eq!(grid.len(), 6);
    assert_eq!(grid[4], r#"{"loss":"0.25","strategy":"jump"}"#);
    assert_eq!(points(&["--knob", "replicas=2", "--mishap-every", "5"]), ["{}"]);
}

/// The first run that broke a law comes as a link, and `replay` finds it broken there.
#[test]
fn a_law_that_broke_is_a_share_and_a_link() {
    let json = rough(&[]);
    let laws = json["points"][0]["laws"].as_array().expect("laws were judged");
    let law = laws.iter().find(|law| law["law"] == "every look-up is answered").expect("it is one");
    assert!(
        law["broken_in"].as_u64() > Some(0) && law["interval"][0].as_f64() > Some(0.0),
        "{law}"
    );
    let replay = faultline(&["replay", law["link"].as_str().expect("it broke")], b"");
    assert_eq!(replay.code, Some(0), "{}", replay.out);
    assert!(replay.out.contains("BROKEN    every look-up is answered"), "{}", replay.out);
    let unjudged = rough(&["--no-laws"]);
    assert_eq!(unjudged["points"][0]["laws"].as_array().map(Vec::len), Some(0));
    assert_eq!(unjudged["points"][0]["metrics"], json["points"][0]["metrics"]);
}

/// A second recipe under the same seeds: nothing but the difference that the knob makes.
#[test]
fn a_second_recipe_is_told_by_its_difference() {
    const KEY: &str = "answered_by_replica";
    let mean = |args: &[&str]| {
        let json = rough(args);
        let metrics = json["points"][0]["metrics"].as_array().expect("there are metrics");
        let metric = metrics.iter().find(|metric| metric["key"] == KEY).expect("it is one of them");
        metric["mean"].as_f64().expect("it was measured")
    };
    assert_eq!(mean(&["--against", "replicas=1"]), 0.0);
    let [one, two] = ["1", "2"].map(|n| mean(&["--knob", &format!("replicas={n}")]));
    assert!(two > one);
    assert!((mean(&["--against", "replicas=2"]) - (two - one)).abs() < 1e-9);
    let text = sweep(&SMALL, &["--seeds", "2", "--steps", "9", "--against", "replicas=2"]).out;
    assert!(text.contains("second less first"), "{text}");
}

/// A link brings its knobs, its seed and its hands: what hands did happens under every seed.
#[test]
fn a_link_is_measured_with_its_hands() {
    let link = "#/lab/hash-ring?virtual-nodes=16&seed=7&cues=.uv4Slookup%3Aalice_8.ov28Sadd%3A1_\
                e.u08wSremove-shard%3A3";
    let args = ["--seeds", "8", "--steps", "500", "--csv", "--per-seed"];
    let done = faultline(&[&["sweep", "hash_ring", "--from", link], &args[..]].concat(), b"");
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(MEASURED.starts_with(&done.out), "{}", done.out);
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let cases: &[(&[&str], &str)] = &[
        (&["no-lab"], "there is no lab “no-lab”"),
        (&["hash-ring", "--knob", "planets=9"], "no knob “planets”: name one of strategy, shards"),
        (&["hash-ring", "--knob", "shards"], "“shards” is not KEY=VALUES"),
        (&["hash-ring", "--knob", "shards=0..9"], "a whole number from 1 to 2000"),
        (&["hash-ring", "--knob", "shards=9..1"], "“9..1” is empty: begin with the smaller value"),
        (&["hash-ring", "--knob", "shards=1..9/1"], "ask for 2 or more"),
        (&["hash-ring", "--knob", "shards=1,2", "--knob", "shards=3,4"], "shards: "),
        (&["hash-ring", "--loss", "2"], "a share from 0 to 1"),
        (&["hash-ring", "--mishap-every", "5s"], "it is in seconds"),
        (&["hash-ring", "--seeds", "0"], "0 seeds cannot be run"),
        (&["hash-ring", "--seeds", "100001"], "choose from 1 to 100000"),
        (&["hash-ring", "--seeds", "9", "--first-seed", "18446744073709551615"], "begin at"),
        (&["hash-ring", "--seeds", "100000", "--knob", "shards=1..64"], "runs are too many"),
        (&["hash-ring", "--steps", "0"], "take 1 to"),
        (&["hash-ring", "--time", "0s", "--warm-up", "1s"], "leaves nothing to measure"),
        (&["hash-ring", "--against", "planets=9"], "no knob “planets”"),
        (
            &["hash-ring", "--knob", "shards=1..3", "--against", "shards=9"],
            "shards is swept in both recipes",
        ),
        (&["hash-ring", "--per-seed"], "--csv"),
        (&["hash-ring", "--threads", "0"], "--threads"),
        (&["hash-ring", "--from", "#/lab/threads"], "the link is of threads, not of hash-ring"),
        (&["hash-ring", "--from", "seed=zz"], "seed"),
        (&["hash-ring", "--data", "/no/such/file"], "/no/such/file"),
    ];
    for (args, why) in cases {
        refused(&[&["sweep"], *args].concat(), b"", why);
    }
}

/// A closed form stands beside the metric where it holds; where it does not, it is said once why.
#[test]
fn closed_forms_stand_beside_what_was_measured() {
    let plan = ["sweep", "blocking-queue", "--preset", "m-m-1-k", "--seeds", "12", "--time", "4s"];
    let text = sweep(&plan, &[]).out;
    assert!(text.contains("inside the interval"), "{text}");
    let why = "does not hold here. It knows of no loss";
    assert!(!text.contains(why), "{text}");
    let lossy = sweep(&plan, &["--loss", "0.1", "--steps", "200"]).out;
    assert!(lossy.contains(why) && !lossy.contains("the interval\n"), "{lossy}");
    let json = sweep(&plan, &["--json"]).json();
    let metrics = json["points"][0]["metrics"].as_array().expect("there are metrics");
    let holds = |metric: &&Value| metric["formulas"][0]["value"].is_f64();
    let metric = metrics.iter().find(holds).expect("a formula holds");
    let [value, low, high] =
        [&metric["formulas"][0]["value"], &metric["mean_interval"][0], &metric["mean_interval"][1]]
            .map(|number| number.as_f64().expect("it is a number"));
    // Three times the interval, so that none of a handful of seeds decides it.
    assert!(low - (high - low) <= value && value <= high + (high - low), "{metric}");
}
