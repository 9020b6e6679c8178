//! What is known in closed form of how full pages are, and how many have to be read.

use super::keys::KeyKind;
use super::setup::Setup;
use super::tree::Split;
use crate::formula::Formula;
use crate::lab::Source;
use std::borrow::Cow;

const YAO: Source = Source {
    title: "A. C. Yao, On Random 2–3 Trees, Acta Informatica 9, 1978",
    url: "https://doi.org/10.1007/BF00289075",
};
const BAYER: Source = Source {
    title: "R. Bayer, E. McCreight, Organization and Maintenance of Large Ordered Indexes, Acta \
            Informatica 1, 1972",
    url: "https://doi.org/10.1007/BF00288683",
};
const KING: Source = Source {
    title: "W. F. King, Analysis of Demand Paging Algorithms, IFIP Congress 1971",
    url: "https://dblp.org/rec/conf/ifip/King71.html",
};

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        metric: "uuid4_fill",
        name: "Yao’s fringe",
        gives: "how full the leaves of a tree become whose keys come at random",
        assumptions: &[
            "Every place among the keys is as likely to be the next one’s.",
            "Full pages are split in the middle, and there are many pages.",
        ],
        source: YAO,
        value: |knobs| {
            let setup = many(knobs)?;
            match setup.policy.split {
                Split::Shared | Split::Packed => {
                    Err("It knows of no neighbours that share.".into())
                }
                _ => Ok(1_000.0 * random_fill(setup.shape(KeyKind::UuidV4).leaf_rows())),
            }
        },
    },
    Formula {
        metric: "auto_fill",
        name: "Ascending keys",
        gives: "how full the leaves of a tree are whose keys ascend",
        assumptions: &["Every key is above all before it.", "There are many pages."],
        source: BAYER,
        value: |knobs| {
            let setup = many(knobs)?;
            if !setup.is_in_order() {
                return Err("It knows of no rows that come late.".into());
            }
            let most = setup.shape(KeyKind::Auto).leaf_rows();
            let kept = match setup.policy.split {
                Split::Middle => (most + 1).div_ceil(2),
                Split::Edge => {
                    let kept = most * u32::from(setup.policy.fill_percent) / 100;
                    kept.max(most.div_ceil(2))
                }
                Split::Shared => most,
                Split::Packed => return Err("It knows of no neighbours that share.".into()),
            };
            Ok(1_000.0 * f64::from(kept) / f64::from(most))
        },
    },
    Formula {
        metric: "uuid4_reads",
        name: "Uniform access",
        gives: "how often, of a thousand, the leaf of a random key is not in memory",
        assumptions: &[
            "Every leaf is as likely to be the next one’s, and the inner pages stay in memory.",
            "The pool is as it was at the start.",
        ],
        source: KING,
        value: uniform_reads,
    },
];

/// The setup of knobs under which there are many pages.
fn many(knobs: &[i64]) -> Result<Setup, Cow<'static, str>> {
    let setup = Setup::of(knobs).map_err(|_| "No page holds such rows.")?;
    if setup.rows / setup.shape(KeyKind::Auto).leaf_rows().max(1) < 50 {
        return Err("There are fewer than fifty pages: let more rows come.".into());
    }
    Ok(setup)
}

/// How full leaves of at most so many rows become on average when keys come at random: ln 2 for large
/// ones.
///
/// A leaf of `i` rows takes the next key with a probability in proportion to `i`. In the long run
/// the expected number of leaves of each size stands in a fixed proportion to that of all rows, so
/// that `(i + 1)·c(i) = (i − 1)·c(i − 1)`, plus for the two halves of a split what leaves size
/// `most`.
pub fn random_fill(most: u32) -> f64 {
    let halves = [most.div_ceil(2), (most + 1) - most.div_ceil(2)];
    let (mut before, mut leaves, mut rows) = (0.0, 0.0, 0.0);
    for size in halves[0].min(halves[1])..=most {
        let split = halves.iter().filter(|half| **half == size).count() as f64;
        let share = (before * (f64::from(size) - 1.0) + split) / (f64::from(size) + 1.0);
        leaves += share;
        rows += share * f64::from(size);
        before = share;
    }
    rows / leaves / f64::from(most.max(1))
}

/// The mean over all rows of the share of the leaves that is not in memory when the row comes, of a
/// thousand.
fn uniform_reads(knobs: &[i64]) -> Result<f64, Cow<'static, str>> {
    let setup = many(knobs)?;
    if matches!(setup.policy.split, Split::Shared | Split::Packed) {
        return Err("It knows of no neighbours that share.".into());
    }
    if setup.has_index {
        return Err("It knows of no index beside the table.".into());
    }
    let shape = setup.shape(KeyKind::UuidV4);
    let a_leaf = f64::from(shape.leaf_rows()) * random_fill(shape.leaf_rows());
    let fan_out = f64::from(shape.inner_keys() + 1) * random_fill(shape.inner_keys());
    let room = f64::from(setup.pool_pages);
    let (mut sum, steps) = (0.0, 1_000);
    for step in 0..steps {
        let rows = (f64::from(step) + 0.5) / f64::from(steps) * f64::from(setup.rows);
        let leaves = (rows / a_leaf).max(1.0);
        let inner = leaves / (fan_out - 1.0);
        if inner * 2.0 > room {
            return Err("The pool has too little room for the inner pages.".into());
        }
        sum += (1.0 - (room - inner) / leaves).max(0.0);
    }
    Ok(1_000.0 * sum / f64::from(steps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_fill_goes_to_ln_2() {
        let ln_2 = std::f64::consts::LN_2;
        assert!((random_fill(10_001) - ln_2).abs() < 1e-3);
        // For pages of an odd number of rows there is a closed form: (L + 1)/L · (H(L+1) − H((L+1)/2)).
        for most in [3u32, 9, 41] {
            let harmonic = |n: u32| (1..=n).map(|i| 1.0 / f64::from(i)).sum::<f64>();
            let half = most.div_ceil(2);
            let closed =
                f64::from(most + 1) / f64::from(most) * (harmonic(most + 1) - harmonic(half));
            assert!((random_fill(most) - closed).abs() < 1e-12, "{most}");
        }
    }
}
