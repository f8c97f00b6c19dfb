//! The inbox: 1,000 actors on 100 host names send offers, signed with RSA, against a bare
//! loop that checks one RSA signature and commits one row, many in one transaction.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::{get, post};
use serde_json::json;
use tokio::net::TcpListener;
use trenza::activitypub::keys::{Algorithm, PrivateKey, PublicKey};
use trenza::activitypub::signature::{self, Scheme};
use trenza::clock::Clock;
use trenza::federation::peers::{self, Introduction};
use trenza::node::Node;
use trenza::store::{Db, execute, on};
use url::Url;

use crate::load::{self, Done};

const HOSTS: usize = 100;
const ACTORS: usize = 1_000;
/// How many different keys the actors share; making one takes a tenth of a second.
const KEYS: usize = 8;
/// How many requests are prepared for each second of load.
const A_SECOND: usize = 6_000;

/// A request that was signed beforehand, so that signing is no part of the load.
struct Prepared {
    headers: HeaderMap,
    body: Bytes,
}

struct Cast {
    port: u16,
    keys: Vec<PrivateKey>,
}

impl Cast {
    fn actor(&self, number: usize) -> String {
        format!(
            "http://h{}.localhost:{}/a/{number}",
            number % HOSTS,
            self.port
        )
    }

    fn key(&self, number: usize) -> &PrivateKey {
        &self.keys[number % KEYS]
    }
}

pub(crate) async fn compare() -> Result<()> {
    let seconds = std::env::var("TRENZA_BENCH_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let span = Duration::from_secs(seconds.unwrap_or(10));
    let folder = tempfile::tempdir()?;
    let (node, stop) = crate::open(folder.path()).await?;
    let cast = appear().await?;
    befriend(&node, &cast).await?;
    let target = Url::parse(&node.url("/inbox"))?;
    let address = format!("http://{}/inbox", node.settings.listen);

    let cold = prepare(&cast, &target, 0..ACTORS)?;
    let done = send(&address, cold, Duration::from_mins(2)).await?;
    println!(
        "cold keys: {} actors in {:.1} s; {} went wrong",
        done.good,
        done.took.as_secs_f64(),
        done.other
    );
    ensure!(done.other == 0, "every key could be fetched");

    let seconds = usize::try_from(span.as_secs())?;
    let count = A_SECOND * seconds;
    let prepared = prepare(&cast, &target, ACTORS..ACTORS + count)?;
    let bare = bare_loop(&folder.path().join("bare.db"), &cast, &prepared, span).await?;
    let sent = Instant::now();
    let done = send(&address, prepared, span).await?;
    println!(
        "acknowledged: {:.0} a second, {:.0} % of the bare loop's {:.0}; {} of {} went wrong",
        done.rate(),
        100.0 * done.rate() / bare.rate(),
        bare.rate(),
        done.other,
        done.good + done.other,
    );
    let drained = Instant::now();
    while waiting(&node).await? > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let applied = done.good as f64 / sent.elapsed().as_secs_f64();
    println!(
        "applied: {applied:.0} a second under load and after; the rest drained in {:.1} s",
        drained.elapsed().as_secs_f64()
    );
    stop.cancel();
    Ok(())
}

/// Serves the actors of all host names on one port.
async fn appear() -> Result<Arc<Cast>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let keys: trenza::error::Result<Vec<_>> = (0..KEYS)
        .map(|_| PrivateKey::generate(Algorithm::Rsa))
        .collect();
    let cast = Arc::new(Cast {
        port: listener.local_addr()?.port(),
        keys: keys?,
    });
    let router = Router::new()
        .route("/a/{number}", get(actor))
        .with_state(Arc::clone(&cast));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(cast)
}

async fn actor(
    State(cast): State<Arc<Cast>>,
    Path(number): Path<usize>,
) -> Result<([(&'static str, &'static str); 1], String), StatusCode> {
    let id = cast.actor(number);
    let key = cast
        .key(number)
        .public()
        .map_err(|_error| StatusCode::INTERNAL_SERVER_ERROR)?;
    let document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": id, "type": "Organization", "preferredUsername": format!("a{number}"),
        "inbox": format!("{id}/inbox"),
        "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": key.to_pem()},
    });
    Ok((
        [("content-type", "application/activity+json")],
        document.to_string(),
    ))
}

/// Makes the hosts peers whose offers are held.
async fn befriend(node: &Node, cast: &Cast) -> Result<()> {
    let now = node.clock.now();
    let mut tx = node.db.begin().await?;
    for host in 0..HOSTS {
        let host = format!("h{host}.localhost:{}", cast.port);
        let id = format!("http://{host}/actor");
        let peer = Introduction {
            inbox: format!("http://{host}/inbox"),
            host,
            name: None,
            registry_log: None,
            id: id.clone(),
        };
        peers::introduce(&mut tx, &peer, now).await?;
        let accepted = "UPDATE peers SET following = 'accepted', next_pull_at = $2 WHERE id = $1";
        execute!(tx, sqlx::query(accepted).bind(&id).bind(i64::MAX))?;
    }
    Ok(tx.commit().await?)
}

/// Signs one offer for each number.
fn prepare(cast: &Cast, target: &Url, numbers: std::ops::Range<usize>) -> Result<Vec<Prepared>> {
    let now = Clock::system().now();
    numbers
        .map(|number| {
            let actor = cast.actor(number % ACTORS);
            let offer = format!("{actor}/offers/{number}");
            let body = json!({
                "@context": "https://www.w3.org/ns/activitystreams",
                "id": format!("{offer}/create"), "type": "Create", "actor": actor,
                "to": ["https://www.w3.org/ns/activitystreams#Public"],
                "object": {
                    "id": offer, "type": "Note", "attributedTo": actor, "purpose": "offer",
                    "name": format!("Offer {number}"), "published": now.to_rfc3339(),
                    "content": "<p>Forty hours a month on a roasting plant, for others.</p>",
                    "publishes": {"id": format!("{offer}#primary"), "type": "Intent"},
                },
            });
            let body = Bytes::from(body.to_string());
            let key_id = format!("{actor}#main-key");
            let key = cast.key(number % ACTORS);
            let mut headers = signature::sign(
                Scheme::Cavage,
                key,
                &key_id,
                &Method::POST,
                target,
                Some(&body),
                now,
            )?;
            headers.insert("content-type", "application/activity+json".parse()?);
            Ok(Prepared { headers, body })
        })
        .collect()
}

async fn send(address: &str, prepared: Vec<Prepared>, span: Duration) -> Result<Done> {
    #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
    let client = reqwest::Client::builder().no_proxy().build()?;
    let (address, prepared) = (address.to_owned(), Arc::new(prepared));
    let count = prepared.len();
    Ok(load::run(count, span, move |number| {
        let one = &prepared[number];
        let request = client
            .post(&address)
            .headers(one.headers.clone())
            .body(one.body.clone());
        async move {
            request
                .send()
                .await
                .is_ok_and(|answer| answer.status() == StatusCode::ACCEPTED)
        }
    })
    .await)
}

async fn waiting(node: &Node) -> Result<i64> {
    let mut tx = node.db.read().await?;
    let query = "SELECT COUNT(*) FROM received WHERE state = 'pending'";
    Ok(on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))?)
}

#[derive(Clone)]
struct Bare {
    db: Db,
    key: PublicKey,
    signature: Arc<Vec<u8>>,
}

/// The least that an inbox must do: one RSA signature checked, one row durable.
async fn bare_loop(
    file: &std::path::Path,
    cast: &Cast,
    prepared: &[Prepared],
    span: Duration,
) -> Result<Done> {
    let key = cast.key(0);
    let bare = Bare {
        db: Db::open(file.to_str().context("a path in UTF-8")?).await?,
        key: key.public()?,
        signature: Arc::new(key.sign(SIGNED)?),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/inbox", listener.local_addr()?);
    let router = Router::new().route("/inbox", post(keep)).with_state(bare);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let same: Vec<Prepared> = prepared
        .iter()
        .map(|one| Prepared {
            headers: one.headers.clone(),
            body: one.body.clone(),
        })
        .collect();
    send(&address, same, span).await
}

/// As many bytes as a signature base has.
const SIGNED: &[u8] = &[b'x'; 300];

async fn keep(State(bare): State<Bare>, body: Bytes) -> StatusCode {
    if !bare.key.verify(SIGNED, &bare.signature) {
        return StatusCode::UNAUTHORIZED;
    }
    let kept = async {
        let mut tx = bare.db.begin().await?;
        let insert = "INSERT INTO node (name, value) VALUES ($1, $2)";
        let name = trenza::id::mint(&Clock::system());
        let value = String::from_utf8_lossy(&body).into_owned();
        execute!(tx, sqlx::query(insert).bind(&name).bind(&value))?;
        tx.commit().await
    };
    match kept.await {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
