//! What the latest facts say of the past: who was on which core, and how each thread was.

use kernel::{Frame, Time};
use widgets::lanes::{Lane, Lanes, Span};

use super::shown::{How, Shown};
use crate::threads::Threads;
use crate::threads::model::{Reason, What};
use crate::threads::program::Id;
use crate::threads::setup::PROCESS_SWITCH;

/// So many seconds are shown beside each other where there is room.
const REACH_WIDE: f64 = 8.0;
/// And on a phone, or of so many threads that the facts that are kept reach no further back.
const REACH_NARROW: f64 = 4.0;
/// From so many threads on.
const MANY: usize = 6;

/// What is under way in a lane.
#[derive(Clone)]
struct Open {
    from: f64,
    class: &'static str,
    label: String,
}

/// A lane that is being filled. Its spans follow one another and none is empty.
struct Filling {
    lane: Lane,
    open: Option<Open>,
    /// What follows by itself, once it has come to that.
    then: Option<Open>,
}

impl Filling {
    fn new(name: String, is_first: bool) -> Filling {
        let lane = Lane { name: name.into(), spans: Vec::new(), is_first };
        Filling { lane, open: None, then: None }
    }

    /// Ends what is under way, and begins something else.
    fn turn(&mut self, at: f64, next: Option<(&'static str, String)>) {
        if let Some(then) = self.then.take()
            && then.from < at
        {
            self.end(then.from);
            self.open = Some(then);
        }
        self.end(at);
        self.open = next.map(|(class, label)| Open { from: at, class, label });
    }

    fn end(&mut self, at: f64) {
        if let Some(Open { from, class, label }) = self.open.take()
            && at > from
        {
            self.lane.spans.push(Span { from, to: at, class, label: label.into() });
        }
    }
}

/// The lanes of a frame: the cores, then the threads.
pub fn lanes(frame: &Frame<'_, Threads>, shown: &[Shown], width: u32, is_wide: bool) -> Lanes {
    let now = seconds(frame.now);
    let cores = frame.state.room.cores.len();
    let name =
        |core: usize| if is_wide { format!("core {}", core + 1) } else { format!("c{}", core + 1) };
    let mut rows: Vec<Filling> = (0..cores).map(|core| Filling::new(name(core), false)).collect();
    rows.extend(shown.iter().enumerate().map(|(at, s)| Filling::new(s.name.clone(), at == 0)));
    let mut past =
        Past { model: frame.model, rows, cores, on: vec![None; shown.len()], marks: Vec::new() };
    for told in frame.recent {
        past.take(seconds(told.at), told.fact.what);
    }
    past.close(now);
    let has_room = is_wide && shown.len() < MANY;
    let reach = if has_room { REACH_WIDE } else { REACH_NARROW };
    let edge = (now - reach).max(0.0);
    let mut lanes: Vec<Lane> = past.rows.into_iter().map(|row| row.lane).collect();
    for lane in &mut lanes {
        lane.spans.retain(|span| span.to >= edge);
    }
    let marks = past.marks.into_iter().filter(|mark| *mark >= edge).collect();
    Lanes {
        lanes,
        now,
        reach,
        marks,
        names: if is_wide { 48.0 } else { 38.0 },
        summary: "Which thread was on which core, and how each thread was, over time".into(),
        width,
        is_bare: false,
    }
}

fn seconds(at: Time) -> f64 {
    at.as_micros() as f64 / 1e6
}

/// The past as it is read off the facts.
struct Past<'a> {
    model: &'a Threads,
    /// The cores first, then the threads.
    rows: Vec<Filling>,
    cores: usize,
    /// The core of each thread.
    on: Vec<Option<usize>>,
    /// When rounds began.
    marks: Vec<f64>,
}

impl Past<'_> {
    fn take(&mut self, at: f64, what: What) {
        match what {
            What::Began => {
                self.close(at);
                if self.marks.last() != Some(&at) {
                    self.marks.push(at);
                }
            }
            What::Ran(id, core, has_switched) => self.ran(at, id, core.into(), has_switched),
            What::Yielded(id) | What::Woken(id) => {
                self.leave(at, id);
                self.thread(id).turn(at, Some((How::Ready.class(), String::new())));
            }
            What::Stopped(id, reason) => {
                self.leave(at, id);
                let class = match reason {
                    Reason::Answer => How::Waits.class(),
                    _ => How::Blocked.class(),
                };
                self.thread(id).turn(at, Some((class, String::new())));
            }
            What::Ended(id) => {
                self.leave(at, id);
                self.thread(id).turn(at, None);
            }
            What::Crashed(id) | What::Died(id, _) => {
                self.leave(at, id);
                self.thread(id).turn(at, Some((How::Down.class(), "✕".to_owned())));
            }
            _ => {}
        }
    }

    fn ran(&mut self, at: f64, id: Id, core: usize, has_switched: bool) {
        let setup = &self.model.setup;
        let dearer = if self.model.is_same_process(0, 1) { 1 } else { PROCESS_SWITCH };
        let switch = (setup.switch * dearer).as_micros() as f64 / 1e6;
        let begins = if has_switched { at + switch } else { at };
        let name = self.model.script(id).name.clone();
        self.rows[core].turn(at, Some(("switches", String::new())));
        self.rows[core].then = Some(Open { from: begins, class: How::Runs.class(), label: name });
        self.thread(id).turn(at, Some((How::Runs.class(), format!("core {}", core + 1))));
        self.on[usize::from(id)] = Some(core);
    }

    fn thread(&mut self, id: Id) -> &mut Filling {
        &mut self.rows[self.cores + usize::from(id)]
    }

    /// A thread leaves its core.
    fn leave(&mut self, at: f64, id: Id) {
        if let Some(core) = self.on[usize::from(id)].take() {
            self.rows[core].turn(at, None);
        }
    }

    /// Ends everything at an instant.
    fn close(&mut self, at: f64) {
        self.rows.iter_mut().for_each(|row| row.turn(at, None));
        self.on.fill(None);
    }
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;
    use kernel::{Deed, Run, World};

    /// Hands may step threads again and again at one instant, which makes many turns of no length.
    #[test]
    fn spans_follow_one_another_and_none_is_empty() {
        let entry = crate::find("threads").expect("the lab is in the list");
        for preset in entry.presets {
            let recipe = entry.recipe(preset);
            let machine = entry.machine(&recipe, None).expect("a preset makes a machine");
            let mut run = Run::new(machine, recipe);
            for step in 0..120_u32 {
                let offers = run.offers().events.len() as u32;
                if step % 12 < 5 && offers > 0 {
                    run.take(Deed::Fire(step % offers)).expect("it is on offer");
                } else {
                    run.step();
                }
                judge(&run, preset.key);
            }
        }
    }

    fn judge(run: &Run, place: &str) {
        let frame = World::<Threads>::frame(run.machine(), run.playhead().at);
        let frame = frame.expect("it is a run of this lab");
        let lanes = lanes(&frame, &shown::threads(&frame), 800, true);
        for lane in &lanes.lanes {
            assert!(lane.spans.iter().all(|span| span.from < span.to), "{place}: {lane:?}");
            assert!(lane.spans.is_sorted_by(|one, next| one.to <= next.from), "{place}: {lane:?}");
        }
        assert!(lanes.marks.is_sorted_by(|one, next| one < next), "{place}: {:?}", lanes.marks);
    }
}
