//! The content security policy of each answer.
//!
//! A release page carries its policy in itself, with the digests of the scripts that stand in it.
//! The header repeats that policy and adds the one thing that a page cannot say of itself: who may
//! frame it, which is everybody, so that a lab can be embedded anywhere.

use axum::http::HeaderValue;

/// For whatever is no page, above all for workers, which take their policy from their own
/// headers: scripts and requests of this origin only. Styles may stand in a file, as they do in a
/// picture that follows the reader's colours.
pub const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    worker-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors *";

const META: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The policy that a page carries, as a header; None when it carries none.
pub fn of_page(html: &str) -> Option<HeaderValue> {
    let (_, rest) = html.split_once(META)?;
    let (policy, _) = rest.split_once('"')?;
    HeaderValue::from_str(&format!("{policy}; frame-ancestors *")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_repeats_the_policy_of_the_page_and_lets_everybody_frame_it() {
        let page = format!("<head>{META}default-src 'none'; script-src 'self'\"></head>");
        assert_eq!(
            of_page(&page).unwrap(),
            "default-src 'none'; script-src 'self'; frame-ancestors *"
        );
    }

    #[test]
    fn a_page_without_a_policy_or_with_an_unfinished_one_has_none() {
        assert_eq!(of_page("<head></head>"), None);
        assert_eq!(of_page(&format!("<head>{META}default-src 'none'")), None);
        assert_eq!(of_page(&format!("<head>{META}default-src\n'none'\">")), None);
    }
}
