//! Which proofs are made and accepted, and that nothing under one can be changed.

use std::sync::LazyLock;

use super::*;

const METHOD: &str = "https://there.example/o/1#ed25519-key";
const CREATED: Timestamp = Timestamp(1_764_000_000_000);

static KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(Algorithm::Ed25519).expect("a key"));

fn document() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"trenza": "https://w3id.org/trenza#"}],
        "id": "https://there.example/offers/1",
        "type": "Note",
        "name": "Cuarenta bicicletas",
        "location": {"type": "Place", "latitude": 17.0, "longitude": -96.7256},
        "tag": [{"type": "Hashtag", "name": "#bicis"}],
    })
}

fn proven() -> Value {
    let mut document = document();
    attach(&mut document, &KEY, METHOD, CREATED).expect("signs");
    document
}

fn judge(document: &Value) -> &'static str {
    match verify(document, &KEY.public().expect("public")) {
        Ok(()) => "accepted",
        Err(refusal) => {
            assert_eq!(refusal.status.as_u16(), 401);
            refusal.code
        }
    }
}

#[test]
fn a_proof_is_accepted_under_the_key_that_made_it_alone() {
    let document = proven();
    assert_eq!(judge(&document), "accepted");
    assert_eq!(verification_method(&document), Some(METHOD));
    let stranger = PrivateKey::generate(Algorithm::Ed25519).expect("a key");
    let refused = verify(&document, &stranger.public().expect("public")).unwrap_err();
    assert_eq!(refused.code, "proof");
    let rsa = PrivateKey::generate(Algorithm::Rsa).expect("a key");
    assert_eq!(
        verify(&document, &rsa.public().expect("public"))
            .unwrap_err()
            .code,
        "proof-key"
    );
}

#[test]
fn the_proof_has_the_form_that_fep_8b32_shows() {
    let document = proven();
    let proof = &document["proof"];
    assert_eq!(proof["type"], "DataIntegrityProof");
    assert_eq!(proof["cryptosuite"], "eddsa-jcs-2022");
    assert_eq!(proof["proofPurpose"], "assertionMethod");
    assert_eq!(proof["created"], "2025-11-24T16:00:00Z");
    assert_eq!(proof["@context"], document["@context"]);
    assert!(proof["proofValue"].as_str().expect("text").starts_with('z'));
}

#[test]
fn the_order_of_keys_and_the_way_numbers_are_written_do_not_matter() {
    let text = proven().to_string().replace("17.0", "1.7e1");
    let other: Map<String, Value> = serde_json::from_str::<Map<_, _>>(&text)
        .expect("reads")
        .into_iter()
        .rev()
        .collect();
    assert_eq!(judge(&Value::Object(other)), "accepted");
}

#[test]
fn changing_adding_or_removing_anything_is_refused() {
    let changes: [(&str, Value); 6] = [
        ("/name", json!("Cincuenta bicicletas")),
        ("/location/latitude", json!(18.0)),
        ("/tag/0/name", json!("#otras")),
        ("/id", json!("https://there.example/offers/2")),
        ("/proof/created", json!("2025-11-24T16:00:01Z")),
        (
            "/proof/verificationMethod",
            json!("https://other.example/key"),
        ),
    ];
    for (pointer, value) in changes {
        let mut document = proven();
        *document.pointer_mut(pointer).expect("it exists") = value;
        assert_eq!(judge(&document), "proof", "{pointer}");
    }
    let mut document = proven();
    document["content"] = json!("more");
    assert_eq!(judge(&document), "proof");
    let mut document = proven();
    document.as_object_mut().expect("object").remove("tag");
    assert_eq!(judge(&document), "proof");
    let mut document = proven();
    document["proof"]["domain"] = json!("elsewhere.example");
    assert_eq!(judge(&document), "proof");
}

#[test]
fn a_context_that_was_not_signed_is_refused() {
    let mut document = proven();
    let contexts = document["@context"].as_array_mut().expect("a list");
    contexts.push(json!({"name": "https://other.example/ns#summary"}));
    assert_eq!(judge(&document), "proof-malformed");
    let mut document = proven();
    document.as_object_mut().expect("object").remove("@context");
    assert_eq!(judge(&document), "proof-malformed");
    let mut document = proven();
    document["proof"]
        .as_object_mut()
        .expect("object")
        .remove("@context");
    assert_eq!(judge(&document), "proof");
}

#[test]
fn proofs_of_other_kinds_or_shapes_are_refused() {
    for (name, value) in [
        ("type", json!("Ed25519Signature2020")),
        ("cryptosuite", json!("eddsa-rdfc-2022")),
        ("cryptosuite", json!(null)),
        ("proofPurpose", json!("authentication")),
        ("verificationMethod", json!({"id": METHOD})),
        ("created", json!("yesterday")),
        ("expires", json!("2035-01-01T00:00:00Z")),
        ("proofValue", json!(null)),
        ("proofValue", json!("")),
        ("proofValue", json!("mAAAA")),
        ("proofValue", json!("z0OIl")),
    ] {
        let mut document = proven();
        document["proof"][name] = value.clone();
        assert_eq!(judge(&document), "proof-malformed", "{name} {value}");
    }
    let mut document = proven();
    document["proof"]["proofValue"] = json!("z1");
    assert_eq!(judge(&document), "proof");
}

#[test]
fn a_document_without_one_proof_is_refused() {
    assert_eq!(judge(&document()), "proof-malformed");
    assert_eq!(judge(&json!("text")), "proof-malformed");
    let mut document = proven();
    document["proof"] = json!([document["proof"], document["proof"]]);
    assert_eq!(judge(&document), "proof-malformed");
}

#[test]
fn a_second_proof_takes_the_place_of_the_first() {
    let mut document = proven();
    attach(&mut document, &KEY, METHOD, Timestamp(CREATED.0 + 5000)).expect("signs");
    assert_eq!(judge(&document), "accepted");
    assert_eq!(document["proof"]["created"], "2025-11-24T16:00:05Z");
}

#[test]
fn a_document_without_a_context_can_carry_a_proof() {
    let mut document = json!({"id": "https://there.example/1"});
    attach(&mut document, &KEY, METHOD, CREATED).expect("signs");
    assert_eq!(judge(&document), "accepted");
}

#[test]
fn only_objects_and_ed25519_keys_make_proofs() {
    let rsa = PrivateKey::generate(Algorithm::Rsa).expect("a key");
    assert!(attach(&mut document(), &rsa, METHOD, CREATED).is_err());
    assert!(attach(&mut json!([]), &KEY, METHOD, CREATED).is_err());
}

/// W3C Data Integrity `EdDSA` Cryptosuites v1.0, Appendix B.2 (`eddsa-jcs-2022`).
#[test]
fn the_example_of_the_standard_is_accepted_and_not_once_it_is_changed() {
    let multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    let contexts = json!([
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2"
    ]);
    let mut document = json!({
        "@context": contexts,
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:abcdefgh",
            "alumniOf": "The School of Examples"
        },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2023-02-24T23:36:38Z",
            "verificationMethod": format!("did:key:{multikey}#{multikey}"),
            "proofPurpose": "assertionMethod",
            "@context": contexts,
            "proofValue": concat!(
                "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQz",
                "JDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
            )
        }
    });
    let key = PublicKey::from_multibase(multikey).expect("a key");
    verify(&document, &key).expect("accepted");
    document["name"] = json!("Another Credential");
    assert_eq!(verify(&document, &key).unwrap_err().code, "proof");
}
