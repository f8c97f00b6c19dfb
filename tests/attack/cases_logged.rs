//! Cases 17 and 36 by a node that is followed: one entry of its log stops nothing after it, and
//! what says nothing drops nothing.

use std::time::Duration;

use serde_json::json;
use trenza::activitypub::received;
use trenza::node::Node;
use trenza::store::execute;

use crate::cases_friend::among_friends;
use crate::friend::{Friend, held, shown};
use crate::request::Way;

/// Changes the tables of the node, as nobody but a test does.
async fn change(node: &Node, statement: &'static str) {
    let mut tx = node.db.begin().await.expect("it writes");
    execute!(tx, sqlx::query(statement)).expect("it is done");
    tx.commit().await.expect("it writes");
}

#[test]
fn case_17_entries_of_a_kind_that_is_not_known_yet() {
    among_friends("17c", async |stage, node, trial| {
        let mut friend = Friend::followed(trial, node, Way::Cavage).await;
        let (coop, actor) = (friend.coop.clone(), friend.actor.clone());
        friend.log("Create", &coop, friend.offer("before the others"));
        let mut unknown = Vec::new();
        for kind in ["Add", "Remove", "Follow", "Invite"] {
            let object = if kind == "Follow" {
                json!(stage.target)
            } else {
                json!(coop.id)
            };
            unknown.push(friend.log(kind, &actor, object));
        }
        friend.log("Create", &coop, friend.offer("after the others"));
        friend.is_read(trial, node).await;
        // Nobody follows who did not sign, which the fence sees.
        trial.fence().await;
        let page = shown(stage, "/offers").await;
        for name in ["before the others", "after the others"] {
            trial.check(name, page.contains(name), "is not shown");
        }
        let mut tx = node.db.read().await.expect("it reads");
        let noted = received::not_applied(&mut tx, &actor.id, 10).await;
        drop(tx);
        let noted = noted.expect("it reads");
        for entry in &unknown {
            let is_noted = noted.iter().any(|one| entry["id"] == one.activity.as_str());
            trial.check("an unknown kind", is_noted, "is not noted");
        }
        friend.leave(node).await;
    });
}

#[test]
fn case_36_an_entry_that_cannot_be_held() {
    among_friends("36b", async |stage, node, trial| {
        // Stands for whatever may fail again and again at one record alone.
        let once = "CREATE UNIQUE INDEX only_once ON remote_records (name) \
            WHERE name = 'only once'";
        change(node, once).await;
        let mut friend = Friend::followed(trial, node, Way::Cavage).await;
        let coop = friend.coop.clone();
        let (first, second) = (friend.offer("only once"), friend.offer("only once"));
        friend.log("Create", &coop, first.clone());
        let failing = friend.log("Create", &coop, second.clone());
        friend.log("Create", &coop, friend.offer("after what fails"));
        friend.is_read(trial, node).await;
        let page = shown(stage, "/offers").await;
        let is_shown = page.contains("after what fails");
        trial.check("the last", is_shown, "is not shown");
        let holds = (
            held(node, &first["id"]).await.is_some(),
            held(node, &second["id"]).await.is_some(),
        );
        trial.check("the two", holds == (true, false), &format!("{holds:?}"));
        let mut tx = node.db.read().await.expect("it reads");
        let noted = received::not_applied(&mut tx, &coop.id, 10).await;
        drop(tx);
        let noted = noted.expect("it reads");
        let is_noted = noted
            .iter()
            .any(|one| failing["id"] == one.activity.as_str());
        trial.check("what fails", is_noted, "is not noted");
        friend.leave(node).await;
        change(node, "DROP INDEX only_once").await;
    });
}

#[test]
fn case_36_a_log_that_says_no_length_or_suddenly_none() {
    among_friends("36c", async |stage, node, trial| {
        let mut friend = Friend::followed(trial, node, Way::Cavage).await;
        let coop = friend.coop.clone();
        let offers = ["of a log", "of the same log"].map(|name| friend.offer(name));
        for offer in &offers {
            friend.log("Create", &coop, offer.clone());
        }
        friend.is_read(trial, node).await;
        let all_held = async || {
            held(node, &offers[0]["id"]).await.is_some()
                && held(node, &offers[1]["id"]).await.is_some()
        };
        for length in [
            json!(null),
            json!("2"),
            json!(-5),
            json!(0.5),
            json!([2]),
            json!((1_i64 << 53) + 1),
        ] {
            friend.say_length(length.clone());
            friend.is_asked(trial, node, 3).await;
            let variant = length.to_string();
            trial.check(&variant, all_held().await, "its records are dropped");
            let reason = friend.seen_by(node).await.last_error.unwrap_or_default();
            let is_told = reason.contains("says no length of its log");
            trial.check(&variant, is_told, &format!("is told as {reason:?}"));
        }

        // What is said once may be a mistake; what is said again is how it is.
        friend.say_length(json!(0));
        friend.is_asked(trial, node, 1).await;
        let mut pause = tokio::time::interval(Duration::from_millis(50));
        let mut is_read_twice = false;
        for _ in 0..600 {
            let reason = friend.seen_by(node).await.last_error.unwrap_or_default();
            is_read_twice |= reason.contains("it is read once more");
            if !all_held().await {
                break;
            }
            pause.tick().await;
        }
        trial.check("0", is_read_twice, "its records are dropped at once");
        trial.check("0", !all_held().await, "its records stay");

        friend.log("Create", &coop, friend.offer("after all that"));
        friend.is_read(trial, node).await;
        trial.check("its log", all_held().await, "is not read anew");
        let page = shown(stage, "/offers").await;
        let is_shown = page.contains("after all that");
        trial.check("the last", is_shown, "is not shown");
        friend.leave(node).await;
    });
}
