//! Whatever bytes arrive, the readers that stand before everything else answer, and agree
//! with themselves.

use http::{HeaderMap, HeaderValue, Method};
use proptest::prelude::*;
use serde_json::Value;
use trenza::activitypub::keys::{Algorithm, PrivateKey, PublicKey};
use trenza::activitypub::signature::{self, Request};
use trenza::activitypub::{digest, json, proof};
use trenza::clock::Timestamp;

const NOW: Timestamp = Timestamp(1_764_000_000_000);

/// Texts that are nearly what a signer would write, and texts that are not.
fn field() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "keyId=",
        "signature=",
        "headers=",
        "algorithm=",
        "created=",
        "expires=",
        "\"",
        "\\",
        ",",
        ";",
        "=",
        "(",
        ")",
        ":",
        "sig1",
        "sig1=",
        "\"@method\"",
        "\"@path\"",
        "@query",
        "content-digest",
        "\"host\"",
        "(request-target)",
        "date",
        "digest",
        "sha-256=:",
        "SHA-256=",
        "AAAA",
        "1764000000",
        "-1",
        "9223372036854775807",
        "https://a.example/actor#main-key",
        "rsa-sha256",
        "hs2019",
        "?1",
        "*",
        " ",
        "é",
    ]);
    prop_oneof![
        "\\PC{0,200}",
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat()),
    ]
}

/// JSON of any shape, as text that may say things twice.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        "[^\u{0}]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec(("[^\u{0}]{0,8}", inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_headers_are_judged(
        names in prop::collection::vec(
            prop::sample::select(vec![
                "signature", "signature-input", "digest", "content-digest", "host", "date",
            ]),
            0..8,
        ),
        values in prop::collection::vec(field(), 8),
        path in "/[ -~]{0,20}",
        body in prop::option::of(prop::collection::vec(any::<u8>(), 0..50)),
    ) {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("here.example"));
        for (name, value) in names.into_iter().zip(values) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.append(name, value);
            }
        }
        let request = Request {
            method: &Method::POST,
            path_and_query: &path,
            headers: &headers,
            body: body.as_deref(),
            authority: "here.example",
            scheme: "https",
        };
        if let Err(refusal) = signature::inspect(&request, NOW) {
            prop_assert!(matches!(refusal.status.as_u16(), 401 | 421));
        }
    }

    #[test]
    fn any_digest_is_judged(header in field(), body in prop::collection::vec(any::<u8>(), 0..50)) {
        if let Err(refusal) = digest::check(&header, &body) {
            prop_assert_eq!(refusal.status.as_u16(), 401);
        }
        if let Err(refusal) = digest::check_content(&header, &body) {
            prop_assert_eq!(refusal.status.as_u16(), 401);
        }
    }

    #[test]
    fn any_bytes_are_read_as_json_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // What the strict reader accepts, the lenient one reads the same.
        if let Ok(value) = json::parse(&bytes) {
            let lenient: Value = serde_json::from_slice(&bytes).expect("it is JSON");
            prop_assert_eq!(value, lenient);
        }
    }

    #[test]
    fn an_honest_document_is_read_as_it_was_written(value in document()) {
        let text = value.to_string();
        let lenient: Value = serde_json::from_str(&text).expect("it is JSON");
        prop_assert_eq!(json::parse(text.as_bytes()).expect("accepted"), lenient);
    }

    #[test]
    fn any_text_is_a_key_or_refused(text in field(), bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let armoured = pem::encode(&pem::Pem::new("PUBLIC KEY", bytes));
        for text in [text.as_str(), &format!("z{text}"), &armoured] {
            if let Ok(key) = PublicKey::from_pem(text) {
                prop_assert_eq!(PublicKey::from_pem(&key.to_pem()).expect("reads"), key);
            }
            if let Ok(key) = PublicKey::from_multibase(text) {
                prop_assert_eq!(PublicKey::from_multibase(&key.to_multibase()).expect("reads"), key);
            }
        }
    }

    #[test]
    fn whatever_is_proved_stays_proved_when_it_is_written_and_read(value in document()) {
        let key = PrivateKey::generate(Algorithm::Ed25519).expect("a key");
        let mut document = serde_json::json!({"id": "https://a.example/1", "value": value});
        proof::attach(&mut document, &key, "https://a.example/actor#key", NOW).expect("signs");
        let again = json::parse(document.to_string().as_bytes()).expect("accepted");
        proof::verify(&again, &key.public().expect("public")).expect("it is still proved");
    }
}
