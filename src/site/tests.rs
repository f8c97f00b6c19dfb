//! What can be read and what cannot, and who may replace whose words.

use super::color::{Color, DARK, LEAST, LIGHT};
use super::*;
use crate::store::testing;

fn color(text: &str) -> Color {
    Color::parse(text).unwrap()
}

#[test]
fn contrast_is_reckoned_as_wcag_has_it() {
    let [black, white] = ["#000000", "#ffffff"].map(color);
    assert!((black.contrast(white) - 21.0).abs() < 1e-9);
    assert!((white.contrast(white) - 1.0).abs() < 1e-9);
    // The grey that is known as the lightest that can be read on white, and the next.
    assert!(color("#767676").contrast(white) >= LEAST);
    assert!(color("#777777").contrast(white) < LEAST);
}

#[test]
fn a_color_that_cannot_be_read_is_refused_with_its_contrast_and_the_nearest_that_can() {
    for (light, dark, field) in [
        ("#ffcc00", "", "color-light"),
        ("#0b5d4e", "#0b5d4e", "color-dark"),
        ("green", "", "color-light"),
        ("", "#7fd1bd", "color-light"),
        ("#0b5d4e", "#12", "color-dark"),
        ("#0b5d4é", "", "color-light"),
    ] {
        match Colors::read(light, dark) {
            Err(Error::Invalid { field: at, .. }) => assert_eq!(at, field, "{light} {dark}"),
            other => panic!("{light} {dark}: {other:?}"),
        }
    }
    let refused = Colors::read("#ffcc00", "").unwrap_err().to_string();
    let nearest = LIGHT.nearest(color("#ffcc00"));
    assert!(
        refused.contains("1.4") && refused.contains(&nearest.to_string()),
        "{refused}"
    );
    assert!(LIGHT.contrast(nearest) >= LEAST);
    // What is told is taken, and nothing nearer could have been.
    assert!(Colors::read(&nearest.to_string(), "").unwrap().is_some());
}

#[test]
fn the_color_of_the_night_is_made_from_that_of_the_day() {
    let made = Colors::read(" #0b5d4e ", "").unwrap().unwrap();
    assert!(DARK.contrast(made.dark) >= LEAST, "{}", made.dark);
    assert_ne!(made.light, made.dark);
    for shade in 0..=255_u8 {
        let any = color(&format!("#{shade:02x}40{:02x}", 255 - shade));
        assert!(LIGHT.contrast(LIGHT.nearest(any)) >= LEAST, "{any}");
        assert!(DARK.contrast(DARK.nearest(any)) >= LEAST, "{any}");
    }
    assert_eq!(Colors::read("", " ").unwrap(), None);
}

#[tokio::test]
async fn what_the_office_says_stands_above_the_settings_until_it_says_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let db = testing::fresh(dir.path()).await.unwrap();
    let text = "public_url = \"https://a.example\"\nname = \"As set\"\nlanguages = [\"es\"]\n\
        territory = \"MX\"\n[card]\nlegal_body = \"As set\"\nkept_since = \"2026-03-01\"\n";
    let settings = Settings::read(text, "t", dir.path().to_owned(), false).unwrap();
    let mut tx = db.begin().await.unwrap();
    let none = get(&mut tx).await.unwrap();
    assert_eq!(none, Site::default());
    assert_eq!(none.over(&settings).name, "As set");
    let wanted = Site {
        names: LanguageMap::of("es", "  Red  del Valle ").unwrap(),
        colors: Colors::read("#0b5d4e", "").unwrap(),
        languages: ["fr", "es", "fr"].map(str::to_owned).into(),
        welcome: LanguageMap::of("es", "Hola").unwrap(),
        territory: Some(Territory::parse("MX-OAX").unwrap()),
        card: OwnCard {
            legal_body: Some(" Municipio\nde Oaxaca".to_owned()),
            kept_since: Some(String::new()),
            ..OwnCard::default()
        },
        ..none
    };
    let kept = change(&mut tx, wanted).await.unwrap();
    assert_eq!(get(&mut tx).await.unwrap(), kept);
    let shown = kept.over(&settings);
    assert_eq!((shown.name.as_str(), kept.version), ("Red del Valle", 1));
    assert_eq!(shown.languages, ["fr", "es"]);
    assert_eq!(shown.territory.as_deref(), Some("MX-OAX"));
    let card = |shown: &Settings| (shown.card.legal_body.clone(), shown.card.kept_since.clone());
    let since = Some("2026-03-01".to_owned());
    let (body, set) = ("Municipio de Oaxaca", "As set");
    assert_eq!(card(&shown), (Some(body.to_owned()), since.clone()));
    let mut both = kept.clone();
    both.names.insert("fr", "Réseau de la Vallée").unwrap();
    assert_eq!(both.over(&settings).name, "Réseau de la Vallée");
    let nothing = Site {
        version: 1,
        ..Site::default()
    };
    let kept = change(&mut tx, nothing).await.unwrap();
    let shown = kept.over(&settings);
    assert_eq!(shown.languages, ["es"]);
    assert_eq!(shown.territory.as_deref(), Some("MX"));
    assert_eq!(card(&shown), (Some(set.to_owned()), since));
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_too_long_or_not_spoken_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let db = testing::fresh(dir.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let long = |most: usize| LanguageMap::of("es", &"x".repeat(most + 1)).unwrap();
    for (field, wanted) in [
        (
            "name.es",
            Site {
                names: long(LONGEST_NAME),
                ..Site::default()
            },
        ),
        (
            "welcome.es",
            Site {
                welcome: long(LONGEST_WELCOME),
                ..Site::default()
            },
        ),
        (
            "rules.es",
            Site {
                rules: long(LONGEST_RULES),
                ..Site::default()
            },
        ),
        (
            "languages",
            Site {
                languages: vec!["sw".to_owned()],
                ..Site::default()
            },
        ),
        (
            "card.kept_since",
            Site {
                card: OwnCard {
                    kept_since: Some("yesterday".to_owned()),
                    ..OwnCard::default()
                },
                ..Site::default()
            },
        ),
    ] {
        match change(&mut tx, wanted).await {
            Err(Error::Invalid { field: at, .. }) => assert_eq!(at, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(get(&mut tx).await.unwrap(), Site::default());
}

#[tokio::test]
async fn of_two_who_saw_the_same_one_changes_it() {
    let dir = tempfile::tempdir().unwrap();
    let db = testing::fresh(dir.path()).await.unwrap();
    let named = |name: &str| Site {
        names: LanguageMap::of("es", name).unwrap(),
        ..Site::default()
    };
    let one = async |wanted: Site| {
        let mut tx = db.begin().await?;
        let kept = change(&mut tx, wanted).await?;
        tx.commit().await?;
        Ok::<_, Error>(kept)
    };
    let both = tokio::join!(one(named("One")), one(named("Two")));
    let done = [both.0, both.1];
    let (kept, refused): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
    assert_eq!((kept.len(), refused.len()), (1, 1));
    assert!(matches!(refused[0], Err(Error::Conflict(_))), "{refused:?}");
    let mut tx = db.read().await.unwrap();
    assert_eq!(get(&mut tx).await.unwrap().version, 1);
}

#[tokio::test]
async fn a_territory_that_the_list_knows_no_longer_leaves_the_rest_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let db = testing::fresh(dir.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let damage = "UPDATE site SET territory = 'M?' WHERE id = $1";
    execute!(tx, sqlx::query(damage).bind(ROW)).unwrap();
    assert_eq!(get(&mut tx).await.unwrap(), Site::default());
}

#[tokio::test]
async fn a_second_factor_is_asked_as_the_office_says_unless_the_settings_do() {
    let dir = tempfile::tempdir().unwrap();
    let db = testing::fresh(dir.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let shown = |site: &Site, set: &str| {
        let text = format!("public_url = \"https://a.example\"\n[accounts]\n{set}");
        let settings = Settings::read(&text, "t", dir.path().to_owned(), false).unwrap();
        site.over(&settings).accounts.office_second_factor
    };
    let (on, off) = (
        "office_second_factor = true",
        "office_second_factor = false",
    );
    for is_asked in [true, false] {
        ask_second(&mut tx, is_asked).await.unwrap();
        let site = get(&mut tx).await.unwrap();
        assert_eq!(shown(&site, ""), Some(is_asked));
        assert_eq!(
            (shown(&site, on), shown(&site, off)),
            (Some(true), Some(false))
        );
    }
    // Whoever changes how the directory shows itself leaves it as it is.
    ask_second(&mut tx, true).await.unwrap();
    let kept = change(&mut tx, Site::default()).await.unwrap();
    assert!(kept.asks_second);
    assert_eq!(get(&mut tx).await.unwrap(), kept);
}
