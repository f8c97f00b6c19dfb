//! A directory that an office adds by its address.

use http::StatusCode;
use serde_json::json;
use trenza::activitypub::discovery::APPLICATION;
use trenza::federation::peering;

use crate::reader::Town;
use crate::server::typed;

#[tokio::test]
async fn whoever_adds_a_directory_again_is_answered_by_it_and_not_from_memory() {
    let town = Town::open().await;
    let url = |path: &str| town.server.url("lyon", path);
    let (base, id) = (url("/"), url("/actor"));
    let links = json!({"links": [{"rel": APPLICATION, "href": id}]}).to_string();
    town.server
        .answers(&url("/.well-known/nodeinfo"), move |_| {
            typed("application/json", links.clone())
        });
    town.server.refuses(&id, StatusCode::NOT_FOUND);
    for _ in 0..2 {
        let refused = peering::add(&town.node, &base).await.unwrap_err();
        let said = refused.to_string();
        assert!(said.contains("404") && said.contains(&id), "{said}");
    }
    assert_eq!(town.server.asked_for(&id), 2);

    // It is mended within the same minute, and then renamed.
    let mut actor = json!({
        "id": id,
        "type": "Application",
        "inbox": url("/inbox"),
        "registryLog": url("/log"),
    });
    town.server.serves(&actor);
    let added = peering::add(&town.node, &base).await.unwrap();
    assert_eq!((added.id, added.name), (id.clone(), None));
    actor["name"] = json!("Lyon");
    town.server.serves(&actor);
    let seen = peering::probe(&town.node, &base).await.unwrap();
    assert_eq!(seen.name.as_deref(), Some("Lyon"));
}

#[tokio::test]
async fn whoever_adds_no_directory_is_told_the_address_that_was_asked() {
    let town = Town::open().await;
    let base = town.server.url("nobody", "/");
    let refused = peering::add(&town.node, &base).await.unwrap_err();
    let said = refused.to_string();
    let asked = town.server.url("nobody", "/.well-known/nodeinfo");
    assert!(said.contains(&asked), "{said}");
}
