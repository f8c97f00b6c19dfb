//! Decisions between a register and a hand, by the office and by the organization itself.

use std::io::Cursor;

use super::*;
use crate::registry;
use crate::registry::import::{self, Choice, Options};

const TABLE: &str = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
    [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\nwebsite = \"Web\"\n";

impl Office {
    async fn import(&self, site: &str) {
        let mapping = import::Mapping::read(TABLE).unwrap();
        let source = Cursor::new(format!("Folio;Nombre;Web\n1;Ash;{site}\n").into_bytes());
        let choice = Choice::default();
        let reading = import::open_mapped(source, "padron.csv", &choice, &mapping).unwrap();
        let (db, clock) = (&self.node.db, &self.node.clock);
        import::import(db, clock, reading, Options::default(), &mut |_, _| {})
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_conflict_is_seen_and_decided_by_the_office_or_the_organization_and_nobody_else() {
    let office = office().await;
    office.import("https://one.example").await;
    let mut tx = office.node.db.read().await.unwrap();
    let ash = registry::find(&mut tx, "ash").await.unwrap();
    drop(tx);
    let id = ash.id.to_string();
    let record = format!("{ORGANIZATIONS}/{id}");
    let own = office.token(&[Scope::OrganizationsWrite], Some(&id)).await;
    let by_hand = json!({"website": "https://hand.example/"});
    let (status, changed) = office.ask(&own, Method::PATCH, &record, by_hand).await;
    assert_eq!(status, StatusCode::OK);
    let origins = changed["provenance"].as_array().unwrap();
    let is_own = |origin: &&Value| origin["by"] == "organization";
    assert_eq!(
        origins.iter().find(is_own).unwrap()["fields"],
        json!(["website"])
    );
    office.import("https://two.example").await;

    let conflicts = format!("{record}/conflicts");
    for stranger in ["", &office.token(&[Scope::OffersWrite], None).await] {
        let (status, _) = office
            .ask(stranger, Method::GET, &conflicts, Value::Null)
            .await;
        assert!(status.is_client_error(), "{status}");
    }
    let (_, found) = office.ask(&own, Method::GET, &conflicts, Value::Null).await;
    assert_eq!(
        (&found[0]["field"], &found[0]["stated"]),
        (&json!("website"), &json!("https://two.example/"))
    );
    let website = format!("{conflicts}/website");
    let (status, _) = office
        .ask(&own, Method::POST, &website, json!({"decision": "toss"}))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let take = json!({"decision": "take"});
    let (status, taken) = office.ask(&own, Method::POST, &website, take.clone()).await;
    assert_eq!(
        (status, &taken["website"]),
        (StatusCode::OK, &json!("https://two.example/"))
    );
    let (status, _) = office.ask(&own, Method::POST, &website, take).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
