//! The form by which the office says how a register's file is to be imported.

use http::StatusCode;
use trenza::people::Role;

use crate::house::House;
use crate::imports::{COLUMNS, TABLE};

#[tokio::test]
async fn where_all_rows_are_is_said_by_a_name_that_one_place_alone_has() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    for unsure in ["Qwxyzland", "C%C3%B3rdoba"] {
        let typed = COLUMNS.replace("MX-OAX", unsure);
        let refused = house.post(&path, &typed, &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unsure}");
        assert!(refused.body.contains("no country or region"), "{unsure}");
    }
    let typed = COLUMNS.replace("MX-OAX", "Oaxaca%2C+M%C3%A9xico");
    let begun = house.post(&path, &typed, &cookie).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let page = house.when_done(&path, &cookie).await;
    assert!(page.body.contains("value=\"Oaxaca\""), "{}", page.body);
}

#[tokio::test]
async fn a_refused_form_keeps_whether_the_records_are_published() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    let publish = "name=\"publish\" value=\"yes\" required";
    let keep = "name=\"publish\" value=\"\"";
    let page = house.get(&path, &cookie).await.body;
    assert!(page.contains(&format!("{publish}>")), "{page}");
    assert!(
        page.contains(&format!("{keep}>")),
        "nobody chose yet: {page}"
    );
    let nowhere = COLUMNS.replace("MX-OAX", "nowhere");
    for (chosen, checked) in [("yes", publish), ("", keep)] {
        let typed = format!("{nowhere}&publish={chosen}");
        let refused = house.post(&path, &typed, &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = refused.body;
        assert!(body.contains(&format!("{checked} checked>")), "{body}");
        assert_eq!(body.matches(" checked>").count(), 1, "{body}");
    }
}
