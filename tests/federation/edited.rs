//! Whoever changed a record by the API finds the change in the next GET of its document.

use clap::Parser as _;
use serde_json::{Value, json};
use trenza::access::{self, Scope};
use trenza::cli::{self, Answer, Cli, Command, Verb};
use trenza::offers::Purpose;
use trenza::outbox::{self, Event};

use crate::nodes::{Running, Stage, until};

impl Running {
    /// Changes a record by the API, and gives the status of the answer.
    async fn patch(&self, token: &str, path: &str, edit: &Value) -> u16 {
        let url = format!("http://{}{path}", self.address());
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let request = reqwest::Client::new().patch(url).bearer_auth(token);
        let answer = request.json(edit).send().await.unwrap();
        answer.status().as_u16()
    }

    /// Waits until all is published: on a busy machine that takes longer than an author waits.
    async fn publishes(&self) {
        until("all is published", async || {
            self.waiting_events().await == 0
        })
        .await;
    }
}

#[tokio::test]
async fn an_edit_shows_in_the_next_get_and_a_refused_one_never() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let cafe = oaxaca.active("Café Unión").await;
    let offer = oaxaca.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let (note, actor) = (offer.path(), cafe.path());
    until("both are published", async || {
        oaxaca.get(&note).await.0 == 200 && oaxaca.get(&actor).await.0 == 200
    })
    .await;
    let (_, token) = oaxaca
        .change(async |tx, clock| {
            let scopes = [Scope::OffersWrite, Scope::OrganizationsWrite];
            access::create(tx, clock, "Ana", &scopes, None).await
        })
        .await;
    let of_offer = format!("/api/v1/offers/{}", offer.id);
    for title in ["Molino", "Báscula", "Tostadora y molino"] {
        let edit = json!({ "titles": { "es": title } });
        assert_eq!(oaxaca.patch(&token, &of_offer, &edit).await, 200);
        oaxaca.publishes().await;
        let (status, shown) = oaxaca.get(&note).await;
        let expected = json!(format!("Ofrecemos: {title}"));
        assert_eq!((status, &shown["nameMap"]["es"]), (200, &expected));
    }
    let of_organization = format!("/api/v1/organizations/{}", cafe.id);
    let edit = json!({ "summaries": { "es": "Tostamos café de altura." } });
    assert_eq!(oaxaca.patch(&token, &of_organization, &edit).await, 200);
    oaxaca.publishes().await;
    let (_, shown) = oaxaca.get(&actor).await;
    assert!(shown.to_string().contains("café de altura"), "{shown}");

    let (_, before) = oaxaca.get(&note).await;
    let edit = json!({ "titles": { "es": "Ajena" } });
    assert_eq!(oaxaca.patch("nobody's", &of_offer, &edit).await, 401);
    let edit = json!({ "titles": { "es": "Tarde" }, "valid_until": "2001-01-01" });
    assert_eq!(oaxaca.patch(&token, &of_offer, &edit).await, 422);
    assert_eq!(oaxaca.get(&note).await.1, before);
}

/// What a command answers.
async fn told(node: &Running, words: &[&str]) -> Answer {
    let words = std::iter::once("trenza").chain(words.iter().copied());
    let Verb::Queue(command) = Cli::try_parse_from(words).unwrap().verb else {
        unreachable!("it asks the queue")
    };
    cli::execute(&node.node, Command::Queue(command))
        .await
        .unwrap()
}

#[tokio::test]
async fn what_could_not_be_published_is_listed_and_tried_again() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let cafe = oaxaca.active("Café Unión").await;
    oaxaca.publishes().await;
    assert_eq!(
        told(&oaxaca, &["queue", "list"]).await.json["unpublished"],
        json!([])
    );
    // As when its document was too large for others, which has been mended since.
    oaxaca
        .change(async |tx, clock| {
            outbox::push(
                tx,
                &Event::OrganizationChanged(cafe.id.clone()),
                clock.now(),
            )
            .await?;
            let last = outbox::last(tx).await?.unwrap();
            outbox::set_aside(tx, last, "is too large for other nodes").await
        })
        .await;
    let listed = told(&oaxaca, &["queue", "list"]).await;
    assert_eq!(listed.json["unpublished"][0]["subject"], cafe.id.as_str());
    assert!(
        listed.text.contains("is too large") && listed.text.contains("queue retry"),
        "{}",
        listed.text
    );
    told(&oaxaca, &["queue", "retry"]).await;
    oaxaca.publishes().await;
    assert_eq!(
        told(&oaxaca, &["queue", "list"]).await.json["unpublished"],
        json!([])
    );
}
