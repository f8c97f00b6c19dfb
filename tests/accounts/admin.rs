//! Accounts made by commands.

use http::StatusCode;
use trenza::error::Error;
use trenza::people::Role;

use crate::house::{House, WORD};

fn path(link: &serde_json::Value) -> &str {
    let link = link.as_str().unwrap();
    link.strip_prefix("https://directory.example").unwrap()
}

#[tokio::test]
async fn an_admin_is_made_and_let_in_again_by_links_that_are_shown_once() {
    let house = House::new().await;
    let create = ["admin", "create", "ana@city.example", "--name", "Ana"];
    let made = house.office(&create).await.unwrap();
    assert_eq!(made.json["account"]["role"], "admin");
    let password = format!("password={}", WORD.replace(' ', "+"));
    let done = house.post(path(&made.json["link"]), &password, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let reset = ["admin", "reset-password", "ana@city.example"];
    let reset = house.office(&reset).await.unwrap();
    let ended = house.post(path(&made.json["link"]), &password, "").await;
    assert_eq!(ended.status, StatusCode::NOT_FOUND);
    let new = house
        .post(
            path(&reset.json["link"]),
            "password=siete+peces+cantan+tarde",
            "",
        )
        .await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
    let listed = house.office(&["admin", "list"]).await.unwrap();
    assert!(listed.text.contains("ana@city.example"), "{}", listed.text);
    let acts = house.office(&["admin", "acts"]).await.unwrap();
    assert!(
        acts.text.contains("admin create ana@city.example"),
        "{}",
        acts.text
    );
    for wrong in [
        ["admin", "reset-password", "eva@city.example"],
        ["admin", "remove", "eva@city.example"],
    ] {
        let refused = house.office(&wrong).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{wrong:?}");
    }
    let only = house.office(&["admin", "demote", "ana@city.example"]).await;
    assert!(matches!(only, Err(Error::Conflict(_))));
    let bad = house
        .office(&["admin", "create", "ana", "--name", "Ana"])
        .await;
    assert!(matches!(bad, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn somebody_acts_for_an_organization_until_the_office_ends_it() {
    let house = House::new().await;
    let coop = house.organization("Café").await;
    let cookie = house
        .signed_in("ana@coop.example", Some(Role::Registrar))
        .await;
    let represent = [
        "admin",
        "represent",
        "ana@coop.example",
        "--name",
        "Ana",
        "--org",
        &coop.handle,
        "--function",
        "vocal",
    ];
    house.office(&represent).await.unwrap();
    let page = house.get("/account", &cookie).await;
    assert!(
        page.body.contains(&format!("/my/{}", coop.id)),
        "{}",
        page.body
    );
    let end = [
        "admin",
        "unrepresent",
        "ana@coop.example",
        "--org",
        &coop.handle,
    ];
    house.office(&end).await.unwrap();
    assert!(matches!(house.office(&end).await, Err(Error::NotFound(_))));
    let page = house.get("/account", &cookie).await;
    assert!(!page.body.contains(&format!("/my/{}", coop.id)));
}
