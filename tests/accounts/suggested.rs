//! What the words of an offer's form suggest, for people to choose from.

use http::StatusCode;

use crate::house::{Answer, House};
use crate::my::{body, coop, hidden, offers_of};

const BEGUN: [(&str, &str); 4] = [
    ("purpose", "need"),
    ("language", "es"),
    ("title", "Una tostadora grande"),
    ("text", "Para veinte kilos de café; la queremos comprar"),
];

/// Sends the form with further fields by a button.
async fn send(house: &House, page: (&str, &str), more: &[(&str, &str)], key: &str) -> Answer {
    let mut sent = BEGUN.to_vec();
    sent.extend_from_slice(more);
    sent.push(("form", key));
    house.post(page.0, &body(&sent), page.1).await
}

fn radio(field: &str, code: &str) -> String {
    format!("<input type=\"radio\" name=\"{field}-suggested\" value=\"{code}\">")
}

#[tokio::test]
async fn plain_words_suggest_codes_and_a_choice_among_them_is_taken() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offers = format!("/my/{}/offers", coop.id);
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    assert!(!new.body.contains("-suggested"), "{}", new.body);
    let key = hidden(&new, "form");
    let at = (offers.as_str(), cookie.as_str());
    let told = send(&house, at, &[("do", "publish")], &key).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [
        radio("what", "space-equipment"),
        radio("what", "product"),
        radio("terms", "sell"),
    ] {
        assert!(told.body.contains(&shown), "{shown}: {}", told.body);
    }
    let chosen = "value=\"space-equipment\" selected";
    assert!(!told.body.contains(chosen), "nothing is chosen");
    assert!(offers_of(&house, &coop).await.is_empty());
    let chosen = [
        ("what", ""),
        ("what-suggested", "space-equipment"),
        ("terms", "lend"),
        ("terms-suggested", "sell"),
        ("do", "publish"),
    ];
    let done = send(&house, at, &chosen, &key).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let made = offers_of(&house, &coop).await.remove(0).stated;
    assert_eq!(made.what.as_str(), "space-equipment");
    assert_eq!(made.terms.as_str(), "lend", "the field itself counts more");
}

#[tokio::test]
async fn a_territory_is_understood_by_its_name_and_namesakes_are_there_to_choose_from() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offers = format!("/my/{}/offers", coop.id);
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    let key = hidden(&new, "form");
    let at = (offers.as_str(), cookie.as_str());
    let whole = [("what", "product"), ("terms", "lend")];
    let with = |territory: &'static str, button: &'static str| {
        [&whole[..], &[("territory", territory), ("do", button)]].concat()
    };
    let look = send(&house, at, &with("oaxaca", "look"), &key).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    assert!(look.body.contains("value=\"Oaxaca\""), "{}", look.body);
    let look = send(&house, at, &with("GB", "look"), &key).await;
    assert!(look.body.contains("Dónde: Reino Unido"), "{}", look.body);
    assert!(!look.body.contains("Great Britain"), "{}", look.body);
    let told = send(&house, at, &with("Córdoba", "publish"), &key).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        told.body.contains("id=\"territory-wrong\""),
        "{}",
        told.body
    );
    for code in ["ES-CO", "AR-X"] {
        let shown = radio("territory", code);
        assert!(told.body.contains(&shown), "{code}: {}", told.body);
    }
    let town = send(&house, at, &with("Zapopan", "look"), &key).await;
    assert_eq!(town.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        town.body.contains(&radio("territory", "MX-JAL")),
        "{}",
        town.body
    );
    // What is nearly called as a country is no country, and a slip is only proposed.
    for (typed, code, country) in [
        ("Manta", "EC-M", "MT"),
        ("Almería", "ES-AL", "DZ"),
        ("Bilbao (España)", "ES-PV", "ES"),
        ("Londres", "GB-ENG", "GB"),
        ("Londres", "AR-K", "AR"),
        ("Frace", "FR", "FX"),
    ] {
        let told = send(&house, at, &with(typed, "publish"), &key).await;
        if typed == "Almería" && told.status == StatusCode::SEE_OTHER {
            continue;
        }
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let (own, other) = (radio("territory", code), radio("territory", country));
        assert!(told.body.contains(&own), "{typed}: {}", told.body);
        assert!(!told.body.contains(&other), "{typed}: {}", told.body);
    }
    let nowhere = send(&house, at, &with("Narnia", "look"), &key).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !nowhere.body.contains("territory-suggested"),
        "{}",
        nowhere.body
    );

    let mut other = with("Toledo, España", "look");
    other.extend([
        ("territory-suggested", "AR-X"),
        ("territory-suggested-for", "Córdoba"),
    ]);
    let other = send(&house, at, &other, &key).await;
    let shown = "value=\"Toledo, Spain\"";
    assert!(
        other.body.contains(shown),
        "suggested for another name: {}",
        other.body
    );
    let mut chosen = with("Córdoba", "publish");
    chosen.extend([
        ("territory-suggested", "AR-X"),
        ("territory-suggested-for", "Córdoba"),
    ]);
    let done = send(&house, at, &chosen, &key).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let made = offers_of(&house, &coop).await.remove(0).stated;
    assert_eq!(made.territory.unwrap().as_str(), "AR-X");
}
