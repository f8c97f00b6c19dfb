//! Attestations: what is recorded, how it lapses, and what is refused.

use super::*;
use crate::outbox::Event;
use crate::registry::tests::{Office, office};

fn statement() -> Statement {
    Statement {
        kind: AttestationKind::Office,
        attested_by: "Oficina de Economía Social".into(),
        attested_by_address: Some("https://office.example/".parse().unwrap()),
        statement: "Is a worker cooperative of 12 members".into(),
        method: "visit".into(),
        attested_on: None,
        valid_until: Some(jiff::civil::date(2027, 1, 31)),
    }
}

type Change = fn(&mut Statement);

async fn attested(office: &Office, organization: &Organization) -> Attestation {
    let mut tx = office.db.begin().await.unwrap();
    let done = attest(&mut tx, &office.clock, &organization.id, &statement()).await;
    tx.commit().await.unwrap();
    done.unwrap()
}

#[tokio::test]
async fn an_attestation_is_kept_told_and_lapses_by_the_clock() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let made = attested(&office, &coop).await;
    assert_eq!(made.state, State::Valid);
    assert_eq!(made.attested_on, jiff::civil::date(2026, 9, 21));
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(coop.id.clone())]
    );
    let mut tx = office.db.read().await.unwrap();
    let changed = crate::registry::get(&mut tx, &coop.id).await.unwrap();
    assert!(changed.updated_at.0 >= coop.updated_at.0 + 1000);
    assert_eq!(
        list(&mut tx, &office.clock, &coop.id).await.unwrap(),
        [made]
    );
    office.clock.advance(Duration::from_hours(24 * 200));
    let later = list(&mut tx, &office.clock, &coop.id).await.unwrap();
    assert_eq!(later[0].state, State::Lapsed);
    assert!(later[0].is_public());
}

#[tokio::test]
async fn what_is_refused_is_kept_with_its_reason_and_told_to_nobody() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let mut tx = office.db.begin().await.unwrap();
    let refused = refuse(
        &mut tx,
        &office.clock,
        &coop.id,
        &statement(),
        " no\n statutes ",
    )
    .await
    .unwrap();
    assert_eq!(refused.reason.as_deref(), Some("no statutes"));
    assert!(!refused.is_public());
    let nothing = revoke(&mut tx, &office.clock, &refused.id, "mistake").await;
    assert!(matches!(nothing, Err(Error::Conflict(_))));
    let unsaid = refuse(&mut tx, &office.clock, &coop.id, &statement(), " ").await;
    assert!(unsaid.unwrap_err().to_string().contains("reason"));
    tx.commit().await.unwrap();
    assert_eq!(office.events().await, []);
}

#[tokio::test]
async fn what_is_revoked_is_shown_no_more_and_stays_revoked() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let made = attested(&office, &coop).await;
    let mut tx = office.db.begin().await.unwrap();
    office.forget_events(&mut tx).await;
    let unsaid = revoke(&mut tx, &office.clock, &made.id, "").await;
    assert!(matches!(unsaid, Err(Error::Invalid { .. })));
    let revoked = revoke(
        &mut tx,
        &office.clock,
        &made.id,
        "it has no members any more",
    )
    .await
    .unwrap();
    assert!(!revoked.is_public());
    let again = revoke(&mut tx, &office.clock, &made.id, "another reason")
        .await
        .unwrap();
    assert_eq!(again, revoked);
    let unknown = revoke(
        &mut tx,
        &office.clock,
        &AttestationId::new(&office.clock),
        "x",
    )
    .await;
    assert!(matches!(unknown, Err(Error::NotFound(_))));
    tx.commit().await.unwrap();
    assert_eq!(office.events().await.len(), 1);
}

#[tokio::test]
async fn an_attestation_that_makes_no_sense_is_refused_and_changes_nothing() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let day = jiff::civil::date;
    let wrong: [(&str, Change); 8] = [
        ("attested_on", |s| {
            s.attested_on = Some(jiff::civil::date(2026, 9, 23));
        }),
        ("valid_until", |s| {
            s.attested_on = Some(jiff::civil::date(2026, 9, 1));
            s.valid_until = Some(jiff::civil::date(2026, 8, 31));
        }),
        ("statement", |s| s.statement = "\u{202e}\n ".into()),
        ("statement", |s| s.statement = "a".repeat(501)),
        ("attested_by", |s| s.attested_by = " ".into()),
        ("method", |s| s.method = String::new()),
        ("attested_by_address", |s| {
            s.attested_by_address = Some("javascript:alert(1)".parse().unwrap());
        }),
        ("attested_by_address", |s| {
            let long = format!("https://a.example/{}", "a".repeat(600));
            s.attested_by_address = Some(long.parse().unwrap());
        }),
    ];
    let mut tx = office.db.begin().await.unwrap();
    for (field, change) in wrong {
        let mut statement = statement();
        change(&mut statement);
        let refusal = attest(&mut tx, &office.clock, &coop.id, &statement).await;
        let refusal = refusal.unwrap_err().to_string();
        assert!(refusal.starts_with(field), "{refusal}");
    }
    // It may be tomorrow already where it was said.
    let tomorrow = Statement {
        attested_on: Some(day(2026, 9, 22)),
        ..statement()
    };
    office.clock.advance(Duration::from_hours(3));
    assert!(
        attest(&mut tx, &office.clock, &coop.id, &tomorrow)
            .await
            .is_ok()
    );
    drop(tx);
    assert_eq!(office.events().await, []);
}

#[tokio::test]
async fn nothing_is_attested_of_a_dissolved_or_unknown_organization() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let mut tx = office.db.begin().await.unwrap();
    crate::registry::dissolve(&mut tx, &office.clock, &coop.id, None)
        .await
        .unwrap();
    let ended = attest(&mut tx, &office.clock, &coop.id, &statement()).await;
    assert!(matches!(ended, Err(Error::Conflict(_))));
    let ended = refuse(&mut tx, &office.clock, &coop.id, &statement(), "why").await;
    assert!(matches!(ended, Err(Error::Conflict(_))));
    let unknown = OrganizationId::new(&office.clock);
    let unknown = attest(&mut tx, &office.clock, &unknown, &statement()).await;
    assert!(matches!(unknown, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn two_who_revoke_leave_one_reason() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let made = attested(&office, &coop).await;
    let attempt = async |reason: &'static str| {
        let mut tx = office.db.begin().await.unwrap();
        let done = revoke(&mut tx, &office.clock, &made.id, reason).await;
        tx.commit().await.unwrap();
        done.unwrap()
    };
    let (one, two) = tokio::join!(attempt("one"), attempt("two"));
    assert_eq!(one, two);
}
