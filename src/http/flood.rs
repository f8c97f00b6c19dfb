//! Whoever asks too often is told to come again: by the internet address that asks.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::Problem;
use crate::activitypub::rates;
use crate::node::Node;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Lets a request through, unless its address made too many.
pub async fn by_address(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let proxies = &node.settings.limits.trusted_proxies;
    let asker = from.and_then(|from| asker(from.0.ip(), request.headers(), proxies));
    if let Some(asker) = asker {
        let name = rates::name_of_address(asker);
        if let Err(wait) = node.address_rates.take(&name, node.clock.now()) {
            return too_many(wait, "your address asks too often; come again later");
        }
    }
    next.run(request).await
}

/// The name under which whoever asks is counted. All are one whom nobody names.
#[derive(Debug, Clone)]
pub struct Visitor(pub String);

impl FromRequestParts<Arc<Node>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        node: &Arc<Node>,
    ) -> Result<Self, Self::Rejection> {
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let proxies = &node.settings.limits.trusted_proxies;
        let asker = from.and_then(|from| asker(from.0.ip(), &parts.headers, proxies));
        Ok(Self(asker.map(rates::name_of_address).unwrap_or_default()))
    }
}

/// The answer to one request too many (RFC 6585 §4).
pub fn too_many(wait: Duration, detail: &str) -> Response {
    let status = StatusCode::TOO_MANY_REQUESTS;
    let problem = Problem::new(status, "too-many", "Too many requests", detail);
    later(problem.into_response(), wait)
}

/// An answer that tells when to come again, in whole seconds and none too early.
pub fn later(mut response: Response, wait: Duration) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let seconds = HeaderValue::from(seconds.max(1));
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

/// Who asks: the other end of the connection, or whom a web server before us names last;
/// `None` when that names nobody, since it speaks for many.
fn asker(from: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let is_proxy = |address: &IpAddr| proxies.contains(&address.to_canonical());
    if !is_proxy(&from) {
        return Some(from);
    }
    let named = headers.get_all(FORWARDED_FOR).iter();
    let named: Vec<&str> = named.filter_map(|value| value.to_str().ok()).collect();
    let named = named.iter().rev().flat_map(|value| value.rsplit(','));
    let mut addresses = named.map_while(|text| text.trim().parse().ok());
    addresses.find(|address| !is_proxy(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(from: &str, forwarded: &[&str]) -> Option<String> {
        let values = forwarded
            .iter()
            .map(|value| (FORWARDED_FOR, value.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name, value);
        }
        let proxies: Vec<IpAddr> = vec!["127.0.0.1".parse().unwrap(), "10.0.0.1".parse().unwrap()];
        asker(from.parse().unwrap(), &headers, &proxies).map(|address| address.to_string())
    }

    #[test]
    fn nobody_chooses_the_address_under_which_they_are_counted() {
        assert_eq!(
            seen("192.0.2.1", &["198.51.100.7"]).as_deref(),
            Some("192.0.2.1")
        );
        assert_eq!(seen("192.0.2.1", &[]).as_deref(), Some("192.0.2.1"));
        // What a stranger wrote stands before what our own web server added.
        let forged = ["198.51.100.7, 192.0.2.1"];
        assert_eq!(seen("127.0.0.1", &forged).as_deref(), Some("192.0.2.1"));
        let twice = ["198.51.100.7", "192.0.2.1, 10.0.0.1"];
        assert_eq!(seen("127.0.0.1", &twice).as_deref(), Some("192.0.2.1"));
        assert_eq!(
            seen("::ffff:127.0.0.1", &["192.0.2.1"]).as_deref(),
            Some("192.0.2.1")
        );
    }

    #[test]
    fn a_web_server_that_names_nobody_is_not_counted() {
        assert_eq!(seen("127.0.0.1", &[]), None);
        assert_eq!(seen("127.0.0.1", &["unknown"]), None);
        assert_eq!(seen("127.0.0.1", &["192.0.2.1, nonsense"]), None);
    }
}
