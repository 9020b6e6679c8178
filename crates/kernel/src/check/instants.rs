//! When could it have happened? The steps of an untimed breach as difference constraints over
//! the declared delays, solved for the earliest instants.

use crate::time::Span;

/// `instant[to] - instant[from] >= least`, and at most `most` where there is one. Index 0 is the
/// start, index `i` the `i`-th step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) least: Span,
    pub(crate) most: Option<Span>,
}

/// The earliest instants, from the start, of `steps` steps in order; `None` where no instants
/// satisfy every constraint (Bellman and Ford's relaxation does not settle).
pub(crate) fn solve(steps: usize, constraints: &[Constraint]) -> Option<Vec<Span>> {
    let mut instants = vec![0i128; steps + 1];
    for _ in 0..=steps + 1 {
        let mut settled = true;
        let mut raise = |instants: &mut Vec<i128>, at: usize, floor: i128| {
            if instants[at] < floor {
                instants[at] = floor;
                settled = false;
            }
        };
        for step in 1..=steps {
            let floor = instants[step - 1];
            raise(&mut instants, step, floor);
        }
        for constraint in constraints {
            let floor = instants[constraint.from] + i128::from(constraint.least.as_micros());
            raise(&mut instants, constraint.to, floor);
            if let Some(most) = constraint.most {
                let floor = instants[constraint.to] - i128::from(most.as_micros());
                raise(&mut instants, constraint.from, floor);
            }
        }
        // The start cannot move.
        if instants[0] > 0 {
            return None;
        }
        if settled {
            let span = |us: i128| Span::micros(u64::try_from(us).unwrap_or(u64::MAX));
            return Some(instants[1..].iter().map(|us| span(*us)).collect());
        }
    }
    None
}

/// The earliest instants when every upper bound is let go: always there.
pub(crate) fn solve_loosely(steps: usize, constraints: &[Constraint]) -> Vec<Span> {
    let loose: Vec<Constraint> =
        constraints.iter().map(|constraint| Constraint { most: None, ..*constraint }).collect();
    solve(steps, &loose).expect("lower bounds that point forward can always be met")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(from: usize, to: usize, least: u64, most: u64) -> Constraint {
        Constraint { from, to, least: Span::micros(least), most: Some(Span::micros(most)) }
    }

    #[test]
    fn the_earliest_instants_are_found() {
        let instants = solve(3, &[within(0, 1, 5, 9), within(0, 3, 20, 30), within(1, 2, 2, 40)]);
        assert_eq!(instants, Some(vec![Span::micros(5), Span::micros(7), Span::micros(20)]));
    }

    #[test]
    fn an_upper_bound_pulls_an_earlier_step_later() {
        let instants = solve(2, &[within(0, 2, 20, 20), within(1, 2, 1, 3)]);
        assert_eq!(instants, Some(vec![Span::micros(17), Span::micros(20)]));
    }

    #[test]
    fn contradictions_are_told() {
        // A timer of 10 that was set at the start rings after a message that took 50.
        let both = [within(0, 1, 50, 60), within(0, 2, 10, 10)];
        assert_eq!(solve(2, &both), None);
        assert_eq!(solve_loosely(2, &both), [Span::micros(50), Span::micros(50)]);
    }
}
