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
