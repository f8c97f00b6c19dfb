//! draft-cavage-http-signatures-12, as the fediverse speaks it: RSA with SHA-256.
//!
//! It does not know RFC 9421, whose headers partly bear the same names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::header::DATE;
use http::{HeaderMap, Method};

use super::{
    Claim, DIGEST, Request, SIGNATURE, Scheme, Target, check_expiry, check_key_id, check_moment,
    header_value, joined, only, uncovered,
};
use crate::activitypub::digest;
use crate::activitypub::keys::{Algorithm, PrivateKey};
use crate::activitypub::refusal::Refusal;
use crate::clock::Timestamp;
use crate::error::{Error, Result};

const REQUEST_TARGET: &str = "(request-target)";
const CREATED: &str = "(created)";
const EXPIRES: &str = "(expires)";

/// More signed headers than any honest request has.
const MAX_SIGNED: usize = 32;

pub(super) fn sign(
    key: &PrivateKey,
    key_id: &str,
    target: &Target,
    body: Option<&[u8]>,
    headers: &mut HeaderMap,
) -> Result<()> {
    if key.algorithm() != Algorithm::Rsa {
        return Err(Error::invalid(
            "key",
            "draft-cavage signatures are made with RSA",
        ));
    }
    let mut signed = vec![REQUEST_TARGET, "host", "date"];
    if let Some(body) = body {
        headers.insert(DIGEST, header_value(&digest::header(body))?);
        signed.push("digest");
    }
    signed.extend(&target.more);
    let method = target.method.as_str().to_ascii_lowercase();
    let mut lines = Vec::new();
    for name in &signed {
        let value = match *name {
            REQUEST_TARGET => format!("{method} {}", target.path_and_query),
            header => joined(headers, header).map_err(Error::internal)?,
        };
        lines.push(format!("{name}: {value}"));
    }
    let signature = BASE64.encode(key.sign(lines.join("\n").as_bytes())?);
    let value = format!(
        "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"{}\",signature=\"{signature}\"",
        signed.join(" ")
    );
    headers.insert(SIGNATURE, header_value(&value)?);
    Ok(())
}

pub(super) fn inspect(request: &Request, now: Timestamp) -> Result<Claim, Refusal> {
    let parameters = Parameters::parse(only(request.headers, &SIGNATURE)?)?;
    let key_id = parameters.demand("keyId")?;
    check_key_id(key_id)?;
    // `hs2019` hides the algorithm, and an absent one means the same (§2.1.3); with the
    // RSA keys that actors publish, everybody means RSA with SHA-256.
    if let Some(algorithm) = parameters.get("algorithm")
        && !matches!(algorithm, "rsa-sha256" | "hs2019")
    {
        let reason = format!("algorithm {algorithm:?} is not rsa-sha256");
        return Err(Refusal::unauthenticated("algorithm", reason));
    }
    let signature = BASE64
        .decode(parameters.demand("signature")?)
        .map_err(|_error| malformed("the signature is not base64"))?;
    let signed = signed_names(parameters.demand("headers")?)?;
    check_coverage(request, &signed)?;
    check_time(request, &parameters, &signed, now)?;
    if let Some(body) = request.body {
        digest::check(only(request.headers, &DIGEST)?, body)?;
    }
    Ok(Claim {
        key_id: key_id.to_owned(),
        scheme: Scheme::Cavage,
        algorithm: Some(Algorithm::Rsa),
        bases: bases(request, &parameters, &signed)?,
        signature,
        covered: signed.into_iter().map(str::to_owned).collect(),
    })
}

fn signed_names(headers: &str) -> Result<Vec<&str>, Refusal> {
    let mut names = Vec::new();
    for name in headers.split(' ') {
        if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(malformed(
                "headers must list names in lower case, one space between",
            ));
        }
        if names.contains(&name) {
            return Err(malformed("headers lists a name twice"));
        }
        names.push(name);
    }
    if names.len() > MAX_SIGNED {
        return Err(malformed("headers lists too many names"));
    }
    Ok(names)
}

fn check_coverage(request: &Request, signed: &[&str]) -> Result<(), Refusal> {
    let mut wanted = vec![REQUEST_TARGET, "host"];
    if request.body.is_some() {
        wanted.push("digest");
    }
    if let Some(missing) = wanted.into_iter().find(|name| !signed.contains(name)) {
        return Err(uncovered(missing));
    }
    if !signed.contains(&"date") && !signed.contains(&CREATED) {
        return Err(uncovered("date or (created)"));
    }
    Ok(())
}

/// Judges every moment that the request states, signed or not: an honest signer has one
/// clock, so a `Date` that does not fit is a sign of tampering.
fn check_time(
    request: &Request,
    parameters: &Parameters,
    signed: &[&str],
    now: Timestamp,
) -> Result<(), Refusal> {
    if request.headers.contains_key(DATE) || signed.contains(&"date") {
        let date = Timestamp::from_http_date(only(request.headers, &DATE)?)
            .ok_or_else(|| malformed("the Date header is not an HTTP date"))?;
        check_moment("Date", date, now)?;
    }
    if let Some(created) = parameters.moment("created")? {
        check_moment("created", created, now)?;
    }
    check_expiry(parameters.moment("expires")?, now)
}

/// The signed text (§2.3), and a second one where something is read by a path with a query:
/// some sign the path without it. What is sent here counts as it was signed alone.
fn bases(
    request: &Request,
    parameters: &Parameters,
    signed: &[&str],
) -> Result<Vec<Vec<u8>>, Refusal> {
    let (path, is_read) = match request.path_and_query.split_once('?') {
        Some((path, _query)) => (path, request.method == Method::GET),
        None => (request.path_and_query, false),
    };
    let method = request.method.as_str().to_ascii_lowercase();
    let base = |path: &str| -> Result<Vec<u8>, Refusal> {
        let mut lines = Vec::new();
        for name in signed {
            let value = match *name {
                REQUEST_TARGET => format!("{method} {path}"),
                CREATED => parameters.demand("created")?.to_owned(),
                EXPIRES => parameters.demand("expires")?.to_owned(),
                header => joined(request.headers, header)?,
            };
            lines.push(format!("{name}: {value}"));
        }
        Ok(lines.join("\n").into_bytes())
    };
    let mut bases = vec![base(request.path_and_query)?];
    if is_read {
        bases.push(base(path)?);
    }
    Ok(bases)
}

/// The parameters of a `Signature` header: `name="value"` or `name=number`, by commas.
struct Parameters<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parameters<'a> {
    fn parse(header: &'a str) -> Result<Self, Refusal> {
        let mut parameters: Vec<(&str, &str)> = Vec::new();
        let mut rest = header;
        loop {
            let (name, after) = rest
                .split_once('=')
                .ok_or_else(|| malformed("write the Signature header as name=\"value\",…"))?;
            let name = name.trim();
            let (value, after) = if let Some(quoted) = after.strip_prefix('"') {
                quoted
                    .split_once('"')
                    .ok_or_else(|| malformed("a quote is left open"))?
            } else {
                after.split_at(after.find(',').unwrap_or(after.len()))
            };
            // An escaped quote could end a value for one reader and not for another.
            if value.contains('\\') || name.contains(['"', ' ', ',']) {
                return Err(malformed(
                    "a name or value holds characters that are not accepted",
                ));
            }
            if parameters
                .iter()
                .any(|(seen, _)| seen.eq_ignore_ascii_case(name))
            {
                return Err(malformed("a parameter stands twice"));
            }
            parameters.push((name, value));
            rest = after.trim_start();
            if rest.is_empty() {
                return Ok(Self(parameters));
            }
            rest = rest
                .strip_prefix(',')
                .ok_or_else(|| malformed("a comma is missing"))?;
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(seen, _)| *seen == name)
            .map(|(_, value)| *value)
    }

    fn demand(&self, name: &str) -> Result<&'a str, Refusal> {
        self.get(name)
            .ok_or_else(|| malformed(&format!("the parameter {name} is missing")))
    }

    /// A parameter in whole seconds since 1970; fractions are cut off.
    fn moment(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let whole = value.split_once('.').map_or(value, |(whole, _)| whole);
        let seconds = whole
            .parse()
            .map_err(|_error| malformed(&format!("{name} is not a number")))?;
        Ok(Some(Timestamp::from_seconds(seconds)))
    }
}

fn malformed(reason: &str) -> Refusal {
    Refusal::unauthenticated("signature-malformed", reason)
}
