//! Cases 2 to 5, 15, 16, 18, 57 and 58: sound signatures by somebody who may not.

use serde_json::{Value, json};

use crate::actor::{Actor, HOSTILE};
use crate::peer::{Answer, Peer};
use crate::request::{Draft, Way};
use crate::stage::{Stage, Trial, is_answer, perform};

#[test]
fn case_02_signed_by_somebody_else() {
    perform(async |stage| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("2", stage).await;
        for way in Way::ALL {
            for (name, home) in [("a sibling", &peer), ("a stranger", &other)] {
                let victim = Actor::honest(&peer, "victim");
                let signer = Actor::hostile(home, "signer");
                let follow = victim.follow(&peer, &stage.target);
                let draft = Draft::new(way, &signer, &follow);
                trial.answered_draft(name, &draft, &[400, 401, 403]).await;
                // The activity's id under the signer's origin changes nothing.
                let follow = victim.follow(home, &stage.target);
                let draft = Draft::new(way, &signer, &follow);
                trial.answered_draft(name, &draft, &[400, 401, 403]).await;
            }
        }
        for actor in [
            json!(null),
            json!([]),
            json!(7),
            json!(""),
            json!({"type": "Person"}),
        ] {
            let signer = Actor::hostile(&peer, "signer");
            let mut follow = signer.follow(&peer, &stage.target);
            follow["actor"] = actor.clone();
            let draft = Draft::new(Way::Cavage, &signer, &follow);
            trial.refused_draft(&format!("actor {actor}"), &draft).await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_03_a_key_that_its_owner_does_not_list() {
    perform(async |stage| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("3", stage).await;
        for way in Way::ALL {
            for home in [&peer, &other] {
                let victim = Actor::honest(&peer, "victim");
                let mut forged = victim.forged();
                let path = format!("/keys/{}", home.mint());
                *forged.key_id(way) = home.url(&path);
                home.serve(&path, Answer::Document(forged.key_document(way)));
                let draft = Draft::new(way, &forged, &victim.follow(&peer, &stage.target));
                trial
                    .refused_draft("a key document that claims an owner", &draft)
                    .await;

                // An actor that lists a key as the victim's, under an id of its own.
                let mut thief = Actor::unknown(home, "thief", &HOSTILE);
                let key_id = thief.key_id(way).clone();
                let id = std::mem::replace(&mut thief.id, victim.id.clone());
                let mut document = thief.document();
                document["id"] = json!(id);
                home.serve(&thief.path, Answer::Document(document));
                for actor in [&victim.id, &id] {
                    let mut follow = victim.follow(home, &stage.target);
                    follow["actor"] = json!(actor);
                    let draft = Draft::new(way, &thief, &follow).key_id(&key_id);
                    trial
                        .refused_draft("a key listed as another's", &draft)
                        .await;
                }
            }
            // A document beside the actor that embeds a key of the actor's own name. Each is
            // named once, since one that was just asked for a key is not asked for another.
            for has_fragment in [true, false] {
                let victim = Actor::honest(&peer, "victim");
                let forged = victim.forged();
                let path = format!("/copies/{}", peer.mint());
                peer.serve(&path, Answer::Document(forged.document()));
                let mut key_id = peer.url(&path);
                if has_fragment {
                    key_id += &forged.clone().key_id(way).replace(&victim.id, "");
                }
                let draft =
                    Draft::new(way, &forged, &victim.follow(&peer, &stage.target)).key_id(&key_id);
                trial
                    .refused_draft("a false copy of the actor", &draft)
                    .await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_04_an_actor_id_that_leads_to_another_actor() {
    perform(async |stage| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("4", stage).await;
        for way in Way::ALL {
            for home in [&peer, &other] {
                let signer = Actor::hostile(home, "signer");
                let mask = Actor::unknown(&peer, "mask", &HOSTILE);
                let mut draft = Draft::new(way, &signer, &mask.follow(&peer, &stage.target));
                peer.serve(&mask.path, Answer::Redirect(signer.id.clone()));
                trial
                    .answered_draft("redirected", &draft, &[400, 401, 403])
                    .await;
                peer.serve(&mask.path, Answer::Document(signer.document()));
                trial
                    .answered_draft("served", &draft, &[400, 401, 403])
                    .await;
                draft = draft.key_id(&mask.rsa_id);
                trial
                    .refused_draft("served, by the mask's key id", &draft)
                    .await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_05_a_key_on_another_host() {
    perform(async |stage| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("5", stage).await;
        for way in Way::ALL {
            for (name, is_served) in [
                ("the owner is not served", false),
                ("the owner lists it", true),
            ] {
                let mut actor = Actor::unknown(&peer, "split", &HOSTILE);
                let path = format!("/keys/{}", other.mint());
                *actor.key_id(way) = other.url(&path);
                other.serve(&path, Answer::Document(actor.key_document(way)));
                if is_served {
                    peer.serve(&actor.path, Answer::Document(actor.document()));
                }
                let draft = Draft::new(way, &actor, &actor.follow(&peer, &stage.target));
                trial.refused_draft(name, &draft).await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_15_an_activity_named_under_another_origin() {
    perform(async |stage| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("15", stage).await;
        for way in Way::ALL {
            let victim = Actor::honest(&peer, "victim");
            let genuine = victim.follow(&peer, &stage.target);
            let thief = Actor::hostile(&other, "thief");
            let mut squatted = thief.follow(&other, &stage.target);
            squatted["id"] = genuine["id"].clone();
            let draft = Draft::new(way, &thief, &squatted);
            trial
                .answered_draft("squatted", &draft, &[400, 401, 403])
                .await;
            let message = Draft::new(way, &victim, &genuine).seal(&stage.authority);
            trial.followed("the genuine one", &message).await;
        }
        for id in [
            json!(null),
            json!(""),
            json!("x"),
            json!(7),
            json!("urn:uuid:1"),
            json!({}),
        ] {
            let actor = Actor::hostile(&peer, "nameless");
            let mut follow = actor.follow(&peer, &stage.target);
            follow["id"] = id.clone();
            let draft = Draft::new(Way::Cavage, &actor, &follow);
            trial
                .answered_draft(&format!("id {id}"), &draft, &[400, 401, 403])
                .await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_16_hosts_that_only_look_the_same() {
    perform(async |stage| {
        let mut trial = Trial::of("16", stage).await;
        for peer in [Peer::start().await, Peer::named("mallory.localhost").await] {
            let port = peer.port();
            let host = peer.base.trim_start_matches("http://").to_owned();
            let name = host.trim_end_matches(&format!(":{port}")).to_owned();
            for way in Way::ALL {
                for origin in [
                    format!("http://{name}:{}", stage.address.port()),
                    format!("http://{name}"),
                    format!("https://{host}"),
                    format!("https://{name}"),
                    format!("http://user@{host}"),
                    format!("http://user:pass@{host}"),
                    format!("http://eve.localhost:{port}"),
                    format!("http://localhost:{port}"),
                    format!("http://[::ffff:127.0.0.1]:{port}"),
                    format!("http://127.0.0.2:{port}"),
                    format!("http://{host}@eve.localhost"),
                    format!("ftp://{host}"),
                ] {
                    same(&mut trial, stage, &peer, way, &origin).await;
                }
                // Of an address, the dot at the end is lost on reading; of a name it is not.
                if name.contains("localhost") {
                    same(
                        &mut trial,
                        stage,
                        &peer,
                        way,
                        &format!("http://{name}.:{port}"),
                    )
                    .await;
                }
            }
        }
        trial.finish().await;
    });
}

/// Signs as an actor of `peer` what claims to come from its twin under `origin`.
async fn same(trial: &mut Trial<'_>, stage: &Stage, peer: &Peer, way: Way, origin: &str) {
    let actor = Actor::hostile(peer, "twin");
    let mut follow = actor.follow(peer, &stage.target);
    follow["actor"] = json!(format!("{origin}{}", actor.path));
    let draft = Draft::new(way, &actor, &follow);
    trial.answered_draft(origin, &draft, &[400, 401, 403]).await;
    let mut follow = actor.follow(peer, &stage.target);
    follow["id"] = json!(format!("{origin}/activities/{}", peer.mint()));
    let draft = Draft::new(way, &actor, &follow);
    trial
        .answered_draft(&format!("an id at {origin}"), &draft, &[400, 401, 403])
        .await;
    let follow = actor.follow(peer, &stage.target);
    let fragment = if way == Way::Rfc9421Ed25519 {
        "ed25519"
    } else {
        "main-key"
    };
    let key_id = format!("{origin}{}#{fragment}", actor.path);
    let draft = Draft::new(way, &actor, &follow).key_id(&key_id);
    trial
        .answered_draft(&format!("a key at {origin}"), &draft, &[400, 401, 403])
        .await;
}

/// Follows the target honestly and waits until that has come into effect.
async fn follower(trial: &mut Trial<'_>, stage: &Stage, peer: &Peer, way: Way) -> (Actor, Value) {
    let actor = Actor::honest(peer, "owner");
    let follow = actor.follow(peer, &stage.target);
    let message = Draft::new(way, &actor, &follow).seal(&stage.authority);
    trial.followed("an honest follower", &message).await;
    let accepted = peer
        .wait_for(|seen| is_answer(seen, "Accept", &follow))
        .await;
    trial.check(
        "an honest follower",
        accepted.is_some(),
        "no Accept arrived",
    );
    (actor, follow)
}

#[test]
fn case_18_what_belongs_to_somebody_else() {
    perform(async |stage| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("18", stage).await;
        for way in Way::ALL {
            let (owner, follow) = follower(&mut trial, stage, &peer, way).await;
            let id = &follow["id"];
            for (home, statuses) in [(&other, &[403][..]), (&peer, &[202, 403])] {
                let thief = Actor::hostile(home, "thief");
                let place = if statuses.len() > 1 {
                    "a sibling"
                } else {
                    "a stranger"
                };
                for (kind, object) in [
                    ("Undo", id.clone()),
                    ("Undo", follow.clone()),
                    ("Delete", json!(owner.id)),
                    ("Delete", json!({"type": "Tombstone", "id": owner.id})),
                    ("Delete", id.clone()),
                    ("Update", owner.document()),
                    ("Accept", follow.clone()),
                ] {
                    let name = format!("{kind} by {place}, {way:?}");
                    let activity = thief.activity(home, kind, object);
                    let message = Draft::new(way, &thief, &activity).seal(&stage.authority);
                    trial.answered(&name, &message, statuses).await;
                }
            }
            // The owner may: this shows that the refusals above were about the thief.
            let undo = owner.activity(&peer, "Undo", follow.clone());
            trial.fence().await;
            let message = Draft::new(way, &owner, &undo).seal(&stage.authority);
            trial.answered("Undo by the owner", &message, &[202]).await;
            trial.expect_fewer(1);
        }
        trial.finish().await;
    });
}

#[test]
fn case_57_a_key_swapped_by_an_update_that_nobody_asked_for() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("57", stage).await;
        for way in Way::ALL {
            let (actor, _) = follower(&mut trial, stage, &peer, way).await;
            let swapped = actor.forged();
            let update = actor.activity(&peer, "Update", swapped.document());
            let message = Draft::new(way, &actor, &update).seal(&stage.authority);
            trial
                .answered("the update", &message, &[202, 401, 403])
                .await;
            trial.fence().await;
            let fetched = peer.gets(&actor.path);
            for _ in 0..10 {
                let follow = actor.follow(&peer, &stage.target);
                let draft = Draft::new(way, &swapped, &follow);
                trial
                    .refused_draft("signed by the key of the update", &draft)
                    .await;
            }
            let again = peer.gets(&actor.path) - fetched;
            trial.check("refreshes", again <= 1, &format!("{again} in one moment"));
        }
        trial.finish().await;
    });
}

#[test]
fn case_58_coming_back_after_a_deletion() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("58", stage).await;
        for way in Way::ALL {
            let (actor, _) = follower(&mut trial, stage, &peer, way).await;
            peer.serve(&actor.path, Answer::Status(410));
            let delete = actor.activity(&peer, "Delete", json!(actor.id));
            let message = Draft::new(way, &actor, &delete).seal(&stage.authority);
            trial.answered("the deletion", &message, &[202, 401]).await;
            trial.expect_fewer(1);
            trial.fence().await;
            for kind in ["Follow", "Create", "Update"] {
                let object = match kind {
                    "Follow" => json!(stage.target),
                    "Create" => json!({"id": peer.url("/notes/1"), "type": "Note",
                        "attributedTo": actor.id, "content": "again"}),
                    _ => actor.document(),
                };
                let activity = actor.activity(&peer, kind, object);
                let message = Draft::new(way, &actor, &activity).seal(&stage.authority);
                // What is accepted must have no effect; the count of followers shows it.
                trial.answered(kind, &message, &[202, 401, 403, 410]).await;
            }
        }
        trial.finish().await;
    });
}
