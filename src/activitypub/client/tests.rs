//! Redirections and names, as a node of the open internet meets them.

use super::*;
use crate::activitypub::keys::Algorithm;
use crate::clock::Timestamp;

fn client(reach: Reach) -> Client {
    let signer = Signer {
        key_id: "https://oax.example/actor#main-key".to_owned(),
        key: PrivateKey::generate(Algorithm::Ed25519).unwrap(),
    };
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    Client::new(reach, "https://oax.example", signer, clock).unwrap()
}

fn hop(client: &Client, from: &str, location: &str) -> Option<String> {
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, HeaderValue::from_str(location).unwrap());
    let from = Url::parse(from).unwrap();
    client.next_hop(&from, &headers).ok().map(String::from)
}

#[tokio::test]
async fn a_redirection_stays_on_the_open_internet() {
    let client = client(Reach::Internet);
    let from = "https://a.example/actor";
    for (location, expected) in [
        ("/other", "https://a.example/other"),
        ("//b.example/actor#key", "https://b.example/actor"),
        ("https://b.example/actor", "https://b.example/actor"),
    ] {
        assert_eq!(hop(&client, from, location).as_deref(), Some(expected));
    }
    for location in [
        "http://a.example/actor",
        "https://127.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://2130706433/",
        "https://localhost/",
        "https://user:word@b.example/",
        "https://b.example./",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ] {
        assert_eq!(hop(&client, from, location), None, "{location}");
    }
}

#[tokio::test]
async fn a_redirection_does_not_leave_https_even_where_plain_http_is_allowed() {
    let client = client(Reach::InsecureLoopback);
    let (plain, safe) = ("http://a.localhost/actor", "https://a.localhost/actor");
    assert_eq!(hop(&client, safe, plain), None);
    assert!(hop(&client, plain, plain).is_some());
    assert!(hop(&client, plain, safe).is_some());
}

#[tokio::test]
async fn a_name_that_leads_behind_the_walls_is_a_definite_failure() {
    let client = client(Reach::Internet);
    let url = Url::parse("https://mallory.localhost/inbox").unwrap();
    let signer = client.0.signer.clone();
    let posted = client.post(&url, Scheme::Rfc9421, &signer, Bytes::new());
    let failure = posted.await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Definite);
    assert!(failure.reason.contains("not public"), "{failure}");
}
