//! `GET /metrics`: what a node does and what waits, for programs that watch over it, in the
//! `OpenMetrics` text format.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::access::Scope;
use crate::activitypub::delivery::queue::{self, Backlog};
use crate::activitypub::{log, received};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::peers;
use crate::http::{Problem, token};
use crate::node::Node;
use crate::offers;
use crate::outbox;
use crate::registry::{self, Standing};
use crate::store::Tx;

/// The `OpenMetrics` text format, version 1.0.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Figure = Gauge<i64, AtomicI64>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfStanding {
    standing: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfPeer {
    host: String,
}

/// Counts each answer, and how long it took until it began.
pub(super) async fn measure(
    State(node): State<Arc<Node>>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let answer = next.run(request).await;
    let route = route.as_ref().map(MatchedPath::as_str);
    let status = answer.status().as_u16();
    let took = began.elapsed();
    node.measures.answered(&method, route, status, took);
    answer
}

/// The figures, for a token of the scope `metrics`: how much an office has to do with whom is
/// not for everybody.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    token::authorize(&node.db, &headers, Scope::Metrics).await?;
    let mut figures = Registry::with_prefix("trenza");
    node.measures.register(&mut figures);
    let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
    figures.register("build", "What runs here", version);
    let mut tx = node.db.read().await?;
    records(&mut tx, &mut figures).await?;
    waiting(&mut tx, &mut figures, node.clock.now()).await?;
    of_peers(&mut tx, &mut figures, node.clock.now()).await?;
    drop(tx);
    let mut written = String::new();
    text::encode(&mut written, &figures).map_err(Error::internal)?;
    Ok(([(header::CONTENT_TYPE, OPENMETRICS)], written).into_response())
}

/// What is published.
async fn records(tx: &mut Tx, figures: &mut Registry) -> Result<()> {
    let organizations = Family::<OfStanding, Figure>::default();
    for standing in [Standing::Listed, Standing::Active] {
        let count = registry::count_published(tx, standing).await?;
        let of = OfStanding {
            standing: standing.as_str(),
        };
        organizations.get_or_create(&of).set(count);
    }
    let help = "Organizations that are public, listed and active apart";
    figures.register("organizations", help, organizations);
    let open = offers::count_open(tx).await?;
    figures.register("open_offers", "Offers and needs that stand", at(open));
    let head = log::head(tx).await?;
    figures.register("log_head", "The number of the log's newest entry", at(head));
    Ok(())
}

/// What came in or is to go out and is not settled.
async fn waiting(tx: &mut Tx, figures: &mut Registry, now: Timestamp) -> Result<()> {
    let count = received::count_pending(tx).await?;
    let help = "Activities that wait to be given their effect";
    figures.register("received_waiting", help, at(count));
    let Backlog {
        pending,
        oldest,
        refused,
        unreachable,
    } = queue::backlog(tx).await?;
    let help = "Deliveries that wait to be made";
    figures.register("deliveries_waiting", help, at(pending));
    let help = "Since how long the oldest of them waits; 0 when none does";
    let age = at(oldest.map_or(0, |oldest| seconds(oldest, now)));
    figures.register_with_unit("deliveries_oldest", help, Unit::Seconds, age);
    let help = "Deliveries that were refused and wait for a decision (trenza queue)";
    figures.register("deliveries_refused", help, at(refused));
    let unpublished = outbox::count_set_aside(tx).await?;
    let help = "Changes that could not be published and wait for a decision (trenza queue)";
    figures.register("changes_unpublished", help, at(unpublished));
    let help = "Hosts that cannot be reached at this time";
    figures.register("hosts_unreachable", help, at(unreachable));
    Ok(())
}

/// How far we have read what we follow.
async fn of_peers(tx: &mut Tx, figures: &mut Registry, now: Timestamp) -> Result<()> {
    let behind = Family::<OfPeer, Figure>::default();
    let read = Family::<OfPeer, Figure>::default();
    let failures = Family::<OfPeer, Figure>::default();
    for peer in peers::list(tx).await? {
        if peer.following != "accepted" {
            continue;
        }
        let of = OfPeer { host: peer.host };
        let left = (peer.head_seq - peer.cursor_seq).max(0);
        behind.get_or_create(&of).set(left);
        failures.get_or_create(&of).set(peer.failures);
        if let Some(at) = peer.last_pulled_at {
            read.get_or_create(&of).set(seconds(at, now));
        }
    }
    let help = "Entries of a peer's log that it told of and that are not applied here";
    figures.register("peer_behind", help, behind);
    let help = "Since how long a peer's log was not read to its end";
    figures.register_with_unit("peer_unread", help, Unit::Seconds, read);
    let help = "How often in a row reading a peer's log failed";
    figures.register("peer_failures", help, failures);
    Ok(())
}

fn at(value: i64) -> Figure {
    let figure = Figure::default();
    figure.set(value);
    figure
}

/// From `then` to `now`, in whole seconds.
fn seconds(then: Timestamp, now: Timestamp) -> i64 {
    now.since(then).as_secs().try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use http::StatusCode;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::access;
    use crate::app;
    use crate::clock::Clock;
    use crate::settings::Settings;
    use crate::store::testing::fresh_url;

    async fn ask(node: &Arc<Node>, path: &str, token: Option<&str>) -> (StatusCode, String) {
        let measured = from_fn_with_state(Arc::clone(node), measure);
        let routes = app::routes(node).layer(measured);
        let mut request = http::Request::get(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = routes.with_state(Arc::clone(node)).oneshot(request).await;
        let answer = answer.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn token(node: &Node, scope: Scope) -> String {
        let mut tx = node.db.begin().await.unwrap();
        let made = access::create(&mut tx, &node.clock, "watch", &[scope], None).await;
        tx.commit().await.unwrap();
        made.unwrap().1
    }

    #[tokio::test]
    async fn whoever_watches_reads_what_was_asked_and_what_waits() {
        let folder = tempfile::tempdir().unwrap();
        let url = fresh_url(folder.path()).await.unwrap();
        let text = format!("public_url = \"https://a.example\"\n[database]\nurl = \"{url}\"\n");
        let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        let watching = token(&node, Scope::Metrics).await;
        let other = token(&node, Scope::OffersWrite).await;

        assert_eq!(ask(&node, "/livez", None).await.0, StatusCode::OK);
        assert_eq!(ask(&node, "/o/nobody", None).await.0, StatusCode::NOT_FOUND);
        ask(&node, "/guessed/by/a/stranger", None).await;
        let (status, _) = ask(&node, "/metrics", None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let (status, _) = ask(&node, "/metrics", Some(&other)).await;
        assert_eq!(status, StatusCode::FORBIDDEN);

        let (status, figures) = ask(&node, "/metrics", Some(&watching)).await;
        assert_eq!(status, StatusCode::OK);
        for line in [
            r#"trenza_http_answers_total{method="GET",route="/livez",status="200"} 1"#,
            r#"trenza_http_answers_total{method="GET",route="/metrics",status="403"} 1"#,
            r#"trenza_http_answer_seconds_count{route="/livez"} 1"#,
            r#"trenza_organizations{standing="active"} 0"#,
            "trenza_deliveries_waiting 0",
            "trenza_deliveries_oldest_seconds 0",
            "trenza_received_waiting 0",
            "trenza_open_offers 0",
        ] {
            assert!(figures.lines().any(|l| l == line), "{line}\n{figures}");
        }
        assert!(figures.ends_with("# EOF\n"), "{figures}");
        let strange = ["guessed", "nobody"].map(|word| figures.contains(word));
        assert_eq!(strange, [false; 2], "no series is made by whoever asks");
    }
}
