//! Many runs: the same recipe under many seeds, and what its metrics come to.
//!
//! A [`Plan`] is a grid of points (what is turned, and to which values) and a number of seeds for
//! each. It splits into chunks that any worker can take in any order: a [`Sample`] is a function of
//! its point and its seed alone, and a [`Table`] puts it where it belongs. Its columns become a
//! [`Distribution`] each, with intervals **over seeds**: what is observed within one run is
//! correlated, so that only independent runs tell how uncertain a mean is (Law, "Simulation
//! Modeling and Analysis", 5th edition 2015, section 9.4.1). Points share their seeds, so that a
//! difference between them is taken seed by seed (common random numbers, ibid. section 11.2).

mod chunk;
mod dial;
mod distribution;
mod gauge;
mod histogram;
mod interval;
mod length;
mod measuring;
mod plan;
mod table;

pub use chunk::{Chunk, Work};
pub use dial::{Dial, DialError};
pub use distribution::{Distribution, Quantile, differences};
pub use gauge::Gauge;
pub use histogram::{Bin, Histogram};
pub use interval::{Interval, wilson};
pub use length::Length;
pub use measuring::{Broken, Ended, Measuring, Sample};
pub use plan::{Axis, Plan, Unsound};
pub use table::{Run, Share, Table};
