//! Cases 30 and 32 to 34: bodies too large, too deep, or with two meanings.

use std::fmt::Write as _;

use serde_json::json;

use crate::actor::{Actor, HONEST};
use crate::cases_conversation::{kept, note, on_the_market};
use crate::cases_served::path_of;
use crate::node::{self, FEW};
use crate::peer::{Answer, Peer};
use crate::request::{Draft, Message, Way};
use crate::stage::{Stage, Trial, perform};

/// A follow whose JSON ends with `more`, signed as it is.
fn with_more(way: Way, peer: &Peer, stage: &Stage, more: &str) -> Draft {
    let actor = Actor::hostile(peer, "mallory");
    let follow = actor.follow(peer, &stage.target);
    let text = follow.to_string();
    let open = text.strip_suffix('}').expect("an object");
    Draft::new(way, &actor, &follow).body(format!("{open},{more}}}"))
}

#[test]
fn case_30_bodies_beyond_the_limit() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("30", stage).await;
        for way in Way::ALL {
            let filler = format!("\"x\":\"{}\"", "a".repeat(2 << 20));
            let message = with_more(way, &peer, stage, &filler).seal(&stage.authority);
            trial.answered("two megabytes", &message, &[413]).await;

            let message = with_more(way, &peer, stage, "\"x\":1").seal(&stage.authority);
            for encoding in ["gzip", "deflate", "br", "zstd", "identity, gzip"] {
                let encoded = message
                    .clone()
                    .with_another("Content-Encoding", encoding, false);
                trial.answered(encoding, &encoded, &[415]).await;
            }

            // Sixty-four megabytes in chunks: the node has to stop reading by itself.
            let chunk = format!("{:x}\r\n{}\r\n", 1 << 16, "a".repeat(1 << 16));
            let head = message.head("Transfer-Encoding: chunked");
            let reply = stage.exchange(&head, chunk.repeat(1024).as_bytes()).await;
            trial.check(
                "endless chunks",
                reply.status == 413,
                &format!("{}", reply.status),
            );

            let framing = "Content-Length: 99999999999";
            let reply = stage.exchange(&message.head(framing), b"{}").await;
            trial.check(
                "a huge length",
                reply.status == 413,
                &format!("{}", reply.status),
            );
        }
        trial.check(
            "outbound",
            peer.connections() == 0,
            "the node asked for a key",
        );
        trial.finish().await;
    });
}

#[test]
fn case_30_bodies_beyond_the_operators_own_limit() {
    perform(async |_| {
        let Some(guarded) = node::guarded().await else {
            eprintln!("case 30: unset TRENZA_ATTACK_URL to start a node with a limit of its own");
            return;
        };
        let peer = Peer::start().await;
        for way in Way::ALL {
            for (size, statuses) in [(FEW, &[413][..]), (FEW / 4, &[400, 401, 503])] {
                let filler = format!("\"x\":\"{}\"", "a".repeat(size));
                let message = with_more(way, &peer, &guarded, &filler).seal(&guarded.authority);
                let reply = guarded.send(&message).await;
                assert!(statuses.contains(&reply.status), "{size}: {reply:?}");
            }
        }
    });
}

#[test]
fn case_32_nesting_crowds_and_numbers() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("32", stage).await;
        let arrays = |depth: usize| format!("\"x\":{}{}", "[".repeat(depth), "]".repeat(depth));
        let objects =
            |depth: usize| format!("\"x\":{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        let mut keys = String::from("\"x\":{");
        for number in 0..120_000 {
            let comma = if number == 0 { "" } else { "," };
            write!(keys, "{comma}\"{number:x}\":0").expect("memory takes it");
        }
        keys.push('}');
        let zeros = format!("\"x\":[0{}]", ",0".repeat(400_000));
        for way in Way::ALL {
            for (name, more) in [
                ("arrays 100 deep", arrays(100)),
                ("arrays 100,000 deep", arrays(100_000)),
                ("objects 100 deep", objects(100)),
                ("objects 100,000 deep", objects(100_000)),
                ("120,000 keys", keys.clone()),
                ("400,000 values", zeros.clone()),
                ("1e999", "\"x\":1e999".to_owned()),
                ("-1e999", "\"x\":[-1e999]".to_owned()),
                ("NaN", "\"x\":NaN".to_owned()),
            ] {
                let message = with_more(way, &peer, stage, &more).seal(&stage.authority);
                trial
                    .answered(&format!("{name}, {way:?}"), &message, &[400, 413])
                    .await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_33_keys_that_stand_twice() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("33", stage).await;
        for way in Way::ALL {
            let victim = Actor::honest(&peer, "victim");
            for more in [
                format!("\"actor\":\"{}\"", victim.id),
                format!("\"\\u0061ctor\":\"{}\"", victim.id),
                format!("\"id\":\"{}\"", peer.url("/activities/other")),
                "\"type\":\"Undo\"".to_owned(),
                "\"x\":{\"id\":1,\"id\":1}".to_owned(),
            ] {
                let draft = with_more(way, &peer, stage, &more);
                trial.answered_draft(&more, &draft, &[400]).await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_34_characters_that_are_none() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("34", stage).await;
        for way in Way::ALL {
            for more in [
                "\"x\":\"\\u0000\"",
                "\"\\u0000\":1",
                "\"x\":\"\\ud800\"",
                "\"x\":\"\\udc00\\ud800\"",
                "\"x\":\"\u{1}\"",
            ] {
                let draft = with_more(way, &peer, stage, more);
                trial
                    .answered_draft(&more.escape_debug().to_string(), &draft, &[400])
                    .await;
            }
            let mut draft = with_more(way, &peer, stage, "\"x\":\"?\"");
            for byte in &mut draft.body {
                if *byte == b'?' {
                    *byte = 0xff;
                }
            }
            trial
                .answered_draft("a byte that is no UTF-8", &draft, &[400])
                .await;
        }
        trial.finish().await;
    });
}

/// Characters that show nothing, and turn what stands around them.
pub const TURNING: [char; 12] = [
    '\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}', '\u{202c}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}', '\u{200e}', '\u{200f}', '\u{61c}',
];

#[test]
fn case_34_characters_that_turn_what_stands_around_them() {
    on_the_market("34b", async |stage, market, trial| {
        let peer = Peer::start().await;
        let turned: String = TURNING.iter().collect();
        for way in Way::ALL {
            let author = Actor::unknown(&peer, "author", &HONEST);
            let mut document = author.document();
            let name = format!("turned {turned}name {way:?}");
            for member in ["name", "preferredUsername", "summary"] {
                document[member] = json!(name);
            }
            peer.serve(&author.path, Answer::Document(document));
            let content = format!("<p>turned {turned}text {way:?}</p>");
            let mut said = note(&author, &peer, &market.offer, &content);
            said["summary"] = json!(format!("turned {turned}warning {way:?}"));
            let create = author.activity(&peer, "Create", said.clone());
            let draft = Draft::new(way, &author, &create);
            trial.answered_draft("an answer", &draft, &[202]).await;
            trial.fence().await;
            let Some(reply) = kept(stage, market, &said).await else {
                trial.check("an answer", false, "was not kept, so it proves nothing");
                continue;
            };
            let id = reply["id"].as_str().expect("an id");
            let approve = format!("/api/v1/replies/{id}/approve");
            market.ask(stage, "POST", &approve).await;
            let page = stage.get(path_of(stage, &market.offer), "text/html").await;
            for (what, shown) in [
                ("the page", String::from_utf8_lossy(&page.body).into_owned()),
                ("the list", reply.to_string()),
            ] {
                let is_named = shown.contains(&format!("turned name {way:?}"));
                let is_said = shown.contains(&format!("turned text {way:?}"));
                let otherwise = "does not show it, so it proves nothing";
                trial.check(what, is_named && is_said, otherwise);
                trial.check(
                    what,
                    !shown.contains(TURNING),
                    "turns what stands around it",
                );
            }
        }
    });
}

#[test]
fn bodies_that_are_no_activity_are_refused() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("32b", stage).await;
        for way in Way::ALL {
            for body in [
                "",
                "{",
                "[]",
                "null",
                "7",
                "\"text\"",
                "{}",
                "{}{}",
                "<html></html>",
            ] {
                let actor = Actor::hostile(&peer, "mallory");
                let draft = Draft::new(way, &actor, &json!(null)).body(body);
                let message: Message = draft.seal(&stage.authority);
                trial.refused(&format!("{body:?}, {way:?}"), &message).await;
            }
        }
        trial.finish().await;
    });
}
