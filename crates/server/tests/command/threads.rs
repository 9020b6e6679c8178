//! `faultline threads`.

use serde_json::Value;

use super::{faultline, refused};

const SMALL: [&str; 5] = ["threads", "--size", "small", "--repeat", "1"];

/// Primes below 500,000, by OEIS A000720; the picture as the tab in the browser has it too.
#[test]
fn every_way_comes_to_the_same_and_to_what_is_known() {
    let args = [&SMALL[..], &["--threads", "1..2", "--processes", "--json"]].concat();
    let done = faultline(&args, b"");
    assert_eq!(done.code, Some(0), "{}", done.err);
    let json = done.json();
    let jobs = json.as_array().unwrap();
    let known = [("picture", 0x7353_a181_u32), ("primes", 41_538), ("waits", 12)];
    assert_eq!(jobs.len(), known.len());
    for (job, (name, result)) in jobs.iter().zip(known) {
        assert_eq!((&job["job"], &job["size"]), (&name.into(), &"small".into()));
        assert_eq!(job["result"], result, "{name}");
        let rows = job["rows"].as_array().unwrap();
        let ways: Vec<_> = rows.iter().map(|row| (&row["way"], &row["count"])).collect();
        let (threads, processes) = (&Value::from("threads"), &Value::from("processes"));
        let (one, two) = (&Value::from(1), &Value::from(2));
        assert_eq!(ways, [(threads, one), (threads, two), (processes, one), (processes, two)]);
        for row in rows {
            let [alone, wall, speed_up] = [&job["alone_ms"], &row["wall_ms"], &row["speed_up"]]
                .map(|value| value.as_f64().unwrap());
            assert!((speed_up - alone / wall).abs() < 1e-9, "{row}");
            assert_eq!(row["karp_flatt"].is_null(), row["count"] == 1, "{row}");
        }
    }
}

#[test]
fn two_wait_in_half_the_time_of_one() {
    for way in [&["--threads", "2"][..], &["--threads", "2", "--processes"]] {
        let args = [&SMALL[..], &["--job", "waits", "--json"], way].concat();
        let json = faultline(&args, b"").json();
        for row in json[0]["rows"].as_array().unwrap() {
            let speed_up = row["speed_up"].as_f64().unwrap();
            // Twice, but for what a busy machine adds to a wait.
            assert!(speed_up > 1.2, "{row}");
        }
    }
}

#[test]
fn for_people_there_is_a_table_and_what_it_says() {
    let args = [&SMALL[..], &["--job", "primes", "--threads", "2"]].concat();
    let done = faultline(&args, b"");
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    let lines: Vec<_> = done.out.lines().collect();
    assert!(
        lines[0].starts_with("primes, small: 41538 below 500000, in 100 parts; "),
        "{}",
        done.out
    );
    assert!(lines[1].contains("efficiency") && lines[1].contains("Karp–Flatt"), "{}", done.out);
    assert!(lines[2].trim_start().starts_with("alone"), "{}", done.out);
    assert!(lines[3].trim_start().starts_with("threads"), "{}", done.out);
}

#[test]
fn a_process_does_what_its_input_asks_for_and_ends_with_it() {
    // Waits, small, the last part: the result is one, and there are no pixels.
    let done = faultline(&["threads", "--worker"], b"\x02\0\x0b\0\0\0");
    assert_eq!((done.code, done.out.as_str()), (Some(0), "!\x01\0\0\0\0\0\0\0"));
    let done = faultline(&["threads", "--worker"], b"\x02\0\x0c\0\0\0");
    assert_eq!(done.code, Some(70));
    assert!(done.err.contains("asks for part 12, and the job has 12"), "{}", done.err);
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let cases: &[(&[&str], &str)] = &[
        (&["--threads", "0"], "such as 4 or 1..4, within 1..64"),
        (&["--threads", "4..1"], "such as 4 or 1..4"),
        (&["--threads", "1..65"], "within 1..64"),
        (&["--job", "dishes"], "name one of picture, primes, waits"),
        (&["--size", "huge"], "name one of small, medium, large"),
        (&["--repeat", "0"], "1..=99"),
        (&["--worker", "--json"], "--worker"),
    ];
    for (args, why) in cases {
        refused(&[&["threads"], *args].concat(), b"", why);
    }
}
