//! What holds of second factors, whatever pages there are.

use std::time::Duration;

use super::*;
use crate::clock::Clock;
use crate::people::{self, Draft};
use crate::store::Db;
use crate::store::testing::fresh;

async fn house() -> (Db, Clock, AccountId, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let db = fresh(dir.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
    let draft = Draft {
        mail: "ana@coop.example".to_owned(),
        name: "Ana".to_owned(),
        language: "es".to_owned(),
    };
    let mut tx = db.begin().await.unwrap();
    let account = people::add(&mut tx, &clock, draft, None, None).await;
    tx.commit().await.unwrap();
    (db, clock, account.unwrap().id, dir)
}

#[test]
fn codes_are_those_of_the_standard() {
    // RFC 6238 appendix B: the last six of the eight digits at 59 s and at 1111111109 s.
    let letters = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let secret = app::Secret::from_letters(letters).unwrap();
    assert_eq!(secret.in_letters(), letters);
    for (at, code) in [(59, "287082"), (1_111_111_109, "081804")] {
        assert_eq!(secret.code_at(Timestamp::from_seconds(at)).unwrap(), code);
    }
    let address = secret
        .address("Directorio: Oaxaca", "ana@coop.example")
        .unwrap();
    assert!(address.starts_with("otpauth://totp/"), "{address}");
    assert!(
        address.contains(letters) && address.contains("issuer=Directorio"),
        "{address}"
    );
    assert!(!format!("{secret:?}").contains(letters));
    assert_eq!(app::Secret::from_letters("no letters!"), None);
}

#[tokio::test]
async fn a_code_holds_around_its_moment_and_is_used_up() {
    let (db, clock, ana, _dir) = house().await;
    let mut tx = db.begin().await.unwrap();
    let secret = app::begin(&mut tx, &ana).await.unwrap();
    let code = |clock: &Clock| secret.code_at(clock.now()).unwrap();
    assert!(
        !app::check(&mut tx, &clock, &ana, &code(&clock))
            .await
            .unwrap()
    );
    assert!(!is_set(&mut tx, &ana).await.unwrap(), "it is not confirmed");
    assert!(
        app::confirm(&mut tx, &clock, &ana, &code(&clock))
            .await
            .unwrap()
    );
    assert!(is_set(&mut tx, &ana).await.unwrap());
    assert!(app::begin(&mut tx, &ana).await.is_err(), "it is in use");
    let seen = code(&clock);
    assert!(!app::check(&mut tx, &clock, &ana, &seen).await.unwrap());
    clock.advance(Duration::from_mins(1));
    let next = code(&clock);
    clock.advance(Duration::from_secs(30));
    assert!(
        app::check(&mut tx, &clock, &ana, &next).await.unwrap(),
        "a clock that is behind"
    );
    assert!(
        !app::check(&mut tx, &clock, &ana, &next).await.unwrap(),
        "once"
    );
    let late = code(&clock);
    clock.advance(Duration::from_secs(90));
    assert!(
        !app::check(&mut tx, &clock, &ana, &late).await.unwrap(),
        "too late"
    );
    app::remove(&mut tx, &ana).await.unwrap();
    assert!(!is_set(&mut tx, &ana).await.unwrap());
}

#[tokio::test]
async fn what_was_written_down_is_kept_as_digests_and_goes_with_what_it_stands_in_for() {
    let (db, clock, ana, _dir) = house().await;
    let mut tx = db.begin().await.unwrap();
    let codes = recovery::renew(&mut tx, &ana).await.unwrap();
    let kept: Vec<String> = on!(tx, |c| sqlx::query_scalar(
        "SELECT code_digest FROM recovery_codes"
    )
    .fetch_all(c))
    .unwrap();
    assert_eq!((codes.len(), kept.len()), (10, 10));
    assert!(
        codes
            .iter()
            .all(|code| !kept.contains(&code.replace('-', "")))
    );
    let other = AccountId::new(&clock);
    assert!(!recovery::take(&mut tx, &other, &codes[0]).await.unwrap());
    assert!(!recovery::take(&mut tx, &ana, "").await.unwrap());
    assert!(recovery::take(&mut tx, &ana, &codes[0]).await.unwrap());
    assert!(!recovery::take(&mut tx, &ana, &codes[0]).await.unwrap());
    assert_eq!(recovery::left(&mut tx, &ana).await.unwrap(), 9);
    tidy(&mut tx, &ana).await.unwrap();
    assert_eq!(recovery::left(&mut tx, &ana).await.unwrap(), 0);
}

#[tokio::test]
async fn half_a_sign_in_is_taken_once_and_in_time() {
    let (db, clock, ana, _dir) = house().await;
    let mut tx = db.begin().await.unwrap();
    let secret = half::begin(&mut tx, &clock, &ana, "/my").await.unwrap();
    assert_eq!(half::take(&mut tx, &clock, "guess").await.unwrap(), None);
    let half = half::take(&mut tx, &clock, &secret).await.unwrap().unwrap();
    assert_eq!((half.account, half.next.as_str()), (ana.clone(), "/my"));
    assert_eq!(half::take(&mut tx, &clock, &secret).await.unwrap(), None);
    let late = half::begin(&mut tx, &clock, &ana, "").await.unwrap();
    clock.advance(Duration::from_mins(10));
    assert_eq!(half::take(&mut tx, &clock, &late).await.unwrap(), None);
    assert_eq!(prune(&mut tx, clock.now()).await.unwrap(), 1);
}
