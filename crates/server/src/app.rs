//! What the companion answers: its routes, and what holds for every one of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::middleware;
use axum::routing::get;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use crate::limits::Limits;
use crate::site::Site;
use crate::slow::{Room, slow};

/// What every answer carries unless it says otherwise itself. The first three isolate the page from other origins, without which
/// a browser gives it no shared memory; the page asks for none of the powers that are denied.
const HEADERS: [(HeaderName, &str); 6] = [
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The site, the health check and the slow answer, within the limits.
pub fn app(site: Site, limits: &Limits) -> Router {
    let routes = Router::new()
        .route("/healthz", get(healthz))
        .route("/slow", get(slow).with_state(Room::new(limits.slow_waits_max)))
        .fallback(async |State(site): State<Arc<Site>>, request: Request| {
            site.answer(request).await
        })
        .with_state(Arc::new(site));
    within(routes, limits)
}

/// Says that the companion runs and answers; a load balancer asks for this.
async fn healthz() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// Puts routes within the limits on a request, and gives each answer its headers and log line.
fn within(routes: Router, limits: &Limits) -> Router {
    // The last layer is the outermost: refusals of the limits get headers and a log line as well.
    routes
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            limits.request_timeout,
        ))
        .layer(RequestBodyLimitLayer::new(limits.body_bytes_max))
        .layer(middleware::map_response(with_headers))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_response(log))
}

async fn with_headers<B>(mut response: Response<B>) -> Response<B> {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The path without the query: what a person puts behind the question mark is theirs.
fn span<B>(request: &axum::http::Request<B>) -> Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}

fn log<B>(response: &Response<B>, latency: Duration, _: &Span) {
    tracing::info!(
        status = response.status().as_u16(),
        latency_us = latency.as_micros(),
        "answered"
    );
}

#[cfg(test)]
mod tests {
    use std::future;

    use axum::body::Body;
    use clap::Parser;
    use tower::ServiceExt;

    use super::*;

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        limits: Limits,
    }

    /// No route of the site takes long, so this one stands in for any that will.
    #[tokio::test]
    async fn an_answer_that_does_not_begin_in_time_is_given_up() {
        let limits = Flags::parse_from(["test", "--request-timeout", "50ms"]).limits;
        let routes = Router::new().route("/", get(async || future::pending::<()>().await));
        let response = within(routes, &limits).oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()["cross-origin-opener-policy"], "same-origin");
    }
}
