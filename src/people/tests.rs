//! Accounts, links and sessions: what opens, what does not, and what ends it.

use std::time::Duration;

use super::*;
use crate::id::SessionId;
use crate::registry::{self, Draft as Record};
use crate::store::Db;
use crate::store::testing::fresh;
use crate::vocabulary::EntityType;

struct House {
    db: Db,
    clock: Clock,
    _dir: tempfile::TempDir,
}

async fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    House {
        db: fresh(dir.path()).await.unwrap(),
        clock: Clock::fixed(Timestamp::from_seconds(1_790_000_000)),
        _dir: dir,
    }
}

fn draft(mail: &str) -> Draft {
    Draft {
        mail: mail.to_owned(),
        name: "Ana Ruiz".to_owned(),
        language: "es".to_owned(),
    }
}

impl House {
    async fn account(&self, mail: &str, role: Option<Role>) -> Account {
        let mut tx = self.db.begin().await.unwrap();
        let made = add(&mut tx, &self.clock, draft(mail), role, None).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    async fn sign_in(&self, account: &Account) -> String {
        let mut tx = self.db.begin().await.unwrap();
        let secret = session::begin(&mut tx, &self.clock, &account.id, "Firefox\r\nX").await;
        tx.commit().await.unwrap();
        secret.unwrap()
    }

    async fn person(&self, secret: &str) -> Option<Person> {
        let mut tx = self.db.read().await.unwrap();
        session::find(&mut tx, &self.clock, secret).await.unwrap()
    }
}

#[tokio::test]
async fn an_address_has_one_account_in_whatever_case_it_is_written() {
    let house = house().await;
    let ana = house.account("Ana@Coop.example", None).await;
    let mut tx = house.db.begin().await.unwrap();
    let (found, hash) = by_mail(&mut tx, " ana@coop.EXAMPLE ")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.id, hash), (ana.id, None));
    let again = add(&mut tx, &house.clock, draft("ana@coop.example"), None, None).await;
    assert!(matches!(again, Err(Error::AlreadyExists(_))));
    for wrong in [
        draft("ana"),
        draft("ana@coop.example\nBcc: x@y.example"),
        Draft {
            name: " ".to_owned(),
            ..draft("b@coop.example")
        },
        Draft {
            language: "español".to_owned(),
            ..draft("b@coop.example")
        },
        Draft {
            name: "x".repeat(201),
            ..draft("b@coop.example")
        },
    ] {
        let refused = add(&mut tx, &house.clock, wrong.clone(), None, None).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{wrong:?}");
    }
    assert_eq!(list(&mut tx).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_password_opens_by_itself_alone_and_is_kept_as_a_hash() {
    let hasher = password::Hasher::default();
    let word = "cuatro lunas comen cal";
    let hash = hasher.hash(word).await.unwrap();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    assert_ne!(hash, hasher.hash(word).await.unwrap(), "each has its salt");
    assert!(hasher.verify(word, Some(&hash)).await.unwrap());
    assert!(
        !hasher
            .verify("cuatro lunas comen sal", Some(&hash))
            .await
            .unwrap()
    );
    assert!(!hasher.verify(word, None).await.unwrap());
}

#[tokio::test]
async fn a_link_is_used_once_and_in_time_and_for_what_it_is() {
    use link::Purpose::{NewPassword, SignIn};
    let house = house().await;
    let ana = house.account("ana@coop.example", None).await;
    let mut tx = house.db.begin().await.unwrap();
    let clock = &house.clock;
    let (earlier, _) = link::make(&mut tx, clock, SignIn, Some(&ana.id))
        .await
        .unwrap();
    let (new, _) = link::make(&mut tx, clock, SignIn, Some(&ana.id))
        .await
        .unwrap();
    let (nobodys, _) = link::make(&mut tx, clock, SignIn, None).await.unwrap();
    for (purpose, secret) in [
        (NewPassword, new.as_str()),
        (SignIn, &nobodys),
        (SignIn, "x"),
    ] {
        let refused = link::take(&mut tx, clock, purpose, secret).await;
        assert!(matches!(refused, Err(Error::Absent { .. })), "{purpose:?}");
    }
    assert_eq!(
        link::find(&mut tx, clock, SignIn, &new).await.unwrap(),
        Some(ana.id.clone())
    );
    assert_eq!(
        link::take(&mut tx, clock, SignIn, &new).await.unwrap(),
        Some(ana.id.clone())
    );
    assert!(
        link::take(&mut tx, clock, SignIn, &new).await.is_err(),
        "once"
    );
    assert_eq!(
        link::take(&mut tx, clock, SignIn, &earlier).await.unwrap(),
        Some(ana.id.clone()),
        "who asks for another takes nothing from whoever holds one"
    );
    let (late, _) = link::make(&mut tx, clock, SignIn, Some(&ana.id))
        .await
        .unwrap();
    let kept: i64 = on!(tx, |c| sqlx::query_scalar(
        "SELECT COUNT(*) FROM one_time_links WHERE secret_digest = $1"
    )
    .bind(&late)
    .fetch_one(c))
    .unwrap();
    assert_eq!(kept, 0, "the secret is kept nowhere");
    clock.advance(Duration::from_mins(15));
    assert!(
        link::take(&mut tx, clock, SignIn, &late).await.is_err(),
        "in time"
    );
    assert!(prune(&mut tx, clock.now()).await.unwrap() >= 1);
}

#[tokio::test]
async fn the_first_run_is_open_until_somebody_runs_the_node() {
    let house = house().await;
    let clock = &house.clock;
    let mut tx = house.db.begin().await.unwrap();
    let earlier = link::first_run(&mut tx, clock).await.unwrap().unwrap();
    let secret = link::first_run(&mut tx, clock).await.unwrap().unwrap();
    let purpose = link::Purpose::FirstRun;
    assert!(link::find(&mut tx, clock, purpose, &earlier).await.is_err());
    assert_eq!(
        link::find(&mut tx, clock, purpose, &secret).await.unwrap(),
        None
    );
    tx.commit().await.unwrap();
    house.account("ana@city.example", Some(Role::Admin)).await;
    let mut tx = house.db.begin().await.unwrap();
    assert!(link::take(&mut tx, clock, purpose, &secret).await.is_err());
    assert_eq!(link::first_run(&mut tx, clock).await.unwrap(), None);
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_when_revoked_and_with_the_password() {
    let house = house().await;
    let ana = house.account("ana@coop.example", None).await;
    let leo = house.account("leo@coop.example", None).await;
    let secret = house.sign_in(&ana).await;
    let person = house.person(&secret).await.unwrap();
    assert_eq!(
        (&person.account.id, person.session.browser.as_str()),
        (&ana.id, "Firefox X")
    );
    assert!(house.person("guess").await.is_none());

    house.clock.advance(Duration::from_hours(11));
    assert!(person.session.is_to_be_noted(house.clock.now()));
    let mut tx = house.db.begin().await.unwrap();
    session::note(&mut tx, &person.session.id, house.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    house.clock.advance(Duration::from_hours(11));
    assert!(house.person(&secret).await.is_some(), "it is in use");
    house.clock.advance(Duration::from_hours(1));
    assert!(house.person(&secret).await.is_none(), "12 hours idle");

    let (first, second) = (house.sign_in(&ana).await, house.sign_in(&ana).await);
    let mut tx = house.db.begin().await.unwrap();
    let id = session::find(&mut tx, &house.clock, &first)
        .await
        .unwrap()
        .unwrap()
        .session
        .id;
    for (whose, which) in [(&leo.id, &id), (&ana.id, &SessionId::new(&house.clock))] {
        let refused = session::end(&mut tx, whose, which).await;
        assert!(matches!(refused, Err(Error::NotFound(_))));
    }
    session::end(&mut tx, &ana.id, &id).await.unwrap();
    let left = session::list(&mut tx, &house.clock, &ana.id).await.unwrap();
    assert_eq!(left.len(), 1);
    set_password(&mut tx, &ana.id, "hash").await.unwrap();
    tx.commit().await.unwrap();
    assert!(house.person(&second).await.is_none());
    house.sign_in(&ana).await;
    house.clock.advance(Duration::from_hours(13));
    let mut tx = house.db.begin().await.unwrap();
    assert!(get(&mut tx, &ana.id).await.unwrap().has_password);
    assert_eq!(prune(&mut tx, house.clock.now()).await.unwrap(), 1);
}

#[tokio::test]
async fn who_typed_a_password_that_was_changed_meanwhile_is_not_let_in() {
    let house = house().await;
    let ana = house.account("ana@coop.example", None).await;
    let mut tx = house.db.begin().await.unwrap();
    set_password(&mut tx, &ana.id, "first").await.unwrap();
    assert!(is_still(&mut tx, &ana.id, Some("first")).await.unwrap());
    set_password(&mut tx, &ana.id, "second").await.unwrap();
    assert!(!is_still(&mut tx, &ana.id, Some("first")).await.unwrap());
    assert!(!is_still(&mut tx, &ana.id, None).await.unwrap());
    assert!(is_still(&mut tx, &ana.id, Some("second")).await.unwrap());
}

#[tokio::test]
async fn a_form_that_used_a_link_is_known_for_a_moment_and_no_other() {
    let house = house().await;
    let ana = house.account("ana@coop.example", None).await;
    let mut tx = house.db.begin().await.unwrap();
    let clock = &house.clock;
    link::note_use(&mut tx, clock, "secret", "form", &ana.id)
        .await
        .unwrap();
    for (secret, form, expected) in [
        ("secret", "form", Some((ana.id.clone(), true))),
        ("secret", "other", Some((ana.id.clone(), false))),
        ("secret", "", Some((ana.id.clone(), false))),
        ("other", "form", None),
    ] {
        let found = link::used(&mut tx, clock, secret, form).await.unwrap();
        assert_eq!(found, expected, "{secret} {form}");
    }
    clock.advance(Duration::from_mins(2));
    assert_eq!(prune(&mut tx, clock.now()).await.unwrap(), 1);
    link::note_use(&mut tx, clock, "secret", "form", &ana.id)
        .await
        .unwrap();
    set_password(&mut tx, &ana.id, "hash").await.unwrap();
    let ended = link::used(&mut tx, clock, "secret", "form").await.unwrap();
    assert_eq!(ended, None, "a new password ends it");
}

#[tokio::test]
async fn somebody_always_runs_the_node_and_whoever_leaves_is_named_no_more() {
    let house = house().await;
    let ana = house.account("ana@city.example", Some(Role::Admin)).await;
    let mut tx = house.db.begin().await.unwrap();
    let now = house.clock.now();
    acts::record(&mut tx, &ana, "POST /office/x", now)
        .await
        .unwrap();
    acts::record_command(&mut tx, "admin create", Some(&ana.mail), now)
        .await
        .unwrap();
    let acts = acts::list(&mut tx, None, 10).await.unwrap();
    assert_eq!(acts[0].about.as_deref(), Some("ana@city.example"));
    assert_eq!(
        (acts[1].who.as_str(), acts[1].mail.as_deref()),
        ("Ana Ruiz", Some("ana@city.example"))
    );
    assert!(matches!(
        remove(&mut tx, &ana.id).await,
        Err(Error::Conflict(_))
    ));
    let registrar = set_role(&mut tx, &ana.id, Some(Role::Registrar)).await;
    assert!(matches!(registrar, Err(Error::Conflict(_))));
    tx.commit().await.unwrap();
    house.account("leo@city.example", Some(Role::Admin)).await;
    let mut tx = house.db.begin().await.unwrap();
    remove(&mut tx, &ana.id).await.unwrap();
    assert!(matches!(
        get(&mut tx, &ana.id).await,
        Err(Error::NotFound(_))
    ));
    let acts = acts::list(&mut tx, None, 10).await.unwrap();
    assert_eq!((acts.len(), acts[1].who.as_str()), (2, "a removed account"));
    assert_eq!((&acts[0].about, &acts[1].mail), (&None, &None));
    assert!(Role::Admin > Role::Registrar);
}

#[tokio::test]
async fn representatives_are_found_from_either_side_and_go_with_the_record() {
    let house = house().await;
    let ana = house.account("ana@coop.example", None).await;
    let record = Record::named("Café", "es", EntityType::Cooperative).unwrap();
    let mut tx = house.db.begin().await.unwrap();
    let coop = registry::add(&mut tx, &house.clock, record).await.unwrap();
    let refused = representation::add(&mut tx, &house.clock, &ana.id, &coop.id, " ").await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
    for function in ["vocal", "presidenta"] {
        representation::add(&mut tx, &house.clock, &ana.id, &coop.id, function)
            .await
            .unwrap();
    }
    let own = representation::of_account(&mut tx, &ana.id).await.unwrap();
    assert_eq!((own.len(), own[0].function.as_str()), (1, "presidenta"));
    let people = representation::of_organization(&mut tx, &coop.id)
        .await
        .unwrap();
    assert_eq!(people[0].0.id, ana.id);
    assert!(
        representation::is_represented(&mut tx, &coop.id)
            .await
            .unwrap()
    );
    representation::end(&mut tx, &ana.id, &coop.id)
        .await
        .unwrap();
    let again = representation::end(&mut tx, &ana.id, &coop.id).await;
    assert!(matches!(again, Err(Error::NotFound(_))));
    representation::add(&mut tx, &house.clock, &ana.id, &coop.id, "vocal")
        .await
        .unwrap();
    registry::remove(&mut tx, &house.clock, &coop.id)
        .await
        .unwrap();
    assert!(
        representation::of_account(&mut tx, &ana.id)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_form_that_is_sent_twice_has_one_effect() {
    let house = house().await;
    let ana = house.account("ana@coop.example", None).await;
    let leo = house.account("leo@coop.example", None).await;
    let mut tx = house.db.begin().await.unwrap();
    let key = forms::key(&house.clock);
    let now = house.clock.now();
    assert_eq!(
        forms::once(&mut tx, &ana.id, &key, "/offers/1", now)
            .await
            .unwrap(),
        None
    );
    let again = forms::once(&mut tx, &ana.id, &key, "/offers/2", now)
        .await
        .unwrap();
    assert_eq!(again.as_deref(), Some("/offers/1"));
    assert!(
        forms::once(&mut tx, &leo.id, &key, "/offers/3", now)
            .await
            .is_err()
    );
    assert!(
        forms::once(&mut tx, &ana.id, "guess", "/offers/4", now)
            .await
            .is_err()
    );
    let later = now + Duration::from_hours(8 * 24);
    assert!(
        forms::once(
            &mut tx,
            &ana.id,
            &forms::key(&house.clock),
            "/offers/5",
            later
        )
        .await
        .is_err()
    );
}
