//! Documents: an organization's, one and random over all, against a handler that returns
//! the same bytes from memory.

use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use trenza::federation::publish;
use trenza::registry::{self, Draft};
use trenza::vocabulary::EntityType;

use crate::load;

/// How many organizations are published.
const ORGANIZATIONS: usize = 5_000;
/// How long each way is loaded.
const SPAN: Duration = Duration::from_secs(5);

pub(crate) async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (node, stop) = crate::open(folder.path()).await?;
    let mut tx = node.db.begin().await?;
    let mut paths = Vec::with_capacity(ORGANIZATIONS);
    for number in 0..ORGANIZATIONS {
        let draft = Draft::named(&format!("Bench {number}"), "en", EntityType::Cooperative)?;
        let added = registry::add(&mut tx, &node.clock, draft).await?;
        registry::publish(&mut tx, &node.clock, &added.id).await?;
        paths.push(added.path());
    }
    tx.commit().await?;
    publish::drain(&node).await?;
    let first = paths.first().context("an organization")?.clone();
    let document = node.documents.get(&first).await?.context("a document")?;

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let bare = format!("http://{}{first}", listener.local_addr()?);
    let bytes = document.body.clone();
    let handler = get(move || std::future::ready(bytes.clone()));
    let router: Router = Router::new().route("/o/{id}", handler);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let origin = format!("http://{}", node.settings.listen);
    let one = vec![format!("{origin}{first}")];
    // Every path once in a while, in an order that no cache foresees.
    let all: Vec<String> = (0..ORGANIZATIONS)
        .map(|n| format!("{origin}{}", paths[(n * 2_654_435_761) % ORGANIZATIONS]))
        .collect();
    for (what, urls) in [("one document", one), ("random over all", all)] {
        let memory = ask(vec![bare.clone()]).await?;
        let node = ask(urls).await?;
        println!(
            "{what}: {:.0} a second, {:.0} % of {:.0} from memory; {} went wrong",
            node.rate(),
            100.0 * node.rate() / memory.rate(),
            memory.rate(),
            node.other,
        );
    }
    stop.cancel();
    Ok(())
}

async fn ask(urls: Vec<String>) -> Result<load::Done> {
    #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
    let client = reqwest::Client::builder().no_proxy().build()?;
    Ok(load::run(usize::MAX, SPAN, move |number| {
        let url = urls[number % urls.len()].clone();
        let request = client
            .get(url)
            .header("accept", "application/activity+json");
        async move {
            match request.send().await {
                Ok(answer) => answer.status().is_success() && answer.bytes().await.is_ok(),
                Err(_) => false,
            }
        }
    })
    .await)
}
