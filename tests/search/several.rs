//! In which directories one organization stands, said with it where it is found.

use http::StatusCode;
use serde_json::json;
use trenza::activitypub::restrictions::{Severity, Subject};
use trenza::federation::{restricting, same_as};
use trenza::registry::same_as::StatedBy;

use crate::town::{MILL, Town, mill, wheat};

/// A town in which the mill of Lyon and a record of the town are shown as one.
async fn joined() -> Town {
    let town = Town::open().await;
    town.befriend().await;
    let own = town.listed("Molino de las Tres Piedras").await;
    let mut both = mill();
    both["sameAs"] = json!([format!("https://oax.example{}", own.path())]);
    town.receive(MILL, "Update", both).await;
    let node = &town.node;
    town.change(async |tx, _| same_as::state(node, tx, &own.id, MILL, StatedBy::Office).await)
        .await;
    town
}

impl Town {
    pub(crate) async fn reads(&self, path: &str) -> String {
        let (status, _, page) = self.get(path, "text/html").await;
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        page
    }
}

#[tokio::test]
async fn what_is_found_names_the_other_directories_that_have_it_too() {
    let town = joined().await;
    for (language, said) in [
        ("en", "also in:"),
        ("es", "también en:"),
        ("fr", "aussi dans\u{a0}:"),
        ("pt", "também em:"),
    ] {
        let page = town
            .reads(&format!("/search?kind=organization&lang={language}"))
            .await;
        let link = format!("{said} <a href=\"{MILL}\" rel=\"external\">lyon.example</a>");
        assert!(page.contains(&link), "{page}");
    }
    let list = town.reads("/embed?kind=organization&lang=en").await;
    assert!(
        list.contains("also in:") && list.contains("lyon.example"),
        "{list}"
    );
    let list = town.reads("/organizations?lang=en").await;
    let link = format!("also in: <a href=\"{MILL}\" rel=\"external\">lyon.example</a>");
    assert!(list.contains(&link), "{list}");
    let found = town.search("kind=organization").await;
    assert_eq!(found["items"][0]["also_in"], json!([MILL]));
}

#[tokio::test]
async fn what_stands_alone_names_no_other_directory() {
    let town = Town::open().await;
    town.befriend().await;
    town.listed("Molino de las Tres Piedras").await;
    let page = town.reads("/search?lang=en").await;
    assert!(!page.contains("also in:"), "{page}");
    let list = town.reads("/organizations?lang=en").await;
    assert!(!list.contains("also in:"), "{list}");
    let found = town.search("").await;
    assert!(!found.to_string().contains("also_in"), "{found}");
}

#[tokio::test]
async fn a_directory_that_was_limited_is_not_named_with_what_stays() {
    let town = joined().await;
    let host = Subject::parse("lyon.example").unwrap();
    restricting::restrict(&town.node, &host, Severity::Limit, (None, None))
        .await
        .unwrap();
    let page = town.reads("/search?kind=organization&lang=en").await;
    assert!(
        page.contains("Tres Piedras") && !page.contains("lyon.example"),
        "{page}"
    );
    let found = town.search("kind=organization").await;
    assert!(!found.to_string().contains("lyon.example"), "{found}");
}

#[tokio::test]
async fn a_territorys_page_shows_what_friends_have_of_it_and_leads_to_the_search() {
    let town = Town::open().await;
    town.befriend().await;
    town.cafe().await;
    for path in ["/t/FR-69", "/t/FR"] {
        let page = town.reads(&format!("{path}?lang=en")).await;
        assert!(
            page.contains(&format!("href=\"{MILL}\"")) && page.contains("blé ancien"),
            "{page}"
        );
        assert!(
            !page.contains("Café Unión") && !page.contains(" here yet."),
            "{page}"
        );
        let code = path.trim_start_matches("/t/");
        let search = format!("href=\"/search?territory={code}\"");
        assert!(page.contains(&search), "{page}");
    }
    let page = town.reads("/t/MX-OAX?lang=en").await;
    assert!(
        page.contains("Café Unión") && !page.contains(MILL),
        "{page}"
    );
    // What has ended is offered and sought no more.
    let mut ended = wheat();
    ended["state"] = json!("met");
    ended["updated"] = json!("2026-09-22T00:00:00Z");
    town.receive(MILL, "Update", ended).await;
    let page = town.reads("/t/FR-69?lang=en").await;
    assert!(
        page.contains(MILL) && !page.contains("blé ancien"),
        "{page}"
    );
    let host = Subject::parse("lyon.example").unwrap();
    restricting::restrict(&town.node, &host, Severity::Limit, (None, None))
        .await
        .unwrap();
    town.settle().await;
    let page = town.reads("/t/FR?lang=en").await;
    assert!(!page.contains("lyon.example"), "{page}");
}
