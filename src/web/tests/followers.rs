//! Who wants to follow, let in or refused by forms.

use super::office::{admin, open, send};
use super::*;
use crate::federation::followers::{self, Follower, State as Stands};
use crate::federation::peers::{self, Introduction};
use crate::federation::{admission, paths};
use crate::people::representation;

impl Site {
    async fn asks_to_follow(&self, actor: &str, who: &str) -> String {
        let id = format!("https://social.example/u/{who}");
        let follower = Follower {
            actor: actor.to_owned(),
            follower: id.clone(),
            inbox: format!("{id}/inbox"),
            shared_inbox: None,
            follow: format!("{id}/follows/1"),
            state: Stands::Pending.as_str().to_owned(),
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let now = self.node.clock.now();
        followers::put(&mut tx, &follower, now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn stands(&self, actor: &str, who: &str) -> Option<String> {
        let mut tx = self.node.db.read().await.unwrap();
        let found = followers::get(&mut tx, actor, who).await.unwrap();
        found.map(|one| one.state)
    }
}

#[tokio::test]
async fn the_office_sees_who_waits_to_follow_and_lets_them_or_refuses() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let coop = site.organization("Molino", true).await;
    let eva = site.asks_to_follow(&coop.path(), "eva").await;
    let leo = site.asks_to_follow(paths::NODE, "leo").await;
    // Another directory that asks is decided of on the page of friends.
    let peer = site.asks_to_follow(paths::NODE, "peer").await;
    let introduction = Introduction {
        id: peer.clone(),
        host: "social.example".to_owned(),
        name: None,
        inbox: format!("{peer}/inbox"),
        registry_log: Some(format!("{peer}/log")),
    };
    let mut tx = site.node.db.begin().await.unwrap();
    let now = site.node.clock.now();
    peers::introduce(&mut tx, &introduction, now).await.unwrap();
    tx.commit().await.unwrap();

    let home = open(&site, &cookie, "/office").await;
    let waits = "<a href=\"/office/followers\">Requests to follow</a> <span class=\"label\">2<";
    assert!(home.contains(waits), "{home}");
    let page = open(&site, &cookie, "/office/followers").await;
    for said in [&*eva, &*leo, "Molino", "Directorio"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains(&peer), "{page}");

    let path = coop.path();
    let form = [("do", "approve"), ("actor", &*path), ("follower", &*eva)];
    let (status, _) = send(&site, &cookie, "/office/followers", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(site.stands(&path, &eva).await.as_deref(), Some("accepted"));
    let form = [
        ("do", "reject"),
        ("actor", paths::NODE),
        ("follower", &*leo),
    ];
    let (status, _) = send(&site, &cookie, "/office/followers", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(site.stands(paths::NODE, &leo).await, None);
    let acts = open(&site, &cookie, "/office/acts").await;
    for said in ["Accepted a follower: <a", "Refused a follower"] {
        assert!(acts.contains(said), "{said}: {acts}");
    }
    // Somebody else was quicker, or nothing was decided.
    let (status, page) = send(&site, &cookie, "/office/followers", &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("nothing left to do"), "{page}");
    for wrong in [
        [("do", "burn"), ("actor", &*path), ("follower", &*eva)],
        [
            ("do", "reject"),
            ("actor", paths::NODE),
            ("follower", &*peer),
        ],
    ] {
        let (status, _) = send(&site, &cookie, "/office/followers", &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    assert_eq!(site.stands(&path, &eva).await.as_deref(), Some("accepted"));
    assert_eq!(
        site.stands(paths::NODE, &peer).await.as_deref(),
        Some("pending")
    );
}

#[tokio::test]
async fn an_organization_lets_its_own_followers_and_no_others() {
    let site = Site::new().await;
    let ana = site.account("ana", None).await;
    let (cookie, _) = site.session(&ana).await;
    let (coop, other) = (
        site.organization("Molino", true).await,
        site.organization("Horno", true).await,
    );
    let (node, path) = (&site.node, coop.path());
    let mut tx = node.db.begin().await.unwrap();
    representation::add(&mut tx, &node.clock, &ana.id, &coop.id, "vocal")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let own = format!("/my/{}/followers", coop.id);
    let page = open(&site, &cookie, &own).await;
    assert!(page.contains("Anyone can follow you"), "{page}");
    let mut tx = node.db.begin().await.unwrap();
    admission::choose(node, &mut tx, &coop.id, Some(true))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let eva = site.asks_to_follow(&path, "eva").await;
    let leo = site.asks_to_follow(&other.path(), "leo").await;
    let home = open(&site, &cookie, &format!("/my/{}", coop.id)).await;
    assert!(home.contains("One account wants to follow you"), "{home}");
    let page = open(&site, &cookie, &own).await;
    assert!(page.contains("You decide who may follow you"), "{page}");
    assert!(page.contains(&eva) && !page.contains(&leo), "{page}");

    let form = [("do", "approve"), ("follower", &*eva)];
    let (status, _) = send(&site, &cookie, &own, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(site.stands(&path, &eva).await.as_deref(), Some("accepted"));
    let page = open(&site, &cookie, &own).await;
    assert!(page.contains("Remove this follower"), "{page}");
    // Whoever waits for another organization's word is nobody here, whatever the form names.
    let theirs = other.path();
    let form = [("do", "approve"), ("actor", &*theirs), ("follower", &*leo)];
    let (status, _) = send(&site, &cookie, &own, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.stands(&theirs, &leo).await.as_deref(), Some("pending"));
    let form = [("do", "reject"), ("follower", &*eva)];
    let (status, _) = send(&site, &cookie, &own, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(site.stands(&path, &eva).await, None);
}
