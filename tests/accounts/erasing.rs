//! The office sees everything of a record, and erases it for good.

use http::StatusCode;
use trenza::people::Role;
use trenza::registry::{self, Organization};

use crate::house::{Answer, House, WORD};
use crate::my::{body, coop};

impl House {
    async fn stands(&self, coop: &Organization) -> bool {
        let mut tx = self.node.db.read().await.unwrap();
        registry::get(&mut tx, &coop.id).await.is_ok()
    }

    async fn erases(&self, coop: &Organization, cookie: &str, said: [&str; 2]) -> Answer {
        let [handle, confirm] = said;
        let sent = body(&[("handle", handle), ("confirm", confirm)]);
        let form = format!("/office/organizations/{}/erase", coop.id);
        self.post(&form, &sent, cookie).await
    }
}

#[tokio::test]
async fn the_office_sees_who_represents_it_what_it_offers_and_where_its_values_come_from() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    house.offers(&coop).await;
    let leo = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    let own = format!("/office/organizations/{}", coop.id);
    let page = house.get(&own, &leo).await.body;
    let shown = [
        "presidenta",
        "mailto:ana@coop.example",
        "/office/people/",
        "Molino",
        "Where each value comes from",
        "Café Unión (es)",
        "Cooperative",
    ];
    for shown in shown {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    // Registrars do not see mail addresses of people.
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let page = house.get(&own, &eva).await.body;
    assert!(page.contains("presidenta"), "{page}");
    assert!(!page.contains("ana@coop.example"), "{page}");
    assert!(!page.contains("/office/people/"), "{page}");
}

#[tokio::test]
async fn a_record_is_erased_with_its_name_and_the_password_and_by_nobody_else() {
    let house = House::new().await;
    let (coop, ana) = coop(&house).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let form = format!("/office/organizations/{}/erase", coop.id);
    let page = house.get(&form, &eva).await.body;
    for shown in [
        "withdrawn everywhere",
        "One person represents it",
        &*coop.handle,
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    for (said, field) in [
        (["", WORD], "handle"),
        (["another", WORD], "handle"),
        ([&*coop.handle, ""], "confirm"),
        ([&*coop.handle, "guess"], "confirm"),
    ] {
        let refused = house.erases(&coop, &eva, said).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said:?}");
        let wrong = format!("id=\"{field}-wrong\"");
        assert!(refused.body.contains(&wrong), "{said:?}: {}", refused.body);
    }
    let foreign = house.erases(&coop, &ana, [&*coop.handle, WORD]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{}", foreign.body);
    assert!(house.stands(&coop).await);

    let handle = format!("@{}", coop.handle);
    let done = house.erases(&coop, &eva, [&handle, WORD]).await;
    assert_eq!(done.to(), "/office/organizations", "{}", done.body);
    // A second click finds nothing, and is no act of its own.
    let again = house.erases(&coop, &eva, [&handle, WORD]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "{}", again.body);
    assert!(!house.stands(&coop).await);
    house.send_letters().await;
    let letters = house.postbox.letters();
    let told = letters
        .iter()
        .filter(|one| one.contains("To: ana@coop.example"));
    assert_eq!(told.count(), 1, "{letters:?}");
    let acts = house.get("/office/acts", &eva).await.body;
    assert_eq!(
        acts.matches("Erased a record for good").count(),
        1,
        "{acts}"
    );
}
