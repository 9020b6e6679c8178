//! What a release page gets last: its content security policy, and its address for other sites.
//!
//! Trunk calls this after each build. Only a release is sealed: `trunk serve` adds a reload
//! script of its own at run time, which no policy written here could know. The scripts that stand
//! in the page are allowed by their digests, so that nothing else that is put there can run.
//!
//! A preview on another site needs absolute addresses, which the page itself does not know: it
//! works wherever it is put. Where `FAULTLINE_SITE_URL` says where that is, the tags are written.

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::split;

const ANCHOR: &str = "<meta charset=\"utf-8\">";

/// The address under which the site is published.
pub const SITE_URL: &str = "FAULTLINE_SITE_URL";

/// The picture of a preview, beside the page, and its size in pixels.
const PREVIEW: (&str, u32, u32) = ("preview.jpg", 1200, 630);

/// Seals the page that trunk has just staged; does nothing for a development build.
pub fn from_trunk() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .context("`seal` is called by trunk after a build, which sets TRUNK_STAGING_DIR")?;
    split::carry(Path::new(&staging))?;
    if env::var("TRUNK_PROFILE").as_deref() == Ok("release") {
        let page = Path::new(&staging).join("index.html");
        let html = fs::read_to_string(&page)
            .with_context(|| format!("could not read {}", page.display()))?;
        let address = env::var(SITE_URL).ok().filter(|address| !address.is_empty());
        fs::write(&page, seal(&html, address.as_deref())?)?;
    }
    Ok(())
}

/// Puts the policy right behind the declaration of the character set: a policy in a page holds
/// for what follows it. The tags for other sites follow, where the address is known.
fn seal(html: &str, address: Option<&str>) -> Result<String> {
    let Some((before, after)) = html.split_once(ANCHOR) else {
        bail!("index.html has no {ANCHOR}, behind which the policy would stand");
    };
    let policy = policy(&inline_scripts(after)?);
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let preview = address.map(preview).transpose()?.unwrap_or_default();
    Ok(format!("{before}{ANCHOR}{meta}{preview}{after}"))
}

/// The tags that need to know where the page is, a line each.
fn preview(address: &str) -> Result<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/%".contains(c);
    let is_absolute = ["https://", "http://"].iter().any(|scheme| {
        address.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    });
    if !is_absolute || !address.chars().all(is_plain) {
        bail!(
            "{SITE_URL} is `{address}`; it takes an address such as https://example.org/faultline/"
        );
    }
    let base = address.trim_end_matches('/');
    let (picture, width, height) = PREVIEW;
    let tags = [
        ("og:url", format!("{base}/")),
        ("og:image", format!("{base}/{picture}")),
        ("og:image:width", width.to_string()),
        ("og:image:height", height.to_string()),
    ];
    let line = |(property, content): &(&str, String)| {
        format!("\n    <meta property=\"{property}\" content=\"{content}\">")
    };
    Ok(tags.iter().map(line).collect())
}

/// The policy, with one digest for each script in the page.
fn policy(scripts: &[&str]) -> String {
    let digests: String = scripts
        .iter()
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    [
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval'{digests}"),
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        // A picture sets lengths and colours of its parts as attributes.
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    .join("; ")
}

/// The texts of the scripts that stand in the page rather than in a file of their own.
fn inline_scripts(html: &str) -> Result<Vec<&str>> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        rest = &rest[start + "<script".len()..];
        let (attributes, after) =
            rest.split_once('>').context("a script tag in index.html has no end")?;
        let (text, after) =
            after.split_once("</script>").context("a script in index.html has no end tag")?;
        if !attributes.contains("src=") {
            scripts.push(text);
        }
        rest = after;
    }
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digest of the example in the CSP specification, level 3, section 8.4 (hash usage):
    /// SHA-256 of `alert('Hello, world.');`.
    #[test]
    fn an_inline_script_is_allowed_by_the_published_digest() {
        let html = format!("<head>{ANCHOR}<script>alert('Hello, world.');</script>");
        let sealed = seal(&html, None).unwrap();
        assert!(sealed.contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"));
    }

    #[test]
    fn a_script_file_needs_no_digest_and_nothing_inline_is_allowed_wholesale() {
        let html = format!("<head>{ANCHOR}<script src=\"coi.js\"></script>");
        let sealed = seal(&html, None).unwrap();
        assert!(sealed.contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!sealed.contains("script-src 'unsafe-inline'"));
    }

    #[test]
    fn a_page_without_a_place_for_the_policy_is_an_error() {
        assert!(seal("<head></head>", None).is_err());
    }

    #[test]
    fn a_script_without_an_end_is_an_error() {
        assert!(seal(&format!("{ANCHOR}<script>let a = 1;"), None).is_err());
    }

    #[test]
    fn a_page_whose_address_is_known_names_its_picture_absolutely() {
        for address in ["https://example.org/faultline", "https://example.org/faultline/"] {
            let sealed = seal(ANCHOR, Some(address)).unwrap();
            assert!(sealed.contains(
                "\n    <meta property=\"og:image\" \
                 content=\"https://example.org/faultline/preview.jpg\">"
            ));
            assert!(sealed.contains("og:url\" content=\"https://example.org/faultline/\">"));
        }
        assert!(!seal(ANCHOR, None).unwrap().contains("og:"));
    }

    #[test]
    fn what_is_no_address_of_a_site_is_an_error() {
        for address in
            ["example.org", "/faultline/", "https://", "https://a/\"><script>", "ftp://a"]
        {
            assert!(seal(ANCHOR, Some(address)).is_err(), "{address}");
        }
    }
}
