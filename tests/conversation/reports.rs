//! Reports in both directions.

use serde_json::{Value, json};
use trenza::error::Error;

use crate::site::Site;
use crate::town::Town;

#[tokio::test]
async fn a_report_of_another_server_waits_for_the_office_and_is_nobody_elses_business() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let server = site.person("server");
    let mut flag = server.activity("Flag", json!([town.workshop_id(), town.offer_id()]));
    flag["content"] = json!("engaño <b>claro</b>");
    assert_eq!(server.says(&town, &flag).await, "applied");
    let open = town.told(&["report", "list", "--state", "open"]).await.json;
    assert_eq!(
        open[0]["subjects"],
        json!([town.workshop_id(), town.offer_id()])
    );
    assert_eq!(open[0]["content"], "engaño claro");
    assert_eq!(open[0]["host"], site.host());
    assert!(!town.page().await.contains("engaño"));
    let id = open[0]["id"].as_str().unwrap();
    let done = town
        .told(&["report", "resolve", id, "--text", "hablado con el taller"])
        .await;
    assert_eq!(done.json["state"], "resolved");
    let again = town.ask(&["report", "resolve", id]).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    let open = town.told(&["report", "list", "--state", "open"]).await.json;
    assert_eq!(open, json!([]));
}

#[tokio::test]
async fn a_report_about_nothing_of_ours_is_not_kept_and_a_flood_has_an_end() {
    let town = Town::with("[conversation]\nperson_per_hour = 2").await;
    let site = Site::open(&town).await;
    let server = site.person("server");
    for object in [json!(site.url("/people/ana")), json!([]), json!(null)] {
        let activity = server.activity("Flag", object);
        assert_ne!(server.says(&town, &activity).await, "applied");
    }
    let mut kept = 0;
    for _ in 0..4 {
        let outcome = server.does(&town, "Flag", town.workshop_id()).await;
        kept += i64::from(outcome == "applied");
    }
    assert_eq!((kept, town.count("reports").await), (2, 2));
}

#[tokio::test]
async fn the_office_reports_a_post_to_its_server_in_the_name_of_the_node() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let note = ana.note("<p>Estafa</p>", &town.offer_id());
    site.serve(&note);
    let id = note["id"].as_str().unwrap();
    let sent = town
        .told(&["report", "send", id, "--text", "Es una estafa"])
        .await;
    assert_eq!(sent.json["direction"], "sent");
    let is_flag = |activity: &Value| activity["type"] == "Flag";
    let flag = ana.receives("the report", is_flag).await;
    assert_eq!(flag["actor"], json!(town.node.url("/actor")));
    assert_eq!(flag["object"], json!([ana.id, id]));
    assert_eq!(flag["content"], "Es una estafa");
    for (address, text) in [
        (town.offer_id(), "Es una estafa"),
        (site.url("/nothing"), "Es una estafa"),
        ("nonsense".to_owned(), "Es una estafa"),
        (id.to_owned(), " "),
    ] {
        let refused = town
            .ask(&["report", "send", &address, "--text", text])
            .await;
        assert!(refused.is_err(), "{address}");
    }
    assert_eq!(town.count("reports").await, 1);
}
