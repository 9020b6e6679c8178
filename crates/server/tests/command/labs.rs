//! `faultline labs`.

use super::faultline;

#[test]
fn every_lab_has_its_line() {
    let done = faultline(&["labs"], b"");
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(done.out.lines().count(), labs::LABS.len());
    for (line, entry) in done.out.lines().zip(labs::entries()) {
        assert!(line.starts_with(entry.card.slug) && line.ends_with(entry.card.question), "{line}");
    }
}

#[test]
fn every_lab_has_its_object() {
    let json = faultline(&["labs", "--json"], b"").json();
    let list = json.as_array().unwrap();
    assert_eq!(list.len(), labs::LABS.len());
    for (lab, entry) in list.iter().zip(labs::entries()) {
        assert_eq!(lab["slug"], entry.card.slug);
        assert_eq!(lab["knobs"].as_array().unwrap().len(), entry.knobs.len());
        assert_eq!(lab["presets"][0]["key"], entry.presets[0].key);
    }
}
