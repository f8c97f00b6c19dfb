//! Cases 27 to 29, 36 and 61: how much the node fetches because a stranger said so.

use serde_json::{Value, json};
use trenza::activitypub::discovery::APPLICATION;
use trenza::federation::peering;

use crate::actor::{Actor, HOSTILE};
use crate::lure::Lure;
use crate::peer::{Answer, Peer, Seen};
use crate::request::{Draft, Way};
use crate::stage::{Trial, perform};

/// How many bytes of one a second a fetch may take, which ends after ten seconds.
const DRIPS: usize = 20;

#[test]
fn case_27_redirections_without_end() {
    perform(async |stage| {
        let mut trial = Trial::of("27", stage).await;
        for way in Way::ALL {
            let lure = Lure::new(way, stage).await;
            lure.peer
                .serve(&lure.actor.path, Answer::Redirect(lure.actor.id.clone()));
            trial.refused_draft("to itself", &lure.draft).await;
            bounded(&mut trial, "to itself", lure.gets());

            let other = Peer::start().await;
            let lure = Lure::serving(way, stage, Answer::Redirect(other.url("/back"))).await;
            other.serve("/back", Answer::Redirect(lure.actor.id.clone()));
            trial.refused_draft("to and fro", &lure.draft).await;
            bounded(&mut trial, "to and fro", lure.gets() + other.gets("/back"));

            let other = Peer::start().await;
            let step = |number: usize| format!("/step/{number}");
            for number in 0..20 {
                other.serve(
                    &step(number),
                    Answer::Redirect(other.url(&step(number + 1))),
                );
            }
            let lure = Lure::serving(way, stage, Answer::Redirect(other.url(&step(0)))).await;
            trial.refused_draft("ever further", &lure.draft).await;
            let steps: usize = (0..20).map(|number| other.gets(&step(number))).sum();
            bounded(&mut trial, "ever further", lure.gets() + steps);
        }
        trial.finish().await;
    });
}

fn bounded(trial: &mut Trial, name: &str, requests: usize) {
    trial.check(
        name,
        (1..=3).contains(&requests),
        &format!("{requests} requests"),
    );
}

#[test]
fn case_28_documents_without_end() {
    perform(async |stage| {
        let mut trial = Trial::of("28", stage).await;
        for way in Way::ALL {
            let lure = Lure::serving(way, stage, Answer::Endless).await;
            trial.refused_draft("endless", &lure.draft).await;
            let taken = lure.peer.streamed();
            // The sockets between the two hold a few megabytes beyond the node's limit.
            trial.check(
                "endless",
                taken < 16 << 20,
                &format!("{taken} bytes were taken"),
            );

            // Each is what it should be but for its size, so that nothing else is refused.
            let lure = Lure::new(way, stage).await;
            let mut bomb = lure.actor.document();
            bomb["summary"] = json!("a".repeat(8 << 20));
            lure.peer.serve(&lure.actor.path, Answer::Compressed(bomb));
            trial.refused_draft("a bomb", &lure.draft).await;

            let lure = Lure::new(way, stage).await;
            let announced = Answer::Announced(lure.actor.document());
            lure.peer.serve(&lure.actor.path, announced);
            trial
                .refused_draft("an announced gigabyte", &lure.draft)
                .await;
            let taken = lure.peer.streamed();
            trial.check(
                "an announced gigabyte",
                taken < 16 << 20,
                &format!("{taken} bytes were taken"),
            );

            let lure = Lure::new(way, stage).await;
            let small = Answer::Compressed(lure.actor.document());
            lure.peer.serve(&lure.actor.path, small);
            let message = lure.draft.seal(&stage.authority);
            trial.followed("a small document", &message).await;

            let long = "a".repeat(1 << 20);
            let lure = Lure::bent(way, stage, |document| document["summary"] = json!(long)).await;
            trial
                .refused_draft("a little more than a megabyte", &lure.draft)
                .await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_29_a_document_that_drips() {
    perform(async |stage| {
        let mut trial = Trial::of("29", stage).await;
        let mut lures = Vec::new();
        for way in Way::ALL {
            let lure = Lure::serving(way, stage, Answer::Drip).await;
            // Slowness may pass, so the sender is told to come back.
            trial
                .answered_draft("one byte a second", &lure.draft, &[503])
                .await;
            lures.push(lure);
        }
        // Nobody waits for the answer any more, and its reading ends all the same.
        for lure in lures {
            let dripped = lure.peer.dripped().await;
            let is_bounded = dripped.is_some_and(|drips| (1..DRIPS).contains(&drips));
            let what = format!("{dripped:?} bytes were taken, of {:?}", lure.draft.way);
            trial.check("one byte a second", is_bounded, &what);
        }
        trial.finish().await;
    });
}

#[test]
fn case_29_a_note_that_drips_keeps_nobody_else_waiting() {
    perform(async |stage| {
        let mut trial = Trial::of("29b", stage).await;
        for way in Way::ALL {
            let peer = Peer::start().await;
            peer.serve("/notes/slow", Answer::Drip);
            let slow = Actor::honest(&peer, "slow");
            let create = slow.activity(&peer, "Create", json!(peer.url("/notes/slow")));
            let message = Draft::new(way, &slow, &create).seal(&stage.authority);
            trial.answered("a bare id", &message, &[202]).await;
            let is_asked = peer.wait_for(|seen| seen.path == "/notes/slow").await;
            trial.check("a bare id", is_asked.is_some(), "is not asked for");
            trial.lets_another_pass().await;
            let is_in_vain = peer.is_dripping();
            trial.check("another", is_in_vain, "waited until the slow one was done");
            peer.dripped().await;
        }
        trial.finish().await;
    });
}

/// A peer whose log leads in a circle, to somebody else, or claims entries that it has not.
#[test]
fn case_36_logs_without_end() {
    perform(async |stage| {
        let Some(node) = &stage.node else {
            eprintln!("case 36 is skipped: it befriends a node that the suite started");
            return;
        };
        let mut trial = Trial::of("36", stage).await;
        for name in ["empty", "itself", "ever further", "elsewhere"] {
            let (peer, victim) = (Peer::start().await, Peer::start().await);
            let other = Actor::unknown(&peer, "node", &HOSTILE);
            let (log, page) = (peer.url("/log"), peer.url("/log?after=0"));
            let mut document = other.document();
            document["type"] = json!("Application");
            document["registryLog"] = json!(log);
            peer.serve(&other.path, Answer::Document(document));
            let links = json!({"links": [{"rel": APPLICATION, "href": other.id}]});
            let links = links.to_string().into_bytes();
            peer.serve(
                "/.well-known/nodeinfo",
                Answer::Typed("application/json", links),
            );
            let next = match name {
                "empty" => json!(null),
                "itself" => json!(page),
                "ever further" => json!(peer.url("/log?after=1")),
                _ => json!(victim.url("/log")),
            };
            let epoch = "2026-01-01T00:00:00Z";
            let head = json!({
                "id": log, "type": "OrderedCollection", "totalItems": 1_i64 << 40,
                "epoch": epoch, "first": next, "next": next,
            });
            peer.serve("/log", Answer::Document(head));
            let body = json!({
                "id": page, "type": "OrderedCollectionPage", "epoch": epoch,
                "orderedItems": [], "next": next, "partOf": log,
            });
            for number in 1..20 {
                let mut further = body.clone();
                further["id"] = json!(peer.url(&format!("/log?after={number}")));
                further["next"] = json!(peer.url(&format!("/log?after={}", number + 1)));
                peer.serve(&format!("/log?after={number}"), Answer::Document(further));
            }
            peer.serve("/log?after=0", Answer::Document(body));
            peering::add(node, &peer.base).await.expect("a peer");
            let asks = |seen: &Seen| seen.activity()["type"] == "Follow";
            let asked = peer.wait_for(asks).await.expect("it asks to follow");
            let accept = other.activity(&peer, "Accept", asked.activity()["id"].clone());
            let message = Draft::new(Way::Cavage, &other, &accept).seal(&stage.authority);
            trial.answered("the acceptance", &message, &[202]).await;
            let read = |seen: &Seen| seen.path == "/log?after=0";
            let is_read = peer.wait_for(read).await.is_some();
            trial.check(name, is_read, "its log is not read, so it proves nothing");
            trial.fence().await;
            let host = peer.base.trim_start_matches("http://");
            peering::remove(node, host).await.expect("removed");
            // Each attempt reads one page, and attempts are far between.
            let pages = (0..20).map(|number| peer.gets(&format!("/log?after={number}")));
            let (heads, pages) = (peer.gets("/log"), pages.sum::<usize>());
            let what = format!("{pages} pages in {heads} attempts");
            trial.check(name, pages <= heads, &what);
            let led_astray = victim.connections();
            trial.check(name, led_astray == 0, "it was led elsewhere");
        }
        trial.finish().await;
    });
}

#[test]
fn case_61_many_false_keys_at_one_victim() {
    perform(async |stage| {
        let mut trial = Trial::of("61", stage).await;
        for way in Way::ALL {
            let victim = Peer::start().await;
            let actor = Actor::unknown(&victim, "mallory", &HOSTILE);
            let follow = actor.follow(&victim, &stage.target);
            let name = |number: usize| format!("/users/{number}");
            for number in 0..1000 {
                let key_id = victim.url(&name(number));
                let draft = Draft::new(way, &actor, &follow).key_id(&key_id);
                trial
                    .answered_draft("a false key", &draft, &[401, 429, 503])
                    .await;
            }
            let fetched: usize = (0..1000).map(|number| victim.gets(&name(number))).sum();
            trial.check(
                "fetches",
                (1..=20).contains(&fetched),
                &format!("{fetched} at one victim, {way:?}"),
            );
        }
        trial.finish().await;
    });
}

#[test]
fn case_61_one_missing_key_again_and_again() {
    perform(async |stage| {
        let mut trial = Trial::of("61b", stage).await;
        for way in Way::ALL {
            let lure = Lure::new(way, stage).await;
            for _ in 0..20 {
                trial.refused_draft("a missing key", &lure.draft).await;
            }
            let fetched = lure.gets();
            trial.check(
                "fetches",
                fetched == 1,
                &format!("{fetched} of one missing key"),
            );
        }
        trial.finish().await;
    });
}

/// What many ask for at once is fetched once.
#[test]
fn case_61_many_requests_for_one_key_at_once() {
    perform(async |stage| {
        let mut trial = Trial::of("61c", stage).await;
        for way in Way::ALL {
            let lure = Lure::bent(way, stage, |_| ()).await;
            let note = lure.peer.url("/notes/1");
            let likes: Vec<Value> = (0..32)
                .map(|_| lure.actor.activity(&lure.peer, "Like", json!(note)))
                .collect();
            let sending = likes.iter().map(|activity| async {
                let message = Draft::new(way, &lure.actor, activity).seal(&stage.authority);
                stage.send(&message).await.status
            });
            for status in futures::future::join_all(sending).await {
                let expected = [202, 429, 503].contains(&status);
                trial.check("at once", expected, &format!("answered {status}, {way:?}"));
            }
            let fetched = lure.gets();
            let what = format!("{fetched} of one actor, {way:?}");
            trial.check("fetches", fetched == 1, &what);
        }
        trial.finish().await;
    });
}
