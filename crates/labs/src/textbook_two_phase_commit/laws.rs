//! What is claimed of the specification: its invariant, and that it is what it set out to be.

use kernel::{Bag, Change, Holds, Law};

use super::model::{Drawn, State, TextbookTwoPhaseCommit as Lab};
use super::spec::{Layout, Rm, RmState};
use super::telling;

/// The invariant, `TCConsistent`.
pub const CONSISTENT: &str = "TCConsistent: nobody has committed while another has aborted";
/// The refinement, `TC!TCSpec`: transaction commit is what is wanted of the resource managers,
/// without saying how.
pub const IMPLEMENTS: &str =
    "TCSpec: every step is one of transaction commit, or changes nothing of it";
/// The proof is not empty: it can end well.
pub const CAN_COMMIT: &str = "all can commit";
/// And otherwise.
pub const CAN_ABORT: &str = "all can abort";

pub(super) const LAWS: &[Law<Lab>] = &[
    Law::always(CONSISTENT, consistent),
    Law::always_step(IMPLEMENTS, implements),
    Law::sometimes(CAN_COMMIT, |model, state, _| all_are(model, state, RmState::Committed)),
    Law::sometimes(CAN_ABORT, |model, state, _| all_are(model, state, RmState::Aborted)),
];

fn consistent(model: &Lab, state: &State, _: &Bag<'_, Drawn>) -> Holds {
    let first = |is| model.spec.first(state, is).map(telling::manager);
    match (first(RmState::Committed), first(RmState::Aborted)) {
        (Some(one), Some(other)) => Err(format!("{one} has committed, {other} aborted").into()),
        _ => Ok(()),
    }
}

fn all_are(model: &Lab, state: &State, is: RmState) -> Holds {
    match model.spec.everybody().find(|rm| state.rm(*rm) != is) {
        Some(rm) => {
            let (who, is) = (telling::manager(rm), telling::of_rm(state.rm(rm)));
            Err(format!("{who} is {is}").into())
        }
        None => Ok(()),
    }
}

/// `[TCNext]_rmState`: at most one resource manager changes, and it prepares or decides as
/// transaction commit allows.
fn implements(model: &Lab, change: &Change<'_, Lab>) -> Holds {
    let (before, after) = (change.before, change.after);
    let mut changed = model.spec.everybody().filter(|rm| before.rm(*rm) != after.rm(*rm));
    let Some(rm) = changed.next() else { return Ok(()) };
    if changed.next().is_some() {
        return Err("two resource managers changed in one step".into());
    }
    let (was, is) = (before.rm(rm), after.rm(rm));
    if is_allowed(model, before, was, is) {
        return Ok(());
    }
    let (who, was, is) = (telling::manager(rm), telling::of_rm(was), telling::of_rm(is));
    Err(format!("{who} went from {was} to {is}, which transaction commit does not allow").into())
}

/// `Prepare(rm)` or `Decide(rm)` of the specification TCommit.
fn is_allowed(model: &Lab, before: &State, was: RmState, is: RmState) -> bool {
    let all = |test: fn(RmState) -> bool| model.spec.everybody().all(|rm: Rm| test(before.rm(rm)));
    let can_commit = || all(|rm| matches!(rm, RmState::Prepared | RmState::Committed));
    let none_committed = || all(|rm| rm != RmState::Committed);
    match (was, is) {
        (RmState::Working, RmState::Prepared) => true,
        (RmState::Prepared, RmState::Committed) => can_commit(),
        (RmState::Working | RmState::Prepared, RmState::Aborted) => none_committed(),
        _ => false,
    }
}
