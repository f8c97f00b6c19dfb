//! Cases 1, 5, 8 to 12 and 14 of questions: what is shown to one server alone is shown to none
//! whose signature would not carry an activity either.

use crate::actor::Actor;
use crate::cases_served::{ask, path_of, question};
use crate::peer::Peer;
use crate::request::{Draft, Message, Part, Way};
use crate::stage::{Stage, Trial, perform};

const ASKED: [Part; 3] = [Part::Target, Part::Host, Part::Time];

/// Drafts that differ from a good one in one thing each.
fn drafts(good: &Draft, way: Way, other: &Actor) -> Vec<(String, Draft)> {
    let key = match way {
        Way::Rfc9421Ed25519 => &other.ed25519,
        Way::Cavage | Way::Rfc9421Rsa => &other.rsa,
    };
    let mut drafts = vec![("by another's key".to_owned(), good.clone().signed_by(key))];
    for seconds in [-86_400, -7_200, 7_200] {
        drafts.push((format!("{seconds} seconds"), good.clone().offset(seconds)));
    }
    for left_out in ASKED {
        let rest: Vec<_> = ASKED.into_iter().filter(|part| *part != left_out).collect();
        let name = format!("without {left_out:?}");
        drafts.push((name, good.clone().covering(&rest)));
    }
    drafts.push(("covering nothing".to_owned(), good.clone().covering(&[])));
    for algorithm in ["none", "hmac-sha256", "rsa-sha1"] {
        drafts.push((algorithm.to_owned(), good.clone().algorithm(algorithm)));
    }
    let mut elsewhere = good.clone();
    elsewhere.signed_path = Some("/actor".to_owned());
    drafts.push(("for another path".to_owned(), elsewhere));
    let mut otherwise = good.clone();
    otherwise.signed_method = Some("POST".to_owned());
    drafts.push(("for another method".to_owned(), otherwise));
    drafts
}

/// Messages that were good until they were sealed.
fn messages(stage: &Stage, good: &Draft) -> Vec<(String, Message)> {
    let sealed = || {
        good.seal(&stage.authority)
            .without(good.way.digest_header())
    };
    let mut elsewhere = good.clone();
    elsewhere.host = Some("elsewhere.example".to_owned());
    let elsewhere = elsewhere.seal("elsewhere.example");
    let elsewhere = elsewhere.without(good.way.digest_header());
    let mut messages = vec![
        ("unsigned".to_owned(), sealed().without("Signature")),
        (
            "an empty signature".to_owned(),
            sealed().with("Signature", ""),
        ),
        (
            "signed for another host".to_owned(),
            elsewhere.with("Host", &stage.authority),
        ),
    ];
    for before in [true, false] {
        let twice = sealed();
        let same = twice.header("Signature");
        let name = format!("two signatures, {before}");
        messages.push((name, twice.with_another("Signature", &same, before)));
    }
    messages
}

#[test]
fn questions_are_verified_as_strictly_as_what_is_sent() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("1, 5, 8 to 12 and 14, asked", stage).await;
        let actor = Actor::hostile(&peer, "asking");
        let other = Actor::honest(&peer, "other");
        let path = format!(
            "{}/followers_synchronization",
            path_of(stage, &stage.target)
        );
        for way in Way::ALL {
            let good = question(way, &actor, &path);
            let mut tried = messages(stage, &good);
            for (name, draft) in drafts(&good, way, &other) {
                let message = draft.seal(&stage.authority);
                tried.push((name, message.without(way.digest_header())));
            }
            for (name, message) in tried {
                let status = ask(stage, &message).await.status;
                let is_refused = matches!(status, 400 | 401);
                trial.check(&name, is_refused, &format!("{way:?} was answered {status}"));
            }
            let message = good.seal(&stage.authority);
            let reply = ask(stage, &message.without(way.digest_header())).await;
            trial.check("well signed", reply.status == 200, &format!("{reply:?}"));
        }
        trial.finish().await;
    });
}
