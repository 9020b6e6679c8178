//! The model, driven as a page drives it.

use kernel::check::{Caps, Checker, Outcome};
use kernel::{Deed, Recipe, Run, Time};

use crate::lab::Entry;

fn entry() -> &'static Entry {
    crate::find("{{slug}}").expect("the lab is in the list")
}

fn opening() -> Recipe {
    entry().recipe(&entry().presets[0])
}

fn machine(recipe: &Recipe) -> Box<dyn kernel::Machine> {
    entry().machine(recipe, None).expect("these knobs go together")
}

#[test]
fn a_crash_silences_the_node_until_it_restarts() {
    let mut run = Run::new(machine(&opening()), opening());
    run.advance(Time::END, 3);
    for (action, last) in [("Crash", "the node crashed"), ("Restart", "the node beat, 4 of 4")] {
        run.take(Deed::Say(action.into())).expect("it is on the menu");
        run.advance(Time::END, 1);
        assert_eq!(run.log(1)[0].text, last);
    }
}

#[test]
fn a_search_proves_the_laws() {
    let machine = machine(&opening());
    let limits = Checker::limits(&*machine, 0, 0);
    let report = Checker::new(&*machine, limits, Caps::default()).finish();
    assert_eq!(report.outcome, Outcome::Complete);
    // Up or down, at the start or after one to four beats.
    assert_eq!(report.distinct, 10);
}
