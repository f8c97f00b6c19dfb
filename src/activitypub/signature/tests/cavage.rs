//! What is particular to draft-cavage signatures.

use super::*;

const FULL: &str = "(request-target) host date digest";

/// Signs a post by hand: `headers` is what the signature covers, `parameters` come before
/// them, and `target` is what the signer took for the request's target.
fn by_hand(parameters: &str, headers: &str, target: &str) -> Sent {
    let sent = Sent::post(Scheme::Cavage).with("x-note", "hello");
    let base = headers.split(' ').map(|name| match name {
        "(request-target)" => format!("{name}: {target}"),
        "(created)" | "(expires)" => {
            let parameter = name.trim_matches(['(', ')']);
            let value = parameters
                .split_once(&format!("{parameter}="))
                .map_or("", |(_, v)| v);
            format!("{name}: {}", value.split(',').next().unwrap_or_default())
        }
        header => format!("{header}: {}", sent.header(header)),
    });
    let base = base.collect::<Vec<_>>().join("\n");
    let signature = BASE64.encode(RSA.sign(base.as_bytes()).expect("signs"));
    let value = format!("{parameters},headers=\"{headers}\",signature=\"{signature}\"");
    sent.with("signature", &value)
}

fn covering(headers: &str) -> Sent {
    by_hand(&format!("keyId=\"{KEY_ID}\""), headers, "post /inbox")
}

fn stating(parameters: &str) -> Sent {
    by_hand(
        &format!("keyId=\"{KEY_ID}\",{parameters}"),
        FULL,
        "post /inbox",
    )
}

#[test]
fn the_full_set_is_accepted_in_any_order_and_with_more() {
    for headers in [
        FULL,
        "digest date host (request-target)",
        &format!("{FULL} x-note"),
    ] {
        covering(headers).judge().expect("accepted");
    }
}

#[test]
fn leaving_anything_out_is_refused() {
    for headers in [
        "digest",
        "date",
        "(request-target)",
        "host date digest",
        "(request-target) date digest",
        "(request-target) host digest",
        "(request-target) host date",
    ] {
        assert_eq!(covering(headers).refusal(), "not-covered", "{headers}");
    }
}

#[test]
fn an_absent_list_of_headers_is_not_taken_for_the_date() {
    let sent = Sent::post(Scheme::Cavage);
    let value = sent.header("signature").replace("headers=", "heads=");
    assert_eq!(
        sent.with("signature", &value).refusal(),
        "signature-malformed"
    );
}

#[test]
fn rsa_with_sha_256_is_accepted_under_its_names_and_nothing_else() {
    for algorithm in ["rsa-sha256", "hs2019"] {
        stating(&format!("algorithm=\"{algorithm}\""))
            .judge()
            .expect("accepted");
    }
    covering(FULL).judge().expect("without a name");
    for algorithm in [
        "",
        "none",
        "rsa-sha1",
        "rsa-sha512",
        "hmac-sha256",
        "RSA-SHA256",
        "ed25519",
    ] {
        let refused = stating(&format!("algorithm=\"{algorithm}\"")).refusal();
        assert_eq!(refused, "algorithm", "{algorithm}");
    }
}

#[test]
fn this_scheme_is_not_signed_with_ed25519() {
    let url = Url::parse("https://here.example/inbox").expect("a URL");
    let made = sign(
        Scheme::Cavage,
        &ED25519,
        KEY_ID,
        &Method::POST,
        &url,
        Some(BODY),
        NOW,
    );
    assert!(made.is_err());
}

#[test]
fn a_moment_of_creation_may_stand_for_the_date_when_it_is_signed() {
    let created = |at: i64, headers| {
        let seconds = at / 1000;
        by_hand(
            &format!("keyId=\"{KEY_ID}\",created={seconds}"),
            headers,
            "post /inbox",
        )
    };
    let headers = "(request-target) (created) host digest";
    created(NOW.0, headers)
        .without("date")
        .judge()
        .expect("accepted");
    for at in [NOW.0 - 2 * HOUR, NOW.0 + 2 * HOUR, i64::MIN, i64::MAX] {
        assert_eq!(
            created(at, headers).without("date").refusal(),
            "stale",
            "{at}"
        );
    }
    assert_eq!(
        created(NOW.0, "(request-target) host digest").refusal(),
        "not-covered"
    );
    assert_eq!(covering(headers).refusal(), "signature-malformed");
}

#[test]
fn expiry_is_heeded_signed_or_not() {
    let seconds = NOW.seconds();
    stating(&format!("expires={}", seconds + 30))
        .judge()
        .expect("accepted");
    for expires in [seconds - 1, seconds, 0, -5] {
        assert_eq!(stating(&format!("expires={expires}")).refusal(), "expired");
        let parameters = format!("keyId=\"{KEY_ID}\",expires={expires}");
        let headers = format!("{FULL} (expires)");
        assert_eq!(
            by_hand(&parameters, &headers, "post /inbox").refusal(),
            "expired"
        );
    }
    assert_eq!(stating("expires=soon").refusal(), "signature-malformed");
}

#[test]
fn whoever_reads_may_leave_the_query_out_of_the_target_but_not_change_it() {
    let signed_as = |target: &str| {
        let mut sent = by_hand(
            &format!("keyId=\"{KEY_ID}\""),
            "(request-target) host date",
            target,
        );
        sent.method = Method::GET;
        sent.path_and_query = "/o/1?page=1".to_owned();
        sent.body = None;
        sent.refusal()
    };
    assert_eq!(signed_as("get /o/1?page=1"), "accepted");
    assert_eq!(signed_as("get /o/1"), "accepted");
    for target in ["get /o/1?page=2", "get /o/1?", "post /o/1", "get /o/2"] {
        assert_eq!(signed_as(target), "signature", "{target}");
    }
}

#[test]
fn what_is_sent_counts_with_the_query_that_was_signed_alone() {
    let signed_as = |target: &str| {
        let mut sent = by_hand(&format!("keyId=\"{KEY_ID}\""), FULL, target);
        sent.path_and_query = "/inbox?a=1".to_owned();
        sent.refusal()
    };
    assert_eq!(signed_as("post /inbox?a=1"), "accepted");
    for target in [
        "post /inbox",
        "post /inbox?a=2",
        "post /inbox?",
        "get /inbox",
        "post /other",
        "POST /inbox",
    ] {
        assert_eq!(signed_as(target), "signature", "{target}");
    }
}

#[test]
fn a_signed_header_that_is_absent_is_refused() {
    let sent = covering(&format!("{FULL} x-note")).without("x-note");
    assert_eq!(sent.refusal(), "header-missing");
}

#[test]
fn a_signature_header_with_two_readings_is_refused() {
    let good = Sent::post(Scheme::Cavage).header("signature");
    for bad in [
        String::new(),
        "Signature".to_owned(),
        format!("{good},"),
        format!("{good},keyId=\"https://other.example/key\""),
        format!("{good},keyid=\"https://other.example/key\""),
        format!("keyId=\"https://other.example/key\",{good}"),
        good.replace("host date", "host host date"),
        good.replace("host date", "host  date"),
        good.replace("host date", "Host date"),
        good.replace("\",", "\" "),
        good.replace("actor#main-key\"", "actor\\\"#main-key\""),
        good.replace("#main-key\"", "#main-key"),
        good.replace(KEY_ID, ""),
        good.replace(KEY_ID, &"k".repeat(5000)),
        good.replace("signature=\"", "signature=\"*"),
        good.replace("(request-target) ", &"x ".repeat(40)),
        format!("Signature {good}"),
    ] {
        let refused = Sent::post(Scheme::Cavage).with("signature", &bad).refusal();
        assert_eq!(refused, "signature-malformed", "{bad}");
    }
}

#[test]
fn spaces_after_commas_are_tolerated() {
    let sent = Sent::post(Scheme::Cavage);
    let spaced = sent.header("signature").replace(',', ", ");
    sent.with("signature", &spaced).judge().expect("accepted");
}
