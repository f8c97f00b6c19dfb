//! Every page behind the door, tried as everybody: whoever may not open it learns nothing.

use std::collections::BTreeSet;

use http::Method;

use super::*;
use crate::conversation::Person as Author;
use crate::conversation::messages::{self, Kind, Message};
use crate::id::{DraftId, MessageId, SessionId};
use crate::offers::drafts;
use crate::people::{self, Account, Role, representation, session};
use crate::web::signed_in::{May, table};

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

/// An organization with something of everything that stands behind it.
struct Own {
    organization: Organization,
    offer: OfferId,
    draft: DraftId,
    message: MessageId,
}

impl Site {
    pub(super) async fn account(&self, name: &str, role: Option<Role>) -> Account {
        let draft = people::Draft {
            mail: format!("{name}@people.example"),
            name: name.to_owned(),
            language: "en".to_owned(),
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let made = people::add(&mut tx, &self.node.clock, draft, role, None).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    /// Signs somebody in; gives the cookie and the session.
    pub(super) async fn session(&self, account: &Account) -> (String, SessionId) {
        let mut tx = self.node.db.begin().await.unwrap();
        let clock = &self.node.clock;
        let secret = session::begin(&mut tx, clock, &account.id, "test").await;
        let secret = secret.unwrap();
        let person = session::find(&mut tx, clock, &secret).await.unwrap();
        tx.commit().await.unwrap();
        (
            format!("__Host-session={secret}"),
            person.unwrap().session.id,
        )
    }

    async fn own(&self, name: &str, by: &Account) -> Own {
        let organization = self.organization(name, true).await;
        let offer = self.offer(&organization, name).await.id;
        let clock = &self.node.clock;
        let now = clock.now();
        let message = Message {
            id: MessageId::new(clock),
            organization: Some(organization.id.clone()),
            kind: Kind::Direct,
            note: format!("https://social.example/notes/{name}"),
            activity: format!("https://social.example/activities/{name}"),
            recipient: organization.path(),
            correspondent: Author {
                id: "https://social.example/u/eva".to_owned(),
                name: None,
                handle: Some("eva".to_owned()),
                host: "social.example".to_owned(),
            },
            content: format!("<p>To {name}</p>"),
            language: None,
            in_reply_to: None,
            published_at: now,
            received_at: now,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        messages::put(&mut tx, &message).await.unwrap();
        let begun = drafts::Basis {
            id: DraftId::new(clock),
            version: None,
        };
        let fields = drafts::Fields::new();
        drafts::keep(&mut tx, clock, &organization.id, &begun, fields)
            .await
            .unwrap();
        representation::add(&mut tx, clock, &by.id, &organization.id, "vocal")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Own {
            organization,
            offer,
            draft: begun.id,
            message: message.id,
        }
    }

    async fn try_as(&self, cookie: &str, method: &Method, path: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let to = response.headers().get(header::LOCATION);
        let to = to.map_or("", |to| to.to_str().unwrap()).to_owned();
        assert!(!response.status().is_server_error(), "{method} {path}");
        (response.status(), to)
    }
}

/// An identifier that nothing has: a page that is opened says so.
const NOBODYS: &str = "01890000-0000-7000-8000-000000000000";

fn filled(path: &str, own: &Own, session: &SessionId) -> String {
    let filled = path
        .replace("{organization}", own.organization.id.as_str())
        .replace("{record}", own.organization.id.as_str())
        .replace("{offer}", own.offer.as_str())
        .replace("{draft}", own.draft.as_str())
        .replace("{message}", own.message.as_str())
        .replace("{session}", session.as_str())
        .replace("{account}", NOBODYS)
        .replace("{passkey}", NOBODYS)
        .replace("{file}", NOBODYS)
        .replace("{photo}", NOBODYS)
        .replace("{batch}", NOBODYS)
        .replace("{reply}", NOBODYS);
    assert!(
        !filled.contains('{'),
        "{path}: say here what stands for its ids"
    );
    filled
}

#[tokio::test]
async fn every_page_opens_for_whom_the_table_names_and_for_nobody_else() {
    let site = Site::new().await;
    let leo = site.account("leo", None).await;
    let (_, foreign_session) = site.session(&leo).await;
    let other = site.own("Molino", &leo).await;
    for (number, entry) in table().into_iter().enumerate() {
        for who in EVERYBODY {
            // Everybody is made anew, since some of the pages end what they are tried with.
            let name = format!("{who:?}{number}");
            let role = match who {
                Who::Registrar => Some(Role::Registrar),
                Who::Admin => Some(Role::Admin),
                _ => None,
            };
            let account = site.account(&name, role).await;
            let keeper = site.account(&format!("keeper{name}"), None).await;
            let by = if who == Who::Representative {
                &account
            } else {
                &keeper
            };
            let own = site.own(&name, by).await;
            if who == Who::OfAnother {
                site.own(&format!("other{name}"), &account).await;
            }
            let (cookie, session) = site.session(&account).await;
            let cookie = if who == Who::Nobody {
                String::new()
            } else {
                cookie
            };
            let (method, path) = (&entry.method, entry.path);
            if path.contains("{session}") && who != Who::Nobody {
                let foreign = filled(path, &own, &foreign_session);
                let (status, _) = site.try_as(&cookie, method, &foreign).await;
                assert_eq!(status, StatusCode::NOT_FOUND, "{who:?} {method} {foreign}");
            }
            if entry.may == May::Representative && who == Who::Representative {
                for foreign in [
                    filled(path, &other, &session),
                    filled(
                        &path.replace("{offer}", other.offer.as_str()),
                        &own,
                        &session,
                    ),
                    filled(
                        &path.replace("{draft}", other.draft.as_str()),
                        &own,
                        &session,
                    ),
                    filled(
                        &path.replace("{message}", other.message.as_str()),
                        &own,
                        &session,
                    ),
                ] {
                    if foreign == filled(path, &own, &session) {
                        continue;
                    }
                    let (status, _) = site.try_as(&cookie, method, &foreign).await;
                    assert_eq!(status, StatusCode::NOT_FOUND, "{who:?} {method} {foreign}");
                }
            }
            let address = filled(path, &own, &session);
            let (status, to) = site.try_as(&cookie, method, &address).await;
            let tried = format!("{who:?} {method} {address}: {status} {to}");
            let is_allowed = match entry.may {
                May::Anyone => who != Who::Nobody,
                May::Representative => who == Who::Representative,
                May::Registrar => matches!(who, Who::Registrar | Who::Admin),
                May::Admin => who == Who::Admin,
            };
            if is_allowed {
                assert!(!to.starts_with("/sign-in"), "{tried}");
                assert!(
                    status.is_success()
                        || status.is_redirection()
                        || status == StatusCode::UNPROCESSABLE_ENTITY
                        || status == StatusCode::CONFLICT
                        || (address.contains(NOBODYS) && status == StatusCode::NOT_FOUND),
                    "{tried}"
                );
            } else if who == Who::Nobody {
                assert_eq!(status, StatusCode::SEE_OTHER, "{tried}");
                assert!(to.starts_with("/sign-in"), "{tried}");
            } else if entry.may == May::Representative {
                assert_eq!(status, StatusCode::NOT_FOUND, "{tried}");
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{tried}");
            }
        }
    }
}

#[tokio::test]
async fn no_page_is_kept_found_or_changed_from_another_site() {
    let site = Site::new().await;
    let ana = site.account("ana", Some(Role::Admin)).await;
    let own = site.own("Coop", &ana).await;
    let (cookie, session) = site.session(&ana).await;
    for entry in table() {
        let path = filled(entry.path, &own, &session);
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
