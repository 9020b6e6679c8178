//! Charts: what a space-time diagram shows of a run is what the run went through.

mod common;

use common::commit::{Commit, Tell};
use common::post::Post;
use kernel::chart::{Arrow, Chart, End, Mark, MarkKind, Past, STEPS};
use kernel::outline::Changed;
use kernel::{Deed, Nature, Playhead, Recipe, Run, Span, Standing, Time, World};
use std::fmt::Write;

const MODEL: Commit = Commit { participants: 2, tell: Tell::AfterForce };

fn run_of(nature: Nature, seed: u64) -> Run {
    let machine = Box::new(World::new(MODEL, seed, nature));
    Run::new(machine, Recipe { seed, nature, ..Recipe::default() })
}

const END: Playhead = Playhead { step: u64::MAX, at: Time::END };

fn whole(run: &Run) -> Chart {
    run.chart(Playhead::default(), END)
}

fn at(us: u64) -> Time {
    Time::from_micros(us)
}

/// Does something to the first booking whose name begins so.
fn with_booking(run: &mut Run, name: &str, deed: impl Fn(u32) -> Deed) {
    let events = run.offers().events;
    let names: Vec<&str> = events.iter().map(|event| event.label.as_str()).collect();
    let at = names.iter().position(|label| label.starts_with(name));
    let at = at.unwrap_or_else(|| panic!("no {name} among {names:?}"));
    run.take(deed(at as u32)).expect("it is on offer");
}

fn act(run: &mut Run, label: &str) {
    let deed = run.machine().resolve(label).expect("it is on the menu");
    run.take(deed).expect("it fits");
}

/// A vote doubled, a decision dropped, a participant that crashes and comes back.
fn eventful() -> Run {
    let mut run = run_of(Nature::default(), 1);
    run.step();
    with_booking(&mut run, "Prepare(0)", Deed::Fire);
    with_booking(&mut run, "Vote(0", Deed::Copy);
    with_booking(&mut run, "Prepare(1)", Deed::Fire);
    with_booking(&mut run, "Vote(1", Deed::Fire);
    with_booking(&mut run, "Vote(0", Deed::Fire);
    with_booking(&mut run, "Forced", Deed::Fire);
    with_booking(&mut run, "Decide(0", Deed::Drop);
    act(&mut run, "Crash(1)");
    with_booking(&mut run, "Decide(1", Deed::Fire);
    act(&mut run, "Recover(1)");
    run.advance(Time::END, 1_000);
    run
}

/// A chart in lines: an arrow a line, then a mark a line.
fn text(chart: &Chart) -> String {
    let mut text = String::new();
    for Arrow { from, to, caption, sent, end, is_double, .. } in &chart.arrows {
        let place = |at: &Playhead| format!("{} {} us", at.step, at.at.as_micros());
        let end = match end {
            End::Arrived(at) => format!("arrived {}", place(at)),
            End::Unheard(at) => format!("unheard {}", place(at)),
            End::Lost(at) => format!("lost {}", place(at)),
            End::OnItsWay => "on its way".to_owned(),
        };
        let double = if *is_double { " double" } else { "" };
        writeln!(text, "{from} > {to} {caption}{double}: sent {}, {end}", place(sent)).unwrap();
    }
    for Mark { node, at, kind, text: words, .. } in &chart.marks {
        writeln!(text, "{node} {kind:?} {words}: {} {} us", at.step, at.at.as_micros()).unwrap();
    }
    text
}

const EVENTFUL: &str = "\
0 > 1 prepare: sent 1 0 us, arrived 2 0 us
0 > 2 prepare: sent 1 0 us, arrived 4 0 us
1 > 0 yes: sent 2 0 us, arrived 6 0 us
1 > 0 yes double: sent 2 0 us, arrived 12 24180 us
2 > 0 yes: sent 4 0 us, arrived 5 0 us
0 > 1 commit: sent 7 0 us, lost 8 0 us
0 > 2 commit: sent 7 0 us, unheard 10 0 us
0 > 1 commit: sent 13 200000 us, arrived 16 239628 us
0 > 2 commit: sent 13 200000 us, arrived 14 205548 us
2 > 0 ack: sent 14 205548 us, arrived 15 211197 us
1 > 0 ack: sent 16 239628 us, arrived 17 280920 us
0 Step begin: 1 0 us
1 Note prepared: 2 0 us
2 Note prepared: 4 0 us
0 Step forced: 7 0 us
0 Decision decided to commit: 7 0 us
2 Crashed crashed: 9 0 us
2 Restarted restarted: 11 0 us
0 Timer retry: 13 200000 us
";

#[test]
fn a_chart_shows_what_became_of_every_message() {
    let chart = whole(&eventful());
    assert_eq!(chart.nodes, ["Coordinator", "Participant 0", "Participant 1"]);
    assert_eq!(chart.standing, [Standing::Up; 3]);
    assert!(!chart.is_cut);
    assert_eq!(text(&chart), EVENTFUL);
}

#[test]
fn a_chart_does_not_depend_on_where_the_playhead_is() {
    let mut run = eventful();
    let (chart, reach) = (whole(&run), run.reach());
    for step in (0..=reach.step).rev() {
        run.seek(step).expect("the model keeps the rules");
        assert_eq!(whole(&run), chart, "at step {step}");
    }
    assert_eq!(run.reach(), reach, "to look forgets nothing");
}

#[test]
fn a_later_beginning_shows_what_is_on_its_way() {
    let run = eventful();
    let part = run
        .chart(Playhead { step: 0, at: at(10_000) }, Playhead { step: u64::MAX, at: at(204_000) });
    assert_eq!(part.from, Playhead { step: 11, at: Time::ZERO });
    assert_eq!(part.until, Playhead { step: 13, at: at(204_000) });
    assert_eq!(
        text(&part),
        "1 > 0 yes: sent 11 0 us, arrived 12 24180 us\n\
         0 > 1 commit: sent 13 200000 us, on its way\n\
         0 > 2 commit: sent 13 200000 us, on its way\n\
         0 Timer retry: 13 200000 us\n"
    );
    let by_steps =
        run.chart(Playhead { step: 11, at: at(0) }, Playhead { step: 13, at: Time::END });
    assert_eq!((by_steps.from.step, by_steps.until.step, by_steps.is_cut), (11, 13, false));
    assert_eq!(text(&by_steps), text(&part));
    let due: Vec<u64> = part.arrows.iter().map(|arrow| arrow.due.as_micros()).collect();
    assert_eq!(due, [24_180, 239_628, 205_548]);
}

#[test]
fn what_nature_loses_and_doubles_is_charted() {
    let nature = Nature { loss_ppm: 300_000, copy_ppm: 300_000, mishap_every: Span::ZERO };
    let (mut lost, mut doubles) = (0, 0);
    for seed in 0..50 {
        let mut run = run_of(nature, seed);
        run.advance(Time::END, 2_000);
        let chart = whole(&run);
        assert!(!chart.is_cut, "it comes to rest before");
        assert!(chart.arrows.iter().all(|arrow| arrow.end != End::OnItsWay), "it is at rest");
        for arrow in &chart.arrows {
            let end = arrow.end.place().expect("it has ended");
            assert!(end.at >= arrow.sent.at && end.step >= arrow.sent.step);
            if let End::Lost(end) = arrow.end {
                assert!(end.at <= arrow.due && end.step == arrow.sent.step);
                lost += 1;
            }
            doubles += u32::from(arrow.is_double);
        }
    }
    // Of a few hundred messages near a third each.
    assert!((100..1_000).contains(&lost) && (100..1_000).contains(&doubles), "{lost} {doubles}");
}

#[test]
fn a_letter_that_waits_is_one_letter_and_a_loss_is_counted_once() {
    let machine = Box::new(World::new(Post, 1, Nature::default()));
    let mut run = Run::new(machine, Recipe::default());
    act(&mut run, "Mislay(1)");
    act(&mut run, "Send(13)");
    run.step();
    act(&mut run, "Send(1)");
    act(&mut run, "Send(2)");
    act(&mut run, "Shut");
    run.step();
    act(&mut run, "Open");
    run.step();
    act(&mut run, "Shut");
    run.step();
    act(&mut run, "Burn");
    assert_eq!(
        text(&whole(&run)),
        "0 > 1 letter 1: sent 1 0 us, lost 1 0 us\n\
         0 > 1 letter 13: sent 2 0 us, unheard 3 10000 us\n\
         0 > 1 letter 1: sent 4 10000 us, lost 12 20000 us\n\
         0 > 1 letter 2: sent 5 10000 us, arrived 9 20000 us\n\
         1 Paused paused: 6 10000 us\n\
         1 Resumed resumed: 8 20000 us\n\
         1 Paused paused: 10 20000 us\n"
    );
}

#[test]
fn mishaps_deliver_nothing_and_show_in_the_lines() {
    let nature = Nature { mishap_every: Span::millis(40), ..Nature::default() };
    let mut run = run_of(nature, 3);
    run.advance(at(2_000_000), 2_000);
    let chart = whole(&run);
    let count = |kind| chart.marks.iter().filter(|mark| mark.kind == kind).count();
    assert_eq!(count(MarkKind::Crashed), 3, "each node once: nature restarts none");
    for arrow in &chart.arrows {
        if let Some(end) = arrow.end.place() {
            assert_eq!(end.at, arrow.due, "nobody hurried or lost it: {arrow:?}");
        }
    }
}

#[test]
fn the_past_of_a_message_is_what_happened_before_it() {
    let chart = whole(&eventful());
    let find = |from, caption: &str, nth: usize| {
        let is_it = |(_, arrow): &(usize, &Arrow)| arrow.from == from && arrow.caption == caption;
        chart.arrows.iter().enumerate().filter(is_it).nth(nth).expect("it was sent").0
    };
    let steps = |past: &Past| -> Vec<Option<u64>> {
        past.until.iter().map(|last| last.map(|last| last.step)).collect()
    };
    // The first commit: both votes and both questions, but not the double that came later.
    let first = find(0, "commit", 0);
    let mut past = chart.past(first);
    past.arrows.sort_unstable();
    let (question, other) = (find(0, "prepare", 0), find(0, "prepare", 1));
    let (vote, last_vote) = (find(1, "yes", 0), find(2, "yes", 0));
    assert_eq!(past.arrows, [question, other, vote, last_vote]);
    assert_eq!(steps(&past), [Some(7), Some(2), Some(4)]);
    // It was sent when the record was on disk, which is no message.
    assert!(past.chain.is_empty());
    // The acknowledgement: the repeated commit led to it, after a crash, and a timer to that.
    let past = chart.past(find(2, "ack", 0));
    assert_eq!(past.chain, [find(0, "commit", 3)]);
    assert_eq!(steps(&past), [Some(13), Some(2), Some(14)]);
    assert!(!past.arrows.contains(&find(0, "commit", 2)), "it came later, elsewhere");
    // A vote was led to by the question.
    assert_eq!(chart.past(vote).chain, [question]);
}

#[test]
fn a_chart_is_bounded_around_the_playhead_and_says_so() {
    // A participant that is down is told for ever.
    let mut run = run_of(Nature::default(), 2);
    run.step();
    act(&mut run, "Crash(1)");
    run.advance(Time::END, 30_000);
    run.seek(15_000).expect("the model keeps the rules");
    let chart = whole(&run);
    assert!(chart.is_cut);
    assert_eq!(chart.from.step, 15_000 - STEPS / 2);
    assert_eq!(chart.until.step, 15_000 + STEPS / 2);
    assert_eq!(chart.standing[2], Standing::Down);
    let near = run.chart(Playhead { step: 0, at: run.playhead().at }, END);
    assert!(near.from.step < 15_000 && near.from.at < run.playhead().at, "no step is left out");
}

#[test]
fn a_chart_is_written_as_mermaid() {
    let mut run = run_of(Nature::default(), 1);
    run.step();
    let on_the_way = whole(&run).mermaid();
    assert!(
        on_the_way
            .ends_with("    n0-)n1: prepare (on its way)\n    n0-)n2: prepare (on its way)\n")
    );
    let mut chart = whole(&eventful());
    chart.nodes[1] = "Stock; 50 % \"A#1\"".to_owned();
    chart.arrows[0].caption = "end".to_owned();
    chart.arrows[1].caption = "a:b\nc".to_owned();
    assert_eq!(
        chart.mermaid(),
        "sequenceDiagram
    participant n0 as Coordinator
    participant n1 as Stock#59; 50 #37; #34;A#35;1#34;
    participant n2 as Participant 1
    n0->>n1: “end”
    Note over n1: prepared
    n0->>n2: a#58;b c
    Note over n2: prepared
    n2->>n0: yes
    n1->>n0: yes
    Note over n0: decided to commit
    n0-xn1: commit (lost)
    Note over n2: crashed
    n0-xn2: commit (nobody heard it)
    Note over n2: restarted
    n1-->>n0: yes
    n0->>n2: commit
    n2->>n0: ack
    n0->>n1: commit
    n1->>n0: ack
"
    );
}

#[test]
fn a_step_says_what_it_changed() {
    let mut run = eventful();
    let row = |group: &str, key: &str, was: Option<&str>, is: Option<&str>| Changed {
        group: group.to_owned(),
        key: key.to_owned(),
        was: was.map(str::to_owned),
        is: is.map(str::to_owned),
    };
    let mut at = |step| {
        run.seek(step).expect("the model keeps the rules");
        run.changes()
    };
    assert_eq!(at(0), []);
    assert_eq!(at(2), [row("Participant 0", "log", Some("nothing"), Some("prepared"))]);
    assert_eq!(
        at(7),
        [
            row("Coordinator", "log", Some("nothing"), Some("commit")),
            row("Coordinator", "phase", Some("forcing"), Some("telling")),
        ]
    );
    assert_eq!(at(8), [], "a message was lost");
}
