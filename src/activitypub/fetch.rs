//! Fetching documents: ActivityStreams by id, and plain JSON for discovery.

use serde_json::Value;
use url::Url;

use super::client::{Client, Failure, Fetched};
use super::json;

const ACTIVITY: &str = "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
const PROFILE: &str = "https://www.w3.org/ns/activitystreams";
/// How many requests one document may cost.
const BUDGET: usize = 3;

impl Client {
    /// Fetches an ActivityStreams document. What is returned stands at its own `id`: a
    /// document that names another id of the same origin is fetched again there, one that
    /// names another origin is refused (FEP-fe34). Whoever asked for one id and may accept
    /// no other compares it.
    ///
    /// # Errors
    /// [`Failure`], which tells a passing one from a definite one.
    pub async fn get_document(&self, url: &Url) -> Result<Value, Failure> {
        let fetched = self.fetch(url, ACTIVITY, BUDGET).await?;
        let document = read(&fetched)?;
        let id = id_of(&fetched, &document)?;
        if id == fetched.url {
            return Ok(document);
        }
        if id.origin() != fetched.url.origin() {
            let reason = format!("serves the id {id}, which belongs to another origin");
            return Err(Failure::definite(&fetched.url, reason));
        }
        let again = self
            .fetch(&id, ACTIVITY, BUDGET.saturating_sub(fetched.requests))
            .await?;
        let document = read(&again)?;
        if id_of(&again, &document)? == again.url && again.url == id {
            return Ok(document);
        }
        Err(Failure::definite(
            &again.url,
            "serves a document under an address that is not its id",
        ))
    }

    /// Fetches JSON of one of `types`, for discovery: it has no id of its own.
    pub(super) async fn get_json(
        &self,
        url: &Url,
        accept: &'static str,
        types: &[&str],
    ) -> Result<(Url, Value), Failure> {
        let fetched = self.fetch(url, accept, BUDGET).await?;
        let media_type = fetched
            .content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        if !types
            .iter()
            .any(|known| media_type.eq_ignore_ascii_case(known))
        {
            let reason = format!("answers {:?}, not JSON", fetched.content_type);
            return Err(Failure::definite(&fetched.url, reason));
        }
        let value = parse(&fetched)?;
        Ok((fetched.url, value))
    }
}

fn read(fetched: &Fetched) -> Result<Value, Failure> {
    if !is_activity(&fetched.content_type) {
        let reason = format!(
            "answers {:?}, not an ActivityStreams document",
            fetched.content_type
        );
        return Err(Failure::definite(&fetched.url, reason));
    }
    parse(fetched)
}

fn parse(fetched: &Fetched) -> Result<Value, Failure> {
    json::parse(&fetched.body).map_err(|refusal| Failure::definite(&fetched.url, refusal.reason))
}

fn id_of(fetched: &Fetched, document: &Value) -> Result<Url, Failure> {
    let id = document.get("id").and_then(Value::as_str);
    let mut id = id
        .and_then(|text| Url::parse(text).ok())
        .ok_or_else(|| Failure::definite(&fetched.url, "serves a document without an id"))?;
    id.set_fragment(None);
    Ok(id)
}

/// Whether a content type is ActivityStreams; other JSON may be anybody's upload.
fn is_activity(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    match media_type.as_str() {
        "application/activity+json" => true,
        "application/ld+json" => parts.any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else {
                return false;
            };
            let mut profiles = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("profile") && profiles.any(|one| one == PROFILE)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_activity_streams_counts_as_a_document() {
        for good in [
            "application/activity+json",
            "application/activity+json; charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "Application/LD+JSON;profile=\"https://w3id.org/security https://www.w3.org/ns/activitystreams\"",
        ] {
            assert!(is_activity(good), "{good}");
        }
        for bad in [
            "text/html",
            "application/json",
            "application/ld+json",
            "application/octet-stream",
            "",
        ] {
            assert!(!is_activity(bad), "{bad}");
        }
    }
}
