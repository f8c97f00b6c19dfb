//! Profiles of Murmurations: what the schema can carry is read back as it was.

use std::collections::HashMap;
use std::io::Cursor;

use trenza::place::{Place, Point};
use trenza::registry::import::{self, Choice, Entry};
use trenza::registry::{self, Draft, Filter, Organization, Status};
use trenza::text::LanguageMap;
use trenza::vocabulary::{EntityType, Scope};

use crate::directory::Directory;

/// Reads the directory's profiles and compares them with its published records; tells how
/// many there are.
pub(crate) async fn same_as_kept(directory: &Directory) -> usize {
    let text = directory
        .text("/data/organizations.murmurations.json")
        .await;
    let source = Cursor::new(text.into_bytes());
    let reading = import::open(source, "profiles.json", &Choice::default()).unwrap();
    assert_eq!(reading.register, "murmurations");
    let plan = reading.to_end().unwrap();
    // What a register's places lack and which characters it lost is told again, and changes
    // nothing.
    let is_known = |problem: &&import::Problem| {
        problem.field.starts_with("place.") || problem.reason.contains("U+FFFD")
    };
    let wrong = plan.problems.iter().find(|problem| !is_known(problem));
    assert!(wrong.is_none(), "{wrong:?}");
    let mut kept = published(directory).await;
    assert_eq!(plan.entries.len(), kept.len());
    for entry in &plan.entries {
        let organization = kept.remove(&entry.identifier).unwrap();
        assert_same(entry, &organization);
    }
    plan.entries.len()
}

async fn published(directory: &Directory) -> HashMap<String, Organization> {
    let filter = Filter {
        status: Some(Status::Published),
        ..Filter::default()
    };
    let mut tx = directory.node.db.read().await.unwrap();
    let (mut kept, mut after) = (HashMap::new(), None);
    loop {
        let page = registry::list(&mut tx, &filter, after.as_deref(), 200)
            .await
            .unwrap();
        kept.extend(
            page.items
                .into_iter()
                .map(|one| (directory.node.url(&one.path()), one)),
        );
        after = page.next;
        if after.is_none() {
            return kept;
        }
    }
}

fn assert_same(entry: &Entry, organization: &Organization) {
    let (read, stated) = (&entry.draft, &organization.stated);
    assert!(!entry.is_dissolved);
    assert_eq!(read.name(), stated.name());
    assert_eq!(read.language, stated.language);
    let own = |draft: &Draft| draft.summaries.get(&draft.language).map(str::to_owned);
    assert_eq!(own(read), own(stated));
    assert_eq!(read.website, stated.website);
    assert_eq!(read.themes, stated.themes);
    assert_eq!(read.scope, stated.scope);
    assert_eq!(read.founded_on, stated.founded_on);
    let place = |place: &Place| Place {
        municipality: None,
        precision: None,
        ..place.clone()
    };
    assert_eq!(
        place(&read.place),
        place(&stated.place),
        "{}",
        stated.name()
    );
}

#[tokio::test]
async fn a_whole_record_returns_as_far_as_a_profile_carries_it() {
    let directory = Directory::new().await;
    let mut draft = Draft::named("Tostado; Común", "es", EntityType::Association).unwrap();
    draft.summaries =
        LanguageMap::of("es", "Café \"bueno\"; barato.\n\nPara todos: 1 < 2").unwrap();
    draft.website = Some("https://tostado.example/a?b=c;d".parse().unwrap());
    draft.themes = vec!["food".into(), "fair-trade".into()];
    draft.scope = Some(Scope::Regional);
    draft.founded_on = Some(jiff::civil::date(1844, 12, 21));
    draft.place = Place {
        country: Some("MX".into()),
        region: Some("Oaxaca".into()),
        locality: Some("Oaxaca de Juárez".into()),
        street: Some("Calle 1\nPiso 2".into()),
        postal_code: Some("06800".into()),
        point: Some(Point {
            latitude: 17.000_001,
            longitude: -96.0,
        }),
        ..Place::default()
    };
    directory.published(draft).await;
    directory.organization("Elm", false).await;
    assert_eq!(same_as_kept(&directory).await, 2);
}

#[tokio::test]
async fn a_profile_is_refused_with_its_place_and_its_wrong_values_are_left_out() {
    let profiles = r#"[
        {"linked_schemas":["organizations_schema-v1.0.0"],"name":"Ash","unique_id":"1",
         "primary_url":"ash.example","tags":["food","two words"],"geographic_scope":"galactic",
         "starts_at":"soon","geolocation":{"lat":"north","lon":2},"status":"completed"},
        {"linked_schemas":["organizations_schema-v1.0.0"],"name":"Nobody"}
    ]"#;
    let source = Cursor::new(profiles.as_bytes().to_vec());
    let plan = import::open(source, "p.json", &Choice::default())
        .unwrap()
        .to_end()
        .unwrap();
    assert_eq!(plan.entries.len(), 1);
    let ash = &plan.entries[0];
    assert!(ash.is_dissolved);
    assert_eq!(
        ash.draft.website.as_ref().unwrap().as_str(),
        "https://ash.example/"
    );
    assert_eq!(ash.draft.themes, ["food"]);
    let fields: Vec<&str> = plan.problems.iter().map(|one| one.field.as_str()).collect();
    for field in [
        "tags",
        "geographic_scope",
        "starts_at",
        "geolocation.lat",
        "unique_id",
    ] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
}
