//! Cases 17, 19 to 21, 25 and 26: what the node fetches because a stranger said so.

use serde_json::{Value, json};
use trenza::activitypub::discovery::APPLICATION;
use trenza::federation::peering;

use crate::actor::{Actor, HOSTILE};
use crate::lure::Lure;
use crate::peer::{ACTIVITY_JSON, Answer, Peer};
use crate::request::{Draft, Way};
use crate::stage::{Trial, perform};

/// The relation of NodeInfo's own document.
const NODEINFO: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";

#[test]
fn case_17_an_object_of_another_origin_within_an_activity() {
    perform(async |stage| {
        let (peer, victim) = (Peer::start().await, Peer::start().await);
        let mut trial = Trial::of("17", stage).await;
        let canary = "canary-of-a-forged-offer";
        for way in Way::ALL {
            for kind in ["Create", "Update", "Announce"] {
                let actor = Actor::hostile(&peer, "mallory");
                let author = Actor::honest(&victim, "author");
                let note = json!({
                    "id": victim.url(&format!("/notes/{}", victim.mint())),
                    "type": "Note",
                    "attributedTo": author.id,
                    "purpose": "offer",
                    "name": canary,
                    "content": canary,
                    "to": "https://www.w3.org/ns/activitystreams#Public"
                });
                let activity = actor.activity(&peer, kind, note);
                let draft = Draft::new(way, &actor, &activity);
                trial
                    .answered_draft(kind, &draft, &[202, 400, 401, 403])
                    .await;
            }
        }
        trial.fence().await;
        for (path, accept) in [
            ("/api/v1/offers", "application/json"),
            ("/api/v1/offers?origin=all", "application/json"),
            ("/offers", "text/html"),
            ("/registry/log", ACTIVITY_JSON),
            ("/actor/outbox", ACTIVITY_JSON),
        ] {
            let reply = stage.get(path, accept).await;
            let shown = String::from_utf8_lossy(&reply.body).contains(canary);
            trial.check(path, !shown, "a forged offer is shown");
        }
        trial.finish().await;
    });
}

#[test]
fn case_19_a_document_that_bears_another_id() {
    perform(async |stage| {
        let other = Peer::start().await;
        let mut trial = Trial::of("19", stage).await;
        for way in Way::ALL {
            for id in [
                json!(other.url("/actors/somebody")),
                json!(null),
                json!("https://victim.example/actor"),
                json!(["a"]),
            ] {
                let lure = Lure::bent(way, stage, |document| document["id"] = id.clone()).await;
                trial.refused_draft(&format!("id {id}"), &lure.draft).await;
            }
            let lure = Lure::new(way, stage).await;
            let mut document = lure.actor.document();
            document["id"] = json!(lure.peer.url("/actors/somebody"));
            lure.peer
                .serve(&lure.actor.path, Answer::Document(document));
            trial.refused_draft("an id beside it", &lure.draft).await;
        }
        trial.check(
            "outbound",
            other.gets("/actors/somebody") == 0,
            "the other id was asked for",
        );
        trial.finish().await;
    });
}

#[test]
fn case_20_laundering_by_redirection() {
    perform(async |stage| {
        let mut trial = Trial::of("20", stage).await;
        for way in Way::ALL {
            // The victim hosts a file that evil uploaded, and which says that evil is the
            // victim's actor.
            for by_lure in [true, false] {
                let victim = Peer::start().await;
                let claimed = Actor::unknown(&victim, "claimed", &HOSTILE);
                let upload = format!("/uploads/{}", victim.mint());
                victim.serve(&upload, Answer::Document(claimed.document()));
                let to_upload = Answer::Redirect(victim.url(&upload));
                let lure = Lure::serving(way, stage, to_upload).await;
                let key_id = if by_lure {
                    lure.actor.rsa_id.clone()
                } else {
                    victim.url(&upload)
                };
                let follow = claimed.follow(&victim, &stage.target);
                let draft = Draft::new(way, &claimed, &follow).key_id(&key_id);
                trial
                    .refused_draft("evil to the victim's upload", &draft)
                    .await;
            }
            // The victim has an open redirection, which leads back to evil.
            let (evil, victim) = (Peer::start().await, Peer::start().await);
            let claimed = Actor::unknown(&victim, "open", &HOSTILE);
            evil.serve("/document", Answer::Document(claimed.document()));
            victim.serve(&claimed.path, Answer::Redirect(evil.url("/document")));
            let draft = Draft::new(way, &claimed, &claimed.follow(&victim, &stage.target));
            trial
                .refused_draft("the victim's redirection to evil", &draft)
                .await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_21_documents_of_another_media_type() {
    perform(async |stage| {
        let mut trial = Trial::of("21", stage).await;
        for way in Way::ALL {
            for media_type in [
                "text/html",
                "text/plain",
                "application/octet-stream",
                "application/json",
                "application/ld+json",
                "application/ld+json; profile=\"https://other.example/ns\"",
                "image/png",
                "application/activity+json-seq",
                "text/html; x=application/activity+json",
            ] {
                let lure = Lure::typed(way, stage, media_type, |text| text).await;
                trial.refused_draft(media_type, &lure.draft).await;
            }
        }
        for media_type in [
            "application/activity+json; charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        ] {
            let lure = Lure::typed(Way::Cavage, stage, media_type, |text| text).await;
            trial
                .followed(media_type, &lure.draft.seal(&stage.authority))
                .await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_25_redirections_to_other_schemes() {
    perform(async |stage| {
        let mut trial = Trial::of("25", stage).await;
        for way in Way::ALL {
            for place in [
                "file:///etc/passwd",
                "data:application/activity+json,{}",
                "gopher://127.0.0.1:70/",
                "ftp://127.0.0.1/actor",
                "javascript:alert(1)",
                "//",
                "http://",
                "",
                "http://somebody@127.0.0.1/actor",
                "http://mallory.localhost./actor",
                "ldap://127.0.0.1/",
                "unix:/run/x",
            ] {
                let lure = Lure::serving(way, stage, Answer::Redirect(place.to_owned())).await;
                trial.refused_draft(place, &lure.draft).await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_26_inboxes_that_belong_to_somebody_else() {
    perform(async |stage| {
        let victim = Peer::start().await;
        let mut trial = Trial::of("26", stage).await;
        for way in Way::ALL {
            for inbox in [victim.url("/inbox"), "http://10.0.0.1/inbox".to_owned()] {
                let bend = |document: &mut Value| document["inbox"] = json!(inbox);
                let lure = Lure::bent(way, stage, bend).await;
                trial
                    .refused_draft(&format!("inbox {inbox}"), &lure.draft)
                    .await;
                let bend =
                    |document: &mut Value| document["endpoints"]["sharedInbox"] = json!(inbox);
                let lure = Lure::bent(way, stage, bend).await;
                trial
                    .refused_draft(&format!("sharedInbox {inbox}"), &lure.draft)
                    .await;
            }
        }
        // Pictures, links and NodeInfo of an actor are nobody's business here.
        for way in Way::ALL {
            let lure = Lure::bent(way, stage, |document| {
                for member in ["icon", "image"] {
                    document[member] = json!({"type": "Image", "url": victim.url("/picture")});
                }
                document["url"] = json!(victim.url("/page"));
                document["outbox"] = json!(victim.url("/outbox"));
                document["featured"] = json!(victim.url("/featured"));
                document["attachment"] =
                    json!([{"type": "PropertyValue", "name": "x", "value": victim.url("/x")}]);
            })
            .await;
            let message = lure.draft.seal(&stage.authority);
            trial.followed("pictures and links", &message).await;
        }
        if let Some(node) = &stage.node {
            for (name, rel) in [("the actor", APPLICATION), ("NodeInfo", NODEINFO)] {
                let peer = Peer::start().await;
                let links = json!({"links": [{"rel": rel, "href": victim.url("/elsewhere")}]});
                let links = links.to_string().into_bytes();
                let links = Answer::Typed("application/json", links);
                peer.serve("/.well-known/nodeinfo", links);
                let added = peering::add(node, &peer.base).await;
                trial.check(name, added.is_err(), "is taken from elsewhere");
                let asked = peer.gets("/.well-known/nodeinfo");
                trial.check(name, asked == 1, "was not asked for, so it proves nothing");
            }
        }
        trial.fence().await;
        trial.check(
            "outbound",
            victim.connections() == 0,
            "the victim was asked or written to",
        );
        trial.finish().await;
    });
}

#[test]
fn documents_with_two_meanings_are_refused() {
    perform(async |stage| {
        let mut trial = Trial::of("33b", stage).await;
        for way in Way::ALL {
            let twice = |text: String| text.replacen('{', "{\"type\":\"Person\",", 1);
            let lure = Lure::typed(way, stage, ACTIVITY_JSON, twice).await;
            trial
                .refused_draft("a key that stands twice", &lure.draft)
                .await;
            let deep = |text: String| {
                let (open, close) = ("[".repeat(90_000), "]".repeat(90_000));
                text.replacen('{', &format!("{{\"x\":{open}{close},"), 1)
            };
            let lure = Lure::typed(way, stage, ACTIVITY_JSON, deep).await;
            trial.refused_draft("deep nesting", &lure.draft).await;
        }
        trial.finish().await;
    });
}
