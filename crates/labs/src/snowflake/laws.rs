//! What must hold of every id, and beside it the sights that show it was put to the test.

use super::fact::{Fact, Made};
use super::model::{Snowflake, State};
use super::telling::{ms, worker};
use super::worker::Stall;
use kernel::{Holds, Law};
use std::borrow::Cow;

/// The law that everything else is for.
pub(super) const UNIQUE: &str = "no id is made twice";

pub(super) const LAWS: &[Law<Snowflake>] = &[
    Law::always_told(UNIQUE, unique),
    Law::sometimes_told("two ids are of one tick", |_, _, facts| {
        seen(facts, |made| made.stamp.sequence > 0)
    }),
    Law::always_told("the ids of a worker go up", increasing),
    Law::sometimes_told("a clock stands behind its worker’s last id", |_, _, facts| {
        let is_behind = |fact: &Fact| match fact {
            Fact::Refused { .. } | Fact::Stalled { why: Stall::Behind, .. } => true,
            Fact::Made(made) => made.ahead_us > made.error_us,
            _ => false,
        };
        if facts.iter().any(is_behind) { Ok(()) } else { NOT_YET }
    }),
    Law::always_told("ids are in the order of time, but for what the clocks differ", k_sorted),
    Law::sometimes_told("an id is before one that was made earlier", |_, _, facts| {
        seen(facts, |made| made.late.is_some())
    }),
    Law::always_told("no id is of the future, but for its clock’s error and what is lent", timely),
    Law::sometimes_told("the sequence of a tick is exhausted", |_, _, facts| {
        let is_exhausted =
            |fact: &Fact| matches!(fact, Fact::Stalled { why: Stall::Exhausted, .. });
        if facts.iter().any(is_exhausted) { Ok(()) } else { NOT_YET }
    }),
];

const NOT_YET: Holds = Err(Cow::Borrowed("not seen here"));

fn made(facts: &[Fact]) -> impl Iterator<Item = &Made> {
    facts.iter().filter_map(|fact| match fact {
        Fact::Made(made) => Some(made),
        _ => None,
    })
}

fn seen(facts: &[Fact], what: impl Fn(&Made) -> bool) -> Holds {
    if made(facts).any(what) { Ok(()) } else { NOT_YET }
}

fn unique(_: &Snowflake, _: &State, facts: &[Fact]) -> Holds {
    let Some((id, twin)) = made(facts).find_map(|made| Some((made, made.twin?))) else {
        return Ok(());
    };
    let (maker, twin) = (worker(id.worker), worker(twin));
    Err(format!("{maker} made {}, which {twin} had made before", id.id).into())
}

fn increasing(_: &Snowflake, _: &State, facts: &[Fact]) -> Holds {
    let wrong = |made: &&Made| made.before.is_some_and(|before| before >= made.stamp);
    let Some(made) = made(facts).find(wrong) else { return Ok(()) };
    let maker = worker(made.worker);
    Err(format!("{maker} made {} after one as great or greater", made.id).into())
}

fn k_sorted(_: &Snowflake, _: &State, facts: &[Fact]) -> Holds {
    let late = made(facts).find_map(|made| {
        made.late.filter(|late| late.late_us as i64 >= late.allowed_us).map(|late| (made, late))
    });
    let Some((made, late)) = late else { return Ok(()) };
    Err(format!(
        "{} is {} before an id that {} had made; the clocks allow less than {}",
        made.id,
        ms(late.late_us as i64),
        worker(late.behind),
        ms(late.allowed_us)
    )
    .into())
}

fn timely(model: &Snowflake, _: &State, facts: &[Fact]) -> Holds {
    let lent = model.lent().as_micros() as i64;
    let Some(made) = made(facts).find(|made| made.ahead_us > made.error_us + lent) else {
        return Ok(());
    };
    let (ahead, allowed) = (ms(made.ahead_us), ms(made.error_us + lent));
    Err(format!("{} is {ahead} ahead of true time, {allowed} at most is allowed", made.id).into())
}
