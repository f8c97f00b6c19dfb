//! Accounts made by commands.

use http::StatusCode;
use trenza::activitypub::restrictions;
use trenza::error::Error;
use trenza::people::{Role, acts};

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
        acts.text.contains("admin create") && acts.text.contains("ana@city.example"),
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

#[tokio::test]
async fn what_was_done_is_read_by_the_office_and_mail_addresses_by_admins_alone() {
    let house = House::new().await;
    let admin = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    let registrar = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let create = ["admin", "create", "ana@city.example", "--name", "Ana"];
    house.office(&create).await.unwrap();
    house
        .post("/office/blocks", "subject=spam.example", &admin)
        .await;
    let page = house.get("/office/acts", &admin).await;
    for shown in [
        "Invited somebody to the office",
        "Command line of the server",
        "ana@city.example",
        "leo@city.example",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let page = house.get("/office/acts", &registrar).await;
    assert!(
        page.body.contains("Kept a server or account out"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("@city.example"), "{}", page.body);
}

#[tokio::test]
async fn every_act_is_reached_page_by_page() {
    let house = House::new().await;
    let admin = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    let mut tx = house.node.db.begin().await.unwrap();
    for number in 0..230 {
        let what = format!("act {number:03}.");
        acts::record_command(&mut tx, &what, None, house.node.clock.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let (mut path, mut seen) = ("/office/acts".to_owned(), String::new());
    for _ in 0..3 {
        let page = house.get(&path, &admin).await;
        seen.push_str(&page.body);
        let next = page.body.split("rel=\"next\" href=\"").nth(1);
        path = next
            .map_or("", |rest| rest.split('"').next().unwrap())
            .to_owned();
    }
    assert_eq!(path, "", "the third page is the last");
    for number in 0..230 {
        let what = format!("act {number:03}.");
        assert_eq!(seen.matches(&what).count(), 1, "{what}");
    }
    let some = house
        .office(&["admin", "acts", "--limit", "2"])
        .await
        .unwrap();
    let last = some.json[1]["seq"].to_string();
    let rest = ["admin", "acts", "--before", &last, "--limit", "1000"];
    let rest = house.office(&rest).await.unwrap();
    assert_eq!(rest.json.as_array().unwrap().len(), 228);
}

#[tokio::test]
async fn a_deed_and_its_act_outlive_the_browser() {
    let house = House::new().await;
    let admin = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    // Where one writer works at a time, the deed waits for this one.
    let held = house.node.db.begin().await.unwrap();
    let asking = house.asking("/office/blocks", "subject=spam.example", &admin);
    let asking = tokio::spawn(asking);
    let deeds = &house.node.deeds;
    while deeds.is_empty() && !asking.is_finished() {
        tokio::task::yield_now().await;
    }
    asking.abort();
    drop(asking.await);
    drop(held);
    deeds.close();
    deeds.wait().await;
    let mut tx = house.node.db.read().await.unwrap();
    let blocked = restrictions::list(&mut tx).await.unwrap();
    assert_eq!(blocked.len(), 1);
    let acts = acts::list(&mut tx, None, 1).await.unwrap();
    assert_eq!(acts[0].what, "POST /office/blocks");
    assert_eq!(acts[0].mail.as_deref(), Some("leo@city.example"));
}
