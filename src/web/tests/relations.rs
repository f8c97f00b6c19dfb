//! What is attested of an organization, and whom it belongs to: ours, and others' as theirs.

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::federation::records::{self, Record};
use crate::registry::attestation::{self, Statement};
use crate::registry::membership::{self, Party, Proposal, Speaker};
use crate::vocabulary::{AttestationKind, MembershipRole};

const ABROAD: &str = "https://bilbao.example/o/0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90";

fn statement(kind: AttestationKind, said: &str) -> Statement {
    Statement {
        kind,
        attested_by: format!("Oficina {HOSTILE}"),
        attested_by_address: Some("https://oficina.example/".parse().unwrap()),
        statement: said.to_owned(),
        method: "visita".to_owned(),
        attested_on: None,
        valid_until: Some(jiff::civil::date(2027, 1, 31)),
    }
}

/// Records that `member` belongs to `body`, confirmed by each side of ours.
async fn join(site: &Site, member: &Party, body: &Party) {
    let clock = &site.node.clock;
    let mut tx = site.node.db.begin().await.unwrap();
    let proposal = Proposal {
        member: member.clone(),
        body: body.clone(),
        role: MembershipRole::Member,
        since: Some(jiff::civil::date(2019, 5, 1)),
    };
    let made = membership::add(&mut tx, clock, proposal, &Speaker::Office)
        .await
        .unwrap();
    for side in [member, body] {
        if let Party::Own(id) = side {
            membership::confirm(&mut tx, clock, &made.id, id)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// Holds a record of another directory.
async fn hold(site: &Site, number: i64, body: serde_json::Value) {
    let now = site.node.clock.now();
    let record = Record {
        id: ABROAD.to_owned(),
        origin: "https://bilbao.example/actor".to_owned(),
        kind: "organization".to_owned(),
        owner: "https://bilbao.example/actor".to_owned(),
        organization: None,
        purpose: None,
        name: "Federación de Bizkaia".to_owned(),
        territory: None,
        body: body.to_string(),
        record_digest: String::new(),
        updated: now,
        log_seq: Some(number),
        received_at: now,
        gone: false,
        withheld: false,
        attested: false,
    };
    let mut tx = site.node.db.begin().await.unwrap();
    assert!(records::hold(&mut tx, &record).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_page_says_who_checked_what_until_when_and_what_has_lapsed() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let clock = &site.node.clock;
    let mut tx = site.node.db.begin().await.unwrap();
    for (kind, said) in [
        (AttestationKind::Office, "Es cooperativa <script>"),
        (AttestationKind::Itself, "Tenemos doce integrantes"),
    ] {
        attestation::attest(&mut tx, clock, &coop.id, &statement(kind, said))
            .await
            .unwrap();
    }
    let asked = statement(AttestationKind::Network, "Es de la red");
    attestation::refuse(&mut tx, clock, &coop.id, &asked, "motivo interno")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let spanish = [(header::ACCEPT_LANGUAGE, "es")];
    let page = text(site.ask(&coop.path(), &spanish).await).await;
    for shown in [
        "Comprobado por",
        "href=\"https://oficina.example/\"",
        "Es cooperativa &#60;script",
        "visita",
        "vigente hasta el <time datetime=\"2027-01-31\">",
        "Declarado por la propia organización",
        "Tenemos doce integrantes",
    ] {
        assert!(page.contains(shown), "{shown}:\n{page}");
    }
    for hidden in [
        "vencida",
        "motivo interno",
        "Es de la red",
        "<script",
        "firm",
    ] {
        assert!(!page.contains(hidden), "{hidden}:\n{page}");
    }
    clock.advance(Duration::from_hours(24 * 200));
    let page = text(site.ask(&coop.path(), &spanish).await).await;
    assert!(page.contains("<strong>vencida</strong>"), "{page}");
}

#[tokio::test]
async fn a_membership_is_shown_on_both_pages_once_both_sides_say_it() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let union = site.organization("Red de Cafés", false).await;
    let (member, body) = (Party::Own(coop.id.clone()), Party::Own(union.id.clone()));
    join(&site, &member, &body).await;
    let page = site.page(&coop.path()).await;
    assert!(
        page.contains("Belongs to") && page.contains("Red de Cafés"),
        "{page}"
    );
    let page = site.page(&union.path()).await;
    assert!(
        page.contains("Belong to it") && page.contains("2019-05-01"),
        "{page}"
    );
    let mut tx = site.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &site.node.clock, &union.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = site.page(&coop.path()).await;
    assert!(!page.contains("Red de Cafés"), "{page}");
}

#[tokio::test]
async fn a_membership_across_directories_waits_for_the_word_of_the_other_record() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let own = format!("https://directory.example{}", coop.path());
    join(
        &site,
        &Party::Own(coop.id.clone()),
        &Party::Foreign(ABROAD.to_owned()),
    )
    .await;
    let is_shown = async || site.page(&coop.path()).await.contains("Belongs to");
    assert!(!is_shown().await);
    let states = |member: &str, role: &str| {
        json!({"id": ABROAD, "type": "Organization", "membership":
            [{"member": member, "body": ABROAD, "role": role}]})
    };
    hold(&site, 1, json!({"id": ABROAD, "type": "Organization"})).await;
    assert!(!is_shown().await);
    hold(&site, 2, states(&own, "observer")).await;
    assert!(!is_shown().await, "another role is another membership");
    hold(&site, 3, states("https://other.example/o/1", "member")).await;
    assert!(!is_shown().await, "another member is another membership");
    hold(&site, 4, states(&own, "member")).await;
    assert!(is_shown().await);
    let page = site.page(&coop.path()).await;
    assert!(page.contains("Federación de Bizkaia") && page.contains(ABROAD));
    let list = site.page("/organizations").await;
    let line = "Belong to it Café Unión (Member), according to bilbao.example";
    assert!(list.contains(line), "{list}");
    hold(&site, 5, json!({"id": ABROAD, "suspended": true})).await;
    assert!(!is_shown().await);
}

#[tokio::test]
async fn what_others_say_of_theirs_is_shown_as_their_word_and_a_claim_alone_is_not() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let own = format!("https://directory.example{}", coop.path());
    let said = format!("Es cooperativa {HOSTILE}");
    let attested = |until: &str| {
        json!({"kind": "network", "attestedBy": {"name": "REAS"}, "statement": said,
            "method": "balance", "attestedOn": "2026-01-01", "validUntil": until})
    };
    let body = json!({"id": ABROAD, "type": "Organization",
        "attestation": [attested("2026-12-31"), attested("2026-02-01")],
        "membership": [{"member": ABROAD, "body": own, "role": "member"}]});
    hold(&site, 1, body).await;
    let page = site.page("/organizations").await;
    for shown in [
        "Checked by REAS: Es cooperativa &#60;script",
        "according to bilbao.example",
        "(lapsed), according to",
    ] {
        assert!(page.contains(shown), "{shown}:\n{page}");
    }
    assert!(!page.contains("Belongs to") && !page.contains("<script"));
    assert!(!site.page(&coop.path()).await.contains("Bizkaia"));
}
