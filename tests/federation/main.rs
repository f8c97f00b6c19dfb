//! Nodes on loopback that follow each other over real signed HTTP.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "../support/assembly.rs"]
mod assembly;
mod authorized;
mod cards;
mod edited;
mod full_disk;
#[path = "../support/given.rs"]
mod given;
#[path = "../overlap/invented.rs"]
#[expect(clippy::indexing_slicing, reason = "a list is never empty")]
mod invented;
mod kill;
mod leaked;
mod limits;
mod nodes;
mod overlap;
#[path = "../support/port.rs"]
mod port;
mod questions;
mod relations;
mod relocation;
#[path = "../overlap/respell.rs"]
#[expect(
    clippy::indexing_slicing,
    clippy::assigning_clones,
    reason = "as in the test that it is of"
)]
mod respell;
mod restored;
mod restrictions;
mod rotation;
mod same_as;
#[cfg(target_os = "linux")]
mod small_disk;
mod synchronization;
#[path = "../overlap/uk.rs"]
#[expect(clippy::indexing_slicing, reason = "columns were found")]
mod uk;
mod unknown;
#[path = "../support/wait.rs"]
mod wait;

use nodes::{Stage, until};
use serde_json::Value;
use trenza::activitypub::log;
use trenza::federation::{peering, peers, records};
use trenza::offers::{self, Purpose};
use trenza::registry::{self, Author};
use trenza::store::execute;
use trenza::vocabulary::{Terms, What};

#[tokio::test]
async fn two_nodes_that_admit_everybody_follow_each_other() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    peering::add(&lyon.node, &oaxaca.node.url(""))
        .await
        .unwrap();
    until("both follow", async || {
        lyon.follows(&oaxaca).await == "accepted" && oaxaca.follows(&lyon).await == "accepted"
    })
    .await;
}

#[tokio::test]
async fn a_node_that_asks_its_office_lets_nobody_in_before_the_answer() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "ask").await;
    let lyon = stage.open("lyon", "ask").await;
    peering::add(&lyon.node, &oaxaca.node.url(""))
        .await
        .unwrap();
    until("the request arrives", async || oaxaca.waiting().await == 1).await;
    assert_eq!(lyon.follows(&oaxaca).await, "requested");
    peering::approve(&oaxaca.node, &lyon.host()).await.unwrap();
    until("both follow", async || {
        lyon.follows(&oaxaca).await == "accepted" && oaxaca.follows(&lyon).await == "accepted"
    })
    .await;
}

#[tokio::test]
async fn an_offer_travels_is_edited_and_disappears_everywhere() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.active("Café Unión").await;
    let offer = oaxaca
        .offer(&cafe, Purpose::Offer, "Tostadora compartida")
        .await;
    let id = oaxaca.node.url(&offer.path());
    until("the offer arrives", async || {
        lyon.record(&id).await.is_some()
    })
    .await;

    let mut draft = offer.stated.clone();
    draft.titles.insert("es", "Tostadora y molino").unwrap();
    let edited = oaxaca
        .change(async |tx, clock| offers::edit(tx, clock, &offer.id, draft).await)
        .await;
    assert!(edited.updated_at > offer.updated_at);
    until("the edit arrives", async || {
        lyon.record(&id)
            .await
            .is_some_and(|record| record.name.contains("molino"))
    })
    .await;

    oaxaca
        .change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    until("the withdrawal arrives", async || {
        lyon.record(&id).await.is_some_and(|record| record.gone)
    })
    .await;
    let (status, body) = oaxaca.get(&offer.path()).await;
    assert_eq!(status, 410);
    assert_eq!(body["type"], "Tombstone");
    assert_eq!(body["formerType"], "Note");
}

#[tokio::test]
async fn a_node_that_was_away_catches_up_from_the_log() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.active("Café Unión").await;
    let known = oaxaca.offer(&cafe, Purpose::Need, "Una báscula").await;
    let known_id = oaxaca.node.url(&known.path());
    until("the need arrives", async || {
        lyon.record(&known_id).await.is_some_and(|one| !one.gone)
    })
    .await;
    let away = lyon.stop().await;
    let offer = oaxaca.offer(&cafe, Purpose::Need, "Sacos de yute").await;
    let missed = oaxaca.offer(&cafe, Purpose::Need, "Un molino").await;
    // What is withdrawn before it was published is never told to anybody.
    until("both were published", async || {
        oaxaca.get(&offer.path()).await.0 == 200 && oaxaca.get(&missed.path()).await.0 == 200
    })
    .await;
    for gone in [&known, &missed] {
        oaxaca
            .change(async |tx, clock| offers::withdraw(tx, clock, &gone.id).await)
            .await;
        until("it is gone", async || {
            oaxaca.get(&gone.path()).await.0 == 410
        })
        .await;
    }
    let lyon = stage.reopen(away).await;
    until("the whole log is read and the digests agree", async || {
        lyon.read_to(&oaxaca).await == oaxaca.head().await
            && lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
    let record = lyon.record(&oaxaca.node.url(&offer.path())).await.unwrap();
    assert_eq!(record.purpose.as_deref(), Some("need"));
    assert!(lyon.record(&known_id).await.unwrap().gone);
    // It left the log with its text, so whoever was away never hears what it said.
    let missed = lyon.record(&oaxaca.node.url(&missed.path())).await;
    assert!(missed.is_none_or(|record| record.gone));
}

#[tokio::test]
async fn a_peer_that_starts_late_gets_everything_with_equal_digests() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    for number in 0..250 {
        oaxaca.listed(&format!("Cooperativa {number:03}")).await;
    }
    let cafe = oaxaca.active("Café Unión").await;
    oaxaca.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    until("the digests agree", async || {
        lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
    let mut tx = lyon.node.db.read().await.unwrap();
    let origin = oaxaca.node.url("/actor");
    let held = records::holdings(&mut tx, &origin).await.unwrap();
    assert_eq!((held.organizations, held.offers), (251, 1));
    let peer = peers::get(&mut tx, &origin).await.unwrap().unwrap();
    assert_eq!(peer.cursor_seq, peer.head_seq);
}

#[tokio::test]
async fn a_dissolved_organization_is_withheld_and_its_offers_leave() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.active("Café Unión").await;
    let offer = oaxaca.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let (cafe_id, offer_id) = (
        oaxaca.node.url(&cafe.path()),
        oaxaca.node.url(&offer.path()),
    );
    until("both arrive", async || {
        lyon.record(&cafe_id).await.is_some() && lyon.record(&offer_id).await.is_some()
    })
    .await;
    oaxaca
        .change(async |tx, clock| registry::dissolve(tx, clock, &cafe.id, None).await)
        .await;
    until("the offer is gone and the record empty", async || {
        let withheld = |body: &str| body.contains("suspended") && !body.contains("entityType");
        lyon.record(&cafe_id)
            .await
            .is_some_and(|one| withheld(&one.body))
            && lyon.record(&offer_id).await.is_some_and(|one| one.gone)
    })
    .await;
    let (status, document) = oaxaca.get(&cafe.path()).await;
    assert_eq!((status, &document["suspended"]), (200, &Value::Bool(true)));
    assert_eq!(document.get("name"), None);
    let told = oaxaca.told(&cafe.path()).await;
    assert!(told.len() > 1, "{told:?}");
    for path in told {
        let (status, activity) = oaxaca.get(&path).await;
        assert_eq!(
            (status, &activity["object"]["suspended"]),
            (200, &Value::Bool(true))
        );
        assert!(!activity.to_string().contains("Unión"), "{activity}");
    }
    assert_eq!(oaxaca.get(&offer.path()).await.0, 410);
}

#[tokio::test]
async fn nobody_peers_with_itself_or_with_what_is_no_node() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let itself = peering::add(&oaxaca.node, &oaxaca.node.url(""))
        .await
        .unwrap_err();
    assert!(itself.to_string().contains("itself"), "{itself}");
    let nothing = peering::add(&oaxaca.node, "http://localhost:1")
        .await
        .unwrap_err();
    assert!(nothing.to_string().contains("localhost"), "{nothing}");
    let nonsense = peering::add(&oaxaca.node, "oaxaca").await.unwrap_err();
    assert!(nonsense.to_string().contains("https://"), "{nonsense}");
}

#[tokio::test]
async fn an_organization_that_takes_over_its_record_is_heard_by_peers() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.listed("Café Unión").await;
    let id = oaxaca.node.url(&cafe.path());
    until("the record arrives", async || {
        lyon.record(&id).await.is_some()
    })
    .await;
    assert_eq!(
        lyon.record(&id).await.unwrap().owner,
        oaxaca.node.url("/actor")
    );
    // Published in one batch, of which each subject's last change counts.
    let offer = oaxaca
        .change(async |tx, clock| {
            assembly::agrees(tx, clock, &cafe.id).await?;
            let draft = offers::Draft::titled(
                Purpose::Offer,
                "Tostadora",
                "es",
                What::Service,
                Terms::Lend,
            )?;
            let offer = offers::add(tx, clock, &cafe.id, draft).await?;
            let mut stated = cafe.stated.clone();
            stated.summaries.insert("es", "Tostamos café.")?;
            registry::edit(tx, clock, &cafe.id, stated, Author::Office).await?;
            Ok(offer)
        })
        .await;
    until("the offer arrives", async || {
        lyon.record(&oaxaca.node.url(&offer.path())).await.is_some()
    })
    .await;
    until("the digests agree", async || {
        lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
    assert_eq!(lyon.record(&id).await.unwrap().owner, id);
}

#[tokio::test]
async fn what_is_removed_is_taken_out_of_the_log_too() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let cafe = oaxaca.listed("Cooperativa Canario").await;
    until("it is published", async || {
        oaxaca.get(&cafe.path()).await.0 == 200
    })
    .await;
    let told = oaxaca.get("/registry/log?after=0").await.1.to_string();
    assert!(told.contains("Canario"));
    oaxaca
        .change(async |tx, clock| registry::remove(tx, clock, &cafe.id).await)
        .await;
    until("it is gone", async || {
        oaxaca.get(&cafe.path()).await.0 == 410
    })
    .await;
    for path in [
        "/registry/log?after=0",
        "/actor/outbox?page=true",
        "/actor/outbox",
    ] {
        let (status, body) = oaxaca.get(path).await;
        assert_eq!(status, 200, "{path}");
        assert!(!body.to_string().contains("Canario"), "{path}: {body}");
    }
}

#[tokio::test]
async fn a_peer_that_was_restored_from_a_backup_is_read_anew() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.active("Café Unión").await;
    let offer = oaxaca.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let lost = oaxaca.listed("Cooperativa Perdida").await;
    let equal = async || lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await;
    let lost_id = oaxaca.node.url(&lost.path());
    until("everything arrives", async || {
        equal().await && lyon.record(&lost_id).await.is_some()
    })
    .await;
    // The backup is older than the last record, and whoever restores it begins a new epoch.
    oaxaca
        .change(async |tx, _| {
            let path = lost.path();
            for statement in [
                "DELETE FROM deliveries WHERE object = $1",
                "DELETE FROM activities WHERE object = $1",
                "DELETE FROM documents WHERE path = $1",
            ] {
                execute!(tx, sqlx::query(statement).bind(&path))?;
            }
            log::begin_epoch(tx, "after the backup").await
        })
        .await;
    peering::sync(&lyon.node, &oaxaca.host()).await.unwrap();
    until("the lost record goes", async || {
        lyon.record(&lost_id).await.is_none()
    })
    .await;
    assert!(equal().await);
    let id = oaxaca.node.url(&cafe.path());
    assert_eq!(lyon.record(&id).await.unwrap().owner, id);
    assert!(lyon.record(&oaxaca.node.url(&offer.path())).await.is_some());
}
