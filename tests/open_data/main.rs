//! Open data as programs read it: datasets, single records, the catalogue, and what is
//! refused.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

/// The catalogue.
mod catalog;
/// A directory whose addresses are asked.
mod directory;
/// Real registers, which are not part of the project.
#[path = "../support/given.rs"]
mod given;
/// Profiles of Murmurations, read back.
mod murmurations;
/// Whole registers as linked data.
mod registers;

use directory::{Directory, triples};
use http::{StatusCode, header};

#[tokio::test]
async fn every_format_of_every_dataset_can_be_had_with_its_headers() {
    let directory = Directory::new().await;
    directory.organization("Café Unión", true).await;
    for (path, media_type) in [
        ("/data/organizations.csv", "text/csv; charset=utf-8"),
        (
            "/data/organizations.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("/data/organizations.geojson", "application/geo+json"),
        ("/data/organizations.jsonld", "application/ld+json"),
        ("/data/organizations.ttl", "text/turtle; charset=utf-8"),
        ("/data/organizations.murmurations.json", "application/json"),
        ("/data/offers.csv", "text/csv; charset=utf-8"),
        ("/data/offers.jsonld", "application/ld+json"),
        ("/data/offers.ttl", "text/turtle; charset=utf-8"),
    ] {
        let answer = directory
            .ask(path, &[("origin", "https://x.example")])
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), media_type, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        let name = path.trim_start_matches("/data/");
        let disposition = answer.header("content-disposition");
        assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
        let link = answer.header("link");
        assert!(
            link.contains("/data/catalog.jsonld>; rel=\"describedby\""),
            "{link}"
        );
        assert!(link.contains("CC-BY-4.0>; rel=\"license\""), "{link}");
    }
}

#[tokio::test]
async fn only_what_is_published_is_in_it_and_no_contacts() {
    let directory = Directory::new().await;
    let shown = directory.organization("Shown Coop", true).await;
    directory.offer(&shown, "Roasting plant").await;
    let withheld = directory.organization("Withheld Coop", true).await;
    directory.offer(&withheld, "Hidden van").await;
    directory.suspend(&withheld).await;
    directory.draft("Draft Coop").await;
    for path in [
        "/data/organizations.csv",
        "/data/organizations.geojson",
        "/data/organizations.jsonld",
        "/data/organizations.ttl",
        "/data/organizations.murmurations.json",
    ] {
        let text = directory.text(path).await;
        assert!(text.contains("Shown Coop"), "{path}: {text}");
        for hidden in ["Withheld", "Draft", "hidden@", "open@"] {
            assert!(!text.contains(hidden), "{path} shows {hidden}: {text}");
        }
    }
    for path in [
        "/data/offers.csv",
        "/data/offers.jsonld",
        "/data/offers.ttl",
    ] {
        let text = directory.text(path).await;
        assert!(text.contains("Roasting plant"), "{path}: {text}");
        assert!(!text.contains("Hidden van"), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_directory_without_records_gives_whole_empty_documents() {
    let directory = Directory::new().await;
    for name in ["organizations", "offers"] {
        assert!(triples(&directory.text(&format!("/data/{name}.ttl")).await).is_empty());
        let json = directory.text(&format!("/data/{name}.jsonld")).await;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["@graph"], serde_json::json!([]));
    }
    let profiles = directory
        .text("/data/organizations.murmurations.json")
        .await;
    assert_eq!(profiles.split_whitespace().collect::<String>(), "[]");
}

#[tokio::test]
async fn a_record_has_its_data_beside_its_page() {
    let directory = Directory::new().await;
    let body = directory.organization("Federación", true).await;
    let coop = directory.organization("Café Unión", true).await;
    directory.join(&coop, &body).await;
    directory.offer(&coop, "Tostadora").await;
    let path = coop.path();
    let turtle = directory.text(&format!("{path}.ttl")).await;
    let stated = triples(&turtle);
    let id = format!("<https://directory.example{path}>");
    for part in [
        format!("{id} <http://schema.org/name> \"Café Unión\"@es"),
        format!(
            "{id} <http://www.w3.org/ns/org#memberOf> <https://directory.example{}>",
            body.path()
        ),
    ] {
        assert!(stated.contains(&part), "{part}\n{turtle}");
    }
    assert!(
        turtle.contains("Tostadora") && !turtle.contains("@coop.example"),
        "{turtle}"
    );
    let json = directory.text(&format!("{path}.jsonld")).await;
    assert_eq!(directory::graph(&json), stated);
    let profile = directory.json(&format!("{path}.murmurations.json")).await;
    assert_eq!(profile["linked_schemas"][0], "organizations_schema-v1.0.0");
    assert_eq!(
        profile["relationships"][0]["object_url"],
        format!("https://directory.example{}", body.path())
    );

    let accepted = directory.ask(&path, &[("accept", "text/turtle")]).await;
    assert_eq!(accepted.header("vary"), "Accept");
    assert_eq!(triples(&accepted.text), stated);
    let page = directory
        .ask(&path, &[("accept", "text/html,*/*;q=0.8")])
        .await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let link = format!("<link rel=\"alternate\" type=\"text/turtle\" href=\"{path}.ttl\">");
    assert!(page.text.contains(&link), "{}", page.text);
    directory.publish().await;
    for accept in [
        "application/activity+json",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        "application/ld+json, text/turtle;q=0.5",
    ] {
        let document = directory.ask(&path, &[("accept", accept)]).await;
        assert_eq!(
            document.header("content-type"),
            "application/activity+json",
            "{accept}"
        );
    }
}

#[tokio::test]
async fn what_is_not_public_has_no_data_and_what_was_merged_leads_on() {
    let directory = Directory::new().await;
    let withheld = directory.organization("Withheld", false).await;
    directory.suspend(&withheld).await;
    let draft = directory.draft("Draft").await;
    for path in [withheld.path(), draft.path(), "/o/nothing".to_owned()] {
        for ending in [".ttl", ".jsonld", ".murmurations.json"] {
            let answer = directory.ask(&format!("{path}{ending}"), &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}{ending}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
    let one = directory.organization("Ash Coop", false).await;
    let other = directory.organization("Ash Co-op", false).await;
    directory.merge(&one, &other).await;
    let answer = directory.ask(&format!("{}.ttl", other.path()), &[]).await;
    assert_eq!(
        answer.status,
        StatusCode::PERMANENT_REDIRECT,
        "{}",
        answer.text
    );
    let to = format!("https://directory.example{}.ttl", one.path());
    assert_eq!(answer.header("location"), to);
}

#[tokio::test]
async fn a_form_that_does_not_exist_is_refused_with_those_that_do() {
    let directory = Directory::new().await;
    for (path, status, named) in [
        (
            "/data/organizations.pdf",
            StatusCode::NOT_FOUND,
            "jsonld, ttl",
        ),
        ("/data/offers.geojson", StatusCode::NOT_FOUND, "csv, jsonld"),
        ("/data/catalog.csv", StatusCode::NOT_FOUND, "ttl, jsonld"),
        (
            "/data/people.csv",
            StatusCode::NOT_FOUND,
            "organizations, offers",
        ),
    ] {
        let answer = directory.ask(path, &[]).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.text.contains(named), "{path}: {}", answer.text);
    }
    for path in [
        "/data/organizations",
        "/data/offers",
        "/data/catalog",
        "/catalog",
    ] {
        let answer = directory.ask(path, &[("accept", "application/pdf")]).await;
        assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE, "{path}");
        assert!(
            answer.text.contains("text/turtle"),
            "{path}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn a_dataset_leads_to_the_form_that_is_asked_for() {
    let directory = Directory::new().await;
    for (accept, to) in [
        ("text/turtle", "/data/organizations.ttl"),
        (
            "text/csv;q=0.9, application/json;q=0.1",
            "/data/organizations.csv",
        ),
        ("text/html", "/data"),
        ("*/*", "/data"),
    ] {
        let answer = directory
            .ask("/data/organizations", &[("accept", accept)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{accept}");
        assert_eq!(answer.header("location"), to, "{accept}");
    }
}

#[tokio::test]
async fn who_holds_the_present_state_gets_no_body_until_something_is_published() {
    let directory = Directory::new().await;
    directory.organization("Ash Coop", false).await;
    let path = "/data/organizations.ttl";
    // What is not in the log yet has no name.
    assert!(
        !directory
            .ask(path, &[])
            .await
            .headers
            .contains_key(header::ETAG)
    );
    directory.publish().await;
    let first = directory.ask(path, &[]).await;
    let (tag, date) = (first.header("etag"), first.header("last-modified"));
    for (name, value) in [("if-none-match", &tag), ("if-modified-since", &date)] {
        let again = directory.ask(path, &[(name, value)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{name}");
        assert!(again.text.is_empty());
        assert_eq!(again.header("etag"), tag);
    }
    let other = directory
        .ask("/data/organizations.csv", &[("if-none-match", &tag)])
        .await;
    assert_eq!(other.status, StatusCode::OK);

    directory.organization("Elm Coop", false).await;
    for (name, value) in [("if-none-match", &tag), ("if-modified-since", &date)] {
        let changed = directory.ask(path, &[(name, value)]).await;
        assert_eq!(changed.status, StatusCode::OK, "{name}");
        assert!(changed.text.contains("Elm Coop"));
    }
    directory.publish().await;
    for (name, value) in [("if-none-match", &tag), ("if-modified-since", &date)] {
        let changed = directory.ask(path, &[(name, value)]).await;
        assert_eq!(changed.status, StatusCode::OK, "{name}");
    }
}

#[tokio::test]
async fn more_readers_at_once_than_there_is_room_for_are_told_when_to_come_back() {
    let directory = Directory::new().await;
    let room = &directory.node.export_room;
    let all = u32::try_from(room.available_permits()).unwrap();
    let taken = room.acquire_many(all).await.unwrap();
    let answer = directory.ask("/data/organizations.ttl", &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "5");
    drop(taken);
    // Every place that an answer took is given back.
    for _ in 0..all * 3 {
        directory.text("/data/organizations.ttl").await;
        directory.text("/data/offers.csv").await;
    }
}

#[tokio::test]
async fn more_records_than_a_page_holds_are_each_in_it_once() {
    let directory = Directory::new().await;
    directory.many(450).await;
    let text = directory.text("/data/organizations.ttl").await;
    let names: Vec<String> = triples(&text)
        .into_iter()
        .filter(|one| one.contains("<http://schema.org/name>"))
        .collect();
    assert_eq!(names.len(), 450);
    let csv = directory.text("/data/organizations.csv").await;
    assert_eq!(csv.lines().count(), 451);
}

#[tokio::test]
async fn people_find_the_data_from_the_pages() {
    let directory = Directory::new().await;
    let html = [("accept", "text/html")];
    let page = directory.ask("/data?lang=es", &html).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "Datos abiertos",
        "href=\"/data/organizations.csv\"",
        "CC-BY-4.0",
    ] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    for path in ["/organizations", "/offers", "/"] {
        let page = directory.ask(path, &html).await;
        assert!(page.text.contains("<a href=\"/data\">"), "{path}");
        assert!(page.text.contains("rel=\"describedby\""), "{path}");
    }
    let list = directory.ask("/organizations", &html).await.text;
    assert!(
        list.contains("type=\"text/csv\" href=\"/data/organizations.csv\""),
        "{list}"
    );
}
