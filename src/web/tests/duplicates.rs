//! Records that may be one organization, side by side for the office to compare.

use serde_json::{Value, json};

use super::office::{admin, open, send};
use super::*;
use crate::federation::records::{self, Record};
use crate::registry::duplicates::{Among, Search};

const PATH: &str = "/office/duplicates";
const ABROAD: &str = "https://bilbao.example/o/1";

/// Has a record of another directory held here, and kept apart from one of ours.
async fn apart(site: &Site, cookie: &str, body: Value) -> String {
    let now = site.node.clock.now();
    let record = Record {
        id: ABROAD.to_owned(),
        origin: "https://bilbao.example/actor".to_owned(),
        kind: "organization".to_owned(),
        owner: "https://bilbao.example/actor".to_owned(),
        organization: None,
        purpose: None,
        name: format!("Cafe Union {HOSTILE}"),
        territory: Some("ES-BI".to_owned()),
        body: body.to_string(),
        record_digest: String::new(),
        updated: now,
        log_seq: Some(1),
        received_at: now,
        gone: false,
        withheld: false,
        attested: false,
    };
    let own = site.organization("Café Unión", false).await;
    let mut tx = site.node.db.begin().await.unwrap();
    assert!(records::hold(&mut tx, &record).await.unwrap());
    tx.commit().await.unwrap();
    let form = [("one", &*own.path()), ("other", ABROAD), ("verb", "apart")];
    let (status, page) = send(site, cookie, PATH, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    open(site, cookie, &format!("{PATH}?state=apart&lang=en")).await
}

#[tokio::test]
async fn anothers_record_is_shown_with_what_it_says_and_what_differs_is_marked() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let body = json!({
        "entityType": "association", "legalForm": HOSTILE, "foundingDate": "1999-05-01",
        "territory": "ES-BI",
        "location": {"address": {"streetAddress": "Gran Vía 1", "postalCode": "48001",
            "addressLocality": "Bilbao", "addressCountry": "ES"}},
        "source": [{"register": "Registro vasco", "identifier": "77",
            "registerNumber": "BI 12", "statedOn": "2026-01-31"}, {"register": 7}],
    });
    let page = apart(&site, &cookie, body).await;
    for said in [
        "Cafe Union",
        "Gran Vía 1, 48001, Bilbao, Spain",
        "Registro vasco, 77, number BI 12, as of 31 January 2026",
        "bilbao.example",
        "1 May 1999",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for marked in ["Cooperative", "Association"] {
        let mark = format!("<mark>{marked}</mark>");
        assert!(page.contains(&mark), "{marked}: {page}");
    }
    assert!(
        !page.contains("<mark>1 May 1999"),
        "what the other does not say is no difference: {page}"
    );
    assert!(!page.contains("<script>"), "{page}");
}

#[tokio::test]
async fn what_both_say_alike_is_not_marked() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let body = json!({"entityType": "cooperative", "territory": "MX-OAX"});
    let page = apart(&site, &cookie, body).await;
    assert!(!page.contains("<mark>Cooperative"), "{page}");
}

#[tokio::test]
async fn what_its_own_directory_withholds_stands_by_its_address_alone() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let body = json!({"suspended": true, "entityType": "association"});
    let page = apart(&site, &cookie, body).await;
    assert!(
        page.contains(ABROAD) && !page.contains("Cafe Union"),
        "{page}"
    );
}

#[tokio::test]
async fn two_are_joined_only_after_it_was_asked_and_it_is_told_what_went_where() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let one = site.organization("Café Unión de Tejedoras", false).await;
    let other = site.organization("Cafe Union Tejedoras", false).await;
    let search = Search::begin(&site.node.db, Among::All).await.unwrap();
    search.finish(&site.node.clock).await.unwrap();
    let list = open(&site, &cookie, &format!("{PATH}?lang=en")).await;
    assert!(!list.contains("value=\"merge\""), "one click joins nothing");
    assert!(list.contains(&format!("{PATH}/join?keep=")), "{list}");

    let ask = |keep: &Organization, lose: &Organization| {
        format!(
            "{PATH}/join?keep={}&lose={}&lang=en",
            keep.path(),
            lose.path()
        )
    };
    let asked = open(&site, &cookie, &ask(&other, &one)).await;
    let stays = asked.split("This one is joined to it").next().unwrap();
    assert!(stays.contains("Cafe Union Tejedoras</a>"), "{asked}");
    for said in ["Café Unión de Tejedoras</a>", "cannot be undone"] {
        assert!(asked.contains(said), "{said}: {asked}");
    }
    let turned = format!("{PATH}/join?keep=%2Fo%2F{}", one.id);
    assert!(asked.contains(&turned), "{asked}");
    let unsaid = open(&site, &cookie, &format!("{PATH}?joined={}", one.handle)).await;
    assert!(
        !unsaid.contains(&format!("/@{}\"", one.handle)),
        "nothing was joined"
    );

    let (one_path, other_path) = (one.path(), other.path());
    let form = [
        ("one", &*other_path),
        ("other", &*one_path),
        ("verb", "merge"),
    ];
    let (status, page) = send(&site, &cookie, PATH, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let told = open(&site, &cookie, &format!("{PATH}?joined={}", one.handle)).await;
    let from = format!("<a href=\"/@{}\">", one.handle);
    let to = format!("<a href=\"{other_path}\" dir=\"auto\">Cafe Union Tejedoras</a>");
    assert!(told.contains(&from) && told.contains(&to), "{told}");
    for (keep, lose) in [(&one, &one), (&other, &other)] {
        let refused = site
            .ask(&ask(keep, lose), &[(header::COOKIE, &cookie)])
            .await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn two_are_not_joined_the_other_way_round_than_it_was_asked() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let one = site.organization("Café Unión de Tejedoras", false).await;
    let other = site.organization("Cafe Union Tejedoras", false).await;
    let (one_path, other_path) = (one.path(), other.path());
    let form = [
        ("one", &*one_path),
        ("other", &*other_path),
        ("verb", "merge"),
    ];
    // Between the question and the answer the other one begins to speak for itself.
    site.activate(&other).await;
    let (status, page) = send(&site, &cookie, PATH, &form).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert!(page.contains("speaks for itself"), "{page}");
    let stays = page.split("This one is joined to it").next().unwrap();
    assert!(stays.contains("Cafe Union Tejedoras</a>"), "{page}");
    site.page(&one_path).await;

    // What the page shows now can be confirmed.
    let form = [
        ("one", &*other_path),
        ("other", &*one_path),
        ("verb", "merge"),
    ];
    let (status, page) = send(&site, &cookie, PATH, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}
