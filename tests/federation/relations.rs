//! Attestations and memberships across nodes: what a peer sees, and that nobody becomes a
//! member by one side's word.

use serde_json::Value;
use trenza::federation::membership::relations;
use trenza::registry::Organization;
use trenza::registry::attestation::{self, Statement};
use trenza::registry::membership::{self, Membership, Party, Proposal, Speaker};
use trenza::vocabulary::{AttestationKind, MembershipRole};

use crate::nodes::{Running, Stage, until};

impl Running {
    /// A property of another node's record, as this node holds it.
    async fn held(&self, id: &str, property: &str) -> Value {
        let Some(record) = self.record(id).await else {
            return Value::Null;
        };
        let body: Value = serde_json::from_str(&record.body).unwrap();
        body.get(property).cloned().unwrap_or_default()
    }

    /// Records a membership whose sides of this node are confirmed.
    async fn join(&self, own: &Organization, member: Party, body: Party) -> Membership {
        let proposal = Proposal {
            member,
            body,
            role: MembershipRole::Member,
            since: None,
        };
        self.change(async |tx, clock| {
            let by = Speaker::Organization(own.id.clone());
            membership::add(tx, clock, proposal, &by).await
        })
        .await
    }

    /// Whether both sides say that an organization of this node belongs to another.
    async fn is_confirmed(&self, own: &Organization) -> bool {
        let mut tx = self.node.db.read().await.unwrap();
        let found = relations(&mut tx, self.node.base(), &own.id).await.unwrap();
        found.iter().any(|one| one.is_confirmed)
    }
}

#[tokio::test]
async fn a_peer_sees_who_attests_what_and_no_more_once_it_is_revoked() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.listed("Café Unión").await;
    let id = oaxaca.node.url(&cafe.path());
    let statement = Statement {
        kind: AttestationKind::Office,
        attested_by: "Oficina de Oaxaca".into(),
        attested_by_address: None,
        statement: "Es cooperativa de trabajo".into(),
        method: "visita".into(),
        attested_on: None,
        valid_until: Some(jiff::civil::date(2199, 12, 31)),
    };
    let made = oaxaca
        .change(async |tx, clock| attestation::attest(tx, clock, &cafe.id, &statement).await)
        .await;
    until("the attestation arrives", async || {
        lyon.held(&id, "attestation").await[0]["attestedBy"]["name"] == "Oficina de Oaxaca"
    })
    .await;
    let held = lyon.held(&id, "attestation").await;
    assert_eq!(held[0]["kind"], "office");
    assert_eq!(held[0]["validUntil"], "2199-12-31");
    // What is not given is nobody's business elsewhere.
    oaxaca
        .change(async |tx, clock| {
            attestation::refuse(tx, clock, &cafe.id, &statement, "secreto").await?;
            attestation::revoke(tx, clock, &made.id, "secreto").await
        })
        .await;
    until("it is taken back", async || {
        lyon.held(&id, "attestation").await.is_null()
    })
    .await;
    let record = lyon.record(&id).await.unwrap();
    assert!(!record.body.contains("secreto") && !record.gone);
}

#[tokio::test]
async fn a_membership_across_nodes_counts_once_each_record_names_the_other() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.active("Café Unión").await;
    let network = lyon.active("Réseau des cafés").await;
    let cafe_id = oaxaca.node.url(&cafe.path());
    let network_id = lyon.node.url(&network.path());
    let own = Party::Own(cafe.id.clone());
    let made = oaxaca
        .join(&cafe, own, Party::Foreign(network_id.clone()))
        .await;
    until("the café's word arrives", async || {
        lyon.held(&cafe_id, "membership").await[0]["body"] == network_id.as_str()
    })
    .await;
    assert!(!oaxaca.is_confirmed(&cafe).await);
    assert!(!lyon.is_confirmed(&network).await);

    let own = Party::Own(network.id.clone());
    lyon.join(&network, Party::Foreign(cafe_id.clone()), own)
        .await;
    until("both nodes show it", async || {
        oaxaca.is_confirmed(&cafe).await && lyon.is_confirmed(&network).await
    })
    .await;

    let by = Speaker::Organization(cafe.id.clone());
    let day = jiff::civil::date(2026, 5, 1);
    oaxaca
        .change(async |tx, clock| membership::end(tx, clock, &made.id, Some(day), &by).await)
        .await;
    until("the end arrives and is no erasure", async || {
        lyon.held(&cafe_id, "membership").await[0]["until"] == "2026-05-01"
    })
    .await;
    assert!(oaxaca.is_confirmed(&cafe).await);
}
