//! All actors of a node share the bytes of one RSA key. Another server knows them apart by
//! the key's id and owner, and so does this node with the actors of another server.

use bytes::Bytes;
use http::Method;
use serde_json::json;
use trenza::activitypub::signature::{Scheme, sign};
use url::Url;

use crate::city::City;
use crate::fediverse::{Fediverse, Manners};
use crate::tls::Authority;
use crate::tools::Npm;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_organizations_under_one_key_are_two_to_another_server() {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::behind(&authority).await;
    let manners = Manners {
        first_knock: "rfc9421",
        ..Manners::default()
    };
    let server = Fediverse::start(&npm, &authority, &manners).await;
    let cafe = city.active("Café Unión").await;
    let molino = city.active("Molino del Sur").await;
    for one in [&cafe, &molino] {
        server.follows("ana", &city.node.url(&one.path())).await;
        let offer = city.offer(one, "Un oficio").await;
        let id = city.node.url(&offer.path());
        let shown = server
            .shows(&id, "the offer arrives", |note| !note.is_null())
            .await;
        assert_eq!(shown["attributedTo"], city.node.url(&one.path()), "{shown}");
        let key = &server.received("Create", &id).await[0]["keyId"];
        assert_eq!(*key, format!("{}#main-key", city.node.url(&one.path())));
    }

    // The same bytes under the other's name: the mill signs what the café is said to say.
    let (cafe_id, molino_id) = (city.node.url(&cafe.path()), city.node.url(&molino.path()));
    for (number, scheme) in [Scheme::Cavage, Scheme::Rfc9421].into_iter().enumerate() {
        let note = city.node.url(&format!("/offers/forged-{number}"));
        let forged = |by: &str| {
            json!({
                "@context": "https://www.w3.org/ns/activitystreams",
                "id": city.node.url(&format!("/activities/{number}-{}", by.len())),
                "type": "Create",
                "actor": by,
                "to": "https://www.w3.org/ns/activitystreams#Public",
                "object": {"id": note, "type": "Note", "attributedTo": by, "content": "Said"},
            })
        };
        let status = post(&city, &server, scheme, &molino_id, &forged(&cafe_id)).await;
        assert_eq!(status, 401, "{scheme:?}");
        assert!(server.state().await["notes"][&note].is_null(), "{scheme:?}");
        // The twin that differs in the actor alone is taken.
        let status = post(&city, &server, scheme, &molino_id, &forged(&molino_id)).await;
        assert_eq!(status, 202, "{scheme:?}");
        let state = server.state().await;
        assert_eq!(state["notes"][&note]["attributedTo"], molino_id, "{state}");
    }
}

/// Posts an activity to the server's inbox, signed with the node's key in somebody's name.
async fn post(
    city: &City,
    server: &Fediverse,
    scheme: Scheme,
    signer: &str,
    activity: &serde_json::Value,
) -> u16 {
    let url = Url::parse(&server.inbox()).unwrap();
    let body = Bytes::from(activity.to_string());
    let (key, key_id) = (
        city.node.keys.rsa_of("/actor"),
        format!("{signer}#main-key"),
    );
    let now = city.node.clock.now();
    let headers = sign(scheme, &key, &key_id, &Method::POST, &url, Some(&body), now).unwrap();
    #[expect(clippy::disallowed_methods, reason = "a forger's client")]
    let request = reqwest::Client::new().post(url).headers(headers).body(body);
    let request = request.header("content-type", "application/activity+json");
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_of_another_server_speaks_for_a_neighbour() {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::behind(&authority).await;
    let cafe = city.active("Café Unión").await;
    let actor = city.node.url(&cafe.path());
    for first_knock in ["rfc9421", "draft-cavage-http-signatures-12"] {
        let manners = Manners {
            first_knock,
            ..Manners::default()
        };
        let server = Fediverse::start(&npm, &authority, &manners).await;
        let before = city.followers(&cafe.path()).await;
        let ask = json!({"as": "ana", "whom": "beto", "actor": actor});
        let sent = server.does("impersonate", ask).await;
        assert_eq!(sent["isTaken"], false, "{sent}");
        assert_eq!(sent["status"], 401, "{sent}");
        // Whoever speaks for themselves is heard, and comes after the false one.
        server.follows("ana", &actor).await;
        assert_eq!(city.followers(&cafe.path()).await, before + 1);
    }
}
