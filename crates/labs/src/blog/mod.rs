//! A sharded blog: users, posts, and timelines that are merged by id alone.
//!
//! Posts live on the shard of their author, which consistent hashing chooses. Every shard makes ids
//! by itself, by the rule of Snowflake ids, so nobody numbers all posts; and yet a timeline of
//! several shards is in order, because the ids begin with the time.
//!
//! **Who plays**: users, who write and read; the application, which knows where every user lives,
//! asks the shards and merges what they send; shards with clocks of their own; and you, who add and
//! remove shards, crash them, and read and write in anybody's name.
//!
//! **What can go wrong**: see the knobs that break a law each: ids that are counted on every shard
//! collide; pages by offset repeat and skip rows; a directory that is switched before the posts are
//! copied makes timelines with holes; and without the last id as a floor, a user who moves to a
//! shard whose clock is behind writes into their own past.
//!
//! Read [`keys`] (how ids are made), [`timeline`] (merging and paging), [`state`], then what the
//! application, the shards and a move do, then the laws.

pub mod action;
mod app;
mod card;
pub mod content;
mod data;
pub mod export;
pub mod fact;
pub mod few;
mod formulas;
mod grids;
mod hands;
mod judge;
pub mod keys;
mod knobs;
mod laws;
mod lesson;
pub mod message;
mod metrics;
pub mod model;
mod moving;
pub mod placing;
pub mod post_file;
mod presets;
mod shard;
mod showing;
pub mod state;
mod telling;
#[cfg(test)]
mod tests;
pub mod timeline;
#[cfg(feature = "view")]
mod view;

pub use model::Blog;
