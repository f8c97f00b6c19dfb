//! Cases 17, 18, 34 and 58 by a node that is followed, whose word on its own records counts.

use serde_json::{Value, json};
use trenza::node::Node;

use crate::actor::Actor;
use crate::cases_body::TURNING;
use crate::friend::{Friend, held, latest, offer, shown};
use crate::peer::Peer;
use crate::request::{Draft, Way};
use crate::stage::{Stage, Trial, perform};

/// Runs a case that befriends the node, which takes more than a stranger's requests.
pub fn among_friends(name: &'static str, case: impl AsyncFnOnce(&Stage, &Node, &mut Trial<'_>)) {
    perform(async |stage| {
        let Some(node) = &stage.node else {
            eprintln!("case {name} is skipped: it befriends a node that the suite started");
            return;
        };
        let mut trial = Trial::of(name, stage).await;
        case(stage, node, &mut trial).await;
        trial.finish().await;
    });
}

/// Records that are not the sender's, by their ids, by their authors, and by both.
fn foreign(friend: &Friend, victim: &Peer, canary: &str) -> [Value; 4] {
    let author = Actor::honest(victim, "author");
    let whole = offer(victim, &author, canary);
    let mut own_author = offer(victim, &author, canary);
    own_author["attributedTo"] = json!(friend.coop.id);
    let mut own_id = friend.offer(canary);
    own_id["attributedTo"] = json!(author.id);
    let mut organization = author.document();
    organization["type"] = json!("Organization");
    organization["name"] = json!(canary);
    [whole, own_author, own_id, organization]
}

#[test]
fn case_17_a_friend_that_hands_over_records_of_another_origin() {
    among_friends("17b", async |stage, node, trial| {
        let victim = Peer::start().await;
        let canary = "canary-of-a-record-of-others";
        for way in Way::ALL {
            let mut friend = Friend::followed(trial, node, way).await;
            let (coop, actor) = (friend.coop.clone(), friend.actor.clone());
            let forged = foreign(&friend, &victim, canary);
            for sender in [&coop, &actor] {
                for object in &forged {
                    for kind in ["Create", "Update", "Announce"] {
                        let activity = sender.activity(&friend.peer, kind, object.clone());
                        let draft = Draft::new(way, sender, &latest(activity));
                        trial.answered_draft(kind, &draft, &[202, 400, 403]).await;
                        if kind != "Announce" {
                            friend.log(kind, sender, object.clone());
                        }
                    }
                }
            }
            // What is its own is taken, by either way, and later than all that was forged.
            let names = [format!("told {way:?}"), format!("logged {way:?}")];
            let told = coop.activity(&friend.peer, "Create", friend.offer(&names[0]));
            let draft = Draft::new(way, &coop, &told);
            trial.answered_draft("its own", &draft, &[202]).await;
            friend.log("Create", &coop, friend.offer(&names[1]));
            friend.is_read(trial, node).await;
            trial.fence().await;
            let page = shown(stage, "/offers").await;
            for name in &names {
                let is_shown = page.contains(name.as_str());
                trial.check(name, is_shown, "is not shown, so it proves nothing");
            }
            for path in ["/offers", "/organizations", "/"] {
                let is_forged = shown(stage, path).await.contains(canary);
                trial.check(path, !is_forged, "another's record is shown");
            }
            for object in &forged {
                let is_held = held(node, &object["id"]).await.is_some();
                let what = format!("{} by {}", object["id"], object["attributedTo"]);
                trial.check(&what, !is_held, "another's record is held");
            }
            friend.leave(node).await;
        }
    });
}

#[test]
fn case_18_a_friends_answer_and_records_in_the_hands_of_others() {
    among_friends("18b", async |_, node, trial| {
        let other = Peer::start().await;
        for way in Way::ALL {
            let mut friend = Friend::start().await;
            let coop = friend.coop.clone();
            let mut organization = coop.document();
            organization["type"] = json!("Organization");
            organization["name"] = json!("genuine");
            let records = [
                (organization, coop.clone()),
                (friend.offer("genuine"), coop.clone()),
                (friend.listed("genuine"), friend.actor.clone()),
            ];
            let mut created = Vec::new();
            for (record, owner) in &records {
                created.push(friend.log("Create", owner, record.clone()));
            }
            let thieves = [
                ("a stranger", &other, Actor::hostile(&other, "thief")),
                (
                    "a sibling",
                    &friend.peer,
                    Actor::hostile(&friend.peer, "thief"),
                ),
            ];
            let asked = friend.asked(node).await;
            for (place, home, thief) in &thieves {
                for object in [asked["id"].clone(), asked.clone()] {
                    let accept = thief.activity(home, "Accept", object);
                    let variant = format!("Accept by {place}");
                    let draft = Draft::new(way, thief, &accept);
                    trial.answered_draft(&variant, &draft, &[202, 403]).await;
                }
            }
            trial.fence().await;
            let state = friend.seen_by(node).await.following;
            let is_open = state == "requested" && friend.peer.gets("/log") == 0;
            trial.check("Accept", is_open, &format!("it is followed: {state}"));

            friend.accept(trial, way, &asked).await;
            friend.is_read(trial, node).await;
            for ((record, _), create) in records.iter().zip(&created) {
                let before = held(node, &record["id"]).await;
                let is_held = before.is_some();
                trial.check("the record", is_held, "is not held, so it proves nothing");
                for (place, home, thief) in &thieves {
                    let what = format!("{}, {place}", record["type"]);
                    steal(trial, (way, home, thief), (&what, record), create).await;
                    for object in [asked["id"].clone(), asked.clone()] {
                        let reject = thief.activity(home, "Reject", object);
                        let draft = Draft::new(way, thief, &reject);
                        trial.answered_draft(&what, &draft, &[202, 403]).await;
                    }
                }
                trial.fence().await;
                let after = held(node, &record["id"]).await;
                let what = format!("{before:?} became {after:?}");
                let is_same = format!("{before:?}") == format!("{after:?}");
                trial.check("the record", is_same, &what);
            }
            let state = friend.seen_by(node).await.following;
            trial.check("Reject", state == "accepted", &format!("it is {state}"));

            // The owner may: this shows that the refusals above were about the thief.
            for (record, owner) in &records {
                let mut changed = record.clone();
                changed["name"] = json!("changed");
                let update = latest(owner.activity(&friend.peer, "Update", changed));
                let draft = Draft::new(way, owner, &update);
                trial.answered_draft("by its owner", &draft, &[202]).await;
                trial.fence().await;
                let after = held(node, &record["id"]).await;
                let is_changed = after.is_some_and(|after| after.name == "changed");
                trial.check("by its owner", is_changed, "a change counts for nothing");
            }
            friend.leave(node).await;
        }
    });
}

/// Changes and removes another's record in every way that a thief may try.
async fn steal(
    trial: &mut Trial<'_>,
    (way, home, thief): (Way, &Peer, &Actor),
    (what, record): (&str, &Value),
    create: &Value,
) {
    let mut altered = record.clone();
    altered["name"] = json!("stolen");
    let mut taken = altered.clone();
    taken["attributedTo"] = json!(thief.id);
    let tombstone = json!({"type": "Tombstone", "id": record["id"]});
    for (kind, object) in [
        ("Update", altered.clone()),
        ("Update", taken.clone()),
        ("Create", altered),
        ("Create", taken),
        ("Delete", record["id"].clone()),
        ("Delete", tombstone.clone()),
        ("Update", tombstone),
        ("Undo", create.clone()),
    ] {
        let activity = latest(thief.activity(home, kind, object));
        let draft = Draft::new(way, thief, &activity);
        let variant = format!("{kind} of {what}");
        // Across origins it is refused; what is taken in of a sibling has no effect.
        let statuses = [202, 400, 403];
        trial.answered_draft(&variant, &draft, &statuses).await;
    }
}

#[test]
fn case_34_characters_that_turn_the_names_of_a_friend() {
    among_friends("34c", async |stage, node, trial| {
        let turned: String = TURNING.iter().collect();
        let name = format!("turned {turned}name");
        for way in Way::ALL {
            let mut friend = Friend::followed(trial, node, way).await;
            let coop = friend.coop.clone();
            let mut mapped = friend.offer("a name beside it");
            for tag in ["en", "es", "fr", "pt"] {
                mapped["nameMap"][tag] = json!(name);
                mapped["contentMap"][tag] = json!(format!("<p>{name}</p>"));
            }
            let mut listed = friend.listed(&name);
            listed["source"] = json!([{"register": name, "statedOn": name}]);
            listed["territory"] = json!(name);
            let records = [friend.offer(&name), mapped, listed];
            for (number, record) in records.iter().enumerate() {
                if number % 2 == 0 {
                    friend.log("Create", &friend.actor.clone(), record.clone());
                    friend.is_read(trial, node).await;
                } else {
                    let create = coop.activity(&friend.peer, "Create", record.clone());
                    let draft = Draft::new(way, &coop, &create);
                    trial.answered_draft("a record", &draft, &[202]).await;
                }
            }
            trial.fence().await;
            let one = |record: &Value| {
                let id = record["id"].as_str().expect("an id");
                format!("/authorize_interaction?uri={id}")
            };
            let mut paths = vec!["/offers".to_owned(), "/organizations".to_owned()];
            paths.extend(records.iter().map(one));
            for path in paths {
                let page = shown(stage, &path).await;
                let is_shown = page.contains("turned name");
                trial.check(&path, is_shown, "does not show it, so it proves nothing");
                trial.check(
                    &path,
                    !page.contains(TURNING),
                    "turns what stands around it",
                );
            }
            friend.leave(node).await;
        }
    });
}

#[test]
fn case_58_a_friends_record_that_comes_back_after_its_removal() {
    among_friends("58b", async |stage, node, trial| {
        for way in Way::ALL {
            let mut friend = Friend::followed(trial, node, way).await;
            let (coop, keeper) = (friend.coop.clone(), friend.actor.clone());
            let canary = format!("canary of what was removed, {way:?}");
            let records = [
                (friend.offer(&canary), &coop, true),
                (friend.offer(&canary), &coop, false),
                (friend.listed(&canary), &keeper, true),
                (friend.listed(&canary), &keeper, false),
            ];
            for (record, owner, _) in &records {
                friend.log("Create", owner, record.clone());
            }
            friend.is_read(trial, node).await;
            let is_shown = shown(stage, "/offers").await.contains(&canary);
            trial.check(
                "the offers",
                is_shown,
                "are not shown, so it proves nothing",
            );
            for (record, owner, is_told) in &records {
                let id = record["id"].clone();
                if *is_told {
                    let delete = owner.activity(&friend.peer, "Delete", id);
                    let draft = Draft::new(way, owner, &delete);
                    trial.answered_draft("the removal", &draft, &[202]).await;
                } else {
                    friend.log("Delete", owner, id);
                    friend.is_read(trial, node).await;
                }
            }
            trial.fence().await;
            are_gone(trial, node, &records, "are not removed").await;

            for (record, owner, _) in &records {
                for kind in ["Create", "Update"] {
                    let again = owner.activity(&friend.peer, kind, record.clone());
                    for activity in [again.clone(), latest(fresh(&again, &friend.peer))] {
                        let draft = Draft::new(way, owner, &activity);
                        trial.answered_draft(kind, &draft, &[202]).await;
                    }
                }
            }
            trial.fence().await;
            are_gone(trial, node, &records, "came back as they were told of").await;

            let mut last = String::new();
            for (record, owner, _) in &records {
                for kind in ["Create", "Update"] {
                    friend.log(kind, owner, record.clone());
                }
            }
            for (number, epoch) in [None, Some("2026-06-01T00:00:00Z")].into_iter().enumerate() {
                if let Some(epoch) = epoch {
                    friend.begin_epoch(epoch);
                }
                last = format!("came after it, {number}, {way:?}");
                friend.log("Create", &coop, friend.offer(&last));
                friend.is_read(trial, node).await;
                are_gone(trial, node, &records, "came back by the log").await;
            }
            let page = shown(stage, "/offers").await;
            trial.check("the last", page.contains(&last), "is not shown");
            trial.check("the offers", !page.contains(&canary), "are shown again");
            friend.leave(node).await;
        }
    });
}

#[test]
fn case_58_a_removal_that_comes_before_what_it_removes() {
    among_friends("58c", async |stage, node, trial| {
        for way in Way::ALL {
            let mut friend = Friend::followed(trial, node, way).await;
            let (coop, keeper) = (friend.coop.clone(), friend.actor.clone());
            let thief = Actor::hostile(&friend.peer, "thief");
            let canary = format!("canary of what never was, {way:?}");
            let genuine = friend.offer(&format!("what a thief ends, {way:?}"));
            let records = [
                (friend.offer(&canary), &coop, true),
                (friend.listed(&canary), &keeper, true),
            ];
            let stolen = (genuine.clone(), &thief, true);
            for (record, by, _) in records.iter().chain([&stolen]) {
                let delete = by.activity(&friend.peer, "Delete", record["id"].clone());
                let draft = Draft::new(way, by, &delete);
                trial.answered_draft("the removal", &draft, &[202]).await;
            }
            trial.fence().await;
            for (record, owner, _) in &records {
                for kind in ["Create", "Update"] {
                    let late = owner.activity(&friend.peer, kind, record.clone());
                    let draft = Draft::new(way, owner, &latest(late));
                    trial.answered_draft(kind, &draft, &[202]).await;
                    friend.log(kind, owner, record.clone());
                }
            }
            friend.log("Create", &coop, genuine.clone());
            friend.is_read(trial, node).await;
            trial.fence().await;
            are_gone(trial, node, &records, "came after its end").await;
            let page = shown(stage, "/offers").await;
            trial.check("the offers", !page.contains(&canary), "are shown");
            let state = held(node, &genuine["id"]).await;
            let stands = state.as_ref().is_some_and(|one| !one.gone);
            trial.check("another's removal", stands, &format!("counts: {state:?}"));
            friend.leave(node).await;
        }
    });
}

/// The same activity under an id that nobody has seen.
fn fresh(activity: &Value, peer: &Peer) -> Value {
    let mut fresh = activity.clone();
    fresh["id"] = json!(peer.url(&format!("/activities/{}", peer.mint())));
    fresh
}

async fn are_gone(
    trial: &mut Trial<'_>,
    node: &Node,
    records: &[(Value, &Actor, bool)],
    otherwise: &str,
) {
    for (record, _, _) in records {
        let state = held(node, &record["id"]).await;
        let is_gone = state
            .as_ref()
            .is_some_and(|one| one.gone && one.body == "{}");
        let what = format!("{otherwise}: {state:?}");
        trial.check(record["type"].as_str().unwrap_or_default(), is_gone, &what);
    }
}
