//! Every page that a secret in its address opens, tried with secrets that nobody was given and
//! with those of all the others: none opens, and nothing is done by it.

use std::path::Path;

use http::{Method, StatusCode, header};
use trenza::id::OrganizationId;
use trenza::people::link::{self, Purpose};
use trenza::people::{amendments, applications};
use trenza::registry::claim;
use trenza::registry::{self, Standing};

use crate::house::{Answer, House};
use crate::my::body;

/// The pages, as they stand in the routes. Who ends a saved search by its link is told that it
/// ended, whether there was one or not.
const PAGES: [&str; 8] = [
    "/sign-in/{secret}",
    "/new-password/{secret}",
    "/first-run/{secret}",
    "/claim/{secret}",
    "/join/{secret}",
    "/o/{id}/amend/{secret}",
    "/searches/confirm/{secret}",
    "/visits/{secret}",
];

const NEW: &str = "siete peces cantan tarde";

const APPLICATION: [(&str, &str); 9] = [
    ("type", "local-government"),
    ("organization", "Ayuntamiento de Prueba"),
    ("summary", "Podemos prestar salas"),
    ("language", "es"),
    ("territory", "Oaxaca"),
    ("website", "https://prueba.example/"),
    ("name", "Ana"),
    ("function", "concejala"),
    ("mail", "concejala@prueba.example"),
];

impl House {
    /// The secret behind the link of the letter that a form has written.
    async fn asked(&self, form: &str, typed: &[(&str, &str)], page: &str) -> (String, String) {
        let sent = self.post(form, &body(typed), "").await;
        assert_eq!(sent.status, StatusCode::OK, "{form}: {}", sent.body);
        self.send_letters().await;
        let letter = self.postbox.letters().pop().unwrap().replace("=\n", "");
        let begin = page.trim_end_matches("{secret}");
        let begin = begin.rsplit('}').next().unwrap();
        let secret = letter.split(begin).nth(1).unwrap();
        let secret = secret.split_whitespace().next().unwrap();
        (page.to_owned(), secret.to_owned())
    }

    /// A secret of each page that has one here, and the record that it is about.
    async fn secrets(&self) -> (Vec<(String, String)>, OrganizationId) {
        let ana = self.account("ana@coop.example", None).await;
        let coop = self.organization("Panadería").await;
        let clock = &self.node.clock;
        let mut tx = self.node.db.begin().await.unwrap();
        let mut all = Vec::new();
        for (purpose, page) in [
            (Purpose::SignIn, PAGES[0]),
            (Purpose::NewPassword, PAGES[1]),
        ] {
            let made = link::make(&mut tx, clock, purpose, Some(&ana.id)).await;
            all.push((page.to_owned(), made.unwrap().0));
        }
        let first = link::first_run(&mut tx, clock).await.unwrap();
        all.push((PAGES[2].to_owned(), first.unwrap()));
        let (_, secret) = claim::make(&mut tx, clock, &coop.id, "Ana").await.unwrap();
        all.push((PAGES[3].to_owned(), secret));
        tx.commit().await.unwrap();

        all.push(self.asked("/join", &APPLICATION, PAGES[4]).await);
        let wrong = [
            ("wish", "correct"),
            ("text", "La calle es otra"),
            ("mail", "eva@prueba.example"),
        ];
        let amend = format!("{}/amend", coop.path());
        all.push(self.asked(&amend, &wrong, PAGES[5]).await);
        let search = [("search", "q=taza"), ("mail", "leo@prueba.example")];
        all.push(self.asked("/searches", &search, PAGES[6]).await);
        (all, coop.id)
    }

    async fn tries(&self, method: &Method, path: &str) -> Answer {
        if method == Method::GET {
            return self.get(path, "").await;
        }
        let form = [
            ("name", "Ana"),
            ("function", "presidenta"),
            ("agreed", "yes"),
            ("mail", "ana@evil.example"),
            ("password", NEW),
            ("do", "keep-on"),
        ];
        self.post(path, &body(&form), "").await
    }
}

#[tokio::test]
async fn no_secret_opens_what_it_was_not_made_for() {
    let house = House::new().await;
    let (secrets, coop) = house.secrets().await;
    let other = house.organization("Molino").await;
    let nobodys = [
        ("none".to_owned(), "guess".to_owned()),
        ("none".to_owned(), "A".repeat(43)),
    ];
    for page in PAGES {
        for (of, secret) in secrets.iter().chain(&nobodys) {
            // A word about one record says nothing about another.
            let about = if of == page { &other.id } else { &coop };
            if of == page && !page.contains("{id}") {
                continue;
            }
            let path = page.replace("{secret}", secret);
            let path = path.replace("{id}", about.as_str());
            for method in [Method::GET, Method::POST] {
                let answer = house.tries(&method, &path).await;
                let tried = format!("{method} {page} with that of {of}: {}", answer.body);
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{tried}");
                let given = answer.headers.get(header::SET_COOKIE);
                let given = given.map_or("", |cookie| cookie.to_str().unwrap());
                assert!(!given.contains("session="), "{tried}");
            }
        }
    }

    // Nothing was done by any of it, and each still opens its own page.
    house.sign_in("ana@coop.example").await;
    let mut tx = house.node.db.read().await.unwrap();
    let record = registry::get(&mut tx, &coop).await.unwrap();
    assert_eq!(record.standing, Standing::Listed);
    let people = trenza::people::list(&mut tx).await.unwrap();
    assert_eq!(people.len(), 1);
    assert!(amendments::waiting(&mut tx).await.unwrap().is_empty());
    assert!(applications::waiting(&mut tx).await.unwrap().is_empty());
    drop(tx);
    for (page, secret) in secrets {
        let path = page.replace("{secret}", &secret);
        let path = path.replace("{id}", coop.as_str());
        let opened = house.get(&path, "").await;
        assert_eq!(opened.status, StatusCode::OK, "{page}: {}", opened.body);
    }
}

/// The sources of the pages, without their tests.
fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("web/tests") {
            continue;
        }
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_page_behind_a_secret_is_tried() {
    let mut all = Vec::new();
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    sources(&web, &mut all);
    let lines = all.iter().flat_map(|source| source.lines());
    let routes = lines.filter(|line| line.contains("{secret}\"") && !line.contains("format!"));
    assert_eq!(routes.count(), PAGES.len(), "say here what it opens");
}
