//! Asking a running server how it is, and a node whether it is in order.

use std::time::Duration;

use serde_json::json;

use super::{Report, lock, socket};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::store::Db;

/// How long a server that is well takes to say so, at most.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the server's `/readyz` at the address it listens on.
///
/// # Errors
/// [`Error::Unavailable`] when it does not answer or is not ready.
pub(super) async fn healthcheck(settings: &Settings) -> Result<Report> {
    #[expect(
        clippy::disallowed_methods,
        reason = "it talks to this node's own port alone"
    )]
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(PATIENCE)
        .build()
        .map_err(Error::internal)?;
    let mut listen = settings.listen;
    if listen.ip().is_unspecified() {
        let loopback: std::net::IpAddr = if listen.is_ipv4() {
            [127, 0, 0, 1].into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        };
        listen.set_ip(loopback);
    }
    let unwell = |what: String| Error::Unavailable(format!("{what}; see the server's log"));
    let response = client
        .get(format!("http://{listen}/readyz"))
        .send()
        .await
        .map_err(|error| unwell(format!("nothing answers at {listen} ({})", root(&error))))?;
    if !response.status().is_success() {
        return Err(unwell(format!(
            "the server at {listen} answers {}",
            response.status()
        )));
    }
    Ok(Report::said(format!("the server at {listen} is well")))
}

fn root(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// Goes through what most often is wrong with a node.
///
/// # Errors
/// [`Error::Conflict`] with the list, when something has to be mended.
pub(super) async fn run(settings: &Settings, clock: &Clock) -> Result<Report> {
    let mut checks: Vec<(&str, Result<String>)> = Vec::new();
    checks.push((
        "settings",
        Ok(format!("{} is in order", settings.dir.display())),
    ));
    let held = lock::take(&settings.dir)?;
    let is_running = held.is_none();
    if is_running {
        let reachable = tokio::net::UnixStream::connect(socket::path(&settings.dir)).await;
        checks.push((
            "commands",
            reachable
                .map(|_| "the running server takes commands".to_owned())
                .map_err(|error| {
                    Error::Unavailable(format!("the command socket does not answer ({error})"))
                }),
        ));
        checks.push((
            "server",
            healthcheck(settings).await.map(|report| report.text),
        ));
    } else {
        checks.push(("server", Ok("is not running".to_owned())));
        // Beside a running server `/readyz` has looked at the database already.
        checks.push(("database", database(settings).await));
    }
    checks.push(("address", address(settings)));
    checks.push(("clock", sane_clock(clock)));
    drop(held);

    let lines: Vec<String> = checks
        .iter()
        .map(|(name, result)| match result {
            Ok(good) => format!("ok    {name}: {good}"),
            Err(bad) => format!("WRONG {name}: {bad}"),
        })
        .collect();
    if checks.iter().any(|(_, result)| result.is_err()) {
        return Err(Error::Conflict(
            format!("something has to be mended\n{}", lines.join("\n")).into(),
        ));
    }
    let json: Vec<_> = checks
        .iter()
        .map(|(name, result)| json!({ "check": name, "ok": result.as_ref().ok() }))
        .collect();
    Report::of(lines.join("\n"), &json)
}

async fn database(settings: &Settings) -> Result<String> {
    let db = Db::open(&settings.database.url).await?;
    // The transaction has to end before the connections are closed.
    let answer = db.read().await.map(drop);
    db.close().await;
    answer.map(|()| "opens and its schema is current".to_owned())
}

fn address(settings: &Settings) -> Result<String> {
    if settings.insecure_loopback && settings.public_url.scheme() == "https" {
        return Err(Error::invalid(
            "insecure_loopback",
            "is for trials, and this node has a public address; take it out of the file",
        ));
    }
    Ok(format!("{} is the node's for good", settings.public_url))
}

/// Other servers refuse signatures whose date is far from theirs.
fn sane_clock(clock: &Clock) -> Result<String> {
    const BUILT_IN_2026: i64 = 1_767_225_600;
    if clock.now().seconds() < BUILT_IN_2026 {
        return Err(Error::Conflict(
            format!(
                "it is not {}; set the machine's clock, or other servers refuse what is sent",
                clock.now().to_rfc3339()
            )
            .into(),
        ));
    }
    Ok(clock.now().to_rfc3339())
}
