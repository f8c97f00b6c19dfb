//! Finding actors: by account name (WebFinger, RFC 7033) and by a node's bare address
//! (FEP-2677).

use serde_json::Value;
use url::Url;

use super::client::{Client, Failure};
use crate::error::Trouble;

const JSON: [&str; 2] = ["application/json", "application/jrd+json"];
const JRD: &str = "application/jrd+json, application/json";
/// The relation under which NodeInfo names a node's own actor (FEP-2677).
pub const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";

/// How the relations begin under which NodeInfo's documents are named.
const NODEINFO: &str = "http://nodeinfo.diaspora.software/ns/schema/";

/// The actor id of `name@host`.
pub async fn webfinger(client: &Client, account: &str) -> Result<Url, Failure> {
    let account = account.trim_start_matches('@');
    let nowhere = |reason: &str| Failure {
        host: account.to_owned(),
        kind: super::client::FailureKind::Definite,
        reason: reason.to_owned(),
        trouble: None,
    };
    let (name, host) = account
        .split_once('@')
        .ok_or_else(|| nowhere("write it as name@host"))?;
    let scheme = match client.reach() {
        super::address::Reach::Internet => "https",
        super::address::Reach::InsecureLoopback => "http",
    };
    let mut url = Url::parse(&format!("{scheme}://{host}/.well-known/webfinger"))
        .map_err(|_error| nowhere("its host is no host"))?;
    // What was written must be a host and nothing else: no path, no user, no query.
    let is_host = url.path() == "/.well-known/webfinger"
        && url.username().is_empty()
        && url.query().is_none();
    if !is_host || name.is_empty() {
        return Err(nowhere("write it as name@host"));
    }
    let host = super::client::authority(&url);
    url.query_pairs_mut()
        .append_pair("resource", &format!("acct:{name}@{host}"));
    let (asked, answer) = client.get_json(&url, JRD, &JSON).await?;
    let subject = answer.get("subject").and_then(Value::as_str);
    if !subject.is_some_and(|subject| names_account(subject, name, &host)) {
        let reason = format!("answers for another account than {account}");
        return Err(Failure::definite(&asked, reason));
    }
    let is_self = |link: &&Value| {
        let text = |member: &str| link.get(member).and_then(Value::as_str).unwrap_or_default();
        text("rel") == "self" && text("type").contains("json")
    };
    link(&answer, is_self)
        .ok_or_else(|| Failure::definite(&asked, format!("knows no actor of the name {account}")))
}

/// The id of the node actor behind an address such as `https://oax.example`.
pub async fn node_actor(client: &Client, address: &Url) -> Result<Url, Failure> {
    let url = address
        .join("/.well-known/nodeinfo")
        .map_err(|_error| Failure::definite(address, "is no address of a node"))?;
    let (asked, answer) = client.get_json(&url, "application/json", &JSON).await?;
    let is_application =
        |link: &&Value| link.get("rel").and_then(Value::as_str) == Some(APPLICATION);
    let id = link(&answer, is_application).ok_or_else(|| {
        Failure::definite(&asked, "its NodeInfo names no actor of the node")
            .of(Trouble::NoDirectory)
    })?;
    if id.origin() == asked.origin() {
        return Ok(id);
    }
    Err(Failure::definite(
        &asked,
        "its NodeInfo names an actor of another origin",
    ))
}

/// What WebFinger says at `origin` of any resource, and the address that answered.
pub(super) async fn finger(
    client: &Client,
    origin: &Url,
    resource: &str,
) -> Result<(Url, Value), Failure> {
    let mut url = origin
        .join("/.well-known/webfinger")
        .map_err(|_error| Failure::definite(origin, "is no address of a server"))?;
    url.query_pairs_mut().append_pair("resource", resource);
    client.get_json(&url, JRD, &JSON).await
}

/// Whether the server at `origin` says in its NodeInfo that it speaks ActivityPub.
pub(super) async fn speaks_activitypub(client: &Client, origin: &Url) -> Result<bool, Failure> {
    let info = nodeinfo(client, origin).await?;
    let protocols = info.get("protocols").and_then(Value::as_array);
    Ok(protocols.is_some_and(|all| all.iter().any(|one| one == "activitypub")))
}

/// The software that the server at `origin` says in its NodeInfo it runs, with its version.
///
/// # Errors
/// [`Failure`] when it cannot be asked just now.
pub async fn software(client: &Client, origin: &Url) -> Result<String, Failure> {
    let info = nodeinfo(client, origin).await?;
    let software = info.get("software");
    let said = |name: &str| software?.get(name)?.as_str();
    let said: Vec<&str> = ["name", "version"].into_iter().filter_map(said).collect();
    Ok(said.join(" "))
}

/// What the server at `origin` says of itself in its NodeInfo.
async fn nodeinfo(client: &Client, origin: &Url) -> Result<Value, Failure> {
    let url = origin
        .join("/.well-known/nodeinfo")
        .map_err(|_error| Failure::definite(origin, "is no address of a server"))?;
    let (asked, answer) = client.get_json(&url, "application/json", &JSON).await?;
    let is_info = |link: &&Value| {
        let rel = link.get("rel").and_then(Value::as_str).unwrap_or_default();
        rel.starts_with(NODEINFO)
    };
    let info = link(&answer, is_info)
        .filter(|info| info.origin() == asked.origin())
        .ok_or_else(|| Failure::definite(&asked, "names no NodeInfo of its own"))?;
    let (_, info) = client.get_json(&info, "application/json", &JSON).await?;
    Ok(info)
}

/// Whether a subject is the account that was asked for, in any case of its letters.
fn names_account(subject: &str, name: &str, host: &str) -> bool {
    subject
        .strip_prefix("acct:")
        .and_then(|account| account.rsplit_once('@'))
        .is_some_and(|(of, at)| of.eq_ignore_ascii_case(name) && at.eq_ignore_ascii_case(host))
}

fn link(answer: &Value, wanted: impl Fn(&&Value) -> bool) -> Option<Url> {
    let links = answer.get("links")?.as_array()?;
    let href = links.iter().find(wanted)?.get("href")?.as_str()?;
    Url::parse(href).ok()
}
