//! Registers' files from the browser: what may wait, who imports what, how one is taken back.

use std::time::Duration;

use http::StatusCode;
use trenza::id::{BatchId, BroughtFileId};
use trenza::node::shelf;
use trenza::people::Role;
use trenza::registry::import::{self, Mapping};
use trenza::store::execute;

use crate::house::{Answer, House};

/// What is said of the columns of a file, and how it is read.
mod columns;
/// What is listed, to take away.
mod lists;

pub(crate) const TABLE: &str = "Folio;Nombre;Municipio;Sitio\n\
    1;Café Unión;Oaxaca de Juárez;https://cafe.example\n\
    2;Tejidos del Sur;Salina Cruz;https://tejidos.example\n";

/// What the form of the columns says when nothing is changed in it but how it is imported.
pub(crate) const COLUMNS: &str = "register=roll&language=es&territory=MX-OAX&entity_type=&column-0=identifier\
    &column-1=name%3Aes&column-2=locality&column-3=website";

impl House {
    async fn bring(&self, name: &str, text: &str, cookie: &str) -> Answer {
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: text/csv\r\n\r\n{text}\r\n--x--\r\n"
        );
        let headers = [
            ("content-type", "multipart/form-data; boundary=x"),
            ("cookie", cookie),
        ];
        self.post_with("/office/imports", &body, &headers).await
    }

    /// Brings a file that is taken, and tells its page.
    pub(crate) async fn brought(&self, name: &str, text: &str, cookie: &str) -> String {
        let done = self.bring(name, text, cookie).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        done.to().to_owned()
    }

    /// The page, once the work at what it shows is at its end.
    pub(crate) async fn when_done(&self, path: &str, cookie: &str) -> Answer {
        for _ in 0..200 {
            let page = self.get(path, cookie).await;
            if page.status == StatusCode::SEE_OTHER {
                return self.get(page.to(), cookie).await;
            }
            if !page.body.contains("role=\"status\"") {
                return page;
            }
        }
        unreachable!("the work at {path} does not end");
    }

    async fn count(&self) -> usize {
        import::list(&self.node.db, 50).await.unwrap().len()
    }
}

/// The number of the rehearsal that a page shows.
fn rehearsal(page: &Answer) -> String {
    let rest = page.body.split("name=\"rehearsal\" value=\"").nth(1);
    let rest = rest.unwrap_or_else(|| unreachable!("no rehearsal: {}", page.body));
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_opened_once_to_be_looked_at_and_few_are_open_at_once() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    let open_files = &house.node.open_files;
    let most = u32::try_from(open_files.available_permits()).unwrap();
    let busy = open_files.acquire_many(most).await.unwrap();
    let page = house.get(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Tejidos del Sur"), "{}", page.body);
    let refused = house.post(&path, COLUMNS, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("try again"), "{}", refused.body);
    assert!(refused.body.contains("value=\"roll\""), "{}", refused.body);
    drop(busy);
    let begun = house.post(&path, COLUMNS, &cookie).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let page = house.when_done(&path, &cookie).await;
    assert_eq!(rehearsal(&page), "1");
}

#[tokio::test]
async fn an_officer_does_not_import_what_another_rehearsed_otherwise() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let leo = house
        .signed_in("leo@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &eva).await;
    house.post(&path, COLUMNS, &eva).await;
    let seen = rehearsal(&house.when_done(&path, &eva).await);
    let publishing = format!("{COLUMNS}&publish=yes");
    house.post(&path, &publishing, &leo).await;
    let newer = rehearsal(&house.when_done(&path, &leo).await);

    let import = format!("{path}/import");
    for stale in [format!("rehearsal={seen}"), String::new()] {
        let refused = house.post(&import, &stale, &eva).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{stale}");
        assert_eq!(rehearsal(&refused), newer, "the new rehearsal is shown");
        assert!(
            refused.body.contains("nothing was imported"),
            "{}",
            refused.body
        );
    }
    assert_eq!(house.count().await, 0);
    let known = format!("rehearsal={newer}");
    for click in ["first", "second"] {
        let done = house.post(&import, &known, &eva).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{click}");
    }
    let made = house.when_done(&path, &eva).await;
    assert!(made.body.contains("/undo"), "{}", made.body);
    assert_eq!(house.count().await, 1);
}

#[tokio::test]
async fn the_next_file_with_the_same_headers_is_understood_as_the_last_one_was() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let first = house.brought("roll-2025.csv", TABLE, &eva).await;
    let page = house.get(&first, &eva).await;
    assert!(!page.body.contains("last file"), "{}", page.body);
    let none = house.get(&format!("{first}/mapping"), &eva).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "nothing was said yet");
    // What is only rehearsed is no custom yet.
    let otherwise = COLUMNS.replace("column-3=website", "column-3=");
    house.post(&first, &otherwise, &eva).await;
    house.when_done(&first, &eva).await;
    let second = house.brought("roll-again.csv", TABLE, &eva).await;
    let page = house.get(&second, &eva).await;
    assert!(!page.body.contains("last file"), "{}", page.body);

    let seen = rehearsal(&house.get(&first, &eva).await);
    let import = format!("{first}/import");
    house
        .post(&import, &format!("rehearsal={seen}"), &eva)
        .await;
    house.when_done(&first, &eva).await;
    let third = house.brought("roll-2026.csv", TABLE, &eva).await;
    let page = house.get(&third, &eva).await;
    assert!(
        page.body
            .contains("as in \u{2068}roll-2025.csv\u{2069}, the last file")
            || page.body.contains("as in roll-2025.csv, the last file"),
        "{}",
        page.body
    );
    assert!(page.body.contains("value=\"roll\""), "{}", page.body);
    assert!(!page.body.contains("<option value=\"website\" selected>"));
    let file = house.get(&format!("{third}/mapping"), &eva).await;
    let mapping = Mapping::read(&file.body).unwrap();
    assert_eq!(
        (mapping.register.as_str(), mapping.columns.len()),
        ("roll", 3)
    );
    // A whole register is taken for the earlier one only by whoever says which it is.
    let whole = format!("{COLUMNS}&complete=yes");
    for typed in ["", "&register-again=other"] {
        let unsure = house.post(&third, &format!("{whole}{typed}"), &eva).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(
            unsure.body.contains("which register this file is"),
            "{}",
            unsure.body
        );
        assert!(unsure.body.contains("id=\"register-again-wrong\""));
    }
    let sure = format!("{whole}&register-again=roll");
    let done = house.post(&third, &sure, &eva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    house.when_done(&third, &eva).await;
    let others = house
        .brought("other.csv", "Nombre;CP\nCafé Unión;68000\n", &eva)
        .await;
    let page = house.get(&others, &eva).await;
    assert!(!page.body.contains("last file"), "other headers");
    // Nobody is bound to it.
    let done = house.post(&format!("{third}/guess"), "", &eva).await;
    assert_eq!(done.to(), third, "{}", done.body);
    let fourth = house.brought("roll-2027.csv", TABLE, &eva).await;
    for path in [&third, &fourth] {
        let page = house.get(path, &eva).await;
        assert!(!page.body.contains("last file"), "{}", page.body);
    }
}

#[tokio::test]
async fn what_was_said_of_columns_goes_with_the_import_that_is_taken_back() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let first = house.brought("roll-2025.csv", TABLE, &eva).await;
    house.post(&first, COLUMNS, &eva).await;
    let seen = rehearsal(&house.when_done(&first, &eva).await);
    let import = format!("{first}/import");
    house
        .post(&import, &format!("rehearsal={seen}"), &eva)
        .await;
    house.when_done(&first, &eva).await;
    let made = house.get(&first, &eva).await.to().to_owned();
    let second = house.brought("roll-2026.csv", TABLE, &eva).await;
    let page = house.get(&second, &eva).await;
    assert!(page.body.contains("last file"), "{}", page.body);
    let done = house.post(&format!("{made}/undo"), "", &eva).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let third = house.brought("roll-2027.csv", TABLE, &eva).await;
    let page = house.get(&third, &eva).await;
    assert!(!page.body.contains("last file"), "{}", page.body);
}

#[tokio::test]
async fn files_wait_within_limits_and_what_has_no_row_is_swept() {
    let house = House::with("[limits]\nimport_files = 1\n", true).await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    let refused = house.bring("other.csv", TABLE, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["limits.import_files", "roll.csv"] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let shelf = house.node.settings.dir.join("brought");
    let there = |name: &str| shelf.join(name).exists();
    let kept = path.rsplit('/').next().unwrap().to_owned();
    let clock = &house.node.clock;
    let (old, foreign) = (BroughtFileId::new(clock), "notes.txt");
    for name in [old.as_str(), foreign] {
        std::fs::write(shelf.join(name), "left by a crash").unwrap();
    }
    let hour = Duration::from_hours(1);
    assert_eq!(shelf::sweep(&house.node, hour).await.unwrap(), 0);
    clock.advance(hour);
    assert_eq!(shelf::sweep(&house.node, hour).await.unwrap(), 1);
    assert!(!there(old.as_str()) && there(foreign) && there(&kept));

    let aside = house.post(&format!("{path}/lay-aside"), "", &cookie).await;
    assert_eq!(aside.status, StatusCode::SEE_OTHER);
    assert!(!there(&kept));
    house.brought("other.csv", TABLE, &cookie).await;

    let small = House::with("[limits]\nimport_waiting_bytes = 150\n", true).await;
    let cookie = small
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    small.brought("roll.csv", TABLE, &cookie).await;
    let refused = small.bring("other.csv", TABLE, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("import_waiting_bytes"),
        "{}",
        refused.body
    );
    let shelf = std::fs::read_dir(small.node.settings.dir.join("brought"));
    assert_eq!(
        shelf.unwrap().count(),
        1,
        "nothing of what is refused stays"
    );
}

#[tokio::test]
async fn taking_an_import_back_is_begun_at_once_and_tells_how_far_it_is() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    house.post(&path, COLUMNS, &cookie).await;
    let seen = rehearsal(&house.when_done(&path, &cookie).await);
    let import = format!("{path}/import");
    house
        .post(&import, &format!("rehearsal={seen}"), &cookie)
        .await;
    let done = house.when_done(&path, &cookie).await;
    let named = "dir=\"auto\">Café Unión</a>";
    assert!(done.body.contains(named), "{}", done.body);
    let made = import::list(&house.node.db, 1).await.unwrap().remove(0);
    let page = format!("/office/imports/made/{}", made.batch);

    // As it stands while the work at it goes on.
    set_state(&house, &made.batch, "undoing").await;
    let under_way = house.get(&page, &cookie).await;
    assert!(
        under_way.body.contains("2 records are left"),
        "{}",
        under_way.body
    );
    assert!(!under_way.body.contains("/undo\""), "{}", under_way.body);
    set_state(&house, &made.batch, "done").await;

    let asked = house.get(&format!("{page}/undo"), &cookie).await;
    for said in ["roll.csv", "Records that will be erased</dt><dd>2</dd>"] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
    let begun = house.post(&format!("{page}/undo"), "", &cookie).await;
    assert_eq!(
        (begun.status, begun.to()),
        (StatusCode::SEE_OTHER, page.as_str())
    );
    let undone = house.when_done(&page, &cookie).await;
    assert!(undone.body.contains("undone"), "{}", undone.body);
    let again = house.post(&format!("{page}/undo"), "", &cookie).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("nothing to undo"), "{}", again.body);
    let acts = house.get("/office/acts", &cookie).await;
    for did in ["Imported a file", "Undid an import"] {
        let named = format!("{did}: <span dir=\"auto\">roll.csv</span>");
        assert!(acts.body.contains(&named), "{did}: {}", acts.body);
    }
}

async fn set_state(house: &House, batch: &BatchId, state: &str) {
    let mut tx = house.node.db.begin().await.unwrap();
    let statement = "UPDATE imports SET state = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(batch).bind(state)).unwrap();
    tx.commit().await.unwrap();
}
