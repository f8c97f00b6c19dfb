//! Cases 39, 40 and 66 to 68: what strangers say of an offer, in whose name, and how much.

use serde_json::{Value, json};

use crate::actor::{Actor, HONEST};
use crate::cases_public::{file_with, publish};
use crate::cases_served::{header, path_of};
use crate::peer::{Answer, Peer};
use crate::request::{Draft, Way};
use crate::stage::{Market, Reply, Stage, Trial, perform};

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Runs a case against the node's offer, where it has one that the suite may decide on.
pub fn on_the_market(name: &'static str, case: impl AsyncFnOnce(&Stage, &Market, &mut Trial<'_>)) {
    perform(async |stage| {
        let Some(market) = &stage.market else {
            eprintln!("case {name} is skipped: TRENZA_ATTACK_OFFER and _TOKEN name none");
            return;
        };
        let mut trial = Trial::of(name, stage).await;
        case(stage, market, &mut trial).await;
        trial.finish().await;
    });
}

/// A public answer to the offer.
pub fn note(author: &Actor, peer: &Peer, offer: &str, content: &str) -> Value {
    json!({
        "id": peer.url(&format!("/notes/{}", peer.mint())),
        "type": "Note",
        "attributedTo": author.id,
        "content": content,
        "inReplyTo": offer,
        "to": [PUBLIC],
    })
}

/// What the node keeps under an address: the answer and who sees it.
pub async fn kept(stage: &Stage, market: &Market, note: &Value) -> Option<Value> {
    let offer = market.offer.rsplit('/').next().unwrap_or_default();
    let mut path = format!("/api/v1/replies?offer={offer}&limit=200");
    loop {
        let page = market.ask(stage, "GET", &path).await;
        let all = page.as_array().expect("a list");
        if let Some(found) = all.iter().find(|reply| reply["note"] == note["id"]) {
            return Some(found.clone());
        }
        let last = all.last().filter(|_| all.len() == 200)?;
        let after = last["id"].as_str().expect("an id");
        path = format!("/api/v1/replies?offer={offer}&limit=200&after={after}");
    }
}

async fn counts(stage: &Stage, market: &Market) -> Value {
    let id = market.offer.rsplit('/').next().unwrap_or_default();
    market
        .ask(stage, "GET", &format!("/api/v1/offers/{id}/reactions"))
        .await
}

#[test]
fn case_66_an_answer_in_anothers_name() {
    on_the_market("66", async |stage, market, trial| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        for way in Way::ALL {
            let victim = Actor::honest(&peer, "victim");
            let genuine = note(&victim, &peer, &market.offer, "<p>genuine</p>");
            for home in [&peer, &other] {
                let thief = Actor::hostile(home, "thief");
                let mut forged = genuine.clone();
                // Another's note, another's name on one's own, and both.
                let own_name = json!(thief.id);
                let own_id = json!(home.url(&format!("/notes/{}", home.mint())));
                let mut variants = vec![genuine.clone()];
                forged["attributedTo"] = own_name;
                variants.push(forged.clone());
                forged["attributedTo"] = json!(victim.id);
                forged["id"] = own_id;
                variants.push(forged);
                for forged in variants {
                    for kind in ["Create", "Update"] {
                        let activity = thief.activity(home, kind, forged.clone());
                        let message = Draft::new(way, &thief, &activity).seal(&stage.authority);
                        let name = format!("{kind} {}, {way:?}", forged["id"]);
                        trial.answered(&name, &message, &[202, 400, 403]).await;
                    }
                }
            }
            trial.fence().await;
            // A thief may claim a free address of its own host under its own name, no more.
            let found = kept(stage, market, &genuine).await;
            let is_anothers = found.is_some_and(|reply| reply["author"]["id"] == json!(victim.id));
            trial.check(
                "the victim's name",
                !is_anothers,
                "stands under what it did not say",
            );
        }
    });
}

#[test]
fn case_67_an_answer_changed_or_removed_by_another() {
    on_the_market("67", async |stage, market, trial| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        for way in Way::ALL {
            let author = Actor::honest(&peer, "author");
            let said = note(&author, &peer, &market.offer, "<p>genuine</p>");
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(way, &author, &create).seal(&stage.authority);
            trial.answered("the answer", &message, &[202]).await;
            for (home, statuses) in [(&other, &[400, 403][..]), (&peer, &[202, 403])] {
                let thief = Actor::hostile(home, "thief");
                let mut altered = said.clone();
                altered["content"] = json!("<p>altered</p>");
                let mut taken = altered.clone();
                taken["attributedTo"] = json!(thief.id);
                for (kind, object) in [
                    ("Delete", said["id"].clone()),
                    ("Delete", json!({"type": "Tombstone", "id": said["id"]})),
                    ("Update", altered),
                    ("Update", taken),
                    ("Undo", create.clone()),
                ] {
                    let activity = thief.activity(home, kind, object);
                    let message = Draft::new(way, &thief, &activity).seal(&stage.authority);
                    trial
                        .answered(&format!("{kind}, {way:?}"), &message, statuses)
                        .await;
                }
            }
            trial.fence().await;
            let content = kept(stage, market, &said)
                .await
                .map(|reply| reply["content"].clone());
            let is_same = content == Some(json!("<p>genuine</p>"));
            trial.check("the answer", is_same, &format!("is {content:?}"));
            let delete = author.activity(&peer, "Delete", said["id"].clone());
            let message = Draft::new(way, &author, &delete).seal(&stage.authority);
            trial
                .answered("its author's removal", &message, &[202])
                .await;
            let again = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(way, &author, &again).seal(&stage.authority);
            trial.answered("coming back", &message, &[202]).await;
            trial.fence().await;
            let is_gone = kept(stage, market, &said).await.is_none();
            trial.check("the removed answer", is_gone, "came back");
        }
    });
}

#[test]
fn case_68_likes_in_anothers_name_and_a_flood_of_reports() {
    on_the_market("68", async |stage, market, trial| {
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let before = counts(stage, market).await;
        for way in Way::ALL {
            let victim = Actor::honest(&peer, "victim");
            for home in [&peer, &other] {
                let thief = Actor::hostile(home, "thief");
                for kind in ["Like", "Announce"] {
                    let mut forged = thief.activity(home, kind, market.offer.clone());
                    forged["actor"] = json!(victim.id);
                    let draft = Draft::new(way, &thief, &forged);
                    trial.refused_draft(kind, &draft).await;
                }
            }
        }
        let liking = Actor::honest(&peer, "liking");
        let like = liking.activity(&peer, "Like", market.offer.clone());
        for _ in 0..2 {
            let again = liking.activity(&peer, "Like", market.offer.clone());
            let message = Draft::new(Way::Cavage, &liking, &again).seal(&stage.authority);
            trial.answered("a like", &message, &[202]).await;
        }
        let message = Draft::new(Way::Cavage, &liking, &like).seal(&stage.authority);
        trial.answered("a like", &message, &[202]).await;
        let sibling = Actor::hostile(&peer, "sibling");
        for object in [like["id"].clone(), like.clone()] {
            let undo = sibling.activity(&peer, "Undo", object);
            let message = Draft::new(Way::Cavage, &sibling, &undo).seal(&stage.authority);
            trial
                .answered("undone by a sibling", &message, &[202, 403])
                .await;
        }
        let reporting = Actor::hostile(&peer, "reporting");
        for _ in 0..40 {
            let flag = reporting.activity(&peer, "Flag", json!([market.offer]));
            let message = Draft::new(Way::Cavage, &reporting, &flag).seal(&stage.authority);
            trial.answered("a report", &message, &[202]).await;
        }
        trial.fence().await;
        let after = counts(stage, market).await;
        let wanted = before["likes"].as_i64().map(|likes| likes + 1);
        let is_one = after["likes"].as_i64() == wanted && after["shares"] == before["shares"];
        trial.check("likes", is_one, &format!("{before} became {after}"));
        let reports = market.ask(stage, "GET", "/api/v1/reports").await;
        let of_it = reports.as_array().expect("a list").iter();
        let count = of_it
            .filter(|one| one["reporter"] == json!(reporting.id))
            .count();
        trial.check(
            "reports",
            (1..40).contains(&count),
            &format!("{count} are kept"),
        );
    });
}

/// What must not come through as markup that acts, loads, or leads to a strange scheme.
const HOSTILE_HTML: [&str; 14] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt&colon;alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"vbscript:x\">x</a>",
    "<iframe src=\"https://evil.example\"></iframe>",
    "<style>*{display:none}</style>",
    "<p style=\"position:fixed\">x</p>",
    "<form action=\"https://evil.example\"><input></form>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<base href=\"https://evil.example\"><meta http-equiv=refresh content=0>",
    "</article></main><object data=x></object><embed src=x>",
];

/// What no page may contain as markup, whatever it says as text.
const MARKUP: [&str; 13] = [
    "<script>alert",
    "<img src=x",
    "<svg/onload",
    "<iframe",
    "<style>*",
    "<p style",
    "<form action=\"https://evil",
    "<math",
    "<base",
    "<meta http-equiv=refresh",
    "<object data",
    "href=\"javascript:",
    "href=\"data:",
];

/// Says where a page lets hostile text act.
fn check_page(trial: &mut Trial<'_>, variant: &str, reply: &Reply) {
    let page = String::from_utf8_lossy(&reply.body).to_lowercase();
    for mark in MARKUP {
        trial.check(variant, !page.contains(mark), &format!("contains {mark}"));
    }
    let policy = header(reply, "content-security-policy").join(" ");
    let is_strict = policy.contains("default-src 'none'") && !policy.contains("unsafe");
    trial.check(variant, is_strict, &format!("is shown under {policy:?}"));
}

#[test]
fn case_39_markup_in_names_summaries_and_addresses() {
    on_the_market("39b", async |stage, market, trial| {
        let peer = Peer::start().await;
        for (number, hostile) in HOSTILE_HTML.iter().enumerate() {
            let author = Actor::unknown(&peer, "author", &HONEST);
            let mut document = author.document();
            for member in ["name", "preferredUsername", "summary"] {
                document[member] = json!(format!("\">{hostile} name {number}"));
            }
            peer.serve(&author.path, Answer::Document(document));
            let mut said = note(
                &author,
                &peer,
                &market.offer,
                &format!("<p>told {number}.</p>"),
            );
            said["summary"] = json!(hostile);
            said["url"] = json!(peer.url(&format!("/\">{hostile}")));
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered(hostile, &message, &[202]).await;
            trial.fence().await;
            let Some(reply) = kept(stage, market, &said).await else {
                trial.check(hostile, false, "was not kept, so it proves nothing");
                continue;
            };
            let id = reply["id"].as_str().expect("an id");
            let approve = format!("/api/v1/replies/{id}/approve");
            market.ask(stage, "POST", &approve).await;
        }
        let page = stage.get(path_of(stage, &market.offer), "text/html").await;
        let shown = String::from_utf8_lossy(&page.body).into_owned();
        for number in 0..HOSTILE_HTML.len() {
            let is_shown = shown.contains(&format!("told {number}."));
            trial.check(
                "the page",
                is_shown,
                "does not show all, so it proves little",
            );
        }
        check_page(trial, "the page", &page);

        // A register's records are no better than strangers' words.
        for (number, hostile) in HOSTILE_HTML.iter().enumerate() {
            let said = format!("\">{hostile} record {number}");
            let draft = json!({
                "names": {"es": said}, "summaries": {"es": said}, "legal_form": said,
                "language": "es", "entity_type": "cooperative",
                "place": {"country": "MX", "locality": said, "street": said},
            });
            let id = publish(stage, market, &draft).await;
            let path = format!("/o/{id}");
            let page = file_with(stage, &path, &format!("record {number}")).await;
            trial.check(hostile, !page.is_empty(), "is not shown");
            check_page(trial, hostile, &stage.get(&path, "text/html").await);
        }
        for path in ["/organizations", "/search?q=record", "/"] {
            check_page(trial, path, &stage.get(path, "text/html").await);
        }
    });
}

#[test]
fn case_39_markup_in_an_answer() {
    on_the_market("39, 40", async |stage, market, trial| {
        let peer = Peer::start().await;
        let author = Actor::honest(&peer, "author");
        for hostile in HOSTILE_HTML {
            let content = format!("<p>visible</p>{hostile}");
            let said = note(&author, &peer, &market.offer, &content);
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered(hostile, &message, &[202]).await;
            trial.fence().await;
            let Some(reply) = kept(stage, market, &said).await else {
                trial.check(hostile, false, "was not kept, so it proves nothing");
                continue;
            };
            let id = reply["id"].as_str().expect("an id");
            market
                .ask(stage, "POST", &format!("/api/v1/replies/{id}/approve"))
                .await;
        }
        let path = market.offer.trim_start_matches("http://").to_owned();
        let path = path.trim_start_matches(&stage.authority);
        let page = stage.get(path, "text/html").await;
        let page = String::from_utf8_lossy(&page.body).to_lowercase();
        let shown = page.matches("<p>visible</p>").count();
        trial.check(
            "the page",
            shown >= HOSTILE_HTML.len(),
            &format!("shows {shown} answers"),
        );
        for mark in [
            "<script",
            "<img",
            "<svg",
            "<iframe",
            "<style",
            "style=",
            "onerror",
            "onload",
            "<input",
            "<object",
            "<embed",
            "<base",
            "http-equiv",
            "javascript",
            "vbscript:",
            "data:text",
            "<math",
        ] {
            trial.check(
                "the page",
                !page.contains(mark),
                &format!("contains {mark}"),
            );
        }
    });
}
