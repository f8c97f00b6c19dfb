//! Who follows from an inbox at which nobody is any more is asked before the following ends.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use trenza::federation::followers::{self, Follower, State, end_gone};
use trenza::federation::peers::{self, Introduction};
use trenza::store::execute;

use crate::guest::{Guest, actor};
use crate::server::Server;

const ORG: &str = "/o/1";
const HOUR: Duration = Duration::from_hours(1);
const WEEK: Duration = Duration::from_hours(7 * 24);

/// The inbox that an actor has for itself.
fn own(id: &str) -> String {
    format!("{id}/inbox")
}

/// Serves an actor that names a shared inbox too.
fn serves(server: &Server, id: &str, shared: &str) {
    let mut document = actor(id, &[]);
    let members = document.as_object_mut().unwrap();
    members.insert("endpoints".to_owned(), json!({ "sharedInbox": shared }));
    server.serves(&document);
}

impl Guest {
    async fn is_followed(&self, path: &str, id: &str, shared: Option<&str>) {
        let follower = Follower {
            actor: path.to_owned(),
            follower: id.to_owned(),
            inbox: own(id),
            shared_inbox: shared.map(str::to_owned),
            follow: format!("{id}/follow"),
            state: State::Accepted.as_str().to_owned(),
        };
        let mut tx = self.db.begin().await.unwrap();
        let now = self.clock.now();
        followers::put(&mut tx, &follower, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// On three occasions over a week an inbox answered that nobody is there.
    async fn finds_nobody_at(&self, inbox: &str) {
        let statement = "INSERT INTO gone_inboxes (inbox, status, times, since, latest) \
            VALUES ($1, 404, 3, $2, $3)";
        let now = self.clock.now();
        let mut tx = self.db.begin().await.unwrap();
        execute!(
            &mut tx,
            sqlx::query(statement)
                .bind(inbox)
                .bind(now - WEEK)
                .bind(now)
        )
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// The office agreed with a directory, and with a relay, that they follow it.
    async fn agreed_with(&self, directory: &str, relay: &str) {
        let peer = Introduction {
            id: directory.to_owned(),
            host: "a.example".to_owned(),
            name: None,
            inbox: own(directory),
            registry_log: None,
        };
        let statement = "INSERT INTO relays (id, inbox, state, follow, created_at) \
            VALUES ($1, $2, 'accepted', '', 0)";
        let now = self.clock.now();
        let mut tx = self.db.begin().await.unwrap();
        peers::introduce(&mut tx, &peer, now).await.unwrap();
        let inbox = own(relay);
        execute!(&mut tx, sqlx::query(statement).bind(relay).bind(&inbox)).unwrap();
        tx.commit().await.unwrap();
    }

    /// Looks into inboxes that seem to be gone, and says how many those were.
    async fn looks(&self) -> u64 {
        let now = self.clock.now();
        end_gone(&self.db, &self.remote, now).await.unwrap()
    }

    /// Somebody who is reached at an inbox knows an offer of ours.
    async fn is_acquainted_at(&self, inbox: &str) {
        let statement = "INSERT INTO acquainted (object, inbox, owner) \
            VALUES ('/offers/1', $1, '')";
        let mut tx = self.db.begin().await.unwrap();
        execute!(&mut tx, sqlx::query(statement).bind(inbox)).unwrap();
        tx.commit().await.unwrap();
    }

    /// Where followers of an actor of ours are written to.
    async fn writes_to(&self, path: &str) -> Vec<String> {
        let mut tx = self.db.read().await.unwrap();
        let mut inboxes = followers::inboxes(&mut tx, path).await.unwrap();
        inboxes.sort();
        inboxes
    }
}

#[tokio::test]
async fn who_is_gone_with_the_inbox_follows_no_more_and_who_was_agreed_with_stays() {
    for status in [StatusCode::GONE, StatusCode::NOT_FOUND] {
        let (guest, server) = (Guest::new().await, Server::start().await);
        let shared = server.url("a", "/inbox");
        let url = |path| server.url("a", path);
        let (node, relay) = (url("/actor"), url("/relay"));
        let (gone, neighbour) = (url("/u/1"), server.url("b", "/u/1"));
        guest.agreed_with(&node, &relay).await;
        for one in [&node, &relay, &gone] {
            guest.is_followed("/actor", one, Some(&shared)).await;
            server.refuses(one, status);
        }
        guest.is_followed(ORG, &gone, Some(&shared)).await;
        guest.is_followed(ORG, &neighbour, None).await;
        for inbox in [&shared, &own(&neighbour)] {
            guest.is_acquainted_at(inbox).await;
        }
        guest.finds_nobody_at(&shared).await;
        assert_eq!((guest.looks().await, guest.looks().await), (1, 0));
        assert_eq!(guest.writes_to(ORG).await, [own(&neighbour)]);
        assert_eq!(guest.writes_to("/actor").await, [shared]);
        assert_eq!(guest.count("followers").await, 3);
        assert_eq!(server.asked_for(&neighbour), 0);
        assert_eq!(guest.count("acquainted").await, 1);
    }
}

#[tokio::test]
async fn who_shared_an_inbox_that_is_gone_is_written_to_alone() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let shared = server.url("a", "/inbox");
    let people: Vec<String> = (1..=3)
        .map(|number| server.url("a", &format!("/u/{number}")))
        .collect();
    for one in &people {
        guest.is_followed(ORG, one, Some(&shared)).await;
    }
    guest.is_acquainted_at(&shared).await;
    // The first is gone, the second shows that the server is not, and the third is not asked.
    server.refuses(&people[0], StatusCode::GONE);
    serves(&server, &people[1], &shared);
    guest.finds_nobody_at(&shared).await;
    guest.looks().await;
    let alone = [own(&people[1]), own(&people[2])];
    assert_eq!(guest.writes_to(ORG).await, alone);
    assert_eq!(server.asked_for(&people[2]), 0);
    assert_eq!(guest.count("acquainted").await, 1);
    // Nobody is there either, though the account stands.
    guest.finds_nobody_at(&alone[0]).await;
    guest.looks().await;
    assert_eq!(guest.writes_to(ORG).await, [alone[1].clone()]);
    assert_eq!(guest.count("gone_inboxes").await, 0);
}

#[tokio::test]
async fn who_names_another_inbox_is_written_to_there() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (id, moved) = (server.url("a", "/u/1"), server.url("a", "/new/inbox"));
    guest.is_followed(ORG, &id, None).await;
    let mut document = actor(&id, &[]);
    document["inbox"] = json!(moved);
    server.serves(&document);
    guest.finds_nobody_at(&own(&id)).await;
    guest.looks().await;
    assert_eq!(guest.writes_to(ORG).await, [moved]);
}

#[tokio::test]
async fn nobody_ends_while_their_server_is_in_trouble_or_hides_them() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (busy, hidden) = (server.url("a", "/u/1"), server.url("b", "/u/1"));
    let shared = server.url("b", "/inbox");
    guest.is_followed(ORG, &busy, None).await;
    guest.is_followed(ORG, &hidden, Some(&shared)).await;
    server.refuses(&busy, StatusCode::SERVICE_UNAVAILABLE);
    server.refuses(&hidden, StatusCode::FORBIDDEN);
    guest.finds_nobody_at(&own(&busy)).await;
    guest.finds_nobody_at(&shared).await;
    assert_eq!((guest.looks().await, guest.looks().await), (2, 0));
    assert_eq!(guest.writes_to(ORG).await, [own(&busy), own(&hidden)]);
    // What was not answered is asked again, and no more than that.
    server.refuses(&busy, StatusCode::GONE);
    guest.clock.advance(HOUR);
    assert_eq!(guest.looks().await, 1);
    assert_eq!(guest.writes_to(ORG).await, [own(&hidden)]);
    // Who is hidden is not asked anew before their inbox was gone for a while again.
    guest.finds_nobody_at(&own(&hidden)).await;
    assert_eq!(guest.looks().await, 1);
    assert_eq!(guest.writes_to(ORG).await, [own(&hidden)]);
    assert_eq!(guest.count("gone_inboxes").await, 0);
}

#[tokio::test]
async fn many_at_one_inbox_are_asked_twenty_an_hour() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let shared = server.url("a", "/inbox");
    for number in 0..25 {
        let id = server.url("a", &format!("/u/{number}"));
        guest.is_followed(ORG, &id, Some(&shared)).await;
        server.refuses(&id, StatusCode::GONE);
    }
    guest.finds_nobody_at(&shared).await;
    for (looked, left) in [(1, 5), (0, 5)] {
        assert_eq!(guest.looks().await, looked);
        assert_eq!(guest.count("followers").await, left);
    }
    guest.clock.advance(HOUR);
    assert_eq!(guest.looks().await, 1);
    assert_eq!(guest.count("followers").await, 0);
    assert_eq!(guest.count("gone_inboxes").await, 0);
}

#[tokio::test]
async fn people_who_follow_the_directory_keep_nobodys_end_waiting() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let shared = server.url("a", "/inbox");
    let people = (0..25).map(|number| ("/actor", format!("/u/{number}")));
    for (path, name) in people.chain([(ORG, "/v".to_owned())]) {
        let id = server.url("a", &name);
        guest.is_followed(path, &id, Some(&shared)).await;
        server.refuses(&id, StatusCode::GONE);
    }
    guest.finds_nobody_at(&shared).await;
    for left in [6, 0] {
        assert_eq!(guest.looks().await, 1);
        assert_eq!(guest.count("followers").await, left);
        guest.clock.advance(HOUR);
    }
    assert_eq!(guest.count("gone_inboxes").await, 0);
}
