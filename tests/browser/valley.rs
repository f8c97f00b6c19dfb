//! Two directories that follow each other, and in each an invented co-operative whose record
//! waits for its representative.

use std::time::{Duration, Instant};

use crate::office::Office;

/// How long the directories may take to know each other.
const PATIENCE: Duration = Duration::from_mins(5);

/// The offices end when it is dropped.
pub(crate) struct Valley {
    home: Office,
    away: Office,
    /// The link to the record of the co-operative that asks.
    pub(crate) asking: String,
    /// The link to the record of the one that is asked, in the other directory.
    pub(crate) asked: String,
}

impl Valley {
    pub(crate) fn open() -> Self {
        let [home, away] = ["home", "away"].map(Office::open);
        let asking = record(&home, "Café Unión", "Cultivan y venden café.");
        let asked = record(&away, "Taller Tostador", "Comparten una tostadora grande.");
        home.command(&["peer", "add", &away.base]);
        let began = Instant::now();
        let is_let_in = || {
            away.command(&["peer", "list"])
                .to_string()
                .contains("home.")
        };
        wait("the request arrives", began, is_let_in);
        let host = home.base.replace("http://", "");
        away.command(&["peer", "approve", &host]);
        let finds = || {
            let found = home.command(&["search", "tostadora"]);
            found.to_string().contains(&away.base)
        };
        wait("the other's record is found", began, finds);
        Self {
            home,
            away,
            asking,
            asked,
        }
    }

    pub(crate) fn nodes(&self) -> [String; 2] {
        [self.home.base.clone(), self.away.base.clone()]
    }
}

/// Publishes a listed organization, and gives the link by which it is taken over.
pub(crate) fn record(office: &Office, name: &str, summary: &str) -> String {
    let added = office.command(&[
        "org",
        "add",
        "--name",
        name,
        "--lang",
        "es",
        "--summary",
        summary,
        "--territory",
        "MX-OAX",
        "--country",
        "MX",
    ]);
    let handle = added["handle"].as_str().unwrap();
    office.command(&["org", "publish", handle]);
    let link = office.command(&["org", "claim-link", handle, "--for", "Ana Invented"]);
    link["link"].as_str().unwrap().to_owned()
}

/// Each look is a command of its own, so there is no haste.
pub(crate) fn wait(what: &str, began: Instant, holds: impl Fn() -> bool) {
    while !holds() {
        assert!(
            began.elapsed() < PATIENCE,
            "{what}: not within {PATIENCE:?}"
        );
    }
}
