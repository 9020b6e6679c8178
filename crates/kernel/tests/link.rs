//! Links: what is written is read, and whatever is read is a typed error or a run.

#[path = "common/hands.rs"]
mod hands;
#[path = "common/toy.rs"]
mod toy;

use hands::{hand, played, recipes};
use kernel::link::{self, Carrier, Limits, Link, LinkError, Notice, Opened, Opening, Progress};
use kernel::{Cue, Deed, Misfit, Model, Nature, Pick, Playhead, Recipe, Run, Span, Stop, Time};
use proptest::prelude::*;

const VERSION: u32 = toy::Toy::VERSION;
/// Few, so that hostile texts are quick to open.
const LIMITS: Limits = Limits { steps: 3_000 };

fn read(text: &str) -> Result<Link, LinkError> {
    link::read(toy::KNOBS, VERSION, text)
}

fn write(run: &Run) -> String {
    link::write(toy::KNOBS, run)
}

fn open(link: Link) -> Opened {
    let machine = toy::machine(&link.recipe);
    link::open(link, machine, LIMITS)
}

/// Reads and opens a text; an error or a run within its limits is all that may come of it.
fn survive(text: &str) {
    match read(text) {
        Ok(link) => {
            let Opened { run, notices } = open(link);
            assert!(run.playhead().step <= LIMITS.steps);
            let told: usize = notices.iter().map(|notice| notice.to_string().len()).sum();
            assert!(told < 10_000, "notices are short");
            assert!(read(&write(&run)).is_ok(), "what was opened can be written");
        }
        Err(error) => {
            let told = error.to_string();
            assert!(told.len() < 1_000, "an error is short: {told}");
        }
    }
}

/// A text with something of everything in it.
fn rich_text() -> String {
    let mut recipe = toy::recipe(0xfeed);
    recipe.knobs = vec![4, 9, 1, 1];
    recipe.nature = toy::rough();
    recipe.stop = Stop { at: Time::from_micros(9_000_000), steps: 8_000 };
    let mut run = Run::new(toy::machine(&recipe), recipe);
    for deed in [
        Deed::Act(1),
        Deed::Say("mint 3 “a.b_c” & 50 %".into()),
        Deed::Fire(0),
        Deed::Say("wake 1".into()),
    ] {
        run.advance(run.playhead().at + Span::millis(3), 40);
        run.take(deed).expect("it is on offer");
    }
    run.advance(run.playhead().at + Span::millis(20), 200);
    write(&run)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_is_read(
        recipe in recipes(),
        hands in prop::collection::vec(hand(), 0..24),
    ) {
        let run = played(&recipe, &hands);
        let text = write(&run);
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._=&%".contains(&b)));
        let link = read(&text).expect("a written link is read");
        prop_assert_eq!(&link.recipe, run.recipe());
        prop_assert_eq!(link.playhead, run.playhead());
        let machine = toy::machine(&link.recipe);
        let opened = link::open(link, machine, Limits::default());
        prop_assert_eq!(&opened.notices, &[], "{}", text);
        prop_assert_eq!(opened.run.playhead(), run.playhead());
        prop_assert_eq!(opened.run.machine().fingerprint(), run.machine().fingerprint());
        prop_assert_eq!(opened.run.verdicts(), run.verdicts());
        prop_assert_eq!(opened.run.log(99), run.log(99));
        prop_assert_eq!(write(&opened.run), text);
    }

    #[test]
    fn every_recipe_is_read_as_it_was(mut recipe in recipes(), cues in cues()) {
        recipe.cues = cues;
        let run = Run::new(toy::machine(&recipe), recipe);
        let link = read(&write(&run)).expect("a written link is read");
        prop_assert_eq!(&link.recipe, run.recipe());
    }

    #[test]
    fn garbage_is_an_error_or_a_run(text in "[a-z0-9A-Z.=&_%-]{0,200}") {
        survive(&text);
    }

    #[test]
    fn garbage_under_a_key_is_an_error_or_a_run(
        key in prop::sample::select(&link::KEYS[..]),
        value in "[a-z0-9A-Z._%-]{0,60}",
    ) {
        survive(&format!("{key}={value}"));
    }

    #[test]
    fn garbage_for_a_cue_is_an_error_or_a_run(
        cues in prop::collection::vec("[0-9a-f]?(\\.[0-9a-z]{0,3})?[AFDCLS][0-9a-z%]{0,3}", 0..40),
        step in 0..200u64,
    ) {
        survive(&format!("cues={}&at={step}.9000000", cues.join("_")));
    }

    #[test]
    fn any_unicode_is_an_error_or_a_run(text in "\\PC{0,200}") {
        survive(&text);
    }
}

/// Cues with everything that a recipe can hold, whether or not it fits.
fn cues() -> impl Strategy<Value = Vec<Cue>> {
    let number = || prop_oneof![0..40u64, any::<u64>()];
    let index = || prop_oneof![0..40u32, any::<u32>()];
    let deed = prop_oneof![
        index().prop_map(Deed::Act),
        "\\PC{0,12}".prop_map(|text| Deed::Say(text.into())),
        index().prop_map(Deed::Fire),
        index().prop_map(Deed::Drop),
        index().prop_map(Deed::Copy),
        (index(), number()).prop_map(|(index, by)| Deed::Delay(index, Span::micros(by))),
    ];
    let pick = prop_oneof![
        index().prop_map(Pick::Choice),
        number().prop_map(|us| Pick::Delay(Span::micros(us))),
        Just(Pick::Spared),
    ];
    let picks = prop::collection::vec(pick, 0..4);
    let cue = (number(), number(), deed, picks);
    let cue = cue.prop_map(|(step, at, deed, picks)| Cue {
        step,
        at: Time::from_micros(at),
        deed,
        picks,
    });
    prop::collection::vec(cue, 0..12)
}

#[test]
fn every_prefix_is_an_error_or_a_run() {
    let text = rich_text();
    for end in 0..text.len() {
        survive(&text[..end]);
    }
}

#[test]
fn every_bit_flip_is_an_error_or_a_run() {
    let text = rich_text().into_bytes();
    let mut errors = 0;
    for bit in 0..text.len() * 8 {
        let mut flipped = text.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let flipped = String::from_utf8_lossy(&flipped);
        survive(&flipped);
        errors += usize::from(read(&flipped).is_err());
    }
    assert!(errors > text.len(), "most flips are seen: {errors} of {}", text.len() * 8);
}

#[test]
fn every_flip_of_the_fingerprint_is_told() {
    let text = rich_text();
    let (head, fp) = text.rsplit_once('=').expect("a link ends with its fingerprint");
    let fp = u16::from_str_radix(fp, 16).expect("four digits");
    for bit in 0..16 {
        let opened = open(read(&format!("{head}={:04x}", fp ^ 1 << bit)).expect("a link"));
        let differs = Notice::Differs { link: fp ^ 1 << bit, world: fp };
        assert_eq!(opened.notices, [differs]);
    }
}

#[test]
fn a_million_bytes_are_refused_before_any_work() {
    for filler in ["cues=", "A", "&", "peers=1&", "A_", "%41", "é"] {
        let text = filler.repeat(1_000_000 / filler.len());
        assert_eq!(read(&text), Err(LinkError::TooLong { bytes: text.len() }));
        let most = link::LENGTH_MAX / filler.len() * filler.len();
        survive(&text[..most]);
        survive(&format!("cues={}", &text[..most - 8 * filler.len()]));
    }
}

#[test]
fn more_cues_than_a_run_takes_are_refused() {
    let cues = |count: usize| format!("cues={}", vec!["A"; count].join("_"));
    assert_eq!(read(&cues(kernel::run::CUES + 1)), Err(LinkError::TooManyCues));
    let link = read(&cues(kernel::run::CUES)).expect("as many as may be");
    assert_eq!(link.recipe.cues.len(), kernel::run::CUES);
}

#[test]
fn errors_say_what_would_be_right() {
    for (text, told) in [
        ("peers", "“peers” has no value: every part of a link is key=value"),
        ("peer=3", "“peer” is no knob of this lab: it has peers, tokens, wire, endless"),
        ("peers=3&peers=4", "“peers” stands twice in the link: every key stands once"),
        ("seed=1&seed=1", "“seed” stands twice in the link: every key stands once"),
        ("peers=12", "peers cannot be “12”: it is a whole number from 1 to 9"),
        ("wire=%4", "“%4” under wire is not percent-encoded UTF-8: every % has two hexadecimal"),
        ("seed=xyz", "seed cannot be “xyz”: it is a number of 1 to 16 hexadecimal digits"),
        ("seed=+1", "seed cannot be “+1”"),
        ("seed=11112222333344445", "seed cannot be “11112222333344445”"),
        ("nature=1.2", "nature cannot be “1.2”: it is loss.copy.mishap"),
        ("nature=1000001.0.0", "nature cannot be “1000001.0.0”"),
        ("stop=1.2.3", "stop cannot be “1.2.3”: it is instant.steps"),
        ("at=1", "at cannot be “1”: it is step.instant"),
        ("v=-1", "v cannot be “-1”: it is the number of a model's version"),
        ("fp=1a2", "fp cannot be “1a2”: it is four hexadecimal digits"),
        ("data=", "data cannot be “”: it is a digest"),
        ("cues=A_3Q", "cue 2, “3Q”, cannot be read: after its numbers comes one of A, F, D, C"),
        ("cues=A_A_AZ", "cue 3, “AZ”, cannot be read: after its deed come only answers"),
        ("cues=S%ff", "cue 1, “S%ff”, cannot be read: what is said must be percent-encoded"),
        ("cues=A4294967296", "cue 1, “A4294967296”, cannot be read: an index"),
        ("cues=3w5e11264sgsgA", "cannot be read: a number must be below 2 to the 64"),
        ("cues=3w5e11264sgsdA_1A", "cue 2, “1A”, cannot be read: its step"),
        ("cues=.3w5e11264sgsgA", "cannot be read: a number must be below 2 to the 64"),
        ("cues=.3w5e11264sgseA_.3A", "cue 2, “.3A”, cannot be read: its instant"),
    ] {
        let error = read(text).expect_err(text).to_string();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn what_is_left_out_is_at_its_default() {
    let link = read("").expect("nothing is a link");
    let defaults = Recipe { seed: 0, ..toy::recipe(0) };
    assert_eq!(link.recipe, defaults);
    assert_eq!(read("&&peers=3&").expect("a link").recipe, defaults);
}

#[test]
fn a_choice_and_a_digest_and_a_nature_are_in_the_text() {
    let mut recipe = toy::recipe(0x1f);
    recipe.knobs[2] = 1;
    recipe.data = Some(0xabc);
    recipe.nature = Nature { loss_ppm: 5, copy_ppm: 0, mishap_every: Span::secs(1) };
    recipe.stop.steps = 70;
    let run = Run::new(toy::machine(&recipe), recipe);
    let text = write(&run);
    let expected = "wire=first%20in%2C%20first%20out&data=abc&seed=1f&nature=5.0.1000000&stop=-.70";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn cues_are_counted_and_short() {
    let mut recipe = toy::recipe(3);
    let cue = |step, us, deed, picks| Cue { step, at: Time::from_micros(us), deed, picks };
    recipe.cues = vec![
        cue(1, 0, Deed::Act(0), vec![]),
        cue(2, 0, Deed::Fire(35), vec![Pick::Choice(1), Pick::Delay(Span::micros(36))]),
        cue(9, 1_000, Deed::Say("a b".into()), vec![Pick::Choice(0)]),
        cue(10, 1_000, Deed::Delay(3, Span::millis(1)), vec![]),
        cue(11, 1_001, Deed::Drop(1), vec![]),
        cue(12, 1_001, Deed::Copy(2), vec![Pick::Choice(2), Pick::Spared]),
    ];
    let text = write(&Run::new(toy::machine(&recipe), recipe));
    assert!(text.contains("&cues=A_FzX1W10_6.rsSa%20b.X_L3.rs_.1D1_C2X2N&"), "{text}");
}

#[test]
fn a_link_of_another_version_opens_at_the_start_and_says_what_is_lost() {
    let text = rich_text().replace("&v=7", "&v=6&colour=red").replace("tokens=9", "tokens=99");
    let link = read(&text).expect("another version's knobs are no error");
    let Opened { run, notices } = open(link);
    assert_eq!(run.playhead(), Playhead::default());
    assert_eq!((run.recipe().seed, &run.recipe().knobs[..]), (0xfeed, &[4, 4, 1, 1][..]));
    assert_eq!(run.recipe().cues, []);
    let [Notice::OtherVersion { made_by: 6, opened_by: 7, cues: 4, lost }] = &notices[..] else {
        panic!("{notices:?}");
    };
    assert!(matches!(&lost[..], [LinkError::UnknownKey { .. }, LinkError::Knob(_)]), "{lost:?}");
    assert!(notices[0].to_string().contains("made by version 6"));
    let same = text.replace("&v=6", "&v=7");
    assert!(matches!(read(&same), Err(LinkError::UnknownKey { .. })));
}

#[test]
fn a_link_that_was_cut_says_so() {
    let text = rich_text();
    let cut = &text[..text.rfind("&v=").expect("it has a version")];
    assert_eq!(open(read(cut).expect("a link")).notices, [Notice::Unsealed]);
}

#[test]
fn cues_that_do_not_fit_are_told() {
    let link = read("cues=A_A99_3Sfly_F&at=9.99999&v=7").expect("a link");
    let notices = open(link).notices;
    let [Notice::Unsealed, Notice::Dropped(dropped), ..] = &notices[..] else {
        panic!("{notices:?}");
    };
    let why: Vec<_> = dropped.iter().map(|dropped| (dropped.cue.step, &dropped.why)).collect();
    let refused = Misfit::NotAccepted("fly".to_owned());
    assert_eq!(why, [(2, &Misfit::NoSuchOffer { index: 333, offers: 4 }), (6, &refused)]);
}

#[test]
fn endless_work_is_bounded_and_told() {
    let link = read("at=18446744073709551615.18446744073709551615&v=7&fp=0000").expect("a link");
    let Opened { run, notices } = open(link);
    assert_eq!(run.playhead().step, LIMITS.steps);
    let [Notice::Short { why, .. }] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!(*why, link::Short::Work(LIMITS.steps));
}

#[test]
fn a_place_that_the_run_does_not_reach_is_told() {
    let why = |text: &str| match open(read(text).expect("a link")).notices.pop() {
        Some(Notice::Short { why, .. }) => Some(why),
        _ => None,
    };
    assert_eq!(why("endless=off&tokens=1&at=900.900000000"), Some(link::Short::Rest));
    assert_eq!(why("stop=-.7&at=9.900000"), Some(link::Short::Stopped));
    assert_eq!(why("stop=5.-&at=900.900000"), Some(link::Short::Stopped));
    assert_eq!(why("at=900.7"), Some(link::Short::Instant));
    assert_eq!(why("at=1.900000000"), Some(link::Short::Instant));
    assert_eq!(why("at=1.5"), None);
}

#[test]
fn a_link_opens_in_slices() {
    let mut run = Run::new(toy::machine(&toy::recipe(9)), toy::recipe(9));
    run.advance(Time::END, 1_000);
    let link = read(&write(&run)).expect("a link");
    let mut opening = Opening::new(link.clone(), toy::machine(&link.recipe), LIMITS);
    for step in (300..1_000).step_by(300) {
        assert_eq!(opening.advance(300), Progress::Working { step, of: 1_000 });
    }
    assert_eq!(opening.advance(300), Progress::Done);
    assert_eq!(opening.advance(300), Progress::Done);
    let opened = opening.finish();
    assert_eq!((opened.run.playhead(), opened.notices), (run.playhead(), vec![]));
}

#[test]
fn the_smallest_carrier_is_offered() {
    let text = |bytes: usize| "a".repeat(bytes);
    assert_eq!(Carrier::of(&text(link::ADDRESS_MAX)), Carrier::Address);
    assert_eq!(Carrier::of(&text(link::ADDRESS_MAX + 1)), Carrier::File);
    assert_eq!(Carrier::of(&text(link::LENGTH_MAX)), Carrier::File);
    assert_eq!(Carrier::of(&text(link::LENGTH_MAX + 1)), Carrier::Nothing);
}
