//! One organization in two directories: proposed, stated on both sides, shown as one, and
//! open again; and what a one-sided word cannot do.

use trenza::federation::{peering, same_as};
use trenza::place::Place;
use trenza::registry::duplicates::{self, Among, State};
use trenza::registry::membership::Party;
use trenza::registry::same_as::StatedBy;
use trenza::registry::{self, Author, Draft, Organization, Standing};
use trenza::vocabulary::EntityType;

use super::assembly;
use super::nodes::{Running, Stage, until};

impl Running {
    /// A published organization in one town, so that likeness can be seen.
    async fn settled(&self, name: &str) -> Organization {
        let draft = Draft {
            place: Place {
                country: Some("MX".into()),
                locality: Some("Oaxaca".into()),
                ..Place::default()
            },
            ..Draft::named(name, "es", EntityType::Cooperative).unwrap()
        };
        self.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await
    }

    /// One that speaks for itself.
    async fn speaking(&self, name: &str) -> Organization {
        let settled = self.settled(name).await;
        self.change(async |tx, clock| assembly::agrees(tx, clock, &settled.id).await)
            .await
    }

    async fn states(&self, ours: &Organization, theirs: &str, by: StatedBy) {
        self.change(async |tx, _| same_as::state(&self.node, tx, &ours.id, theirs, by).await)
            .await;
    }

    async fn takes_back(&self, ours: &Organization, theirs: &str) {
        self.change(async |tx, _| same_as::take_back(&self.node, tx, &ours.id, theirs).await)
            .await;
    }

    async fn holds(&self, id: &str) {
        until("the record arrives", async || {
            self.record(id).await.is_some()
        })
        .await;
    }

    /// How many organizations this directory shows, its own and others'.
    pub(crate) async fn shows(&self) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        let mut own = 0;
        for standing in [Standing::Listed, Standing::Active] {
            own += registry::count_published(&mut tx, standing).await.unwrap();
        }
        let query = "SELECT COUNT(*) FROM remote_records \
            WHERE kind = 'organization' AND gone = FALSE AND shown_as IS NULL";
        let others: i64 = trenza::on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
        own + others
    }

    /// Which of others' records stand under one of ours.
    pub(crate) async fn under(&self, ours: &Organization) -> Vec<String> {
        let mut tx = self.node.db.read().await.unwrap();
        let shown = same_as::shown_under(&mut tx, &ours.path()).await.unwrap();
        shown.into_iter().map(|record| record.id).collect()
    }

    /// Whether another's record says what it shall say of itself.
    async fn hears(&self, id: &str, same: &str) -> bool {
        let record = self.record(id).await;
        record.is_some_and(|record| record.body.contains(&format!("\"sameAs\":[\"{same}\"]")))
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        let url = self.node.url(path);
        let address = url.replace(&self.host(), &self.address());
        #[expect(clippy::disallowed_methods, reason = "a reader's browser")]
        let request = reqwest::Client::new()
            .get(address)
            .header("accept", "text/html");
        request.send().await.unwrap().text().await.unwrap()
    }
}

#[tokio::test]
async fn what_both_keepers_state_is_shown_as_one_until_either_takes_it_back() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let mixteca = stage.open("mixteca", "accept").await;
    stage.befriend(&mixteca, &oaxaca).await;
    let ours = oaxaca.settled("Café Unión de Tejedoras").await;
    let theirs = mixteca.settled("Cafe Union Tejedoras SC").await;
    let (our_id, their_id) = (
        oaxaca.node.url(&ours.path()),
        mixteca.node.url(&theirs.path()),
    );
    oaxaca.holds(&their_id).await;
    mixteca.holds(&our_id).await;
    assert_eq!((oaxaca.shows().await, mixteca.shows().await), (2, 2));

    let found = same_as::find(&oaxaca.node, &Among::All).await.unwrap();
    assert_eq!(found.new, 1);
    let mut tx = oaxaca.node.db.read().await.unwrap();
    let proposed = duplicates::list(&mut tx, State::Proposed, None, 5)
        .await
        .unwrap()
        .items;
    assert_eq!(
        (&proposed[0].one, &proposed[0].other),
        (&ours.path(), &their_id)
    );
    drop(tx);
    let page = oaxaca.page(&ours.path()).await;
    assert!(
        !page.contains(&their_id),
        "a proposal is nobody's business: {page}"
    );

    oaxaca.states(&ours, &their_id, StatedBy::Office).await;
    until("the word arrives", async || {
        mixteca.hears(&our_id, &their_id).await
    })
    .await;
    assert_eq!(
        (oaxaca.shows().await, mixteca.shows().await),
        (2, 2),
        "one word is not enough"
    );

    mixteca.states(&theirs, &our_id, StatedBy::Office).await;
    until("both show one", async || {
        oaxaca.shows().await == 1 && mixteca.shows().await == 1
    })
    .await;
    assert_eq!(oaxaca.under(&ours).await, [their_id.as_str()]);
    assert_eq!(mixteca.under(&theirs).await, [our_id.as_str()]);
    let page = oaxaca.page(&ours.path()).await;
    assert!(
        page.contains(&their_id) && page.contains("mixteca"),
        "{page}"
    );
    let list = oaxaca.page("/organizations?q=tejedoras+sc").await;
    assert!(
        list.contains(&ours.path())
            && list.contains(&format!("href=\"{their_id}\" rel=\"external\">mixteca"))
            && list.matches(&their_id).count() == 1,
        "{list}"
    );

    mixteca.takes_back(&theirs, &our_id).await;
    until("both show two", async || {
        oaxaca.shows().await == 2 && mixteca.shows().await == 2
    })
    .await;
    assert_eq!(oaxaca.under(&ours).await, [""; 0]);

    mixteca.states(&theirs, &our_id, StatedBy::Office).await;
    until("one again", async || oaxaca.shows().await == 1).await;
    peering::remove(&oaxaca.node, &mixteca.host())
        .await
        .unwrap();
    assert_eq!(oaxaca.shows().await, 1, "ours alone");
    assert_eq!(oaxaca.under(&ours).await, [""; 0]);
}

#[tokio::test]
async fn a_strangers_one_sided_word_hides_and_swallows_nothing() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let stranger = stage.open("stranger", "accept").await;
    let witness = stage.open("witness", "accept").await;
    stage.befriend(&stranger, &oaxaca).await;
    stage.befriend(&witness, &oaxaca).await;
    stage.befriend(&witness, &stranger).await;
    let ours = oaxaca.settled("Café Unión de Tejedoras").await;
    let our_id = oaxaca.node.url(&ours.path());
    stranger.holds(&our_id).await;
    witness.holds(&our_id).await;
    let listed = stranger.settled("Café Unión de Tejedoras").await;
    let other = stranger.speaking("Motores Lejanos").await;
    let copy = stranger.speaking("Café Unión de Tejedoras Tejedoras").await;
    for claimant in [&listed, &other, &copy] {
        let id = stranger.node.url(&claimant.path());
        oaxaca.holds(&id).await;
        witness.holds(&id).await;
        let by = StatedBy::Office;
        stranger.states(claimant, &our_id, by).await;
        for node in [&oaxaca, &witness] {
            until("the word arrives", async || node.hears(&id, &our_id).await).await;
        }
    }
    // Whatever they say, ours stands everywhere by itself.
    let ours_there = witness.record(&our_id).await.unwrap();
    assert!(!ours_there.gone);
    let page = witness.page("/organizations").await;
    assert!(page.contains(&our_id), "{page}");
    // Who only lists, and who is nothing like it, stands by itself too; the one that speaks
    // for itself and is alike puts itself under ours, and never ours under it.
    let under = oaxaca.under(&ours).await;
    assert_eq!(under, [stranger.node.url(&copy.path())]);
    assert_eq!(oaxaca.shows().await, 3);
    assert_eq!(witness.shows().await, 3);

    // The office need not have it on its page.
    let party = (
        Party::Own(ours.id.clone()),
        Party::Foreign(under[0].clone()),
    );
    oaxaca
        .change(async |tx, clock| {
            let author = Author::Office;
            let pair = duplicates::keep_apart(tx, clock, &party.0, &party.1, &author).await?;
            same_as::refresh_pair(tx, oaxaca.node.base(), &pair).await
        })
        .await;
    assert_eq!(oaxaca.under(&ours).await, [""; 0]);
    assert_eq!(oaxaca.shows().await, 4);
}

#[tokio::test]
async fn an_organizations_own_word_is_enough_where_an_office_alone_keeps_the_other() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let mixteca = stage.open("mixteca", "accept").await;
    stage.befriend(&mixteca, &oaxaca).await;
    let ours = oaxaca.speaking("Café Unión de Tejedoras").await;
    let theirs = mixteca.settled("Cafe Union Tejedoras").await;
    let (our_id, their_id) = (
        oaxaca.node.url(&ours.path()),
        mixteca.node.url(&theirs.path()),
    );
    oaxaca.holds(&their_id).await;
    mixteca.holds(&our_id).await;
    oaxaca
        .states(&ours, &their_id, StatedBy::Organization)
        .await;
    until("both show one", async || {
        oaxaca.shows().await == 1 && mixteca.shows().await == 1
    })
    .await;
    oaxaca.takes_back(&ours, &their_id).await;
    until("both show two", async || {
        oaxaca.shows().await == 2 && mixteca.shows().await == 2
    })
    .await;
}

#[tokio::test]
async fn an_organization_hides_nobody_by_calling_itself_like_another() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let mixteca = stage.open("mixteca", "accept").await;
    stage.befriend(&mixteca, &oaxaca).await;
    let ours = oaxaca.speaking("Motores Lejanos").await;
    let theirs = mixteca.settled("Cafe Union Tejedoras").await;
    let their_id = mixteca.node.url(&theirs.path());
    oaxaca.holds(&their_id).await;
    let mut stated = ours.stated.clone();
    stated.names = theirs.stated.names.clone();
    oaxaca
        .change(async |tx, clock| {
            registry::edit(tx, clock, &ours.id, stated, Author::Organization).await
        })
        .await;
    let by = StatedBy::Organization;
    oaxaca.states(&ours, &their_id, by).await;
    assert_eq!(oaxaca.under(&ours).await, [""; 0]);
    assert_eq!(oaxaca.shows().await, 2);
}

#[tokio::test]
async fn what_a_killed_node_had_not_reckoned_it_reckons_when_it_starts() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let mixteca = stage.open("mixteca", "accept").await;
    stage.befriend(&mixteca, &oaxaca).await;
    let ours = oaxaca.settled("Café Unión de Tejedoras").await;
    let theirs = mixteca.settled("Cafe Union Tejedoras").await;
    let (our_id, their_id) = (
        oaxaca.node.url(&ours.path()),
        mixteca.node.url(&theirs.path()),
    );
    oaxaca.holds(&their_id).await;
    mixteca.holds(&our_id).await;
    oaxaca.states(&ours, &their_id, StatedBy::Office).await;
    mixteca.states(&theirs, &our_id, StatedBy::Office).await;
    until("one", async || oaxaca.shows().await == 1).await;
    let killed = oaxaca.stop().await;
    killed.look().await.leave_unreckoned().await;
    let oaxaca = stage.reopen(killed).await;
    until("one again", async || oaxaca.shows().await == 1).await;
    assert_eq!(oaxaca.under(&ours).await, [their_id.as_str()]);
}

#[tokio::test]
async fn a_merged_record_leads_to_the_kept_one_for_people_and_programs() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let mixteca = stage.open("mixteca", "accept").await;
    stage.befriend(&mixteca, &oaxaca).await;
    let kept = oaxaca.settled("Café Unión").await;
    let lost = oaxaca.settled("Cafe Union SC").await;
    let lost_id = oaxaca.node.url(&lost.path());
    mixteca.holds(&lost_id).await;
    let theirs = mixteca.settled("Café Unión").await;
    let their_id = mixteca.node.url(&theirs.path());
    oaxaca.holds(&their_id).await;
    mixteca.states(&theirs, &lost_id, StatedBy::Office).await;
    oaxaca.states(&lost, &their_id, StatedBy::Office).await;
    until("shown under the one", async || {
        oaxaca.under(&lost).await.len() == 1
    })
    .await;
    oaxaca
        .change(async |tx, clock| {
            duplicates::merge(tx, clock, &kept.id, &lost.id, &Author::Office).await
        })
        .await;
    until("the peer hears that it is gone", async || {
        mixteca
            .record(&lost_id)
            .await
            .is_some_and(|record| record.gone)
    })
    .await;
    for accept in ["application/activity+json", "text/html"] {
        for path in [lost.path(), format!("/@{}", lost.handle)] {
            let (status, location) = oaxaca.redirect(&path, accept).await;
            assert_eq!(status, 308, "{path} {accept}");
            assert!(location.ends_with(&kept.path()), "{location}");
        }
    }
    assert_eq!(oaxaca.get(&kept.path()).await.0, 200);
    until("shown under the kept one", async || {
        oaxaca.under(&kept).await == [their_id.as_str()]
    })
    .await;
}
