//! What both schemes must accept and refuse. Each refusal is of a request that is signed
//! correctly in every other respect, by a key that would verify it.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::*;
use crate::activitypub::digest;

/// Only what is particular to draft-cavage.
mod cavage;
/// Only what is particular to RFC 9421.
mod rfc9421;

const NOW: Timestamp = Timestamp(1_764_000_000_000);
const HOUR: i64 = 3_600_000;
const KEY_ID: &str = "https://there.example/actor#main-key";
const BODY: &[u8] = b"{\"type\":\"Follow\"}";
const SCHEMES: [Scheme; 2] = [Scheme::Cavage, Scheme::Rfc9421];

static RSA: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(Algorithm::Rsa).expect("a key"));
static ED25519: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(Algorithm::Ed25519).expect("a key"));

/// A request on its way to `here.example`, which a test may tamper with.
#[derive(Clone)]
struct Sent {
    method: Method,
    path_and_query: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

impl Sent {
    fn new(scheme: Scheme, method: Method, url: &str, body: Option<&[u8]>, at: Timestamp) -> Self {
        let url = Url::parse(url).expect("a URL");
        let headers = sign(scheme, &RSA, KEY_ID, &method, &url, body, at).expect("signs");
        Self {
            method,
            path_and_query: url[url::Position::BeforePath..].to_owned(),
            headers,
            body: body.map(<[u8]>::to_vec),
        }
    }

    fn post(scheme: Scheme) -> Self {
        Self::new(
            scheme,
            Method::POST,
            "https://here.example/inbox",
            Some(BODY),
            NOW,
        )
    }

    fn get(scheme: Scheme) -> Self {
        Self::new(
            scheme,
            Method::GET,
            "https://here.example/o/1?page=2",
            None,
            NOW,
        )
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().expect("a header"));
        self
    }

    fn with_another(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().expect("a header"));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    fn header(&self, name: &str) -> String {
        self.headers[name].to_str().expect("text").to_owned()
    }

    fn judge(&self) -> Result<Claim, Refusal> {
        self.judge_by(&RSA)
    }

    fn judge_by(&self, key: &PrivateKey) -> Result<Claim, Refusal> {
        let request = Request {
            method: &self.method,
            path_and_query: &self.path_and_query,
            headers: &self.headers,
            body: self.body.as_deref(),
            authority: "here.example",
            scheme: "https",
        };
        let claim = inspect(&request, NOW)?;
        claim.verify(&key.public().expect("public"))?;
        Ok(claim)
    }

    /// The rule by which the request is refused.
    fn refusal(&self) -> &'static str {
        match self.judge() {
            Ok(_) => "accepted",
            Err(refusal) => {
                let status = if refusal.code == "host" { 421 } else { 401 };
                assert_eq!(refusal.status.as_u16(), status, "{refusal}");
                refusal.code
            }
        }
    }
}

#[test]
fn what_this_node_signs_it_accepts() {
    for scheme in SCHEMES {
        for sent in [Sent::post(scheme), Sent::get(scheme)] {
            let claim = sent.judge().expect("accepted");
            assert_eq!((claim.key_id.as_str(), claim.scheme), (KEY_ID, scheme));
            assert_eq!(claim.algorithm, Some(Algorithm::Rsa));
        }
    }
}

#[test]
fn an_unsigned_request_is_refused() {
    for scheme in SCHEMES {
        let sent = Sent::post(scheme)
            .without("signature")
            .without("signature-input");
        assert_eq!(sent.refusal(), "unsigned");
    }
}

#[test]
fn another_key_does_not_verify() {
    let stranger = PrivateKey::generate(Algorithm::Rsa).expect("a key");
    for scheme in SCHEMES {
        assert_eq!(
            Sent::post(scheme).judge_by(&stranger).unwrap_err().code,
            "signature"
        );
        assert_eq!(
            Sent::post(scheme).judge_by(&ED25519).unwrap_err().code,
            "algorithm"
        );
    }
}

#[test]
fn an_altered_body_is_refused_whether_or_not_its_digest_is_made_anew() {
    for scheme in SCHEMES {
        let mut sent = Sent::post(scheme);
        sent.body = Some(b"{\"type\":\"Delete\"}".to_vec());
        assert_eq!(sent.refusal(), "digest-mismatch");
        let body = sent.body.clone().expect("a body");
        let sent = sent
            .with("digest", &digest::header(&body))
            .with("content-digest", &digest::content_header(&body));
        assert_eq!(sent.refusal(), "signature");
    }
}

#[test]
fn a_missing_digest_is_refused() {
    for (scheme, header) in [
        (Scheme::Cavage, "digest"),
        (Scheme::Rfc9421, "content-digest"),
    ] {
        assert_eq!(
            Sent::post(scheme).without(header).refusal(),
            "header-missing"
        );
    }
}

#[test]
fn a_body_that_the_signer_did_not_know_of_is_refused() {
    for scheme in SCHEMES {
        let mut sent = Sent::get(scheme);
        sent.body = Some(b"{}".to_vec());
        assert_eq!(sent.refusal(), "not-covered");
    }
}

#[test]
fn repeated_headers_are_refused_in_either_order() {
    let names = [
        (Scheme::Cavage, ["signature", "digest", "host", "date"]),
        (
            Scheme::Rfc9421,
            ["signature", "content-digest", "host", "signature-input"],
        ),
    ];
    for (scheme, names) in names {
        for name in names {
            let good = Sent::post(scheme).header(name);
            for other in [good.as_str(), "x"] {
                assert_eq!(
                    Sent::post(scheme).with_another(name, other).refusal(),
                    "header-repeated",
                    "{name} then {other}"
                );
                assert_eq!(
                    Sent::post(scheme)
                        .with(name, other)
                        .with_another(name, &good)
                        .refusal(),
                    "header-repeated",
                    "{other} then {name}"
                );
            }
        }
    }
}

#[test]
fn a_request_for_another_host_is_misdirected() {
    for scheme in SCHEMES {
        let url = "https://elsewhere.example/inbox";
        let sent = Sent::new(scheme, Method::POST, url, Some(BODY), NOW);
        assert_eq!(sent.refusal(), "host");
        for host in [
            "elsewhere.example",
            "here.example.",
            "here.example:8443",
            "here.example:80",
            "user@here.example",
            "sub.here.example",
            "",
        ] {
            assert_eq!(
                Sent::post(scheme).with("host", host).refusal(),
                "host",
                "{host}"
            );
        }
        assert_eq!(
            Sent::post(scheme).without("host").refusal(),
            "header-missing"
        );
    }
}

#[test]
fn a_rewritten_host_does_not_hide_for_whom_the_request_was_signed() {
    for scheme in SCHEMES {
        let url = "https://elsewhere.example/inbox";
        let sent = Sent::new(scheme, Method::POST, url, Some(BODY), NOW);
        assert_eq!(sent.with("host", "here.example").refusal(), "signature");
    }
}

#[test]
fn the_schemes_own_port_and_any_case_name_the_same_host() {
    // RFC 9421 signs the normalised authority, so both forms verify.
    for host in ["HERE.example", "here.example:443"] {
        Sent::post(Scheme::Rfc9421)
            .with("host", host)
            .judge()
            .expect("accepted");
    }
}

#[test]
fn another_path_query_or_method_is_refused() {
    for scheme in SCHEMES {
        for path in ["/o/1/inbox", "/inbox/", "/inbox%2F", "/Inbox"] {
            let mut sent = Sent::post(scheme);
            sent.path_and_query = path.to_owned();
            assert_eq!(sent.refusal(), "signature", "{path}");
        }
        let mut sent = Sent::get(scheme);
        sent.path_and_query = "/o/1?page=3".to_owned();
        assert_eq!(sent.refusal(), "signature");
        let mut sent = Sent::post(scheme);
        sent.method = Method::PUT;
        assert_eq!(sent.refusal(), "signature");
    }
}

#[test]
fn an_hour_of_difference_is_tolerated_and_no_more() {
    let url = "https://here.example/inbox";
    let at = |scheme, offset| {
        Sent::new(
            scheme,
            Method::POST,
            url,
            Some(BODY),
            Timestamp(NOW.0 + offset),
        )
        .refusal()
    };
    for scheme in SCHEMES {
        for offset in [0, HOUR, -HOUR] {
            assert_eq!(at(scheme, offset), "accepted", "{offset}");
        }
        for offset in [HOUR + 1000, -HOUR - 1000, 2 * HOUR, -2 * HOUR, -NOW.0] {
            assert_eq!(at(scheme, offset), "stale", "{offset}");
        }
    }
}

#[test]
fn a_date_that_is_none_is_refused() {
    for scheme in SCHEMES {
        for date in ["", "yesterday", "1764000000", "2025-11-24T16:00:00Z"] {
            let refused = Sent::post(scheme).with("date", date).refusal();
            assert_eq!(refused, "signature-malformed", "{date}");
        }
    }
    assert_eq!(
        Sent::post(Scheme::Cavage).without("date").refusal(),
        "header-missing"
    );
}

#[test]
fn a_signature_of_the_other_scheme_does_not_pass() {
    let cavage = Sent::post(Scheme::Cavage);
    let rfc9421 = Sent::post(Scheme::Rfc9421);
    let mixed = cavage
        .clone()
        .with("signature-input", &rfc9421.header("signature-input"));
    assert_eq!(mixed.refusal(), "signature-malformed");
    let bare = rfc9421.without("signature-input");
    assert_eq!(bare.refusal(), "signature-malformed");
}

#[test]
fn bytes_outside_ascii_are_refused_in_signed_headers() {
    for scheme in SCHEMES {
        let mut sent = Sent::post(scheme);
        let value = HeaderValue::from_bytes(b"keyId=\"\xff\"").expect("a header");
        sent.headers.insert("signature", value);
        assert_eq!(sent.refusal(), "header-malformed");
    }
}
