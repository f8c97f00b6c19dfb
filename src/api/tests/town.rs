//! An organization with something under every route of the API, and others beside it.

use super::*;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::replies::{self, Parent, Said};
use crate::conversation::reports::{self, Direction, Report};
use crate::conversation::{Person, Taken};
use crate::federation::followers::{self, Follower};
use crate::id::{MessageId, OfferId, ReportId};

/// What stands in whatever is not for everybody.
pub(super) const CANARY: &str = "canario";
/// The number in a contact that is hidden.
pub(super) const HIDDEN: &str = "+52 55 1234";
const FOLLOWER: &str = "https://social.example/u/canario";
const ALL: [Scope; 4] = [
    Scope::OrganizationsWrite,
    Scope::OffersWrite,
    Scope::Messages,
    Scope::Admin,
];

/// An office, an organization with something under every route, and another with its token.
pub(super) struct Town {
    pub(super) office: Office,
    pub(super) own: String,
    pub(super) other: String,
    pub(super) third: String,
    pub(super) of_own: String,
    pub(super) of_other: String,
    pub(super) offer: String,
    pub(super) others_offer: String,
    pub(super) photo: String,
    pub(super) reply: String,
    pub(super) message: String,
    pub(super) report: String,
    pub(super) attestation: String,
    pub(super) membership: String,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn eva() -> Person {
    Person {
        id: "https://social.example/u/eva".to_owned(),
        name: None,
        handle: Some("eva".to_owned()),
        host: "social.example".to_owned(),
    }
}

fn statement() -> Value {
    json!({"kind": "office", "attested_by": "Oficina", "statement": "Es cooperativa",
        "method": "visita", "reason": CANARY})
}

impl Office {
    async fn made(&self, path: &str, body: Value) -> String {
        let (status, made) = self.post(path, body).await;
        assert!(status.is_success(), "{path}: {made}");
        text(&made["id"])
    }
}

pub(super) async fn town() -> Town {
    let mut office = office().await;
    office.token = office
        .token(
            &[Scope::OrganizationsWrite, Scope::OffersWrite, Scope::Admin],
            None,
        )
        .await;
    let own = office.organization("Taller").await;
    office
        .made(&format!("{own}/claims"), json!({"made_for": CANARY}))
        .await;
    let consent = json!({"by": "Ana", "statement": "carta"});
    let (status, _) = office.post(&format!("{own}/activate"), consent).await;
    assert_eq!(status, StatusCode::OK);
    let other = office.active("Otra").await;
    let third = office.active("Tercera").await;
    let ours = office.made(OFFERS, offer(&own)).await;
    let theirs = office.made(OFFERS, offer(&other)).await;
    let of_third = office.token(&ALL, Some(id(&third))).await;
    let joins = json!({"member": id(&own), "role": "member"});
    let (status, joined) = office
        .ask(
            &of_third,
            Method::POST,
            &format!("{third}/memberships"),
            joins,
        )
        .await;
    assert_eq!(status, StatusCode::CREATED, "{joined}");
    let mut attested = statement();
    attested.as_object_mut().unwrap().remove("reason");
    let attestation = format!("{own}/attestations");
    let attestation = office.made(&attestation, attested).await;
    let (status, _) = office
        .post(
            "/api/v1/restrictions",
            json!({"subject": "bad.example", "severity": "limit", "note": CANARY}),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    let mut town = Town {
        of_own: office.token(&ALL, Some(id(&own))).await,
        of_other: office.token(&ALL, Some(id(&other))).await,
        office,
        own,
        other,
        third,
        offer: ours,
        others_offer: theirs,
        photo: String::new(),
        reply: String::new(),
        message: String::new(),
        report: String::new(),
        attestation,
        membership: text(&joined["id"]),
    };
    town.hear().await;
    let photos = format!("{OFFERS}/{}/photos", town.offer);
    let given = town.send(&town.office.token, (Method::POST, &photos), Body::empty());
    let (status, shown) = given.await;
    assert_eq!(status, StatusCode::CREATED, "{shown}");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    town.photo = text(&shown["digest"]);
    town
}

impl Town {
    /// Has other servers say something: an answer, a message, a report, a request to follow.
    async fn hear(&mut self) {
        let (clock, rules) = (
            &self.office.node.clock,
            &self.office.node.settings.conversation,
        );
        let now = clock.now();
        let organization = OrganizationId::parse(id(&self.own)).unwrap();
        let path = format!("/o/{organization}");
        let said = Said {
            note: "https://social.example/notes/1".to_owned(),
            parent: Parent::Offer(OfferId::parse(&self.offer).unwrap()),
            author: eva(),
            content: format!("<p>{CANARY}</p>"),
            language: None,
            url: "https://social.example/notes/1".to_owned(),
            published_at: now,
            updated_at: now,
        };
        let message = Message {
            id: MessageId::new(clock),
            organization: Some(organization),
            kind: Kind::Direct,
            note: "https://social.example/notes/2".to_owned(),
            activity: "https://social.example/activities/2".to_owned(),
            recipient: path.clone(),
            correspondent: eva(),
            content: format!("<p>{CANARY}</p>"),
            language: None,
            in_reply_to: None,
            published_at: now,
            received_at: now,
        };
        let report = Report {
            id: ReportId::new(clock),
            direction: Direction::Received,
            reporter: "https://social.example/actor".to_owned(),
            host: "social.example".to_owned(),
            subjects: vec![format!("https://a.example{path}")],
            content: CANARY.to_owned(),
            state: reports::State::Open,
            resolution: None,
            received_at: now,
            resolved_at: None,
        };
        let follower = Follower {
            actor: path,
            follower: FOLLOWER.to_owned(),
            inbox: "https://social.example/inbox".to_owned(),
            shared_inbox: None,
            follow: "https://social.example/follows/1".to_owned(),
            state: "pending".to_owned(),
        };
        let mut tx = self.office.node.db.begin().await.unwrap();
        let taken = replies::receive(&mut tx, clock, said, rules, false).await;
        messages::put(&mut tx, &message).await.unwrap();
        reports::put(&mut tx, &report, "https://social.example/flags/1")
            .await
            .unwrap();
        followers::put(&mut tx, &follower, now).await.unwrap();
        tx.commit().await.unwrap();
        let Taken::Kept(kept) = taken.unwrap() else {
            panic!("the answer was not kept");
        };
        self.reply = kept.id.to_string();
        self.message = message.id.to_string();
        self.report = report.id.to_string();
    }

    /// The address of a route about our organization.
    pub(super) fn about_own(&self, route: &str) -> String {
        let address = route
            .replace(
                "/organizations/{id}",
                &format!("/organizations/{}", id(&self.own)),
            )
            .replace("/offers/{id}", &format!("/offers/{}", self.offer));
        self.filled(&address)
    }

    /// The address of a route about the other organization, with what is ours beneath it.
    pub(super) fn about_other(&self, route: &str) -> String {
        let address = route
            .replace(
                "/organizations/{id}",
                &format!("/organizations/{}", id(&self.other)),
            )
            .replace("/offers/{id}", &format!("/offers/{}", self.others_offer));
        self.filled(&address)
    }

    fn filled(&self, route: &str) -> String {
        let filled = route
            .replace("/replies/{id}", &format!("/replies/{}", self.reply))
            .replace("/reports/{id}", &format!("/reports/{}", self.report))
            .replace("{message}", &self.message)
            .replace("{attestation}", &self.attestation)
            .replace("{membership}", &self.membership)
            .replace("{digest}", &self.photo)
            .replace("{subject}", "bad.example")
            .replace("{field}", "website")
            .replace("{role}", "icon")
            .replace("{codes}", "all.MX-OAX")
            .replace("{host}", "friend.example");
        assert!(
            !filled.contains('{'),
            "{route}: say here what stands for its ids"
        );
        filled
    }

    /// What a route takes, with nothing wrong.
    pub(super) fn body(&self, method: &Method, route: &str) -> Value {
        let own = id(&self.own);
        let route = route.trim_start_matches("/api/v1");
        match (method.as_str(), route) {
            ("POST", "/organizations") => {
                json!({"names": {"es": "Nueva"}, "language": "es", "entity_type": "cooperative"})
            }
            ("PATCH", "/organizations/{id}") => json!({"scope": "national"}),
            ("PATCH", "/organizations/{id}/profile") => json!({"discoverable": false}),
            (_, "/organizations/{id}/activate") => json!({"by": "Ana", "statement": "carta"}),
            (_, "/organizations/{id}/attestations/refuse") => statement(),
            (_, "/organizations/{id}/attestations") => {
                let mut said = statement();
                said.as_object_mut().unwrap().remove("reason");
                said
            }
            (_, "/organizations/{id}/attestations/{attestation}/revoke") => {
                json!({"reason": "lapsed"})
            }
            (_, "/organizations/{id}/memberships") => {
                json!({"role": "member", "body": id(&self.other)})
            }
            (_, "/organizations/{id}/claims") => json!({"made_for": "Ana"}),
            (_, "/organizations/{id}/conflicts/{field}") => json!({"decision": "take"}),
            (_, "/organizations/{id}/same-as") => json!({"address": "https://b.example/o/1"}),
            (_, "/organizations/{id}/moves" | "/organizations/{id}/former-addresses") => {
                json!({"account": "https://a.example/actor"})
            }
            (_, "/organizations/{id}/followers/policy") => json!({"asks": true}),
            (_, one) if one.starts_with("/organizations/{id}/followers/") => {
                json!({"follower": FOLLOWER})
            }
            (_, "/organizations/{id}/messages") => {
                json!({"to": format!("https://a.example/o/{}", id(&self.third)),
                    "need": self.offer, "text": "Hola"})
            }
            (_, "/organizations/{id}/messages/{message}/answer") => json!({"text": "Hola"}),
            ("POST", "/offers") => offer(&self.own),
            ("PATCH", "/offers/{id}") => json!({"titles": {"es": "Otra"}}),
            (_, "/offers/{id}/close") => json!({"ending": "met"}),
            ("PATCH", "/offers/{id}/photos/{digest}") => json!({"alt": {"es": "Otra"}}),
            (_, "/duplicates/merge") => json!({"keep": own, "lose": id(&self.third)}),
            (_, "/duplicates/apart") => json!({"one": own, "other": id(&self.third)}),
            ("POST", "/restrictions") => json!({"subject": "worse.example", "severity": "block"}),
            (_, "/restrictions/import") => json!("worse.example"),
            _ => Value::Null,
        }
    }
}
