//! The office is told by letter what visitors say is wrong in records.

use std::time::Duration;

use trenza::news;
use trenza::people::{Role, amendments};
use trenza::registry::Organization;

use crate::house::House;
use crate::my::body;

impl House {
    /// A visitor says that something is wrong, and their address that it wrote this.
    async fn amended(&self, coop: &Organization, mail: &str) {
        self.says_wrong(coop, mail).await;
        self.send_letters().await;
        let link = self.link_of_last_letter();
        let link = link.strip_prefix("https://directory.example").unwrap();
        let done = self.post(link, "", "").await;
        assert!(done.status.is_success(), "{}", done.body);
    }

    async fn says_wrong(&self, coop: &Organization, mail: &str) {
        let sent = [
            ("wish", "correct"),
            ("text", "La calle es otra"),
            ("mail", mail),
        ];
        let form = format!("{}/amend", coop.path());
        let done = self.post(&form, &body(&sent), "").await;
        assert!(done.status.is_success(), "{}", done.body);
    }

    /// What was told to the office so far: to whom, and in how many letters.
    async fn told(&self) -> Vec<String> {
        while news::step(&self.node).await.unwrap() {}
        self.send_letters().await;
        let all = self.postbox.letters().into_iter();
        all.filter(|letter| letter.contains("/office/amendments"))
            .collect()
    }
}

#[tokio::test]
async fn the_office_is_told_once_a_day_of_what_is_wrong_in_records() {
    let house = House::new().await;
    let coop = house.organization("Panadería").await;
    house
        .account("eva@city.example", Some(Role::Registrar))
        .await;
    house.account("ines@coop.example", None).await;
    house.says_wrong(&coop, "z@vecinas.example").await;
    assert!(house.told().await.is_empty(), "its address is silent");

    house.amended(&coop, "a@vecinas.example").await;
    house.amended(&coop, "b@vecinas.example").await;
    let told = house.told().await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("To: eva@city.example"), "{told:?}");
    assert!(told[0].contains("Subject: 2 reported mistakes"), "{told:?}");
    assert!(!told[0].contains("vecinas"), "{told:?}");

    house.node.clock.advance(Duration::from_hours(1));
    house.amended(&coop, "c@vecinas.example").await;
    assert_eq!(house.told().await.len(), 1, "once a day");
    house.node.clock.advance(Duration::from_hours(23));
    let told = house.told().await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].contains("Subject: 3 reported mistakes"), "{told:?}");

    house.node.clock.advance(Duration::from_hours(48));
    assert_eq!(house.told().await.len(), 2, "nothing came since");
}

#[tokio::test]
async fn what_the_office_saw_to_before_the_letter_is_not_told() {
    let house = House::new().await;
    let coop = house.organization("Panadería").await;
    house
        .account("eva@city.example", Some(Role::Registrar))
        .await;
    house.amended(&coop, "a@vecinas.example").await;
    let mut tx = house.node.db.begin().await.unwrap();
    for one in amendments::waiting(&mut tx).await.unwrap() {
        amendments::settle(&mut tx, &one.id).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(house.told().await.is_empty());
}
