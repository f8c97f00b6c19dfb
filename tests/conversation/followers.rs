//! Followers by approval.

use std::time::Duration;

use serde_json::{Value, json};
use trenza::access::{self, Scope};
use trenza::execute;
use trenza::federation::peering;

use crate::site::Site;
use crate::town::{Town, until};

async fn says_it_asks(town: &Town, asks: bool) {
    let path = town.workshop.path();
    until("the actor says so", async || {
        town.document(&path).await["manuallyApprovesFollowers"] == json!(asks)
    })
    .await;
}

fn is(kind: &'static str) -> impl Fn(&Value) -> bool {
    move |activity| activity["type"] == kind
}

#[tokio::test]
async fn whoever_wants_to_follow_waits_until_somebody_lets_them() {
    let town = Town::with("[federation]\napprove_followers = true").await;
    says_it_asks(&town, true).await;
    let site = Site::open(&town).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    for person in [&ana, &bob] {
        assert_eq!(
            person.does(&town, "Follow", town.workshop_id()).await,
            "applied"
        );
    }
    let org = town.workshop.handle.clone();
    let waiting = town
        .told(&["follower", "list", "--org", &org, "--waiting"])
        .await
        .json;
    assert_eq!(waiting.as_array().unwrap().len(), 2, "{waiting}");
    let path = format!("{}/followers", town.workshop.path());
    assert_eq!(town.document(&path).await["totalItems"], json!(0));

    town.told(&["follower", "approve", &ana.id, "--org", &org])
        .await;
    ana.receives("the Accept", is("Accept")).await;
    assert_eq!(town.document(&path).await["totalItems"], json!(1));
    town.told(&["follower", "reject", &bob.id, "--org", &org])
        .await;
    bob.receives("the Reject", is("Reject")).await;
    for wrong in [&ana.id, &bob.id] {
        let again = ["follower", "approve", wrong, "--org", &org];
        assert!(town.ask(&again).await.is_err(), "{wrong}");
    }
    // Who follows stays when asked again, and is sent away by name.
    assert_eq!(
        ana.does(&town, "Follow", town.workshop_id()).await,
        "applied"
    );
    assert_eq!(town.document(&path).await["totalItems"], json!(1));
    town.told(&["follower", "reject", &ana.id, "--org", &org])
        .await;
    ana.receives("the Reject", is("Reject")).await;
    assert_eq!(town.count("followers").await, 0);
}

#[tokio::test]
async fn an_organization_chooses_otherwise_than_the_directory() {
    let town = Town::open().await;
    says_it_asks(&town, false).await;
    let ana = Site::open(&town).await.person("ana");
    let org = town.workshop.handle.clone();
    town.told(&["follower", "policy", "ask", "--org", &org])
        .await;
    town.node.wake.publisher.notify_one();
    says_it_asks(&town, true).await;
    ana.does(&town, "Follow", town.workshop_id()).await;
    assert_eq!(town.count("followers WHERE state = 'pending'").await, 1);
    town.told(&["follower", "policy", "setting", "--org", &org])
        .await;
    town.node.wake.publisher.notify_one();
    says_it_asks(&town, false).await;
    let eve = Site::open(&town).await.person("eve");
    eve.does(&town, "Follow", town.workshop_id()).await;
    eve.receives("the Accept", is("Accept")).await;
}

#[tokio::test]
async fn an_organizations_own_token_decides_and_anothers_does_not() {
    let town = Town::with("[federation]\napprove_followers = true").await;
    let ana = Site::open(&town).await.person("ana");
    ana.does(&town, "Follow", town.workshop_id()).await;
    let other = town.active("Otra").await;
    let token = async |id| {
        town.change(async |tx, clock| {
            access::create(tx, clock, "test", &[Scope::OrganizationsWrite], Some(id)).await
        })
        .await
        .1
    };
    let (own, others) = (token(&town.workshop.id).await, token(&other.id).await);
    let path = format!("/api/v1/organizations/{}/followers", town.workshop.id);
    let body = json!({"follower": ana.id});
    let approve = format!("{path}/approve");
    for stranger in [None, Some(others.as_str())] {
        assert!(town.call("GET", &path, stranger, &Value::Null).await.0 >= 400);
        assert!(town.call("POST", &approve, stranger, &body).await.0 >= 400);
    }
    let (_, waiting) = town.call("GET", &path, Some(&own), &Value::Null).await;
    assert_eq!(waiting[0], json!({"follower": ana.id, "state": "pending"}));
    let (status, done) = town.call("POST", &approve, Some(&own), &body).await;
    assert_eq!((status, &done["state"]), (200, &json!("accepted")));
    ana.receives("the Accept", is("Accept")).await;
}

#[tokio::test]
async fn who_is_limited_waits_where_everybody_else_may_follow() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    town.told(&["block", "add", &ana.id, "--limit"]).await;
    ana.does(&town, "Follow", town.workshop_id()).await;
    assert_eq!(town.count("followers WHERE state = 'pending'").await, 1);
    let bob = site.person("bob");
    bob.does(&town, "Follow", town.workshop_id()).await;
    assert_eq!(town.count("followers WHERE state = 'accepted'").await, 1);
}

#[tokio::test]
async fn whoever_asks_again_and_again_is_answered_and_nothing_piles_up() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    for _ in 0..5 {
        let follow = ana.activity("Follow", town.workshop_id());
        assert_eq!(ana.says(&town, &follow).await, "applied");
        ana.receives("the answer to this one", |one| {
            one["type"] == "Accept" && one["object"]["id"] == follow["id"]
        })
        .await;
        assert_eq!(town.count("activities WHERE type = 'Accept'").await, 1);
        assert_eq!(town.count("deliveries WHERE type = 'Accept'").await, 1);
    }
    assert_eq!(town.count("followers").await, 1);
}

#[tokio::test]
async fn whoever_asks_twice_while_they_wait_is_answered_once_to_what_they_asked_last() {
    let town = Town::with("[federation]\napprove_followers = true").await;
    says_it_asks(&town, true).await;
    let site = Site::open(&town).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    let org = town.workshop.handle.clone();
    for (person, verb, kind) in [(&ana, "approve", "Accept"), (&bob, "reject", "Reject")] {
        let [first, last] = [(); 2].map(|()| person.activity("Follow", town.workshop_id()));
        for follow in [&first, &last] {
            assert_eq!(person.says(&town, follow).await, "applied");
        }
        assert_eq!(town.count("followers WHERE state = 'pending'").await, 1);
        town.told(&["follower", verb, &person.id, "--org", &org])
            .await;
        let answer = person.receives("the answer", is(kind)).await;
        // Whole, for servers that know a request by who asks whom.
        let asked = ["id", "actor", "object"].map(|member| &answer["object"][member]);
        assert_eq!(asked, ["id", "actor", "object"].map(|member| &last[member]));
        let said = format!("activities WHERE type = '{kind}'");
        assert_eq!(town.count(&said).await, 1);
    }
}

#[tokio::test]
async fn answers_of_long_ago_are_forgotten_and_those_that_wait_are_not() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    for person in [&ana, &bob] {
        person.does(&town, "Follow", town.workshop_id()).await;
        person.receives("the Accept", is("Accept")).await;
    }
    until("both are noted as told", async || {
        town.count("deliveries WHERE type = 'Accept' AND state = 'delivered'")
            .await
            == 2
    })
    .await;
    let forget = async || {
        town.change(async |tx, clock| peering::forget_answers(tx, clock.now()).await)
            .await
    };
    assert_eq!(forget().await, 0, "they are of today");
    town.change(async |tx, _| {
        let waits = "UPDATE deliveries SET state = 'pending' WHERE type = 'Accept' AND object = $1";
        execute!(tx, sqlx::query(waits).bind(&bob.id))?;
        Ok(())
    })
    .await;
    town.node.clock.advance(Duration::from_hours(15 * 24));
    assert_eq!(forget().await, 1);
    let left = format!("activities WHERE type = 'Accept' AND object = '{}'", bob.id);
    assert_eq!(town.count(&left).await, 1);
}
