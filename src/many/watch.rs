//! A run among many in which a law broke, as a way to be watched.

use super::broken::Found;
use crate::session::Watch;
use kernel::sweep::Plan;
use kernel::{Run, Stop, Time, Verdict, link};
use labs::Entry;

/// A breach is watched over this many steps before it.
const WATCHED: u64 = 12;

/// The way to a breach in one of the runs.
///
/// # Errors
/// When the run does not come to it within what a link may replay.
pub fn way(entry: &Entry, plan: &Plan, found: Found, law: &str) -> Result<Watch, String> {
    let mut recipe = plan.recipe(found.point, found.run);
    // It was measured up to its stop; to look at it one may go on.
    recipe.stop = Stop::default();
    let seed = recipe.seed;
    let machine = entry.machine(&recipe, None).map_err(|why| why.to_string())?;
    let mut run = Run::new(machine, recipe);
    let is_broken = |run: &Run| matches!(run.verdicts()[found.law as usize], Verdict::Broken(_));
    let most = link::Limits::default().steps;
    while !is_broken(&run) && run.playhead().step < most {
        let before = run.playhead().step;
        run.advance(Time::END, 1);
        if run.playhead().step == before {
            break;
        }
    }
    if !is_broken(&run) {
        return Err(format!(
            "“{law}” breaks in the run of seed {seed:x}, but later than the {most} steps that a \
             link replays"
        ));
    }
    let step = run.playhead().step;
    let note = format!(
        "“{law}” breaks at step {step} of the run of seed {seed:x}, the first of many in which it \
         does"
    );
    Ok(Watch { link: link::write(entry.knobs, &run), first: step.saturating_sub(WATCHED), note })
}
