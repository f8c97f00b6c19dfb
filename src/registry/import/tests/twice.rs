//! What may stand twice: told before an import as it is found afterwards, and looked at again
//! when a record is stated otherwise or as it was before.

use super::*;
use crate::id::OrganizationId;
use crate::registry::duplicates::{self, Among, Pair, Search, State as PairState};
use crate::registry::membership::Party;

impl Office {
    /// Looks for pairs, and gives those that wait for a decision.
    async fn pairs(&self, among: Among) -> Vec<Pair> {
        let search = Search::begin(&self.db, among).await.unwrap();
        search.finish(&self.clock).await.unwrap();
        self.listed(PairState::Proposed).await
    }

    async fn listed(&self, state: PairState) -> Vec<Pair> {
        let mut tx = self.db.read().await.unwrap();
        let page = duplicates::list(&mut tx, state, None, 200).await.unwrap();
        page.items
    }

    /// The pairs of what is called so, by the names that their reasons quote.
    async fn import_and_look(&self, rows: &[String]) -> (BatchId, Vec<Pair>) {
        let report = self.import(rows, PUBLISH).await;
        let batch = BatchId::parse(&report.batch.unwrap()).unwrap();
        let pairs = self.pairs(Among::Batch(batch.clone())).await;
        (batch, pairs)
    }
}

/// Six records, of which the third and the fourth, and the last two, are each called alike.
fn rows(first: &str) -> Vec<String> {
    let names = [
        first,
        "Rowan Potters",
        "Willow Bakers",
        "Willow Bakers",
        "Hazel Printers",
        "Hazel Printers",
    ];
    let numbered = (1..).zip(names);
    numbered
        .map(|(number, name)| row(&format!("R{number}"), name, "Live", ""))
        .collect()
}

fn quotes(pair: &Pair, name: &str) -> bool {
    serde_json::to_string(&pair.reasons).unwrap().contains(name)
}

#[tokio::test]
async fn pairs_of_what_an_undo_gives_back_are_looked_at_again_and_decided_ones_stay() {
    let office = office().await;
    let (_, before) = office.import_and_look(&rows("Ash Weavers")).await;
    assert!(
        !before.iter().any(|pair| quotes(pair, "Rowan")),
        "{before:?}"
    );
    let hazel = before.iter().find(|pair| quotes(pair, "Hazel")).unwrap();
    let parties = [&hazel.one, &hazel.other].map(|path| {
        let id = OrganizationId::parse(path.trim_start_matches("/o/")).unwrap();
        Party::Own(id)
    });
    let mut tx = office.db.begin().await.unwrap();
    let [one, other] = &parties;
    duplicates::keep_apart(&mut tx, &office.clock, one, other, &Author::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let before = office.listed(PairState::Proposed).await;
    let apart = office.listed(PairState::Apart).await;
    assert!(
        before.iter().any(|pair| quotes(pair, "Willow")),
        "{before:?}"
    );

    let (batch, between) = office.import_and_look(&rows("Rowan Potters")).await;
    assert!(
        between.iter().any(|pair| quotes(pair, "Rowan")),
        "{between:?}"
    );
    undo(&office.db, &office.clock, &batch, &mut |_, _| {})
        .await
        .unwrap();
    let withdrawn = office.listed(PairState::Proposed).await;
    assert!(
        !withdrawn.iter().any(|pair| quotes(pair, "Rowan")),
        "{withdrawn:?}"
    );
    let after = office.pairs(Among::All).await;
    let known = |pairs: &[Pair]| -> Vec<(String, String)> {
        let each = pairs.iter();
        each.map(|pair| (pair.one.clone(), pair.other.clone()))
            .collect()
    };
    assert_eq!(known(&after), known(&before));
    assert_eq!(office.listed(PairState::Apart).await, apart);
}

#[tokio::test]
async fn a_proposal_goes_when_a_later_file_states_its_record_otherwise() {
    let office = office().await;
    let (_, before) = office.import_and_look(&rows("Rowan Potters")).await;
    assert!(
        before.iter().any(|pair| quotes(pair, "Rowan")),
        "{before:?}"
    );
    let (_, after) = office.import_and_look(&rows("Ash Weavers")[..1]).await;
    assert!(!after.iter().any(|pair| quotes(pair, "Rowan")), "{after:?}");
    assert!(after.iter().any(|pair| quotes(pair, "Willow")), "{after:?}");
}

#[tokio::test]
async fn as_many_pairs_are_told_before_an_import_as_are_found_after_it() {
    let office = office().await;
    let mut all = rows("Ash Weavers");
    all.push(row("R7", "Willow Bakers", "Dead", "1/2/2003"));
    let rehearsal = Options {
        dry_run: true,
        ..PUBLISH
    };
    let told = office.import(&all, rehearsal).await.likely;
    let (_, found) = office.import_and_look(&all).await;
    assert!(!found.is_empty());
    assert_eq!(told.len(), found.len(), "{told:?} {found:?}");
}

#[tokio::test]
async fn a_rehearsal_tells_the_pairs_of_changed_records_and_none_that_waits_already() {
    let office = office().await;
    let rehearsal = Options {
        dry_run: true,
        ..PUBLISH
    };
    let (_, before) = office.import_and_look(&rows("Ash Weavers")).await;
    let again = office.import(&rows("Ash Weavers"), rehearsal).await;
    assert!(again.likely.is_empty(), "{:?}", again.likely);
    // The first becomes like the second, and one more comes that is like the third.
    let mut later = rows("Rowan Potters");
    later.push(row("R7", "Willow Bakers", "Live", ""));
    let told = office.import(&later, rehearsal).await.likely;
    for name in ["Rowan Potters", "Willow Bakers"] {
        assert!(told.iter().any(|one| one.name == name), "{told:?}");
    }
    let (_, after) = office.import_and_look(&later).await;
    assert_eq!(
        told.len() + before.len(),
        after.len(),
        "{told:?} {before:?} {after:?}"
    );
}
