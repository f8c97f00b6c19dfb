//! Reports, as the office reads them.

use super::office::{admin, open, send};
use super::*;
use crate::conversation::replies;
use crate::conversation::reports::{self, Direction, Report};
use crate::id::ReportId;

fn report(site: &Site, subjects: &[&str]) -> Report {
    Report {
        id: ReportId::new(&site.node.clock),
        direction: Direction::Received,
        reporter: "https://social.example/actor".to_owned(),
        host: "social.example".to_owned(),
        subjects: subjects.iter().map(|&one| one.to_owned()).collect(),
        content: format!("Is this so? {HOSTILE}"),
        state: reports::State::Open,
        resolution: None,
        received_at: site.node.clock.now(),
        resolved_at: None,
    }
}

impl Site {
    async fn is_told(&self, report: &Report) {
        let flag = format!("https://social.example/flags/{}", report.id);
        let mut tx = self.node.db.begin().await.unwrap();
        reports::put(&mut tx, report, &flag).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn reports_are_read_and_noted_as_dealt_with() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let mill = site.organization("Molino", true).await;
    let mill = format!("https://directory.example{}", mill.path());
    let report = report(&site, &["https://directory.example/offers/1", &mill]);
    site.is_told(&report).await;
    let page = open(&site, &cookie, "/office/reports").await;
    assert!(
        page.contains("Is this so?") && !page.contains("<script"),
        "{page}"
    );
    // What is here is called by its name, and what is not by its address alone.
    for shown in [
        "dir=\"auto\">Molino</a>",
        "<code>https://directory.example/offers/1</code>",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let id = report.id.as_str();
    let long = "y".repeat(1_001);
    let (status, page) = send(
        &site,
        &cookie,
        "/office/reports/resolve",
        &[("report", id), ("text", &long)],
    )
    .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("id=\"text-wrong\"") && page.contains(&long),
        "{page}"
    );
    let form = [("report", id), ("text", "spoken with them")];
    let (status, _) = send(&site, &cookie, "/office/reports/resolve", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let kept = reports::get(&mut site.node.db.read().await.unwrap(), &report.id)
        .await
        .unwrap();
    assert_eq!(kept.resolution.as_deref(), Some("spoken with them"));
    let (status, _) = send(&site, &cookie, "/office/reports/resolve", &form).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "somebody else was quicker"
    );
}

#[tokio::test]
async fn a_report_leads_to_what_it_is_about_an_answer_or_something_of_ours() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let coop = site.organization("Molino", true).await;
    let need = site.offer(&coop, "Tostadora").await;
    let ana = site.account("keeper", None).await;
    let reply = site.desk(&need.id, &ana).await.reply;
    let mut tx = site.node.db.read().await.unwrap();
    let note = replies::get(&mut tx, &reply).await.unwrap().note;
    drop(tx);
    let own = |path: &str| format!("https://directory.example{path}");
    let office = format!("/office/organizations/{}", coop.id);
    let answer = format!("/office/replies/{reply}");
    for (subject, named, leads_to) in [
        (note.as_str(), note.as_str(), &*answer),
        (&own(&coop.path()), "Molino", &office),
        (&own(&need.path()), "Tostadora", &need.path()),
    ] {
        site.is_told(&report(&site, &[subject])).await;
        let page = open(&site, &cookie, "/office/reports").await;
        for shown in [
            format!("<a href=\"{leads_to}\""),
            format!("dir=\"auto\">{named}</a>"),
        ] {
            assert!(page.contains(&shown), "{shown}: {page}");
        }
        let there = site.ask(leads_to, &[(header::COOKIE, &cookie)]).await;
        assert_eq!(there.status(), StatusCode::OK, "{leads_to}");
    }
    // Nothing leads to what was never heard of, or to what the office has no page of.
    for subject in ["https://social.example/notes/unknown", &own("/actor")] {
        site.is_told(&report(&site, &[subject])).await;
        let page = open(&site, &cookie, "/office/reports").await;
        let shown = format!("<code>{subject}</code>");
        assert!(page.contains(&shown), "{shown}: {page}");
    }
    let page = open(&site, &cookie, &answer).await;
    assert!(page.contains("Hola"), "{page}");
}
