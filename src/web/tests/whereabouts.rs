//! Languages, countries and towns by the names that people know, in the form of a record.

use super::record::{Desk, shown, with};
use super::*;
use crate::place::{Place, Precision};

/// What is typed of where an organization is.
type Whereabouts<'w> = [(&'w str, &'w str)];

struct Form {
    desk: Desk,
    own: Organization,
    path: String,
}

impl Form {
    async fn new() -> Self {
        let site = Site::new().await;
        let own = site.organization("Café Unión", true).await;
        let desk = Desk::of(site, &own).await;
        let path = format!("/my/{}/record", own.id);
        Self { desk, own, path }
    }

    async fn fields(&self) -> Vec<(String, String)> {
        shown(&self.desk.page(&self.path).await)
    }

    /// Sends the form as it is shown now, with some fields typed anew.
    async fn send(&self, typed: &Whereabouts<'_>) -> (StatusCode, String) {
        let fields = self.fields().await;
        self.desk.send(&self.path, &with(&fields, typed)).await
    }

    async fn taken(&self, typed: &Whereabouts<'_>) -> Place {
        let (status, page) = self.send(typed).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{typed:?}: {page}");
        self.place().await
    }

    async fn refused(&self, typed: &Whereabouts<'_>) -> String {
        let (status, page) = self.send(typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
        page
    }

    async fn place(&self) -> Place {
        self.desk.found(&self.own.id).await.stated.place
    }

    /// What is said to whoever saved it.
    async fn after(&self) -> String {
        self.desk.page(&format!("/my/{}", self.own.id)).await
    }
}

/// What the page offers under a name, the first whose label has these words.
fn choice(page: &str, words: &str) -> String {
    let (before, _) = page.split_once(words).unwrap();
    let (_, value) = before.rsplit_once("name=\"town\" value=\"").unwrap();
    value.split('"').next().unwrap().to_owned()
}

fn asked_for(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"town-for\" value=\"").unwrap();
    rest.split('"').next().unwrap().replace("&#124;", "|")
}

#[tokio::test]
async fn a_language_and_a_country_are_taken_by_name_and_by_code() {
    let form = Form::new().await;
    let typed = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let fields = form.fields().await;
    for shown in [
        typed("language", "Spanish"),
        typed("language-0", "Spanish"),
        typed("territory", "Oaxaca"),
    ] {
        assert!(fields.contains(&shown), "{fields:?}");
    }
    for (language, code, country) in [
        ("Catalan", "ca", "México"),
        ("català", "ca", "mx"),
        ("ca", "ca", "MX"),
        ("Isthmus Zapotec", "zai", "Mexique"),
        ("zapoteco", "zap", "484"),
    ] {
        let changes = [
            ("language-1", language),
            ("name-1", "Cafè Unió"),
            ("country", country),
        ];
        assert_eq!(form.taken(&changes).await.country.as_deref(), Some("MX"));
        let stated = form.desk.found(&form.own.id).await.stated;
        assert_eq!(stated.language, "es", "{language}");
        assert_eq!(stated.names.get(code), Some("Cafè Unió"), "{language}");
        let shown = form.fields().await;
        assert!(shown.contains(&typed("country", "MX")), "{shown:?}");
        let names = ["Catalan", "diidxazá", "Zapotec"];
        let is_named = |name: &&str| shown.contains(&typed("language-1", name));
        assert!(names.iter().any(is_named), "{shown:?}");
    }
}

#[tokio::test]
async fn a_language_that_is_none_or_several_is_told_beside_it_and_changes_nothing() {
    let form = Form::new().await;
    let before = form.desk.found(&form.own.id).await;
    let page = form
        .refused(&[("language-1", "Náhuatl"), ("name-1", "Kafen")])
        .await;
    assert!(page.contains("Several languages have that name"), "{page}");
    assert!(page.contains("Central Nahuatl") && page.contains("value=\"Náhuatl\""));
    let page = form
        .refused(&[("language-1", "castellano"), ("name-1", "Café")])
        .await;
    assert!(page.contains("is already in this language"), "{page}");
    let page = form.refused(&[("country", "Narnia")]).await;
    assert!(
        page.contains("<option value=\"Narnia\" selected>"),
        "{page}"
    );
    assert_eq!(form.desk.found(&form.own.id).await, before);
}

#[tokio::test]
async fn a_town_alone_places_a_record_on_the_map_and_it_is_said_which() {
    let form = Form::new().await;
    assert!(form.after().await.contains("It is not on the map yet"));
    let place = form
        .taken(&[("locality", "Salina Cruz"), ("country", "México")])
        .await;
    assert_eq!(place.point, None, "the search derives it");
    for page in [form.after().await, form.desk.page(&form.path).await] {
        assert!(
            page.contains("in the middle of Salina Cruz, Oaxaca, Mexico"),
            "{page}"
        );
        assert!(!page.contains("name=\"town\""), "{page}");
    }
    let place = form.taken(&[("locality", "Qwxyzville")]).await;
    assert_eq!(place.locality.as_deref(), Some("Qwxyzville"));
    let page = form.after().await;
    assert!(
        page.contains("no town called Qwxyzville is known"),
        "{page}"
    );
}

#[tokio::test]
async fn of_namesakes_none_is_taken_before_somebody_chooses() {
    let form = Form::new().await;
    let montreuil = [("locality", "Montreuil"), ("country", "France")];
    let page = form.refused(&montreuil).await;
    assert!(page.contains("id=\"locality-wrong\""), "{page}");
    assert_eq!(form.place().await, form.own.stated.place);

    let (town, asked) = (
        choice(&page, "Montreuil, Seine-Saint-Denis"),
        asked_for(&page),
    );
    let other = [("locality", "Montreuil"), ("country", "ES")];
    let chosen = [("town", &*town), ("town-for", &asked)];
    form.taken(&[&other[..], &chosen].concat()).await;
    assert_eq!(
        form.place().await.point,
        None,
        "it was asked for another place"
    );

    let place = form.taken(&[&montreuil[..], &chosen].concat()).await;
    assert!(
        (place.point.unwrap().latitude - 48.86).abs() < 0.05,
        "{place:?}"
    );
    assert_eq!(place.precision, Some(Precision::Municipality));
    assert!(form.after().await.contains("Montreuil, Seine-Saint-Denis"));

    // The point was that of the town, and does not stay where another one is written.
    let place = form.taken(&[("locality", "Marseille")]).await;
    assert_eq!((place.point, place.precision), (None, None));
    assert!(form.after().await.contains("in the middle of Marseille"));

    let none = [("town", "none"), ("town-for", &*asked)];
    let place = form.taken(&[&montreuil[..], &none].concat()).await;
    assert_eq!(place.point, None);
    let page = form.after().await;
    assert!(
        page.contains("not clear which town called Montreuil"),
        "{page}"
    );
}

#[tokio::test]
async fn a_town_without_its_country_is_asked_for() {
    let form = Form::new().await;
    let page = form.refused(&[("locality", "Salina Cruz")]).await;
    let town = choice(&page, "Salina Cruz, Oaxaca, Mexico");
    let asked = asked_for(&page);
    let chosen = [
        ("locality", "Salina Cruz"),
        ("town", &*town),
        ("town-for", &asked),
    ];
    let place = form.taken(&chosen).await;
    assert_eq!(place.country.as_deref(), Some("MX"));
    assert!(place.point.is_some());
}

#[tokio::test]
async fn a_point_that_was_given_does_not_stay_unasked_when_the_town_changes() {
    let form = Form::new().await;
    let given = [
        ("locality", "Salina Cruz"),
        ("country", "MX"),
        ("latitude", "16,19"),
        ("longitude", "-95.2"),
    ];
    let before = form.taken(&given).await;
    assert_eq!(before.precision, None);
    assert!(
        form.after()
            .await
            .contains("latitude and longitude that were given")
    );
    // Another name for what is near it asks nothing.
    form.taken(&[("street", "Calle 5")]).await;

    let page = form.refused(&[("locality", "Tijuana")]).await;
    let asked = asked_for(&page);
    assert!(page.contains("name=\"town\" value=\"keep\""), "{page}");
    let choose = |which| {
        [
            ("locality", "Tijuana"),
            ("town", which),
            ("town-for", &*asked),
        ]
    };
    let place = form.taken(&choose("keep")).await;
    assert_eq!(place.point, before.point);

    // Emptied it leaves the place to the town.
    let place = form.taken(&[("latitude", ""), ("longitude", "")]).await;
    assert_eq!(place.point, None);
    assert!(form.after().await.contains("in the middle of Tijuana"));
    let page = form.refused(&[("latitude", "32.5")]).await;
    assert!(page.contains("<details open>"), "{page}");
}
