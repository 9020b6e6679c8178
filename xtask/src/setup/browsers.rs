//! The browsers of the tests. Debian's packages are installed where root allows it; elsewhere
//! what is on the PATH is used, and stages without their browser are skipped by name.

use std::path::PathBuf;

use super::{Missing, apt};

const DEBIAN_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "firefox-esr"];

/// The step that installs the browsers, where that is possible and needed.
pub fn missing() -> Option<Missing<'static>> {
    let here = chromium().is_some() && chromedriver().is_some() && firefox().is_some();
    if here || !apt::is_here() {
        return None;
    }
    let packages = apt::absent(&DEBIAN_PACKAGES);
    if packages.is_empty() {
        return None;
    }
    Some(Missing {
        plan: format!("Browsers for the tests, as Debian's packages {}.", packages.join(", ")),
        install: Box::new(move || apt::install(&packages)),
        optional: true,
    })
}

/// Chromium or Chrome.
pub fn chromium() -> Option<PathBuf> {
    first(&["chromium", "chromium-browser", "google-chrome", "chrome"])
}

/// The driver that belongs to it.
pub fn chromedriver() -> Option<PathBuf> {
    first(&["chromedriver"])
}

/// Firefox.
pub fn firefox() -> Option<PathBuf> {
    first(&["firefox-esr", "firefox"])
}

/// Whether Firefox is here, or the set-up is about to install it.
pub fn firefox_will_be_here() -> bool {
    firefox().is_some() || (apt::is_here() && apt::is_root())
}

fn first(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| which::which(name).ok())
}
