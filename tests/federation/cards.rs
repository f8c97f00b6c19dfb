//! What directories say of themselves, and what becomes of those that nobody knows.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use tokio::net::TcpListener;
use trenza::execute;
use trenza::federation::cards::{self, View, reading};
use trenza::federation::peering;
use trenza::federation::peers::{self, Peer};
use trenza::offers::Purpose;
use trenza::registry;
use trenza::registry::attestation::{self, Statement};
use trenza::vocabulary::AttestationKind;

use crate::nodes::{Running, Stage, until};

/// What a website answers on its first page, and what it was asked for.
#[derive(Default)]
struct Desk {
    page: Mutex<(u16, String)>,
    asked: Mutex<Vec<String>>,
}

/// A municipality's website.
struct Website {
    address: String,
    desk: Arc<Desk>,
}

impl Website {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let desk = Arc::<Desk>::default();
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let site = Self { address, desk };
        site.says(200, "");
        site
    }

    /// What its first page says from now on.
    fn says(&self, status: u16, page: &str) {
        *self.desk.page.lock().unwrap() = (status, page.to_owned());
    }

    /// Names a directory as its own.
    fn names(&self, other: &Running) {
        self.says(
            200,
            &format!("<a rel=me href=\"{}\">x</a>", other.node.url("/")),
        );
    }
}

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri) -> Response {
    desk.asked.lock().unwrap().push(uri.path().to_owned());
    let (status, page) = desk.page.lock().unwrap().clone();
    let status = StatusCode::from_u16(status).unwrap();
    match uri.path() {
        "/" if status.is_redirection() => (status, [(header::LOCATION, page)]).into_response(),
        "/" => (status, Html(page)).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(crate) async fn view(node: &Running, other: &Running) -> View {
    let mut tx = node.node.db.read().await.unwrap();
    let peer = peers::get(&mut tx, &other.node.url("/actor"))
        .await
        .unwrap()
        .unwrap();
    cards::view(&mut tx, &peer).await.unwrap()
}

async fn refresh(node: &Running, other: &Running) {
    let mut tx = node.node.db.read().await.unwrap();
    let peer = peers::get(&mut tx, &other.node.url("/actor"))
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    // What could not be asked just now is asked again.
    let _ = reading::refresh(&node.node, &peer).await;
}

#[tokio::test]
async fn a_peers_card_says_who_keeps_it_and_whether_its_website_says_so() {
    let stage = Stage::new();
    let site = Website::open().await;
    let lines = format!(
        "[card]\nlegal_body = \"Ville de Lyon\"\nsite = \"{}\"\nkept_since = \"2026-03-01\"\n\
         attestation_policy = \"By visit.\"\n[operator]\ncontact = \"ess@lyon.example\"",
        site.address
    );
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.with("lyon", "accept", &lines).await;
    let coop = lyon.active("Union").await;
    lyon.listed("Ash").await;
    lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    stage.befriend(&oaxaca, &lyon).await;
    until("the card is read", async || {
        view(&oaxaca, &lyon).await.card.legal_body.as_deref() == Some("Ville de Lyon")
    })
    .await;
    until("its records are held", async || {
        view(&oaxaca, &lyon).await.offers == 1
    })
    .await;
    let seen = view(&oaxaca, &lyon).await;
    assert_eq!((seen.organizations, seen.active, seen.attested), (2, 1, 0));
    assert_eq!(seen.card.contact.as_deref(), Some("ess@lyon.example"));
    assert_eq!(seen.card.admits.as_deref(), Some("accept"));
    assert!(
        seen.known && seen.site_proof.is_none(),
        "nobody named it yet: {seen:?}"
    );

    site.names(&lyon);
    until("its website names it", async || {
        refresh(&oaxaca, &lyon).await;
        let proof = view(&oaxaca, &lyon).await.site_proof;
        proof.is_some_and(|proof| proof.method == "rel-me")
    })
    .await;
    let path = format!("/friends/{}", lyon.host());
    let page = oaxaca.page(&path).await;
    assert!(
        page.contains("Ville de Lyon") && page.contains("By visit."),
        "{page}"
    );
    assert!(page.contains("The website names this directory"), "{page}");
    let (_, told) = oaxaca.get(&format!("/api/v1/peers/{}", lyon.host())).await;
    assert_eq!(told["card"]["legal_body"], "Ville de Lyon", "{told}");
    assert_eq!(oaxaca.get("/api/v1/peers/stranger.example").await.0, 404);

    site.says(200, "");
    until("what is no longer said counts no more", async || {
        refresh(&oaxaca, &lyon).await;
        view(&oaxaca, &lyon).await.site_proof.is_none()
    })
    .await;
}

#[tokio::test]
async fn what_a_directory_that_waits_says_is_read_and_not_shown_to_everybody() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "ask").await;
    let lines = "[card]\nlegal_body = \"Ville de Lyon\"";
    let lyon = stage.with("lyon", "ask", lines).await;
    peering::add(&lyon.node, &oaxaca.node.url(""))
        .await
        .unwrap();
    until("it waits", async || {
        let mut tx = oaxaca.node.db.read().await.unwrap();
        let waiting = peers::get(&mut tx, &lyon.node.url("/actor")).await;
        waiting.unwrap().is_some()
    })
    .await;
    until("its card is read", async || {
        view(&oaxaca, &lyon).await.card.legal_body.is_some()
    })
    .await;
    let card = view(&oaxaca, &lyon).await.card;
    assert!(card.summary.is_some() && !card.languages.is_empty());
    assert!(card.software.unwrap().starts_with("trenza "));
    let host = lyon.host();
    assert_eq!(oaxaca.get(&format!("/api/v1/peers/{host}")).await.0, 404);
    let page = oaxaca.page(&format!("/friends/{host}")).await;
    assert!(!page.contains("Ville de Lyon"), "{page}");
}

/// Two nodes of which the second names a website in its card, which the first has read.
async fn with_site(stage: &Stage, site: &str) -> (Running, Running) {
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lines = format!("[card]\nsite = \"{site}\"");
    let lyon = stage.with("lyon", "accept", &lines).await;
    stage.befriend(&oaxaca, &lyon).await;
    until("the card is read", async || {
        refresh(&oaxaca, &lyon).await;
        view(&oaxaca, &lyon).await.card.site.is_some()
    })
    .await;
    (oaxaca, lyon)
}

#[tokio::test]
async fn what_one_website_proved_counts_for_no_other() {
    let stage = Stage::new();
    let site = Website::open().await;
    let (oaxaca, lyon) = with_site(&stage, &site.address).await;
    site.names(&lyon);
    until("it is proved", async || {
        refresh(&oaxaca, &lyon).await;
        view(&oaxaca, &lyon).await.site_proof.is_some()
    })
    .await;
    // A website that cannot be asked just now is believed on.
    site.says(503, "");
    refresh(&oaxaca, &lyon).await;
    assert!(view(&oaxaca, &lyon).await.site_proof.is_some());
    // As if the card had named another one before.
    let mut tx = oaxaca.node.db.begin().await.unwrap();
    let statement = "UPDATE peer_cards SET card = REPLACE(card, '127.0.0.1', 'other.example')";
    execute!(&mut tx, sqlx::query(statement)).unwrap();
    tx.commit().await.unwrap();
    assert!(view(&oaxaca, &lyon).await.site_proof.is_some());
    until("the other's proof is forgotten", async || {
        refresh(&oaxaca, &lyon).await;
        let seen = view(&oaxaca, &lyon).await;
        seen.card.site.as_deref() == Some(&*site.address) && seen.site_proof.is_none()
    })
    .await;
}

#[tokio::test]
async fn a_stranger_who_names_a_website_has_its_first_page_read_and_nothing_else() {
    let stage = Stage::new();
    let site = Website::open().await;
    let deep = format!("{}/remove/7?sure=yes", site.address);
    let (oaxaca, lyon) = with_site(&stage, &deep).await;
    site.names(&lyon);
    until("it is proved", async || {
        refresh(&oaxaca, &lyon).await;
        view(&oaxaca, &lyon).await.site_proof.is_some()
    })
    .await;
    let asked: BTreeSet<String> = site.desk.asked.lock().unwrap().iter().cloned().collect();
    let expected = ["/", "/.well-known/trenza.json"].map(str::to_owned);
    assert_eq!(asked, BTreeSet::from(expected));

    // What does not end is not read to its end.
    let named = site.desk.page.lock().unwrap().1.clone();
    site.says(200, &format!("{named}{}", " ".repeat(300 << 10)));
    until("a page without bounds proves nothing", async || {
        refresh(&oaxaca, &lyon).await;
        view(&oaxaca, &lyon).await.site_proof.is_none()
    })
    .await;
}

#[tokio::test]
async fn a_website_that_leads_elsewhere_is_not_followed_there() {
    let stage = Stage::new();
    let (other, site) = (Website::open().await, Website::open().await);
    let (oaxaca, lyon) = with_site(&stage, &site.address).await;
    other.names(&lyon);
    site.says(302, &format!("{}/", other.address));
    until("the website was asked", async || {
        refresh(&oaxaca, &lyon).await;
        site.desk.asked.lock().unwrap().contains(&"/".to_owned())
    })
    .await;
    assert!(view(&oaxaca, &lyon).await.site_proof.is_none());
    assert!(other.desk.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_counted_of_a_peer_is_what_stands() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    let listed = lyon.listed("Ash").await;
    lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    lyon.offer(&coop, Purpose::Need, "Nails").await;
    let statement = Statement {
        kind: AttestationKind::Office,
        attested_by: "Mairie de Lyon".into(),
        attested_by_address: None,
        statement: "Coopérative".into(),
        method: "visite".into(),
        attested_on: None,
        valid_until: None,
    };
    lyon.change(async |tx, clock| attestation::attest(tx, clock, &listed.id, &statement).await)
        .await;
    stage.befriend(&oaxaca, &lyon).await;
    let counts = async || {
        let seen = view(&oaxaca, &lyon).await;
        [seen.organizations, seen.active, seen.attested, seen.offers]
    };
    until("all is held", async || counts().await == [2, 1, 1, 2]).await;
    lyon.change(async |tx, clock| registry::remove(tx, clock, &coop.id).await)
        .await;
    until("its organization left", async || {
        // Whoever is gone cannot show the key that signed its farewell: the log tells of it.
        peering::sync(&oaxaca.node, &lyon.host()).await.unwrap();
        counts().await == [1, 0, 1, 0]
    })
    .await;
    let id = lyon.node.url("/actor");
    let mut tx = oaxaca.node.db.begin().await.unwrap();
    let kept = peers::get(&mut tx, &id).await.unwrap().unwrap();
    peers::weigh_anew(&mut tx, &id).await.unwrap();
    let anew = peers::get(&mut tx, &id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let of = |peer: &Peer| (peer.records, peer.bytes, peer.organizations, peer.active);
    assert_eq!(of(&kept), of(&anew));
    assert_eq!((kept.attested, kept.offers), (anew.attested, anew.offers));
}

#[tokio::test]
async fn directories_are_listed_in_pages() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    for name in ["lyon", "paris"] {
        let other = stage.open(name, "accept").await;
        stage.befriend(&oaxaca, &other).await;
    }
    let (_, whole) = oaxaca.get("/api/v1/peers").await;
    let whole = whole.as_array().unwrap().clone();
    assert_eq!(whole.len(), 2);
    let (_, first) = oaxaca.get("/api/v1/peers?limit=1").await;
    assert_eq!(first, json!([whole[0]]));
    let after = whole[0]["id"].as_str().unwrap();
    let (_, second) = oaxaca
        .get(&format!("/api/v1/peers?limit=1&after={after}"))
        .await;
    assert_eq!(second, json!([whole[1]]));
    let (_, none) = oaxaca.get("/api/v1/peers?limit=0").await;
    assert_eq!(none["status"], 422, "{none}");
    let page = oaxaca.page("/friends?limit=1").await;
    assert!(page.contains("rel=\"next\""), "{page}");
    assert!(!page.contains("/friends/paris"), "{page}");
}

#[tokio::test]
async fn our_peers_vouch_for_those_that_they_know() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    let paris = stage.open("paris", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    stage.befriend(&lyon, &paris).await;
    stage.befriend(&oaxaca, &paris).await;
    until("the card says so", async || {
        refresh(&oaxaca, &lyon).await;
        view(&oaxaca, &paris).await.vouched_by == [lyon.host()]
    })
    .await;
    assert!(
        view(&oaxaca, &lyon).await.vouched_by.is_empty(),
        "paris did not name it"
    );
}
