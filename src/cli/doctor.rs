//! Asking a running server how it is, and a node whether it is in order.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use url::Url;

use super::{Answer, progress, queue, socket};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::node::lock;
use crate::outbox;
use crate::settings::{self, Settings};
use crate::store::{Db, files};

/// How long a server that is well takes to say so, at most.
const PATIENCE: Duration = Duration::from_secs(15);

/// Asks the server's `/readyz` at the address it listens on.
///
/// # Errors
/// [`Error::Unavailable`] when it does not answer or is not ready.
pub(super) async fn healthcheck(settings: &Settings) -> Result<Answer> {
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
    let status = response.status();
    if !status.is_success() {
        let problem: serde_json::Value = response.json().await.unwrap_or_default();
        let detail = problem.get("detail").and_then(serde_json::Value::as_str);
        return Err(unwell(match detail {
            Some(detail) => format!("the server at {listen} answers {status}: {detail}"),
            None => format!("the server at {listen} answers {status}"),
        }));
    }
    Ok(Answer::said(format!("the server at {listen} is well")))
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
pub(super) async fn run(settings: &Settings, clock: &Clock) -> Result<Answer> {
    let mut checks: Vec<(&str, Result<String>)> = Vec::new();
    checks.push((
        "settings",
        settings
            .basemap
            .check()
            .map(|()| format!("{} is in order", settings.dir.display())),
    ));
    // Looked at first, since whoever opens the database closes its files to others.
    checks.push(("files", files(settings)));
    let taken = lock::take(settings);
    if let Ok(None) = &taken {
        let reachable = tokio::net::UnixStream::connect(lock::socket(&settings.dir)).await;
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
            healthcheck(settings).await.map(|answer| answer.text),
        ));
        checks.push(("publishing", asked(settings).await.and_then(publishing)));
    } else {
        checks.push(("server", Ok("is not running".to_owned())));
        // Beside a running server `/readyz` has looked at the database already.
        let looked = async {
            let _held = taken?;
            database(settings, clock).await
        };
        match looked.await {
            Ok((said, unpublished)) => {
                checks.push(("database", Ok(said)));
                checks.push(("publishing", publishing(unpublished)));
            }
            Err(error) => checks.push(("database", Err(error))),
        }
    }
    checks.push(("address", address(settings)));
    checks.push(("clock", sane_clock(clock)));

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
    Answer::of(lines.join("\n"), &json)
}

/// The database holds the private keys, and the settings may hold passwords.
fn files(settings: &Settings) -> Result<String> {
    let mut exposed = files::exposed(&settings.database.url);
    exposed.extend(exposed_passwords(settings));
    let named: Vec<String> = exposed
        .iter()
        .map(|(path, mode)| format!("{} has mode {mode:o}", path.display()))
        .collect();
    if named.is_empty() {
        return Ok("keys and passwords are for this account alone".to_owned());
    }
    Err(Error::Conflict(
        format!(
            "other accounts can read keys or passwords: {}; chmod 600, and think of who has read \
             them",
            named.join(", ")
        )
        .into(),
    ))
}

/// The settings file with its mode, when others can read a password in it.
fn exposed_passwords(settings: &Settings) -> Option<(PathBuf, u32)> {
    let file = settings.dir.join(settings::FILE_NAME);
    let mode = files::mode_for_others(&file)?;
    let text = std::fs::read_to_string(&file).ok()?;
    let of_database = Url::parse(&settings.database.url).ok();
    let of_database = of_database.as_ref().and_then(Url::password);
    let passwords = [of_database, settings.mail.password.as_deref()];
    let is_inside = |password: &str| !password.is_empty() && text.contains(password);
    passwords
        .into_iter()
        .flatten()
        .any(is_inside)
        .then_some((file, mode))
}

/// How the database is, and how many changes in it could not be published.
async fn database(settings: &Settings, clock: &Clock) -> Result<(String, usize)> {
    let db = Db::open(&settings.database.url).await?;
    // The transaction has to end before the connections are closed.
    let answer = async {
        let mut tx = db.read().await?;
        let unpublished = outbox::count_set_aside(&mut tx).await?;
        drop(tx);
        db.try_writing(clock.now()).await?;
        Ok::<_, Error>((db.fears_power_cuts().await?, unpublished))
    };
    let answer = answer.await;
    db.close().await;
    let (fears_power_cuts, unpublished) = answer?;
    let mut said = "opens, takes writes, and its schema is current".to_owned();
    if fears_power_cuts {
        said.push_str("; but fsync is off in its server, so a power cut may damage or empty it");
    }
    Ok((said, usize::try_from(unpublished).unwrap_or(0)))
}

/// How many changes the running server could not publish.
async fn asked(settings: &Settings) -> Result<usize> {
    let list = super::Command::Queue(queue::Command::List { host: None });
    let answer = socket::send(&lock::socket(&settings.dir), &list, &progress::here()).await?;
    let unpublished = answer.json.get("unpublished");
    Ok(unpublished
        .and_then(serde_json::Value::as_array)
        .map_or(0, Vec::len))
}

fn publishing(unpublished: usize) -> Result<String> {
    if unpublished == 0 {
        return Ok("all that changed is published or waits for its turn".to_owned());
    }
    Err(Error::Conflict(
        format!(
            "changes that could not be published: {unpublished}; trenza queue list says which \
             and why, and trenza queue retry tries them again"
        )
        .into(),
    ))
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
