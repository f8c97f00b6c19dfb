//! Answers, messages and reports by the API: who sees and decides what.

use super::*;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::replies::{self, Parent, Said};
use crate::conversation::{Person, Taken, reports};
use crate::id::{MessageId, OfferId};

const REPLIES: &str = "/api/v1/replies";

fn ana() -> Person {
    Person {
        id: "https://elsewhere.example/ana".into(),
        name: Some("Ana".into()),
        handle: Some("ana".into()),
        host: "elsewhere.example".into(),
    }
}

/// An answer that waits; gives its address.
async fn reply(office: &Office, offer: &Value) -> String {
    let now = office.node.clock.now();
    let said = Said {
        note: "https://elsewhere.example/notes/1".into(),
        parent: Parent::Offer(OfferId::parse(offer["id"].as_str().unwrap()).unwrap()),
        author: ana(),
        content: "<p>Hola</p>".into(),
        language: None,
        url: "https://elsewhere.example/notes/1".into(),
        published_at: now,
        updated_at: now,
    };
    let mut tx = office.node.db.begin().await.unwrap();
    let rules = &office.node.settings.conversation;
    let taken = replies::receive(&mut tx, &office.node.clock, said, rules, false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let Taken::Kept(kept) = taken else {
        panic!("{taken:?}");
    };
    format!("{REPLIES}/{}", kept.id)
}

#[tokio::test]
async fn an_answer_is_public_once_the_office_or_its_organization_approves_it() {
    let office = office().await;
    let (owner, other) = (office.active("Taller").await, office.active("Otra").await);
    let (_, made) = office.post(OFFERS, offer(&owner)).await;
    let path = reply(&office, &made).await;
    let own = office.token(&[Scope::OffersWrite], Some(id(&owner))).await;
    let foreign = office.token(&[Scope::OffersWrite], Some(id(&other))).await;

    assert_eq!(office.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(office.get(REPLIES).await.1, json!([]));
    let waiting = format!("{REPLIES}?state=waiting");
    assert_eq!(office.get(&waiting).await.0, StatusCode::UNAUTHORIZED);
    let seen = |token: &str| {
        let (token, waiting) = (token.to_owned(), waiting.clone());
        let office = &office;
        async move {
            office
                .ask(&token, Method::GET, &waiting, Value::Null)
                .await
                .1
        }
    };
    assert_eq!(seen(&own).await.as_array().unwrap().len(), 1);
    assert_eq!(seen(&office.token).await.as_array().unwrap().len(), 1);
    assert_eq!(seen(&foreign).await, json!([]));

    let approve = format!("{path}/approve");
    for (token, status) in [
        ("", StatusCode::UNAUTHORIZED),
        (foreign.as_str(), StatusCode::FORBIDDEN),
        (own.as_str(), StatusCode::OK),
    ] {
        let (answer, _) = office.ask(token, Method::POST, &approve, Value::Null).await;
        assert_eq!(answer, status);
    }
    let (status, shown) = office.get(&path).await;
    assert_eq!(
        (status, &shown["author"]["handle"]),
        (StatusCode::OK, &json!("ana"))
    );
    assert_eq!(office.get(REPLIES).await.1.as_array().unwrap().len(), 1);
    let counts = format!("{OFFERS}/{}/reactions", made["id"].as_str().unwrap());
    let counted = office.get(&counts).await.1;
    assert_eq!(counted, json!({"likes": 0, "shares": 0, "replies": 1}));
    office.post(&format!("{path}/hide"), Value::Null).await;
    assert_eq!(office.get(&path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn messages_are_read_with_the_organizations_own_token_alone() {
    let office = office().await;
    let (owner, other) = (office.active("Taller").await, office.active("Otra").await);
    let organization = OrganizationId::parse(id(&owner)).unwrap();
    let message = Message {
        id: MessageId::new(&office.node.clock),
        organization: Some(organization.clone()),
        kind: Kind::Direct,
        note: "https://elsewhere.example/notes/1".into(),
        activity: "https://elsewhere.example/activities/1".into(),
        recipient: format!("/o/{organization}"),
        correspondent: ana(),
        content: "<p>Hola</p>".into(),
        language: None,
        in_reply_to: None,
        published_at: office.node.clock.now(),
        received_at: office.node.clock.now(),
    };
    let mut tx = office.node.db.begin().await.unwrap();
    messages::put(&mut tx, &message).await.unwrap();
    tx.commit().await.unwrap();
    let list = format!("{owner}/messages");
    let one = format!("{list}/{}", message.id);
    let all = [Scope::Messages, Scope::Admin];
    let own = office.token(&[Scope::Messages], Some(id(&owner))).await;
    for (token, status) in [
        (String::new(), StatusCode::UNAUTHORIZED),
        (office.token(&all, None).await, StatusCode::FORBIDDEN),
        (
            office.token(&all, Some(id(&other))).await,
            StatusCode::FORBIDDEN,
        ),
        (
            office.token(&[Scope::OffersWrite], Some(id(&owner))).await,
            StatusCode::FORBIDDEN,
        ),
    ] {
        for (method, path) in [
            (Method::GET, list.clone()),
            (Method::GET, one.clone()),
            (Method::DELETE, one.clone()),
            (Method::POST, format!("{one}/answer")),
        ] {
            let body = json!({"text": "Hola"});
            assert_eq!(
                office.ask(&token, method, &path, body).await.0,
                status,
                "{path}"
            );
        }
    }
    let elsewhere = format!("{other}/messages/{}", message.id);
    let foreign = office.token(&[Scope::Messages], Some(id(&other))).await;
    let (status, _) = office
        .ask(&foreign, Method::GET, &elsewhere, Value::Null)
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    let (_, listed) = office.ask(&own, Method::GET, &list, Value::Null).await;
    assert_eq!(listed[0]["content"], "<p>Hola</p>");
    assert!(
        listed[0]["notice"]
            .as_str()
            .unwrap()
            .contains("both servers")
    );
    // Nothing is known of the writer's account, so no answer could reach it.
    let answer = format!("{one}/answer");
    let (status, _) = office
        .ask(&own, Method::POST, &answer, json!({"text": "Hola"}))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, _) = office.ask(&own, Method::DELETE, &one, Value::Null).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = office.ask(&own, Method::GET, &one, Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn reports_are_for_the_office_alone() {
    let office = office().await;
    let owner = office.active("Taller").await;
    let mut tx = office.node.db.begin().await.unwrap();
    let subjects = vec!["https://a.example/actor".to_owned()];
    let from = (&ana(), "https://elsewhere.example/activities/1");
    let rules = &office.node.settings.conversation;
    reports::receive(&mut tx, &office.node.clock, from, subjects, "engaño", rules)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let reports = "/api/v1/reports";
    let own = office.token(&[Scope::Admin], Some(id(&owner))).await;
    for (token, status) in [
        ("", StatusCode::UNAUTHORIZED),
        (own.as_str(), StatusCode::FORBIDDEN),
        (office.token.as_str(), StatusCode::FORBIDDEN),
    ] {
        let (answer, _) = office.ask(token, Method::GET, reports, Value::Null).await;
        assert_eq!(answer, status);
    }
    let admin = office.token(&[Scope::Admin], None).await;
    let open = format!("{reports}?state=open");
    let (_, listed) = office.ask(&admin, Method::GET, &open, Value::Null).await;
    assert_eq!(listed[0]["content"], "engaño");
    let resolve = format!("{reports}/{}/resolve", listed[0]["id"].as_str().unwrap());
    let done = json!({"resolution": "hablado"});
    let (status, resolved) = office
        .ask(&admin, Method::POST, &resolve, done.clone())
        .await;
    assert_eq!(
        (status, &resolved["state"]),
        (StatusCode::OK, &json!("resolved"))
    );
    let (status, _) = office.ask(&admin, Method::POST, &resolve, done).await;
    assert_eq!(status, StatusCode::CONFLICT);
}
