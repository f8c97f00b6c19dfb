//! What stands around every route: a request's number, the log's line, limits of time, and
//! an answer even where a route failed badly.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{
    DefaultPredicate, NotForContentType, Predicate, SizeAbove,
};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use super::Problem;
use crate::error::Error;

/// The number by which an operator finds a request in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Smaller answers travel in a packet or few, and squeezing them costs more than it saves.
const WORTH_COMPRESSING: u64 = 8 << 10;
/// How long a request may take, its body included.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where whole registers are brought, and how long that may take on a slow line.
const BRINGING: (&str, Duration) = ("/office/imports", Duration::from_mins(30));

/// Puts the layers around the routes.
pub fn around(routes: Router) -> Router {
    routes
        .layer(
            CompressionLayer::new()
                // Tiles are squeezed already.
                .compress_when(
                    DefaultPredicate::new()
                        .and(SizeAbove::new(WORTH_COMPRESSING))
                        .and(NotForContentType::const_new("application/octet-stream")),
                ),
        )
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(axum::middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(answer_for_panic))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(axum::middleware::map_request(without_foreign_number))
}

/// Gives up a request that takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    let (path, longer) = BRINGING;
    let is_bringing = request.method() == Method::POST && request.uri().path() == path;
    let patience = if is_bringing { longer } else { PATIENCE };
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

/// A number that a stranger chose could hide their request among others in the log.
async fn without_foreign_number(mut request: Request) -> Request {
    request.headers_mut().remove(REQUEST_ID);
    request
}

/// The path without its query, which may hold what people search for.
fn span<B>(request: &http::Request<B>) -> tracing::Span {
    let id = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .unwrap_or("none");
    let path = without_secret(request.uri().path());
    tracing::info_span!("request", method = %request.method(), path, id)
}

/// The path without the secret of a link, which is a right that no log may hold.
fn without_secret(path: &str) -> &str {
    const LINKS: [&str; 8] = [
        "/claim/",
        "/api/v1/claims/",
        "/sign-in/",
        "/new-password/",
        "/first-run/",
        "/join/",
        "/searches/",
        "/visits/",
    ];
    if let Some((record, _)) = path.split_once("/amend/") {
        return record;
    }
    LINKS
        .into_iter()
        .find(|head| path.starts_with(head))
        .unwrap_or(path)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer calls it with the box"
)]
fn answer_for_panic(cause: Box<dyn Any + Send>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no text");
    Problem::from(Error::internal(text)).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[test]
    fn the_log_holds_no_secret_of_a_link() {
        assert_eq!(without_secret("/claim/s3cret"), "/claim/");
        assert_eq!(without_secret("/api/v1/claims/s3cret"), "/api/v1/claims/");
        assert_eq!(without_secret("/sign-in/s3cret"), "/sign-in/");
        assert_eq!(without_secret("/searches/confirm/s3cret"), "/searches/");
        assert_eq!(without_secret("/join/s3cret"), "/join/");
        assert_eq!(without_secret("/visits/s3cret"), "/visits/");
        assert_eq!(without_secret("/o/1/amend/s3cret"), "/o/1");
        assert_eq!(without_secret("/o/1/amend"), "/o/1/amend");
        assert_eq!(without_secret("/o/1/inbox"), "/o/1/inbox");
    }

    async fn fail() -> Response {
        panic!("a fault")
    }

    #[tokio::test]
    async fn a_route_that_fails_badly_still_answers_with_a_number_of_ours() {
        let routes = around(Router::new().route("/", get(fail)));
        let request = http::Request::get("/").header("x-request-id", "forged");
        let response = routes
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
        let number = response.headers()[REQUEST_ID].to_str().unwrap();
        assert_eq!(number.len(), 36, "{number}");
    }
}
