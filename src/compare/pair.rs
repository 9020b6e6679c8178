//! Two runs of one lab under one transport: what time does to the one, it does to the other.

use crate::session::{Msg, Session};
use kernel::{Playhead, Time, link};
use labs::{Entry, Unbuildable};

/// Two runs, left and right.
pub struct Pair {
    sides: [Session; 2],
    /// Whether both have come to where their links lead.
    is_met: bool,
}

impl Pair {
    /// Two runs on their way to where two links lead.
    ///
    /// # Errors
    /// When the lab's opening preset makes no machine.
    pub fn new(entry: &'static Entry, links: [&str; 2]) -> Result<Pair, Unbuildable> {
        let mut sides = [Session::new(entry)?, Session::new(entry)?];
        for (side, link) in sides.iter_mut().zip(links) {
            side.follow(link);
        }
        Ok(Pair { sides, is_met: false })
    }

    /// Goes to where two other links lead.
    pub fn follow(&mut self, links: [&str; 2]) {
        for (side, link) in self.sides.iter_mut().zip(links) {
            side.follow(link);
        }
        self.is_met = false;
    }

    /// The runs.
    pub fn sides(&self) -> &[Session; 2] {
        &self.sides
    }

    /// The links of both, as they stand.
    pub fn links(&self) -> [String; 2] {
        self.sides.each_ref().map(|side| link::write(side.entry().knobs, side.run()))
    }

    /// The links of both with the seed of the left one, so that they see the same draws.
    pub fn links_under_one_seed(&self) -> [String; 2] {
        let [left, right] = self.links();
        let seed = format!("seed={:x}", self.sides[0].run().recipe().seed);
        let parts = right.split('&').map(|part| match part.starts_with("seed=") {
            true => seed.as_str(),
            false => part,
        });
        let right = parts.collect::<Vec<_>>().join("&");
        [left, right]
    }

    /// The instant that is shown.
    pub fn at(&self) -> Time {
        self.latest(|run| run.playhead().at)
    }

    /// How far either has been played.
    pub fn reach(&self) -> Time {
        self.latest(|run| run.reach().at)
    }

    /// Whether the next frame has something to do.
    pub fn is_active(&self) -> bool {
        self.sides.iter().any(Session::is_active)
    }

    /// Whether both are at their start.
    pub fn is_start(&self) -> bool {
        self.sides.iter().all(|side| side.run().playhead() == Playhead::default())
    }

    /// Whether nothing will happen by itself any more in either.
    pub fn is_at_rest(&self) -> bool {
        self.sides.iter().all(|side| side.run().next_instant().is_none())
    }

    /// What a person asks of both: the transport, the seed, an action, and what breaks them.
    pub fn both(&mut self, msg: &Msg) {
        match msg {
            Msg::Step => self.step(),
            Msg::Back => self.back(),
            _ => self.sides.iter_mut().for_each(|side| side.apply(msg.clone())),
        }
    }

    /// What a person asks of one. Where it begins another run, both begin, with the seed of the
    /// other: they see the same draws.
    pub fn one(&mut self, side: usize, msg: Msg) {
        let other = 1 - side;
        let branch = self.sides[side].branch();
        let begins = matches!(msg, Msg::Turn(..) | Msg::Preset(_));
        self.sides[side].apply(msg);
        if !begins || self.sides[side].branch() == branch {
            return;
        }
        let seed = self.sides[other].run().recipe().seed;
        self.sides[side].apply(Msg::Reseed(seed));
        self.both(&Msg::ToStart);
        self.both(&Msg::Speed(self.sides[other].speed()));
        self.both(&Msg::Toggle);
    }

    /// Puts the right run in the place of the left one.
    pub fn swap(&mut self) {
        self.sides.swap(0, 1);
    }

    /// Plays both on; whether there is anything new to see.
    pub fn frame(&mut self, elapsed_ms: f64, has_time: &dyn Fn() -> bool) -> bool {
        let is_travelling = self.sides.iter().any(|side| side.journey().is_some());
        let mut is_new = is_travelling;
        for side in &mut self.sides {
            // Whoever has arrived waits for the other.
            if !is_travelling || side.journey().is_some() {
                is_new |= side.frame(elapsed_ms, has_time);
            }
        }
        if !self.is_met && self.sides.iter().all(|side| side.journey().is_none()) {
            self.meet();
        }
        is_new
    }

    /// Both stand where their links lead: from here on they go together.
    fn meet(&mut self) {
        self.is_met = true;
        self.both(&Msg::Speed(self.sides[0].speed()));
        let [left, right] = &self.sides;
        let are_together = left.run().playhead().at == right.run().playhead().at;
        if left.is_playing() != right.is_playing() || !are_together {
            self.both(&Msg::Seek(self.at()));
        }
    }

    /// The next step of either, or of both where they come at one instant.
    fn step(&mut self) {
        let next = self.sides.each_ref().map(|side| side.run().next_instant());
        let Some(at) = next.iter().flatten().min().copied() else { return };
        for (side, next) in self.sides.iter_mut().zip(next) {
            side.apply(if next == Some(at) { Msg::Step } else { Msg::Seek(at) });
        }
    }

    /// The last step of either taken back, or of both where they came at one instant.
    fn back(&mut self) {
        let last = self.sides.each_ref().map(|side| side.run().machine().now());
        let at = last[0].max(last[1]);
        for (side, last) in self.sides.iter_mut().zip(last) {
            if last == at {
                side.apply(Msg::Back);
            }
        }
        self.both(&Msg::Seek(self.latest(|run| run.machine().now())));
    }

    fn latest(&self, of: impl Fn(&kernel::Run) -> Time) -> Time {
        let [left, right] = &self.sides;
        of(left.run()).max(of(right.run()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: &str, right: &str) -> Pair {
        let entry = labs::entries().next().expect("there is a lab");
        let mut pair = Pair::new(entry, [left, right]).expect("the lab opens");
        while pair.sides.iter().any(|side| side.journey().is_some()) {
            pair.frame(0.0, &|| true);
        }
        pair
    }

    fn together(pair: &Pair) {
        let [left, right] = pair.sides().each_ref().map(|side| side.run().playhead().at);
        assert_eq!(left, right);
    }

    /// Lets a catching up come to its end.
    fn settle(pair: &mut Pair) {
        for _ in 0..50 {
            if pair.is_active() {
                pair.frame(0.0, &|| true);
            }
        }
    }

    #[test]
    fn one_transport_moves_both_by_virtual_time() {
        let mut pair = pair("seed=7&shards=3&keys=100", "seed=7&shards=4&keys=100");
        for _ in 0..20 {
            pair.frame(50.0, &|| true);
            together(&pair);
        }
        assert!(pair.at() > Time::ZERO);
        pair.both(&Msg::Toggle);
        assert!(!pair.is_active());
        for _ in 0..6 {
            pair.both(&Msg::Step);
            settle(&mut pair);
            together(&pair);
        }
        let before = pair.at();
        pair.both(&Msg::Back);
        settle(&mut pair);
        together(&pair);
        assert!(pair.at() < before);
    }

    #[test]
    fn the_same_recipe_on_both_sides_stays_the_same_run() {
        let link = "seed=7&shards=3&keys=100";
        let mut pair = pair(link, link);
        for _ in 0..20 {
            pair.frame(50.0, &|| true);
        }
        let [left, right] = pair.links();
        assert_eq!(left, right);
    }

    #[test]
    fn a_changed_side_begins_both_again_under_one_seed() {
        let mut pair = pair("seed=7&shards=3&keys=100", "seed=9&shards=3&keys=100");
        for _ in 0..20 {
            pair.frame(50.0, &|| true);
        }
        pair.one(1, Msg::Turn(1, 5));
        assert!(pair.is_start() && pair.is_active());
        let [left, right] = pair.sides().each_ref().map(|side| side.run().recipe().clone());
        assert_eq!((left.seed, right.seed), (7, 7));
        assert_eq!((left.knobs[1], right.knobs[1]), (3, 5));
    }

    #[test]
    fn many_runs_see_the_same_draws_on_both_sides() {
        let pair = pair("seed=7&shards=3&keys=100", "seed=9&shards=5&keys=100");
        let [left, right] = pair.links_under_one_seed();
        let has = |link: &str, part: &str| link.split('&').any(|it| it == part);
        assert!(has(&left, "seed=7") && has(&right, "seed=7") && has(&right, "shards=5"));
    }

    #[test]
    fn the_links_of_both_lead_back_to_both() {
        let mut first = pair("seed=7&shards=3&keys=100", "seed=7&strategy=modulo&keys=100");
        for _ in 0..20 {
            first.frame(50.0, &|| true);
        }
        let [left, right] = first.links();
        let again = pair(&left, &right);
        assert_eq!(again.links(), [left, right]);
    }
}
