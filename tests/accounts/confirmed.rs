//! An address that a mailed link was used for is known to be its owner's: whoever is named again
//! keeps what they have. One that nobody asked is not.

use http::StatusCode;
use trenza::access::{self, Scope};
use trenza::people::Role;
use trenza::registry::Organization;
use trenza::registry::claim::{self, Representative};
use trenza::store::{execute, on};

use crate::house::{Answer, House, WORD};
use crate::my::body;

const LEO: &str = "leo@coop.example";
const EVA: &str = "eva@city.example";

impl House {
    /// Uses the link in the letter that came last.
    async fn uses_the_letter(&self, said: &[(&str, &str)]) -> Answer {
        self.send_letters().await;
        let link = self.link_of_last_letter();
        let path = link.strip_prefix("https://directory.example").unwrap();
        self.post(path, &body(said), "").await
    }

    /// The office mails Leo the link by which he takes a record over.
    async fn mails_claim_link(&self, coop: &Organization) {
        let link = ["org", "claim-link", &coop.handle];
        let command = [&link[..], &["--for", "Leo", "--mail", LEO]].concat();
        self.office(&command).await.unwrap();
    }

    async fn is_confirmed(&self, mail: &str) -> bool {
        let account = self.known(mail).await.unwrap();
        account.address_confirmed_at.is_some()
    }

    /// Whoever runs the directory gives somebody a role.
    async fn invites(&self, mail: &str, by: &str) -> Answer {
        let form = [
            ("mail", mail),
            ("name", "Leo"),
            ("role", "registrar"),
            ("present", WORD),
        ];
        self.post("/office/people", &body(&form), by).await
    }
}

#[tokio::test]
async fn whoever_once_used_a_mailed_link_is_named_again_and_invited_as_they_are() {
    let house = House::new().await;
    let eva = house.signed_in(EVA, Some(Role::Admin)).await;
    let first = house.organization("Molino").await;
    house.names(&first, LEO, &eva).await;
    assert!(
        !house.is_confirmed(LEO).await,
        "a letter alone shows nothing"
    );
    let leo = house.uses_the_letter(&[("password", WORD)]).await.cookie();
    assert!(house.is_confirmed(LEO).await);

    let second = house.organization("Horno").await;
    let done = house.names(&second, LEO, &eva).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let own = format!("/my/{}", second.id);
    assert_eq!(house.get(&own, &leo).await.status, StatusCode::OK);
    let letters = house.letters_to(LEO).await;
    assert!(letters[1].contains(&own), "{letters:?}");

    let done = house.invites(LEO, &eva).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(house.known(LEO).await.unwrap().has_password);
    assert_eq!(house.get("/office", &leo).await.status, StatusCode::OK);
    let letters = house.letters_to(LEO).await;
    assert_eq!(letters.len(), 3, "{letters:?}");
    assert!(letters[2].contains("/office"), "{letters:?}");
}

#[tokio::test]
async fn a_link_that_was_handed_over_shows_nobodys_address() {
    let house = House::new().await;
    let eva = house.signed_in(EVA, Some(Role::Admin)).await;
    let boss = "boss@city.example";
    let create = ["admin", "create", boss, "--name", "Boss"];
    let made = house.office(&create).await.unwrap();
    assert!(!house.is_confirmed(boss).await);
    let link = made.json["link"].as_str().unwrap();
    let path = link.strip_prefix("https://directory.example").unwrap();
    let done = house.post(path, &body(&[("password", WORD)]), "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!house.is_confirmed(boss).await);
    let again = house.office(&create).await.unwrap();
    assert!(again.json.get("link").is_none(), "they have a password");
    house.office(&["admin", "demote", boss]).await.unwrap();
    house.invites(boss, &eva).await;
    assert!(!house.known(boss).await.unwrap().has_password);
}

#[tokio::test]
async fn signing_in_by_letter_shows_nothing_while_an_older_password_opens_the_account_too() {
    let house = House::new().await;
    house.account(LEO, None).await;
    let asks = |purpose| body(&[("mail", LEO), ("for", purpose)]);
    house.post("/sign-in/link", &asks("sign-in"), "").await;
    let done = house.uses_the_letter(&[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!house.is_confirmed(LEO).await);
    house.post("/sign-in/link", &asks("new-password"), "").await;
    let done = house.uses_the_letter(&[("password", WORD)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(house.is_confirmed(LEO).await);
}

#[tokio::test]
async fn a_new_password_by_letter_shows_nothing_while_an_older_passkey_is_there() {
    let house = House::new().await;
    house.with_passkey(LEO, None).await;
    let asks = body(&[("mail", LEO), ("for", "new-password")]);
    house.post("/sign-in/link", &asks, "").await;
    house.uses_the_letter(&[("password", WORD)]).await;
    assert!(!house.is_confirmed(LEO).await);
}

#[tokio::test]
async fn a_record_taken_over_by_letter_shows_the_address_that_the_letter_went_to_and_no_other() {
    for (own, is_confirmed) in [("Leo@coop.example", true), ("other@coop.example", false)] {
        let house = House::new().await;
        let coop = house.organization("Molino").await;
        house.mails_claim_link(&coop).await;
        let taken = [
            ("mail", own),
            ("password", WORD),
            ("name", "Leo"),
            ("function", "tesorero"),
            ("agreed", "yes"),
        ];
        let done = house.uses_the_letter(&taken).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        assert_eq!(house.is_confirmed(own).await, is_confirmed, "{own}");
    }
}

#[tokio::test]
async fn a_record_taken_over_by_letter_shows_nothing_of_an_account_that_was_there_before() {
    let house = House::new().await;
    let leo = house.signed_in(LEO, None).await;
    let coop = house.organization("Molino").await;
    house.mails_claim_link(&coop).await;
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let path = link.strip_prefix("https://directory.example").unwrap();
    let taken = [("name", "Leo"), ("function", "tesorero"), ("agreed", "yes")];
    let done = house.post(path, &body(&taken), &leo).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(!house.is_confirmed(LEO).await);
}

/// Somebody takes a record over as by the version before keys had holders.
async fn taken_over(house: &House, name: &str) -> (Organization, String) {
    let coop = house.organization(name).await;
    let clock = &house.node.clock;
    let mut tx = house.node.db.begin().await.unwrap();
    let (_, secret) = claim::make(&mut tx, clock, &coop.id, "Leo").await.unwrap();
    let by = Representative {
        name: "Leo".to_owned(),
        function: "tesorero of everything that is kept in the house".to_owned(),
        statement: "I agree".to_owned(),
    };
    let taken = claim::take_over(&mut tx, clock, &secret, &by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (coop, taken.token)
}

#[tokio::test]
async fn keys_of_earlier_versions_belong_to_whoever_took_the_record_over_where_that_is_certain() {
    let house = House::new().await;
    let clock = &house.node.clock;
    let leo = house.account(LEO, None).await;
    let ana = house.account("ana@coop.example", None).await;
    let certain = taken_over(&house, "Molino").await;
    let doubtful = taken_over(&house, "Horno").await;
    let alone = taken_over(&house, "Fragua").await;
    let mut tx = house.node.db.begin().await.unwrap();
    let scopes = [Scope::OffersWrite];
    let (_, apps) = access::create(&mut tx, clock, "an app", &scopes, Some(&certain.0.id))
        .await
        .unwrap();
    for (account, coop) in [(&leo, &certain), (&leo, &doubtful), (&ana, &doubtful)] {
        let statement = "INSERT INTO representatives (account, organization, function, since) \
            VALUES ($1, $2, 'tesorero', $3)";
        execute!(
            tx,
            sqlx::query(statement)
                .bind(&account.id)
                .bind(&coop.0.id)
                .bind(clock.now())
        )
        .unwrap();
    }
    let step = include_str!("../../migrations/0059_confirmed_addresses.sql");
    let (_, update) = step.split_once("UPDATE tokens").unwrap();
    let update = format!("UPDATE tokens{update}");
    execute!(tx, sqlx::query(sqlx::AssertSqlSafe(update.as_str()))).unwrap();
    for (secret, holder) in [
        (certain.1, Some(leo.id.to_string())),
        (doubtful.1, None),
        (alone.1, None),
        (apps, None),
    ] {
        let query = "SELECT account FROM tokens WHERE token_digest = $1";
        let digest = access::digest_of(&secret);
        let kept: Option<String> =
            on!(tx, |c| sqlx::query_scalar(query).bind(&digest).fetch_one(c)).unwrap();
        assert_eq!(kept, holder);
    }
}
