//! Cases 1 and 6 to 14: what is wrong with the signature itself.

use serde_json::json;

use crate::actor::{Actor, HOSTILE};
use crate::forge;
use crate::peer::{Answer, Peer};
use crate::request::{Draft, FULL, Part, Way};
use crate::stage::{Stage, Trial, is_answer, perform};

/// A draft that would be accepted as it is: the actor is new, and served.
fn good(way: Way, peer: &Peer, stage: &Stage) -> Draft {
    let actor = Actor::hostile(peer, "mallory");
    Draft::new(way, &actor, &actor.follow(peer, &stage.target))
}

#[test]
fn case_01_unsigned() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("1", stage).await;
        for way in Way::ALL {
            let message = good(way, &peer, stage).seal(&stage.authority);
            let bare = message
                .clone()
                .without("Signature")
                .without("Signature-Input");
            trial.refused("no signature", &bare).await;
            trial
                .refused("an empty one", &message.clone().with("Signature", ""))
                .await;
            let alone = message.without("Signature");
            trial.refused("its input alone", &alone).await;
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
fn case_06_altered_body() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("6", stage).await;
        for way in Way::ALL {
            let message = good(way, &peer, stage).seal(&stage.authority);
            let mut longer = message.clone();
            longer.body.push(b' ');
            trial.refused("a space more", &longer).await;
            let mut other = message.clone();
            other.body = String::from_utf8_lossy(&other.body)
                .replace("Follow", "Like")
                .into();
            trial.refused("another type", &other).await;
            let hash = good(way, &peer, stage)
                .body(other.body.clone())
                .seal(&stage.authority);
            let name = way.digest_header();
            let rehashed = other.with(name, &hash.header(name));
            trial.refused("another type, hashed anew", &rehashed).await;
            let mut empty = message;
            empty.body.clear();
            trial.refused("no body", &empty).await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_07_digest_missing_or_unsigned() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("7", stage).await;
        for way in Way::ALL {
            let name = way.digest_header();
            let message = good(way, &peer, stage).seal(&stage.authority);
            trial
                .refused("absent", &message.clone().without(name))
                .await;
            let uncovered =
                good(way, &peer, stage).covering(&[Part::Target, Part::Host, Part::Time]);
            trial
                .refused_draft("present, not covered", &uncovered)
                .await;
            let message = uncovered.seal(&stage.authority).without(name);
            trial.refused("absent, not covered", &message).await;
            for weak in [
                "MD5=1B2M2Y8AsgTpgAmY7PhCfg==",
                "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:",
                "",
                "x",
            ] {
                let message = good(way, &peer, stage).seal(&stage.authority);
                trial
                    .refused("of another algorithm", &message.with(name, weak))
                    .await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_08_repeated_headers() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("8", stage).await;
        for way in Way::ALL {
            let input = (way != Way::Cavage).then_some("Signature-Input");
            let named = ["Signature", way.digest_header(), "Host", "Date"];
            for name in named.into_iter().chain(input) {
                for before in [true, false] {
                    let message = good(way, &peer, stage).seal(&stage.authority);
                    let same = message.header(name);
                    for value in [same.as_str(), "elsewhere.example"] {
                        let twice = message.clone().with_another(name, value, before);
                        trial
                            .refused(&format!("two {name}, {way:?}, {before}"), &twice)
                            .await;
                    }
                }
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_09_signed_for_another_host() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("9", stage).await;
        let ours = &stage.authority;
        for way in Way::ALL {
            for host in [
                "elsewhere.example",
                "127.0.0.1:1",
                &format!("{ours}."),
                &format!("x@{ours}"),
            ] {
                let mut draft = good(way, &peer, stage);
                draft.host = Some(host.to_owned());
                let message = draft.seal(ours);
                // A server may refuse some of these as no host at all before we see them.
                trial
                    .answered(&format!("to {host}"), &message, &[421, 400])
                    .await;
                trial
                    .refused(&format!("for {host}"), &message.with("Host", ours))
                    .await;
            }
            let mut draft = good(way, &peer, stage);
            draft.host = Some("elsewhere.example".to_owned());
            trial
                .answered("to another host", &draft.seal(ours), &[421])
                .await;
        }
        trial.finish().await;
    });
}

#[test]
fn case_10_signed_for_another_path_or_method() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("10", stage).await;
        for way in Way::ALL {
            for path in ["/", "/inbox2", "/inbox/", "/Inbox", "/inbox?x=1", "/outbox"] {
                let mut draft = good(way, &peer, stage);
                draft.signed_path = Some(path.to_owned());
                trial.refused_draft(&format!("for {path}"), &draft).await;
            }
            for method in ["GET", "PUT", "DELETE"] {
                let mut draft = good(way, &peer, stage);
                draft.signed_method = Some(method.to_owned());
                trial.refused_draft(&format!("for {method}"), &draft).await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_11_too_little_signed() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("11", stage).await;
        for way in Way::ALL {
            for left_out in FULL {
                let rest: Vec<_> = FULL.into_iter().filter(|part| *part != left_out).collect();
                let draft = good(way, &peer, stage).covering(&rest);
                trial
                    .refused_draft(&format!("without {left_out:?}"), &draft)
                    .await;
                let draft = good(way, &peer, stage).covering(&[left_out]);
                trial
                    .refused_draft(&format!("{left_out:?} alone"), &draft)
                    .await;
            }
            let draft = good(way, &peer, stage).covering(&[]);
            trial.refused_draft("nothing", &draft).await;
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
fn case_12_stale_or_unreadable_dates() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("12", stage).await;
        for way in Way::ALL {
            for offset in [-7200, 7200, -3700, 3700, -86_400 * 365, 86_400 * 365] {
                let draft = good(way, &peer, stage).offset(offset);
                trial
                    .refused_draft(&format!("{offset} seconds"), &draft)
                    .await;
            }
            for seconds in [-7200, 7200] {
                // Its `Date` is as it should be.
                let draft = good(way, &peer, stage).created(seconds);
                let name = format!("made {seconds} seconds from now");
                trial.refused_draft(&name, &draft).await;
            }
            for seconds in [-7200, -1] {
                let draft = good(way, &peer, stage).expires(seconds);
                let name = format!("ended {seconds} seconds from now");
                trial.refused_draft(&name, &draft).await;
            }
            for date in [
                "",
                "garbage",
                "2026-01-01T00:00:00Z",
                "Thu, 01 Jan 1970 00:00:00 GMT",
            ] {
                let message = good(way, &peer, stage).seal(&stage.authority);
                trial
                    .refused(&format!("Date: {date:?}"), &message.with("Date", date))
                    .await;
            }
        }
        let message = good(Way::Cavage, &peer, stage)
            .seal(&stage.authority)
            .without("Date");
        trial.refused("no Date", &message).await;
        trial.check(
            "outbound",
            peer.connections() == 0,
            "the node asked for a key",
        );
        trial.finish().await;
    });
}

#[test]
fn case_13_exact_replay() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("13", stage).await;
        let mut follows = Vec::new();
        for way in Way::ALL {
            let actor = Actor::honest(&peer, "twice");
            let follow = actor.follow(&peer, &stage.target);
            let message = Draft::new(way, &actor, &follow).seal(&stage.authority);
            trial.followed("the first time", &message).await;
            for _ in 0..3 {
                trial.answered("again", &message, &[202, 200]).await;
            }
            follows.push(follow);
        }
        trial.fence().await;
        for follow in &follows {
            // Each inbox has its turn of its own, so the fence's answer may be the quicker.
            peer.wait_for(|seen| is_answer(seen, "Accept", follow))
                .await;
            let answers = peer.all(|seen| is_answer(seen, "Accept", follow).then_some(()));
            trial.check(
                "answers",
                answers.len() == 1,
                &format!("{} answers", answers.len()),
            );
        }
        trial.finish().await;
    });
}

#[test]
fn case_13_a_replay_of_what_was_done_again_under_its_id() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("13b", stage).await;
        for way in Way::ALL {
            let actor = Actor::honest(&peer, "again");
            let follow = actor.follow(&peer, &stage.target);
            let draft = Draft::new(way, &actor, &follow);
            let first = draft.clone().offset(-60).seal(&stage.authority);
            let second = draft.seal(&stage.authority);
            for message in [&first, &second] {
                trial.followed("a follow", message).await;
                trial.fence().await;
                let undo = actor.activity(&peer, "Undo", follow.clone());
                let undo = Draft::new(way, &actor, &undo).seal(&stage.authority);
                trial.expect_fewer(1);
                trial.answered("its end", &undo, &[202]).await;
                trial.fence().await;
            }
            for message in [&first, &second] {
                trial.answered("again", message, &[202, 200]).await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_14_weak_algorithms() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("14", stage).await;
        for way in Way::ALL {
            for algorithm in [
                "none",
                "",
                "hmac-sha256",
                "rsa-sha1",
                "rsa-pss-sha512",
                "RSA",
            ] {
                let draft = good(way, &peer, stage).algorithm(algorithm);
                trial
                    .refused_draft(&format!("said to be {algorithm:?}"), &draft)
                    .await;
            }
            let empty = good(way, &peer, stage).signed_with(|_| Vec::new());
            trial.refused_draft("no signature bytes", &empty).await;
            let with_hmac = good(way, &peer, stage);
            let secret = crate::actor::pem(&HOSTILE);
            for name in ["hmac-sha256", "hs2019"] {
                let secret = secret.clone();
                let draft = with_hmac.clone().algorithm(name);
                let draft = draft.signed_with(move |text| forge::hmac(secret.as_bytes(), text));
                trial
                    .refused_draft("HMAC under the public key", &draft)
                    .await;
            }
        }
        let cavage = Way::Cavage;
        for way in [cavage, Way::Rfc9421Rsa] {
            let mut sha1 = good(way, &peer, stage).signed_with(|text| forge::sha1(&HOSTILE, text));
            trial.refused_draft("RSA with SHA-1", &sha1).await;
            sha1.algorithm = None;
            trial.refused_draft("RSA with SHA-1, unnamed", &sha1).await;
            for weak in forge::weak_keys() {
                // A server that failed often is not asked again, so each key has its own.
                let peer = Peer::start().await;
                let actor = Actor::unknown(&peer, "weak", &HOSTILE);
                let mut document = actor.document();
                document["publicKey"]["publicKeyPem"] = json!(weak.pem);
                peer.serve(&actor.path, Answer::Document(document));
                let draft = Draft::new(way, &actor, &actor.follow(&peer, &stage.target));
                let name = weak.name;
                let draft = draft.signed_with(move |text| weak.sign(text));
                trial.refused_draft(name, &draft).await;
            }
        }
        // Ed25519 has no place in draft-cavage.
        let actor = Actor::hostile(&peer, "edwards");
        let draft = Draft::new(cavage, &actor, &actor.follow(&peer, &stage.target))
            .key_id(&actor.ed25519_id)
            .signed_by(&actor.ed25519);
        trial.refused_draft("Ed25519 in draft-cavage", &draft).await;
        trial.finish().await;
    });
}
