//! What completing a place takes from the gazetteer and the boundaries, and what it tells.
//! Knows no real register; those are read in `tests/places.rs`.

use super::gazetteer::{Found, Hints, find};
use super::*;
use crate::text::fold;

fn territory(code: &str) -> Territory {
    Territory::parse(code).unwrap()
}

/// A place of country, region, locality and postal code; an empty text is none.
fn place([country, region, locality, postal_code]: [&str; 4], point: Option<(f64, f64)>) -> Place {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Place {
        country: text(country),
        region: text(region),
        locality: text(locality),
        postal_code: text(postal_code),
        point: point.map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        }),
        ..Place::default()
    }
}

fn one(name: &str, country: &str, hints: Hints<'_>) -> gazetteer::Municipality {
    match find(name, country, hints) {
        Found::One(found) => found,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn a_municipality_is_found_by_its_name_as_offices_write_it() {
    for (name, country, subdivision, north) in [
        ("Bilbao", "ES", "ES-PV", 43.26),
        ("BILBAO", "ES", "ES-PV", 43.26),
        ("Ayuntamiento de Bilbao", "ES", "ES-PV", 43.26),
        ("Donostia / San Sebastián", "ES", "ES-PV", 43.31),
        ("Vitoria-Gasteiz", "ES", "ES-PV", 42.85),
        ("L'Hospitalet de Llobregat", "ES", "ES-CT", 41.36),
        ("Hospitalet de Llobregat, L'", "ES", "ES-CT", 41.36),
        ("Oaxaca de Juárez", "MX", "MX-OAX", 17.07),
        ("München", "DE", "DE-BY", 48.14),
        ("Köln", "DE", "DE-NW", 50.93),
        ("Cologne", "DE", "DE-NW", 50.93),
        ("Roma", "IT", "IT-62", 41.89),
        ("Lisboa", "PT", "PT-11", 38.72),
        ("St Albans", "GB", "GB-ENG", 51.75),
        ("Wien", "AT", "AT-9", 48.2),
        ("São Paulo", "BR", "BR-SP", -23.5),
        ("Praha 9", "CZ", "CZ-10", 50.09),
        ("PARIS CEDEX 02", "FR", "FR-IDF", 48.85),
        ("LYON 7E ARRONDISSEMENT", "FR", "FR-ARA", 45.75),
        ("28001 Madrid", "ES", "ES-MD", 40.42),
        ("St. Johann in Tirol", "AT", "AT-7", 47.52),
        ("Wuerzburg", "DE", "DE-BY", 49.79),
        ("Αθήνα", "GR", "GR-I", 37.98),
    ] {
        let found = one(name, country, Hints::default());
        assert_eq!(found.subdivision, Some(territory(subdivision)), "{name}");
        assert!(
            (found.point.latitude - north).abs() < 0.1,
            "{name}: {found:?}"
        );
    }
    assert_eq!(one("oaxaca", "MX", Hints::default()).name, "Oaxaca");
    assert_eq!(one("genf", "CH", Hints::default()).name, "Genève");
}

#[test]
fn a_place_that_is_none_is_not_found() {
    for name in ["", " ", "Atlantis", "x", "-", "/", "12"] {
        assert_eq!(
            find(name, "ES", Hints::default()),
            Found::Nothing,
            "{name:?}"
        );
    }
    assert_eq!(find("Bilbao", "FR", Hints::default()), Found::Nothing);
    assert_eq!(
        find(&"Bilbao ".repeat(50), "ES", Hints::default()),
        Found::Nothing
    );
}

#[test]
fn region_postal_code_or_point_choose_between_namesakes_and_without_them_none_is_chosen() {
    let Found::Several(count) = find("Montreuil", "FR", Hints::default()) else {
        panic!("there is more than one Montreuil");
    };
    assert!(count > 1);
    let paris = territory("FR-IDF");
    let by_region = Hints {
        subdivision: Some(&paris),
        ..Hints::default()
    };
    let by_code = Hints {
        postal_code: Some("93100"),
        ..Hints::default()
    };
    let by_point = Hints {
        point: Some(Point {
            latitude: 48.86,
            longitude: 2.45,
        }),
        ..Hints::default()
    };
    for hints in [by_region, by_code, by_point] {
        let found = one("Montreuil", "FR", hints);
        assert!((found.point.latitude - 48.86).abs() < 0.05, "{found:?}");
    }
}

#[test]
fn a_region_or_postal_code_that_fits_no_namesake_means_a_place_that_is_not_known() {
    let bavaria = territory("DE-BY");
    let elsewhere = Hints {
        subdivision: Some(&bavaria),
        ..Hints::default()
    };
    assert_eq!(find("Hamburg", "DE", elsewhere), Found::Nothing);
    let elsewhere = Hints {
        postal_code: Some("28500"),
        ..Hints::default()
    };
    assert_eq!(find("Montreuil", "FR", elsewhere), Found::Nothing);
    // The gazetteer does not know the counties of England, so that this one says nothing.
    let lancashire = territory("GB-LAN");
    let inside = Hints {
        subdivision: Some(&lancashire),
        ..Hints::default()
    };
    assert!(matches!(find("Lancaster", "GB", inside), Found::One(_)));
    // A code that lost its zero is the same code.
    let beginning = Hints {
        postal_code: Some("1000"),
        ..Hints::default()
    };
    assert!(matches!(
        find("Bourg-en-Bresse", "FR", beginning),
        Found::One(_)
    ));
}

#[test]
fn a_place_without_a_point_gets_the_centre_of_its_municipality_and_says_so() {
    let done = complete(place(["España", "", "Bilbao", "48001"], None));
    assert_eq!(done.place.country.as_deref(), Some("ES"));
    assert_eq!(done.territory, Some(territory("ES-PV")));
    assert_eq!(done.place.precision, Some(Precision::Municipality));
    assert!((done.place.point.unwrap().latitude - 43.26).abs() < 0.1);
    assert!(done.findings.is_empty(), "{:?}", done.findings);
    assert_eq!(done.place.locality.as_deref(), Some("Bilbao"));
    assert!(done.place.checked().is_ok());
}

#[test]
fn what_is_stated_stays_as_it_is() {
    let stated = place(
        ["MX", "Oaxaca", "Oaxaca de Juárez", ""],
        Some((17.1, -96.7)),
    );
    let done = complete(stated.clone());
    assert_eq!(done.place, stated);
    assert_eq!(done.place.precision, None);
    assert_eq!(done.territory, Some(territory("MX-OAX")));
    assert!(done.findings.is_empty());
    let nothing = complete(Place::default());
    assert_eq!(nothing, Completed::default());
}

#[test]
fn a_country_that_is_not_stated_comes_from_the_point_or_the_region() {
    let done = complete(place(["", "", "", ""], Some((48.2, 16.37))));
    assert_eq!(done.place.country.as_deref(), Some("AT"));
    let done = complete(place(["", "Catalunya", "Girona", ""], None));
    assert_eq!(done.place.country.as_deref(), Some("ES"));
    assert_eq!(done.place.precision, Some(Precision::Municipality));
    let done = complete(place(["", "", "Girona", ""], None));
    assert_eq!(done.place.country, None);
}

#[test]
fn a_country_that_nobody_knows_is_told_and_kept_for_the_one_who_mends_it() {
    let done = complete(place(["Freedonia", "", "Bilbao", ""], None));
    assert_eq!(done.place.country.as_deref(), Some("Freedonia"));
    assert!(done.place.checked().is_err());
    let told = done.findings[0].phrase().to_string();
    assert!(
        told.contains("Freedonia") && told.contains("ISO 3166-1"),
        "{told}"
    );
    assert!(done.findings[0].is_of_words());
}

#[test]
fn sr_in_slovakia_is_taken_for_slovakia_and_told_to_be_the_code_of_suriname() {
    let done = complete(place(
        ["SR", "", "Bratislava", ""],
        Some((48.1486, 17.1077)),
    ));
    assert_eq!(done.place.country.as_deref(), Some("SK"));
    let told = done.findings[0].phrase().to_string();
    assert!(
        told.contains("\"SR\" is Suriname (SR)") && told.contains("SK was taken"),
        "{told}"
    );
    assert_eq!(done.findings[0].field(), "place.country");
}

#[test]
fn a_name_in_full_wins_over_a_point_in_another_country_and_that_is_told() {
    let done = complete(place(["Uganda", "", "", ""], Some((48.2, 16.37))));
    assert_eq!(done.place.country.as_deref(), Some("UG"));
    let told = done.findings[0].phrase().to_string();
    assert!(
        told.contains("Austria (AT)") && told.contains("Uganda (UG)"),
        "{told}"
    );
    assert_eq!(done.findings[0].field(), "place.point");
}

#[test]
fn swapped_degrees_are_exchanged_where_only_that_fits_and_zero_is_no_point() {
    let done = complete(place(["LV", "", "", ""], Some((24.1, 56.95))));
    let point = done.place.point.unwrap();
    assert_eq!((point.latitude, point.longitude), (56.95, 24.1));
    assert!(
        done.findings[0]
            .phrase()
            .to_string()
            .contains("each other's field")
    );
    let done = complete(place(["ES", "", "Bilbao", ""], Some((0.0, 0.0))));
    assert_eq!(done.findings, [Finding::PointAtZero]);
    assert_eq!(done.place.precision, Some(Precision::Municipality));
    // Exchanged it would lie in Spain no more than it does now.
    let done = complete(place(["ES", "", "", ""], Some((48.2, 16.37))));
    assert!(!matches!(done.findings[0], Finding::PointSwapped { .. }));
}

#[test]
fn namesakes_are_told_with_their_number_and_none_is_chosen() {
    let done = complete(place(["FR", "", "Montreuil", ""], None));
    assert_eq!(done.place.point, None);
    let told = done.findings[0].phrase().to_string();
    assert!(
        told.contains("Montreuil") && told.contains("name the region"),
        "{told}"
    );
    let done = complete(place(["FR", "", "Montreuil", "93100"], None));
    assert!(done.findings.is_empty() && done.place.point.is_some());
}

/// What is meant and the names of it, of a list of our own.
fn listed(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| {
        let (meant, names) = line.split_once(": ").unwrap();
        names.split(", ").map(move |name| (meant, name))
    })
}

#[test]
fn every_name_of_our_own_lists_leads_to_what_it_means() {
    for (code, name) in listed(include_str!("../../build/country_names.txt")) {
        assert_eq!(name, fold(name));
        assert_eq!(country::read(name), Some(code), "{name}");
    }
    for (code, name) in listed(include_str!("../../build/subdivision_names.txt")) {
        assert_eq!(name, fold(name));
        let read = subdivision::read(name, code.get(..2));
        assert_eq!(read, Some(territory(code)), "{name}");
    }
    for (city, name) in listed(include_str!("../../build/city_names.txt")) {
        let (place, written) = city.split_once(' ').unwrap();
        let country = place.split('-').next().unwrap();
        assert_eq!(name, fold(name));
        assert_ne!(
            find(written, country, Hints::default()),
            Found::Nothing,
            "{city}"
        );
        assert_ne!(
            find(name, country, Hints::default()),
            Found::Nothing,
            "{name}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_text_and_no_point_makes_completing_fail(
        texts in proptest::array::uniform4("\\PC{0,24}|[A-Z]{2}|[a-z ,/()-]{0,40}"),
        latitude in -200.0..200.0f64,
        longitude in -200.0..200.0f64,
    ) {
        let [country, region, locality, postal_code] = texts.each_ref().map(String::as_str);
        let texts = [country, region, locality, postal_code];
        let with_a_point = complete(place(texts, Some((latitude, longitude))));
        let without = complete(place(texts, None));
        for done in [with_a_point, without] {
            proptest::prop_assert_eq!(done.place.locality.as_deref().unwrap_or(""), locality);
            proptest::prop_assert!(done.findings.iter().all(|told| !told.phrase().to_string().is_empty()));
        }
    }
}
