//! Cards: what each directory says of who keeps it and how it lets in, whether its website
//! says so too, and what can be counted of its records. Ours stands in the node's document.

/// Asking peers for their cards.
pub mod reading;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use super::peers::Peer;
use crate::clock::{self, Timestamp};
use crate::error::Result;
use crate::node::Node;
use crate::settings::Policy;
use crate::store::{Tx, from_json, on};
use crate::text;

/// How much of a text is kept, in characters.
const LONGEST: usize = 1_000;
/// How many directories one may vouch for.
const MOST: usize = 500;
/// How many languages of one are named.
const MOST_LANGUAGES: usize = 20;
/// How many that vouch for one are named.
const NAMED: i64 = 50;

/// What a directory says of itself. Whatever it does not say is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeerCard {
    /// Who answers for it in law.
    pub legal_body: Option<String>,
    /// Where to ask for a correction.
    pub contact: Option<String>,
    /// That body's website.
    pub site: Option<String>,
    /// Since when it is kept: a day.
    pub kept_since: Option<String>,
    /// Whether others are let in by name (`ask`) or all (`accept`).
    pub admits: Option<String>,
    /// How organizations are let in, and who attests what.
    pub attestation_policy: Option<String>,
    /// The ids of the directories that it knows.
    pub vouches_for: Vec<String>,
    /// What it says that it is.
    pub summary: Option<String>,
    /// The languages in which it says so.
    pub languages: Vec<String>,
    /// The software that it says it runs, with its version.
    pub software: Option<String>,
}

/// How and when a website was seen to name the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteProof {
    /// `well-known` or `rel-me`.
    pub method: String,
    /// When it was seen last.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub seen_at: Timestamp,
}

/// Everything that is told of one peer.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// The id of its node actor.
    pub id: String,
    /// Its host.
    pub host: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether this office named it.
    pub known: bool,
    /// Since when it is a peer.
    #[serde(serialize_with = "clock::rfc3339::serialize")]
    pub peer_since: Timestamp,
    /// What it says of itself.
    pub card: PeerCard,
    /// Whether the website that it names says so too.
    pub site_proof: Option<SiteProof>,
    /// How many organizations of it are held,
    pub organizations: i64,
    /// how many of those answer for themselves,
    pub active: i64,
    /// and how many somebody attests.
    pub attested: i64,
    /// How many offers and needs.
    pub offers: i64,
    /// The hosts of our peers that know it.
    pub vouched_by: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    card: String,
    site_proof: Option<String>,
    proof_seen_at: Option<Timestamp>,
}

/// Our own card, as the member of the node's document; `vouches_for` are the ids of the peers
/// that this office named.
pub fn own(node: &Node, vouches_for: &[String]) -> Value {
    let shown = node.shown();
    let (card, operator) = (&shown.settings.card, &shown.settings.operator);
    let admits = match node.settings.peers.policy {
        Policy::Ask => "ask",
        Policy::Accept => "accept",
    };
    let members = [
        ("legalBody", json!(card.legal_body)),
        ("contact", json!(operator.contact)),
        ("site", json!(card.site)),
        ("keptSince", json!(card.kept_since)),
        ("admits", json!(admits)),
        ("attestationPolicy", json!(card.attestation_policy)),
        ("vouchesFor", json!(vouches_for)),
    ];
    let stated = members.into_iter().filter(|(_, value)| !value.is_null());
    let stated = stated.map(|(name, value)| (name.to_owned(), value));
    Value::Object(stated.collect::<Map<_, _>>())
}

/// The peers that this office named and that let it follow them: those it vouches for.
pub async fn vouched(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT id FROM peers WHERE known AND following = 'accepted' ORDER BY id LIMIT $1";
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    on!(tx, |c| sqlx::query_scalar(query).bind(most).fetch_all(c))
}

/// Reads the card in a node's document. It is another's word: texts are cut and cleaned, an
/// address that is no web page is left out.
fn read(document: &Value) -> PeerCard {
    let card = document.get("card").unwrap_or(&Value::Null);
    let line = |name: &str| cut(card.get(name)?.as_str()?);
    let is_page = |text: &String| {
        Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
    };
    let vouches_for = card.get("vouchesFor").and_then(Value::as_array);
    let vouches_for = vouches_for.into_iter().flatten().filter_map(Value::as_str);
    // A directory's id is an address, and one that a database keeps in an index.
    let is_id = |id: &&str| {
        let is_plain = id.len() <= LONGEST && !id.contains(char::is_control);
        is_plain && Url::parse(id).is_ok_and(|url| url.has_host())
    };
    let vouches_for = vouches_for.filter(is_id);
    let summary = document.get("summary").and_then(Value::as_str);
    let summaries = document.get("summaryMap").and_then(Value::as_object);
    let tags = summaries.into_iter().flat_map(Map::keys);
    let languages = tags.filter_map(|tag| text::base_language(tag).ok());
    PeerCard {
        legal_body: line("legalBody"),
        contact: line("contact"),
        site: line("site").filter(is_page),
        kept_since: line("keptSince"),
        admits: line("admits").filter(|word| matches!(word.as_str(), "ask" | "accept")),
        attestation_policy: line("attestationPolicy"),
        vouches_for: vouches_for.take(MOST).map(str::to_owned).collect(),
        summary: summary.and_then(|html| cut(&text::from_html(html))),
        languages: languages.take(MOST_LANGUAGES).collect(),
        software: None,
    }
}

/// Another's text as a line that has an end; `None` when it says nothing.
fn cut(text: &str) -> Option<String> {
    let text: String = text::line(text).chars().take(LONGEST).collect();
    Some(text).filter(|text| !text.is_empty())
}

async fn held(tx: &mut Tx, peer: &str) -> Result<Option<Row>> {
    let query = "SELECT card, site_proof, proof_seen_at FROM peer_cards WHERE peer = $1";
    on!(tx, |c| sqlx::query_as(query).bind(peer).fetch_optional(c))
}

/// The hosts of our peers that know a peer.
async fn vouching_for(tx: &mut Tx, peer: &str) -> Result<Vec<String>> {
    let query = "SELECT p.host FROM peer_vouches v JOIN peers p ON p.id = v.peer \
        WHERE v.knows = $1 AND v.peer <> $1 AND p.following = 'accepted' ORDER BY p.host LIMIT $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(peer)
        .bind(NAMED)
        .fetch_all(c))
}

/// Everything that is told of a peer.
pub async fn view(tx: &mut Tx, peer: &Peer) -> Result<View> {
    let held = held(tx, &peer.id).await?;
    let vouched_by = vouching_for(tx, &peer.id).await?;
    let mut view = View {
        id: peer.id.clone(),
        host: peer.host.clone(),
        name: peer.name.clone(),
        known: peer.known,
        peer_since: peer.created_at,
        card: PeerCard::default(),
        site_proof: None,
        organizations: peer.organizations,
        active: peer.active,
        attested: peer.attested,
        offers: peer.offers,
        vouched_by,
    };
    if let Some(row) = held {
        view.card = from_json(&row.card)?;
        let proof = row.site_proof.zip(row.proof_seen_at);
        view.site_proof = proof.map(|(method, seen_at)| SiteProof { method, seen_at });
    }
    Ok(view)
}

/// The path of a peer's page.
pub fn page(host: &str) -> String {
    format!("/friends/{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_anothers_word_and_read_as_such() {
        let card = read(&json!({"card": {
            "legalBody": "Municipio\u{202e} de <b>Oaxaca</b>\n",
            "site": "javascript:alert(1)",
            "admits": "everybody",
            "attestationPolicy": "x".repeat(5_000),
            "keptSince": 7,
            "vouchesFor": ["https://a.example/actor", 1],
        }, "summary": "<p>Directory<script>alert(1)</script></p>",
            "summaryMap": {"es-MX": "x", "no language": "x"}}));
        assert_eq!(card.summary.as_deref(), Some("Directory"));
        assert_eq!(card.languages, ["es"]);
        let body = card.legal_body.unwrap();
        assert!(
            body.contains("<b>Oaxaca</b>") && !body.contains('\n'),
            "{body:?}"
        );
        assert_eq!(
            (card.site, card.admits, card.kept_since),
            (None, None, None)
        );
        assert_eq!(card.attestation_policy.unwrap().len(), LONGEST);
        assert_eq!(card.vouches_for, ["https://a.example/actor"]);
        assert_eq!(read(&json!({})), PeerCard::default());
    }
}
