//! Places by what people call them: towns, and slips of the pen.

use super::*;

#[tokio::test]
async fn a_town_that_is_nearly_called_as_a_country_is_looked_for_as_a_town() {
    let index = index().await;
    let places = [
        ("Manta", -0.95, -80.72),
        ("Almería", 36.84, -2.46),
        ("Bilbao (España)", 43.26, -2.93),
        ("Salina Cruz, Oaxaca", 16.18, -95.2),
    ];
    let entries = places
        .iter()
        .zip(1_u32..)
        .map(|((name, latitude, longitude), number)| {
            let mut entry = organization(number, name);
            entry.point = Some(Point {
                latitude: *latitude,
                longitude: *longitude,
            });
            entry
        });
    index.keep(&entries.collect::<Vec<_>>()).await;
    for ((name, ..), number) in places.iter().zip(1..) {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("place", name)
            .finish();
        assert_eq!(
            index.finds(&query).await,
            [format!("/o/{number}")],
            "{name}"
        );
    }
}

#[tokio::test]
async fn what_is_nearly_called_as_a_place_is_proposed_and_of_namesakes_each_can_be_asked_for() {
    let index = index().await;
    for query in ["place=Frace", "place=Xyzzyton+(Espa%C3%B1a)"] {
        let refusal = index.ask(query).await.unwrap_err().to_string();
        assert!(refusal.contains("no place called"), "{query}: {refusal}");
    }
    assert_eq!(namesakes("Frace", "en"), ["France"]);
    let several = namesakes("Villanueva, Colombia", "en");
    assert!(several.len() > 1, "{several:?}");
    assert!(
        several.iter().all(|one| one.ends_with("Colombia")),
        "{several:?}"
    );
}

/// What is taken for a place that is named, and what else bears its name, in Spanish.
async fn taken(index: &Index, place: &str) -> (String, Vec<String>) {
    let mut tx = index.db.read().await.unwrap();
    let asked = Asked::read([("place", place)]).unwrap();
    let asked = resolve(&mut tx, asked).await.unwrap();
    taken_for(&asked, "es").unwrap()
}

#[tokio::test]
async fn of_equal_namesakes_the_large_city_is_taken_and_the_others_are_told() {
    let index = index().await;
    let london = "London, England, Reino Unido".to_owned();
    let village = "Londres, Catamarca, Argentina".to_owned();
    let found = taken(&index, "Londres").await;
    assert_eq!(found, (london.clone(), vec![village.clone()]));
    let mut there = organization(1, "Tejedoras");
    there.point = Some(Point {
        latitude: -27.71,
        longitude: -67.13,
    });
    index.keep(&[there]).await;
    let found = taken(&index, "Londres").await;
    assert_eq!(found, (village.clone(), vec![london.clone()]));
    for place in [&london, &village] {
        assert_eq!(taken(&index, place).await, (place.clone(), Vec::new()));
    }
    assert_eq!(index.finds("place=Londres").await, ["/o/1"]);
    assert!(index.finds("place=Londres,+Reino+Unido").await.is_empty());
}

#[tokio::test]
async fn who_looks_in_scotland_finds_nothing_of_england() {
    let index = index().await;
    let in_town = |number: u32, town: &str| {
        let mut entry = organization(number, "Bakery");
        let place = Place {
            country: Some("GB".to_owned()),
            locality: Some(town.to_owned()),
            ..Place::default()
        };
        entry.stand_in(None, &place);
        entry
    };
    let entries = [
        in_town(1, "Sheffield"),
        in_town(2, "Glasgow"),
        in_town(3, "Cardiff"),
    ];
    index.keep(&entries).await;
    for (place, found) in [
        ("Scotland", vec!["/o/2"]),
        ("Escocia", vec!["/o/2"]),
        ("Gales", vec!["/o/3"]),
        ("Inglaterra", vec!["/o/1"]),
        ("Reino+Unido", vec!["/o/3", "/o/2", "/o/1"]),
    ] {
        assert_eq!(
            index.finds(&format!("place={place}")).await,
            found,
            "{place}"
        );
    }
    let refusal = index.ask("place=Sheffield,+Scotland").await.unwrap_err();
    assert!(refusal.to_string().contains("no place called"), "{refusal}");
}

#[tokio::test]
async fn what_lies_in_a_part_of_a_country_is_found_by_it_whatever_smaller_part_its_record_names() {
    let index = index().await;
    let at = |number: u32, territory: &str, (latitude, longitude): (f64, f64)| {
        let mut entry = organization(number, "Bakery");
        let place = Place {
            country: Some("GB".to_owned()),
            point: Some(Point {
                latitude,
                longitude,
            }),
            ..Place::default()
        };
        entry.stand_in(Some(&Territory::parse(territory).unwrap()), &place);
        entry
    };
    let glasgow = at(1, "GB-GLG", (55.86, -4.25));
    let sheffield = at(2, "GB-SHF", (53.38, -1.47));
    index.keep(&[glasgow, sheffield]).await;
    for (place, found) in [("Escocia", "/o/1"), ("England", "/o/2")] {
        assert_eq!(
            index.finds(&format!("place={place}")).await,
            [found],
            "{place}"
        );
    }
    assert!(index.finds("place=Wales").await.is_empty());
}

#[tokio::test]
async fn around_a_place_the_nearest_come_first_page_by_page() {
    let index = index().await;
    let at = |number: u32, latitude: f64| {
        let mut entry = organization(number, "Panadería");
        entry.point = Some(Point {
            latitude,
            longitude: -96.72,
        });
        entry
    };
    // The newest is not the nearest.
    let entries = [at(1, 17.10), at(2, 17.06), at(3, 17.20), at(4, 17.08)];
    index.keep(&entries).await;
    let (nearest, query) = (["/o/2", "/o/4", "/o/1", "/o/3"], "near=17.06,-96.72&km=50");
    assert_eq!(index.finds(query).await, nearest);
    let (mut found, mut after) = (Vec::new(), None);
    for _ in 0..2 {
        let page = index
            .page(query, Order::Best, after.as_deref(), 2)
            .await
            .unwrap();
        found.extend(page.hits.into_iter().map(|hit| hit.subject));
        after = page.next;
        // What goes meanwhile from what was shown shifts nothing.
        let mut tx = index.db.begin().await.unwrap();
        forget(&mut tx, &["/o/2"]).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!((found, after), (nearest.map(str::to_owned).to_vec(), None));
    // Whoever reads what is new reads the newest first.
    let newest = index.page(query, Order::Newest, None, 4).await.unwrap();
    assert_eq!(
        newest.hits.first().map(|hit| hit.subject.as_str()),
        Some("/o/4")
    );
}

#[tokio::test]
async fn the_first_of_several_searches_that_finds_something_is_told_without_looking_for_its_place()
{
    let index = index().await;
    let mut bakery = organization(1, "Panadería Sol");
    bakery.point = Some(Point {
        latitude: 43.26,
        longitude: -2.93,
    });
    bakery.sectors = vec!["1071".parse().unwrap()];
    index.keep(&[bakery]).await;
    let mut tx = index.db.read().await.unwrap();
    let asked = Asked::read([("q", "hogazas"), ("place", "Bilbao")]).unwrap();
    let asked = resolve(&mut tx, asked).await.unwrap();
    let with = |instead: &[(&str, &str)]| asked.with(instead).unwrap();
    let elsewhere = Asked::read([("place", "Lyon"), ("sector", "1071")]).unwrap();
    let all = [
        with(&[("q", ""), ("sector", "G")]),
        with(&[("q", "luna"), ("sector", "1071")]),
        resolve(&mut tx, elsewhere).await.unwrap(),
        with(&[("q", "sol"), ("sector", "1071")]),
    ];
    assert_eq!(all[3].area, asked.area);
    let first = first_that_finds(&mut tx, &all, NOW).await.unwrap();
    assert_eq!(first, Some(3));
    let none = first_that_finds(&mut tx, &all[..3], NOW).await.unwrap();
    assert_eq!(none, None);
    assert!(asked.with(&[("sector", "xyz")]).is_err());
}
