//! Cases 23, 24 and 26 on a node of the open internet: it connects to nothing behind its
//! own walls, whatever spelling a stranger gives an address.

use crate::actor::{Actor, HOSTILE};
use crate::node;
use crate::peer::Peer;
use crate::request::{Draft, Way};
use crate::stage::perform;

/// Spellings of loopback, by which the hostile peer would be reached.
pub const LOOPBACK: [&str; 19] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "0.0.0.0",
    "0",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "localhost",
    "mallory.localhost",
    "localhost.",
    "mallory.localhost.",
];

/// Networks that are nobody's business, in one address each.
pub const PRIVATE: [&str; 16] = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[fc00::1]",
    "[fe80::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001::1]",
    "[ff02::1]",
    "intranet",
];

#[test]
fn case_23_addresses_behind_the_walls() {
    perform(async |_| {
        let Some(guarded) = node::guarded().await else {
            eprintln!("case 23: unset TRENZA_ATTACK_URL to start a node of the open internet");
            return;
        };
        let (peer, sixth) = (Peer::start().await, Peer::start_at("[::1]:0").await);
        let ports = [Some(peer.port()), sixth.as_ref().map(Peer::port)];
        let mut variants = 0;
        for way in Way::ALL {
            for host in LOOPBACK.into_iter().chain(PRIVATE) {
                for scheme in ["https", "http"] {
                    for port in ports.into_iter().flatten() {
                        let base = format!("{scheme}://{host}:{port}");
                        let mut actor = Actor::unknown(&peer, "mallory", &HOSTILE);
                        for id in [&mut actor.id, &mut actor.rsa_id, &mut actor.ed25519_id] {
                            *id = id.replace(&peer.base, &base);
                        }
                        let mut follow = actor.follow(&peer, &guarded.target);
                        let id = follow["id"].as_str().unwrap_or_default();
                        follow["id"] = id.replace(&peer.base, &base).into();
                        let message = Draft::new(way, &actor, &follow).seal(&guarded.authority);
                        let reply = guarded.send(&message).await;
                        // A host that was refused often is not looked at any more.
                        let refused = [400, 401, 503].contains(&reply.status);
                        assert!(refused, "{base}, {way:?}: answered {}", reply.status);
                        variants += 1;
                    }
                }
            }
        }
        let sixth = sixth.map_or(0, |sixth| sixth.connections());
        assert_eq!(
            peer.connections() + sixth,
            0,
            "the node connected to loopback"
        );
        eprintln!("case 23: {variants} checks");
    });
}
