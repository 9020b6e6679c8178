//! What is judged without running the product: form, lints, documentation.

use anyhow::{Result, bail};

use super::count::Counts;
use super::{Context, Outcome, one_case};
use crate::setup::WASM_TARGET;
use crate::tidy::{self, Verdict};
use crate::{notices, setup, site, size};

/// The rules of the house, one case each.
pub fn tidy(context: &Context<'_>) -> Result<Outcome> {
    let sources = tidy::sources(context.project)?;
    let mut counts = Counts::default();
    for rule in tidy::RULES {
        match (rule.check)(context.project, &sources)? {
            Verdict::Applied(breaches) if breaches.is_empty() => {
                println!("  holds    {}", rule.name);
                counts += Counts::PASSED;
            }
            Verdict::Applied(breaches) => {
                println!("  BROKEN   {}", rule.name);
                for breach in breaches {
                    println!("           {breach}");
                }
                counts += Counts::FAILED;
            }
            Verdict::Skipped(reason) => {
                println!("  SKIPPED  {}: {reason}", rule.name);
                counts += Counts::SKIPPED;
            }
        }
    }
    Ok(Outcome::Counted(counts))
}

/// Formatting of all crates.
pub fn format(context: &Context<'_>) -> Result<Outcome> {
    if !setup::cargo_brings("fmt") {
        return Ok(Outcome::Skipped("this toolchain brings no rustfmt".to_owned()));
    }
    one_case(context.tools.command("cargo").args(["fmt", "--all", "--check"]))
}

/// Clippy for this machine; the page compiles here too, so nothing is left out.
pub fn clippy_native(context: &Context<'_>) -> Result<Outcome> {
    if !setup::cargo_brings("clippy") {
        return Ok(Outcome::Skipped("this toolchain brings no clippy".to_owned()));
    }
    one_case(
        context
            .tools
            .command("cargo")
            .args(["clippy", "--workspace", "--all-targets"])
            .args(["--", "--deny", "warnings"]),
    )
}

/// Clippy for the crates that run in a browser, as they are compiled for it.
pub fn clippy_wasm32(context: &Context<'_>) -> Result<Outcome> {
    if !context.tools.has_web_clippy() {
        let reason = "the toolchain that compiles for wasm32 brings no clippy";
        return Ok(Outcome::Skipped(reason.to_owned()));
    }
    one_case(
        context
            .tools
            .web_command("cargo")
            .args(["clippy", "--target", WASM_TARGET])
            .args(["--package", "faultline-app", "--package", "widgets"])
            .args(["--package", "labs", "--package", "kernel"])
            .args(["--lib", "--bins", "--", "--deny", "warnings"]),
    )
}

/// The documentation of all crates.
pub fn documentation(context: &Context<'_>) -> Result<Outcome> {
    one_case(
        context
            .tools
            .command("cargo")
            .args(["doc", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "--deny warnings"),
    )
}

/// Licences and notices, one case each.
pub fn notices(context: &Context<'_>) -> Result<Outcome> {
    let refused = notices::refused(context.project)?;
    if !refused.is_empty() {
        bail!("licences that are not on the list: {}", refused.join("; "));
    }
    let mut counts = Counts::PASSED;
    if !notices::are_current(context.project)? {
        bail!("{} is not current; `cargo xtask notices` writes it anew", notices::FILE);
    }
    counts += Counts::PASSED;
    Ok(Outcome::Counted(counts))
}

/// The weight of the release site.
pub fn size(context: &Context<'_>) -> Result<Outcome> {
    site::build(context.project, context.tools)?;
    size::check(context.project)?;
    Ok(Outcome::Counted(Counts::PASSED))
}
