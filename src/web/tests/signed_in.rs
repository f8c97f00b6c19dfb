//! Every page behind the door, tried as everybody: whoever may not open it learns nothing.

use std::collections::BTreeSet;

use http::Method;

use super::behind::{Desk, Own, Personal, WORD, filled};
use super::*;
use crate::conversation::messages;
use crate::offers::drafts;
use crate::people::{self, Role, passkeys};
use crate::web::signed_in::{Entry, May, table};

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    Stranger,
    OfAnother,
    Representative,
    Registrar,
    Admin,
}

const EVERYBODY: [Who; 6] = [
    Who::Nobody,
    Who::Stranger,
    Who::OfAnother,
    Who::Representative,
    Who::Registrar,
    Who::Admin,
];

/// Somebody who tries a page, with what is theirs.
struct Attempt {
    who: Who,
    cookie: String,
    own: Own,
    personal: Personal,
}

impl Attempt {
    /// The addresses of a page under which something is another's: for those who may open it
    /// with what is theirs.
    fn foreign(&self, entry: &Entry, other: &Own, leo: &Personal, desk: &Desk) -> Vec<String> {
        let path = entry.path;
        let mut all = Vec::new();
        if self.who != Who::Nobody {
            all.push(filled(path, &self.own, leo, desk));
        }
        if entry.may == May::Representative && self.who == Who::Representative {
            all.push(filled(path, other, &self.personal, desk));
            for (name, id) in [
                ("{offer}", other.offer.as_str()),
                ("{draft}", other.draft.as_str()),
                ("{photo}", &other.photo),
                ("{message}", other.message.as_str()),
            ] {
                let path = path.replace(name, id);
                all.push(filled(&path, &self.own, &self.personal, desk));
            }
        }
        let own = filled(path, &self.own, &self.personal, desk);
        all.retain(|address| *address != own);
        all
    }

    /// Whether the table lets them open a page.
    fn may(&self, may: May) -> bool {
        match may {
            May::Anyone => self.who != Who::Nobody,
            May::Representative => self.who == Who::Representative,
            May::Registrar => matches!(self.who, Who::Registrar | Who::Admin),
            May::Admin => self.who == Who::Admin,
        }
    }

    fn check(&self, entry: &Entry, address: &str, (status, to): (StatusCode, &str)) {
        let tried = format!("{:?} {} {address}: {status} {to}", self.who, entry.method);
        if self.may(entry.may) {
            assert!(!to.starts_with("/sign-in"), "{tried}");
            // Nobody said yet what the columns of the file mean.
            let has_nothing = entry.path == "/office/imports/{file}/mapping";
            assert!(
                status.is_success()
                    || status.is_redirection()
                    || status == StatusCode::UNPROCESSABLE_ENTITY
                    || status == StatusCode::CONFLICT
                    || (has_nothing && status == StatusCode::NOT_FOUND),
                "{tried}"
            );
        } else if self.who == Who::Nobody {
            assert_eq!(status, StatusCode::SEE_OTHER, "{tried}");
            assert!(to.starts_with("/sign-in"), "{tried}");
        } else if entry.may == May::Representative {
            assert_eq!(status, StatusCode::NOT_FOUND, "{tried}");
        } else {
            assert_eq!(status, StatusCode::FORBIDDEN, "{tried}");
        }
    }
}

impl Site {
    /// Everybody is made anew, since some of the pages end what they are tried with.
    async fn attempt(&self, who: Who, name: &str, entry: &Entry, hash: &str) -> Attempt {
        let role = match who {
            Who::Registrar => Some(Role::Registrar),
            Who::Admin => Some(Role::Admin),
            _ => None,
        };
        let account = self.account(name, role).await;
        if entry.path.contains("{passkey}") {
            let mut tx = self.node.db.begin().await.unwrap();
            people::set_password(&mut tx, &account.id, hash)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let keeper = self.account(&format!("keeper{name}"), None).await;
        let by = if who == Who::Representative {
            &account
        } else {
            &keeper
        };
        let mut own = self.own(name, by).await;
        if entry.path.contains("{photo}") {
            self.show_photo(&mut own, 10).await;
        }
        if who == Who::OfAnother {
            self.own(&format!("other{name}"), &account).await;
        }
        let (cookie, personal) = self.personal(&account).await;
        Attempt {
            who,
            cookie: if who == Who::Nobody {
                String::new()
            } else {
                cookie
            },
            own,
            personal,
        }
    }

    /// Opens a page, with the right password where one is asked for.
    async fn try_as(&self, cookie: &str, method: &Method, path: &str) -> (StatusCode, String) {
        let passkey = path.strip_prefix("/account/passkeys/");
        let passkey = passkey.and_then(|rest| rest.split_once('/'));
        let typed = passkey.map_or_else(String::new, |(id, _)| {
            url::form_urlencoded::Serializer::new(String::new())
                .append_pair(&format!("passkey-present-{id}"), WORD)
                .finish()
        });
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookie)
            .body(Body::from(typed))
            .unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let to = response.headers().get(header::LOCATION);
        let to = to.map_or("", |to| to.to_str().unwrap()).to_owned();
        assert!(!response.status().is_server_error(), "{method} {path}");
        (response.status(), to)
    }
}

#[tokio::test]
async fn every_page_opens_for_whom_the_table_names_and_for_nobody_else() {
    let site = Site::new().await;
    let hash = site.node.sign_ins.passwords.hash(WORD).await.unwrap();
    let account = site.account("leo", None).await;
    let (cookie, leo) = site.personal(&account).await;
    let mut other = site.own("Molino", &account).await;
    site.show_photo(&mut other, 200).await;
    let mut desk = site.desk(&other.offer, &account).await;
    for (number, entry) in table().into_iter().enumerate() {
        for who in EVERYBODY {
            let name = format!("{who:?}{number}");
            let attempt = site.attempt(who, &name, &entry, &hash).await;
            if entry.path.contains("{file}") {
                desk.file = site.brought_file().await;
            }
            for foreign in attempt.foreign(&entry, &other, &leo, &desk) {
                let (status, _) = site.try_as(&attempt.cookie, &entry.method, &foreign).await;
                let tried = format!("{who:?} {} {foreign}", entry.method);
                assert_eq!(status, StatusCode::NOT_FOUND, "{tried}");
            }
            let address = filled(entry.path, &attempt.own, &attempt.personal, &desk);
            let (status, to) = site.try_as(&attempt.cookie, &entry.method, &address).await;
            attempt.check(&entry, &address, (status, &to));
        }
    }

    // Nothing of Leo's went while all the others tried.
    let (status, _) = site.try_as(&cookie, &Method::GET, "/account").await;
    assert_eq!(status, StatusCode::OK);
    let of = (&other.organization.id, &other.draft);
    let mut tx = site.node.db.read().await.unwrap();
    let kept = passkeys::list(&mut tx, &leo.account).await.unwrap();
    assert_eq!(kept.len(), 1);
    let photos = drafts::photos::of(&mut tx, of.0, of.1).await.unwrap();
    assert_eq!(photos.len(), 1);
    let message = messages::get(&mut tx, of.0, &other.message).await;
    assert!(message.is_ok());
    let offer = offers::get(&mut tx, &other.offer).await.unwrap();
    assert_eq!(offer.state, offers::State::Open);
}

#[tokio::test]
async fn no_page_is_kept_found_or_changed_from_another_site() {
    let site = Site::new().await;
    let ana = site.account("ana", Some(Role::Admin)).await;
    let own = site.own("Coop", &ana).await;
    let desk = site.desk(&own.offer, &ana).await;
    let (cookie, personal) = site.personal(&ana).await;
    for entry in table() {
        let path = filled(entry.path, &own, &personal, &desk);
        if entry.method == Method::GET {
            let response = site.ask(&path, &[(header::COOKIE, &cookie)]).await;
            let headers = response.headers();
            assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
            assert_eq!(headers["x-robots-tag"], "noindex, nofollow", "{path}");
            assert!(!headers.contains_key(header::ETAG), "{path}");
            continue;
        }
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = Request::post(&path)
                .header(header::COOKIE, &cookie)
                .header(header::HOST, "directory.example")
                .header(name, value)
                .body(Body::empty())
                .unwrap();
            let response = site.routes.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{name} {path}");
        }
    }
}

#[test]
fn what_belongs_to_an_organization_names_it_and_every_form_is_a_post() {
    let mut seen = BTreeSet::new();
    for entry in table() {
        let is_of_one = entry.path.contains("/{organization}");
        assert_eq!(
            is_of_one,
            entry.may == May::Representative,
            "{}",
            entry.path
        );
        assert!(
            entry.method == Method::GET || entry.method == Method::POST,
            "{}",
            entry.path
        );
        assert!(
            seen.insert((entry.path, entry.method.clone())),
            "{}",
            entry.path
        );
    }
}
