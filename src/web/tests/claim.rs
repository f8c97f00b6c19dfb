//! The pages by which a record is taken over: what they show, what they refuse, and that
//! their address stays a secret.

use super::*;
use crate::access;
use crate::error::Error;
use crate::id::AccountId;
use crate::people::{self, representation};
use crate::registry::claim;

async fn link(site: &Site, organization: &Organization) -> String {
    let mut tx = site.node.db.begin().await.unwrap();
    let made = claim::make(&mut tx, &site.node.clock, &organization.id, HOSTILE).await;
    tx.commit().await.unwrap();
    format!("/claim/{}", made.unwrap().1)
}

async fn send(site: &Site, path: &str, body: &str, headers: &[(&'static str, &str)]) -> Response {
    let mut request = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    site.routes.clone().oneshot(request).await.unwrap()
}

fn is_kept_by_nobody(response: &Response) {
    let headers = response.headers();
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::REFERRER_POLICY], "strict-origin");
    assert_eq!(headers["x-robots-tag"], "noindex, nofollow");
    assert!(!headers.contains_key(header::ETAG));
}

const FORM: &str = "name=Ana+Ruiz&function=presidenta&agreed=yes&mail=ana%40coop.example\
    &password=cuatro+lunas+comen+cal";

#[tokio::test]
async fn a_representative_reads_what_it_means_and_takes_the_record_over() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let path = link(&site, &coop).await;
    let shown = site.ask(&path, &[(header::ACCEPT_LANGUAGE, "es")]).await;
    assert_eq!(shown.status(), StatusCode::OK);
    is_kept_by_nobody(&shown);
    let page = text(shown).await;
    for words in [
        "Café Unión",
        "Hasta ahora mantiene esta ficha Oficina",
        "responde por ella la organización",
        "Represento a esta organización",
        "2026-10-21",
        "<form class=\"typed\" method=\"post\">",
    ] {
        assert!(page.contains(words), "{words}:\n{page}");
    }
    assert!(
        !page.contains("<script") && !page.contains(" firm"),
        "{page}"
    );

    let done = send(&site, &path, FORM, &[("accept-language", "es")]).await;
    assert_eq!(done.status(), StatusCode::OK);
    is_kept_by_nobody(&done);
    let page = text(done).await;
    assert!(page.contains("trenza_"), "{page}");
    let mut tx = site.node.db.read().await.unwrap();
    let taken = registry::get(&mut tx, &coop.id).await.unwrap();
    let consent = taken.consent.unwrap();
    assert_eq!(consent.by, "Ana Ruiz, presidenta");
    assert!(
        consent
            .statement
            .starts_with("Represento a esta organización")
    );
    let page = site.page(&coop.path()).await;
    assert!(page.contains("keeps this record itself") && !page.contains("Ana Ruiz"));
    assert!(!page.contains("Ask the office for a link"));
}

#[tokio::test]
async fn a_link_that_opens_nothing_says_whom_to_ask_whatever_the_cause() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let used = link(&site, &coop).await;
    assert_eq!(send(&site, &used, FORM, &[]).await.status(), StatusCode::OK);
    let mut pages = Vec::new();
    for path in [used.as_str(), "/claim/guess"] {
        for response in [
            site.ask(path, &[]).await,
            send(&site, path, FORM, &[]).await,
        ] {
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            is_kept_by_nobody(&response);
            pages.push(text(response).await.replace(path, ""));
        }
    }
    assert!(
        pages[0].contains("Ask the office for another"),
        "{}",
        pages[0]
    );
    pages.dedup();
    assert_eq!(pages.len(), 1);
}

#[tokio::test]
async fn a_form_with_something_left_out_is_shown_again_with_what_was_typed() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let path = link(&site, &coop).await;
    for body in [
        "name=Ana%22%3E%3Cscript%3E&function=presidenta",
        "name=&function=x&agreed=yes",
        "name=Ana&agreed=yes",
        "",
    ] {
        let again = send(&site, &path, body, &[]).await;
        assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        is_kept_by_nobody(&again);
        let page = text(again).await;
        assert!(
            page.contains("role=\"alert\"") && !page.contains("<script"),
            "{page}"
        );
        assert!(!body.contains("presidenta\n") || page.contains("value=\"presidenta\""));
    }
    let huge = format!("{FORM}&x={}", "a".repeat(100_000));
    let refused = send(&site, &path, &huge, &[]).await;
    assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send(&site, &path, FORM, &[]).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_form_of_another_site_takes_nothing_over() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let path = link(&site, &coop).await;
    for crossing in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        let refused = send(&site, &path, FORM, &[crossing]).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        is_kept_by_nobody(&refused);
    }
    let own = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    assert_eq!(
        send(&site, &path, FORM, &own).await.status(),
        StatusCode::OK
    );
}

/// What a form is answered, without the address that was typed.
async fn told(site: &Site, path: &str, mail: &str, rest: &str) -> (StatusCode, String) {
    let body = format!("name=Ana&mail={mail}%40people.example&{rest}");
    let answer = send(site, path, &body, &[]).await;
    is_kept_by_nobody(&answer);
    (answer.status(), text(answer).await.replace(mail, "…"))
}

const WORD: &str = "password=cuatro+lunas+comen+cal";

#[tokio::test]
async fn a_form_that_uses_no_link_up_tells_of_no_address_whether_it_has_an_account() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let path = link(&site, &coop).await;
    site.account("zoe-known", None).await;
    for rest in [
        "password=x&function=vocal&agreed=yes".to_owned(),
        format!("{WORD}&function=vocal"),
        format!("{WORD}&agreed=yes"),
    ] {
        let known = told(&site, &path, "zoe-known", &rest).await;
        assert_eq!(known.0, StatusCode::UNPROCESSABLE_ENTITY, "{rest}");
        assert_eq!(
            known,
            told(&site, &path, "zoe-stranger", &rest).await,
            "{rest}"
        );
    }
}

#[tokio::test]
async fn attempts_are_counted_whether_an_address_has_an_account_or_not() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let path = link(&site, &coop).await;
    site.account("zoe-known", None).await;
    let now = site.node.clock.now();
    for mail in ["zoe-known", "zoe-stranger"] {
        let key = format!("{mail}@people.example");
        while site.node.sign_ins.attempt(&key, "", now).is_ok() {}
        let form = format!("{WORD}&function=vocal&agreed=yes");
        let (status, _) = told(&site, &path, mail, &form).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{mail}");
    }
    assert_eq!(send(&site, &path, FORM, &[]).await.status(), StatusCode::OK);
}

/// Takes a record over, and gives the key that is shown then and whose it is.
async fn key_of(site: &Site, organization: &Organization) -> (String, AccountId) {
    let path = link(site, organization).await;
    let page = text(send(site, &path, FORM, &[]).await).await;
    let found = page.find("trenza_").expect("the key is shown");
    let key: String = page[found..]
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "_-".contains(*letter))
        .collect();
    let mut tx = site.node.db.read().await.unwrap();
    access::find(&mut tx, &key).await.expect("it opens");
    let (account, _) = people::by_mail(&mut tx, "ana@coop.example")
        .await
        .unwrap()
        .unwrap();
    (key, account.id)
}

#[tokio::test]
async fn the_key_ends_with_what_whoever_got_it_may_do() {
    for ending in ["representation", "account", "record"] {
        let site = Site::new().await;
        let coop = site.organization("Café Unión", false).await;
        let (key, ana) = key_of(&site, &coop).await;
        let mut tx = site.node.db.begin().await.unwrap();
        let done = match ending {
            "representation" => representation::end(&mut tx, &ana, &coop.id).await,
            "account" => people::remove(&mut tx, &ana).await,
            _ => registry::leave(&mut tx, &site.node.clock, &coop.id).await,
        };
        done.unwrap();
        let opens = access::find(&mut tx, &key).await;
        assert!(matches!(opens, Err(Error::Unauthenticated(_))), "{ending}");
        let kept = access::list(&mut tx).await.unwrap();
        assert!(kept.is_empty(), "{ending}: its label names Ana");
    }
}

#[tokio::test]
async fn another_who_represents_the_organization_keeps_their_key() {
    let site = Site::new().await;
    let coop = site.organization("Café Unión", false).await;
    let (key, _) = key_of(&site, &coop).await;
    let leo = site.account("leo", None).await;
    let mut tx = site.node.db.begin().await.unwrap();
    let clock = &site.node.clock;
    representation::add(&mut tx, clock, &leo.id, &coop.id, "vocal")
        .await
        .unwrap();
    representation::end(&mut tx, &leo.id, &coop.id)
        .await
        .unwrap();
    access::find(&mut tx, &key).await.unwrap();
}
