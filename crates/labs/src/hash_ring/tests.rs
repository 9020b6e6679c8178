//! The model, driven as a page drives it.

use kernel::{Run, Time};

use crate::lab::Entry;

fn entry() -> &'static Entry {
    crate::find("hash-ring").expect("the lab is in the list")
}

/// The cues of a preset hold nothing back: at each, whatever was due has happened.
#[test]
fn cues_of_presets_come_in_time() {
    for preset in entry().presets {
        let recipe = entry().recipe(preset);
        let mut run = Run::new(entry().machine(&recipe, None).unwrap(), recipe.clone());
        for cue in &recipe.cues {
            run.advance(Time::END, cue.step - 1 - run.playhead().step);
            let machine = run.machine();
            let now = (machine.now(), machine.next_due().unwrap_or(Time::END));
            let place = format!("{}: step {} at {:?} in {now:?}", preset.key, cue.step, cue.at);
            assert!(now.0 <= cue.at && cue.at <= now.1, "{place}");
        }
    }
}
