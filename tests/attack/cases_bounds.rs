//! Cases 27 to 29 and 61: how much the node fetches because a stranger said so.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::actor::{Actor, HOSTILE};
use crate::lure::Lure;
use crate::peer::{Answer, BOMB, Peer};
use crate::request::{Draft, Way};
use crate::stage::{Trial, perform};

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

            LazyLock::force(&BOMB);
            let lure = Lure::serving(way, stage, Answer::Bomb).await;
            trial.refused_draft("a bomb", &lure.draft).await;

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
        let lure = Lure::serving(Way::Cavage, stage, Answer::Drip).await;
        // Slowness may pass, so the sender is told to come back.
        trial
            .answered_draft("one byte a second", &lure.draft, &[503])
            .await;
        trial.finish().await;
    });
}

#[test]
fn case_61_many_false_keys_at_one_victim() {
    perform(async |stage| {
        let victim = Peer::start().await;
        let mut trial = Trial::of("61", stage).await;
        let actor = Actor::unknown(&victim, "mallory", &HOSTILE);
        let follow = actor.follow(&victim, &stage.target);
        let name = |number: usize| format!("/users/{number}");
        for number in 0..1000 {
            let key_id = victim.url(&name(number));
            let draft = Draft::new(Way::Cavage, &actor, &follow).key_id(&key_id);
            trial
                .answered_draft("a false key", &draft, &[401, 429, 503])
                .await;
        }
        let fetched: usize = (0..1000).map(|number| victim.gets(&name(number))).sum();
        trial.check(
            "fetches",
            (1..=20).contains(&fetched),
            &format!("{fetched} at one victim"),
        );
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
        let lure = Lure::bent(Way::Cavage, stage, |_| ()).await;
        let likes: Vec<Value> = (0..32)
            .map(|_| {
                lure.actor
                    .activity(&lure.peer, "Like", json!(lure.peer.url("/notes/1")))
            })
            .collect();
        let sending = likes.iter().map(|activity| async {
            let message = Draft::new(Way::Cavage, &lure.actor, activity).seal(&stage.authority);
            stage.send(&message).await.status
        });
        for status in futures::future::join_all(sending).await {
            let expected = [202, 429, 503].contains(&status);
            trial.check("at once", expected, &format!("answered {status}"));
        }
        let fetched = lure.gets();
        trial.check("fetches", fetched == 1, &format!("{fetched} of one actor"));
        trial.finish().await;
    });
}
