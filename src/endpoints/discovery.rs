//! Discovery: account names to actors (WebFinger, RFC 7033), what kind of node this is
//! (NodeInfo 2.1), where to ask (host-meta), and whom to tell of a hole
//! (security.txt).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::activitypub::client::authority;
use crate::activitypub::discovery::APPLICATION;
use crate::error::Error;
use crate::federation::account::{self, Account};
use crate::federation::paths;
use crate::http::Problem;
use crate::node::Node;
use crate::offers;
use crate::registry::{self, Standing};
use crate::web;

/// Where whoever finds a hole looks for whom to tell.
pub(super) const SECURITY_TXT: &str = "/.well-known/security.txt";
/// How long what is said there holds.
const SECURITY_STANDS: Duration = Duration::from_hours(90 * 24);

/// What WebFinger is asked.
#[derive(Debug, Deserialize)]
pub(super) struct Resource {
    resource: Option<String>,
}

/// An actor, found by its account name, its id, or its page.
pub(super) async fn webfinger(
    State(node): State<Arc<Node>>,
    Query(asked): Query<Resource>,
) -> Result<Response, Problem> {
    let resource = asked.resource.ok_or_else(|| {
        let host = authority(&node.settings.public_url);
        let reason = format!("name whom you seek: ?resource=acct:name@{host}");
        // RFC 7033 §4.2: without a resource the request is a bad one.
        Problem::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "Nothing is asked",
            reason,
        )
    })?;
    let mut tx = node.db.read().await?;
    let unknown = || Error::NotFound(format!("the resource {resource:?}"));
    let Account { handle, path } = account::find(&node, &mut tx, &resource)
        .await?
        .ok_or_else(unknown)?;
    let host = authority(&node.settings.public_url);
    let id = node.url(&path);
    let page = if path == paths::NODE {
        node.url("/")
    } else {
        node.url(&format!("/@{handle}"))
    };
    let mut more = vec![json!({
        "rel": "https://w3id.org/fep/3b86/Object",
        "template": node.url(&format!("{}?uri={{object}}", web::INTERACTION)),
    })];
    // Nobody else of a directory follows anybody.
    if path == paths::NODE {
        // The actor of the server itself (FEP-d556).
        more.push(json!({
            "rel": "https://www.w3.org/ns/activitystreams#Service",
            "type": "application/activity+json",
            "href": id,
        }));
        more.push(json!({
            "rel": "https://w3id.org/fep/3b86/Follow",
            "template": node.url(&format!("{}?uri={{object}}", web::INTERACTION)),
        }));
        more.push(json!({
            "rel": "http://ostatus.org/schema/1.0/subscribe",
            "template": node.url(&format!("{}?uri={{uri}}", web::INTERACTION)),
        }));
    }
    let mut answer = json!({
        "subject": format!("acct:{handle}@{host}"),
        "aliases": [id, page],
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": id},
            {
                "rel": "self",
                "type": "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
                "href": id,
            },
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
        ],
    });
    if let Some(Value::Array(links)) = answer.get_mut("links") {
        links.extend(more);
    }
    Ok(typed("application/jrd+json", answer.to_string()))
}

/// Where WebFinger answers (RFC 6415); some servers ask here first.
pub(super) async fn host_meta(State(node): State<Arc<Node>>) -> Response {
    let template = node.url("/.well-known/webfinger?resource={uri}");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\
         <Link rel=\"lrdd\" type=\"application/jrd+json\" template=\"{template}\"/></XRD>\n"
    );
    typed("application/xrd+xml", xml)
}

/// The same in JSON (RFC 6415 §3, Appendix A).
pub(super) async fn host_meta_json(State(node): State<Arc<Node>>) -> Response {
    let template = node.url("/.well-known/webfinger?resource={uri}");
    let links = json!({"links": [
        {"rel": "lrdd", "type": "application/jrd+json", "template": template},
    ]});
    typed("application/json", links.to_string())
}

/// Where NodeInfo stands, and which actor is the node itself (FEP-2677).
pub(super) async fn nodeinfo_links(State(node): State<Arc<Node>>) -> Response {
    let schema = |version: &str| format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
    let links = json!({"links": [
        {"rel": schema("2.1"), "href": node.url("/nodeinfo/2.1")},
        {"rel": schema("2.0"), "href": node.url("/nodeinfo/2.0")},
        {"rel": APPLICATION, "href": node.url(paths::NODE)},
    ]});
    typed("application/json", links.to_string())
}

/// What kind of node this is, with honest counts: listed and active apart.
pub(super) async fn nodeinfo(
    State(node): State<Arc<Node>>,
    Path(version): Path<String>,
) -> Result<Response, Problem> {
    if !matches!(version.as_str(), "2.0" | "2.1") {
        return Err(Error::NotFound(format!("NodeInfo {version}")).into());
    }
    let mut tx = node.db.read().await?;
    let listed = registry::count_published(&mut tx, Standing::Listed).await?;
    let active = registry::count_published(&mut tx, Standing::Active).await?;
    let offers = offers::count_open(&mut tx).await?;
    let mut software = json!({"name": "trenza", "version": env!("CARGO_PKG_VERSION")});
    if let (Value::Object(members), "2.1") = (&mut software, version.as_str()) {
        members.insert("homepage".to_owned(), json!(node.url("/")));
        if let Some(source) = &node.settings.operator.source {
            members.insert("repository".to_owned(), json!(source));
        }
    }
    let info = json!({
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0", "rss2.0"]},
        "openRegistrations": false,
        "usage": {"users": {"total": active}, "localPosts": offers},
        "metadata": {
            "nodeName": node.shown().settings.name,
            "maintainer": node.shown().settings.operator.name,
            "languages": node.shown().settings.languages,
            "territory": node.shown().settings.territory,
            "organizations": {"listed": listed, "active": active},
        },
    });
    let schema = "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/";
    Ok(typed(&format!("{schema}{version}#\""), info.to_string()))
}

/// Whom to tell of a hole (RFC 9116): whoever answers for the node, if it says who that is.
pub(super) async fn security_txt(State(node): State<Arc<Node>>) -> Result<Response, Problem> {
    let shown = node.shown();
    let contact = shown.settings.operator.contact.as_deref();
    let contact = contact.and_then(contact_address);
    let contact = contact.ok_or_else(|| Error::NotFound("a contact for security".to_owned()))?;
    // RFC 9116 §2.5.5 recommends less than a year; it is as fresh as its answer.
    let expires = node.clock.now() + SECURITY_STANDS;
    let languages = node.shown().settings.languages.join(", ");
    let address = node.url(SECURITY_TXT);
    let text = format!(
        "Contact: {contact}\nExpires: {}\nPreferred-Languages: {languages}\nCanonical: {address}\n",
        expires.to_rfc3339()
    );
    Ok(typed("text/plain; charset=utf-8", text))
}

/// The address behind what the settings name, which may be a mail address or a page; `None`
/// of anything else.
fn contact_address(contact: &str) -> Option<String> {
    let contact = contact.trim();
    let is_one_word = !contact.is_empty() && !contact.contains(|c: char| c.is_whitespace());
    let address = if contact.contains("://") || contact.starts_with("mailto:") {
        contact.to_owned()
    } else {
        contact.contains('@').then(|| format!("mailto:{contact}"))?
    };
    // A page without TLS could be another's word (RFC 9116 §2.5.3).
    let is_safe = address.starts_with("https://") || address.starts_with("mailto:");
    (is_one_word && is_safe).then_some(address)
}

fn typed(media_type: &str, body: String) -> Response {
    let mut response = body.into_response();
    if let Ok(value) = HeaderValue::from_str(media_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    // Discovery is for everybody, scripts of other sites included.
    let anyone = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_mail_address_or_a_page_with_tls() {
        let address = |contact| contact_address(contact);
        let mail = Some("mailto:fichas@oax.example".to_owned());
        assert_eq!(address(" fichas@oax.example "), mail);
        assert_eq!(address("mailto:fichas@oax.example"), mail);
        let page = "https://oax.example/contact";
        assert_eq!(address(page).as_deref(), Some(page));
        for other in [
            "",
            "the mayor",
            "http://oax.example/",
            "a@b.example\nX: y",
            "tel:1",
        ] {
            assert_eq!(address(other), None, "{other}");
        }
    }
}
