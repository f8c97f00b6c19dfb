//! An organization's document and its page, one and random over all, against a handler that
//! returns the same bytes from memory.

use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use tokio::net::TcpListener;
use trenza::federation::publish;
use trenza::registry::{self, Draft};
use trenza::vocabulary::EntityType;

use crate::load;

/// How many organizations are published.
const ORGANIZATIONS: usize = 5_000;
/// What is asked for.
const DOCUMENT: &str = "application/activity+json";
const PAGE: &str = "text/html";
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
    let origin = format!("http://{}", node.settings.listen);
    let page = client()?.get(format!("{origin}{first}"));
    let page = page.header("accept", PAGE).send().await?.bytes().await?;
    let of_document = from_memory(document.body.clone()).await?;
    let of_page = from_memory(page).await?;

    let one = vec![format!("{origin}{first}")];
    // Every path once in a while, in an order that no cache foresees.
    let all: Vec<String> = (0..ORGANIZATIONS)
        .map(|n| format!("{origin}{}", paths[(n * 2_654_435_761) % ORGANIZATIONS]))
        .collect();
    for (what, urls, memory, accept) in [
        ("one document", one.clone(), &of_document, DOCUMENT),
        ("random over all", all.clone(), &of_document, DOCUMENT),
        ("one page", one, &of_page, PAGE),
        ("pages, random over all", all, &of_page, PAGE),
    ] {
        let memory = ask(vec![memory.clone()], accept).await?;
        let node = ask(urls, accept).await?;
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

/// The address of a handler that returns these bytes from memory.
async fn from_memory(bytes: Bytes) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/o/1", listener.local_addr()?);
    let handler = get(move || std::future::ready(bytes.clone()));
    let router: Router = Router::new().route("/o/{id}", handler);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

#[expect(clippy::disallowed_methods, reason = "a stranger's client")]
fn client() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

async fn ask(urls: Vec<String>, accept: &'static str) -> Result<load::Done> {
    let client = client()?;
    Ok(load::run(usize::MAX, SPAN, move |number| {
        let url = urls[number % urls.len()].clone();
        let request = client.get(url).header("accept", accept);
        async move {
            match request.send().await {
                Ok(answer) => answer.status().is_success() && answer.bytes().await.is_ok(),
                Err(_) => false,
            }
        }
    })
    .await)
}
