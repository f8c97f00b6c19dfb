//! Redirections and names, as a node of the open internet meets them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::dns::Resolve as _;

use super::*;
use crate::activitypub::keys::Algorithm;
use crate::clock::Timestamp;

fn client(reach: Reach) -> Client {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    named(reach, resolver::of_machine(), &key)
}

/// A client for which somebody else says what addresses names have.
fn named(reach: Reach, lookup: Lookup, key: &PrivateKey) -> Client {
    let signer = Signer {
        key_id: "https://oax.example/actor#main-key".to_owned(),
        key: key.clone(),
    };
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    Client::with_names(reach, "https://oax.example", signer, clock, lookup).unwrap()
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
        "https://0177.0.0.1/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://0/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::]/",
        "https://[::1]/",
        "https://[fc00::1]/",
        "https://[fe80::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://localhost/",
        "https://user:word@b.example/",
        "https://b.example./",
        "file:///etc/passwd",
        "data:application/activity+json,{}",
        "gopher://a.example/",
        "javascript:alert(1)",
    ] {
        assert_eq!(hop(&client, from, location), None, "{location}");
    }
}

/// Whoever answers for a name may give a public address at first, and several at once: what
/// is connected to is judged, however the request is signed.
#[tokio::test]
async fn a_name_that_changes_its_mind_or_has_two_leads_nobody_behind_the_walls() {
    let behind = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = behind.local_addr().unwrap().port();
    let answers: [&[&str]; 7] = [
        &["127.0.0.1"],
        &["9.9.9.9", "127.0.0.1"],
        &["127.0.0.1", "9.9.9.9"],
        &["2620:fe::fe", "::1"],
        &["2620:fe::fe", "::ffff:127.0.0.1"],
        &["10.0.0.1", "169.254.169.254"],
        &["64:ff9b::7f00:1"],
    ];
    for (scheme, algorithm) in [
        (Scheme::Cavage, Algorithm::Rsa),
        (Scheme::Rfc9421, Algorithm::Ed25519),
    ] {
        let key = PrivateKey::generate(algorithm).unwrap();
        for private in answers {
            let asked = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&asked);
            let lookup: Lookup = Box::new(move |_name| {
                let first = count.fetch_add(1, Ordering::SeqCst) == 0;
                let given = if first { &["9.9.9.9"][..] } else { private };
                let of = |text: &&str| SocketAddr::new(text.parse().unwrap(), 0);
                let given: Vec<SocketAddr> = given.iter().map(of).collect();
                Box::pin(async move { Ok(given) })
            });
            let guarded = GuardedResolver {
                reach: Reach::Internet,
                lookup,
            };
            let name = "rebind.example";
            let first = guarded.resolve(name.parse().unwrap()).await;
            assert!(first.is_ok(), "{private:?}: the first answer is a good one");
            let client = named(Reach::Internet, guarded.lookup, &key);
            let url = Url::parse(&format!("https://{name}:{port}/inbox")).unwrap();
            let signer = client.signer();
            let posted = client.post(&url, scheme, &signer, Bytes::new()).await;
            client.0.schemes.insert(authority(&url), scheme);
            let fetched = client.fetch(&url, "*/*", Bounds::requests(3)).await;
            for failure in [posted.unwrap_err(), fetched.unwrap_err()] {
                assert_eq!(failure.kind, FailureKind::Definite, "{private:?}");
                assert!(failure.reason.contains("not public"), "{failure}");
            }
            assert_eq!(asked.load(Ordering::SeqCst), 3, "it is asked each time");
        }
    }
    // Nobody knocked: what waits would be accepted at once.
    let knocked = futures::FutureExt::now_or_never(behind.accept());
    assert!(knocked.is_none(), "the node connected to loopback");
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
    let signer = client.signer();
    let posted = client.post(&url, Scheme::Rfc9421, &signer, Bytes::new());
    let failure = posted.await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Definite);
    assert!(failure.reason.contains("not public"), "{failure}");
}
