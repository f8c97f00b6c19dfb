//! The account with which the suite signs in, made by the link of the first run as whoever runs
//! a node makes theirs, or named by the environment.

use std::sync::Arc;

use trenza::node::Node;
use trenza::people::link::{self, Purpose};

use crate::postbox::Postbox;
use crate::stage::{Reply, Stage, Trial, perform};

/// A password that is taken.
const WORD: &str = "cuatro lunas comen cal";

/// An account without a second factor.
#[derive(Debug, Clone)]
pub struct Account {
    pub mail: String,
    pub password: String,
    /// Where the node's letters arrive, where the suite started it.
    pub postbox: Option<Arc<Postbox>>,
}

impl Account {
    /// The one that the environment names.
    pub fn named() -> Option<Self> {
        Some(Self {
            mail: std::env::var("TRENZA_ATTACK_MAIL").ok()?,
            password: std::env::var("TRENZA_ATTACK_PASSWORD").ok()?,
            postbox: None,
        })
    }

    /// The first one of a node that the suite started.
    pub async fn first(stage: &Stage, node: &Node, postbox: Postbox) -> Self {
        let mut tx = node.db.begin().await.expect("a transaction");
        let secret = link::first_run(&mut tx, &node.clock).await;
        let secret = secret.expect("a link").expect("nobody runs it yet");
        tx.commit().await.expect("committed");
        let account = Self {
            mail: "ana@city.example".to_owned(),
            password: WORD.to_owned(),
            postbox: Some(Arc::new(postbox)),
        };
        let form = [
            ("name", "Ana"),
            ("mail", &*account.mail),
            ("password", &*account.password),
        ];
        let made = post(stage, &Purpose::FirstRun.path(&secret), &form, &[]).await;
        assert_eq!(made.status, 303, "{made:?}");
        account
    }

    /// Tries to sign in with a password, from an internet address as a web server names it.
    pub async fn tries(&self, stage: &Stage, password: &str, from: &str) -> Reply {
        let form = [("mail", self.mail.as_str()), ("password", password)];
        post(stage, "/sign-in", &form, &[("X-Forwarded-For", from)]).await
    }

    /// Signs in; gives the cookie of the session.
    pub async fn signs_in(&self, stage: &Stage, from: &str) -> String {
        let reply = self.tries(stage, &self.password, from).await;
        let cookie = cookie(&reply);
        assert!(
            reply.status == 303 && !cookie.is_empty(),
            "TRENZA_ATTACK_MAIL and _PASSWORD sign in without a second factor: {reply:?}"
        );
        cookie
    }
}

/// Runs a case for which somebody signs in.
pub fn at_the_door(name: &'static str, case: impl AsyncFnOnce(&Stage, &Account, &mut Trial<'_>)) {
    perform(async |stage| {
        let Some(account) = &stage.account else {
            eprintln!("case {name} is skipped: TRENZA_ATTACK_MAIL and _PASSWORD name no account");
            return;
        };
        let mut trial = Trial::of(name, stage).await;
        case(stage, account, &mut trial).await;
        trial.finish().await;
    });
}

/// Sends a form with further headers; one that names a host takes the place of the node's own.
pub async fn post(
    stage: &Stage,
    path: &str,
    form: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Reply {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let headers = [headers, &[kind]].concat();
    stage
        .exchange(
            &head(stage, ("POST", path), &headers, body.len()),
            body.as_bytes(),
        )
        .await
}

/// Opens a page with further headers.
pub async fn open(stage: &Stage, path: &str, headers: &[(&str, &str)]) -> Reply {
    stage
        .exchange(&head(stage, ("GET", path), headers, 0), b"")
        .await
}

/// The first bytes of a request as a browser sends it.
pub fn head(
    stage: &Stage,
    (method, path): (&str, &str),
    headers: &[(&str, &str)],
    length: usize,
) -> Vec<u8> {
    // HTTP/1.0 spares this client the chunked encoding.
    let mut head = format!("{method} {path} HTTP/1.0\r\nAccept: text/html\r\n");
    let own = ("Host", stage.authority.as_str());
    let names_host = headers.iter().any(|(name, _)| *name == own.0);
    for (name, value) in headers.iter().chain(Some(&own).filter(|_| !names_host)) {
        head.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    let end = format!("Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head, end].concat().into_bytes()
}

/// The values of a header as they came.
fn values<'r>(reply: &'r Reply, name: &str) -> Vec<&'r str> {
    let lines = reply.head.lines().filter_map(|line| line.split_once(':'));
    lines
        .filter(|(other, _)| other.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
        .collect()
}

/// Where an answer leads.
pub fn to(reply: &Reply) -> String {
    values(reply, "location").concat()
}

/// How many seconds somebody is to wait.
pub fn wait(reply: &Reply) -> Option<u64> {
    values(reply, "retry-after").concat().parse().ok()
}

/// The cookie of the session that an answer gives, as a browser sends it back.
pub fn cookie(reply: &Reply) -> String {
    let given = values(reply, "set-cookie").into_iter();
    let pairs = given.filter_map(|one| one.split(';').next());
    let is_session = |pair: &&str| {
        let name = pair.trim_start_matches("__Host-");
        name.starts_with("session=") && !name.ends_with('=')
    };
    let mut sessions = pairs.filter(is_session);
    sessions.next().unwrap_or_default().to_owned()
}

/// Whether a cookie opens its owner's page.
pub async fn opens(stage: &Stage, cookie: &str) -> bool {
    open(stage, "/account", &[("Cookie", cookie)]).await.status == 200
}

/// The answer's body as text.
pub fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}
