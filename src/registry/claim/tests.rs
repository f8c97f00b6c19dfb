//! Claims: one link, one use, one token, and one answer to everything else.

use super::*;
use crate::outbox::Event;
use crate::registry::tests::{Office, office};

fn ana() -> Representative {
    Representative {
        name: "Ana Ruiz".into(),
        function: "president".into(),
        statement: "We answer for this record".into(),
    }
}

async fn link(office: &Office, organization: &Organization) -> String {
    let mut tx = office.db.begin().await.unwrap();
    let made = make(
        &mut tx,
        &office.clock,
        &organization.id,
        "Ana, by telephone",
    )
    .await;
    tx.commit().await.unwrap();
    made.unwrap().1
}

async fn take(office: &Office, secret: &str) -> Result<TakenOver> {
    let mut tx = office.db.begin().await.unwrap();
    let done = take_over(&mut tx, &office.clock, secret, &ana()).await?;
    tx.commit().await.unwrap();
    Ok(done)
}

#[tokio::test]
async fn a_representative_takes_the_record_over_and_receives_a_token_for_it_alone() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let secret = link(&office, &coop).await;
    let taken = take(&office, &secret).await.unwrap();
    assert_eq!(taken.organization.standing, Standing::Active);
    let consent = taken.organization.consent.unwrap();
    assert_eq!(consent.by, "Ana Ruiz, president");
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(coop.id.clone())]
    );
    let mut tx = office.db.read().await.unwrap();
    let opens = access::find(&mut tx, &taken.token).await.unwrap();
    assert_eq!(
        (opens.organization, opens.scopes),
        (Some(coop.id.clone()), SCOPES.to_vec())
    );
    let kept = list(&mut tx, &coop.id).await.unwrap();
    assert_eq!(kept[0].used_by.as_deref(), Some("Ana Ruiz, president"));
    let parts = ("We answer for this record", Some("Ana, by telephone"));
    assert_eq!(agreed(&consent, &kept), parts);
    // Whoever did not use a link did not agree by it, whatever they wrote.
    let other = Consent {
        by: "Leo".to_owned(),
        ..consent.clone()
    };
    assert_eq!(agreed(&other, &kept), (&*consent.statement, None));
}

#[tokio::test]
async fn whatever_opens_nothing_is_answered_in_the_same_words() {
    let office = office().await;
    let (used, ended) = (
        office.published("Used").await,
        office.published("Ended").await,
    );
    let (replaced, gone) = (
        office.published("Replaced").await,
        office.published("Gone").await,
    );
    let of_used = link(&office, &used).await;
    take(&office, &of_used).await.unwrap();
    let of_ended = link(&office, &ended).await;
    office.clock.advance(LASTS);
    let of_replaced = link(&office, &replaced).await;
    let newest = link(&office, &replaced).await;
    let of_gone = link(&office, &gone).await;
    let mut tx = office.db.begin().await.unwrap();
    crate::registry::dissolve(&mut tx, &office.clock, &gone.id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut answers = Vec::new();
    for secret in [&of_used, &of_ended, &of_replaced, &of_gone, "guess", ""] {
        answers.push(take(&office, secret).await.unwrap_err().to_string());
        let mut tx = office.db.read().await.unwrap();
        let asked = find(&mut tx, &office.clock, secret).await.unwrap_err();
        answers.push(asked.to_string());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers[0].contains("ask the office"), "{answers:?}");
    assert!(take(&office, &newest).await.is_ok());
}

#[tokio::test]
async fn a_representative_who_leaves_something_out_may_try_again() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let secret = link(&office, &coop).await;
    for (field, wrong) in [
        (
            "name",
            Representative {
                name: " ".into(),
                ..ana()
            },
        ),
        (
            "function",
            Representative {
                function: String::new(),
                ..ana()
            },
        ),
        (
            "statement",
            Representative {
                statement: "\n".into(),
                ..ana()
            },
        ),
        (
            "name",
            Representative {
                name: "a".repeat(201),
                ..ana()
            },
        ),
    ] {
        let mut tx = office.db.begin().await.unwrap();
        let refusal = take_over(&mut tx, &office.clock, &secret, &wrong).await;
        assert!(refusal.unwrap_err().to_string().starts_with(field));
    }
    assert!(take(&office, &secret).await.is_ok());
}

#[tokio::test]
async fn of_two_who_use_one_link_at_once_one_is_served() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let secret = link(&office, &coop).await;
    let (one, two) = tokio::join!(take(&office, &secret), take(&office, &secret));
    let refusals: Vec<Error> = [one, two].into_iter().filter_map(Result::err).collect();
    assert!(
        matches!(refusals.as_slice(), [Error::Absent { .. }]),
        "{refusals:?}"
    );
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(access::list(&mut tx).await.unwrap().len(), 1);
}

#[tokio::test]
async fn no_link_is_made_for_what_cannot_be_taken_over() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let mut tx = office.db.begin().await.unwrap();
    let nobody = make(&mut tx, &office.clock, &coop.id, " ").await;
    assert!(nobody.unwrap_err().to_string().starts_with("made_for"));
    let unknown = OrganizationId::new(&office.clock);
    let unknown = make(&mut tx, &office.clock, &unknown, "Ana").await;
    assert!(matches!(unknown, Err(Error::NotFound(_))));
    let consent = Consent {
        by: "Ana".into(),
        statement: "letter".into(),
        at: None,
    };
    crate::registry::activate(&mut tx, &office.clock, &coop.id, &consent)
        .await
        .unwrap();
    let active = make(&mut tx, &office.clock, &coop.id, "Ana").await;
    assert!(matches!(active, Err(Error::Conflict(_))));
    crate::registry::dissolve(&mut tx, &office.clock, &coop.id, None)
        .await
        .unwrap();
    let ended = make(&mut tx, &office.clock, &coop.id, "Ana").await;
    assert!(matches!(ended, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn the_secret_is_kept_nowhere() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let secret = link(&office, &coop).await;
    let mut tx = office.db.read().await.unwrap();
    let kept: String = crate::store::on!(tx, |c| sqlx::query_scalar(
        "SELECT secret_digest FROM claims"
    )
    .fetch_one(c))
    .unwrap();
    assert!(secret.len() == 43 && !kept.contains(&secret));
}
