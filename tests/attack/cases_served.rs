//! Cases 22, 35, 40, 42 and 64: what the node serves, what it says of how that may be kept,
//! and what it leaves out.

use serde_json::{Value, json};

use crate::actor::Actor;
use crate::cases_conversation::{kept, note, on_the_market};
use crate::peer::{ACTIVITY_JSON, Answer, Peer};
use crate::request::{Draft, Message, Part, Way};
use crate::stage::{Reply, Stage, Trial, perform};

pub const LD_JSON: &str = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// The values of a header, in lower case.
pub fn header(reply: &Reply, name: &str) -> Vec<String> {
    let lines = reply.head.lines().filter_map(|line| line.split_once(':'));
    lines
        .filter(|(other, _)| other.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_lowercase())
        .collect()
}

/// The path of something of the node's.
pub fn path_of<'a>(stage: &Stage, id: &'a str) -> &'a str {
    let at = id.find(&stage.authority).expect("an id of the node's");
    &id[at + stage.authority.len()..]
}

fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

/// A question for something, with nothing wrong.
pub fn question(way: Way, actor: &Actor, path: &str) -> Draft {
    let mut draft = Draft::new(way, actor, &Value::Null).body("");
    draft.covered = vec![Part::Target, Part::Host, Part::Time];
    "GET".clone_into(&mut draft.method);
    path.clone_into(&mut draft.path);
    draft
}

/// Asks it as it is.
pub async fn ask(stage: &Stage, message: &Message) -> Reply {
    // HTTP/1.0 spares this client the chunked encoding.
    let head = String::from_utf8(message.head("Content-Length: 0")).expect("ASCII");
    let head = head.replacen("HTTP/1.1", "HTTP/1.0", 1);
    stage.exchange(head.as_bytes(), b"").await
}

/// Asks for something by a request that an actor signed.
async fn ask_signed(stage: &Stage, way: Way, actor: &Actor, path: &str) -> Reply {
    let message = question(way, actor, path).seal(&stage.authority);
    ask(stage, &message.without(way.digest_header())).await
}

/// What is no document is never taken for one, whatever is asked for.
#[test]
fn case_22_files_that_are_asked_for_as_documents() {
    perform(async |stage| {
        let mut trial = Trial::of("22", stage).await;
        let actor = path_of(stage, &stage.target).to_owned();
        for path in [
            "/assets/style.css",
            "/organizations",
            "/offers",
            "/search",
            "/map.svg",
            "/map.geojson",
            "/map/near.geojson?box=17,-97,18,-96",
            "/embed",
            "/embed/map",
            "/data",
            "/livez",
            "/api/v1/openapi.json",
            "/api/v1/organizations",
            "/api/v1/offers",
            "/.well-known/nodeinfo",
            "/.well-known/host-meta",
            "/nodeinfo/2.1",
            &format!("{actor}.ttl"),
            &format!("{actor}.jsonld"),
            "/nothing-here",
        ] {
            for accept in [ACTIVITY_JSON, LD_JSON] {
                let reply = stage.get(path, accept).await;
                let types = header(&reply, "content-type");
                let what = format!("{types:?}");
                let is_document = types
                    .iter()
                    .any(|one| one.contains("activity+json") || one.contains("ns/activitystreams"));
                trial.check(path, !is_document, &what);
                trial.check(path, types.len() <= 1, &what);
                let guarded = header(&reply, "x-content-type-options") == ["nosniff"];
                trial.check(path, guarded, "may be taken for something else");
            }
        }
        for path in ["/", "/organizations", "/search", &actor, "/nothing-here"] {
            let reply = stage.get(path, "text/html").await;
            let policy = header(&reply, "content-security-policy").join(" ");
            let is_strict = policy.contains("default-src 'none'")
                && !policy.contains("unsafe")
                && policy.contains("frame-ancestors 'none'");
            trial.check(path, is_strict, &policy);
        }
        trial.finish().await;
    });
}

#[test]
fn case_35_hosts_in_letters_that_look_alike() {
    on_the_market("35", async |stage, market, trial| {
        let peer = Peer::start().await;
        let author = Actor::honest(&peer, "author");
        // The first letter is Cyrillic; the second name has a Greek omicron.
        let hosts = [
            ("\u{430}pple.example", "xn--pple-43d.example"),
            ("g\u{3bf}od.example", "xn--god-9yc.example"),
        ];
        for (host, ascii) in hosts {
            let content = format!("<p>alike <a href=\"https://{host}/login\">here</a></p>");
            let mut said = note(&author, &peer, &market.offer, &content);
            said["url"] = json!(format!("https://{host}/1"));
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered(host, &message, &[202]).await;
            trial.fence().await;
            let Some(reply) = kept(stage, market, &said).await else {
                trial.check(host, false, "was not kept, so it proves nothing");
                continue;
            };
            let id = reply["id"].as_str().expect("an id");
            let approve = format!("/api/v1/replies/{id}/approve");
            market.ask(stage, "POST", &approve).await;
            let page = stage.get(path_of(stage, &market.offer), "text/html").await;
            let page = String::from_utf8_lossy(&page.body).into_owned();
            trial.check(
                host,
                page.contains("alike"),
                "is not shown, so it proves nothing",
            );
            trial.check(
                host,
                !page.contains(host),
                "stands in letters that look alike",
            );
            trial.check(
                host,
                page.contains(ascii),
                "does not stand as it is asked for",
            );
        }
    });
}

#[test]
fn case_40_addresses_that_act() {
    on_the_market("40", async |stage, market, trial| {
        let peer = Peer::start().await;
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "//evil.example/x",
            "/\\evil.example",
        ] {
            let author = Actor::unknown(&peer, "author", &crate::actor::HONEST);
            let mut document = author.document();
            document["url"] = json!(address);
            document["icon"] = json!({"type": "Image", "url": address});
            document["name"] = json!(format!("<a href=\"{address}\">name</a>"));
            peer.serve(&author.path, Answer::Document(document));
            let content = format!("<p>acting</p><a href=\"{address}\">x</a>");
            let mut said = note(&author, &peer, &market.offer, &content);
            said["url"] = json!(address);
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered(address, &message, &[202]).await;
            trial.fence().await;
            let Some(reply) = kept(stage, market, &said).await else {
                trial.check(address, false, "was not kept, so it proves nothing");
                continue;
            };
            let id = reply["id"].as_str().expect("an id");
            let approve = format!("/api/v1/replies/{id}/approve");
            market.ask(stage, "POST", &approve).await;
        }
        for website in [
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            let draft = json!({
                "names": {"es": "Cooperativa"}, "language": "es",
                "entity_type": "cooperative", "website": website,
            })
            .to_string();
            let head = format!(
                "POST /api/v1/organizations HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                stage.authority,
                market.token,
                draft.len()
            );
            let reply = stage.exchange(head.as_bytes(), draft.as_bytes()).await;
            let is_refused = [400, 422].contains(&reply.status);
            trial.check(website, is_refused, &format!("of a record: {reply:?}"));
        }
        let page = stage.get(path_of(stage, &market.offer), "text/html").await;
        let page = String::from_utf8_lossy(&page.body).to_lowercase();
        let shown = page.matches("<p>acting</p>").count();
        trial.check("the page", shown == 9, &format!("shows {shown} answers"));
        let links = page.split("href=").chain(page.split("src=")).skip(1);
        for link in links {
            let start: String = link
                .trim_start_matches(['"', '\''])
                .chars()
                .take(24)
                .collect();
            let is_plain = start.starts_with("http://")
                || start.starts_with("https://")
                || start.starts_with("mailto:")
                || start.starts_with('#')
                || start.starts_with('?')
                || (start.starts_with('/')
                    && !start.starts_with("//")
                    && !start.starts_with("/\\"));
            let is_markup = link.starts_with(['"', '\'']);
            trial.check("a link", is_plain || !is_markup, &start);
        }
    });
}

#[test]
fn case_42_faces_of_one_address_in_a_cache() {
    perform(async |stage| {
        let mut trial = Trial::of("42", stage).await;
        let actor = path_of(stage, &stage.target).to_owned();
        let offer = stage.market.as_ref().map(|market| market.offer.clone());
        let offer = offer.map(|id| path_of(stage, &id).to_owned());
        let mut paths = vec!["/".to_owned(), actor.clone(), "/actor".to_owned()];
        paths.extend(offer);
        paths.extend(["/t/MX", "/c/offers", "/o/none", "/offers/none"].map(str::to_owned));
        for path in &paths {
            for accept in ["text/html", ACTIVITY_JSON, LD_JSON, "*/*"] {
                let reply = stage.get(path, accept).await;
                let vary = header(&reply, "vary").join(",");
                let varies = vary.split(',').any(|name| name.trim() == "accept");
                let variant = format!("{path} as {accept}");
                // What has one face may be kept by everybody who asks for any.
                let is_two_faced = reply.status == 200;
                trial.check(
                    &variant,
                    varies || !is_two_faced,
                    &format!("varies by {vary:?}"),
                );
                let types = header(&reply, "content-type").join("");
                let is_page = types.starts_with("text/html");
                let asks_for_page = accept == "text/html";
                if is_two_faced && path != "/actor" {
                    let fits = is_page == asks_for_page || accept == "*/*";
                    trial.check(&variant, fits, &types);
                }
            }
        }
        // What is for one reader alone is kept by nobody.
        if let Some(market) = &stage.market {
            for path in [
                "/api/v1/replies",
                "/api/v1/reports",
                "/api/v1/organizations",
            ] {
                let request = format!(
                    "GET {path} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
                    stage.authority, market.token
                );
                let reply = stage.exchange(request.as_bytes(), b"").await;
                let cache = header(&reply, "cache-control").join(",");
                let is_private = cache.contains("no-store") && !cache.contains("public");
                trial.check(path, is_private, &format!("may be kept: {cache:?}"));
            }
            let reply = stage.get("/api/v1/reports", "application/json").await;
            let cache = header(&reply, "cache-control").join(",");
            let refused = reply.status == 401 && cache.contains("no-store");
            trial.check(
                "without a token",
                refused,
                &format!("{} {cache}", reply.status),
            );
        }
        trial.finish().await;
    });
}

/// Nobody learns who follows, whether they follow, left, or never did.
#[test]
fn case_64_followers_stay_unnamed() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("64", stage).await;
        let follower = Actor::honest(&peer, "follower");
        let follow = follower.follow(&peer, &stage.target);
        let message = Draft::new(Way::Cavage, &follower, &follow).seal(&stage.authority);
        trial.followed("a follower", &message).await;
        trial.fence().await;
        let actor = path_of(stage, &stage.target).to_owned();
        let mut named = Vec::new();
        for path in [
            format!("{actor}/followers"),
            format!("{actor}/followers?page=true"),
            format!("{actor}/followers?page=1"),
            format!("{actor}/following?page=true"),
            format!("{actor}/outbox?page=true"),
            "/registry/log?after=0".to_owned(),
        ] {
            let reply = stage.get(&path, ACTIVITY_JSON).await;
            if String::from_utf8_lossy(&reply.body).contains(&follower.id) {
                named.push(path);
            }
        }
        trial.check(
            "a follower",
            named.is_empty(),
            &format!("is named at {named:?}"),
        );
        // Its own server may compare who follows; to no other is anybody named.
        let elsewhere = Peer::start().await;
        let stranger = Actor::hostile(&elsewhere, "stranger");
        let path = format!("{actor}/followers_synchronization");
        for way in Way::ALL {
            let named = ask_signed(stage, way, &follower, &path).await;
            let is_named = text(&named).contains(&follower.id);
            trial.check("its own server", is_named, &format!("{named:?}"));
            let cache = header(&named, "cache-control").join(",");
            let is_private = cache.contains("no-store") && !cache.contains("public");
            trial.check("its own server", is_private, &cache);
            let named = ask_signed(stage, way, &stranger, &path).await;
            let is_named = text(&named).contains(&follower.id);
            trial.check("another server", !is_named, &format!("{named:?}"));
        }
        let named = stage.get(&path, ACTIVITY_JSON).await;
        trial.check("unsigned", named.status == 401, &format!("{named:?}"));
        let undo = follower.activity(&peer, "Undo", follow);
        let message = Draft::new(Way::Cavage, &follower, &undo).seal(&stage.authority);
        trial.answered("leaving", &message, &[202]).await;
        trial.expect_fewer(1);
        trial.fence().await;
        for way in Way::ALL {
            let named = ask_signed(stage, way, &follower, &path).await;
            let is_named = text(&named).contains(&follower.id);
            let otherwise = format!("is still named: {named:?}");
            trial.check("who left", named.status == 200 && !is_named, &otherwise);
        }
        let reply = stage
            .get(&format!("{actor}/followers"), ACTIVITY_JSON)
            .await;
        let collection: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let lists = ["orderedItems", "items", "first"].map(|name| collection.get(name).is_some());
        trial.check(
            "the collection",
            lists == [false; 3],
            &collection.to_string(),
        );
        trial.finish().await;
    });
}
