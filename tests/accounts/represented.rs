//! The office names who represents an organization, also when it is active already.

use http::StatusCode;
use trenza::people::{self, Account, Role, acts, representation};
use trenza::registry::{self, Organization};

use crate::house::{Answer, House, WORD};
use crate::my::{MAIL, body, coop};

const LEO: &str = "leo@coop.example";

impl House {
    /// Somebody of the office names a representative.
    pub(crate) async fn names(&self, coop: &Organization, mail: &str, by: &str) -> Answer {
        self.names_with(coop, by, [mail, "Leo", "tesorero", WORD])
            .await
    }

    async fn names_with(&self, coop: &Organization, by: &str, said: [&str; 4]) -> Answer {
        let [mail, name, function, present] = said;
        let sent = body(&[
            ("person-mail", mail),
            ("person-name", name),
            ("person-function", function),
            ("present", present),
        ]);
        let form = format!("/office/organizations/{}/represent", coop.id);
        self.post(&form, &sent, by).await
    }

    async fn represents(&self, coop: &Organization, mail: &str) -> bool {
        let mut tx = self.node.db.read().await.unwrap();
        let all = representation::of_organization(&mut tx, &coop.id).await;
        all.unwrap().iter().any(|(one, _)| one.mail == mail)
    }

    pub(crate) async fn known(&self, mail: &str) -> Option<Account> {
        let mut tx = self.node.db.read().await.unwrap();
        let found = people::by_mail(&mut tx, mail).await.unwrap();
        found.map(|(account, _)| account)
    }

    /// The letters that somebody got.
    pub(crate) async fn letters_to(&self, mail: &str) -> Vec<String> {
        self.send_letters().await;
        let to = format!("To: {mail}");
        let all = self.postbox.letters().into_iter();
        all.filter(|letter| letter.contains(&to))
            .map(|letter| letter.replace("=\n", ""))
            .collect()
    }
}

#[tokio::test]
async fn an_active_organization_that_nobody_represents_is_given_somebody() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let left = ["admin", "unrepresent", MAIL, "--org", &coop.handle];
    house.office(&left).await.unwrap();
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let own = format!("/office/organizations/{}", coop.id);
    let page = house.get(&own, &eva).await.body;
    assert!(page.contains(&format!("{own}/represent")), "{page}");

    let done = house.names(&coop, LEO, &eva).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(done.body.contains("now represents it"), "{}", done.body);
    assert!(!done.body.contains("/new-password/"), "{}", done.body);
    assert!(house.represents(&coop, LEO).await);
    let letters = house.letters_to(LEO).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let link = house.link_of_last_letter();
    let path = link.strip_prefix("https://directory.example").unwrap();
    assert!(path.starts_with("/new-password/"), "{letters:?}");
    let chosen = house.post(path, &body(&[("password", WORD)]), "").await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.body);
    let leo = house.sign_in(LEO).await;
    let my = house.get(&format!("/my/{}", coop.id), &leo).await;
    assert_eq!(my.status, StatusCode::OK);

    let mut tx = house.node.db.read().await.unwrap();
    let act = acts::list(&mut tx, None, 1).await.unwrap().remove(0);
    assert_eq!(act.what, format!("POST {own}/represent (named)"));
    assert_eq!(act.about.as_deref(), Some(LEO));
}

#[tokio::test]
async fn a_successor_with_an_account_is_told_and_so_is_who_represents_it_already() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    house.account(LEO, None).await;
    let eva = house.signed_in("eva@city.example", Some(Role::Admin)).await;
    for _ in 0..2 {
        let done = house.names(&coop, LEO, &eva).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }
    let name = house.known(LEO).await.unwrap().name;
    assert_eq!(name, "Ana", "an account keeps the name that it has");
    let (own, others) = (house.letters_to(LEO).await, house.letters_to(MAIL).await);
    // Nobody has asked yet whether the address is theirs who chose its password.
    assert!(own[0].contains("/new-password/"), "{own:?}");
    assert!(!house.known(LEO).await.unwrap().has_password);
    assert_eq!(others.len(), 1, "a second click tells nobody else anew");
    assert!(others[0].contains("you represent it too"), "{others:?}");
    assert!(house.represents(&coop, MAIL).await && house.represents(&coop, LEO).await);
}

#[tokio::test]
async fn without_mail_the_link_is_handed_over_unless_it_opens_more_than_the_organization() {
    let house = House::with("", false).await;
    let (coop, _) = coop(&house).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    for _ in 0..2 {
        let done = house.names(&coop, LEO, &eva).await;
        assert!(done.body.contains("/new-password/"), "{}", done.body);
    }
    // Whoever will run the directory and has chosen no password yet: the link is not hers.
    let boss = "boss@city.example";
    let invited = ["admin", "create", boss, "--name", "Boss"];
    house.office(&invited).await.unwrap();
    let done = house.names(&coop, boss, &eva).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(!done.body.contains("/new-password/"), "{}", done.body);
    assert!(done.body.contains("no password yet"), "{}", done.body);
    // Nor that of somebody who represents another organization.
    let other = house.organization("Molino").await;
    let done = house.names(&other, LEO, &eva).await;
    assert!(!done.body.contains("/new-password/"), "{}", done.body);
    let refused = house.names(&other, MAIL, &eva).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"person-mail-wrong\""));
    assert!(!house.represents(&other, MAIL).await);
    assert!(
        house.known(MAIL).await.unwrap().has_password,
        "nobody is locked out"
    );
    let tom = house.signed_in("tom@city.example", Some(Role::Admin)).await;
    let done = house.names(&other, LEO, &tom).await;
    assert!(done.body.contains("/new-password/"), "{}", done.body);
}

#[tokio::test]
async fn what_cannot_be_is_refused_beside_its_field_and_names_nobody() {
    let house = House::new().await;
    let (coop, ana) = coop(&house).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let long = "a".repeat(201);
    for (said, field) in [
        (["leo", "Leo", "tesorero", WORD], "person-mail"),
        ([LEO, " ", "tesorero", WORD], "person-name"),
        ([LEO, "Leo", " ", WORD], "person-function"),
        ([LEO, "Leo", &long, WORD], "person-function"),
        ([LEO, "Leo", "tesorero", ""], "present"),
        ([LEO, "Leo", "tesorero", "guess"], "present"),
    ] {
        let refused = house.names_with(&coop, &eva, said).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said:?}");
        let wrong = format!("id=\"{field}-wrong\"");
        assert!(refused.body.contains(&wrong), "{said:?}: {}", refused.body);
        let kept = format!("value=\"{}\"", said[0]);
        assert!(refused.body.contains(&kept), "{said:?}: {}", refused.body);
    }
    // A representative names nobody, and nobody is named for what has ended.
    let refused = house.names(&coop, LEO, &ana).await;
    assert!(!refused.status.is_success(), "{}", refused.body);
    let (mut tx, clock) = (house.node.db.begin().await.unwrap(), &house.node.clock);
    registry::dissolve(&mut tx, clock, &coop.id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = house.names(&coop, LEO, &eva).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = "id=\"form-wrong\"";
    assert!(refused.body.contains(wrong), "{}", refused.body);
    assert!(!refused.body.contains("/represent\""), "{}", refused.body);
    assert!(house.known(LEO).await.is_none());
    assert!(house.letters().await.is_empty());
}
