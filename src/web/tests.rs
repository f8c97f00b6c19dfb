//! What the pages show, what they hide, and that nothing in a record becomes markup.

/// What the directory is, and who keeps it.
mod about;
/// Who has an account, as those who run the node change it.
mod accounts;
/// What is said to be wrong in records.
mod amend;
/// Answering what others offer and seek.
mod answering;
/// Refusals, and appeals against them.
mod appeals;
/// What stands behind the door.
mod behind;
/// The pages by which a record is taken over.
mod claim;
/// What files and hands state differently, and what is taken back.
mod conflicts;
/// Records that may be one, side by side.
mod duplicates;
/// Who wants to follow.
mod followers;
/// What is shown of other directories.
mod friends;
/// The first page.
mod home;
/// Imports that were made.
mod imports;
/// How the directory introduces itself.
mod introduced;
/// Pages that are kept for a moment.
mod kept;
/// What the office does about other servers.
mod office;
/// Photos, icons and headers, given by forms.
mod pictures;
/// Lists and territories by the names of places.
mod places;
/// Records, changed by forms.
mod record;
/// What the office decides of records, by forms.
mod records_of_all;
/// What is attested of an organization, and whom it belongs to.
mod relations;
/// Reports, as the office reads them.
mod reports;
/// Every page behind the door, tried as everybody.
mod signed_in;
/// How the directory shows itself.
mod site;
/// In which language refusals are said.
mod tongues;
mod whereabouts;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, State};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::*;
use crate::clock::{Clock, Timestamp};
use crate::id::{OfferId, OrganizationId};
use crate::offers::{self, Purpose};
use crate::place::Territory;
use crate::registry::{Consent, Contact, ContactKind, Draft, Organization};
use crate::store::testing::fresh_url;
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, Terms, What};

const HOSTILE: &str = "<script>alert(1)</script>\"'&";

struct Site {
    node: Arc<Node>,
    routes: Router,
    _dir: tempfile::TempDir,
}

async fn one_organization(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Ok(organization(&node, &reader, &OrganizationId::parse(&id)?).await?)
}

async fn one_offer(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Ok(offer(&node, &reader, &OfferId::parse(&id)?).await?)
}

async fn one_territory(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    Ok(territory(&node, &reader, &code).await?)
}

async fn first(State(node): State<Arc<Node>>, reader: Reader) -> Result<Response, Problem> {
    Ok(home(&node, &reader).await?)
}

impl Site {
    async fn new() -> Self {
        Self::set("").await
    }

    /// One whose settings say this at their end, too.
    async fn set(more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = fresh_url(dir.path()).await.unwrap();
        let text = format!(
            "public_url = \"https://directory.example\"\nname = \"Directorio <Oaxaca>\"\n\
             [operator]\nname = \"Oficina\"\ncontact = \"fichas@directory.example\"\n\
             source = \"https://source.example/trenza\"\n\
             [database]\nurl = \"{url}\"\n{more}"
        );
        let settings = Settings::read(&text, "t", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        let routes = routes(&node)
            .route("/", get(first))
            .route("/o/{id}", get(one_organization))
            .route("/offers/{id}", get(one_offer))
            .route("/t/{code}", get(one_territory))
            .layer(from_fn_with_state(node.clone(), explain))
            .with_state(node.clone());
        Self {
            node,
            routes,
            _dir: dir,
        }
    }

    async fn ask(&self, path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
        let mut request = Request::get(path).header(header::ACCEPT, "text/html,*/*;q=0.8");
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.routes
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    async fn page(&self, path: &str) -> String {
        let response = self.ask(path, &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }

    async fn organization(&self, name: &str, is_active: bool) -> Organization {
        let mut draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        draft.summaries = LanguageMap::of("es", &format!("Primera {HOSTILE}\n\nSegunda")).unwrap();
        let contact = |value: &str, public| Contact {
            kind: ContactKind::Email,
            value: value.to_owned(),
            public,
        };
        draft.contacts = vec![
            contact("open@coop.example", true),
            contact("hidden@coop.example", false),
        ];
        draft.territory = Some(Territory::parse("MX-OAX").unwrap());
        let clock = &self.node.clock;
        let mut tx = self.node.db.begin().await.unwrap();
        let made = registry::add(&mut tx, clock, draft).await.unwrap();
        let made = registry::publish(&mut tx, clock, &made.id).await.unwrap();
        tx.commit().await.unwrap();
        if is_active {
            return self.activate(&made).await;
        }
        made
    }

    async fn activate(&self, organization: &Organization) -> Organization {
        let consent = Consent {
            by: "Ana".to_owned(),
            statement: "letter".to_owned(),
            at: None,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let made = registry::activate(&mut tx, &self.node.clock, &organization.id, &consent).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    async fn offer(&self, owner: &Organization, title: &str) -> offers::Offer {
        let draft = offers::Draft::titled(Purpose::Need, title, "es", What::Service, Terms::Barter)
            .unwrap();
        let mut tx = self.node.db.begin().await.unwrap();
        let made = offers::add(&mut tx, &self.node.clock, &owner.id, draft)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        made
    }
}

async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_listed_record_says_who_lists_it_and_how_to_correct_it() {
    let site = Site::new().await;
    let listed = site.organization(&format!("Café {HOSTILE}"), false).await;
    let page = site.page(&listed.path()).await;
    for shown in [
        "Listed by Oficina",
        "Ask the office for a link",
        "mailto:fichas@directory.example",
        "href=\"https://source.example/trenza\"",
        "entered by the office",
        "open@coop.example",
        ">Oaxaca</a>",
        "href=\"/t/MX-OAX\"",
        "2026-09-21",
        "<p>Segunda</p>",
        "Directorio &#60;Oaxaca&#62;",
        "type=\"application/activity+json\" href=\"https://directory.example/o/",
    ] {
        assert!(page.contains(shown), "{shown} is missing:\n{page}");
    }
    for hidden in ["<script", "hidden@coop.example", "Follow", "style="] {
        assert!(!page.contains(hidden), "{hidden} is shown:\n{page}");
    }
}

#[tokio::test]
async fn an_active_organization_can_be_followed_and_shows_what_it_seeks() {
    let site = Site::new().await;
    let active = site.organization("Café Unión", true).await;
    let need = site.offer(&active, &format!("Tostadora {HOSTILE}")).await;
    let page = site.page(&active.path()).await;
    assert!(
        page.contains(&format!("@{}@directory.example", active.handle)),
        "{page}"
    );
    assert!(page.contains("keeps this record itself") && page.contains(&need.path()));
    for path in [
        need.path(),
        "/offers".into(),
        "/t/MX-OAX".into(),
        "/".into(),
    ] {
        let page = site.page(&path).await;
        let is_there = page.contains("Tostadora &#60;script") || path == "/t/MX-OAX";
        assert!(is_there && !page.contains("<script>"), "{path}:\n{page}");
    }
}

#[tokio::test]
async fn what_is_not_public_has_no_page() {
    let site = Site::new().await;
    let active = site.organization("Café Unión", true).await;
    let need = site.offer(&active, "Tostadora").await;
    let mut tx = site.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &site.node.clock, &active.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let by_handle = format!("/@{}", active.handle);
    for path in [active.path(), need.path(), by_handle] {
        let response = site.ask(&path, &[]).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(text(response).await.contains("does not exist"));
    }
    for path in ["/", "/offers", "/organizations"] {
        let page = site.page(path).await;
        assert!(
            !page.contains("Tostadora") && !page.contains("Café"),
            "{path}:\n{page}"
        );
    }
}

#[tokio::test]
async fn pages_speak_the_readers_language_and_remember_a_choice() {
    let site = Site::new().await;
    let active = site.organization("Café Unión", true).await;
    site.offer(&active, "Tostadora").await;
    let spanish = [(header::ACCEPT_LANGUAGE, "es-MX,es;q=0.9")];
    let page = text(site.ask("/offers", &spanish).await).await;
    assert!(
        page.contains("<html lang=\"es\" dir=\"ltr\">") && page.contains("Buscamos"),
        "{page}"
    );
    let chosen = site.ask("/offers?lang=pt", &spanish).await;
    assert!(chosen.headers().contains_key(header::SET_COOKIE));
    assert!(text(chosen).await.contains("Procuramos"));
}

#[tokio::test]
async fn long_lists_go_on_and_searches_are_kept() {
    let site = Site::new().await;
    for number in 0..51 {
        site.organization(&format!("Coop {number:02}"), false).await;
    }
    let page = site.page("/organizations?q=coop&territory=MX&type=").await;
    assert!(page.contains("Coop 00") && !page.contains("Coop 50"));
    let next = page
        .split("rel=\"next\" href=\"https://directory.example")
        .nth(1)
        .unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert!(next.contains("q=coop"), "{next}");
    let last = site.page(&next).await;
    assert!(last.contains("Coop 50") && !last.contains("rel=\"next\""));
    let refused = site.ask("/organizations?territory=Narnia", &[]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(refused).await.contains("Narnia"));
}

#[tokio::test]
async fn pages_load_nothing_but_their_own_style() {
    let site = Site::new().await;
    let response = site.ask("/", &[]).await;
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    let tag = response.headers()[header::ETAG]
        .to_str()
        .unwrap()
        .to_owned();
    let page = text(response).await;
    let style = page
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let style = site.ask(style, &[]).await;
    assert_eq!(
        style.headers()[header::CONTENT_TYPE],
        "text/css; charset=utf-8"
    );
    let held = site.ask("/", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(held.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn hashtags_and_concepts_lead_to_their_list() {
    let site = Site::new().await;
    for path in ["/tags/spaceequipment", "/concepts/space-equipment"] {
        let response = site.ask(path, &[]).await;
        assert_eq!(
            response.headers()[header::LOCATION],
            "/offers?what=space-equipment"
        );
    }
    assert_eq!(
        site.ask("/tags/nothing", &[]).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn programs_get_problems_as_they_are() {
    let site = Site::new().await;
    let request = Request::get("/o/none").header(header::ACCEPT, "application/json");
    let response = site
        .routes
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
}
