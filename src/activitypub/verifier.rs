//! The strict verifier: nothing looks at a request before it passed here.
//!
//! A request counts when its signature binds method, path, host, time and body, when the
//! key belongs to the very actor that acts (a sibling's key is not the actor's), when that
//! actor's own document lists the key, and when ids stand under the actor's origin.

use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde_json::Value;
use url::Url;

use super::address::{self, check_ids, is_same_origin};
use super::client::{Failure, FailureKind};
use super::json;
use super::refusal::Refusal;
use super::remote::Remote;
use super::signature::{self, Claim};
use crate::clock::Clock;

/// The code of a Delete whose key is gone, so that it cannot be verified.
pub const GONE: &str = "gone";

/// An activity whose sender is who it says.
#[derive(Debug)]
pub struct Verified {
    /// The activity's id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The id of the actor that signed.
    pub actor: String,
    /// What was signed.
    pub claim: Claim,
}

/// Verifies requests to one node.
#[derive(Debug, Clone)]
pub struct Verifier {
    remote: Remote,
    clock: Clock,
    authority: String,
    scheme: String,
}

impl Verifier {
    /// A verifier for requests that are meant for `public_url`.
    pub fn new(remote: Remote, clock: Clock, public_url: &Url) -> Self {
        Self {
            remote,
            clock,
            authority: super::client::authority(public_url),
            scheme: public_url.scheme().to_owned(),
        }
    }

    /// Verifies a POST to an inbox.
    ///
    /// # Errors
    /// [`Refusal`]: 400 for what cannot be read, 401 for what is not proved, 403 for acting
    /// on another's, 421 for another host's, 503 when the key cannot be fetched just now.
    pub async fn verify(&self, parts: &Parts, body: &[u8]) -> Result<Verified, Refusal> {
        let claim = self.inspect(parts, Some(body))?;
        let activity = json::parse(body)?;
        let (id, kind, actor) = envelope(&activity)?;
        self.judge_sender(&actor)?;
        judge_object(&activity, &kind, &actor)?;
        check_ids(&activity).map_err(|reason| Refusal::malformed("long-id", reason))?;
        // A tree takes many times the memory of its text, and the key may have to be fetched.
        drop(activity);
        self.check(&claim, &actor, kind == "Delete").await?;
        Ok(Verified {
            id,
            kind,
            actor,
            claim,
        })
    }

    /// Verifies a signed GET and names the actor; `None` of an unsigned one.
    pub async fn verify_get(&self, parts: &Parts) -> Result<Option<String>, Refusal> {
        if !parts.headers.contains_key("signature") {
            return Ok(None);
        }
        self.meet(&parts.headers)?;
        let claim = self.inspect(parts, None)?;
        let key = self
            .remote
            .key(&claim.key_id)
            .await
            .map_err(|failure| refuse(&failure, false))?;
        self.judge_sender(&key.owner)?;
        self.check(&claim, &key.owner, false).await?;
        Ok(Some(key.owner.clone()))
    }

    /// Turns a request away by whom it says it is from, before any work is done for it. Who
    /// names another's key does not get further than this one would.
    ///
    /// # Errors
    /// [`Refusal`]: 403 when its sender is blocked.
    pub fn meet(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        match signature::claimed_key(headers) {
            Some(key_id) => self.judge_sender(key_id),
            None => Ok(()),
        }
    }

    fn judge_sender(&self, id: &str) -> Result<(), Refusal> {
        if self.remote.restrictions().is_blocked(id) {
            let reason = "this directory takes nothing from the sender; ask its office why";
            return Err(Refusal::forbidden("blocked", reason));
        }
        Ok(())
    }

    fn inspect(&self, parts: &Parts, body: Option<&[u8]>) -> Result<Claim, Refusal> {
        // A whole address in the first line counts more than Host (RFC 9112 §3.2.2).
        let named = parts.uri.authority().map(http::uri::Authority::as_str);
        if named.is_some_and(|named| !named.eq_ignore_ascii_case(&self.authority)) {
            let reason = "the request's first line names another host";
            return Err(Refusal::misdirected("host", reason));
        }
        let request = signature::Request {
            method: &parts.method,
            path_and_query: parts.uri.path_and_query().map_or("/", |path| path.as_str()),
            headers: &parts.headers,
            body,
            authority: &self.authority,
            scheme: &self.scheme,
        };
        signature::inspect(&request, self.clock.now())
    }

    /// Checks that `actor` owns the key and that the key signed.
    async fn check(&self, claim: &Claim, actor: &str, is_delete: bool) -> Result<(), Refusal> {
        // Known from the ids alone, so that nobody is asked for a key that cannot count.
        if !is_same_origin(&claim.key_id, actor) {
            let reason = "the key's id stands under another origin than the actor";
            return Err(Refusal::unauthenticated("foreign-key", reason));
        }
        let key = self
            .remote
            .key(&claim.key_id)
            .await
            .map_err(|failure| refuse(&failure, is_delete))?;
        if key.owner != actor {
            return Err(Refusal::unauthenticated(
                "not-owner",
                "the key does not belong to the actor",
            ));
        }
        let Err(refusal) = claim.verify(&key.key) else {
            return Ok(());
        };
        // The key may have been changed behind our back; its owner is asked once more.
        match self.remote.refreshed_key(&claim.key_id, actor).await {
            Ok(Some(key)) if key.owner == actor => claim.verify(&key.key),
            Err(failure) if failure.kind == FailureKind::Passing => {
                Err(refuse(&failure, is_delete))
            }
            // A key that was replaced before its actor went is shown nowhere: the Delete counts
            // for what its server is then seen to say.
            Err(failure)
                if is_delete
                    && matches!(failure.kind, FailureKind::Missing | FailureKind::Gone) =>
            {
                Err(refuse(&failure, true))
            }
            _ => Err(refusal),
        }
    }
}

fn refuse(failure: &Failure, is_delete: bool) -> Refusal {
    match failure.kind {
        FailureKind::Passing => Refusal::unavailable("key-unreachable", failure.to_string()),
        // A server that removes an account cannot show its key any more, and tells everybody.
        FailureKind::Missing | FailureKind::Gone if is_delete => {
            Refusal::new(http::StatusCode::ACCEPTED, GONE, "the actor's key is gone")
        }
        _ => Refusal::unauthenticated("no-key", format!("the key could not be had: {failure}")),
    }
}

/// The id, type and actor of an activity, which must be strings, the id under the actor's
/// origin.
fn envelope(activity: &Value) -> Result<(String, String, String), Refusal> {
    let text = |name: &'static str| {
        let value = activity.get(name).and_then(json::id_of);
        value
            .filter(|text| text.len() <= address::LONGEST)
            .map(str::to_owned)
            .ok_or_else(|| {
                Refusal::malformed("no-member", format!("the activity has no usable {name:?}"))
            })
    };
    let (id, kind, actor) = (text("id")?, text("type")?, text("actor")?);
    if !is_same_origin(&id, &actor) {
        let reason = "the activity's id stands under another origin than its actor";
        return Err(Refusal::unauthenticated("foreign-id", reason));
    }
    Ok((id, kind, actor))
}

/// Nobody changes, removes, undoes or answers for what belongs to another origin, and
/// nobody hands over another's object under the own name.
fn judge_object(activity: &Value, kind: &str, actor: &str) -> Result<(), Refusal> {
    let object = json::one(activity.get("object").unwrap_or(&Value::Null));
    let member = |name: &str| object.get(name).unwrap_or(&Value::Null);
    let concerned = match kind {
        "Create" | "Update" | "Delete" => [object, member("attributedTo")],
        // What is undone is an activity of the sender's own.
        "Undo" => [object, member("actor")],
        // Of an answered Follow, whom it was sent to.
        "Accept" | "Reject" => [member("object"), &Value::Null],
        _ => [&Value::Null, &Value::Null],
    };
    let mut ids = concerned.into_iter().flat_map(json::ids_of);
    if ids.all(|id| is_same_origin(id, actor)) {
        return Ok(());
    }
    if kind == "Create" {
        let reason = "the object belongs to another origin; send its id by Announce";
        return Err(Refusal::malformed("foreign-object", reason));
    }
    let reason = format!("the {kind} concerns what belongs to another origin");
    Err(Refusal::forbidden("foreign-object", reason))
}

#[cfg(test)]
mod tests;
