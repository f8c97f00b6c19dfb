//! Case 65: requests that two readers between the sender and the inbox might part or name
//! differently.

use crate::actor::Actor;
use crate::peer::Peer;
use crate::request::{Draft, Way};
use crate::stage::{Trial, perform};

#[test]
fn case_65_other_names_for_the_inbox() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("65", stage).await;
        for way in Way::ALL {
            for path in [
                "/inbox/",
                "//inbox",
                "/./inbox",
                "/o/../inbox",
                "/%69nbox",
                "/inbox%2F",
                "/inbox%2f..%2finbox",
                "/inbox;x=1",
                "/INBOX",
                "/inbox%00",
            ] {
                let actor = Actor::hostile(&peer, "mallory");
                let mut draft = Draft::new(way, &actor, &actor.follow(&peer, &stage.target));
                // What was signed for the inbox is sent elsewhere.
                draft.path = path.to_owned();
                draft.signed_path = Some("/inbox".to_owned());
                trial
                    .answered_draft(&format!("to {path}"), &draft, &[400, 401, 404, 405])
                    .await;
            }
            // Some sign after draft-cavage without the query, and nothing here heeds one.
            if way != Way::Cavage {
                let actor = Actor::hostile(&peer, "mallory");
                let mut draft = Draft::new(way, &actor, &actor.follow(&peer, &stage.target));
                draft.path = "/inbox?x=1".to_owned();
                draft.signed_path = Some("/inbox".to_owned());
                trial.refused_draft("with a query", &draft).await;
            }
            // The whole address in the request's first line (RFC 9112 §3.2.2): of another
            // host it is for another host, whatever Host says.
            let actor = Actor::hostile(&peer, "mallory");
            let draft = Draft::new(way, &actor, &actor.follow(&peer, &stage.target));
            let mut message = draft.seal(&stage.authority);
            for place in [
                "http://evil.example/inbox",
                "https://evil.example/inbox",
                "inbox",
                "*",
            ] {
                message.path = place.to_owned();
                trial
                    .answered(place, &message, &[400, 401, 404, 405, 421])
                    .await;
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_65_bodies_with_two_ends() {
    perform(async |stage| {
        let peer = Peer::start().await;
        let mut trial = Trial::of("65b", stage).await;
        for way in Way::ALL {
            let smuggled = Actor::hostile(&peer, "smuggled");
            let inner = Draft::new(way, &smuggled, &smuggled.follow(&peer, &stage.target));
            let inner = inner.seal(&stage.authority);
            let inner_framing = format!("Content-Length: {}", inner.body.len());
            let inner = [inner.head(&inner_framing), inner.body].concat();
            for (name, framing) in [
                (
                    "a length, then chunks",
                    "Content-Length: 4\r\nTransfer-Encoding: chunked",
                ),
                (
                    "chunks, then a length",
                    "Transfer-Encoding: chunked\r\nContent-Length: 4",
                ),
                ("two lengths", "Content-Length: 4\r\nContent-Length: 5"),
                ("a length in a list", "Content-Length: 4, 4"),
                ("a length with a sign", "Content-Length: +4"),
                ("an unknown coding", "Transfer-Encoding: xchunked"),
                (
                    "chunks that are not last",
                    "Transfer-Encoding: chunked, identity",
                ),
                (
                    "chunks twice",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                ),
                (
                    "a space before the colon",
                    "Transfer-Encoding : chunked\r\nContent-Length: 4",
                ),
                (
                    "a folded line",
                    "Transfer-Encoding:\r\n chunked\r\nContent-Length: 4",
                ),
            ] {
                let outer = Actor::hostile(&peer, "outer");
                let outer = Draft::new(way, &outer, &outer.follow(&peer, &stage.target));
                let outer = outer.body("x").seal(&stage.authority);
                // Whoever reads the length takes what follows for a request of its own.
                let body = [b"1\r\nx\r\n0\r\n\r\n".as_slice(), &inner].concat();
                let head = String::from_utf8(outer.head(framing)).expect("ASCII");
                let head = head.replace("Connection: close", "Connection: keep-alive");
                let reply = stage.exchange(head.as_bytes(), &body).await;
                let refused = [400, 401, 411, 501].contains(&reply.status);
                trial.check(name, refused, &format!("answered {}", reply.status));
                let answers = String::from_utf8_lossy(&reply.body);
                let second = answers.matches("HTTP/1.1 202").count();
                trial.check(name, second == 0, "what was smuggled was taken");
            }
        }
        trial.finish().await;
    });
}
