//! Case 54: what strangers write stands in the operator's log as what it is.

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use tempfile::TempDir;

use crate::actor::Actor;
use crate::peer::Peer;
use crate::port::Port;
use crate::request::{Draft, Way};
use crate::stage::{Stage, perform};

/// What nobody but the program itself may begin a line with.
const FORGED: &str = "2026-01-01T00:00:00.000000Z ERROR";
const ESCAPE: char = '\u{1b}';

/// A program of its own, whose log is read.
struct Served {
    child: Child,
    authority: String,
    _port: Port,
    place: TempDir,
}

impl Served {
    async fn open() -> Self {
        let place = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
        let port = Port::take();
        let authority = port.address().to_string();
        let folder = place.path().join("node");
        let made = Command::new(env!("CARGO_BIN_EXE_trenza"))
            .args(["init", "--insecure-loopback", "--public-url"])
            .arg(format!("http://{authority}"))
            .args(["--listen", &authority, "--dir"])
            .arg(&folder)
            .output()
            .expect("it is made");
        assert!(made.status.success(), "{made:?}");
        let child = Command::new(env!("CARGO_BIN_EXE_trenza"))
            .arg("--config")
            .arg(folder.join("trenza.toml"))
            .arg("serve")
            .env("RUST_LOG", "trace")
            .env("TRENZA_PEERS_POLICY", "accept")
            .stderr(std::fs::File::create(log(place.path())).expect("a file"))
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        let address = port.address();
        let listens = async {
            while tokio::net::TcpStream::connect(address).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        let opened = tokio::time::timeout(std::time::Duration::from_mins(2), listens).await;
        assert!(opened.is_ok(), "it never listens");
        Self {
            child,
            authority,
            _port: port,
            place,
        }
    }

    fn stage(&self) -> Stage {
        Stage {
            address: self.authority.parse().expect("an address"),
            tls: None,
            authority: self.authority.clone(),
            target: format!("http://{}/actor", self.authority),
            market: None,
            account: None,
            node: None,
        }
    }

    /// Ends it, and reads what it wrote.
    fn end(mut self) -> String {
        drop(self.child.kill());
        drop(self.child.wait());
        let mut written = String::new();
        let mut file = std::fs::File::open(log(self.place.path())).expect("the log");
        file.read_to_string(&mut written).expect("text");
        written
    }
}

fn log(place: &Path) -> std::path::PathBuf {
    place.join("log")
}

#[test]
fn case_54_lines_and_colours_in_what_is_logged() {
    perform(async |_| {
        let served = Served::open().await;
        let stage = served.stage();
        let raw = format!("x\r\n{FORGED} forged\u{1b}[31m");
        let percent = "x%0d%0a2026-01-01T00:00:00.000000Z%20ERROR%20forged%1b%5b31m";
        for path in [
            format!("/{percent}"),
            format!("/o/{percent}"),
            format!(
                "/.well-known/webfinger?resource=acct:{percent}@{}",
                stage.authority
            ),
            format!("/.well-known/webfinger?resource={percent}"),
            format!("/search?q={percent}&place={percent}&territory={percent}"),
            format!("/actor/follow?from={percent}"),
            format!("/authorize_interaction?uri=http://{percent}"),
        ] {
            let reply = stage.get(&path, "*/*").await;
            assert_ne!(reply.status, 0, "{path}");
        }
        let peer = Peer::start().await;
        let author = Actor::honest(&peer, "author");
        for activity in [
            author.activity(&peer, &raw, json!("x")),
            author.activity(&peer, "Follow", json!(raw)),
            author.activity(
                &peer,
                "Create",
                json!({"type": raw, "id": raw, "attributedTo": raw}),
            ),
            json!({"type": "Follow", "id": raw, "actor": author.id, "object": stage.target}),
            json!({"type": "Follow", "id": peer.url("/1"), "actor": raw, "object": raw}),
        ] {
            let message = Draft::new(Way::Cavage, &author, &activity).seal(&stage.authority);
            let reply = stage.send(&message).await;
            assert_ne!(reply.status, 0, "{activity}");
        }
        // An honest request last: once it is answered, all before it were taken.
        let follow = author.follow(&peer, &stage.target);
        let message = Draft::new(Way::Cavage, &author, &follow).seal(&stage.authority);
        assert_eq!(stage.send(&message).await.status, 202);
        let answered = peer.wait_for(|seen| crate::stage::is_answer(seen, "Accept", &follow));
        let answered = answered.await.is_some();
        let log = served.end();
        assert!(answered, "the honest request was not answered:\n{log}");
        assert!(
            log.contains("forged"),
            "nothing is logged, so it proves nothing"
        );
        let forged = log.lines().find(|line| line.starts_with(FORGED));
        assert_eq!(forged, None, "a line is forged");
        assert!(
            !log.contains(ESCAPE),
            "the log colours the operator's screen"
        );
    });
}
