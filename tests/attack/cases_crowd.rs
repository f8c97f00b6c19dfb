//! Cases 37, 38, 41, 60 and 62: long chains, crowds of tags, texts made to be slow, what is
//! handed over again and again, and one inbox after another at one victim.

use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::{Value, json};

use crate::actor::{Actor, HONEST, HOSTILE};
use crate::cases_conversation::{kept, note, on_the_market};
use crate::node::messages;
use crate::peer::{Answer, Peer, Seen};
use crate::request::{Draft, Way};
use crate::stage::{Stage, Trial, perform};

/// How long the node may take to recover, on a slow machine.
const PATIENCE: Duration = Duration::from_mins(4);
/// How long one slow text may keep anybody waiting, in a build without optimization beside
/// others; reading it again and again for each of its letters takes minutes.
const SLOW: Duration = Duration::from_secs(10);
/// How long the chains are.
const CHAIN: usize = 40;
/// How many tags, addressees and attachments a note has.
const CROWD: usize = 10_000;
/// How many servers hand something over at once.
const SERVERS: usize = 20;

#[test]
fn case_37_answers_to_answers_without_end() {
    on_the_market("37", async |stage, market, trial| {
        let peer = Peer::start().await;
        // Answers that nobody approved: what nobody sees has nothing under it.
        let mut above = market.offer.clone();
        let mut unseen = Vec::new();
        let author = Actor::honest(&peer, "unseen");
        for _ in 0..CHAIN {
            let said = note(&author, &peer, &above, "<p>unseen</p>");
            above = said["id"].as_str().expect("an id").to_owned();
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered("unseen", &message, &[202]).await;
            unseen.push(said);
        }
        trial.fence().await;
        let second = kept(stage, market, &unseen[1]).await.is_none();
        trial.check("unseen", second, "stands under what nobody sees");
        let first = kept(stage, market, &unseen[0]).await.is_some();
        trial.check("unseen", first, "was not kept, so it proves nothing");

        // Answers of which each is approved at once.
        let mut above = market.offer.clone();
        let mut depth = 0;
        for number in 0..CHAIN {
            let author = Actor::honest(&peer, "seen");
            let said = note(&author, &peer, &above, &format!("<p>seen {number}</p>"));
            let create = author.activity(&peer, "Create", said.clone());
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered("seen", &message, &[202]).await;
            trial.fence().await;
            let Some(reply) = kept(stage, market, &said).await else {
                break;
            };
            let id = reply["id"].as_str().expect("an id");
            let path = format!("/api/v1/replies/{id}/approve");
            market.ask(stage, "POST", &path).await;
            above = said["id"].as_str().expect("an id").to_owned();
            depth += 1;
        }
        let what = format!("{depth} stand one under the other");
        trial.check("depth", (2..CHAIN).contains(&depth), &what);
        let path = market.offer.trim_start_matches("http://");
        let path = path.trim_start_matches(&stage.authority);
        let page = stage.get(path, "text/html").await;
        let shown = String::from_utf8_lossy(&page.body).contains("seen 1<");
        trial.check(
            "the page",
            page.status == 200 && shown,
            "does not show them",
        );
    });
}

#[test]
fn case_38_crowds_of_tags_addressees_and_attachments() {
    on_the_market("38", async |stage, market, trial| {
        let (peer, victim) = (Peer::start().await, Peer::start().await);
        let url = |number: usize| victim.url(&format!("/{number}"));
        let many = |make: &dyn Fn(usize) -> Value| (0..CROWD).map(make).collect::<Value>();
        let Some(node) = &stage.node else {
            eprintln!("case 38 is skipped: it looks into a node that the suite started");
            return;
        };
        let before = messages(node).await;
        for (name, member, crowd) in [
            ("others", "cc", many(&|number| json!(url(number)))),
            ("others addressed", "to", many(&|number| json!(url(number)))),
            ("the same", "cc", many(&|_| json!(stage.target))),
            (
                "mentions",
                "tag",
                many(&|number| json!({"type": "Mention", "href": url(number)})),
            ),
            (
                "one mention",
                "tag",
                many(&|_| json!({"type": "Mention", "href": stage.target})),
            ),
            (
                "images",
                "attachment",
                many(&|number| json!({"type": "Image", "url": url(number)})),
            ),
            (
                "links",
                "attachment",
                many(&|number| json!({"type": "Link", "href": url(number)})),
            ),
        ] {
            let author = Actor::honest(&peer, "author");
            let mut said = note(&author, &peer, &market.offer, "<p>crowd</p>");
            said[member] = crowd;
            if member != "attachment" {
                said["inReplyTo"] = Value::Null;
            }
            let create = author.activity(&peer, "Create", said);
            let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
            trial.answered(name, &message, &[202, 400, 413]).await;
        }
        trial.fence().await;
        // Of all those crowds two name the organization, and each of them once.
        let after = messages(node).await;
        let what = format!("{before} messages became {after}");
        trial.check("messages", after == before + 2, &what);
        let outbound = victim.connections();
        trial.check(
            "outbound",
            outbound == 0,
            &format!("{outbound} connections"),
        );
    });
}

/// Texts of so many bytes that make careless readers slow: nesting, half-open markup, long
/// runs.
fn slow_texts(size: usize) -> Vec<(&'static str, String)> {
    let filled = |unit: &str| unit.repeat(size / unit.len());
    vec![
        ("open tags", filled("<b>")),
        ("open angles", filled("<")),
        ("half attributes", filled("<a href=\"")),
        ("comments", filled("<!--")),
        ("lists in lists", filled("<ul><li>")),
        ("entities", filled("&#")),
        ("ampersands", filled("&amp")),
        ("at signs", filled("a@")),
        ("hashes", filled("#a")),
        ("brackets", filled("((((")),
        ("spaces", filled(" ") + "x"),
        ("addresses", filled("http://a.")),
        ("marks", filled("e\u{301}\u{301}\u{301}")),
        ("a run and an end", filled("a") + "!"),
    ]
}

/// Waits until the node takes in what another says.
async fn recovers(stage: &Stage, trial: &mut Trial<'_>, peer: &Peer, after: &str) {
    let actor = Actor::honest(peer, "patient");
    let like = actor.activity(peer, "Like", peer.url("/notes/1"));
    let message = Draft::new(Way::Cavage, &actor, &like).seal(&stage.authority);
    let taken = async {
        let mut pause = tokio::time::interval(Duration::from_millis(200));
        while stage.send(&message).await.status != 202 {
            pause.tick().await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, taken).await.is_ok();
    trial.check(after, in_time, "nothing is taken in any more");
}

#[test]
fn case_41_texts_that_make_careless_readers_slow() {
    on_the_market("41", async |stage, market, trial| {
        let peer = Peer::start().await;
        // The first are short enough to be read, the second longer than anything that is.
        let longer = slow_texts(400_000).into_iter();
        for ((name, text), (_, longer)) in slow_texts(60_000).into_iter().zip(longer) {
            for member in ["content", "summary", "inReplyTo", "url", "published"] {
                let author = Actor::honest(&peer, "slow");
                let mut said = note(&author, &peer, &market.offer, "<p>slow</p>");
                said[member] = json!(if member == "content" { &text } else { &longer });
                let create = author.activity(&peer, "Create", said);
                let message = Draft::new(Way::Cavage, &author, &create).seal(&stage.authority);
                let variant = format!("{name} as {member}");
                // Whoever is told to come again is not taken in either.
                let statuses = [202, 400, 413, 503];
                let sent = Instant::now();
                trial.answered(&variant, &message, &statuses).await;
                let took = sent.elapsed();
                trial.check(&variant, took < SLOW, &format!("took {took:?}"));
            }
            recovers(stage, trial, &peer, name).await;
            let bent = Actor::unknown(&peer, "bent", &HOSTILE);
            let mut document = bent.document();
            for member in ["name", "preferredUsername", "summary"] {
                document[member] = json!(longer.chars().take(200_000).collect::<String>());
            }
            peer.serve(&bent.path, Answer::Document(document));
            let said = note(&bent, &peer, &market.offer, "<p>bent</p>");
            let create = bent.activity(&peer, "Create", said);
            let message = Draft::new(Way::Cavage, &bent, &create).seal(&stage.authority);
            trial
                .answered(
                    &format!("{name} as a name"),
                    &message,
                    &[202, 400, 401, 503],
                )
                .await;
            let start: String = text.chars().take(4_000).collect();
            let query: String = url::form_urlencoded::byte_serialize(start.as_bytes()).collect();
            for path in [
                format!("/.well-known/webfinger?resource=acct:{query}"),
                format!("/organizations?q={query}"),
                format!("/offers?q={query}"),
                format!("/api/v1/organizations?q={query}"),
            ] {
                let asked = Instant::now();
                let status = stage.get(&path, "*/*").await.status;
                let took = asked.elapsed();
                let is_answered = (200..500).contains(&status);
                let variant = format!("{name} at {}", path.split('?').next().unwrap_or_default());
                trial.check(&variant, is_answered, &format!("answered {status}"));
                trial.check(&variant, took < SLOW, &format!("took {took:?}"));
            }
        }
    });
}

#[test]
fn case_60_one_post_that_many_hand_over() {
    on_the_market("60", async |stage, market, trial| {
        let (peer, home, victim) = (
            Peer::start().await,
            Peer::start().await,
            Peer::start().await,
        );
        let author = Actor::honest(&home, "author");
        let mut said = note(&author, &home, &market.offer, "<p>handed over</p>");
        let picture = victim.url("/picture");
        said["content"] = json!(format!(
            "<p><a href=\"{}\">look</a> <img src=\"{picture}\"></p>",
            victim.url("/page")
        ));
        said["url"] = json!(victim.url("/url"));
        said["attachment"] = json!([{"type": "Image", "url": picture}]);
        said["replies"] = json!(victim.url("/replies"));
        said["context"] = json!(victim.url("/context"));
        let id = said["id"].as_str().expect("an id");
        let path = id.trim_start_matches(&home.base).to_owned();
        home.serve(&path, Answer::Document(said.clone()));
        for number in 0..12 {
            let group = Actor::honest(&peer, "group");
            for object in [said.clone(), author.activity(&home, "Create", said.clone())] {
                let announce = group.activity(&peer, "Announce", object);
                let message = Draft::new(Way::Cavage, &group, &announce).seal(&stage.authority);
                let variant = format!("handed over {number}");
                trial.answered(&variant, &message, &[202]).await;
            }
            if number == 0 {
                trial.fence().await;
            }
        }
        trial.fence().await;
        let is_kept = kept(stage, market, &said).await.is_some();
        trial.check("the post", is_kept, "was not kept, so it proves nothing");
        // The first two may be taken up at once, before either is kept.
        for (what, fetched) in [
            ("the post", home.gets(&path)),
            ("its author", home.gets(&author.path)),
        ] {
            let bounded = (1..=2).contains(&fetched);
            trial.check(what, bounded, &format!("was fetched {fetched} times"));
        }
        let outbound = victim.connections();
        trial.check(
            "outbound",
            outbound == 0,
            &format!("{outbound} connections"),
        );
    });
}

#[test]
fn case_60_many_posts_at_once_that_must_be_asked_for() {
    on_the_market("60b", async |stage, market, trial| {
        let mut crowd = Vec::new();
        for _ in 0..SERVERS {
            let peer = Peer::start().await;
            let (group, author) = (
                Actor::honest(&peer, "group"),
                Actor::honest(&peer, "author"),
            );
            let said = note(&author, &peer, &market.offer, "<p>handed over</p>");
            let path = said["id"].as_str().expect("an id").to_owned();
            let path = path.trim_start_matches(&peer.base).to_owned();
            peer.serve(&path, Answer::Document(said.clone()));
            let announce = group.activity(&peer, "Announce", said);
            let message = Draft::new(Way::Cavage, &group, &announce).seal(&stage.authority);
            crowd.push((peer, author, message));
        }
        // All are asked at once, and what they answer is kept while others take effect.
        let sent = crowd.iter().map(|(_, _, message)| stage.send(message));
        for reply in join_all(sent).await {
            let what = format!("answered {}", reply.status);
            trial.check("handed over", reply.status == 202, &what);
        }
        trial.fence().await;
        let asked = crowd
            .iter()
            .filter(|(peer, author, _)| peer.gets(&author.path) > 0);
        let what = format!("{} of {SERVERS} were asked", asked.clone().count());
        trial.check("the authors", asked.count() == SERVERS, &what);
    });
}

#[test]
fn case_62_many_inboxes_at_one_victim() {
    perform(async |stage| {
        let victim = Peer::start().await;
        victim.hold();
        let mut trial = Trial::of("62", stage).await;
        for number in 0..60 {
            let mut actor = Actor::unknown(&victim, "crowd", &HONEST);
            actor.inbox = victim.url(&format!("/inboxes/{number}"));
            let mut document = actor.document();
            document["endpoints"] = Value::Null;
            victim.serve(&actor.path, Answer::Document(document));
            let follow = actor.follow(&victim, &stage.target);
            let message = Draft::new(Way::Cavage, &actor, &follow).seal(&stage.authority);
            trial.followed("a follower", &message).await;
        }
        let is_post = |seen: &Seen| seen.path.starts_with("/inboxes/");
        let begun = victim.wait_for(is_post).await.is_some();
        trial.check(
            "the victim",
            begun,
            "was told nothing, so it proves nothing",
        );
        // Whoever waits for the victim does not hold up another, which the fence shows.
        trial.fence().await;
        let most = victim.most_held();
        trial.check(
            "at once",
            most <= 2,
            &format!("{most} requests at one victim"),
        );
        trial.finish().await;
    });
}
