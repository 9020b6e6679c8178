//! The model, driven as a page drives it.

use crate::lab::Entry;
use kernel::{Recipe, Run, Time, Verdict};

fn entry() -> &'static Entry {
    crate::find("snowflake").expect("the lab is in the list")
}

fn opening() -> Recipe {
    entry().recipe(&entry().presets[0])
}

fn machine(recipe: &Recipe) -> Box<dyn kernel::Machine> {
    entry().machine(recipe, None).expect("these knobs go together")
}

#[test]
fn the_opening_breaks_no_law() {
    let mut run = Run::new(machine(&opening()), opening());
    run.advance(Time::END, 2_000);
    let verdicts = run.verdicts();
    let broken = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Broken(_)));
    assert_eq!(broken.count(), 0, "{verdicts:?}");
}
