//! What can be said of pictures without looking: they decode, they have their size, they
//! differ where their texts do, and nothing in a text breaks them.

use resvg::tiny_skia::Pixmap;

use super::*;
use crate::store::testing;

fn card(title: &str) -> Drawing {
    let facts = ["Oaxaca · Hacerlo en conjunto".to_owned()];
    let card = Card {
        label: "Ofrecemos",
        title,
        facts: &facts,
        name: "Café Unión",
        directory: "Oaxaca",
        colors: Colors::of("oax.example"),
    };
    card.draw()
}

fn pixels(drawing: &Drawing) -> Pixmap {
    Pixmap::decode_png(&draw::draw(&drawing.svg).unwrap()).unwrap()
}

#[test]
fn a_card_has_the_size_that_servers_show_and_its_title_is_to_be_seen() {
    let (one, other, none) = (
        pixels(&card("Tostadora")),
        pixels(&card("Molino")),
        pixels(&card("")),
    );
    assert_eq!((one.width(), one.height()), (1200, 630));
    assert_ne!(one.data(), other.data());
    assert_ne!(one.data(), none.data());
    assert_eq!(one.data(), pixels(&card("Tostadora")).data());
}

#[test]
fn icons_and_headers_have_the_sizes_of_profiles() {
    let colors = Colors::of("/o/1");
    let icon = pixels(&icon("TN", colors));
    assert_eq!((icon.width(), icon.height()), (400, 400));
    let header = pixels(&header(colors));
    assert_eq!((header.width(), header.height()), (1500, 500));
}

#[test]
fn no_text_leaves_its_place() {
    for hostile in [
        "<image href=\"file:///etc/passwd\"/>",
        "</text><rect width=\"9999\" height=\"9999\"/>",
        "&lt;&#0;&unknown;]]>",
        "\u{0}\u{1b}\u{fffe}\u{ffff}",
        "عرض ساعات التحميص",
        "日本語の協同組合",
    ] {
        let drawing = card(hostile);
        assert!(!drawing.svg.contains("<image"), "{hostile}");
        assert_eq!(pixels(&drawing).height(), 630, "{hostile}");
    }
}

#[test]
fn long_text_is_wrapped_and_ends_with_an_ellipsis() {
    let kind = wrap::Type {
        weight: font::Weight::Bold,
        size: 46.0,
    };
    let title = "Formação em gestão democrática para associações de catadoras ".repeat(4);
    let word = "a".repeat(200);
    let unbroken = "日本語".repeat(60);
    for text in [&title, &word, &unbroken] {
        let lines = kind.lines(text, 880.0, 3);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[2].ends_with('…'), "{lines:?}");
        for line in &lines {
            assert!(kind.width(line) <= 880.0, "{line}");
        }
    }
    assert_eq!(kind.lines("Pan y café", 880.0, 3), ["Pan y café"]);
    assert!(kind.lines("", 880.0, 3).concat().is_empty());
    let cut = kind.line(&title, 300.0);
    assert!(cut.ends_with('…') && kind.width(&cut) <= 300.0, "{cut}");
}

#[test]
fn letters_of_many_scripts_can_be_drawn_and_others_are_known_as_missing() {
    for text in [
        "Ñandú ção œuvre",
        "Ελλάδα",
        "Морелос",
        "Հայաստան",
        "عربي",
        "עברית",
    ] {
        assert!(can_draw(text), "{text}");
    }
    for text in ["日本語", "", " · "] {
        assert!(!can_draw(text), "{text}");
    }
}

#[test]
fn a_name_is_known_by_the_letters_that_tell_most() {
    for (name, expected) in [
        ("Cooperativa Tostadora Nube Roja", "TN"),
        ("Coopérative L'Épicerie des Nuages", "ÉN"),
        ("OAX", "OAX"),
        ("Trenza", "T"),
        ("La Cooperativa", "LC"),
        ("日本", "·"),
        ("", "·"),
    ] {
        assert_eq!(initials(name), expected, "{name}");
    }
}

async fn shown(db: &Db, path: &str, drawing: &Drawing, at: i64) -> Picture {
    let mut tx = db.begin().await.unwrap();
    let alt = LanguageMap::of("es", "Tostadora").unwrap();
    let place = (path, Role::Card);
    let picture = show(&mut tx, place, drawing, &alt, Timestamp(at))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    picture
}

async fn asked(db: &Db, picture: &Picture) -> Content {
    let mut tx = db.read().await.unwrap();
    content(&mut tx, &picture.digest).await.unwrap()
}

#[tokio::test]
async fn a_drawing_has_its_address_at_once_and_is_drawn_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let one = shown(&db, "/offers/1", &card("Tostadora"), 1).await;
    let same = shown(&db, "/offers/2", &card("Tostadora"), 2).await;
    assert_eq!(one, same);
    assert!(matches!(asked(&db, &one).await, Content::Waiting));
    assert!(draw_next(&db).await.unwrap());
    assert!(!draw_next(&db).await.unwrap());
    let Content::Drawn(bytes, media_type) = asked(&db, &one).await else {
        panic!("it is drawn");
    };
    assert_eq!(media_type, "image/png");
    assert_eq!(Pixmap::decode_png(&bytes).unwrap().width(), 1200);
    assert_eq!(one.path(), format!("/m/{}.png", one.digest));
    let mut tx = db.read().await.unwrap();
    let all = of(&mut tx, "/offers/1").await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].role, &all[0].picture), (Role::Card, &one));
    assert_eq!(all[0].alt.get("es"), Some("Tostadora"));
}

#[tokio::test]
async fn what_is_shown_no_more_goes_after_a_while_and_what_is_gone_goes_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let before = shown(&db, "/offers/1", &card("Tostadora"), 1).await;
    let after = shown(&db, "/offers/1", &card("Molino"), 2).await;
    let shared = shown(&db, "/offers/2", &card("Molino"), 3).await;
    assert_eq!(after, shared);
    let month = Timestamp(2) + KEPT;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(prune(&mut tx, month).await.unwrap(), 0);
    assert_eq!(prune(&mut tx, Timestamp(month.0 + 1)).await.unwrap(), 1);
    // The other shows it still.
    forget(&mut tx, "/offers/1").await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(asked(&db, &before).await, Content::Missing));
    assert!(matches!(asked(&db, &after).await, Content::Waiting));
    let mut tx = db.begin().await.unwrap();
    forget(&mut tx, "/offers/2").await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(asked(&db, &after).await, Content::Missing));
}

async fn gift(shade: u8, role: Role) -> Given {
    let bytes = given_testing::png(64, 64, shade);
    Given::read(bytes.into(), None, role).await.unwrap()
}

#[tokio::test]
async fn a_given_picture_takes_the_place_of_the_drawn_one_until_it_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let place = ("/o/1", Role::Icon);
    let (drawing, nothing) = (icon("TN", Colors::of("/o/1")), LanguageMap::default());
    let now = Timestamp(1);
    let mut tx = db.begin().await.unwrap();
    let drawn = show(&mut tx, place, &drawing, &nothing, now).await.unwrap();
    let one = gift(10, Role::Icon).await;
    let alt = LanguageMap::of("es", "Una taza").unwrap();
    give(&mut tx, place, &one, &alt, now).await.unwrap();
    let shown = show(&mut tx, place, &drawing, &nothing, now).await.unwrap();
    assert_eq!(shown.path(), format!("/m/{}.png", one.digest()));
    let found = at(&mut tx, "/o/1", Role::Icon).await.unwrap().unwrap();
    assert!(found.is_given && found.alt == alt && found.picture.blurhash.is_some());

    let other = gift(200, Role::Icon).await;
    give(&mut tx, place, &other, &alt, now).await.unwrap();
    let gone = take_away(&mut tx, place, one.digest(), now).await.unwrap();
    assert!(!gone, "it made room for the other already");
    assert!(
        take_away(&mut tx, place, other.digest(), now)
            .await
            .unwrap()
    );
    assert!(at(&mut tx, "/o/1", Role::Icon).await.unwrap().is_none());
    let again = show(&mut tx, place, &drawing, &nothing, now).await.unwrap();
    assert_eq!(again, drawn);
    assert!(!take_away(&mut tx, place, &drawn.digest, now).await.unwrap());
    tx.commit().await.unwrap();
    // Other servers may fetch for a while what was shown to them.
    for given in [&one, &other] {
        assert!(matches!(
            asked(&db, &given.picture).await,
            Content::Drawn(..)
        ));
    }
}

#[tokio::test]
async fn photos_stand_in_the_order_in_which_they_were_given_and_go_with_what_they_show() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    shown(&db, "/offers/1", &card("Tostadora"), 1).await;
    let (one, two, three) = (
        gift(10, Role::Photo).await,
        gift(120, Role::Photo).await,
        gift(240, Role::Photo).await,
    );
    let now = Timestamp(1);
    let alt = |text: &str| LanguageMap::of("es", text).unwrap();
    let mut tx = db.begin().await.unwrap();
    add_photo(&mut tx, "/offers/1", &one, &alt("una"), now)
        .await
        .unwrap();
    add_photo(&mut tx, "/offers/1", &two, &alt("dos"), now)
        .await
        .unwrap();
    add_photo(&mut tx, "/offers/2", &two, &alt("otra"), now)
        .await
        .unwrap();
    let place = ("/offers/1", Role::Photo);
    assert!(take_away(&mut tx, place, one.digest(), now).await.unwrap());
    add_photo(&mut tx, "/offers/1", &three, &alt("tres"), now)
        .await
        .unwrap();
    assert!(
        describe(&mut tx, place, two.digest(), &alt("dos, de cerca"))
            .await
            .unwrap()
    );
    assert!(
        !describe(&mut tx, place, one.digest(), &alt("ya no"))
            .await
            .unwrap()
    );
    let all = of(&mut tx, "/offers/1").await.unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|one| (one.role, one.alt.get("es").unwrap()))
        .collect();
    let expected = [
        (Role::Photo, "dos, de cerca"),
        (Role::Photo, "tres"),
        (Role::Card, "Tostadora"),
    ];
    assert_eq!(told, expected);
    forget(&mut tx, "/offers/1").await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(asked(&db, &three.picture).await, Content::Missing));
    // The other offer shows it still.
    assert!(matches!(asked(&db, &two.picture).await, Content::Drawn(..)));
}

#[tokio::test]
async fn what_is_withheld_gives_its_pictures_to_nobody_until_it_is_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let (own, shared) = (gift(10, Role::Icon).await, gift(200, Role::Header).await);
    let (nothing, now) = (LanguageMap::default(), Timestamp(1));
    let mut tx = db.begin().await.unwrap();
    for (path, role, given) in [
        ("/o/1", Role::Icon, &own),
        ("/o/1", Role::Header, &shared),
        ("/o/2", Role::Header, &shared),
    ] {
        let place = (path, role);
        give(&mut tx, place, given, &nothing, now).await.unwrap();
    }
    withhold(&mut tx, "/o/1", true).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(asked(&db, &own.picture).await, Content::Missing));
    // The other shows it still.
    assert!(matches!(
        asked(&db, &shared.picture).await,
        Content::Drawn(..)
    ));
    let mut tx = db.begin().await.unwrap();
    withhold(&mut tx, "/o/1", false).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(asked(&db, &own.picture).await, Content::Drawn(..)));
}
