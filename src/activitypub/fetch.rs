//! Fetching documents: ActivityStreams by id, and plain JSON for discovery.

use serde_json::Value;
use url::Url;

use super::address;
use super::client::{Bounds, Client, Failure, Fetched};
use super::json;

const ACTIVITY: &str = "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
const PROFILE: &str = "https://www.w3.org/ns/activitystreams";
/// How many requests one document may cost.
const BUDGET: usize = 3;
/// How far a question at somebody's website goes, of which a stranger named the address.
const ON_SITE: Bounds = Bounds {
    requests: 2,
    bytes: 256 << 10,
    may_leave: false,
};

impl Client {
    /// Fetches an ActivityStreams document. What is returned stands at its own `id`: a
    /// document that names another id of the same origin is fetched again there, one that
    /// names another origin is refused (FEP-fe34). Whoever asked for one id and may accept
    /// no other compares it.
    ///
    /// # Errors
    /// [`Failure`], which tells a passing one from a definite one.
    pub async fn get_document(&self, url: &Url) -> Result<Value, Failure> {
        let fetched = self.fetch(url, ACTIVITY, Bounds::requests(BUDGET)).await?;
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
            .fetch(
                &id,
                ACTIVITY,
                Bounds::requests(BUDGET.saturating_sub(fetched.requests)),
            )
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

    /// Fetches a page that people read from a site that is not left for it, and says where it
    /// stood in the end.
    ///
    /// # Errors
    /// [`Failure`], also when it is no HTML.
    pub(super) async fn get_page(&self, url: &Url) -> Result<(Url, String), Failure> {
        let fetched = self.fetch(url, "text/html", ON_SITE).await?;
        let kind = fetched.content_type.to_ascii_lowercase();
        if !kind.starts_with("text/html") {
            let reason = format!("answers {:?}, not a page", fetched.content_type);
            return Err(Failure::definite(&fetched.url, reason));
        }
        let text = String::from_utf8_lossy(&fetched.body).into_owned();
        Ok((fetched.url, text))
    }

    /// Fetches plain JSON at a well-known address of a site that is not left for it.
    ///
    /// # Errors
    /// [`Failure`], also when it is no JSON.
    pub(super) async fn get_well_known(&self, url: &Url) -> Result<Value, Failure> {
        let fetched = self.fetch(url, "application/json", ON_SITE).await?;
        json_of(&fetched, &["application/json"])
    }

    /// Fetches JSON of one of `types`, for discovery: it has no id of its own.
    pub(super) async fn get_json(
        &self,
        url: &Url,
        accept: &'static str,
        types: &[&str],
    ) -> Result<(Url, Value), Failure> {
        let fetched = self.fetch(url, accept, Bounds::requests(BUDGET)).await?;
        let value = json_of(&fetched, types)?;
        Ok((fetched.url, value))
    }
}

/// What was fetched as JSON, if it says that it is of one of `types`.
fn json_of(fetched: &Fetched, types: &[&str]) -> Result<Value, Failure> {
    let media_type = fetched.content_type.split(';').next().unwrap_or_default();
    let is_known = |known: &&str| media_type.trim().eq_ignore_ascii_case(known);
    if !types.iter().any(is_known) {
        let reason = format!("answers {:?}, not JSON", fetched.content_type);
        return Err(Failure::definite(&fetched.url, reason));
    }
    parse(fetched)
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
    let definite = |reason: String| Failure::definite(&fetched.url, reason);
    let document = json::parse(&fetched.body).map_err(|refusal| definite(refusal.reason))?;
    address::check_ids(&document).map_err(definite)?;
    Ok(document)
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
