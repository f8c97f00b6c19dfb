//! Servers and people that the office keeps out, or out of sight.

use serde_json::json;
use trenza::offers;

use crate::site::{Person, Site};
use crate::town::{Town, until};

/// Has somebody answer the offer, and the office show it.
async fn answered(town: &Town, by: &Person, text: &str) -> String {
    let note = by.note(text, &town.offer_id());
    assert_eq!(by.does(town, "Create", note).await, "applied");
    let replies = town.told(&["reply", "list", "--state", "waiting"]).await;
    let id = replies.json[0]["id"].as_str().unwrap().to_owned();
    town.told(&["reply", "approve", &id]).await;
    id
}

#[tokio::test]
async fn a_blocked_server_is_turned_away_and_what_it_said_is_hidden() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let id = answered(&town, &ana, "<p>Nos interesan</p>").await;
    assert_eq!(ana.does(&town, "Like", town.offer_id()).await, "applied");
    assert_eq!(
        ana.does(&town, "Follow", town.workshop_id()).await,
        "applied"
    );

    let told = town
        .told(&["block", "add", site.host(), "--reason", "spam"])
        .await;
    assert!(told.text.contains("1 followings ended"), "{}", told.text);
    assert!(!town.page().await.contains("Nos interesan"));
    assert_eq!(town.count("followers").await, 0);
    assert_eq!(town.count("reactions").await, 0);

    let received = town.count("received").await;
    let note = ana.note("<p>Otra vez</p>", &town.offer_id());
    for kind in ["Create", "Like", "Follow", "Delete", "Flag"] {
        let activity = ana.activity(kind, note.clone());
        assert_eq!(ana.posts(&town, &activity).await, 403, "{kind}");
    }
    assert_eq!(town.count("received").await, received, "nothing is stored");

    town.told(&["block", "remove", site.host()]).await;
    let reply = town.told(&["reply", "show", &id]).await.json;
    assert_eq!(reply["state"], json!("waiting"));
    assert_eq!(ana.does(&town, "Create", note).await, "applied");
}

#[tokio::test]
async fn nothing_goes_to_a_blocked_server_and_nothing_is_asked_of_it() {
    let town = Town::open().await;
    let (site, other) = (Site::open(&town).await, Site::open(&town).await);
    let (ana, bob) = (site.person("ana"), other.person("bob"));
    for person in [&ana, &bob] {
        let followed = person.does(&town, "Follow", town.workshop_id()).await;
        assert_eq!(followed, "applied");
        person
            .receives("the Accept", |one| one["type"] == "Accept")
            .await;
    }
    let id = town.workshop.id.clone();
    let text = "Martillos";
    let add = async |title: &str| {
        let draft = offers::Draft::titled(
            offers::Purpose::Offer,
            title,
            "es",
            trenza::vocabulary::What::Product,
            trenza::vocabulary::Terms::Lend,
        )
        .unwrap();
        town.change(async |tx, clock| offers::add(tx, clock, &id, draft).await)
            .await
    };
    let told_of = |person: &Person, title: &str| {
        let posted = person.site.posted(&person.inbox);
        posted.iter().any(|one| one.to_string().contains(title))
    };
    let first = add(text).await;
    until("both hear of it", async || {
        told_of(&ana, text) && told_of(&bob, text)
    })
    .await;
    town.told(&["block", "add", site.host()]).await;
    let before = site.posted(&ana.inbox).len();
    // Whoever was told of an offer is told of its end; who is blocked is not.
    town.change(async |tx, clock| offers::withdraw(tx, clock, &first.id).await)
        .await;
    add("Clavos").await;
    until("bob hears of both", async || {
        told_of(&bob, "Clavos") && told_of(&bob, "Tombstone")
    })
    .await;
    assert_eq!(site.posted(&ana.inbox).len(), before);
    let waiting = format!(
        "deliveries WHERE host = '{}' AND state = 'pending'",
        site.host()
    );
    assert_eq!(town.count(&waiting).await, 0);

    // What somebody else hands over is not fetched from there.
    let note = ana.note("<p>Por un rodeo</p>", &town.offer_id());
    site.serve(&note);
    assert_ne!(bob.does(&town, "Announce", note).await, "applied");
    assert_eq!(town.count("replies").await, 0);
}

#[tokio::test]
async fn a_blocked_account_is_kept_out_and_its_neighbours_are_not() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    town.told(&["block", "add", &ana.id]).await;
    let activity = ana.activity("Like", town.offer_id());
    assert_eq!(ana.posts(&town, &activity).await, 403);
    assert_eq!(bob.does(&town, "Like", town.offer_id()).await, "applied");
}

#[tokio::test]
async fn answers_of_a_limited_server_wait_even_if_it_was_trusted() {
    // The host is known only once the server is open, so the town that trusts it comes after.
    let first = Town::open().await;
    let site = Site::open(&first).await;
    let trusted = format!("[conversation]\ntrusted_hosts = [{:?}]", site.host());
    let town = Town::with(&trusted).await;
    let ana = site.person("ana");
    town.told(&["block", "add", site.host(), "--limit"]).await;
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    assert_eq!(ana.does(&town, "Create", note).await, "applied");
    let replies = town.told(&["reply", "list"]).await.json;
    assert_eq!(replies[0]["state"], json!("waiting"));
    town.told(&["block", "remove", site.host()]).await;
    let note = ana.note("<p>Dos</p>", &town.offer_id());
    assert_eq!(ana.does(&town, "Create", note).await, "applied");
    let replies = town.told(&["reply", "list"]).await.json;
    assert_eq!(replies[1]["state"], json!("approved"));
}

#[tokio::test]
async fn lifting_one_of_two_blocks_shows_nothing_yet() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let id = answered(&town, &ana, "<p>Nos interesan</p>").await;
    town.told(&["block", "add", &ana.id]).await;
    town.told(&["block", "add", site.host()]).await;
    let state = async || town.told(&["reply", "show", &id]).await.json["state"].clone();
    town.told(&["block", "remove", &ana.id]).await;
    assert_eq!(state().await, json!("hidden"));
    town.told(&["block", "remove", site.host()]).await;
    assert_eq!(state().await, json!("waiting"));
}

#[tokio::test]
async fn a_list_is_rehearsed_taken_over_and_given_on() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    answered(&town, &ana, "<p>Uno</p>").await;
    let own = town.node.base().trim_start_matches("http://").to_owned();
    let list = format!(
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
         spam.example,suspend,true,true,sells,false\nloud.example,silence,false,false,,false\n\
         {},suspend,true,true,,false\n{own},suspend,true,true,,false\ns**m.example,suspend,,,,\n",
        site.host()
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("blocks.csv");
    std::fs::write(&file, &list).unwrap();
    let file = file.to_str().unwrap();
    // A test's server has no name, so its row is left out with the masked one and our own.
    let rehearsed = town
        .told(&["block", "import", file, "--dry-run"])
        .await
        .json;
    assert_eq!(
        (&rehearsed["added"], &rehearsed["dry_run"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(
        rehearsed["problems"].as_array().unwrap().len(),
        3,
        "{rehearsed}"
    );
    assert_eq!(town.count("restrictions").await, 0);

    let done = town.told(&["block", "import", file]).await.json;
    assert_eq!(done["added"], json!(2));
    let again = town.told(&["block", "import", file]).await.json;
    assert_eq!(
        (&again["added"], &again["unchanged"]),
        (&json!(0), &json!(2))
    );
    let exported = town.told(&["block", "export"]).await.text;
    assert!(
        exported.contains("spam.example,suspend,false,false,sells,false"),
        "{exported}"
    );
    // A list does not weaken what the office decided.
    town.told(&["block", "add", "loud.example"]).await;
    town.told(&["block", "import", file]).await;
    let list = town.told(&["block", "list"]).await.json;
    assert_eq!(list[0]["severity"], json!("block"), "{list}");
    assert!(
        town.ask(&["block", "import", "/nowhere.csv"])
            .await
            .is_err()
    );
    assert!(town.ask(&["block", "add", town.node.base()]).await.is_err());
    assert!(
        town.ask(&["block", "remove", "never.example"])
            .await
            .is_err()
    );
}
