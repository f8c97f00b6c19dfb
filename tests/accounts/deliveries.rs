//! What did not arrive, seen and decided of by whoever runs the directory.

use std::time::Duration;

use http::StatusCode;
use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::delivery::{self, Outgoing, queue};
use trenza::execute;
use trenza::id::OfferId;
use trenza::mail::{self, Letter};
use trenza::outbox::{self, Event};
use trenza::people::Role;

use crate::house::House;
use crate::my::body;

const PAGE: &str = "/office/deliveries";

impl House {
    /// Two servers refuse something, and one letter is taken by nobody.
    async fn refused(&self) {
        let node = &self.node;
        let now = node.clock.now();
        let mut tx = node.db.begin().await.unwrap();
        let (path, actor, object, kind) = ("/activities/1", "/actor", "/offers/1", "Create");
        let activity = Activity {
            path,
            kind,
            actor,
            object,
            body: "{}",
            log_number: None,
            is_direct: false,
        };
        activities::put(&mut tx, &activity, now).await.unwrap();
        let outgoing = Outgoing {
            activity: path,
            actor,
            object,
            kind,
        };
        let inboxes = ["https://oax.example/inbox", "https://bil.example/inbox"];
        let inboxes = inboxes.map(str::to_owned);
        delivery::enqueue(&mut tx, &outgoing, &inboxes, now)
            .await
            .unwrap();
        let refused = "UPDATE deliveries SET state = 'refused', finished_at = $1, \
            last_error = '[401] answered 401 Unauthorized'";
        execute!(&mut tx, sqlx::query(refused).bind(now)).unwrap();
        let letter = Letter::trial(&node.settings, now);
        mail::write(
            &mut tx,
            &node.clock,
            &node.settings,
            "x@nowhere.example",
            &letter,
        )
        .await
        .unwrap();
        let given_up = "UPDATE letters SET state = 'given-up', finished_at = $1, \
            last_error = '550 nobody of that name'";
        execute!(&mut tx, sqlx::query(given_up).bind(now)).unwrap();
        tx.commit().await.unwrap();
    }

    /// How many deliveries were refused.
    async fn count_refused(&self) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        queue::count_refused(&mut tx).await.unwrap()
    }
}

#[tokio::test]
async fn what_did_not_arrive_is_seen_with_its_reason_and_tried_again_or_given_up() {
    let house = House::new().await;
    house.refused().await;
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    let home = house.get("/office", &ana).await.body;
    let waits = "<a href=\"/office/deliveries\">What did not arrive</a> <span class=\"label\">2<";
    assert!(home.contains(waits), "{home}");
    let page = house.get(PAGE, &ana).await.body;
    for said in [
        "oax.example",
        "bil.example",
        "Something new",
        "It refuses what is sent from here (401)",
        "x@nowhere.example",
        "550 nobody of that name",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }

    let path = format!("{PAGE}/discard");
    let unsure = body(&[("host", "oax.example")]);
    let refused = house.post(&path, &unsure, &ana).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Tick that you are sure"),
        "{}",
        refused.body
    );
    assert_eq!(house.count_refused().await, 2, "nothing was given up");
    let sure = body(&[("host", "oax.example"), ("sure", "yes")]);
    let done = house.post(&path, &sure, &ana).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, PAGE));
    assert_eq!(house.count_refused().await, 1);
    let again = house.post(&path, &sure, &ana).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("nothing left to do"), "{}", again.body);

    let path = format!("{PAGE}/retry");
    for nothing in ["", "number=x", "number=999", "host=never.example"] {
        let refused = house.post(&path, nothing, &ana).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{nothing}"
        );
    }
    let mut tx = house.node.db.read().await.unwrap();
    let left = queue::refused(&mut tx, None, 9).await.unwrap();
    drop(tx);
    assert!(
        page.contains(&format!("value=\"{}\"", left[0].seq)),
        "{page}"
    );
    let one = body(&[("number", &left[0].seq.to_string())]);
    let done = house.post(&path, &one, &ana).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(house.count_refused().await, 0);
    let acts = house.get("/office/acts", &ana).await.body;
    for said in ["Gave up on deliveries", "Retried deliveries"] {
        assert!(acts.contains(said), "{said}: {acts}");
    }
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_put_aside_once_and_one_that_waits_is_not() {
    let house = House::new().await;
    house.refused().await;
    let node = &house.node;
    let mut tx = node.db.begin().await.unwrap();
    let trial = Letter::trial(&node.settings, node.clock.now());
    let to = "y@nowhere.example";
    let waiting = mail::write(&mut tx, &node.clock, &node.settings, to, &trial).await;
    let waiting = waiting.unwrap();
    tx.commit().await.unwrap();
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    let path = format!("{PAGE}/letters");
    let now = node.clock.now();
    let mut tx = node.db.read().await.unwrap();
    let given_up = mail::given_up(&mut tx, 9, now).await.unwrap();
    drop(tx);
    for nothing in ["", &waiting, "never"] {
        let form = body(&[("letter", nothing)]);
        let refused = house.post(&path, &form, &ana).await;
        let status = refused.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
        assert!(
            refused.body.contains("nothing left to do"),
            "{}",
            refused.body
        );
    }
    let form = body(&[("letter", &given_up[0].id)]);
    let done = house.post(&path, &form, &ana).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, PAGE));
    let page = house.get(PAGE, &ana).await.body;
    assert!(!page.contains("x@nowhere.example"), "{page}");
    let again = house.post(&path, &form, &ana).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut tx = node.db.read().await.unwrap();
    assert_eq!(mail::waiting(&mut tx).await.unwrap(), 1);
    drop(tx);
    let acts = house.get("/office/acts", &ana).await.body;
    let said = "Set aside an email that had been given up x@nowhere.example";
    assert!(acts.contains(said), "{acts}");
}

#[tokio::test]
async fn a_notice_that_was_given_up_is_sent_again_and_a_letter_whose_text_went_is_not() {
    let house = House::new().await;
    house.refused().await;
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    let path = format!("{PAGE}/letters/retry");
    let now = house.node.clock.now();
    let mut tx = house.node.db.begin().await.unwrap();
    let letter = mail::given_up(&mut tx, 9, now).await.unwrap().remove(0);
    assert!(letter.can_be_retried);
    let lapsed = mail::given_up(&mut tx, 9, now + Duration::from_hours(24 * 30)).await;
    assert!(!lapsed.unwrap()[0].can_be_retried, "it is of no use then");
    tx.commit().await.unwrap();
    assert!(house.get(PAGE, &ana).await.body.contains(&path));
    for nothing in ["", "never"] {
        let refused = house.post(&path, &body(&[("letter", nothing)]), &ana).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{nothing}"
        );
    }
    let form = body(&[("letter", &letter.id)]);
    let done = house.post(&path, &form, &ana).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, PAGE));
    let acts = house.get("/office/acts", &ana).await.body;
    assert!(
        acts.contains("that had been given up x@nowhere.example"),
        "{acts}"
    );

    let mut tx = house.node.db.begin().await.unwrap();
    assert_eq!(mail::waiting(&mut tx).await.unwrap(), 1);
    let emptied = "UPDATE letters SET state = 'given-up', text = ''";
    execute!(&mut tx, sqlx::query(emptied)).unwrap();
    tx.commit().await.unwrap();
    assert!(!house.get(PAGE, &ana).await.body.contains(&path));
    let refused = house.post(&path, &form, &ana).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("its text is kept no longer"),
        "{}",
        refused.body
    );
    let mut tx = house.node.db.begin().await.unwrap();
    assert_eq!(mail::waiting(&mut tx).await.unwrap(), 0);
    // What is kept goes with whom it was for.
    mail::forget_to(&mut tx, "X@nowhere.example").await.unwrap();
    assert_eq!(mail::given_up(&mut tx, 9, now).await.unwrap(), []);
}

#[tokio::test]
async fn what_could_not_be_published_is_seen_and_published_again() {
    let house = House::new().await;
    let coop = house.organization("Panadería").await;
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    let page = house.get(PAGE, &ana).await.body;
    assert!(page.contains("Everything has arrived"), "{page}");
    let mut tx = house.node.db.begin().await.unwrap();
    let now = house.node.clock.now();
    let changed = Event::OrganizationChanged(coop.id.clone());
    outbox::push(&mut tx, &changed, now).await.unwrap();
    let seq = outbox::last(&mut tx).await.unwrap().unwrap();
    outbox::set_aside(&mut tx, seq, "its name is <too> long")
        .await
        .unwrap();
    // One that is erased has no name and no page any more.
    let erased = OfferId::new(&house.node.clock);
    outbox::push(&mut tx, &Event::OfferChanged(erased.clone()), now)
        .await
        .unwrap();
    let seq = outbox::last(&mut tx).await.unwrap().unwrap();
    outbox::set_aside(&mut tx, seq, "is gone").await.unwrap();
    tx.commit().await.unwrap();
    let page = house.get(PAGE, &ana).await.body;
    assert!(!page.contains(erased.as_str()), "{page}");
    let record = format!("href=\"/office/organizations/{}\"", coop.id);
    let named = format!("{record} lang=\"es\" dir=\"auto\">Panadería</a>");
    for said in [
        "A changed record",
        &named,
        "removed in the meantime",
        "its name is &#60;too&#62; long",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let done = house.post(&format!("{PAGE}/publish"), "", &ana).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, PAGE));
    let mut tx = house.node.db.read().await.unwrap();
    assert_eq!(outbox::count_set_aside(&mut tx).await.unwrap(), 0);
}
