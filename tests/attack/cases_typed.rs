//! Cases 25 and 26 where no signature is needed: people of other servers type where their
//! account is, and the node asks there.

use serde_json::json;

use crate::cases_address::{LOOPBACK, PRIVATE};
use crate::node;
use crate::peer::{Answer, Peer};
use crate::stage::{Stage, Trial, perform};

/// Asks the form by which somebody follows the node.
async fn typed(stage: &Stage, from: &str) -> u16 {
    let from: String = url::form_urlencoded::byte_serialize(from.as_bytes()).collect();
    let path = format!("/actor/follow?from={from}");
    stage.get(&path, "text/html").await.status
}

#[test]
fn case_26_accounts_behind_the_walls() {
    perform(async |_| {
        let Some(guarded) = node::guarded().await else {
            eprintln!("case 26: unset TRENZA_ATTACK_URL to start a node of the open internet");
            return;
        };
        let (peer, sixth) = (Peer::start().await, Peer::start_at("[::1]:0").await);
        let ports = [Some(peer.port()), sixth.as_ref().map(Peer::port)];
        for host in LOOPBACK.into_iter().chain(PRIVATE) {
            for port in ports.into_iter().flatten() {
                for from in [
                    format!("@ana@{host}:{port}"),
                    format!("{host}:{port}"),
                    format!("https://{host}:{port}/@ana"),
                    format!("http://{host}:{port}/@ana"),
                ] {
                    let status = typed(&guarded, &from).await;
                    assert!((200..500).contains(&status), "{from}: answered {status}");
                }
            }
        }
        let sixth = sixth.map_or(0, |sixth| sixth.connections());
        let connections = peer.connections() + sixth;
        assert_eq!(connections, 0, "the node connected to loopback");
    });
}

#[test]
fn case_26_accounts_that_lead_to_somebody_else() {
    perform(async |stage| {
        let victim = Peer::start().await;
        let mut trial = Trial::of("26b", stage).await;
        let jrd = |links| {
            let jrd = json!({"subject": "acct:ana@x", "links": links});
            Answer::Typed("application/jrd+json", jrd.to_string().into_bytes())
        };
        let person = "application/activity+json";
        for (name, answer) in [
            (
                "self",
                jrd(json!([{"rel": "self", "type": person, "href": victim.url("/ana")}])),
            ),
            (
                "a page",
                jrd(
                    json!([{"rel": "http://webfinger.net/rel/profile-page", "href": victim.url("/@ana")}]),
                ),
            ),
            ("a file", Answer::Redirect("file:///etc/passwd".to_owned())),
            (
                "data",
                Answer::Redirect("data:application/json,{}".to_owned()),
            ),
            (
                "gopher",
                Answer::Redirect("gopher://127.0.0.1:70/".to_owned()),
            ),
        ] {
            let peer = Peer::start().await;
            let host = peer.base.trim_start_matches("http://");
            let resource = format!("acct:ana@{host}");
            let resource: String =
                url::form_urlencoded::byte_serialize(resource.as_bytes()).collect();
            let at = format!("/.well-known/webfinger?resource={resource}");
            peer.serve(&at, answer);
            let status = typed(stage, &format!("@ana@{host}")).await;
            trial.check(name, (200..500).contains(&status), &format!("{status}"));
            let asked = peer.gets(&at);
            trial.check(
                name,
                asked == 1,
                &format!("asked {asked} times at its server"),
            );
        }
        let outbound = victim.connections();
        trial.check(
            "outbound",
            outbound == 0,
            &format!("{outbound} connections"),
        );
        trial.finish().await;
    });
}
