//! RFC 9421, HTTP Message Signatures, with the two algorithms that actors' keys allow.
//!
//! The structured fields are read and written by `sfv`; this module builds the signature
//! base of §2.5 and says what must be in it. It does not know draft-cavage.

use http::HeaderMap;
use http::header::DATE;
use sfv::{
    BareItem, Dictionary, FieldType as _, InnerList, Item, KeyRef, ListEntry, ListSerializer,
    Parser, StringRef,
};

use super::{
    CONTENT_DIGEST, Claim, Request, SIGNATURE, SIGNATURE_INPUT, Scheme, Target, check_expiry,
    check_key_id, check_moment, header_value, joined, only, uncovered,
};
use crate::activitypub::digest;
use crate::activitypub::keys::{Algorithm, PrivateKey};
use crate::activitypub::refusal::Refusal;
use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// The label under which this node puts its signature; any other is read as well.
const LABEL: &str = "sig1";

/// More components than any honest request covers.
const MAX_COMPONENTS: usize = 32;

pub(super) fn sign(
    key: &PrivateKey,
    key_id: &str,
    target: &Target,
    body: Option<&[u8]>,
    now: Timestamp,
    headers: &mut HeaderMap,
) -> Result<()> {
    let mut names = vec!["@method", "@target-uri", "@authority"];
    if let Some(body) = body {
        headers.insert(CONTENT_DIGEST, header_value(&digest::content_header(body))?);
        names.push("content-digest");
    }
    names.extend(&target.more);
    let mut input = InnerList::new(Vec::new());
    let mut lines = Vec::new();
    for name in names {
        let value = match name {
            "@method" => target.method.as_str().to_owned(),
            "@authority" => target.authority.to_owned(),
            "@target-uri" => {
                target_uri(target.url.scheme(), target.authority, target.path_and_query)
            }
            header => joined(headers, header).map_err(Error::internal)?,
        };
        input.items.push(Item::new(string(name)?));
        lines.push(line(name, &value));
    }
    let algorithm = match key.algorithm() {
        Algorithm::Rsa => "rsa-v1_5-sha256",
        Algorithm::Ed25519 => "ed25519",
    };
    let created = BareItem::try_from(now.seconds()).map_err(Error::internal)?;
    for (name, value) in [
        ("created", created),
        ("keyid", string(key_id)?),
        ("alg", string(algorithm)?),
    ] {
        input.params.insert(
            KeyRef::from_str(name).map_err(Error::internal)?.to_owned(),
            value,
        );
    }
    let written = written(input);
    let signature = key.sign(&base(&lines, &written))?;
    let signature = Item::new(BareItem::ByteSequence(signature)).serialize();
    headers.insert(
        SIGNATURE_INPUT,
        header_value(&format!("{LABEL}={written}"))?,
    );
    headers.insert(SIGNATURE, header_value(&format!("{LABEL}={signature}"))?);
    Ok(())
}

pub(super) fn inspect(request: &Request, now: Timestamp) -> Result<Claim, Refusal> {
    let (label, ListEntry::InnerList(input)) = sole(request, &SIGNATURE_INPUT)? else {
        return Err(malformed("Signature-Input holds no list of components"));
    };
    let (
        other,
        ListEntry::Item(Item {
            bare_item: BareItem::ByteSequence(signature),
            ..
        }),
    ) = sole(request, &SIGNATURE)?
    else {
        return Err(malformed("Signature holds no byte sequence"));
    };
    if label != other {
        return Err(malformed(
            "Signature and Signature-Input bear different labels",
        ));
    }
    let parameters = Parameters::read(&input)?;
    let covered = components(&input)?;
    check_coverage(request, &covered)?;
    check_time(request, &parameters, now)?;
    if let Some(body) = request.body {
        digest::check_content(only(request.headers, &CONTENT_DIGEST)?, body)?;
    }
    let mut lines = Vec::new();
    for name in &covered {
        lines.push(line(name, &value(request, name)?));
    }
    Ok(Claim {
        key_id: parameters.key_id.clone(),
        scheme: Scheme::Rfc9421,
        algorithm: parameters.algorithm,
        bases: vec![base(&lines, &written(input.clone()))],
        signature,
        covered: covered.into_iter().map(str::to_owned).collect(),
    })
}

/// The one member of a dictionary. Two signatures would leave open which one counts.
fn sole(request: &Request, name: &http::HeaderName) -> Result<(String, ListEntry), Refusal> {
    let dictionary: Dictionary = Parser::new(only(request.headers, name)?)
        .parse()
        .map_err(|error| malformed(&format!("{name}: {error}")))?;
    let mut members = dictionary.into_iter();
    match (members.next(), members.next()) {
        (Some((label, entry)), None) => Ok((label.as_str().to_owned(), entry)),
        _ => Err(malformed(&format!("{name} must hold one signature"))),
    }
}

fn components(input: &InnerList) -> Result<Vec<&str>, Refusal> {
    let mut covered = Vec::new();
    for item in &input.items {
        let name = item.bare_item.as_string().map(StringRef::as_str);
        let name = name.ok_or_else(|| malformed("a component is not a string"))?;
        // Parameters such as `req`, `key` or `bs` change what is covered; nobody in the
        // fediverse needs them, so they are refused rather than half understood.
        if !item.params.is_empty() {
            return Err(malformed("components with parameters are not accepted"));
        }
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(malformed("component names are written in lower case"));
        }
        if covered.contains(&name) {
            return Err(malformed("a component is covered twice"));
        }
        covered.push(name);
    }
    if covered.len() > MAX_COMPONENTS {
        return Err(malformed("too many components"));
    }
    Ok(covered)
}

/// Whether method, host, path, query and body are all bound, in any of the forms that
/// bind them (§2.2).
fn check_coverage(request: &Request, covered: &[&str]) -> Result<(), Refusal> {
    let any = |names: &[&str]| names.iter().any(|name| covered.contains(name));
    if !any(&["@method"]) {
        return Err(uncovered("@method"));
    }
    if !any(&["@authority", "@target-uri", "host"]) {
        return Err(uncovered("@authority"));
    }
    if !any(&["@target-uri", "@request-target", "@path"]) {
        return Err(uncovered("@target-uri or @path"));
    }
    let queried = request.path_and_query.contains('?');
    if queried && !any(&["@target-uri", "@request-target", "@query"]) {
        return Err(uncovered("@query"));
    }
    if request.body.is_some() && !any(&["content-digest"]) {
        return Err(uncovered("content-digest"));
    }
    Ok(())
}

fn check_time(request: &Request, parameters: &Parameters, now: Timestamp) -> Result<(), Refusal> {
    check_moment("created", parameters.created, now)?;
    check_expiry(parameters.expires, now)?;
    if request.headers.contains_key(DATE) {
        let date = Timestamp::from_http_date(only(request.headers, &DATE)?)
            .ok_or_else(|| malformed("the Date header is not an HTTP date"))?;
        check_moment("Date", date, now)?;
    }
    Ok(())
}

/// A component's value (§2.1 and §2.2).
fn value(request: &Request, name: &str) -> Result<String, Refusal> {
    let (path, query) = match request.path_and_query.split_once('?') {
        Some((path, query)) => (path, query),
        None => (request.path_and_query, ""),
    };
    Ok(match name {
        "@method" => request.method.as_str().to_owned(),
        "@target-uri" => target_uri(request.scheme, request.authority, request.path_and_query),
        "@authority" => request.authority.to_ascii_lowercase(),
        "@scheme" => request.scheme.to_owned(),
        "@request-target" => request.path_and_query.to_owned(),
        "@path" => path.to_owned(),
        "@query" => format!("?{query}"),
        derived if derived.starts_with('@') => {
            return Err(malformed(&format!(
                "the component {derived} is not accepted"
            )));
        }
        header => joined(request.headers, header)?,
    })
}

fn target_uri(scheme: &str, authority: &str, path_and_query: &str) -> String {
    format!(
        "{scheme}://{}{path_and_query}",
        authority.to_ascii_lowercase()
    )
}

fn line(name: &str, value: &str) -> String {
    format!("\"{name}\": {value}")
}

/// The signature base (§2.5).
fn base(lines: &[String], written: &str) -> Vec<u8> {
    let mut lines = lines.to_vec();
    lines.push(line("@signature-params", written));
    lines.join("\n").into_bytes()
}

/// The components and parameters in their one strict form (RFC 9651 §4.1.1.1).
fn written(input: InnerList) -> String {
    let mut serializer = ListSerializer::new();
    serializer.members(&[ListEntry::InnerList(input)]);
    serializer.finish().unwrap_or_default()
}

/// The signature's parameters that this node heeds (§2.3).
struct Parameters {
    key_id: String,
    created: Timestamp,
    expires: Option<Timestamp>,
    algorithm: Option<Algorithm>,
}

impl Parameters {
    fn read(input: &InnerList) -> Result<Self, Refusal> {
        let key_id = text(input, "keyid")?.ok_or_else(|| malformed("keyid is missing"))?;
        check_key_id(&key_id)?;
        let created = moment(input, "created")?.ok_or_else(|| uncovered("created"))?;
        let algorithm = match text(input, "alg")?.as_deref() {
            None => None,
            Some("rsa-v1_5-sha256") => Some(Algorithm::Rsa),
            Some("ed25519") => Some(Algorithm::Ed25519),
            Some(other) => {
                let reason = format!("alg {other:?} is neither rsa-v1_5-sha256 nor ed25519");
                return Err(Refusal::unauthenticated("algorithm", reason));
            }
        };
        Ok(Self {
            key_id,
            created,
            expires: moment(input, "expires")?,
            algorithm,
        })
    }
}

fn text(input: &InnerList, name: &str) -> Result<Option<String>, Refusal> {
    let Some(value) = input.params.get(name) else {
        return Ok(None);
    };
    let value = value.as_string().map(|text| text.as_str().to_owned());
    value
        .map(Some)
        .ok_or_else(|| malformed(&format!("{name} is not a string")))
}

fn moment(input: &InnerList, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let Some(value) = input.params.get(name) else {
        return Ok(None);
    };
    let seconds = value
        .as_integer()
        .map(|number| Timestamp::from_seconds(number.into()));
    seconds
        .map(Some)
        .ok_or_else(|| malformed(&format!("{name} is not a number")))
}

fn string(text: &str) -> Result<BareItem> {
    Ok(BareItem::from(
        StringRef::from_str(text).map_err(Error::internal)?,
    ))
}

fn malformed(reason: &str) -> Refusal {
    Refusal::unauthenticated("signature-malformed", reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activitypub::keys::PublicKey;

    /// RFC 9421, Appendix B.2.6: Ed25519 over a request. It covers less than this node
    /// demands, so it is checked beneath the rules of coverage.
    #[test]
    fn the_signature_base_is_the_one_of_the_standard() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("host", "example.com"),
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("content-type", "application/json"),
            ("content-length", "18"),
        ] {
            headers.insert(name, value.parse().expect("a header"));
        }
        let request = Request {
            method: &http::Method::POST,
            path_and_query: "/foo?param=Value&Pet=dog",
            headers: &headers,
            body: Some(b"{\"hello\": \"world\"}"),
            authority: "example.com",
            scheme: "https",
        };
        let field = concat!(
            "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" ",
            "\"content-length\");created=1618884473;keyid=\"test-key-ed25519\""
        );
        let fields: Dictionary = Parser::new(field).parse().expect("reads");
        let Some(ListEntry::InnerList(input)) = fields.get("sig-b26") else {
            panic!("no list of components");
        };
        let lines: Vec<_> = components(input)
            .expect("components")
            .into_iter()
            .map(|name| line(name, &value(&request, name).expect("a value")))
            .collect();
        let key = PublicKey::from_pem(concat!(
            "-----BEGIN PUBLIC KEY-----\n",
            "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n",
            "-----END PUBLIC KEY-----\n"
        ));
        let field = concat!(
            "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu",
            "4A0w6vuQv5lIp5WPpBKRCw==:"
        );
        let fields: Dictionary = Parser::new(field).parse().expect("reads");
        let Some(ListEntry::Item(signature)) = fields.get("sig-b26") else {
            panic!("no signature");
        };
        let signature = signature.bare_item.as_byte_sequence().expect("bytes");
        assert!(
            key.expect("a key")
                .verify(&base(&lines, &written(input.clone())), signature)
        );
    }
}
