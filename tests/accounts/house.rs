//! A directory with a mail server, asked by its routes and its commands.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::middleware::from_fn_with_state;
use clap::Parser;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;
use trenza::app;
use trenza::cli::{self, Cli};
use trenza::clock::{Clock, Timestamp};
use trenza::error::Result;
use trenza::mail::{self, Post};
use trenza::node::Node;
use trenza::people::{self, Account, Role};
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::testing::fresh_url;
use trenza::vocabulary::EntityType;
use trenza::web;

use crate::postbox::Postbox;

/// A password that is taken.
pub(crate) const WORD: &str = "cuatro lunas comen cal";

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Where the reader is led.
    pub(crate) fn to(&self) -> &str {
        let to = self.headers.get(header::LOCATION);
        to.map_or("", |to| to.to_str().unwrap())
    }

    /// The cookie that was given, as a browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        let given = self.headers.get(header::SET_COOKIE).unwrap();
        let given = given.to_str().unwrap();
        given.split(';').next().unwrap().to_owned()
    }
}

/// The directory.
pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    pub(crate) postbox: Postbox,
    _dir: TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with("", true).await
    }

    /// A directory with further settings, with or without mail.
    pub(crate) async fn with(top: &str, has_mail: bool) -> Self {
        let postbox = Postbox::open().await;
        let dir = tempfile::tempdir().unwrap();
        let url = fresh_url(dir.path()).await.unwrap();
        let mail = if has_mail {
            postbox.settings()
        } else {
            String::new()
        };
        let text = format!(
            "public_url = \"https://directory.example\"\nname = \"Directorio\"\n{top}\n\
             [operator]\nname = \"Oficina\"\ncontact = \"fichas@directory.example\"\n\
             [database]\nurl = \"{url}\"\n{mail}"
        );
        let settings = Settings::read(&text, "t", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        Self {
            node,
            postbox,
            _dir: dir,
        }
    }

    pub(crate) async fn organization(&self, name: &str) -> Organization {
        let draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        let mut tx = self.node.db.begin().await.unwrap();
        let made = registry::add(&mut tx, &self.node.clock, draft).await;
        let id = made.unwrap().id;
        let made = registry::publish(&mut tx, &self.node.clock, &id).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    /// Runs a command of the office.
    pub(crate) async fn office(&self, words: &[&str]) -> Result<cli::Answer> {
        let cli = Cli::try_parse_from([&["trenza"], words].concat()).unwrap();
        let command = match cli.verb {
            cli::Verb::Org(command) => cli::Command::Org(command),
            cli::Verb::Mail(command) => cli::Command::Mail(command),
            cli::Verb::Admin(command) => cli::Command::Admin(command),
            cli::Verb::Search(command) => cli::Command::Search(command),
            other => unreachable!("{other:?} is not asked here"),
        };
        cli::execute(&self.node, command).await
    }

    /// Hands every letter that is due to the mail server.
    pub(crate) async fn send_letters(&self) {
        let post = Post::open(&self.node.settings).unwrap().unwrap();
        while mail::send_next(&self.node.db, &self.node.clock, &post)
            .await
            .unwrap()
        {}
    }

    /// What became of the letters, the newest first: state and last error.
    pub(crate) async fn letters(&self) -> Vec<(String, Option<String>)> {
        let mut tx = self.node.db.read().await.unwrap();
        let letters = mail::list(&mut tx, 100, self.node.clock.now())
            .await
            .unwrap();
        letters
            .into_iter()
            .map(|one| (one.state, one.last_error))
            .collect()
    }

    /// An account that signs in with [`WORD`].
    pub(crate) async fn account(&self, mail: &str, role: Option<Role>) -> Account {
        let hash = self.node.sign_ins.passwords.hash(WORD).await.unwrap();
        let draft = people::Draft {
            mail: mail.to_owned(),
            name: "Ana".to_owned(),
            language: "en".to_owned(),
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let made = people::add(&mut tx, &self.node.clock, draft, role, Some(&hash)).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    /// An account and its cookie.
    pub(crate) async fn signed_in(&self, mail: &str, role: Option<Role>) -> String {
        self.account(mail, role).await;
        self.sign_in(mail).await
    }

    pub(crate) async fn sign_in(&self, mail: &str) -> String {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("mail", mail), ("password", WORD)])
            .finish();
        self.post("/sign-in", &body, "").await.cookie()
    }

    /// The link in the letter that came last.
    pub(crate) fn link_of_last_letter(&self) -> String {
        link_in(&self.postbox.letters().pop().unwrap())
    }

    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap(), "192.0.2.9")
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &str, cookie: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .body(Body::from(body.to_owned()));
        self.send(request.unwrap(), "192.0.2.9").await
    }

    /// From an internet address.
    pub(crate) async fn post_from(&self, from: &str, path: &str, body: &str) -> Answer {
        let request = Request::post(path).body(Body::from(body.to_owned()));
        self.send(request.unwrap(), from).await
    }

    /// With further headers.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned()));
        self.send(request.unwrap(), "192.0.2.9").await
    }

    /// A request under way, which a test may give up.
    pub(crate) fn asking(
        &self,
        path: &str,
        body: &str,
        cookie: &str,
    ) -> impl Future<Output = Answer> + Send + 'static {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .body(Body::from(body.to_owned()));
        let (routes, request) = self.prepared(request.unwrap(), "192.0.2.9");
        answered(routes, request)
    }

    async fn send(&self, request: Request<Body>, from: &str) -> Answer {
        let (routes, request) = self.prepared(request, from);
        answered(routes, request).await
    }

    fn prepared(&self, mut request: Request<Body>, from: &str) -> (Router, Request<Body>) {
        let from: SocketAddr = format!("{from}:4000").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(from));
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, "text/html".parse().unwrap());
        let explained = from_fn_with_state(Arc::clone(&self.node), web::explain);
        let routes = app::routes(&self.node)
            .layer(explained)
            .with_state(Arc::clone(&self.node));
        (routes, request)
    }
}

async fn answered(routes: Router, request: Request<Body>) -> Answer {
    let response = routes.oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: head.status,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// The first link into this directory in a letter.
pub(crate) fn link_in(letter: &str) -> String {
    let letter = letter.replace("=\n", "");
    let rest = letter.split("https://directory.example/").nth(1).unwrap();
    let path: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    format!("https://directory.example/{path}")
}
