//! Case 56: a blocked server, by its own name, by names under it, and by ways around.

use serde_json::{Value, json};
use trenza::federation::relays;

use crate::actor::{Actor, HONEST};
use crate::cases_conversation::{kept, note, on_the_market};
use crate::lure::Lure;
use crate::peer::{Answer, Peer, Seen};
use crate::request::{Draft, Way};
use crate::stage::{Market, Stage};

const PATH: &str = "/api/v1/restrictions";

async fn block(stage: &Stage, market: &Market, subject: &str) {
    let body = json!({"subject": subject, "severity": "block"}).to_string();
    market.send(stage, "POST", PATH, &body).await;
}

async fn lift(stage: &Stage, market: &Market, subject: &str) {
    market
        .ask(stage, "DELETE", &format!("{PATH}/{subject}"))
        .await;
}

/// The same actor under another name of its server.
fn under(actor: &Actor, from: &str, to: &str) -> Actor {
    let renamed = |text: &String| text.replace(from, to);
    Actor {
        id: renamed(&actor.id),
        rsa_id: renamed(&actor.rsa_id),
        ed25519_id: renamed(&actor.ed25519_id),
        inbox: renamed(&actor.inbox),
        ..actor.clone()
    }
}

/// An activity that names that actor, from under its own name.
fn liking(actor: &Actor, peer: &Peer, name: (&str, &str), offer: &str) -> Value {
    let mut like = actor.activity(peer, "Like", offer.to_owned());
    let id = like["id"].as_str().expect("an id").replace(name.0, name.1);
    like["id"] = json!(id);
    like
}

#[test]
fn case_56_a_blocked_server_under_all_its_names() {
    on_the_market("56", async |stage, market, trial| {
        let peer = Peer::named("blocked.localhost").await;
        let subject = format!("blocked.localhost:{}", peer.port());
        block(stage, market, &subject).await;
        for way in Way::ALL {
            let own = Actor::honest(&peer, "own");
            for name in [
                "blocked.localhost",
                "sub.blocked.localhost",
                "a.b.c.blocked.localhost",
                "BLOCKED.localhost",
                "Sub.Blocked.LocalHost",
            ] {
                let actor = under(&own, "blocked.localhost", name);
                peer.serve(&actor.path, Answer::Document(actor.document()));
                let like = liking(&actor, &peer, ("blocked.localhost", name), &market.offer);
                let message = Draft::new(way, &actor, &like).seal(&stage.authority);
                trial.answered(name, &message, &[403]).await;
            }
            let actor = under(&own, "blocked.localhost", "blocked.localhost.");
            let names = ("blocked.localhost", "blocked.localhost.");
            let like = liking(&actor, &peer, names, &market.offer);
            let message = Draft::new(way, &actor, &like).seal(&stage.authority);
            trial.answered("the dot", &message, &[400, 401, 403]).await;
            let asked = peer.gets(&own.path);
            trial.check(
                "questions",
                asked == 0,
                &format!("{asked} GETs at the blocked"),
            );
        }
        // A namesake is another server.
        let other = Peer::named("notblocked.localhost").await;
        let actor = Actor::honest(&other, "namesake");
        let like = actor.activity(&other, "Like", market.offer.clone());
        let message = Draft::new(Way::Cavage, &actor, &like).seal(&stage.authority);
        trial.answered("a namesake", &message, &[202]).await;
        lift(stage, market, &subject).await;
    });
}

#[test]
fn case_35_a_blocked_name_in_another_alphabet() {
    on_the_market("35", async |stage, market, trial| {
        let peer = Peer::named("xn--bcher-kva.localhost").await;
        block(stage, market, &format!("BÜCHER.localhost:{}", peer.port())).await;
        for way in Way::ALL {
            let own = Actor::honest(&peer, "own");
            for name in [
                "xn--bcher-kva.localhost",
                "bücher.localhost",
                "B%C3%BCcher.localhost",
            ] {
                let actor = under(&own, "xn--bcher-kva.localhost", name);
                let names = ("xn--bcher-kva.localhost", name);
                let like = liking(&actor, &peer, names, &market.offer);
                let draft = Draft::new(way, &actor, &like);
                trial.answered_draft(name, &draft, &[400, 401, 403]).await;
            }
            let asked = peer.gets(&own.path);
            trial.check(
                "questions",
                asked == 0,
                &format!("{asked} GETs at the blocked"),
            );
        }
        let subject = format!("xn--bcher-kva.localhost:{}", peer.port());
        lift(stage, market, &subject).await;
    });
}

/// An actor that the node asked to relay, and that agreed; `None` where the suite attacks
/// another node.
async fn relay(stage: &Stage, home: &Peer) -> Option<Actor> {
    let node = stage.node.as_ref()?;
    let relay = Actor::unknown(home, "relay", &HONEST);
    let mut document = relay.document();
    document["type"] = json!("Application");
    home.serve(&relay.path, Answer::Document(document));
    relays::add(node, &relay.id).await.expect("it is asked");
    let asks = |seen: &Seen| seen.activity()["type"] == "Follow";
    let asked = home.wait_for(asks).await.expect("it asks to follow");
    let accept = relay.activity(home, "Accept", asked.activity());
    let message = Draft::new(Way::Cavage, &relay, &accept).seal(&stage.authority);
    assert_eq!(stage.send(&message).await.status, 202);
    Some(relay)
}

#[test]
fn case_56_a_blocked_server_by_ways_around() {
    on_the_market("56b", async |stage, market, trial| {
        let (peer, other) = (Peer::named("blocked.localhost").await, Peer::start().await);
        let author = Actor::honest(&peer, "author");
        let said = note(&author, &peer, &market.offer, "<p>by a way around</p>");
        let at = said["id"].as_str().expect("an id").replace(&peer.base, "");
        peer.serve(&at, Answer::Document(said.clone()));
        let subject = format!("blocked.localhost:{}", peer.port());
        block(stage, market, &subject).await;
        let relay = relay(stage, &other).await;
        for way in Way::ALL {
            let group = Actor::honest(&other, "group");
            let create = author.activity(&peer, "Create", said.clone());
            if let Some(relay) = &relay {
                for object in [said["id"].clone(), said.clone(), create.clone()] {
                    let announce = relay.activity(&other, "Announce", object);
                    let message = Draft::new(way, relay, &announce).seal(&stage.authority);
                    trial.answered("by a relay", &message, &[202, 400]).await;
                }
            }
            // Within what another says in its own name, as its own and as the blocked one's.
            let mut taken = said.clone();
            taken["attributedTo"] = json!(group.id);
            for object in [said.clone(), taken] {
                for kind in ["Create", "Update"] {
                    let carried = group.activity(&other, kind, object.clone());
                    let message = Draft::new(way, &group, &carried).seal(&stage.authority);
                    trial.answered("embedded", &message, &[400, 403]).await;
                }
            }
            for object in [said.clone(), create] {
                let announce = group.activity(&other, "Announce", object);
                let message = Draft::new(way, &group, &announce).seal(&stage.authority);
                trial.answered("handed over", &message, &[202, 400]).await;
            }
            // An actor elsewhere that leads to one of the blocked server's.
            let lure = Lure::serving(way, stage, Answer::Redirect(author.id.clone())).await;
            trial.refused_draft("redirected", &lure.draft).await;
        }
        trial.fence().await;
        let is_kept = kept(stage, market, &said).await.is_some();
        trial.check("the answer", !is_kept, "came by a way around");
        let asked = peer.gets(&at) + peer.gets(&author.path);
        trial.check(
            "questions",
            asked == 0,
            &format!("{asked} GETs at the blocked"),
        );
        if let (Some(relay), Some(node)) = (relay, &stage.node) {
            relays::remove(node, &relay.id).await.expect("removed");
        }
        lift(stage, market, &subject).await;
    });
}
