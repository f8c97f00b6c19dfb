//! `Digest` and `Content-Digest`: a body bound to its headers.
//!
//! A signature covers headers only; these two carry the body's hash among them. This
//! module does not know whether the header was signed: `signature` demands it.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sfv::{BareItem, Dictionary, Item, ListEntry, Parser};

use crate::activitypub::refusal::Refusal;

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

/// A `Digest` header for `body` (RFC 3230, as draft-cavage signers send it).
pub fn header(body: &[u8]) -> String {
    format!("SHA-256={}", BASE64.encode(sha256(body)))
}

/// A `Content-Digest` header for `body` (RFC 9530 §2).
pub fn content_header(body: &[u8]) -> String {
    // The base64 of RFC 9651 byte sequences is the ordinary alphabet with padding.
    format!("sha-256=:{}:", BASE64.encode(sha256(body)))
}

/// Checks a `Digest` header against the body.
///
/// The header may list several algorithms. SHA-256 must be among them, each may stand
/// once, and those known here must all match; the others are passed over.
pub fn check(header: &str, body: &[u8]) -> Result<(), Refusal> {
    let mut seen: Vec<String> = Vec::new();
    for entry in header.split(',') {
        let (name, value) = entry
            .trim()
            .split_once('=')
            .ok_or_else(|| malformed("Digest", "write it as SHA-256=<base64>"))?;
        let name = name.to_ascii_lowercase();
        if seen.contains(&name) {
            return Err(malformed("Digest", "it names one algorithm twice"));
        }
        if let Some(actual) = hash(&name, body) {
            let stated = BASE64
                .decode(value)
                .map_err(|_error| malformed("Digest", "its value is not base64"))?;
            matches(&stated, &actual)?;
        }
        seen.push(name);
    }
    demand_sha(&seen, &["sha-256"], "Digest")
}

/// Checks a `Content-Digest` header against the body (RFC 9530 §2).
///
/// SHA-256 or SHA-512 must be present; algorithms not known here are passed over.
pub fn check_content(header: &str, body: &[u8]) -> Result<(), Refusal> {
    let dictionary: Dictionary = Parser::new(header)
        .parse()
        .map_err(|error| malformed("Content-Digest", &error.to_string()))?;
    let mut seen = Vec::new();
    for (name, entry) in dictionary {
        let ListEntry::Item(Item {
            bare_item: BareItem::ByteSequence(stated),
            ..
        }) = entry
        else {
            return Err(malformed(
                "Content-Digest",
                "write it as sha-256=:<base64>:",
            ));
        };
        if let Some(actual) = hash(name.as_str(), body) {
            matches(&stated, &actual)?;
        }
        seen.push(name.as_str().to_owned());
    }
    demand_sha(&seen, &["sha-256", "sha-512"], "Content-Digest")
}

fn hash(name: &str, body: &[u8]) -> Option<Vec<u8>> {
    match name {
        "sha-256" => Some(sha256(body)),
        "sha-512" => Some(digest(&SHA512, body).as_ref().to_vec()),
        _ => None,
    }
}

fn matches(stated: &[u8], actual: &[u8]) -> Result<(), Refusal> {
    if stated == actual {
        return Ok(());
    }
    Err(Refusal::unauthenticated(
        "digest-mismatch",
        "the body is not the one that was hashed",
    ))
}

fn demand_sha(seen: &[String], accepted: &[&str], header: &str) -> Result<(), Refusal> {
    if seen.iter().any(|name| accepted.contains(&name.as_str())) {
        return Ok(());
    }
    let wanted = accepted.join(" or ");
    Err(malformed(header, &format!("it carries no {wanted}")))
}

fn malformed(header: &str, reason: &str) -> Refusal {
    Refusal::unauthenticated("digest-malformed", format!("the {header} header: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 9530, Appendix B, hash this body.
    const BODY: &[u8] = b"{\"hello\": \"world\"}\n";

    #[test]
    fn both_headers_match_the_body_they_were_made_for_and_no_other() {
        for body in [b"".as_slice(), BODY] {
            assert!(check(&header(body), body).is_ok());
            assert!(check_content(&content_header(body), body).is_ok());
            assert_eq!(
                check(&header(body), b"other").unwrap_err().code,
                "digest-mismatch"
            );
            let refused = check_content(&content_header(body), b"other").unwrap_err();
            assert_eq!(
                (refused.status.as_u16(), refused.code),
                (401, "digest-mismatch")
            );
        }
    }

    #[test]
    fn the_hash_of_rfc_9530_is_reproduced() {
        assert_eq!(
            content_header(BODY),
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
        );
    }

    #[test]
    fn names_are_read_in_any_case_and_other_algorithms_are_passed_over() {
        let value = BASE64.encode(sha256(BODY));
        assert!(check(&format!("sha-256={value}"), BODY).is_ok());
        assert!(check(&format!("MD5=xx, SHA-256={value}"), BODY).is_ok());
        assert!(check_content(&format!("md5=:AAAA:, sha-256=:{value}:"), BODY).is_ok());
    }

    #[test]
    fn every_known_algorithm_must_match() {
        let wrong = BASE64.encode([0_u8; 64]);
        let both = format!("{}, sha-512=:{wrong}:", content_header(BODY));
        assert_eq!(
            check_content(&both, BODY).unwrap_err().code,
            "digest-mismatch"
        );
        let both = format!("{},SHA-512={wrong}", header(BODY));
        assert_eq!(check(&both, BODY).unwrap_err().code, "digest-mismatch");
    }

    #[test]
    fn weak_repeated_or_unreadable_digests_are_refused() {
        let good = header(BODY);
        for bad in [
            "",
            "SHA-256",
            "SHA-1=qqq",
            "MD5=xx",
            "SHA-256=***",
            &format!("{good},{good}"),
        ] {
            assert_eq!(
                check(bad, BODY).unwrap_err().code,
                "digest-malformed",
                "{bad}"
            );
        }
        for bad in [
            "",
            "sha-256",
            "sha-256=abc",
            "sha-256=\"x\"",
            "md5=:AAAA:",
            "sha-256=:*:",
            "=",
        ] {
            assert_eq!(
                check_content(bad, BODY).unwrap_err().code,
                "digest-malformed",
                "{bad}"
            );
        }
    }
}
