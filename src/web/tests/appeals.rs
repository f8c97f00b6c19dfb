//! A refusal that an organization appeals against, and what the office answers.

use super::office::{admin, open, send};
use super::*;
use crate::people::{acts, representation};
use crate::registry::attestation::{self, Attestation, Statement};
use crate::vocabulary::AttestationKind;

const APPEALS: &str = "/office/appeals";

async fn refused(site: &Site, organization: &Organization) -> Attestation {
    let statement = Statement {
        kind: AttestationKind::Office,
        attested_by: "Oficina".to_owned(),
        attested_by_address: None,
        statement: "is a cooperative of 12 members".to_owned(),
        method: "visit".to_owned(),
        attested_on: None,
        valid_until: None,
    };
    let mut tx = site.node.db.begin().await.unwrap();
    let clock = &site.node.clock;
    let refused = attestation::refuse(
        &mut tx,
        clock,
        &organization.id,
        &statement,
        "the papers lack",
    )
    .await;
    tx.commit().await.unwrap();
    refused.unwrap()
}

/// Somebody who represents an organization: their cookie.
async fn representative(site: &Site, name: &str, organization: &Organization) -> String {
    let account = site.account(name, None).await;
    let mut tx = site.node.db.begin().await.unwrap();
    representation::add(
        &mut tx,
        &site.node.clock,
        &account.id,
        &organization.id,
        "vocal",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    site.session(&account).await.0
}

async fn states(site: &Site, organization: &Organization) -> Vec<attestation::State> {
    let mut tx = site.node.db.read().await.unwrap();
    let all = attestation::list(&mut tx, &site.node.clock, &organization.id).await;
    all.unwrap().into_iter().map(|one| one.state).collect()
}

#[tokio::test]
async fn a_refusal_is_appealed_against_once_and_answered_once() {
    for (verb, kept) in [("attest", 2), ("uphold", 1)] {
        let site = Site::new().await;
        let office = admin(&site).await;
        let coop = site.organization("Molino", true).await;
        let other = site.organization("Taller", true).await;
        let (leo, eva) = (
            representative(&site, "leo", &coop).await,
            representative(&site, "eva", &other).await,
        );
        let refusal = refused(&site, &coop).await;
        let id = refusal.id.as_str();
        let home = format!("/my/{}", coop.id);
        assert!(open(&site, &leo, &home).await.contains("the papers lack"));
        let own = format!("{home}/attestations");
        let long = "x".repeat(2_001);
        for text in ["", " ", &*long] {
            let form = [("attestation", id), ("text", text)];
            let (status, page) = send(&site, &leo, &own, &form).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains("id=\"text-wrong\""), "{page}");
        }
        let form = [("attestation", id), ("text", HOSTILE)];
        let foreign = format!("/my/{}/attestations", other.id);
        let (status, _) = send(&site, &eva, &foreign, &form).await;
        assert_eq!(
            status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "another's refusal"
        );
        let (status, _) = send(&site, &leo, &own, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, _) = send(&site, &leo, &own, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "once is enough");

        let page = open(&site, &office, APPEALS).await;
        assert!(
            page.contains("the papers lack") && !page.contains("<script"),
            "{page}"
        );
        for (answer, verb) in [("", verb), ("because", "dance")] {
            let form = [("attestation", id), ("answer", answer), ("do", verb)];
            let (status, _) = send(&site, &office, APPEALS, &form).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}");
        }
        let form = [("attestation", id), ("answer", "seen anew"), ("do", verb)];
        let (status, _) = send(&site, &office, APPEALS, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(states(&site, &coop).await.len(), kept);
        let mut tx = site.node.db.read().await.unwrap();
        let acts = acts::list(&mut tx, None, 2).await.unwrap();
        drop(tx);
        assert!(
            acts[0].what.starts_with("POST /office/appeals ("),
            "{acts:?}"
        );
        assert!(acts[1].what.ends_with("/attestations (appeal)"), "{acts:?}");
        let (status, _) = send(&site, &office, APPEALS, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it is decided");
        assert!(open(&site, &leo, &own).await.contains("seen anew"));
    }
}
