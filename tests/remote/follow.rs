//! Following from a page: the reader is led to the server where they have an account.

use std::time::Duration;

use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::reader::{Town, encoded};
use crate::server::typed;

const FOLLOW: &str = "https://w3id.org/fep/3b86/Follow";
const OBJECT: &str = "https://w3id.org/fep/3b86/Object";
const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";
/// Where the form of a territory stands.
const FORM: &str = "/t/MX-OAX/follow";

#[tokio::test]
async fn a_reader_is_led_to_their_server_from_every_page_that_can_be_followed() {
    let town = Town::open().await;
    let cafe = town.organization("Café Unión", true).await;
    let ana = town.account(
        "ana",
        "social",
        &[(FOLLOW, "/intents/follow?object={object}")],
    );
    for path in [
        "/actor",
        "/t/MX-OAX",
        "/c/needs.agriculture.MX-OAX",
        &cafe.path(),
    ] {
        let answer = town
            .types(&format!("{path}/follow"), &format!("@{ana}"))
            .await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        let actor = encoded(&format!("http://oax.localhost:8540{path}"));
        let to = town
            .server
            .url("social", &format!("/intents/follow?object={actor}"));
        assert_eq!(answer.header(header::LOCATION), to);
        // The page that shows it leads to the form.
        let page = if path == "/actor" { "/" } else { path };
        let page = town.ask(page, &[]).await.body;
        assert!(page.contains(&format!("href=\"{path}/follow\"")), "{page}");
    }
    // The server was asked once for all of them.
    assert_eq!(town.server.asked().len(), 1);
}

#[tokio::test]
async fn the_fittest_way_is_taken_and_the_usual_one_where_none_is_named() {
    let town = Town::open().await;
    let actor = encoded("http://oax.localhost:8540/t/MX-OAX");
    for (name, ways, to) in [
        (
            "a",
            &[(SUBSCRIBE, "/s?uri={uri}"), (OBJECT, "/o?q={object}")][..],
            format!("/o?q={actor}"),
        ),
        (
            "b",
            &[(SUBSCRIBE, "/s?uri={uri}")],
            format!("/s?uri={actor}"),
        ),
        ("c", &[], format!("/authorize_interaction?uri={actor}")),
    ] {
        let account = town.account(name, "social", ways);
        let answer = town.types(FORM, &account).await;
        assert_eq!(
            answer.header(header::LOCATION),
            town.server.url("social", &to),
            "{name}"
        );
    }
    // An address of somebody else's is not gone to.
    let account = format!("d@{}", town.host("social"));
    let evil = json!([{"rel": FOLLOW, "template": "https://evil.example/?u={object}"}]);
    town.tells("social", &format!("acct:{account}"), &evil);
    let answer = town.types(FORM, &account).await;
    let usual = format!("/authorize_interaction?uri={actor}");
    assert_eq!(
        answer.header(header::LOCATION),
        town.server.url("social", &usual)
    );
}

#[tokio::test]
async fn the_name_of_the_server_alone_is_enough() {
    let town = Town::open().await;
    let actor = encoded("http://oax.localhost:8540/t/MX-OAX");
    // One that says of itself how to follow.
    let own = town.server.url("own", "/");
    let links = json!([{"rel": SUBSCRIBE, "template": town.server.url("own", "/s?u={uri}")}]);
    town.tells("own", &own, &links);
    let answer = town.types(FORM, &town.host("own")).await;
    let to = town.server.url("own", &format!("/s?u={actor}"));
    assert_eq!(answer.header(header::LOCATION), to);
    // One that only says which protocol it speaks.
    for (host, protocol) in [("plain", "activitypub"), ("other", "diaspora")] {
        let info = town.server.url(host, "/nodeinfo/2.0");
        let links = json!({"links": [
            {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": info},
        ]});
        let links_at = town.server.url(host, "/.well-known/nodeinfo");
        town.server.answers(&links_at, move |_| {
            typed("application/json", links.to_string())
        });
        let body = json!({"protocols": [protocol]}).to_string();
        town.server
            .answers(&info, move |_| typed("application/json", body.clone()));
    }
    let answer = town.types(FORM, &town.host("plain")).await;
    let to = format!("/authorize_interaction?uri={actor}");
    assert_eq!(
        answer.header(header::LOCATION),
        town.server.url("plain", &to)
    );
    let answer = town.types(FORM, &town.host("other")).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .body
            .contains("it is not possible to follow from this site")
    );
}

#[tokio::test]
async fn what_is_no_account_is_told_on_the_page_in_each_language_and_asked_of_nobody() {
    let town = Town::open().await;
    for (tag, said) in [
        ("en", "This is not an address."),
        ("es", "Esto no es una dirección."),
        ("fr", "Ce n’est pas une adresse."),
        ("pt", "Isto não é um endereço."),
    ] {
        for wrong in [
            "javascript:alert(1)",
            "<script>alert(1)</script>",
            "ana@",
            "a b@c.d",
        ] {
            let path = format!("{FORM}?lang={tag}&from={}", encoded(wrong));
            let answer = town.ask(&path, &[]).await;
            assert_eq!(answer.status, 422, "{wrong}");
            assert!(answer.body.contains(said), "{tag} {wrong}: {}", answer.body);
            assert!(!answer.body.contains("<script"), "{}", answer.body);
            assert!(answer.headers.get(header::LOCATION).is_none());
        }
    }
    let own = town.types(FORM, "ana@oax.localhost:8540").await;
    assert_eq!(own.status, 422);
    assert!(
        own.body.contains("This is the directory itself"),
        "{}",
        own.body
    );
    assert_eq!(town.server.asked().len(), 0);
}

#[tokio::test]
async fn an_unknown_account_and_a_silent_server_are_told_apart() {
    let town = Town::open().await;
    let nobody = format!("nobody@{}", town.host("social"));
    let answer = town.types(FORM, &nobody).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("knows nobody of that name"),
        "{}",
        answer.body
    );
    // What was typed stays in the field, and the other ways stand below.
    assert!(
        answer.body.contains(&format!("value=\"{nobody}\"")),
        "{}",
        answer.body
    );
    // A handle may break between its parts.
    let read = answer.body.replace("<wbr>", "");
    assert!(
        read.contains("@mx_oax@oax.localhost:8540"),
        "{}",
        answer.body
    );
    let busy = format!("ana@{}", town.host("busy"));
    let path = format!(
        "/.well-known/webfinger?resource={}",
        encoded(&format!("acct:{busy}"))
    );
    let url = town.server.url("busy", &path);
    town.server.refuses(&url, StatusCode::SERVICE_UNAVAILABLE);
    let answer = town.types(FORM, &busy).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("is not answering at the moment"),
        "{}",
        answer.body
    );
    // It is not asked again at once, but after a minute.
    town.types(FORM, &busy).await;
    assert_eq!(town.server.asked_for(&url), 1);
    town.clock.advance(Duration::from_mins(2));
    town.types(FORM, &busy).await;
    assert_eq!(town.server.asked_for(&url), 2);
}

#[tokio::test]
async fn a_visitor_who_asks_too_often_waits_and_others_do_not() {
    let town = Town::open().await;
    let ask = async |number: u32, visitor: &str| {
        let text = format!("n{number}@{}", town.host(&format!("s{number}")));
        let path = format!("{FORM}?from={}", encoded(&text));
        town.ask(&path, &[("x-forwarded-for", visitor)]).await
    };
    for number in 0..10 {
        assert_eq!(ask(number, "9.9.9.9").await.status, 422);
    }
    let answer = ask(10, "9.9.9.9").await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header(header::RETRY_AFTER), "6");
    assert!(
        answer.body.contains("Too many people are asking"),
        "{}",
        answer.body
    );
    // What is known already costs nothing.
    assert_eq!(ask(3, "9.9.9.9").await.status, 422);
    assert_eq!(ask(11, "9.9.9.10").await.status, 422);
    town.clock.advance(Duration::from_secs(6));
    assert_eq!(ask(12, "9.9.9.9").await.status, 422);
    assert_eq!(ask(13, "9.9.9.9").await.status, 429);
    assert_eq!(town.server.asked().len(), 12);
}

#[tokio::test]
async fn a_link_on_another_site_does_not_lead_through_here_by_itself() {
    let town = Town::open().await;
    let ana = town.account("ana", "social", &[(FOLLOW, "/f?o={object}")]);
    let path = format!("{FORM}?from={}", encoded(&ana));
    let answer = town.ask(&path, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.headers.get(header::LOCATION).is_none());
    assert!(
        answer.body.contains("You have come from another page"),
        "{}",
        answer.body
    );
    assert!(
        answer.body.contains("/f?o=http%3A%2F%2Foax.localhost"),
        "{}",
        answer.body
    );
    // Nor does one in a letter, or in a browser that does not say where it stood.
    for headers in [&[("sec-fetch-site", "none")][..], &[]] {
        assert_eq!(town.ask(&path, headers).await.status, 200);
    }
    let own = [("sec-fetch-site", "same-origin")];
    assert_eq!(town.ask(&path, &own).await.status, 303);
    // Browsers apply the policy of forms to where they are led.
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("form-action 'self' https:"), "{policy}");
    assert!(policy.contains("default-src 'none'"), "{policy}");
}

#[tokio::test]
async fn what_cannot_be_followed_has_no_form_and_other_spellings_lead_to_the_one() {
    let town = Town::open().await;
    let listed = town.organization("Tienda", false).await;
    for path in [
        "/t/XX",
        "/c/needs.bees",
        "/c/needs.Q999999999",
        &listed.path(),
    ] {
        for ending in ["follow", "qr.svg"] {
            let answer = town.ask(&format!("{path}/{ending}"), &[]).await;
            assert_eq!(answer.status, 404, "{path}");
        }
    }
    let page = town.ask(&listed.path(), &[]).await.body;
    assert!(!page.contains("/follow\""), "{page}");
    let answer = town
        .ask("/c/needs.mx-oax.agriculture/follow?lang=fr", &[])
        .await;
    assert_eq!(answer.status, 308);
    let one = "/c/needs.agriculture.MX-OAX/follow?lang=fr";
    assert_eq!(answer.header(header::LOCATION), one);
}

#[tokio::test]
async fn the_code_for_a_telephone_is_a_picture_of_its_own() {
    let town = Town::open().await;
    let code = town.ask("/t/MX-OAX/qr.svg", &[]).await;
    assert_eq!(code.status, 200);
    assert_eq!(code.header(header::CONTENT_TYPE), "image/svg+xml");
    assert!(code.body.starts_with("<svg"), "{}", code.body);
    let tag = code.header(header::ETAG);
    let again = town
        .ask("/t/MX-OAX/qr.svg", &[("if-none-match", tag)])
        .await;
    assert_eq!(again.status, 304);
    let other = town.ask("/t/MX/qr.svg", &[]).await;
    assert_ne!(other.body, code.body);
    let form = town.ask(FORM, &[]).await;
    assert!(
        form.body.contains("src=\"/t/MX-OAX/qr.svg\""),
        "{}",
        form.body
    );
    assert_eq!(form.header("x-robots-tag"), "noindex");
}

#[tokio::test]
async fn this_directory_says_itself_where_its_own_accounts_look_at_things() {
    let town = Town::open().await;
    let ask = async |resource: &str| -> Value {
        let path = format!("/.well-known/webfinger?resource={}", encoded(resource));
        serde_json::from_str(&town.ask(&path, &[]).await.body).unwrap()
    };
    for resource in [
        "acct:trenza@oax.localhost:8540",
        "http://oax.localhost:8540/",
        "http://oax.localhost:8540",
    ] {
        let answer = ask(resource).await;
        assert_eq!(answer["subject"], "acct:trenza@oax.localhost:8540");
        let links = answer["links"].as_array().unwrap();
        let template = |rel: &str| {
            let link = links.iter().find(|link| link["rel"] == rel).unwrap();
            link["template"].as_str().unwrap().to_owned()
        };
        for rel in [FOLLOW, OBJECT] {
            let address = "http://oax.localhost:8540/authorize_interaction?uri={object}";
            assert_eq!(template(rel), address);
        }
        assert!(template(SUBSCRIBE).ends_with("?uri={uri}"));
    }
    // A territory follows nobody.
    let territory = ask("acct:mx_oax@oax.localhost:8540").await.to_string();
    assert!(
        territory.contains(OBJECT) && !territory.contains(FOLLOW),
        "{territory}"
    );
}

#[tokio::test]
async fn what_is_ours_is_shown_at_its_own_address_and_the_rest_as_far_as_it_is_known() {
    let town = Town::open().await;
    let look = async |uri: &str| {
        let path = format!("/authorize_interaction?uri={}", encoded(uri));
        town.ask(&path, &[]).await
    };
    for (uri, to) in [
        (
            "http://oax.localhost:8540/t/MX-OAX",
            "http://oax.localhost:8540/t/MX-OAX",
        ),
        (
            "http://oax.localhost:8540//evil.example/x",
            "http://oax.localhost:8540//evil.example/x",
        ),
    ] {
        let answer = look(uri).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header(header::LOCATION), to);
    }
    let answer = look("https://bilbao.example/t/ES-PV").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.body.contains("has no record from this address"),
        "{}",
        answer.body
    );
    for wrong in ["javascript:alert(1)", "", "bilbao", "data:text/html,x"] {
        let answer = look(wrong).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(
            !answer.body.contains("href=\"javascript"),
            "{}",
            answer.body
        );
    }
}
