//! An organization moves from one node to another: both say so, followers and history go
//! along, and the old address leads to the new one.

use serde_json::Value;
use trenza::error::Error;
use trenza::federation::relocation;
use trenza::offers::{self, Purpose};
use trenza::registry::relocation::{Moves, PAUSE, moves};
use trenza::registry::{self, Organization};
use trenza::vocabulary::{Terms, What};

use super::nodes::{Running, Stage, until};

impl Running {
    fn id_of(&self, organization: &Organization) -> String {
        self.node.url(&organization.path())
    }

    async fn moves(&self, of: &Organization) -> Moves {
        let mut tx = self.node.db.read().await.unwrap();
        moves(&mut tx, &of.id).await.unwrap()
    }

    /// The document of an organization, once it has this member.
    async fn says(&self, of: &Organization, member: &str) -> Value {
        until(member, async || {
            self.get(&of.path()).await.1.get(member).is_some()
        })
        .await;
        self.get(&of.path()).await.1
    }
}

#[tokio::test]
async fn an_organization_moves_to_another_node_with_its_history() {
    let stage = Stage::new();
    let (a, b) = (
        stage.open("a", "accept").await,
        stage.open("b", "accept").await,
    );
    let old = a.active("Café Unión").await;
    let offer = a.offer(&old, Purpose::Offer, "Tostadora").await;
    // More than a page of its outbox, so that the older ones stand on the next.
    for number in 0..25 {
        a.offer(&old, Purpose::Need, &format!("Sacos {number}"))
            .await;
    }
    until("all is published", async || a.waiting_events().await == 0).await;
    let new = b.active("Café Unión").await;
    b.says(&new, "inbox").await;
    let (old_id, new_id) = (a.id_of(&old), b.id_of(&new));

    relocation::state_former(&b.node, &new.id, &old_id)
        .await
        .unwrap();
    let entered = b.says(&new, "alsoKnownAs").await;
    assert_eq!(entered["alsoKnownAs"][0], old_id.as_str());
    let waiting = b.moves(&new).await;
    assert_eq!(waiting.former_addresses[0].confirmed_at, None);
    assert!(waiting.former_offers.is_empty());

    relocation::leave(&a.node, &old.id, &new_id).await.unwrap();
    until("the move arrives", async || {
        b.moves(&new).await.former_addresses[0]
            .confirmed_at
            .is_some()
    })
    .await;
    let history = b.moves(&new).await.former_offers;
    assert_eq!(history.len(), 26);
    let first = history.iter().find(|one| one.purpose == "offer").unwrap();
    assert_eq!(first.address, a.node.url(&offer.path()));
    assert!(first.title.contains("Tostadora"), "{first:?}");

    // The old address says so to servers and leads people on; what stood there is closed.
    assert_eq!(a.says(&old, "movedTo").await["movedTo"], new_id.as_str());
    let led = a.redirect(&old.path(), "text/html").await;
    assert_eq!(led, (308, new_id.clone()));
    until("the offer is closed", async || {
        a.get(&offer.path()).await.1["state"] == "closed"
    })
    .await;
    assert_eq!(a.told(&format!("{}#moved", old.path())).await.len(), 1);
    let draft =
        offers::Draft::titled(Purpose::Offer, "Molino", "es", What::Service, Terms::Lend).unwrap();
    let mut tx = a.node.db.begin().await.unwrap();
    let refusal = offers::add(&mut tx, &a.node.clock, &old.id, draft)
        .await
        .unwrap_err();
    assert!(refusal.to_string().contains(&new_id), "{refusal}");
    drop(tx);

    let (status, _) = a
        .redirect(&format!("{}/follow", old.path()), "text/html")
        .await;
    assert_eq!(status, 404);

    // Both say that they are one.
    assert_eq!(b.says(&new, "sameAs").await["sameAs"][0], old_id.as_str());
    assert_eq!(a.says(&old, "sameAs").await["sameAs"][0], new_id.as_str());
    let page = b.page(&new.path()).await;
    assert!(
        page.contains("Tostadora") && page.contains(&old_id),
        "{page}"
    );

    // Nobody is asked again to follow it elsewhere within the week.
    relocation::leave(&a.node, &old.id, &new_id).await.unwrap();
    a.change(async |tx, clock| registry::relocation::come_back(tx, clock, &old.id).await)
        .await;
    until("it is back", async || {
        a.get(&old.path()).await.1.get("movedTo").is_none()
    })
    .await;
    let again = relocation::leave(&a.node, &old.id, &new_id).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    assert_eq!(PAUSE.as_secs(), 7 * 24 * 3600);
    assert_eq!(a.told(&format!("{}#moved", old.path())).await.len(), 1);
}

#[tokio::test]
async fn nobody_moves_to_an_account_that_does_not_say_it_was_the_old_one() {
    let stage = Stage::new();
    let (a, b) = (
        stage.open("a", "accept").await,
        stage.open("b", "accept").await,
    );
    let old = a.active("Café Unión").await;
    let offer = a.offer(&old, Purpose::Offer, "Tostadora").await;
    let (stranger, listed) = (b.active("Otra").await, b.listed("Panal").await);
    let beside = a.active("Beside").await;
    b.says(&stranger, "inbox").await;
    b.says(&listed, "standing").await;
    until("all is published", async || a.waiting_events().await == 0).await;
    for (target, kind) in [
        (b.id_of(&stranger), "conflict"),
        (b.id_of(&listed), "conflict"),
        (a.id_of(&beside), "invalid"),
        ("not an address".to_owned(), "remote"),
        (b.node.url("/o/none"), "remote"),
    ] {
        let refusal = relocation::leave(&a.node, &old.id, &target)
            .await
            .unwrap_err();
        let is_kind = match kind {
            "conflict" => matches!(refusal, Error::Conflict(_)),
            "invalid" => matches!(refusal, Error::Invalid { .. }),
            _ => matches!(refusal, Error::Remote { .. }),
        };
        assert!(is_kind, "{target}: {refusal:?}");
    }
    // A listed organization is nobody who moves.
    let quiet = a.listed("Quiet").await;
    let refusal = relocation::state_former(&a.node, &quiet.id, &b.id_of(&stranger)).await;
    assert!(matches!(refusal, Err(Error::Conflict(_))), "{refusal:?}");
    assert_eq!(a.moves(&old).await.moved_to, None);
    assert_eq!(a.get(&offer.path()).await.1["state"], "open");
}
