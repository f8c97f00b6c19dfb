//! Pictures that programs give: by the organization's own token or the office's, as forms.

use super::*;
use crate::http::upload::testing;
use crate::pictures::given_testing::png;

impl Office {
    async fn give(
        &self,
        token: &str,
        (method, path): (Method, &str),
        (file, said): (&[u8], &str),
        fields: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let mut request = testing::request((method, path), (file, said), fields);
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        let response = self.send(request).await;
        (response.status(), read(response).await)
    }
}

const PNG: &str = "image/png";

#[tokio::test]
async fn an_organization_gives_its_icon_and_takes_it_away() {
    let office = office().await;
    let path = office.active("Taller").await;
    let other = office.active("Otra").await;
    let own = office
        .token(&[Scope::OrganizationsWrite], Some(id(&path)))
        .await;
    let icon = format!("{path}/icon");
    let picture = png(80, 50, 10);
    let fields = [("alt-es", "Una rueda")];
    let given = office.give(&own, (Method::PUT, &icon), (&picture, PNG), &fields);
    let (status, given) = given.await;
    assert_eq!(status, StatusCode::OK, "{given}");
    assert_eq!(
        (&given["role"], &given["width"], &given["given"]),
        (&json!("icon"), &json!(50), &json!(true))
    );
    assert_eq!(given["alt"], json!({"es": "Una rueda"}));
    let (_, shown) = office.get(&format!("{path}/pictures")).await;
    assert_eq!(shown, json!([given]));

    let stranger = office
        .token(&[Scope::OrganizationsWrite], Some(id(&other)))
        .await;
    let text = b"no picture".as_slice();
    for (token, file, said, refused) in [
        ("", &picture[..], PNG, StatusCode::UNAUTHORIZED),
        (&*stranger, &picture[..], PNG, StatusCode::FORBIDDEN),
        (&*own, text, PNG, StatusCode::UNPROCESSABLE_ENTITY),
        (
            &*own,
            &picture[..],
            "image/webp",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer = office.give(token, (Method::PUT, &icon), (file, said), &[]);
        let (status, answer) = answer.await;
        assert_eq!(status, refused, "{answer}");
    }
    let (_, shown) = office.get(&format!("{path}/pictures")).await;
    assert_eq!(shown, json!([given]), "what was refused changed nothing");

    let gone = office.ask(&own, Method::DELETE, &icon, Value::Null);
    assert_eq!(gone.await.0, StatusCode::NO_CONTENT);
    let again = office.ask(&own, Method::DELETE, &icon, Value::Null);
    assert_eq!(again.await.0, StatusCode::NOT_FOUND);
    let (_, shown) = office.get(&format!("{path}/pictures")).await;
    assert_eq!(shown, json!([]));
}

#[tokio::test]
async fn an_offer_shows_photos_that_are_told_in_words() {
    let office = office().await;
    let path = office.active("Taller").await;
    let other = office.active("Otra").await;
    let (_, made) = office.post(OFFERS, offer(&path)).await;
    let photos = format!("{OFFERS}/{}/photos", made["id"].as_str().unwrap());
    let post = (Method::POST, photos.as_str());
    let picture = png(80, 50, 10);
    let own = office.token(&[Scope::OffersWrite], Some(id(&path))).await;
    let said = [("alt-es", "Las bicicletas")];
    let (status, given) = office
        .give(&own, post.clone(), (&picture, PNG), &said)
        .await;
    assert_eq!(status, StatusCode::CREATED, "{given}");
    assert_eq!(given["media_type"], "image/jpeg");
    let (status, twice) = office
        .give(&own, post.clone(), (&picture, PNG), &said)
        .await;
    assert_eq!(status, StatusCode::CONFLICT, "{twice}");
    let (status, mute) = office
        .give(&own, post.clone(), (&png(80, 50, 99), PNG), &[])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{mute}");
    assert_eq!(mute["errors"][0]["field"], "alt.es", "{mute}");
    let foreign = office.token(&[Scope::OffersWrite], Some(id(&other))).await;
    let (status, _) = office
        .give(&foreign, post, (&png(80, 50, 99), PNG), &said)
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(office.get(&photos).await.1, json!([given]));

    let one = format!("{photos}/{}", given["digest"].as_str().unwrap());
    let words = json!({"alt": {"es": "Cuarenta bicicletas"}});
    let changed = office.ask(&own, Method::PATCH, &one, words.clone()).await;
    assert_eq!(
        (changed.0, &changed.1["alt"]),
        (StatusCode::OK, &words["alt"])
    );
    let silent = office
        .ask(&own, Method::PATCH, &one, json!({"alt": {}}))
        .await;
    assert_eq!(silent.0, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = office.ask(&own, Method::DELETE, &one, Value::Null).await;
    assert_eq!(gone.0, StatusCode::NO_CONTENT);
    let again = office.ask(&own, Method::PATCH, &one, words).await;
    assert_eq!(again.0, StatusCode::NOT_FOUND);
    assert_eq!(office.get(&photos).await.1, json!([]));
}

#[tokio::test]
async fn the_directorys_own_pictures_are_the_offices() {
    let office = office().await;
    let path = office.active("Taller").await;
    let own = office
        .token(&[Scope::OrganizationsWrite], Some(id(&path)))
        .await;
    let picture = png(64, 64, 10);
    let at = "/api/v1/pictures/icon";
    let (status, _) = office
        .give(&own, (Method::PUT, at), (&picture, PNG), &[])
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let office_token = office.token.clone();
    let given = office.give(&office_token, (Method::PUT, at), (&picture, PNG), &[]);
    assert_eq!(given.await.0, StatusCode::NO_CONTENT);
    let wrong = (Method::PUT, "/api/v1/pictures/photo");
    let (status, _) = office
        .give(&office_token, wrong, (&picture, PNG), &[])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = office.ask(&office_token, Method::DELETE, at, Value::Null);
    assert_eq!(gone.await.0, StatusCode::NO_CONTENT);
}
