//! What visitors say is wrong in a record: the office reads it once the address that was named
//! says that it wrote this.

use http::StatusCode;
use trenza::people::{Role, amendments};

use crate::house::House;
use crate::my::body;

impl House {
    async fn amendments(&self) -> Vec<amendments::Amendment> {
        let mut tx = self.node.db.read().await.unwrap();
        amendments::waiting(&mut tx).await.unwrap()
    }
}

#[tokio::test]
async fn what_a_visitor_says_waits_for_the_office_once_their_address_says_so() {
    let house = House::new().await;
    let coop = house.organization("Panadería").await;
    let form = format!("{}/amend", coop.path());
    let said = [
        ("wish", "correct"),
        ("text", "La calle <b> es otra"),
        ("mail", "ana@prueba.example"),
    ];
    let sent = house.post(&form, &body(&said), "").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    house.send_letters().await;
    let letter = house.postbox.letters().remove(0);
    assert!(!letter.contains("La calle"), "{letter}");
    let link = house.link_of_last_letter();
    let link = link.strip_prefix("https://directory.example").unwrap();
    let page = house.get(link, "").await;
    assert!(page.body.contains("La calle"), "{}", page.body);
    assert!(!page.body.contains("<b>"), "{}", page.body);
    assert!(house.amendments().await.is_empty(), "looking says nothing");

    // The link says nothing of another record.
    let other = house.organization("Molino").await;
    let astray = link.replace(&coop.path(), &other.path());
    for path in [&*astray, &format!("{form}/trz_wrong")] {
        let answer = house.post(path, "", "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(house.amendments().await.is_empty());

    for _ in 0..2 {
        let done = house.post(link, "", "").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }
    let waiting = house.amendments().await;
    assert_eq!(waiting.len(), 1);
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let seen = body(&[("amendment", waiting[0].id.as_str())]);
    house.post("/office/amendments", &seen, &eva).await;
    assert!(house.amendments().await.is_empty());
    assert_eq!(house.get(link, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_no_address_says_is_its_own_keeps_nobody_away_and_is_forgotten() {
    let house = House::new().await;
    let coop = house.organization("Panadería").await;
    let (db, clock) = (&house.node.db, &house.node.clock);
    let say = async |mail: &str, asks| {
        let mut tx = db.begin().await.unwrap();
        let on = (&coop.id, amendments::Wish::Correct);
        let said = amendments::say(&mut tx, clock, on, "x", (mail, "es"), asks).await;
        tx.commit().await.unwrap();
        clock.advance(std::time::Duration::from_mins(1));
        said
    };
    let confirm = async |secret: &str| {
        let mut tx = db.begin().await.unwrap();
        let confirmed = amendments::confirm(&mut tx, clock, &coop.id, secret).await;
        tx.commit().await.unwrap();
        confirmed.is_ok()
    };
    let first = say("ana@x.example", true).await.unwrap().unwrap();
    for number in 0..30 {
        let invented = format!("a{number}@x.example");
        say(&invented, true).await.unwrap();
    }
    assert!(!confirm(&first).await, "the oldest gave way");
    let late = say("ana@x.example", true).await.unwrap().unwrap();
    for _ in 0..4 {
        say("ana@x.example", true).await.unwrap();
    }
    assert!(confirm(&late).await);

    // What waits for the office does not give way.
    for number in 1..20 {
        say(&format!("b{number}@x.example"), false).await.unwrap();
    }
    let full = say("eva@x.example", true).await;
    assert!(full.is_err(), "{full:?}");
    assert_eq!(house.amendments().await.len(), 20);

    clock.advance(std::time::Duration::from_hours(3 * 24));
    let mut tx = db.begin().await.unwrap();
    let forgotten = trenza::people::prune(&mut tx, clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(forgotten >= 4, "{forgotten}");
    assert_eq!(house.amendments().await.len(), 20);
}
