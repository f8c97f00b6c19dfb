//! What is found, in which order, and what is not; on each database the same.

/// Notes, numbers and bounds.
mod bounds;
/// Places by what people call them.
mod places;
/// How the numbers lie.
mod spread;

use super::*;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::place::{Place, Point, Territory};
use crate::store::stretches::Spread;
use crate::store::terms::{Expression, Within};
use crate::store::{Db, Tx, execute, on, testing};
use crate::vocabulary::{AttestationKind, EntityType, Sector, Terms, What};

const NOW: Timestamp = Timestamp(1_790_000_000_000);

struct Index {
    db: Db,
    _folder: tempfile::TempDir,
}

async fn index() -> Index {
    let folder = tempfile::tempdir().unwrap();
    Index {
        db: testing::fresh(folder.path()).await.unwrap(),
        _folder: folder,
    }
}

fn organization(number: u32, name: &str) -> Entry {
    let updated = Timestamp(NOW.0 + i64::from(number));
    let mut entry = Entry::new(format!("/o/{number}"), Kind::Organization, updated);
    entry.titles = vec![("es".to_owned(), name.to_owned())];
    entry.entity_type = Some(EntityType::Cooperative);
    entry
}

fn need(number: u32, title: &str) -> Entry {
    let mut entry = organization(number, title);
    entry.subject = format!("/offers/{number}");
    entry.kind = Kind::Need;
    entry.what = Some(What::Service);
    entry.terms = Some(Terms::Barter);
    entry
}

impl Index {
    async fn keep(&self, entries: &[Entry]) {
        let mut tx = self.db.begin().await.unwrap();
        put(&mut tx, entries, NOW).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn ask(&self, query: &str) -> Result<Found> {
        self.page(query, Order::Best, None, 50).await
    }

    async fn page(
        &self,
        query: &str,
        order: Order,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Found> {
        let mut tx = self.db.read().await?;
        let asked = Asked::read(url::form_urlencoded::parse(query.as_bytes()))?;
        let asked = resolve(&mut tx, asked).await?;
        find(&mut tx, &asked, order, (after, limit), NOW).await
    }

    async fn finds(&self, query: &str) -> Vec<String> {
        let found = self.ask(query).await.unwrap();
        found.hits.into_iter().map(|hit| hit.subject).collect()
    }
}

#[tokio::test]
async fn words_are_found_however_they_are_written_and_titles_come_first() {
    let index = index().await;
    let mut mentions = organization(3, "Taller Sur");
    mentions.texts = vec![(
        "es".to_owned(),
        "Somos parte de las cooperativas Ñandú".to_owned(),
    )];
    index
        .keep(&[
            organization(1, "Cooperativa Ñandú"),
            mentions,
            organization(2, "Panadería"),
        ])
        .await;
    for words in [
        "nandu",
        "%C3%91AND%C3%9A",
        "cooperativas",
        "la+cooperativa+de+nandu",
        "ñandu",
    ] {
        assert_eq!(
            index.finds(&format!("q={words}")).await,
            ["/o/1", "/o/3"],
            "{words}"
        );
    }
    assert_eq!(index.finds("").await, ["/o/3", "/o/2", "/o/1"]);
    // The beginning of a word is enough where nothing has it whole.
    assert_eq!(index.finds("q=pana").await, ["/o/2"]);
    for words in ["q=bicicleta", "q=%22+OR+title%3A", "q=*", "q=%E2%80%A6"] {
        assert!(index.finds(words).await.is_empty(), "{words}");
    }
    let newest = index
        .page("q=nandu", Order::Newest, None, 50)
        .await
        .unwrap();
    assert_eq!(newest.hits[0].subject, "/o/3");
}

#[tokio::test]
async fn a_stem_finds_words_of_its_own_language_and_a_whole_word_those_of_all() {
    let index = index().await;
    let mut english = organization(1, "Home Guard Old Comrades");
    english.titles[0].0 = "en".to_owned();
    let mut taller = organization(3, "The Taller Collective");
    taller.titles[0].0 = "en".to_owned();
    let all = [english, organization(2, "Guardería"), taller];
    index.keep(&all).await;
    index.keep(&[organization(4, "Talleres del Sur")]).await;
    for (words, expected) in [
        ("guarder%C3%ADa", vec!["/o/2"]),
        ("guarderias", vec!["/o/2"]),
        ("taller", vec!["/o/4", "/o/3"]),
        ("comrade", vec!["/o/1"]),
    ] {
        assert_eq!(
            index.finds(&format!("q={words}")).await,
            expected,
            "{words}"
        );
    }
}

#[tokio::test]
async fn every_filter_narrows_and_is_counted() {
    let index = index().await;
    let mut oaxaca = organization(1, "Café Unión");
    let place = Place {
        country: Some("MX".to_owned()),
        locality: Some("Oaxaca de Juárez".to_owned()),
        ..Place::default()
    };
    oaxaca.stand_in(Some(&Territory::parse("MX-OAX").unwrap()), &place);
    oaxaca.sectors = vec![Sector::parse("0127").unwrap()];
    oaxaca.themes = vec!["agroecología".to_owned()];
    oaxaca.attested = vec![(
        AttestationKind::Office,
        "Oficina de Economía Social".to_owned(),
    )];
    let mut wanted = need(2, "Buscamos transporte");
    wanted.deadline = Some(NOW + std::time::Duration::from_hours(24 * 20));
    wanted.belong_to(&oaxaca);
    let mut lyon = organization(3, "Coopérative du Rhône");
    lyon.subject = "https://lyon.example/o/3".to_owned();
    lyon.entity_type = Some(EntityType::Association);
    lyon.titles = vec![("fr".to_owned(), "Coopérative du Rhône".to_owned())];
    lyon.point = Some(Point {
        latitude: 45.76,
        longitude: 4.84,
    });
    index.keep(&[oaxaca, wanted, lyon]).await;
    let (cafe, transport, rhone) = ("/o/1", "/offers/2", "https://lyon.example/o/3");
    for (query, expected) in [
        ("kind=organizations", vec![rhone, cafe]),
        ("kind=needs", vec![transport]),
        ("kind=offers", vec![]),
        ("territory=MX", vec![transport, cafe]),
        ("territory=MX-OAX", vec![transport, cafe]),
        ("territory=ES", vec![]),
        ("place=Oaxaca", vec![transport, cafe]),
        ("place=Lyon", vec![rhone]),
        ("place=Lyon,+France&km=50", vec![rhone]),
        ("near=45.7,4.8&km=20", vec![rhone]),
        ("near=45.7,4.8&km=1", vec![]),
        ("box=45,4,46,5", vec![rhone]),
        ("box=-90,-180,90,180", vec![rhone, transport, cafe]),
        ("type=association", vec![rhone]),
        ("sector=A", vec![transport, cafe]),
        ("sector=012", vec![transport, cafe]),
        ("sector=0128", vec![]),
        ("theme=agroecology", vec![transport, cafe]),
        ("what=service&terms=barter", vec![transport]),
        ("until=2026-12-31", vec![transport]),
        ("until=2026-10-01", vec![]),
        ("attested=office", vec![transport, cafe]),
        ("attested=oficina+de+economia+social", vec![transport, cafe]),
        ("attested=network", vec![]),
        ("language=fr", vec![rhone]),
        ("whose=own", vec![transport, cafe]),
        ("whose=others&q=cooperativa", vec![rhone]),
        ("q=union&kind=need&territory=MX-OAX", vec![transport]),
    ] {
        assert_eq!(index.finds(query).await, expected, "{query}");
    }
    let counted = index.ask("").await.unwrap().counted;
    assert_eq!(
        (counted.total, counted.has_more, counted.points.len()),
        (3, false, 3)
    );
    let of = |facet, value: &str| {
        let values = counted.facets[&facet].iter();
        values
            .clone()
            .find(|(one, _)| one == value)
            .map(|(_, count)| *count)
    };
    assert_eq!(of(Facet::Kind, "organization"), Some(2));
    assert_eq!(of(Facet::Territory, "MX"), Some(2));
    assert_eq!(of(Facet::Sector, "A"), Some(2));
    assert_eq!(of(Facet::Sector, "0127"), None);
    assert_eq!(of(Facet::Whose, "others"), Some(1));
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_and_what_has_ended_stands_last() {
    let index = index().await;
    let mut entries: Vec<Entry> = (0..23)
        .map(|number| organization(number, "Pan y sal"))
        .collect();
    for entry in entries.iter_mut().step_by(2) {
        entry.titles[0].1 = "Otra".to_owned();
        entry.texts = vec![("es".to_owned(), "hacemos pan".to_owned())];
    }
    // All changed in the same moment.
    for entry in &mut entries {
        entry.updated = NOW;
    }
    let mut ended = need(99, "Pan");
    ended.stands = false;
    ended.updated = Timestamp(NOW.0 + 1_000_000);
    entries.push(ended);
    index.keep(&entries).await;
    let whole = index.finds("q=pan").await;
    assert_eq!(whole.len(), 24);
    assert_eq!(
        whole[11], "/offers/99",
        "the last of those with the word in the title"
    );
    let mut read = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = index
            .page("q=pan", Order::Best, after.as_deref(), 5)
            .await
            .unwrap();
        assert_eq!(page.counted.total, 24);
        read.extend(page.hits.into_iter().map(|hit| hit.subject));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(read, whole);
    for cursor in ["", "x", "MCAwIA", "MCA5IDE"] {
        let refusal = index
            .page("q=pan", Order::Best, Some(cursor), 5)
            .await
            .unwrap_err();
        assert!(refusal.to_string().contains("begin again"), "{cursor}");
    }
}

#[tokio::test]
async fn what_changed_is_found_as_it_is_now_and_what_is_forgotten_no_more() {
    let index = index().await;
    index.keep(&[organization(1, "Antes")]).await;
    index.keep(&[organization(1, "Después")]).await;
    assert!(index.finds("q=antes").await.is_empty());
    assert_eq!(index.finds("q=despues").await, ["/o/1"]);
    let mut tx = index.db.begin().await.unwrap();
    forget(&mut tx, &["/o/1", "/o/none"]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(index.finds("").await.is_empty());
}

#[tokio::test]
async fn of_namesakes_the_place_counts_around_which_something_is_found() {
    let index = index().await;
    for query in ["place=Xyzzyton", "place=Oaxaca,+Xyzzyton"] {
        let refusal = index.ask(query).await.unwrap_err().to_string();
        assert!(refusal.contains("Oaxaca, Mexico"), "{refusal}");
    }
    let refusal = index.ask("place=Cartagena").await.unwrap_err().to_string();
    assert!(refusal.contains("write the country too"), "{refusal}");
    let mut here = organization(1, "Pescadores");
    here.point = Some(Point {
        latitude: 10.4,
        longitude: -75.51,
    });
    index.keep(&[here]).await;
    assert_eq!(index.finds("place=Cartagena").await, ["/o/1"]);
    assert!(index.finds("place=Cartagena,+Espa%C3%B1a").await.is_empty());
}

#[tokio::test]
async fn more_than_a_thousand_are_not_counted_to_the_end() {
    let index = index().await;
    let entries: Vec<Entry> = (0..1_005)
        .map(|number| organization(number, "Huerta"))
        .collect();
    index.keep(&entries).await;
    let found = index.ask("q=huerta").await.unwrap();
    assert_eq!((found.counted.total, found.counted.has_more), (1_000, true));
    assert_eq!(found.hits.len(), 50);
}

/// SQLite says how it reads; PostgreSQL decides by how much there is.
#[tokio::test]
async fn no_search_reads_a_whole_table() {
    let index = index().await;
    let mut tx = index.db.begin().await.unwrap();
    if !tx.is_exclusive() {
        return;
    }
    let around = crate::place::Area::parse_around("17,-96", 25.0).unwrap();
    for bounds in [
        sql::Bounds::default(),
        sql::Bounds {
            area: Some(around),
            deadline: Some((NOW, NOW)),
            entered: Some((NOW, NOW)),
        },
    ] {
        let sought = Expression::default().with(Within::Everything, ["pan".to_owned()]);
        let everything = Spread::default().below(i64::MAX).next(0, 1).unwrap();
        let (numbers, asked) = tx.numbers_holding(&sought, &everything, 50).unwrap();
        let query = sql::query(&numbers, "JSON_ARRAY", &bounds);
        let plan = format!("EXPLAIN QUERY PLAN {query}");
        let steps: Vec<(i64, i64, i64, String)> =
            on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(plan))
                .bind(asked)
                .fetch_all(c))
            .unwrap();
        let steps: Vec<String> = steps.into_iter().map(|(_, _, _, step)| step).collect();
        let steps = steps.join("\n");
        assert!(
            steps.contains("search_terms VIRTUAL TABLE INDEX"),
            "{steps}"
        );
        assert!(
            steps.contains("SEARCH e USING INTEGER PRIMARY KEY"),
            "{steps}"
        );
        assert!(
            !steps.contains("TEMP B-TREE") && !steps.contains("SCAN e"),
            "{steps}"
        );
    }
    let lapsed = "EXPLAIN QUERY PLAN SELECT number FROM search_entries WHERE look_again_at <= 5 \
        ORDER BY look_again_at LIMIT 5";
    let steps: Vec<(i64, i64, i64, String)> =
        on!(tx, |c| sqlx::query_as(lapsed).fetch_all(c)).unwrap();
    assert!(steps[0].3.contains("search_entries_by_look"), "{steps:?}");
    execute!(tx, sqlx::query("DELETE FROM search_due")).unwrap();
}

#[tokio::test]
async fn what_lapses_is_noted_once() {
    let index = index().await;
    let mut lapsing = organization(1, "Comprobada");
    lapsing.look_again_at = Some(NOW);
    index.keep(&[lapsing, organization(2, "Otra")]).await;
    let mut tx: Tx = index.db.begin().await.unwrap();
    assert!(
        !due::has_lapsed(&mut tx, Timestamp(NOW.0 - 1))
            .await
            .unwrap()
    );
    assert!(due::has_lapsed(&mut tx, NOW).await.unwrap());
    assert_eq!(due::note_lapsed(&mut tx, NOW).await.unwrap(), 1);
    assert_eq!(due::note_lapsed(&mut tx, NOW).await.unwrap(), 0);
    let noted = due::pending(&mut tx, NOW, 10).await.unwrap();
    assert_eq!(subjects(&noted), ["/o/1"]);
    due::heeded(&mut tx, &noted).await.unwrap();
    assert!(due::pending(&mut tx, NOW, 10).await.unwrap().is_empty());
}

fn subjects(notes: &[(i64, String)]) -> Vec<&str> {
    notes.iter().map(|(_, one)| one.as_str()).collect()
}
