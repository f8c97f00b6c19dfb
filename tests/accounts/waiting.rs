//! What waits for those who represent an organization: on their pages, in the head of each, and
//! once a day by a letter that they asked for.

use std::time::Duration;

use http::StatusCode;
use jiff::civil::date;
use trenza::clock::Timestamp;
use trenza::conversation::messages::{self, Kind, Message};
use trenza::conversation::replies::{self, Parent, Said, State};
use trenza::conversation::{Person, Taken};
use trenza::id::{MessageId, OfferId, ReplyId};
use trenza::news;
use trenza::offers::{self, Draft, Purpose, deadline};
use trenza::people::Role;
use trenza::registry::membership::{self, Party, Proposal, Speaker};
use trenza::registry::{self, Organization};
use trenza::vocabulary::{MembershipRole, Terms, What};

use crate::house::House;
use crate::my::{body, coop};

const DAY: Duration = Duration::from_hours(24);

fn eva() -> Person {
    Person {
        id: "https://social.example/u/eva".to_owned(),
        name: None,
        handle: Some("eva".to_owned()),
        host: "social.example".to_owned(),
    }
}

impl House {
    /// A message to an organization, or its answer to the note that is named.
    async fn said(
        &self,
        to: &Organization,
        kind: Kind,
        note: &str,
        answers: Option<&str>,
    ) -> MessageId {
        self.said_at(to, kind, (note, answers), self.node.clock.now())
            .await
    }

    /// The same, of which the moment was taken before.
    async fn said_at(
        &self,
        to: &Organization,
        kind: Kind,
        (note, answers): (&str, Option<&str>),
        now: Timestamp,
    ) -> MessageId {
        let message = Message {
            id: MessageId::new(&self.node.clock),
            organization: Some(to.id.clone()),
            kind,
            note: format!("https://social.example/notes/{note}"),
            activity: format!("https://social.example/activities/{note}"),
            recipient: to.path(),
            correspondent: eva(),
            content: "<p>¿Sigue en pie?</p>".to_owned(),
            language: None,
            in_reply_to: answers.map(|note| format!("https://social.example/notes/{note}")),
            published_at: now,
            received_at: now,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        messages::put(&mut tx, &message).await.unwrap();
        tx.commit().await.unwrap();
        message.id
    }

    /// A need that ends on a day.
    async fn needs(&self, coop: &Organization, until: &str) -> OfferId {
        let draft = Draft::titled(Purpose::Need, "Tostadora", "es", What::Product, Terms::Lend);
        let draft = Draft {
            valid_until: Some(deadline(until).unwrap()),
            ..draft.unwrap()
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let made = offers::add(&mut tx, &self.node.clock, &coop.id, draft).await;
        tx.commit().await.unwrap();
        made.unwrap().id
    }

    /// An answer from elsewhere to an offer or need.
    async fn replied(&self, offer: &OfferId) -> ReplyId {
        let now = self.node.clock.now();
        let said = Said {
            note: "https://social.example/notes/r".to_owned(),
            parent: Parent::Offer(offer.clone()),
            author: eva(),
            content: "<p>Tenemos una</p>".to_owned(),
            language: None,
            url: "https://social.example/notes/r".to_owned(),
            published_at: now,
            updated_at: now,
        };
        let rules = &self.node.settings.conversation;
        let mut tx = self.node.db.begin().await.unwrap();
        let taken = replies::receive(&mut tx, &self.node.clock, said, rules, false).await;
        tx.commit().await.unwrap();
        let Taken::Kept(kept) = taken.unwrap() else {
            unreachable!("an answer to an offer is kept")
        };
        kept.id
    }

    /// Has the office record that an organization belongs to another; gives its identifier.
    async fn belongs(&self, member: &Organization, to: &Organization) -> String {
        let proposal = Proposal {
            member: Party::Own(member.id.clone()),
            body: Party::Own(to.id.clone()),
            role: MembershipRole::Member,
            since: Some(date(2020, 1, 1)),
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let made = membership::add(&mut tx, &self.node.clock, proposal, &Speaker::Office).await;
        tx.commit().await.unwrap();
        made.unwrap().id.as_str().to_owned()
    }

    /// What stands under the head of an organization's own page.
    async fn own_page(&self, coop: &Organization, cookie: &str) -> String {
        self.get(&format!("/my/{}", coop.id), cookie).await.body
    }
}

#[tokio::test]
async fn a_message_waits_until_it_is_answered_or_laid_aside() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let page = house.own_page(&coop, &cookie).await;
    assert!(!page.contains("Waiting for you"), "{page}");
    let first = house.said(&coop, Kind::Direct, "1", None).await;
    house.said(&coop, Kind::Mention, "2", None).await;
    let page = house.own_page(&coop, &cookie).await;
    for shown in ["One message is unanswered", "Your organizations (1)"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let list = format!("/my/{}/messages", coop.id);
    let shown = house.get(&list, &cookie).await;
    assert!(shown.body.contains("· unanswered"), "{}", shown.body);
    house.said(&coop, Kind::Answer, "3", Some("1")).await;
    let page = house.own_page(&coop, &cookie).await;
    assert!(!page.contains("unanswered"), "{page}");

    house.node.clock.advance(Duration::from_mins(1));
    let thanks = house.said(&coop, Kind::Direct, "4", None).await;
    assert_ne!(first, thanks);
    let page = house.own_page(&coop, &cookie).await;
    assert!(page.contains("One message is unanswered"), "{page}");
    let settle = format!("{list}/{thanks}/settle");
    for _ in 0..2 {
        let done = house.post(&settle, "", &cookie).await;
        assert_eq!(
            (done.status, done.to()),
            (StatusCode::SEE_OTHER, list.as_str())
        );
    }
    let page = house.own_page(&coop, &cookie).await;
    assert!(
        !page.contains("unanswered") && !page.contains("(1)"),
        "{page}"
    );
}

#[tokio::test]
async fn answers_from_elsewhere_are_shown_or_hidden_by_the_organization_itself() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let need = house.needs(&coop, "2027-12-31").await;
    let reply = house.replied(&need).await;
    let own = format!("/my/{}/replies", coop.id);
    let page = house.own_page(&coop, &cookie).await;
    assert!(
        page.contains("One answer from other servers is waiting"),
        "{page}"
    );
    let page = house.get(&own, &cookie).await;
    assert!(page.body.contains("Tenemos una"), "{}", page.body);
    let sent = |word: &str| body(&[("reply", reply.as_str()), ("do", word)]);
    let wrong = house.post(&own, &sent("burn"), &cookie).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

    let other = house.organization("Molino").await;
    let leo = house.signed_in("leo@coop.example", None).await;
    let mut tx = house.node.db.begin().await.unwrap();
    let (account, _) = trenza::people::by_mail(&mut tx, "leo@coop.example")
        .await
        .unwrap()
        .unwrap();
    trenza::people::representation::add(&mut tx, &house.node.clock, &account.id, &other.id, "x")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let foreign = format!("/my/{}/replies", other.id);
    let refused = house.post(&foreign, &sent("approve"), &leo).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let waiting = |house: &House| {
        let db = house.node.db.clone();
        let reply = reply.clone();
        async move {
            let mut tx = db.read().await.unwrap();
            replies::get(&mut tx, &reply).await.unwrap().state
        }
    };
    assert_eq!(waiting(&house).await, State::Waiting);
    let done = house.post(&own, &sent("approve"), &cookie).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, own.as_str())
    );
    assert_eq!(waiting(&house).await, State::Approved);
    let page = house.own_page(&coop, &cookie).await;
    assert!(
        !page.contains("One answer from other servers is waiting"),
        "{page}"
    );
}

#[tokio::test]
async fn an_answer_that_everybody_sees_can_be_hidden_again_where_it_is_listed() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let need = house.needs(&coop, "2027-12-31").await;
    let reply = house.replied(&need).await;
    let own = format!("/my/{}/replies", coop.id);
    let lists = [
        (own.as_str(), own.as_str(), &cookie),
        ("/office/replies", "/office/replies/hide", &eva),
    ];
    for (at, hiding, cookie) in lists {
        let mut tx = house.node.db.begin().await.unwrap();
        replies::decide(&mut tx, &house.node.clock, &reply, State::Approved)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let shown = format!("{at}?state=approved");
        let page = house.get(&shown, cookie).await.body;
        assert!(page.contains("Tenemos una"), "{page}");
        assert!(page.contains("aria-current=\"page\">Answers that everybody sees"));
        let sent = [
            ("reply", reply.as_str()),
            ("do", "hide"),
            ("state", "approved"),
        ];
        let done = house.post(hiding, &body(&sent), cookie).await;
        assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, &*shown));
        assert!(!house.get(&shown, cookie).await.body.contains("Tenemos una"));
        let hidden = house.get(&format!("{at}?state=hidden"), cookie).await;
        assert!(hidden.body.contains("Tenemos una"), "{}", hidden.body);
        if at == own {
            let sent = body(&[("reply", reply.as_str()), ("do", "approve")]);
            let refused = house.post(at, &sent, cookie).await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
        }
        let refused = house.get(&format!("{at}?state=burnt"), cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_membership_waits_for_each_sides_word_and_one_that_is_not_so_ends() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let union = house.organization("Federación Sur").await;
    let own = format!("/my/{}/memberships", coop.id);
    let id = house.belongs(&coop, &union).await;
    let page = house.own_page(&coop, &cookie).await;
    assert!(page.contains("One membership is waiting"), "{page}");
    let page = house.get(&own, &cookie).await;
    assert!(page.body.contains("Federación Sur"), "{}", page.body);
    let done = house
        .post(
            &own,
            &body(&[("membership", &id), ("do", "confirm")]),
            &cookie,
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = house.get(&own, &cookie).await;
    assert!(
        page.body.contains("the other side has not confirmed"),
        "{}",
        page.body
    );
    let page = house.own_page(&coop, &cookie).await;
    assert!(!page.contains("One membership is waiting"), "{page}");
    let done = house
        .post(&own, &body(&[("membership", &id), ("do", "end")]), &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = house.get(&own, &cookie).await;
    assert!(!page.body.contains("Federación Sur"), "{}", page.body);

    let foreign = house
        .belongs(&union, &house.organization("Molino").await)
        .await;
    let refused = house
        .post(
            &own,
            &body(&[("membership", &foreign), ("do", "confirm")]),
            &cookie,
        )
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobodys_word_is_waited_for_where_a_side_has_ended() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let union = house.organization("Federación Sur").await;
    house.belongs(&coop, &union).await;
    let page = house.own_page(&coop, &cookie).await;
    assert!(page.contains("One membership is waiting"), "{page}");
    let mut tx = house.node.db.begin().await.unwrap();
    registry::dissolve(&mut tx, &house.node.clock, &union.id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = house.own_page(&coop, &cookie).await;
    assert!(!page.contains("One membership is waiting"), "{page}");
}

#[tokio::test]
async fn what_comes_is_told_once_a_day_to_whoever_wants_it_and_to_nobody_else() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let told = async |house: &House| {
        while news::step(&house.node).await.unwrap() {}
        house.letters().await.len()
    };
    house.said(&coop, Kind::Direct, "1", None).await;
    assert_eq!(told(&house).await, 0, "nobody wanted it");
    let page = house.get("/account", &cookie).await;
    assert!(page.body.contains("name=\"daily\""), "{}", page.body);
    let done = house.post("/account/daily", "daily=yes", &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(told(&house).await, 0, "what waits already is on the pages");
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 0, "nothing came");
    // The day of the house is 21 September 2026: a week before its end it is told of.
    house.needs(&coop, "2026-09-29").await;
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 1);
    house.send_letters().await;
    let letter = house
        .postbox
        .letters()
        .pop()
        .unwrap()
        .replace("=\r\n", "")
        .replace("=\n", "");
    for said in [
        "One message is unanswered",
        "ends within a week",
        "/account",
    ] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    assert!(!letter.contains("Sigue en pie"), "{letter}");
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 1, "nothing else came");
    house.node.clock.advance(Duration::from_mins(1));
    house.said(&coop, Kind::Direct, "2", None).await;
    assert_eq!(told(&house).await, 1, "not twice on one day");
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 2);
    // Its moment was taken before the letter was written, and it was kept after that.
    let before = house.node.clock.now() - Duration::from_secs(5);
    house
        .said_at(&coop, Kind::Direct, ("late", None), before)
        .await;
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 3, "what is kept late is told");
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 3, "and once");
    let cookie = house.sign_in("ana@coop.example").await;
    let done = house.post("/account/daily", "", &cookie).await;
    assert_eq!(done.to(), "/account", "{}", done.body);
    house.said(&coop, Kind::Direct, "3", None).await;
    house.node.clock.advance(DAY);
    assert_eq!(told(&house).await, 3);
}
