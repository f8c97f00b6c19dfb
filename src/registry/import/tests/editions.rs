//! One register in two editions of other columns.

use super::*;
use crate::registry::{Consent, Standing};

const LATER: &str = "Identifier,Name,Description,Street Address,Locality,Region,Postcode,\
    Country ID,Website,Companies House Number,Geo Container Latitude,Geo Container Longitude,\
    SIC Code,Ownership Classification,Legal Form";

#[tokio::test]
async fn a_later_edition_updates_the_same_records_and_keeps_what_it_does_not_state() {
    let office = office().await;
    office
        .import(
            &[row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")],
            PUBLISH,
        )
        .await;
    let before = office.all().await;
    office.events().await;
    let file = format!(
        "{LATER}\nR1,Ash Tree,,1 High Street,Ely,Cambs,CB7 4AA,GB,ash.example/home,,52.4,0.26,\
         94990,Workers,Society\nR3,Oak,,,,,,GB,nonsense,0451,91,x,99999,Elves,LLP\n"
    );
    let reading = || read(file.as_bytes(), "later.csv").unwrap();
    let plan = reading().to_end().unwrap();
    let mut told: Vec<&str> = plan
        .problems
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "Geo Container Latitude",
            "Ownership Classification",
            "Website"
        ]
    );
    let report = office.take(reading(), PUBLISH).await.unwrap();
    assert_eq!(
        (report.created, report.updated, report.published),
        (1, 1, 1)
    );

    let after = office.all().await;
    let ash = &after[0];
    assert_eq!(
        (ash.id.clone(), ash.handle.as_str()),
        (before[0].id.clone(), "ash")
    );
    assert_eq!(ash.stated.name(), "Ash Tree");
    assert_eq!(
        ash.stated.website.as_ref().unwrap().as_str(),
        "http://ash.example/home"
    );
    assert_eq!(ash.stated.territory.as_ref().unwrap().as_str(), "GB-ENG");
    assert_eq!(ash.stated.founded_on, before[0].stated.founded_on);
    assert!(ash.stated.place.point.is_some());
    assert_eq!(
        after[1], before[1],
        "what a later edition leaves out stays as it was"
    );
    let mut tx = office.db.read().await.unwrap();
    let sources = registry::sources(&mut tx, &ash.id).await.unwrap();
    assert_eq!(sources[0].register_number.as_deref(), Some("FCA 1R1"));
}

#[tokio::test]
async fn what_the_office_erased_does_not_come_back_with_the_next_import() {
    let office = office().await;
    let rows = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
    office.import(&rows, PUBLISH).await;
    let ash = office.all().await.remove(0);
    let mut tx = office.db.begin().await.unwrap();
    registry::remove(&mut tx, &office.clock, &ash.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let report = office.import(&rows, PUBLISH).await;
    assert_eq!(
        (report.created, report.unchanged, report.skipped),
        (0, 1, 1)
    );
    assert!(
        report.problems[0].reason.contains("by the office"),
        "{report:?}"
    );
    assert_eq!(office.all().await.len(), 1);
}

#[tokio::test]
async fn what_left_by_itself_is_listed_again_as_another_record_by_the_next_import() {
    let office = office().await;
    let rows = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
    office.import(&rows, PUBLISH).await;
    let ash = office.all().await.remove(0);
    let mut tx = office.db.begin().await.unwrap();
    let refused = registry::leave(&mut tx, &office.clock, &ash.id).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    let consent = Consent {
        by: "Ana".to_owned(),
        statement: "letter".to_owned(),
        at: None,
    };
    registry::activate(&mut tx, &office.clock, &ash.id, &consent)
        .await
        .unwrap();
    registry::leave(&mut tx, &office.clock, &ash.id)
        .await
        .unwrap();
    let events = format!("{:?}", outbox::pending(&mut tx, 100).await.unwrap());
    assert!(events.contains("OrganizationRemoved"), "{events}");
    tx.commit().await.unwrap();
    assert_eq!(office.all().await.len(), 1);
    let report = office.import(&rows, PUBLISH).await;
    assert_eq!((report.created, report.unchanged), (1, 1), "{report:?}");
    let again = office.all().await;
    let again = again.iter().find(|one| one.stated.name() == "Ash").unwrap();
    assert_ne!(again.id, ash.id, "its former address stays gone");
    assert_eq!(again.standing, Standing::Listed);
}
