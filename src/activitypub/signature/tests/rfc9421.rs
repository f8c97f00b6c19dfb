//! What is particular to RFC 9421 signatures.

use super::*;

const FULL: &str = r#"("@method" "@target-uri" "@authority" "content-digest")"#;

/// Signs a post by hand: `covered` is the list of components, `parameters` what follows.
fn by_hand(key: &PrivateKey, covered: &str, parameters: &str) -> Sent {
    signed_at("/inbox", key, covered, parameters)
}

fn signed_at(path_and_query: &str, key: &PrivateKey, covered: &str, parameters: &str) -> Sent {
    let mut sent = Sent::post(Scheme::Rfc9421);
    path_and_query.clone_into(&mut sent.path_and_query);
    let (path, query) = path_and_query
        .split_once('?')
        .unwrap_or((path_and_query, ""));
    let names = covered
        .trim_matches(['(', ')'])
        .split(' ')
        .filter(|name| !name.is_empty());
    let mut lines = Vec::new();
    for name in names {
        let value = match name.trim_matches('"').to_ascii_lowercase().as_str() {
            "@method" => "POST".to_owned(),
            "@target-uri" => format!("https://here.example{path_and_query}"),
            "@request-target" => path_and_query.to_owned(),
            "@authority" => "here.example".to_owned(),
            "@scheme" => "https".to_owned(),
            "@path" => path.to_owned(),
            "@query" => format!("?{query}"),
            header if sent.headers.contains_key(header) => sent.header(header),
            _ => "x".to_owned(),
        };
        lines.push(format!("{name}: {value}"));
    }
    lines.push(format!("\"@signature-params\": {covered}{parameters}"));
    let base = lines.join("\n");
    let signature = BASE64.encode(key.sign(base.as_bytes()).expect("signs"));
    sent.with("signature-input", &format!("sig={covered}{parameters}"))
        .with("signature", &format!("sig=:{signature}:"))
}

fn parameters() -> String {
    format!(";created={};keyid=\"{KEY_ID}\"", NOW.seconds())
}

fn covering(covered: &str) -> Sent {
    by_hand(&RSA, covered, &parameters())
}

#[test]
fn ed25519_signs_and_verifies() {
    let url = Url::parse("https://here.example/inbox").expect("a URL");
    let mut sent = Sent::post(Scheme::Rfc9421);
    sent.headers = sign(
        Scheme::Rfc9421,
        &ED25519,
        KEY_ID,
        &Method::POST,
        &url,
        Some(BODY),
        NOW,
    )
    .expect("signs");
    assert_eq!(
        sent.judge_by(&ED25519).expect("accepted").algorithm,
        Some(Algorithm::Ed25519)
    );
    assert_eq!(sent.judge().unwrap_err().code, "algorithm");
}

#[test]
fn every_form_that_binds_the_whole_request_is_accepted() {
    for covered in [
        FULL,
        r#"("@method" "@target-uri" "content-digest")"#,
        r#"("@method" "@path" "@authority" "content-digest")"#,
        r#"("@method" "@path" "host" "content-digest" "date")"#,
        r#"("@method" "@request-target" "@authority" "@scheme" "content-digest")"#,
    ] {
        covering(covered)
            .judge()
            .unwrap_or_else(|refusal| panic!("{covered}: {refusal}"));
    }
}

#[test]
fn leaving_anything_out_is_refused() {
    for covered in [
        "()",
        r#"("content-digest")"#,
        r#"("@target-uri" "@authority" "content-digest")"#,
        r#"("@method" "@authority" "content-digest")"#,
        r#"("@method" "@path" "content-digest")"#,
        r#"("@method" "@target-uri" "@authority")"#,
    ] {
        assert_eq!(covering(covered).refusal(), "not-covered", "{covered}");
    }
}

#[test]
fn a_query_must_be_covered_where_there_is_one() {
    let at = |covered| signed_at("/inbox?a=1", &RSA, covered, &parameters());
    assert_eq!(
        at(r#"("@method" "@path" "@authority" "content-digest")"#).refusal(),
        "not-covered"
    );
    let sent = at(r#"("@method" "@path" "@query" "@authority" "content-digest")"#);
    sent.judge().expect("accepted");
    let mut changed = sent;
    changed.path_and_query = "/inbox?a=2".to_owned();
    assert_eq!(changed.refusal(), "signature");
}

#[test]
fn the_two_algorithms_are_accepted_and_no_other() {
    let stating = |key, alg: &str| by_hand(key, FULL, &format!("{};alg=\"{alg}\"", parameters()));
    stating(&RSA, "rsa-v1_5-sha256").judge().expect("accepted");
    stating(&ED25519, "ed25519")
        .judge_by(&ED25519)
        .expect("accepted");
    for alg in [
        "",
        "none",
        "hmac-sha256",
        "rsa-pss-sha512",
        "ecdsa-p256-sha256",
        "rsa-sha1",
    ] {
        assert_eq!(stating(&RSA, alg).refusal(), "algorithm", "{alg}");
    }
    assert_eq!(stating(&RSA, "ed25519").refusal(), "algorithm");
    let refused = stating(&ED25519, "rsa-v1_5-sha256")
        .judge_by(&ED25519)
        .unwrap_err();
    assert_eq!(refused.code, "algorithm");
}

#[test]
fn times_are_demanded_and_heeded() {
    let keyid = format!(";keyid=\"{KEY_ID}\"");
    let seconds = NOW.seconds();
    let timed = |parameters: &str| by_hand(&RSA, FULL, &format!("{parameters}{keyid}")).refusal();
    assert_eq!(
        timed(&format!(";created={seconds};expires={}", seconds + 1)),
        "accepted"
    );
    assert_eq!(timed(""), "not-covered");
    assert_eq!(
        timed(&format!(";created={seconds};expires={seconds}")),
        "expired"
    );
    for created in [seconds - 7200, seconds + 7200, -1, 999_999_999_999_999] {
        assert_eq!(timed(&format!(";created={created}")), "stale", "{created}");
    }
    for created in ["\"now\"", "1.5", "9999999999999999"] {
        assert_eq!(
            timed(&format!(";created={created}")),
            "signature-malformed",
            "{created}"
        );
    }
}

#[test]
fn a_signature_input_with_two_readings_is_refused() {
    let twice = FULL.replace("\"@method\"", "\"@method\" \"@method\"");
    let upper = FULL.replace("content-digest", "Content-Digest");
    let parametrised = FULL.replace("\"content-digest\"", "\"content-digest\";bs");
    let request = FULL.replace("\"@method\"", "\"@method\";req");
    let unknown = FULL.replace("\"@authority\"", "\"@authority\" \"@status\"");
    let itself = FULL.replace("\"@authority\"", "\"@authority\" \"@signature-params\"");
    let token = FULL.replace("\"@method\"", "method \"@method\"");
    let many: Vec<_> = (0..40).map(|n| format!("\"x{n}\"")).collect();
    let crowd = FULL.replace("\"@method\"", &many.join(" "));
    for covered in [
        &twice,
        &upper,
        &parametrised,
        &request,
        &unknown,
        &itself,
        &token,
        &crowd,
    ] {
        assert_eq!(
            covering(covered).refusal(),
            "signature-malformed",
            "{covered}"
        );
    }
}

#[test]
fn one_signature_under_one_label_is_read() {
    let good = Sent::post(Scheme::Rfc9421);
    let (input, signature) = (good.header("signature-input"), good.header("signature"));
    let other = |text: &str| text.replacen("sig1", "sig2", 1);
    for (input, signature) in [
        (
            format!("{input}, {}", other(&input)),
            format!("{signature}, {}", other(&signature)),
        ),
        (format!("{input}, {}", other(&input)), signature.clone()),
        (other(&input), signature.clone()),
        (input.clone(), "sig1=?1".to_owned()),
        (input.clone(), "sig1=()".to_owned()),
        (input.clone(), String::new()),
        ("sig1=:AAAA:".to_owned(), signature.clone()),
        ("sig1".to_owned(), signature.clone()),
        ("not a dictionary".to_owned(), signature.clone()),
        (input.replace("keyid", "key"), signature.clone()),
        (input.replace(KEY_ID, ""), signature.clone()),
    ] {
        let sent = good
            .clone()
            .with("signature-input", &input)
            .with("signature", &signature);
        assert_eq!(
            sent.refusal(),
            "signature-malformed",
            "{input} | {signature}"
        );
    }
}

#[test]
fn the_signed_parameters_cannot_be_changed() {
    let good = Sent::post(Scheme::Rfc9421);
    let input = good.header("signature-input");
    for changed in [
        input.replace(KEY_ID, "https://there.example/other#main-key"),
        input.replace("created=", "nonce=\"x\";created="),
        input.replace(";alg=\"rsa-v1_5-sha256\"", ""),
        input.replace(&NOW.seconds().to_string(), &(NOW.seconds() + 1).to_string()),
    ] {
        assert_ne!(changed, input);
        assert_eq!(
            good.clone().with("signature-input", &changed).refusal(),
            "signature",
            "{changed}"
        );
    }
}
