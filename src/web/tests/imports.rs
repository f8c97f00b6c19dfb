//! Imports that were made, as the office takes them back.

use std::io::Cursor;

use futures::FutureExt;

use super::office::{admin, open, send};
use super::*;
use crate::federation::imports;
use crate::id::{BatchId, BroughtFileId};
use crate::registry::duplicates::{self, Among};
use crate::registry::import::brought::{self, Ceiling};
use crate::registry::import::{self, Choice, Mapping, Options, Report, Resumed};

const MAPPING: &str = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
    territory = \"MX-OAX\"\n[columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n\
    website = \"Sitio\"\n";

impl Site {
    /// Imports a register of one row, and gives the import.
    async fn import(&self, row: &str) -> BatchId {
        let table = format!("Folio;Nombre;Sitio\n{row}\n").into_bytes();
        let (choice, mapping) = (Choice::default(), Mapping::read(MAPPING).unwrap());
        let reading = import::open_mapped(Cursor::new(table), "padron.csv", &choice, &mapping);
        let (db, clock) = (&self.node.db, &self.node.clock);
        let options = Options::default();
        let made = import::import(db, clock, reading.unwrap(), options, &mut |_, _| {}).await;
        clock.advance(std::time::Duration::from_mins(1));
        made.unwrap().batch.unwrap().parse().unwrap()
    }

    /// Brings a file of which a rehearsal told this, and gives its page.
    async fn rehearsed(&self, told: Report) -> String {
        let clock = &self.node.clock;
        let id = BroughtFileId::new(clock);
        let (file, now) = (("padron.csv", 7), clock.now());
        let ceiling = Ceiling {
            files: 9,
            bytes: 99,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let brought = brought::bring(&mut tx, &id, file, None, ceiling, now).await;
        brought.unwrap();
        brought::begin_rehearsal(&mut tx, clock, &id, None, Options::default())
            .await
            .unwrap();
        brought::rehearsed(&mut tx, &id, told).await.unwrap();
        tx.commit().await.unwrap();
        format!("/office/imports/{id}")
    }

    async fn pairs(&self) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        duplicates::count_proposed(&mut tx).await.unwrap()
    }
}

#[tokio::test]
async fn after_taking_back_that_a_crash_cut_off_pairs_are_looked_for_and_it_is_published() {
    let site = Site::new().await;
    let (db, clock) = (&site.node.db, &site.node.clock);
    site.organization("Café Unión de Tejedoras", false).await;
    site.import("1;Cafe Union Tejedoras;").await;
    let changed = site
        .import("1;Cafe Union Tejedoras;https://cafe.example")
        .await;
    imports::follow_up(&site.node, &Among::All).await;
    assert_eq!(site.pairs().await, 1);
    import::begin_undo(db, clock, &changed).await.unwrap();

    // While whoever began it may still live, nothing is taken up and nothing follows.
    site.node.wake.publisher.notified().now_or_never();
    let early = import::resume(db, clock, &mut |_, _| {}).await.unwrap();
    imports::follow_up_resumed(&site.node, &early).await;
    let woken = site.node.wake.publisher.notified().now_or_never();
    assert_eq!((early, woken), (Resumed::Nothing, None));

    import::release(db).await.unwrap();
    let resumed = import::resume(db, clock, &mut |_, _| {}).await.unwrap();
    assert!(matches!(&resumed, Resumed::TakenBack(undone) if undone.restored == 1));
    assert_eq!(site.pairs().await, 0, "it went with what the record stated");
    imports::follow_up_resumed(&site.node, &resumed).await;
    assert_eq!(site.pairs().await, 1);
    let woken = site.node.wake.publisher.notified().now_or_never();
    assert!(woken.is_some());
}

#[tokio::test]
async fn it_is_asked_only_about_what_can_be_taken_back_and_refused_in_the_same_words() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let first = site.import("1;Cafe Union Tejedoras;").await;
    let path = |batch: &BatchId| format!("/office/imports/made/{batch}/undo");
    let page = open(&site, &cookie, &path(&first)).await;
    assert!(
        page.contains("Records that will be erased</dt><dd>1"),
        "{page}"
    );
    let later = site
        .import("1;Cafe Union Tejedoras;https://cafe.example")
        .await;
    let (db, clock) = (&site.node.db, &site.node.clock);
    refused(&site, &cookie, &path(&first), later.as_str()).await;

    import::begin_undo(db, clock, &later).await.unwrap();
    refused(&site, &cookie, &path(&later), "undoing").await;
    refused(&site, &cookie, &path(&first), later.as_str()).await;
    import::release(db).await.unwrap();
    import::resume(db, clock, &mut |_, _| {}).await.unwrap();
    refused(&site, &cookie, &path(&later), "nothing to undo").await;
    open(&site, &cookie, &path(&first)).await;
}

#[tokio::test]
async fn a_rehearsal_says_when_not_all_was_compared() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    for is_likely_cut in [true, false] {
        let told = Report {
            is_likely_cut,
            ..Report::default()
        };
        let path = site.rehearsed(told).await;
        for (language, said) in [
            ("en", "Not every row was compared"),
            ("es", "No todas las filas se compararon"),
            ("fr", "Toutes les lignes n’ont pas été comparées"),
            ("pt", "Nem todas as linhas foram comparadas"),
        ] {
            let page = open(&site, &cookie, &format!("{path}?lang={language}")).await;
            assert_eq!(page.contains(said), is_likely_cut, "{page}");
        }
    }
}

/// Neither the question nor the deed goes through, both for the same reason, which says this.
async fn refused(site: &Site, cookie: &str, path: &str, said: &str) {
    let asked = site.ask(path, &[(header::COOKIE, cookie)]).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT, "{path}");
    let asked = why(&text(asked).await);
    assert!(asked.contains(said), "{asked}");
    let (status, done) = send(site, cookie, path, &[]).await;
    assert_eq!((status, why(&done)), (StatusCode::CONFLICT, asked));
}

/// Why a page says that something is refused.
fn why(page: &str) -> String {
    let said = page.split("role=\"alert\"").nth(1).unwrap();
    said.split("</p>").next().unwrap().to_owned()
}
