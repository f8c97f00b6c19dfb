//! The office's pages about other servers: blocks, friendly directories, answers, reports.

use super::*;
use crate::activitypub::restrictions;
use crate::federation::cards::{PeerCard, reading};
use crate::federation::followers::{self, Follower};
use crate::federation::peers::{self, Introduction};
use crate::federation::restricting;
use crate::people::Role;

/// The cookie of an admin.
pub(super) async fn admin(site: &Site) -> String {
    let ana = site.account("ana", Some(Role::Admin)).await;
    site.session(&ana).await.0
}

pub(super) async fn send(
    site: &Site,
    cookie: &str,
    path: &str,
    form: &[(&str, &str)],
) -> (StatusCode, String) {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = site.routes.clone().oneshot(request).await.unwrap();
    (response.status(), text(response).await)
}

pub(super) async fn open(site: &Site, cookie: &str, path: &str) -> String {
    let response = site.ask(path, &[(header::COOKIE, cookie)]).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    text(response).await
}

async fn blocked(site: &Site) -> Vec<String> {
    let found = restrictions::list(&mut site.node.db.read().await.unwrap()).await;
    found.unwrap().into_iter().map(|one| one.subject).collect()
}

#[tokio::test]
async fn a_server_is_kept_out_and_let_in_again_by_forms() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let form = [
        ("subject", "spam.example"),
        ("severity", "block"),
        ("reason", HOSTILE),
        ("note", "seen twice"),
    ];
    let (status, _) = send(&site, &cookie, "/office/blocks", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(blocked(&site).await, ["spam.example"]);
    let page = open(&site, &cookie, "/office/blocks").await;
    assert!(
        page.contains("spam.example") && page.contains("seen twice"),
        "{page}"
    );
    assert!(!page.contains("<script"), "{page}");
    let exported = open(&site, &cookie, "/office/blocks/export").await;
    assert!(
        exported.contains("spam.example") && !exported.contains("seen twice"),
        "{exported}"
    );

    // What cannot be meant is shown again as it was typed, and changes nothing.
    for (name, subject, note) in [
        ("subject", "directory.example", "a note"),
        ("subject", "com", "a note"),
        ("subject", "", "a note"),
        ("note", "other.example", &*"x".repeat(501)),
    ] {
        let form = [("subject", subject), ("severity", "limit"), ("note", note)];
        let (status, page) = send(&site, &cookie, "/office/blocks", &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{subject}");
        assert!(page.contains(&format!("id=\"{name}-wrong\"")), "{page}");
        assert!(
            page.contains(note) && page.contains("value=\"limit\" checked"),
            "{page}"
        );
    }
    assert_eq!(blocked(&site).await, ["spam.example"]);

    let form = [("lifted", "spam.example")];
    let (status, _) = send(&site, &cookie, "/office/blocks/remove", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(blocked(&site).await.is_empty());
    let (status, page) = send(&site, &cookie, "/office/blocks/remove", &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("nothing left to do"), "{page}");
}

#[tokio::test]
async fn a_list_is_rehearsed_before_it_is_taken_over_and_friends_are_named() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    befriend(&site).await;
    let list = "spam.example\nfriend.example\n*.bad.example\n";
    let rehearse = [("list", list), ("do", "rehearse")];
    let (status, page) = send(&site, &cookie, "/office/blocks/import", &rehearse).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("nothing was changed"), "{page}");
    for left_out in ["concerns the peer friend.example", "*.bad.example"] {
        assert!(page.contains(left_out), "{left_out}: {page}");
    }
    assert!(
        page.contains("spam.example\nfriend.example"),
        "what was typed: {page}"
    );
    assert!(blocked(&site).await.is_empty());

    let even = [("list", list), ("do", "rehearse"), ("even-friends", "yes")];
    let (_, page) = send(&site, &cookie, "/office/blocks/import", &even).await;
    assert!(
        page.contains("Friendships that end: friend.example"),
        "{page}"
    );
    assert!(blocked(&site).await.is_empty());

    let (status, page) = send(
        &site,
        &cookie,
        "/office/blocks/import",
        &[("list", list), ("do", "import")],
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert_eq!(blocked(&site).await, ["spam.example"]);
    let nothing = [("list", " "), ("do", "import")];
    let (status, page) = send(&site, &cookie, "/office/blocks/import", &nothing).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"list-wrong\""), "{page}");
}

#[tokio::test]
async fn a_long_list_fits_into_the_form() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let list: String = (0..5_000)
        .map(|number| format!("s{number}.example\n"))
        .collect::<Vec<_>>()
        .concat();
    let form = [("list", &*list), ("do", "import")];
    let (status, _) = send(&site, &cookie, "/office/blocks/import", &form).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(blocked(&site).await.len(), 5_000);
}

#[tokio::test]
async fn a_rehearsal_tells_what_the_list_then_does_and_is_in_no_writers_way() {
    let site = Site::new().await;
    befriend(&site).await;
    let mut tx = site.node.db.begin().await.unwrap();
    let now = site.node.clock.now();
    for (actor, follower) in [("/actor", "ana"), ("/c/x", "ana"), ("/actor", "eva")] {
        let follower = Follower {
            actor: actor.to_owned(),
            follower: format!("https://friend.example/u/{follower}"),
            inbox: "https://friend.example/inbox".to_owned(),
            shared_inbox: None,
            follow: format!("https://friend.example/follows/{follower}{actor}"),
            state: "accepted".to_owned(),
        };
        followers::put(&mut tx, &follower, now).await.unwrap();
    }
    tx.commit().await.unwrap();

    // Where one writer works at a time, this one works.
    let writing = site.node.db.begin().await.unwrap();
    let list = "friend.example\n";
    let rehearsed = restricting::import(&site.node, list, true, true).await;
    let rehearsed = rehearsed.unwrap();
    drop(writing);
    assert!(rehearsed.dry_run && blocked(&site).await.is_empty());
    let foreseen = &rehearsed.effects;
    assert_eq!(foreseen.peers_ended, ["friend.example"]);
    assert_eq!((foreseen.followers_ended, foreseen.replies_hidden), (3, 0));
    let done = restricting::import(&site.node, list, false, true).await;
    assert_eq!(done.unwrap().effects, rehearsed.effects);
}

/// A directory that reads ours and is read, and has a trouble.
async fn befriend(site: &Site) {
    let mut tx = site.node.db.begin().await.unwrap();
    let id = "https://friend.example/actor";
    let introduction = Introduction {
        id: id.to_owned(),
        host: "friend.example".to_owned(),
        name: Some(format!("Amiga {HOSTILE}")),
        inbox: "https://friend.example/inbox".to_owned(),
        registry_log: Some("https://friend.example/registry/log".to_owned()),
    };
    let now = site.node.clock.now();
    peers::introduce(&mut tx, &introduction, now).await.unwrap();
    peers::requested(&mut tx, id, "/activities/1")
        .await
        .unwrap();
    peers::answered(&mut tx, id, "/activities/1", true, now)
        .await
        .unwrap();
    peers::grown(&mut tx, id, 7, now).await.unwrap();
    peers::failed(&mut tx, id, "[503] answered 503", now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_office_sees_how_each_directory_stands_and_decides() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    befriend(&site).await;
    let page = open(&site, &cookie, "/office/friends").await;
    for said in [
        "friend.example",
        "Its records could not be read yet. 7 changes there are not here yet.",
        "Reading failed: <span dir=\"auto\">It has a problem of its own (503).",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    let host = [("host", "friend.example")];
    let stop = [("host", "friend.example"), ("stop", "yes")];
    for (form, carried) in [(&host[..], true), (&stop[..], false)] {
        let (status, _) = send(&site, &cookie, "/office/friends/carry", form).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let mut tx = site.node.db.read().await.unwrap();
        assert_eq!(peers::list(&mut tx).await.unwrap()[0].carried, carried);
        drop(tx);
        let page = open(&site, &cookie, "/office/friends").await;
        assert_eq!(page.contains("Stop sharing them"), carried, "{page}");
    }
    let nobody = [("host", "nobody.example")];
    let (status, page) = send(&site, &cookie, "/office/friends/carry", &nobody).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("nothing left to do"), "{page}");
    let (status, _) = send(&site, &cookie, "/office/friends/sync", &host).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, page) = send(&site, &cookie, "/office/friends/approve", &host).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "nobody waits");
    assert!(page.contains("nothing left to do"), "{page}");
    for wrong in ["", "friend", "https://directory.example"] {
        let form = [("address", wrong)];
        let (status, page) = send(&site, &cookie, "/office/friends", &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.contains("id=\"address-wrong\""), "{page}");
        assert!(page.contains(&format!("value=\"{wrong}\"")), "{page}");
    }
    let (status, _) = send(&site, &cookie, "/office/friends/remove", &host).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let left = peers::list(&mut site.node.db.read().await.unwrap())
        .await
        .unwrap();
    assert!(left.is_empty());
    let (status, _) = send(&site, &cookie, "/office/friends/remove", &host).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let acts = open(&site, &cookie, "/office/acts").await;
    for said in [
        "Ended a friendship with a directory: friend.example",
        "Stopped sharing the offers and needs of another directory: friend.example",
    ] {
        assert!(acts.contains(said), "{said}: {acts}");
    }
}

#[tokio::test]
async fn what_a_directory_that_waits_says_of_itself_is_for_the_office_alone() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let id = "https://new.example/actor";
    let introduction = Introduction {
        id: id.to_owned(),
        host: "new.example".to_owned(),
        name: Some(format!("Nueva {HOSTILE}")),
        inbox: "https://new.example/inbox".to_owned(),
        registry_log: Some("https://new.example/registry/log".to_owned()),
    };
    let asks = Follower {
        actor: "/actor".to_owned(),
        follower: id.to_owned(),
        inbox: "https://new.example/inbox".to_owned(),
        shared_inbox: None,
        follow: "https://new.example/follows/1".to_owned(),
        state: "pending".to_owned(),
    };
    let now = site.node.clock.now();
    let mut tx = site.node.db.begin().await.unwrap();
    peers::introduce(&mut tx, &introduction, now).await.unwrap();
    followers::put(&mut tx, &asks, now).await.unwrap();
    tx.commit().await.unwrap();
    let page = open(&site, &cookie, "/office/friends").await;
    assert!(page.contains("has not been read yet"), "{page}");

    let card = PeerCard {
        legal_body: Some(format!("Ayuntamiento {HOSTILE}")),
        contact: Some("javascript:alert(1)".to_owned()),
        summary: Some("Directorio de la comarca".to_owned()),
        languages: vec!["es".to_owned(), "eu".to_owned()],
        software: Some(format!("trenza {HOSTILE}")),
        ..PeerCard::default()
    };
    let mut tx = site.node.db.begin().await.unwrap();
    reading::keep(&mut tx, id, &card, now).await.unwrap();
    tx.commit().await.unwrap();
    let page = open(&site, &cookie, "/office/friends").await;
    for said in [
        "Ayuntamiento",
        "Directorio de la comarca",
        "es, eu",
        "trenza",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(
        !page.contains("<script>") && !page.contains("href=\"javascript"),
        "{page}"
    );
    let public = site.ask("/friends/new.example", &[]).await;
    assert_eq!(public.status(), StatusCode::NOT_FOUND);
    assert!(!site.page("/").await.contains("new.example"));
}
