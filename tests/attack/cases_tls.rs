//! A node behind a proxy that ends TLS, reached as the suite reaches one that it is told of.

use tokio::net::TcpListener;

use crate::actor::Actor;
use crate::connection::{self, Tls};
use crate::node;
use crate::peer::Peer;
use crate::request::{Draft, Way};
use crate::stage::{Trial, run};
use crate::tls::{Authority, Front};

#[test]
fn a_node_behind_tls_is_reached_by_the_authority_that_is_named_alone() {
    run(async {
        let authority = Authority::new();
        let outside = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = outside.local_addr().expect("an address");
        let base = format!("https://{address}");
        let inside = node::start_as(&base).await;
        let front = Front::open(&authority, outside, inside.address);
        let path = inside.target.strip_prefix(&base).expect("its own actor");
        let stage = node::at(&base, path, Some(&authority.file())).await;

        let mut trial = Trial::of("over TLS", &stage).await;
        let peer = Peer::start().await;
        for way in Way::ALL {
            let sender = Actor::honest(&peer, &format!("{way:?}").to_lowercase());
            let follow = sender.follow(&peer, &stage.target);
            let honest = Draft::new(way, &sender, &follow);
            let mut altered = honest.seal(&stage.authority);
            altered.body.push(b' ');
            trial.refused("altered", &altered).await;
            trial
                .followed("honest", &honest.seal(&stage.authority))
                .await;
        }
        trial.finish().await;

        let stranger = Tls::new("127.0.0.1", &Authority::new().file());
        assert!(connection::open(address, Some(&stranger)).await.is_err());
        drop(front);
    });
}
