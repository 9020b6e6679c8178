//! The compiler's companions: a toolchain installed in rustup's minimal profile has neither.

use std::process::Command;
use std::time::Duration;

use super::Missing;
use crate::run;

/// Each component with the subcommand of cargo that it brings.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

/// A machine that cannot reach rustup's server must not wait long to learn it.
const LIMIT: Duration = Duration::from_secs(180);

/// The step that gets them, where one is missing and rustup is here to ask.
pub fn missing() -> Option<Missing<'static>> {
    let absent: Vec<&str> = COMPONENTS
        .iter()
        .filter(|(_, subcommand)| !cargo_brings(subcommand))
        .map(|(component, _)| *component)
        .collect();
    if absent.is_empty() || which::which("rustup").is_err() {
        return None;
    }
    Some(Missing {
        plan: format!("{} by `rustup component add`.", absent.join(" and ")),
        install: Box::new(move || {
            run::run_within(Command::new("rustup").args(["component", "add"]).args(&absent), LIMIT)
        }),
        optional: true,
    })
}

/// Whether the active toolchain has a subcommand of cargo.
pub fn cargo_brings(subcommand: &str) -> bool {
    run::succeeds(Command::new("cargo").args([subcommand, "--version"]))
}
