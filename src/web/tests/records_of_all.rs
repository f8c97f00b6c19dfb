//! Every record, as the office finds it and decides of it by forms.

use super::record::{Desk, shown, with};
use super::*;
use crate::mail;
use crate::registry::attestation;
use crate::registry::{Standing, Status};

#[tokio::test]
async fn the_office_adds_finds_changes_and_publishes_a_record() {
    let desk = Desk::office().await;
    let fields = shown(&desk.page("/office/organizations/new").await);
    let new = [
        ("name-0", "Taller Nuevo"),
        ("language", "es"),
        ("language-0", "es"),
    ];
    let form = with(&fields, &new);
    let first = desk.answer("/office/organizations", &form).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    let at = first.headers()[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned();
    let second = desk.answer("/office/organizations", &form).await;
    assert_eq!(
        second.headers()[header::LOCATION].to_str().unwrap(),
        at,
        "made once"
    );
    let id = OrganizationId::parse(at.rsplit('/').next().unwrap()).unwrap();
    let (status, page) = desk
        .send(
            "/office/organizations",
            &with(&fields, &[("language", "es")]),
        )
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");

    let listed = desk
        .page("/office/organizations?q=taller&status=draft")
        .await;
    assert!(
        listed.contains(&at) && listed.contains("Taller Nuevo"),
        "{listed}"
    );
    let others = desk.page("/office/organizations?status=published").await;
    assert!(!others.contains(&at), "{others}");

    let record = format!("{at}/record");
    let puebla = [
        ("locality", "Puebla"),
        ("region", "Puebla"),
        ("country", "MX"),
    ];
    let fields = shown(&desk.page(&record).await);
    let (status, _) = desk.send(&record, &with(&fields, &puebla)).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    for verb in ["publish", "publish"] {
        let (status, _) = desk.send(&format!("{at}/{verb}"), &[]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
    assert_eq!(desk.found(&id).await.status, Status::Published);
}

#[tokio::test]
async fn a_record_is_handed_over_by_a_link_or_activated_with_consent() {
    let desk = Desk::office().await;
    let listed = desk.site.organization("Taller Nuevo", false).await;
    let (id, at) = (
        listed.id.clone(),
        format!("/office/organizations/{}", listed.id),
    );
    let link = format!("{at}/claim-link");
    let (status, page) = desk.send(&link, &[("made_for", "")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"made_for-wrong\""), "{page}");
    let (status, page) = desk
        .send(&link, &[("made_for", "Ana, de la asamblea")])
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("https://directory.example/claim/"), "{page}");
    let again = desk.page(&at).await;
    assert!(
        again.contains("Ana, de la asamblea") && !again.contains("/claim/"),
        "{again}"
    );

    let activate = format!("{at}/activate");
    let (status, page) = desk.send(&activate, &[("by", "Ana")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("id=\"consent-wrong\"") && page.contains("value=\"Ana\""),
        "{page}"
    );
    let consent = [
        ("by", "Ana, presidenta"),
        ("consent", "acta de la asamblea"),
    ];
    assert_eq!(
        desk.send(&activate, &consent).await.0,
        StatusCode::SEE_OTHER
    );
    let found = desk.found(&id).await;
    assert_eq!(found.standing, Standing::Active);
    let (status, page) = desk.send(&link, &[("made_for", "Ana")]).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it is handed over already"
    );
    assert!(page.contains("id=\"form-wrong\""), "{page}");
    let node = &desk.site.node;
    let mut tx = node.db.read().await.unwrap();
    let letters = mail::list(&mut tx, 9, node.clock.now()).await;
    assert!(letters.unwrap().is_empty());
}

#[tokio::test]
async fn what_the_office_attests_refuses_and_takes_back_is_said_with_its_reason() {
    let desk = Desk::office().await;
    let listed = desk.site.organization("Taller Nuevo", false).await;
    let (id, at) = (
        listed.id.clone(),
        format!("/office/organizations/{}", listed.id),
    );
    let attest = format!("{at}/attest");
    let word = [
        ("kind", "office"),
        ("attested_by", "Oficina"),
        ("statement", "es cooperativa"),
        ("method", "visita"),
    ];
    let (status, _) = desk.send(&attest, &word).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    for (name, value, wrong) in [
        ("statement", "", "statement"),
        ("method", "", "method"),
        ("attested_by", "", "attested_by"),
        ("kind", "self", "kind"),
        ("attested_on", "2999-01-01", "attested_on"),
        ("valid_until", "soon", "valid_until"),
        (
            "attested_by_address",
            "ftp://a.example",
            "attested_by_address",
        ),
        ("do", "refuse", "reason"),
    ] {
        let mut form = word.to_vec();
        form.retain(|(field, _)| *field != name);
        form.push((name, value));
        let (status, page) = desk.send(&attest, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            page.contains(&format!("id=\"{wrong}-wrong\"")),
            "{name}: {page}"
        );
    }
    let refuse = [&word[..], &[("do", "refuse"), ("reason", "sin documentos")]].concat();
    assert_eq!(desk.send(&attest, &refuse).await.0, StatusCode::SEE_OTHER);
    let said = |desk: &Desk| {
        let (db, clock, id) = (
            desk.site.node.db.clone(),
            desk.site.node.clock.clone(),
            id.clone(),
        );
        async move {
            let mut tx = db.read().await.unwrap();
            attestation::list(&mut tx, &clock, &id).await.unwrap()
        }
    };
    let all = said(&desk).await;
    assert_eq!(all.len(), 2);
    let holds = all
        .iter()
        .find(|one| one.state == attestation::State::Valid)
        .unwrap();
    let revoke = format!("{at}/revoke");
    let one = [("attestation", holds.id.as_str())];
    assert_eq!(
        desk.send(&revoke, &one).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let why = [one[0], ("revoke-reason", "ya no")];
    assert_eq!(desk.send(&revoke, &why).await.0, StatusCode::SEE_OTHER);
    assert!(
        said(&desk)
            .await
            .iter()
            .all(|one| one.state != attestation::State::Valid)
    );
}

#[tokio::test]
async fn a_record_is_withheld_ended_and_taken_up_again() {
    let desk = Desk::office().await;
    let listed = desk.site.organization("Taller Nuevo", false).await;
    let (id, at) = (
        listed.id.clone(),
        format!("/office/organizations/{}", listed.id),
    );
    let suspend = format!("{at}/suspend");
    let (status, page) = desk.send(&suspend, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"suspend-sure-wrong\""), "{page}");
    assert_eq!(
        desk.send(&suspend, &[("sure", "yes")]).await.0,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.found(&id).await.status, Status::Suspended);
    let dissolve = format!("{at}/dissolve");
    let (status, _) = desk
        .send(&dissolve, &[("sure", "yes"), ("on", "once")])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let end = [("sure", "yes"), ("on", "2026-01-31")];
    assert_eq!(desk.send(&dissolve, &end).await.0, StatusCode::SEE_OTHER);
    let (status, _) = desk.send(&format!("{at}/publish"), &[]).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "what has ended is not published"
    );
    assert_eq!(
        desk.send(&format!("{at}/reopen"), &[]).await.0,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.found(&id).await.status, Status::Suspended);
}

#[tokio::test]
async fn the_offices_list_goes_on_page_by_page() {
    let desk = Desk::office().await;
    let mut all = Vec::new();
    for number in 10..65 {
        all.push(
            desk.site
                .organization(&format!("Taller {number}"), false)
                .await
                .id,
        );
    }
    let first = desk.page("/office/organizations?q=taller").await;
    let (_, next) = first
        .split_once("rel=\"next\" href=\"https://directory.example")
        .unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&");
    let second = desk.page(&next).await;
    for id in &all {
        let is_in = |page: &str| page.contains(&format!("/office/organizations/{id}\""));
        assert!(is_in(&first) != is_in(&second), "{id} is on one page alone");
    }
    let unknown = "/office/organizations?status=unknown";
    let refused = desk
        .site
        .ask(unknown, &[(header::COOKIE, &desk.cookie)])
        .await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_attested_or_refused_by_a_double_click_stands_once() {
    let desk = Desk::office().await;
    let listed = desk.site.organization("Taller Nuevo", false).await;
    let at = format!("/office/organizations/{}", listed.id);
    let page = desk.page(&at).await;
    let (_, rest) = page.split_once("name=\"form\" value=\"").unwrap();
    let (key, _) = rest.split_once('"').unwrap();
    for (verb, stand) in [("attest", 1), ("refuse", 2)] {
        let word = [
            ("form", key),
            ("do", verb),
            ("kind", "office"),
            ("attested_by", "Oficina"),
            ("statement", "es cooperativa"),
            ("method", "visita"),
            ("reason", "sin documentos"),
        ];
        for _ in 0..2 {
            let (status, _) = desk.send(&format!("{at}/attest"), &word).await;
            assert_eq!(status, StatusCode::SEE_OTHER);
        }
        let mut tx = desk.site.node.db.read().await.unwrap();
        let all = attestation::list(&mut tx, &desk.site.node.clock, &listed.id).await;
        assert_eq!(all.unwrap().len(), stand, "{verb}");
    }
}
