//! What channels show: to servers, to people, to programs, on the command line.

use serde_json::Value;
use trenza::activitypub::received::Outcome;
use trenza::cli;
use trenza::offers::Purpose;

use crate::OFFERS;
use crate::town::Town;

const HTML: &str = "text/html";
const ACTIVITY: &str = "application/activity+json";

async fn webfinger(town: &Town, resource: &str) -> (u16, Value) {
    let path = format!("/.well-known/webfinger?resource={resource}");
    let (status, _, body) = town.get(&path, "application/jrd+json").await;
    (
        status.as_u16(),
        serde_json::from_str(&body).unwrap_or_default(),
    )
}

#[tokio::test]
async fn every_name_of_a_channel_leads_to_the_one_that_it_is_followed_by() {
    let town = Town::open().await;
    let canonical = "acct:ofertas_agricultura_mx_oax@oax.example";
    for name in [
        "acct:offers_agriculture_mx_oax@oax.example",
        "acct:ofertas_agricultura_mx_oax@oax.example",
        "acct:offres_agriculture_mx_oax@OAX.example",
        "https://oax.example/@ofertas_agricultura_mx_oax",
        "https://oax.example/c/offers.agriculture.MX-OAX",
        "https://oax.example/c/offers.mx-oax.agriculture",
    ] {
        let (status, answer) = webfinger(&town, name).await;
        assert_eq!(status, 200, "{name}");
        assert_eq!(answer["subject"], canonical, "{name}");
        assert_eq!(
            answer["links"][0]["href"],
            "https://oax.example/c/offers.agriculture.MX-OAX"
        );
    }
    let everything = webfinger(&town, "acct:todo_mx_oax@oax.example").await.1;
    assert_eq!(everything["subject"], "acct:mx_oax@oax.example");
    assert_eq!(everything["aliases"][0], "https://oax.example/t/MX-OAX");
    let (status, to, _) = town.get("/@needs_food", HTML).await;
    assert_eq!((status.as_u16(), to.as_str()), (303, "/c/needs.food"));
}

#[tokio::test]
async fn whoever_asks_for_nobody_is_told_how_to_ask() {
    let town = Town::open().await;
    let (status, headers, body) = town.bytes("/.well-known/webfinger", ACTIVITY).await;
    assert_eq!(status.as_u16(), 400);
    assert_eq!(headers["content-type"], "application/problem+json");
    let told = String::from_utf8(body).unwrap();
    assert!(told.contains("?resource=acct:name@oax.example"), "{told}");
}

#[tokio::test]
async fn whoever_asks_for_no_entry_of_the_log_is_told_what_to_write() {
    let town = Town::open().await;
    for after in ["abc", "-1", "1.5", "99999999999999999999"] {
        let path = format!("/registry/log?after={after}");
        let (status, headers, body) = town.bytes(&path, ACTIVITY).await;
        assert_eq!(status.as_u16(), 422, "{path}");
        assert_eq!(headers["content-type"], "application/problem+json");
        let told = String::from_utf8(body).unwrap();
        assert!(told.contains("the number of an entry"), "{told}");
    }
    for path in ["/registry/log", "/registry/log?after=0"] {
        assert_eq!(town.get(path, ACTIVITY).await.0, 200, "{path}");
    }
}

#[tokio::test]
async fn what_is_in_no_code_list_is_not_there_and_leaves_no_row() {
    let town = Town::open().await;
    for path in [
        "/c/needs.bees",
        "/c/wishes",
        "/c/needs.XX",
        "/c/needs.food.water.MX",
        "/c/needs.food.Q999999999",
        "/t/Q999999999",
        "/t/XX",
        "/@needs_bees",
        "/c/needs.bees/outbox",
        "/c/needs.bees/followers",
        "/c/needs.food/days/2026-09-22",
        "/api/v1/channels/needs.bees",
    ] {
        for accept in [HTML, ACTIVITY] {
            assert_eq!(town.get(path, accept).await.0, 404, "{path}");
        }
    }
    for name in [
        "acct:needs_bees@oax.example",
        "https://oax.example/c/needs.q999999999",
    ] {
        assert_eq!(webfinger(&town, name).await.0, 404, "{name}");
    }
    for path in [
        "/c/needs.bees",
        "/c/needs.Q999999999",
        "/t/Q999999999",
        "/c/needs.MX.food",
    ] {
        let outcome = town.follow(path, "ana").await;
        assert!(matches!(outcome, Outcome::Ignored(_)), "{path}");
    }
    // Looking at what there is leaves nothing either.
    for path in [
        "/c/needs.food",
        "/t/MX-OAX",
        "/c/needs.food/outbox",
        "/t/MX/followers",
    ] {
        assert_eq!(town.get(path, ACTIVITY).await.0, 200, "{path}");
    }
    for table in [
        "channels",
        "territories",
        "followers",
        "documents",
        "slices",
    ] {
        assert_eq!(town.rows(table).await, 0, "{table}");
    }
    assert_eq!(town.rows("keys WHERE owner <> '/actor'").await, 0);
}

#[tokio::test]
async fn a_channel_says_who_keeps_it_and_by_which_rules() {
    let town = Town::with("daily_ceiling = 7").await;
    let computed = town.document(OFFERS).await;
    assert_eq!(computed["type"], "Group");
    assert_eq!(computed["preferredUsername"], "ofertas_agricultura_mx_oax");
    assert_eq!(
        (&computed["discoverable"], &computed["indexable"]),
        (&true.into(), &true.into())
    );
    let summary = computed["summary"].as_str().unwrap();
    for word in [
        "automática",
        "Oficina de Economía Social",
        "como máximo 7 al día",
    ] {
        assert!(summary.contains(word), "{word}: {summary}");
    }
    assert!(
        computed["attachment"]
            .to_string()
            .contains("hola@oax.example")
    );
    assert!(computed.get("proof").is_none() && computed.get("assertionMethod").is_none());

    // From the first follower on it is sealed and has pictures of its own, and is the same but
    // for them and its key.
    town.follow(OFFERS, "ana").await;
    let mut kept = town.document(OFFERS).await;
    assert_eq!(kept["proof"]["type"], "DataIntegrityProof");
    for added in ["proof", "assertionMethod", "icon", "image"] {
        let was_there = kept.as_object_mut().unwrap().remove(added);
        assert!(was_there.is_some(), "{added}");
    }
    assert_eq!(kept, computed);
    let (status, to, _) = town
        .get("/c/offers.mx-oax.Agriculture?lang=fr", ACTIVITY)
        .await;
    assert_eq!(
        (status.as_u16(), to.as_str()),
        (308, "/c/offers.agriculture.MX-OAX?lang=fr")
    );
}

#[tokio::test]
async fn a_follower_is_accepted_counted_and_let_go() {
    let town = Town::open().await;
    town.follow(OFFERS, "ana").await;
    town.follow(OFFERS, "ben").await;
    assert_eq!(town.told(OFFERS, "Accept").await.len(), 2);
    let followers = format!("{OFFERS}/followers");
    assert_eq!(town.document(&followers).await["totalItems"], 2);
    let follow = serde_json::json!({"type": "Follow", "object": town.node.url(OFFERS)});
    town.receive("https://ben.example/users/ben", "Undo", follow)
        .await;
    assert_eq!(town.document(&followers).await["totalItems"], 1);
    let cafe = town.cafe(&["agriculture"]).await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    assert_eq!(
        town.told(OFFERS, "Announce").await,
        ["https://ana.example/inbox"]
    );
    // Its outbox lists what it said once, not the repetition for other readers.
    let outbox = town.document(&format!("{OFFERS}/outbox?page=true")).await;
    assert_eq!(outbox["orderedItems"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_page_of_a_channel_lists_what_stands_and_says_so_when_nothing_does() {
    let town = Town::open().await;
    for (tag, empty) in [
        ("en", "There is nothing here"),
        ("es", "Por ahora no hay nada"),
        ("fr", "Rien pour l"),
        ("pt", "Por enquanto não há nada"),
    ] {
        let (status, _, page) = town.get(&format!("{OFFERS}?lang={tag}"), HTML).await;
        assert_eq!(status, 200);
        assert!(page.contains(empty), "{tag}: {page}");
        assert!(
            page.contains("@ofertas_agricultura_mx_oax@oax.example"),
            "{page}"
        );
    }
    let cafe = town.cafe(&["agriculture"]).await;
    for number in 0..51 {
        town.offer(&cafe, Purpose::Offer, &format!("Costal {number:02}"))
            .await;
    }
    town.publish().await;
    let (_, _, page) = town.get(OFFERS, HTML).await;
    assert!(page.contains("Costal 50") && !page.contains("Por ahora"));
    let next = page.split("rel=\"next\" href=\"").nth(1).unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let (_, _, rest) = town
        .get(next.strip_prefix("https://oax.example").unwrap(), HTML)
        .await;
    let shown = page.matches("Costal ").count() + rest.matches("Costal ").count();
    assert_eq!(shown, 51);
    let (status, _, _) = town.get(&format!("{OFFERS}?after=nonsense"), HTML).await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn programs_and_the_command_line_see_how_a_channel_stands() {
    let town = Town::with("daily_ceiling = 1").await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    for title in ["Costal", "Tostadora"] {
        town.offer(&cafe, Purpose::Offer, title).await;
    }
    town.publish().await;
    let path = "/api/v1/channels/offers.agriculture.mx-oax?limit=1";
    let (status, _, body) = town.get(path, "application/json").await;
    assert_eq!(status, 200, "{body}");
    let channel: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(channel["handle"], "ofertas_agricultura_mx_oax");
    assert_eq!(
        (&channel["followers"], &channel["ceiling"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        (&channel["announced_today"], &channel["held_today"]),
        (&1.into(), &1.into())
    );
    assert_eq!(channel["offers"][0]["title"], "Tostadora");

    let list = cli::Command::Channel(cli::channel::Command::List);
    let list = cli::execute(&town.node, list).await.unwrap();
    assert!(
        list.text.contains("@ofertas_agricultura_mx_oax"),
        "{}",
        list.text
    );
    assert!(list.text.contains("all.MX-OAX"), "{}", list.text);
    let show = |codes: &str| {
        cli::Command::Channel(cli::channel::Command::Show {
            codes: codes.to_owned(),
        })
    };
    let shown = cli::execute(&town.node, show("offers.agriculture.MX-OAX"))
        .await
        .unwrap();
    assert!(
        shown.text.contains("1 of 1 announced today"),
        "{}",
        shown.text
    );
    for codes in ["offers.bees", "offers.Q999999999"] {
        let refusal = cli::execute(&town.node, show(codes)).await.unwrap_err();
        assert!(refusal.to_string().contains(codes), "{refusal}");
    }
}
