//! Organizations that ask others, here and in friendly directories, whether they could meet a
//! need.

use trenza::conversation::messages::{self, Kind, Message};
use trenza::error::{Error, Result};
use trenza::federation::message;
use trenza::offers::{Offer, Purpose};
use trenza::registry::Organization;

use crate::nodes::{Running, Stage, until};

const OPEN: &str = "[conversation]\noffice_answers = true\nquestions_per_day = 2";

impl Running {
    async fn messages(&self, of: &Organization) -> Vec<Message> {
        let mut tx = self.node.db.read().await.unwrap();
        let page = messages::list(&mut tx, &of.id, None, 10).await.unwrap();
        page.items
    }

    async fn asks(&self, by: &Organization, need: &Offer, whom: &str) -> Result<Message> {
        let to = message::look_up(&self.node, whom).await?;
        let mut tx = self.node.db.begin().await.unwrap();
        let text = "¿La prestarían en mayo?";
        let said = message::ask(&self.node, &mut tx, (&by.id, &need.id), (&to, text)).await?;
        tx.commit().await.unwrap();
        self.node.wake.deliverer.notify_one();
        Ok(said)
    }

    async fn responds(&self, by: &Organization, about: &str) -> Result<Message> {
        let mut tx = self.node.db.read().await.unwrap();
        let owner = message::standing(&self.node, &mut tx, about).await?.owner;
        drop(tx);
        let to = message::look_up(&self.node, &owner).await?;
        let mut tx = self.node.db.begin().await.unwrap();
        let said = (about, &to, "Nos interesa");
        let said = message::respond(&self.node, &mut tx, &by.id, said).await?;
        tx.commit().await.unwrap();
        self.node.wake.deliverer.notify_one();
        Ok(said)
    }

    async fn answers(&self, by: &Organization, answered: &Message, text: &str) -> Message {
        let mut tx = self.node.db.begin().await.unwrap();
        let said = (&answered.id, text);
        let made = message::answer(&self.node, &mut tx, &by.id, said).await;
        tx.commit().await.unwrap();
        self.node.wake.deliverer.notify_one();
        made.unwrap()
    }
}

fn refused(asked: Result<Message>) -> String {
    let error = asked.unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_question_reaches_an_organization_of_another_directory_and_its_answer_comes_back() {
    let stage = Stage::new();
    let oaxaca = stage.with("oaxaca", "accept", OPEN).await;
    let lyon = stage.with("lyon", "accept", OPEN).await;
    stage.befriend(&oaxaca, &lyon).await;
    let cafe = oaxaca.active("Café Unión").await;
    let need = oaxaca.offer(&cafe, Purpose::Need, "Una báscula").await;
    let atelier = lyon.active("Atelier du Rhône").await;
    let quiet = lyon.listed("Mutuelle").await;
    let [atelier_id, quiet_id] = [&atelier, &quiet].map(|one| lyon.node.url(&one.path()));
    until("both are known", async || {
        oaxaca.record(&atelier_id).await.is_some() && oaxaca.record(&quiet_id).await.is_some()
    })
    .await;

    let asked = oaxaca.asks(&cafe, &need, &atelier_id).await.unwrap();
    assert_eq!((asked.kind, asked.in_reply_to), (Kind::Answer, None));
    until("the question arrives", async || {
        lyon.messages(&atelier).await.len() == 1
    })
    .await;
    let arrived = lyon.messages(&atelier).await.remove(0);
    assert_eq!(arrived.kind, Kind::Direct);
    assert_eq!(arrived.correspondent.id, oaxaca.node.url(&cafe.path()));
    let address = oaxaca.node.url(&need.path());
    for part in ["¿La prestarían en mayo?", address.as_str(), "Una báscula"] {
        assert!(
            arrived.content.contains(part),
            "{part}: {}",
            arrived.content
        );
    }

    lyon.answers(&atelier, &arrived, "Oui, avec plaisir").await;
    until("the answer arrives", async || {
        oaxaca.messages(&cafe).await.len() == 2
    })
    .await;
    let answer = oaxaca.messages(&cafe).await.remove(0);
    assert!(answer.content.contains("Oui, avec plaisir"));
    assert_eq!(answer.in_reply_to, Some(asked.note));

    let again = refused(oaxaca.asks(&cafe, &need, &atelier_id).await);
    assert!(again.contains("already"), "{again}");
    let listed = refused(oaxaca.asks(&cafe, &need, &quiet_id).await);
    assert!(listed.contains("nobody answers"), "{listed}");
    for nobody in ["https://other.example/o/1", "nobody", &address] {
        let missing = oaxaca.asks(&cafe, &need, nobody).await;
        assert!(matches!(missing, Err(Error::Absent { .. })), "{nobody}");
    }
    assert_eq!(oaxaca.messages(&cafe).await.len(), 2);
}

#[tokio::test]
async fn two_organizations_of_one_directory_ask_and_answer_within_it() {
    let stage = Stage::new();
    let oaxaca = stage.with("oaxaca", "accept", OPEN).await;
    let [cafe, taller] = [oaxaca.active("Café").await, oaxaca.active("Taller").await];
    let need = oaxaca.offer(&cafe, Purpose::Need, "Un torno").await;
    let asked = oaxaca.asks(&cafe, &need, &taller.path()).await.unwrap();
    let arrived = oaxaca.messages(&taller).await.remove(0);
    assert_eq!(arrived.correspondent.name.as_deref(), Some("Café"));
    oaxaca.answers(&taller, &arrived, "Claro").await;
    let answer = oaxaca.messages(&cafe).await.remove(0);
    assert_eq!(answer.kind, Kind::Direct);
    assert_eq!(answer.in_reply_to.as_ref(), Some(&asked.note));

    let mut tx = oaxaca.node.db.begin().await.unwrap();
    let erased = message::erase(&oaxaca.node, &mut tx, &cafe.id, &asked.id).await;
    erased.unwrap();
    tx.commit().await.unwrap();
    let left = oaxaca.messages(&taller).await;
    let left: Vec<Kind> = left.iter().map(|one| one.kind).collect();
    assert_eq!(
        left,
        [Kind::Answer],
        "what was erased is gone on both sides"
    );
}

#[tokio::test]
async fn only_for_a_need_that_stands_some_others_are_asked_a_day() {
    let stage = Stage::new();
    let oaxaca = stage.with("oaxaca", "accept", OPEN).await;
    let cafe = oaxaca.active("Café").await;
    let need = oaxaca.offer(&cafe, Purpose::Need, "Un torno").await;
    let offer = oaxaca.offer(&cafe, Purpose::Offer, "Un horno").await;
    let mut others = Vec::new();
    for name in ["Uno", "Dos", "Tres"] {
        others.push(oaxaca.active(name).await);
    }
    let [one, two, three] = &others[..] else {
        unreachable!("three were made")
    };
    let no_need = refused(oaxaca.asks(&cafe, &offer, &one.path()).await);
    assert!(no_need.contains("no need that stands"), "{no_need}");
    let itself = oaxaca.asks(&cafe, &need, &cafe.path()).await;
    assert!(matches!(itself, Err(Error::Invalid { .. })), "{itself:?}");
    let of_another = oaxaca.asks(one, &need, &two.path()).await;
    assert!(matches!(of_another, Err(Error::NotFound(_))));
    for other in [one, two] {
        oaxaca.asks(&cafe, &need, &other.path()).await.unwrap();
    }
    let many = refused(oaxaca.asks(&cafe, &need, &three.path()).await);
    assert!(many.contains("tomorrow"), "{many}");
    assert!(oaxaca.messages(three).await.is_empty());
}

#[tokio::test]
async fn what_a_friendly_directory_offers_is_answered_once_while_it_stands() {
    let stage = Stage::new();
    let oaxaca = stage.with("oaxaca", "accept", OPEN).await;
    let lyon = stage.with("lyon", "accept", OPEN).await;
    stage.befriend(&oaxaca, &lyon).await;
    let cafe = oaxaca.active("Café Unión").await;
    let atelier = lyon.active("Atelier du Rhône").await;
    let mut offers = Vec::new();
    for title in ["Un four", "Un moulin", "Une presse"] {
        offers.push(lyon.offer(&atelier, Purpose::Offer, title).await);
    }
    let ids: Vec<String> = offers
        .iter()
        .map(|one| lyon.node.url(&one.path()))
        .collect();
    let [four, moulin, presse] = &ids[..] else {
        unreachable!("three were made")
    };
    until("all are known", async || {
        let mut known = 0;
        for id in &ids {
            known += usize::from(oaxaca.record(id).await.is_some());
        }
        known == ids.len()
    })
    .await;

    oaxaca.responds(&cafe, four).await.unwrap();
    until("the answer arrives", async || {
        lyon.messages(&atelier).await.len() == 1
    })
    .await;
    let arrived = lyon.messages(&atelier).await.remove(0);
    assert!(
        arrived.content.contains("Nos interesa") && arrived.content.contains(four),
        "{}",
        arrived.content
    );
    let again = refused(oaxaca.responds(&cafe, four).await);
    assert!(again.contains("already"), "{again}");
    oaxaca.responds(&cafe, moulin).await.unwrap();
    let many = refused(oaxaca.responds(&cafe, presse).await);
    assert!(many.contains("tomorrow"), "{many}");
    let nothing = oaxaca.responds(&cafe, &lyon.node.url("/offers/none")).await;
    assert!(matches!(nothing, Err(Error::NotFound(_))), "{nothing:?}");
}
