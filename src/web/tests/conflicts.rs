//! What a file and a hand state differently, and what of two records was decided, on the pages
//! of the office.

use std::io::Cursor;

use super::office::{admin, open, send};
use super::*;
use crate::registry::duplicates::{self, Among, State as PairState};
use crate::registry::import::{self, Choice, Options};
use crate::registry::{self, Author};

const CONFLICTS: &str = "/office/conflicts";
const DUPLICATES: &str = "/office/duplicates";

async fn bring(site: &Site, form: &str) {
    let headers = "identifier:padron,name,language,entity_type,status,legal_form";
    let file = format!("{headers}\n1,Ash,en,association,published,{form}\n");
    let bytes = Cursor::new(file.into_bytes());
    let reading = import::open(bytes, "padron.csv", &Choice::default()).unwrap();
    let options = Options {
        dry_run: false,
        publish: true,
        complete: false,
        renamed: false,
    };
    let (db, clock) = (&site.node.db, &site.node.clock);
    import::import(db, clock, reading, options, &mut |_, _| {})
        .await
        .unwrap();
    clock.advance(std::time::Duration::from_mins(1));
}

async fn ash(site: &Site) -> Organization {
    let mut tx = site.node.db.read().await.unwrap();
    registry::find(&mut tx, "ash").await.unwrap()
}

/// A record whose legal form somebody wrote, against which a later file speaks.
async fn contradicted(site: &Site) -> Organization {
    bring(site, "first").await;
    let found = ash(site).await;
    let mut draft = found.stated;
    draft.legal_form = Some(format!("by hand {HOSTILE}"));
    let mut tx = site.node.db.begin().await.unwrap();
    registry::edit(&mut tx, &site.node.clock, &found.id, draft, Author::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    bring(site, "second").await;
    ash(site).await
}

/// What the page's form sends along of what was seen.
fn seen(page: &str) -> String {
    let value = page.split("name=\"seen\" value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_value_is_kept_or_taken_on_the_page_that_shows_both() {
    for (verb, becomes) in [("keep", "by hand"), ("take", "second")] {
        let site = Site::new().await;
        let cookie = admin(&site).await;
        let record = contradicted(&site).await;
        let page = open(&site, &cookie, CONFLICTS).await;
        assert!(
            page.contains("by hand") && page.contains("second"),
            "{page}"
        );
        assert!(
            page.contains("padron") && !page.contains("<script"),
            "{page}"
        );
        let (id, seen) = (record.id.as_str(), seen(&page));
        let decide = |verb, seen| {
            [
                ("organization", id),
                ("field", "legal_form"),
                ("register", "padron"),
                ("identifier", "1"),
                ("seen", seen),
                ("verb", verb),
            ]
        };
        // What nobody saw is not decided, and neither is what is no decision.
        for (verb, seen) in [(verb, "1"), ("dance", &*seen)] {
            let (status, _) = send(&site, &cookie, CONFLICTS, &decide(verb, seen)).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}");
        }
        let (status, _) = send(&site, &cookie, CONFLICTS, &decide(verb, &seen)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let form = ash(&site).await.stated.legal_form.unwrap();
        assert!(form.starts_with(becomes), "{form}");
        let (status, _) = send(&site, &cookie, CONFLICTS, &decide(verb, &seen)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it is decided");
    }
}

#[tokio::test]
async fn that_two_are_two_is_taken_back_and_what_was_joined_says_that_it_stays() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let one = site.organization("Café Unión de Tejedoras", false).await;
    let other = site.organization("Cafe Union Tejedoras", false).await;
    let (db, clock) = (&site.node.db, &site.node.clock);
    let search = duplicates::Search::begin(db, Among::All).await.unwrap();
    search.finish(clock).await.unwrap();
    let (one, other) = (one.path(), other.path());
    let decide = |verb| [("one", &*one), ("other", &*other), ("verb", verb)];
    let (status, _) = send(&site, &cookie, DUPLICATES, &decide("anew")).await;
    assert_eq!(status, StatusCode::CONFLICT, "nothing is kept apart yet");
    send(&site, &cookie, DUPLICATES, &decide("apart")).await;
    let apart = format!("{DUPLICATES}?state=apart");
    assert!(
        open(&site, &cookie, &apart)
            .await
            .contains("value=\"anew\"")
    );
    let (status, _) = send(&site, &cookie, DUPLICATES, &decide("anew")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let mut tx = site.node.db.read().await.unwrap();
    let pair = duplicates::pair(&mut tx, &one, &other).await.unwrap();
    assert_eq!(pair.unwrap().state, PairState::Proposed);
    drop(tx);

    send(&site, &cookie, DUPLICATES, &decide("merge")).await;
    let merged = open(&site, &cookie, &format!("{DUPLICATES}?state=merged")).await;
    assert!(!merged.contains("name=\"verb\""), "{merged}");
    let (status, _) = send(&site, &cookie, DUPLICATES, &decide("anew")).await;
    assert_eq!(status, StatusCode::CONFLICT);
}
