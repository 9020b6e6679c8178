//! Probe models: small systems that keep the kernel honest. Each file is one system.

#![allow(dead_code, unused_imports, reason = "every test program uses the models that it needs")]

pub mod acp;
pub mod chat;
pub mod commit;
pub mod mm1;
#[cfg(not(target_arch = "wasm32"))]
pub mod peer;
pub mod pointing;
pub mod post;
pub mod queue;
pub mod search;
pub mod tiny;
pub mod ttl_cache;
pub mod two_phase;
