//! What a state carries along without being told apart by it.

use std::hash::{Hash, Hasher};

/// A part of a state that tells how the run came here: a ledger, a history, sums for a figure. It
/// enters neither equality nor hash, so two ways to the same state lead to one.
///
/// A handler must not decide anything by it: a search that has seen the state once does not look
/// at the second way. [`crate::Cx::record`] is where instants may be written into it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aside<T>(pub T);

impl<T> PartialEq for Aside<T> {
    fn eq(&self, _: &Aside<T>) -> bool {
        true
    }
}

impl<T> Eq for Aside<T> {}

impl<T> Hash for Aside<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fingerprint;

    #[test]
    fn states_are_not_told_apart_by_it() {
        let hash = |state: &(u8, Aside<u32>)| {
            let mut hasher = Fingerprint::default();
            state.hash(&mut hasher);
            hasher.finish()
        };
        let states = [(1, Aside(2)), (1, Aside(3)), (2, Aside(2))];
        assert_eq!(states[0], states[1]);
        assert_eq!(hash(&states[0]), hash(&states[1]));
        assert_ne!(states[0], states[2]);
        assert_ne!(hash(&states[0]), hash(&states[2]));
    }
}
