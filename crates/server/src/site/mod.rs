//! The built site: which file an address means, and with which headers it is sent.

mod address;
mod caching;
mod contained;
mod policy;

use std::io;
use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;
use tower_http::services::fs::DefaultServeDirFallback;

use crate::error::ServeError;
use contained::Contained;

const INDEX: &str = "index.html";
const NOT_FOUND: &str = include_str!("not_found.html");

/// A folder of files, served as they lie there.
#[derive(Clone, Debug)]
pub struct Site {
    folder: Contained,
    files: ServeDir<DefaultServeDirFallback, Contained>,
}

impl Site {
    /// Takes a folder that holds an `index.html`.
    ///
    /// # Errors
    ///
    /// When the folder or its `index.html` cannot be read.
    pub fn open(folder: &Path) -> Result<Self, ServeError> {
        let no_site = |source: io::Error| ServeError::NoSite { folder: folder.to_owned(), source };
        let root = std::path::absolute(folder).map_err(no_site)?;
        let index = std::fs::read_to_string(root.join(INDEX)).map_err(no_site)?;
        if policy::of_page(&index).is_none() {
            tracing::warn!(
                "{INDEX} carries no content security policy, so scripts that stand in it will not \
                 run; a release build (`trunk build --release`) carries one"
            );
        }
        let folder = Contained::new(root.clone());
        let files = ServeDir::with_backend(root, folder.clone())
            .precompressed_br()
            .precompressed_gzip()
            // A client may ask for several ranges; a server may answer with the whole.
            .ignore_multi_range_requests(true);
        Ok(Self { folder, files })
    }

    /// Answers GET and HEAD with a file, everything else with 405.
    pub async fn answer(&self, mut request: Request) -> Response {
        let Some(path) = address::path_within_site(request.uri().path()) else {
            return not_found();
        };
        // A range may be ignored (RFC 9110, section 14.2), and must be when the client's
        // condition on it fails; no browser sends such a condition for files of this size.
        if request.headers().contains_key(header::IF_RANGE) {
            request.headers_mut().remove(header::RANGE);
        }
        let response = match self.files.clone().try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) if is_absence(&error) => return not_found(),
            Err(error) => {
                tracing::error!(%error, "could not read a file of the site");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        match response.status() {
            StatusCode::NOT_FOUND => not_found(),
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED => {
                self.dress(response, &path).await
            }
            _ => response,
        }
    }

    /// Adds to a file's answer what depends on which file it is.
    async fn dress(&self, mut response: Response, path: &Path) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, caching::cache_control(path));
        // The answer that nothing has changed updates a cache's copy and must say the same.
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(media_type) = headers.get_mut(header::CONTENT_TYPE) {
            add_charset(media_type);
        }
        if is_page(path) {
            // A page that is isolated itself may frame a lab only if the lab says so.
            let anybody = HeaderValue::from_static("cross-origin");
            headers.insert("cross-origin-resource-policy", anybody);
        }
        let policy = self.policy(path).await;
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        response
    }

    /// The policy that a page carries, or the one for everything else.
    async fn policy(&self, path: &Path) -> HeaderValue {
        if is_page(path)
            && let Ok(file) = self.folder.resolve(self.folder.root().join(path)).await
            && let Ok(page) = tokio::fs::read_to_string(file).await
            && let Some(policy) = policy::of_page(&page)
        {
            return policy;
        }
        HeaderValue::from_static(policy::STRICT)
    }
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "html")
}

/// Text is UTF-8 here; a browser that is not told would guess from the first bytes.
fn add_charset(media_type: &mut HeaderValue) {
    let with_charset = match media_type.as_bytes() {
        b"text/html" => "text/html; charset=utf-8",
        b"text/css" => "text/css; charset=utf-8",
        b"text/plain" => "text/plain; charset=utf-8",
        b"text/javascript" | b"application/javascript" => "text/javascript; charset=utf-8",
        _ => return,
    };
    *media_type = HeaderValue::from_static(with_charset);
}

/// Whether reading failed because there is no such file, or, as Windows says of a name with `?` or
/// `*`, because there can be none. One that may not be read is the operator's mistake, and is
/// logged.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
    )
}

fn not_found() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, caching::REVALIDATE),
        (header::CONTENT_SECURITY_POLICY, policy::STRICT),
    ];
    (StatusCode::NOT_FOUND, headers, NOT_FOUND).into_response()
}
