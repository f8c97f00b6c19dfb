//! Letters: written with what they tell of, sent once, tried again, given up with a reason.

use std::time::Duration;

use http::StatusCode;
use trenza::error::Error;
use trenza::people::Role;
use trenza::registry::claim;
use trenza::store::on;

use crate::house::House;

const ADDRESS: &str = "ana@coop.example";

fn claim_link<'a>(handle: &'a str, address: &'a str) -> Vec<&'a str> {
    vec![
        "org",
        "claim-link",
        handle,
        "--for",
        "Ana",
        "--mail",
        address,
    ]
}

/// The text of a letter as people read it.
fn read(letter: &str) -> String {
    let (head, text) = letter.split_once("\n\n").unwrap();
    if !head.contains("quoted-printable") {
        return text.to_owned();
    }
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_str();
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend(before.bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).unwrap());
        rest = &after[2..];
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_link_goes_by_mail_in_the_directorys_language_and_is_shown_nowhere() {
    let house = House::with("languages = [\"es\", \"en\"]", true).await;
    let coop = house.organization("Café Unión").await;
    let said = house.office(&claim_link(&coop.handle, ADDRESS)).await;
    let said = said.unwrap();
    assert!(!said.text.contains("/claim/") && !said.json.to_string().contains("/claim/"));
    house.send_letters().await;
    let letters = house.postbox.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    let letter = &letters[0];
    for head in [
        "From: Oficina <fichas@directory.example>",
        "To: ana@coop.example",
        "Auto-Submitted: auto-generated",
        "Content-Language: es",
    ] {
        assert!(letter.contains(head), "{head}:\n{letter}");
    }
    let text = read(letter);
    assert!(text.contains("Con este enlace se hace cargo de la ficha de Café Unión"));
    let link = text.lines().find(|line| line.contains("/claim/")).unwrap();
    let secret = link
        .strip_prefix("https://directory.example/claim/")
        .unwrap();
    let mut tx = house.node.db.read().await.unwrap();
    let (_, found) = claim::find(&mut tx, &house.node.clock, secret)
        .await
        .unwrap();
    assert_eq!(found.id, coop.id);
    let kept = "SELECT COUNT(*) FROM letters WHERE text LIKE '%/claim/%'";
    let kept: i64 = on!(tx, |c| sqlx::query_scalar(kept).fetch_one(c)).unwrap();
    assert_eq!(kept, 0, "a letter that was sent keeps no secret");
    drop(tx);
    assert_eq!(house.letters().await, [("sent".to_owned(), None)]);
    house.send_letters().await;
    assert_eq!(house.postbox.letters().len(), 1, "it is sent once");
}

#[tokio::test]
async fn the_letter_speaks_every_language_of_the_directory() {
    for (tag, words) in [
        ("en", "Use this link to take over the record"),
        ("fr", "Avec ce lien vous reprenez la fiche"),
        ("pt", "Com este link assume a ficha"),
    ] {
        let house = House::with(&format!("languages = [\"{tag}\"]"), true).await;
        let coop = house.organization("Unión").await;
        house
            .office(&claim_link(&coop.handle, ADDRESS))
            .await
            .unwrap();
        house.send_letters().await;
        let text = read(&house.postbox.letters()[0]);
        assert!(text.contains(words), "{text}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_and_changes_nothing() {
    let house = House::new().await;
    let coop = house.organization("Café").await;
    for address in [
        "ana",
        "ana@",
        "ana@coop.example\r\nBcc: all@evil.example",
        "ana@coop.example\nSubject: x",
        "Ana <ana@coop.example>",
        "ana@coop.example, leo@coop.example",
    ] {
        let refused = house.office(&claim_link(&coop.handle, address)).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.starts_with("mail: "), "{address:?}: {refused}");
    }
    let without = House::with("", false).await;
    let other = without.organization("Café").await;
    let refused = without.office(&claim_link(&other.handle, ADDRESS)).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, Error::Conflict(_)), "{refused}");
    assert!(refused.to_string().contains("[mail]"), "{refused}");
    for house in [&house, &without] {
        let mut tx = house.node.db.read().await.unwrap();
        let links = "SELECT COUNT(*) FROM claims";
        let links: i64 = on!(tx, |c| sqlx::query_scalar(links).fetch_one(c)).unwrap();
        assert_eq!(links, 0, "no link was made that nobody receives");
        drop(tx);
        assert!(house.letters().await.is_empty());
    }
}

#[tokio::test]
async fn nothing_is_written_to_an_organization_that_is_active_already() {
    let house = House::new().await;
    let coop = house.organization("Café").await;
    let activate = [
        "org",
        "activate",
        &coop.handle,
        "--by",
        "Ana",
        "--statement",
        "visit",
    ];
    house.office(&activate).await.unwrap();
    let refused = house.office(&claim_link(&coop.handle, ADDRESS)).await;
    assert!(matches!(refused, Err(Error::Conflict(_))));
    assert!(house.letters().await.is_empty());
}

#[tokio::test]
async fn a_name_with_line_ends_forges_no_head() {
    let house = House::new().await;
    let coop = house.organization("Café\r\nBcc: all@evil.example").await;
    house
        .office(&claim_link(&coop.handle, ADDRESS))
        .await
        .unwrap();
    house.send_letters().await;
    let letter = &house.postbox.letters()[0];
    let (head, _) = letter.split_once("\n\n").unwrap();
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
}

#[tokio::test]
async fn a_letter_is_tried_again_and_given_up_when_it_is_refused_for_good() {
    let house = House::new().await;
    house.postbox.says("451 come again");
    house.office(&["mail", "test", ADDRESS]).await.unwrap();
    house.send_letters().await;
    let [(state, error)] = &house.letters().await[..] else {
        panic!("one letter was written")
    };
    assert_eq!(state, "waiting");
    assert!(
        error.as_deref().unwrap().contains("come again"),
        "{error:?}"
    );
    house.send_letters().await;
    assert!(house.postbox.letters().is_empty(), "it rests for a while");

    house.postbox.says("250 ok");
    house.node.clock.advance(Duration::from_mins(2));
    house.send_letters().await;
    assert_eq!(house.postbox.letters().len(), 1);
    assert_eq!(house.letters().await[0].0, "sent");

    house.postbox.says("550 nobody here");
    house.office(&["mail", "test", ADDRESS]).await.unwrap();
    house.send_letters().await;
    let (state, error) = house.letters().await.remove(0);
    assert_eq!(state, "given-up");
    assert!(error.unwrap().contains("nobody here"));
    let listed = house.office(&["mail", "list"]).await.unwrap();
    assert!(listed.text.contains("nobody here"), "{}", listed.text);
}

#[tokio::test]
async fn a_letter_that_is_of_no_use_any_more_is_given_up() {
    let house = House::new().await;
    house.office(&["mail", "test", ADDRESS]).await.unwrap();
    house.node.clock.advance(Duration::from_hours(2));
    house.send_letters().await;
    assert!(house.postbox.letters().is_empty());
    assert_eq!(house.letters().await[0].0, "given-up");
}

#[tokio::test]
async fn a_double_click_writes_one_letter_whose_link_stays_good() {
    let house = House::new().await;
    let coop = house.organization("Café").await;
    let admin = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    let at = format!("/office/organizations/{}", coop.id);
    let page = house.get(&at, &admin).await.body;
    let (_, rest) = page.split_once("name=\"form\" value=\"").unwrap();
    let (key, _) = rest.split_once('"').unwrap();
    let form = format!("form={key}&made_for=Ana&mail=ana%40coop.example");
    let before = house.letters().await.len();
    for _ in 0..2 {
        let sent = house.post(&format!("{at}/claim-link"), &form, &admin).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    }
    assert_eq!(house.letters().await.len(), before + 1);
    let mut tx = house.node.db.read().await.unwrap();
    let links = claim::list(&mut tx, &coop.id).await.unwrap();
    assert_eq!(links.len(), 1);
}
