//! A person's own account.

use http::{StatusCode, header};
use trenza::people::Role;

use crate::house::{House, WORD};

#[tokio::test]
async fn a_name_and_a_language_are_changed_and_what_is_wrong_is_shown_beside_it() {
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let done = house
        .post("/account", "name=Ana+Ruiz&language=fr", &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = house.get("/account", &cookie).await;
    assert!(page.body.contains("value=\"Ana Ruiz\""), "{}", page.body);
    let wrong = house.post("/account", "name=&language=fr", &cookie).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"name-wrong\""), "{}", wrong.body);
}

#[tokio::test]
async fn the_page_that_follows_a_deed_says_once_that_it_is_done() {
    const TOLD: &str = "<p class=\"done\" role=\"status\">Done.</p>";
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let wrong = house.post("/account", "name=&language=fr", &cookie).await;
    assert!(wrong.headers.get(header::SET_COOKIE).is_none());
    assert!(!house.get("/account", &cookie).await.body.contains(TOLD));
    let done = house
        .post("/account", "name=Ana&language=en", &cookie)
        .await;
    let both = format!("{cookie}; {}", done.cookie());
    let page = house.get("/account", &both).await;
    assert!(page.body.contains(TOLD), "{}", page.body);
    let taken = page.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        taken.contains("done=;") && taken.contains("Max-Age=0"),
        "{taken}"
    );
}

#[tokio::test]
async fn a_page_opens_at_the_first_field_that_is_wrong() {
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let wrong = house.post("/account", "name=&language=fr", &cookie).await;
    assert_eq!(wrong.body.matches("autofocus").count(), 1, "{}", wrong.body);
    let page = house.get("/account", &cookie).await;
    assert!(!page.body.contains("autofocus"), "{}", page.body);
}

#[tokio::test]
async fn another_password_takes_the_present_one_and_ends_other_sessions() {
    let house = House::new().await;
    let other = house.signed_in("ana@coop.example", None).await;
    let cookie = house.sign_in("ana@coop.example").await;
    let new = "siete+peces+cantan+tarde";
    let refused = house
        .post(
            "/account/password",
            &format!("present=guess&password={new}"),
            &cookie,
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"present-wrong\""));
    let present = WORD.replace(' ', "+");
    let weak = house
        .post(
            "/account/password",
            &format!("present={present}&password=aaa"),
            &cookie,
        )
        .await;
    assert!(weak.body.contains("id=\"password-wrong\""));
    let described = "aria-describedby=\"password-hint password-wrong\"";
    assert!(weak.body.contains(described), "{}", weak.body);
    let done = house
        .post(
            "/account/password",
            &format!("present={present}&password={new}"),
            &cookie,
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    for ended in [&other, &cookie] {
        assert_eq!(
            house.get("/account", ended).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(
        house.get("/account", &done.cookie()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let house = House::new().await;
    let lost = house.signed_in("ana@coop.example", None).await;
    // The newest stands first, by the moment of its birth.
    house.node.clock.advance(std::time::Duration::from_secs(1));
    let cookie = house.sign_in("ana@coop.example").await;
    let page = house.get("/account", &cookie).await;
    let ends: Vec<&str> = page
        .body
        .split("action=\"/account/sessions/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(ends.len(), 2);
    let path = format!("/account/sessions/{}", ends[1]);
    let done = house.post(&path, "", &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.get("/account", &lost).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(house.get("/account", &cookie).await.status, StatusCode::OK);
    assert_eq!(
        house.post(&path, "", &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn everything_that_is_kept_of_a_person_is_given_to_them_and_no_secret() {
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let file = house.get("/account/export", &cookie).await;
    let json: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(json["account"]["mail"], "ana@coop.example");
    assert_eq!(json["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(json["saved_searches"], serde_json::json!([]));
    assert_eq!(json["second_factor"], false);
    assert!(!file.body.contains("argon2") && !file.body.contains("digest"));
}

#[tokio::test]
async fn an_account_is_deleted_by_its_owner_unless_nobody_would_run_the_node() {
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let sure = format!("sure=yes&confirm={}", WORD.replace(' ', "+"));
    for wrong in ["", "sure=yes&confirm=guess"] {
        let refused = house.post("/account/delete", wrong, &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let done = house.post("/account/delete", &sure, &cookie).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(
        house.get("/account", &cookie).await.status,
        StatusCode::SEE_OTHER
    );
    let admin = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    let refused = house.post("/account/delete", &sure, &admin).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.get("/account", &admin).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_sits_at_an_open_page_cannot_try_passwords_without_end() {
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let guess = "present=guess&password=siete+peces+cantan+tarde";
    let mut slowed = 0;
    for _ in 0..20 {
        let answer = house.post("/account/password", guess, &cookie).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
            assert!(answer.body.contains("Too many attempts"), "{}", answer.body);
            slowed += 1;
        }
    }
    assert_eq!(slowed, 10);
    let delete = format!("sure=yes&confirm={}", WORD.replace(' ', "+"));
    let refused = house.post("/account/delete", &delete, &cookie).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(house.get("/account", &cookie).await.status, StatusCode::OK);
}
