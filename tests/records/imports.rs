//! Imports as an officer asks for them on the command line.

use super::Office;

impl Office {
    /// Writes a file that an officer has, and says where.
    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

/// Two invented co-operatives, one of them dissolved.
const REGISTER: &str = "\
CUK Organisation ID,Registered Number,Registrar,Registered Name,Trading Name,Legal Form,\
Registered Street,Registered City,Registered State/Province,Registered Postcode,UK Nation,\
SIC Code,Ownership Classification,Registered Status,Incorporation Date,Dissolved Date
R1,1R,FCA,Ash Limited,Ash,Society,1 High Street,Ely,Cambs,CB7 4AA,England,UKSIC07-9499,Workers,Live,9/4/1987,
R2,2R,FCA,Elm Limited,Elm,Society,2 High Street,Ely,Cambs,CB7 4AA,Narnia,UKSIC07-9499,Workers,Dead,9/4/1987,1/2/2003
";

#[tokio::test]
async fn a_register_is_tried_imported_and_read_again() {
    let office = Office::new().await;
    let file = office.file("register.csv", REGISTER);
    let tried = office
        .ask(&["import", &file, "--dry-run", "--publish"])
        .await
        .unwrap();
    assert!(tried.text.contains("nothing was changed"), "{}", tried.text);
    assert_eq!(tried.json["created"], 2);
    assert_eq!(
        office
            .told(&["org", "list"])
            .await
            .as_array()
            .unwrap()
            .len(),
        0
    );

    let done = office.ask(&["import", &file, "--publish"]).await.unwrap();
    assert_eq!(
        (&done.json["read"], &done.json["created"]),
        (&2.into(), &2.into())
    );
    assert_eq!(
        (&done.json["published"], &done.json["skipped"]),
        (&1.into(), &0.into())
    );
    assert_eq!(done.json["problems"][0]["field"], "UK Nation");
    assert!(done.text.contains("line 3, UK Nation"), "{}", done.text);
    let again = office.told(&["import", &file, "--publish"]).await;
    assert_eq!(
        (&again["unchanged"], &again["published"]),
        (&2.into(), &0.into())
    );
    let shown = office.ask(&["org", "show", "ash"]).await.unwrap();
    assert!(shown.text.contains("coops-uk R1"), "{}", shown.text);
}

#[tokio::test]
async fn an_import_is_listed_and_taken_back_once() {
    let office = Office::new().await;
    let file = office.file("register.csv", REGISTER);
    let done = office.ask(&["import", &file, "--publish"]).await.unwrap();
    let batch = done.json["batch"].as_str().unwrap().to_owned();
    assert!(done.text.contains(&batch), "{}", done.text);
    let listed = office.told(&["import", "list"]).await;
    assert_eq!(
        (&listed[0]["batch"], &listed[0]["state"]),
        (&batch.as_str().into(), &"done".into())
    );
    let undone = office.told(&["import", "undo", &batch]).await;
    assert_eq!(undone["removed"], 2);
    let refusal = office.refused(&["import", "undo", &batch]).await;
    assert!(refusal.contains("nothing to undo"), "{refusal}");
    let left = office.told(&["org", "list"]).await;
    assert_eq!(left.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_value_written_by_hand_is_decided_by_name() {
    let office = Office::new().await;
    let file = office.file("register.csv", REGISTER);
    office.told(&["import", &file, "--publish"]).await;
    office
        .told(&["org", "edit", "ash", "--legal-form", "By hand"])
        .await;
    let shown = office.ask(&["org", "show", "ash"]).await.unwrap();
    assert!(shown.text.contains("the office"), "{}", shown.text);
    let later = office.file("later.csv", REGISTER.replace("Society,1", "Company,1"));
    let tried = office.ask(&["import", &later, "--dry-run"]).await.unwrap();
    assert!(
        tried
            .text
            .contains("ash legal_form: By hand → Company (written by hand, stays)"),
        "{}",
        tried.text
    );
    let done = office.told(&["import", &later]).await;
    assert_eq!(done["conflicts"], 1);
    let waiting = office.told(&["conflicts", "list", "ash"]).await;
    assert_eq!(
        (&waiting[0]["kept"], &waiting[0]["stated"]),
        (&"By hand".into(), &"Company".into())
    );
    let unknown = office.refused(&["conflicts", "keep", "ash", "place"]).await;
    assert!(unknown.contains("not found"), "{unknown}");
    office
        .told(&["conflicts", "keep", "ash", "legal_form"])
        .await;
    let waiting = office.told(&["conflicts", "list"]).await;
    assert_eq!(waiting.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_table_of_ones_own_is_imported_by_its_mapping() {
    let office = Office::new().await;
    let table = office.file("padron.csv", "Folio,Nombre\n7,Café Unión\n");
    let mapping = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
        [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n";
    let mapping = office.file("padron.toml", mapping);
    let done = office
        .told(&["import", &table, "--mapping", &mapping])
        .await;
    assert_eq!(done["created"], 1);
    let shown = office.ask(&["org", "show", "cafe_union"]).await.unwrap();
    assert!(shown.text.contains("padron 7"), "{}", shown.text);
    let broken = office.file("broken.toml", "register = 1\n");
    let refusal = office
        .refused(&["import", &table, "--mapping", &broken])
        .await;
    assert!(refusal.contains("mapping"), "{refusal}");
}

#[tokio::test]
async fn a_file_that_is_no_register_is_refused_and_leaves_nothing() {
    let office = Office::new().await;
    let cut = REGISTER.len() - 40;
    for (name, contents, reason) in [
        ("empty.csv", &b""[..], "empty"),
        ("sheet.xlsx", b"PK\x03\x04", "save it again"),
        ("cut.csv", &REGISTER.as_bytes()[..cut], "cut off"),
        ("other.csv", b"a,b\n1,2\n", "--mapping"),
    ] {
        let file = office.file(name, contents);
        let refusal = office.refused(&["import", &file, "--publish"]).await;
        assert!(refusal.contains(reason), "{refusal}");
    }
    assert!(
        office
            .refused(&["import", "missing.csv"])
            .await
            .contains("cannot be read")
    );
    assert_eq!(
        office
            .told(&["org", "list"])
            .await
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn a_table_that_nobody_described_is_guessed_and_the_guess_can_be_kept() {
    let office = Office::new().await;
    let table = "Folio;Nombre;Municipio;Página web\n1;Café Unión;Oaxaca;https://cafe.example\n\
        2;Tejidos del Sur;Puebla;https://tejidos.example\n";
    let file = office.file("padron.csv", table);
    let tried = office.ask(&["import", &file, "--dry-run"]).await.unwrap();
    assert!(tried.text.contains("--mapping"), "{}", tried.text);
    assert_eq!(tried.json["created"], 2);
    let mapping = tried.json["mapping"].as_str().unwrap();
    let kept = office.file("padron.toml", mapping);
    let done = office.told(&["import", &file, "--mapping", &kept]).await;
    assert_eq!((&done["created"], &done["skipped"]), (&2.into(), &0.into()));
    assert_eq!(done["duplicates"]["new"], 0);
    let again = office.told(&["import", &file]).await;
    assert_eq!(again["unchanged"], 2);
}
