//! Memberships begun, confirmed and ended by forms: by the organization and by the office.

use http::StatusCode;
use trenza::people::{Role, acts};
use trenza::registry::membership::{self, Membership};
use trenza::registry::{self, Organization};

use crate::house::{Answer, House};
use crate::my::{body, coop};

const ABROAD: &str = "https://bilbao.example/o/0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90";

impl House {
    async fn memberships(&self, of: &Organization) -> Vec<Membership> {
        let mut tx = self.node.db.read().await.unwrap();
        membership::list(&mut tx, &of.id).await.unwrap()
    }

    /// Somebody begins a membership at a form.
    async fn begins(&self, form: &str, side: &str, other: &str, cookie: &str) -> Answer {
        let sent = body(&[
            ("do", "begin"),
            ("side", side),
            ("other", other),
            ("role", "member"),
            ("since", "2020-01-31"),
        ]);
        self.post(form, &sent, cookie).await
    }
}

fn of_office(record: &Organization) -> String {
    format!("/office/organizations/{}/memberships", record.id)
}

#[tokio::test]
async fn an_organization_begins_a_membership_and_the_office_confirms_the_other_side() {
    let house = House::new().await;
    let (coop, ana) = coop(&house).await;
    let union = house.organization("Federación Sur").await;
    let own = format!("/my/{}/memberships", coop.id);
    let page = house.get(&own, &ana).await.body;
    assert!(page.contains("value=\"begin\""), "{page}");
    let named = format!("@{}", union.handle);
    let done = house.begins(&own, "body", &named, &ana).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let made = house.memberships(&coop).await.remove(0);
    assert!(made.confirmed_by_member.is_some() && made.confirmed_by_body.is_none());
    assert_eq!(made.since.unwrap().to_string(), "2020-01-31");

    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let record = format!("/office/organizations/{}", union.id);
    let page = house.get(&record, &eva).await.body;
    assert!(page.contains(made.id.as_str()), "{page}");
    let confirm = body(&[("do", "confirm"), ("membership", made.id.as_str())]);
    let done = house.post(&of_office(&union), &confirm, &eva).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, &*record));
    assert!(house.memberships(&coop).await[0].is_confirmed_here());
    let end = body(&[("do", "end"), ("membership", made.id.as_str())]);
    let done = house.post(&of_office(&union), &end, &eva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(house.memberships(&coop).await[0].ended_at.is_some());
}

#[tokio::test]
async fn the_office_begins_a_membership_which_each_side_confirms_expressly() {
    let house = House::new().await;
    let (coop, ana) = coop(&house).await;
    let union = house.organization("Federación Sur").await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let address = format!("https://directory.example{}", coop.path());
    let form = of_office(&union);
    let done = house.begins(&form, "member", &address, &eva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let made = house.memberships(&coop).await.remove(0);
    assert_eq!(made.member.to_string(), coop.path());
    assert!(made.confirmed_by_member.is_none() && made.confirmed_by_body.is_none());
    let mut tx = house.node.db.read().await.unwrap();
    let act = acts::list(&mut tx, None, 1).await.unwrap().remove(0);
    drop(tx);
    assert_eq!(act.what, format!("POST {form} (begin)"));
    let confirm = body(&[("do", "confirm"), ("membership", made.id.as_str())]);
    let own = format!("/my/{}/memberships", coop.id);
    assert_eq!(
        house.post(&own, &confirm, &ana).await.status,
        StatusCode::SEE_OTHER
    );
    let made = house.memberships(&coop).await.remove(0);
    assert!(made.confirmed_by_member.is_some() && made.confirmed_by_body.is_none());

    let done = house.begins(&form, "body", ABROAD, &eva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = house.get(&own, &ana).await.body;
    assert!(!page.contains(ABROAD), "{page}");
    let all = house.memberships(&union).await;
    assert!(all.iter().any(|one| one.body.to_string() == ABROAD));
}

#[tokio::test]
async fn a_membership_that_cannot_be_is_refused_beside_its_field() {
    let house = House::new().await;
    let (coop, ana) = coop(&house).await;
    let hidden = house.organization("Molino").await;
    let mut tx = house.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &house.node.clock, &hidden.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let own = format!("/my/{}/memberships", coop.id);
    let office = of_office(&coop);
    for (form, cookie) in [(&own, &ana), (&office, &eva)] {
        for (other, role, since, field) in [
            ("nadie", "member", "", "other"),
            ("", "member", "", "other"),
            ("ftp://other.example/o/1", "member", "", "other"),
            (&*coop.handle, "member", "", "other"),
            (ABROAD, "king", "", "role"),
            (ABROAD, "member", "once", "since"),
        ] {
            let sent = body(&[
                ("do", "begin"),
                ("side", "body"),
                ("other", other),
                ("role", role),
                ("since", since),
            ]);
            let refused = house.post(form, &sent, cookie).await;
            let wrong = format!("id=\"{field}-wrong\"");
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
            assert!(refused.body.contains(&wrong), "{other}: {}", refused.body);
            let kept = format!("name=\"other\" value=\"{other}\"");
            assert!(refused.body.contains(&kept), "{other}: {}", refused.body);
        }
    }
    // That a record which is not public exists, the office alone may learn.
    let refused = house.begins(&own, "body", &hidden.handle, &ana).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.memberships(&coop).await.is_empty());
    let done = house.begins(&office, "body", &hidden.handle, &eva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);

    let twice = house.begins(&office, "body", &hidden.handle, &eva).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains("recorded already"), "{}", twice.body);
    assert_eq!(house.memberships(&coop).await.len(), 1);
    // Each page speaks for its own record, and the office's is the office's.
    let made = house.memberships(&coop).await.remove(0);
    let confirm = body(&[("do", "confirm"), ("membership", made.id.as_str())]);
    let other = of_office(&house.organization("Taller").await);
    let refused = house.post(&other, &confirm, &eva).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let refused = house.post(&office, &confirm, &ana).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        house.memberships(&coop).await[0]
            .confirmed_by_member
            .is_none()
    );
}
