//! What people of a server made with Fedify say to a node, and are told: answers, messages,
//! mentions, likes and shares, looked for at both ends.

use serde_json::{Value, json};

use crate::city::City;
use crate::fediverse::{Fediverse, Manners};
use crate::tls::Authority;
use crate::tools::{Npm, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_sign_after_draft_cavage_are_heard_and_answered() {
    talks(&Manners::CAVAGE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_sign_after_rfc_9421_are_heard_and_answered() {
    talks(&Manners::RFC_9421).await;
}

async fn talks(manners: &Manners) {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::at(
        &authority,
        trenza::clock::Clock::system(),
        "[conversation]\noffice_answers = true",
    )
    .await;
    let server = Fediverse::start(&npm, &authority, manners).await;
    let cafe = city.active("Café Unión").await;
    let actor = city.node.url(&cafe.path());
    let offer = city.offer(&cafe, "Tostadora compartida").await;
    let id = city.node.url(&offer.path());

    answers(&city, &server, &actor, &id).await;
    writes(&city, &server, &actor).await;
    names(&city, &server, &actor).await;
    reacts(&server, &actor, &id).await;
    let state = server.state().await;
    assert_eq!(state["refused"], json!([]));
    until(
        "everything was delivered",
        async || city.undelivered().await,
        Vec::is_empty,
    )
    .await;
}

/// A collection's number, as the other server reads it.
async fn total(server: &Fediverse, collection: &str) -> Value {
    server.reads(collection).await["totalItems"].clone()
}

/// An answer to an offer waits for the office; then the offer lists and counts it.
async fn answers(city: &City, server: &Fediverse, actor: &str, offer: &str) {
    let ask = json!({
        "as": "ana", "to": actor, "isPublic": true, "inReplyTo": offer, "content": "¿Sigue libre?",
    });
    let note = server.tells("write", ask).await["note"].clone();
    let listed = async || city.told(&["reply", "list"]).await.json;
    let waiting = until("the answer waits", listed, |all| all[0]["note"] == note).await;
    assert_eq!(waiting[0]["state"], "waiting", "{waiting}");
    assert_eq!(waiting[0]["author"]["handle"], "ana", "{waiting}");
    let replies = format!("{offer}/replies");
    assert_eq!(total(server, &replies).await, 0);
    city.told(&["reply", "approve", waiting[0]["id"].as_str().unwrap()])
        .await;
    assert_eq!(total(server, &replies).await, 1);
    let page = server.reads(&format!("{replies}?page=true")).await;
    assert_eq!(page["orderedItems"], json!([note]), "{page}");
}

/// A direct message reaches the organization, and its answer reaches the author alone.
async fn writes(city: &City, server: &Fediverse, actor: &str) {
    let ask = json!({"as": "ana", "to": actor, "isPublic": false, "content": "En privado"});
    let letter = server.tells("write", ask).await["note"].clone();
    let kept = message(city, &letter).await;
    assert_eq!(kept["kind"], "direct", "{kept}");
    let id = kept["id"].as_str().unwrap();
    let words = [
        "message",
        "answer",
        "--org",
        "cafe_union",
        id,
        "--text",
        "Sí, venga",
    ];
    city.told(&words).await;
    let arrived = |state: &Value| {
        let notes = state["notes"].as_object().unwrap().values();
        notes.filter(|one| one["inReplyTo"] == letter).count() > 0
    };
    let state = until("the answer arrives", async || server.state().await, arrived).await;
    let notes = state["notes"].as_object().unwrap().values();
    let answers: Vec<_> = notes.filter(|one| one["inReplyTo"] == letter).collect();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    let answer = answers[0];
    let author = format!("{}/users/ana", server.base());
    assert_eq!(answer["to"], json!([author]), "{answer}");
    assert_eq!(answer["attributedTo"], actor, "{answer}");
    assert!(answer["content"].as_str().unwrap().contains("Sí, venga"));
    // It went to her own inbox, verified, and nobody else can read it.
    let came = server
        .received("Create", answer["id"].as_str().unwrap())
        .await;
    let taken: Vec<_> = came.iter().filter(|one| one["status"] == 202).collect();
    assert_eq!(taken.len(), 1, "{came:#?}");
    assert_eq!(taken[0]["path"], "/users/ana/inbox");
    assert_eq!(taken[0]["keyId"], format!("{actor}#main-key"));
    let outbox = server.reads(&format!("{actor}/outbox?page=true")).await;
    assert!(!outbox.to_string().contains("Sí, venga"), "{outbox}");
}

/// A post that names the organization is listed among its messages.
async fn names(city: &City, server: &Fediverse, actor: &str) {
    let ask = json!({"as": "beto", "to": actor, "isPublic": true, "content": "Buen café"});
    let note = server.tells("write", ask).await["note"].clone();
    let kept = message(city, &note).await;
    assert_eq!(kept["kind"], "mention", "{kept}");
    assert_eq!(kept["correspondent"]["handle"], "beto", "{kept}");
}

/// Waits until a note is among the organization's messages, and gives it.
async fn message(city: &City, note: &Value) -> Value {
    let words = ["message", "list", "--org", "cafe_union"];
    let of_it = async || {
        let listed = city.told(&words).await.json;
        let all = listed.as_array().unwrap().iter();
        all.filter(|one| one["note"] == *note).cloned().collect()
    };
    let found = until("the message arrives", of_it, |found: &Vec<Value>| {
        !found.is_empty()
    });
    found.await[0].clone()
}

/// Likes and shares are counted, one for each person, and taken back.
async fn reacts(server: &Fediverse, actor: &str, offer: &str) {
    let likes = format!("{offer}/likes");
    let shares = format!("{offer}/shares");
    let counted = async || [total(server, &likes).await, total(server, &shares).await];
    let mut given = Vec::new();
    for (who, kind) in [("ana", "Like"), ("beto", "Like"), ("ana", "Announce")] {
        let ask = json!({"as": who, "kind": kind, "object": offer, "to": actor});
        let sent = server.tells("react", ask).await;
        given.push((who, kind, sent["id"].clone()));
    }
    let are =
        |likes: i64, shares: i64| move |seen: &[Value; 2]| seen == &[json!(likes), json!(shares)];
    until("likes and shares are counted", counted, are(2, 1)).await;
    for (who, kind, id) in &given {
        if *who == "beto" {
            continue;
        }
        let ask = json!({"as": who, "kind": kind, "id": id, "object": offer, "to": actor});
        server.tells("takeBack", ask).await;
    }
    until("they are taken back", counted, are(1, 0)).await;
}
